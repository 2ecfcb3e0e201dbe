"""Draft templates: script text whose segments say how often and for what they are repeated.

A template is a file in the script's own text format (`lessons/templates/*.md`). Columns steer the draft:
`for` (`products`, `encore`, `review`; absent: once), `every` (a beat, repeated in this rhythm), `min` and
`max` (bounds of the duration), `share` (weight among the products), `limit` (how many). A cue note `cut 1`
makes the cue the first to go when the time is short. Lines hold variables; `A || B` takes the first
alternative whose variables all have a value, and a line without such an alternative is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.duration import MINUTE, parse_duration
from lessons.gather import Findings
from lessons.rundown import Segment
from lessons.speech.rates import RATE_LINES
from lessons.text import parse_script

Use = Literal["once", "products", "encore", "review"]
FOLDER = Path(__file__).parents[1] / "templates"
_STEERING = frozenset({"for", "every", "min", "max", "share", "limit"})
_USES: Mapping[str, Use] = {
    "once": "once", "products": "products", "encore": "encore", "review": "review",
}  # fmt: skip


class UnknownTemplateError(LookupError):
    """A template name that no file has."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(f"There is no draft template {name!r}; there are {', '.join(sorted(known))}.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Block:
    """One segment of a template with its steering; durations in milliseconds.

    `every_ms` is the rhythm of a beat, None for anything else. `limit` bounds how many encores are drafted.
    """

    segment: Segment
    use: Use
    every_ms: int | None
    min_ms: int
    max_ms: int
    limit: int | None

    @property
    def ideal_ms(self) -> int:
        """The duration the template would like."""
        return self.segment.duration_ms


@dataclass(frozen=True, slots=True)
class Template:
    """A read template: title, role order and blocks in show order.

    `roles` are the product roles in show order (substrings of the product's tags). `wave_ms` is the length
    after which the order starts over, None: one wave. `rates` are the lines of its head that set how fast
    the hosts speak; a draft keeps them.
    """

    name: str
    title: Bilingual
    roles: tuple[str, ...]
    wave_ms: int | None
    blocks: tuple[Block, ...]
    rates: tuple[tuple[str, str], ...] = ()


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of the templates, sorted: those that come with the tool, and those in the user's `folder`."""
    own = folder.glob("*.md") if folder is not None and folder.is_dir() else ()
    return tuple(sorted({path.stem for path in (*FOLDER.glob("*.md"), *own)}))


def template_text(name: str, folder: Path | None = None) -> str:
    """The text of a template; one in the user's `folder` stands in front of a shipped one of that name.

    Raises UnknownTemplateError.
    """
    if name not in template_names(folder):
        raise UnknownTemplateError(name, template_names(folder))
    own = None if folder is None else folder / f"{name}.md"
    path = own if own is not None and own.is_file() else FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8-sig")


@cache
def load_template(name: str) -> Template:
    """The shipped template `name`. Raises UnknownTemplateError."""
    return read_template(template_text(name), name=name)[0]


def read_template(text: str, *, name: str = "template.md") -> tuple[Template, tuple[Finding, ...]]:
    """A template from its text, and what is wrong with it; bad steering falls back to none."""
    rundown, findings = parse_script(text, name=name)
    found = Findings(name)
    details = dict(rundown.details)
    blocks = tuple(_block(segment, row, found) for row, segment in enumerate(rundown.segments, start=1))
    template = Template(
        name=name,
        title=rundown.title,
        roles=tuple(details.get("order", "").split()),
        wave_ms=parse_duration(details["wave"]) if "wave" in details else None,
        blocks=blocks,
        rates=tuple(line for line in rundown.details if line[0] in RATE_LINES),
    )
    return template, (*findings, *found.all)


def _block(segment: Segment, row: int, found: Findings) -> Block:
    steering = {key: value for key, value in segment.columns if key in _STEERING}
    columns = tuple((key, value) for key, value in segment.columns if key not in _STEERING)
    used = steering.get("for", "once")
    if used not in _USES:
        found.add("lessons.template.use", row=row, column="for", value=used)

    def time(key: str, default: int | None) -> int | None:
        if key not in steering:
            return default
        ms = parse_duration(steering[key])
        if ms is None:
            found.add("lessons.template.time", row=row, column=key, value=steering[key])
        return default if ms is None else ms

    ideal = segment.duration_ms or MINUTE
    limit = steering.get("limit", "")
    return Block(
        segment=Segment(
            segment.id,
            segment.kind,
            segment.title,
            ideal,
            segment.cues,
            None,
            None,
            False,
            columns,
            segment.note,
        ),
        use=_USES.get(used, "once"),
        every_ms=time("every", None),
        min_ms=time("min", ideal // 2) or 0,
        max_ms=time("max", ideal * 3) or ideal * 3,
        limit=int(limit) if limit.isdecimal() else None,
    )
