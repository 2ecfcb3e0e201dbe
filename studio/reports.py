"""Reports of shows: read from the journal and the order events, written as page and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.bilingual import Lang
from live.journal import Event
from sales.fold import fold_lines
from sales.report import build_report
from sales.report_html import render_html
from sales.report_record import Report
from sales.report_table import write_tables
from sales.window import ShowWindow, show_at
from store import revisions, shows
from store.store import Store
from studio.beside import Told, beside, facts_of, is_due, issue, issued, known_now, told_of
from studio.known import Known
from studio.showlog import log_lines


@dataclass(frozen=True, slots=True)
class Issued:
    """A revision: when it was issued (UTC epoch ms, None while open), and whether a final export is in it."""

    n: int
    at: int | None
    settled: bool


class _Place(NamedTuple):
    """Which revision a report is."""

    n: int
    is_open: bool


class Reports:
    """Reports of the shows of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def build(self, show: str, *, revision: int | None = None) -> Report | None:
        """The report of a show that was on air; `last` names the newest one.

        Revision 1 is made of the stream's ledger, each further one with one more final export. They are
        issued when somebody first asks for them, or an export comes, and stay as they are for ever. Without
        `revision` (or with one that is not issued) it is the newest, or where more came since then what is
        known now, as an open one.
        """
        self._issue(show)
        now = self._clock()
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None:
                return None
            told = told_of(connection, row, now=now)
            known, place = self._known(connection, row, told, revision, now=now)
            lines = fold_lines(facts_of(connection, row, known, told, now=now))
            first = None
            if place.n > 1:
                start = issued(connection, row.id)[0]
                first = fold_lines(facts_of(connection, row, start, told, now=now))
            others = replace(
                beside(connection, row, known, told), first=first, revision=place.n, is_open=place.is_open
            )
            rundown = shows.Journals().rundown(connection, row.id)
            journal = _until(shows.events(connection, row.id), known)
        return build_report(
            rundown,
            journal,
            lines,
            known.held,
            now=now,
            cards={str(card.id): card for card in known.cards},
            currency=row.currency,
            beside=others,
        )

    def revisions(self, show: str) -> tuple[Issued, ...]:
        """The revisions of a show's report, the first one first; an open one stands at the end."""
        self._issue(show)
        now = self._clock()
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None:
                return ()
            told = told_of(connection, row, now=now)
            _, place = self._known(connection, row, told, None, now=now)
            given = [Issued(each.n, each.at, bool(each.known["exports"]))
                     for each in revisions.of_show(connection, row.id)]  # fmt: skip
        return (*given, Issued(place.n, None, settled=bool(told.exports))) if place.is_open else tuple(given)

    def _issue(self, show: str) -> None:
        """Issue what is due before somebody reads."""
        now = self._clock()
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None:
                return
            due = is_due(row, issued(connection, row.id), told_of(connection, row, now=now), now=now)
        if due:
            self._store.write(lambda connection: issue(connection, row, now=now))

    @staticmethod
    def _known(
        connection: Connection, row: shows.ShowRow, told: Told, revision: int | None, *, now: int
    ) -> tuple[Known, _Place]:
        """What to make a report of, and which one it is."""
        given = issued(connection, row.id)
        if revision is not None and revision <= len(given):
            return given[revision - 1], _Place(revision, is_open=False)
        known = known_now(connection, row, told)
        if given:
            last = given[-1]
            was = facts_of(connection, row, last, told, now=now)
            if (known.desk, known.target_minor, len(was)) == (last.desk, last.target_minor, len(told.facts)):
                return last, _Place(len(given), is_open=False)
        return known, _Place(len(given) + 1, is_open=True)

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
        text = "".join(line + "\n" for line in self._log(show, revision))
        log.write_text(text, encoding="utf-8", newline="\n")
        return (page, *write_tables(report, out, lang), log)

    def _log(self, show: str, revision: int | None) -> list[str]:
        """The show's log as that revision knew it, to keep or to replay."""
        now = self._clock()
        with self._store.read() as connection:
            row = shows.started(connection, show)
            assert row is not None
            assert row.started_at is not None
            rundown = shows.Journals().rundown(connection, row.id)
            told = told_of(connection, row, now=now)
            known, _ = self._known(connection, row, told, revision, now=now)
            facts = facts_of(connection, row, known, told, now=now)
            window = (ShowWindow(row.id, row.started_at, row.ended_at),)
            mine = {
                (line.shop, line.order_id)
                for line in fold_lines(facts)
                if show_at(line.created_at, window) is not None
            }
            heard = [fact for fact in facts if (fact.shop, fact.order_id) in mine]
            row = replace(row, target_minor=known.target_minor)
            return list(log_lines(row, rundown, _until(shows.events(connection, row.id), known), heard))


def _until(journal: Sequence[Event], known: Known) -> tuple[Event, ...]:
    return tuple(event for event in journal if event.seq <= known.seq)
