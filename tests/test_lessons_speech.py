"""Speech time, the plan on the clock, and the checks before air."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.product import Product, Sku
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.speech import (
    DEFAULT_RATES,
    SpeechRates,
    check_rundown,
    estimate_cue,
    estimate_segment,
    rates_of,
    speech_ms,
    timeline,
)
from lessons.speech.rates import count_speech
from lessons.text import parse_script
from lessons.variables import fill
from tests.test_lessons_text import CARDS, PEACH, make_card
from vocab.card import CardId

MINUTE = 60_000
EIGHT = datetime(2026, 6, 12, 12, tzinfo=UTC)


def cue(number: int = 1, *, zh: str | None = "你好", en: str | None = "Hello", **fields: object) -> Cue:
    """A spoken cue."""
    made = Cue(CueId(f"c{number}"), "say", Bilingual(en=en, zh=zh))
    return replace(made, **fields)  # type: ignore[arg-type]


def segment(number: int, minutes: float, *, start: datetime | None = None, **fields: object) -> Segment:
    """A segment of so many minutes with one short cue."""
    made = Segment(
        SegmentId(f"s{number:02d}"), "product", Bilingual(en=f"No. {number}", zh=f"第{number}段"),
        int(minutes * MINUTE), (cue(number),), hard_start=start,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def show(*segments: Segment, start: datetime | None = EIGHT) -> Rundown:
    """A show of these segments."""
    return Rundown(Bilingual(zh="夜"), start, "Asia/Shanghai", segments)


@pytest.mark.parametrize(
    ("text", "lang", "counted"),
    [
        ("水蜜桃，来自无锡。", "zh", (7, 0)),
        ("举起 honey peach 白板", "zh", (4, 2)),
        ("约250克", "zh", (5, 0)),
        ("70%可可", "zh", (7, 0)),
        ("1.5毫米", "zh", (5, 0)),
        ("It's hand-picked at dawn.", "en", (0, 5)),
        ("About 250 g, 70% off", "en", (0, 8)),
        ("现在{price}。", "zh", (7, 0)),
        ("Now {price}!", "en", (0, 5)),
        ("", "zh", (0, 0)),
    ],
)
def test_what_is_said_is_counted(text: str, lang: str, counted: tuple[int, int]) -> None:
    """Characters and words are counted apart; numbers are read in the line's language; marks are silent."""
    assert count_speech(text, lang) == counted  # type: ignore[arg-type]


def test_two_rates() -> None:
    """240 characters or 120 words make a minute, as set; both together make their sum."""
    assert speech_ms("字" * 240, "zh") == MINUTE
    assert speech_ms(" ".join(["word"] * 120), "en") == MINUTE
    slow = SpeechRates(zh_chars_per_min=120, en_words_per_min=60)
    assert speech_ms("字" * 240 + " word", "zh", slow) == 2 * MINUTE + 1000
    assert speech_ms(None, "zh") == 0


def test_a_cue_takes_its_words_its_board_and_its_hands() -> None:
    """A price cue with both lines and a board: 1 s + 1 s speech, 5 s countdown, 6 s a word."""
    made = cue(zh="字字字字", en="two words", kind="price", card_ids=(CardId("a"), CardId("b")))
    assert estimate_cue(made) == 1000 + 1000 + 5000 + 2 * 6000
    assert estimate_cue(made, SpeechRates(languages=("zh",), card_ms=0)) == 1000 + 5000


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 5)), min_size=1, max_size=20)
)
@settings(max_examples=60, deadline=None)
def test_the_estimate_is_the_exact_sum(cues: list[tuple[int, int, int]]) -> None:
    """A segment's estimate equals chars/240 + words/120 minutes plus boards, within 1 ms a cue."""
    made = tuple(
        cue(n, zh="字" * chars or None, en="w " * words or None, card_ids=(CardId("x"),) * cards)
        for n, (chars, words, cards) in enumerate(cues)
    )
    exact = sum(chars * 250 + words * 500 + cards * 6000 for chars, words, cards in cues)
    assert abs(estimate_segment(segment(1, 5, cues=made)) - exact) <= len(cues)


