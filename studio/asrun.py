"""The as-run log as files: planned against actual per run, messages, changes, words, who did what."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from catalog.bilingual import Bilingual, Lang
from catalog.money import Money, format_money
from lessons.rundown import Rundown
from live.asrun import AsRunRow, Deed, as_run, deeds
from live.fold import fold
from live.journal import Event
from live.journal_wire import event_to_json
from live.state import Message
from live.strip import STAGE_LABELS
from sales.report_format import local, zone_of
from sales.spreadsheet import Cell, Rows, csv_bytes, xlsx_bytes
from store import cards, shows
from store.store import Store
from vocab.card import Card, CardId

Format = Literal["csv", "xlsx", "json"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "json")
#: Verbs of the table of changes: what buyers could see.
_CHANGES = frozenset({"product", "price", "stock"})
_HEADS: Final[Mapping[str, tuple[Bilingual, ...]]] = {
    "runs": tuple(
        Bilingual(zh=zh, en=en)
        for zh, en in (
            ("环节", "Segment"), ("第几次", "Run"), ("结果", "Fate"), ("类型", "Kind"), ("SKU", "SKU"),
            ("计划开始", "Planned start"), ("计划结束", "Planned end"), ("计划秒数", "Planned s"),
            ("实际开始", "Actual start"), ("实际结束", "Actual end"), ("实际秒数", "Actual s"),
            ("相差秒数（正为超时）", "Difference s (+ over)"), ("暂停秒数", "Paused s"),
            ("加减秒数", "Added s"),
        )
    ),
    "messages": tuple(
        Bilingual(zh=zh, en=en)
        for zh, en in (
            ("发出", "Sent"), ("谁发的", "By"), ("发给", "To"), ("中文", "Chinese"), ("英文", "English"),
            ("已显示", "Shown"), ("已确认", "Acknowledged"), ("谁确认的", "Acknowledged by"),
            ("等了几秒", "Waited s"),
        )
    ),
    "changes": tuple(
        Bilingual(zh=zh, en=en)
        for zh, en in (
            ("时间", "At"), ("谁", "By"), ("SKU", "SKU"), ("改了什么", "What"), ("改成", "To"),
            ("已撤销", "Taken back"),
        )
    ),
    "words": tuple(
        Bilingual(zh=zh, en=en)
        for zh, en in (
            ("环节", "Segment"), ("第几次", "Run"), ("单词", "Word"), ("中文", "Chinese"),
            ("首次上板", "First on board"), ("在板秒数", "Seconds on board"),
        )
    ),
    "deeds": tuple(
        Bilingual(zh=zh, en=en)
        for zh, en in (
            ("序号", "No."), ("时间", "At"), ("谁", "By"), ("身份", "Role"), ("做了什么", "Did"),
            ("内容", "Detail"), ("已撤销", "Taken back"),
        )
    ),
}
_FATES = {
    "aired": Bilingual(zh="播过", en="aired"),
    "skipped": Bilingual(zh="跳过", en="skipped"),
    "not_reached": Bilingual(zh="没播到", en="not reached"),
}
_TARGETS = {
    "host": Bilingual(zh="主播", en="host"),
    "assistant": Bilingual(zh="助播", en="assistant"),
    "all": Bilingual(zh="所有人", en="everyone"),
}
_YES = Bilingual(zh="是", en="yes")


@dataclass(frozen=True, slots=True)
class AsRun:
    """Everything the export says about one show; `now` ends what still lasts."""

    show: str
    rundown: Rundown
    events: tuple[Event, ...]
    rows: tuple[AsRunRow, ...]
    deeds: tuple[Deed, ...]
    messages: tuple[Message, ...]
    words: Mapping[CardId, Card]
    zone: tzinfo


class AsRuns:
    """As-run logs of the shows of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def read(self, show: str) -> AsRun | None:
        """The log of a show, `last` names the one that began last; None when it was never on air."""
        with self._store.read() as connection:
            row = shows.started(connection, show)
            if row is None:
                return None
            rundown = shows.Journals().rundown(connection, row.id)
            events = shows.events(connection, row.id)
            rows = as_run(rundown, events, now=self._clock() if row.ended_at is None else row.ended_at)
            shown = {CardId(word.card) for one in rows for word in one.words}
            words = cards.by_id(connection, shown)
        state = fold(rundown, events)
        return AsRun(
            str(row.id), rundown, events, rows, deeds(events), state.messages, words, zone_of(rundown.zone)
        )

    def write(
        self, show: str, out: Path, *, lang: Lang, formats: Sequence[Format]
    ) -> tuple[Path, ...] | None:
        """Write the chosen formats into a folder; None when there is no such show."""
        log = self.read(show)
        if log is None:
            return None
        out.mkdir(parents=True, exist_ok=True)
        found = {}
        if "xlsx" in formats:
            found["as-run.xlsx"] = xlsx_bytes(to_tables(log, lang))
        if "csv" in formats:
            found |= {f"as-run-{name}.csv": csv_bytes(rows) for name, rows in to_tables(log, lang).items()}
        if "json" in formats:
            found["as-run.json"] = json_bytes(log)
        for name, data in found.items():
            (out / name).write_bytes(data)
        return tuple(out / name for name in found)


