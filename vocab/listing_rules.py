"""Parts of speech in listing prose, where newspaper grammar is wrong.

Rules on top of the tagger: dried in "dried mango" is an adjective, a title has no tenses, "Power Bank" is no
name, a set of six is no verb. Each rule changes the words in place; their order matters.
"""

from __future__ import annotations

from collections.abc import Mapping

from vocab.listing_sounds import fix_heteronyms
from vocab.listing_verbs import fix_verbs
from vocab.listing_words import ListingWord, fix_shape, next_nominal
from vocab.word_forms import is_participle, listed_lemmas, word_set, zipf

#: Adverbs after which a participle describes a state of the goods (freshly baked), also with no noun behind.
_STATE_ADVERBS = word_set(
    "freshly finely lightly naturally fully newly hand richly gently thinly thickly coarsely perfectly "
    "individually deeply slightly double twice vacuum beautifully traditionally ready sun air well pre"
)
#: Verbs that open a phrase about the goods and never describe the noun behind them.
_FRAME_VERBS = word_set(
    "using making featuring including containing offering combining keeping adding having giving being "
    "bringing providing leaving helping preventing reducing removing covering"
)
#: Endings of made-up but common words that no dictionary lists (resealable, tomaty).
_MADE_ENDINGS = ("ed", "ing", "able", "ible", "less", "proof", "ful", "y", "ish", "fruit", "berry", "s")
_MEASURES = word_set("set pack box bag pair piece case bundle slice sheet roll can jar bottle cup tray bunch")
_DOWN_GOODS = word_set(
    "jacket jackets quilt quilts coat coats vest vests duvet pillow pillows parka filling comforter"
)
#: Gerunds that name what the thing behind them is for (cooking oil, fishing rod): nouns.
_USES = word_set(
    "cooking frying baking drying dining running sleeping fishing washing chewing dipping reading riding "
    "writing drinking cutting chopping swimming hiking camping cleaning knitting sewing shaving mixing "
    "measuring serving shopping packing watering gardening climbing boxing skipping charging building"
)
#: Participles that describe no goods.
_NEVER_GOODS = word_set("had said made done been gone come left")
#: Dictionary words that are names when capitalised, also in a title where everything is.
_PLACES = word_set("china japan chile jordan java guinea brazil panama holland")
#: Adjectives of taste and touch that newspaper text uses as nouns or verbs (the rich, to mellow).
_SENSORY = word_set(
    "tender crisp rich mild mellow ripe moist plump juicy chewy crunchy fragrant silky sour bitter tart "
    "light fine thick thin smooth soft sweet salty savory savoury spicy dense fluffy flaky lean fresh "
    "warm cool dry clean clear sturdy sticky glossy springy slender snug sheer crispy creamy zesty "
    "tangy nutty velvety airy hardy durable lightweight breathable cordless stiff firm quiet pale malty "
    "mealy sore gentle tough bland keyless seedless boneless"
)
_HAVE = word_set("have has had having 've")
_SUBJECTS = word_set("i you he she it we they who that which")


def mend(words: list[ListingWord]) -> int:
    """Applies the rules to one sentence; comes back with the place of its first word."""
    for i in range(len(words)):
        fix_shape(words, i)
    first = next((i for i, w in enumerate(words) if w.form[:1].isalnum()), 0)
    long = [w for w in words if len(w.form) > 3 and w.form.isalpha()]
    titled = len(long) > 0 and sum(w.form[0].isupper() for w in long) >= 0.6 * len(long)
    for i in range(len(words)):
        _fix_sensory(words, i)
        _fix_name(words, i, titled, opens=i == first)
        _fix_listed(words, i)
        _fix_goods(words, i)
    fix_verbs(words, first, titled)
    for i in range(len(words) - 1, -1, -1):  # from the right, so that the noun's modifiers chain
        _fix_participle(words, i, titled)
    fix_heteronyms(words)
    return first


