"""The catalogue's table: products in the order of the file they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from catalog.product import Product, Sku
from catalog.wire import product_from_json, product_to_json
from store.tables import product as table
from store.text import dump, load
from store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the catalogue and how many products the search found in all."""

    products: tuple[Product, ...]
    total: int


def save(connection: Connection, products: Iterable[Product], *, now: int) -> None:
    """Insert or replace products; new ones go behind the last, known ones keep their place."""
    last = connection.scalar(select(func.max(table.c.position))) or 0
    places = dict(connection.execute(select(table.c.sku, table.c.position)).all())
    rows = []
    for item in products:
        place = places.get(item.sku)
        if place is None:
            last += 1
            place = places[item.sku] = last
        rows.append(
            {
                "sku": item.sku,
                "position": place,
                "title_zh": item.title.zh,
                "title_en": item.title.en,
                "category": item.category,
                "brand": item.brand,
                "search": _search_text(item),
                "body": dump(product_to_json(item)),
                "locked": "[]",
                "updated_at": now,
            }
        )
    upsert(connection, table, rows, keep=("locked",))


def get(connection: Connection, sku: str) -> Product | None:
    """The product of that SKU, or None."""
    body = connection.scalar(select(table.c.body).where(table.c.sku == sku))
    return None if body is None else product_from_json(load(body))


def many(connection: Connection, skus: Iterable[str] | None = None) -> dict[Sku, Product]:
    """Products by SKU in catalogue order; all of them without `skus`."""
    query = select(table.c.body).order_by(table.c.position)
    if skus is not None:
        query = query.where(table.c.sku.in_(list(skus)))
    products = (product_from_json(load(body)) for body in connection.scalars(query))
    return {item.sku: item for item in products}


def page(
    connection: Connection, *, search: str = "", category: str | None = None, offset: int = 0, limit: int = 50
) -> Page:
    """Products whose SKU, titles, brand or category contain every word of `search`, in catalogue order."""

    def narrow(query: Select[str]) -> Select[str]:
        for word in search.casefold().split():
            query = query.where(table.c.search.contains(word, autoescape=True))
        return query if category is None else query.where(table.c.category == category)

    found = narrow(select(table.c.body))
    total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    bodies = connection.scalars(found.order_by(table.c.position).offset(offset).limit(limit))
    return Page(tuple(product_from_json(load(body)) for body in bodies), total)


def categories(connection: Connection) -> tuple[str, ...]:
    """Every category in use, sorted."""
    query = select(table.c.category).where(table.c.category.is_not(None)).distinct()
    return tuple(sorted(name for name in connection.scalars(query) if name))


def count(connection: Connection) -> int:
    """How many products there are."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def newest(connection: Connection) -> int | None:
    """When a product was last written (UTC epoch ms), None in an empty catalogue."""
    at: int | None = connection.scalar(select(func.max(table.c.updated_at)))
    return at


def remove(connection: Connection, skus: Iterable[str]) -> None:
    """Delete products; unknown SKUs are passed over."""
    connection.execute(delete(table).where(table.c.sku.in_(list(skus))))


def locks(connection: Connection) -> Mapping[Sku, frozenset[str]]:
    """Fields locked by hand, per SKU: a re-import leaves them alone."""
    rows = connection.execute(select(table.c.sku, table.c.locked).where(table.c.locked != "[]"))
    return {Sku(sku): frozenset(load(locked)) for sku, locked in rows}


def lock(connection: Connection, sku: str, fields: Iterable[str]) -> None:
    """Remember that these fields of a product were set by hand."""
    held = connection.scalar(select(table.c.locked).where(table.c.sku == sku))
    if held is not None:
        names = sorted({*load(held), *fields})
        connection.execute(table.update().where(table.c.sku == sku).values(locked=dump(names)))


def _search_text(item: Product) -> str:
    words = (item.sku, item.title.zh, item.title.en, item.brand, item.category)
    return " ".join(word for word in words if word).casefold()
