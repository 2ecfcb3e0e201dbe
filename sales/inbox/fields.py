"""The fields of a payload, each read with its own complaint; shared by all sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NoReturn
from unicodedata import category

from catalog.finding import Finding, Where
from catalog.money import MAX_MINOR, MoneyError, parse_money
from sales.event import OrderEvent
from sales.inbox.source import Parsed
from sales.instant import TimeShapeError, iso_instant, wire_instant
from sales.problem import problem

#: Ids, SKUs and buyer names longer than this are a mistake of the sender.
MAX_TEXT: Final = 200


class BadEvent(Exception):
    """One event cannot be read; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_json(body: bytes, *, source: str) -> tuple[object, Finding | None]:
    """The JSON document of a body, or the finding that it is none. NaN and Infinity are not JSON."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse), None
    except (ValueError, RecursionError) as error:
        return None, problem("sales.body.json", Where(file=source), detail=error)


def collect(items: Iterable[Any], read: Callable[[Any, int], Iterable[OrderEvent]]) -> Parsed:
    """The events of every item, counted from 1; an item that cannot be read costs itself only."""
    events: list[OrderEvent] = []
    findings: list[Finding] = []
    for row, item in enumerate(items, start=1):
        try:
            events += read(item, row)
        except BadEvent as bad:
            findings.append(bad.finding)
    return tuple(events), tuple(findings)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def storable(text: str) -> bool:
    """False for control characters and lone surrogates: no database keeps them, no person typed them."""
    return not any(category(char) in {"Cc", "Cs"} for char in text)


class Fields:
    """Reads the fields of one JSON object; every refusal raises BadEvent with its finding."""

    def __init__(self, item: Mapping[str, object], source: str, row: int) -> None:
        self.item, self.source, self.row = item, source, row

    def fail(self, code: str, field: str | None, **values: object) -> NoReturn:
        where = Where(file=self.source, row=self.row, column=field)
        raise BadEvent(problem(code, where, field=field, **values))

    def id(self, field: str, *, required: bool) -> str | None:
        value = self.item.get(field)
        if isinstance(value, int | float):
            self.fail("sales.id.number", field, value=value)
        return self.text(field, required=required)

    def text(self, field: str, *, required: bool) -> str | None:
        value = self.item.get(field)
        if value is not None and not isinstance(value, str):
            self.fail("sales.field.text", field, value=json.dumps(value, ensure_ascii=False))
        text = value.strip() if value else ""
        if len(text) > MAX_TEXT or not storable(text):
            self.fail("sales.field.text", field, value=json.dumps(text))
        if required and not text:
            self.fail("sales.field.missing", field)
        return text or None

    def whole(self, field: str, code: str, *, default: int | None, limit: int) -> int:
        value = self.item.get(field, default)
        if value is None:
            self.fail("sales.field.missing", field)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
            self.fail(code, field, value=json.dumps(value, ensure_ascii=False))
        return value

    def amount(self, field: str, currency: str) -> int | None:
        """Minor units of a decimal text, None when the field is absent."""
        value = self.item.get(field)
        if value is None:
            return None
        if isinstance(value, float):
            self.fail("sales.amount.float", field, value=value)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str):
            self.fail("sales.amount.shape", field, value=json.dumps(value, ensure_ascii=False))
        try:
            money = parse_money(text, currency=currency)
        except MoneyError as error:
            code = "sales.amount.decimals" if error.problem == "decimals" else "sales.amount.shape"
            self.fail(code, field, value=text, currency=currency)
        if money.currency != currency:
            self.fail("sales.amount.shape", field, value=text)
        if money.minor < 0:
            self.fail("sales.amount.negative", field, value=text)
        return money.minor

    def number_id(self, field: str) -> str | None:
        """An id that its platform sends as a whole number or as text; None when absent, null or 0."""
        value = self.item.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value) if value else None
        return self.id(field, required=False)

    def must(self, value: str | None, field: str) -> str:
        """The value, refused when it is missing."""
        if value is None:
            self.fail("sales.field.missing", field)
        return value

    def money(self, field: str, currency: str) -> int:
        """Minor units of a required decimal text."""
        minor = self.amount(field, currency)
        if minor is None:
            self.fail("sales.field.missing", field)
        return minor

    def minor(self, field: str) -> int:
        """A required whole number of minor units."""
        return self.whole(field, "sales.amount.shape", default=None, limit=MAX_MINOR)

    def seconds(self, field: str) -> int | None:
        """Epoch milliseconds of unix seconds (number or digits); None when absent or 0."""
        value = self.item.get(field)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 13:
            value = int(value)
        if value in (None, 0, ""):
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail("sales.time.shape", field, value=value)
        try:
            return wire_instant(value * 1000)
        except TimeShapeError as error:
            self.fail(error.code, field, value=value)

    def iso(self, field: str, *, utc: bool = False) -> int | None:
        """Epoch milliseconds of ISO text, with `utc` also without an offset; None when absent."""
        text = self.text(field, required=False)
        if text is None:
            return None
        try:
            return iso_instant(f"{text}+00:00" if utc else text)
        except TimeShapeError as error:
            self.fail(error.code, field, value=text)

    def required_time(self, value: int | None, field: str) -> int:
        """The instant, refused when it is missing."""
        if value is None:
            self.fail("sales.field.missing", field)
        return value

    def long_text(self, field: str) -> str:
        """A required text of any length: a document inside the document."""
        value = self.item.get(field)
        if not isinstance(value, str):
            self.fail("sales.field.missing", field)
        return value

    def nested(self, field: str, text: str) -> Fields:
        """The object written as JSON in `text`, the value of `field`."""
        inner, broken = read_json(text.encode("utf-8", "replace"), source=self.source)
        if broken is not None or not isinstance(inner, dict):
            self.fail("sales.body.json", field, detail=text[:60])
        return Fields(inner, self.source, self.row)

    def child(self, field: str) -> Fields:
        """The object in a field; an empty one when it is absent."""
        value = self.item.get(field)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.fail("sales.body.shape", field, detail=f"{field} is no object")
        return Fields(value, self.source, self.row)

    def children(self, field: str) -> list[Fields]:
        """The objects in a list field; none when it is absent."""
        value = self.item.get(field)
        if value is None:
            value = []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail("sales.body.shape", field, detail=f"{field} is no list of objects")
        return [Fields(item, self.source, self.row) for item in value]
