"""Cards that take the place of others on a board, within a step that remembers those that went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.engine import Connection

from store import card_history, cards
from store.card_history import StepKind
from vocab.card import Card, CardId


def present(connection: Connection, keys: Sequence[tuple[str, str]]) -> Iterator[Card]:
    """The cards of these (sku, id) that are there."""
    wanted = set(keys)
    for held in cards.by_product(connection, {sku for sku, _ in keys}).values():
        yield from (card for card in held if (card.sku, card.id) in wanted)


def find(connection: Connection, sku: str, card: str) -> Card | None:
    """The card of that id, or the one that took its place."""
    held = {one.id: one for one in cards.of_product(connection, sku)}
    found = held.get(CardId(card))
    if found is None and (heir := card_history.heir(connection, sku, card)) is not None:
        found = held.get(CardId(heir))
    return found


def replace_as(
    connection: Connection, kind: StepKind, old: Sequence[str], made: Sequence[Card], by: str, now: int
) -> None:
    """Put `made` in the place of `old` (ids, first one's place; none: at the end) as one step."""
    sku = made[0].sku
    board = cards.of_product(connection, sku)
    before = [card for card in board if card.id in old]
    title = " + ".join(names([card]) for card in before)
    after = " + ".join(names([card]) for card in made)
    told = after if not before else f"{title} → {after}" if title != after else title
    step = card_history.open_step(
        connection, kind, at=now, by=by, title=told, cards=max(len(before), len(made))
    )
    swap(connection, step, old, made, by, now)


def swap(
    connection: Connection, step: int, old: Sequence[str], made: Sequence[Card], by: str, now: int
) -> None:
    """Within a step let `made` stand where the first of `old` stood; without any, at the end of the board."""
    sku = made[0].sku
    board = [card.id for card in cards.of_product(connection, sku)]
    ids = {card.id for card in made}
    gone = [card_id for card_id in old if card_id not in ids]
    became: dict[tuple[str, str], str] = {(sku, card_id): made[0].id for card_id in gone}
    card_history.record(connection, step, [(sku, one) for one in (*old, *ids)], became=became)
    stays = [card_id for card_id in board if card_id not in ids or card_id in old]
    places = [at for at, card_id in enumerate(stays) if card_id in old]
    at = places[0] if places else len(stays)
    for card_id in gone:
        cards.remove(connection, sku, card_id)
    for card in made:
        cards.put(connection, card, by=by, now=now)
    order = [card_id for card_id in stays if card_id not in old]
    order[at:at] = [card.id for card in made]
    if order != board:
        cards.arrange(connection, sku, order, by=by, moved=())


def names(held: Sequence[Card]) -> str:
    """Up to three cards by word and gloss."""
    return ", ".join(f"{card.headword} {card.gloss}" for card in held[:3]) + (" …" if len(held) > 3 else "")
