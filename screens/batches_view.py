"""Imports and bulk changes of the catalogue, newest first, each with the button that takes it back."""

from __future__ import annotations

from html import escape

import streamlit as st

from screens import frame, time_text
from screens.frame import t
from store.changes import Batch
from studio.undoing import CatalogueMoved

LISTED = 12
COUNTS = {
    "create": "batch.create",
    "update": "batch.update",
    "delete": "batch.deleted",
    "error": "batch.error",
}


def batches() -> None:
    """The list, folded away under the table."""
    found = frame.studio().catalogue.batches(limit=LISTED)
    if not found:
        return
    with st.expander(t("batch.title"), icon=":material/history:", key="batches", on_change="rerun") as panel:
        if not panel.open:
            return
        for batch in found:
            line(batch)


def line(batch: Batch) -> None:
    """One batch: what, when, by whom, how many, and its button."""
    counts = " · ".join(t(COUNTS[name], n=f"{count:,}") for name, count in batch.counts.items() if count)
    what = " ".join(part for part in (t(f"batch.{batch.kind}"), batch.title) if part)
    facts = " · ".join(part for part in (time_text.day(batch.at), batch.by, counts) if part)
    with st.container(horizontal=True, vertical_alignment="center", key=f"line-batch-{batch.id}"):
        st.html(
            f'<p class="cc-line"><b>{escape(what)}</b><span>{escape(facts)}</span></p>',
            width="stretch",
        )
        if batch.undone_at is not None:
            at = time_text.day(batch.undone_at)
            st.html(
                f'<p class="cc-small">{escape(t("import.taken_back", at=at, by=batch.undone_by or "—"))}</p>'
            )
        else:
            undo_button(batch.id, key=f"undo-{batch.id}")


def undo_button(batch: int, *, key: str) -> None:
    """The button that takes a batch back."""
    st.button(t("import.undo"), key=key, icon=":material/undo:", on_click=undo, args=(batch,))


def undo(batch: int) -> None:
    """Take it back and keep what to say about it."""
    try:
        undone = frame.studio().catalogue.undo(batch, by=frame.actor())
    except CatalogueMoved as error:
        st.session_state["told"] = t("import.moved", n=len(error.skus))
        return
    if undone is None:
        st.session_state["told"] = t("import.undo_gone")
        return
    words = t("import.undone", restored=undone.restored, removed=undone.removed)
    if undone.kept:
        skus = "、".join(undone.kept[:5]) + ("…" if len(undone.kept) > 5 else "")
        words += " " + t("import.undone_kept", n=len(undone.kept), skus=skus)
    st.session_state["told"] = words
