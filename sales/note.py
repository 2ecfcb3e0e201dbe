"""What stands behind a number: its name, formula, inputs, as-of time and state, in both languages.

Every figure on every screen can be asked for this: by hovering, by the keyboard, by a finger.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from catalog.bilingual import Bilingual, Lang
from catalog.money import Money, format_money
from sales.metric import Inputs, Metric, decimals
from sales.metrics import INPUT_NAMES

#: Texts of a note, per language.
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "as_of": "截至 {at}",
        "final": "已结算",
        "provisional": "暂计",
        "unknown": "时间未知",
        "min": " 分钟",
        "read": "抄录自平台",
    },
    "en": {
        "as_of": "as of {at}",
        "final": "settled",
        "provisional": "provisional",
        "unknown": "time unknown",
        "min": " min",
        "read": "read off the platform",
    },
}


def note_lines(
    metric: Metric, inputs: Inputs, *, currency: str, as_of: str | None, final: bool, lang: Lang
) -> tuple[str, ...]:
    """Name and formula; the inputs with their values; as-of time and state.

    `as_of` is the local time as text. Unknown inputs are "—".
    """
    words = _WORDS[lang]
    told = (
        f"{INPUT_NAMES[name].best(lang)} {input_text(name, inputs, currency, lang)}" for name in metric.inputs
    )
    when = words["as_of"].format(at=as_of) if as_of is not None else words["unknown"]
    state = words["final"] if final else words["provisional"]
    tail = [when, words["read"], state] if metric.origin == "desk" else [when, state]
    equals = "＝" if lang == "zh" else " = "
    return (
        f"{metric.title.best(lang)}{equals}{metric.formula.best(lang)}",
        " · ".join(told),
        " · ".join(tail),
    )


def note(metric: Metric, inputs: Inputs, *, currency: str, as_of: str | None, final: bool) -> Bilingual:
    """The note in both languages, its lines joined by line breaks."""
    zh, en = (
        "\n".join(note_lines(metric, inputs, currency=currency, as_of=as_of, final=final, lang=lang))
        for lang in ("zh", "en")
    )  # fmt: skip
    return Bilingual(en=en, zh=zh)


def input_text(name: str, inputs: Inputs, currency: str, lang: Lang) -> str:
    """An input as people read it: an amount, minutes, or a count; "—" when unknown."""
    value = inputs.get(name)
    if value is None:
        return "—"
    if name.endswith("_minor"):
        return format_money(Money(value, currency), lang=lang)
    if name.endswith("_ms"):
        return decimals(_minutes(value), 2) + _WORDS[lang]["min"]
    return f"{value:,}"


def _minutes(ms: int) -> Fraction:
    return Fraction(ms, 60_000)
