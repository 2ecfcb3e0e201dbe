"""Exemptions: why a wording that a rule finds may stand. Each looks at one sentence only.

Sources: 广告绝对化用语执法指南 (2023) art. 5–6 for self-comparison, usage tips, grades, trade names and dated
facts; art. 7 puts the burden of proof on the seller, hence `source` and `evidence`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.money import MoneyError, parse_money
from catalog.product import Product
from lessons.compliance.normal import base_view

#: `quiet`: no finding at all. `info`: shown, with the exemption. `worse`: the catalogue contradicts: block.
Effect = Literal["quiet", "info", "worse"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's hit in its sentence: `text` is the sentence, `start`/`end` the hit in it."""

    text: str
    start: int
    end: int
    whole: str

    @property
    def word(self) -> str:
        """The words hit."""
        return self.text[self.start : self.end]

    @property
    def rest(self) -> str:
        """The sentence without the words hit."""
        return self.text[: self.start] + " " + self.text[self.end :]


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows, in normalised form."""

    products: Sequence[Product] = ()
    brands: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def know(products: Sequence[Product]) -> Known:
    """The trade names and documents of the products."""
    brands: list[str] = []
    titles: list[str] = []
    documents: list[str] = []
    for product in products:
        if product.brand:
            plain = base_view(product.brand).text
            brands += [plain, *re.findall(r"[\u3400-\u9fff]{2,}|[a-z][a-z0-9&' .-]+[a-z0-9]", plain)]
        for title in (product.title.zh, product.title.en):
            if title:
                titles += [base_view(title).text]
        for _, value in documents_of(product):
            parts = re.split(r"[;,、(（）)\s]+", base_view(value).text)
            documents += [part for part in parts if len(part) > 2]
    return Known(products, tuple(dict.fromkeys(brands)), tuple(titles), tuple(documents))


def documents_of(product: Product) -> tuple[tuple[str, str], ...]:
    """The papers of a product: attributes whose name is that of a certificate, a report, an award …"""
    return tuple(
        (name, value)
        for name, value in product.attributes
        if _DOCUMENT.search(name.lower()) and value.strip()
    )


def _patterns(name: str) -> re.Pattern[str]:
    """The wordings of one exemption, one pattern."""
    return re.compile("|".join(f"(?:{each})" for each in _WORDINGS[name]), re.ASCII)


_WORDINGS = tomllib.loads((Path(__file__).parent / "exemptions.toml").read_text(encoding="utf-8"))
_QUOTES, _TEACHING, _LESSON = _patterns("quotes"), _patterns("teaching"), _patterns("lesson")
_ASKED, _NAMED = _patterns("asked_after"), _patterns("named_before")
_SELF, _BOAST, _SOURCE = _patterns("self"), _patterns("boast"), _patterns("source")
_STORY = _patterns("story")
_NOTICE, _NEGATION, _LABEL = _patterns("notice"), _patterns("negation_before"), _patterns("label")
_DOCUMENT = _patterns("document_names")
_NUMBER = re.compile(r"\d+(?:\.\d{1,2})?")
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZH_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_EN_NUMBERS = dict(one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10)  # noqa: C408


def _grammar(hit: Hit, known: Known) -> Effect | None:
    quoted = any(match.start() < hit.start and hit.end < match.end() for match in _QUOTES.finditer(hit.text))
    if quoted and _TEACHING.search(hit.rest):
        return "info"
    if _LESSON.search(hit.rest) or _ASKED.match(hit.text, hit.end) or _NAMED.search(hit.text[: hit.start]):
        return "info"
    return None


def _story(hit: Hit, known: Known) -> Effect | None:
    return "info" if _STORY.search(hit.rest) else None


def _self(hit: Hit, known: Known) -> Effect | None:
    return "info" if _SELF.search(hit.text) and not _BOAST.search(hit.text) else None


def _source(hit: Hit, known: Known) -> Effect | None:
    return "info" if _SOURCE.search(hit.text) else None


def _evidence(hit: Hit, known: Known) -> Effect | None:
    return "info" if any(document in hit.text for document in known.documents) else None


def _trade(hit: Hit, known: Known) -> Effect | None:
    """The words stand inside a brand of the catalogue, an article before it aside."""
    start = hit.start + len(hit.word) - len(hit.word.removeprefix("the ").lstrip())
    for brand in known.brands:
        at = hit.text.find(brand)
        while at >= 0:
            if at <= start and hit.end <= at + len(brand):
                return "quiet"
            at = hit.text.find(brand, at + 1)
    return None


def _price(hit: Hit, known: Known) -> Effect | None:
    """The price named after the words is the catalogue's (fine), or no product's (worse)."""
    if re.search(r"涨|恢复|提价|错过|仅限|只限|最后|\b(?:price|chance|today|hurry|ends?)", hit.word) and any(
        product.price_windows for product in known.products
    ):
        return "info"
    match = _NUMBER.search(hit.text, hit.end if not hit.word[-1:].isdigit() else hit.start)
    if match is None or match.start() - hit.end > 8 or not known.products:
        return None
    for product in known.products:
        listed = product.list_price
        try:
            if listed is not None and parse_money(match[0], currency=listed.currency) == listed:
                return "info"
        except MoneyError:
            return None
    priced = [product for product in known.products if product.list_price is not None]
    return "worse" if len(known.products) == len(priced) == 1 else None


def _stock(hit: Hit, known: Known) -> Effect | None:
    """The number of pieces named agrees with the stock (fine) or is below it (worse)."""
    claimed = _count(hit.word)
    if claimed is None or len(known.products) != 1 or known.products[0].stock is None:
        return None
    return "worse" if known.products[0].stock > claimed else "info"


def _count(text: str) -> int | None:
    """The whole number in a claim such as 最后三十单, None for 几 and words we do not count."""
    if match := re.search(r"\d+", text):
        return int(match[0])
    for word in re.findall(r"[a-z]+", text):
        if word in _EN_NUMBERS:
            return _EN_NUMBERS[word]
    digits = re.search(r"[一二三四五六七八九十百千万两]+", text)
    if digits is None:
        return None
    total, unit = 0, 0
    for char in digits[0]:
        if char == "万":
            total, unit = (total + unit) * 10_000, 0
        elif char in _ZH_UNITS:
            total, unit = total + (unit or 1) * _ZH_UNITS[char], 0
        else:
            unit = _ZH_DIGIT[char]
    return total + unit


def _notice(hit: Hit, known: Known) -> Effect | None:
    return "quiet" if _NOTICE.search(hit.whole) else None


def _negation(hit: Hit, known: Known) -> Effect | None:
    return "quiet" if _NEGATION.search(hit.text[: hit.start]) else None


def _label(hit: Hit, known: Known) -> Effect | None:
    return "quiet" if _LABEL.search(hit.text) else None


def _material(hit: Hit, known: Known) -> Effect | None:
    """The words are part of a title in the catalogue: a name, not praise."""
    return "info" if any(title and title in hit.text for title in known.titles) else None


#: The exemptions by the name rules use, each with its reason in both languages.
EXEMPTIONS: Mapping[str, tuple[Callable[[Hit, Known], Effect | None], Bilingual]] = {
    "grammar": (_grammar, Bilingual(zh="在讲单词或语法", en="a word is taught")),
    "story": (_story, Bilingual(zh="在讲书里的内容", en="told from a book")),
    "self": (_self, Bilingual(zh="只和自家商品比", en="compared with one's own goods")),
    "source": (_source, Bilingual(zh="写明了出处", en="the source is given")),
    "evidence": (_evidence, Bilingual(zh="商品库里有对应证书", en="the catalogue holds the document")),
    "trade": (_trade, Bilingual(zh="商品库里的品牌名", en="a brand of the catalogue")),
    "price": (_price, Bilingual(zh="与商品库的价格一致", en="agrees with the catalogue's price")),
    "stock": (_stock, Bilingual(zh="与库存一致", en="agrees with the stock")),
    "notice": (_notice, Bilingual(zh="同段有“本品不能代替药物”", en="the notice stands beside it")),
    "negation": (_negation, Bilingual(zh="是否定的说法", en="it is denied")),
    "label": (_label, Bilingual(zh="已说明标识", en="it is labelled")),
    "material": (_material, Bilingual(zh="商品名里的字", en="part of a product's name")),
}  # fmt: skip
