"""Script sheets: a sensible table becomes a rundown; ours comes back whole, a foreign one as it was."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from lessons import edit
from lessons.draft import draft, template_names
from lessons.duration import MINUTE
from lessons.groups import bring_back, new_group
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.sheet import SheetFormatError, read_sheet, sheet_rows, write_sheet
from lessons.sheet.times import Planned, read_planned
from lessons.text import parse_script
from tests.test_lessons_draft import boards, shelf
from tests.test_lessons_text import BY_ID, CARDS, JUICY, PEACH, PEACH_NIGHT

#: A whole-show script with the 21 kinds of columns that community scripts use.
HEADERS = [
    "序号",
    "时间",
    "时长",
    "环节/模块",
    "目标",
    "商品(货号/链接号)",
    "价格(日常价/直播价)",
    "库存",
    "主播话术(中)",
    "主播话术(英)",
    "板书词汇",
    "副播/助播动作",
    "场控/中控动作",
    "画面/景别",
    "道具/样品",
    "福利/玩法",
    "互动问题",
    "投流",
    "风险词/资质",
    "备注",
    "实际数据",
]


def row(**cells: str) -> list[str]:
    """A row of that table; cells by the letter of their spreadsheet column."""
    return [cells.get(chr(ord("a") + index), "") for index in range(len(HEADERS))]


ROWS = [
    row(a="1", b="20:00-20:05", c="5分钟", d="开场留人", e="停留", i="大家好", j="Good evening", l="举杯",
        m="置顶公告", n="中景", o="杯子", q="扣1", r="20:00加投", t="第一次播"),
    row(a="2", b="20:05-20:12", c="7'", d="水蜜桃", e="成交", f="P001", g="89/69", h="1200", i="先看果肉",
        k="honey peach、juicy", l="切桃", m="上2号链接", n="特写", o="刀", s="产地证书"),
    row(i="再说赔付"),
    row(a="3", b="20:12-20:14", c="120s", d="第一轮福袋", e="互动", i="口令 peach", l="举牌", m="发福袋",
        p="30份"),
]  # fmt: skip
TABLE = [["蜜桃之夜 整场脚本"], ["主播：小禾、Ben", "GMV目标：30万"], HEADERS, *ROWS]


def as_csv(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    """The rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def padded(rows: list[list[str]]) -> list[list[str]]:
    """Rows without their empty ends, for comparing files that pad them differently."""
    trimmed = []
    for cells in rows:
        while cells and not cells[-1]:
            cells = cells[:-1]
        trimmed.append(list(cells))
    return trimmed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_community_script_is_read(encoding: str) -> None:
    """Headers are guessed, times in five spellings read, rows without a time continue their segment."""
    reading = read_sheet(as_csv(TABLE, encoding), name="整场.csv", cards=CARDS, day=date(2026, 6, 12))
    rundown = reading.rundown
    assert reading.findings == ()
    assert rundown.title.zh == "蜜桃之夜 整场脚本"
    assert rundown.hosts == ("小禾", "Ben")
    assert rundown.details == (("GMV目标", "30万"),)
    assert rundown.start == datetime(2026, 6, 12, 12, tzinfo=UTC)
    assert [segment.kind for segment in rundown.segments] == ["opening", "product", "lucky_bag"]
    assert [segment.duration_ms // MINUTE for segment in rundown.segments] == [5, 7, 2]
    peach = rundown.segments[1]
    assert peach.sku == "P001"
    assert peach.cues[0].card_ids == (PEACH.id, JUICY.id)
    assert [cue.lines.zh for cue in peach.cues] == ["先看果肉", "再说赔付"]
    assert dict(peach.columns)["desk"] == "上2号链接"
    assert dict(peach.columns)["价格(日常价/直播价)"] == "89/69"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_of_21_columns_goes_in_and_out_identical(suffix: str, tmp_path: Path) -> None:
    """Every cell comes back as it was written, spellings of times and durations included."""
    reading = read_sheet(as_csv(TABLE), cards=CARDS, day=date(2026, 6, 12))
    assert len(reading.layout.headers if reading.layout else ()) == 21
    assert padded(sheet_rows(reading.rundown, cards=BY_ID, layout=reading.layout)) == padded(TABLE)
    target = tmp_path / f"out{suffix}"
    write_sheet(reading.rundown, target, cards=BY_ID, layout=reading.layout)
    again = read_sheet(target, cards=CARDS, day=date(2026, 6, 12))
    assert again.rundown == reading.rundown
    assert padded(sheet_rows(again.rundown, cards=BY_ID, layout=again.layout)) == padded(TABLE)


def test_groups_milestones_and_returns_survive_a_sheet(tmp_path: Path) -> None:
    """A group with its target, a milestone, a fixed start and a 返场 go through CSV and XLSX."""
    rundown, _ = parse_script(PEACH_NIGHT, cards=CARDS)
    ids = [segment.id for segment in rundown.segments]
    rundown, _ = new_group(rundown, ids, Bilingual(zh="第一波", en="Wave one"), target_ms=90 * MINUTE)
    rundown = edit.update_segment(rundown, ids[1], milestone=Bilingual(zh="过千单", en="1,000 orders"))
    rundown, _ = bring_back(rundown, [ids[1]])
    for target in (tmp_path / "a.csv", tmp_path / "a.xlsx"):
        write_sheet(rundown, target, cards=BY_ID)
        assert plain(read_sheet(target, cards=CARDS).rundown) == plain(rundown)


def test_what_was_added_to_a_foreign_sheet_is_not_lost(tmp_path: Path) -> None:
    """A group, a mark and a fixed start set after reading get columns of their own when written back."""
    reading = read_sheet(as_csv(TABLE), cards=CARDS, day=date(2026, 6, 12))
    first = reading.rundown.segments[0]
    changed, _ = new_group(reading.rundown, [first.id], Bilingual(zh="前半场"), target_ms=20 * MINUTE)
    changed = edit.update_segment(
        changed, first.id, milestone=Bilingual(zh="开播"), hard_start=reading.rundown.start, note="新备注"
    )
    target = tmp_path / "out.csv"
    write_sheet(changed, target, cards=BY_ID, layout=reading.layout)
    assert plain(read_sheet(target, cards=CARDS, day=date(2026, 6, 12)).rundown) == plain(changed)


def test_an_edited_cell_is_written_and_the_others_stay() -> None:
    """After a change of one duration only that row's time cells and the times after it differ."""
    reading = read_sheet(as_csv(TABLE), cards=CARDS, day=date(2026, 6, 12))
    changed = edit.update_segment(reading.rundown, SegmentId("s03"), duration_ms=3 * MINUTE)
    rows = padded(sheet_rows(changed, cards=BY_ID, layout=reading.layout))
    differing = [
        (number, column)
        for number, (after, before) in enumerate(zip(rows, padded(TABLE), strict=True))
        for column, (cell, old) in enumerate(zip(after, before, strict=True))
        if cell != old
    ]
    assert differing == [(6, 1), (6, 2)]
    assert rows[6][1:3] == ["20:12-20:15", "3:00"]


def test_our_own_sheet_comes_back_whole(tmp_path: Path) -> None:
    """A script written as XLSX or CSV reads back the same: hard starts, skips and ids included."""
    rundown, _ = parse_script(PEACH_NIGHT, cards=CARDS)
    rundown = edit.move_segment(rundown, SegmentId("s02"), 0)
    for target in (tmp_path / "show.xlsx", tmp_path / "show.csv"):
        write_sheet(rundown, target, cards=BY_ID)
        reading = read_sheet(target, cards=CARDS)
        assert reading.findings == ()
        assert reading.rundown == rundown


def test_the_workbook_is_ready_to_print(tmp_path: Path) -> None:
    """A4 landscape, one page wide, the header on every page, a segment's cells merged over its steps."""
    rundown, _ = parse_script(PEACH_NIGHT, cards=CARDS)
    write_sheet(rundown, tmp_path / "show.xlsx", cards=BY_ID)
    sheet = openpyxl.load_workbook(tmp_path / "show.xlsx").active
    assert sheet is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    header = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "序号")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert f"A{header + 1}:A{header + 2}" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_cells_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    """A line that begins with = is protected in the file and comes back unchanged."""
    cue = Cue(CueId("s01c01"), "say", Bilingual(zh='=HYPERLINK("x")', en="+1"))
    rundown = Rundown(
        Bilingual(zh="夜"), None, "Asia/Shanghai",
        (Segment(SegmentId("s01"), "story", Bilingual(zh="一"), 1000, (cue,)),),
    )  # fmt: skip
    write_sheet(rundown, tmp_path / "a.csv")
    assert "'=HYPERLINK" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert read_sheet(tmp_path / "a.csv").rundown == rundown


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("20:00-20:05", Planned(20 * 60 * MINUTE, None, 5 * MINUTE)),
        ("23：55～00：10", Planned((24 * 60 - 5) * MINUTE, None, 15 * MINUTE)),
        ("20:00", Planned(20 * 60 * MINUTE, None, None)),
        ("第20分钟", Planned(None, 20 * MINUTE, None)),
        ("0-5min", Planned(None, 0, 5 * MINUTE)),
        ("10-30分钟", Planned(None, 10 * MINUTE, 20 * MINUTE)),
        ("晚饭后", None),
        ("25:00", None),
        ("20:75", None),
        ("", None),
    ],
)
def test_planned_times(text: str, planned: Planned | None) -> None:
    """Clock ranges, clocks and minutes of the show; what is none of these is not guessed."""
    assert read_planned(text) == planned


