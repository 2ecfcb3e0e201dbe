"""Counts of findings follow the rules: made anew once, when the rules that they were made by have changed."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from catalog import checks, price, quantities, sentences, standing
from store import products, settings
from store.store import Store
from store.writer import WriterClosed
from studio import importing

#: The setting that holds which rules the counts of findings were made by.
RULES = "catalogue.rules"


def recount(store: Store) -> int:
    """Count the findings of every product anew when the rules changed since; returns how many products.

    The counts in the table are made when a product is written. A newer version of the rules would leave
    them behind, so the rules' own text is remembered with them.
    """
    key = _rules_key()
    with store.read() as connection:
        if settings.get(connection, RULES) == key:
            return 0
        skus = tuple(products.marks(connection))
    for part in products.chunks(skus):
        with store.read() as connection:
            held = tuple(products.many(connection, part).values())
        rows = importing.prepare(held, apart=True)
        store.write(partial(products.recount, rows=rows))
    store.write(lambda connection: settings.put(connection, RULES, key))
    return len(skus)


def recount_beside(store: Store) -> None:
    """Do that in a thread of its own; it ends with the store."""

    def work() -> None:
        with suppress(WriterClosed):
            recount(store)

    threading.Thread(target=work, name="recount", daemon=True).start()


def _rules_key() -> str:
    """Names the rules that findings are made by: any change of their text is a change of the rules."""
    digest = sha256()
    for module in (checks, price, quantities, sentences, standing):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()
