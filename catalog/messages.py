"""Findings from the table of sentences, and the log that collects and counts them.

Values are filled with `str.format`; a cell quoted in a sentence is cut to 40 characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Severity, Where
from catalog.sentences import MESSAGES

#: How many findings of one code are kept in full; the rest are counted. 200 is more than a person reads.
PER_CODE = 200


def say(
    code: str, *, file: str | None = None, row: int | None = None, column: str | None = None, **values: object
) -> Finding:
    """The finding of that code at that place. Raises KeyError for a code or a value the table does not
    know."""
    severity, what_zh, what_en, fix_zh, fix_en = MESSAGES[code]
    shown = {name: _short(value) for name, value in values.items()}
    return Finding(
        where=Where(file=file, row=row, column=column),
        what=Bilingual(en=what_en.format(**shown), zh=what_zh.format(**shown)),
        fix=Bilingual(en=fix_en.format(**shown), zh=fix_zh.format(**shown)),
        severity=severity,
        code=code,
    )


class FindingLog:
    """Collects findings of one file; keeps the first PER_CODE of each code and counts all of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Finding] = []
        self._seen: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        self._seen[finding.code] += 1
        self._severities[finding.severity] += 1
        if self._seen[finding.code] <= PER_CODE:
            self._kept.append(finding)

    def say(self, code: str, *, row: int | None = None, column: str | None = None, **values: object) -> None:
        """Take the finding of that code at a place in this file."""
        self.add(say(code, file=self.file, row=row, column=column, **values))

    def tell(self, code: str, values: Mapping[str, object]) -> None:
        """Take a finding about the file as a whole, its values in a mapping."""
        self.add(say(code, file=self.file, row=None, column=None, **values))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take several."""
        for finding in findings:
            self.add(finding)

    def count(self, severity: Severity) -> int:
        """How many findings of that severity were added, listed or not."""
        return self._severities[severity]

    def findings(self) -> tuple[Finding, ...]:
        """Those kept, in the order found, and one line for each code that went over the limit."""
        more = [
            say("catalog.more", file=self.file, count=count - PER_CODE, kind=code)
            for code, count in self._seen.items()
            if count > PER_CODE
        ]
        return (*self._kept, *more)


def _short(value: object) -> object:
    if isinstance(value, str):
        text = "".join(c if c.isprintable() else " " for c in value)
        return text if len(text) <= 40 else text[:39] + "…"
    return value