def test_durations_follow_from_the_next_row() -> None:
    """With start times only, a row lasts until the next one; the last has to be told."""
    rows = [["时间", "环节", "话术"], ["20:00", "开场", "a"], ["20:06", "互动", "b"]]
    reading = read_sheet(as_csv(rows))
    assert [segment.duration_ms for segment in reading.rundown.segments] == [6 * MINUTE, 0]
    assert {(each.code, each.where.row) for each in reading.findings} == {
        ("lessons.sheet.no_day", None), ("lessons.script.no_duration", 3),
    }  # fmt: skip


def test_a_rundown_tool_s_export_is_read_and_kept() -> None:
    """Start and end in columns of their own (as Ontime exports them); unknown columns stay as columns."""
    rows = [
        ["cue", "title", "time start", "time end", "duration", "note", "skip", "colour"],
        ["1", "开场", "20:00:00", "20:05:00", "00:05:00", "灯", "", "#77C785"],
        ["2", "Peaches", "20:05:00", "20:12:00", "", "", "x", ""],
    ]
    reading = read_sheet(as_csv(rows), day=date(2026, 6, 12))
    assert reading.findings == ()
    assert [segment.duration_ms // MINUTE for segment in reading.rundown.segments] == [5, 7]
    assert [segment.skip for segment in reading.rundown.segments] == [False, True]
    assert dict(reading.rundown.segments[0].columns) == {"colour": "#77C785"}
    titles = [segment.title for segment in reading.rundown.segments]
    assert titles == [Bilingual(zh="开场"), Bilingual(en="Peaches")]
    assert padded(sheet_rows(reading.rundown, layout=reading.layout)) == padded(rows)
    longer = edit.update_segment(reading.rundown, SegmentId("s01"), duration_ms=6 * MINUTE)
    assert sheet_rows(longer, layout=reading.layout)[1][2:5] == ["20:00:00", "20:06:00", "6:00"]


def test_bad_cells_cost_themselves() -> None:
    """An unreadable time or duration is a finding at its row and column; all rows load."""
    rows = [
        ["时间", "时长", "环节", "话术"],
        ["傍晚", "很久", "开场", "a"],
        ["20:00", "5:00", "互动", "b"],
        ["合计", "", "", ""],
    ]
    reading = read_sheet(as_csv(rows))
    assert len(reading.rundown.segments) == 2
    assert {(each.code, each.where.row) for each in reading.findings} == {
        ("lessons.sheet.time", 2), ("lessons.script.duration", 2), ("lessons.sheet.total", 4),
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x01", b"PK\x03\x04broken"])
def test_files_that_are_no_script_give_a_finding(data: bytes) -> None:
    """An empty, foreign, binary or damaged file: one error, no exception, an empty rundown."""
    reading = read_sheet(data, name="x.xlsx")
    assert [each.severity for each in reading.findings] == ["error"]
    assert (reading.layout, reading.rundown.segments) == (None, ())


def test_an_unknown_ending_is_misuse(tmp_path: Path) -> None:
    """Only formats we write are accepted."""
    with pytest.raises(SheetFormatError, match=r"xlsx or \.csv"):
        write_sheet(Rundown(Bilingual(), None, "UTC", ()), tmp_path / "a.doc")


cells = st.text(alphabet="20:5-至分钟'\"，、;P01中a =+\n", max_size=10)


@given(st.lists(st.lists(cells, min_size=4, max_size=6), max_size=8))
@settings(max_examples=60, deadline=None)
def test_fuzzed_sheets_never_crash(rows: list[list[str]]) -> None:
    """Whatever stands in the cells, reading ends in a rundown with findings, and it can be written."""
    table = [["序号", "时间", "时长", "环节", "话术", "福利"], *rows]
    reading = read_sheet(as_csv(table))
    sheet_rows(reading.rundown, layout=reading.layout)
    assert all(segment.cues for segment in reading.rundown.segments)


@pytest.mark.parametrize("template", template_names())
def test_every_draft_survives_a_sheet(template: str, tmp_path: Path) -> None:
    """A drafted show goes through CSV and XLSX whole, but for the order of role columns."""
    products = shelf(6)
    cards = boards(products)
    start = datetime(2026, 6, 12, 12, tzinfo=UTC)
    rundown, _ = draft(products, cards, template=template, total_ms=61 * MINUTE, start=start)
    by_id = {card.id: card for row in cards.values() for card in row}
    for target in (tmp_path / "a.csv", tmp_path / "a.xlsx"):
        write_sheet(rundown, target, cards=by_id)
        assert plain(read_sheet(target, cards=cards).rundown) == plain(rundown)


def plain(rundown: Rundown) -> Rundown:
    """The rundown with its role columns in one order."""
    return replace(
        rundown,
        segments=tuple(replace(each, columns=tuple(sorted(each.columns))) for each in rundown.segments),
    )