def test_the_plan_follows_the_clock() -> None:
    """Each segment starts where the one before ends; skipped ones take no time."""
    plan = timeline(show(segment(1, 5), segment(2, 10, skip=True), segment(3, 3)))
    assert [slot.start for slot in plan] == [
        EIGHT,
        EIGHT + timedelta(minutes=5),
        EIGHT + timedelta(minutes=5),
    ]
    assert [slot.state for slot in plan] == ["fine", "skipped", "fine"]
    assert plan[-1].end == EIGHT + timedelta(minutes=8)


def test_a_hard_start_too_early_is_impossible_and_a_late_one_leaves_a_gap() -> None:
    """20:03 after five minutes of plan is two minutes late; 20:15 after ten leaves five empty."""
    late, gap = EIGHT + timedelta(minutes=3), EIGHT + timedelta(minutes=15)
    plan = timeline(show(segment(1, 5), segment(2, 5, start=late), segment(3, 1, start=gap)))
    assert [slot.late_ms for slot in plan] == [0, 2 * MINUTE, 0]
    assert [slot.gap_ms for slot in plan] == [0, 0, 5 * MINUTE]
    assert [slot.state for slot in plan] == ["fine", "impossible", "fine"]
    assert plan[2].start == gap and plan[2].offset_ms == 15 * MINUTE


def test_must_start_by_keeps_later_hard_starts_and_the_end() -> None:
    """With five minutes of air before a hard start, the segments before it may begin five minutes later."""
    hard = EIGHT + timedelta(minutes=15)
    plan = timeline(show(segment(1, 5), segment(2, 5), segment(3, 5, start=hard), segment(4, 5)))
    assert [slot.must_start_by for slot in plan] == [
        EIGHT + timedelta(minutes=5), EIGHT + timedelta(minutes=10), hard, EIGHT + timedelta(minutes=20),
    ]  # fmt: skip


def test_without_a_clock_nothing_is_made_up() -> None:
    """No show start: instants stay None; a hard start anchors what follows, and what precedes backwards."""
    plan = timeline(show(segment(1, 5), segment(2, 5), start=None))
    assert [(slot.start, slot.must_start_by, slot.offset_ms) for slot in plan] == [
        (None, None, 0), (None, None, 5 * MINUTE),
    ]  # fmt: skip
    plan = timeline(show(segment(1, 5), segment(2, 5, start=EIGHT), start=None))
    assert [slot.start for slot in plan] == [EIGHT - timedelta(minutes=5), EIGHT]
    assert plan[1].gap_ms == 0
    assert timeline(show()) == ()


SILK, TIN = make_card("silk", "丝", "P003", "draft"), make_card("tin", "锡", "P003", "rejected")
PRODUCT = Product(
    sku=Sku("P001"), title=Bilingual(en="Peach", zh="水蜜桃"), list_price=Money(8900, "CNY"), link_no="2"
)


