"""Speech time of cues: two rates, and seconds for what hands do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from catalog.bilingual import Lang
from lessons.duration import MINUTE, SECOND
from lessons.rundown import Cue, Rundown, Segment
from lessons.variables import VARIABLE

#: Seconds of a cue beyond its words. Link: a link may take 3 s to appear (channel SOP, zboec.cn 239). Price:
#: the spoken countdown 5-4-3-2-1. The rest are our assumptions, to be set per room.
ACTION_MS: Mapping[str, int] = MappingProxyType(
    {
        "price": 5 * SECOND,
        "link": 3 * SECOND,
        "stock": 3 * SECOND,
        "quiz": 8 * SECOND,
        "prop": 10 * SECOND,
        "camera": 2 * SECOND,
    }
)

#: Lines whose count is held: a script of 500 segments says 4 000 lines, an edit changes one of them.
_LINES = 16_384
_VARIABLE_MARK = "\ue000"
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[^\W\d_\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*%?")


@dataclass(frozen=True, slots=True)
class SpeechRates:
    """The speeds a room plans with.

    `zh_chars_per_min` 240: the comfortable limit of Chinese broadcast speech is 240–250 characters a minute.
    `en_words_per_min` 120: middle of the usual teaching range 110–130, an assumption without a source.
    `card_ms` is the time to write and read one board word (assumption). `variable_zh_chars` and
    `variable_en_words` stand in for `{price}` and its like until the real text is known (六十九块九 is five
    characters). `languages` are the lines the hosts say.
    """

    zh_chars_per_min: int = 240
    en_words_per_min: int = 120
    card_ms: int = 6 * SECOND
    action_ms: Mapping[str, int] = field(default_factory=lambda: ACTION_MS)
    variable_zh_chars: int = 5
    variable_en_words: int = 4
    languages: tuple[Lang, ...] = ("zh", "en")


DEFAULT_RATES = SpeechRates()
#: The lines of a script's head that set its rates, also by their Chinese names, with what is believable: from
#: very slow reading to the fastest announcers.
RATE_LINES: Mapping[str, Lang] = MappingProxyType(
    {"zh_rate": "zh", "中文语速": "zh", "en_rate": "en", "英文语速": "en"}
)
BELIEVABLE: Mapping[Lang, range] = MappingProxyType({"zh": range(60, 601), "en": range(40, 301)})


def read_rate(text: str, lang: Lang) -> int | None:
    """A rate as typed (`240`), None when it is none or nobody speaks like that."""
    bare = text.strip()
    rate = int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 3 else 0
    return rate if rate in BELIEVABLE[lang] else None


def rates_of(rundown: Rundown) -> SpeechRates:
    """The speeds that a script's head sets; what it does not set, or not believably, is the default."""
    rates = DEFAULT_RATES
    for name, text in rundown.details:
        lang = RATE_LINES.get(name)
        rate = None if lang is None else read_rate(text, lang)
        if rate is not None:
            rates = (
                replace(rates, zh_chars_per_min=rate)
                if lang == "zh"
                else replace(rates, en_words_per_min=rate)
            )
    return rates


def count_speech(text: str, lang: Lang, rates: SpeechRates = DEFAULT_RATES) -> tuple[int, int]:
    """How much is said in `text`: (Chinese characters, English words).

    Either kind may stand in a line of the other language. Numbers are read in the line's language: in
    Chinese one character for each digit or point and three more for a per cent sign (百分之), in English
    two words for each number and one for per cent. Punctuation is silent.
    """
    chars, words, variables = _spoken(text, lang)
    if lang == "zh":
        return chars + variables * rates.variable_zh_chars, words
    return chars, words + variables * rates.variable_en_words


@lru_cache(maxsize=_LINES)
def _spoken(text: str, lang: Lang) -> tuple[int, int, int]:
    """Characters, words and variables of a line."""
    variables = len(VARIABLE.findall(text))
    text = VARIABLE.sub(_VARIABLE_MARK, text)
    chars, words = len(_HAN.findall(text)), len(_LATIN.findall(text))
    for number in _NUMBER.findall(text):
        if lang == "zh":
            chars += len(number.rstrip("%")) + 3 * number.endswith("%")
        else:
            words += 2 + number.endswith("%")
    return chars, words, variables


def speech_ms(text: str | None, lang: Lang, rates: SpeechRates = DEFAULT_RATES) -> int:
    """Milliseconds to say `text`, rounded half up; 0 for None."""
    if not text:
        return 0
    chars, words = count_speech(text, lang, rates)
    # one common denominator, so that the sum of both languages is rounded once
    numerator = MINUTE * (chars * rates.en_words_per_min + words * rates.zh_chars_per_min)
    denominator = rates.zh_chars_per_min * rates.en_words_per_min
    return (2 * numerator + denominator) // (2 * denominator)


def estimate_cue(cue: Cue, rates: SpeechRates = DEFAULT_RATES) -> int:
    """Milliseconds of one cue: its lines in the spoken languages, its board words, what hands do."""
    said = sum(speech_ms(cue.lines.get(lang), lang, rates) for lang in rates.languages)
    return said + len(cue.card_ids) * rates.card_ms + rates.action_ms.get(cue.kind, 0)


def estimate_segment(segment: Segment, rates: SpeechRates = DEFAULT_RATES) -> int:
    """Milliseconds of a segment: the sum of its cues, exactly."""
    return sum(estimate_cue(cue, rates) for cue in segment.cues)
