"""English analysis: sentences of tokens with lemma and part of speech.

The only importer of spaCy and lemminflect. The tagger reads a shadow of the text: markup, emoji and Chinese
blanked (`vocab.mask`), ALL CAPS in lower case. The shadow has the length of the text, so every offset slices
the text as given. On top of the tagger stand rules for listing prose, where newspaper grammar is wrong: dried
in "dried mango" is an adjective and its lemma is dried, 500ml is no noun, hand-picked is one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocab.mask import MAX_CHARS, english_view, mask

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINE = Path(__file__).with_name("pipeline")
#: Longest sentence given to the tagger, in characters; longer runs without a stop are cut at a blank.
MAX_SENTENCE = 1_000
#: Texts analysed together: enough to fill the tagger's batches, little enough to keep memory flat.
BATCH_TEXTS = 64
#: Components of an installed pipeline that cost time and give nothing used here.
_UNUSED = ["parser", "ner", "senter", "lemmatizer", "entity_linker", "textcat", "textcat_multilabel"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BULLETS = frozenset("•·‣⁃∙●○◦▪■□◆◇★☆✓✔►▶|¦※❖➤➢→")
_SIGNS = frozenset("®™©℠°℃℉№")  # symbols that stand inside a sentence
_STOPS = frozenset("!?;。！？；")
#: Words whose full stop is not the end: measures, titles, shop shorthand.
_SHORT = _words(
    "approx dr mr mrs ms st no vs etc inc ltd co fig max min oz lb lbs pcs pc ft sq vol est dept qty pkg"
)
_BLOCK_TAG = re.compile(r"</?(?:br|p|li|ul|ol|div|t[drh]|d[dt]|h[1-6]|table)\b[^<>]{0,400}>", re.IGNORECASE)
_NUMBER = re.compile(r"[+~≈-]?\d[\d.,:/x×*%~–-]*(?:st|nd|rd|th|s)?", re.IGNORECASE)
_UNIT = (
    r"(?:k?g|mg|lbs?|oz|[mcdk]?l|[cmk]?m|in|ft|yd|[mk]?w|kwh|m?ah|[mk]?v|[mgk]?hz|[gtmk]b|[gmk]bps|dpi|ppm"
    r"|pcs?|pc|ct|pk|h|hrs?|min|s|°?[cf]|k?cal|kj|psi|rpm|db|gsm|px|inch)"
)
_MEASURE = re.compile(r"\d[\d.,x×*/–-]*" + _UNIT, re.IGNORECASE)
_UNIT_WORD = re.compile(_UNIT + r"\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)

#: Nouns that listings use in the plural only; the lemma keeps the s.
PLURAL_ONLY = _words(
    "scissors trousers jeans shorts pants leggings tights pyjamas pajamas overalls dungarees underpants "
    "panties briefs boxers chopsticks tweezers pliers tongs clippers pincers shears binoculars goggles "
    "sunglasses eyeglasses spectacles clothes goods groceries fries oats headphones earphones earbuds "
    "knickers slacks chinos joggers sweatpants belongings savings"
)
#: Company in which "glasses" are worn and not filled.
_EYEWEAR = _words(
    "reading sun safety swimming frame frames lens lenses eye eyes eyewear optical myopia prescription "
    "vision uv polarized polarised blue-light anti-blue wear wearer nose temple"
)
#: Last halves that make a hyphenate an adjective whatever the tagger says (sugar-free, full-length).
_ADJECTIVE_ENDS = _words(
    "free proof resistant repellent friendly rich safe tight based fat size grade style thin thick "
    "length purpose use season duty quality grain dry ready deep high low wide long short hot cold "
    "fresh stick slip cut foot sleeve neck round new tech key"
)
_ADJECTIVE_PREFIXES = tuple(
    f"{prefix}-"
    for prefix in ("non", "anti", "multi", "pre", "ultra", "extra", "all", "half", "semi", "low", "high")
)
#: Adverbs after which a participle describes a state of the goods (freshly baked), also with no noun behind.
_STATE_ADVERBS = _words(
    "freshly finely lightly naturally fully newly hand richly gently thinly thickly coarsely perfectly "
    "individually deeply slightly double twice vacuum beautifully traditionally ready sun air well pre"
)
#: Verbs that open a phrase about the goods and never describe the noun behind them.
_FRAME_VERBS = _words(
    "using making featuring including containing offering combining keeping adding having giving being "
    "bringing providing leaving helping preventing reducing removing covering"
)
#: Endings of made-up but common words that no dictionary lists (resealable, tomaty).
_MADE_ENDINGS = ("ed", "ing", "able", "ible", "less", "proof", "ful", "y", "ish", "fruit", "berry", "s")
_MEASURES = _words("set pack box bag pair piece case bundle slice sheet roll can jar bottle cup tray bunch")
_DOWN_GOODS = _words(
    "jacket jackets quilt quilts coat coats vest vests duvet pillow pillows parka filling comforter"
)
#: Gerunds that name what the thing behind them is for (cooking oil, fishing rod): nouns.
_USES = _words(
    "cooking frying baking drying dining running sleeping fishing washing chewing dipping reading riding "
    "writing drinking cutting chopping swimming hiking camping cleaning knitting sewing shaving mixing "
    "measuring serving shopping packing watering gardening climbing boxing skipping charging building"
)
#: Participles that describe no goods.
_NEVER_GOODS = _words("had said made done been gone come left")
#: Dictionary words that are names when capitalised, also in a title where everything is.
_PLACES = _words("china japan chile jordan java guinea brazil panama holland")
#: Adjectives of taste and touch that newspaper text uses as nouns or verbs (the rich, to mellow).
_SENSORY = _words(
    "tender crisp rich mild mellow ripe moist plump juicy chewy crunchy fragrant silky sour bitter tart "
    "light fine thick thin smooth soft sweet salty savory savoury spicy dense fluffy flaky lean fresh "
    "warm cool dry clean clear sturdy sticky glossy springy slender snug sheer crispy creamy zesty "
    "tangy nutty velvety airy hardy durable lightweight breathable cordless"
)
_HAVE = _words("have has had having 've")
_SUBJECTS = _words("i you he she it we they who that which")
_AUX = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'s": "be",
    "'re": "be", "'m": "be", "has": "have", "had": "have", "having": "have", "'ve": "have", "does": "do",
    "did": "do", "doing": "do", "done": "do", "'ll": "will", "wo": "will", "ca": "can", "'d": "would",
    "got": "get", "gets": "get", "getting": "get",
}  # fmt: skip
_PENN = {"NOUN": ("NN", "NNS"), "VERB": ("VB", "VBP"), "ADJ": ("JJ",), "ADV": ("RB",)}


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
            shadow = _shadow(text)
            for start, end in _sentence_spans(text, shadow):
                jobs.append((_truecase(shadow[start:end]), (number, start)))
        found: list[list[tuple[Token, ...]]] = [[] for _ in texts]
        nlp = self.nlp
        # Strings seen only here are forgotten afterwards: ten thousand products do not grow the vocabulary.
        with nlp.memory_zone():
            for doc, (number, start) in nlp.pipe(jobs, as_tuples=True, batch_size=256):
                seen = (t for t in doc if t.text.strip())
                words = [_Word(t.text, start + t.idx, t.pos_, t.tag_) for t in seen]
                if words:
                    found[number].append(_sentence(texts[number], words))
        return [tuple(sentences) for sentences in found]


def inflections(lemma: str, pos: str) -> frozenset[str]:
    """Every form of `lemma` as `pos` (NOUN, VERB, ADJ or ADV), the lemma included, in lower case.

    A phrase or hyphenate inflects its last word as a noun, its first as a verb. Nouns and verbs that
    lemminflect does not list follow the regular rules. Other parts of speech and plural-only nouns have
    one form.

    Example:
        >>> sorted(inflections("cherry tomato", "NOUN"))
        ['cherry tomato', 'cherry tomatoes']
    """
    lemma = lemma.lower()
    if pos not in ("NOUN", "VERB", "ADJ", "ADV") or lemma in PLURAL_ONLY or not re.search("[a-z]", lemma):
        return frozenset((lemma,))
    if pos == "VERB":
        head, gap, rest = lemma.partition(" ")
        return frozenset(form + gap + rest for form in _forms(head, pos))
    cut = max(lemma.rfind(" "), lemma.rfind("-")) + 1
    if pos in ("ADJ", "ADV") and cut:
        return frozenset((lemma,))
    if lemma[cut:] in PLURAL_ONLY:
        return frozenset((lemma,))
    return frozenset(lemma[:cut] + form for form in _forms(lemma[cut:], pos))


@lru_cache(maxsize=20_000)
def _forms(word: str, pos: str) -> frozenset[str]:
    import lemminflect

    listed = lemminflect.getAllInflections(word, pos)
    if not listed and pos in ("NOUN", "VERB"):
        listed = lemminflect.getAllInflectionsOOV(word, pos)
    return frozenset({word, *(form.lower() for forms in listed.values() for form in forms)})


def _load(pipeline: Path | str) -> Language:
    # spaCy takes a second to import: screens that never analyse do not pay it.
    import spacy
    from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, LIST_ELLIPSES, LIST_ICONS
    from spacy.util import compile_infix_regex

    try:
        nlp = spacy.load(pipeline, exclude=_UNUSED)
    except OSError as error:
        raise PipelineNotFound(pipeline) from error
    if not {"tagger", "morphologizer"} & set(nlp.pipe_names):
        raise PipelineWithoutTags(pipeline)
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


# Text -> shadow -> sentences


def _shadow(text: str) -> str:
    pieces = (text[i : i + MAX_CHARS] for i in range(0, len(text), MAX_CHARS))
    return "".join(english_view(mask(piece)) for piece in pieces)


@lru_cache(maxsize=4096)
def _breaks(char: str) -> bool:
    if char in "\n\r\v\f\u2028\u2029" or char in _BULLETS or char in _STOPS:
        return True
    return char not in _SIGNS and unicodedata.category(char) == "So"  # emoji stand where bullets do


def _sentence_spans(text: str, shadow: str) -> Iterator[tuple[int, int]]:
    """Offsets of sentences with at least one letter or digit; a closing mark stays with its sentence."""
    start = last_blank = 0
    size = len(shadow)
    blocks = {m.end() - 1 for m in _BLOCK_TAG.finditer(text)} if "<" in text else ()
    for i, char in enumerate(text):
        if char == " ":
            last_blank = i
        if char == ".":
            ends = _is_full_stop(shadow, i)
        elif char == ";":
            ends = shadow[i] == ";"  # not the end of &amp;
        else:
            ends = _breaks(char) or i in blocks
        if not ends and i + 1 - start >= MAX_SENTENCE:
            cut = last_blank + 1 if last_blank > start else i + 1
            yield from _trimmed(shadow, start, cut)
            start = cut
        elif ends:
            keep = i + 1 if char in _STOPS or char == "." else i
            yield from _trimmed(shadow, start, keep)
            start = i + 1
    yield from _trimmed(shadow, start, size)


def _is_full_stop(shadow: str, i: int) -> bool:
    if i + 1 < len(shadow) and not shadow[i + 1].isspace() and shadow[i + 1] not in "\"')":
        return False
    before = shadow[max(0, i - 12) : i].rsplit(None, 1)
    word = before[-1].lower() if before and shadow[i - 1 : i].strip() else ""
    after = shadow[i + 1 : i + 40].lstrip()
    if word in _SHORT or (len(word) == 1 and word.isalpha()):
        measured = len(before) > 1 and before[0][-1:].isdigit()
        return not after or (after[0].isupper() and (measured or word in ("oz", "pcs", "lb", "lbs", "etc")))
    return True


def _trimmed(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = shadow[start:end]
    left = start + len(piece) - len(piece.lstrip(" \t-*>#_"))
    right = start + len(piece.rstrip())
    if any(c.isalnum() for c in shadow[left:right]):
        yield left, right


def _lower(text: str) -> str:
    # İ has a lower case of two characters: offsets come before typography.
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _truecase(sentence: str) -> str:
    """The sentence with shouted words in lower case: all in a shouted title, else the ordinary ones."""
    words = [m for m in _WORD.finditer(sentence) if len(m.group()) > 1]
    loud = [m for m in words if m.group().isupper()]
    if not loud:
        return sentence
    if len(loud) >= 2 and len(loud) >= 0.6 * len(words) and any(len(m.group()) > 3 for m in loud):
        return _lower(sentence)
    chars = list(sentence)
    for match in loud:
        if len(match.group()) > 3 and _known(match.group().lower()):
            chars[match.start() : match.end()] = _lower(match.group())
    return "".join(chars)


# Tags and lemmas of listing prose


@dataclass(slots=True)
class _Word:
    """A tagged word of the shadow while the rules work on it."""

    form: str
    start: int
    pos: str
    tag: str
    fixed: bool = False

    @property
    def low(self) -> str:
        return self.form.lower()

    def set(self, pos: str, tag: str) -> None:
        self.pos, self.tag, self.fixed = pos, tag, True


def _sentence(text: str, words: list[_Word]) -> tuple[Token, ...]:
    for i in range(len(words)):
        _fix_shape(words, i)
    first = next((i for i, w in enumerate(words) if w.form[:1].isalnum()), 0)
    long = [w for w in words if len(w.form) > 3 and w.form.isalpha()]
    titled = len(long) > 0 and sum(w.form[0].isupper() for w in long) >= 0.6 * len(long)
    for i in range(len(words)):
        _fix_sensory(words, i)
        _fix_name(words, i, titled, opens=i == first)
        _fix_listed(words, i)
        _fix_goods(words, i)
    for i in range(len(words) - 1, -1, -1):  # from the right, so that the noun's modifiers chain
        _fix_participle(words, i, titled)
    context = frozenset(w.low for w in words)
    tokens = []
    for i, word in enumerate(words):
        end = word.start + len(word.form)
        surface = text[word.start : end]
        lemma = surface if word.pos == "PROPN" else _lemma(word.low, word.pos, word.tag)
        if word.low == "glasses":
            lemma = "glasses" if _is_eyewear(words, i, context) else "glass"
        tokens.append(
            Token(surface, word.start, end, lemma, word.pos, word.tag, surface[:1].isupper(), i == first)
        )
    return tuple(tokens)


def _fix_shape(words: list[_Word], i: int) -> None:
    """Numbers, measures, model codes, marks and hyphenates by their form alone."""
    word = words[i]
    form, low = word.form, word.low
    if not any(c.isalnum() for c in form):
        if word.pos not in ("PUNCT", "SYM", "CCONJ"):
            word.set("PUNCT", word.tag if word.tag in (",", ".", ":", "``", "''", "-LRB-", "-RRB-") else ":")
        return
    if any(c.isdigit() for c in form):
        if _NUMBER.fullmatch(form) or _MEASURE.fullmatch(form):
            word.set("NUM", "CD")
        elif re.fullmatch(r"\d+-[a-z]{3,}(?:-[a-z]+)*", low):  # 3-piece, 6-inch, 12-month-aged
            word.set("ADJ", "JJ")
        else:
            word.set("X", "FW")
    elif i and words[i - 1].pos == "NUM" and words[i - 1].form[-1:].isdigit() and _UNIT_WORD.fullmatch(form):
        if low not in ("in", "s", "a"):
            word.set("X", "NN")
    elif not form.isascii() and not any("LATIN" in unicodedata.name(c, "") for c in form):
        word.set("X", "FW")
    elif "-" in form.strip("-") and word.pos != "PROPN":
        last = low.rsplit("-", 1)[-1]
        goes_on = _next_nominal(words, i)
        prefixed = low.startswith(_ADJECTIVE_PREFIXES) and (goes_on or not last.endswith("s"))
        object_next = i + 1 < len(words) and words[i + 1].pos in ("PRON", "DET")
        if word.pos == "VERB" and object_next:  # "tumble-dry it"
            return
        if _is_participle(last, past_only=not goes_on) or last in _ADJECTIVE_ENDS or prefixed:
            word.set("ADJ", "JJ")


def _next_nominal(words: list[_Word], i: int) -> bool:
    """True when a noun phrase goes on after word `i`: adjectives, commas and "and", then a noun."""
    for word in words[i + 1 : i + 9]:
        if word.pos in ("NOUN", "PROPN"):
            return True
        if not (
            word.pos in ("ADJ", "NUM")
            or word.tag in ("VBN", "VBD", "VBG", "HYPH", "RB")
            or word.form in (",", "-", "/", "&")
            or word.low in ("and", "or")
        ):
            return False
    return False


def _fix_participle(words: list[_Word], i: int, titled: bool) -> None:
    """dried mango, whipped cream, freshly baked, "washed, sliced, dried": adjectives, not verbs."""
    word = words[i]
    if word.fixed or word.pos not in ("VERB", "ADJ", "NOUN") or word.low in _NEVER_GOODS:
        return
    if not _is_participle(word.low):
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
    modifies = joined and _next_nominal(words, i) and not clause
    if modifies or state or _in_comma_list(words, i):
        word.set("ADJ", "JJ")


def _is_mark(after: _Word | None) -> bool:
    return after is not None and after.pos == "PUNCT"


def _made(after: _Word | None) -> bool:
    # "freshly baked by hand" tells what was done, "freshly baked" what it is
    return after is not None and after.low in ("by", "from", "in", "into", "with", "using")


def _in_comma_list(words: list[_Word], i: int) -> bool:
    """True for a past participle alone between commas or the ends of a line that has no finite verb."""
    edges = (",", "&", "/", "(", ")", ".")
    left = i == 0 or words[i - 1].form in edges or words[i - 1].low in ("and", "or")
    right = i + 1 == len(words) or words[i + 1].form in edges or words[i + 1].low in ("and", "or")
    finite = any(w.pos == "AUX" or w.tag in ("VBZ", "VBP", "VB", "MD") for w in words)
    return left and right and not finite and len(words) > 1


def _fix_ing(words: list[_Word], i: int, lead: _Word | None, after: _Word | None) -> None:
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
    listed = "ADJ" in _listed(word.low) and (lead is None or lead.pos != "ADP")
    if word.pos == "ADJ" or listed or described or (opens and not finite):
        word.set("ADJ", "JJ")


def _fix_name(words: list[_Word], i: int, titled: bool, *, opens: bool) -> None:
    """Common words taken for names ("Power Bank" in a title, "Bamboo" as first word), and the reverse."""
    word = words[i]
    listed = _listed(word.low)
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
        rare = _zipf(word.low) < 1.5 and not word.low.endswith(_MADE_ENDINGS)
        if rare:  # Wattpebble, Qianjiang: in no dictionary, hardly ever written
            word.set("PROPN", "NNP")


def _fix_listed(words: list[_Word], i: int) -> None:
    """A part of speech that the dictionary does not give this word: springy is no noun, tomatoes no verb."""
    word = words[i]
    listed = _listed(word.low)
    if word.fixed or not listed or word.pos in listed or word.pos not in ("NOUN", "VERB", "ADJ", "ADV"):
        return
    if (word.pos == "ADV" and set(listed) != {"VERB"}) or _zipf(word.low) >= 5.0:
        return  # other, such, many: the dictionary is thin on the commonest words
    if word.pos == "NOUN" and set(listed) == {"VERB"} and not _is_participle(word.low):
        # It lacks nouns too (thanks, acts): a verb needs an object or figure behind it, as in "weighs 320 g".
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or (after.pos not in ("NUM", "DET", "PRON") and after.low != "about"):
            return
    if (word.pos == "ADJ" and _is_participle(word.low)) or (word.pos == "NOUN" and word.low.endswith("ing")):
        return
    word.set(*_only(word.low, listed))
    word.fixed = False


def _only(word: str, listed: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """The likeliest part of speech among those listed, as universal and Penn tag."""
    pos = next(p for p in ("NOUN", "ADJ", "VERB", "ADV", *listed) if p in listed)
    if pos == "NOUN":
        return pos, _noun_tag(word)
    if pos == "VERB":
        past = "VBN" if _is_participle(word, past_only=True) else "VB"
        return pos, "VBG" if word.endswith("ing") else "VBZ" if word.endswith("s") else past
    if pos == "ADJ":
        return pos, "JJ" if word in listed[pos] else "JJS" if word.endswith("est") else "JJR"
    return pos, "RB"


def _noun_tag(word: str) -> str:
    return "NN" if word in _listed(word).get("NOUN", (word,)) else "NNS"


def _fix_goods(words: list[_Word], i: int) -> None:
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


def _fix_sensory(words: list[_Word], i: int) -> None:
    """tender, crisp, rich: adjectives before a noun, in a list of qualities and after "is" or an adverb."""
    word = words[i]
    graded = word.low.endswith(("er", "est")) and bool(_SENSORY & set(_listed(word.low).get("ADJ", ())))
    if not (graded or word.low in _SENSORY) or word.pos not in ("NOUN", "VERB", "PROPN", "ADV", "X"):
        return
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    ends = after is None or after.pos == "PUNCT" or after.low in ("and", "or", "but", "yet")
    open_left = before is None or before.pos in ("PUNCT", "CCONJ", "ADV", "ADJ", "AUX", "DET")
    if open_left and (ends or (after is not None and after.pos in ("NOUN", "PROPN", "ADJ"))):
        word.set("ADJ", "JJ")


@lru_cache(maxsize=20_000)
def _listed(word: str) -> dict[str, tuple[str, ...]]:
    import lemminflect

    found: dict[str, tuple[str, ...]] = lemminflect.getAllLemmas(word)
    return found


@lru_cache(maxsize=20_000)
def _is_participle(word: str, past_only: bool = False) -> bool:
    if word.endswith("ing"):
        return not past_only and len(word) > 4 and "VERB" in _listed(word)
    import lemminflect

    for lemma in _listed(word).get("VERB", ()):
        forms = lemminflect.getInflection(lemma, "VBN")
        if lemma != word and word in forms:
            return True
    return False


@lru_cache(maxsize=20_000)
def _zipf(word: str) -> float:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


def _known(word: str) -> bool:
    """True for an ordinary dictionary word; USB, HDMI and most brand names are none."""
    return bool(_listed(word)) or (_zipf(word) >= 3.5 and any(c in "aeiou" for c in word) and len(word) > 4)


@lru_cache(maxsize=50_000)
def _lemma(word: str, pos: str, tag: str) -> str:
    if pos == "AUX":
        return _AUX.get(word, word)
    if pos == "NOUN":
        return _noun_lemma(word, tag)
    if pos == "VERB":
        return _verb_lemma(word, tag)
    if pos in ("ADJ", "ADV"):
        base = _listed(word).get(pos, ())
        graded = tag in ("JJR", "JJS", "RBR", "RBS") or word.endswith(("er", "est"))
        return _common(base, word) if graded and word not in base else word
    if pos == "PART" and word == "n't":
        return "not"
    return word


def _noun_lemma(word: str, tag: str) -> str:
    cut = word.rfind("-") + 1
    head = word[cut:]
    if head in PLURAL_ONLY or word in PLURAL_ONLY:
        return word
    found = _listed(head).get("NOUN", ())
    if not found and tag == "NNS" and head.isalpha():
        import lemminflect

        found = lemminflect.getAllLemmasOOV(head, "NOUN").get("NOUN", ())
    if tag == "NN" and (head in found or not head.endswith("s")):
        return word
    others = tuple(c for c in found if c != head) or found
    if head.endswith("ves") and (with_f := [c for c in others if c.endswith(("f", "fe"))]):
        # "leave" is the commoner word, "leaf" the commoner noun: leaves, halves, shelves mean things here.
        return word[:cut] + with_f[0]
    return word[:cut] + _common(others, head)


def _verb_lemma(word: str, tag: str) -> str:
    found = _listed(word).get("VERB", ())
    if tag in ("VB", "VBP") and (word in found or not found):
        return word
    if not found:
        import lemminflect

        found = lemminflect.getAllLemmasOOV(word, "VERB").get("VERB", ())
    # found: find, not found; ground: grind. The form itself is the lemma only when nothing else is offered.
    return _common(tuple(c for c in found if c != word) or found, word)


def _common(candidates: Sequence[str], default: str) -> str:
    """The most frequent candidate; lemminflect lists (lens, lense) and (leave, leaf) in no useful order."""
    return max(candidates, key=lambda c: (_zipf(c), -len(c), c), default=default)


def _is_eyewear(words: list[_Word], i: int, context: frozenset[str]) -> bool:
    before = words[i - 1].low if i else ""
    if before in ("wine", "drinking", "water", "beer", "tea", "champagne", "whisky", "shot", "cocktail"):
        return False
    return bool(context & _EYEWEAR)
