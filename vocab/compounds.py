"""Compounds that no source lists, read off a product's two titles: one card, never its parts.

Neighbouring nouns whose Chinese is one word, or words side by side, are one thing (cast-iron wok, 铸铁炒锅).
Every compound quotes the Chinese it was read from; where the second half is only guessed, a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vocab.align import MIN_LINK, Aligner, Link, Match
from vocab.candidates import dull_words, head_unit, noun_pairs, singular
from vocab.chinese import Chinese
from vocab.passage import ChinesePassage, Found, Linked, Passage, Unit, last_noun

#: Strength of a compound found by its spelling alone: both halves are listed, the cut is not the tokenizer's.
SPELLED = 0.8
#: Single characters that begin something else after a noun: with a lid, bottled, five pieces.
_BREAKS_OFF = frozenset("的和与及配送带装含款大小新只个条枚片块包盒袋瓶罐件双套支张可不")
#: Strength of a compound whose second half no source knows in Chinese: below the line of `check`.
UNSURE_REST = 0.35
#: Where a unit's Chinese stands, and the links of a passage by unit.
Place = tuple[ChinesePassage, Link]
Links = Mapping[int, Place]


class Compounds:
    """Finds compounds of a passage from the links of its units."""

    def __init__(self, chinese: Chinese, aligner: Aligner) -> None:
        self._chinese = chinese
        self._aligner = aligner

    def find(
        self,
        number: int,
        passage: Passage,
        links: Links,
        near: ChinesePassage | None,
    ) -> list[Found]:
        """Neighbouring units whose Chinese is one word, or two words side by side: one compound each."""
        out: list[Found] = []
        head = head_unit(passage) if passage.is_title and near is not None else None
        pairs = [(passage.units[a], a, b) for a, b in noun_pairs(passage) if not _goes_on(passage, b)]
        if head is not None and (led := _dull_lead(passage, head)) is not None:
            pairs.append((led, -1, head))
        for ua, a, b in pairs:
            ub = passage.units[b]
            spelled = [t.text.lower() for t in passage.tokens[ua.first : ub.first]]
            lemma = " ".join([*spelled, *ub.lemma.split()])
            whole = Unit(ua.first, ub.last, (lemma,), lemma, "NOUN", False)
            first, second = links.get(a), links.get(b)
            linked = self._shared(ua, ub, first, second)
            if linked is None and near is not None and passage.is_title:
                linked = self._spelled(ua, ub, near) or self._rest(ub, first, second, links)
                if linked is None and b == head and ua.pos == "NOUN":
                    linked = self._named(near, ua, ub, {k: at for k, at in links.items() if k not in (a, b)})
            if linked:
                out.append(Found(number, whole, linked, (ua, ub)))
        if near is not None and passage.is_title:
            out += self._cased(number, passage, links)
        return out

    def _cased(self, number: int, passage: Passage, links: Links) -> Iterator[Found]:
        """A charging case, a seaweed roll: the second word alone teaches nothing and so is no unit."""
        for u, unit in enumerate(passage.units):
            after = unit.last + 1
            if u not in links or after >= len(passage.tokens) or unit.pos == "ADJ":
                continue
            token = passage.tokens[after]
            lemma = singular(token.text.lower())
            if token.start - passage.tokens[unit.last].end != 1 or lemma not in dull_words():
                continue
            linked = self._rest(Unit(after, after, (lemma,), lemma, "NOUN", False), links[u], None, links)
            if linked and linked.score > UNSURE_REST:
                spelled = " ".join(t.text.lower() for t in passage.tokens[unit.first : after])
                whole = f"{spelled} {lemma}"
                yield Found(number, Unit(unit.first, after, (whole,), whole, "NOUN", False), linked, (unit,))

    def _shared(
        self,
        a: Unit,
        b: Unit,
        first: Place | None,
        second: Place | None,
    ) -> Linked | None:
        if first and second:
            return self._side_by_side(a, first, second) if first[0] is second[0] else None
        one, other = (first, b) if first else (second, a)
        if one is None:
            return None
        passage, link = one
        word = passage.words[link.word]
        if not self._chinese.is_term(word.simp):
            return None
        match = self._aligner.match(other.keys, other.pos, word.simp)
        whole = self._aligner.match((f"{a.lemma} {b.lemma}",), "NOUN", word.simp)
        if whole is None and (match is None or match.score < MIN_LINK or len(word.simp) < 2):
            return None
        if whole is None and match is not None and match.zh == link.match.zh and match.via != "phrase":
            return None  # both mean the same piece: synonyms, not a compound
        score = round(max(link.score, whole.score if whole else 0.0), 4)
        return Linked(passage.field, word.start, word.end, word.simp, score, "compound", word.simp)

    def _spelled(self, a: Unit, b: Unit, passage: ChinesePassage) -> Linked | None:
        """Known glosses of both that stand together in a title, however it was cut: 无线电|钻 (drill).

        An adjective that the Chinese sets apart as a word (麻辣|小龙虾) stays a card of its own.
        """
        borders = {word.start for word in passage.words}
        for left in self._aligner.glosses(a.keys):
            if left not in passage.masked:
                continue
            for right in self._aligner.glosses(b.keys):
                zh = left + right
                start = passage.masked.find(zh)
                apart = a.pos == "ADJ" and start + len(left) in borders
                if start >= 0 and len(zh) >= 3 and not apart:
                    end = start + len(zh)
                    return Linked(passage.field, start, end, zh, SPELLED, "compound", zh)
        return None

    def _rest(
        self,
        b: Unit,
        first: Place | None,
        second: Place | None,
        links: Links,
    ) -> Linked | None:
        """A first half that is said and what follows it at once, said by nothing else (鱿鱼须, 充电板).

        Sure when what follows is a known word for the second half; otherwise a person must look at it.
        """
        if first is None or (second is not None and second[0] is first[0]):
            return None
        passage, link = first
        word = passage.words[link.word]
        start = word.start + link.match.offset
        middle = start + len(link.match.zh)
        end = word.end
        known = self._aligner.glosses(b.keys)
        if end == middle and link.word + 1 < len(passage.words):
            following = passage.words[link.word + 1]
            taken = any(other is passage and at.word == link.word + 1 for other, at in links.values())
            named = (
                following.flag[:1] in "nxv" if len(following.text) > 1 else following.text not in _BREAKS_OFF
            )
            named = named or any(following.simp in gloss for gloss in known)
            if following.start == middle and following.han and not taken and named:
                end = following.end
        zh = "".join(w.simp for w in passage.words[link.word : link.word + 2])[link.match.offset :][
            : end - start
        ]
        rest = zh[len(link.match.zh) :]
        if link.match.via in ("phrase", "stem") or not 1 <= len(rest) <= 3 or len(link.match.zh) < 2:
            return None
        sure = any(rest in gloss or gloss in rest for gloss in known)
        return Linked(passage.field, start, end, zh, SPELLED if sure else UNSURE_REST, "compound", zh)

    def _named(self, passage: ChinesePassage, a: Unit, b: Unit, others: Links) -> Linked | None:
        """The words that name the product in its Chinese title, where the English names it with two nouns.

        Two titles of one product name one thing (dash camera, 行车记录仪; shrimp dumpling, 虾饺). The name
        ends at its last noun and begins behind what `others`, the links of the other units, say. A person
        must look at it, unless each half has a piece of its own in it.
        """
        said = {link.word: link.match for place, link in others.values() if place is passage}
        last = last_noun(passage)
        if last is None:
            return None
        if last in said:
            return self._behind(passage, last, said[last], a, b)
        after = last + 1
        if after < len(passage.words) and after not in said and _joins(passage, last, after):
            last = after  # 羊角|锤: the tokenizer parts what a one-character noun ends
        first = last
        while first > 0 and first - 1 not in said and _joins(passage, first - 1, first):
            first -= 1
        start, end = passage.words[first].start, passage.words[last].end
        zh = "".join(w.simp for w in passage.words[first : last + 1])
        if not 2 <= len(zh) <= 6:
            return None
        return self._quoted(passage, start, end, zh, a, b)

    def _behind(self, passage: ChinesePassage, word: int, said: Match, a: Unit, b: Unit) -> Linked | None:
        """What follows in a word whose beginning another unit says (honey grapefruit tea, 蜂蜜|柚子茶)."""
        held = passage.words[word]
        cut = said.offset + len(said.zh)
        if said.offset or said.via in ("phrase", "stem") or len(held.simp) - cut < 2:
            return None
        return self._quoted(passage, held.start + cut, held.end, held.simp[cut:], a, b)

    def _quoted(self, passage: ChinesePassage, start: int, end: int, zh: str, a: Unit, b: Unit) -> Linked:
        """Sure when the name is the Chinese of one noun and then a piece of the other's: 虾|饺."""
        rest = [zh[len(left) :] for left in self._aligner.glosses(a.keys) if zh.startswith(left)]
        sure = any(piece and piece in right for right in self._aligner.glosses(b.keys) for piece in rest)
        return Linked(passage.field, start, end, zh, SPELLED if sure else UNSURE_REST, "compound", zh)

    def _side_by_side(
        self, a: Unit, first: tuple[ChinesePassage, Link], second: tuple[ChinesePassage, Link]
    ) -> Linked | None:
        """Two pieces that touch in the Chinese text (长绒[棉][浴巾]), the second not before the first."""
        passage = first[0]
        left, right = first[1].match, second[1].match
        wa, wb = passage.words[first[1].word], passage.words[second[1].word]
        start = wa.start + left.offset
        middle, other = start + len(left.zh), wb.start
        if middle != wa.end or right.offset or left.via in ("phrase", "stem") or right.via == "stem":
            return None
        if a.pos == "NOUN" and len(left.zh) == 1 and wa.flag.startswith("v"):
            return None  # 蘸 饺子: a deed and its object
        loose = not self._chinese.is_term(wb.simp) and len(wb.simp) > len(right.zh) + 1
        end = other + len(right.zh) if loose else wb.end
        between = passage.masked[middle:other].strip()
        zh = left.zh + wb.simp[: end - other]
        if between not in ("", "的") or len(zh) > 7 or (a.pos == "ADJ" and not self._chinese.is_term(zh)):
            return None
        score = round(min(first[1].score, second[1].score), 4)
        return Linked(passage.field, start, end, zh, score, "compound", zh)


