"""A card as the board draws it: the same JSON for the review desk, the live screens and the overlay."""

from __future__ import annotations

from catalog.bilingual import Bilingual
from vocab.card import Card, Face
from vocab.faces import contrast, gap

Json = dict[str, object]


def board_json(card: Card) -> Json:
    """The `card` of docs/live-protocol.md."""
    hook = card.hooks[0].text if card.hooks else None
    return {
        "id": card.id,
        "sku": card.sku,
        "headword": card.headword,
        "gloss": card.gloss,
        "pinyin": list(card.pinyin),
        "ipa": card.ipa_gb or card.ipa,
        "level": card.level,
        "level_source": card.level_source,
        "pos": card.pos,
        "hook": None if hook is None else _text(hook),
        "example": _text(card.example),
        "selling_line": _text(card.selling_line),
        "evidence": card.evidence,
        "quote": card.evidence_span.text if card.evidence_span else None,
        "face": None if card.face is None else face_json(card, card.face),
    }


def face_json(card: Card, face: Face) -> Json | None:
    """A face ready to draw: where a pair differs, where a sentence has its gap; None when it has none."""
    items = [{"text": one.text, "ipa": one.ipa, "gloss": one.gloss} for one in face.items]
    if face.kind == "blank":
        cut = gap(face, card.headword)
        return None if cut is None else {"kind": "blank", "gap": list(cut), "zh": face.line.zh}
    if not items:
        return None
    if face.kind == "pair":
        mine, other = contrast(card.headword, face.items[0].text)
        return {"kind": "pair", "items": items[:1], "differs": [list(mine), list(other)]}
    return {"kind": "family", "items": items}


def _text(text: Bilingual) -> Json:
    return {"zh": text.zh, "en": text.en}
