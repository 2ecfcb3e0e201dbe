"""A product as the catalogue page shows it: table rows, the head of the panel, its history in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from catalog.bilingual import Lang
from catalog.fields import change_text, changed_fields, get_field
from catalog.money import Money, format_money
from catalog.price import effective_price
from catalog.product import Product
from catalog.stock import StockLedger
from catalog.typed import amount_text, live_text
from screens import markup, time_text
from screens.texts import TEXTS, text
from store.changes import Change
from store.overrides import Override
from store.product_search import Page
from studio.shelf import StockNow

#: Fields told of one change of a product's history; the rest is counted.
TOLD = 6
#: A value in the history is cut to this many characters.
SHORT = 60


def price(amount: Money | None, lang: Lang) -> str:
    """An amount in words, "—" when unknown."""
    return "—" if amount is None else format_money(amount, lang=lang)


def picture_url(image: str, *, edge: int) -> str:
    """Where a page gets a picture: elsewhere as it is, a file as a thumbnail of our own server."""
    if image.startswith(("https://", "http://")):
        return image
    return f"{markup.IMAGES}{quote(image.replace(chr(92), '/'))}?w={edge}"


def rows(page: Page, at: datetime, lang: Lang, stock: StockNow) -> list[dict[str, object]]:
    """Table rows; a missing value is None and shown as "—". The stock is what can still be sold."""
    return [
        {
            "image": picture_url(item.images[0], edge=96) if item.images else None,
            "sku": item.sku,
            "zh": item.title.zh,
            "en": item.title.en,
            "category": item.category,
            "list": price(item.list_price, lang),
            "price": price(effective_price(item, at), lang),
            "stock": stock.of(item).shown,
            "tags": list(item.tags),
            "notes": count or None,
        }
        for item, count in zip(page.products, page.findings, strict=True)
    ]


def sheet(products: Sequence[Product]) -> list[dict[str, object]]:
    """Rows to type into, named as the columns of our own file."""
    return [
        {
            "sku": item.sku,
            "title_zh": item.title.zh or "",
            "title_en": item.title.en or "",
            "list_price": amount_text(item.list_price),
            "live_price": live_text(item),
            "floor_price": amount_text(item.floor_price),
            "stock": item.stock,
            "link_no": item.link_no or "",
            "tags": list(item.tags),
            "category": item.category or "",
            "brand": item.brand or "",
        }
        for item in products
    ]


def head(product: Product, at: datetime, lang: Lang) -> str:
    """Picture, names, figures."""
    image = picture_url(product.images[0], edge=360) if product.images else ""
    picture = f'<img src="{escape(image)}" alt="">' if image else ""
    options = (value for _, value in product.options)
    meta = (product.sku, product.spu, *options, product.category, product.brand, *product.tags)
    other = product.title.get("en" if lang == "zh" else "zh")
    figures = {
        text("catalogue.price", lang): price(effective_price(product, at), lang),
        text("catalogue.list_price", lang): price(product.list_price, lang),
        text("catalogue.floor", lang): price(product.floor_price, lang),
        text("catalogue.link_no", lang): product.link_no or "—",
    }
    return (
        f'<div class="cc-product"><div class="cc-product-head">{picture}<div>'
        f"<h2>{escape(product.title.best(lang))}</h2><p>{escape(other or '')}</p>"
        f"<p>{escape(' · '.join(part for part in meta if part))}</p>"
        f"</div></div>{markup.figures(figures)}</div>"
    )


def stock_bar(ledger: StockLedger, lang: Lang) -> str:
    """What can be sold, what is sold, and what waits to be paid, as a bar with the same in words."""
    if ledger.left is None:
        return f'<p class="cc-small">{escape(text("stock.unknown", lang))}</p>'
    gone = ledger.sold - ledger.restocked
    words = [text("stock.left", lang, n=f"{ledger.shown or 0:,}")]
    if gone:
        words.append(text("stock.sold", lang, n=f"{gone:,}"))
    if ledger.held:
        words.append(text("stock.waiting", lang, n=f"{ledger.held:,}"))
    if ledger.oversold:
        words.append(text("stock.over", lang, n=f"{ledger.oversold:,}"))
    said = " · ".join(words)
    parts = (("draft", max(0, gone)), ("check", ledger.held), ("ok", ledger.shown or 0))
    over = " cc-bad-text" if ledger.oversold else ""
    return f'{markup.bar(parts, said)}<p class="cc-small{over}">{escape(said)}</p>'


def coverage(total: int, lacking: int, lang: Lang) -> str:
    """How many of the products have a field, as a bar with the same in words."""
    have = total - lacking
    words = text("coverage.of", lang, n=f"{have:,}", total=f"{total:,}")
    return f'{markup.bar((("ok", have), ("draft", lacking)), words)}'


def history(changes: Sequence[Change], overrides: Sequence[Override], lang: Lang) -> str:
    """Who changed what and when, old → new, newest first; permissions among them."""
    entries = [(change.at, _change(change, lang)) for change in changes]
    for one in overrides:
        entries.append((one.at, _entry(one.at, one.by, text("history.allowed", lang), [_allowed(one)])))
        if one.withdrawn_at is not None:
            words = text("history.withdrawn", lang)
            entries.append(
                (one.withdrawn_at, _entry(one.withdrawn_at, one.withdrawn_by or "", words, [one.what]))
            )
    if not entries:
        return f'<p class="cc-small">{escape(text("history.none", lang))}</p>'
    entries.sort(key=lambda entry: -entry[0])
    return f'<ol class="cc-history">{"".join(html for _, html in entries)}</ol>'


def _allowed(override: Override) -> str:
    return f"{override.what} {override.reason} → {time_text.day(override.until)}"


def _change(change: Change, lang: Lang) -> str:
    kind = text(f"history.{change.kind}", lang) if f"history.{change.kind}" in TEXTS else change.kind
    if change.before is None or change.after is None:
        if change.before is None and change.after is not None:
            kind = f"{kind} · {text('history.created', lang)}"
        return _entry(change.at, change.by, kind, [])
    names = changed_fields(change.before, change.after)
    lines = [
        f"{field(name, lang)}: {_value(change.before, name)} → {_value(change.after, name)}"
        for name in names[:TOLD]
    ]
    if len(names) > TOLD:
        lines.append(text("history.more", lang, n=len(names) - TOLD))
    return _entry(change.at, change.by, kind, lines)


def field(name: str, lang: Lang) -> str:
    """A field of the record in words; attributes go by their own name."""
    if name.startswith("attributes."):
        return name.partition(".")[2]
    return text(f"field.{name}", lang) if f"field.{name}" in TEXTS else name


def _value(product: Product, name: str) -> str:
    if name.startswith("attributes."):
        said = dict(product.attributes).get(name.partition(".")[2]) or "—"
    else:
        said = change_text(get_field(product, name))
    return said if len(said) <= SHORT else said[: SHORT - 1] + "…"


def _entry(at: int, by: str, kind: str, lines: Sequence[str]) -> str:
    who = " · ".join(part for part in (time_text.day(at), by, kind) if part)
    body = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<li><b>{escape(who)}</b>{f'<ul>{body}</ul>' if body else ''}</li>"
