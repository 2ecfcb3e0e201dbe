"""Rules as data: `rules/*.toml`, one file a group of categories, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from catalog.bilingual import Bilingual
from lessons.compliance.needle import needles

Severity = Literal["block", "warn", "info"]
FOLDER = Path(__file__).parent / "rules"
_SEVERITIES: Mapping[str, Severity] = {"block": "block", "warn": "warn", "info": "info"}


class RuleFileError(ValueError):
    """A rule file that cannot be used: a field missing, a severity unknown, a pattern broken."""

    def __init__(self, file: str, rule: str, problem: str) -> None:
        super().__init__(f"{file}, rule {rule}: {problem}")


@dataclass(frozen=True, slots=True)
class Probe:
    """One pattern of a rule and the literals of which every match of it holds one."""

    pattern: re.Pattern[str]
    needles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a category A–L (see `docs/formats.md`).

    `words` (English ones only whole) and `probes` find it in normalised text: lower case, half-width,
    simplified. `unless` are wordings that are
    no hit where they cover it. `exempt` names the exemptions (`lessons.compliance.exempt`) to be tried in
    order. `suggestion` is a way to say it. `swaps` put other words in place of the ones found: the first
    whose pattern fits them, groups included.
    """

    id: str
    category: str
    severity: Severity
    article: str
    words: tuple[str, ...]
    probes: tuple[Probe, ...]
    unless: tuple[re.Pattern[str], ...]
    exempt: tuple[str, ...]
    explanation: Bilingual
    suggestion: Bilingual
    swaps: tuple[tuple[re.Pattern[str], str], ...] = ()

    def swapped(self, words: str) -> str | None:
        """Other words for those found (normalised), None when the rule knows none."""
        for pattern, text in self.swaps:
            if match := pattern.fullmatch(words):
                return match.expand(text)
        return None


@cache
def load_rules() -> tuple[Rule, ...]:
    """The shipped rules, in file order. Raises RuleFileError for a broken file, which is a bug."""
    return tuple(
        rule
        for path in sorted(FOLDER.glob("*.toml"))
        for rule in read_rules(path.read_text(encoding="utf-8"), name=path.name)
    )


def read_rules(text: str, *, name: str) -> tuple[Rule, ...]:
    """The rules of one file. Category and article of the file hold for rules that give none."""
    data = tomllib.loads(text)
    return tuple(_rule({**data, **each}, name) for each in data["rule"])


def _rule(data: Mapping[str, Any], file: str) -> Rule:
    name = str(data.get("id", "?"))
    needed = ("id", "category", "severity", "article", "explain_zh", "explain_en", "suggest_zh", "suggest_en")
    for field in needed:
        if not data.get(field):
            raise RuleFileError(file, name, f"the field {field} is missing")
    if data["severity"] not in _SEVERITIES:
        raise RuleFileError(file, name, f"unknown severity {data['severity']!r}")
    words, patterns = tuple(data.get("words", ())), data.get("patterns", ())
    if not words and not patterns:
        raise RuleFileError(file, name, "it has neither words nor patterns")
    try:
        probes = tuple(_probe(each) for each in patterns)
        unless = tuple(re.compile(each, re.ASCII) for each in data.get("unless", ()))
        swaps = tuple((re.compile(find, re.ASCII), text) for find, text in data.get("swap", ()))
    except re.error as error:
        raise RuleFileError(file, name, f"a pattern does not compile: {error}") from error
    return Rule(
        id=name,
        category=str(data["category"]),
        severity=_SEVERITIES[data["severity"]],
        article=str(data["article"]),
        words=words,
        probes=probes,
        unless=unless,
        exempt=tuple(data.get("exempt", ())),
        explanation=Bilingual(en=data["explain_en"], zh=data["explain_zh"]),
        suggestion=Bilingual(en=data["suggest_en"], zh=data["suggest_zh"]),
        swaps=swaps,
    )


def _probe(pattern: str) -> Probe:
    """A pattern ready to run. ASCII: a Chinese character beside an English word is the word's edge."""
    needed = needles(pattern)
    if needed is None:
        raise re.error("it has no literal part, so it would have to run everywhere")
    return Probe(re.compile(pattern, re.ASCII), needed)
