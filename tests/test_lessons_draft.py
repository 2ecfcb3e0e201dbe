"""Drafts: chosen products and approved cards become a show that fills its time and invents nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.product import Product, Sku
from lessons.draft import UnknownTemplateError, draft, load_template, read_template, template_names
from lessons.draft.allot import Wish, allot
from lessons.draft.facts import points, short_title
from lessons.draft.plan import DraftError
from lessons.draft.template import template_text
from lessons.speech import SpeechRates, check_rundown, rates_of, timeline
from lessons.text import format_script, parse_script
from tests.test_lessons_text import make_card
from vocab.card import Card, Hook

MINUTE = 60_000
PEACH = Product(
    sku=Sku("P001"),
    title=Bilingual(en="Yangshan Honey Peaches, 8 Pieces, 2 kg", zh="阳山水蜜桃 8枚装 2公斤"),
    description=Bilingual(
        en="Hand-picked at dawn in Yangshan. About 250 g each. Ripe? Drink one through a straw.",
        zh="清晨在阳山人工采摘。每颗约250克。熟了吗？插吸管喝。",
    ),
    list_price=Money(8900, "CNY"),
    stock=1200,
    origin=Bilingual(en="Yangshan, Wuxi", zh="江苏无锡阳山"),
    tags=("引流款",),
    link_no="2",
)
WORDS = (("honey peach", "水蜜桃"), ("juicy", "多汁的"), ("fragrant", "香的"), ("ripe", "成熟的"))


def shelf(count: int) -> list[Product]:
    """`count` products with roles in turn."""
    roles = ("压轴款", "利润款", "引流款", "福利款")
    return [replace(PEACH, sku=Sku(f"X{n:03d}"), tags=(roles[n % 4],)) for n in range(count)]


def boards(products: Sequence[Product], status: str = "approved") -> dict[Sku, list[Card]]:
    """Four cards for each product."""
    return {
        product.sku: [make_card(word, gloss, product.sku, status) for word, gloss in WORDS]
        for product in products
    }


@pytest.mark.parametrize("template", template_names())
@pytest.mark.parametrize(("count", "minutes"), [(1, 5), (5, 30), (5, 720), (27, 90), (80, 720)])
def test_a_draft_fills_its_time_exactly(template: str, count: int, minutes: int) -> None:
    """The durations sum to the total to the millisecond, whatever the template and the products."""
    products = shelf(count)
    total = minutes * MINUTE + 7
    rundown, _ = draft(products, boards(products), template=template, total_ms=total)
    assert sum(segment.duration_ms for segment in rundown.segments) == total
    assert all(segment.duration_ms > 0 and segment.cues for segment in rundown.segments)
    assert {segment.sku for segment in rundown.segments} >= {product.sku for product in products}


@pytest.mark.parametrize("hours", [0.5, 2, 6, 12])
@pytest.mark.parametrize("count", [5, 27, 80, 439])
def test_a_draft_of_any_size_fills_its_time_and_keeps_every_start(count: int, hours: float) -> None:
    """5 to 439 products over half an hour to twelve: no impossible row, the time filled within 2 %.

    Where no template could say so many names in so little time, a finding says how much longer it must be.
    """
    products = shelf(count)
    total = int(hours * 60) * MINUTE
    start = datetime(2026, 6, 12, 12, tzinfo=UTC)
    rundown, findings = draft(products, boards(products), total_ms=total, start=start)
    slots = timeline(rundown)
    assert "impossible" not in {slot.state for slot in slots}
    assert abs(sum(slot.duration_ms for slot in slots) - total) <= total * 0.02
    assert slots[-1].end == start + timedelta(milliseconds=total)
    too_much = total / count < 25_000  # a name, a price and a link in both languages take that long
    assert ("over" in {slot.state for slot in slots}) <= too_much
    assert bool([each for each in findings if each.code == "lessons.draft.tight"]) <= too_much


@pytest.mark.parametrize("template", template_names())
def test_short_time_is_shared_by_need(template: str) -> None:
    """80 products in two hours: with every template each row has the time its shortest form takes."""
    products = shelf(80)
    rundown, _ = draft(products, boards(products), template=template, total_ms=120 * MINUTE)
    over = [slot for slot in timeline(rundown) if slot.state == "over"]
    shortest = sum(slot.estimate_ms for slot in timeline(rundown))
    assert not over or shortest > 120 * MINUTE


def test_a_draft_passes_its_own_checks_and_survives_the_text() -> None:
    """The script check finds nothing to say about a draft of complete products."""
    products = shelf(8)
    cards = boards(products)
    rundown, findings = draft(products, cards, total_ms=60 * MINUTE, hosts=("小禾", "Ben"))
    assert findings == ()
    assert check_rundown(rundown, products={each.sku: each for each in products}, cards=cards) == ()
    by_id = {card.id: card for row in cards.values() for card in row}
    assert parse_script(format_script(rundown, cards=by_id), cards=cards)[0] == rundown


def test_products_come_in_the_order_of_their_roles() -> None:
    """引流 → 福利 → 利润 → 压轴; the given order within a role."""
    rundown, _ = draft(shelf(8), {}, total_ms=60 * MINUTE)
    shown = [segment.sku for segment in rundown.segments if segment.kind == "product"]
    assert shown == ["X002", "X006", "X003", "X007", "X001", "X005", "X000", "X004"]


def test_a_long_night_rises_in_waves() -> None:
    """Four hours of eight products: two waves, each with its own finale."""
    rundown, _ = draft(shelf(8), {}, total_ms=240 * MINUTE)
    shown = [segment.sku for segment in rundown.segments if segment.kind == "product"]
    assert shown == ["X002", "X003", "X001", "X000", "X006", "X007", "X005", "X004"]


def test_the_lesson_stands_between_intro_and_price() -> None:
    """A product is introduced, taught, priced, linked: the order of the documented shows."""
    rundown, _ = draft([PEACH], boards([PEACH]), total_ms=15 * MINUTE)
    peach = next(segment for segment in rundown.segments if segment.kind == "product")
    kinds = [cue.kind for cue in peach.cues]
    assert kinds[0] == "say"
    assert kinds.index("card") < kinds.index("price") < kinds.index("link")
    board = next(cue for cue in peach.cues if cue.kind == "card")
    assert 3 <= len(board.card_ids) <= 5
    assert board.lines.zh == "上板书：honey peach 水蜜桃、juicy 多汁的、fragrant 香的、ripe 成熟的。"


def test_lines_are_cut_from_the_catalogue() -> None:
    """Facts come from the product's own text, languages paired; prices and stock stay variables."""
    rundown, _ = draft([PEACH], boards([PEACH]), total_ms=15 * MINUTE)
    peach = next(segment for segment in rundown.segments if segment.kind == "product")
    assert peach.cues[0].lines == Bilingual(
        zh="产地江苏无锡阳山。清晨在阳山人工采摘。",
        en="From Yangshan, Wuxi. Hand-picked at dawn in Yangshan.",
    )
    price = next(cue for cue in peach.cues if cue.kind == "price")
    assert price.lines.zh == "标价{list_price}，现在{price}。"
    assert not re.search(r"\{(?!price|list_price|stock)", format_script(rundown)), "no variable left unfilled"


