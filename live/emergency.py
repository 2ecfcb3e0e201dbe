"""Emergencies on air: what to say and what to do, within two presses; `resume` returns to the same item.

An emergency stops the clock, so the item comes back with the time it had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live.journal import Event
from live.state import Emergency, ShowState
from live.timing import pause


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """What stands on the screens: a name, a line for the host to say, steps for the desk in order."""

    kind: str
    label: Bilingual
    line: Bilingual
    steps: tuple[Bilingual, ...]


_CARDS = (
    EmergencyCard(
        "network",
        Bilingual(zh="断网", en="Network down"),
        Bilingual(
            zh="网络有点卡，大家先别走，我们马上回来。",
            en="Our connection dropped for a moment. Stay with us, we will be right back.",
        ),
        (
            Bilingual(zh="切换备用热点", en="Switch to the spare hotspot"),
            Bilingual(zh="确认推流恢复，再点「继续计时」", en="Check that the stream is back, then resume"),
            Bilingual(zh="在评论区置顶说明", en="Pin a note in the comments"),
        ),
    ),
    EmergencyCard(
        "black_screen",
        Bilingual(zh="黑屏", en="Black screen"),
        Bilingual(
            zh="画面出了点问题，声音还在，我先说着，大家听我讲。",
            en="We lost the picture but you can still hear me, so let me keep talking.",
        ),
        (
            Bilingual(zh="切到备用机位或静态图", en="Cut to the spare camera or a still"),
            Bilingual(zh="检查采集与推流软件", en="Check capture and the streaming software"),
            Bilingual(zh="画面恢复后点「继续计时」", en="Resume once the picture is back"),
        ),
    ),
    EmergencyCard(
        "violation",
        Bilingual(zh="违规提醒", en="Platform warning"),
        Bilingual(
            zh="刚才的说法不够准确，我更正一下，以商品详情页为准。",
            en="Let me correct what I just said: please go by the product page.",
        ),
        (
            Bilingual(zh="看清平台提示的词句和商品", en="Read which words and which item the warning names"),
            Bilingual(zh="主播口头更正，停用该说法", en="Correct it on air and drop the claim"),
            Bilingual(zh="必要时下架商品并记录", en="Take the item down if needed and note it"),
        ),
    ),
    EmergencyCard(
        "order_rush",
        Bilingual(zh="爆单", en="Order rush"),
        Bilingual(
            zh="订单太多，系统在排队，拍下的朋友别着急，不要重复付款。",
            en="Orders are queueing. If you have ordered, please wait and do not pay twice.",
        ),
        (
            Bilingual(zh="核对库存与发货能力", en="Check stock and what can be shipped"),
            Bilingual(zh="改为预售或标记售罄", en="Turn to pre-sale or mark sold out"),
            Bilingual(zh="通知客服与仓库", en="Tell customer service and the warehouse"),
        ),
    ),
)

#: kind → card, in the order of the buttons. The lines are house texts, free to edit.
EMERGENCY_CARDS: Mapping[str, EmergencyCard] = MappingProxyType({card.kind: card for card in _CARDS})


def raise_emergency(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after an emergency: named, and the clock stopped unless it stood already."""
    kind = str(event.command.args["kind"])
    stopped = state if state.paused is not None else pause(rundown, state, event)
    return replace(stopped, emergency=Emergency(kind, event.at, event.command.actor))
