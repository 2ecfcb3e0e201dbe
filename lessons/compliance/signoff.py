"""The ex-ante review: who looked at which version of a script, with which findings, and when.

直播电商监督管理办法 (in force 2026-02-01) art. 30 asks for a review before air, art. 16 for records kept
three years. The record names the exact text by its hash: after any edit it no longer fits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from catalog.product import Product, Sku
from lessons.compliance.rule import load_rules
from lessons.compliance.script import ScriptFinding, lint_rundown
from lessons.rundown import Rundown
from lessons.wire import to_wire

#: How long a record is kept (art. 16).
KEEP_YEARS = 3


class OpenFindingsError(ValueError):
    """A sign-off while findings still ask for an answer."""

    def __init__(self, open_findings: Sequence[ScriptFinding]) -> None:
        words = ", ".join(each.finding.text for each in open_findings[:5])
        super().__init__(
            f"{len(open_findings)} findings are unanswered ({words}):"
            " change the lines, or say for each why it may stand."
        )
        self.open_findings = tuple(open_findings)


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding at the time of the review, and why the line may stand (None for an info)."""

    finding: ScriptFinding
    reason: str | None


@dataclass(frozen=True, slots=True)
class SignOff:
    """The record of one review: `script` is the hash of the text, `rules` the hash of the rules used.

    `at` is an aware UTC instant, `keep_until` the same day three years later.
    """

    script: str
    rules: str
    by: str
    at: datetime
    answers: tuple[Answer, ...]
    keep_until: datetime

    def covers(self, rundown: Rundown) -> bool:
        """Whether this is the review of exactly this script."""
        return self.script == script_hash(rundown)

    def to_json(self) -> dict[str, object]:
        """The record as JSON values, for the store and for the regulator."""
        return {
            "script": self.script,
            "rules": self.rules,
            "by": self.by,
            "at": self.at.isoformat(),
            "keep_until": self.keep_until.isoformat(),
            "answers": [
                {
                    "segment": each.finding.segment,
                    "cue": each.finding.cue,
                    "lang": each.finding.lang,
                    "reason": each.reason,
                    **each.finding.finding.to_json(),
                }
                for each in self.answers
            ],
        }


def script_hash(rundown: Rundown) -> str:
    """SHA-256 (hex) of everything in the script; any edit changes it."""
    return _hash(to_wire(rundown))


def rules_hash() -> str:
    """SHA-256 (hex) of the rules in force: a later list of words does not rewrite an old review."""
    return _hash(
        [
            [
                rule.id,
                rule.severity,
                [p.pattern.pattern for p in rule.probes],
                [u.pattern for u in rule.unless],
            ]
            for rule in load_rules()
        ]
    )


def _hash(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def finding_key(finding: ScriptFinding) -> str:
    """A name for a finding that answers are given under: place, rule and words."""
    return (
        f"{finding.segment}/{finding.cue or ''}/{finding.lang}/{finding.finding.rule}/{finding.finding.text}"
    )


def sign_off(
    rundown: Rundown,
    *,
    by: str,
    at: datetime,
    products: Mapping[Sku, Product] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> SignOff:
    """The record that `by` reviewed this script at `at`.

    Every block and warning needs a reason under its `finding_key`; raises OpenFindingsError for those without
    one. An info needs none.
    """
    given = reasons or {}
    findings = lint_rundown(rundown, products=products)
    unanswered = [
        each
        for each in findings
        if each.finding.severity != "info" and not given.get(finding_key(each), "").strip()
    ]
    if unanswered:
        raise OpenFindingsError(unanswered)
    at = at.astimezone(UTC)
    return SignOff(
        script=script_hash(rundown),
        rules=rules_hash(),
        by=by,
        at=at,
        answers=tuple(Answer(each, given.get(finding_key(each))) for each in findings),
        keep_until=_years_later(at, KEEP_YEARS),
    )


def _years_later(at: datetime, years: int) -> datetime:
    """The same day so many years on; 29 February becomes 1 March, a day longer rather than shorter."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)
