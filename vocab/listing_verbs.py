"""Verbs that listing prose hides from a newspaper tagger, and nouns it takes for verbs.

Instructions open with a bare verb (wipe with water only), features end in one (the hinge stays where you
leave it), and both look like nouns. Each rule needs a sign in the words around; without one the tag stays.
"""

from __future__ import annotations

from vocab.listing_words import ListingWord
from vocab.word_forms import listed_lemmas, word_set

#: Verbs of use and care that open an instruction also before a preposition or adverb, where most words of the
#: same form would be nouns (handle with a grip).
_INSTRUCTIONS = word_set(
    "wipe rinse polish massage test pat break pair connect empty open wash dry store keep rub spray press "
    "pour slice shake soak blend beat chop boil steam simmer stew fry stir mix spread serve peel crush grind "
    "whip heat warm cool chill freeze thaw bake roast grill drain season marinate soften brush comb apply "
    "cleanse lather moisturise moisturize charge plug switch attach fold unfold roll wrap clip hook hang "
    "mount assemble screw tighten adjust clean dust mop vacuum iron refill replace recycle feed seal wear "
    "stretch breathe"
)
#: Particles and adverbs that follow a verb and no noun of the same form.
_AFTER_VERB = word_set("up off out away where so like away down back together well")
_COLOURS = word_set(
    "red green blue yellow purple pink brown black white grey gray pale golden silver beige navy"
)
#: Endings of adjectives that dictionaries may not list.
_ADJECTIVE = (
    "y", "ed", "al", "ic", "ous", "ful", "less", "ive", "able", "ible", "ish", "en", "an", "ese", "proof",
    "ing", "like", "free", "er", "est", "ary", "ant", "ent", "ate", "ine", "ar", "some", "ile",
)  # fmt: skip


def fix_verbs(words: list[ListingWord], first: int, titled: bool) -> None:
    """Applies the rules to one sentence whose first word stands at `first`; a title has no verbs."""
    for i, word in enumerate(words):
        if not word.form.isalpha() or word.pos in ("X", "NUM", "PUNCT"):
            continue
        before = words[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        if titled:
            _noun_in_title(words, i)
        elif _instructs(words, i, first):
            word.set("VERB", "VB")
        elif _tells(words, before, word, after):
            word.set("VERB", "VBZ")
        elif _named_thing(words, i):
            word.set("NOUN", "NNS" if word.low.endswith("s") else "NN")
        if word.pos == "ADJ" and not listed_lemmas(word.low) and not word.low.endswith(_ADJECTIVE):
            word.set("NOUN", "NN")  # shiitake, barista
        elif word.low in _COLOURS and word.pos in ("ADV", "VERB") and _described(after):
            word.set("ADJ", "JJ")


def _described(after: ListingWord | None) -> bool:
    return after is not None and after.pos in ("NOUN", "PROPN", "ADJ")


def _base(word: ListingWord) -> bool:
    return word.low in listed_lemmas(word.low).get("VERB", ())


def _finite(words: list[ListingWord]) -> bool:
    return any(w.pos == "AUX" or w.tag in ("VBZ", "VBP", "VBD", "MD") for w in words)


def _instructs(words: list[ListingWord], i: int, first: int) -> bool:
    """Rinse the nib; wipe with water only; then simmer; easy to sterilise."""
    word = words[i]
    if word.pos == "VERB":
        return False
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    spelled = word.low.endswith(("ise", "ize")) and not listed_lemmas(word.low)
    if before is not None and before.low == "then":
        return _base(word)
    if before is not None and before.low == "to" and i > 1 and words[i - 2].pos == "ADJ":
        return spelled or (_base(word) and "NOUN" not in listed_lemmas(word.low))
    comma = before is not None and before.form == "," and any(w.tag == "VB" for w in words[:i])
    if not (i == first or comma) or not _base(word) or after is None:
        return False
    if i == first and after.pos in ("DET", "PRON") and after.low not in ("that", "which", "who"):
        return True
    eased = after.pos in ("ADP", "ADV", "PRON", "DET") or after.low in ("clean", "dry", "flat", "once")
    return word.low in _INSTRUCTIONS and word.pos != "ADJ" and eased and not _finite(words[:i])


def _tells(
    words: list[ListingWord], before: ListingWord | None, word: ListingWord, after: ListingWord | None
) -> bool:
    """The hinge stays where you leave it; milk that froths: a thing before it, the sign of a verb behind."""
    if word.pos == "VERB" or before is None or not word.low.endswith("s"):
        return False
    lemmas = listed_lemmas(word.low).get("VERB", ())
    if not lemmas or word.low in lemmas:
        return False
    if before.low == "that" and len(words) > 2 and before is not words[0]:
        return True
    if (
        before.pos not in ("NOUN", "PROPN")
        or before.low.endswith("s")
        or after is None
        or _finite(words[: words.index(word)])
    ):
        return False
    if not any(w.pos in ("DET", "PRON") for w in words[: words.index(word)]):
        return False
    return after.low in _AFTER_VERB or after.pos in ("DET", "PRON")


def _named_thing(words: list[ListingWord], i: int) -> bool:
    """An airtight tin that …: an article and an adjective before, so no verb."""
    word = words[i]
    if word.pos != "VERB" or i < 2 or word.tag not in ("VB", "VBP", "VBZ", "VBD", "VBN"):
        return False
    article = words[i - 2].pos == "DET" and words[i - 1].pos == "ADJ"
    # dictionaries forget that a tin is a thing: a bare verb cannot stand there in any case
    return article and (word.tag == "VB" or "NOUN" in listed_lemmas(word.low))


def _noun_in_title(words: list[ListingWord], i: int) -> None:
    """Konjac Strips, 100 g Tin: the word that ends a title's phrase is the thing."""
    word = words[i]
    if word.pos != "VERB" or word.tag not in ("VB", "VBP", "VBZ") or i == 0:
        return
    ends = i + 1 == len(words) or words[i + 1].pos == "PUNCT"
    if (
        ends
        and words[i - 1].pos in ("NOUN", "PROPN", "ADJ", "NUM", "X")
        and "NOUN" in listed_lemmas(word.low)
    ):
        word.set("NOUN", "NNS" if word.low.endswith("s") else "NN")
