"""A product's texts made ready for reading: markup and brand blanked, languages apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.product import Product
from vocab.mask import english_view, has_chinese, has_english, mask

_SPLIT = re.compile(r"[\s,/|()（）·]+")


@dataclass(frozen=True, slots=True)
class ProductTexts:
    """A product's texts made ready: (field, English view) and (field, original, masked Chinese)."""

    english: tuple[tuple[str, str], ...]
    chinese: tuple[tuple[str, str, str], ...]
    barred: frozenset[str]


def brand_words(product: Product) -> frozenset[str]:
    """Lower-case words and Chinese runs of the product's brand, model and origin: never to be taught."""
    texts = [product.brand or "", product.origin.en or "", product.origin.zh or ""]
    texts += [value for name, value in product.attributes if "model" in name.lower() or "型号" in name]
    return frozenset(w.lower() for text in texts for w in _SPLIT.split(text) if len(w) > 1)


def brand_phrases(product: Product) -> tuple[str, ...]:
    """The brand's English and Chinese names as written, longest first."""
    brand = product.brand or ""
    latin = " ".join(re.findall(r"[A-Za-z0-9'’&.®-]+", brand)).strip()
    han = re.findall(r"[㐀-鿿]{2,}", brand)
    return tuple(sorted({p for p in (latin, *han) if len(p) > 1}, key=lambda p: (-len(p), p)))


def _blank_out(masked: str, phrases: Sequence[str]) -> str:
    for phrase in phrases:
        masked = re.sub(re.escape(phrase), lambda m: " " * len(m.group()), masked, flags=re.IGNORECASE)
    return masked


def texts_of(product: Product) -> tuple[tuple[str, str], ...]:
    """The product's texts as (field, text), titles first."""
    pairs = (
        ("title.en", product.title.en),
        ("description.en", product.description.en),
        ("title.zh", product.title.zh),
        ("description.zh", product.description.zh),
    )
    return tuple((name, text) for name, text in pairs if text and text.strip())


def prepare(product: Product) -> ProductTexts:
    """The product's texts masked, with the words of its brand, model and origin barred."""
    phrases = brand_phrases(product)
    texts = [(name, text, _blank_out(mask(text), phrases)) for name, text in texts_of(product)]
    has_en = any(name.endswith(".en") and has_english(masked) for name, _, masked in texts)
    english = tuple(
        (name, english_view(masked))
        for name, _, masked in texts
        if has_english(masked) and (name.endswith(".en") or not has_en)
    )
    chinese = tuple((name, text, masked) for name, text, masked in texts if has_chinese(masked))
    return ProductTexts(english, chinese, brand_words(product))


def quiet_capitals(view: str) -> str:
    """An ALL-CAPS text in lower case (same length); other texts unchanged."""
    letters = [c for c in view if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 12:
        lowered = view.lower()
        return lowered if len(lowered) == len(view) else view
    return view