def test_what_is_unknown_is_not_spoken_of() -> None:
    """A product with a Chinese title only: no English is made up for it, no origin, no price."""
    bare = Product(sku=Sku("B1"), title=Bilingual(zh="手工竹篮"))
    rundown, findings = draft([bare], {}, total_ms=10 * MINUTE)
    segment = next(each for each in rundown.segments if each.kind == "product")
    text = format_script(replace(rundown, segments=(segment,)))
    assert "产地" not in text and "From" not in text and "{price}" not in text
    assert segment.title == Bilingual(zh="手工竹篮")
    assert {each.code for each in findings} == {
        "lessons.draft.roles", "lessons.draft.few_cards", "lessons.draft.no_price",
    }  # fmt: skip


def test_only_approved_cards_reach_the_board() -> None:
    """A draft card is a guess: it stays off the board unless asked for, a rejected one always."""
    for status, unapproved, expected in (("draft", False, 0), ("draft", True, 4), ("rejected", True, 0)):
        rundown, _ = draft([PEACH], boards([PEACH], status), total_ms=15 * MINUTE, unapproved=unapproved)
        shown = {card for segment in rundown.segments for cue in segment.cues for card in cue.card_ids}
        assert len(shown) == expected, status


def test_the_hook_of_a_card_on_the_board_is_told() -> None:
    """One true thing about a word follows the board."""
    hook = Hook("phrase", Bilingual(zh="ripe 和 rip 差一个字母", en="ripe is not rip"), "own")
    cards = boards([PEACH])[PEACH.sku]
    cards[3] = replace(cards[3], hooks=(hook,))
    rundown, _ = draft([PEACH], {"P001": cards}, total_ms=15 * MINUTE)
    assert "ripe 和 rip 差一个字母" in format_script(rundown)


def test_a_review_asks_for_words_taught_before() -> None:
    """A review slot quizzes cards that stood on a board earlier in the show."""
    products = shelf(12)
    cards = {
        product.sku: [make_card(f"word{index}{letter}", "词", product.sku) for letter in "abc"]
        for index, product in enumerate(products)
    }
    rundown, _ = draft(products, cards, total_ms=90 * MINUTE)
    at = next(n for n, segment in enumerate(rundown.segments) if segment.kind == "lesson")
    before = {card for each in rundown.segments[:at] for cue in each.cues for card in cue.card_ids}
    asked = rundown.segments[at].cues[0].card_ids
    assert asked and set(asked) <= before


def test_too_many_products_are_said_and_squeezed() -> None:
    """80 products in ten minutes: the time still sums, and the finding gives both numbers."""
    products = shelf(80)
    rundown, findings = draft(products, boards(products), total_ms=10 * MINUTE)
    assert sum(segment.duration_ms for segment in rundown.segments) == 10 * MINUTE
    finding = next(each for each in findings if each.code == "lessons.draft.too_short")
    assert finding.what.en is not None and "10:00" in finding.what.en