def _fix_participle(words: list[ListingWord], i: int, titled: bool) -> None:
    """dried mango, whipped cream, freshly baked, "washed, sliced, dried": adjectives, not verbs."""
    word = words[i]
    if word.fixed or word.pos not in ("VERB", "ADJ", "NOUN") or word.low in _NEVER_GOODS:
        return
    if not is_participle(word.low):
        return
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    adverb = before is not None and before.pos == "ADV" and before.low.endswith("ly")
    lead = words[i - 2] if adverb and i > 1 else None if adverb else before
    state = before is not None and before.low in _STATE_ADVERBS and not _made(after)
    if not state and lead is not None and (lead.pos in ("AUX", "PART") or lead.low in _SUBJECTS | _HAVE):
        return
    if word.low.endswith("ing"):
        _fix_ing(words, i, lead, after)
        return
    if word.pos == "NOUN":
        return
    joined = after is not None and (
        after.pos in ("NOUN", "PROPN", "ADJ") or after.low in (",", "&", "/", "and", "or")
    )
    behind_noun = lead is not None and lead.pos in ("NOUN", "PRON", "PROPN")
    # "My mother baked bread" has a past tense, "grey polarised lenses" and "Ruoqiang Dried Dates" have none.
    clause = (
        behind_noun
        and word.pos != "ADJ"
        and not titled
        and (word.tag != "VBN" or _is_mark(after) or (lead is not None and lead.tag == "NNS"))
    )
    modifies = joined and next_nominal(words, i) and not clause
    if modifies or state or _in_comma_list(words, i):
        word.set("ADJ", "JJ")


def _is_mark(after: ListingWord | None) -> bool:
    return after is not None and after.pos == "PUNCT"


def _made(after: ListingWord | None) -> bool:
    # "freshly baked by hand" tells what was done, "freshly baked" what it is
    return after is not None and after.low in ("by", "from", "in", "into", "with", "using")


def _in_comma_list(words: list[ListingWord], i: int) -> bool:
    """True for a past participle alone between commas or the ends of a line that has no finite verb."""
    edges = (",", "&", "/", "(", ")", ".")
    left = i == 0 or words[i - 1].form in edges or words[i - 1].low in ("and", "or")
    right = i + 1 == len(words) or words[i + 1].form in edges or words[i + 1].low in ("and", "or")
    finite = any(w.pos == "AUX" or w.tag in ("VBZ", "VBP", "VB", "MD") for w in words)
    return left and right and not finite and len(words) > 1


def _fix_ing(words: list[ListingWord], i: int, lead: ListingWord | None, after: ListingWord | None) -> None:
    """moisturizing cream, a refreshing drink: adjectives; "using fresh milk", "for cooking rice": verbs."""
    word = words[i]
    if after is None or after.pos not in ("NOUN", "PROPN") or word.pos == "NOUN" or word.low in _FRAME_VERBS:
        return
    if word.low in _USES and (lead is None or lead.pos != "ADP"):
        word.set("NOUN", "NN")
        return
    opens = lead is None or lead.pos in ("PUNCT", "CCONJ")
    finite = any(w.pos == "AUX" or w.tag in ("VBZ", "VBP", "MD") for w in words)
    described = lead is not None and lead.pos in ("DET", "ADJ", "NUM")
    listed = "ADJ" in listed_lemmas(word.low) and (lead is None or lead.pos != "ADP")
    if word.pos == "ADJ" or listed or described or (opens and not finite):
        word.set("ADJ", "JJ")


