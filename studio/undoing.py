"""Taking a batch of changes back: what goes back, what is removed, what stays because a person came later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.fields import PLAN_FIELDS, changed_fields, get_field, set_field
from catalog.product import Product, Sku
from catalog.wire import product_from_json
from store.changes import Trace


class CatalogueMoved(Exception):
    """Products changed between looking and writing; nothing was written."""

    def __init__(self, skus: Sequence[str]) -> None:
        self.skus = tuple(skus)
        named = ", ".join(self.skus[:3]) + ("…" if len(self.skus) > 3 else "")
        super().__init__(
            f"{len(self.skus)} products changed meanwhile ({named}): nothing was written, try again. "
            f"期间有 {len(self.skus)} 件商品被改动（{named}），未写入任何内容，请重试。"
        )


class WindowsOverlap(ValueError):
    """Two prices of one kind would hold at once; nothing was written."""

    def __init__(self, first: str, second: str) -> None:
        self.first, self.second = first, second
        super().__init__(f"these prices overlap: {first} and {second}. 价格时段重叠：{first} 与 {second}。")


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a batch back did: products put back, products removed, and those that somebody changed
    since, whose later values stay."""

    restored: int
    removed: int
    kept: tuple[Sku, ...]


@dataclass(frozen=True, slots=True)
class WayBack:
    """What an undo does: products to write, SKUs to remove, SKUs with later changes that stay, and per SKU
    the locks that the batch added to fields that go back."""

    restore: tuple[Product, ...]
    remove: tuple[Sku, ...]
    kept: tuple[Sku, ...]
    unlock: Mapping[Sku, frozenset[str]]


def way_back(traces: Iterable[Trace]) -> WayBack:
    """The way back from a batch. A field that no longer holds what the batch gave it is left alone."""
    back: list[Product] = []
    remove: list[Sku] = []
    kept: list[Sku] = []
    unlock: dict[Sku, frozenset[str]] = {}
    for trace in traces:
        if trace.now == trace.before:
            continue
        if trace.now == trace.after:
            if trace.before is None:
                remove.append(trace.sku)
                continue
            back.append(_product(trace.before))
            if trace.after is not None:
                names = changed_fields(_product(trace.before), _product(trace.after))
                unlock[trace.sku] = frozenset(names) - trace.locked
            continue
        kept.append(trace.sku)
        if None in (trace.before, trace.after, trace.now):
            continue
        before, after, now = (_product(text or "") for text in (trace.before, trace.after, trace.now))
        merged, undone = now, set()
        for name in PLAN_FIELDS:
            old, left = get_field(before, name), get_field(after, name)
            if old != left and get_field(now, name) == left:
                merged = set_field(merged, name, old)
                undone.add(name)
        if undone:
            back.append(merged)
            unlock[trace.sku] = frozenset(undone) - trace.locked
    return WayBack(tuple(back), tuple(remove), tuple(kept), unlock)


def _product(text: str) -> Product:
    return product_from_json(json.loads(text))
