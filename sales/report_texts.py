"""The words of the report, in both languages."""

from __future__ import annotations

from typing import Final

from catalog.bilingual import Bilingual, Lang

#: Key → text. `{names}` are filled by `say`.
TEXTS: Final[dict[str, Bilingual]] = {
    "report": Bilingual(zh="直播复盘", en="Show report"),
    "planned": Bilingual(zh="计划", en="Planned"),
    "actual": Bilingual(zh="实际", en="Actual"),
    "on_air": Bilingual(zh="{start} – {end}，共 {length}", en="{start} – {end}, {length}"),
    "still": Bilingual(zh="直播中", en="on air"),
    "never": Bilingual(zh="尚未开播", en="never went on air"),
    "hosts": Bilingual(zh="主播", en="Hosts"),
    "as_of": Bilingual(zh="数据截至 {at}", en="as of {at}"),
    "provisional": Bilingual(zh="暂定，未经结算", en="provisional, not settled"),
    "figures": Bilingual(zh="全场", en="The show"),
    "timeline": Bilingual(zh="每分钟成交金额", en="Paid GMV per minute"),
    "timeline_note": Bilingual(
        zh="按下单时刻计入所在分钟；上方色带是各环节，数字见下表；▲ 为开价。",
        en="By the minute an order was placed. Bands above are segments, numbered as below; "
        "▲ marks an opened price.",
    ),
    "peak": Bilingual(zh="最高 {amount}，{at}", en="peak {amount} at {at}"),
    "segments": Bilingual(zh="计划与实际，各环节带货", en="Planned against actual, and sales by segment"),
    "segment": Bilingual(zh="环节", en="Segment"),
    "start": Bilingual(zh="开始", en="Start"),
    "length": Bilingual(zh="时长", en="Length"),
    "difference": Bilingual(zh="差", en="Difference"),
    "orders": Bilingual(zh="订单", en="Orders"),
    "units": Bilingual(zh="件数", en="Units"),
    "paid": Bilingual(zh="成交金额", en="Paid GMV"),
    "refunded": Bilingual(zh="退款", en="Refunded"),
    "net": Bilingual(zh="净额", en="Net"),
    "skipped": Bilingual(zh="跳过", en="skipped"),
    "not_reached": Bilingual(zh="未播到", en="not reached"),
    "runs": Bilingual(zh="{n} 次", en="{n} runs"),
    "longer": Bilingual(zh="超 {span}", en="{span} over"),
    "shorter": Bilingual(zh="省 {span}", en="{span} under"),
    "exact": Bilingual(zh="准时", en="on time"),
    "unattributed": Bilingual(zh="未归入任何环节", en="Not credited to a segment"),
    "total": Bilingual(zh="合计", en="Total"),
    "credit_note": Bilingual(
        zh="按下单时刻归入正在讲解该商品的环节（结束后 {grace} 秒内仍算），否则归入该商品最近一次讲解；"
        "金额合计与全场分毫不差，一单跨两个环节时订单数各计一次。",
        en="Credited by the time of ordering to the segment on air with that product (up to {grace} s after "
        "its end), else to the product's nearest earlier segment. Amounts sum to the total exactly; an order "
        "over two segments counts as an order in both.",
    ),
    "products": Bilingual(zh="各商品", en="Products"),
    "product": Bilingual(zh="商品", en="Product"),
    "sku": Bilingual(zh="编码", en="SKU"),
    "talked": Bilingual(zh="讲解", en="On air"),
    "per_minute": Bilingual(zh="每分钟", en="Per minute"),
    "stock": Bilingual(zh="库存 开播 → 剩余", en="Stock: opening → left"),
    "oversold": Bilingual(zh="超卖 {n}", en="{n} oversold"),
    "unknown_product": Bilingual(zh="商品表中没有", en="not in the catalogue"),
    "hosts_sold": Bilingual(zh="各主播", en="Hosts and sales"),
    "nobody": Bilingual(zh="下播后，或未写明主播", en="after the end, or no host named"),
    "hosts_note": Bilingual(
        zh="按下单时刻归入当时在场的主播组合；两人同场不拆分。各行之和等于全场。",
        en="By who was on when it was ordered; two hosts on together are not split. Rows sum to the total.",
    ),
    "words": Bilingual(zh="板书单词与成交", en="Words and sales"),
    "word": Bilingual(zh="单词", en="Word"),
    "shown": Bilingual(zh="板上", en="On board"),
    "while_shown": Bilingual(zh="板上时", en="while shown"),
    "else_shown": Bilingual(zh="其余在售时间", en="other selling time"),
    "ratio": Bilingual(zh="倍数（95% 区间）", en="Ratio (95 % interval)"),
    "word_orders": Bilingual(zh="{n} 单 / {span}", en="{n} in {span}"),
    "words_note": Bilingual(
        zh="只比较该商品在播且已开价的时间。这是同时发生，不是因果：板书常与开价同时出现。"
        "任一侧少于 {n} 单不给倍数；同时在板上的词共享订单，不可相加。",
        en="Only time with the product on air and its price open is compared. An association, not a cause: "
        "boards often go up as prices open. No ratio below {n} orders on either side; words shown together "
        "share their orders and must not be added up.",
    ),
    "incidents": Bilingual(zh="现场记录", en="What happened"),
    "time": Bilingual(zh="时刻", en="Time"),
    "who": Bilingual(zh="谁", en="Who"),
    "what": Bilingual(zh="做了什么", en="What"),
    "undone": Bilingual(zh="已撤销", en="taken back"),
    "issues": Bilingual(zh="待核对", en="To be checked"),
    "order": Bilingual(zh="订单", en="Order"),
    "definitions": Bilingual(zh="口径", en="Definitions"),
    "metric": Bilingual(zh="指标", en="Figure"),
    "formula": Bilingual(zh="公式", en="Formula"),
    "value": Bilingual(zh="数值", en="Value"),
    "other_money": Bilingual(zh="其他币种（不折算，不相加）", en="Other currencies, not converted"),
    "none": Bilingual(zh="没有", en="none"),
    "version": Bilingual(zh="复盘格式第 {n} 版。相同的记录总是生成相同的复盘。",
                         en="Report format {n}. The same facts always give the same report."),
    "lines": Bilingual(zh="订单明细", en="Order lines"),
    "minute": Bilingual(zh="分钟", en="Minute"),
    "log": Bilingual(zh="操作记录", en="Log"),
    "status": Bilingual(zh="状态", en="Status"),
    "line": Bilingual(zh="明细", en="Line"),
    "created": Bilingual(zh="下单", en="Ordered"),
    "currency": Bilingual(zh="币种", en="Currency"),
    "kind": Bilingual(zh="类型", en="Kind"),
}  # fmt: skip

#: Issue code → what it means.
ISSUES: Final[dict[str, Bilingual]] = {
    "conflict": Bilingual(zh="同一事实有两种说法", en="two sources contradict each other"),
    "currency": Bilingual(zh="同一行出现两种币种", en="two currencies in one line"),
    "refund_over_paid": Bilingual(zh="退款超过支付，已封顶", en="refunds above the payment, capped"),
    "refund_before_paid": Bilingual(
        zh="退款先到，支付未到，暂不计", en="refund without its payment, waiting"
    ),
    "refund_total_differs": Bilingual(zh="文件与推送的退款不一致", en="file and webhooks tell other refunds"),
    "amount_after_paid": Bilingual(zh="支付后改价，金额未动", en="amount changed after payment, kept"),
    "paid_parts_differ": Bilingual(zh="定金加尾款不等于支付", en="deposit and balance are not the payment"),
    "placed_missing": Bilingual(zh="没有下单事件，按支付时刻归属", en="no order event; dated by its payment"),
    "negative_amount": Bilingual(zh="金额为负", en="negative amount"),
}


def say(key: str, lang: Lang, **values: object) -> str:
    """The text of `key`, its names filled in."""
    return TEXTS[key].best(lang).format(**values)
