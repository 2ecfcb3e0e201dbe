"""The right sense of words that have several: the failure cases of the reference."""

from __future__ import annotations

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def gloss(
    extractor: Extractor, word: str, en: str, zh: str, title: tuple[str, str] = ("Item", "商品")
) -> Card:
    item = Product(Sku("1"), Bilingual(*title), Bilingual(en, zh))
    [(_, cards, _)] = extractor.extract([item], limit=12, audience="chuzhong")
    found = [c for c in cards if c.lemma == word]
    assert found, [c.lemma for c in cards]
    return found[0]


@pytest.mark.parametrize(
    ("word", "en", "zh", "wanted"),
    [
        ("chip", "Thin potato slices: each chip is crunchy.", "土豆切薄片，每片薯片都松脆。", "薯片"),
        ("chip", "A fast chip runs the phone.", "高速芯片驱动手机。", "芯片"),
        ("spring", "A steel spring sits in the pillow.", "枕头里有钢制弹簧。", "弹簧"),
        ("tender", "The beef is tender and rich.", "牛肉鲜嫩，味道浓郁。", "嫩"),
        ("rich", "The broth is rich and hot.", "汤浓郁热乎。", "浓郁"),
        ("crisp", "Crisp apples from the hills.", "山里来的脆苹果。", "脆"),
        ("filter", "The filter cleans the water.", "过滤器净化水质。", "过滤器"),
        ("seasoning", "A sachet of seasoning for the noodles.", "附一包调味料，拌面用。", "调味料"),
        ("dried", "The dates are dried by the wind.", "枣子由风吹干。", "干"),
        ("organic", "Organic millet from the north.", "北方有机小米。", "有机"),
        ("lens", "The lenses are polarised.", "镜片为偏光。", "镜片"),
        ("mint", "With a hint of mint.", "带一丝薄荷味。", "薄荷"),
    ],
)
def test_the_text_chooses_the_sense(extractor: Extractor, word: str, en: str, zh: str, wanted: str) -> None:
    """The product's own Chinese decides between dictionary senses, and is quoted."""
    card = gloss(extractor, word, en, zh)
    assert wanted in card.gloss
    assert card.evidence == "bilingual"
    assert not card.check


@pytest.mark.parametrize(
    ("compound", "en", "zh", "wanted"),
    [
        ("power bank", "A power bank for long trips.", "长途出行必备充电宝。", "充电宝"),
        ("cherry tomato", "Sweet cherry tomatoes in a box.", "盒装甜圣女果。", "圣女果"),
        ("hot pot", "Sliced lamb for hot pot.", "羊肉片，涮火锅用。", "火锅"),
        ("frying pan", "A free frying pan in each set.", "每套送煎锅一口。", "煎锅"),
        ("soy sauce", "Braise it with soy sauce.", "用酱油红烧。", "酱油"),
    ],
)
def test_compounds_are_one_card(extractor: Extractor, compound: str, en: str, zh: str, wanted: str) -> None:
    """A compound is taught whole: hot pot is no pot that is hot."""
    assert gloss(extractor, compound, en, zh).gloss == wanted


def test_chinese_that_does_not_say_the_word_is_not_quoted(extractor: Extractor) -> None:
    """A text that is no translation gives no bilingual evidence."""
    card = gloss(extractor, "crisp", "Crisp apples from the hills.", "全场包邮，欢迎选购。")
    assert card.evidence != "bilingual"
    assert card.evidence_span is None
