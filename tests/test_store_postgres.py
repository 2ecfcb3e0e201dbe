"""The store on PostgreSQL: one smoke test that walks every table (the whole suite follows later)."""

from __future__ import annotations

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from store import products, settings
from store.store import Store

pytestmark = pytest.mark.postgres


def test_the_store_works_on_postgresql(postgres_url: str) -> None:
    """The same code creates, writes and reads a store behind a PostgreSQL URL."""
    store = Store(postgres_url)
    try:
        peach = Product(sku=Sku("00123"), title=Bilingual(en="Honey peach", zh="水蜜桃"))
        store.write(lambda connection: products.save(connection, [peach], now=1))
        store.write(lambda connection: products.save(connection, [peach], now=2))
        store.write(lambda connection: settings.put(connection, "k", "v"))
        with store.read() as connection:
            assert products.get(connection, "00123") == peach
            assert products.count(connection) == 1
            assert settings.get(connection, "k") == "v"
    finally:
        store.close()
