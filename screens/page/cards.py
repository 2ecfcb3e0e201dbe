"""The review desk: cards with their evidence, approved by a person."""

from __future__ import annotations

import streamlit as st

from screens import frame, markup, review
from screens.frame import t
from store.review import Standing, View
from vocab.card import Card

AUDIENCES = ("middle_school", "high_school", "cet4", "cet6", "postgraduate", "ielts")
VIEWS: tuple[View, ...] = ("all", "draft", "check", "none", "approved")
#: Products on one page: as many as a planner goes through before a break.
PAGE = 8


@st.fragment(run_every=1.0)
def watch() -> None:
    """The running extraction, refreshed each second; the page follows when it ends."""
    progress = frame.studio().boards.progress()
    if progress.running:
        share = progress.done / max(1, progress.total)
        st.progress(share, text=t("cards.progress", done=progress.done, total=progress.total))
    elif st.session_state.pop("extracting", False):
        st.rerun()


def toolbar(standing: Standing) -> None:
    """How far the catalogue is; start an extraction, approve what is sure."""
    boards = frame.studio().boards
    progress = boards.progress()
    labels = {name: t("cards.for", audience=t(f"audience.{name}")) for name in AUDIENCES}
    with st.container(horizontal=True, vertical_alignment="center", key="cards-bar"):
        st.html(standing_line(standing), width="stretch")
        audience = st.selectbox(
            t("cards.audience"),
            AUDIENCES,
            index=2,
            format_func=labels.__getitem__,
            key="audience",
            label_visibility="collapsed",
            width=170,
        )
        fresh = not (standing.drafts or standing.approved)
        if st.button(
            t("cards.extract"),
            type="primary" if fresh else "secondary",
            icon=":material/auto_awesome:",
            disabled=progress.running,
            key="extract",
        ) and boards.extract(audience=audience):
            st.session_state["extracting"] = True
            st.rerun()
        if st.button(
            t("cards.approve_sure", n=standing.drafts),
            type="primary" if standing.drafts else "secondary",
            disabled=not standing.drafts,
            icon=":material/done_all:",
            key="approve-sure",
        ):
            sure = boards.sure()
            boards.decide(sure, "approved", by=frame.actor())
            st.toast(t("cards.approved_n", n=len(sure)), icon=":material/check:")
            st.rerun()
    if progress.running:
        st.session_state["extracting"] = True
        watch()
    elif progress.error:
        st.error(t("cards.failed", error=progress.error))


def standing_line(standing: Standing) -> str:
    """The whole catalogue as one bar, and in words."""
    words = t(
        "cards.standing",
        approved=standing.approved,
        drafts=standing.drafts,
        checks=standing.checks,
        without=standing.without,
        products=standing.products,
    )
    parts = (("ok", standing.approved), ("draft", standing.drafts), ("check", standing.checks))
    return f'{markup.bar(parts, words)}<p class="cc-small">{words}</p>'


def choose(standing: Standing) -> tuple[View, str]:
    """Which products to go through: by what waits, and by a search."""
    counts = {"draft": standing.drafts, "check": standing.checks, "none": standing.without}
    labels = {
        name: t(f"cards.view_{name}") + (f" {counts[name]}" if name in counts else "") for name in VIEWS
    }
    with st.container(horizontal=True, vertical_alignment="center", key="cards-filter"):
        view = st.segmented_control(
            t("cards.view"),
            VIEWS,
            default="all",
            required=True,
            format_func=labels.__getitem__,
            key="view",
            label_visibility="collapsed",
            persist_state="session",
        )
        search = st.text_input(
            t("catalogue.search"),
            placeholder=t("catalogue.search_hint"),
            key="cards-search",
            icon=":material/search:",
            live=True,
            label_visibility="collapsed",
        )
    return view or "all", search


def shows(view: View, card: Card) -> bool:
    """Whether a view shows a card of the products it lists."""
    if view == "check":
        return card.check and card.status == "draft"
    return view in ("all", "none") or card.status == view


def edited() -> None:
    """Write what was decided on the desk; runs before the page."""
    client, sent = review.edits()
    held = st.session_state.get("review-seen", ("", 0))
    last = held[1] if held[0] == client else 0
    last = review.take(frame.studio().boards, client, sent, last=last, by=frame.actor())
    st.session_state["review-seen"] = (client, last)


def desk(standing: Standing) -> None:
    """A page of products with their cards."""
    view, search = choose(standing)
    number = int(st.session_state.get(f"cards-page-{view}-{search}", 1))
    boards = frame.studio().boards
    page, total = boards.review_page(view=view, search=search, offset=(number - 1) * PAGE, limit=PAGE)
    if not page:
        st.info(t("cards.view_done" if not search else "catalogue.nothing"), icon=":material/task_alt:")
    else:
        with st.container(key="cards-keys"):
            st.caption(t("cards.keys"))
    review.review(
        page,
        shows=lambda card: shows(view, card),
        seen=st.session_state.get("review-seen", ("", 0)),
        lang=frame.lang(),
        on_edit=edited,
    )
    if total > PAGE:
        st.pagination(-(-total // PAGE), key=f"cards-page-{view}-{search}")


frame.header("nav.cards", "cards.hint")
state = frame.studio().boards.standing()
if not state.products:
    st.info(t("cards.no_catalogue"), icon=":material/inventory_2:")
    st.page_link("page/catalogue.py", label=t("nav.catalogue"), icon=":material/arrow_forward:")
else:
    toolbar(state)
    desk(state)
