"""Findings: what is wrong with a user's data, said so that the user can mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from catalog.bilingual import Bilingual

Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Where:
    """The place a finding speaks of: a file, a row as the user counts it, a column.

    `row` is the 1-based row of the spreadsheet or line of the file, header included, so that it is the
    number a person sees in Excel. Any field may be None when it does not apply.
    """

    file: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in user data: where, what, how to fix it, how bad, and a stable code.

    `code` is `room.noun.problem` in lower case (`catalog.price.above_list`) and never changes once shipped:
    scripts and screens key on it. Errors cost the row; warnings and infos do not.
    """

    where: Where
    what: Bilingual
    fix: Bilingual
    severity: Severity
    code: str

    def to_json(self) -> dict[str, object]:
        """The wire form: `{"file","row","column","what":{"en","zh"},"fix":{"en","zh"},"severity","code"}`."""
        return {
            "file": self.where.file,
            "row": self.where.row,
            "column": self.where.column,
            "what": {"en": self.what.en, "zh": self.what.zh},
            "fix": {"en": self.fix.en, "zh": self.fix.zh},
            "severity": self.severity,
            "code": self.code,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The finding that `to_json` wrote."""
        what, fix = (Bilingual(data[name]["en"], data[name]["zh"]) for name in ("what", "fix"))
        where = Where(data["file"], data["row"], data["column"])
        return cls(where, what, fix, data["severity"], data["code"])
