"""Which proposals make the board: a score of named components, then diversity and the slots of a board."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from vocab.align import stem
from vocab.card import Hook
from vocab.proposal import Proposal

#: Weights of the components (they sum to 1). Against the reference's starting point (section 8.1) the class
#: weighs more: with 0.10, household nouns of the right level (cupboard, hay) beat fragrant and tender.
WEIGHTS: Mapping[str, float] = {
    "fit": 0.22, "salience": 0.20, "keyness": 0.14, "confidence": 0.12, "class": 0.22, "hooks": 0.10,
}  # fmt: skip
#: Width of the bell around the audience's level, in CEFR bands: easy product nouns are still taught.
WIDTH = 1.3
#: How much likeness to a chosen card costs.
LIKENESS = 0.35
#: Cards scoring below this share of the first are left out once three stand on the board.
CUT = 0.55
_SENSORY = frozenset(("taste", "texture", "smell", "look"))
_MAKING = frozenset(("process", "ingredient", "material", "benefit", "certificate"))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal with its score 0…1 and the components (each 0…1) that explain it."""

    proposal: Proposal
    score: float
    components: tuple[tuple[str, float], ...]


#: What each kind of hook is worth to a host: a word with two meanings carries a minute of talk, the quiz turn
#: fits every word and so tells nothing.
HOOK_WORTH: Mapping[str, float] = {
    "twist": 1.0, "family": 0.5, "phrase": 0.5, "near_sound": 0.4, "measure": 0.4, "collocation": 0.3,
    "reading": 0.2,
}  # fmt: skip


def richness(hooks: Sequence[Hook]) -> float:
    """How much a host can make of a word, 0…1."""
    return min(1.0, sum(HOOK_WORTH.get(hook.kind, 0.0) for hook in hooks))


def score(proposal: Proposal, *, target: float, hooks: float) -> Ranked:
    """The explained score of one proposal for an audience level `target` (1 … 6); `hooks` is its richness."""
    level = proposal.level.value if proposal.level else 5.0
    fit = exp(-((level - target) ** 2) / (2 * WIDTH**2))
    keyness = min(1.0, max(0.0, (5.5 - proposal.zipf) / 3.0)) * (1.0 if proposal.in_glossary else 0.75)
    if proposal.classes & _SENSORY:
        word_class = 1.0
    elif proposal.classes & _MAKING:
        word_class = 0.9
    else:
        # A thing of the product's own part of the shop (coating on a wok) before one in passing (cupboard).
        home = 0.15 + 0.5 * min(1.0, proposal.at_home / 0.4) if proposal.in_glossary else 0.0
        word_class = max(0.4 if proposal.classes else 0.0, home)
    values = {
        "fit": fit,
        "salience": proposal.salience,
        "keyness": keyness,
        "confidence": proposal.gloss.confidence,
        "class": word_class,
        "hooks": hooks,
    }
    total = sum(WEIGHTS[name] * value for name, value in values.items())
    if proposal.gloss.evidence == "generic":
        total *= 0.8  # a guess needs a person's time: a sure word of like worth goes first
    elif proposal.gloss.check:
        total *= 0.88
    if proposal.pos in ("VERB", "ADV") and not proposal.classes:
        total *= 0.8  # a plain verb is rarely the word of a product
    return Ranked(proposal, round(total, 4), tuple((n, round(v, 3)) for n, v in values.items()))


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
    ranked: Sequence[Ranked], *, limit: int, target: float, known: Collection[str] = ()
) -> tuple[Ranked, ...]:
    """The board: at most `limit` cards in rank order.

    Slots first: the product's noun, then a sensory adjective, then a process, ingredient or benefit word;
    the rest by score less likeness. At most one card is harder than the target band plus one. A card is never
    part of another, nor of one family or gloss with it. Ties go to the earlier word in the text.
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
        stretch = [c for c in [*chosen, item] if _level(c.proposal) > target + 1.5]
        return len(stretch) <= 1 or p.head or p.in_glossary

    def take(wanted: Sequence[Ranked]) -> None:
        for item in wanted:
            if len(chosen) < limit and fits(item):
                chosen.append(item)
                return

    nouns = [r for r in pool if r.proposal.pos == "NOUN" and r.proposal.salience >= 0.8]
    take(sorted(nouns, key=_naming))
    take([r for r in pool if r.proposal.classes & _SENSORY and r.proposal.pos == "ADJ"])
    take([r for r in pool if r.proposal.classes & _MAKING])
    while len(chosen) < limit:
        rest = [r for r in pool if r not in chosen and fits(r)]
        if not rest:
            break
        best = max(rest, key=lambda r: r.score - LIKENESS * max((_alike(r, c) for c in chosen), default=0.0))
        if len(chosen) >= 3 and best.score < CUT * max(c.score for c in chosen):
            break
        chosen.append(best)
    lead = chosen[:1] if chosen and chosen[0].proposal.pos == "NOUN" and chosen[0].proposal.head else []
    rest_sorted = sorted((c for c in chosen if c not in lead), key=lambda r: -r.score)
    return (*lead, *rest_sorted)


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
    return proposal.level.value if proposal.level else 5.0


def _too_easy(proposal: Proposal, target: float) -> bool:
    """Words far below the audience, unless they name the product or say how it tastes, feels or is made."""
    if proposal.head or " " in proposal.lemma:
        return False
    slack = 2.2 if proposal.classes else 1.2
    return _level(proposal) < target - slack
