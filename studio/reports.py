"""Reports of shows: read from the journal and the order events, written as page and tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalog.bilingual import Lang
from live.journal import Event
from sales.fold import fold_lines
from sales.report import build_report
from sales.report_html import render_html
from sales.report_record import Report
from sales.report_table import write_tables
from sales.window import SHOW_GRACE_MS, ShowWindow, show_at
from store import cards, orders, products, shows
from store.store import Store
from studio.beside import beside, revisions
from studio.showlog import log_lines
from vocab.card import CardId


class Reports:
    """Reports of the shows of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def build(self, show: str, *, revision: int | None = None) -> Report | None:
        """The report of a show that was on air; `last` names the newest one.

        Revision 1 is made of the stream's ledger, each further one with one more final export; without
        `revision` it is the newest.
        """
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None:
                return None
            assert row.started_at is not None
            end = self._end(row)
            rundown = shows.Journals().rundown(connection, row.id)
            journal = shows.events(connection, row.id)
            lines = fold_lines(orders.between(connection, row.started_at, end + 1))
            held = products.many(connection)
            cues = [cue for segment in rundown.segments for cue in segment.cues]
            ids = {card_id for cue in cues for card_id in cue.card_ids}
            ids |= {CardId(str(card)) for event in journal for card in _shown(event)}
            words = {str(card_id): card for card_id, card in cards.by_id(connection, ids).items()}
            others = beside(connection, row, rundown, lines, end=end + 1, revision=revision)
        return build_report(
            rundown,
            journal,
            lines,
            held,
            now=self._clock(),
            cards=words,
            currency=row.currency,
            beside=others,
        )

    def revisions(self, show: str) -> int:
        """How many revisions the report of a show has: one, and one more for each final export."""
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None or row.started_at is None:
                return 0
            end = self._end(row) + 1
            lines = fold_lines(orders.between(connection, row.started_at, end))
            return 1 + len(revisions(connection, row, lines, end=end))

    def html(self, show: str, *, lang: Lang, revision: int | None = None) -> str:
        """The report as one self-contained page; empty when the show was never on air."""
        report = self.build(show, revision=revision)
        return "" if report is None else render_html(report, lang)

    def write(
        self, show: str, out: Path, *, lang: Lang, revision: int | None = None
    ) -> tuple[Path, ...] | None:
        """Write page and tables into a folder; None when there is no such show."""
        report = self.build(show, revision=revision)
        if report is None:
            return None
        out.mkdir(parents=True, exist_ok=True)
        page = out / "report.html"
        page.write_text(render_html(report, lang), encoding="utf-8")
        log = out / "show.jsonl"
        log.write_text("".join(line + "\n" for line in self._log(show)), encoding="utf-8", newline="\n")
        return (page, *write_tables(report, out, lang), log)

    def _log(self, show: str) -> list[str]:
        """The show's log, to keep or to replay."""
        with self._store.read() as connection:
            row = shows.started(connection, show)
            assert row is not None
            assert row.started_at is not None
            rundown = shows.Journals().rundown(connection, row.id)
            facts = orders.between(connection, row.started_at, self._end(row) + 1)
            window = (ShowWindow(row.id, row.started_at, row.ended_at),)
            mine = {
                (line.shop, line.order_id)
                for line in fold_lines(facts)
                if show_at(line.created_at, window) is not None
            }
            told = [fact for fact in facts if (fact.shop, fact.order_id) in mine]
            return list(log_lines(row, rundown, shows.events(connection, row.id), told))

    def _end(self, row: shows.ShowRow) -> int:
        return self._clock() if row.ended_at is None else row.ended_at + SHOW_GRACE_MS


def _shown(event: Event) -> list[Any]:
    """The cards that a command put on the board: words found on the spot stand in no script."""
    cards = event.command.args.get("cards") if event.command.verb == "board_show" else None
    return list(cards) if isinstance(cards, list | tuple) else []
