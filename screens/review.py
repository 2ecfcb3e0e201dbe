"""The review desk as a component: products with their text and cards, and the edits that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.money import format_money
from catalog.price import effective_price
from catalog.product import Product
from screens import markup, time_text
from screens.review_edits import POSES, Json, typed_json
from screens.texts import TEXTS, text
from store.card_history import Step
from studio.board_card import board_json
from studio.mending import halves, text_of
from studio.offers import instant
from vocab.card import Card, Face
from vocab.decks.deck import ipa_texts
from vocab.faces import faces_of

DESK = Path(__file__).with_name("desk")
SCRIPTS = ("edits.js", "reviewcard.js", "review.js")
WORDS = (
    "approve", "approved", "reopen", "reject", "edit", "alternatives", "guesses", "headword", "gloss",
    "pinyin", "save", "source", "more", "add", "add_save", "board", "undo", "pos", "ipa", "up", "down",
    "split", "split_save", "merge", "merge_save", "face", "face_save", "face_word", "face_pair",
    "face_family", "face_blank", "face_other", "face_relatives", "face_en", "face_zh", "pin", "known",
    "say_us", "say_gb", "say_zh", "no_voice", "clash_mine", "clash_theirs", "clash_take", "clash_look",
    "saving",
)  # fmt: skip
#: What the browser fills in itself.
BROWSERS = {"no_voice": {"voice": "{voice}"}}
#: Steps of a card that its menu tells, newest first.
TOLD = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page of the desk draws: products with their cards, who changed them, what was taught when."""

    page: Sequence[tuple[Product, Sequence[Card]]]
    history: Mapping[tuple[str, str], Sequence[Step]]
    taught: Mapping[str, str]
    last: Step | None
    clashes: Sequence[Json]
    notice: str
    seen: tuple[str, int]
    now: int


def review(sheet: Sheet, *, shows: Callable[[Card], bool], lang: Lang, on_edit: Callable[[], None]) -> None:
    """Draw the products of a page with those of their cards that `shows` lets through."""
    mount = st.components.v2.component(
        "cc_review",
        html='<div class="cc-review"></div>',
        css=(DESK / "review.css").read_text(encoding="utf-8"),
        js="".join((DESK / name).read_text(encoding="utf-8") for name in SCRIPTS),
        isolate_styles=False,
    )
    mount(data=data(sheet, shows=shows, lang=lang), key="review", on_edit_change=on_edit)


def data(sheet: Sheet, *, shows: Callable[[Card], bool], lang: Lang) -> Json:
    """What the desk draws, as JSON."""
    last = sheet.last
    return {
        "seen": {"client": sheet.seen[0], "n": sheet.seen[1]},
        "lang": lang,
        "words": {name: text(f"review.{name}", lang, **BROWSERS.get(name, {})) for name in WORDS},
        "poses": [[pos, text(f"pos.{pos}", lang)] for pos in POSES],
        "last": None if last is None else {"id": last.id, "label": step_text(last, lang)},
        "notice": sheet.notice,
        "clashes": [_clash(clash, lang) for clash in sheet.clashes],
        "products": [_product(product, cards, sheet, shows, lang) for product, cards in sheet.page],
    }


def edits() -> tuple[str, list[Mapping[str, Any]]]:
    """The edits of this run: the browser tab's id and its edits in order."""
    held = st.session_state["review"]["edit"] or {}
    return str(held.get("client", "")), list(held.get("edits", ()))


def step_text(step: Step, lang: Lang) -> str:
    """One line of the history: who, when, what, to which cards."""
    when = time_text.day(step.at)
    many = step.cards > 1 and step.kind not in ("split", "merge", "move")
    key = "review.step_many" if many else "review.step"
    what = text(f"step.{step.kind}", lang)
    line = text(key, lang, who=step.by, when=when, what=what, title=step.title, n=step.cards)
    return line if step.undone_by is None else text("review.step_undone", lang, line=line, who=step.undone_by)


def _clash(clash: Json, lang: Lang) -> Json:
    by = clash["by"]
    named = text("review.clash_found", lang) if by is None else text("review.clash_by", lang, by=by)
    key = "review.clash" if clash["mine"] else "review.clash_seen"
    return {**clash, "by": named, "title": text(key, lang, by=by or "—")}


