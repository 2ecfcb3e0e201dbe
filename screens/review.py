"""The review desk as a component: products with their text and cards, and the edits that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.product import Product
from screens import markup
from screens.texts import TEXTS, text
from studio.boards import Boards
from vocab.card import Card, card_id

DESK = Path(__file__).with_name("desk")
WORDS = (
    "approve", "approved", "reopen", "reject", "edit", "alternatives", "guesses", "headword", "gloss",
    "pinyin", "save", "source",
)  # fmt: skip
#: What a press of a decision makes of a card.
DECISIONS = {"approve": "approved", "reopen": "draft", "reject": "rejected"}
#: Longest word and gloss, in characters: what stands on a board.
LONGEST = 80


def review(
    page: Sequence[tuple[Product, Sequence[Card]]],
    *,
    shows: Callable[[Card], bool],
    seen: tuple[str, int],
    lang: Lang,
    on_edit: Callable[[], None],
) -> None:
    """Draw the products of a page with those of their cards that `shows` lets through."""
    mount = st.components.v2.component(
        "cc_review",
        html='<div class="cc-review"></div>',
        css=(DESK / "review.css").read_text(encoding="utf-8"),
        js=(DESK / "review.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    data = {
        "seen": {"client": seen[0], "n": seen[1]},
        "words": {name: text(f"review.{name}", lang) for name in WORDS},
        "products": [_product(product, cards, shows, lang) for product, cards in page],
    }
    mount(data=data, key="review", on_edit_change=on_edit)


def edits() -> tuple[str, list[Mapping[str, Any]]]:
    """The edits of this run: the browser tab's id and its edits in order."""
    held = st.session_state["review"]["edit"] or {}
    return str(held.get("client", "")), list(held.get("edits", ()))


def take(boards: Boards, client: str, sent: Sequence[Mapping[str, Any]], *, last: int, by: str) -> int:
    """Write the edits after number `last` to the store; returns the number of the last one."""
    for edit in sorted(sent, key=lambda one: int(one["n"])):
        if int(edit["n"]) > last:
            last = int(edit["n"])
            apply(boards, edit, by=by)
    return last


def apply(boards: Boards, edit: Mapping[str, Any], *, by: str) -> None:
    """One edit: a decision, another gloss, or a card mended by hand; a card that is gone is passed over."""
    op, sku = str(edit["op"]), str(edit["sku"])
    if op == "approve_all":
        sure = [
            (sku, card.id) for card in boards.of_product(sku) if card.status == "draft" and not card.check
        ]
        boards.decide(sure, "approved", by=by)
        return
    found = next((card for card in boards.of_product(sku) if card.id == edit["card"]), None)
    if found is None:
        return
    if op in DECISIONS:
        boards.decide([(sku, found.id)], DECISIONS[op], by=by)  # type: ignore[arg-type]
    elif op == "choose":
        boards.put(chosen(found, str(edit["gloss"]), boards.pinyin), by=by, replaces=found.id)
    elif op == "edit":
        boards.put(mended(found, edit, boards.pinyin), by=by, replaces=found.id)


def chosen(card: Card, gloss: str, read: Callable[[str], tuple[str, ...]]) -> Card:
    """The card with another of its glosses: a person chose it, so it is approved and stays."""
    others = (card.gloss, *(other for other in card.alternatives if other != gloss))
    return replace(
        card,
        id=card_id(card.lemma, card.pos, gloss),
        gloss=gloss,
        pinyin=read(gloss),
        evidence="override",
        evidence_span=None,
        alternatives=others,
        check=False,
        status="approved",
    )


def mended(card: Card, values: Mapping[str, Any], read: Callable[[str], tuple[str, ...]]) -> Card:
    """The card as a person typed it; a changed gloss with the old reading left standing is read anew."""
    headword = str(values["headword"]).strip()[:LONGEST]
    gloss = str(values["gloss"]).strip()[:LONGEST]
    pinyin = tuple(str(values["pinyin"]).split())
    lemma = card.lemma if headword == card.headword else headword.casefold()
    other = gloss != card.gloss
    return replace(
        card,
        id=card_id(lemma, card.pos, gloss),
        headword=headword,
        lemma=lemma,
        gloss=gloss,
        pinyin=read(gloss) if not pinyin or (other and pinyin == card.pinyin) else pinyin,
        ipa=str(values["ipa"]).strip().strip("/") or None,
        evidence="override" if other else card.evidence,
        evidence_span=None if other else card.evidence_span,
        check=False,
        status="approved",
    )


def _product(
    product: Product, cards: Sequence[Card], shows: Callable[[Card], bool], lang: Lang
) -> dict[str, object]:
    live = [card for card in cards if card.status != "rejected"]
    approved = sum(card.status == "approved" for card in live)
    waiting = sum(card.status == "draft" and not card.check for card in live)
    meta = [product.sku, product.category or "", *product.tags]
    return {
        "sku": product.sku,
        "title": product.title.best(lang) or product.sku,
        "meta": " · ".join(part for part in meta if part),
        "image": markup.image_url(product),
        "tally": text("review.tally", lang, approved=approved, total=len(live)),
        "done": bool(live) and approved == len(live),
        "approveAll": text("cards.approve_all", lang, n=waiting),
        "empty": text("review.empty", lang),
        "text": [
            ["zh-CN", markup.passages(product, cards, "zh")],
            ["en", markup.passages(product, cards, "en")],
        ],
        "cards": [_card(card, product, lang) for card in live if shows(card)],
    }


def _card(card: Card, product: Product, lang: Lang) -> dict[str, object]:
    return {
        "sku": card.sku,
        "id": card.id,
        "headword": card.headword,
        "ipa": card.ipa,
        "gloss": card.gloss,
        "pinyin": " ".join(card.pinyin),
        "level": card.level,
        "levelHint": card.level_source or "",
        "evidence": card.evidence,
        "evidenceLabel": text(f"evidence.{card.evidence}", lang),
        "why": why(card, lang),
        "hook": card.hooks[0].text.best(lang) if card.hooks else None,
        "alternatives": list(card.alternatives),
        "check": card.check and card.status == "draft",
        "status": card.status,
    }


def why(card: Card, lang: Lang) -> str:
    """Where the gloss comes from and why the word ranks where it does, for the hover."""
    lines = [text(f"review.why_{card.evidence}", lang)]
    if card.evidence_span is not None:
        place = text(f"review.in_{card.evidence_span.field.split('.')[0]}", lang)
        lines = [text("review.quoted", lang, place=place, quote=card.evidence_span.text)]
    if card.level:
        lines.append(text("review.level", lang, level=card.level, source=card.level_source or "—"))
    if card.components:
        named = (f"{_component(name, lang)} {value:.2f}" for name, value in card.components)
        lines.append(text("review.ranked", lang, score=f"{card.score:.2f}", why=" · ".join(named)))
    return "\n".join(lines)


def _component(name: str, lang: Lang) -> str:
    key = f"component.{name}"
    return text(key, lang) if key in TEXTS else name
