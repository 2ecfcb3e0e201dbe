"""The script text: what a planner writes becomes a rundown, and comes back unchanged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.product import Sku
from lessons.duration import format_duration, parse_duration
from lessons.groups import tidy
from lessons.rundown import Cue, CueId, Group, GroupId, Rundown, Segment, SegmentId
from lessons.text import format_script, parse_script
from lessons.wire import WireError, from_wire, to_wire
from vocab.card import Card, CardId, card_id

PEACH_NIGHT = """\
# 蜜桃之夜 | Peach Night
- start: 2026-06-12T20:00:00+08:00
- zone: Asia/Shanghai
- hosts: 小禾, Ben

## 开场 | Opening
- kind: opening
- duration: 5:00
- start: 20:00
- assistant: 举杯问好
- note: 灯光先暗
    再亮

* say
  zh: 今晚聊水蜜桃
  en: Tonight: honey peaches
  note: 看镜头一
* music

## 水蜜桃 | Honey peach
- kind: product
- duration: 1:05:00
- sku: P001
- skip: yes

* card: honey peach; juicy
  zh: 举起白板
* price
  zh: 开价！{price}
  en: Here is the price!
"""


def make_card(headword: str, gloss: str, sku: str = "P001", status: str = "approved") -> Card:
    """A card with only the fields that a script looks at."""
    return Card(
        id=card_id(headword, "NOUN", gloss), sku=Sku(sku), headword=headword, lemma=headword, pos="NOUN",
        gloss=gloss, pinyin=(), ipa=None, level=None, level_source=None, evidence="bilingual",
        evidence_span=None, source_span=None, check=False, score=0.5, components=(),
        status=status,  # type: ignore[arg-type]
    )  # fmt: skip


PEACH = make_card("honey peach", "水蜜桃")
JUICY = make_card("juicy", "多汁的")
FRESH = make_card("fresh", "新鲜的")
FRESH_B = make_card("fresh", "清新的", sku="P002")
CARDS = {"P001": [PEACH, JUICY, FRESH], "P002": [FRESH_B]}
BY_ID = {card.id: card for cards in CARDS.values() for card in cards}


def test_canonical_text_comes_back_unchanged() -> None:
    """format(parse(text)) == text, and a clean script has no findings."""
    rundown, findings = parse_script(PEACH_NIGHT, cards=CARDS)
    assert findings == ()
    assert format_script(rundown, cards=BY_ID) == PEACH_NIGHT


def test_fields_are_read() -> None:
    """Each line of the script lands in its field; ids follow from the position."""
    rundown, _ = parse_script(PEACH_NIGHT, cards=CARDS)
    opening, peach = rundown.segments
    assert rundown.title == Bilingual(en="Peach Night", zh="蜜桃之夜")
    assert rundown.start == datetime(2026, 6, 12, 12, tzinfo=UTC)
    assert rundown.hosts == ("小禾", "Ben")
    assert (opening.id, opening.kind, opening.duration_ms) == ("s01", "opening", 300_000)
    assert opening.hard_start == rundown.start
    assert opening.columns == (("assistant", "举杯问好"),)
    assert opening.note == "灯光先暗\n再亮"
    assert [cue.id for cue in opening.cues] == ["s01c01", "s01c02"]
    assert (peach.sku, peach.skip, peach.duration_ms) == ("P001", True, 3_900_000)
    assert peach.cues[0].card_ids == (PEACH.id, JUICY.id)
    assert peach.cues[1].lines == Bilingual(zh="开价！{price}", en="Here is the price!")


def test_groups_milestones_and_returns_are_read() -> None:
    """A `#` below the head is a group with its target; `# -` ends it; a mark and a 返场 are fields."""
    text = (
        "# 夜\n- start: -\n- zone: Asia/Shanghai\n\n# 第一波 | Wave one\n- target: 30:00\n\n"
        "## 甲\n- kind: product\n- duration: 5:00\n- milestone: 过千单 | 1,000 orders\n\n* say\n\n# -\n\n"
        "## 甲\n- kind: encore\n- duration: 2:00\n- again: s01\n\n* say\n"
    )
    rundown, findings = parse_script(text)
    assert findings == ()
    assert rundown.groups == (Group(GroupId("g01"), Bilingual(zh="第一波", en="Wave one"), 30 * 60_000),)
    assert [segment.group for segment in rundown.segments] == ["g01", None]
    assert rundown.segments[0].milestone == Bilingual(zh="过千单", en="1,000 orders")
    assert rundown.segments[1].again == "s01"
    assert format_script(rundown) == text


def test_ids_survive_a_reorder() -> None:
    """Segments that were moved keep their ids through the text: they are written where the position lies."""
    rundown, _ = parse_script(PEACH_NIGHT, cards=CARDS)
    moved = Rundown(
        rundown.title, rundown.start, rundown.zone, tuple(reversed(rundown.segments)), rundown.hosts
    )
    text = format_script(moved, cards=BY_ID)
    assert "- id: s02" in text and "id: s02c01" not in text
    assert parse_script(text, cards=CARDS)[0] == moved


def test_unnamed_ids_keep_clear_of_named_ones() -> None:
    """A segment typed in front of one that is called s01 does not take its id."""
    rundown, findings = parse_script(
        "# 夜\n\n## 甲\n- kind: a\n- duration: 1:00\n\n* say\n\n"
        "## 乙\n- id: s01\n- kind: a\n- duration: 1:00\n\n* say\n"
    )
    assert [segment.id for segment in rundown.segments] == ["s01-2", "s01"]
    assert findings == ()


def test_unknown_board_word_is_kept_and_reported() -> None:
    """A headword without a card stays in the script as a word; the finding names line and word."""
    text = PEACH_NIGHT.replace("honey peach; juicy", "honey peach; velvety")
    rundown, findings = parse_script(text, name="a.md", cards=CARDS)
    assert rundown.segments[1].cues[0].card_ids == (PEACH.id, "word:velvety")
    assert [(each.code, each.where.row, each.where.file) for each in findings] == [
        ("lessons.script.card", text.split("\n").index("* card: honey peach; velvety") + 1, "a.md")
    ]
    assert format_script(rundown, cards=BY_ID) == text
    assert parse_script(text)[1] == (), "with no cards to look in there is nothing to report"


def test_a_word_means_the_card_of_its_own_product() -> None:
    """`fresh` is another card on each product, so it is written back pinned to its card."""
    text = PEACH_NIGHT.replace("honey peach; juicy", "Fresh")
    rundown, findings = parse_script(text, cards=CARDS)
    assert (rundown.segments[1].cues[0].card_ids, findings) == ((FRESH.id,), ())
    assert f"* card: fresh#{FRESH.id}" in format_script(rundown, cards=BY_ID)


@pytest.mark.parametrize(
    ("line", "bad", "code", "severity"),
    [
        ("- duration: 5:00", "- duration: 5", "lessons.script.duration", "error"),
        ("- duration: 5:00\n", "", "lessons.script.no_duration", "warn"),
        ("- start: 20:00\n", "- start: 八点\n", "lessons.script.hard_start", "error"),
        ("- zone: Asia/Shanghai", "- zone: Asia/Peach", "lessons.script.zone", "error"),
        ("- start: 2026-06-12T20:00:00+08:00", "- start: 周五晚", "lessons.script.start", "error"),
        ("- skip: yes", "- skip: 也许", "lessons.script.skip", "warn"),
        ("- kind: opening\n", "", "lessons.script.kind", "warn"),
        (
            "- kind: opening\n",
            "- kind: opening\n- id: s02\n- note: a\n",
            "lessons.script.field_twice",
            "warn",
        ),
        ("* price", "* price\n  fr: Voilà", "lessons.script.cue_field", "warn"),
        ("* price", "随手一句\n* price", "lessons.script.loose_line", "info"),
        ("- zone", "随手一句\n- zone", "lessons.script.lost_line", "warn"),
        ("# 蜜桃之夜 | Peach Night\n", "", "lessons.script.no_title", "warn"),
    ],
)
def test_bad_lines_cost_themselves_only(line: str, bad: str, code: str, severity: str) -> None:
    """A bad line becomes a finding in both languages; both segments and all their cues are still there."""
    text = PEACH_NIGHT.replace(line, bad, 1)
    assert text != PEACH_NIGHT
    rundown, findings = parse_script(text, cards=CARDS)
    hit = [each for each in findings if each.code == code]
    assert hit and hit[0].severity == severity
    assert hit[0].what.zh and hit[0].what.en and hit[0].fix.zh and hit[0].fix.en
    assert [len(segment.cues) for segment in rundown.segments] == [2, 2]


def test_loose_text_is_kept_as_a_note() -> None:
    """A paragraph typed under a step is not lost: it becomes the step's note."""
    rundown, _ = parse_script(PEACH_NIGHT.replace("* price", "记得微笑\n* price"), cards=CARDS)
    assert rundown.segments[1].cues[0].note == "记得微笑"


