"""Amounts in a text, in English or Chinese, in one canonical unit: 2公升 is 2 L, 1斤 is 500 g, 单支 is one
piece.

Written figures are hard facts. Number words (two, 双, 半, a dozen) are soft: they can confirm a figure in the
other language, but a missing "two" is no fault. Factors are exact: pound and inch by the international
agreement of 1959, 斤 and 两 by China's metric definition (500 g, 50 g).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from catalog.cells import half_width

_G, _ML, _MM, _S = Fraction(1), Fraction(1), Fraction(1), Fraction(1)
_LB = Fraction(45359237, 100000)

_COUNTED = (
    "pc|pcs|piece|pieces|ea|pack|packs|bag|bags|box|boxes|bottle|bottles|can|cans|jar|jars|roll|rolls|sheet|sheets|"
    "pair|pairs|set|sets|tube|tubes|cup|cups|book|books|card|cards|page|pages|count|ct|sachet|sachets|pouch|"
    "pouches|stick|sticks|bar|bars|ply|tin|tins|volume|volumes|serving|servings|capsule|capsules|tablet|tablets|"
    "mask|masks|个|件|只|枚|片|支|瓶|袋|包|盒|本|双|卷|张|罐|条|颗|粒|块装|套|册|听|杯|抽|层|页|根|对|把|提|箱|份|头|串|桶|筒"
)

#: Dimension → spellings of each unit and how many base units it holds. Longest spelling wins.
_UNITS: dict[str, dict[str, Fraction]] = {
    "mass": {
        "mg|毫克|milligram|milligrams": Fraction(1, 1000),
        "g|克|gram|grams|gm": _G,
        "kg|kgs|千克|公斤|kilo|kilos|kilogram|kilograms": Fraction(1000),
        "斤|市斤|jin": Fraction(500),
        "两": Fraction(50),
        "t|吨|tonne|tonnes": Fraction(1_000_000),
        "lb|lbs|磅|pound|pounds": _LB,
        "oz|盎司|ounce|ounces": _LB / 16,
    },
    "volume": {
        "ml|毫升|milliliter|milliliters|millilitre|millilitres|cc": _ML,
        "cl|centiliter": Fraction(10),
        "l|升|公升|liter|liters|litre|litres": Fraction(1000),
    },
    "length": {
        "mm|毫米|millimeter|millimeters|millimetre|millimetres": _MM,
        "cm|厘米|公分|centimeter|centimeters|centimetre|centimetres": Fraction(10),
        "m|米|meter|meters|metre|metres": Fraction(1000),
        "km|千米|公里|kilometer|kilometers": Fraction(1_000_000),
        'in|inch|inches|英寸|寸|"': Fraction(254, 10),
        "ft|foot|feet|英尺": Fraction(3048, 10),
    },
    "time": {
        "s|sec|秒|second|seconds": _S,
        "min|mins|分钟|minute|minutes": Fraction(60),
        "h|hr|hrs|小时|个小时|hour|hours": Fraction(3600),
        "天|日|day|days": Fraction(86_400),
        "周|星期|week|weeks": Fraction(604_800),
        "个月|month|months": Fraction(2_592_000),
        "年|year|years": Fraction(31_536_000),
    },
    "percent": {"%|percent": Fraction(1)},
    "temperature": {"°c|℃|摄氏度|度": Fraction(1)},
    "power": {"w|瓦|watt|watts": Fraction(1), "kw|千瓦": Fraction(1000)},
    "charge": {"mah|毫安时|毫安": Fraction(1)},
    "energy": {"kcal|千卡|大卡|卡路里": Fraction(1), "kj|千焦": Fraction(1000, 4184)},
    "money CNY": {"元|块|yuan|rmb|cny": Fraction(1)},
    "count": {_COUNTED: Fraction(1)},
}

_SPELLINGS = {
    spelling: (dimension, factor)
    for dimension, units in _UNITS.items()
    for spellings, factor in units.items()
    for spelling in spellings.split("|")
}
_UNIT = "|".join(
    re.escape(spelling) + (r"(?![a-z])" if spelling[-1].isascii() and spelling[-1].isalpha() else "")
    for spelling in sorted(_SPELLINGS, key=len, reverse=True)
)
_SIGN = {
    "¥": "money CNY",
    "$": "money USD",
    "us$": "money USD",
    "hk$": "money HKD",
    "€": "money EUR",
    "£": "money GBP",
}
_HARD = re.compile(
    rf"(?P<sign>us\$|hk\$|[¥$€£])?(?<![A-Za-z0-9])(?<!\d[.,])(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?(?:/\d+)?)"
    rf"(?P<wan>万)?[\s-]*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MODEL = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?![A-Za-z0-9])"
)
_NOT_MODEL = re.compile(r"(?:A[345]|B[45]|V?\d?C|X{0,4}L|No)\d*", re.IGNORECASE)
_EN_WORDS = {
    word: Fraction(value)
    for value, words in enumerate(
        [
            "zero",
            "one,single,a,an,once",
            "two,double,twin,pair,twice",
            "three,triple",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve,dozen",
        ]
    )
    for word in words.split(",")
} | {"half": Fraction(1, 2), "hundred": Fraction(100), "quarter": Fraction(1, 4)}
_EN_WORD = re.compile(rf"\b(?:{'|'.join(_EN_WORDS)})\b", re.IGNORECASE)
_ZH_WORDS = {
    "一": 1,
    "单": 1,
    "两": 2,
    "双": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_ZH_NUMBER = re.compile(r"[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九单双]|半")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: `dimension` ("mass", "money CNY", "number" …), `value` in its base unit, `figure` as
    written.

    `text` is the piece it was read from. A count and a bare number differ in dimension only.
    """

    dimension: str
    value: Fraction
    figure: Fraction
    text: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """The written figures of a text, in order, each with its unit; model codes are left out."""
    if not _DIGIT.search(text):
        return ()
    return tuple(_hard(_without_models(text)))


