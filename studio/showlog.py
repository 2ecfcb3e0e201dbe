"""A show as a log: JSON lines of its plan, its commands and the facts of its orders, to keep or to replay.

Facts, not raw deliveries: names, phones and addresses of buyers never leave the inbox. Lines, by `t`:

    {"t":"show","version":1,"id","title":{"zh","en"},"currency","target_minor","started","ended","plan":{…}}
    {"t":"command","at","seq","id","actor","role","verb","expects","args"}
    {"t":"fact", … the fields of `sales.event.OrderEvent` …}

The first line is the show; the others follow in the order of their instants (UTC epoch milliseconds).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from lessons.rundown import Rundown
from lessons.wire import WireError, from_wire, to_wire
from live.journal import Command, Event, ShowId
from sales.event import KINDS, OrderEvent
from store.shows import ShowRow
from store.text import dump

VERSION = 1
_FACT = OrderEvent._fields
_NEEDED = ("key", "shop", "order_id", "line_id", "kind", "occurred_at", "amount_minor", "currency", "qty")


@dataclass(frozen=True, slots=True)
class ShowLog:
    """What a log holds. A file of orders is a log of facts alone: `rundown` is None and nobody presses GO."""

    rundown: Rundown | None
    currency: str
    target_minor: int | None
    commands: Sequence[Event]
    facts: Sequence[OrderEvent]


def log_lines(
    row: ShowRow, rundown: Rundown, journal: Iterable[Event], facts: Iterable[OrderEvent]
) -> Iterator[str]:
    """The lines of a show's log; the same show gives the same bytes."""
    yield dump(
        {
            "t": "show",
            "version": VERSION,
            "id": row.id,
            "title": {"zh": row.title.zh, "en": row.title.en},
            "currency": row.currency,
            "target_minor": row.target_minor,
            "started": row.started_at,
            "ended": row.ended_at,
            "plan": to_wire(rundown),
        }
    )
    told = [(event.at, 0, event.seq, "", _command(event)) for event in journal]
    told += [(fact.occurred_at, 1, 0, fact.key, {"t": "fact", **fact._asdict()}) for fact in facts]
    for *_, item in sorted(told, key=lambda each: (*each[:4], dump(each[4]))):
        yield dump(item)


def read_log(text: str, *, name: str) -> tuple[ShowLog | None, tuple[Finding, ...]]:
    """The log in a text; a line that cannot be read costs itself. None without a readable first line."""
    findings: list[Finding] = []
    commands: list[Event] = []
    facts: list[OrderEvent] = []
    head: ShowLog | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if head is None:
                head = _head(item)
            elif item["t"] == "command":
                commands.append(_event(item))
            else:
                facts.append(_fact(item))
        except (ValueError, KeyError, TypeError, WireError) as error:
            findings.append(_unreadable(Where(name, number), str(error)))
            if head is None:
                break
    if head is None:
        return None, tuple(findings) or (_unreadable(Where(name), "empty"),)
    return ShowLog(head.rundown, head.currency, head.target_minor, commands, facts), tuple(findings)


def _command(event: Event) -> dict[str, object]:
    command = event.command
    return {
        "t": "command",
        "at": event.at,
        "seq": event.seq,
        "id": command.id,
        "actor": command.actor,
        "role": command.role,
        "verb": command.verb,
        "expects": dict(command.expects),
        "args": dict(command.args),
    }


def _head(item: dict[str, Any]) -> ShowLog:
    if item["t"] != "show" or item["version"] != VERSION:
        raise ValueError(f"the first line must be a show of version {VERSION}")
    return ShowLog(from_wire(item["plan"]), str(item["currency"]), item["target_minor"], (), ())


def _event(item: dict[str, Any]) -> Event:
    command = Command(
        str(item["id"]), ShowId(""), str(item["actor"]), item["role"], str(item["verb"]),
        dict(item["expects"]), dict(item["args"]),
    )  # fmt: skip
    return Event(int(item["seq"]), int(item["at"]), command)


def _fact(item: dict[str, Any]) -> OrderEvent:
    missing = [name for name in _NEEDED if item.get(name) is None]
    if item["t"] != "fact" or missing or item["kind"] not in KINDS:
        raise ValueError(f"no fact of an order: {', '.join(missing) or item.get('kind') or item['t']}")
    for name in ("occurred_at", "amount_minor", "qty"):
        if type(item[name]) is not int:
            raise ValueError(f"{name} must be a whole number")
    return OrderEvent(**{name: value for name, value in item.items() if name in _FACT})


def _unreadable(where: Where, detail: str) -> Finding:
    return Finding(
        where,
        Bilingual(en=f"This line is not of a show's log ({detail}).", zh=f"这一行不是场次日志（{detail}）。"),
        Bilingual(
            en="Write the log anew with `python -m studio report SHOW --out DIR`.",
            zh="请用 `python -m studio report 场次 --out 文件夹` 重新导出 show.jsonl。",
        ),
        "error",
        "studio.showlog.unreadable",
    )