def _product(
    product: Product, cards: Sequence[Card], sheet: Sheet, shows: Callable[[Card], bool], lang: Lang
) -> Json:
    live = [card for card in cards if card.status != "rejected"]
    approved = sum(card.status == "approved" for card in live)
    waiting = sum(card.status == "draft" and not card.check for card in live)
    meta = [product.sku, product.category or "", *product.tags]
    price = effective_price(product, instant(sheet.now))
    image = markup.image_url(product)
    return {
        "sku": product.sku,
        "title": product.title.best(lang) or product.sku,
        "meta": " · ".join(part for part in meta if part),
        "image": image,
        "board": {
            "title": {"zh": product.title.zh, "en": product.title.en},
            "image": image and image.removeprefix(markup.IMAGES),
            "price": None if price is None else format_money(price, lang=lang),
        },
        "tally": text("review.tally", lang, approved=approved, total=len(live)),
        "done": bool(live) and approved == len(live),
        "approveAll": text("cards.approve_all", lang, n=waiting),
        "empty": text("review.empty", lang),
        "text": [
            ["zh-CN", markup.passages(product, cards, "zh")],
            ["en", markup.passages(product, cards, "en")],
        ],
        "cards": [_card(card, at, sheet, lang) for at, card in enumerate(live) if shows(card)],
    }


def _card(card: Card, place: int, sheet: Sheet, lang: Lang) -> Json:
    steps = sheet.history.get((card.sku, card.id), ())[:TOLD]
    return {
        "sku": card.sku,
        "id": card.id,
        "place": place,
        "headword": card.headword,
        "said": ipa_texts(card, lang),
        "gloss": card.gloss,
        "pinyin": " ".join(card.pinyin),
        "level": card.level,
        "levelHint": card.level_source or "",
        "hsk": card.hsk,
        "hskHint": card.hsk_source or "",
        "exams": list(card.tags),
        "evidence": card.evidence,
        "evidenceLabel": text(f"evidence.{card.evidence}", lang),
        "why": why(card, lang),
        "hooks": [hook.text.best(lang) for hook in card.hooks],
        "alternatives": list(card.alternatives),
        "check": card.check and card.status == "draft",
        "status": card.status,
        "typed": typed_json(text_of(card)),
        "halves": [typed_json(half) for half in halves(text_of(card))],
        "face": _face(card),
        "faceLabel": None if card.face is None else text(f"review.face_{card.face.kind}", lang),
        "board": board_json(card),
        "history": [step_text(step, lang) for step in steps],
        "taught": sheet.taught.get(card.id),
    }


def _face(card: Card) -> Json:
    """What the form of faces is filled with: the face the card has, else what it could take."""
    held: dict[str, Face] = {face.kind: face for face in faces_of(card)}
    if card.face is not None:
        held[card.face.kind] = card.face
    pair, family, blank = held.get("pair"), held.get("family"), held.get("blank")
    other = pair.items[0] if pair else None
    return {
        "kind": "word" if card.face is None else card.face.kind,
        "other": other.text if other else "",
        "ipa": (other.ipa if other else None) or "",
        "gloss": other.gloss if other else "",
        "family": "\n".join(f"{one.text} {one.gloss}".strip() for one in family.items) if family else "",
        "en": (blank.line.en if blank else None) or "",
        "zh": (blank.line.zh if blank else None) or "",
    }


def why(card: Card, lang: Lang) -> str:
    """Where the gloss comes from and why the word ranks where it does, for the hover."""
    lines = [text(f"review.why_{card.evidence}", lang)]
    if card.evidence_span is not None:
        place = text(f"review.in_{card.evidence_span.field.split('.')[0]}", lang)
        lines = [text("review.quoted", lang, place=place, quote=card.evidence_span.text)]
    if card.level:
        lines.append(text("review.level", lang, level=card.level, source=card.level_source or "—"))
    if card.tags:
        lines.append(text("review.exams", lang, exams=" ".join(card.tags)))
    if card.hsk:
        lines.append(text("review.hsk", lang, band=card.hsk, source=card.hsk_source or "—"))
    if card.components:
        named = (f"{_component(name, lang)} {value:.2f}" for name, value in card.components)
        lines.append(text("review.ranked", lang, score=f"{card.score:.2f}", why=" · ".join(named)))
    return "\n".join(lines)


def _component(name: str, lang: Lang) -> str:
    key = f"component.{name}"
    return text(key, lang) if key in TEXTS else name
