"""The review desk: cards with their evidence, approved by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from catalog.product import Product, Sku
from screens import frame, markup
from screens.frame import t
from vocab.card import Card, card_id

AUDIENCES = ("middle_school", "high_school", "cet4", "cet6", "postgraduate", "ielts")
PAGE = 6


@st.fragment(run_every=1.0)
def watch() -> None:
    """The running extraction, refreshed each second; the page follows when it ends."""
    progress = frame.studio().boards.progress()
    if progress.running:
        share = progress.done / max(1, progress.total)
        st.progress(share, text=t("cards.progress", done=progress.done, total=progress.total))
    elif st.session_state.pop("extracting", False):
        st.rerun()


def toolbar(skus: Sequence[Sku]) -> None:
    """Start an extraction, approve what is sure."""
    held = frame.studio().boards
    progress = held.progress()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        audience = st.selectbox(
            t("cards.audience"),
            AUDIENCES,
            index=2,
            format_func=lambda name: t(f"audience.{name}"),
            key="audience",
        )
        if st.button(
            t("cards.extract"), type="primary", icon=":material/auto_awesome:", disabled=progress.running
        ) and held.extract(audience=audience):
            st.session_state["extracting"] = True
            st.rerun()
        drafts = [
            (card.sku, card.id)
            for cards in held.by_product(status="draft").values()
            for card in cards
            if not card.check
        ]
        if st.button(
            t("cards.approve_sure", n=len(drafts)),
            disabled=not drafts,
            icon=":material/done_all:",
            key="approve-sure",
        ):
            held.decide(drafts, "approved", by=frame.actor())
            st.toast(t("cards.approved_n", n=len(drafts)), icon=":material/check:")
            st.rerun()
    if progress.running:
        st.session_state["extracting"] = True
        watch()
    elif progress.error:
        st.error(t("cards.failed", error=progress.error))


def board(product: Product, cards: Sequence[Card]) -> None:
    """One product: its text with the words marked, and its cards."""
    with st.container(border=True, key=f"board-{product.sku}"):
        left, right = st.columns([2, 3], gap="large")
        with left:
            st.markdown(f"**{frame.both(product.title)}**")
            st.caption(f"{product.sku} · {product.category or '—'}")
            st.html(markup.marked(product, cards, "zh"))
            st.html(markup.marked(product, cards, "en"))
        with right:
            if not cards:
                st.caption(t("cards.none"))
            for card in cards:
                card_row(card)
            waiting = [(card.sku, card.id) for card in cards if card.status == "draft"]
            if len(waiting) > 1 and st.button(
                t("cards.approve_all", n=len(waiting)), key=f"all-{product.sku}", icon=":material/check:"
            ):
                frame.studio().boards.decide(waiting, "approved", by=frame.actor())
                st.rerun()


def card_row(card: Card) -> None:
    """One card: as it will stand on the board, why, and what to do with it."""
    key = f"{card.sku}-{card.id}"
    held = frame.studio().boards
    with st.container(horizontal=True, vertical_alignment="center", key=f"card-{key}"):
        st.html(markup.card(card, frame.lang()), width="stretch")
        if card.status != "approved":
            if st.button(t("cards.approve"), key=f"ok-{key}", icon=":material/check:", type="primary"):
                held.decide([(card.sku, card.id)], "approved", by=frame.actor())
                st.rerun()
        elif st.button(t("cards.reopen"), key=f"undo-{key}", icon=":material/undo:"):
            held.decide([(card.sku, card.id)], "draft", by=frame.actor())
            st.rerun()
        with st.popover("", icon=":material/edit:", key=f"edit-{key}"):
            edit(card)


def edit(card: Card) -> None:
    """Mend a card by hand; the correction survives every re-run."""
    with st.form(f"form-{card.sku}-{card.id}", border=False):
        headword = st.text_input(t("cards.headword"), card.headword)
        gloss = st.text_input(t("cards.gloss"), card.gloss, help="、".join(card.alternatives) or None)
        pinyin = st.text_input(t("cards.pinyin"), " ".join(card.pinyin))
        ipa = st.text_input("IPA", card.ipa or "")
        if st.form_submit_button(t("cards.save")):
            lemma = card.lemma if headword == card.headword else headword.casefold()
            changed = replace(
                card,
                id=card_id(lemma, card.pos, gloss),
                headword=headword,
                lemma=lemma,
                gloss=gloss,
                pinyin=tuple(pinyin.split()),
                ipa=ipa or None,
                evidence="override" if gloss != card.gloss else card.evidence,
                evidence_span=None if gloss != card.gloss else card.evidence_span,
                check=False,
                status="approved",
            )
            frame.studio().boards.put(changed, by=frame.actor(), replaces=card.id)
            st.rerun()
    if card.status != "rejected" and st.button(t("cards.reject"), key=f"no-{card.sku}-{card.id}"):
        frame.studio().boards.decide([(card.sku, card.id)], "rejected", by=frame.actor())
        st.rerun()


frame.header("nav.cards", "cards.hint")
catalogue = frame.studio().catalogue.products()
if not catalogue:
    st.info(t("cards.no_catalogue"), icon=":material/inventory_2:")
    st.page_link("pages/catalogue.py", label=t("nav.catalogue"), icon=":material/arrow_forward:")
else:
    toolbar(list(catalogue))
    boards = frame.studio().boards.by_product()
    views = ("all", "draft", "check", "approved")
    view = st.segmented_control(
        t("cards.view"), views, default="all", format_func=lambda name: t(f"cards.view_{name}"), key="view"
    )

    def wanted(card: Card) -> bool:
        """Whether the chosen view shows a card."""
        if card.status == "rejected":
            return False
        return view in (None, "all") or (
            card.check and card.status == "draft" if view == "check" else card.status == view
        )

    shown = [
        (product, [card for card in boards.get(sku, ()) if wanted(card)])
        for sku, product in catalogue.items()
    ]
    if view not in (None, "all"):
        shown = [(product, cards) for product, cards in shown if cards]
    approved = sum(card.status == "approved" for cards in boards.values() for card in cards)
    everything = sum(card.status != "rejected" for cards in boards.values() for card in cards)
    st.caption(t("cards.tally", approved=approved, total=everything, products=len(catalogue)))
    pages = max(1, -(-len(shown) // PAGE))
    number = (
        st.pagination(pages, key="cards-page")
        if hasattr(st, "pagination") and pages > 1
        else (
            int(st.number_input(t("catalogue.page", n=pages), 1, pages, key="cards-page")) if pages > 1 else 1
        )
    )
    for product, cards in shown[(number - 1) * PAGE : number * PAGE]:
        board(product, cards)
