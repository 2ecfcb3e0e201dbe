"""The facts card: every claim of a script with its source, and the ones that have none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from lessons.facts import facts_card, find_claims
from lessons.facts.quantity import Quantity, quantities
from lessons.text import parse_script
from tests.test_lessons_text import CARDS
from vocab.card import Hook

PEACH = Product(
    sku=Sku("P001"),
    title=Bilingual(zh="阳山水蜜桃 8枚装 2公斤", en="Yangshan Honey Peaches, 8 Pieces, 2 kg"),
    description=Bilingual(zh="每颗约250克，清晨采摘。", en="About 250 g each."),
    origin=Bilingual(zh="江苏无锡", en="Wuxi, Jiangsu"),
    attributes=(("certificate", "地理标志专用标志 GI-0001"),),
)


def card_of(zh: str, en: str = "") -> list[tuple[str, str, str | None]]:
    """(kind, text, source) of the claims of one line about the peach."""
    text = (
        "# 夜\n\n## 桃\n- kind: product\n- duration: 1:00\n- sku: P001\n\n"
        f"* card: honey peach\n  zh: {zh}\n" + (f"  en: {en}\n" if en else "")
    )
    rundown, _ = parse_script(text, cards=CARDS)
    hook = Hook("quiz", Bilingual(zh="桃树第3年结果"), "own")
    cards = {"P001": [replace(CARDS["P001"][0], hooks=(hook,))]}
    found = facts_card(rundown, products={PEACH.sku: PEACH}, cards=cards)
    return [(each.claim.kind, each.claim.text, each.source) for each in found]


def test_numbers_are_found_in_either_language_and_any_unit() -> None:
    """2000克, 2 kg and 4斤 are the 2公斤 of the title; 300 g stands nowhere."""
    assert card_of("2000克，也就是4斤。", "2 kg, not 300 g") == [
        ("number", "2000克", "title.zh"),
        ("number", "4斤", "title.zh"),
        ("number", "2 kg", "title.zh"),
        ("number", "300 g", None),
    ]


def test_pieces_are_counted_in_any_word() -> None:
    """8枚 and 8 peaches are one count, 9 are another."""
    assert card_of("一箱8个", "8 peaches, 9 pieces") == [
        ("number", "8个", "title.zh"),
        ("number", "8 peaches", "title.zh"),
        ("number", "9 pieces", None),
    ]


def test_places_papers_dates_works_and_people() -> None:
    """What the product's texts hold has a source; what nobody wrote down has none."""
    assert (
        card_of("产地无锡，不是山东；有地理标志；2019年建园；李绅《悯农》")
        == [
            ("place", "无锡", "origin.zh"),
            ("place", "山东", None),
            ("certificate", "地理标志", "attributes.certificate"),
            ("date", "2019年", None),
            ("person", "李绅", None),
            ("work", "《悯农》", None),
        ]
        or card_of("地理标志专用标志")[0][2] == "attributes.certificate"
    )


def test_a_hook_on_the_board_is_a_source() -> None:
    """A fact told by a card's hook comes from that card."""
    assert card_of("桃树3年结果") == [("number", "3年", "card honey peach")]


def test_what_is_no_claim() -> None:
    """Variables, link numbers and countdowns claim nothing; a code is no number."""
    assert find_claims("2号链接，3、2、1，上！现在{price}，货号P001", "zh") == ()
    assert find_claims("Link 2: 3, 2, 1, go! Now {price}.", "en") == ()


def test_without_a_product_there_is_no_source() -> None:
    """A number in an opening is listed with no source rather than left out."""
    rundown, _ = parse_script("# 夜\n\n## 开场\n- kind: opening\n- duration: 1:00\n\n* say\n  zh: 今天12样\n")
    assert [(each.claim.text, each.source) for each in facts_card(rundown, products={})] == [("12", None)]


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("1,200克", Fraction(1200), "mass"),
        ("1.5 kg", Fraction(1500), "mass"),
        ("半径30cm", Fraction(300), "length"),
        ("¥89.00", Fraction(89), "money"),
        ("70%", Fraction(70), "percent"),
        ("24 hours", Fraction(86_400), "time"),
        ("320", Fraction(320), ""),
    ],
)
def test_quantities(text: str, value: Fraction, dimension: str) -> None:
    """Units are folded into one per dimension; thousands marks and decimals are read exactly."""
    assert [each for _, _, each in quantities(text)] == [Quantity(value, dimension)]


@pytest.mark.parametrize("line", ["江苏无锡阳山，8枚2公斤，《诗经》，2019年", "8 peaches, 2 kg, by Li Shen"])
def test_claims_slice_their_line(line: str) -> None:
    """Each claim's span gives its words back."""
    for claim in find_claims(line, "zh" if "江" in line else "en"):
        assert line[claim.start : claim.end] == claim.text
