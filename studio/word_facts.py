"""What the dictionary knows of a word that a person typed: reading, sound, level. No model is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vocab.dictionary import Dictionary
    from vocab.glossary import Glossary
    from vocab.levels import Level, Levels
    from vocab.pronounce import Pronouncer


class WordFacts:
    """Opens the dictionary at the first question: most visits of the desk ask none."""

    def __init__(self) -> None:
        self._held: tuple[Pronouncer, Levels] | None = None
        self._dictionary: Dictionary | None = None
        self._rows: Glossary | None = None

    def pinyin(self, zh: str) -> tuple[str, ...]:
        """The reading of a gloss, a syllable per character."""
        return self._open()[0].syllables(zh)

    def ipa(self, word: str, pos: str, *, british: bool = False) -> str | None:
        """How a word or phrase is said; None when no source knows it."""
        return self._open()[0].ipa(word, pos, british=british)

    def level(self, lemma: str, pos: str) -> Level | None:
        """Its CEFR band with the source; None when a part of it is in no list."""
        return self._open()[1].of(lemma, pos)

    def chinese(self, word: str) -> str:
        """The first meaning of a word that no product gives: the retail glossary's, else the dictionary's;
        empty when neither has it."""
        rows = self._glossary().rows(word)
        if rows:
            return rows[0].zh[0]
        self._open()
        assert self._dictionary is not None
        return next((sense.simp for sense in self._dictionary.senses(word) if not sense.proper), "")

    def _glossary(self) -> Glossary:
        if self._rows is None:
            from vocab.glossary import Glossary, retail_glossary

            self._rows = Glossary(retail_glossary())
        return self._rows

    def _open(self) -> tuple[Pronouncer, Levels]:
        if self._held is None:
            from vocab.dictionary import Dictionary
            from vocab.levels import Levels
            from vocab.pronounce import Pronouncer

            self._dictionary = Dictionary.open()
            self._held = Pronouncer(self._dictionary), Levels(self._dictionary)
        return self._held
