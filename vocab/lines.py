"""The example and the selling line of a card, made of the product's own text only: no new fact can enter."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from catalog.bilingual import Bilingual
from vocab.mask import sentences
from vocab.passage import Reading
from vocab.proposal import Proposal

#: Longest English line a host says in one breath.
MAX_WORDS = 20
#: Longest Chinese clause kept in a selling line, in characters.
MAX_CHARS = 44
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_CLAUSE = re.compile(r"(?<=[;:])\s+|\s+[–—]\s+")
_ZH_CLAUSE = re.compile(r"(?<=[；：])")
#: Unicode categories that nobody says (control, format, private use, emoji), and signs that people do say.
_UNSAID = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"))
_SAID = frozenset("°℃℉™®©№")
_EDGE = " ,;:、，；：-–—"


def lines_of(proposal: Proposal, reading: Reading) -> tuple[Bilingual, Bilingual]:
    """The example and the selling line of a card.

    The example is the sentence of the product's text around the headword, with the Chinese sentence that says
    the same. The selling line opens with the word and then quotes the shortest whole clause that uses it: at
    most 20 English words, and every number, name and claim is the input's because nothing else is said.
    """
    en, surface, number = _english_sentence(proposal, reading)
    field = next((place[0] for place in _places(proposal, reading)), proposal.field)
    zh = _chinese_sentence(proposal, reading, field, number)
    word, gloss = proposal.headword, proposal.gloss.zh
    clause = _clause_with(en or "", surface)
    line_en = f"Say it with me: “{word}”."
    product = reading.product
    if clause and not unsupported_facts(_sentence(clause), f"{product.title.en} {product.description.en}"):
        line_en += f" {_sentence(clause)}"
    zh_clause = _chinese_clause(zh or "", proposal)
    line_zh = f"跟我念：{word}，{gloss}。"
    if zh_clause and not unsupported_facts(zh_clause, f"{product.title.zh} {product.description.zh}"):
        line_zh += zh_clause.rstrip("。！？") + "。"
    return Bilingual(en, zh), Bilingual(line_en, line_zh)


def unsupported_facts(line: str, sources: str) -> tuple[str, ...]:
    """Numbers, certificates and names of a line that the sources do not have: a line with any is not said.

    A number is compared whole (5 is not in 250), whatever its language. Names are capitalised English words
    that open no sentence, and runs of Latin letters in Chinese (ISO, UV).
    """
    lowered = sources.lower()
    given = frozenset(_NUMBER.findall(sources))
    numbers = [n for n in _NUMBER.findall(line) if n not in given]
    names = re.findall(r"(?<=[㐀-鿿])[A-Za-z]{2,}", line)
    names += re.findall(r"(?<=[a-z,;] )[A-Z][A-Za-z'’-]+", line)
    return tuple(numbers + [name for name in names if name.lower() not in lowered and name != "I"])


def _sentence(text: str) -> str:
    text = text.strip(_EDGE)
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."


def _original(reading: Reading, field: str) -> str:
    part, lang = field.split(".")
    text = reading.product.title if part == "title" else reading.product.description
    return (text.en if lang == "en" else text.zh) or ""


def _places(proposal: Proposal, reading: Reading) -> list[tuple[str, int, str]]:
    """Where the card's lemma stands, as (field, start, surface): descriptions first, then its own place."""
    out: list[tuple[str, int, str]] = []
    for found in reading.found:
        passage = reading.english[found.passage]
        if found.unit.lemma == proposal.lemma and not passage.is_title:
            start, end = passage.tokens[found.unit.first].start, passage.tokens[found.unit.last].end
            out.append((passage.field, start, passage.masked[start:end]))
    out.sort(key=lambda place: (place[0], place[1]) != (proposal.field, proposal.start))
    return [*out, (proposal.field, proposal.start, proposal.source_text)]


def _english_sentence(proposal: Proposal, reading: Reading) -> tuple[str | None, str, int]:
    """The headword's sentence (a description before a title), its surface form there and its number."""
    for field, at, surface in _places(proposal, reading):
        passage = next((p for p in reading.english if p.field == field), None)
        if passage is None:
            continue
        text = _original(reading, field)
        for number, (start, end) in enumerate(sentences(passage.masked)):
            if start <= at < end:
                return _clean(text[start:end]), surface, number
    return None, proposal.source_text, 0


def _chinese_sentence(proposal: Proposal, reading: Reading, english_field: str, number: int) -> str | None:
    """The sentence that holds the quoted span; else one with the gloss; else the one in the same place."""
    span = proposal.gloss.span
    found: list[tuple[int, int, str]] = []
    part = english_field.split(".")[0]
    for passage in reading.chinese:
        same = passage.field.startswith(part)
        for (start, end), simp in zip(passage.sentences, passage.simplified, strict=True):
            quoted = span is not None and span.field == passage.field and start <= span.start < end
            if quoted or (len(proposal.gloss.zh) > 1 and proposal.gloss.zh in simp):
                rank = (0 if quoted else 1) if same else 3
                found.append((rank, start, _clean(passage.original[start:end])))
    twin = next((p for p in reading.chinese if p.field.startswith(part)), None)
    english = next((p for p in reading.english if p.field == english_field), None)
    if twin and english and len(twin.sentences) == len(sentences(english.masked)):
        start, end = twin.sentences[number]
        found.append((2, start, _clean(twin.original[start:end])))
    return min(found)[2] if found else None


def _clean(text: str) -> str:
    """The text as a person reads it: no markup, entities as their signs, no emoji and control characters."""
    text = unescape(re.sub(r"<[^<>]*>", " ", text))
    text = "".join(c for c in text if c.isspace() or c in _SAID or unicodedata.category(c) not in _UNSAID)
    return " ".join(text.split()).strip(" ,;，；")


def _clause_with(sentence: str, surface: str) -> str:
    """The longest piece of the sentence that has the word and fits in a breath."""
    room = MAX_WORDS - 4 - len(surface.split())
    if len(sentence.split()) <= room:
        return sentence
    pattern = re.compile(rf"(?<![\w-]){re.escape(surface)}(?![\w-])", re.IGNORECASE)
    for clause in _CLAUSE.split(sentence):
        if not pattern.search(clause):
            continue
        if len(clause.split()) <= room:
            return clause
        groups = clause.split(", ")
        at = next((i for i, g in enumerate(groups) if pattern.search(g)), None)
        if at is None:
            continue
        # From the clause's start if that fits, else from the group itself: never from the middle of a
        # "Wanning, Hainan" or "from X, in Y" pair.
        first = 0 if len(" ".join(groups[: at + 1]).split()) <= room else at
        last = at
        while last + 1 < len(groups) and len(" ".join(groups[first : last + 2]).split()) <= room:
            last += 1
        piece = re.sub(r"^(?:and|or|but|so|then|while|which|that) ", "", ", ".join(groups[first : last + 1]))
        if 2 <= len(piece.split()) <= room:
            return piece
    return ""


def _chinese_clause(sentence: str, proposal: Proposal) -> str:
    if len(sentence) <= MAX_CHARS:
        return sentence
    for clause in _ZH_CLAUSE.split(sentence):
        if proposal.gloss.zh in clause and len(clause) <= MAX_CHARS:
            return clause.strip(_EDGE)
    span = proposal.gloss.span
    if span and span.text in sentence:
        at = sentence.index(span.text)
        left = max(sentence.rfind(mark, 0, at) for mark in "，。；：") + 1
        rights = [i for i in (sentence.find(mark, at) for mark in "，。；：") if i > 0]
        return sentence[left : min(rights, default=len(sentence))].strip(_EDGE)
    return ""
