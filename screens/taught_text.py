"""What a word's past says on the desk: how often it was taught, when last, and when to show it again."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.bilingual import Lang
from lessons.duration import SECOND
from lessons.spacing import DAY_MS, REVIEW_MS, Taught, due_at
from screens.texts import text
from vocab.card import CardId


def taught_texts(memory: Mapping[CardId, Taught], *, now: int, lang: Lang) -> dict[str, str]:
    """A line per card that was ever taught."""
    return {str(card): taught_text(taught, now=now, lang=lang) for card, taught in memory.items()}


def taught_text(taught: Taught, *, now: int, lang: Lang) -> str:
    """`教过 2 次，最近 6 天前：该再看 20 秒`."""
    days = max(0, now - taught.last) // DAY_MS
    when = text("review.days", lang, n=days) if days else text("review.today", lang)
    wait = due_at(taught) - now
    if wait <= 0:
        advice = text("review.advice_due", lang, s=REVIEW_MS // SECOND)
    else:
        advice = text("review.advice_wait", lang, n=-(-wait // DAY_MS))
    key = "review.taught_once" if taught.times == 1 else "review.taught"
    values = {"when": when, "advice": advice}
    return text(key, lang, **values) if taught.times == 1 else text(key, lang, n=taught.times, **values)
