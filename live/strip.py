"""The product strip 待上架 → 讲解 → 待开价 → 开价 → 售罄 → 下架: legal moves as data, and what cues do to it.

The rules follow the live platforms' own: a product explained may hide its price (待开价, ¥???), and sold out
and a hidden price exclude each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from catalog.bilingual import Bilingual
from catalog.money import Money
from lessons.rundown import Rundown
from live.journal import Event
from live.place import Place
from live.state import PriceTag, Shelf, ShowState, StockCount
from live.verbs import Stage

#: The stages in both languages.
STAGE_LABELS: Mapping[Stage, Bilingual] = MappingProxyType({
    "waiting": Bilingual(zh="待上架", en="not listed"),
    "explaining": Bilingual(zh="讲解", en="explaining"),
    "price_hidden": Bilingual(zh="待开价", en="price hidden"),
    "open": Bilingual(zh="开价", en="price open"),
    "sold_out": Bilingual(zh="售罄", en="sold out"),
    "off": Bilingual(zh="下架", en="taken down"),
})
#: From each stage, where a product may go. 售罄 comes only from an open price and goes back to it when stock
#: is added; an open price may be hidden again for 返场; what was taken down is listed anew.
LEGAL: Mapping[Stage, frozenset[Stage]] = MappingProxyType({
    "waiting": frozenset({"explaining", "price_hidden", "open", "off"}),
    "explaining": frozenset({"waiting", "price_hidden", "open", "off"}),
    "price_hidden": frozenset({"explaining", "open", "off"}),
    "open": frozenset({"price_hidden", "sold_out", "off"}),
    "sold_out": frozenset({"open", "off"}),
    "off": frozenset({"waiting"}),
})


def stage_of(state: ShowState, sku: str) -> Stage:
    """Where a product stands; 待上架 until something happened."""
    shelf = state.product(sku)
    return "waiting" if shelf is None else shelf.stage


def why_not(here: Stage, to: Stage) -> Bilingual | None:
    """The reason a product may not go from `here` to `to`, None when it may."""
    if to in LEGAL[here]:
        return None
    if {here, to} == {"sold_out", "price_hidden"}:
        return Bilingual(
            zh="售罄与待开价不能并存，请先补货开价",
            en="Sold out and a hidden price exclude each other; restock first",
        )
    return Bilingual(
        zh=f"「{STAGE_LABELS[here].zh}」不能直接变为「{STAGE_LABELS[to].zh}」",
        en=f"Not from “{STAGE_LABELS[here].en}” to “{STAGE_LABELS[to].en}”",
    )


def opens(there: Place) -> str | None:
    """The SKU whose price a cue opens; None for other cues."""
    return there.segment.sku if there.cue.kind == "price" else None


def change(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after a product command."""
    args = event.command.args
    return _set(state, str(args["sku"]), cast(Stage, args["to"]), event)


def asked_price(args: Mapping[str, object]) -> Money:
    """The price in the arguments of a price command."""
    return Money(cast(int, args["minor"]), str(args["currency"]))


def set_price(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after a price command: what the product costs in this show from now on."""
    args = event.command.args
    tag = PriceTag(str(args["sku"]), asked_price(args), event.at, event.command.actor)
    return replace(state, prices=(*(held for held in state.prices if held.sku != tag.sku), tag))


def set_stock(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after a stock command: how many pieces somebody counted or released."""
    args = event.command.args
    count = StockCount(str(args["sku"]), cast(int, args["left"]), event.at, event.command.actor)
    return replace(state, stocks=(*(held for held in state.stocks if held.sku != count.sku), count))


def arrive(state: ShowState, there: Place, event: Event) -> ShowState:
    """What landing on a cue does: a segment's product is explained, its price cue opens the price.

    A product sold out or taken down stays so: only a person brings it back.
    """
    sku = there.segment.sku
    if sku is None:
        return state
    here = stage_of(state, sku)
    if there.cue.kind == "price" and here in ("waiting", "explaining", "price_hidden"):
        return _set(state, sku, "open", event)
    return _set(state, sku, "explaining", event) if here == "waiting" else state


def _set(state: ShowState, sku: str, to: Stage, event: Event) -> ShowState:
    shelf = Shelf(sku, to, event.at, event.command.actor)
    known = state.product(sku) is not None
    shelves = tuple(shelf if held.sku == sku else held for held in state.shelf)
    opened = state.open
    if to == "open" and all(held != sku for held, _ in opened):
        opened = (*opened, (sku, event.at))
    return replace(state, shelf=shelves if known else (*state.shelf, shelf), open=opened)
