"""The catalogue as it stands: search, one product, its stock and history; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.categories import category_path
from catalog.product import Product, Sku
from catalog.stock import StockEvent, StockLedger
from sales.counters import read_counters
from store import changes, orders, overrides, products, shows
from store.changes import Batch, Change
from store.overrides import Override
from store.products import Filter, Page, Sort
from store.store import Store


@dataclass(frozen=True, slots=True)
class Sold:
    """A product's stock, the pieces ordered and not paid (cancelled ones among them), and the show."""

    ledger: StockLedger
    waiting: int
    show: str | None


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
        sort: Sort = "file",
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """A slice of the catalogue, see `store.products.page`."""
        wanted = _filter(search, category, tag, findings)
        with self._store.read() as connection:
            return products.page(connection, wanted, sort=sort, offset=offset, limit=limit)

    def skus(
        self,
        *,
        search: str = "",
        category: str | tuple[str, ...] | None = None,
        tag: str | None = None,
        findings: bool = False,
    ) -> tuple[Sku, ...]:
        """Every SKU that a search finds, on whatever page."""
        with self._store.read() as connection:
            return products.skus(connection, _filter(search, category, tag, findings))

    def categories(self) -> tuple[str, ...]:
        """Every category in use."""
        with self._store.read() as connection:
            return products.categories(connection)

    def category_counts(self) -> tuple[tuple[str, int], ...]:
        """Every category text with its number of products, by first product."""
        with self._store.read() as connection:
            return products.category_counts(connection)

    def tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        with self._store.read() as connection:
            return products.tags(connection)

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

    def stock(self, product: Product) -> Sold:
        """The product's stock under the show on air, or the last one; as in the catalogue before any show."""
        with self._store.read() as connection:
            aired = [row for row in shows.listing(connection) if row.started_at is not None]
            last = max(aired, key=lambda row: row.started_at or 0, default=None)
            cells = {} if last is None else orders.sums(connection, last.id)
        mine = [
            value
            for key, value in read_counters(cells).items()
            if key.scope == "product" and key.key == product.sku
        ]
        sold, restocked = sum(one.units for one in mine), sum(one.restocked for one in mine)
        ledger = StockLedger(product.stock).fold(
            (StockEvent("sold", "sell", sold), StockEvent("restocked", "restock", restocked))
        )
        return Sold(
            ledger, max(0, sum(one.created_units for one in mine) - sold), None if last is None else last.id
        )

    def history(self, sku: str) -> tuple[Change, ...]:
        """The newest changes of a product, newest first."""
        with self._store.read() as connection:
            return changes.of_product(connection, sku)

    def batches(self, *, limit: int = 20) -> tuple[Batch, ...]:
        """Imports and bulk actions, newest first."""
        with self._store.read() as connection:
            return changes.listing(connection, limit=limit)

    def overrides(self, sku: str) -> tuple[Override, ...]:
        """Every permission a product ever had, newest first."""
        with self._store.read() as connection:
            return overrides.of_product(connection, sku)


def _filter(search: str, category: str | tuple[str, ...] | None, tag: str | None, findings: bool) -> Filter:
    path = category_path(category) if isinstance(category, str) else category or ()
    return Filter(search=search, category=path, tag=tag, findings=findings)
