"""How to say it: dictionary IPA for English, tone-marked pinyin by word for Chinese. Nothing is invented."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from vocab.dictionary import Dictionary


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: misaki's letters in dictionary notation; every other letter stands for itself.
_MISAKI = {
    "A": "eɪ", "I": "aɪ", "W": "aʊ", "Y": "ɔɪ", "O": "oʊ", "Q": "əʊ", "ᵊ": "ə", "ᵻ": "ɪ", "ʧ": "tʃ",
    "ʤ": "dʒ", "ɹ": "r", "ɾ": "t", "ʔ": "t", "ɛ": "e",
}  # fmt: skip
#: Vowels that American sources write short and dictionaries print long.
_TENSE = frozenset("iuɑɔɜ")
_VOWELS = frozenset("aeiouæɑɒɔəɜɪʊʌ") | {"eɪ", "aɪ", "aʊ", "ɔɪ", "oʊ", "əʊ", "eə"}
#: Consonant clusters that may begin an English syllable; a stress mark goes before the longest one.
_ONSETS = frozenset(
    tuple(cluster.split("+"))
    for cluster in _words(
        "p+l p+r p+j b+l b+r b+j t+r t+w t+j d+r d+w d+j k+l k+r k+w k+j ɡ+l ɡ+r ɡ+w f+l f+r f+j θ+r θ+w s+p "
        "s+t s+k s+f s+m s+n s+l s+w s+p+l s+p+r s+t+r s+k+r s+k+w s+p+j s+k+j s+t+j ʃ+r m+j n+j h+j v+j h+w"
    )
)
_PARTS = {pos: (pos, "DEFAULT") for pos in ("NOUN", "VERB", "ADJ", "ADV")}
_TONES = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}
_DATA = Path(__file__).with_name("data")


def dictionary_ipa(misaki: str, *, british: bool = False) -> str:
    """A misaki transcription in dictionary notation, stress marks moved before the syllable onset.

    misaki puts the mark before the stressed vowel; dictionaries print it before the consonants that begin
    the syllable. American vowels that sources write short are printed long; final unstressed *i* stays short.

    >>> dictionary_ipa("pɹədˈus"), dictionary_ipa("ʤˈusi"), dictionary_ipa("kˈɪʧᵊn")
    ('prəˈduːs', 'ˈdʒuːsi', 'ˈkɪtʃən')
    """
    sounds: list[str] = []
    for char in misaki:
        if char == "ː" and sounds:
            # pear, chair: the long open e of newer British sources is printed eə
            sounds[-1] = "eə" if british and sounds[-1] == "e" else sounds[-1] + "ː"
        elif british and char == "a":
            sounds.append("æ")
        else:
            sounds.append(_MISAKI.get(char, char))
    if not british:
        sounds = _lengthen(sounds)
    if sum(map(_is_vowel, sounds)) < 2:  # dictionaries print no mark on a single syllable
        return "".join(s for s in sounds if s not in ("ˈ", "ˌ"))
    return "".join(_move_marks(sounds))


def _is_vowel(sound: str) -> bool:
    return sound.rstrip("ː") in _VOWELS


def _lengthen(sounds: list[str]) -> list[str]:
    out: list[str] = []
    stressed = False
    for i, sound in enumerate(sounds):
        if sound in "ˈˌ":
            stressed = True
            out.append(sound)
            continue
        if sound in _TENSE:
            # happy, serious: an unstressed i at the end or before a vowel is printed short
            following = sounds[i + 1] if i + 1 < len(sounds) else ""
            weak = sound == "i" and not stressed and (following in ("", " ") or _is_vowel(following))
            before_vowel = sound in "iu" and bool(following) and _is_vowel(following)
            out.append(sound if weak or before_vowel else sound + "ː")
        else:
            out.append(sound)
        if _is_vowel(sound):
            stressed = False
    return out


def _move_marks(sounds: list[str]) -> list[str]:
    out: list[str] = []
    for sound in sounds:
        if sound not in ("ˈ", "ˌ"):
            out.append(sound)
            continue
        consonants = 0
        for said in reversed(out):
            if not said.isalpha() or _is_vowel(said):
                break
            consonants += 1
        at_start = consonants == len(out)
        take = 0
        for size in range(consonants, 0, -1):
            cluster = tuple(out[-size:])
            if at_start or (size == 1 and cluster[0] != "ŋ") or cluster in _ONSETS:
                take = size
                break
        out.insert(len(out) - take, sound)
    return out


class Pronouncer:
    """Pronunciations from the dictionary cache with the project's overrides on top."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._heteronyms = _heteronyms()
        self._readings = _polyphones()
        self._longest = max((len(k) for k in self._readings), default=1)

    def ipa(self, headword: str, pos: str, *, british: bool = False) -> str | None:
        """Dictionary IPA of a word, hyphenate or phrase (parts joined by a space), or None when unknown."""
        text = headword.lower().replace("’", "'")
        if not re.fullmatch(r"[a-zéèêñ' -]+", text):
            return None
        whole = self._word(text, pos, british)
        if whole:
            return whole
        parts = [p for p in re.split(r"[ -]", text) if p]
        if len(parts) < 2:
            return None
        said: list[str] = []  # a phrase is said word by word; a hyphenate as one word
        for i, part in enumerate(parts):
            one = self._word(part, pos if i == len(parts) - 1 else "", british)
            if one is None:
                return None
            said.append(one)
        return " ".join(said) if " " in text else _join_hyphenate(said)

    def _word(self, word: str, pos: str, british: bool) -> str | None:
        own = self._heteronyms.get((word, pos)) or self._heteronyms.get((word, ""))
        if own:
            return own[1 if british else 0]
        forms = self._dictionary.sounds(word)[1 if british else 0]
        for key in _PARTS.get(pos, ("DEFAULT",)):
            if key in forms:
                return dictionary_ipa(forms[key], british=british)
        if forms:
            return dictionary_ipa(next(iter(forms.values())), british=british)
        return self._inflected(word, pos, british)

    def _inflected(self, word: str, pos: str, british: bool) -> str | None:
        """Regular plurals, -ed and -ing of a known word: the ending's sound follows from the stem's."""
        for ending, cut in (("ied", 3), ("ies", 3), ("ing", 3), ("ed", 2), ("es", 2), ("s", 1)):
            if not word.endswith(ending):
                continue
            base = word[:-cut]
            doubled = base[:-1] if base[-1:] == base[-2:-1] else ""
            for candidate in (base + "y",) if ending[0] == "i" and cut == 3 and ending != "ing" else (
                base, base + "e", doubled,
            ):  # fmt: skip
                if len(candidate) < 3 or self._dictionary.zipf_en(candidate) < 2.0:
                    continue
                forms = self._dictionary.sounds(candidate)[1 if british else 0]
                if "DEFAULT" not in forms or len(forms) > 1:
                    continue
                said = dictionary_ipa(forms["DEFAULT"], british=british)
                last = said[-1]
                if ending == "ing":
                    return said + ("ɪŋ" if not (british and last == "ə") else "rɪŋ")
                if ending.endswith("ed"):
                    return said + ("ɪd" if last in "td" else "t" if last in "pkfsʃθ" else "d")
                return said + ("ɪz" if last in "szʃʒ" else "s" if last in "ptkfθ" else "z")
        return None

    def syllables(self, zh: str, keys: Collection[str] = ()) -> tuple[str, ...]:
        """One tone-marked syllable per character of a simplified Chinese text; other characters as they are.

        Longest match: the project's overrides, then the CC-CEDICT reading whose gloss is one of the English
        `keys` (干 as dry is gān), then CC-CEDICT's reading when the word has only one, then pypinyin.
        """
        whole = self._readings.get(zh) or self._by_sense(zh, keys)
        if whole and len(whole) == len(zh):
            return whole
        out: list[str] = []
        i = 0
        while i < len(zh):
            for size in range(min(8, len(zh) - i), 0, -1):
                piece = zh[i : i + size]
                said = self._readings.get(piece) or self._cedict(piece)
                if said and len(said) == size:
                    out.extend(said)
                    i += size
                    break
            else:
                out.append(self._usual(zh[i]))
                i += 1
        return tuple(out)

    def _by_sense(self, zh: str, keys: Collection[str]) -> tuple[str, ...] | None:
        said = {
            reading.pinyin.lower()
            for reading in self._dictionary.readings(zh)
            if any(gloss[0] in keys for gloss in reading.glosses)
        }
        return tuple(marked(s) for s in said.pop().split()) if len(said) == 1 else None

    def overridden(self, zh: str) -> tuple[str, ...] | None:
        """The project's own reading of exactly this word, or None."""
        return self._readings.get(zh)

    def is_tricky(self, zh: str, said: tuple[str, ...]) -> bool:
        """True when a character of the word is usually read otherwise on its own."""
        return any(
            mark != self._usual(char)
            for char, mark in zip(zh, said, strict=False)
            if _bare(mark) != mark  # a neutral tone is no trap
        )

    def _usual(self, char: str) -> str:
        """The usual reading of one character on its own; other signs as they are."""
        return (self._dictionary.said(char) or (char,))[0]

    def _cedict(self, word: str) -> tuple[str, ...] | None:
        readings = self._dictionary.readings(word)
        distinct = {r.pinyin.lower() for r in readings if r.glosses} or {r.pinyin.lower() for r in readings}
        if len(distinct) != 1 and len(word) == 1:
            return (self._usual(word),)
        if not distinct:
            return None
        first = next(r.pinyin for r in readings if r.pinyin.lower() in distinct)
        return tuple(marked(s) for s in first.lower().split())


