"""Changing the catalogue: dry run, apply, undo, edits by hand, bulk actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from catalog.fields import changed_fields
from catalog.plan import ImportPlan
from catalog.price import overlaps
from catalog.product import Product, Sku
from catalog.row_prices import window_text
from store import changes, products, settings
from store.changes import Batch
from store.products import Mark
from store.stage import Entry
from store.store import Store
from store.text import dump
from studio import importing
from studio.importing import MAPPING
from studio.shelf import Shelf
from studio.undoing import (
    CatalogueMoved,
    ProductExists,
    Undone,
    WayBack,
    WindowsOverlap,
    needed,
    way_back,
)
from studio.whole import NO_LOCKS, entry, write_many, write_one

#: How often a bulk change is worked out anew when somebody else keeps changing the same products.
TRIES = 3


class Catalogue(Shelf):
    """Products of a store: what `Shelf` shows, and every way to change it."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(store)
        self._clock = clock

    # -- import ----------------------------------------------------------------------------------------------

    def dry_run(
        self, source: Path | bytes, *, name: str, mapping: Mapping[str, str] | None = None
    ) -> ImportPlan:
        """Read a file and say what it would change; writes nothing.

        Without `mapping`, the one that was used before for this set of columns is used again.
        """
        with self._store.read() as connection:
            return importing.make_plan(connection, source, name=name, mapping=mapping, now=self._clock())

    def dry_run_apart(
        self,
        source: bytes,
        *,
        name: str,
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], None] = lambda rows: None,
    ) -> ImportPlan:
        """The same in a process of its own, for large files: this one keeps answering others meanwhile."""
        return importing.run_apart(
            self._store.url, source, name=name, mapping=mapping, now=self._clock(), progress=progress
        )

    def apply(
        self,
        plan: ImportPlan,
        *,
        by: str = "",
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], object] = lambda count: None,
    ) -> int | None:
        """Write what a dry run promised, as a whole; returns the batch to undo it by, None for nothing.

        Args:
            mapping: The mapping the file was read by, remembered for its set of columns.
            progress: Told the number of products made ready so far, which is nearly all of the time.

        Raises:
            CatalogueMoved: when a product of the plan was changed, made or removed since the dry run.
        """
        if not plan.products:
            return None
        rows = importing.prepare(plan.products, progress=progress)
        with self._store.read() as connection:
            marks = products.marks(connection, [item.sku for item in plan.products])
        moved = [
            item.sku
            for item in plan.products
            if (None if item.sku not in marks else marks[item.sku].body) != plan.seen.get(item.sku)
        ]
        if moved:
            raise CatalogueMoved(moved)
        counts = {"create": len(plan.create), "update": len(plan.updated), "error": plan.errors}

        def begin(connection: Connection, now: int) -> int:
            if mapping is not None and plan.header_key:
                settings.put(connection, MAPPING + plan.header_key, dump(dict(mapping)))
            return changes.open_batch(
                connection, kind="import", at=now, by=by, title=plan.name, counts=counts
            )

        entries = [entry(row, marks.get(Sku(row["sku"]))) for row in rows]
        return write_many(self._store, entries, begin, kind="import", by=by, now=self._clock())

    def undo(self, batch: int, *, by: str = "") -> Undone | None:
        """Take a whole batch back; None when it was taken back already or is unknown.

        A field that somebody changed after the batch keeps its later value, and a product that the batch made
        stays when somebody changed it since: a person's correction wins.
        """
        for last in (False,) * (TRIES - 1) + (True,):
            with self._store.read() as connection:
                held = changes.batch(connection, batch)
                if held is None or held.undone_at is not None:
                    return None
                traces = changes.of_batch(connection, batch)
                texts = products.by_hash(connection, needed(traces))
            way = way_back(traces, texts, unlock=held.kind != "import")
            try:
                return self._take_back(held, way, {trace.sku: trace.now for trace in traces}, by=by)
            except CatalogueMoved:
                if last:
                    raise
        raise AssertionError("unreachable")

    def _take_back(
        self, batch: Batch, way: WayBack, now: Mapping[Sku, Mark | None], *, by: str
    ) -> Undone | None:
        rows = importing.prepare([back.product for back in way.restore])
        entries = [
            Entry(back.product.sku, row, now[back.product.sku], dump(sorted(back.locks)))
            for back, row in zip(way.restore, rows, strict=True)
        ]
        entries += [Entry(sku, None, now[sku], NO_LOCKS) for sku in way.remove]

        def begin(connection: Connection, at: int) -> None:
            if not changes.close_batch(connection, batch.id, at=at, by=by):
                raise _Gone

        try:
            write_many(self._store, entries, begin, kind="undo", by=by, now=self._clock())
        except _Gone:
            return None
        return Undone(len(way.restore), len(way.remove), way.kept)

    # -- change by hand --------------------------------------------------------------------------------------

    def edit(self, sku: str, *, by: str = "", **fields: Any) -> Product | None:
        """Replace fields of a product by hand, see `mend`."""
        return self.mend(sku, lambda product: replace(product, **fields), by=by)

    def mend(self, sku: str, change: Callable[[Product], Product], *, by: str = "") -> Product | None:
        """Change a product by hand; the fields that differ are locked against re-imports from then on.

        `change` is given the product as it is at that moment, so that what it leaves alone stays as the last
        person left it. Returns the product as it is now, None when there is none.

        Raises:
            WindowsOverlap: for price windows of one kind that share an instant.
        """

        def work(connection: Connection) -> Product | None:
            held = products.get(connection, sku)
            if held is None:
                return None
            changed = change(held)
            _check(changed)
            names = changed_fields(held, changed)
            if not names:
                return held
            mark = products.marks(connection, [sku])[held.sku]
            (row,) = products.prepare([changed])
            write_one(connection, entry(row, mark, names), kind="edit", by=by, now=self._clock())
            return changed

        return self._store.write(work)

    def create(self, product: Product, *, by: str = "") -> None:
        """Enter a new product by hand; imports change it as any other.

        Raises:
            ProductExists: when its SKU is taken.
            WindowsOverlap: for price windows of one kind that share an instant.
        """
        _check(product)
        (row,) = products.prepare([product])

        def work(connection: Connection) -> None:
            if products.marks(connection, [product.sku]):
                raise ProductExists(product.sku)
            write_one(connection, entry(row, None), kind="new", by=by, now=self._clock())

        self._store.write(work)

    def unlock(self, sku: str, names: Iterable[str]) -> None:
        """Let imports change these fields of a product again."""
        off = {*names}

        def work(connection: Connection) -> None:
            held = products.locked(connection, [sku])
            products.set_locks(connection, {key: locked - off for key, locked in held.items()})

        self._store.write(work)

    def change_many(
        self,
        skus: Sequence[str],
        change: Callable[[int, Product], Product],
        *,
        kind: str,
        title: str = "",
        by: str = "",
    ) -> int | None:
        """Change many products at once, as one batch; returns it, or None when nothing changed.

        `change` is given the place in `skus` and the product.

        Raises:
            CatalogueMoved: when others keep changing the same products.
        """
        for last in (False,) * (TRIES - 1) + (True,):
            with self._store.read() as connection:
                marks = products.marks(connection, skus)
                texts = products.by_hash(connection, [mark.body for mark in marks.values()])
            pairs = []
            for place, sku in enumerate(dict.fromkeys(skus)):
                if (mark := marks.get(Sku(sku))) is not None:
                    held = texts[mark.body]
                    changed = change(place, held)
                    if changed != held:
                        _check(changed)
                        pairs.append((held, changed))
            if not pairs:
                return None
            rows = importing.prepare([changed for _, changed in pairs])
            entries = [
                entry(row, marks[held.sku], changed_fields(held, changed))
                for row, (held, changed) in zip(rows, pairs, strict=True)
            ]
            try:
                return self._batch(entries, kind=kind, title=title, by=by)
            except CatalogueMoved:
                if last:
                    raise
        raise AssertionError("unreachable")

    def delete(self, skus: Sequence[str], *, by: str = "") -> int | None:
        """Remove products as one batch, which can be undone; returns it, or None when there were none."""
        with self._store.read() as connection:
            marks = products.marks(connection, skus)
        gone = [Sku(sku) for sku in dict.fromkeys(skus) if sku in marks]
        entries = [Entry(sku, None, marks[sku], NO_LOCKS) for sku in gone]
        return self._batch(entries, kind="delete", title="", by=by) if entries else None

    def _batch(self, entries: Sequence[Entry], *, kind: str, title: str, by: str) -> int | None:
        removed = sum(1 for entry in entries if entry.row is None)
        counts = {"update": len(entries) - removed, "delete": removed}

        def begin(connection: Connection, now: int) -> int:
            return changes.open_batch(connection, kind=kind, at=now, by=by, title=title, counts=counts)

        return write_many(self._store, entries, begin, kind=kind, by=by, now=self._clock())


class _Gone(Exception):
    """The batch was taken back by somebody else meanwhile."""


def _check(product: Product) -> None:
    for first, second in overlaps(product.price_windows)[:1]:
        raise WindowsOverlap(window_text(first), window_text(second))
