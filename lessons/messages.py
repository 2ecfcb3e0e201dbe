"""What the findings of this room say, in both languages: one row per code, so that wording has one home."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.finding import Severity


@dataclass(frozen=True, slots=True)
class Message:
    """A finding's severity and texts; `{name}` parts are filled where the finding is made."""

    severity: Severity
    zh: str
    en: str
    fix_zh: str
    fix_en: str


MESSAGES: dict[str, Message] = {
    "lessons.script.loose_line": Message(
        "info",
        "这一行不属于任何字段，已收进备注：{text}",
        "This line belongs to no field and was kept as a note: {text}",
        "写成“- 名称: 内容”，或缩进四格接在上一个字段后面。",
        "Write `- name: text`, or indent it by four spaces below the field it continues.",
    ),
    "lessons.script.lost_line": Message(
        "warn",
        "这一行在第一个环节之前，不属于任何字段，没有收下：{text}",
        "This line stands before the first segment, belongs to no field and was left out: {text}",
        "写成“- 名称: 内容”，或移到某个环节下面。",
        "Write `- name: text`, or move it below a segment.",
    ),
    "lessons.script.no_title": Message(
        "warn",
        "脚本没有标题行。",
        "The script has no title line.",
        "第一行写“# 中文标题 | English title”。",
        "Start with `# 中文标题 | English title`.",
    ),
    "lessons.script.field_twice": Message(
        "warn",
        "字段“{key}”写了两次，取第一次。",
        "The field {key} stands twice; the first counts.",
        "删掉多余的一行。",
        "Remove one of the lines.",
    ),
    "lessons.script.zone": Message(
        "error",
        "不认识的时区：{value}，改用 {used}。",
        "Unknown time zone {value}; {used} is used.",
        "写 IANA 时区名，例如 Asia/Shanghai。",
        "Give an IANA name such as Asia/Shanghai.",
    ),
    "lessons.script.start": Message(
        "error",
        "看不懂开播时间：{value}",
        "The start time {value} cannot be read.",
        "写成 2026-06-12T20:00:00+08:00，未定就写 -。",
        "Write it like 2026-06-12T20:00:00+08:00, or - when it is not set.",
    ),
    "lessons.script.kind": Message(
        "warn",
        "没有写环节类型，按 {used} 处理。",
        "No kind is given; {used} is assumed.",
        "加一行“- kind: product”之类。",
        "Add a line such as `- kind: product`.",
    ),
    "lessons.script.no_cue": Message(
        "warn",
        "这个环节没有任何步骤，已补一个空的口播。",
        "The segment has no step; an empty one was added.",
        "加一行“* say”并写下提示词。",
        "Add a line `* say` and its cue words.",
    ),
    "lessons.script.cue_field": Message(
        "warn",
        "步骤里没有“{key}”这个字段，已收进备注。",
        "A step has no field {key}; it was kept in the note.",
        "步骤只有 zh、en、note、id 四个字段。",
        "A step has zh, en, note and id.",
    ),
    "lessons.script.card": Message(
        "warn",
        "找不到板书词“{word}”对应的词卡，先按文字保留。",
        "No card answers to the board word “{word}”; it is kept as a word.",
        "先在词卡页批准这个词，或改成该商品已有的词。",
        "Approve a card for it first, or use a word the product has.",
    ),
    "lessons.script.id_twice": Message(
        "warn",
        "编号 {value} 用了两次，第二个已换新编号。",
        "The id {value} stands twice; the second got a new one.",
        "删掉这一行，或改成没用过的编号。",
        "Remove the line or give an unused id.",
    ),
    "lessons.script.no_duration": Message(
        "warn",
        "没有写时长，按 0:00 计。",
        "No duration is given; it counts as 0:00.",
        "加一行“- duration: 5:00”。",
        "Add a line such as `- duration: 5:00`.",
    ),
    "lessons.script.duration": Message(
        "error",
        "看不懂时长：{value}，按 0:00 计。",
        "The duration {value} cannot be read; it counts as 0:00.",
        "写成 分:秒 或 时:分:秒，例如 5:00。",
        "Write m:ss or h:mm:ss, for example 5:00.",
    ),
    "lessons.script.hard_start": Message(
        "error",
        "定不下固定开始时间：{value}",
        "The hard start {value} cannot be placed.",
        "脚本头部写了 start 时可写 20:30，否则写完整的日期时间。",
        "Write 20:30 when the head gives the show's start, otherwise a full date and time.",
    ),
    "lessons.script.skip": Message(
        "warn",
        "看不懂“{value}”，按不跳过处理。",
        "{value} is neither yes nor no; the segment is kept.",
        "写 yes 或 no。",
        "Write yes or no.",
    ),
    "lessons.variable.unknown": Message(
        "warn",
        "变量 {name} 现在没有值，原样显示。",
        "The variable {name} has no value now and is shown as it stands.",
        "补上商品的价格、库存或这种语言的文字，或改掉这个变量。",
        "Fill in the product's price, stock or text in this language, or change the variable.",
    ),
    "lessons.time.over": Message(
        "warn",
        "“{title}”估计要讲 {estimate}，计划只有 {plan}。",
        "“{title}” takes about {estimate} to say; the plan gives it {plan}.",
        "删几句、少写一个板书词，或加长这个环节。",
        "Cut a line or a board word, or give the segment more time.",
    ),
    "lessons.time.impossible": Message(
        "error",
        "“{title}”赶不上固定开始时间，前面的环节要超出 {late}。",
        "“{title}” cannot keep its hard start: the segments before it run {late} past it.",
        "缩短或跳过前面的环节，或推后这个时间。",
        "Shorten or skip segments before it, or move the hard start.",
    ),
    "lessons.time.gap": Message(
        "info",
        "“{title}”之前有 {gap} 没有安排内容。",
        "There are {gap} with nothing planned before “{title}”.",
        "加一个互动环节，或加长前一个环节。",
        "Add an interaction or lengthen the segment before.",
    ),
    "lessons.time.none": Message(
        "warn",
        "“{title}”没有时长。",
        "“{title}” has no duration.",
        "写上计划时长。",
        "Give it a planned duration.",
    ),
    "lessons.check.sku": Message(
        "error",
        "“{title}”的商品 {sku} 不在商品库里。",
        "The product {sku} of “{title}” is not in the catalogue.",
        "改成已有的货号，或先导入这个商品。",
        "Use an existing SKU or import the product first.",
    ),
    "lessons.check.empty_cue": Message(
        "warn",
        "“{title}”第 {number} 步是空的。",
        "Step {number} of “{title}” is empty.",
        "写上提示词，或删掉这一步。",
        "Write its cue words or remove the step.",
    ),
    "lessons.check.no_zh": Message(
        "warn",
        "“{title}”第 {number} 步缺中文。",
        "Step {number} of “{title}” has no Chinese line.",
        "补上中文提示词。",
        "Add the Chinese cue words.",
    ),
    "lessons.check.no_en": Message(
        "warn",
        "“{title}”第 {number} 步缺英文。",
        "Step {number} of “{title}” has no English line.",
        "补上英文提示词。",
        "Add the English cue words.",
    ),
    "lessons.check.no_price": Message(
        "error",
        "“{title}”第 {number} 步要开价，但商品 {sku} 没有价格。",
        "Step {number} of “{title}” opens the price, but the product {sku} has none.",
        "在商品库补上直播价。",
        "Give the product its live price in the catalogue.",
    ),
    "lessons.check.no_link": Message(
        "warn",
        "“{title}”第 {number} 步要上链接，但商品 {sku} 没有链接号。",
        "Step {number} of “{title}” puts up the link, but the product {sku} has no link number.",
        "在商品库补上链接号。",
        "Give the product its link number in the catalogue.",
    ),
    "lessons.check.variable": Message(
        "warn",
        "“{title}”第 {number} 步的变量 {name} 在这里没有值。",
        "The variable {name} in step {number} of “{title}” has no value here.",
        "可用的变量：price、list_price、stock、product.title；环节要有货号。",
        "Use price, list_price, stock or product.title, in a segment that has a SKU.",
    ),
    "lessons.check.word": Message(
        "warn",
        "“{title}”第 {number} 步的板书词“{word}”没有词卡。",
        "The board word “{word}” in step {number} of “{title}” has no card.",
        "先在词卡页批准这个词。",
        "Approve a card for it first.",
    ),
    "lessons.check.card_gone": Message(
        "error",
        "“{title}”第 {number} 步用的词卡 {card} 已不存在。",
        "The card {card} in step {number} of “{title}” does not exist.",
        "从这一步去掉它，或换一个词。",
        "Take it out of the step or choose another word.",
    ),
    "lessons.check.card_rejected": Message(
        "error",
        "“{title}”第 {number} 步的词卡“{word}”已被否决。",
        "The card “{word}” in step {number} of “{title}” was rejected.",
        "换一个已批准的词。",
        "Choose an approved word.",
    ),
    "lessons.check.card_draft": Message(
        "warn",
        "“{title}”第 {number} 步的词卡“{word}”还没有批准。",
        "The card “{word}” in step {number} of “{title}” is not approved yet.",
        "开播前在词卡页看过并批准。",
        "Look at it and approve it before air.",
    ),
    "lessons.template.use": Message(
        "warn",
        "模板里的 for 不认识：{value}，按只出现一次处理。",
        "The template's `for` is not known: {value}; the segment appears once.",
        "可写 products、encore、review，或不写。",
        "Write products, encore or review, or leave it out.",
    ),
    "lessons.template.time": Message(
        "warn",
        "模板里看不懂的时长：{value}。",
        "A duration of the template cannot be read: {value}.",
        "写成 分:秒 或 时:分:秒。",
        "Write m:ss or h:mm:ss.",
    ),
    "lessons.draft.no_products": Message(
        "warn",
        "没有选商品，草稿里只有开场、互动和收尾。",
        "No product was chosen; the draft holds only opening, interaction and closing.",
        "先在商品库里选商品。",
        "Choose products in the catalogue first.",
    ),
    "lessons.draft.roles": Message(
        "info",
        "{count} 个商品没有标角色（{skus} 等），按利润款排在中间。",
        "{count} products have no role tag ({skus}, …); they stand in the middle like profit items.",
        "在商品标签里写 引流款、福利款、利润款 或 压轴款。",
        "Tag them 引流款, 福利款, 利润款 or 压轴款.",
    ),
    "lessons.draft.few_cards": Message(
        "info",
        "商品 {sku} 只有 {count} 个已批准的词卡，一节课要 3–5 个。",
        "The product {sku} has {count} approved cards; a lesson takes 3 to 5.",
        "在词卡页多批准几个。",
        "Approve more of its cards.",
    ),
    "lessons.draft.no_price": Message(
        "warn",
        "商品 {sku} 没有价格，开价那一步没有内容。",
        "The product {sku} has no price; there is nothing to say when the price opens.",
        "在商品库补上直播价。",
        "Give it its live price in the catalogue.",
    ),
    "lessons.draft.too_short": Message(
        "warn",
        "时间不够：这些商品至少要 {needed}，总共只有 {total}，各环节已按比例压缩。",
        "Too little time: these products need {needed} at least, the show has {total}; all were squeezed.",
        "减少商品，或加长直播。",
        "Take fewer products or a longer show.",
    ),
    "lessons.draft.tight": Message(
        "warn",
        "{count} 个环节的话比时间长，第一个是“{title}”。",
        "{count} segments hold more words than time; the first is “{title}”.",
        "删几句，或给它们更多时间。",
        "Cut lines or give them more time.",
    ),
    "lessons.sheet.no_header": Message(
        "error",
        "没有找到表头：至少要有三个认识的列名，例如 时间、环节、话术。",
        "No header row was found: at least three known column names are needed, such as 时间, 环节, 话术.",
        "把表头写在一行里，或先导出我们的脚本表作样板。",
        "Put the headers in one row, or export one of our sheets as a model.",
    ),
    "lessons.sheet.line": Message(
        "error",
        "有一行长得不像表格，没有读。",
        "A line is too long for a table; the file was not read.",
        "检查文件是不是脚本表。",
        "Check that the file is a script sheet.",
    ),
    "lessons.sheet.time": Message(
        "warn",
        "看不懂计划时间：{value}。",
        "The planned time {value} cannot be read.",
        "写成 20:00-20:05、20:00 或 第20分钟。",
        "Write 20:00-20:05, 20:00 or 第20分钟.",
    ),
    "lessons.sheet.no_day": Message(
        "info",
        "表里只有钟点，没有日期，开播时间先空着。",
        "The sheet gives times of day but no date; the show's start stays unset.",
        "导入时选日期，或在表头上方写“开播时间”。",
        "Choose the day on import, or write 开播时间 above the table.",
    ),
    "lessons.sheet.total": Message(
        "info",
        "合计行没有当作环节。",
        "The totals row was not taken as a segment.",
        "不用处理。",
        "Nothing to do.",
    ),
    "lessons.check.amount": Message(
        "warn",
        "“{title}”第 {number} 步写了 {amount}，商品 {sku} 没有这个价。",
        "Step {number} of “{title}” says {amount}; the product {sku} has no such price.",
        "用变量 {{price}} 或 {{list_price}}，价格改了脚本也不会错。",
        "Use {{price}} or {{list_price}}, which stay right when the price changes.",
    ),
}