def test_a_segment_without_steps_gets_one() -> None:
    """GO moves from cue to cue, so a segment always holds one."""
    rundown, findings = parse_script("# 夜\n## 休息\n- kind: break\n- duration: 5:00\n")
    assert rundown.segments[0].cues == (Cue(CueId("s01c01"), "say"),)
    assert [each.code for each in findings] == ["lessons.script.no_cue"]


def test_windows_line_ends_and_chinese_marks_are_read() -> None:
    """A script saved on Windows and typed with Chinese punctuation reads like any other."""
    text = (
        "\ufeff# 夜｜Night\r\n- 主播：小禾、Ben\r\n\r\n"
        "## 开场\r\n- 类型：opening\r\n- 时长：5分钟\r\n\r\n* say\r\n  中：你好\r\n"
    )
    rundown, findings = parse_script(text)
    assert findings == ()
    assert rundown.hosts == ("小禾", "Ben")
    assert rundown.segments[0].duration_ms == 300_000
    assert rundown.segments[0].cues[0].lines == Bilingual(zh="你好")


@pytest.mark.parametrize(
    ("text", "ms"),
    [("5:00", 300_000), ("1:05:00", 3_900_000), ("3'30\"", 210_000), ("3′30″", 210_000), ("90s", 90_000),
     ("1小时20分", 4_800_000), ("1.5h", 5_400_000), ("５:３0", 330_000), ("0:00.250", 250),
     ("5", None), ("", None), ("5:60", None), ("1:70:00", None), ("soon", None), ("-5:00", None)],
)  # fmt: skip
def test_durations_people_write(text: str, ms: int | None) -> None:
    """Durations in the usual spellings; what could mean two things is refused."""
    assert parse_duration(text) == ms


