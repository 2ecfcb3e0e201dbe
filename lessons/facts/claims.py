"""Claims in a line: numbers, places, certificates, dates, works and people. Found, not judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalog.bilingual import Lang
from lessons.facts.quantity import quantities
from lessons.variables import VARIABLE

ClaimKind = Literal["number", "date", "place", "certificate", "work", "person"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}[日号]|(?:19|20)\d{2}-\d{2}-\d{2}"
    rf"|\bin (?:19|20)\d{{2}}\b|\b(?:{_MONTHS})(?: \d{{1,2}})?,? (?:19|20)\d{{2}}\b"
)
_CERTIFICATE = re.compile(
    r"(?:有机|绿色|质量|纺织品|欧盟|国家|强制性|食品)?(?:产品)?(?:认证|证书|检测报告)"
    r"|(?:国家)?(?:地理标志|专利|非遗|老字号|金奖|银奖|绿色食品|有机产品)"
    r"|\b(?:GB|GB/T|ISO|HACCP|SC|3C|CCC|FDA|BRC|OEKO-TEX)[ /]?[\d.-]*\b"
    r"|\b(?:certified|certificate|patent(?:ed)?|award(?:-winning)?|geographical indication)\b"
)
_WORK = re.compile(r"《[^》]{1,30}》")
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
_PERSON = re.compile(
    r"(?P<a>(?!出自|选自|来自|见于|读完|合上|翻开)[\u4e00-\u9fff]{2,4})(?=《|说过|写过|写道|曾说|诗云)"
    rf"|——\s?(?P<b>[\u4e00-\u9fff·]{{2,8}})|\b(?:by|said|wrote) (?P<c>{_NAME})"
    rf"|(?P<d>{_NAME}),? (?:said|wrote|(?:Tang|Song|Ming|Qing) dynasty)"
)
_NAMES = [
    line.split(" | ")
    for line in (Path(__file__).parent / "places.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_ZH_PLACE = re.compile("|".join(sorted((zh for zh, _ in _NAMES), key=len, reverse=True)))
_EN_PLACE = re.compile("|".join(rf"\b{re.escape(en)}\b" for _, en in _NAMES))
_COUNTDOWN = re.compile(r"\d(?:\s?[、,，]\s?\d)+")
#: Numbers that are no claim: a link's number, a step of a countdown.
_LINK = re.compile(r"(?:\d+\s?号?链接|[Ll]inks? (?:no\. )?\d+|第\s?\d+)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: `text` stands at [start, end) of the line."""

    kind: ClaimKind
    text: str
    start: int
    end: int


def find_claims(line: str, lang: Lang) -> tuple[Claim, ...]:
    """The claims of a line in reading order; variables, link numbers and countdowns are none."""
    taken = [match.span() for pattern in (VARIABLE, _LINK, _COUNTDOWN) for match in pattern.finditer(line)]
    claims: list[Claim] = []
    for kind, start, end in _candidates(line, lang):
        if not any(start < stop and begin < end for begin, stop in taken):
            taken.append((start, end))
            claims.append(Claim(kind, line[start:end], start, end))
    return tuple(sorted(claims, key=lambda claim: claim.start))


def _candidates(line: str, lang: Lang) -> Iterator[tuple[ClaimKind, int, int]]:
    """Spans by kind, the kinds that hold others first."""
    for match in _DATE.finditer(line):
        yield "date", *match.span()
    for match in _WORK.finditer(line):
        yield "work", *match.span()
    for match in _CERTIFICATE.finditer(line):
        yield "certificate", *match.span()
    for match in _PERSON.finditer(line):
        yield "person", *match.span(match.lastgroup or 0)
    for start, end, _ in quantities(line):
        yield "number", start, end
    for match in (_ZH_PLACE if lang == "zh" else _EN_PLACE).finditer(line):
        yield "place", *match.span()
