"""The script editor as a component: outline and table of the whole show, saved with every edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.product import Sku
from lessons.rundown import CUE_KINDS, SEGMENT_KINDS
from lessons.speech import DEFAULT_RATES
from screens import script_rows, time_text
from screens.outline_wire import Telling
from screens.script_desk import Desk
from screens.script_edit import NAME
from screens.script_rows import Beside, kind_text
from screens.texts import text
from vocab.card import Card

DESK = Path(__file__).with_name("desk")
STYLES = ("outline.css", "script_words.css")
FILES = (
    "edits.js", "script_kit.js", "script_words.js", "script_row.js", "script_table.js", "script_ruler.js",
    "outline.js",
)  # fmt: skip
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
    "show_hosts", "show_rate_zh", "show_rate_en", "no_start", "word_none", "word_typed", "word_own",
    "word_all",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posted:
    """What the editor of a browser tab sent: the script it shows, and its edits that wait, in order."""

    script: str
    tab: str
    edits: Sequence[Mapping[str, Any]]


def outline(
    desk: Desk,
    beside: Beside,
    *,
    boards: Mapping[Sku, Sequence[Card]],
    steps: tuple[int, int],
    find: Callable[[str], Sequence[Card]],
    on_edit: Callable[[], None],
) -> None:
    """Draw the editor; `on_edit` runs before the page when somebody edited (see `posted`).

    `find` looks for approved cards of the whole catalogue by their word or gloss.
    """
    html, css, js = _files()
    mount = st.components.v2.component("cc_outline", html=html, css=css, js=js, isolate_styles=False)
    asked = str(st.session_state.get("outline-asked", ""))
    found = {"asked": asked, "hits": [card_json(card) for card in find(asked)] if asked else []}
    parts = outline_parts(desk, beside, boards=boards, steps=steps)
    mount(
        data=_telling().message(script_rows.rows(desk.rundown, beside), {**parts, "found": found}),
        key="outline",
        on_edit_change=on_edit,
        on_ask_change=_asked,
    )


@cache
def _files() -> tuple[str, str, str]:
    """Frame, styles and script of the editor."""
    css = "".join((DESK / name).read_text(encoding="utf-8") for name in STYLES)
    js = "".join((DESK / name).read_text(encoding="utf-8") for name in FILES)
    return '<div class="cc-outline"></div>', css, js


def posted() -> Posted:
    """What the editor sent in this run."""
    held = st.session_state["outline"]["edit"] or {}
    _telling().holds(int(held.get("holds", 0)))
    return Posted(str(held.get("script", "")), str(held.get("client", "")), list(held.get("edits", ())))


def _telling() -> Telling:
    telling: Telling = st.session_state.setdefault("outline-telling", Telling())
    return telling


def _asked() -> None:
    """Somebody looks for a word."""
    st.session_state["outline-asked"] = str(st.session_state["outline"]["ask"] or "").strip()[:NAME]


def card_json(card: Card) -> list[str]:
    """A card in a list to choose from: id, word, gloss."""
    return [card.id, card.headword, card.gloss]


def outline_parts(
    desk: Desk, beside: Beside, *, boards: Mapping[Sku, Sequence[Card]], steps: tuple[int, int]
) -> dict[str, object]:
    """What the editor draws beside the rows, as JSON: groups, ruler, words, the last edit counted."""
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
        "head": script_rows.head(rundown),
        "rates": {"zh": DEFAULT_RATES.zh_chars_per_min, "en": DEFAULT_RATES.en_words_per_min},
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
            sku: [card_json(card) for card in cards if card.status == "approved"]
            for sku, cards in boards.items()
        },
    }
