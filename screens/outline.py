"""The outline of a script as a component: one line per segment, both languages side by side when open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.finding import Finding
from catalog.product import Product, Sku
from lessons.rundown import CUE_KINDS, SEGMENT_KINDS, Rundown, Segment
from lessons.speech import timeline
from screens import time_text
from screens.script_desk import Desk
from screens.texts import TEXTS, text
from vocab.card import CardId

DESK = Path(__file__).with_name("desk")
#: Words that the outline draws itself.
WORDS = (
    "up", "down", "skip", "unskip", "estimate", "title_zh", "title_en", "kind", "length", "zh", "en",
    "add_cue", "remove_cue", "duplicate", "remove",
)  # fmt: skip
RANK = {"error": 0, "warn": 1, "info": 2}


def outline(
    desk: Desk,
    *,
    products: Mapping[Sku, Product],
    words: Mapping[CardId, str],
    findings: Sequence[Finding],
    lang: Lang,
    on_edit: Callable[[], None],
) -> None:
    """Draw the outline; `on_edit` runs before the page when somebody edited (see `edits`)."""
    mount = st.components.v2.component(
        "cc_outline",
        html='<div class="cc-outline"></div>',
        css=(DESK / "outline.css").read_text(encoding="utf-8"),
        js="".join((DESK / name).read_text(encoding="utf-8") for name in ("edits.js", "outline.js")),
        isolate_styles=False,
    )
    mount(
        data=outline_data(desk, products=products, words=words, findings=findings, lang=lang),
        key="outline",
        on_edit_change=on_edit,
    )


def edits() -> tuple[str, list[Mapping[str, Any]]]:
    """The edits of this run: the browser tab's id and its edits in order."""
    held = st.session_state["outline"]["edit"] or {}
    return str(held.get("client", "")), list(held.get("edits", ()))


def outline_data(
    desk: Desk,
    *,
    products: Mapping[Sku, Product],
    words: Mapping[CardId, str],
    findings: Sequence[Finding],
    lang: Lang,
) -> dict[str, object]:
    """What the outline draws, as JSON: rows, kinds, words, the last edit that was counted."""
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_row[finding.where.row or 0].append(finding)
    rows = []
    for number, (segment, slot) in enumerate(
        zip(desk.rundown.segments, timeline(desk.rundown), strict=True), start=1
    ):
        notes = sorted(by_row[number], key=lambda one: RANK[one.severity])
        at = (
            time_text.duration(slot.offset_ms)
            if slot.start is None
            else time_text.clock(int(slot.start.timestamp() * 1000), zone=desk.rundown.zone)
        )
        rows.append(
            {
                "id": segment.id,
                "at": at,
                "kind": segment.kind,
                "kindLabel": kind_text("kind", segment.kind, lang),
                "title": segment.title.best(lang) or "—",
                "other": segment.title.get("en" if lang == "zh" else "zh")
                if segment.title.get(lang)
                else None,
                "zh": segment.title.zh or "",
                "en": segment.title.en or "",
                "ms": segment.duration_ms,
                "est": slot.estimate_ms,
                "state": slot.state,
                "skip": segment.skip,
                "flags": len(notes),
                "severity": notes[0].severity if notes else None,
                "product": _product(segment, products, lang),
                "notes": [
                    {"severity": one.severity, "what": one.what.best(lang), "fix": one.fix.best(lang)}
                    for one in notes
                ],
                "cues": [
                    {
                        "id": cue.id,
                        "kind": cue.kind,
                        "kindLabel": kind_text("cue", cue.kind, lang),
                        "zh": cue.lines.zh or "",
                        "en": cue.lines.en or "",
                        "board": [words.get(card, str(card)) for card in cue.card_ids],
                    }
                    for cue in segment.cues
                ],
            }
        )
    client, number = next(iter(desk.seen.items()), ("", 0))
    return {
        "script": desk.script,
        "unsaved": desk.unsaved,
        "seen": {"client": client, "n": number},
        "focus": desk.focus,
        "rows": rows,
        "words": {name: text(f"outline.{name}", lang) for name in WORDS},
        "kinds": [[kind, kind_text("kind", kind, lang)] for kind in SEGMENT_KINDS],
        "cueKinds": [[kind, kind_text("cue", kind, lang)] for kind in CUE_KINDS],
    }


def kind_text(group: str, kind: str, lang: Lang) -> str:
    """A kind in words; kinds of the user's own stay as they are."""
    key = f"{group}.{kind}"
    return text(key, lang) if key in TEXTS else kind


def total_ms(rundown: Rundown) -> int:
    """The planned length of what is not skipped."""
    return sum(segment.duration_ms for segment in rundown.segments if not segment.skip)


def _product(segment: Segment, products: Mapping[Sku, Product], lang: Lang) -> str | None:
    if segment.sku is None:
        return None
    product = products.get(segment.sku)
    return segment.sku if product is None else f"{product.title.best(lang)} · {segment.sku}"
