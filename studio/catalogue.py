"""The catalogue as the planner uses it: dry run, apply, undo, search, edit by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from catalog.plan import ImportPlan, plan_import
from catalog.product import Product, Sku
from catalog.read import Reading, read_catalog
from store import products
from store.store import Store


class Catalogue:
    """Products of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def dry_run(
        self, source: Path | bytes, *, name: str, mapping: Mapping[str, str] | None = None
    ) -> ImportPlan:
        """Read a file and say what it would change; writes nothing."""
        now = datetime.fromtimestamp(self._clock() / 1000, tz=UTC)
        reading: Reading = read_catalog(source, name=name, mapping=mapping, now=now)
        with self._store.read() as connection:
            return plan_import(products.many(connection), reading, locked=products.locks(connection))

    def apply(self, plan: ImportPlan) -> int:
        """Write what a dry run promised; returns how many products were written."""
        changed = plan.products
        self._store.write(lambda connection: products.save(connection, changed, now=self._clock()))
        return len(changed)

    def page(
        self, *, search: str = "", category: str | None = None, offset: int = 0, limit: int = 50
    ) -> products.Page:
        """A slice of the catalogue, see `store.products.page`."""
        with self._store.read() as connection:
            return products.page(connection, search=search, category=category, offset=offset, limit=limit)

    def categories(self) -> tuple[str, ...]:
        """Every category in use."""
        with self._store.read() as connection:
            return products.categories(connection)

    def products(self, skus: tuple[str, ...] | None = None) -> dict[Sku, Product]:
        """Products by SKU, all of them without `skus`."""
        with self._store.read() as connection:
            return products.many(connection, skus)

    def get(self, sku: str) -> Product | None:
        """One product, or None."""
        with self._store.read() as connection:
            return products.get(connection, sku)

    def edit(self, sku: str, **fields: Any) -> Product | None:
        """Change fields of a product by hand; they are locked against re-imports from then on."""

        def work(connection: Connection) -> Product | None:
            held = products.get(connection, sku)
            if held is None:
                return None
            changed = replace(held, **fields)
            products.save(connection, [changed], now=self._clock())
            products.lock(connection, sku, fields)
            return changed

        return self._store.write(work)
