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
    "provisional": Bilingual(zh="暂计，未经结算", en="provisional, not settled"),
    "settled": Bilingual(zh="已结算", en="settled"),
    "part_settled": Bilingual(zh="部分店铺未结算：{shops}", en="not settled yet: {shops}"),
    "revision": Bilingual(zh="第 {n} 版", en="revision {n}"),
    "revision_open": Bilingual(zh="第 {n} 版（未定版）", en="revision {n}, open"),
    "from_desk": Bilingual(zh="抄录自平台", en="read off the platform"),
    "traffic": Bilingual(zh="流量与转化", en="Traffic and conversion"),
    "traffic_note": Bilingual(
        zh="场控从平台抄录；没有抄录的是“—”，不是 0。（人）按人去重，（次）每次都计。",
        en="Read off the platform by the desk; what nobody entered is “—”, not 0. (people) counts each "
        "person once, (events) each time.",
    ),
    "factors": Bilingual(zh="五因素：哪一步掉了", en="Five factors: which one slipped"),
    "factor": Bilingual(zh="因素", en="Factor"),
    "before": Bilingual(zh="对照：{title}", en="Against: {title}"),
    "this_show": Bilingual(zh="本场", en="This show"),
    "change": Bilingual(zh="变化", en="Change"),
    "slipped": Bilingual(zh="掉得最多：{name}（{change}）", en="fell most: {name} ({change})"),
    "none_slipped": Bilingual(zh="没有哪一步下降", en="none fell"),
    "factors_note": Bilingual(
        zh="五个因素相乘正好等于成交金额。", en="The five multiply to the paid GMV exactly."
    ),
    "factors_unknown": Bilingual(
        zh="还不能分解：需要本场和上一场的曝光、观看、点击次数（场控台“读数”里填）。",
        en="Cannot be told yet: it needs room views, views and clicks of this show and the one before (enter "
        "them under Readings on the desk).",
    ),
    "refunds": Bilingual(zh="退款", en="Refunds"),
    "refund_orders": Bilingual(zh="退款订单", en="Orders refunded"),
    "within_hour": Bilingual(zh="其中 1 小时内", en="Within the hour"),
    "no_refunds": Bilingual(zh="没有退款。", en="No refunds."),
    "experiments": Bilingual(zh="开播前计划的对比", en="Comparisons planned before the show"),
    "question": Bilingual(zh="问题与规则", en="Question and rule"),
    "rule": Bilingual(
        zh="每组至少 {n} 单，下播后只看一次，95% 区间不含 1 才算有差别。",
        en="At least {n} orders in each arm, looked at once after the end; a difference only when the 95 % "
        "interval leaves out 1.",
    ),
    "verdict": Bilingual(zh="结论", en="Verdict"),
    "waiting": Bilingual(zh="直播还没结束，不下结论", en="the show is not over: no verdict"),
    "not_run": Bilingual(zh="有一组没有在售时间，没有做成", en="an arm was never on sale: not run"),
    "too_few": Bilingual(zh="订单不够，不下结论", en="too few orders: no verdict"),
    "no_difference": Bilingual(zh="看不出差别", en="no difference shown"),
    "a": Bilingual(zh="甲组更好", en="A sold faster"),
    "b": Bilingual(zh="乙组更好", en="B sold faster"),
    "arm": Bilingual(zh="{name}：{n} 单 / {span}", en="{name}: {n} in {span}"),
    "law": Bilingual(zh="合规记录", en="Compliance log"),
    "law_signed": Bilingual(zh="{by} 于 {at} 审核过这份脚本。", en="{by} reviewed this script at {at}."),
    "law_unsigned": Bilingual(
        zh="这份脚本没有播前审核记录。", en="No review before air is on record for this script."
    ),
    "law_clean": Bilingual(zh="规则检查没有发现问题。", en="The rules found nothing."),
    "wording": Bilingual(zh="用语", en="Wording"),
    "article": Bilingual(zh="依据", en="Article"),
    "reason": Bilingual(zh="保留理由", en="Why it stood"),
    "block": Bilingual(zh="禁用", en="blocked"),
    "warn": Bilingual(zh="提醒", en="warning"),
    "info": Bilingual(zh="提示", en="note"),
    "ledgers": Bilingual(zh="与第 1 版的差别", en="Against revision 1"),
    "ledger": Bilingual(zh="账", en="Ledger"),
    "first_ledger": Bilingual(zh="第 1 版 · 暂计", en="Revision 1 · provisional"),
    "overlapping": Bilingual(
        zh="同时在播的场次：{titles}。订单归最后开播的一场，请核对。",
        en="On air at the same time: {titles}. Orders belong to the show that began last; please check.",
    ),
    "differs": Bilingual(zh="差别", en="Difference"),
    "settled_ledger": Bilingual(zh="本版 · 结算（最终导出）", en="This one · settled (final export)"),
    "later_ledger": Bilingual(zh="本版 · 含之后收到的", en="This one · with what came later"),
    "shift": Bilingual(zh="净额变化 {amount}；{n} 单一致。", en="Net moves by {amount}; {n} orders agree."),
    "missing_here": Bilingual(zh="第 1 版没有", en="not in revision 1"),
    "missing_there": Bilingual(zh="本版没有", en="not in this one"),
    "paid_differs": Bilingual(zh="支付不同", en="payment differs"),
    "refund_differs": Bilingual(zh="退款不同", en="refund differs"),
    "sold_out": Bilingual(zh="售罄用时", en="Sold out in"),
    "figures": Bilingual(zh="全场", en="The show"),
    "timeline": Bilingual(zh="每分钟成交金额", en="Paid GMV per minute"),
    "timeline_note": Bilingual(
        zh="按下单时刻计入所在分钟；上方色带是各环节，数字见下表；再上面是当时板上的词；▲ 为开价。",
        en="By the minute an order was placed. Bands above are segments, numbered as below, and over them "
        "the words then on the board; ▲ marks an opened price.",
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
    "stock": Bilingual(zh="开播库存", en="Opening stock"),
    "stock_left": Bilingual(zh="剩余库存", en="Stock left"),
    "share": Bilingual(zh="占比", en="Share"),
    "sell_through": Bilingual(zh="售罄率", en="Sell-through"),
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
