"""Products change as a whole or not at all: a batch laid down in pieces, then taken in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from secrets import token_hex

from sqlalchemy.engine import Connection

from catalog.product import Sku
from store import stage
from store.products import Mark, Row
from store.stage import Entry
from store.store import Store
from store.text import dump, load
from studio.importing import jump_factor
from studio.undoing import CatalogueMoved

NO_LOCKS = "[]"


def entry(row: Row, mark: Mark | None, names: Iterable[str] = ()) -> Entry:
    """A row over the product of that mark; the fields that were set by hand are locked besides the others."""
    held = NO_LOCKS if mark is None else mark.locked
    locked = dump(sorted({*load(held), *names})) if names else held
    return Entry(Sku(row["sku"]), row, mark, locked)


def write_many(
    store: Store,
    entries: Sequence[Entry],
    begin: Callable[[Connection, int], int | None],
    *,
    kind: str,
    by: str,
    now: int,
) -> int | None:
    """Change products as a whole without keeping anybody waiting, see `store.stage`; returns the batch.

    `begin` runs in the last transaction before the products change, and gives the batch that they belong to.

    Raises:
        CatalogueMoved: when a product is no longer what its change was made from; nothing is written.
    """
    name = token_hex(8)
    places = range(0, len(entries), stage.PIECE)

    def down(connection: Connection, first: int) -> None:
        stage.put(connection, name, entries[first : first + stage.PIECE], first=first, at=now)

    def work(connection: Connection) -> int | None:
        if moved := stage.moved(connection, name):
            raise CatalogueMoved(moved)
        batch, jump = begin(connection, now), jump_factor(connection)
        stage.take(connection, name, at=now, by=by, kind=kind, batch=batch, jump=jump)
        return batch

    try:
        for first in places:
            store.write(partial(down, first=first))
        return store.write(work)
    finally:
        for first in places:
            store.write(partial(stage.drop, stage=name, first=first))


def write_one(connection: Connection, entry: Entry, *, kind: str, by: str, now: int) -> None:
    """Write one product inside a job of the writer."""
    name = token_hex(8)
    stage.put(connection, name, [entry], first=0, at=now)
    stage.take(connection, name, at=now, by=by, kind=kind, batch=None, jump=jump_factor(connection))
    stage.drop(connection, name, first=0)
