"""The pre-show checklist, from four hours to thirty seconds before: what is due, what is red.

Items follow the desks' own handbooks (links and stock first, devices, rehearsal, the last minute). An item
that somebody marked as a problem is red; going live with it needs a reason, which the journal keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live.journal import Event, Role
from live.state import Check, ShowState
from live.verbs import CheckMark

_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item: who does it and how many milliseconds before the start it should be done."""

    id: str
    before_ms: int
    role: Role
    label: Bilingual


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """An item with its mark (None while nobody marked it), by whom, and whether it should be done by now.

    `due` is False while the planned start is unknown.
    """

    item: CheckItem
    mark: CheckMark | None
    by: str | None
    at: int | None
    due: bool


def _item(item: str, minutes: float, role: Role, zh: str, en: str) -> CheckItem:
    return CheckItem(item, round(minutes * _MINUTE), role, Bilingual(zh=zh, en=en))


_ITEMS = (
    _item("links", 240, "producer", "商品链接、价格、库存已核对，留一成库存备用",
          "Links, prices and stock checked, a tenth of the stock kept back"),
    _item("coupons", 240, "producer", "优惠券、福袋、秒杀已配置",
          "Coupons, lucky bags and flash sales set up"),
    _item("boards", 180, "producer", "板书词卡已逐张审核", "Every board card looked at and approved"),
    _item("uplink", 120, "producer", "上行带宽不低于 5 Mb/s，备用热点可用",
          "Uplink at least 5 Mb/s, the spare hotspot works"),
    _item("devices", 120, "assistant", "摄像头、灯光、麦克风、电源正常",
          "Cameras, lights, microphones and power work"),
    _item("samples", 60, "assistant", "样品、道具、白板按顺序摆好",
          "Samples, props and whiteboard laid out in order"),
    _item("review", 60, "producer", "剧本已做播前合规审核并签署",
          "The script is reviewed and signed off before air"),
    _item("script", 30, "producer", "剧本与链接号逐条对齐", "Script and link numbers match line by line"),
    _item("countdown", 30, "producer", "排练一次“三二一上链接”，链接 3 秒内跳出",
          "“Three, two, one, link” rehearsed, the link appears within 3 s"),
    _item("screens", 10, "assistant", "主播屏、板书屏、手机遥控已连接",
          "Host screen, board and phone remote connected"),
    _item("overlay", 5, "producer", "OBS 叠加层可见", "The OBS overlay is visible"),
    _item("quiet", 0.5, "assistant", "手机静音，主播就位", "Phones silent, hosts in place"),
)

#: id → item, the earliest first.
CHECKLIST: Mapping[str, CheckItem] = MappingProxyType({item.id: item for item in _ITEMS})


def checklist(state: ShowState, *, start: int | None, now: int) -> tuple[ChecklistRow, ...]:
    """Every item with its mark; `start` is the planned start (UTC epoch ms), None when unset."""
    marks = {check.item: check for check in state.checks}
    return tuple(
        ChecklistRow(
            item=item,
            mark=marks[item.id].mark if item.id in marks else None,
            by=marks[item.id].by if item.id in marks else None,
            at=marks[item.id].at if item.id in marks else None,
            due=start is not None and now >= start - item.before_ms,
        )
        for item in _ITEMS
    )


def red(state: ShowState) -> tuple[CheckItem, ...]:
    """The items marked as a problem."""
    return tuple(CHECKLIST[check.item] for check in state.checks if check.mark == "problem")


def mark(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after check; a later mark of the same item replaces the earlier one."""
    args = event.command.args
    check = Check(str(args["item"]), cast(CheckMark, args["mark"]), event.at, event.command.actor)
    others = tuple(held for held in state.checks if held.item != check.item)
    return replace(state, checks=(*others, check))
