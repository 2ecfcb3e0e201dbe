"""Numbers with their units, made comparable across both languages: 2公斤 and 2 kg are one quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

#: Lines whose quantities are held: a script of 500 segments says 4 000, an edit changes one of them.
_LINES = 16_384
#: Unit spellings → (dimension, factor to its base unit). Pieces of any kind are one dimension: languages
#: count the same thing in different words (8枚, 8 peaches).
_UNITS: dict[str, tuple[str, Fraction]] = {}


def _add(dimension: str, factor: Fraction | int, spellings: str) -> None:
    _UNITS.update({each: (dimension, Fraction(factor)) for each in spellings.split()})


_add("mass", 1, "克 g gram grams")
_add("mass", 1000, "公斤 千克 kg kilo kilos kilogram kilograms")
_add("mass", 500, "斤 市斤")
_add("mass", 50, "两")
_add("mass", Fraction(1, 1000), "毫克 mg")
_add("volume", 1, "毫升 ml milliliters millilitres")
_add("volume", 1000, "升 公升 l liter liters litre litres")
_add("length", 1, "毫米 mm")
_add("length", 10, "厘米 公分 cm")
_add("length", 1000, "米 m meter meters metre metres")
_add("length", 1_000_000, "公里 千米 km kilometers kilometres")
_add("time", 1, "秒 秒钟 second seconds s")
_add("time", 60, "分钟 minute minutes min mins")
_add("time", 3600, "小时 hour hours h")
_add("days", 1, "天 日 day days")
_add("days", 7, "周 星期 week weeks")
_add("months", 1, "个月 month months")
_add("months", 12, "年 year years")
_add("degrees", 1, "度 ℃ °c °C degrees degree")
_add("percent", 1, "% 成")
_add("energy", 1, "毫安时 mah mAh")
_add("yarn", 1, "姆米 momme")
_add("money", 1, "元 块 块钱 yuan rmb")
_UNIT = "|".join(sorted((re.escape(each) for each in _UNITS), key=len, reverse=True))
_PIECES = "枚|个|颗|片|盒|包|袋|瓶|条|支|件|只|箱|块|根|套|双|本|册|页|人|种|层|次|道|首|粒|张|份|罐|杯|朵"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\w.{{])(?P<currency>[¥￥$])?\s?(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<unit>{_UNIT})(?![A-Za-z])|(?P<piece>{_PIECES})|\s(?P<noun>[a-z]+s)\b)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its base unit; `dimension` is the kind of unit, `pieces` for counted things."""

    value: Fraction
    dimension: str

    def agrees(self, other: Quantity) -> bool:
        """The same amount of the same thing; a bare number agrees with a count of it."""
        loose = {"", "pieces"}
        same = self.dimension == other.dimension or {self.dimension, other.dimension} <= loose
        return same and self.value == other.value


@lru_cache(maxsize=_LINES)
def quantities(text: str) -> tuple[tuple[int, int, Quantity], ...]:
    """The quantities in `text` with their spans; numbers inside words and codes (P001) are none."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[int, int, Quantity]]:
    for match in _QUANTITY.finditer(text):
        value = Fraction(match["number"].replace(",", ""))
        start = match.start("currency") if match["currency"] else match.start("number")
        if match["currency"]:
            yield start, match.end(), Quantity(value, "money")
        elif match["unit"]:
            dimension, factor = _UNITS[match["unit"]]
            yield start, match.end(), Quantity(value * factor, dimension)
        elif match["piece"] or match["noun"]:
            yield start, match.end(), Quantity(value, "pieces")
        else:
            yield start, match.end("number"), Quantity(value, "")
