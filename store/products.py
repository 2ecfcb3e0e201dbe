"""The catalogue's table: products in the order of the file they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from catalog.categories import category_path
from catalog.checks import missing_fields
from catalog.money import Money
from catalog.price import usual_price
from catalog.product import Product, Sku
from catalog.standing import product_findings
from catalog.wire import product_from_json, product_to_json
from store.tables import product as table
from store.tables import product_body as texts
from store.text import dump, load
from vocab.initials import search_keys

#: A product's columns and its own text, ready to write, made outside the writer.
Row = Mapping[str, Any]
#: Ends each level of a category path, so that 水果 is not a beginning of 水果刀.
LEVEL = " › "
#: Values in one statement at most; SQLite takes 32,766.
CHUNK = 500
#: Columns that follow from the rules of the catalogue, and move when the rules do.
_COUNTED = ("errors", "warnings", "lacks")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells that a product is still the one that was looked at: the key of its text, and its locks."""

    body: str
    locked: str


def prepare(items: Iterable[Product]) -> tuple[Row, ...]:
    """The rows of products. Half a millisecond each for findings and pinyin: do it before the writer."""
    return tuple(_row(item) for item in items)


def get(connection: Connection, sku: str) -> Product | None:
    """The product of that SKU, or None."""
    query = select(texts.c.body).join(table, table.c.body == texts.c.hash).where(table.c.sku == sku)
    body = connection.scalar(query)
    return None if body is None else product_from_json(load(body))


def marks(connection: Connection, skus: Iterable[str] | None = None) -> dict[Sku, Mark]:
    """The marks of the products that there are, all of them without `skus`."""
    query = select(table.c.sku, table.c.body, table.c.locked)
    parts = [query] if skus is None else [query.where(table.c.sku.in_(part)) for part in chunks(skus)]
    rows = (row for part in parts for row in connection.execute(part))
    return {Sku(sku): Mark(body, locked) for sku, body, locked in rows}


def by_hash(connection: Connection, hashes: Iterable[str]) -> dict[str, Product]:
    """Products as they are or once were, by the key of their text."""
    found: dict[str, Product] = {}
    for part in chunks(dict.fromkeys(hashes)):
        query = select(texts.c.hash, texts.c.body).where(texts.c.hash.in_(part))
        found.update((key, product_from_json(load(body))) for key, body in connection.execute(query))
    return found


def many(connection: Connection, skus: Iterable[str] | None = None) -> dict[Sku, Product]:
    """Products by SKU in catalogue order; all of them without `skus`."""
    query = select(table.c.position, texts.c.body).join(texts, texts.c.hash == table.c.body)
    parts = [query] if skus is None else [query.where(table.c.sku.in_(part)) for part in chunks(skus)]
    rows = [row for part in parts for row in connection.execute(part)]
    rows.sort(key=lambda row: row[0])
    found = [product_from_json(load(body)) for _, body in rows]
    return {item.sku: item for item in found}


def stocks(connection: Connection, skus: Iterable[str]) -> dict[str, int | None]:
    """The opening stock of the products that there are."""
    found: dict[str, int | None] = {}
    for part in chunks(skus):
        rows = connection.execute(select(table.c.sku, table.c.stock).where(table.c.sku.in_(part)))
        found.update((sku, stock) for sku, stock in rows)
    return found


def last_price(connection: Connection, sku: str) -> Money | None:
    """The price that a product was sold at before its present one; None when it never had another."""
    query = select(table.c.last_minor, table.c.asked_currency).where(table.c.sku == sku)
    row = connection.execute(query).first()
    return None if row is None or row[0] is None else Money(int(row[0]), str(row[1]))


def settle_price(connection: Connection, sku: str) -> None:
    """Take the present price as the last one too: somebody vouched for the jump between them."""
    connection.execute(update(table).where(table.c.sku == sku).values(last_minor=table.c.asked_minor))


def recount(connection: Connection, rows: Iterable[Row]) -> None:
    """Write the counts of findings anew for products that still are what the rows were made from."""
    values = [
        {"held": row["sku"], "was": row["body"], **{name: row[name] for name in _COUNTED}} for row in rows
    ]
    if values:
        query = update(table).where(table.c.sku == bindparam("held"), table.c.body == bindparam("was"))
        connection.execute(query.values({name: bindparam(name) for name in _COUNTED}), values)


def count(connection: Connection) -> int:
    """How many products there are."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def mark(connection: Connection) -> tuple[int | None, int]:
    """When a product was last written (UTC epoch ms) and how many there are: another pair, other products."""
    at, held = connection.execute(select(func.max(table.c.updated_at), func.count())).one()
    return at, held


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


def _row(item: Product) -> Row:
    severities = [finding.severity for finding in product_findings(item)]
    asked, text = usual_price(item), dump(product_to_json(item))
    return {
        "sku": item.sku,
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "category": item.category,
        "brand": item.brand,
        "spu": item.spu,
        "search": _search_text(item),
        "path": path_text(category_path(item.category)),
        "tags": _lines(item.tags),
        "list_minor": None if item.list_price is None else item.list_price.minor,
        "asked_minor": None if asked is None else asked.minor,
        "asked_currency": None if asked is None else asked.currency,
        "stock": item.stock,
        "errors": severities.count("error"),
        "warnings": severities.count("warn"),
        "lacks": _lines(missing_fields(item)),
        "body": sha256(text.encode()).hexdigest(),
        "text": text,
    }


def _lines(items: Sequence[str]) -> str:
    """Each item between two line ends, so that one is never found inside another."""
    return "".join(f"\n{item}" for item in items) + ("\n" if items else "")


def _search_text(item: Product) -> str:
    words = (item.sku, item.title.zh, item.title.en, item.brand, item.category, item.link_no)
    pinyin = search_keys(f"{item.title.zh or ''} {item.brand or ''}")
    return " ".join(word for word in (*words, *item.tags, *pinyin) if word).casefold()
