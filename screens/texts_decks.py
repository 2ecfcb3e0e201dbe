"""The texts of the decks page: zh and en, see `screens.texts`."""

from __future__ import annotations

DECKS: dict[str, tuple[str, str]] = {
    "decks.hint": (
        "把通过的词做成讲义、幻灯片、Anki 卡组，发给观众。",
        "Approved words as a handout, slides or an Anki deck to give away.",
    ),
    "decks.none": (
        "还没有通过的板书词。先到「板书」页通过几个。",
        "No approved card yet. Approve some on the Cards page first.",
    ),
    "decks.products": ("商品", "Products"),
    "decks.products_all": ("不选就是全部 {n} 件", "All {n} unless you choose"),
    "decks.count": ("{products} 件商品，{cards} 个词", "{products} products, {cards} words"),
    "decks.product": ("{title}（{n} 个词）", "{title} ({n} words)"),
    "decks.format": ("做成", "Make it"),
    "decks.format_pdf": ("讲义 PDF", "Handout PDF"),
    "decks.format_slides": ("一页一词 PDF", "One word a page, PDF"),
    "decks.format_png": ("图片 PNG", "Pictures PNG"),
    "decks.format_pptx": ("PPT", "PowerPoint"),
    "decks.format_anki": ("Anki 卡组", "Anki deck"),
    "decks.format_xlsx": ("Excel", "Excel"),
    "decks.format_csv": ("CSV", "CSV"),
    "decks.format_tsv": ("生词对照（Quizlet 等）", "Word list (Quizlet)"),
    "decks.format_json": ("JSON", "JSON"),
    "decks.about_pdf": (
        "A4，按商品排，拼音注在字上，带音标、记法和例句，可搜索可复制。",
        "A4, by product, pinyin over each character, IPA, hook and example; text can be searched and copied.",
    ),
    "decks.about_slides": (
        "每词一页，投屏或手机看，字体已嵌入。",
        "A page per word for a screen or a phone, fonts embedded.",
    ),
    "decks.about_png": (
        "每词一张图，打包成 zip，可直接发到群里。",
        "A picture per word in a zip, ready to post.",
    ),
    "decks.about_pptx": (
        "每词一页，文字都能改。",
        "A slide per word; every text can be edited.",
    ),
    "decks.about_anki": (
        "双向卡片。改过释义再导出，重新导入只更新、不重复。",
        "Cards both ways. Mend a gloss and export again: Anki updates the note and never doubles it.",
    ),
    "decks.about_xlsx": ("每词一行，所有栏位。", "A row per word, every field."),
    "decks.about_csv": (
        "每词一行，Excel 打开不乱码。",
        "A row per word; opens in Excel as it is.",
    ),
    "decks.about_tsv": (
        "一行一词：单词、制表符、释义和拼音，粘贴即可导入。",
        "Word, tab, meaning with its reading: paste it to import.",
    ),
    "decks.about_json": ("全部数据，给程序用。", "Everything, for programs."),
    "decks.title": ("标题", "Title"),
    "decks.url": ("讲义网址（可不填）", "Address of the handout (optional)"),
    "decks.url_help": (
        "填了就在最后加一页二维码。文件要由你自己放到这个网址上。",
        "Adds a QR code page at the end. You put the file online at that address yourself.",
    ),
    "decks.shape": ("画面", "Shape"),
    "decks.theme": ("板面", "Board"),
    "decks.theme_chalk": ("黑板 · 印刷体", "Dark, print"),
    "decks.theme_paper": ("白板 · 印刷体", "Light, print"),
    "decks.theme_chalk-hand": ("黑板 · 手写体", "Dark, handwriting"),
    "decks.theme_paper-hand": ("白板 · 手写体", "Light, handwriting"),
    "decks.first_page": ("第一页", "First page"),
    "decks.make": ("生成", "Make"),
    "decks.working": ("正在生成：{done} / {total}", "Making: {done} of {total}"),
    "decks.starting": ("正在准备……", "Getting ready…"),
    "decks.stop": ("停止", "Stop"),
    "decks.stopped": ("已停止，没有留下文件。", "Stopped; no file was left."),
    "decks.failed": ("没有生成：{error}", "Nothing was made: {error}"),
    "decks.done": ("做好了：{name}，{size}", "Done: {name}, {size}"),
    "decks.download": ("下载", "Download"),
}
