"""Looking for products: filters, orders and pages, and the values that a filter can name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from catalog.checks import FIELDS
from catalog.price import JUMP_FACTOR
from catalog.product import Product, Sku
from store.products import by_hash, path_text
from store.tables import product as table

#: By file order, findings, Chinese or English name, list price, stock, or what was changed last.
Sort = Literal["file", "findings", "zh", "en", "list", "stock", "changed"]


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the catalogue, how many products the search found in all, and per product of the slice the
    number of its findings of severity error and warn."""

    products: tuple[Product, ...]
    total: int
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Low:
    """Stock that is nearly gone: at most `least` pieces, counting what moved since the catalogue was written:
    `low` are few or none by the ledger, `fine` are not, whatever the catalogue says."""

    least: int
    low: tuple[str, ...] = ()
    fine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which products: every word of `search` (SKU, names, brand, category, pinyin), a category path from the
    top, a tag, only those with findings of severity error or warn, that lack a field of
    `catalog.checks.FIELDS`, or with little stock."""

    search: str = ""
    category: tuple[str, ...] = ()
    tag: str | None = None
    findings: bool = False
    lacks: str | None = None
    low: Low | None = None


def page(
    connection: Connection,
    wanted: Filter,
    *,
    jump: int = JUMP_FACTOR,
    sort: Sort = "file",
    offset: int = 0,
    limit: int = 50,
) -> Page:
    """A slice of what the filter finds; equal ones stand in catalogue order, unknown values last."""
    told = table.c.errors + table.c.warnings + case((_jumps(jump), 1), else_=0)
    found = _narrow(select(table.c.sku, table.c.body, told), wanted, jump)
    total = connection.scalar(_narrow(select(func.count()).select_from(table), wanted, jump)) or 0
    order = [*_order(sort, jump), table.c.position]
    rows = connection.execute(found.order_by(*order).offset(offset).limit(limit)).all()
    held = by_hash(connection, [body for _, body, _ in rows])
    return Page(tuple(held[body] for _, body, _ in rows), total, tuple(count for _, _, count in rows))


def skus(connection: Connection, wanted: Filter, *, jump: int = JUMP_FACTOR) -> tuple[Sku, ...]:
    """Every SKU that the filter finds, in catalogue order."""
    query = _narrow(select(table.c.sku), wanted, jump).order_by(table.c.position)
    return tuple(Sku(sku) for sku in connection.scalars(query))


def categories(connection: Connection) -> tuple[str, ...]:
    """Every category in use, sorted."""
    query = select(table.c.category).where(table.c.category.is_not(None)).distinct()
    return tuple(sorted(name for name in connection.scalars(query) if name))


def category_counts(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Every category text in use with its number of products, by first product."""
    query = select(table.c.category, func.count()).where(table.c.category.is_not(None))
    rows = connection.execute(query.group_by(table.c.category).order_by(func.min(table.c.position)))
    return tuple((name, count) for name, count in rows)


def tags(connection: Connection) -> tuple[str, ...]:
    """Every tag in use, sorted."""
    query = select(table.c.tags).where(table.c.tags != "").distinct()
    return tuple(sorted({tag for held in connection.scalars(query) for tag in held.strip("\n").split("\n")}))


def brands(connection: Connection) -> tuple[str, ...]:
    """Every brand in use, sorted."""
    query = select(table.c.brand).where(table.c.brand.is_not(None)).distinct()
    return tuple(sorted(name for name in connection.scalars(query) if name))


def variants(connection: Connection, spu: str) -> tuple[Sku, ...]:
    """The SKUs that share a parent, in catalogue order."""
    query = select(table.c.sku).where(table.c.spu == spu).order_by(table.c.position)
    return tuple(Sku(sku) for sku in connection.scalars(query))


def lacking(connection: Connection) -> dict[str, int]:
    """Per field of `catalog.checks.FIELDS` how many products have no value for it."""
    counts = [func.sum(case((_lacks(name), 1), else_=0)) for name in FIELDS]
    row = connection.execute(select(*counts)).one()
    return {name: int(count or 0) for name, count in zip(FIELDS, row, strict=True)}


def _narrow(query: Select[Any], wanted: Filter, jump: int) -> Select[Any]:
    for word in wanted.search.casefold().split():
        query = query.where(table.c.search.contains(word, autoescape=True))
    if wanted.category:
        query = query.where(table.c.path.startswith(path_text(wanted.category), autoescape=True))
    if wanted.tag is not None:
        query = query.where(table.c.tags.contains(f"\n{wanted.tag}\n", autoescape=True))
    if wanted.findings:
        query = query.where(or_(table.c.errors + table.c.warnings > 0, _jumps(jump)))
    if wanted.lacks is not None:
        query = query.where(_lacks(wanted.lacks))
    if wanted.low is not None:
        few = and_(table.c.stock <= wanted.low.least, table.c.sku.not_in(wanted.low.fine))
        query = query.where(or_(few, table.c.sku.in_(wanted.low.low)))
    return query


def _lacks(name: str) -> ColumnElement[bool]:
    return table.c.lacks.contains(f"\n{name}\n", autoescape=True)


def _jumps(factor: int) -> ColumnElement[bool]:
    """The rule of `catalog.price.jumped`, asked of every product at once; a test holds the two together."""
    asked, last = table.c.asked_minor, table.c.last_minor
    return and_(last.is_not(None), asked.is_not(None), or_(asked * factor < last, last * factor < asked))


def _order(sort: Sort, jump: int) -> list[ColumnElement[Any]]:
    orders: Mapping[Sort, list[ColumnElement[Any]]] = {
        "file": [],
        "findings": [(table.c.errors + case((_jumps(jump), 1), else_=0)).desc(), table.c.warnings.desc()],
        "zh": [table.c.title_zh.asc().nulls_last()],
        "en": [table.c.title_en.asc().nulls_last()],
        "list": [table.c.list_minor.asc().nulls_last()],
        "stock": [table.c.stock.asc().nulls_last()],
        "changed": [table.c.updated_at.desc()],
    }
    return orders[sort]
