"""The plan of every show on air: read from the store, and looked at again as time and sales go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.money import Money
from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.edits import revised
from live.fold import ShowState
from store import cards, products, shows
from studio import room_settings
from studio.offers import counted_aloud, offers
from studio.orders import Orders
from studio.plan import Json, plan_json
from studio.room_settings import RoomSettings
from vocab.card import Card, CardId

#: When the catalogue and the cards were last written, and how many of each there are.
_Mark = tuple[tuple[int | None, int], tuple[int | None, int]]
#: Price of each product, and what is left of those whose lines say it.
_Offered = Mapping[Sku, tuple[Money | None, int | None]]


class _Made(NamedTuple):
    """What the screens' plan of a show was last made of."""

    mark: _Mark
    products: Mapping[Sku, Product]
    cards: Mapping[CardId, Card]
    offered: _Offered
    room: RoomSettings


class Plans:
    """Builds the plan that the screens hold, and tells when it would read otherwise by now."""

    def __init__(self, journals: shows.Journals, ledger: Orders, clock: Callable[[], int]) -> None:
        self._journals = journals
        self._ledger = ledger
        self._clock = clock
        self._made: dict[str, _Made] = {}

    def plan(self, connection: Connection, show: str) -> Json:
        """The `plan` of docs/live-protocol.md, with prices and stock of this instant."""
        _, state = self._journals.state(connection, show)
        return self.plan_as(connection, show, self._journals.rundown(connection, show), state)

    def plan_as(self, connection: Connection, show: str, rundown: Rundown, state: ShowState) -> Json:
        """The plan as it would be in another state of the show: a rehearsal has its own."""
        rundown = revised(rundown, state)
        held = products.many(connection, _skus(rundown))
        left = self._ledger.stock_left(connection, show, state=state, held=held)
        words = cards.by_id(connection, _cards(rundown, state))
        offered = offers(held, now=self._clock(), left=left, state=state)
        room = room_settings.read(connection).to_json()
        return {**plan_json(rundown, offered, words), "room": room}

    def refreshed(self, connection: Connection, show: str) -> Json | None:
        """The plan when a price, a line or a card reads otherwise than in the last one given here, else None.

        A price window that begins or ends, the stock that a line says aloud, and what another process wrote
        all change the plan without a command. Asked twice a second, it reads the catalogue and the cards
        only when one of them was written. A plan that could not be made is made at the next question.
        """
        rundown, state = self._revised(connection, show)
        before = self._made.get(show)
        held: Mapping[Sku, Product]
        mark = (products.mark(connection), cards.mark(connection))
        if before is None or before.mark != mark:
            held = products.many(connection, _skus(rundown))
            words = cards.by_id(connection, _cards(rundown, state))
        else:
            held, words = before.products, before.cards
        spoken = {sku: held[sku] for sku in counted_aloud(rundown) if sku in held}
        left = self._ledger.stock_left(connection, show, state=state, held=spoken) if spoken else {}
        offered = {
            sku: (offer.price, offer.left)
            for sku, offer in offers(held, now=self._clock(), left=left, state=state).items()
        }
        made = _Made(mark, held, words, offered, room_settings.read(connection))
        stands = before is not None and before[1:] == made[1:]
        plan = None if stands else self.plan(connection, show)
        self._made[show] = made
        return plan

    def _revised(self, connection: Connection, show: str) -> tuple[Rundown, ShowState]:
        """The rundown with the lines that were rewritten on air, and the state."""
        _, state = self._journals.state(connection, show)
        return revised(self._journals.rundown(connection, show), state), state


def _skus(rundown: Rundown) -> set[Sku]:
    return {segment.sku for segment in rundown.segments if segment.sku}


def _cards(rundown: Rundown, state: ShowState) -> set[CardId]:
    ids = {card_id for segment in rundown.segments for cue in segment.cues for card_id in cue.card_ids}
    shown = [*state.boards, () if state.board is None else state.board.cards]
    return ids | {CardId(card_id) for board in shown for card_id in board}
