"""The example and the selling line of a card, made of the product's own text only: no new fact can enter."""

from __future__ import annotations

import re

from catalog.bilingual import Bilingual
from vocab.proposal import Proposal
from vocab.reading import Reading
from vocab.mask import sentences

#: Longest English line a host says in one breath.
MAX_WORDS = 20
#: Longest Chinese clause kept in a selling line, in characters.
MAX_CHARS = 44
_CLAUSE = re.compile(r"(?<=[;:])\s+|\s+[–—]\s+")
_ZH_CLAUSE = re.compile(r"(?<=[；：])")
_EDGE = " ,;:、，；：-–—"


def example(proposal: Proposal, reading: Reading) -> Bilingual:
    """The sentence of the product's text around the headword, and the Chinese sentence that says the same."""
    en = _english_sentence(proposal, reading)
    zh = _chinese_sentence(proposal, reading)
    return Bilingual(en, zh)


def selling_line(proposal: Proposal, reading: Reading, shown: Bilingual) -> Bilingual:
    """A line for the host in both languages: the word, then what the product's own text says with it.

    The English has at most 20 words. Every number, name and claim comes from the input because the line only
    quotes it.
    """
    word, gloss = proposal.headword, proposal.gloss.zh
    clause = _clause_with(shown.en or "", proposal.source_text)
    opener = f"Say it with me: “{word}”."
    line_en = f"{opener} {_sentence(clause)}" if clause else opener
    if len(line_en.split()) > MAX_WORDS:
        line_en = _sentence(clause) if clause and len(clause.split()) <= MAX_WORDS else opener
    zh_clause = _chinese_clause(shown.zh or "", proposal)
    line_zh = f"跟我念：{word}，{gloss}。"
    if zh_clause:
        line_zh += zh_clause.rstrip("。！？") + "。"
    return Bilingual(line_en, line_zh)


def unsupported_facts(line: str, sources: str) -> tuple[str, ...]:
    """Numbers and capitalised names of an English line that the sources do not contain: must be empty."""
    lowered = sources.lower()
    numbers = [n for n in re.findall(r"\d+(?:[.,]\d+)?%?", line) if n not in sources]
    names = [
        w for w in re.findall(r"(?<=[a-z,;] )[A-Z][A-Za-z'’-]+", line) if w.lower() not in lowered and w != "I"
    ]
    return tuple(numbers + names)


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


def _english_sentence(proposal: Proposal, reading: Reading) -> str | None:
    """The headword's sentence in the description if it has one there, else the title as it stands."""
    places = [(proposal.field, proposal.start)]
    pattern = re.compile(rf"(?<![\w-]){re.escape(proposal.source_text)}(?![\w-])", re.IGNORECASE)
    for passage in reading.english:
        if not passage.is_title:
            match = pattern.search(passage.masked)
            if match:
                places.insert(0, (passage.field, match.start()))
    for field, at in places:
        passage = next((p for p in reading.english if p.field == field), None)
        if passage is None:
            continue
        text = _original(reading, field)
        for start, end in sentences(passage.masked):
            if start <= at < end:
                return _clean(text[start:end])
    return None


def _chinese_sentence(proposal: Proposal, reading: Reading) -> str | None:
    span = proposal.gloss.span
    best: tuple[int, int, str] | None = None
    for passage in reading.chinese:
        title = passage.field.startswith("title")
        for start, end in passage.sentences:
            simp = "".join(w.simp for w in passage.words if start <= w.start < end)
            hit = proposal.gloss.zh in simp
            quoted = span is not None and span.field == passage.field and start <= span.start < end
            if hit or quoted:
                rank = (0 if quoted and not title else 1 if hit and not title else 2, start)
                if best is None or rank < best[:2]:
                    best = (*rank, _clean(passage.original[start:end]))
    return best[2] if best else None


def _clean(text: str) -> str:
    text = re.sub(r"<[^<>]*>", " ", text)
    text = "".join(c for c in text if c.isprintable() and ord(c) not in range(0x200B, 0x2010) and ord(c) < 0x1F000)
    return " ".join(text.split()).strip(" ,;，；")


def _clause_with(sentence: str, surface: str) -> str:
    if not sentence:
        return ""
    if len(sentence.split()) <= MAX_WORDS - 4:
        return sentence
    pattern = re.compile(rf"(?<![\w-]){re.escape(surface)}(?![\w-])", re.IGNORECASE)
    for clause in _CLAUSE.split(sentence):
        if pattern.search(clause) and 3 <= len(clause.split()) <= MAX_WORDS - 4:
            return clause
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
