"""The catalogue's table: products in the order of the file they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from catalog.categories import category_path
from catalog.product import Product, Sku
from catalog.standing import product_findings
from catalog.wire import product_from_json, product_to_json
from store.tables import product as table
from store.tables import product_body as texts
from store.text import dump, load
from store.upsert import upsert
from vocab.initials import search_keys

#: By file order, findings, Chinese or English name, list price, stock, or what was changed last.
Sort = Literal["file", "findings", "zh", "en", "list", "stock", "changed"]
#: A product's row without its place and time: ready to write, made outside the writer.
Row = Mapping[str, Any]
#: Ends each level of a category path, so that 水果 is not a beginning of 水果刀.
LEVEL = " › "
#: Values in one statement at most; SQLite takes 32,766.
CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the catalogue, how many products the search found in all, and per product of the slice the
    number of its findings of severity error and warn."""

    products: tuple[Product, ...]
    total: int
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which products: every word of `search` (SKU, names, brand, category, pinyin), a category path from the
    top, a tag, only those with findings of severity error or warn."""

    search: str = ""
    category: tuple[str, ...] = ()
    tag: str | None = None
    findings: bool = False


def prepare(items: Iterable[Product]) -> tuple[Row, ...]:
    """The rows of products. Half a millisecond each for findings and pinyin: do it before the writer."""
    return tuple(_row(item) for item in items)


def save_rows(connection: Connection, rows: Sequence[Row], *, now: int) -> None:
    """Insert or replace prepared rows; new ones go behind the last, known ones keep place and locks."""
    last = connection.scalar(select(func.max(table.c.position))) or 0
    places: dict[str, int] = {}
    for part in chunks([row["sku"] for row in rows]):
        found = select(table.c.sku, table.c.position).where(table.c.sku.in_(part))
        places.update((sku, place) for sku, place in connection.execute(found))
    full, held = [], []
    for row in rows:
        place = places.get(row["sku"])
        if place is None:
            last += 1
            place = places[row["sku"]] = last
        full.append({**row, "position": place, "locked": "[]", "updated_at": now})
        held.append({"sku": row["sku"], "body": full[-1].pop("body")})
    upsert(connection, table, full, keep=("locked",))
    upsert(connection, texts, held)


def save(connection: Connection, items: Iterable[Product], *, now: int) -> None:
    """Insert or replace products, see `save_rows`."""
    save_rows(connection, prepare(items), now=now)


def get(connection: Connection, sku: str) -> Product | None:
    """The product of that SKU, or None."""
    body = connection.scalar(select(texts.c.body).where(texts.c.sku == sku))
    return None if body is None else product_from_json(load(body))


def bodies(connection: Connection, skus: Iterable[str]) -> dict[str, str]:
    """The stored text of the products that there are, by SKU."""
    found: dict[str, str] = {}
    for part in chunks(skus):
        query = select(texts.c.sku, texts.c.body).where(texts.c.sku.in_(part))
        found.update((sku, body) for sku, body in connection.execute(query))
    return found


def many(connection: Connection, skus: Iterable[str] | None = None) -> dict[Sku, Product]:
    """Products by SKU in catalogue order; all of them without `skus`."""
    query = select(table.c.position, texts.c.body).join(texts, texts.c.sku == table.c.sku)
    parts = [query] if skus is None else [query.where(table.c.sku.in_(part)) for part in chunks(skus)]
    rows = [row for part in parts for row in connection.execute(part)]
    rows.sort(key=lambda row: row[0])
    found = [product_from_json(load(body)) for _, body in rows]
    return {item.sku: item for item in found}


def page(
    connection: Connection, wanted: Filter, *, sort: Sort = "file", offset: int = 0, limit: int = 50
) -> Page:
    """A slice of what the filter finds; equal ones stand in catalogue order, unknown values last."""
    found = _narrow(select(table.c.sku, table.c.errors + table.c.warnings), wanted)
    total = connection.scalar(_narrow(select(func.count()).select_from(table), wanted)) or 0
    order = [*_order(sort), table.c.position]
    rows = connection.execute(found.order_by(*order).offset(offset).limit(limit)).all()
    held = bodies(connection, [sku for sku, _ in rows])
    return Page(
        tuple(product_from_json(load(held[sku])) for sku, _ in rows), total, tuple(count for _, count in rows)
    )


def skus(connection: Connection, wanted: Filter) -> tuple[Sku, ...]:
    """Every SKU that the filter finds, in catalogue order."""
    query = _narrow(select(table.c.sku), wanted).order_by(table.c.position)
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


def count(connection: Connection) -> int:
    """How many products there are."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def mark(connection: Connection) -> tuple[int | None, int]:
    """When a product was last written (UTC epoch ms) and how many there are: another pair, another catalogue."""
    at, held = connection.execute(select(func.max(table.c.updated_at), func.count())).one()
    return at, held


