"""Text → findings: every rule over every view, exemptions by sentence, leftmost and longest wins.

A script of 65 000 characters holds next to nothing that a rule forbids, so one pass looks for the words of
all rules and for the literals of their patterns; a pattern runs only on a line that holds one of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Product
from lessons.compliance.exempt import EXEMPTIONS, Hit, Known, know
from lessons.compliance.literals import Literals, leftmost_longest
from lessons.compliance.normal import View, views
from lessons.compliance.rule import Probe, Rule, Severity, load_rules
from lessons.text.layout import has_han

_SENTENCE_END = re.compile(r"[。!?;\n…]|(?<!\bno)\.(?=[\s\u3400-\u9fff]|$)")
_LATIN = re.compile(r"[a-z0-9_]")
_SEVERITIES: tuple[Severity, ...] = ("block", "warn", "info")


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One wording and what is to be said about it.

    `line` counts from 1; `start` and `end` (excluded) are character offsets in that line of the text as it
    was given, `text` is what stands there. `severity` is `block` (do not say it), `warn` (look at it) or
    `info`. `exemption` names why it may stand, None when nothing excuses it. `suggestion` is in the language
    of the sentence. `rule` and `explanation` say which rule and why. `replacement` are words that can stand
    in their place, None when only a person can find some. `evidence` is true when a document on the product
    would excuse it.
    """

    line: int
    start: int
    end: int
    text: str
    category: str
    severity: Severity
    article: str
    exemption: str | None
    suggestion: str
    rule: str = ""
    explanation: Bilingual = NO_TEXT
    replacement: str | None = None
    evidence: bool = False

    def to_json(self) -> dict[str, object]:
        """The wire form of the `lint` command."""
        reason = EXEMPTIONS[self.exemption][1] if self.exemption is not None else None
        return {
            "line": self.line,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "category": self.category,
            "severity": self.severity,
            "article": self.article,
            "exemption": self.exemption,
            "suggestion": self.suggestion,
            "rule": self.rule,
            "explanation": {"zh": self.explanation.zh, "en": self.explanation.en},
            "replacement": self.replacement,
            "evidence": self.evidence,
            "exemption_reason": None if reason is None else {"zh": reason.zh, "en": reason.en},
        }


def lint(text: str, *, products: Sequence[Product] = ()) -> tuple[LintFinding, ...]:
    """What the rules find in `text`, in the order of the text; no two findings overlap.

    `products` are those the text speaks of: their brands are no praise, their documents excuse a claim, and
    prices and pieces named are held against theirs. A block is never hidden by a longer warning.
    """
    known = know(products)
    found = [each for view in views(text) for each in _view_findings(view, text, known)]
    chosen: list[LintFinding] = []
    taken = bytearray(len(text))
    for severity in _SEVERITIES:
        alike = [each for each in found if each.severity == severity]
        chosen += leftmost_longest(alike, span=lambda each: (each.start, each.end), taken=taken)
    return _by_line(sorted(chosen, key=lambda each: each.start), text)


def suspect_lines(text: str) -> frozenset[int]:
    """The lines (from 1) in which any pattern finds anything that its rule's `unless` does not cover.

    Every other line has no finding whatever stands around it: one look at a whole script is faster than a
    look at each of its segments.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found: set[int] = set()
    for view in views(text):
        ends = [match.end() for match in _SENTENCE_END.finditer(view.text)]
        for rule, start, end in _matches(view.text):
            if not _harmless(rule, _hit(view.text, ends, start, end)):
                found.add(bisect_right(starts, view.place(start, end)[0]))
    return frozenset(found)


def _by_line(findings: Sequence[LintFinding], text: str) -> tuple[LintFinding, ...]:
    """The findings with offsets in their line instead of in the text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    placed = []
    for each in findings:
        line = bisect_right(starts, each.start)
        begin = starts[line - 1]
        placed.append(replace(each, line=line, start=each.start - begin, end=each.end - begin))
    return tuple(placed)


