"""A table's columns in our terms, and each of its rows as values by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from catalog.cells import clean, is_null, is_protected
from catalog.headers import MANY, assign, spare_ids
from catalog.messages import FindingLog


@dataclass(slots=True)
class Row:
    """One row on its way to a product: cleaned values by field, the rest as attributes.

    `blank` holds the fields whose column is there but empty in this row. Mutable on purpose: continuation
    rows and variations fill in what their parent says before the product is built.
    """

    number: int
    values: dict[str, str]
    extras: dict[str, str] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    spare: tuple[str, ...] = ()


class RowRefused(Exception):
    """The row has had its finding and gives no product; caught by the builder, never seen outside the
    room."""


class RowReport:
    """Where the readers of a row say what is wrong with it."""

    def __init__(self, log: FindingLog, names: Mapping[str, str]) -> None:
        self.log = log
        self.names = names

    def say(self, row: Row, code: str, *fields: str, **values: object) -> None:
        """A finding at this row, in the column of the first of `fields` that the file has."""
        column = next((self.names[name] for name in fields if name in self.names), None)
        self.log.say(code, row=row.number, column=column, **values)

    def refuse(self, row: Row, code: str, *fields: str, **values: object) -> NoReturn:
        """The same for a finding that costs the row. Raises RowRefused."""
        self.say(row, code, *fields, **values)
        raise RowRefused


class Columns:
    """Which column is which field. `headers` are the cleaned names; blank ones are called `column N`."""

    def __init__(
        self,
        headers: Sequence[str],
        own: Mapping[str, tuple[str, int]],
        *,
        strict: bool = False,
        fields: Mapping[int, str] | None = None,
    ) -> None:
        named = [clean(header) or f"column {index + 1}" for index, header in enumerate(headers)]
        self.headers = _distinct(named)
        self.fields = assign(named, own) if fields is None else dict(fields)
        self.names = {name: self.headers[index] for index, name in reversed(self.fields.items())}
        self._strict = strict
        self._spare = () if strict else spare_ids(named, self.fields, own)
        self._plan = [(index, self.fields.get(index), header) for index, header in enumerate(self.headers)]
        # Our own export marks attributes whose name would be read as a field.
        self._marked = {
            index: name[5:] for index, name in enumerate(named) if strict and name.startswith("attr:")
        }

    @property
    def attribute_names(self) -> frozenset[str]:
        """The names of the columns that become attributes."""
        return frozenset(
            self._marked.get(index, header) for index, name, header in self._plan if name is None
        )

    def row(self, number: int, cells: Sequence[str]) -> Row:
        """The values of one record; cells beyond the header are the caller's to refuse."""
        values: dict[str, str] = {}
        extras: dict[str, str] = {}
        blank: set[str] = set()
        width = len(cells)
        for index, name, header in self._plan:
            raw = cells[index] if index < width else ""
            text = clean(raw) if raw else ""
            if is_null(text, strict=self._strict) and not (raw and is_protected(raw)):
                if name is not None:
                    blank.add(name)
            elif name is None:
                extras[self._marked.get(index, header)] = text
            elif name in values and name in MANY:
                values[name] = f"{values[name]}\n{text}"
            else:
                values[name] = text
        spare = tuple(
            text
            for index in self._spare
            if index < width and (text := clean(cells[index])) and not is_null(text)
        )
        return Row(number, values, extras, blank - values.keys(), spare)


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, a repeated one with its column's number behind it."""
    seen: set[str] = set()
    distinct: list[str] = []
    for index, name in enumerate(names):
        unique = name if name not in seen else f"{name} ({index + 1})"
        seen.add(unique)
        distinct.append(unique)
    return distinct
