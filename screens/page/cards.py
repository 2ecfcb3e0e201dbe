"""The review desk: cards with their evidence, approved by a person."""

from __future__ import annotations

from html import escape

import streamlit as st

from screens import frame, markup, review, review_edits, review_side
from screens.frame import t
from screens.taught_text import taught_texts
from screens.word_lists_view import word_lists
from store.review import Standing
from store.review import shows as passes

AUDIENCES = (
    "middle_school", "high_school", "cet4", "cet6", "postgraduate", "ielts",
    "hsk1", "hsk2", "hsk3", "hsk4", "hsk5", "hsk6", "hsk7",
)  # fmt: skip
#: Where the audience of the last extraction is kept.
AUDIENCE = "cards.audience"
#: Products on one page: as many as a planner goes through before a break.
PAGE = 8


@st.fragment(run_every=1.0)
def watch() -> None:
    """The running extraction, refreshed each second; the page follows when it ends."""
    progress = frame.studio().boards.picking.progress()
    if progress.running:
        share = progress.done / max(1, progress.total)
        st.progress(share, text=t("cards.progress", done=progress.done, total=progress.total))
    elif st.session_state.pop("extracting", False):
        st.rerun()


def toolbar(standing: Standing) -> None:
    """How far the catalogue is; start an extraction, approve what is sure."""
    picking = frame.studio().boards.picking
    progress = picking.progress()
    labels = {name: t("cards.for", audience=t(f"audience.{name}")) for name in AUDIENCES}
    with st.container(horizontal=True, vertical_alignment="center", key="cards-bar"):
        st.html(standing_line(standing), width="stretch")
        audience = st.selectbox(
            t("cards.audience"),
            AUDIENCES,
            index=AUDIENCES.index(frame.studio().setting(AUDIENCE) or "cet4"),
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
        ) and picking.start(audience=audience):
            frame.studio().set_setting(AUDIENCE, audience)
            st.session_state["extracting"] = True
            st.rerun()
        bulk(standing)
        word_lists()
        past()
    if progress.running:
        st.session_state["extracting"] = True
        watch()
    elif progress.error:
        st.error(t("cards.failed", error=progress.error))


def bulk(standing: Standing) -> None:
    """Approve drafts that need no second look: all of them, or by where their gloss comes from."""
    boards = frame.studio().boards
    if st.button(
        t("cards.approve_sure", n=standing.drafts),
        type="primary" if standing.drafts else "secondary",
        disabled=not standing.drafts,
        icon=":material/done_all:",
        key="approve-sure",
    ):
        approve(boards.sure())
    if not standing.drafts:
        return
    with st.popover(t("cards.confidence"), icon=":material/rule:"):
        st.caption(t("cards.confidence_hint"))
        counts = boards.confidence()
        chosen = st.pills(
            t("cards.confidence"),
            list(counts),
            selection_mode="multi",
            default=[kind for kind in counts if kind == "bilingual"],
            format_func=lambda kind: t("cards.confidence_kind", kind=t(f"evidence.{kind}"), n=counts[kind]),
            label_visibility="collapsed",
            key="confidence",
        )
        total = sum(counts[kind] for kind in chosen)
        if st.button(t("cards.approve_sure", n=total), disabled=not total, key="approve-confident"):
            approve(boards.sure(chosen))


def approve(keys: tuple[tuple[str, str], ...]) -> None:
    """Approve cards, say how many, draw the page anew."""
    frame.studio().boards.decide(keys, "approved", by=frame.actor())
    st.toast(t("cards.approved_n", n=len(keys)), icon=":material/check:")
    st.rerun()


def past() -> None:
    """Who changed what, newest first, and the rules that people laid down."""
    boards = frame.studio().boards
    with st.popover(t("cards.history"), icon=":material/history:"):
        steps = boards.history(limit=20)
        if not steps:
            st.caption(t("cards.history_none"))
        for step in steps:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f"<p>{escape(review.step_text(step, frame.lang()))}</p>", width="stretch")
                if step.undone_at is None and st.button(t("review.undo"), key=f"undo-{step.id}"):
                    told(boards.undo(step.id, by=frame.actor()), step.title)
                    st.rerun()
        if rules := boards.rules():
            st.markdown(f"**{t('cards.rules')}**")
            for rule in rules:
                line = t(f"cards.rule_{rule.kind}", word=rule.lemma, by=rule.by, **_gloss(rule.zh))
                st.html(f"<p>{escape(line)}</p>")


def _gloss(zh: str | None) -> dict[str, object]:
    return {} if zh is None else {"zh": zh}


def told(outcome: str, title: str) -> None:
    """Remember for the desk what came of an undo."""
    key = "review.undo_later" if outcome == "later" else "review.undone"
    st.session_state["review-notice"] = t(key, title=title) if key == "review.undone" else t(key)


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


def edited() -> None:
    """Write what was decided on the desk; runs before the page."""
    held = st.session_state
    client, sent = review.edits()
    before = held.get("review-seen", ("", 0))
    last = before[1] if before[0] == client else 0
    held.pop("review-notice", None)
    last, clashes = review_edits.take(
        frame.studio().boards, client, sent, last=last, by=frame.actor(), tell=told
    )
    held["review-seen"] = (client, last)
    held["review-clashes"] = [*held.get("review-clashes", ()), *clashes][-20:]


def desk(standing: Standing) -> None:
    """A page of products with their cards, and what chooses them beside it."""
    side, main = st.columns([1, 5], gap="medium")
    with side:
        asked = review_side.asked(standing)
    studio = frame.studio()
    key = f"cards-page-{asked.view}-{asked.search}-{asked.sku}-{asked.levels}-{asked.flags}"
    number = int(st.session_state.get(key, 1))
    page, total = studio.boards.review_page(asked, offset=(number - 1) * PAGE, limit=PAGE)
    history = studio.boards.card_history([product.sku for product, _ in page])
    with main:
        if not page:
            st.info(t("catalogue.nothing" if asked.search else "cards.view_done"), icon=":material/task_alt:")
        else:
            with st.container(key="cards-keys"):
                st.caption(t("cards.all_keys"))
        sheet = review.Sheet(
            page,
            history=history,
            taught=taught_texts(studio.memory.cards(), now=studio.clock(), lang=frame.lang()),
            last=studio.boards.last_step(frame.actor()),
            clashes=st.session_state.get("review-clashes", ()),
            notice=st.session_state.get("review-notice", ""),
            seen=st.session_state.get("review-seen", ("", 0)),
            now=studio.clock(),
        )
        review.review(
            sheet,
            shows=lambda card: passes(asked, card, touched=(card.sku, card.id) in history),
            lang=frame.lang(),
            on_edit=edited,
        )
        if total > PAGE:
            st.pagination(-(-total // PAGE), key=key)


frame.header("nav.cards", "cards.hint")
state = frame.studio().boards.standing()
if not state.products:
    st.info(t("cards.no_catalogue"), icon=":material/inventory_2:")
    st.page_link("page/catalogue.py", label=t("nav.catalogue"), icon=":material/arrow_forward:")
else:
    toolbar(state)
    desk(state)
