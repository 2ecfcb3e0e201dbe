"""What can be wrong with order data, as a table of texts: one place for both languages."""

from __future__ import annotations

from typing import Final, NamedTuple

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Severity, Where


class _Text(NamedTuple):
    severity: Severity
    what_zh: str
    what_en: str
    fix_zh: str
    fix_en: str


#: Code → severity and texts; `{names}` are filled by `problem`.
PROBLEMS: Final[dict[str, _Text]] = {
    "sales.body.json": _Text(
        "error",
        "收到的内容不是完整的 JSON：{detail}",
        "the body is not complete JSON: {detail}",
        "请原样发送 UTF-8 编码的 JSON，不要截断。",
        "send the whole document as UTF-8 JSON.",
    ),
    "sales.body.shape": _Text(
        "error",
        "JSON 的结构不对：{detail}",
        "the JSON has the wrong shape: {detail}",
        "格式见 docs/webhooks.md。",
        "see docs/webhooks.md for the format.",
    ),
    "sales.field.missing": _Text(
        "error",
        "缺少必填字段“{field}”",
        "the required field “{field}” is missing",
        "补上“{field}”后重新发送或重新导入这一条。",
        "add “{field}” and send or import this one again.",
    ),
    "sales.field.text": _Text(
        "error",
        "字段“{field}”应为文字，实际是 {value}",
        "the field “{field}” must be text, it is {value}",
        "给“{field}”加上引号。",
        "write “{field}” as a quoted string.",
    ),
    "sales.id.number": _Text(
        "error",
        "编号“{field}”是数字（{value}）：19 位编号按数字传输会丢失末尾几位",
        "the id “{field}” is a number ({value}): long ids lose their last digits as numbers",
        "把编号作为带引号的文字发送。",
        "send ids as quoted strings.",
    ),
    "sales.id.scientific": _Text(
        "error",
        "编号“{value}”被表格软件改成了科学计数法，原编号已丢失",
        "the id “{value}” was turned into scientific notation by a spreadsheet; the real one is lost",
        "从平台重新导出，不要在 Excel 里打开后另存；必须编辑时先把该列设为“文本”。",
        "export again and do not save it from Excel, or set the column to Text first.",
    ),
    "sales.kind.unknown": _Text(
        "error",
        "不认识的事件类型“{value}”",
        "unknown kind of event “{value}”",
        "可用的类型：{known}。",
        "known kinds: {known}.",
    ),
    "sales.amount.shape": _Text(
        "error",
        "金额“{value}”读不懂",
        "“{value}” is not an amount",
        "写成普通数字，例如 129.00，不带单位、区间或科学计数法。",
        "write a plain number such as 129.00, with no unit, range or exponent.",
    ),
    "sales.amount.decimals": _Text(
        "error",
        "金额“{value}”的小数位超过 {currency} 的最小单位",
        "the amount “{value}” has more decimals than {currency} has",
        "按 {currency} 的最小单位四舍五入后再提供，或改用整数最小单位字段。",
        "round it to the minor unit of {currency} at the source.",
    ),
    "sales.amount.rounded": _Text(
        "warn",
        "单价“{value}”小数过多，该行金额已四舍五入为 {amount}",
        "the unit price “{value}” has too many decimals; the line was rounded to {amount}",
        "请核对该行金额。",
        "check the amount of this line.",
    ),
    "sales.amount.float": _Text(
        "error",
        "金额“{field}”是带小数的 JSON 数字（{value}），可能已有误差",
        "the amount “{field}” is a JSON number with decimals ({value}), which may be inexact",
        "用带引号的十进制文字（\"129.00\"）或整数 amount_minor。",
        "use a quoted decimal (\"129.00\") or a whole amount_minor.",
    ),
    "sales.amount.negative": _Text(
        "error",
        "金额为负（{value}）",
        "the amount is negative ({value})",
        "退款请用 refunded 类型和正数金额。",
        "send refunds as kind “refunded” with a positive amount.",
    ),
    "sales.amount.disagree": _Text(
        "error",
        "amount 与 amount_minor 不一致（{value}）",
        "amount and amount_minor disagree ({value})",
        "只保留一个。",
        "send only one of the two.",
    ),
    "sales.currency.unknown": _Text(
        "error",
        "不认识的币种“{value}”",
        "unknown currency “{value}”",
        "用 ISO 4217 三位代码，例如 CNY。",
        "use an ISO 4217 code such as CNY.",
    ),
    "sales.qty.shape": _Text(
        "error",
        "件数“{value}”不是非负整数",
        "the quantity “{value}” is not a whole number of pieces",
        "写成整数件数。",
        "write a whole number, 0 or more.",
    ),
    "sales.time.shape": _Text(
        "error",
        "时间“{value}”读不懂",
        "“{value}” is not a time",
        "用带时区的 ISO 8601（2026-11-25T20:00:00+08:00）或毫秒时间戳。",
        "use ISO 8601 with an offset (2026-11-25T20:00:00+08:00) or epoch milliseconds.",
    ),
    "sales.time.naive": _Text(
        "error",
        "时间“{value}”没有时区",
        "the time “{value}” has no offset",
        "加上时区，例如 +08:00。",
        "add the offset, for example +08:00.",
    ),
    "sales.time.seconds": _Text(
        "error",
        "时间戳 {value} 像是秒，不是毫秒",
        "the timestamp {value} looks like seconds, not milliseconds",
        "乘以 1000 后发送。",
        "send milliseconds.",
    ),
    "sales.time.local": _Text(
        "warn",
        "当地时间“{value}”在 {zone} 因夏令时{how}",
        "the local time “{value}” {how_en} in {zone} because of daylight saving",
        "导出时带上时区偏移。",
        "export times with their offset.",
    ),
    "sales.time.future": _Text(
        "warn",
        "时间 {value} 比收到的时刻晚了 5 分钟以上",
        "the time {value} is more than 5 minutes after it was received",
        "检查来源系统的时钟和时区。",
        "check the clock and the zone of the source.",
    ),
    "sales.order.details": _Text(
        "info",
        "{source} 的通知只有订单状态、没有金额：订单 {value}",
        "{source} told the state of order {value} without amounts",
        "用订单详情接口拉取这笔订单，或导入订单文件。",
        "fetch the order's details from its API, or import the order file.",
    ),
    "sales.tag.unknown": _Text(
        "info",
        "消息类型“{value}”与订单金额无关，已收下、未处理",
        "message type “{value}” tells nothing of amounts; it was kept and not read",
        "无需处理。",
        "nothing to do.",
    ),
    "sales.row.cells": _Text(
        "error",
        "这一行有 {value} 列，表头有 {expected} 列",
        "this row has {value} cells, the header has {expected}",
        "检查多出的逗号或引号。",
        "look for a stray comma or quote.",
    ),
    "sales.row.repeated": _Text(
        "warn",
        "与第 {value} 行的订单号和明细编号相同，只计一次",
        "has the order and line id of row {value}; it counts once",
        "如果是两件商品，请检查明细编号；如果是重复导出，无需处理。",
        "check the line id if these are two items; a repeated export needs nothing.",
    ),
    "sales.row.adjustment": _Text(
        "warn",
        "负数量、零金额的库存调整，不是订单，未计入",
        "a stock adjustment (negative quantity, no amount), not an order; it was left out",
        "库存请在商品表中调整。",
        "adjust stock in the catalogue.",
    ),
    "sales.row.credit": _Text(
        "info",
        "{value} 行退款单没有对应的原订单，按独立退款计入",
        "{value} lines are credit notes that name no order; they count as refunds of their own",
        "无需处理；若有原订单号，请补上以便按订单核对。",
        "nothing to do; add the original order number if you have it.",
    ),
    "sales.row.sku": _Text(
        "warn",
        "这一行没有商品编码，金额计入合计，但不归入任何商品",
        "this row has no SKU: its amount counts in the totals, for no product",
        "补上商家编码。",
        "add the SKU.",
    ),
    "sales.row.skus": _Text(
        "warn",
        "一格里有多个商品编码“{value}”，件数只有合计，无法分到商品",
        "several SKUs in one cell (“{value}”) with one summed quantity cannot be told apart",
        "改用按子订单导出的文件。",
        "use the export by sub-order.",
    ),
    "sales.status.unknown": _Text(
        "warn",
        "不认识的订单状态“{value}”，只按时间列判断",
        "unknown order status “{value}”; only the time columns were used",
        "可用的状态：{known}。",
        "known states: {known}.",
    ),
    "sales.refund.over": _Text(
        "warn",
        "退款 {value} 超过该行实付 {paid}，按实付封顶",
        "the refund {value} is above what was paid ({paid}); it is capped",
        "核对退款金额是否按整单重复填写。",
        "check whether the refund of the whole order was repeated on each line.",
    ),
    "sales.file.empty": _Text(
        "error",
        "文件里没有数据行",
        "the file has no rows",
        "确认导出的时间范围和文件。",
        "check the range of the export.",
    ),
    "sales.file.unreadable": _Text(
        "error",
        "文件打不开：{detail}",
        "the file cannot be read: {detail}",
        "请提供 CSV 或 XLSX 文件。",
        "give a CSV or XLSX file.",
    ),
    "sales.file.dialect": _Text(
        "error",
        "认不出这种订单表：表头是 {value}",
        "this is no order table we know: its columns are {value}",
        "至少需要订单号、金额和下单时间三列；列名见 docs/webhooks.md。",
        "it needs at least order id, amount and created time; see docs/webhooks.md for column names.",
    ),
    "sales.desk.number": _Text(
        "error",
        "“{value}”不是数字",
        "“{value}” is not a number",
        "写成平台显示的数字，例如 15,093 或 1.5万；不知道就留空或写“-”。",
        "write it as the platform shows it, such as 15,093; leave it empty or “-” when unknown.",
    ),
    "sales.desk.metric": _Text(
        "error",
        "没有叫“{value}”的读数",
        "there is no reading named “{value}”",
        "可用的读数：{known}。",
        "known readings: {known}.",
    ),
    "sales.desk.falls": _Text(
        "warn",
        "累计数变小了：先记 {before}，后记 {value}",
        "a running count fell: {before} before, {value} later",
        "平台也会修正数据；若是抄错，请为那个时刻再填一次。",
        "platforms correct themselves; if it was misread, enter that instant again.",
    ),
    "sales.desk.people": _Text(
        "warn",
        "人数 {value} 多于次数 {events}",
        "{value} people but only {events} events",
        "检查两个数是否填反。",
        "check whether the two were swapped.",
    ),
}


def problem(code: str, where: Where, **values: object) -> Finding:
    """The finding of `code` at `where`, its texts filled with `values` (each cut to 80 characters)."""
    text = PROBLEMS[code]
    short = {name: _short(value) for name, value in values.items()}
    return Finding(
        where=where,
        what=Bilingual(en=text.what_en.format(**short), zh=text.what_zh.format(**short)),
        fix=Bilingual(en=text.fix_en.format(**short), zh=text.fix_zh.format(**short)),
        severity=text.severity,
        code=code,
    )


def _short(value: object) -> str:
    # Lone surrogates can be sent as JSON but neither stored nor shown.
    text = str(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 80 else text[:79] + "…"
