"""The edits that come back from the review desk: each written once, what met another's change told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalog.bilingual import Bilingual
from studio.boards import Boards
from studio.mending import Clash, Seen, Typed, text_of
from vocab.card import CardStatus, Face, FaceItem, Pos
from vocab.faces import typed_family

#: What a press of a decision makes of a card.
DECISIONS: Mapping[str, CardStatus] = {"approve": "approved", "reopen": "draft", "reject": "rejected"}
POSES: tuple[Pos, ...] = ("NOUN", "VERB", "ADJ", "ADV", "PHRASE")
Json = dict[str, Any]


def take(
    boards: Boards,
    client: str,
    sent: Sequence[Mapping[str, Any]],
    *,
    last: int,
    by: str,
    tell: Callable[[str, str], None] = lambda _outcome, _title: None,
) -> tuple[int, list[Json]]:
    """Write the edits after number `last` to the store; returns the number of the last one, and what of them
    was not written because somebody else had changed the card. `tell` hears what came of an undo."""
    clashes: list[Json] = []
    for edit in sorted(sent, key=lambda one: int(one["n"])):
        if int(edit["n"]) <= last:
            continue
        last = int(edit["n"])
        if edit["op"] == "undo":
            step = next((one for one in boards.history() if one.id == int(edit["step"])), None)
            tell(boards.undo(int(edit["step"]), by=by), "" if step is None else step.title)
            continue
        clash = apply(boards, edit, by=by)
        if clash is not None:
            clashes.append({"key": f"{client}:{last}", **_told(clash)})
    return last, clashes


def apply(boards: Boards, edit: Mapping[str, Any], *, by: str) -> Clash | None:
    """One edit; a card that is gone is passed over."""
    op, sku = str(edit["op"]), str(edit["sku"])
    if op == "approve_all":
        sure = [
            (sku, card.id) for card in boards.of_product(sku) if card.status == "draft" and not card.check
        ]
        return boards.decide(sure, "approved", by=by)
    if op == "rewrite":
        typed = [typed_of(one) for one in edit["cards"]]
        if not all(one.headword and one.gloss for one in typed):
            return None
        return boards.rewrite(sku, [seen_of(one) for one in edit["seen"]], typed, by=by)
    card = str(edit["card"])
    if op == "move":
        boards.move(sku, card, int(edit["to"]), by=by)
        return None
    seen = seen_of(edit["seen"])
    if op in DECISIONS:
        return boards.decide([(sku, card)], DECISIONS[op], by=by, seen=seen)
    if op == "choose":
        return boards.choose(sku, seen, str(edit["gloss"]), by=by)
    if op == "pin":
        boards.pin(sku, card, by=by)
    elif op == "known":
        boards.know(sku, card, by=by)
    elif op == "face":
        boards.dress(sku, card, face_of(edit), by=by)
    return None


def typed_of(data: Mapping[str, Any]) -> Typed:
    """A form's row, trimmed."""
    return Typed.of(
        str(data["headword"]),
        str(data["gloss"]),
        pinyin=str(data.get("pinyin", "")),
        ipa=str(data.get("ipa", "")),
        pos=next((pos for pos in POSES if pos == data.get("pos")), "NOUN"),
    )


def seen_of(data: Mapping[str, Any]) -> Seen:
    """A card as the desk drew it."""
    pinyin = tuple(str(data["pinyin"]).split())
    text = Typed(data["headword"], data["gloss"], pinyin, data["ipa"], data["pos"])
    return Seen(str(data["id"]), text)


def face_of(data: Mapping[str, Any]) -> Face | None:
    """The face that a form describes; None for a plain word, or where nothing was filled in."""
    kind = str(data["kind"])
    if kind == "pair" and str(data["other"]).strip():
        ipa = str(data["ipa"]).strip().strip("/[]") or None
        return Face("pair", (FaceItem(str(data["other"]).strip(), ipa, str(data["gloss"]).strip()),))
    if kind == "family" and (items := typed_family(str(data["family"]))):
        return Face("family", items)
    if kind == "blank" and str(data["en"]).strip():
        line = Bilingual(en=str(data["en"]).strip(), zh=str(data["zh"]).strip() or None)
        return Face("blank", line=line)
    return None


def typed_json(text: Typed) -> Json:
    """A card's text as the desk holds it."""
    return {
        "headword": text.headword,
        "gloss": text.gloss,
        "pinyin": " ".join(text.pinyin),
        "ipa": text.ipa,
        "pos": text.pos,
    }


def _told(clash: Clash) -> Json:
    return {
        "sku": clash.theirs.sku,
        "id": clash.theirs.id,
        "by": clash.by,
        "theirs": typed_json(text_of(clash.theirs)),
        "mine": [typed_json(one) for one in clash.mine],
    }
