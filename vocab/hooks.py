"""What a host can say about a word: families, sound-alikes, idioms, collocations, quiz turns. True by
construction or absent: every hook names its source, and nothing is made up to fill a gap."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from catalog.bilingual import Bilingual
from vocab.candidates import dull_words
from vocab.card import Hook, HookKind
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary
from vocab.passage import Reading
from vocab.pronounce import Pronouncer, dictionary_ipa
from vocab.proposal import Proposal
from vocab.word_classes import word_classes
from vocab.word_forms import possible_pos

_DATA = Path(__file__).with_name("data")
#: Words commoner than this may stand on either side of a family or sound pair.
COMMON = 3.3
#: Characters too general to prove that two words are related.
_EMPTY = frozenset("的地得了着性物品人子者一不有可以化为是上下大小使作器机用于")
#: Sounds that Chinese learners of English mix up, in misaki's letters.
_CONFUSED = (("l", "ɹ"), ("n", "l"), ("θ", "s"), ("v", "w"), ("i", "ɪ"), ("æ", "ɛ"))


@dataclass(frozen=True, slots=True)
class Affix:
    """A suffix rule: `base` less `drop` plus `add` is the derived word."""

    suffix: str
    add: str
    drop: str
    meaning: Bilingual


class Hooks:
    """Finds hooks for a proposal. The sound table is built on first use from common words only."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary, pronouncer: Pronouncer) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self._pronouncer = pronouncer
        self._affixes = _affixes()
        self._phrases = _phrases()
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def of(self, proposal: Proposal, reading: Reading) -> tuple[Hook, ...]:
        """The hooks of a proposal, at most four, the word's own before those of the product text."""
        out = list(self.of_word(proposal.lemma, proposal.pos))
        collocation = self._collocation(proposal, reading)
        if collocation:
            out.append(collocation)
        reading_hook = self._reading(proposal.gloss.zh)
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

    def _fits(self, base: str, derived: str, affix: Affix) -> bool:
        """True when the parts of speech are those the suffix joins: no deliver-y, chick-en or bat-ter."""
        before, after = possible_pos(base), possible_pos(derived)
        if affix.suffix == "y":
            return "ADJ" in after and bool(before & {"NOUN", "VERB", "ADJ"})
        if affix.suffix == "en":
            material = "material" in word_classes().get(base, frozenset())
            return ("ADJ" in before and "VERB" in after) or material
        if affix.suffix == "er":
            things = {c for row in self._glossary.rows(derived) for z in row.zh for c in z}
            return "VERB" in before and bool((things & self._characters(base)) - _EMPTY)
        return True

    def _related(self, base: str, derived: str) -> bool:
        """True when both are dictionary words whose Chinese shares a telling character (果汁, 多汁)."""
        first, second = self._characters(base), self._characters(derived)
        return bool((first & second) - _EMPTY)

    def _characters(self, word: str) -> frozenset[str]:
        zh = [s.simp for s in self._dictionary.senses(word)[:6] if not s.proper]
        zh += [z for row in self._glossary.rows(word) for z in row.zh]
        return frozenset(c for z in zh for c in z)

    def _family(self, word: str) -> Hook | None:
        if " " in word or "-" in word or len(word) < 4:
            return None
        for affix in self._affixes:
            if word.endswith(affix.add) and len(word) - len(affix.add) >= 3:
                cut = word[: -len(affix.add)]
                bases = [cut + affix.drop]
                if cut[-1:] == cut[-2:-1]:
                    bases.append(cut[:-1])
                if cut.endswith("i"):
                    bases.append(cut[:-1] + "y")
                for base in bases:
                    common = base != word and self._dictionary.zipf_en(base) >= COMMON
                    if common and self._fits(base, word, affix) and self._related(base, word):
                        return self._family_hook(base, word, affix)
        for affix in self._affixes:
            if affix.drop and not word.endswith(affix.drop):
                continue
            derived = (word[: -len(affix.drop)] if affix.drop else word) + affix.add
            if affix.add in ("ed", "ing", "er") or self._dictionary.zipf_en(derived) < 2.8:
                continue
            if self._fits(word, derived, affix) and self._related(word, derived):
                return self._family_hook(word, derived, affix)
        return None

    def _family_hook(self, base: str, derived: str, affix: Affix) -> Hook:
        return Hook(
            "family",
            Bilingual(
                f"{base} → {derived} (-{affix.suffix}: {affix.meaning.en})",
                f"{base} → {derived}（-{affix.suffix}：{affix.meaning.zh}）",
            ),
            "affix table, CC-CEDICT",
        )

    def _near_sound(self, word: str, pos: str) -> Hook | None:
        forms = self._dictionary.sounds(word)[0]
        said = forms.get(pos) or forms.get("DEFAULT")
        if not said or len(word) < 3:
            return None
        table = self._sound_table
        for other in table.get(said, ()):
            if self._pairable(word, other):
                ipa = dictionary_ipa(said)
                return Hook(
                    "near_sound",
                    Bilingual(
                        f"{word} and {other} sound the same: /{ipa}/",
                        f"{word} 和 {other} 同音：/{ipa}/",
                    ),
                    "pronunciation table",
                )
        for changed in _confusions(said):
            for other in table.get(changed, ()):
                if self._pairable(word, other):
                    one, two = dictionary_ipa(said), dictionary_ipa(changed)
                    return Hook(
                        "near_sound",
                        Bilingual(
                            f"{word} /{one}/, not {other} /{two}/", f"是 {word} /{one}/，不是 {other} /{two}/"
                        ),
                        "pronunciation table",
                    )
        return None

    def _pairable(self, word: str, other: str) -> bool:
        if other.startswith(word) or word.startswith(other) or {word, other} & _never():
            return False
        return any(not s.proper for s in self._dictionary.senses(other))

    @cached_property
    def _sound_table(self) -> Mapping[str, tuple[str, ...]]:
        return self._dictionary.common_sounds()

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

    def _reading(self, zh: str) -> Hook | None:
        """The reading of a gloss whose characters are often read otherwise (薄荷 bò he, not báo hé)."""
        said = self._pronouncer.overridden(zh)
        if len(zh) < 2 or said is None or not self._pronouncer.is_tricky(zh, said):
            return None
        spoken = " ".join(said)
        return Hook(
            "reading", Bilingual(f"{zh} is read {spoken}", f"注意读音：{zh} {spoken}"), "reading table"
        )