@given(st.integers(0, 10**9))
def test_durations_round_trip(ms: int) -> None:
    """Every duration survives being written."""
    assert parse_duration(format_duration(ms)) == ms


words = st.text(min_size=1, max_size=12)
tricky = st.sampled_from(
    [
        *(
            "a | b",
            "a: b",
            "；;",
            "#x",
            "\\",
            "\\n",
            " pad ",
            "line\n\n  two\n",
            "- note: x",
            "* say",
            "## t",
        ),
        *(
            "\ttab",
            "\r\n",
            "全角：｜、",
            "word:x",
            "column/note",
            "note",
            "id",
            "{price}",
            "0123456789abcdef",
        ),
        *("\u2028", "　", "开始", "Note"),
    ]
)
texts = words | tricky
bilinguals = st.builds(Bilingual, en=st.none() | texts, zh=st.none() | texts)
instants = st.integers(946_684_800_000, 2_840_140_800_000).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
columns = st.lists(st.tuples(texts, texts | st.just("")), max_size=3).map(tuple)
card_ids = st.lists(
    st.sampled_from(sorted(BY_ID)) | texts.map(lambda word: CardId("word:" + word)) | texts.map(CardId),
    max_size=3,
).map(tuple)


@st.composite
def rundowns(draw: st.DrawFn) -> Rundown:
    """Any rundown with unique ids and at least one cue in each segment."""
    start = draw(st.none() | instants)
    anchor = start or datetime(2026, 1, 1, tzinfo=UTC)
    near = st.integers(-100_000, 200_000).map(lambda seconds: anchor + timedelta(seconds=seconds))
    ids = st.sampled_from([f"s{n:02d}" for n in range(1, 8)]) | texts
    segments = []
    stray = draw(st.lists(texts | st.sampled_from(["s01c01", "s02c01"]), max_size=3, unique=True))
    cue_pool = [f"q{number}" for number in range(12)] + stray
    for segment_id in draw(st.lists(ids, max_size=3, unique=True)):
        cues = [
            Cue(CueId(cue_pool.pop()), draw(texts), draw(bilinguals), draw(card_ids), draw(st.none() | texts))
            for _ in range(draw(st.integers(1, 2)))
        ]
        segments.append(
            Segment(
                SegmentId(segment_id),
                draw(texts),
                draw(bilinguals),
                draw(st.integers(0, 10**8)),
                tuple(cues),
                draw(st.none() | texts.map(Sku)),
                draw(st.none() | near),
                draw(st.booleans()),
                draw(columns),
                draw(st.none() | texts),
                draw(st.none() | st.sampled_from(["g01", "g02", "晚场"]).map(GroupId)),
                draw(bilinguals),
                draw(st.none() | texts.map(SegmentId)),
            )
        )
    zones = st.sampled_from(["Asia/Shanghai", "Europe/London", "America/New_York", "UTC"])
    hosts = tuple(draw(st.lists(texts, max_size=3)))
    groups = [
        Group(
            GroupId(group), draw(bilinguals), draw(st.none() | st.integers(0, 10**8)), draw(st.none() | texts)
        )
        for group in draw(st.lists(st.sampled_from(["g01", "g02", "g07", "晚场"]), unique=True))
    ]
    rundown = Rundown(draw(bilinguals), start, draw(zones), tuple(segments), hosts, draw(columns))
    return tidy(replace(rundown, groups=tuple(groups)))


