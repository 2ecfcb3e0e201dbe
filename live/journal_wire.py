"""Commands and events as JSON: what a socket sent is hostile until it passed here.

Only the shape is checked (types, lengths, a known verb); whether a command makes sense now is `live.decide`.
Who sent it never comes from the message: show, actor and role are those of the signed link.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from live.journal import Command, Event, Role, ShowId
from live.verbs import ID_LIMIT, ROLES, VERBS

#: The largest command in bytes of UTF-8: a full board and a message in two languages stay below 6 KB.
COMMAND_LIMIT = 16 * 1024
#: Levels of nesting inside `args`: {"text": {"zh": …}} needs one.
_DEPTH = 3
#: Whole numbers beyond this are not exact in a browser (2**53 − 1).
_SAFE = 2**53 - 1
_FIELDS = frozenset({"t", "id", "verb", "expects", "args", "until"})


class BadCommand(Exception):
    """A command that is not one: refused before anything looks at it. `zh` and `en` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{en} {zh}")
        self.zh = zh
        self.en = en


def parse_command(text: str | bytes, *, show: ShowId, actor: str, role: Role) -> Command:
    """The command in a socket message or a request body.

    Raises:
        BadCommand: when it is too large, not JSON, or not a command.
    """
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > COMMAND_LIMIT:
        raise BadCommand("指令过大", "The command is too large.")
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadCommand("指令不是有效的 JSON", "The command is not valid JSON.") from error
    return command_from_json(body, show=show, actor=actor, role=role)


def command_from_json(body: object, *, show: ShowId, actor: str, role: Role) -> Command:
    """The command in a decoded message `{"t"?, "id", "verb", "expects"?, "args"?, "until"?}`.

    Raises:
        BadCommand: on a wrong type, an unknown field or verb, a text that a database cannot hold, or more
            than `COMMAND_LIMIT` bytes.
    """
    if not isinstance(body, dict):
        raise BadCommand("指令应是一个对象", "A command is an object.")
    unknown = [name for name in body if name not in _FIELDS]
    if unknown:
        raise BadCommand("指令有多余的字段", "The command has a field that does not belong there.")
    command_id = body.get("id")
    if not isinstance(command_id, str) or not 0 < len(command_id) <= ID_LIMIT or not _plain(command_id):
        raise BadCommand(f"指令编号应为 1–{ID_LIMIT} 个字符", f"A command id has 1 to {ID_LIMIT} characters.")
    verb = body.get("verb")
    if not isinstance(verb, str) or verb not in VERBS:
        raise BadCommand("未知指令", "Unknown command.")
    expects = _mapping(body.get("expects"), "expects")
    args = _mapping(body.get("args"), "args")
    if len(json.dumps([expects, args], ensure_ascii=False).encode()) > COMMAND_LIMIT:
        raise BadCommand("指令过大", "The command is too large.")
    until = body.get("until")
    if until is not None and not _whole(until):
        raise BadCommand("until 应是整数毫秒", "until is a whole number of milliseconds.")
    return Command(command_id, show, actor, role, verb, expects, args, until)


def command_to_json(command: Command) -> dict[str, object]:
    """The whole command with show, actor and role, as the journal and the as-run export hold it."""
    return {
        "id": command.id,
        "show": command.show,
        "actor": command.actor,
        "role": command.role,
        "verb": command.verb,
        "expects": dict(command.expects),
        "args": dict(command.args),
    }


def event_to_json(event: Event) -> dict[str, object]:
    """`{"seq","at","command"}`."""
    return {"seq": event.seq, "at": event.at, "command": command_to_json(event.command)}


def event_from_json(body: object) -> Event:
    """The event in a decoded log line, the inverse of `event_to_json`.

    Raises:
        BadCommand: when it is not an event.
    """
    if not isinstance(body, dict) or set(body) != {"seq", "at", "command"}:
        raise BadCommand("不是事件记录", "This is not an event.")
    seq, at, inner = body["seq"], body["at"], body["command"]
    if not _whole(seq) or not _whole(at) or seq < 1:
        raise BadCommand("事件序号或时间不对", "An event has a whole seq from 1 and a whole instant.")
    if not isinstance(inner, dict):
        raise BadCommand("不是事件记录", "This is not an event.")
    show, actor, role = inner.get("show"), inner.get("actor"), inner.get("role")
    if not isinstance(show, str) or not isinstance(actor, str) or role not in ROLES:
        raise BadCommand("事件缺少场次、人员或身份", "An event names its show, actor and role.")
    rest = {name: value for name, value in inner.items() if name not in ("show", "actor", "role")}
    return Event(seq, at, command_from_json(rest, show=ShowId(show), actor=actor, role=cast(Role, role)))


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadCommand(f"{name} 应是一个对象", f"{name} is an object.")
    _check(value, _DEPTH)
    return value


def _check(value: object, depth: int) -> None:
    """Refuse what JSON allows and a journal cannot hold for ever: floats, huge numbers, NUL, depth."""
    if depth < 0:
        raise BadCommand("参数嵌套过深", "The arguments are nested too deeply.")
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > _SAFE:
                raise BadCommand("数值过大", "A number is too large.")
        case str():
            if not _storable(value):
                raise BadCommand("文字含无效字符", "A text holds an invalid character.")
        case list():
            for item in value:
                _check(item, depth - 1)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str) or not _storable(key):
                    raise BadCommand("参数名无效", "A name of an argument is invalid.")
                _check(item, depth - 1)
        case _:
            raise BadCommand("参数类型无效", "An argument has a type that is not allowed.")


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _storable(text: str) -> bool:
    """No NUL (PostgreSQL refuses it) and no half of a surrogate pair (not encodable as UTF-8)."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _SAFE


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
