"""Column names: which words, in Chinese or English, mean which field of ours.

Headers are compared by key (`header_key`): NFKC, case-folded, without blanks, underscores, `*` and "(必填)"
marks. A bracket at the end (`价格(元)`) is tried with and without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

#: The fields a column can be mapped to, in the order of our own file. `price` is the asking price of
#: platforms that keep a separate struck-through price; `title` and `description` take either language, told
#: by their script.
FIELDS = (
    "sku",
    "spu",
    "title_en",
    "title_zh",
    "title",
    "description_en",
    "description_zh",
    "description",
    "category",
    "brand",
    "list_price",
    "price",
    "live_price",
    "live_start",
    "live_end",
    "flash_price",
    "flash_start",
    "flash_end",
    "coupon",
    "price_windows",
    "currency",
    "floor_price",
    "cost",
    "stock",
    "link_no",
    "origin_en",
    "origin_zh",
    "origin",
    "ingredients_en",
    "ingredients_zh",
    "ingredients",
    "images",
    "tags",
    "options",
    "certificates",
    "documents",
)

# Within a field the first alias that a file has wins; later ones stay as attributes.
_ALIASES = """
sku: sku | 商家编码 | 商家sku | 外部sku | sku编码 | 规格编码 | 商品编码 | 产品编码 | 货号 | 商品货号 |
    编码 | 商品代码 | sku id | sku编号 | 商品sku | variant sku | item no | item no. | item number |
    item code | product code | stock code | code | 商品编号 | 商品id | 产品编号 | 宝贝id | 款号 | 编号 |
    product id | item id | id | bianma
spu: spu | spu编码 | spu id | 父商品编码 | parent sku | handle | url handle
title_en: title_en | 英文标题 | 英文名称 | 英文名 | 英文品名 | 商品英文名 | 商品英文名称 | name_en |
    english name | english title | english | en | 英文 | product name (en) | name (english) | 英语
title_zh: title_zh | 中文标题 | 中文名称 | 中文名 | 中文品名 | 商品中文名 | 商品中文名称 | name_zh |
    name_cn | chinese name | chinese title | chinese | zh | cn | 中文 | product name (zh) | name (chinese) |
    汉语
title: title | 商品标题 | 商品名称 | 产品名称 | 产品标题 | 宝贝标题 | 宝贝名称 | 商品名 | 品名 | 名称 |
    标题 | product title | product name | product | item name | item | name | 商品
description_en: description_en | 英文描述 | 英文介绍 | 英文卖点 | description (en) | english description
description_zh: description_zh | 中文描述 | 中文介绍 | 中文卖点 | description (zh) | chinese description
description: description | 商品描述 | 商品详情 | 产品描述 | 宝贝描述 | 描述 | 详情 | 介绍 | 商品介绍 |
    商品卖点 | 卖点 | body (html) | body html | body | details | short description
category: category | 商品类目 | 宝贝类目 | 类目 | 类目名称 | 商品分类 | 产品分类 | 分类 | 品类 | 一级类目 |
    product category | path_en | categories | product type | type | 商品分组 | 分组
brand: brand | 品牌 | 品牌名称 | 商品品牌 | vendor | brands | 牌子
list_price: list_price | 划线价 | 划线价格 | 市场价 | 原价 | 吊牌价 | 标价 | 日常价 | 建议零售价 |
    list price | compare at price | compare-at price | regular price | msrp | rrp | original price
price: price | 价格 | 售价 | 商品价格 | 销售价 | 售卖价 | 单价 | 零售价 | 一口价 | 宝贝价格 | 京东价 |
    店铺价 | unit price | selling price | variant price | sku价格 | 规格价格
live_price: live_price | 直播价 | 直播间价 | 直播间价格 | 直播专享价 | 直播售价 | live price | 活动价 |
    促销价 | sale price
live_start: live_start | 直播开始 | 直播开始时间 | 直播价开始 | 直播价开始时间 | 活动开始时间 |
    促销开始时间 | 开始时间 | live start | date sale price starts
live_end: live_end | 直播结束 | 直播结束时间 | 直播价结束 | 直播价结束时间 | 活动结束时间 | 促销结束时间 |
    结束时间 | live end | date sale price ends
flash_price: flash_price | 秒杀价 | 限时价 | 闪购价 | flash price
flash_start: flash_start | 秒杀开始 | 秒杀开始时间 | 限时开始时间 | flash start
flash_end: flash_end | 秒杀结束 | 秒杀结束时间 | 限时结束时间 | flash end
coupon: coupon | 优惠券 | 优惠券金额 | 立减 | 券额 | coupon amount
price_windows: price_windows | 价格时段
currency: currency | 币种 | 货币
floor_price: floor_price | 底价 | 保底价 | 最低价 | 红线价 | 最低售价 | floor price | floor | min price |
    minimum price
cost: cost | 成本 | 成本价 | 进价 | 供货价 | 采购价 | cost per item | cost price | unit cost
stock: stock | 库存 | 库存数量 | 可售库存 | 现货库存 | 商品库存 | sku库存 | 规格库存 | 总库存 | 宝贝数量 |
    inventory quantity | variant inventory qty | inventory | stock quantity | qty | quantity | 数量
link_no: link_no | 链接号 | 链接序号 | 几号链接 | 购物车序号 | 小黄车序号 | link no | link no. | link number
origin_en: origin_en | 英文产地
origin_zh: origin_zh | 中文产地
origin: origin | 产地 | 原产地 | 原产国 | country of origin | made in
ingredients_en: ingredients_en | 英文配料
ingredients_zh: ingredients_zh | 中文配料
ingredients: ingredients | 配料 | 配料表 | 成分 | 材质成分
images: images | image | 图片 | 商品图片 | 商品主图 | 主图 | 主图链接 | 图片链接 | 图片地址 | 新图片 |
    image src | image url | product image url | variant image | pictures | photo | sku图片 | 规格图片
