"""What the review desk asks of the tables: pages of products by what waits, how far the catalogue is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from catalog.product import Sku
from store.cards import KEPT
from store.tables import card, card_change, product
from store.text import dump
from vocab.card import Card, Evidence

#: Products with any card or none, with drafts, with guesses to look at, with approved cards, without cards.
View = Literal["all", "draft", "check", "approved", "none"]
#: What is special about a card: a gloss that is only a dictionary's guess, no level or no sound from any
#: source, touched by a person.
Flag = Literal["generic", "no_level", "no_sound", "touched"]
FLAGS: tuple[Flag, ...] = get_args(Flag)
#: How the canonical JSON of a card spells a gloss that needs no second look; a test holds the two together.
#: Asked for by its absence: it stands near the start of nearly every card, so the search ends early there.
UNCHECKED = '"check":false'


@dataclass(frozen=True, slots=True)
class Asked:
    """Which products of the desk: by what waits, words in the product's text, one product, levels, flags.

    Levels and flags ask for products with at least one card of them; "" is a card without a level.
    """

    view: View = "all"
    search: str = ""
    sku: str | None = None
    levels: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a catalogue is: products, those without a card, and cards by what they wait for."""

    products: int
    without: int
    drafts: int
    checks: int
    approved: int


def shows(asked: Asked, one: Card, *, touched: bool) -> bool:
    """Whether the desk shows a card of a product it lists; `touched`: a person changed it."""
    if one.status == "rejected":
        return False
    if asked.view == "check" and not (one.check and one.status == "draft"):
        return False
    if asked.view in ("draft", "approved") and one.status != asked.view:
        return False
    if asked.levels and (one.level or "") not in asked.levels:
        return False
    told: Mapping[Flag, bool] = {
        "generic": one.evidence == "generic",
        "no_level": one.level is None,
        "no_sound": one.ipa is None and one.ipa_gb is None,
        "touched": touched,
    }
    return not asked.flags or any(told[flag] for flag in asked.flags)


def _flagged() -> ColumnElement[bool]:
    return ~card.c.body.contains(UNCHECKED)


def _is(field: str, value: object) -> ColumnElement[bool]:
    """Cards whose canonical JSON has that value in a field."""
    return card.c.body.contains(f"{dump(field)}:{dump(value)}", autoescape=True)


def _of_card() -> ColumnElement[bool]:
    mine = or_(card_change.c.card == card.c.id, card_change.c.became == card.c.id)
    return and_(card_change.c.sku == card.c.sku, mine)


def _has(asked: Asked) -> ColumnElement[bool]:
    mine = and_(card.c.sku == product.c.sku, card.c.status != "rejected")
    wanted: Mapping[View, ColumnElement[bool]] = {
        "all": mine,
        "draft": and_(mine, card.c.status == "draft"),
        "check": and_(mine, card.c.status == "draft", _flagged()),
        "approved": and_(mine, card.c.status == "approved"),
        "none": mine,
    }
    found = wanted[asked.view]
    if asked.levels:
        found = and_(found, or_(*(_is("level", level or None) for level in asked.levels)))
    if asked.flags:
        told: Mapping[Flag, ColumnElement[bool]] = {
            "generic": _is("evidence", "generic"),
            "no_level": _is("level", None),
            "no_sound": and_(_is("ipa", None), _is("ipa_gb", None)),
            "touched": select(card_change.c.n).where(_of_card()).exists(),
        }
        found = and_(found, or_(*(told[flag] for flag in asked.flags)))
    exists = select(card.c.id).where(found).exists()
    return ~exists if asked.view == "none" else exists


def page(
    connection: Connection, asked: Asked = EVERYTHING, *, offset: int = 0, limit: int = 10
) -> tuple[tuple[Sku, ...], int]:
    """SKUs of what is asked in catalogue order, and how many there are; `all` leaves out no product."""

    def narrow(query: Select[str]) -> Select[str]:
        for word in asked.search.casefold().split():
            query = query.where(product.c.search.contains(word, autoescape=True))
        if asked.sku is not None:
            query = query.where(product.c.sku == asked.sku)
        whole = asked.view == "all" and not asked.levels and not asked.flags
        return query if whole else query.where(_has(asked))

    found = narrow(select(product.c.sku))
    total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    skus = connection.scalars(found.order_by(product.c.position).offset(offset).limit(limit))
    return tuple(Sku(sku) for sku in skus), total


def standing(connection: Connection) -> Standing:
    """How far the whole catalogue is, in four counts: 0.2 s at 10,000 products with 50,000 cards."""
    by_status = select(card.c.status, func.count().label("n")).where(KEPT).group_by(card.c.status)
    counts: dict[str, int] = {row.status: row.n for row in connection.execute(by_status)}
    guesses = select(func.count()).select_from(card).where(KEPT, card.c.status == "draft", _flagged())
    checks = connection.scalar(guesses) or 0
    products = connection.scalar(select(func.count()).select_from(product)) or 0
    none = select(func.count()).select_from(product).where(_has(Asked(view="none")))
    without = connection.scalar(none) or 0
    return Standing(products, without, counts.get("draft", 0) - checks, checks, counts.get("approved", 0))


def _sure(evidence: Collection[Evidence] | None) -> ColumnElement[bool]:
    sure = and_(KEPT, card.c.status == "draft", ~_flagged())
    if evidence is None:
        return sure
    return and_(sure, or_(*(_is("evidence", kind) for kind in sorted(evidence))))


def sure(connection: Connection, evidence: Collection[Evidence] | None = None) -> tuple[tuple[str, str], ...]:
    """(sku, id) of every draft whose gloss needs no second look; of these kinds of evidence when given."""
    if evidence is not None and not evidence:
        return ()
    query = select(card.c.sku, card.c.id).where(_sure(evidence))
    return tuple((sku, item) for sku, item in connection.execute(query))


def confidence(connection: Connection) -> Mapping[Evidence, int]:
    """Drafts that need no second look by the evidence of their gloss, surest first; empty kinds left out."""
    counts: dict[Evidence, int] = {}
    for kind in get_args(Evidence):
        found = connection.scalar(select(func.count()).select_from(card).where(_sure([kind]))) or 0
        if found:
            counts[kind] = found
    return counts