def file_of(log: AsRun, kind: Format, lang: Lang) -> bytes:
    """One file for a download; the CSV tables come as a zip archive."""
    if kind == "xlsx":
        return xlsx_bytes(to_tables(log, lang))
    if kind == "json":
        return json_bytes(log)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in to_tables(log, lang).items():
            archive.writestr(zipfile.ZipInfo(f"as-run-{name}.csv", (2000, 1, 1, 0, 0, 0)), csv_bytes(rows))
    return held.getvalue()


def to_tables(log: AsRun, lang: Lang) -> Rows:
    """Every table, its header first. Instants are local times of the show's zone, spans seconds."""
    tables: Mapping[str, Sequence[Sequence[Cell]]] = {
        "runs": [_run(row, log, lang) for row in log.rows],
        "messages": [_message(message, log, lang) for message in log.messages],
        "changes": [
            _change(deed, event, log, lang)
            for deed, event in zip(log.deeds, log.events, strict=True)
            if deed.verb in _CHANGES
        ],
        "words": [
            [
                row.title.best(lang), row.ordinal, *_word(word.card, log), _at(word.first, log),
                _seconds(word.ms),
            ]
            for row in log.rows
            for word in row.words
        ],
        "deeds": [
            [deed.seq, _at(deed.at, log), deed.actor, deed.role, deed.label.best(lang), deed.detail,
             _YES.best(lang) if deed.undone else None]
            for deed in log.deeds
        ],
    }
    return {name: [[head.best(lang) for head in _HEADS[name]], *rows] for name, rows in tables.items()}


def json_bytes(log: AsRun) -> bytes:
    """The whole log as one document: instants in UTC epoch ms, spans in ms, texts in both languages."""
    document = {
        "show": log.show,
        "title": _text(log.rundown.title),
        "zone": log.rundown.zone,
        "runs": [
            {
                "segment": row.segment, "ordinal": row.ordinal, "fate": row.fate, "kind": row.kind,
                "title": _text(row.title), "sku": row.sku, "planned_start": row.planned_start,
                "planned_end": row.planned_end, "planned_ms": row.planned_ms, "kickoff": row.kickoff,
                "end": row.end, "actual_ms": row.actual_ms, "difference_ms": row.difference_ms,
                "paused_ms": row.paused_ms, "added_ms": row.added_ms,
                "pauses": [list(pause) for pause in row.pauses],
                "added": [list(added) for added in row.added],
                "words": [
                    {"card": word.card, "word": _word(word.card, log)[0], "first": word.first, "ms": word.ms}
                    for word in row.words
                ],
            }
            for row in log.rows
        ],
        "messages": [
            {
                "id": message.id, "at": message.at, "by": message.by, "target": message.target,
                "text": _text(message.text), "shown": message.shown, "acked": message.acked,
                "acked_by": message.acked_by,
            }
            for message in log.messages
        ],
        "events": [
            {**event_to_json(event), "undone": deed.undone}
            for deed, event in zip(log.deeds, log.events, strict=True)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _run(row: AsRunRow, log: AsRun, lang: Lang) -> list[Cell]:
    return [
        row.title.best(lang), row.ordinal or None, _FATES[row.fate].best(lang), row.kind, row.sku,
        _at(row.planned_start, log), _at(row.planned_end, log), _seconds(row.planned_ms),
        _at(row.kickoff, log), _at(row.end, log), _seconds(row.actual_ms), _seconds(row.difference_ms),
        _seconds(row.paused_ms), _seconds(row.added_ms),
    ]


def _message(message: Message, log: AsRun, lang: Lang) -> list[Cell]:
    waited = None if message.acked is None else message.acked - message.at
    return [
        _at(message.at, log), message.by, _TARGETS[message.target].best(lang), message.text.zh,
        message.text.en, _at(message.shown, log), _at(message.acked, log), message.acked_by,
        _seconds(waited),
    ]


def _change(deed: Deed, event: Event, log: AsRun, lang: Lang) -> list[Cell]:
    args = event.command.args
    if deed.verb == "price":
        to = format_money(Money(int(str(args["minor"])), str(args["currency"])), lang=lang)
    elif deed.verb == "stock":
        to = str(args["left"])
    else:
        to = next(label.best(lang) for stage, label in STAGE_LABELS.items() if stage == args["to"])
    undone = _YES.best(lang) if deed.undone else None
    return [_at(deed.at, log), deed.actor, str(args["sku"]), deed.label.best(lang), to, undone]


def _word(card: str, log: AsRun) -> tuple[str, str]:
    """Headword and gloss; the id of a card that is not there any more."""
    held = log.words.get(CardId(card))
    return (card, "") if held is None else (held.headword, held.gloss)


def _at(ms: int | None, log: AsRun) -> datetime | None:
    return None if ms is None else local(ms, log.zone)


def _seconds(ms: int | None) -> Decimal | None:
    return None if ms is None else Decimal(ms).scaleb(-3)


def _text(text: Bilingual) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}