@pytest.mark.parametrize("template", template_names())
def test_no_products_is_a_finding(template: str) -> None:
    """Without products the draft holds what is left of the template and says so."""
    rundown, findings = draft([], {}, template=template, total_ms=30 * MINUTE)
    assert "lessons.draft.no_products" in {each.code for each in findings}
    if rundown.segments:
        assert sum(segment.duration_ms for segment in rundown.segments) == 30 * MINUTE


def test_misuse_is_named() -> None:
    """A show without time, a naive start and an unknown template are errors of the caller, said in words."""
    with pytest.raises(DraftError, match="total_ms is 0"):
        draft([], {}, total_ms=0)
    with pytest.raises(DraftError, match="time zone"):
        draft([], {}, total_ms=1, start=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(UnknownTemplateError, match="classic_wave"):
        draft([], {}, total_ms=1, template="opera")


@pytest.mark.parametrize("name", template_names())
def test_shipped_templates_read_clean_in_both_languages(name: str) -> None:
    """Every template reads without findings, and each title and line of it has both languages."""
    template = load_template(name)
    assert not read_template((load_text(name)), name=name)[1]
    for block in template.blocks:
        assert block.min_ms <= block.ideal_ms <= block.max_ms, block.segment.title
        assert block.segment.title.zh and block.segment.title.en
        for cue in block.segment.cues:
            assert bool(cue.lines.zh) == bool(cue.lines.en), cue


def load_text(name: str) -> str:
    """The text of a shipped template."""
    from lessons.draft.template import FOLDER

    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_an_edited_template_is_used_as_text() -> None:
    """A planner's own template is its text; bad steering in it is a finding, the rest is used."""
    text = (
        "# 我的 | Mine\n\n## {product} | {product}\n"
        "- for: sometimes\n- kind: product\n- duration: 1:00\n\n* say\n"
    )
    rundown, findings = draft([PEACH], boards([PEACH]), template=text, total_ms=MINUTE)
    assert [each.code for each in findings][:1] == ["lessons.template.use"]
    assert len(rundown.segments) == 1


@pytest.mark.parametrize(
    ("zh", "en", "short"),
    [
        ("阳山水蜜桃 8枚装", "Yangshan Honey Peaches, 8 Pieces", ("阳山水蜜桃", "Yangshan Honey Peaches")),
        ("T恤", "T-shirt (black)", ("T恤", "T-shirt")),
        (None, "Rice", (None, "Rice")),
    ],
)
def test_short_titles(zh: str | None, en: str | None, short: tuple[str | None, str | None]) -> None:
    """A title is cut at its first break, never rewritten."""
    title = short_title(Product(sku=Sku("1"), title=Bilingual(en=en, zh=zh)))
    assert (title.zh, title.en) == short


def test_points_are_short_pieces_of_the_description() -> None:
    """A question makes no cue, a long sentence is cut at a clause, decimals are no sentence ends."""
    product = replace(
        PEACH,
        description=Bilingual(
            zh="切成1.5毫米薄片，小锅油炸，撒一点海盐，装进可以重新封口的袋子里。好吃吗？每袋75克。",
            en="Sliced 1.5 mm thick. Tasty? 75 g a bag.",
        ),
    )
    assert points(product) == (
        Bilingual(zh="切成1.5毫米薄片，小锅油炸，撒一点海盐", en="Sliced 1.5 mm thick"),
        Bilingual(zh="每袋75克", en="75 g a bag"),
    )


@given(
    st.integers(1, 10**8),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=30),
)
@settings(max_examples=80, deadline=None)
def test_time_is_shared_out_to_the_millisecond(total: int, wishes: list[tuple[int, int, int]]) -> None:
    """Durations sum to the total, none is negative, and bounds hold (to a second) when they can."""
    slots = [Wish(ideal, ideal // low, ideal * high) for ideal, low, high in wishes]
    durations = allot(total, slots)
    assert sum(durations) == total
    assert min(durations) >= 0
    if sum(slot.least for slot in slots) <= total <= sum(slot.most for slot in slots):
        for slot, duration in zip(slots[:-1], durations[:-1], strict=True):
            assert slot.least - 1000 <= duration <= slot.most + 1000


def test_a_template_s_rates_hold_for_its_drafts() -> None:
    """Slow hosts: the rates of the template's head cut the draft to the time, and stand in the script."""
    text = template_text("one_product_5min").replace("\n\n", "\n- zh_rate: 120\n- en_rate: 60\n\n", 1)
    rundown, _ = draft([PEACH], {}, template=text, total_ms=8 * 60_000)
    assert rundown.details == (("zh_rate", "120"), ("en_rate", "60"))
    assert rates_of(rundown) == SpeechRates(zh_chars_per_min=120, en_words_per_min=60)
    assert all(slot.state == "fine" for slot in timeline(rundown))
