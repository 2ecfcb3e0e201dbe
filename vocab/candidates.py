"""What could go on the board: words, participle adjectives and compounds found in a product's English.

Brands, model codes, numbers, units and place names never become candidates. A compound that the glossary or
the dictionary knows takes its tokens with it, so its parts are not offered again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from vocab.card import Pos
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary, fold_term
from vocab.passage import Passage, TokenLike, Unit
from vocab.word_classes import word_classes
from vocab.word_forms import listed_lemmas, mended_pos, noun_base, verb_base

_DATA = Path(__file__).with_name("data")
_WORD = re.compile(r"^[A-Za-z][A-Za-z'’]*(?:-[A-Za-z'’]+)*$")
#: Endings that make a hyphenate an adjective.
_HYPHEN_ADJ = (
    "free", "proof", "resistant", "friendly", "based", "fat", "size", "sized", "stick", "grain", "cut",
    "grade", "rich", "washable", "tight", "dry", "safe", "iron", "slip", "drip", "season", "purpose", "use",
    "staple",
)  # fmt: skip
#: Classes whose words describe: an adjective is likelier than a noun.
_DESCRIBES = frozenset(("taste", "texture", "smell", "look", "benefit"))
#: Marks that end the head phrase of a title.
_BREAKS = frozenset((",", ";", ":", "(", "[", "|", "/", "-", "–", "—"))
#: Rarest general word accepted when neither glossary nor dictionary knows it.
MIN_ZIPF = 2.2
#: A longer compound is a description, not a term.
MAX_WORDS = 4


@lru_cache(maxsize=1)
def dull_words() -> frozenset[str]:
    """Words that are correct English but teach nothing on a board: units, fillers, packaging."""
    lines = (_DATA / "dull.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


class Finder:
    """Finds units in analysed English with the dictionary and the glossary."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary) -> None:
        self._dictionary = dictionary
        self._glossary = glossary

    def units(
        self,
        tokens: Sequence[TokenLike],
        *,
        title: bool,
        barred: Collection[str],
        unwanted: Collection[str] = (),
    ) -> tuple[Unit, ...]:
        """The units of a passage in order, longest known compounds first.

        `barred` words never appear; `unwanted` compounds are read as their parts (the dictionary knows them,
        but this product's Chinese does not say them).
        """
        out: list[Unit] = []
        i = 0
        while i < len(tokens):
            unit = self._term(tokens, i, barred, unwanted) or self._single(tokens, i, title, barred)
            if unit:
                out.append(unit)
                i = unit.last + 1
            else:
                i += 1
        return tuple(out)

    def _term(
        self, tokens: Sequence[TokenLike], i: int, barred: Collection[str], unwanted: Collection[str]
    ) -> Unit | None:
        if not _is_word(tokens[i].text) or tokens[i].text.lower() in barred:
            return None
        unit = self._listed(tokens, i, barred, unwanted)
        if unit is not None and len(tokens) > unit.last + 1:
            # sweet [cherry tomatoes]: a term that starts inside and ends later takes the shared word
            for k in range(i + 1, unit.last + 1):
                inner = self._listed(tokens, k, barred, unwanted)
                if inner is not None and inner.last > unit.last:
                    return None
        return unit

    def _listed(
        self, tokens: Sequence[TokenLike], i: int, barred: Collection[str], unwanted: Collection[str]
    ) -> Unit | None:
        """The longest compound from token `i` that the glossary or the dictionary has."""
        end = i  # the last token that a compound from here could reach
        while end + 1 < min(i + MAX_WORDS, len(tokens)):
            token = tokens[end + 1]
            if token.start - tokens[end].end > 1 or not _is_word(token.text) or token.text.lower() in barred:
                break
            end += 1
        for j in range(end, i, -1):
            run = tokens[i : j + 1]
            front = " ".join([_folded(t.text) for t in run[:-1]])
            surface = f"{front} {_folded(run[-1].text)}"
            lemma = f"{front} {_folded(_noun_lemma(run[-1]))}"
            rows = self._glossary.rows(lemma) or self._glossary.rows(surface)
            if rows:
                key = lemma if self._glossary.rows(lemma) else surface
                pos: Pos = rows[0].pos if rows[0].pos in ("NOUN", "VERB", "ADJ", "ADV") else "PHRASE"  # type: ignore[assignment]
                return Unit(i, j, tuple(dict.fromkeys((key, lemma, surface))), key, pos, True)
            nominal = run[-1].pos in ("NOUN", "PROPN") and run[0].pos in ("NOUN", "ADJ", "PROPN", "VERB")
            if nominal and not any(t.pos in ("DET", "PRON", "ADP", "AUX", "CCONJ", "PUNCT") for t in run):
                for key in dict.fromkeys((lemma, surface)):
                    if key in unwanted:
                        continue
                    if any(not s.proper for s in self._dictionary.senses(key)):
                        return Unit(i, j, (key,), key, "NOUN", True, loose=True)
        return None

    def _single(
        self, tokens: Sequence[TokenLike], i: int, title: bool, barred: Collection[str]
    ) -> Unit | None:
        token = tokens[i]
        text = token.text.lower().replace("’", "'")
        if not _WORD.match(token.text) or len(text) < 3 or text in barred:
            return None
        previous = tokens[i - 1] if i else None
        shouted = token.text.isupper() and not all(t.text.isupper() for t in tokens)
        if shouted and len(text) < 5 and not self._glossary.rows(text):
            return None  # LED is not led
        if "-" in text:
            return self._hyphenate(tokens, i, text)
        tagged = self._pos(token, title)
        if tagged is None:
            return None
        pos, lemma = self._mended(tokens, i, tagged, title)
        if lemma in dull_words() or text in dull_words() or len(lemma) < 3:
            return None
        if previous is not None and previous.text[:1].isdigit() and _measure(previous, token):
            return None
        if not title and token.is_title and not token.is_sentence_start and token.pos == "PROPN":
            return None
        known = self._knows(lemma) or self._knows(text)
        if not known and (self._dictionary.zipf_en(lemma) < MIN_ZIPF or token.is_title):
            return None
        if known and token.is_title and self._only_proper(lemma) and not self._glossary.rows(lemma):
            return None
        capital = token.is_title and not token.is_sentence_start
        base = verb_base(text) if pos == "ADJ" else None  # frozen is answered by 冷冻 "to freeze"
        keys = tuple(dict.fromkeys(k for k in (lemma, text, base) if k))
        return Unit(i, i, keys, lemma, pos, known, capital)

    def _mended(self, tokens: Sequence[TokenLike], i: int, tagged: Pos, title: bool) -> tuple[Pos, str]:
        """The part of speech the word can have, and its lemma as that."""
        token, text = tokens[i], tokens[i].text.lower()
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        pos = mended_pos(
            text,
            tagged,
            sensory=bool(word_classes().get(text, frozenset()) & _DESCRIBES),
            before_noun=following is not None and following.pos in ("NOUN", "PROPN"),
            after_determiner=i > 0 and tokens[i - 1].pos in ("DET", "ADJ", "PRON"),
        )
        if token.tag in ("VBN", "VBD") and word_classes().get(text, frozenset()) & _DESCRIBES:
            return "ADJ", text  # the insole is padded: how it is, not what was done
        if token.tag in ("VBN", "VBG") and any(row.pos == "ADJ" for row in self._glossary.rows(text)):
            return "ADJ", text  # the glossary has the participle as an adjective: illustrated, braided
        before_noun = following is not None and following.pos in ("NOUN", "PROPN")
        takes_object = before_noun or (
            following is not None and following.pos in ("DET", "PRON", "ADJ", "NUM")
        )
        after_noun_sign = i > 0 and tokens[i - 1].pos in ("ADP", "DET", "ADJ", "NOUN")
        thing = token.tag == "VBG" and after_noun_sign and not takes_object
        if thing and any(row.pos == "NOUN" for row in self._glossary.rows(text)):
            return "NOUN", text  # a sachet of seasoning
        if title and token.tag == "VBN" and before_noun:
            return "ADJ", text  # Chopped Onion: a title has no tenses
        finite = token.pos == "VERB" and token.tag not in ("VBN", "VBG")
        if title and finite and "NOUN" in listed_lemmas(text):
            return "NOUN", noun_base(text)  # a rose is nothing that rose
        if pos == tagged and token.pos != "PROPN":
            lemma = _adjective_lemma(token) if pos == "ADJ" else token.lemma.lower()
        elif pos == "NOUN":
            lemma = noun_base(text)
        else:
            lemma = verb_base(text) or text if pos == "VERB" else text
        rare = self._dictionary.zipf_en(lemma) < 3.0
        if pos == "NOUN" and rare and not self._knows(lemma) and self._knows(noun_base(text)):
            lemma = noun_base(text)
        return pos, lemma  # type: ignore[return-value]

    def _hyphenate(self, tokens: Sequence[TokenLike], i: int, text: str) -> Unit | None:
        parts = text.split("-")
        if any(len(p) == 1 and p not in ("a", "i") for p in parts):
            return None
        if not all(self._dictionary.zipf_en(p) >= 2.5 for p in parts):
            return None
        rows = self._glossary.rows(text)
        last = parts[-1]
        adjective = last.endswith(("ed", "ing", "en")) or last in _HYPHEN_ADJ or tokens[i].pos == "ADJ"
        pos: Pos = "ADJ" if adjective else "NOUN"
        if rows and rows[0].pos in ("NOUN", "ADJ", "VERB", "ADV"):
            pos = rows[0].pos  # type: ignore[assignment]
        if all(p in dull_words() for p in parts) and not rows:
            return None
        key = fold_term(text)
        return Unit(i, i, tuple(dict.fromkeys((key, text))), text, pos, bool(rows) or self._knows(key))

    def _pos(self, token: TokenLike, title: bool) -> Pos | None:
        if token.pos == "VERB" and token.tag in ("VBN", "VBG"):
            return "VERB"
        if token.pos in ("NOUN", "VERB", "ADJ"):
            return token.pos  # type: ignore[return-value]
        if token.pos == "PROPN" and (title or token.is_sentence_start or token.text.isupper()):
            return "NOUN"
        return None

    def _knows(self, key: str) -> bool:
        return bool(self._glossary.rows(key)) or bool(self._dictionary.senses(key))

    def _only_proper(self, key: str) -> bool:
        senses = self._dictionary.senses(key)
        return bool(senses) and all(s.proper for s in senses[:3])


