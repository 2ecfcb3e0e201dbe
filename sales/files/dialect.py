"""Order exports we know: their columns, what their amounts mean, what their states say. Data only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from catalog.bilingual import Bilingual

Field = Literal[
    "shop", "group", "order_id", "line_id", "sku", "title", "qty", "amount", "unit_price", "order_total",
    "order_refund", "user_paid", "currency", "status", "created_at", "paid_at", "cancelled_at",
    "refund_amount", "buyer",
]  # fmt: skip
#: What a state says about the order; `wait` says nothing beyond "placed".
Meaning = Literal["wait", "paid", "cod", "cancelled", "refunded"]


def header_key(text: str) -> str:
    """A column name as it is compared: NFKC, lower case, without blanks, `_`, `-`, brackets and `*`."""
    return re.sub(r"[\s_\-()\[\]*:\ufeff]+", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of export.

    `marks` are header keys that only this export has together. `names` gives header keys per field, first
    match wins. `zone` is an IANA name, None for Beijing time; `currency` holds where the file names none.
    `carried` fields stand on the first row of a `group` (an order) only. With `shares_total` the order's
    amount is repeated or given once per order and is shared out over its lines by unit price × quantity, so
    that it counts once.
    `credits` is a prefix of order ids that are credit notes.
    """

    id: str
    title: Bilingual
    marks: frozenset[str]
    names: Mapping[Field, Sequence[str]]
    zone: str | None = None
    currency: str = "CNY"
    carried: frozenset[Field] = frozenset()
    shares_total: bool = False
    credits: str | None = None
    states: Mapping[str, Meaning] = field(default_factory=lambda: STATES)


#: State words of the platforms and of ours, by meaning; compared by `header_key`.
_WORDS: Final[Mapping[Meaning, str]] = MappingProxyType(
    {
        "wait": "created placed pending unpaid open on-hold 待付款 待支付 等待买家付款 未支付 已下单 已创建",
        "paid": "paid completed complete shipped fulfilled processing delivered authorized 已支付 已付款 "
        "待发货 备货中 已发货 待收货 已收货 已完成 完成 交易成功 等待卖家发货 买家已付款,等待卖家发货 "
        "卖家已发货,等待买家确认 等待买家确认收货 等待出库 部分发货 partially_refunded 部分退款",
        "cod": "cod 货到付款",
        "cancelled": "cancelled canceled closed voided failed expired 已取消 取消 已关闭 交易关闭 关闭",
        "refunded": "refunded 已退款 退款成功 全额退款",
    }
)
STATES: Final[Mapping[str, Meaning]] = MappingProxyType(
    {header_key(word): meaning for meaning, words in _WORDS.items() for word in words.split()}
)


def _dialect(
    id: str,
    zh: str,
    en: str,
    marks: str,
    columns: dict[Field, str],
    *,
    zone: str | None = None,
    currency: str = "CNY",
    carried: Sequence[Field] = (),
    shares_total: bool = False,
    credits: str | None = None,
) -> Dialect:
    """A dialect written short: names separated by `|`."""
    return Dialect(
        id=id,
        title=Bilingual(en=en, zh=zh),
        marks=frozenset(header_key(mark) for mark in marks.split("|") if mark),
        names={name: tuple(header_key(n) for n in names.split("|")) for name, names in columns.items()},
        zone=zone,
        currency=currency,
        carried=frozenset(carried),
        shares_total=shares_total,
        credits=credits,
    )


