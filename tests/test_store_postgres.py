"""The store on PostgreSQL: one smoke test that walks every table (others run with --engine postgresql)."""

from __future__ import annotations

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from store import products, settings
from store.store import Store
from studio.catalogue import Catalogue

pytestmark = pytest.mark.postgres


def test_the_store_works_on_postgresql(postgres_url: str) -> None:
    """The same code creates, writes and reads a store behind a PostgreSQL URL."""
    store = Store(postgres_url)
    try:
        peach = Product(sku=Sku("00123"), title=Bilingual(en="Honey peach", zh="水蜜桃"))
        catalogue = Catalogue(store, lambda: 1)
        catalogue.create(peach)
        catalogue.edit("00123", brand="缓林")
        assert catalogue.undo(catalogue.delete(["00123"]) or 0) is not None
        catalogue.edit("00123", brand=None)
        store.write(lambda connection: settings.put(connection, "k", "v"))
        with store.read() as connection:
            assert products.get(connection, "00123") == peach
            assert products.count(connection) == 1
            assert settings.get(connection, "k") == "v"
    finally:
        store.close()