def _fix_name(words: list[ListingWord], i: int, titled: bool, *, opens: bool) -> None:
    """Common words taken for names ("Power Bank" in a title, "Bamboo" as first word), and the reverse."""
    word = words[i]
    listed = listed_lemmas(word.low)
    if word.pos == "PROPN" and word.low not in _PLACES:
        named = i + 1 < len(words) and words[i + 1].pos == "PROPN" and not titled
        if not (titled or word.form.islower() or (opens and listed and not named)):
            return
        inflected = set(listed) == {"VERB"} and word.low not in listed["VERB"]  # weighs, sewn
        if "NOUN" in listed or (word.form.islower() and "ADJ" not in listed and not inflected):
            word.set("NOUN", _noun_tag(word.low))
        elif listed:
            word.set(*_only(word.low, listed))
    elif word.pos in ("ADJ", "VERB", "NOUN") and word.form.istitle() and not (listed or word.fixed):
        rare = zipf(word.low) < 1.5 and not word.low.endswith(_MADE_ENDINGS)
        if rare:  # Wattpebble, Qianjiang: in no dictionary, hardly ever written
            word.set("PROPN", "NNP")


def _fix_listed(words: list[ListingWord], i: int) -> None:
    """A part of speech that the dictionary does not give this word: springy is no noun, tomatoes no verb."""
    word = words[i]
    listed = listed_lemmas(word.low)
    if word.fixed or not listed or word.pos in listed or word.pos not in ("NOUN", "VERB", "ADJ", "ADV"):
        return
    if (word.pos == "ADV" and set(listed) != {"VERB"}) or zipf(word.low) >= 5.0:
        return  # other, such, many: the dictionary is thin on the commonest words
    if word.pos == "NOUN" and set(listed) == {"VERB"} and not is_participle(word.low):
        # It lacks nouns too (thanks, acts): a verb needs an object or figure behind it, as in "weighs 320 g".
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or (after.pos not in ("NUM", "DET", "PRON") and after.low != "about"):
            return
    if (word.pos == "ADJ" and is_participle(word.low)) or (word.pos == "NOUN" and word.low.endswith("ing")):
        return
    word.set(*_only(word.low, listed))
    word.fixed = False


def _only(word: str, listed: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """The likeliest part of speech among those listed, as universal and Penn tag."""
    pos = next(p for p in ("NOUN", "ADJ", "VERB", "ADV", *listed) if p in listed)
    if pos == "NOUN":
        return pos, _noun_tag(word)
    if pos == "VERB":
        past = "VBN" if is_participle(word, past_only=True) else "VB"
        return pos, "VBG" if word.endswith("ing") else "VBZ" if word.endswith("s") else past
    if pos == "ADJ":
        return pos, "JJ" if word in listed[pos] else "JJS" if word.endswith("est") else "JJR"
    return pos, "RB"


def _noun_tag(word: str) -> str:
    return "NN" if word in listed_lemmas(word).get("NOUN", (word,)) else "NNS"


def _fix_goods(words: list[ListingWord], i: int) -> None:
    """Shop grammar: a set of six, duck down, a down jacket; a lone capital is a size or a variant."""
    word = words[i]
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    if word.low in _MEASURES and after is not None and after.low == "of":
        word.set("NOUN", "NN")
    elif word.low == "down" and word.pos != "NOUN":
        stuffed = after is not None and after.low in _DOWN_GOODS
        if stuffed or (before is not None and before.low in ("duck", "goose", "white")):
            word.set("NOUN", "NN")
    elif len(word.form) == 1 and word.form.isupper() and word.form not in "AI" and word.pos != "NUM":
        word.set("X", "FW")


def _fix_sensory(words: list[ListingWord], i: int) -> None:
    """tender, crisp, rich: adjectives before a noun, in a list of qualities and after "is" or an adverb."""
    word = words[i]
    graded = word.low.endswith(("er", "est")) and bool(_SENSORY & set(listed_lemmas(word.low).get("ADJ", ())))
    if not (graded or word.low in _SENSORY) or word.pos not in ("NOUN", "VERB", "PROPN", "ADV", "X"):
        return
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    ends = after is None or after.pos == "PUNCT" or after.low in ("and", "or", "but", "yet")
    open_left = before is None or before.pos in ("PUNCT", "CCONJ", "ADV", "ADJ", "AUX", "DET")
    if open_left and (ends or (after is not None and after.pos in ("NOUN", "PROPN", "ADJ"))):
        word.set("ADJ", "JJ")
