"""A metric: one figure with its formula, and its exact value from whole inputs.

A metric is one input, or one input over another times a factor: Σ numerator / Σ denominator, never the mean
of ratios. A value is None when an input is unknown or the denominator is 0, and is then shown as "—".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from catalog.bilingual import Bilingual, Lang
from catalog.money import Money, exponent, format_money
from sales.counters import Counters

Unit = Literal["money", "count", "ratio", "minutes"]
#: `people` counts each person once (人数), `events` each time (次数).
Variant = Literal["people", "events"]
#: Input name → whole number, None when nobody knows. Amounts in minor units, spans in milliseconds.
Inputs = Mapping[str, int | None]


#: Orders belong to a show until 15 minutes after its end (`sales.window`).
SHOW_SPAN: Final = Bilingual(en="the show and 15 minutes after", zh="整场，含下播后 15 分钟")


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: `top`, or `top` × `factor` ÷ `below`.

    `window` names the span the inputs cover, `origin` where they come from: `orders` (the ledger) or `desk`
    (typed in by the desk, or from a platform's export).
    """

    id: str
    title: Bilingual
    formula: Bilingual
    unit: Unit
    top: str
    below: str | None = None
    factor: int = 1
    variant: Variant | None = None
    window: Bilingual = SHOW_SPAN
    origin: Literal["orders", "desk"] = "orders"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs it needs."""
        return (self.top,) if self.below is None else (self.top, self.below)


def order_inputs(
    counters: Counters,
    *,
    duration_ms: int | None = None,
    opening: int | None = None,
    stock_left: int | None = None,
    desk: Inputs | None = None,
) -> dict[str, int | None]:
    """The inputs that the ledger knows, with what the desk added.

    The out-of-pocket amount is None as soon as one paid line does not tell it.
    """
    return {
        "created_minor": counters.created_minor,
        "paid_minor": counters.paid_minor,
        "user_paid_minor": None if counters.user_paid_unknown else counters.user_paid_minor,
        "refund_minor": counters.refund_minor,
        "refund_1h_minor": counters.refund_1h_minor,
        "net_minor": counters.net_minor,
        "net_1h_minor": counters.net_1h_minor,
        "cod_minor": counters.cod_minor,
        "deposit_minor": counters.deposit_minor,
        "orders": counters.orders,
        "created_orders": counters.created_orders,
        "refund_orders": counters.refund_orders,
        "refund_1h_orders": counters.refund_1h_orders,
        "units": counters.units,
        "buyers": counters.known_buyers,
        "sold_net": counters.units - counters.restocked,
        "opening": opening,
        "stock_left": stock_left,
        "duration_ms": duration_ms,
        **(desk or {}),
    }


def compute(metric: Metric, inputs: Inputs) -> Fraction | None:
    """The exact value, None when an input is unknown or the denominator is 0.

    Money comes in minor units, spans in milliseconds; nothing is rounded here.
    """
    top = inputs.get(metric.top)
    if top is None:
        return None
    if metric.below is None:
        return Fraction(top)
    below = inputs.get(metric.below)
    if not below:
        return None
    return Fraction(top * metric.factor, below)


def format_value(metric: Metric, value: Fraction | None, *, currency: str, lang: Lang) -> str:
    """The value as people read it, "—" when unknown.

    Money is rounded half up to the minor unit, ratios to 0.01 %, counts shown whole unless they are rates.
    """
    if value is None:
        return "—"
    if metric.unit == "money":
        exponent(currency)
        return format_money(Money(round_half_up(value), currency), lang=lang)
    if metric.unit == "ratio":
        return f"{decimals(value * 100, 2)}%"
    if metric.unit == "minutes":
        return f"{decimals(value / 60_000, 2)} {'分钟' if lang == 'zh' else 'min'}"
    return f"{round_half_up(value):,}" if value.denominator == 1 else decimals(value, 2)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    size = (abs(value) * 2 + 1) // 2
    return int(size) if value >= 0 else -int(size)


def decimals(value: Fraction, places: int) -> str:
    """The value with a fixed number of decimals, rounded half up, thousands grouped.

    >>> decimals(Fraction(1547, 1000), 2)
    '1.55'
    """
    scaled = round_half_up(value * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}" + (f".{part:0{places}d}" if places else "")
