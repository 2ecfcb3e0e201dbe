"""What the numbers of the report mean that are no metrics of the registry, for those who ask."""

from __future__ import annotations

from typing import Final

from catalog.bilingual import Bilingual

NOTES: Final[dict[str, Bilingual]] = {
    "planned": Bilingual(
        zh="计划开始：脚本中的时刻；下面是计划时长。",
        en="Planned start as scripted; below it the planned length.",
    ),
    "actual": Bilingual(
        zh="实际上播时刻；下面是各次在播时长之和，含暂停。",
        en="When it went on air; below it the length of its runs, pauses included.",
    ),
    "difference": Bilingual(
        zh="实际时长 − 计划时长。",
        en="Actual length − planned length.",
    ),
    "ordinal": Bilingual(
        zh="环节在脚本中的次序。",
        en="The place of the segment in the script.",
    ),
    "shown": Bilingual(
        zh="词卡在板上的总时长。",
        en="All the time the card stood on the board.",
    ),
    "while_shown": Bilingual(
        zh="词卡在板上、该商品在播且已开价时的支付订单数 / 时长，按下单时刻。",
        en=(
            "Paid orders of the product while the card was up and the price open, by time of ordering /"
            " that time."
        ),
    ),
    "else_shown": Bilingual(
        zh="同一商品其余在播且已开价时间的支付订单数 / 时长。",
        en="Paid orders of the product in its other selling time / that time.",
    ),
    "ratio": Bilingual(
        zh=(
            "（板上时每分钟订单）÷（其余时间每分钟订单）；括号内是两个泊松率之比的精确 95% 区间"
            "。是同时发生，不是因果。"
        ),
        en=(
            "Orders per minute with the card ÷ without it"
            "; in brackets the exact 95 % interval of two"
            " Poisson rates. An association, not a cause."
        ),
    ),
    "peak": Bilingual(
        zh="成交金额最高的一分钟，按下单时刻。",
        en="The minute of the highest paid GMV, by time of ordering.",
    ),
    "factor": Bilingual(
        zh=(
            "成交金额 = 直播间曝光次数 × 进入率 × 观看-点击率 × 点击-成交率 × 单均价"
            "；变化 = 本场 ÷ 对照。"
        ),
        en=(
            "Paid GMV = room views × enter rate × clicks "
            "of views × click to order × per order; chang"
            "e = this show ÷ the other."
        ),
    ),
    "arm": Bilingual(
        zh="该组在售时间（在播且已开价）内的支付订单数 / 时长，按下单时刻。",
        en=(
            "Paid orders in the arm's selling time (on air, price open), by time of ordering / that "
            "time."
        ),
    ),
    "verdict": Bilingual(
        zh="甲组 ÷ 乙组的每分钟订单之比；括号内是精确 95% 区间。",
        en=(
            "Orders per minute of A ÷ of B; in brackets t"
            "he exact 95 % interval."
        ),
    ),
    "settled": Bilingual(
        zh="支付金额与退款金额，第 1 版 → 本版。",
        en=(
            "Paid and refunded amounts, revision 1 → this"
            " one."
        ),
    ),
    "shift": Bilingual(
        zh="本版净额 − 第 1 版净额。",
        en="Net of this revision − net of revision 1.",
    ),
    "clock": Bilingual(
        zh="发生的时刻，场次所在时区。",
        en="When it happened, in the show's zone.",
    ),
    "facts": Bilingual(
        zh="事实中给出的原始数值。",
        en="The raw values as the facts tell them.",
    ),
    "count": Bilingual(
        zh="条数。",
        en="How many there are.",
    ),
    "other_money": Bilingual(
        zh="Σ支付金额，只此币种；不折算，不相加。",
        en=(
            "Σ amounts paid in that currency; neither con"
            "verted nor added."
        ),
    ),
}