def _join_hyphenate(said: list[str]) -> str:
    """The parts as one word: the main stress on the first part, secondary stress on the later ones."""
    first = said[0] if "ˈ" in said[0] else "ˈ" + said[0]
    return first + "".join(p.replace("ˈ", "ˌ") if "ˈ" in p else "ˌ" + p for p in said[1:])


def marked(numbered: str) -> str:
    """A numbered syllable with its tone mark (`lu:4` → `lǜ`); the neutral tone carries none.

    >>> marked("tiao2"), marked("lu:4"), marked("zi5")
    ('tiáo', 'lǜ', 'zi')
    """
    text = numbered.replace("u:", "ü").replace("v", "ü")
    if not text[-1:].isdigit():
        return text
    tone, text = int(text[-1]), text[:-1]
    if tone not in (1, 2, 3, 4):
        return text
    for vowel in "ae":
        if vowel in text:
            return text.replace(vowel, _TONES[vowel][tone - 1], 1)
    if "ou" in text:
        return text.replace("o", _TONES["o"][tone - 1], 1)
    for char in reversed(text):
        if char in _TONES:
            at = text.rfind(char)
            return text[:at] + _TONES[char][tone - 1] + text[at + 1 :]
    return text


def _bare(syllable: str) -> str:
    for plain, accented in _TONES.items():
        for char in accented:
            syllable = syllable.replace(char, plain)
    return syllable


@lru_cache(maxsize=1)
def _polyphones() -> dict[str, tuple[str, ...]]:
    rows = csv.DictReader((_DATA / "polyphones.csv").read_text(encoding="utf-8").splitlines())
    return {row["zh"]: tuple(marked(s) for s in row["pinyin"].split()) for row in rows}


@lru_cache(maxsize=1)
def _heteronyms() -> dict[tuple[str, str], tuple[str, str]]:
    rows = csv.DictReader((_DATA / "heteronyms.csv").read_text(encoding="utf-8").splitlines())
    return {(row["en"], row["pos"]): (row["us"], row["gb"]) for row in rows}
