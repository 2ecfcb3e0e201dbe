"""The rows of the script editor: times, findings, comments and clashes beside each segment, as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.bilingual import Bilingual, Lang
from catalog.finding import Finding
from catalog.product import Product, Sku
from lessons.compliance.exempt import EXEMPTIONS, documents_of
from lessons.compliance.script import ScriptFinding
from lessons.rundown import Cue, Rundown, Segment
from lessons.speech import Slot, group_times, timeline
from lessons.speech.rates import RATE_LINES
from lessons.text.layout import write_clock
from lessons.zone import find_zone
from screens import time_text
from screens.script_edits import put_back
from screens.texts import TEXTS, text
from store.script_notes import ScriptNote
from vocab.card import CardId

#: The worst first.
RANK = {"block": 0, "error": 0, "warn": 1, "info": 2}
#: A tick of the ruler at most every so many minutes, so that about a dozen fit.
TICKS_MIN = (5, 10, 15, 30, 60, 120)
TICKS = 12
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the script: the catalogue's side of it, findings, notes."""

    products: Mapping[Sku, Product]
    words: Mapping[CardId, str]
    checks: Sequence[Finding]
    lints: Sequence[ScriptFinding]
    notes: Sequence[ScriptNote]
    lang: Lang


def rows(rundown: Rundown, beside: Beside) -> list[dict[str, object]]:
    """A row for each segment."""
    lang = beside.lang
    checks: dict[int, list[Finding]] = defaultdict(list)
    for finding in beside.checks:
        checks[finding.where.row or 0].append(finding)
    lints: dict[str, list[ScriptFinding]] = defaultdict(list)
    for each in beside.lints:
        lints[each.segment].append(each)
    notes: dict[str, list[ScriptNote]] = defaultdict(list)
    for note in beside.notes:
        notes[note.segment].append(note)
    titles = {segment.id: segment.title.best(lang) or str(segment.id) for segment in rundown.segments}
    made = []
    for number, (segment, slot) in enumerate(zip(rundown.segments, timeline(rundown), strict=True), start=1):
        here = sorted(checks[number], key=lambda one: RANK[one.severity])
        law = sorted(lints[segment.id], key=lambda one: RANK[one.finding.severity])
        flags = [*(one.severity for one in here), *(one.finding.severity for one in law)]
        flags = [one for one in flags if one != "info"]
        product = beside.products.get(segment.sku) if segment.sku is not None else None
        made.append(
            {
                **_head(segment, slot, rundown, lang),
                "again": titles.get(segment.again, str(segment.again)) if segment.again else None,
                "product": _product(segment, product, lang),
                "flags": len(flags),
                "worst": min(flags, key=RANK.__getitem__, default=None),
                "checks": [
                    {"severity": one.severity, "what": one.what.best(lang), "fix": one.fix.best(lang)}
                    for one in here
                ],
                "lints": [lint_json(one, product, lang) for one in law],
                "comments": [_comment(one) for one in notes[segment.id] if one.kind == "comment"],
                "conflicts": [_clash(one, lang) for one in notes[segment.id] if one.kind == "conflict"],
                "cues": [_cue(cue, beside.words, lang) for cue in segment.cues],
            }
        )
    return made


def _head(segment: Segment, slot: Slot, rundown: Rundown, lang: Lang) -> dict[str, object]:
    """What a segment says of itself, and its times."""
    zone = find_zone(rundown.zone) or find_zone("UTC")
    assert zone is not None  # UTC is always there
    fixed = segment.hard_start
    by = slot.must_start_by
    return {
        "id": segment.id,
        "at": time_text.duration(slot.offset_ms)
        if slot.start is None
        else time_text.clock(int(slot.start.timestamp() * 1000), zone=rundown.zone),
        "by": "" if by is None else time_text.clock(int(by.timestamp() * 1000), zone=rundown.zone),
        "late": by is not None and slot.start is not None and slot.start > by,
        "fixed": "" if fixed is None else write_clock(fixed, rundown.start, zone),
        "kind": segment.kind,
        "kindLabel": kind_text("kind", segment.kind, lang),
        "title": segment.title.best(lang) or "—",
        "other": segment.title.get("en" if lang == "zh" else "zh") if segment.title.get(lang) else None,
        "zh": segment.title.zh or "",
        "en": segment.title.en or "",
        "ms": segment.duration_ms,
        "est": slot.estimate_ms,
        "state": slot.state,
        "skip": segment.skip,
        "group": segment.group,
        "milestone": joined(segment.milestone),
        "columns": dict(segment.columns),
        "note": segment.note or "",
        "sku": segment.sku,
    }


def joined(value: Bilingual) -> str:
    """`中文 | English`, or what there is of both."""
    return " | ".join(filter(None, (value.zh, value.en)))


