"""Which proposals make the board: a score of named components, then diversity and the slots of a board."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from vocab.align import stem
from vocab.card import Hook
from vocab.proposal import Proposal

#: Weights of the components (they sum to 1). Against the reference's starting point (section 8.1) the class
#: and the keyness weigh more, the place in the text less: a logistic fit on the `tune` halves of
#: `bench/vocab_boards.py` gave keyness the largest weight, then fit and class. They stand halfway to it,
#: because forty boards do not tell weights apart to the second digit.
WEIGHTS: Mapping[str, float] = {
    "fit": 0.22, "salience": 0.16, "keyness": 0.19, "confidence": 0.11, "class": 0.22, "hooks": 0.10,
}  # fmt: skip
#: Width of the bell around the audience's level, in CEFR bands: easy product nouns are still taught.
WIDTH = 1.3
#: Fit and class of a common word in an uncommon sense (rich 浓郁, spring 弹簧): the spelling is known, the
#: sense is the lesson, so the list level of the spelling says nothing.
TWISTED_FIT, TWISTED_CLASS = 0.9, 0.85
#: A word this many bands below the target, in its plain sense, is known to the audience: what is left of its
#: score, and the class of a describing word such as soft.
EASY, EASY_COST, EASY_SENSE = 1.4, 0.8, 0.6
#: Class of a thing at home in the product's part of the shop (coating on a wok), above the 0.15 of any other.
AT_HOME = 0.5
#: Class of stuff that the body only mentions (cotton gloves beside a pillow); said first it is 0.9.
PASSING = 0.7
#: What is left of a guess, of a gloss to check, and of a verb or adverb with no class: a guess costs a
#: person's time, a plain verb is rarely the word of a product.
GUESS, CHECK, PLAIN = 0.8, 0.88, 0.8
#: How much likeness to a chosen card costs.
LIKENESS = 0.35
#: What a card costs for each card of its kind that stands on the board (a third taste word beside two).
SAME_KIND = 0.06
#: Cards scoring below this share of the first are left out once three stand on the board.
CUT = 0.55
_SENSORY = frozenset(("taste", "texture", "smell", "look"))
_DEEDS = frozenset(("process", "benefit", "certificate"))
_STUFF = frozenset(("ingredient", "material"))
_MAKING = _DEEDS | _STUFF


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal with its score 0…1 and the components (each 0…1) that explain it."""

    proposal: Proposal
    score: float
    components: tuple[tuple[str, float], ...]


#: What each kind of hook is worth to a host: a word with two meanings carries a minute of talk. Idioms and
#: sound-alikes come with many words and so tell little about one; the quiz turn fits every word.
HOOK_WORTH: Mapping[str, float] = {
    "twist": 1.0, "family": 0.5, "phrase": 0.2, "near_sound": 0.2, "measure": 0.3, "collocation": 0.3,
    "reading": 0.2,
}  # fmt: skip


def richness(hooks: Sequence[Hook]) -> float:
    """How much a host can make of a word, 0…1."""
    return min(1.0, sum(HOOK_WORTH.get(hook.kind, 0.0) for hook in hooks))


def score(proposal: Proposal, *, target: float, hooks: float) -> Ranked:
    """The explained score of one proposal for an audience level `target` (1 … 6); `hooks` is its richness."""
    level = _level(proposal)
    easy = level < target - EASY and not proposal.twisted
    fit = exp(-((level - target) ** 2) / (2 * WIDTH**2))
    values = {
        "fit": max(fit, TWISTED_FIT) if proposal.twisted else fit,
        "salience": proposal.salience,
        "keyness": min(1.0, max(0.0, (5.5 - proposal.zipf) / 3.0)) * (1.0 if proposal.in_glossary else 0.75),
        "confidence": proposal.gloss.confidence,
        "class": _class(proposal, easy=easy),
        "hooks": hooks,
    }
    total = sum(WEIGHTS[name] * value for name, value in values.items())
    if proposal.gloss.evidence == "generic":
        total *= GUESS
    elif proposal.gloss.check:
        total *= CHECK
    if proposal.pos in ("VERB", "ADV") and not proposal.classes:
        total *= PLAIN
    if easy and not proposal.head:
        total *= EASY_COST
    return Ranked(proposal, round(total, 4), tuple((n, round(v, 3)) for n, v in values.items()))


def _class(proposal: Proposal, *, easy: bool) -> float:
    """What the word says about the product, 0…1: how it is first, then how it is made, then what it has."""
    home = 0.15 + AT_HOME * min(1.0, proposal.at_home / 0.4) if proposal.in_glossary else 0.0
    if proposal.classes & _SENSORY:
        value = EASY_SENSE if easy else 1.0
    elif proposal.classes & _DEEDS:
        value = 0.9
    elif proposal.classes & _STUFF:
        value = max(0.9 if proposal.salience >= 0.6 else PASSING, home)
    else:
        value = max(0.4 if proposal.classes else 0.0, home)
    return max(value, TWISTED_CLASS) if proposal.twisted else value


