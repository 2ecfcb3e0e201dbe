"""Compounds that no source lists, read off a product's two titles: one card, never its parts.

Neighbouring nouns whose Chinese is one word, or words side by side, are one thing (cast-iron wok, 铸铁炒锅).
Every compound quotes the Chinese it was read from; where the second half is only guessed, a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vocab.align import MIN_LINK, Aligner, Link
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
        for a, b in noun_pairs(passage):
            ua, ub = passage.units[a], passage.units[b]
            spelled = [t.text.lower() for t in passage.tokens[ua.first : ub.first]]
            lemma = " ".join([*spelled, *ub.lemma.split()])
            whole = Unit(ua.first, ub.last, (lemma,), lemma, "NOUN", False)
            linked = self._shared(ua, ub, links.get(a), links.get(b))
            if linked is None and near is not None and passage.is_title:
                linked = self._spelled(ua, ub, near) or self._rest(ub, links.get(a), links.get(b), links)
                if linked is None and b == head_unit(passage) and links.get(b, (None,))[0] is not near:
                    linked = self._named(near, links)
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

    def _named(self, passage: ChinesePassage, links: Links) -> Linked | None:
        """The words that name the product in its Chinese title, when nothing in the English says them.

        Two titles of one product name one thing (dash camera, 行车记录仪); a person must look at it.
        """
        last = last_noun(passage)
        said = {link.word for place, link in links.values() if place is passage}
        if last is None or last in said:
            return None
        first = last
        while first > 0 and first - 1 not in said:
            before = passage.words[first - 1]
            if before.end != passage.words[first].start or not before.han or before.flag[:1] not in "nvxb":
                break
            first -= 1
        start, end = passage.words[first].start, passage.words[last].end
        zh = "".join(w.simp for w in passage.words[first : last + 1])
        if not 2 <= len(zh) <= 6:
            return None
        return Linked(passage.field, start, end, zh, UNSURE_REST, "compound", zh)

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