@pytest.mark.parametrize(
    ("broken", "code", "severity"),
    [
        (segment(1, 0.01), "lessons.time.over", "warn"),
        (segment(1, 0), "lessons.time.none", "warn"),
        (segment(1, 5, start=EIGHT - timedelta(minutes=1)), "lessons.time.impossible", "error"),
        (segment(1, 5, start=EIGHT + timedelta(minutes=1)), "lessons.time.gap", "info"),
        (segment(1, 5, sku=Sku("P999")), "lessons.check.sku", "error"),
        (segment(1, 5, cues=(cue(zh=None, en=None),)), "lessons.check.empty_cue", "warn"),
        (segment(1, 5, cues=(cue(zh=None),)), "lessons.check.no_zh", "warn"),
        (segment(1, 5, cues=(cue(en=None),)), "lessons.check.no_en", "warn"),
        (segment(1, 5, cues=(cue(en="{price}"),)), "lessons.check.variable", "warn"),
        (segment(1, 5, sku=Sku("P001"), cues=(cue(en="{discount}"),)), "lessons.check.variable", "warn"),
        (segment(1, 5, sku=Sku("BARE"), cues=(cue(kind="price"),)), "lessons.check.no_price", "error"),
        (segment(1, 5, sku=Sku("BARE"), cues=(cue(kind="link"),)), "lessons.check.no_link", "warn"),
        (segment(1, 5, sku=Sku("P001"), cues=(cue(zh="现在79元"),)), "lessons.check.amount", "warn"),
        (segment(1, 5, cues=(cue(card_ids=(CardId("word:velvet"),)),)), "lessons.check.word", "warn"),
        (segment(1, 5, cues=(cue(card_ids=(CardId("0" * 16),)),)), "lessons.check.card_gone", "error"),
        (segment(1, 5, cues=(cue(card_ids=(SILK.id,)),)), "lessons.check.card_draft", "warn"),
        (segment(1, 5, cues=(cue(card_ids=(TIN.id,)),)), "lessons.check.card_rejected", "error"),
    ],
)  # fmt: skip
def test_each_fault_has_its_finding(broken: Segment, code: str, severity: str) -> None:
    """One fault gives one finding: row of the segment, both languages, a way to mend it."""
    products = {PRODUCT.sku: PRODUCT, Sku("BARE"): Product(sku=Sku("BARE"), title=Bilingual(zh="光"))}
    cards = {**CARDS, "P003": [SILK, TIN]}
    findings = check_rundown(show(broken), products=products, cards=cards)
    assert [(each.code, each.severity, each.where.row) for each in findings] == [(code, severity, 1)]
    for text in (findings[0].what, findings[0].fix):
        assert text.zh and text.en
        assert not set(re.findall(r"\{\w+\}", text.en)) - {"{price}", "{list_price}", "{discount}"}


def test_a_sound_script_has_no_findings_and_skipped_segments_are_left_alone() -> None:
    """Nothing is reported where nothing is wrong, nor in a segment that will not be played."""
    lines = cue(zh="标价89元，送10个", en="List price ¥89.00, now {price}", card_ids=(PEACH.id,))
    sound = segment(1, 5, sku=Sku("P001"), cues=(lines,))
    skipped = segment(2, 0, sku=Sku("P999"), skip=True, cues=(cue(2, zh=None, en=None),))
    assert check_rundown(show(sound, skipped), products={PRODUCT.sku: PRODUCT}, cards=CARDS) == ()


def test_what_is_not_given_is_not_checked() -> None:
    """Without catalogue and cards the check keeps to time and language."""
    assert (
        check_rundown(show(segment(1, 5, sku=Sku("P999"), cues=(cue(card_ids=(CardId("f" * 16),)),)))) == ()
    )


def test_variables_are_filled_per_language() -> None:
    """Each line takes the value in its own language; `.zh` and `.en` ask for one."""
    values = {"price": Bilingual(en="¥69", zh="69元"), "product.title": Bilingual(en="Peach", zh="水蜜桃")}
    lines = Bilingual(en="{product.title.zh} is {price}", zh="{product.title}{price}")
    assert fill(lines, values) == (Bilingual(en="水蜜桃 is ¥69", zh="水蜜桃69元"), ())


def test_an_unknown_variable_stays_visible() -> None:
    """A gap would be read over; braces are not. The finding names the variable and the language."""
    lines, findings = fill(Bilingual(zh="只剩{stock}件，{笑}"), {"stock": Bilingual(en="5")})
    assert lines == Bilingual(zh="只剩{stock}件，{笑}")
    assert [(each.code, each.where.column) for each in findings] == [("lessons.variable.unknown", "zh")]


def test_values_are_not_searched_again() -> None:
    """A title that holds braces is a title, not a variable."""
    values = {"product.title": Bilingual(zh="{price}"), "price": Bilingual(zh="1")}
    assert fill(Bilingual(zh="{product.title}"), values)[0].zh == "{price}"


