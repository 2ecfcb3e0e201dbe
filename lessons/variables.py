"""Variables in script lines: `{price}` and its like, filled at air time from live data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.bilingual import Bilingual, Lang
from catalog.finding import Finding
from lessons.gather import Findings

#: `{name}` in lower case with dots; other braces are ordinary text.
VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\}")

#: The variables an air line may hold, with what they stand for.
AIR_VARIABLES: Mapping[str, Bilingual] = {
    "price": Bilingual(zh="此刻的直播价", en="the live price at this moment"),
    "list_price": Bilingual(zh="划线价", en="the list price"),
    "stock": Bilingual(zh="剩余库存（件）", en="stock left, in pieces"),
    "product.title": Bilingual(zh="商品名", en="the product's title"),
}


def names(text: str) -> Iterator[str]:
    """The variable names in `text`, in order, repeats included."""
    return (match[1] for match in VARIABLE.finditer(text))


def fill(lines: Bilingual, values: Mapping[str, Bilingual]) -> tuple[Bilingual, tuple[Finding, ...]]:
    """`lines` with every known variable replaced, and a finding for each one that is not known.

    A variable takes the value in the language of its line; `{name.zh}` and `{name.en}` ask for one language.
    A value missing in that language counts as unknown. Unknown variables stay visible as they were written:
    a gap on the prompter would be read over, braces are not. Values are not searched for variables again.

    >>> fill(Bilingual(en="Now {price}"), {"price": Bilingual(en="¥69")})[0].en
    'Now ¥69'
    """
    found = Findings()
    zh = _fill(lines.zh, "zh", values, found)
    en = _fill(lines.en, "en", values, found)
    return Bilingual(en=en, zh=zh), found.all


def _fill(text: str | None, lang: Lang, values: Mapping[str, Bilingual], found: Findings) -> str | None:
    if text is None:
        return None

    def value(match: re.Match[str]) -> str:
        known = lookup(match[1], lang, values)
        if known is None:
            found.add("lessons.variable.unknown", column=lang, name=match[0])
            return match[0]
        return known

    return VARIABLE.sub(value, text)


def lookup(name: str, lang: Lang, values: Mapping[str, Bilingual]) -> str | None:
    """The text of one variable, None when it or its language is unknown."""
    if (whole := values.get(name)) is not None:
        return whole.get(lang)
    stem, _, asked = name.rpartition(".")
    part = values.get(stem)
    if part is None or asked not in ("zh", "en"):
        return None
    return part.zh if asked == "zh" else part.en
