"""Is a product complete, and do its two languages say the same? Findings for the planner, before the show.

Numbers, units, model codes, percentages and currencies are compared between the English and the Chinese of a
field. A figure that one language leaves out is "missing" (info): translations often do. One that contradicts
is "different" (warn): somebody will read the wrong number out on air.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.messages import say
from catalog.product import Product
from catalog.quantities import Quantity, model_codes, number_words, quantities

#: Relative difference that counts as equal: 5 lb and 2.27 kg are the same bag.
TOLERANCE_PERCENT = 2

#: Dimensions that other languages count with other words, or with none: "8 Pieces", "8枚", "8".
_COUNTED = frozenset({"count", "number"})

#: What a product can lack, in the order of a listing. `price` is a list price or any price window.
FIELDS = (
    "title.zh",
    "title.en",
    "description.zh",
    "description.en",
    "origin.zh",
    "origin.en",
    "ingredients.zh",
    "ingredients.en",
    "price",
    "floor_price",
    "stock",
    "images",
    "link_no",
)

_BILINGUAL = ("title", "description", "origin", "ingredients")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the two texts of a field do not share: pairs that contradict, and what only one of them has."""

    differing: tuple[tuple[str, str], ...] = ()
    only_en: tuple[str, ...] = ()
    only_zh: tuple[str, ...] = ()
    models: tuple[tuple[str, str], ...] = ()


def check_product(product: Product) -> tuple[Finding, ...]:
    """Everything the planner should look at in one product: missing languages, contradictions, missing
    figures."""
    findings: list[Finding] = []
    for name in ("title", "description"):
        text: Bilingual = getattr(product, name)
        if text and not text.zh:
            findings.append(say("catalog.text.no_zh", column=f"{name}_zh", sku=product.sku, field=name))
        if text and not text.en:
            findings.append(say("catalog.text.no_en", column=f"{name}_en", sku=product.sku, field=name))
    for name in _BILINGUAL:
        findings.extend(_compare_field(product, name))
    return tuple(findings)


def missing_fields(product: Product) -> tuple[str, ...]:
    """Which of FIELDS the product has no value for; a catalogue's coverage is the count of these."""
    texts = (product.title, product.description, product.origin, product.ingredients)
    present: tuple[object, ...] = (
        *(value for text in texts for value in (text.zh, text.en)),
        product.list_price or product.price_windows,
        product.floor_price,
        product.stock is not None,
        product.images,
        product.link_no,
    )
    return tuple(name for name, value in zip(FIELDS, present, strict=True) if not value)


def compare(text: Bilingual) -> Difference:
    """What the English and the Chinese of one text do not share; empty unless both are there."""
    if not text.en or not text.zh:
        return Difference()
    left, right = list(quantities(text.en)), list(quantities(text.zh))
    _cancel(left, right)
    if left:
        words = number_words(text.zh)
        left = [item for item in left if item.figure not in words]
    if right:
        words = number_words(text.en)
        right = [item for item in right if item.figure not in words]
    differing = []
    for item in list(left):
        other = next((held for held in right if _comparable(item, held)), None)
        if other is not None:
            differing.append((item.text, other.text))
            left.remove(item)
            right.remove(other)
    pairs, codes_en, codes_zh = _compare_models(text.en, text.zh)
    return Difference(
        differing=tuple(differing),
        only_en=(*(item.text for item in left), *codes_en),
        only_zh=(*(item.text for item in right), *codes_zh),
        models=pairs,
    )


def _cancel(left: list[Quantity], right: list[Quantity]) -> None:
    """Take out what both have: first equal amounts of one kind, then counts, then amounts across units."""
    # A text may say a thing twice and its translation once: a repeat is no new fact.
    for side in (left, right):
        side[:] = {(item.dimension, item.value, item.figure): item for item in reversed(side)}.values()
        side.reverse()
    for same in (_identical, _same_count, _nearly):
        for item in list(left):
            other = next((held for held in right if same(item, held)), None)
            if other is not None:
                left.remove(item)
                right.remove(other)


def _identical(item: Quantity, other: Quantity) -> bool:
    return item.dimension == other.dimension and item.value == other.value


def _same_count(item: Quantity, other: Quantity) -> bool:
    """The same figure, where at least one side names no unit of measure."""
    return item.figure == other.figure and ({item.dimension, other.dimension} & _COUNTED != set())


def _nearly(item: Quantity, other: Quantity) -> bool:
    """The same amount in two units, within the rounding that labels allow; in one unit figures must be
    equal."""
    if item.dimension != other.dimension or item.dimension in _COUNTED:
        return False
    if item.value * other.figure == other.value * item.figure:
        return False
    return abs(item.value - other.value) * 100 <= TOLERANCE_PERCENT * max(item.value, other.value)


def _comparable(item: Quantity, other: Quantity) -> bool:
    """True when two leftover amounts contradict: of one kind, or the same figure in two measures or
    currencies."""
    if item.dimension == other.dimension:
        return True
    if item.dimension.startswith("money") and other.dimension.startswith("money"):
        return True
    return item.figure == other.figure and not {item.dimension, other.dimension} & _COUNTED


def _compare_models(en: str, zh: str) -> tuple[tuple[tuple[str, str], ...], list[str], list[str]]:
    """Codes that contradict, in pairs, and the codes that only the English or only the Chinese has."""
    left, right = list(dict.fromkeys(model_codes(en))), list(dict.fromkeys(model_codes(zh)))
    only_left = [code for code in left if code not in right]
    only_right = [code for code in right if code not in left]
    pairs = tuple(zip(only_left, only_right, strict=False))
    return pairs, only_left[len(pairs) :], only_right[len(pairs) :]


def _compare_field(product: Product, name: str) -> Iterable[Finding]:
    difference = compare(getattr(product, name))
    sku, column = product.sku, f"{name}_en"
    for en, zh in difference.models:
        yield say("catalog.text.model_differs", column=column, sku=sku, en=en, zh=zh)
    for en, zh in difference.differing:
        yield say("catalog.text.figure_differs", column=column, sku=sku, en=en, zh=zh)
    if difference.only_zh:
        yield say(
            "catalog.text.figure_missing_en",
            column=f"{name}_en",
            sku=sku,
            figures="、".join(difference.only_zh),
        )
    if difference.only_en:
        yield say(
            "catalog.text.figure_missing_zh",
            column=f"{name}_zh",
            sku=sku,
            figures=", ".join(difference.only_en),
        )