@given(rundowns())
@settings(max_examples=60, deadline=None)
def test_every_rundown_survives_the_text(rundown: Rundown) -> None:
    """parse(format(r)) == r with all ids, and format is stable, for any texts at all."""
    text = format_script(rundown, cards=BY_ID)
    again, _ = parse_script(text, cards=CARDS)
    assert again == rundown
    assert format_script(again, cards=BY_ID) == text
    assert parse_script(format_script(rundown, cards=BY_ID, ids="all"), cards=CARDS)[0] == rundown


@given(rundowns())
@settings(max_examples=40, deadline=None)
def test_every_rundown_survives_the_wire(rundown: Rundown) -> None:
    """from_wire(to_wire(r)) == r through real JSON."""
    assert from_wire(json.loads(json.dumps(to_wire(rundown)))) == rundown


def test_wire_refuses_what_it_did_not_write() -> None:
    """A foreign dict is misuse: the error names the missing key."""
    with pytest.raises(WireError, match="key 'title' is missing"):
        from_wire({})


@given(st.text(alphabet="#*-:：|; \n\\abc中文0", max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_reads_without_a_crash_and_settles(text: str) -> None:
    """Whatever is typed reads; what comes out is canonical: writing and reading it again changes nothing."""
    rundown, _ = parse_script(text)
    written = format_script(rundown)
    assert format_script(parse_script(written)[0]) == written
