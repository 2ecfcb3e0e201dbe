"""The script editor as a component: outline and table of the whole show, saved with every edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.product import Sku
from lessons.rundown import CUE_KINDS, SEGMENT_KINDS
from screens import script_rows, time_text
from screens.script_desk import Desk
from screens.script_rows import Beside, kind_text
from screens.texts import text
from vocab.card import Card

DESK = Path(__file__).with_name("desk")
FILES = ("edits.js", "script_kit.js", "script_row.js", "script_table.js", "outline.js")
#: Columns that every script may fill, in sheet order.
ROLES = ("assistant", "desk", "camera", "props", "ads")
#: Words that the editor draws itself.
WORDS = (
    "up", "down", "skip", "unskip", "estimate", "title_zh", "title_en", "kind", "length", "zh", "en",
    "add_cue", "remove_cue", "duplicate", "remove", "saving", "not_saved", "blocked", "undo", "redo", "view",
    "view_outline", "view_table", "add_segment", "pick", "picked", "pick_all", "pick_none", "pick_up",
    "pick_down", "bring_back", "make_group", "ungroup", "group", "group_target", "group_zh", "group_en",
    "milestone", "fixed", "start", "must_start", "time", "length_short", "est_short", "cue_kind", "board",
    "add_card", "drop_card", "up_cue", "down_cue", "duplicate_cue", "cue_note", "note", "roles", "flags",
    "comments", "comment", "comment_do", "settle", "clashes", "clash_held", "clash_keep", "clash_take",
    "instead", "swap", "swap_out", "start_soft", "show_head", "show_zh", "show_en", "show_start",
    "show_hosts", "no_start",
)  # fmt: skip


def outline(
    desk: Desk,
    beside: Beside,
    *,
    boards: Mapping[Sku, Sequence[Card]],
    steps: tuple[int, int],
    on_edit: Callable[[], None],
) -> None:
    """Draw the editor; `on_edit` runs before the page when somebody edited (see `edits`)."""
    mount = st.components.v2.component(
        "cc_outline",
        html='<div class="cc-outline"></div>',
        css=(DESK / "outline.css").read_text(encoding="utf-8"),
        js="".join((DESK / name).read_text(encoding="utf-8") for name in FILES),
        isolate_styles=False,
    )
    mount(
        data=outline_data(desk, beside, boards=boards, steps=steps),
        key="outline",
        on_edit_change=on_edit,
    )


def edits() -> tuple[str, list[Mapping[str, Any]]]:
    """The edits of this run: the browser tab's id and its edits in order."""
    held = st.session_state["outline"]["edit"] or {}
    return str(held.get("client", "")), list(held.get("edits", ()))


def outline_data(
    desk: Desk, beside: Beside, *, boards: Mapping[Sku, Sequence[Card]], steps: tuple[int, int]
) -> dict[str, object]:
    """What the editor draws, as JSON: rows, groups, ruler, words, the last edit that was counted."""
    lang: Lang = beside.lang
    rundown = desk.rundown
    client, number = next(iter(desk.seen.items()), ("", 0))
    saved = (
        text("outline.as_stored", lang, version=desk.version)
        if desk.saved_at is None
        else text("outline.saved", lang, at=time_text.clock(desk.saved_at))
    )
    length = time_text.duration(script_rows.total_ms(rundown))
    return {
        "script": desk.script,
        "client": desk.client,
        "saved": saved,
        "blocked": desk.blocked,
        "steps": list(steps),
        "seen": {"client": client, "n": number},
        "focus": desk.focus,
        "facts": text("script.facts", lang, n=len(rundown.segments), length=length),
        "rows": script_rows.rows(rundown, beside),
        "head": script_rows.head(rundown),
        "groups": script_rows.groups(rundown),
        "ticks": script_rows.ticks(rundown),
        # the editor fills these braces itself
        "words": {name: text(f"outline.{name}", lang, n="{n}", text="{text}") for name in WORDS},
        "kinds": [[kind, kind_text("kind", kind, lang)] for kind in SEGMENT_KINDS],
        "kindNames": {
            kind: [kind_text("kind", kind, "zh"), kind_text("kind", kind, "en")] for kind in SEGMENT_KINDS
        },
        "cueKinds": [[kind, kind_text("cue", kind, lang)] for kind in CUE_KINDS],
        "roles": [[role, text(f"post.{role}", lang)] for role in ROLES],
        "boards": {
            sku: [[card.id, f"{card.headword} {card.gloss}"] for card in cards if card.status == "approved"]
            for sku, cards in boards.items()
        },
    }
