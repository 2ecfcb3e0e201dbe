"""What is wrong with a product's texts for teaching: undecodable, too long, or none at all."""

from __future__ import annotations

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from catalog.product import Product
from vocab.mask import MAX_CHARS, has_chinese, has_english, looks_broken
from vocab.product_texts import texts_of


def text_findings(product: Product) -> tuple[Finding, ...]:
    """The findings about one product's titles and descriptions; `where.column` is `sku.field`."""
    out: list[Finding] = []
    texts = texts_of(product)
    for name, text in texts:
        where = Where(None, None, f"{product.sku}.{name}")
        if looks_broken(text):
            what = Bilingual("The text looks wrongly decoded.", "文本疑似乱码。")
            fix = Bilingual("Save the file as UTF-8 and import it again.", "请另存为 UTF-8 后重新导入。")
            out.append(Finding(where, what, fix, "warn", "vocab.text.broken"))
        if len(text) > MAX_CHARS:
            what = Bilingual(
                f"Only the first {MAX_CHARS} characters were read.", f"只分析了前 {MAX_CHARS} 个字符。"
            )
            fix = Bilingual("Shorten the description.", "请精简描述。")
            out.append(Finding(where, what, fix, "info", "vocab.text.long"))
    if not any(has_english(t) or has_chinese(t) for _, t in texts):
        what = Bilingual("No English or Chinese text to learn from.", "没有可供选词的中英文文本。")
        fix = Bilingual("Add a title or a description.", "请补充标题或描述。")
        out.append(Finding(Where(None, None, str(product.sku)), what, fix, "warn", "vocab.text.missing"))
    return tuple(out)
