"""Listing prose from newspaper prose: lower case, ALL CAPS, Title Case, no closing full stop."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

#: Fixed, so that two runs see the same sentences in the same form.
SEED = 20260


@registry.augmenters("chalk.listing_prose.v1")
def listing_prose(
    lower: float, upper: float, title: float, bare: float
) -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter that shows a share of the sentences in each casing and a share without its full stop."""
    rng = random.Random(SEED)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        words = [t.text for t in example.reference]
        spaces = [bool(t.whitespace_) for t in example.reference]
        tags = [t.tag_ for t in example.reference]
        pos = [t.pos_ for t in example.reference]
        draw = rng.random()
        if draw < lower:
            words = [w.lower() for w in words]
        elif draw < lower + upper:
            words = [w.upper() for w in words]
        elif draw < lower + upper + title:
            words = [w[:1].upper() + w[1:] for w in words]
        if rng.random() < bare and len(words) > 2 and words[-1] == ".":
            words, spaces, tags, pos = words[:-1], spaces[:-1], tags[:-1], pos[:-1]
        reference = Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, pos=pos)
        # The gold cut is given, not found: the product brings its own tokenizer.
        predicted = Doc(nlp.vocab, words=words, spaces=spaces)
        yield Example(predicted, reference)

    return augment
