"""Taking a batch of changes back: what goes back, what is removed, what stays because a person came later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.fields import PLAN_FIELDS, changed_fields, get_field, set_field
from catalog.product import Product, Sku
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


class ProductExists(ValueError):
    """A new product with an SKU that is taken; nothing was written."""

    def __init__(self, sku: str) -> None:
        self.sku = sku
        super().__init__(f"there is a product {sku} already. 货号 {sku} 已经有商品了。")


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a batch back did: products put back, products removed, and those that somebody changed
    since, whose later values stay."""

    restored: int
    removed: int
    kept: tuple[Sku, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A product as an undo leaves it, with its locks from then on."""

    product: Product
    locks: frozenset[str]


@dataclass(frozen=True, slots=True)
class WayBack:
    """What an undo does: products to write, SKUs to remove, SKUs with later changes that stay."""

    restore: tuple[Restored, ...]
    remove: tuple[Sku, ...]
    kept: tuple[Sku, ...]


def needed(traces: Iterable[Trace]) -> Iterator[str]:
    """The keys of the products that `way_back` looks at."""
    for trace in traces:
        now = None if trace.now is None else trace.now.body
        if now != trace.before:
            yield from (key for key in (trace.before, trace.after, now) if key is not None)


def way_back(traces: Iterable[Trace], texts: Mapping[str, Product], *, unlock: bool) -> WayBack:
    """The way back from a batch. A field that no longer holds what the batch gave it is left alone.

    With `unlock` the fields that go back lose the locks that the batch put on them; a product that comes back
    has the locks it had.
    """
    back: list[Restored] = []
    remove: list[Sku] = []
    kept: list[Sku] = []
    for trace in traces:
        now = None if trace.now is None else trace.now.body
        if now == trace.before:
            continue
        if now == trace.after and trace.before is None:
            remove.append(trace.sku)
            continue
        held = frozenset() if trace.now is None else frozenset(json.loads(trace.now.locked))
        if now == trace.after and trace.before is not None:
            product = texts[trace.before]
            undone = frozenset() if now is None else frozenset(changed_fields(product, texts[now]))
        else:
            kept.append(trace.sku)
            if trace.before is None or trace.after is None or now is None:
                continue
            product, undone = _merged(texts[trace.before], texts[trace.after], texts[now])
            if not undone:
                continue
        own = trace.locked if now is None else held - (undone - trace.locked if unlock else frozenset())
        back.append(Restored(product, own))
    return WayBack(tuple(back), tuple(remove), tuple(kept))


def _merged(before: Product, after: Product, now: Product) -> tuple[Product, frozenset[str]]:
    """The product now, less what a batch did to it, and the names of the fields that went back."""
    undone = set()
    for name in PLAN_FIELDS:
        old, left = get_field(before, name), get_field(after, name)
        if old != left and get_field(now, name) == left:
            now = set_field(now, name, old)
            undone.add(name)
    return now, frozenset(undone)
