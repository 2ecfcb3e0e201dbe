"""English analysis: sentences of tokens with lemma and part of speech.

The only importer of spaCy. The tagger reads the shadow of a text (`vocab.shadow`), the rules for listing
prose correct its tags (`vocab.listing_rules`), and the lemma follows from the tag (`vocab.lemma`). Every
offset slices the text as given.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from vocab.lemma import glasses_lemma, lemma_of
from vocab.listing_rules import mend
from vocab.listing_words import ListingWord
from vocab.shadow import sentence_spans, shadow_of, truecase

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINE = Path(__file__).with_name("pipeline")
#: Texts analysed together: enough to fill the tagger's batches, little enough to keep memory flat.
BATCH_TEXTS = 64
#: Components of an installed pipeline that cost time and give nothing used here.
_UNUSED = ["parser", "ner", "senter", "lemmatizer", "entity_linker", "textcat", "textcat_multilabel"]


class PipelineNotFound(LookupError):
    """The spaCy pipeline that the settings name cannot be loaded."""

    def __init__(self, pipeline: Path | str) -> None:
        super().__init__(
            f"No spaCy pipeline at or named {str(pipeline)!r} for the English analysis. "
            f"Install it, give the folder that holds its config.cfg, or leave the setting empty for the "
            f"built-in one."
        )


class PipelineWithoutTags(ValueError):
    """The spaCy pipeline loads but gives no parts of speech."""

    def __init__(self, pipeline: Path | str) -> None:
        super().__init__(
            f"The spaCy pipeline {str(pipeline)!r} gives no parts of speech. Name one with a tagger and a "
            f"morphologizer or attribute ruler."
        )


@dataclass(frozen=True, slots=True)
class Token:
    """One English word or mark: `text` is the passage at [start, end).

    `pos` is a Universal Dependencies tag, `tag` a Penn Treebank one; both follow the rules for listing prose.
    `lemma` is in lower case, except that a proper noun keeps its form.
    """

    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    is_title: bool  # its first letter is a capital
    is_sentence_start: bool  # the first word of its sentence


Sentences = tuple[tuple[Token, ...], ...]


class English:
    """The English analysis. Loads its pipeline at the first use; pickles as the pipeline's name.

    Example:
        >>> english = English()
        >>> [(t.text, t.lemma, t.pos) for t in english.analyse("Dried mangoes")[0]]
        [('Dried', 'dried', 'ADJ'), ('mangoes', 'mango', 'NOUN')]
    """

    def __init__(self, pipeline: Path | str | None = None) -> None:
        self.pipeline = PIPELINE if pipeline is None else pipeline
        self._nlp: Language | None = None

    def __getstate__(self) -> Path | str:
        return self.pipeline

    def __setstate__(self, pipeline: Path | str) -> None:
        self.pipeline, self._nlp = pipeline, None

    @property
    def nlp(self) -> Language:
        """The loaded spaCy pipeline.

        Raises:
            PipelineNotFound: nothing loadable has that name or path.
            PipelineWithoutTags: it has no component that tags.
        """
        if self._nlp is None:
            self._nlp = _load(self.pipeline)
        return self._nlp

    def analyse(self, text: str) -> Sentences:
        """The sentences of `text`, each a tuple of tokens; `text[t.start:t.end] == t.text` for each.

        Line breaks, block markup, bullets, emoji and .!?; end a sentence; the point of 1.5 does not. Chinese
        and markup give no tokens. Any length: the work is done in pieces, and markup across the border of two
        is read.
        """
        return next(self.analyse_many((text,)))

    def analyse_many(self, texts: Iterable[str]) -> Iterator[Sentences]:
        """`analyse` of each text, in order, many at a time (about four times faster than one by one)."""
        batch: list[str] = []
        for text in texts:
            batch.append(text)
            if len(batch) == BATCH_TEXTS:
                yield from self._analyse_batch(batch)
                batch = []
        if batch:
            yield from self._analyse_batch(batch)

    def _analyse_batch(self, texts: Sequence[str]) -> list[Sentences]:
        jobs: list[tuple[str, tuple[int, int]]] = []
        for number, text in enumerate(texts):
            shadow = shadow_of(text)
            for start, end in sentence_spans(text, shadow):
                jobs.append((truecase(shadow[start:end]), (number, start)))
        found: list[list[tuple[Token, ...]]] = [[] for _ in texts]
        nlp = self.nlp
        # Strings seen only here are forgotten afterwards: ten thousand products do not grow the vocabulary.
        with nlp.memory_zone():
            for doc, (number, start) in nlp.pipe(jobs, as_tuples=True, batch_size=256):
                seen = (t for t in doc if t.text.strip())
                words = [ListingWord(t.text, start + t.idx, t.pos_, t.tag_) for t in seen]
                if words:
                    found[number].append(_sentence(texts[number], words))
        return [tuple(sentences) for sentences in found]


def _import_spacy() -> ModuleType:
    """spaCy without its command line, whose import costs half a second that no analysis needs.

    The stand-ins are taken away at once, so that `import spacy.cli` finds the real one afterwards.
    """
    names = [name for name in ("spacy.cli", "spacy.cli.info") if name not in sys.modules]
    if "spacy" not in sys.modules and len(names) == 2:
        for name in names:
            sys.modules[name] = ModuleType(name)
        sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]
        try:
            import spacy
        finally:
            for name in names:
                del sys.modules[name]
    import spacy

    return spacy


def _load(pipeline: Path | str) -> Language:
    # spaCy takes a second to import: screens that never analyse do not pay it.
    spacy = _import_spacy()
    from spacy.attrs import NORM, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found]
    from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, LIST_ELLIPSES, LIST_ICONS
    from spacy.util import compile_infix_regex

    # Our own tokenizer is the one that spaCy has just built for English: reading it again takes 0.2 s.
    exclude = [*_UNUSED, "tokenizer"] if pipeline == PIPELINE else _UNUSED
    try:
        nlp: Language = spacy.load(pipeline, exclude=exclude)
    except OSError as error:
        raise PipelineNotFound(pipeline) from error
    if not {"tagger", "morphologizer"} & set(nlp.pipe_names):
        raise PipelineWithoutTags(pipeline)
    if pipeline == PIPELINE:
        # A new word is asked for twenty properties (a link? a stop word?), a fifth of the analysis; our
        # models read these four.
        getters: dict[int, object] = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
        for attribute in getters.keys() - {NORM, PREFIX, SUFFIX, SHAPE}:
            del getters[attribute]
    # spaCy's own infixes without the hyphen (hand-picked is one word), plus "sweet&juicy" and "red+green".
    infixes = [
        *LIST_ELLIPSES, *LIST_ICONS,
        rf"(?<=[{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}])",
        rf"(?<=[{ALPHA}])[,()](?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:–|—|--+|~)(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
        rf"(?<=[{ALPHA_LOWER}]{{2}})[&+](?=[{ALPHA_LOWER}]{{2}})",
    ]  # fmt: skip
    tokenizer: Any = nlp.tokenizer
    if hasattr(tokenizer, "infix_finditer"):
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def _sentence(text: str, words: list[ListingWord]) -> tuple[Token, ...]:
    first = mend(words)
    context = frozenset(w.low for w in words)
    tokens = []
    for i, word in enumerate(words):
        end = word.start + len(word.form)
        surface = text[word.start : end]
        lemma = surface if word.pos == "PROPN" else lemma_of(word.low, word.pos, word.tag)
        if word.low == "glasses":
            lemma = glasses_lemma(words[i - 1].low if i else "", context)
        tokens.append(
            Token(surface, word.start, end, lemma, word.pos, word.tag, surface[:1].isupper(), i == first)
        )
    return tuple(tokens)
