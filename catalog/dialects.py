"""The file kinds we know by their columns: our own, Shopify, WooCommerce, Taobao, 抖店, JD, Youzan.

Shopify's and WooCommerce's columns are those of their published import templates (Shopify: the one before
2025 and the one since). Taobao's are the 助理 package columns; 抖店, JD and Youzan name theirs per
back-office version, so several spellings stand side by side. A file of none of these whose columns the alias
table knows is a "table" (or "names" when it carries neither price nor stock).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.headers import header_key, read_aliases

#: How rows become products: one each, continuation rows under a handle, or parents and variations.
Flow = Literal["flat", "shopify", "woo"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """A kind of file. It is recognised when every column of one of its `signs` is there.

    `columns` go before the general aliases; those of the field `skip` are the platform's own bookkeeping.
    With `strict` a file is our own: a blank cell clears the field, only an empty cell or `-` is blank, and
    texts are kept to the letter. With `zero_is_none` a struck-through price of 0 means that there is none.
    """

    name: str
    title: Bilingual
    signs: tuple[frozenset[str], ...] = ()
    columns: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    flow: Flow = "flat"
    strict: bool = False
    zero_is_none: bool = True


def _signs(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(header_key(name) for name in group.split("|")) for group in groups)


_OPTIONS = "\n".join(
    f"option{n}_name: option{n} name | attribute {n} name\n"
    f"option{n}_value: option{n} value | attribute {n} value(s)"
    for n in (1, 2, 3)
)

OWN = Dialect(
    "own",
    Bilingual("Chalk & Cart", "本工具"),
    _signs("sku|title_en|title_zh"),
    read_aliases("attributes: attributes"),
    strict=True,
    zero_is_none=False,
)

DIALECTS: tuple[Dialect, ...] = (
    OWN,
    Dialect(
        "shopify",
        Bilingual("Shopify", "Shopify"),
        _signs("url handle|title|sku", "url handle|title|price", "url handle|title|option1 value"),
        read_aliases(
            f"""spu: url handle
sku: sku
title: title
description: description
category: product category | type
brand: vendor
price: price
list_price: compare-at price
cost: cost per item
stock: inventory quantity
images: product image url | variant image url
tags: tags
: price / international | compare-at price / international | seo title | seo description
skip: published on online store | image position
{_OPTIONS}"""
        ),
        flow="shopify",
    ),
    Dialect(
        "shopify-old",
        Bilingual("Shopify (before 2025)", "Shopify（旧版）"),
        _signs("handle|title|variant price", "handle|title|variant sku", "handle|title|body (html)"),
        read_aliases(
            f"""spu: handle
sku: variant sku
title: title
description: body (html)
category: product category | type
brand: vendor
price: variant price
list_price: variant compare at price
cost: cost per item
stock: variant inventory qty
images: image src | variant image
tags: tags
: price / international | compare at price / international | seo title | seo description
skip: published | image position
{_OPTIONS}"""
        ),
        flow="shopify",
    ),
    Dialect(
        "woocommerce",
        Bilingual("WooCommerce", "WooCommerce"),
        _signs("type|sku|name|regular price", "id|type|name|parent", "type|name|regular price|categories"),
        read_aliases(
            f"""sku: sku
platform_id: id
row_type: type
parent: parent
title: name
description: description | short description
category: categories
brand: brands
list_price: regular price
live_price: sale price
live_start: date sale price starts
live_end: date sale price ends
stock: stock
images: images
tags: tags
skip: published | in stock? | position
{_OPTIONS}"""
        ),
        flow="woo",
    ),
    Dialect(
        "taobao",
        Bilingual("Taobao / Tmall", "淘宝 / 天猫"),
        _signs("宝贝标题", "宝贝名称", "宝贝id", "title|cid|seller_cids"),
        read_aliases(
            """sku: 商家编码 | outer_id | 货号 | 宝贝id | 数字id | num_id | 商品id