@lru_cache(maxsize=20_000)
def _is_word(text: str) -> bool:
    return bool(_WORD.match(text))


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold_term(word)


def noun_pairs(passage: Passage) -> Iterator[tuple[int, int]]:
    """Index pairs of neighbouring units (noun or participle, noun) with nothing between them."""
    for k in range(len(passage.units) - 1):
        a, b = passage.units[k], passage.units[k + 1]
        # charging pad: what the thing is for, in a title that has no sentence for it to be the verb of
        use = passage.is_title and a.first == a.last and passage.tokens[a.first].text.endswith("ing")
        if b.first == a.last + 1 and (a.pos in ("NOUN", "ADJ") or use) and b.pos == "NOUN":
            run = passage.tokens[a.first : b.last + 1]
            # "Drills wood and metal" is no compound: the first noun of one stands in the singular.
            plural = a.pos == "NOUN" and not use and run[0].text.lower() != a.lemma and a.first == a.last
            if not _gaps(run) and not plural:
                yield k, k + 1


def head_unit(passage: Passage) -> int | None:
    """The unit that names the product in a title: the last noun before a comma, bracket or preposition."""
    last: int | None = None
    for k, unit in enumerate(passage.units):
        before = passage.tokens[: unit.first]
        if last is not None and any(t.text in _BREAKS or t.pos == "ADP" for t in before):
            break
        if unit.pos == "NOUN":
            last = k
    return last


def _gaps(run: Sequence[TokenLike]) -> bool:
    return any(b.start - a.end > 1 for a, b in pairwise(run))


def _noun_lemma(token: TokenLike) -> str:
    text = token.text.lower()
    if token.pos == "PROPN" and text.endswith("s") and token.lemma.lower() == text:
        return singular(text)
    return token.lemma.lower() if token.pos in ("NOUN", "PROPN", "VERB") else token.text.lower()


def singular(word: str) -> str:
    """The regular singular of a plural noun; the word itself when it is none.

    >>> singular("cherries"), singular("boxes"), singular("glass"), singular("towels")
    ('cherry', 'box', 'glass', 'towel')
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes", "toes")):
        return word[:-2]
    return word[:-1]


def _adjective_lemma(token: TokenLike) -> str:
    return token.text.lower() if token.tag in ("VBN", "VBG") else token.lemma.lower()


def _measure(number: TokenLike, token: TokenLike) -> bool:
    """True when `token` is the unit of the number before it (12 pieces), not a thing with a model number."""
    return token.pos in ("NOUN", "PROPN") and token.lemma.lower() in dull_words()
