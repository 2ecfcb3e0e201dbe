"""Columns of a script sheet: our fields, the headers people give them, and how a foreign sheet looked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

#: Our header for each field, in sheet order. Fields of a cue come once a row, the others once a segment.
OWN_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "number": "序号",
        "time": "计划时间",
        "duration": "时长",
        "title.zh": "环节",
        "title.en": "环节（英）",
        "kind": "类型",
        "sku": "商品",
        "cue.kind": "步骤",
        "cue.zh": "主播话术（中）",
        "cue.en": "主播话术（英）",
        "cue.cards": "板书词汇",
        "column.assistant": "助播动作",
        "column.desk": "场控动作",
        "column.camera": "画面",
        "column.props": "道具",
        "column.ads": "投流",
        "cue.note": "步骤备注",
        "note": "备注",
        "hard_start": "固定开始",
        "group": "分组",
        "group.target": "分组目标时长",
        "milestone": "里程碑",
        "again": "返场自",
        "skip": "跳过",
        "id": "环节编号",
        "cue.id": "步骤编号",
    }
)
#: Columns that are always written, even when empty.
ALWAYS = frozenset(OWN_HEADERS) - {
    "column.camera", "column.props", "column.ads", "cue.note", "hard_start", "skip",
    "group", "group.target", "milestone", "again",
}  # fmt: skip
#: What other sheets call the fields (community scripts, course handouts, exports of rundown tools).
_ALIASES = """
number: 序号 序列 编号 no no. # cue id
time: 计划时间 时间 时间段 时间轴 时间节点 起止时间 开始时间 time timestart start timerange starttime
end: 结束时间 结束 timeend endtime end
duration: 时长 时间长度 计划时长 预计时长 讲解时长 讲解分钟 分钟 duration length
title.zh: 环节 模块 环节/模块 流程 流程环节 直播环节 内容 主题 环节名称 title segment
title.en: 环节(英) 英文环节 titleen title(en)
kind: 类型 环节类型 kind type
sku: 商品 货号 商品货号 产品 商品编号 sku 商品(货号/链接号) product
cue.kind: 步骤 步骤类型 动作类型 step
cue.zh: 主播话术(中) 话术 主播话术 中文话术 主播 口播 口播内容 脚本 话术要点 话术设计要点 主播台词
cue.zh: script text hostzh zh
cue.en: 主播话术(英) 英文话术 英语话术 hosten en scripten
cue.cards: 板书词汇 板书 板书单词 单词 词汇 英语单词 board words
column.assistant: 助播动作 副播 助播 副播/助播动作 副播动作 副播话术 assistant
column.desk: 场控动作 场控 中控 场控/中控动作 中控动作 后台操作 desk producer
column.camera: 画面 画面/景别 景别 镜头 画面/协作配合 camera
column.props: 道具 道具/样品 样品 props
column.ads: 投流 投放 投流时间 ads
note: 备注 说明 note notes remark
hard_start: hardstart
skip: skip skipped isskipped
group: 分组 group
group.target: 分组目标 grouptarget
milestone: 里程碑 milestone
again: 返场自 again
id: segmentid
cue.id: cueid
"""
SEGMENT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "opening": "开场", "warmup": "暖场", "product": "商品", "lesson": "课堂", "interaction": "互动",
        "lucky_bag": "福袋", "flash": "秒杀", "story": "故事", "encore": "返场", "break": "休息",
        "closing": "收尾", "other": "其他",
    }
)  # fmt: skip
CUE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "say": "口播", "card": "板书", "reveal": "揭晓", "quiz": "提问", "price": "开价", "link": "上链接",
        "stock": "放量", "prop": "演示", "camera": "镜头", "message": "消息", "music": "音乐",
    }
)  # fmt: skip
#: Words in an 环节 cell that tell its kind, tried in this order.
KIND_WORDS = tuple(
    (word, kind)
    for kind, words in (
        ("encore", "返场"), ("lucky_bag", "福袋 抽奖"), ("flash", "秒杀"), ("opening", "开场"),
        ("warmup", "预热 暖场"), ("interaction", "互动"), ("break", "休息"), ("closing", "收尾 下播 结束"),
        ("lesson", "单词 课堂 板书"), ("story", "故事"),
    )
    for word in words.split()
)  # fmt: skip
#: Rows above the header: what they name, in our writing first.
HEAD_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("直播主题", "主题", "标题", "直播标题", "title"),
        "start": ("开播时间", "直播时间", "开始时间", "start"),
        "zone": ("时区", "zone"),
        "hosts": ("主播", "主持人", "hosts"),
    }
)


def key(text: str) -> str:
    """A header as it is compared: NFKC, lower case, no blanks, colons or underscores."""
    return re.sub(r"[\s:_]", "", unicodedata.normalize("NFKC", text).casefold())


_FIELDS = {
    key(alias): name
    for name, _, aliases in (line.partition(": ") for line in _ALIASES.strip().splitlines())
    for alias in aliases.split()
} | {key(header): name for name, header in OWN_HEADERS.items()}
_HEADS = {key(alias): name for name, aliases in HEAD_NAMES.items() for alias in aliases}


def head_name(cell: str) -> str | None:
    """Which part of the show's head a cell above the table names, None for none."""
    return _HEADS.get(key(cell))


def assign(headers: Sequence[str]) -> tuple[str, ...]:
    """The field of each column; a header nobody knows is a column of its own (`column.<header>`).

    The first of two headers for one field has it, the second stays a column of its own. Empty headers give
    the empty field.
    """
    taken: set[str] = set()
    fields = []
    for header in headers:
        name = _FIELDS.get(key(header)) if header.strip() else ""
        if name is None or (name and name in taken):
            name = f"column.{header.strip()}"
        taken.add(name)
        fields.append(name)
    return tuple(fields)


def known(headers: Sequence[str]) -> int:
    """How many of the cells are headers we know, each field counted once."""
    return len({_FIELDS[key(header)] for header in headers if key(header) in _FIELDS})


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How a sheet that was read looked, so that writing gives back every cell that nobody changed.

    `preamble` are the rows above the header. `fields` name the columns. `raw` holds the cells of each row by
    (segment id, cue id), `plain` the cells our writer would have made of the same row: a cell that would
    still be written the same is written as it was.
    """

    preamble: tuple[tuple[str, ...], ...]
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    raw: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    plain: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    plain_head: tuple[tuple[str, ...], ...] = ()


def layout_to_wire(layout: SheetLayout) -> dict[str, object]:
    """A layout as JSON values, for the store."""
    return {
        "preamble": [list(row) for row in layout.preamble],
        "headers": list(layout.headers),
        "fields": list(layout.fields),
        "rows": [[list(key), list(cells), list(layout.plain[key])] for key, cells in layout.raw.items()],
        "plain_head": [list(pair) for pair in layout.plain_head],
    }


def layout_from_wire(data: Mapping[str, Any]) -> SheetLayout:
    """The layout that `layout_to_wire` wrote."""
    rows = [((key[0], key[1]), tuple(cells), tuple(plain)) for key, cells, plain in data["rows"]]
    return SheetLayout(
        preamble=tuple(tuple(row) for row in data["preamble"]),
        headers=tuple(data["headers"]),
        fields=tuple(data["fields"]),
        raw={key: cells for key, cells, _ in rows},
        plain={key: plain for key, _, plain in rows},
        plain_head=tuple(tuple(pair) for pair in data["plain_head"]),
    )
