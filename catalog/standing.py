"""What stands against one product, and the fixes that need no judgement beyond a yes.

A fix is the whole product as it would be: the caller shows what changes and writes it, or does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.bilingual import Bilingual
from catalog.checks import check_product, compare
from catalog.fields import get_field, set_field
from catalog.finding import Finding
from catalog.messages import say
from catalog.money import Money, format_money
from catalog.price import JUMP_FACTOR, guard, in_force, jumped
from catalog.product import PriceWindow, Product


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding: a stable name, what it does in words, and the product after it."""

    name: str
    words: Bilingual
    product: Product


def product_findings(
    product: Product, *, last: Money | None = None, jump: int = JUMP_FACTOR
) -> tuple[Finding, ...]:
    """Price guard, both languages, and what a show needs: errors first, each finding once.

    `last` and `jump` are the guard's: the price before this one, and the factor that makes a jump of it.
    """
    found = [*guard(product), *jumped(product, last, jump=jump), *check_product(product)]
    if not product.description:
        found.append(say("catalog.product.no_description", column="description", sku=product.sku))
    if product.list_price is None and not product.price_windows:
        found.append(say("catalog.product.no_price", column="list_price", sku=product.sku))
    if product.stock is None:
        found.append(say("catalog.product.no_stock", column="stock", sku=product.sku))
    rank = {"error": 0, "warn": 1, "info": 2}
    return tuple(sorted(found, key=lambda item: rank[item.severity]))


def fixes(product: Product, finding: Finding, *, last: Money | None = None) -> tuple[Fix, ...]:
    """The mechanical ways to mend that finding; none where a person must think. `last` is the last price.

    Prices are only ever raised to the floor or the cost, lowered to the list price, or put back to the last
    one: each is a figure that the product itself holds or held.
    """
    code = finding.code
    if code == "catalog.text.model_differs":
        return tuple(_models(product, (finding.where.column or "").removesuffix("_en")))
    if code in ("catalog.price.below_floor", "catalog.price.below_cost"):
        limit = product.floor_price if code.endswith("floor") else product.cost
        return tuple(_raised(product, limit)) if limit is not None else ()
    if code == "catalog.price.above_list":
        return tuple(_lowered(product))
    if code == "catalog.price.jump" and last is not None:
        return tuple(_back(product, last))
    if code == "catalog.price.coupon_above_price":
        kept = tuple(window for window in product.price_windows if window.kind != "coupon")
        words = Bilingual(zh="去掉优惠券", en="Take the coupons away")
        return (Fix("no_coupon", words, replace(product, price_windows=kept)),)
    return ()


def _models(product: Product, field: str) -> Iterator[Fix]:
    """The code of one language written into the other's text."""
    text: Bilingual = getattr(product, field)
    pair = next(iter(compare(text).models), None)
    if pair is None or text.en is None or text.zh is None:
        return
    en, zh = pair
    for name, lang, wrong, right in (("model_en", "zh", zh, en), ("model_zh", "en", en, zh)):
        held = get_field(product, f"{field}.{lang}")
        if wrong in held:
            words = Bilingual(zh=f"都改成 {right}", en=f"Use {right} in both")
            yield Fix(name, words, set_field(product, f"{field}.{lang}", held.replace(wrong, right)))


def _back(product: Product, last: Money) -> Iterator[Fix]:
    """The usual price as it was before: in the first live window, else as the list price."""
    live = [window for window in product.price_windows if window.kind == "live"]
    first = min(live, key=lambda window: (window.start, window.end), default=None)
    if first is None:
        mended = replace(product, list_price=last)
    else:
        windows = (replace(w, price=last) if w is first else w for w in product.price_windows)
        mended = replace(product, price_windows=tuple(windows))
    zh, en = format_money(last, lang="zh"), format_money(last, lang="en")
    yield Fix("back", Bilingual(zh=f"改回 {zh}", en=f"Back to {en}"), mended)


def _off(product: Product, window: PriceWindow) -> int:
    """What coupons take off at the dearest instant of a window, in minor units."""
    edges = {window.start} | {w.start for w in product.price_windows if window.start <= w.start < window.end}
    return max(
        sum(w.price.minor for w in in_force(product, at) if w.kind == "coupon") for at in sorted(edges)
    )


def _raised(product: Product, limit: Money) -> Iterator[Fix]:
    """Every live and flash price that nets less than the limit, raised so that it nets the limit."""
    windows, changed, to = [], False, limit
    for window in product.price_windows:
        if window.kind != "coupon" and window.price.currency == limit.currency:
            least = Money(limit.minor + _off(product, window), limit.currency)
            if window.price < least:
                window, changed, to = replace(window, price=least), True, least
        windows.append(window)
    if changed:
        zh, en = format_money(to, lang="zh"), format_money(to, lang="en")
        words = Bilingual(zh=f"售价提到 {zh}", en=f"Raise the price to {en}")
        yield Fix("raise", words, replace(product, price_windows=tuple(windows)))


def _lowered(product: Product) -> Iterator[Fix]:
    """Every live and flash price above the list price, lowered to it."""
    listed = product.list_price
    if listed is None:
        return
    windows = tuple(
        replace(window, price=listed)
        if window.kind != "coupon" and window.price.currency == listed.currency and listed < window.price
        else window
        for window in product.price_windows
    )
    words = Bilingual(
        zh=f"售价降到划线价 {format_money(listed, lang='zh')}",
        en=f"Lower the price to the list price {format_money(listed, lang='en')}",
    )
    yield Fix("lower", words, replace(product, price_windows=windows))
