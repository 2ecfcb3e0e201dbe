"""The planner's own lists of words: what is kept, a file for each kind, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from catalog.finding import Finding
from screens import frame, time_text
from screens.frame import t
from studio.word_lists import OPTIONS, ListKind

TYPES = ("csv", "tsv", "txt")
#: The whole of ECDICT is a csv of 66 MB.
LARGEST_MB = 100
#: Faulty rows told at once: who has more will open the file anyway.
SHOWN = 8


def word_lists() -> None:
    """A popover with the three lists; the button says how many are in use."""
    lists = frame.studio().boards.picking.lists
    held = lists.held()
    with st.popover(t("lists.title", n=len(held)), icon=":material/dictionary:", width="content"):
        st.caption(t("lists.hint"))
        kind: ListKind = (
            st.segmented_control(
                t("lists.kind"),
                list(OPTIONS),
                default="glossary",
                required=True,
                format_func=lambda one: t(f"lists.{one}"),
                label_visibility="collapsed",
                key="word-list-kind",
            )
            or "glossary"
        )
        kept = held.get(kind)
        with st.container(horizontal=True, vertical_alignment="center"):
            if kept is None:
                st.caption(t(f"lists.{kind}_none"))
            else:
                told = t("lists.kept", n=f"{kept.words:,}", by=kept.by, when=time_text.day(kept.at))
                st.html(f"<p>{escape(told)}</p>", width="stretch")
                if st.button(t("lists.remove"), key=f"word-list-remove-{kind}"):
                    lists.remove(kind)
                    st.rerun()
        file = st.file_uploader(
            t(f"lists.{kind}_file"), type=TYPES, key=f"word-list-{kind}", max_upload_size=LARGEST_MB
        )
        if file is not None and st.session_state.get("word-list-done") != file.file_id:
            with st.spinner(t("import.reading")):
                found = lists.load(kind, file.getvalue(), name=file.name, by=frame.actor())
            st.session_state["word-list-done"], st.session_state["word-list-found"] = file.file_id, found
            st.rerun()
        if file is not None:
            told_findings(st.session_state.get("word-list-found", ()))


def told_findings(found: Sequence[Finding]) -> None:
    """What is wrong with the file, a line a row: a table is too wide for a popover."""
    for item in found[:SHOWN]:
        row = "" if item.where.row is None else t("finding.row", n=item.where.row)
        st.caption(f"{row} {frame.both(item.what)} {frame.both(item.fix)}".strip())
    if len(found) > SHOWN:
        st.caption(t("finding.more", n=len(found) - SHOWN))
