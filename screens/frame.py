"""What every page of the dashboard shares: who is here, which language, the header, findings, the studio."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

import streamlit as st

from catalog.bilingual import Bilingual, Lang
from catalog.finding import Finding
from screens.texts import TEXTS, text
from studio.running import current
from studio.studio import Studio

CSS = Path(__file__).with_name("desk.css")


def studio() -> Studio:
    """The open studio."""
    return current()


def lang() -> Lang:
    """The language of this session: what was chosen, else `?lang=`, else the last visit's, else Chinese."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang") or _remembered("lang")
    return "en" if chosen == "en" else "zh"


def t(key: str, **values: object) -> str:
    """A text of the dashboard in the session's language; `values` fill its braces."""
    return text(key, lang(), **values)


def has_text(key: str) -> bool:
    """Whether the dashboard has a text of that name (kinds of segments and cues are an open list)."""
    return key in TEXTS


def both_json(value: object) -> str:
    """The same for the `{"zh","en"}` of an ack."""
    held = value if isinstance(value, dict) else {}
    return Bilingual(en=held.get("en"), zh=held.get("zh")).best(lang())


def both(value: Bilingual) -> str:
    """A bilingual text in the session's language, the other one when that is missing."""
    return value.best(lang())


def actor() -> str:
    """The name this person goes by in the journal and in the history of cards and scripts."""
    held = st.session_state.get("actor")
    return str((_remembered("actor") if held is None else held) or text("frame.someone", lang()))


def styles() -> None:
    """What theme options cannot say, and the words that Streamlit knows in English only."""
    st.html(CSS)
    st.html(words_css(lang()))


def words_css(language: Lang) -> str:
    """Style rules that put our words in the places where Streamlit writes its own."""
    pairs = (
        ("--cc-word-upload", text("upload.button", language)),
        ("--cc-word-limit", text("upload.limit", language)),
        ("--cc-word-none", text("upload.no_results", language)),
        ("--cc-word-more", text("nav.more", language)),
    )
    held = "".join(f"{name}:{json.dumps(value, ensure_ascii=False)};" for name, value in pairs)
    drop = json.dumps(text("import.drop_words", language), ensure_ascii=False)
    return f"<style>:root{{{held}}}.st-key-drop-catalogue{{--cc-word-limit:{drop};}}</style>"


def header(key: str, hint: str | None = None) -> None:
    """The head of a page: its title and one quiet line, side by side where there is room."""
    quiet = "" if hint is None else f"<p>{escape(t(hint))}</p>"
    st.html(f'<div class="cc-head"><h1>{escape(t(key))}</h1>{quiet}</div>')


def corner(inside: Callable[[], None] = lambda: None) -> None:
    """Name and language at the right of the top bar, on every page; both outlive the tab.

    `inside` draws what else stands behind the name.
    """
    held = st.session_state
    if "lang" not in held:
        held["lang"] = lang()
    if "actor" not in held and (name := _remembered("actor")):
        held["actor"] = name
    with st.container(key="corner", horizontal=True, vertical_alignment="center", wrap=False):
        with st.popover(actor(), icon=":material/person:", width="content", help=t("frame.name")):
            st.text_input(
                t("frame.name"),
                key="actor",
                placeholder=t("frame.someone"),
                max_chars=24,
                persist_state="session",
            )
            inside()
        st.segmented_control(
            t("frame.language"),
            ["zh", "en"],
            key="lang",
            required=True,
            format_func={"zh": "中文", "en": "EN"}.__getitem__,
            label_visibility="collapsed",
            on_change=_forget_query,
            persist_state="session",
        )
        _remember(lang=lang(), actor=str(held.get("actor") or ""))


def _forget_query() -> None:
    """A choice made here outweighs the language of the link that led here."""
    st.query_params.pop("lang", None)


#: How long a browser remembers name and language: a year, in seconds.
REMEMBER_S = 365 * 24 * 3600


def _remembered(name: str) -> str:
    held = st.context.cookies.get(f"cc_{name}")
    return unquote(held)[:24] if isinstance(held, str) else ""  # a page without a browser has no cookies


def _remember(**values: str) -> None:
    """Write cookies of this browser; percent-coded, so that no text breaks out of its quotes."""
    cookies = "".join(
        f"document.cookie='cc_{name}={quote(value, safe='')};path=/;max-age={REMEMBER_S};samesite=lax';"
        for name, value in values.items()
    )
    with st.container(key="remember"):
        st.html(f"<script>{cookies}</script>", unsafe_allow_javascript=True)


def findings(items: Sequence[Finding], *, limit: int = 100) -> None:
    """Findings as a table a planner can work through: how bad, where, what, how to fix."""
    if not items:
        return
    rank = {"error": 0, "warn": 1, "info": 2}
    shown = sorted(items, key=lambda item: (rank[item.severity], item.where.row or 0))[:limit]
    st.dataframe(
        [
            {
                t("finding.severity"): t(f"finding.{item.severity}"),
                t("finding.where"): _place(item),
                t("finding.what"): both(item.what),
                t("finding.fix"): both(item.fix),
            }
            for item in shown
        ],
        hide_index=True,
        width="stretch",
        column_config={
            t("finding.severity"): st.column_config.TextColumn(width=70),
            t("finding.where"): st.column_config.TextColumn(width=170),
        },
    )
    if len(items) > limit:
        st.caption(t("finding.more", n=len(items) - limit))


def _place(item: Finding) -> str:
    pieces = []
    if item.where.row is not None:
        pieces.append(t("finding.row", n=item.where.row))
    if item.where.column:
        pieces.append(item.where.column)
    return " · ".join(pieces) or (item.where.file or "—")
