"""Cards on the wire: one JSON object per card, field for field, and back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from catalog.bilingual import Bilingual
from catalog.product import Sku
from vocab.card import (
    Card,
    CardId,
    CardStatus,
    Evidence,
    Face,
    FaceItem,
    FaceKind,
    Hook,
    HookKind,
    Pos,
    Span,
)


class BadCardError(ValueError):
    """A JSON object that is not a card."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"Not a card: field “{field}” {reason}.")


def card_to_json(card: Card) -> dict[str, object]:
    """The wire form of a card in the record's order: texts as `{"en","zh"}`, spans as objects or null."""
    return {
        "id": str(card.id),
        "sku": str(card.sku),
        "headword": card.headword,
        "lemma": card.lemma,
        "pos": card.pos,
        "gloss": card.gloss,
        "pinyin": list(card.pinyin),
        "ipa": card.ipa,
        "ipa_gb": card.ipa_gb,
        "level": card.level,
        "level_source": card.level_source,
        "tags": list(card.tags),
        "hsk": card.hsk,
        "hsk_source": card.hsk_source,
        "taught": card.taught,
        "evidence": card.evidence,
        "evidence_span": _span_out(card.evidence_span),
        "source_span": _span_out(card.source_span),
        "check": card.check,
        "score": card.score,
        "components": dict(card.components),
        "hooks": [{"kind": h.kind, "text": _text_out(h.text), "source": h.source} for h in card.hooks],
        "alternatives": list(card.alternatives),
        "example": _text_out(card.example),
        "selling_line": _text_out(card.selling_line),
        "status": card.status,
        "face": face_to_json(card.face),
    }


def card_from_json(data: Mapping[str, Any]) -> Card:
    """The card of a wire form made by `card_to_json`.

    Raises:
        BadCardError: a needed field is missing or of another shape.
    """
    for name in ("id", "sku", "headword", "lemma", "pos", "gloss", "pinyin", "evidence", "check", "score"):
        if name not in data:
            raise BadCardError(name, "is missing")
    if not isinstance(data["pinyin"], list):
        raise BadCardError("pinyin", "is not a list of syllables")
    return Card(
        id=CardId(data["id"]),
        sku=Sku(data["sku"]),
        headword=data["headword"],
        lemma=data["lemma"],
        pos=cast(Pos, data["pos"]),
        gloss=data["gloss"],
        pinyin=tuple(data["pinyin"]),
        ipa=data.get("ipa"),
        level=data.get("level"),
        level_source=data.get("level_source"),
        evidence=cast(Evidence, data["evidence"]),
        evidence_span=_span_in(data.get("evidence_span")),
        source_span=_span_in(data.get("source_span")),
        check=bool(data["check"]),
        score=float(data["score"]),
        components=tuple((str(k), float(v)) for k, v in (data.get("components") or {}).items()),
        hooks=tuple(
            Hook(cast(HookKind, h["kind"]), _text_in(h["text"]), h["source"]) for h in data.get("hooks") or ()
        ),
        alternatives=tuple(data.get("alternatives") or ()),
        example=_text_in(data.get("example")),
        selling_line=_text_in(data.get("selling_line")),
        status=cast(CardStatus, data.get("status", "draft")),
        ipa_gb=data.get("ipa_gb"),
        tags=tuple(data.get("tags") or ()),
        hsk=data.get("hsk"),
        hsk_source=data.get("hsk_source"),
        taught=data.get("taught"),
        face=face_from_json(data.get("face")),
    )


def face_to_json(face: Face | None) -> dict[str, object] | None:
    """The wire form of a face; None for a plain word."""
    if face is None:
        return None
    items = [{"text": one.text, "ipa": one.ipa, "gloss": one.gloss} for one in face.items]
    return {"kind": face.kind, "items": items, "line": _text_out(face.line)}


def face_from_json(data: Mapping[str, Any] | None) -> Face | None:
    """The face of a wire form."""
    if not data:
        return None
    items = tuple(FaceItem(one["text"], one.get("ipa"), one.get("gloss") or "") for one in data["items"])
    return Face(cast(FaceKind, data["kind"]), items, _text_in(data.get("line")))


def _span_out(span: Span | None) -> dict[str, object] | None:
    if span is None:
        return None
    return {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _span_in(data: Mapping[str, Any] | None) -> Span | None:
    return Span(data["field"], data["start"], data["end"], data["text"]) if data else None


def _text_out(text: Bilingual) -> dict[str, str | None]:
    return {"en": text.en, "zh": text.zh}


def _text_in(data: Mapping[str, Any] | None) -> Bilingual:
    return Bilingual(data.get("en"), data.get("zh")) if data else Bilingual()