def _confusions(said: str) -> Iterator[str]:
    """The same word with one sound that learners mix up exchanged."""
    for a, b in _CONFUSED:
        for one, two in ((a, b), (b, a)):
            for i, sound in enumerate(said):
                if sound == one and (one not in "lɹnvw" or _before_vowel(said, i)):
                    yield said[:i] + two + said[i + 1 :]


def _before_vowel(said: str, i: int) -> bool:
    """True when the sound at `i` begins a syllable: learners mix up l and r there, not at a word's end."""
    return i + 1 < len(said) and said[i + 1] in "ˈˌAIWYOQaiuæɑɒɔəɛɜɪʊʌ"


@lru_cache(maxsize=1)
def _affixes() -> tuple[Affix, ...]:
    rows = csv.DictReader((_DATA / "affixes.csv").read_text(encoding="utf-8").splitlines())
    found = [
        Affix(r["suffix"], r["add"], r["drop"], Bilingual(r["meaning_en"], r["meaning_zh"])) for r in rows
    ]
    return tuple(sorted(found, key=lambda affix: -len(affix.add)))  # -ly before -y


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[HookKind, Bilingual], ...]]:
    out: dict[str, list[tuple[HookKind, Bilingual]]] = {}
    for row in csv.DictReader((_DATA / "phrases.csv").read_text(encoding="utf-8").splitlines()):
        kind: HookKind = row["kind"]  # type: ignore[assignment]
        out.setdefault(row["word"], []).append((kind, Bilingual(row["en"], row["zh"])))
    return {word: tuple(items) for word, items in out.items()}


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    lines = (_DATA / "never.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())