def _view_findings(view: View, text: str, known: Known) -> Iterator[LintFinding]:
    body = view.text
    ends = [match.end() for match in _SENTENCE_END.finditer(body)]
    for rule, start, end in _matches(body):
        finding = _judged(rule, _hit(body, ends, start, end), known)
        if finding is not None:
            begin, stop = view.place(start, end)
            yield replace(finding, start=begin, end=stop, text=text[begin:stop])


def _hit(body: str, ends: Sequence[int], start: int, end: int) -> Hit:
    """A match in its sentence; `ends` are where sentences end."""
    index = bisect_right(ends, start)
    first = ends[index - 1] if index else 0
    last = ends[index] if index < len(ends) else len(body)
    return Hit(body[first:last], start - first, min(end, last) - first, body)


@cache
def _literals() -> Literals[tuple[tuple[Rule, Probe | None], ...]]:
    """Each word of a rule, and each literal that a pattern cannot match without, with what it stands for."""
    held: dict[str, list[tuple[Rule, Probe | None]]] = defaultdict(list)
    for rule in load_rules():
        for word in rule.words:
            held[word].append((rule, None))
        for probe in rule.probes:
            for needle in probe.needles:
                held[needle].append((rule, probe))
    return Literals({literal: tuple(found) for literal, found in held.items()})


def _matches(body: str) -> Iterator[tuple[Rule, int, int]]:
    """Every hit of every rule as (rule, start, end), one inside another too; a pattern runs once a line."""
    first = last = 0
    done: set[int] = set()
    for start, end, held in _literals().occurrences(body):
        if end > last:
            first = body.rfind("\n", 0, start) + 1
            last = body.find("\n", end)
            last = len(body) if last < 0 else last
            done.clear()
        for rule, probe in held:
            if probe is None:
                if _whole(body, start, end):
                    yield rule, start, end
            elif id(probe) not in done:
                done.add(id(probe))
                yield from ((rule, *match.span()) for match in _every(probe.pattern, body, first, last))


def _whole(body: str, start: int, end: int) -> bool:
    """Whether a word found is one: no Latin letter or digit goes on where it ends in one."""
    return not (
        (start and _LATIN.match(body, start) and _LATIN.match(body, start - 1))
        or (_LATIN.match(body, end - 1) and _LATIN.match(body, end))
    )


def _every(pattern: re.Pattern[str], body: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """The matches in [first, last), overlapping ones included: an excused one must not hide the next."""
    while first < last and (match := pattern.search(body, first, last)) is not None:
        if match.end() > match.start():
            yield match
        first = match.start() + 1


def _harmless(rule: Rule, hit: Hit) -> bool:
    """Whether a wording of the rule's `unless` covers the hit."""
    return any(
        each.start() <= hit.start and hit.end <= each.end()
        for pattern in rule.unless
        for each in pattern.finditer(hit.text)
    )


def _judged(rule: Rule, hit: Hit, known: Known) -> LintFinding | None:
    """The finding of a hit, without its place; None when the wording is harmless."""
    if _harmless(rule, hit):
        return None
    severity, exemption = rule.severity, None
    for name in rule.exempt:
        effect = EXEMPTIONS[name][0](hit, known)
        if effect == "quiet":
            return None
        if effect == "worse":
            severity = "block"
            break
        if effect == "info":
            severity, exemption = "info", name
            break
    lang = "zh" if has_han(hit.text) else "en"
    return LintFinding(
        line=0,
        start=0,
        end=0,
        text="",
        category=rule.category,
        severity=severity,
        article=rule.article,
        exemption=exemption,
        suggestion=(rule.suggestion.zh if lang == "zh" else rule.suggestion.en) or "",
        rule=rule.id,
        explanation=rule.explanation,
        replacement=None if severity == "info" else rule.swapped(hit.word),
        evidence="evidence" in rule.exempt,
    )