def likeness(a: Proposal, b: Proposal) -> float:
    """How alike two proposals are, 0…1: one family, one gloss, or shared words."""
    if a.family == b.family or stem(a.words[-1]) == stem(b.words[-1]):
        return 1.0
    short, long = sorted((a.gloss.zh, b.gloss.zh), key=len)
    if short == long or (len(short) > 1 and short in long):
        return 0.9
    shared = set(a.words) & set(b.words)
    return 0.6 if shared else 0.3 * bool(set(a.gloss.zh) & set(b.gloss.zh))


def overlaps(a: Proposal, b: Proposal) -> bool:
    """True when one card would be a part of the other (tea, green tea) or the same word twice."""
    first, second = set(a.words), set(b.words)
    return first <= second or second <= first


def choose(
    ranked: Sequence[Ranked],
    *,
    limit: int,
    target: float,
    known: Collection[str] = (),
    reviews: Collection[str] = (),
) -> tuple[Ranked, ...]:
    """The board: at most `limit` cards in rank order.

    Slots first: the product's noun, then a sensory adjective, then a process, ingredient or benefit word;
    the rest by score less likeness and less what stands there of its kind. At most one card is harder than
    the target band plus one. A card is never part of another, nor of one family or gloss with it. Ties go to
    the earlier word in the text. `reviews` are lemmas of recent shows: at most one stands on the board.
    """
    skip = {w.casefold() for w in known}
    pool = [r for r in ranked if r.proposal.lemma.casefold() not in skip and r.proposal.headword not in skip]
    pool = [r for r in pool if not _too_easy(r.proposal, target)]
    pool.sort(key=lambda r: (-r.score, r.proposal.field != "title.en", r.proposal.start, r.proposal.lemma))
    chosen: list[Ranked] = []

    def fits(item: Ranked) -> bool:
        p = item.proposal
        if any(overlaps(p, c.proposal) or likeness(p, c.proposal) >= 0.9 for c in chosen):
            return False
        if p.lemma.casefold() in reviews and any(c.proposal.lemma.casefold() in reviews for c in chosen):
            return False
        stretch = [c for c in [*chosen, item] if _level(c.proposal) > target + 1.5]
        return len(stretch) <= 1 or p.head or p.in_glossary

    def worth(item: Ranked) -> float:
        alike = max((_alike(item, c) for c in chosen), default=0.0)
        same = sum(kind(c.proposal) == kind(item.proposal) for c in chosen)
        return item.score - LIKENESS * alike - SAME_KIND * same

    def take(wanted: Sequence[Ranked]) -> None:
        for item in wanted:
            if len(chosen) < limit and fits(item):
                chosen.append(item)
                return

    nouns = [r for r in pool if r.proposal.pos == "NOUN" and r.proposal.salience >= 0.8]
    take(sorted(nouns, key=_naming))
    worthy = [r for r in pool if r.score >= CUT * pool[0].score]
    take([r for r in worthy if r.proposal.classes & _SENSORY and r.proposal.pos == "ADJ"])
    take([r for r in worthy if r.proposal.classes & _MAKING])
    while len(chosen) < limit:
        rest = [r for r in pool if r not in chosen and fits(r)]
        if not rest:
            break
        best = max(rest, key=worth)
        if len(chosen) >= 3 and best.score < CUT * max(c.score for c in chosen):
            break
        chosen.append(best)
    lead = chosen[:1] if chosen and chosen[0].proposal.pos == "NOUN" and chosen[0].proposal.head else []
    rest_sorted = sorted((c for c in chosen if c not in lead), key=lambda r: -r.score)
    return (*lead, *rest_sorted)


def kind(proposal: Proposal) -> str:
    """What a card does on the board: it names, describes, tells a deed, praises, or shows a part."""
    if proposal.classes & _SENSORY and proposal.pos == "ADJ":
        return "sense"
    if proposal.pos == "VERB" or (proposal.pos == "ADJ" and "process" in proposal.classes):
        return "deed"
    if proposal.pos in ("ADJ", "ADV"):
        return "praise"
    return "stuff" if proposal.classes & (_STUFF | _SENSORY) else "part"


def _alike(a: Ranked, b: Ranked) -> float:
    return likeness(a.proposal, b.proposal)


def _naming(item: Ranked) -> tuple[bool, int, int, float]:
    """Sort key for the word that names the product: the title's head, settled compounds, longer, better."""
    p = item.proposal
    return (not p.head, -_settled(p), -len(p.words), -item.score)


def _settled(proposal: Proposal) -> int:
    """2 for a compound that a source lists, 1 for one read off the text, 0 for a single word or a guess."""
    if len(proposal.words) < 2 or proposal.gloss.evidence == "generic":
        return 0
    return 2 if proposal.listed else 1


def _level(proposal: Proposal) -> float:
    if proposal.hard is not None:
        return proposal.hard
    return proposal.level.value if proposal.level else 5.0


def _too_easy(proposal: Proposal, target: float) -> bool:
    """Words far below the audience, unless they name the product or say how it tastes, feels or is made."""
    if proposal.head or " " in proposal.lemma:
        return False
    slack = 2.2 if proposal.classes else 1.2
    return _level(proposal) < target - slack
