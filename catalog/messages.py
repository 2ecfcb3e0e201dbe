"""Every sentence the catalogue says about a file, in both languages, and the log that counts them.

One table keeps the wording in one place: a translator, or a test that both languages name the same values,
needs to look nowhere else. Values are filled with `str.format`; a cell quoted in a sentence is cut to 40
characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Severity, Where

# code: (severity, what zh, what en, fix zh, fix en)
Message = tuple[Severity, str, str, str, str]

MESSAGES: dict[str, Message] = {
    "catalog.file.missing": (
        "error",
        "找不到文件“{name}”。",
        "The file “{name}” does not exist.",
        "检查文件路径后重试。",
        "Check the path and try again.",
    ),
    "catalog.file.empty": (
        "error",
        "文件里没有任何内容。",
        "The file holds nothing.",
        "确认导出成功后重新选择文件。",
        "Check that the export worked and choose the file again.",
    ),
    "catalog.file.too_large": (
        "error",
        "文件有 {size} MB，超过了 {limit} MB 的上限，未读取。",
        "The file has {size} MB, more than the limit of {limit} MB; nothing was read.",
        "把文件拆成几份分别导入。",
        "Split it into several files and import them one by one.",
    ),
    "catalog.file.too_many_rows": (
        "error",
        "文件超过 {limit} 行，整份未导入。",
        "The file has more than {limit} rows; none of it was taken.",
        "把文件拆成几份分别导入。",
        "Split it into several files and import them one by one.",
    ),
    "catalog.file.line_too_long": (
        "error",
        "第 {line} 行长度超过 {limit} 个字符，这不像是商品表，未导入。",
        "Line {line} is longer than {limit} characters; this does not look like a product table.",
        "用表格软件打开，另存为 CSV（UTF-8）后重试。",
        "Open it in a spreadsheet, save it as CSV (UTF-8) and try again.",
    ),
    "catalog.file.binary": (
        "error",
        "这不是表格文件（里面是二进制数据）。",
        "This is not a table (it holds binary data).",
        "请选择 CSV、TSV、XLSX、JSON Lines 或 Parquet 文件。",
        "Choose a CSV, TSV, XLSX, JSON Lines or Parquet file.",
    ),
    "catalog.file.undecodable": (
        "error",
        "无法识别文字编码：既不是 UTF-8，也不是 GB18030（GBK）。",
        "The text encoding is neither UTF-8 nor GB18030 (GBK).",
        "用表格软件打开，另存为“CSV UTF-8”后重试。",
        "Open it in a spreadsheet, save it as “CSV UTF-8” and try again.",
    ),
    "catalog.file.old_workbook": (
        "error",
        "这是旧版 .xls 或加了密码的工作簿，无法读取。",
        "This is an old .xls workbook, or one with a password; it cannot be read.",
        "在 Excel 或 WPS 里打开，去掉密码，另存为 .xlsx。",
        "Open it in Excel or WPS, remove the password and save it as .xlsx.",
    ),
    "catalog.file.bomb": (
        "error",
        "工作簿解压后太大（{size} MB，上限 {limit} MB），为安全起见未读取。",
        "The workbook unpacks to {size} MB (limit {limit} MB); it was not read, to be safe.",
        "只保留商品那一张表，另存为新的 .xlsx。",
        "Keep only the product sheet and save it as a new .xlsx.",
    ),
    "catalog.file.sparse": (
        "error",
        "工作表“{sheet}”的内容一直铺到第 {rows} 行第 {columns} 列，范围太大，未读取。",
        "Sheet “{sheet}” reaches row {rows}, column {columns}: too wide an area to read.",
        "删掉表格外多余的内容，或把商品复制到新表里再导入。",
        "Delete the stray cells, or copy the products to a new sheet.",
    ),
    "catalog.file.broken": (
        "error",
        "文件已损坏，打不开（{kind}）。",
        "The file is damaged and cannot be opened ({kind}).",
        "重新下载或重新导出后再试。",
        "Download or export it again.",
    ),
    "catalog.file.parquet": (
        "error",
        "这台机器没有安装读取 Parquet 的组件。",
        "The component that reads Parquet is not installed here.",
        "安装 pyarrow，或改用 CSV / XLSX。",
        "Install pyarrow, or use CSV or XLSX.",
    ),
    "catalog.file.orders": (
        "error",
        "这看起来是订单表（有“{header}”列），不是商品表。",
        "This looks like an order export (it has a column “{header}”), not a catalogue.",
        "到“订单导入”里导入它；这里请选择商品文件。",
        "Import it under Orders, and choose a product file here.",
    ),
    "catalog.file.unknown": (
        "error",
        "认不出这份表的列，还没有导入任何商品。",
        "The columns of this table are not known; nothing was imported yet.",
        "在“列对应”里指出哪一列是编码、哪一列是名称；下次遇到同样的表头会自动沿用。",
        "Say under “Map columns” which column is the SKU and which the name; it is remembered.",
    ),
    "catalog.sheet.formulas": (
        "warn",
        "工作表“{sheet}”里有 {count} 个公式没有保存结果（例如 {cell}），按空白处理。",
        "Sheet “{sheet}” has {count} formulas without saved values (such as {cell}), read as blank.",
        "在 Excel 里打开并保存一次，或粘贴为数值后再导入。",
        "Open and save it in Excel once, or paste the cells as values.",
    ),
    "catalog.sheet.others": (
        "info",
        "只读取了工作表“{sheet}”，另有：{others}。",
        "Only sheet “{sheet}” was read; there are also: {others}.",
        "如果商品在别的工作表，请把它移到第一张。",
        "If products are on another sheet, move it to the front.",
    ),
    "catalog.row.json": (
        "error",
        "这一行不是完整的 JSON 对象。",
        "This line is not a complete JSON object.",
        "每行写一个 {{…}} 对象。",
        "Write one {{…}} object per line.",
    ),
    "catalog.row.swallowed": (
        "warn",
        "有一个引号没有配对，吞掉了后面 {count} 行；已按行拆开重新读取。",
        "A quotation mark without a partner swallowed {count} rows; they were split again line by line.",
        "检查这几行的引号，成对书写或删掉。",
        "Check the quotation marks in these rows: close them or delete them.",
    ),
    "catalog.row.ragged": (
        "error",
        "这一行有 {cells} 格，表头只有 {columns} 列，无法对齐。",
        "This row has {cells} cells but the header has {columns}; they cannot be aligned.",
        "内容里有逗号的格子要用引号括起来。",
        "Put quotation marks around cells that contain the separator.",
    ),
    "catalog.row.duplicate": (
        "warn",
        "与第 {first} 行完全相同，只保留一行。",
        "The same as row {first}; only one of them was kept.",
        "删掉重复的行。",
        "Delete the repeated row.",
    ),
    "catalog.row.mojibake": (
        "warn",
        "内容里有乱码：“{text}”。",
        "The text is garbled: “{text}”.",
        "回到源文件，用 UTF-8 重新导出。",
        "Export the source again as UTF-8.",
    ),
    "catalog.header.explained": (
        "info",
        "跳过了表头下面的填写说明。",
        "The row of instructions under the header was skipped.",
        "无需处理。",
        "Nothing to do.",
    ),
    "catalog.sku.missing": (
        "error",
        "没有商品编码。",
        "There is no SKU.",
        "填写编码；同一商品每次导入都要用同一个编码。",
        "Fill in an SKU, the same at every import.",
    ),
    "catalog.sku.scientific": (
        "error",
        "编码“{text}”被 Excel 改成了科学计数法，后几位已经丢失。",
        "Excel turned the SKU “{text}” into scientific notation; its last digits are lost.",
        "在源文件里把该列设为“文本”，重新填写完整编码。",
        "Format the column as text in the source and enter the full SKU again.",
    ),
    "catalog.sku.conflict": (
        "error",
        "编码 {sku} 在第 {first} 行已经用过，内容不同；保留了前一行。",
        "SKU {sku} is already used in row {first} with other content; the first was kept.",
        "给其中一个商品换一个编码。",
        "Give one of the two another SKU.",
    ),
    "catalog.sku.shared": (
        "warn",
        "编码 {sku} 在第 {first} 行已经用于另一个商品；这一行暂用 {given}。",
        "SKU {sku} already belongs to another product in row {first}; this one goes by {given}.",
        "在源文件里给它一个自己的编码。",
        "Give it an SKU of its own in the source.",
    ),
    "catalog.sku.derived": (
        "info",
        "文件没有编码，按名称生成了固定编码（例如 {sku}）；改名会被当成新商品。",
        "The file has no SKUs; they were made from the names (such as {sku}). A renamed item is new.",
        "有编码的话，加一列“编码”。",
        "Add a column “sku” if you have codes.",
    ),
    "catalog.title.missing": (
        "error",
        "没有商品名称。",
        "There is no product name.",
        "至少填写中文名或英文名。",
        "Fill in a Chinese or an English name.",
    ),
    "catalog.title.unknown": (
        "error",
        "编码 {sku} 不在商品库里，文件又没有名称，无法新建。",
        "SKU {sku} is not in the catalogue, and the file gives no name for it.",
        "加上名称列，或核对编码。",
        "Add a column of names, or check the SKU.",
    ),
    "catalog.price.unreadable": (
        "error",
        "“{text}”不是一个价格。",
        "“{text}” is not a price.",
        "只写数字，例如 59.90。",
        "Write figures only, such as 59.90.",
    ),
    "catalog.price.decimals": (
        "error",
        "“{text}”的小数位超过了 {currency} 的最小单位。",
        "“{text}” has more decimals than {currency} allows.",
        "改成 {currency} 允许的小数位。",
        "Round it to the smallest unit of {currency}.",
    ),
    "catalog.price.range": (
        "warn",
        "“{text}”是一个价格区间，没有导入价格。",
        "“{text}” is a range; no price was taken from it.",
        "为每个规格单独填一个价格。",
        "Give each variant a price of its own.",
    ),
    "catalog.price.wan": (
        "warn",
        "“{text}”按 {read} 读取。",
        "“{text}” was read as {read}.",
        "确认金额；最好写成完整数字。",
        "Check the amount; full figures are safer.",
    ),
    "catalog.price.negative": (
        "error",
        "价格 {text} 是负数。",
        "The price {text} is negative.",
        "填写不小于 0 的价格。",
        "Enter a price of zero or more.",
    ),
    "catalog.price.zero": (
        "warn",
        "价格是 0。",
        "The price is zero.",
        "赠品可以为 0；否则请填写真实价格。",
        "Fine for a gift; otherwise enter the real price.",
    ),
    "catalog.price.currencies": (
        "error",
        "同一个商品出现了两种货币：{left} 和 {right}。",
        "One product carries two currencies: {left} and {right}.",
        "统一成一种货币。",
        "Use one currency per product.",
    ),
    "catalog.price.below_floor": (
        "error",
        "到手价 {net} 低于底价 {other}{when_zh}。",
        "The net price {net} is below the floor {other}{when_en}.",
        "提高售价、减少优惠，或由有权限的人填写理由后放行。",
        "Raise the price, cut the coupons, or have it overridden with a reason.",
    ),
    "catalog.price.below_cost": (
        "error",
        "到手价 {net} 低于成本 {other}{when_zh}。",
        "The net price {net} is below the cost {other}{when_en}.",
        "确认是否亏本销售；需要时由有权限的人填写理由后放行。",
        "Make sure that it is meant to sell at a loss; if so, override it with a reason.",
    ),
    "catalog.price.above_list": (
        "error",
        "售价 {net} 高于划线价 {other}{when_zh}。",
        "The price {net} is above the list price {other}{when_en}.",
        "检查是否多打了一位数，或更新划线价。",
        "Look for a digit too many, or correct the list price.",
    ),
    "catalog.price.coupon_above_price": (
        "error",
        "优惠合计 {net} 不小于售价 {other}{when_zh}，等于白送。",
        "Coupons of {net} reach the price {other}{when_en}: the item would be free.",
        "减小券额，或停用其中一张券。",
        "Lower the coupon, or stop one of them.",
    ),
    "catalog.price.jump": (
        "error",
        "价格从 {other} 变为 {net}，相差超过 {factor} 倍{when_zh}。",
        "The price goes from {other} to {net}, a factor of more than {factor}{when_en}.",
        "检查是否漏了或多了一位数。",
        "Look for a digit too few or too many.",
    ),
    "catalog.currency.unknown": (
        "error",
        "“{text}”不是货币代码。",
        "“{text}” is not a currency code.",
        "填写 CNY、HKD、USD 这样的三个字母代码。",
        "Enter a three-letter code such as CNY, HKD or USD.",
    ),
    "catalog.window.unreadable": (
        "error",
        "“{text}”不是一个完整的日期时间。",
        "“{text}” is not a full date and time.",
        "写成 2026-11-25 20:00（北京时间）。",
        "Write it as 2026-11-25 20:00 (Beijing time).",
    ),
    "catalog.window.reversed": (
        "error",
        "结束时间不晚于开始时间。",
        "The end is not after the start.",
        "把结束时间改到开始时间之后。",
        "Move the end behind the start.",
    ),
    "catalog.window.overlap": (
        "error",
        "两个{kind_zh}时段重叠：{first} 与 {second}。",
        "Two {kind_en} windows overlap: {first} and {second}.",
        "调整其中一个的开始或结束时间。",
        "Move the start or the end of one of them.",
    ),
    "catalog.window.over": (
        "warn",
        "直播价时段在 {end} 已经结束。",
        "The live price ended at {end}.",
        "更新时段，否则开播时按划线价显示。",
        "Set a new window, or the list price will be shown on air.",
    ),
    "catalog.window.no_price": (
        "warn",
        "填了直播时间却没有直播价，时间未使用。",
        "There is a live time but no live price; the time was not used.",
        "补上直播价，或清空时间。",
        "Add the live price, or clear the time.",
    ),
    "catalog.window.text": (
        "error",
        "看不懂价格时段“{text}”。",
        "The price window “{text}” cannot be read.",
        "写成：flash 39.90 2026-11-11T20:00:00+08:00/2026-11-11T21:00:00+08:00。",
        "Write it as: flash 39.90 2026-11-11T20:00:00+08:00/2026-11-11T21:00:00+08:00.",
    ),
    "catalog.stock.unreadable": (
        "error",
        "库存“{text}”不是整数。",
        "The stock “{text}” is not a whole number.",
        "填写件数，例如 500。",
        "Enter a number of pieces, such as 500.",
    ),
    "catalog.stock.negative": (
        "warn",
        "库存是 {text}（已超卖），没有导入库存。",
        "The stock is {text} (oversold); no stock was taken from it.",
        "核对实物后填写真实库存。",
        "Count the goods and enter the real stock.",
    ),
    "catalog.stock.unlimited": (
        "info",
        "库存“{text}”按“不限量”处理（库存未知）。",
        "The stock “{text}” was taken as unlimited (stock unknown).",
        "需要显示剩余件数时请填写数字。",
        "Enter a number if the screen should show what is left.",
    ),
    "catalog.stock.oversold": (
        "error",
        "{sku} 已超卖 {count} 件。",
        "{sku} is oversold by {count}.",
        "马上停止上架并补货，或联系买家退款。",
        "Stop the sale and restock, or refund the buyers.",
    ),
    "catalog.stock.out": (
        "warn",
        "{sku} 已售罄。",
        "{sku} is sold out.",
        "换下一款，或补库存。",
        "Move on to the next product, or restock.",
    ),
    "catalog.stock.low": (
        "warn",
        "{sku} 只剩 {count} 件。",
        "Only {count} of {sku} are left.",
        "可以提示观众尽快下单，或准备补货。",
        "Tell the viewers, or prepare to restock.",
    ),
    "catalog.variant.orphan": (
        "warn",
        "找不到父商品“{parent}”，按独立商品导入。",
        "The parent “{parent}” is not in the file; imported as a product of its own.",
        "把父商品也导出到同一份文件。",
        "Export the parent into the same file.",
    ),
    "catalog.text.no_zh": (
        "warn",
        "{sku} 的 {field} 没有中文。",
        "The {field} of {sku} has no Chinese.",
        "补上中文。",
        "Add the Chinese text.",
    ),
    "catalog.text.no_en": (
        "warn",
        "{sku} 的 {field} 没有英文，上不了板书。",
        "The {field} of {sku} has no English, so there is nothing to teach from.",
        "补上英文。",
        "Add the English text.",
    ),
    "catalog.text.model_differs": (
        "warn",
        "{sku} 的型号中英文不一致：英文是 {en}，中文是 {zh}。",
        "The model codes of {sku} differ: {en} in English, {zh} in Chinese.",
        "对照实物改成同一个型号。",
        "Check the goods and use one code.",
    ),
    "catalog.text.figure_differs": (
        "warn",
        "{sku} 的数字中英文不一致：英文是“{en}”，中文是“{zh}”。",
        "The figures of {sku} differ: “{en}” in English, “{zh}” in Chinese.",
        "核对数字和单位，改成一致。",
        "Check the figure and its unit, and make them agree.",
    ),
    "catalog.text.figure_missing_en": (
        "info",
        "{sku} 的英文没有提到中文里的：{figures}。",
        "The English of {sku} leaves out what the Chinese says: {figures}.",
        "需要时补进英文。",
        "Add it to the English if it matters.",
    ),
    "catalog.text.figure_missing_zh": (
        "info",
        "{sku} 的中文没有提到英文里的：{figures}。",
        "The Chinese of {sku} leaves out what the English says: {figures}.",
        "需要时补进中文。",
        "Add it to the Chinese if it matters.",
    ),
    "catalog.text.html": (
        "info",
        "商品描述里的网页代码已去掉，只保留文字。",
        "Web markup was removed from the descriptions; the text was kept.",
        "无需处理。",
        "Nothing to do.",
    ),
    "catalog.more": (
        "info",
        "还有 {count} 条同类问题未逐条列出（{kind}）。",
        "{count} more of the same kind are not listed one by one ({kind}).",
        "先处理上面的，再导入一次。",
        "Mend those above and import again.",
    ),
    "catalog.plan.locked": (
        "info",
        "{sku} 的“{field}”由人工改过并已锁定，保留现有内容。",
        "“{field}” of {sku} was set by hand and is locked; the present value stays.",
        "要采用文件里的内容，先解除锁定。",
        "Unlock it to take the value from the file.",
    ),
}

#: How many findings of one code are kept in full; the rest are counted. 200 is more than a person reads.
PER_CODE = 200


def say(
    code: str, *, file: str | None = None, row: int | None = None, column: str | None = None, **values: object
) -> Finding:
    """The finding of that code at that place. Raises KeyError for a code or a value the table does not
    know."""
    severity, what_zh, what_en, fix_zh, fix_en = MESSAGES[code]
    shown = {name: _short(value) for name, value in values.items()}
    return Finding(
        where=Where(file=file, row=row, column=column),
        what=Bilingual(en=what_en.format(**shown), zh=what_zh.format(**shown)),
        fix=Bilingual(en=fix_en.format(**shown), zh=fix_zh.format(**shown)),
        severity=severity,
        code=code,
    )


class FindingLog:
    """Collects findings of one file; keeps the first PER_CODE of each code and counts all of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Finding] = []
        self._seen: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        self._seen[finding.code] += 1
        self._severities[finding.severity] += 1
        if self._seen[finding.code] <= PER_CODE:
            self._kept.append(finding)

    def say(self, code: str, *, row: int | None = None, column: str | None = None, **values: object) -> None:
        """Take the finding of that code at a place in this file."""
        self.add(say(code, file=self.file, row=row, column=column, **values))

    def tell(self, code: str, values: Mapping[str, object]) -> None:
        """Take a finding about the file as a whole, its values in a mapping."""
        self.add(say(code, file=self.file, row=None, column=None, **values))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take several."""
        for finding in findings:
            self.add(finding)

    def count(self, severity: Severity) -> int:
        """How many findings of that severity were added, listed or not."""
        return self._severities[severity]

    def findings(self) -> tuple[Finding, ...]:
        """Those kept, in the order found, and one line for each code that went over the limit."""
        more = [
            say("catalog.more", file=self.file, count=count - PER_CODE, kind=code)
            for code, count in self._seen.items()
            if count > PER_CODE
        ]
        return (*self._kept, *more)


def _short(value: object) -> object:
    if isinstance(value, str):
        text = "".join(c if c.isprintable() else " " for c in value)
        return text if len(text) <= 40 else text[:39] + "…"
    return value
