"""What every page of the dashboard shares: who is here, which language, the header, findings, the studio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
    """The language of this session; Chinese until somebody chooses."""
    return "en" if st.session_state.get("lang") == "en" else "zh"


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
    return str(st.session_state.get("actor") or text("frame.someone", lang()))


def styles() -> None:
    """What theme options cannot say."""
    st.html(CSS)


def header(key: str, hint: str | None = None) -> None:
    """The head of a page: its title, one quiet line, and at the right name and language."""
    styles()
    with st.container(key="page-head", horizontal=True, vertical_alignment="bottom"):
        with st.container():
            st.title(t(key), anchor=False)
            if hint is not None:
                st.caption(t(hint))
        with st.popover(actor(), icon=":material/person:", width="content"):
            st.text_input(t("frame.name"), key="actor", placeholder=t("frame.someone"), max_chars=24)
        st.segmented_control(
            t("frame.language"),
            ["zh", "en"],
            key="lang",
            default=None if "lang" in st.session_state else "zh",
            format_func={"zh": "中文", "en": "EN"}.__getitem__,
            label_visibility="collapsed",
            width="content",
        )


def keep_choices() -> None:
    """Hold name and language over page changes: Streamlit forgets a widget's value with its page."""
    for key in ("lang", "actor"):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


ICONS = {"error": ":material/error:", "warn": ":material/warning:", "info": ":material/info:"}


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
