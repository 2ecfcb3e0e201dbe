"""Which Anki note a card is: a note keeps its guid when a person mends the gloss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vocab.card import Card

#: What one note went out as: its guid, lemma and part of speech.
Note = tuple[str, str, str]


def assign(issued: Mapping[str, Note], going_out: Iterable[Card], *, held: Iterable[str]) -> dict[str, Note]:
    """What has gone out once these cards have: `issued`, and every card of `going_out`.

    A card's id names lemma, part of speech and gloss, so a mended gloss is a new id. A learner's note must
    outlive that: a new card takes over the guid of the one card of the same lemma and part of speech that
    went out before and is not `held` (ids of all cards in the store, whatever their status) any more. Where
    several cards could have become it, none is guessed: the new card starts a note of its own, whose guid is
    its id, or its id with a number when a mended card already carries that guid on.
    """
    alive = set(held)
    found = dict(issued)
    known: dict[tuple[str, str], list[str]] = {}
    for key, (_, lemma, kind) in issued.items():
        known.setdefault((lemma, kind), []).append(key)
    fresh: dict[tuple[str, str], list[Card]] = {}
    for card in {card.id: card for card in going_out}.values():
        if card.id not in found:
            fresh.setdefault((card.lemma.casefold(), card.pos), []).append(card)
    taken = {guid for guid, _, _ in found.values()}
    for (lemma, pos), cards in fresh.items():
        gone = [key for key in known.get((lemma, pos), ()) if key not in alive]
        taken_over = found[gone[0]][0] if len(gone) == len(cards) == 1 else None
        if taken_over is not None:
            del found[gone[0]]
        for card in cards:
            found[card.id] = (taken_over or _unused(card.id, taken), lemma, pos)
            taken.add(found[card.id][0])
    return found


def _unused(wanted: str, taken: set[str]) -> str:
    number, guid = 1, wanted
    while guid in taken:
        number += 1
        guid = f"{wanted}-{number}"
    return guid
