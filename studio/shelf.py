"""The catalogue as it stands: search, one product, its stock and history; nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from catalog.categories import category_path
from catalog.finding import Finding
from catalog.money import Money
from catalog.product import Product, Sku
from catalog.standing import product_findings
from catalog.stock import LOW_STOCK, StockEvent, StockLedger, stock_findings
from sales.counters import read_counters
from store import cells, changes, product_search, products, shows
from store.changes import Batch, Change
from store.product_search import Filter, Low, Page, Sort
from store.store import Store
from studio.importing import jump_factor


@dataclass(frozen=True, slots=True)
class StockNow:
    """The stock of the products that moved under a show (the one on air, else the last), by SKU."""

    show: str | None
    ledgers: Mapping[Sku, StockLedger]

    def of(self, product: Product) -> StockLedger:
        """The product's stock now: as in the catalogue when nothing of it moved."""
        return self.ledgers.get(product.sku) or StockLedger(product.stock)

    def findings(self) -> tuple[Finding, ...]:
        """Oversold, sold out and low, among what moved; errors first."""
        found = [each for sku, ledger in self.ledgers.items() for each in stock_findings(sku, ledger)]
        return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


class Shelf:
    """Products of a store, to look at."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(
        self,
        *,
        search: str = "",
        category: str | tuple[str, ...] | None = None,
        tag: str | None = None,
        findings: bool = False,
        lacks: str | None = None,
        low: bool = False,
        sort: Sort = "file",
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """A slice of the catalogue, see `store.product_search.page`; `lacks` is a field of
        `catalog.checks.FIELDS`, `low` leaves only what is oversold, sold out or nearly so."""
        with self._store.read() as connection:
            wanted = Filter(search, _path(category), tag, findings, lacks, _low(connection) if low else None)
            jump = jump_factor(connection)
            return product_search.page(connection, wanted, jump=jump, sort=sort, offset=offset, limit=limit)

    def skus(
        self,
        *,
        search: str = "",
        category: str | tuple[str, ...] | None = None,
        tag: str | None = None,
        findings: bool = False,
        lacks: str | None = None,
        low: bool = False,
    ) -> tuple[Sku, ...]:
        """Every SKU that a search finds, on whatever page."""
        with self._store.read() as connection:
            wanted = Filter(search, _path(category), tag, findings, lacks, _low(connection) if low else None)
            return product_search.skus(connection, wanted, jump=jump_factor(connection))

    def coverage(self) -> tuple[int, Mapping[str, int]]:
        """How many products there are, and how many of them lack each field of `catalog.checks.FIELDS`."""
        with self._store.read() as connection:
            return products.count(connection), product_search.lacking(connection)

    def categories(self) -> tuple[str, ...]:
        """Every category in use."""
        with self._store.read() as connection:
            return product_search.categories(connection)

    def category_counts(self) -> tuple[tuple[str, int], ...]:
        """Every category text with its number of products, by first product."""
        with self._store.read() as connection:
            return product_search.category_counts(connection)

    def tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        with self._store.read() as connection:
            return product_search.tags(connection)

    def brands(self) -> tuple[str, ...]:
        """Every brand in use."""
        with self._store.read() as connection:
            return product_search.brands(connection)

    def variants(self, product: Product) -> tuple[Product, ...]:
        """The products that share its parent, itself among them; none without a parent."""
        if product.spu is None:
            return ()
        with self._store.read() as connection:
            return tuple(products.many(connection, product_search.variants(connection, product.spu)).values())

    def products(self, skus: tuple[str, ...] | None = None) -> dict[Sku, Product]:
        """Products by SKU, all of them without `skus`."""
        with self._store.read() as connection:
            return products.many(connection, skus)

    def get(self, sku: str) -> Product | None:
        """One product, or None."""
        with self._store.read() as connection:
            return products.get(connection, sku)

    def locked(self, sku: str) -> frozenset[str]:
        """The fields of a product that imports leave alone, named as in `catalog.fields.PLAN_FIELDS`."""
        with self._store.read() as connection:
            return products.locked(connection, [sku]).get(Sku(sku), frozenset())

    def findings(self, product: Product) -> tuple[Finding, ...]:
        """Everything that stands against a product, its last price and this store's factor considered."""
        with self._store.read() as connection:
            last, jump = products.last_price(connection, product.sku), jump_factor(connection)
        return product_findings(product, last=last, jump=jump)

    def last_price(self, sku: str) -> Money | None:
        """What a product was sold at before its present price; None when it never had another."""
        with self._store.read() as connection:
            return products.last_price(connection, sku)

    def stock(self) -> StockNow:
        """What moved under the show on air, or the last one."""
        with self._store.read() as connection:
            return _stock(connection)

    def history(self, sku: str) -> tuple[Change, ...]:
        """The newest changes of a product, newest first."""
        with self._store.read() as connection:
            return changes.of_product(connection, sku)

    def batches(self, *, limit: int = 20) -> tuple[Batch, ...]:
        """Imports and bulk actions, newest first."""
        with self._store.read() as connection:
            return changes.listing(connection, limit=limit)


def _path(category: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return category_path(category) if isinstance(category, str) else category or ()


def _low(connection: Connection) -> Low:
    now = _stock(connection)
    few = {sku for sku, ledger in now.ledgers.items() if stock_findings(sku, ledger)}
    return Low(LOW_STOCK, tuple(few), tuple(now.ledgers.keys() - few))


def _stock(connection: Connection) -> StockNow:
    """Stock by the order ledger: paid pieces are sold, placed ones reserved until paid or cancelled."""
    aired = [row for row in shows.listing(connection) if row.started_at is not None]
    last = max(aired, key=lambda row: row.started_at or 0, default=None)
    if last is None:
        return StockNow(None, {})
    moved: dict[str, list[StockEvent]] = {}
    for key, value in read_counters(cells.sums(connection, last.id, "product")).items():
        if key.scope == "product":
            moved.setdefault(key.key, []).extend(
                (
                    StockEvent(f"sold {key.currency}", "sell", value.units),
                    StockEvent(f"restocked {key.currency}", "restock", value.restocked),
                    StockEvent(f"reserved {key.currency}", "reserve", value.reserved),
                )
            )
    opening = products.stocks(connection, moved)
    held = {Sku(sku): StockLedger(opening[sku]).fold(moved[sku]) for sku in moved if sku in opening}
    return StockNow(last.id, held)