title: 宝贝标题 | 宝贝名称 | title
description: 宝贝描述 | description
category: 宝贝类目 | 类目 | cid
price: 宝贝价格 | 一口价 | price
live_price: 促销价
stock: 宝贝数量 | num | 库存
images: 新图片 | picture | 主图
options: 销售属性 | 颜色分类
: 开始时间 | list_time | 店铺类目 | seller_cids | 宝贝属性"""
        ),
    ),
    Dialect(
        "jd",
        Bilingual("JD", "京东"),
        _signs("京东价", "商品编号|市场价|商品名称", "sku编号|spu编号"),
        read_aliases(
            """sku: 商品编号 | sku编号 | sku id | skuid | 商家sku | 外部sku
spu: 商品id | spu编号 | spu id
title: 商品名称 | sku名称 | 商品标题
category: 三级类目 | 末级类目 | 商品类目 | 类目
price: 京东价
list_price: 市场价
stock: 库存 | 商品库存 | 可用库存
images: 主图 | 商品主图"""
        ),
    ),
    Dialect(
        "douyin",
        Bilingual("Douyin shop", "抖店"),
        _signs(
            "商品id|商品名称|商家编码",
            "商品id|商品名称|sku id",
            "商品名称|售卖价",
            "商品id|商品标题|商家编码",
        ),
        read_aliases(
            """sku: 商家编码 | sku商家编码 | sku编码 | sku id | skuid | 规格id
spu: 商品id
title: 商品名称 | 商品标题
category: 商品类目 | 类目 | 四级类目 | 三级类目
price: 售卖价 | sku售价 | 售价 | 价格
list_price: 划线价 | 市场价
stock: 现货库存 | sku库存 | 库存
options: 规格名称 | 规格 | 商品规格"""
        ),
    ),
    Dialect(
        "youzan",
        Bilingual("Youzan", "有赞"),
        _signs("商品分组|商品名称", "规格编码|商品编码|商品名称", "商品标题|规格编码|商品分组"),
        read_aliases(
            """sku: 规格编码 | 商品编码 | 规格条码 | 商品条码
spu: 商品id
title: 商品名称 | 商品标题
category: 商品类目 | 商品分组
price: 价格 | 规格价格 | 商品价格 | 销售价
list_price: 划线价
stock: 库存 | 规格库存 | 商品库存
options: 规格 | 规格名称"""
        ),
    ),
)

TABLE = Dialect("table", Bilingual("Table", "表格"))
NAMES = Dialect("names", Bilingual("List of names", "名称清单"))
MAPPED = Dialect("mapped", Bilingual("Mapped by hand", "手工对应"))
UNKNOWN = "unknown"

#: Columns that only an order export has.
ORDER_SIGNS = frozenset(
    header_key(name)
    for name in [
        "订单编号",
        "主订单编号",
        "子订单编号",
        "订单号",
        "买家会员名",
        "invoiceno",
        "lineitem name",
        "financial status",
        "order id",
        "order number",
        "order no",
    ]
)

_PRICED = frozenset({"price", "list_price", "live_price", "flash_price", "stock", "cost", "floor_price"})
_NAMED = frozenset({"title", "title_en", "title_zh"})


def recognise(headers: Sequence[str]) -> Dialect | None:
    """The platform dialect whose columns these are, the first in DIALECTS; None when it is none of them."""
    keys = {header_key(header) for header in headers}
    return next((dialect for dialect in DIALECTS if any(sign <= keys for sign in dialect.signs)), None)


def order_column(headers: Sequence[str]) -> str | None:
    """The column that shows this to be an order export, or None."""
    return next((header for header in headers if header_key(header) in ORDER_SIGNS), None)


def plain_dialect(fields: frozenset[str]) -> Dialect | None:
    """The dialect of a file known by aliases alone: "table", "names", or None when it cannot name a product.

    A file with SKUs but no names is a "table" when it carries prices or stock: a price list for known
    products.
    """
    if fields & _PRICED and ("sku" in fields or fields & _NAMED):
        return TABLE
    return NAMES if fields & _NAMED else None