def _goes_on(passage: Passage, b: int) -> bool:
    """True when a title's noun follows at once: in "cast iron tea kettle" the tea belongs to the kettle."""
    if not passage.is_title or b + 1 >= len(passage.units):
        return False
    unit, after = passage.units[b], passage.units[b + 1]
    gap = passage.tokens[after.first].start - passage.tokens[unit.last].end
    return after.pos == "NOUN" and after.first == unit.last + 1 and gap == 1


def _dull_lead(passage: Passage, head: int) -> Unit | None:
    """The everyday noun before the product's (body scale, foot warmer): no card alone, half of this one."""
    i = passage.units[head].first - 1
    if i < 0 or (head and passage.units[head - 1].last >= i):
        return None
    token, lemma = passage.tokens[i], passage.tokens[i].text.lower()
    beside = passage.tokens[i + 1].start - token.end == 1
    if not beside or token.pos not in ("NOUN", "PROPN") or lemma not in dull_words():
        return None
    return Unit(i, i, (lemma,), lemma, "NOUN", False)


def _joins(passage: ChinesePassage, left: int, right: int) -> bool:
    """True when two words of a title touch and can be one name: 行车|记录仪, 羊角|锤, not 毛绒 拖鞋."""
    one, two = passage.words[left], passage.words[right]
    if one.end != two.start or not (one.han and two.han):
        return False
    return one.flag[:1] in "nvxb" and two.flag[:1] in "nvx" and two.text not in _BREAKS_OFF