def _cue(cue: Cue, words: Mapping[CardId, str], lang: Lang) -> dict[str, object]:
    return {
        "id": cue.id,
        "kind": cue.kind,
        "kindLabel": kind_text("cue", cue.kind, lang),
        "zh": cue.lines.zh or "",
        "en": cue.lines.en or "",
        "note": cue.note or "",
        "board": [[card, words.get(card, str(card).removeprefix("word:"))] for card in cue.card_ids],
    }


def lint_json(one: ScriptFinding, product: Product | None, lang: Lang) -> dict[str, object]:
    """A finding of the law as it stands beside its line: words, why, what excuses it, other words."""
    found = one.finding
    excuse = text("law.no_excuse", lang) if found.severity != "info" else ""
    if found.exemption is not None:
        excuse = text("law.excused", lang, why=EXEMPTIONS[found.exemption][1].best(lang))
    papers = ""
    if found.evidence and found.exemption is None:
        held = documents_of(product) if product is not None else ()
        names = "、".join(f"{name} {value}" for name, value in held)
        papers = text("law.papers", lang, papers=names) if held else text("law.no_papers", lang)
    return {
        "severity": found.severity,
        "category": found.category,
        "group": text(f"law.{found.category}", lang),
        "article": found.article,
        "text": found.text,
        "why": found.explanation.best(lang),
        "excuse": excuse,
        "papers": papers,
        "suggest": found.suggestion,
        "swap": found.replacement,
        "cue": one.cue,
        "lang": one.lang,
        "start": found.start,
        "end": found.end,
    }


def _comment(note: ScriptNote) -> dict[str, object]:
    return {"id": note.id, "by": note.by or "—", "time": time_text.clock(note.at), "text": note.text}


def _clash(note: ScriptNote, lang: Lang) -> dict[str, object]:
    """A clash, and the name of the editor's field it is about."""
    kind = note.field if note.field in ("order", "removed") else "cell"
    field = note.field
    if field.startswith("lines."):
        field = f"{note.cue}.{field.removeprefix('lines.')}"
    elif field.startswith("columns."):
        field = f"column.{field.removeprefix('columns.')}"
    elif note.cue and field == "note":
        field = f"{note.cue}.note"
    elif field == "duration_ms":
        field = "length"
    return {
        **_comment(note),
        "at": field,
        "what": text(f"clash.{kind}", lang),
        "can": put_back(note.field, segment=note.segment, cue=note.cue, text=note.text) is not None,
    }


def head(rundown: Rundown) -> dict[str, str]:
    """What the show says of itself, as fields."""
    start = rundown.start
    return {
        "show_title.zh": rundown.title.zh or "",
        "show_title.en": rundown.title.en or "",
        "show_start": ""
        if start is None
        else time_text.day(int(start.timestamp() * 1000), zone=rundown.zone),
        "show_hosts": "、".join(rundown.hosts),
        "show_rate.zh": _own_rate(rundown, "zh"),
        "show_rate.en": _own_rate(rundown, "en"),
    }


def _own_rate(rundown: Rundown, lang: Lang) -> str:
    """A rate that the script sets itself, "" for the default."""
    return next((text for name, text in rundown.details if RATE_LINES.get(name) == lang), "")


def groups(rundown: Rundown) -> list[dict[str, object]]:
    """The groups with their times; `over` when the plan exceeds the target."""
    return [
        {
            "id": each.group.id,
            "title": joined(each.group.title),
            "target": each.group.target_ms,
            "planned": each.planned_ms,
            "over": each.over_ms is not None and each.over_ms > 0,
            "segments": list(each.segments),
        }
        for each in group_times(rundown)
    ]


def ticks(rundown: Rundown) -> list[tuple[float, str]]:
    """Marks of the ruler: share of the show in percent, and the time there."""
    total = sum(segment.duration_ms for segment in rundown.segments if not segment.skip)
    step = next((each for each in TICKS_MIN if total <= each * _MINUTE * TICKS), TICKS_MIN[-1]) * _MINUTE
    start = rundown.start
    marks = []
    for at in range(0, total, step):
        label = (
            time_text.duration(at)
            if start is None
            else time_text.clock(int(start.timestamp() * 1000) + at, zone=rundown.zone)[:5]
        )
        marks.append((round(100 * at / total, 3), label))
    return marks


def kind_text(group: str, kind: str, lang: Lang) -> str:
    """A kind in words; kinds of the user's own stay as they are."""
    key = f"{group}.{kind}"
    return text(key, lang) if key in TEXTS else kind


def total_ms(rundown: Rundown) -> int:
    """The planned length of what is not skipped."""
    return sum(segment.duration_ms for segment in rundown.segments if not segment.skip)


def _product(segment: Segment, product: Product | None, lang: Lang) -> str | None:
    if segment.sku is None or product is None:
        return segment.sku
    return f"{product.title.best(lang)} · {segment.sku}"
