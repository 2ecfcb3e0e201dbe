"""A word asked for on air: proper cards at once, from the dictionary alone and without a language model.

English words, their forms and phrases are looked up as they are typed; Chinese ones, simplified or
traditional, lead to the English words that a dictionary or the glossary gives for them. What a person types
as a pair ("peach juice 桃汁") is that person's card. Every card says its evidence; one from the dictionary
alone asks to be looked at, and pressing "put up" is that look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalog.product import Sku
from vocab.card import Card, Evidence, Pos, card_id
from vocab.chinese import simplified
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary, retail_glossary
from vocab.hooks import Hooks
from vocab.levels import Levels
from vocab.pronounce import Pronouncer
from vocab.sense import Gloss, Senses
from vocab.word_forms import listed_lemmas, noun_base

#: Characters of a question: the longest phrase a board could show.
LONGEST = 60
#: Cards in an answer: what a person under the lamps can choose from.
ANSWERS = 4
_POS: tuple[Pos, ...] = ("NOUN", "ADJ", "VERB", "ADV")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_ENGLISH = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9 '’&./-]*")
#: Below this frequency (Zipf: log10 per billion words) an English word for a Chinese one is a curiosity.
_RARE = 1.5


class Lookup:
    """Answers questions; build with `Lookup.open()`. Reading is thread-safe, an answer takes milliseconds."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self._senses = Senses(dictionary, glossary, None, {})
        self._levels = Levels(dictionary)
        self._pronouncer = Pronouncer(dictionary)
        self._hooks = Hooks(dictionary, glossary, self._pronouncer)

    @classmethod
    def open(cls, cache: Path | None = None) -> Lookup:
        """The look-up over the dictionary cache (see `Dictionary.open`)."""
        return cls(Dictionary.open(cache), Glossary(retail_glossary()))

    def find(self, asked: str, *, sku: str = "", context: str = "") -> tuple[Card, ...]:
        """The cards for a typed word, best first, at most `ANSWERS`; empty when no source knows it.

        `sku` is the product they are for, `context` its Chinese text: a gloss that stands in it goes first.
        """
        text = " ".join(asked.split())[:LONGEST]
        han = "".join(_HAN.findall(text))
        latin = _ENGLISH.search(text)
        if han and latin:
            zh = "".join(part for part in simplified(text.replace(latin[0], " ")).split())
            return (self._card(latin[0].strip(" -.&/"), "", Gloss(zh, 1.0, "override", None, False), sku),)
        found = self._from_chinese(simplified(han)) if han else self._from_english(text, simplified(context))
        cards: dict[tuple[str, str], Card] = {}
        for headword, pos, gloss in found:
            if (key := (headword.lower(), gloss.zh)) not in cards:
                cards[key] = self._card(headword, pos, gloss, sku)
            if len(cards) == ANSWERS:
                break
        return tuple(cards.values())

    def _from_english(self, text: str, context: str) -> Iterator[tuple[str, str, Gloss]]:
        """The word in each part of speech it can have, then other glosses of its first sense."""
        word = text.strip(" .,!?;:\"“”()").replace("’", "'")
        if not _ENGLISH.fullmatch(word):
            return
        chosen: list[tuple[Pos, str, Gloss]] = []
        for pos, headword, keys in self._readings(word):
            gloss = self._senses.without_link(keys, pos, {}, context)
            if gloss is not None and all(gloss.zh != held.zh for _, _, held in chosen):
                chosen.append((self._acts(pos, keys, gloss.zh), headword, gloss))
        # One sense per part of speech; evidence before guess, and what the product's own text says first.
        rank = ("override", "bilingual", "merchant", "retail", "generic")
        chosen.sort(
            key=lambda one: (one[2].zh not in context, rank.index(one[2].evidence), -one[2].confidence)
        )
        for pos, headword, gloss in chosen:
            yield headword, pos, gloss
        for pos, headword, gloss in chosen[:1]:
            for other in gloss.alternatives:
                yield headword, pos, Gloss(other, gloss.confidence / 2, gloss.evidence, None, True)

    def _readings(self, word: str) -> Iterator[tuple[Pos, str, tuple[str, ...]]]:
        """Parts of speech a typed word can have, with its headword and the keys to look under."""
        lower = word.lower()
        if " " in lower or "-" in lower:
            *first, last = re.split(r"(?<=[ -])", word)
            yield "PHRASE", word, (lower,)
            # Singulars are tried, not believed: what is no word has no sense in any source.
            for singular in dict.fromkeys((noun_base(last), last.removesuffix("s"), last.removesuffix("es"))):
                if singular != last:
                    phrase = "".join([*first, singular])
                    yield "PHRASE", phrase, (phrase.lower(),)
            return
        listed = listed_lemmas(lower)
        for pos in _POS:
            for lemma in listed.get(pos, ())[:1]:
                yield pos, lemma, tuple(dict.fromkeys((lower, lemma)))
        if not any(pos in listed for pos in _POS):
            yield "NOUN", word, (lower,)

    def _acts(self, pos: Pos, keys: tuple[str, ...], zh: str) -> Pos:
        """VERB where the dictionary gives this Chinese for the verb ("to run" 跑步), else as it was."""
        senses = [one for key in keys for one in self._dictionary.senses(key) if one.simp == zh]
        return "VERB" if pos != "PHRASE" and senses and all(one.verb for one in senses) else pos

    def _from_chinese(self, zh: str) -> Iterator[tuple[str, str, Gloss]]:
        """English words for a Chinese one: the glossary's first, then the dictionary's in its own order.

        A word that no source has whole is answered by its longest known part, the head at the end first:
        纯芝麻酱 by 芝麻酱.
        """
        known = self._glossary.by_zh
        zh = next((part for part in _parts(zh) if part in known or self._dictionary.knows(part)), zh)
        for row, _ in sorted(self._glossary.by_zh.get(zh, ()), key=lambda held: held[1]):
            yield row.en, row.pos, Gloss(zh, 0.85, "retail", None, False)
        weighed: list[tuple[float, str, str]] = []
        for reading in self._dictionary.readings(zh):
            for key, index, is_verb, is_proper in reading.glosses:
                frequency = min((self._dictionary.zipf_en(part) for part in key.split()), default=0.0)
                if frequency < _RARE:
                    continue
                # The dictionary's order counts most; a word that people use breaks ties, a name comes late.
                weight = frequency * 0.2 - index - 2.0 * is_proper - 0.3 * key.count(" ")
                weighed.append((weight, key, self._pos_of(key, is_verb=is_verb)))
        for _, key, pos in sorted(weighed, key=lambda one: (-one[0], one[1])):
            yield key, pos, Gloss(zh, 0.4, "generic", None, True)

    def _pos_of(self, key: str, *, is_verb: bool) -> Pos:
        if " " in key:
            return "PHRASE"
        if is_verb:
            return "VERB"
        listed: Mapping[str, tuple[str, ...]] = listed_lemmas(key)
        return next((pos for pos in _POS if key in listed.get(pos, ())), "NOUN")

    def _card(self, headword: str, pos: str, gloss: Gloss, sku: str) -> Card:
        lemma = headword.lower()
        part: Pos = next((one for one in (*_POS, "PHRASE") if one == pos), self._pos_of(lemma, is_verb=False))
        american = self._pronouncer.ipa(headword, part)
        british = self._pronouncer.ipa(headword, part, british=True)
        level = self._levels.of(lemma, part)
        evidence: Evidence = gloss.evidence
        return Card(
            id=card_id(lemma, part, gloss.zh),
            sku=Sku(sku),
            headword=headword,
            lemma=lemma,
            pos=part,
            gloss=gloss.zh,
            pinyin=self._pronouncer.syllables(gloss.zh, (lemma,)),
            ipa=american or british,
            level=level.band if level else None,
            level_source=level.source if level else None,
            evidence=evidence,
            evidence_span=None,
            source_span=None,
            check=gloss.check,
            score=gloss.confidence,
            components=(),
            hooks=self._hooks.of_word(lemma, part),
            alternatives=gloss.alternatives,
            ipa_gb=british if british != american and american else None,
        )


def _parts(zh: str) -> Iterator[str]:
    """The word itself, then its ever shorter ends and beginnings of two characters or more."""
    yield zh
    for size in range(len(zh) - 1, 1, -1):
        yield zh[-size:]
        yield zh[:size]