#: Twenty lines with what a person counted in them: Chinese characters, English words, board words, kind.
COUNTED = [
    ("今晚聊水蜜桃", "Tonight: honey peaches", 6, 3, 0, "say"),
    ("产地江苏无锡阳山。", "From Yangshan, Wuxi.", 8, 3, 0, "say"),
    ("清晨人工采摘", "Hand-picked at dawn", 6, 4, 0, "say"),
    ("举起白板，跟我读三遍。", "Hold up the board and say it three times.", 9, 9, 3, "card"),
    ("这个词怎么读？", "How do you say this word?", 6, 6, 1, "quiz"),
    ("一二三，上链接！", "One, two, three, the link is up!", 6, 7, 0, "link"),
    ("库存还有一千件", "One thousand left", 7, 3, 0, "stock"),
    ("切开看果肉", "Cut one open and look", 5, 5, 0, "prop"),
    ("镜头给特写", "Close-up, please", 5, 3, 0, "camera"),
    ("开价了", "Here is the price", 3, 4, 0, "price"),
    ("谢谢大家，我们下一场见！", "Thank you all. See you next time!", 10, 7, 0, "say"),
    ("我家旁边有一棵桃树", "A peach tree grows beside my house", 9, 7, 2, "card"),
    ("香甜多汁", "Sweet and juicy", 4, 3, 4, "card"),
    ("先看第一样", "First up", 5, 2, 0, "say"),
    ("喝口水，马上回来", "A sip of water, back in a moment", 7, 8, 0, "say"),
    ("有问题找客服", "Ask our service team", 6, 4, 0, "say"),
    ("桃之夭夭，灼灼其华", "Young and fair is the peach tree", 8, 7, 0, "say"),
    ("公屏打一个词", "Type one word", 6, 3, 0, "say"),
    ("不用棕榈油", "No palm oil", 5, 3, 0, "say"),
    ("这一场的词都在板书里", "All the words are on our boards", 10, 7, 5, "card"),
]


@pytest.mark.parametrize("shown", range(1, len(COUNTED) + 1))
def test_the_estimate_is_the_sum_a_person_would_make(shown: int) -> None:
    """Twenty fixed scripts: characters by 240, words by 120 a minute, boards and hands, within a second."""
    lines = COUNTED[:shown]
    cues = tuple(
        Cue(CueId(f"c{number}"), kind, Bilingual(zh=zh, en=en), tuple(CardId(f"k{n}") for n in range(board)))
        for number, (zh, en, _, _, board, kind) in enumerate(lines)
    )
    segment = Segment(SegmentId("s01"), "product", Bilingual(zh="桃"), MINUTE, cues)
    exact = sum(
        Fraction(60 * chars, 240) + Fraction(60 * words, 120) + 6 * board + Fraction(HANDS.get(kind, 0))
        for _, _, chars, words, board, kind in lines
    )
    assert abs(Fraction(estimate_segment(segment), 1000) - exact) <= 1


#: Seconds beyond the words, as `docs` and the rates say.
HANDS = {"price": 5, "link": 3, "stock": 3, "quiz": 8, "prop": 10, "camera": 2}


def test_a_script_sets_its_own_rates() -> None:
    """Lines of the head say how fast its hosts speak; the estimates of its rows and groups follow them."""
    text = "# 夜\n{head}\n## 甲\n- kind: story\n- duration: 2:00\n\n* say\n  zh: " + "好" * 240 + "\n"
    for head, seconds in (
        ("", 60),
        ("- zh_rate: 120\n", 120),
        ("- 中文语速: 480\n", 30),
        ("- en_rate: 60\n", 60),
    ):
        rundown, findings = parse_script(text.format(head=head))
        assert findings == ()
        assert timeline(rundown)[0].estimate_ms == seconds * 1000
        assert timeline(rundown, rates=DEFAULT_RATES)[0].estimate_ms == 60_000


@pytest.mark.parametrize("rate", ["0", "9999", "fast", "２４０", "-240", "", "24"])
def test_a_rate_that_nobody_speaks_is_told_and_not_used(rate: str) -> None:
    """What is no believable rate is a finding with the line it stands in; the default holds."""
    rundown = replace(parse_script("# 夜\n")[0], details=(("zh_rate", rate),))
    assert rates_of(rundown) == DEFAULT_RATES
    assert [finding.where.column for finding in check_rundown(rundown)] == ["zh_rate"]
