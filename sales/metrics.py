"""The metric registry: every figure we show as data, with its formula in both languages.

Rates exist as 人 (people) and 次 (events) variants, which differ by a factor of 1.4 to 3.3 on a real room:
their names say which they are. Definitions follow the platforms' dictionaries (罗盘,
生意参谋) where those agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from catalog.bilingual import Bilingual
from sales.metric import Metric, Unit, Variant

#: Inputs by name, as people call them.
INPUT_NAMES: Final[Mapping[str, Bilingual]] = MappingProxyType(
    {
        "created_minor": Bilingual(en="amount ordered", zh="下单金额"),
        "paid_minor": Bilingual(en="amount paid", zh="支付金额"),
        "user_paid_minor": Bilingual(en="amount paid by buyers", zh="用户支付金额"),
        "refund_minor": Bilingual(en="all refunds", zh="全部退款"),
        "refund_1h_minor": Bilingual(en="refunds within an hour of paying", zh="1小时内退款"),
        "net_minor": Bilingual(en="paid less all refunds", zh="支付减全部退款"),
        "net_1h_minor": Bilingual(en="paid less refunds of the first hour", zh="支付减1小时退款"),
        "orders": Bilingual(en="paid orders", zh="支付订单数"),
        "created_orders": Bilingual(en="orders placed", zh="下单数"),
        "refund_orders": Bilingual(en="orders refunded", zh="退款订单数"),
        "refund_1h_orders": Bilingual(en="orders refunded within an hour", zh="1小时退款订单数"),
        "units": Bilingual(en="pieces paid", zh="支付件数"),
        "buyers": Bilingual(en="paying buyers", zh="支付人数"),
        "opening": Bilingual(en="opening stock", zh="开播库存"),
        "stock_left": Bilingual(en="stock left", zh="剩余库存"),
        "sold_net": Bilingual(en="pieces paid less pieces returned", zh="支付件数减退回件数"),
        "duration_ms": Bilingual(en="time on air", zh="直播时长"),
        "viewers": Bilingual(en="viewers", zh="观看人数"),
        "views": Bilingual(en="views", zh="观看次数"),
        "show_views": Bilingual(en="times the room was shown in feeds", zh="直播间曝光次数"),
        "exposures": Bilingual(en="product exposures", zh="商品曝光次数"),
        "exposure_people": Bilingual(en="people who saw a product", zh="商品曝光人数"),
        "clicks": Bilingual(en="product clicks", zh="商品点击次数"),
        "click_people": Bilingual(en="people who clicked a product", zh="商品点击人数"),
        "watch_ms": Bilingual(en="time watched", zh="观看总时长"),
        "interacting": Bilingual(en="people who interacted", zh="互动人数"),
        "new_followers": Bilingual(en="new followers", zh="新增粉丝"),
        "unfollowed": Bilingual(en="followers who left", zh="取关人数"),
        "cod_minor": Bilingual(en="cash on delivery not paid yet", zh="货到付款未付金额"),
        "deposit_minor": Bilingual(en="deposits of presales", zh="预售定金"),
        "show_paid_minor": Bilingual(en="amount paid in the show", zh="全场支付金额"),
        "on_air_ms": Bilingual(en="time explained on air", zh="讲解时长"),
        "sold_out_ms": Bilingual(en="time from opening to sold out", zh="开价到售罄的时间"),
        "target_minor": Bilingual(en="target", zh="目标"),
        "expected_minor": Bilingual(en="amount due by now", zh="应达金额"),
        "projected_minor": Bilingual(en="projected amount", zh="预计金额"),
        "needed_minor": Bilingual(en="amount needed per minute", zh="每分钟需成交"),
        "pcu": Bilingual(en="peak concurrent viewers", zh="最高在线"),
        "acu": Bilingual(en="mean concurrent viewers", zh="平均在线"),
    }
)

#: Inputs that no order tells: read off the platform by the desk.
DESK_INPUTS: Final = frozenset(
    {
        "show_views", "views", "viewers", "exposures", "exposure_people", "clicks", "click_people",
        "watch_ms", "interacting", "new_followers", "unfollowed", "pcu", "acu",
    }
)  # fmt: skip


def _sum(id: str, zh: str, en: str, unit: Unit, top: str, formula_zh: str, formula_en: str) -> Metric:
    origin: Literal["orders", "desk"] = "desk" if top in DESK_INPUTS else "orders"
    formula = Bilingual(en=formula_en, zh=formula_zh)
    return Metric(id, Bilingual(en=en, zh=zh), formula, unit, top, origin=origin)


def _rate(
    id: str,
    zh: str,
    en: str,
    unit: Unit,
    top: str,
    below: str,
    factor: int = 1,
    *,
    variant: Variant | None = None,
    desk: bool = False,
) -> Metric:
    """A quotient whose formula is told by the names of its inputs."""
    over, under = INPUT_NAMES[top], INPUT_NAMES[below]
    # Spans enter in milliseconds; the formula names the unit a person thinks in.
    times = {1000: " × 1000", 3_600_000: " × 1 小时", 60_000: " × 1 分钟"}.get(factor, "")
    times_en = {1000: " × 1000", 3_600_000: " × 1 hour", 60_000: " × 1 minute"}.get(factor, "")
    mark_zh = {"people": "（人）", "events": "（次）", None: ""}[variant]
    mark_en = {"people": " (people)", "events": " (events)", None: ""}[variant]
    return Metric(
        id=id,
        title=Bilingual(en=en + mark_en, zh=zh + mark_zh),
        formula=Bilingual(en=f"Σ {over.en} ÷ Σ {under.en}{times_en}", zh=f"Σ{over.zh} ÷ Σ{under.zh}{times}"),
        unit=unit,
        top=top,
        below=below,
        factor=factor,
        variant=variant,
        origin="desk" if desk else "orders",
    )


_METRICS: Final = (
    _sum("gmv_created", "下单金额", "Ordered", "money", "created_minor",
         "Σ下单金额，含未付款和已取消", "Σ amounts ordered, unpaid and cancelled included"),
    _sum("gmv_paid", "成交金额", "Paid GMV", "money", "paid_minor",
         "Σ支付金额，含平台和达人补贴，不减退款、不减取消",
         "Σ amounts paid, subsidies included; refunds and cancellations not taken off"),
    _sum("user_paid", "用户支付金额", "Paid by buyers", "money", "user_paid_minor",
         "Σ用户自己支付的金额，不含补贴", "Σ what buyers paid themselves, without subsidies"),
    _sum("refund", "退款金额", "Refunded", "money", "refund_minor",
         "Σ退款，每行不超过其支付金额", "Σ refunds, per line never above what was paid"),
    _sum("refund_1h", "1小时退款金额", "Refunded within 1 h", "money", "refund_1h_minor",
         "Σ支付后 1 小时内的退款", "Σ refunds within an hour of the payment"),
    _sum("net_1h", "净成交金额（减1小时退款）", "Net of 1-hour refunds", "money", "net_1h_minor",
         "成交金额 − 1小时退款金额", "paid GMV − refunds within 1 h"),
    _sum("net", "净额（减全部退款）", "Net of all refunds", "money", "net_minor",
         "成交金额 − 退款金额", "paid GMV − refunds"),
    _sum("orders", "成交订单数", "Paid orders", "count", "orders",
         "至少一行已支付的订单数", "orders with at least one paid line"),
    _sum("created_orders", "下单数", "Orders placed", "count", "created_orders",
         "下单数，含未付款", "orders placed, unpaid included"),
    _sum("units", "成交件数", "Units", "count", "units", "Σ已支付件数", "Σ pieces of paid lines"),
    _sum("buyers", "成交人数", "Buyers", "count", "buyers",
         "去重后的支付买家数；有订单不带买家信息时未知",
         "distinct paying buyers; unknown when some order names none"),
    _sum("stock_left", "剩余库存", "Stock left", "count", "stock_left",
         "开播库存 − 支付件数 + 退回件数", "opening stock − pieces paid + pieces returned"),
    _sum("sold_out", "售罄用时", "Time to sold out", "minutes", "sold_out_ms",
         "开价（没有开价则为上播）到支付件数达到开播库存的时间；未售罄时未知",
         "from the price opening (else from going on air) until the pieces paid reach the opening stock; "
         "unknown until then"),
    _sum("cod", "货到付款（未付）", "Cash on delivery", "money", "cod_minor",
         "Σ已确认、未付款的货到付款金额，不计入成交", "Σ confirmed and unpaid amounts, not in paid GMV"),
    _sum("deposit", "预售定金", "Deposits", "money", "deposit_minor",
         "Σ尾款未付的定金，不计入成交", "Σ deposits whose balance is not paid, not in paid GMV"),
    _sum("duration", "直播时长", "Time on air", "minutes", "duration_ms",
         "开播到下播；直播中到最新一条事实", "from start to end; to the newest fact while on air"),
    _sum("on_air", "讲解时长", "Explained on air", "minutes", "on_air_ms",
         "Σ该环节或商品各次在播的时长", "Σ time of the runs of the segment or product"),
    _rate("paid_per_minute", "每分钟成交", "Paid per minute", "money", "paid_minor", "on_air_ms", 60_000),
    _rate("share", "占全场", "Share of the show", "ratio", "paid_minor", "show_paid_minor"),
    _sum("target", "目标", "Target", "money", "target_minor", "策划在开播前定的成交金额目标",
         "the paid GMV aimed at, set before the show"),
    _rate("target_done", "目标完成", "Of the target", "ratio", "paid_minor", "target_minor"),
    _sum("expected", "应达金额", "Due by now", "money", "expected_minor",
         "目标 × 已走过的带货环节占全部带货环节的计划时长",
         "target × planned time of the selling segments behind us ÷ of all of them"),
    _rate("pace", "进度", "Pace", "ratio", "paid_minor", "expected_minor"),
    _sum("projection", "预计成交", "Projected", "money", "projected_minor",
         "成交金额 + 剩余目标 × 进度；不足 20 单或计划的 5% 时未知",
         "paid GMV + remaining target × pace; unknown below 20 orders or 5 % of the plan"),
    _sum("needed", "每分钟需成交", "Needed per minute", "money", "needed_minor",
         "（目标 − 成交金额）÷ 剩余带货环节的计划分钟",
         "(target − paid GMV) ÷ remaining planned selling minutes"),
    *(_sum(name, INPUT_NAMES[name].zh or "", (INPUT_NAMES[name].en or "").capitalize(), "count", name,
           "场控从平台抄录的累计数", "running count that the desk read off the platform")
      for name in ("show_views", "views", "viewers", "exposures", "exposure_people", "clicks",
                   "click_people", "interacting", "new_followers", "unfollowed")),
    _sum("pcu", "最高在线", "Peak concurrent viewers", "count", "pcu", "同时在线最大值",
         "maximum of viewers at one time"),
    _sum("acu", "平均在线", "Mean concurrent viewers", "count", "acu", "同时在线的时间平均",
         "time mean of viewers at one time"),
    _rate("aov", "客单价", "Per buyer (AOV)", "money", "paid_minor", "buyers"),
    _rate("order_value", "单均价", "Per order", "money", "paid_minor", "orders"),
    _rate("unit_price", "件单价", "Per piece", "money", "paid_minor", "units"),
    _rate("refund_rate_1h", "1小时退款率", "1-hour refund rate", "ratio", "refund_1h_orders", "orders"),
    _rate("refund_rate", "退款率", "Refund rate", "ratio", "refund_orders", "orders"),
    _rate("pay_rate", "下单支付率", "Paid of placed", "ratio", "orders", "created_orders"),
    _rate("opm", "每分钟订单", "Orders per minute", "count", "orders", "duration_ms", 60_000),
    _rate("paid_per_hour", "单小时成交", "Paid per hour", "money", "paid_minor", "duration_ms", 3_600_000),
    _rate("user_paid_per_hour", "单小时支付", "Paid by buyers per hour", "money", "user_paid_minor",
          "duration_ms", 3_600_000),
    _rate("sell_through", "售罄率", "Sell-through", "ratio", "sold_net", "opening"),
    _rate("gpm", "千次观看成交 GPM", "GPM", "money", "paid_minor", "views", 1000, variant="events",
          desk=True),
    _rate("uv_value", "UV 价值", "Value per viewer", "money", "paid_minor", "viewers", variant="people",
          desk=True),
    _rate("enter_rate", "进入率", "Enter rate", "ratio", "views", "show_views", variant="events", desk=True),
    _rate("exposure_click", "曝光-点击率", "Click rate", "ratio", "clicks", "exposures", variant="events",
          desk=True),
    _rate("exposure_click_people", "曝光-点击率", "Click rate", "ratio", "click_people", "exposure_people",
          variant="people", desk=True),
    _rate("view_click", "观看-点击率", "Clicks of views", "ratio", "clicks", "views", variant="events",
          desk=True),
    _rate("click_order", "点击-成交率", "Click to order", "ratio", "orders", "clicks", variant="events",
          desk=True),
    _rate("click_order_people", "点击-成交率", "Click to order", "ratio", "buyers", "click_people",
          variant="people", desk=True),
    _rate("view_order", "观看-成交率", "View to order", "ratio", "orders", "views", variant="events",
          desk=True),
    _rate("view_order_people", "观看-成交率", "View to order", "ratio", "buyers", "viewers",
          variant="people", desk=True),
    _rate("watch_per_viewer", "人均观看时长", "Watch time per viewer", "minutes", "watch_ms", "viewers",
          variant="people", desk=True),
    _rate("watch_per_view", "次均观看时长", "Watch time per view", "minutes", "watch_ms", "views",
          variant="events", desk=True),
    _rate("interaction_rate", "互动率", "Interaction rate", "ratio", "interacting", "viewers",
          variant="people", desk=True),
    _rate("follow_rate", "转粉率", "Follow rate", "ratio", "new_followers", "viewers", variant="people",
          desk=True),
)  # fmt: skip

#: Metric id → metric, in the order they are listed to people.
METRICS: Final[Mapping[str, Metric]] = MappingProxyType({metric.id: metric for metric in _METRICS})
