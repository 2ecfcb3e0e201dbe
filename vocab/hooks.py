"""What a host can say about a word: families, sound-alikes, idioms, collocations, quiz turns. True by
construction or absent: every hook names its source, and nothing is made up to fill a gap."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from catalog.bilingual import Bilingual
from vocab.candidates import dull_words
from vocab.card import Hook, HookKind
from vocab.dictionary import Dictionary
from vocab.families import Families
from vocab.glossary import Glossary
from vocab.passage import Reading
from vocab.pronounce import Pronouncer, dictionary_ipa
from vocab.proposal import Proposal
from vocab.sound_pairs import SoundPairs

_DATA = Path(__file__).with_name("data")
#: Characters of the longest word that is looked for in a text as one that is often misread.
LONGEST = 4
_LATIN = re.compile(r"[A-Za-z]{2}")


class Hooks:
    """Finds hooks for a proposal. The sound table is built on first use from common words only."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary, pronouncer: Pronouncer) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self._pronouncer = pronouncer
        self._families = Families(dictionary, glossary)
        self._pairs = SoundPairs(dictionary)
        self._phrases = _phrases()
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def of(self, proposal: Proposal, reading: Reading) -> tuple[Hook, ...]:
        """The hooks of a proposal, at most four, the word's own before those of the product text."""
        out = list(self.of_word(proposal.lemma, proposal.pos))
        collocation = self._collocation(proposal, reading)
        if collocation:
            out.append(collocation)
        reading_hook = self._reading(proposal.gloss.zh)
        if reading_hook is None and proposal.head:
            reading_hook = self._misread(reading)
        if reading_hook:
            out.append(reading_hook)
        sure = proposal.gloss.evidence == "bilingual" and not proposal.gloss.check
        if sure and len(proposal.gloss.zh) >= 2:
            out.append(
                Hook(
                    "quiz",
                    Bilingual(
                        f"How do you say “{proposal.gloss.zh}” in English? {proposal.headword}.",
                        f"“{proposal.gloss.zh}”用英语怎么说？{proposal.headword}",
                    ),
                    proposal.gloss.span.field if proposal.gloss.span else "product text",
                )
            )
        return tuple(out[:4])

    def _of_word(self, lemma: str, pos: str) -> tuple[Hook, ...]:
        out = [Hook(kind, text, "phrase table") for kind, text in self._phrases.get(lemma, ())[:2]]
        family = self._family(lemma)
        if family and not any(h.kind == "family" for h in out):
            out.append(family)
        if " " not in lemma and "-" not in lemma and not any(h.kind == "near_sound" for h in out):
            near = self._near_sound(lemma, pos)
            if near:
                out.append(near)
        return tuple(out)

    def _family(self, word: str) -> Hook | None:
        found = self._families.of(word)
        if found is None:
            return None
        base, derived, affix = found
        name = f"{affix.name}-" if affix.kind == "prefix" else f"-{affix.name}"
        return Hook(
            "family",
            Bilingual(
                f"{base} → {derived} ({name}: {affix.meaning.en})",
                f"{base} → {derived}（{name}：{affix.meaning.zh}）",
            ),
            "affix table, CC-CEDICT",
        )

    def _near_sound(self, word: str, pos: str) -> Hook | None:
        pair = self._pairs.nearest(word, pos)
        if pair is None:
            return None
        one, two = dictionary_ipa(pair.said), dictionary_ipa(pair.other_said)
        if not pair.distance:
            text = Bilingual(
                f"{word} and {pair.other} sound the same: /{one}/", f"{word} 和 {pair.other} 同音：/{one}/"
            )
        else:
            text = Bilingual(
                f"{word} /{one}/, not {pair.other} /{two}/",
                f"是 {word} /{one}/，不是 {pair.other} /{two}/（{pair.why}）",
            )
        return Hook("near_sound", text, "pronunciation table")

    def _collocation(self, proposal: Proposal, reading: Reading) -> Hook | None:
        """ADJ + NOUN around the headword as the product text has it."""
        for passage in reading.english:
            if passage.is_title:
                continue
            for a, b in zip(passage.tokens, passage.tokens[1:], strict=False):
                if b.start - a.end != 1 or a.pos != "ADJ" or b.pos != "NOUN" or a.is_title:
                    continue
                if a.text.lower() in dull_words() or b.lemma.lower() in dull_words():
                    continue
                pair = f"{a.text} {b.text}"
                if proposal.lemma in (a.text.lower(), b.lemma.lower()) and pair.lower() != proposal.lemma:
                    return Hook(
                        "collocation", Bilingual(pair.lower(), f"搭配：{pair.lower()}"), passage.field
                    )
        return None

    def _misread(self, reading: Reading) -> Hook | None:
        """The first word of the product's own Chinese that a host may misread: 羽扇纶巾 (guān, not lún)."""
        for passage in reading.chinese:
            for said in passage.simplified:
                for start in range(len(said) - 1):
                    for size in range(min(LONGEST, len(said) - start), 1, -1):
                        hook = self._reading(said[start : start + size])
                        if hook is not None:
                            return hook
        return None

    def _reading(self, zh: str) -> Hook | None:
        """The reading of a gloss whose characters are often read otherwise (薄荷 bò he, not báo hé)."""
        said = self._pronouncer.overridden(zh)
        if len(zh) < 2 or said is None or not self._pronouncer.is_tricky(zh, said):
            return None
        spoken = " ".join(said)
        return Hook(
            "reading", Bilingual(f"{zh} is read {spoken}", f"注意读音：{zh} {spoken}"), "reading table"
        )


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[HookKind, Bilingual], ...]]:
    out: dict[str, list[tuple[HookKind, Bilingual]]] = {}
    for row in csv.DictReader((_DATA / "phrases.csv").read_text(encoding="utf-8").splitlines()):
        kind: HookKind = row["kind"]  # type: ignore[assignment]
        # The idiom is the lesson: a Chinese line alone would teach 时机成熟了 and not "the time is ripe".
        zh = row["zh"] if _LATIN.search(row["zh"]) else f"{row['en']} {row['zh']}"
        out.setdefault(row["word"], []).append((kind, Bilingual(row["en"], zh)))
    return {word: tuple(items) for word, items in out.items()}
