"""A show at a glance for the first page: its length as a band of segments, and its words as they will stand
on the board. Every text is escaped here.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from catalog.bilingual import Lang
from lessons.rundown import Rundown
from screens import time_text
from screens.script_rows import kind_text, total_ms
from screens.texts import text
from vocab.card import Card, CardId

#: Words on the panel; a four-hour show teaches more than a glance takes in.
WORDS = 18


def panel(rundown: Rundown, cards: Mapping[CardId, Card], lang: Lang, *, current: str | None = None) -> str:
    """The band with its figures and the board of words; the segment on air, `current`, stands out."""
    return f'<div class="cc-plan">{_band(rundown, lang, current)}{_words(rundown, cards, lang)}</div>'


def card_ids(rundown: Rundown) -> tuple[CardId, ...]:
    """The cards of a show in the order of the evening, each once, without those of skipped segments."""
    found = (
        card
        for segment in rundown.segments
        if not segment.skip
        for cue in segment.cues
        for card in cue.card_ids
    )
    return tuple(dict.fromkeys(found))


def _band(rundown: Rundown, lang: Lang, current: str | None) -> str:
    segments = [segment for segment in rundown.segments if not segment.skip]
    parts = []
    for segment in segments:
        kind = kind_text("kind", segment.kind, lang)
        length = time_text.duration(segment.duration_ms)
        title = f"{kind} · {segment.title.best(lang) or segment.id} · {length}"
        now = ' data-now=""' if segment.id == current else ""
        parts.append(
            f'<i class="k-{escape(segment.kind, quote=True)}" style="flex-grow:{segment.duration_ms}"'
            f' title="{escape(title, quote=True)}"{now}></i>'
        )
    kinds = dict.fromkeys(segment.kind for segment in segments)
    legend = "".join(
        f'<li><i class="k-{escape(kind, quote=True)}"></i>{escape(kind_text("kind", kind, lang))}</li>'
        for kind in kinds
    )
    told = text(
        "home.plan",
        lang,
        n=len(segments),
        products=len({segment.sku for segment in segments if segment.sku is not None}),
        words=len(card_ids(rundown)),
        length=time_text.duration(total_ms(rundown)),
    )
    return (
        f'<p class="cc-plan-told">{escape(told)}</p><div class="cc-plan-band" aria-hidden="true">'
        f'{"".join(parts)}</div><ul class="cc-plan-kinds" aria-hidden="true">{legend}</ul>'
    )


def _words(rundown: Rundown, cards: Mapping[CardId, Card], lang: Lang) -> str:
    held = [cards[card] for card in card_ids(rundown) if card in cards]
    if not held:
        return ""
    items = "".join(
        f'<li><b lang="en">{escape(card.headword)}</b> <span lang="zh">{escape(card.gloss)}</span></li>'
        for card in held[:WORDS]
    )
    more = len(held) - WORDS
    if more > 0:
        items += f"<li><em>{escape(text('home.plan_more', lang, n=more))}</em></li>"
    return (
        f'<section class="cc-plan-board"><h3>{escape(text("home.plan_words", lang))}</h3>'
        f"<ul>{items}</ul></section>"
    )
