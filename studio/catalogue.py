"""Changing the catalogue: dry run, apply, undo, edits by hand, bulk actions, permissions of the guard."""

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
from catalog.wire import product_from_json, product_to_json
from store import changes, overrides, products, settings
from store.changes import Batch
from store.products import Row
from store.store import Store
from store.text import dump, load
from studio import importing
from studio.importing import MAPPING
from studio.shelf import Shelf
from studio.undoing import CatalogueMoved, Undone, WayBack, WindowsOverlap, way_back

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
    ) -> int | None:
        """Write what a dry run promised, in one transaction; returns the batch to undo it by, None for
        nothing.

        Args:
            mapping: The mapping the file was read by, remembered for its set of columns.

        Raises:
            CatalogueMoved: when a product of the plan was changed, made or removed since the dry run.
        """
        if not plan.products:
            return None
        ready = importing.prepare(plan.products)
        before = {item.sku: dump(product_to_json(item)) for item in plan.before}
        counts = {"create": len(plan.create), "update": len(plan.updated), "error": plan.errors}

        def work(connection: Connection) -> int:
            now = self._clock()
            batch = changes.open_batch(
                connection, kind="import", at=now, by=by, title=plan.name, counts=counts
            )
            written = [item.sku for item in plan.products]
            held = changes.record(connection, written, at=now, by=by, kind="import", batch=batch)
            moved = [sku for sku in written if held.get(sku) != before.get(sku)]
            if moved:
                raise CatalogueMoved(moved)
            products.save_rows(connection, ready, now=now)
            if mapping is not None and plan.header_key:
                settings.put(connection, MAPPING + plan.header_key, dump(dict(mapping)))
            return batch

        return self._store.write(work)

    def undo(self, batch: int, *, by: str = "") -> Undone | None:
        """Take a whole batch back; None when it was taken back already or is unknown.

        A field that somebody changed after the batch keeps its later value, and a product that the batch made
        stays when somebody changed it since: a person's correction wins.
        """
        for last in (False,) * (TRIES - 1) + (True,):
            with self._store.read() as connection:
                held = changes.batch(connection, batch)
                traces = changes.of_batch(connection, batch)
            if held is None or held.undone_at is not None:
                return None
            try:
                return self._take_back(held, way_back(traces), {t.sku: t.now for t in traces}, by=by)
            except CatalogueMoved:
                if last:
                    raise
        raise AssertionError("unreachable")

    def _take_back(
        self, batch: Batch, way: WayBack, texts: Mapping[Sku, str | None], *, by: str
    ) -> Undone | None:
        rows = importing.prepare(way.restore)

        def work(connection: Connection) -> Undone | None:
            now, touched = self._clock(), [*(item.sku for item in way.restore), *way.remove]
            if not changes.close_batch(connection, batch.id, at=now, by=by):
                return None
            held = changes.record(connection, touched, at=now, by=by, kind="undo")
            moved = [sku for sku in touched if held.get(sku) != texts[sku]]
            if moved:
                raise CatalogueMoved(moved)
            products.save_rows(connection, rows, now=now)
            products.remove(connection, way.remove)
            if batch.kind != "import":
                locked = products.locked(connection, way.unlock)
                products.set_locks(connection, {sku: locked[sku] - way.unlock[sku] for sku in locked})
            return Undone(len(way.restore), len(way.remove), way.kept)

        return self._store.write(work)

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
            now = self._clock()
            changes.record(connection, [sku], at=now, by=by, kind="edit")
            products.save(connection, [changed], now=now)
            products.lock(connection, {held.sku: names})
            return changed

        return self._store.write(work)

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
                texts = products.bodies(connection, skus)
            pairs = []
            for place, sku in enumerate(skus):
                if (text := texts.get(sku)) is not None:
                    held = product_from_json(load(text))
                    changed = change(place, held)
                    if changed != held:
                        _check(changed)
                        pairs.append((held, changed))
            if not pairs:
                return None
            rows = importing.prepare([changed for _, changed in pairs])
            names = {held.sku: changed_fields(held, changed) for held, changed in pairs}
            try:
                return self._write_many(rows, (), texts, names, kind=kind, title=title, by=by)
            except CatalogueMoved:
                if last:
                    raise
        raise AssertionError("unreachable")

    def delete(self, skus: Sequence[str], *, by: str = "") -> int | None:
        """Remove products as one batch, which can be undone; returns it, or None when there were none."""
        with self._store.read() as connection:
            texts = products.bodies(connection, skus)
        if not texts:
            return None
        gone = [Sku(sku) for sku in skus if sku in texts]
        return self._write_many((), gone, texts, {}, kind="delete", title="", by=by)

    def _write_many(
        self,
        rows: Sequence[Row],
        remove: Sequence[Sku],
        texts: Mapping[str, str],
        names: Mapping[Sku, Iterable[str]],
        *,
        kind: str,
        title: str,
        by: str,
    ) -> int:
        def work(connection: Connection) -> int:
            now, touched = self._clock(), [*(row["sku"] for row in rows), *remove]
            counts = {"update": len(rows), "delete": len(remove)}
            batch = changes.open_batch(connection, kind=kind, at=now, by=by, title=title, counts=counts)
            held = changes.record(connection, touched, at=now, by=by, kind=kind, batch=batch)
            moved = [sku for sku in touched if held.get(sku) != texts[sku]]
            if moved:
                raise CatalogueMoved(moved)
            products.save_rows(connection, rows, now=now)
            products.remove(connection, remove)
            products.lock(connection, names)
            return batch

        return self._store.write(work)

    # -- permissions -----------------------------------------------------------------------------------------

    def allow(self, sku: str, *, code: str, what: str, reason: str, until: int, by: str) -> None:
        """Let a finding of the price guard pass until `until` (UTC epoch ms), with a reason that is kept.

        The gate on air asks for its own confirmation all the same.

        Raises:
            ValueError: without a reason, or for an end that is past.
        """
        now = self._clock()
        if not reason.strip() or until <= now:
            raise ValueError("an override needs a reason and an end that is still to come")
        self._store.write(
            lambda connection: overrides.add(
                connection, sku=sku, code=code, what=what, reason=reason.strip(), by=by, at=now, until=until
            )
        )

    def withdraw(self, override: int, *, by: str) -> None:
        """End a permission now."""
        self._store.write(
            lambda connection: overrides.withdraw(connection, override, at=self._clock(), by=by)
        )


def _check(product: Product) -> None:
    for first, second in overlaps(product.price_windows)[:1]:
        raise WindowsOverlap(window_text(first), window_text(second))
