"""Tonight: the newcomer's two doors; the show on air with its doors; the way from file to air."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from screens import entrance, frame, home_markup, show_plan, time_text
from screens.frame import t
from store.shows import ShowRow
from studio.sample_show import open_sample

#: Shows listed here; earlier ones are found on the report page.
LISTED = 6


def newcomer() -> None:
    """The first screen of a fresh store."""
    with st.container(key="welcome"):
        st.html(home_markup.welcome(frame.lang()))
        with st.container(horizontal=True, key="welcome-choices"):
            if st.button(t("home.sample"), type="primary", icon=":material/play_circle:", key="open-sample"):
                with st.spinner(t("home.opening")):
                    if frame.studio().is_empty():  # a second click finds the sample already there
                        open_sample(frame.studio())
                st.rerun()
            if st.button(t("home.own"), icon=":material/upload_file:", key="own-catalogue"):
                st.switch_page("page/catalogue.py")
        st.caption(t("home.sample_hint"))
        st.html(home_markup.road(frame.lang()))


def enter(show: ShowRow, page: str) -> None:
    """Go to a page with this show in hand."""
    st.session_state["show"] = show.id
    st.switch_page(f"page/{page}.py")


def plan(show: ShowRow, *, current: str | None = None) -> None:
    """The evening of a show: its segments, the one on air among them, and its words."""
    studio = frame.studio()
    rundown = studio.rooms.rundown(show.id)
    cards = studio.boards.by_id(show_plan.card_ids(rundown))
    with st.container(key=f"plan-{show.id}"):
        st.html(show_plan.panel(rundown, cards, frame.lang(), current=current))


@st.fragment(run_every=5.0)
def on_air(show: ShowRow) -> None:
    """The show on air: where it stands, what it sold, the two doors that matter now, the evening."""
    with st.container(key=f"on-air-{show.id}", horizontal=True, vertical_alignment="center"):
        snapshot: Mapping[str, Any] = frame.studio().rooms.snapshot(show.id)
        at_desk = bool(entrance.pages(["report"]))
        st.html(home_markup.on_air(show, snapshot, frame.lang(), at_desk=at_desk), width="stretch")
        if st.button(t("nav.host"), key=f"host-{show.id}", type="primary", icon=":material/mic:"):
            enter(show, "host")
        if st.button(t("nav.producer"), key=f"producer-{show.id}", icon=":material/tune:"):
            enter(show, "producer")
    plan(show, current=snapshot["state"].get("segment"))


def go_live(show: ShowRow) -> None:
    """Start a show that is ready; somebody who was first has started it just as well."""
    ack = frame.studio().rooms.press(
        show.id, "start", actor=frame.actor(), role="producer", expects={"cue": ""}
    )
    if ack["ok"] or ack["code"] == "taken":
        enter(show, "host")
    st.error(frame.both_json(ack["what"]))


def show_row(show: ShowRow) -> None:
    """A show that is ready or over, in one line."""
    with st.container(key=f"line-{show.id}", horizontal=True, vertical_alignment="center"):
        state = time_text.show_state(show, frame.lang())
        st.html(home_markup.show_line(frame.both(show.title), state), width="stretch")
        if show.started_at is None:
            if st.button(t("home.go_live"), type="primary", key=f"live-{show.id}", icon=":material/sensors:"):
                go_live(show)
            for page, icon in (("host", "mic"), ("producer", "tune")):
                if st.button(t(f"nav.{page}"), key=f"{page}-{show.id}", icon=f":material/{icon}:"):
                    enter(show, page)
        elif st.button(t("nav.report"), key=f"report-{show.id}", icon=":material/monitoring:"):
            enter(show, "report")


def steps(shows: tuple[ShowRow, ...]) -> None:
    """The way with its numbers; the first step that still waits is marked as the next one."""
    for column, step in zip(
        st.columns(4, gap="small"), home_markup.steps(frame.studio(), shows, frame.lang()), strict=True
    ):
        with column, st.container(key=f"step-{step.page}{'-next' if step.is_next else ''}"):
            st.html(step.html)
            st.page_link(
                f"page/{step.page}.py", label=t(f"home.go_{step.page}"), icon=":material/arrow_forward:"
            )


if frame.studio().is_empty():
    newcomer()
else:
    frame.header("home.title", "home.hint")
    listing = frame.studio().rooms.listing()
    airing = [show for show in listing if show.started_at and not show.ended_at]
    rest = [show for show in listing if show not in airing]
    for row in airing:
        on_air(row)
    steps(listing)
    following = next((show for show in rest if show.started_at is None), None)
    if rest or not listing:
        st.subheader(t("home.shows_title"), anchor=False)
    for row in sorted(rest, key=lambda show: show.started_at is not None)[:LISTED]:
        show_row(row)
        if not airing and row == following:
            plan(row)
    if len(rest) > LISTED:
        st.caption(t("home.earlier", n=len(rest) - LISTED))
    if not listing:
        st.caption(t("home.no_show"))