def model_codes(text: str) -> tuple[str, ...]:
    """Codes of capitals and figures (`IK-2006`, `ND3`), in order; paper and clothing sizes are none."""
    if not _DIGIT.search(text):
        return ()
    return tuple(
        match[0]
        for match in _MODEL.finditer(text)
        if not _NOT_MODEL.fullmatch(match[0]) and len(match[0]) > 2
    )


def number_words(text: str) -> frozenset[Fraction]:
    """Values of the number words of a text, of either language."""
    words = {_EN_WORDS[word.lower()] for word in _EN_WORD.findall(text)}
    for match in _ZH_NUMBER.findall(text):
        if match == "半":
            words.add(Fraction(1, 2))
        elif "十" in match:
            tens, _, ones = match.partition("十")
            words.add(Fraction(_ZH_WORDS.get(tens, 1) * 10 + _ZH_WORDS.get(ones, 0)))
        else:
            words.add(Fraction(_ZH_WORDS[match]))
    return frozenset(words)


def _without_models(text: str) -> str:
    for code in model_codes(text):
        text = text.replace(code, " " * len(code))
    return text


def _hard(text: str) -> Iterator[Quantity]:
    for match in _HARD.finditer(half_width(text).replace("％", "%")):
        figure = match["figure"].replace(",", "")
        if "/" in figure:
            above, _, below = figure.partition("/")
            if "." in above or int(below) == 0:
                continue
            number = Fraction(int(above), int(below))
        else:
            number = Fraction(figure)
        if match["wan"]:
            number *= 10_000
        sign, unit = (match["sign"] or "").lower(), (match["unit"] or "").lower()
        if sign:
            yield Quantity(_SIGN[sign], number, number, match[0].strip())
        elif unit:
            dimension, factor = _SPELLINGS[unit]
            yield Quantity(dimension, number * factor, number, match[0].strip())
        else:
            yield Quantity("number", number, number, match[0].strip(" -"))
