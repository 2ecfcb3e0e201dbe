"""A product as the catalogue page shows it: table rows, what is wrong or missing, the pair of languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from catalog.bilingual import Lang
from catalog.money import Money, format_money
from catalog.price import effective_price, guard
from catalog.product import ALWAYS_END, Product
from screens import markup, time_text
from screens.texts import text

#: A note beside a product: how bad, and what in words.
Note = tuple[str, str]
LANGS: tuple[Lang, ...] = ("zh", "en")


def price(amount: Money | None, lang: Lang) -> str:
    """An amount in words, "—" when unknown."""
    return "—" if amount is None else format_money(amount, lang=lang)


def notes(product: Product, lang: Lang) -> tuple[Note, ...]:
    """What must not go on air about the price, and what a bilingual show would miss."""
    found = [("error", f"{item.what.best(lang)} {item.fix.best(lang)}") for item in guard(product)]
    for name, value in (("title", product.title), ("description", product.description)):
        for missing in LANGS:
            if not value.get(missing):
                found.append(("warn", text(f"note.no_{name}_{missing}", lang)))
    if product.list_price is None and not product.price_windows:
        found.append(("warn", text("note.no_price", lang)))
    if product.stock is None:
        found.append(("info", text("note.no_stock", lang)))
    return tuple(found)


def rows(products: Sequence[Product], at: datetime, lang: Lang) -> list[dict[str, object]]:
    """Table rows; a missing value is None and shown as "—"."""
    return [
        {
            "image": markup.image_url(item),
            "sku": item.sku,
            "zh": item.title.zh,
            "en": item.title.en,
            "category": item.category,
            "list": price(item.list_price, lang),
            "price": price(effective_price(item, at), lang),
            "stock": item.stock,
            "tags": list(item.tags),
            "notes": len(notes(item, lang)) or None,
        }
        for item in products
    ]


def detail(product: Product, at: datetime, lang: Lang) -> str:
    """Picture, figures, notes, and both languages side by side."""
    image = markup.image_url(product)
    picture = f'<img src="{escape(image)}" alt="">' if image else ""
    meta = " · ".join(part for part in (product.sku, product.category, product.brand, *product.tags) if part)
    other = product.title.get("en" if lang == "zh" else "zh")
    figures = {
        text("catalogue.price", lang): price(effective_price(product, at), lang),
        text("catalogue.list_price", lang): price(product.list_price, lang),
        text("catalogue.floor", lang): price(product.floor_price, lang),
        text("catalogue.stock", lang): "—" if product.stock is None else f"{product.stock:,}",
        text("catalogue.link_no", lang): product.link_no or "—",
    }
    alerts = "".join(
        f'<li class="cc-note-{kind}">{escape(words)}</li>' for kind, words in notes(product, lang)
    )
    return (
        f'<div class="cc-product"><div class="cc-product-head">{picture}<div>'
        f"<h2>{escape(product.title.best(lang))}</h2><p>{escape(other or '')}</p><p>{escape(meta)}</p>"
        "</div></div>"
        f"{markup.figures(figures)}{_windows(product, lang)}"
        f"{f'<ul class=cc-notes>{alerts}</ul>' if alerts else ''}</div>"
    )


def _windows(product: Product, lang: Lang) -> str:
    if not product.price_windows:
        return ""
    items = []
    for window in product.price_windows:
        until = (
            text("catalogue.always", lang)
            if window.end == ALWAYS_END
            else text("catalogue.until", lang, at=time_text.day(int(window.end.timestamp() * 1000)))
        )
        words = f"{text(f'price.{window.kind}', lang)} {price(window.price, lang)} · {until}"
        items.append(f'<span class="cc-chip">{escape(words)}</span>')
    return f'<p class="cc-chips">{"".join(items)}</p>'
