"""Show scripts as the planner uses them: draft, open, save a version, import and export text."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import Connection

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.product import Product, Sku
from lessons.compliance.script import Relint, ScriptFinding, lint_rundown
from lessons.draft import draft
from lessons.facts import SourcedClaim, facts_card
from lessons.rundown import Rundown
from lessons.sheet.layout import layout_from_wire, layout_to_wire
from lessons.sheet.reader import SheetReading, read_sheet
from lessons.sheet.writer import write_sheet
from lessons.speech import check_rundown
from lessons.text import format_script, parse_script
from store import card_names, cards, products, script_sheets, scripts
from store.store import Store
from studio.editing import Editing
from studio.printing import PrintPasses
from studio.reviews import Reviews
from studio.templates import Templates
from vocab.card import Card, CardId

#: Scripts whose findings are remembered between two edits.
HELD = 16


@dataclass(frozen=True, slots=True)
class Look:
    """A rundown beside the catalogue of this instant: its products, their cards and the others it names (of
    every status, by SKU), what is wrong or too long, and what the law says."""

    products: Mapping[Sku, Product]
    boards: Mapping[Sku, tuple[Card, ...]]
    checks: tuple[Finding, ...]
    lints: tuple[ScriptFinding, ...]


class Scripts:
    """Scripts of a store; `editing` is what several people do to one, `reviews` who signed it."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self.editing = Editing(store, clock)
        self.reviews = Reviews(store, clock)
        self.templates = Templates(store.url)
        self.passes = PrintPasses(store, clock)
        self._relints: dict[str, Relint] = {}

    def listing(self) -> tuple[scripts.ScriptRow, ...]:
        """Every script, last saved first."""
        with self._store.read() as connection:
            return scripts.listing(connection)

    def load(self, script: str, version: int | None = None) -> tuple[Rundown, int] | None:
        """A rundown and its version."""
        with self._store.read() as connection:
            return scripts.load_script(connection, script, version)

    def save(self, script: str, rundown: Rundown, *, base: int, by: str | None = None) -> int:
        """Save a version on top of `base`; raises `store.scripts.ScriptMoved` when somebody was first."""
        now = self._clock()
        return self._store.write(
            lambda connection: scripts.save(connection, script, rundown, base=base, by=by, now=now)
        )

    def new(self, rundown: Rundown, *, by: str | None = None) -> str:
        """Save a rundown as a new script and return its id."""
        script = uuid.uuid4().hex[:12]
        self.save(script, rundown, base=0, by=by)
        return script

    def draft(
        self,
        skus: Sequence[str],
        *,
        template: str,
        total_ms: int,
        start: datetime | None = None,
        hosts: Sequence[str] = (),
        title: Bilingual | None = None,
        zone: str = "Asia/Shanghai",
        remembered: Sequence[Card] = (),
    ) -> tuple[Rundown, tuple[Finding, ...]]:
        """A first rundown from chosen products and their approved cards.

        `template` is a name that `templates` knows, or a template's text. `remembered` are cards of earlier
        shows that are due.
        """
        with self._store.read() as connection:
            held = products.many(connection, skus)
            boards = cards.by_product(connection, skus, status="approved")
        chosen = [held[sku] for sku in held if sku in set(skus)]
        return draft(
            chosen,
            _by_text(boards),
            template=template if "\n" in template else self.templates.text(template),
            total_ms=total_ms,
            start=start,
            zone=zone,
            remembered=remembered,
            hosts=tuple(hosts),
            title=title,
        )

    def check(self, rundown: Rundown) -> tuple[Finding, ...]:
        """What is wrong or too long in a rundown."""
        with self._store.read() as connection:
            held, boards = _beside(connection, rundown)
        return check_rundown(rundown, products=held, cards=_by_text(boards))

    def look(self, script: str, rundown: Rundown) -> Look:
        """Everything that stands beside a script in the editor; quick after an edit of a few segments."""
        with self._store.read() as connection:
            held, boards = _beside(connection, rundown)
        relint = self._relints.pop(script, None) or Relint()
        self._relints[script] = relint
        while len(self._relints) > HELD:
            self._relints.pop(next(iter(self._relints)))
        checks = check_rundown(rundown, products=held, cards=_by_text(boards))
        return Look(held, boards, checks, relint(rundown, products=held))

    def facts(self, rundown: Rundown) -> tuple[SourcedClaim, ...]:
        """Every claim of a script with its source in the catalogue or on the cards."""
        with self._store.read() as connection:
            held, boards = _beside(connection, rundown)
        return facts_card(rundown, products=held, cards=_by_text(boards))

    def parse(self, text: str, *, name: str) -> tuple[Rundown, tuple[Finding, ...]]:
        """Read a script text, resolving board words against the cards of its products."""
        with self._store.read() as connection:
            boards = cards.by_product(connection)
        return parse_script(text, name=name, cards=_by_text(boards))

    def read_sheet(
        self, source: Path | bytes, *, name: str | None = None, day: date | None = None
    ) -> SheetReading:
        """Read a script sheet (XLSX, CSV), resolving board words against the cards of its products."""
        with self._store.read() as connection:
            boards = cards.by_product(connection)
        return read_sheet(source, name=name, cards=_by_text(boards), day=day)

    def take_in(self, reading: SheetReading, *, name: str, by: str | None = None) -> str:
        """Save a read sheet as a new script that remembers its columns; returns the script's id."""
        script = self.new(reading.rundown, by=by)
        layout = reading.layout
        if layout is not None:
            self._store.write(
                lambda connection: script_sheets.put(connection, script, name, layout_to_wire(layout))
            )
        return script

    def sheet(self, script: str, rundown: Rundown, *, suffix: str) -> bytes:
        """A rundown as `.xlsx` or `.csv`: in the columns of the sheet it was read from, else in ours."""
        with self._store.read() as connection:
            body = script_sheets.get(connection, script)
        with TemporaryDirectory() as folder:
            target = Path(folder) / f"show{suffix}"
            layout = None if body is None else layout_from_wire(body)
            write_sheet(rundown, target, cards=self.cards_of(rundown), layout=layout)
            return target.read_bytes()

    def cards_of(self, rundown: Rundown) -> Mapping[CardId, Card]:
        """The cards that a rundown's cues name."""
        ids = {card_id for s in rundown.segments for cue in s.cues for card_id in cue.card_ids}
        with self._store.read() as connection:
            return cards.by_id(connection, ids)

    def words(self, text: str) -> tuple[Card, ...]:
        """Approved cards of the whole catalogue with `text` in their word or gloss, the nearest first."""
        with self._store.read() as connection:
            return card_names.matching(connection, text)

    def lint(self, rundown: Rundown) -> tuple[ScriptFinding, ...]:
        """What must not be said, or needs a look, in the lines of a rundown."""
        with self._store.read() as connection:
            held = products.many(connection, {s.sku for s in rundown.segments if s.sku})
        return lint_rundown(rundown, products=held)

    def text(self, rundown: Rundown) -> str:
        """A rundown as script text."""
        return format_script(rundown, cards=self.cards_of(rundown))


def _beside(
    connection: Connection, rundown: Rundown
) -> tuple[Mapping[Sku, Product], Mapping[Sku, tuple[Card, ...]]]:
    """The products of a script, and by SKU their cards and those of other products that its cues name."""
    held = products.many(connection, {s.sku for s in rundown.segments if s.sku})
    boards = dict(cards.by_product(connection, held))
    known = {card.id for row in boards.values() for card in row}
    named = {card_id for s in rundown.segments for cue in s.cues for card_id in cue.card_ids} - known
    for card in cards.by_id(connection, named).values() if named else ():
        boards[card.sku] = (*boards.get(card.sku, ()), card)
    return held, boards


def _by_text(boards: Mapping[Sku, tuple[Card, ...]]) -> dict[str, tuple[Card, ...]]:
    return {str(sku): held for sku, held in boards.items()}
