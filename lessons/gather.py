"""A list that findings are gathered in, so that one reading reports all of its problems at once."""

from __future__ import annotations

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from lessons.messages import MESSAGES


class Findings:
    """Gathers findings about one file; `file` is the name the user knows it by (None: no file)."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self._items: list[Finding] = []

    def add(self, code: str, *, row: int | None = None, column: str | None = None, **values: object) -> None:
        """Add the finding `code` of `lessons.messages`; `row` is the 1-based line or row of the file."""
        message = MESSAGES[code]
        self._items.append(
            Finding(
                where=Where(self.file, row, column),
                what=Bilingual(en=message.en.format(**values), zh=message.zh.format(**values)),
                fix=Bilingual(en=message.fix_en.format(**values), zh=message.fix_zh.format(**values)),
                severity=message.severity,
                code=code,
            )
        )

    @property
    def all(self) -> tuple[Finding, ...]:
        """The findings in the order they were found."""
        return tuple(self._items)