#: Most particular first; the plain table comes last and needs no marks.
DIALECTS: Final[tuple[Dialect, ...]] = (
    _dialect(
        "uci", "UCI 网店流水", "UCI Online Retail", "InvoiceNo|StockCode|UnitPrice|InvoiceDate",
        {"order_id": "InvoiceNo", "sku": "StockCode", "title": "Description", "qty": "Quantity",
         "created_at": "InvoiceDate", "unit_price": "UnitPrice", "buyer": "CustomerID|Customer ID"},
        zone="Europe/London", currency="GBP", credits="C",
    ),
    _dialect(
        "doudian", "抖店订单", "Doudian orders", "主订单编号|子订单编号",
        {"order_id": "主订单编号", "line_id": "子订单编号", "sku": "商家编码|商品编码|商品ID",
         "title": "选购商品", "qty": "商品数量", "amount": "订单应付金额",
         "status": "订单状态", "created_at": "订单提交时间",
         "paid_at": "支付完成时间|订单支付时间|支付时间", "user_paid": "用户实付金额|实付金额",
         "buyer": "买家|用户ID|昵称"},
    ),
    _dialect(
        "taobao", "淘宝 / 天猫订单", "Taobao / Tmall orders", "订单编号|买家会员名|宝贝标题",
        {"order_id": "订单编号", "sku": "商家编码|外部系统编号|宝贝编码",
         "title": "宝贝标题", "qty": "宝贝总数量", "amount": "总金额",
         "user_paid": "买家实际支付金额", "status": "订单状态", "created_at": "订单创建时间",
         "paid_at": "订单付款时间", "refund_amount": "退款金额", "buyer": "买家会员名"},
    ),
    _dialect(
        "jd", "京东订单", "JD orders", "订单号|商品ID|京东价|订单金额",
        {"order_id": "订单号", "sku": "商品ID", "title": "商品名称", "qty": "订购数量",
         "unit_price": "京东价", "order_total": "订单金额", "status": "订单状态", "created_at": "下单时间",
         "paid_at": "付款确认时间|付款时间", "buyer": "下单帐号|下单账号"},
        shares_total=True,
    ),
    _dialect(
        "shopify", "Shopify 订单", "Shopify orders", "Name|Financial Status|Lineitem quantity|Lineitem price",
        {"group": "Name", "order_id": "Id|Name", "sku": "Lineitem sku", "title": "Lineitem name",
         "qty": "Lineitem quantity", "unit_price": "Lineitem price", "order_total": "Total",
         "order_refund": "Refunded Amount", "currency": "Currency", "status": "Financial Status",
         "created_at": "Created at", "paid_at": "Paid at", "cancelled_at": "Cancelled at", "buyer": "Email"},
        carried=("order_id", "order_total", "order_refund", "currency", "status", "created_at", "paid_at",
                 "cancelled_at", "buyer"),
        shares_total=True, currency="USD",
    ),
    _dialect(
        "woocommerce", "WooCommerce 订单", "WooCommerce orders", "Order Number|Order Status|Item #|Item Cost",
        {"order_id": "Order ID|Order Number", "sku": "SKU|Item SKU", "title": "Item Name",
         "qty": "Quantity|Quantity (- Refund)", "unit_price": "Item Cost",
         "order_total": "Order Total Amount", "order_refund": "Order Refund Amount", "currency": "Currency",
         "status": "Order Status", "created_at": "Order Date", "paid_at": "Paid Date|Date Paid",
         "buyer": "Email (Billing)|Customer Email"},
        shares_total=True, currency="USD",
    ),
    _dialect(
        "youzan", "有赞订单", "Youzan orders", "订单号|商品实际成交金额|订单创建时间",
        {"shop": "归属店铺|店铺名称", "order_id": "订单号", "line_id": "子订单号|商品明细编号",
         "sku": "规格编码|商品编码", "title": "商品名称", "qty": "商品数量", "amount": "商品实际成交金额",
         "unit_price": "商品单价", "status": "订单状态", "created_at": "订单创建时间",
         "paid_at": "买家付款时间", "refund_amount": "商品已退款金额", "buyer": "买家昵称|买家"},
    ),
    _dialect(
        "plain", "普通订单表", "plain order table", "",
        {"shop": "shop|店铺|店铺名称",
         "order_id": "order_id|order|order_no|order number|订单号|订单编号|订单",
         "line_id": "line_id|line|子订单号|子订单编号|明细编号",
         "sku": "sku|商家编码|商品编码|规格编码|货号|编码",
         "title": "title|product|商品名称|商品|标题", "qty": "qty|quantity|units|数量|商品数量|件数",
         "amount": "amount|total|line_total|金额|应付金额|商品金额|实付金额|支付金额",
         "unit_price": "unit_price|price|单价|商品单价", "user_paid": "user_paid|用户支付金额",
         "currency": "currency|币种|货币", "status": "status|订单状态|状态",
         "created_at": "created_at|created|placed_at|order_time|下单时间|订单创建时间|创建时间",
         "paid_at": "paid_at|paid|支付时间|付款时间",
         "cancelled_at": "cancelled_at|取消时间|关闭时间",
         "refund_amount": "refund_amount|refunded|refund|退款金额",
         "buyer": "buyer|customer|买家|买家昵称|买家会员名|客户"},
    ),
)  # fmt: skip


def recognise(header: Sequence[str]) -> tuple[Dialect, dict[Field, int]] | None:
    """The dialect of a header row and the column of each field it has, or None.

    A row is a header when it has an order id, a created time and an amount in one of the three ways.
    """
    at: dict[str, int] = {}
    for position, cell in enumerate(header):
        at.setdefault(header_key(cell), position)
    for dialect in DIALECTS:
        if not dialect.marks <= at.keys():
            continue
        columns: dict[Field, int] = {}
        for name, keys in dialect.names.items():
            column = next((at[key] for key in keys if key in at), None)
            if column is not None:
                columns[name] = column
        priced = "amount" in columns or "unit_price" in columns or "order_total" in columns
        if priced and "order_id" in columns and "created_at" in columns:
            return dialect, columns
    return None
