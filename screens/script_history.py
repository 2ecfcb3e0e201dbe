"""The past of a script: who worked on it when, what changed since, and the way back."""

from __future__ import annotations

from html import escape

import streamlit as st

from catalog.bilingual import Bilingual
from lessons.diff import Change, diff
from lessons.duration import format_duration
from lessons.rundown import Rundown
from screens import frame, time_text
from screens.frame import t
from screens.script_desk import Desk
from studio.editing import conflict_text
from studio.script_past import Stretch

#: Stretches of work shown, and differences of a comparison.
SHOWN = 60
DIFFERENCES = 200


def panel(desk: Desk) -> Desk | None:
    """The history; returns the desk after a restore."""
    scripts = frame.studio().scripts
    signed = {row.version for row in scripts.reviews.of_script(desk.script)}
    for stretch in scripts.editing.history(desk.script)[:SHOWN]:
        with st.container(key=f"line-v{stretch.last}", horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="cc-line">{line(stretch, signed)}</p>')
            if stretch.last != desk.version and st.button(
                t("history.compare"), key=f"compare-{stretch.last}", icon=":material/difference:"
            ):
                st.session_state["compared"] = (desk.script, stretch.last)
        held = st.session_state.get("compared")
        open_here = held == (desk.script, stretch.last) and stretch.last != desk.version
        if open_here and (back := compared(desk, stretch.last)) is not None:
            return back
    return None


def line(stretch: Stretch, signed: set[int]) -> str:
    """One stretch of work in words."""
    versions = str(stretch.last) if stretch.first == stretch.last else f"{stretch.first}–{stretch.last}"
    tags = [
        t(f"history.{name}")
        for name, there in (
            ("begun", "new" in stretch.acts),
            ("restored", "restore" in stretch.acts),
            ("undone", bool(stretch.acts & {"undo", "redo"})),
            ("signed", any(stretch.first <= version <= stretch.last for version in signed)),
        )
        if there
    ]
    chips = "".join(f'<span class="cc-chip">{escape(tag)}</span>' for tag in tags)
    when = time_text.day(stretch.begin)
    until = time_text.clock(stretch.end)[:5]
    span = when if when[-5:] == until else f"{when}–{until}"
    by = escape(stretch.by or "—")
    return f"<b>{escape(t('history.line', versions=versions))}</b><span>{span}</span><span>{by}</span>{chips}"


def compared(desk: Desk, version: int) -> Desk | None:
    """What differs between an old version and now; the way back to it."""
    editing = frame.studio().scripts.editing
    old, _ = editing.load(desk.script, version)
    changes = diff(old, desk.rundown)
    with st.container(border=True, key="diff"):
        if not changes:
            st.caption(t("history.same"))
            return None
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("history.diff", version=version, n=len(changes)))
            if st.button(
                t("history.restore", version=version),
                key="restore",
                type="primary",
                icon=":material/restore:",
            ):
                saved = editing.restore(desk.script, version, by=frame.actor(), client=desk.client)
                st.session_state.pop("compared", None)
                return desk.after(saved)
        st.dataframe(
            [row(change, old, desk.rundown) for change in changes[:DIFFERENCES]],
            hide_index=True,
            width="stretch",
        )
        if len(changes) > DIFFERENCES:
            st.caption(t("history.rest", n=len(changes) - DIFFERENCES))
    return None


def row(change: Change, old: Rundown, new: Rundown) -> dict[str, str]:
    """One difference in words."""
    titles = {str(one.id): frame.both(one.title) for each in (old, new) for one in each.segments}
    return {
        t("diff.what"): t(f"diff.{change.kind}"),
        t("diff.where"): titles.get(change.segment, t("diff.show")) if change.segment else t("diff.show"),
        t("diff.field"): t(f"diff.{change.field}") if change.field else "",
        t("diff.before"): words(change, change.before),
        t("diff.after"): words(change, change.after),
    }


def words(change: Change, value: object) -> str:
    """A value of a difference as people write it; positions count from 1."""
    if change.kind != "changed":
        return str(value + 1) if isinstance(value, int) else ""
    if value is None:
        return "—"
    if isinstance(value, Bilingual):
        return "\n".join(filter(None, (value.zh, value.en))) or "—"
    if change.field == "columns" and isinstance(value, tuple):
        return "；".join(f"{name}: {text}" for name, text in value) or "—"
    if change.field == "groups" and isinstance(value, tuple):
        return "；".join(
            frame.both(each.title) + (f" {format_duration(each.target_ms)}" if each.target_ms else "")
            for each in value
        )
    return conflict_text(value)