tags: tags | 标签 | 商品标签 | 角色 | 款型 | tag
options: options | 规格 | 规格名称 | 规格值 | 销售属性 | 颜色分类 | 颜色 | 尺码 | variant | sku规格 |
    商品规格 | 规格属性
certificates: certificates | certificate | 证书 | 资质 | 资质证书 | 认证
documents: documents | 证明文件 | 证明材料 | 检测报告 | evidence
"""

#: Fields that several columns may feed (图片1, 图片2 …); their cells are joined as lines.
MANY = frozenset({"images", "options", "certificates", "documents", "skip"})

_NONE: Mapping[str, tuple[str, int]] = {}

_MARKS = re.compile(r"[（(【\[]\s*(?:必填|选填|必選|required|optional)[^）)】\]]*[）)】\]]|[*★:：]")
_BLANKS = re.compile(r"[\s_\u200b\ufeff]+")
_BRACKET = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_NUMBERED = re.compile(r"[-#]?\d{1,2}$")

# Words of an instruction row under the header: platforms explain each column there.
_EXPLAINING = re.compile(
    r"必填|选填|示例|例如|请填|请输入|不超过|最多|格式|说明|参考|e\.g\.|required|optional|example"
)


def header_key(text: str) -> str:
    """The comparable form of a column name: `* 商品 价格（元）` is `商品价格(元)`, `Title_EN` is
    `titleen`."""
    marked = unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKC", text)))
    return _BLANKS.sub("", marked).casefold()


def read_aliases(table: str) -> dict[str, tuple[str, int]]:
    """Header key → (field, rank), from lines of `field: name | name | …`; a line that begins with a blank
    goes on."""
    found: dict[str, tuple[str, int]] = {}
    for field, names in re.findall(r"^(\w*):((?:.*\n?)(?:^ .*\n?)*)", table, re.MULTILINE):
        for rank, name in enumerate(names.split("|")):
            found.setdefault(header_key(name), (field, rank))
    return found


#: header key → (field, rank of the alias within the field; 0 is best)
ALIASES = read_aliases(_ALIASES)


def field_of(header: str, own: Mapping[str, tuple[str, int]] = _NONE) -> tuple[str, int] | None:
    """The field that a column name means, with the rank of the alias; None when it is not known.

    Names in `own` (a dialect's) go first and beat every general alias of the same field; a name that `own`
    gives to the empty field stays an attribute.
    """
    key = header_key(header)
    if not key:
        return None
    if key in own:
        field, rank = own[key]
        return (field, rank - 1000) if field else None
    if found := ALIASES.get(key):
        return found
    bare = _BRACKET.sub("", key)
    if bare != key and (found := ALIASES.get(bare)):
        return found
    numbered = _NUMBERED.sub("", bare)
    if numbered != bare and (found := ALIASES.get(numbered)) and found[0] in MANY:
        return found
    return None


def assign(headers: Sequence[str], own: Mapping[str, tuple[str, int]] = _NONE) -> dict[int, str]:
    """Column index → field for the columns that are known; one column per field, except for MANY.

    When two columns mean the same field the better alias wins, then the left one. Asking price and
    struck-through price are told apart by their names alone.
    """
    best: dict[str, tuple[int, int]] = {}
    chosen: dict[int, str] = {}
    for index, header in enumerate(headers):
        found = field_of(header, own)
        if found is None:
            continue
        field, rank = found
        if field in MANY:
            chosen[index] = field
        elif field not in best or (rank, index) < best[field]:
            best[field] = (rank, index)
    chosen.update({index: field for field, (_, index) in best.items()})
    return dict(sorted(chosen.items()))


def spare_ids(
    headers: Sequence[str], chosen: Mapping[int, str], own: Mapping[str, tuple[str, int]] = _NONE
) -> tuple[int, ...]:
    """Columns that could serve as SKU where the chosen one is blank, best alias first."""
    found = ((index, field_of(header, own)) for index, header in enumerate(headers) if index not in chosen)
    ranked = sorted((entry[1], index) for index, entry in found if entry and entry[0] == "sku")
    return tuple(index for _, index in ranked)


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among the first rows: the first with the most known column names, at least two.

    One known name is enough when the row has at most two filled cells (a list of names). A row that is mostly
    unknown words is passed over unless it knows three.
    """
    best, best_known = None, 0
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        known = len(assign(row))
        enough = known >= 3 or (known >= 2 and known * 3 >= len(filled)) or (known == 1 and len(filled) == 1)
        if enough and known > best_known:
            best, best_known = index, known
    return best


def is_explanation(row: Sequence[str], headers: Sequence[str]) -> bool:
    """True for a row under the header that repeats it or tells how to fill in the columns."""
    filled = [(index, cell) for index, cell in enumerate(row) if cell.strip()]
    if not filled:
        return False
    known = sum(1 for index, cell in filled if index < len(headers) and field_of(cell) is not None)
    explaining = sum(1 for _, cell in filled if _EXPLAINING.search(cell.casefold()))
    repeated = sum(
        1 for index, cell in filled if index < len(headers) and cell.strip() == headers[index].strip()
    )
    return (
        known * 2 > len(filled)
        or repeated * 2 > len(filled)
        or (explaining >= 2 and explaining * 3 >= len(filled))
    )


def header_set_key(headers: Iterable[str]) -> str:
    """A short stable name for a set of columns, in any order: a mapping made by hand is remembered under
    it."""
    keys = sorted({key for header in headers if (key := header_key(header))})
    return sha256("\n".join(keys).encode()).hexdigest()[:16]
