"""Script text → an outline of headings, fields and cues with their line numbers; no meaning yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lessons.gather import Findings
from lessons.text.escape import split, unescape
from lessons.text.layout import KEY_MARKS, NO_GROUP

_CUE_FIELD = re.compile(r"^\s*(?:- )?((?:\\.|[^\\:：\s])+)\s*[:：](.*)$")


@dataclass(slots=True)
class Field:
    """`key: value` as written on `line`; `lines` are the value's lines, still escaped."""

    line: int
    key: str
    lines: list[str]

    @property
    def value(self) -> str:
        """The whole value; a lone backslash stands for an empty further line."""
        first, *more = self.lines
        return "\n".join([unescape(first), *("" if line == "\\" else unescape(line) for line in more)])


@dataclass(slots=True)
class CueOutline:
    """`* kind: items` and its fields; `items` stays escaped."""

    line: int
    kind: str
    items: str
    fields: list[Field] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


@dataclass(slots=True)
class GroupOutline:
    """`# title` below the head, and its fields; `loose` are lines that belong to no field."""

    line: int
    title: str
    fields: list[Field] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SegmentOutline:
    """`## title`, its fields and cues; `loose` are lines that belong to no field.

    `group` is the position in the script's groups of the heading it stands under, None under none.
    """

    line: int
    title: str
    group: int | None = None
    fields: list[Field] = field(default_factory=list)
    cues: list[CueOutline] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ScriptOutline:
    """The head of the show, its group headings and segments. `title` is None when there is no `# ` line."""

    title: str | None = None
    fields: list[Field] = field(default_factory=list)
    groups: list[GroupOutline] = field(default_factory=list)
    segments: list[SegmentOutline] = field(default_factory=list)


def read_outline(text: str, found: Findings) -> ScriptOutline:
    """The outline of a script. Lines that fit nowhere are kept as `loose` text and reported."""
    script = ScriptOutline()
    open_field: Field | None = None
    under: int | None = None
    heading: GroupOutline | None = None
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.rstrip(" \t\r")
        body = line.strip(" \t")
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
        segment = script.segments[-1] if script.segments and heading is None else None
        cue = segment.cues[-1] if segment is not None and segment.cues else None
        if not body:
            open_field = None
        elif indent >= 4 and open_field is not None:
            open_field.lines.append(body)
        elif indent == 0 and (body == "##" or body.startswith("## ")):
            script.segments.append(SegmentOutline(number, body[2:].strip(" \t"), under))
            heading = open_field = None
        elif indent == 0 and _is_title(body) and script.title is None and not script.segments:
            script.title = body[1:].strip(" \t")
            open_field = None
        elif indent == 0 and _is_title(body):
            heading, under, open_field = GroupOutline(number, body[1:].strip(" \t")), None, None
            if heading.title != NO_GROUP:
                under = len(script.groups)
                script.groups.append(heading)
        elif indent == 0 and segment is not None and body[0] in "*＊" and body[1:2] in ("", " "):
            kind, *items = split(body[1:].strip(" \t"), KEY_MARKS)
            rest = body[1:].strip(" \t")[len(kind) :].lstrip(" \t")[1:] if items else ""
            segment.cues.append(CueOutline(number, unescape(kind), rest.strip(" \t")))
            open_field = None
        elif indent == 0 and body.startswith("- ") and (parsed := _field(number, body[2:])) is not None:
            (heading or segment or script).fields.append(parsed)
            open_field = parsed
        elif indent and cue is not None and (match := _CUE_FIELD.match(line)) is not None:
            open_field = Field(number, unescape(match[1]), [match[2].strip(" \t")])
            cue.fields.append(open_field)
        else:
            open_field = None
            _loose(number, body, cue or segment or heading, found)
    return script


def _is_title(body: str) -> bool:
    return body == "#" or body.startswith("# ")


def _field(number: int, body: str) -> Field | None:
    key, *rest = split(body, KEY_MARKS)
    if not rest:
        return None
    value = body.strip(" \t")[len(key) :].lstrip(" \t")[1:].strip(" \t")
    return Field(number, unescape(key), [value])


def _loose(
    number: int, body: str, owner: CueOutline | SegmentOutline | GroupOutline | None, found: Findings
) -> None:
    if owner is None:
        found.add("lessons.script.lost_line", row=number, text=body)
    else:
        owner.loose.append(unescape(body))
        found.add("lessons.script.loose_line", row=number, text=body)