def remove(connection: Connection, skus: Iterable[str]) -> None:
    """Delete products; unknown SKUs are passed over."""
    for part in chunks(skus):
        connection.execute(delete(table).where(table.c.sku.in_(part)))
        connection.execute(delete(texts).where(texts.c.sku.in_(part)))


def locks(connection: Connection) -> Mapping[Sku, frozenset[str]]:
    """Fields locked by hand, per SKU: a re-import leaves them alone."""
    rows = connection.execute(select(table.c.sku, table.c.locked).where(table.c.locked != "[]"))
    return {Sku(sku): frozenset(load(locked)) for sku, locked in rows}


def locked(connection: Connection, skus: Iterable[str]) -> dict[Sku, frozenset[str]]:
    """The fields that are locked by hand, of each of these products that there is."""
    found: dict[Sku, frozenset[str]] = {}
    for part in chunks(skus):
        rows = connection.execute(select(table.c.sku, table.c.locked).where(table.c.sku.in_(part)))
        found.update((Sku(sku), frozenset(load(names))) for sku, names in rows)
    return found


def lock(connection: Connection, fields: Mapping[Sku, Iterable[str]]) -> None:
    """Remember per product which fields were set by hand, besides those that are locked already."""
    held = locked(connection, fields)
    set_locks(connection, {sku: held[sku] | {*names} for sku, names in fields.items() if sku in held})


def set_locks(connection: Connection, fields: Mapping[Sku, Iterable[str]]) -> None:
    """Make exactly these fields of the products the locked ones."""
    rows = [{"held": sku, "names": dump(sorted(names))} for sku, names in fields.items()]
    if rows:
        query = update(table).where(table.c.sku == bindparam("held")).values(locked=bindparam("names"))
        connection.execute(query, rows)


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists that fit into one statement."""
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part


def path_text(path: Iterable[str]) -> str:
    """A category path as the table holds it, each level closed."""
    return "".join(level + LEVEL for level in path)


def _narrow(query: Select[Any], wanted: Filter) -> Select[Any]:
    for word in wanted.search.casefold().split():
        query = query.where(table.c.search.contains(word, autoescape=True))
    if wanted.category:
        query = query.where(table.c.path.startswith(path_text(wanted.category), autoescape=True))
    if wanted.tag is not None:
        query = query.where(table.c.tags.contains(f"\n{wanted.tag}\n", autoescape=True))
    if wanted.findings:
        query = query.where(table.c.errors + table.c.warnings > 0)
    return query


def _order(sort: Sort) -> list[ColumnElement[Any]]:
    orders: Mapping[Sort, list[ColumnElement[Any]]] = {
        "file": [],
        "findings": [table.c.errors.desc(), table.c.warnings.desc()],
        "zh": [table.c.title_zh.asc().nulls_last()],
        "en": [table.c.title_en.asc().nulls_last()],
        "list": [table.c.list_minor.asc().nulls_last()],
        "stock": [table.c.stock.asc().nulls_last()],
        "changed": [table.c.updated_at.desc()],
    }
    return orders[sort]


def _row(item: Product) -> Row:
    severities = [finding.severity for finding in product_findings(item)]
    return {
        "sku": item.sku,
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "category": item.category,
        "brand": item.brand,
        "search": _search_text(item),
        "path": path_text(category_path(item.category)),
        "tags": "".join(f"\n{tag}" for tag in item.tags) + ("\n" if item.tags else ""),
        "list_minor": None if item.list_price is None else item.list_price.minor,
        "stock": item.stock,
        "errors": severities.count("error"),
        "warnings": severities.count("warn"),
        "body": dump(product_to_json(item)),
    }


def _search_text(item: Product) -> str:
    words = (item.sku, item.title.zh, item.title.en, item.brand, item.category, item.link_no)
    pinyin = search_keys(f"{item.title.zh or ''} {item.brand or ''}")
    return " ".join(word for word in (*words, *item.tags, *pinyin) if word).casefold()
