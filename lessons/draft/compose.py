"""One segment of a draft: a template block with its facts filled in, cut to the time it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.bilingual import Bilingual, Lang
from catalog.product import Product
from lessons.draft.facts import card_facts
from lessons.draft.template import Block
from lessons.duration import MINUTE
from lessons.rundown import Cue, CueId, Segment, SegmentId
from lessons.speech.rates import SpeechRates, estimate_segment
from lessons.text.board import WORD
from lessons.text.layout import cue_default, segment_default
from lessons.variables import AIR_VARIABLES, VARIABLE, lookup, names
from vocab.card import Card, CardId

_CUT = re.compile(r"\s*\bcut (\d+)\b\s*")
_OR = " || "
_CARDS, _WORD, _RECENT = (CardId(WORD + name) for name in ("{cards}", "{word}", "{recent}"))


@dataclass(frozen=True, slots=True)
class Content:
    """What a block is filled with: facts by name, the product's board words, words taught before."""

    facts: Mapping[str, Bilingual]
    product: Product | None = None
    cards: Sequence[Card] = ()
    recent: Sequence[Card] = ()
    lead: str | None = None


def compose(
    block: Block, content: Content, *, position: int, duration_ms: int, rates: SpeechRates
) -> tuple[Segment, tuple[Card, ...]]:
    """The segment at `position` (from 1), and the cards on its boards.

    Cues marked `cut n` go first, lowest n first, while the estimate exceeds the duration; then the board
    shrinks word by word down to one. What cannot be cut stays: the checks will say that it is too long.
    """
    for cards, segment in _forms(block, content, duration_ms):  # noqa: B007  the last one stands
        if estimate_segment(segment, rates) <= duration_ms:
            break
    shown = {card_id for cue in segment.cues for card_id in cue.card_ids}
    return _numbered(segment, position), tuple(card for card in cards if card.id in shown)


def _forms(block: Block, content: Content, duration_ms: int) -> Iterator[tuple[Sequence[Card], Segment]]:
    """The block filled, with the cards it may show, from its longest form to its shortest."""
    board = content.cards[: _board_size(duration_ms)]
    # filling the lines is the work, leaving cues out is none: each board is filled once
    whole = _filled(block, content, board, duration_ms)
    last = 0
    yield board, _uncut(whole, last)
    for cut in sorted({cut for cue in block.segment.cues if (cut := _cut(cue)) is not None}):
        last = cut + 1
        yield board, _uncut(whole, last)
    for size in range(len(board) - 1, 0, -1):
        yield board[:size], _uncut(_filled(block, content, board[:size], duration_ms), last)


def _cut(cue: Cue) -> int | None:
    mark = _CUT.search(cue.note or "")
    return int(mark[1]) if mark else None


def _board_size(duration_ms: int) -> int:
    """Words on the board: 3, in a long slot 4 or 5 (a lesson holds 3–5 words in 60–150 s)."""
    return 5 if duration_ms >= 6 * MINUTE else 4 if duration_ms >= 4 * MINUTE else 3


def _known(content: Content, cards: Sequence[Card]) -> dict[str, Bilingual]:
    """The facts, with the air variables the product can answer standing for themselves."""
    product = content.product
    known = {**content.facts, **card_facts(cards)}
    if content.recent:
        known["recent"] = card_facts(content.recent)["words"]
    has = {
        "price": product is not None and bool(product.list_price or product.price_windows),
        "list_price": product is not None and product.list_price is not None,
        "stock": product is not None and product.stock is not None,
        "product.title": product is not None,
    }
    for name in AIR_VARIABLES:
        if has.get(name):
            known[name] = Bilingual(en="{" + name + "}", zh="{" + name + "}")
    return known


def _cues(block: Block, known: Mapping[str, Bilingual], words: Mapping[CardId, Sequence[Card]]) -> list[Cue]:
    """The cues that have something to say or show."""
    kept: list[Cue] = []
    for cue in block.segment.cues:
        ids: list[CardId] = []
        for wanted in cue.card_ids:
            ids.extend(card.id for card in words[wanted]) if wanted in words else ids.append(wanted)
        lines = Bilingual(en=fill_line(cue.lines.en, "en", known), zh=fill_line(cue.lines.zh, "zh", known))
        if (cue.card_ids and not ids) or (cue.lines and not lines):
            continue
        kept.append(replace(cue, lines=lines, card_ids=tuple(ids)))
    return kept


def fill_line(text: str | None, lang: Lang, known: Mapping[str, Bilingual]) -> str | None:
    """The first alternative of `text` (`A || B`) whose variables are all known, filled; None when none is."""
    for option in (text or "").split(_OR):
        if option.strip() and all(lookup(name, lang, known) for name in names(option)):
            return VARIABLE.sub(lambda match: lookup(match[1], lang, known) or "", option.strip())
    return None


def _filled(block: Block, content: Content, cards: Sequence[Card], duration_ms: int) -> Segment:
    """The block with its lines filled, every cue still with its `cut` mark."""
    source = block.segment
    known = _known(content, cards)
    columns = [(name, filled) for name, text in source.columns if (filled := fill_line(text, "zh", known))]
    if content.lead is not None:
        columns.insert(0, ("lead", content.lead))
    title = Bilingual(en=fill_line(source.title.en, "en", known), zh=fill_line(source.title.zh, "zh", known))
    return Segment(
        id=SegmentId(""),
        kind=source.kind,
        title=title,
        duration_ms=duration_ms,
        cues=tuple(_cues(block, known, {_CARDS: cards, _WORD: cards[:1], _RECENT: content.recent})),
        sku=content.product.sku if content.product is not None else None,
        columns=tuple(columns),
        note=source.note,
    )


def _uncut(segment: Segment, floor: int) -> Segment:
    """The segment without the cues whose `cut` number lies below `floor`, and without the marks."""
    cues = tuple(
        replace(cue, note=_CUT.sub("", cue.note or "") or None)
        for cue in segment.cues
        if (cut := _cut(cue)) is None or cut >= floor
    )
    return replace(segment, cues=cues or (Cue(CueId(""), "say"),))


def _numbered(segment: Segment, position: int) -> Segment:
    """The segment with the ids of its place."""
    name = SegmentId(segment_default(position))
    cues = (
        replace(cue, id=CueId(cue_default(name, number))) for number, cue in enumerate(segment.cues, start=1)
    )
    return replace(segment, id=name, cues=tuple(cues))
