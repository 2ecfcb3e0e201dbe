"""One row of an order table as typed fields; a row that cannot be read says why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from catalog.cells import CellError, clean, is_null, read_count
from catalog.currency import EXPONENTS
from catalog.finding import Finding, Where
from catalog.money import MoneyError, decimal_text, exponent, parse_money
from sales.files.dialect import Dialect, Field, Meaning, header_key
from sales.instant import Doubt, TimeShapeError, local_instant
from sales.problem import problem

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,3}")
#: `M1;M2` in the SKU cell: several products summed into one row.
_SEVERAL = re.compile(r"[^;；|]+(?:[;；|][^;；|]+)+")

_DOUBTS: Final[Mapping[Doubt, tuple[str, str]]] = {
    "ambiguous": ("出现过两次", "occurred twice"),
    "nonexistent": ("不存在", "does not exist"),
}
_KNOWN_STATES: Final = "已支付 paid、待付款 pending、已取消 cancelled、已退款 refunded、货到付款 cod"


@dataclass(slots=True)
class Row:
    """The fields of one line. Amounts are minor units; `weight` is unit price × quantity, to share by."""

    number: int
    shop: str | None
    order_id: str
    line_id: str | None
    sku: str | None
    qty: int
    amount: int
    weight: int
    order_total: int | None
    order_refund: int | None
    refund: int | None
    user_paid: int | None
    currency: str
    meaning: Meaning | None
    created_at: int
    paid_at: int | None
    cancelled_at: int | None
    buyer: str | None


class BadRow(Exception):
    """A row that cannot be counted; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class RowReader:
    """Reads rows of one dialect; warnings gather in `findings`, errors are raised as BadRow."""

    def __init__(
        self,
        dialect: Dialect,
        columns: Mapping[Field, int],
        header: Sequence[str],
        *,
        file: str | None,
        zone: tzinfo,
    ) -> None:
        self.dialect, self.columns, self.header = dialect, columns, header
        self.file, self.zone = file, zone
        self.findings: list[Finding] = []
        self._states = {**dialect.states}
        self._carried: dict[Field, str | None] = {}
        self._group: str | None = None

    def read(self, number: int, cells: Sequence[str]) -> Row:
        """The row's fields. Raises BadRow."""
        fields = dict(self._fields(cells))
        self._carry(fields)
        order_id = self._id(number, fields, "order_id")
        if order_id is None:
            raise self._bad(number, "order_id", "sales.field.missing", field=self._name("order_id"))
        currency = (fields.get("currency") or self.dialect.currency).upper()
        if currency not in EXPONENTS:
            raise self._bad(number, "currency", "sales.currency.unknown", value=currency)
        created_at = self._time(number, fields, "created_at")
        if created_at is None:
            raise self._bad(number, "created_at", "sales.field.missing", field=self._name("created_at"))
        qty = self._qty(number, fields)
        weight = self._weight(number, fields, currency, qty)
        order_total = self._money(number, fields, "order_total", currency)
        amount = self._money(number, fields, "amount", currency)
        if amount is None and self.columns.get("amount") is not None and weight is None:
            raise self._bad(number, "amount", "sales.field.missing", field=self._name("amount"))
        if amount is None and weight is None and order_total is None:
            raise self._bad(number, "unit_price", "sales.field.missing", field=self._name("unit_price"))
        return Row(
            number=number,
            shop=fields.get("shop"),
            order_id=order_id,
            line_id=self._id(number, fields, "line_id"),
            sku=self._sku(number, fields),
            qty=qty,
            amount=amount if amount is not None else weight or 0,
            weight=weight if weight is not None else amount or 0,
            order_total=order_total,
            order_refund=self._money(number, fields, "order_refund", currency),
            refund=self._money(number, fields, "refund_amount", currency),
            user_paid=self._money(number, fields, "user_paid", currency),
            currency=currency,
            meaning=self._meaning(number, fields.get("status")),
            created_at=created_at,
            paid_at=self._time(number, fields, "paid_at"),
            cancelled_at=self._time(number, fields, "cancelled_at"),
            buyer=fields.get("buyer"),
        )

    def _fields(self, cells: Sequence[str]) -> Iterator[tuple[Field, str | None]]:
        for name, column in self.columns.items():
            text = clean(cells[column]) if column < len(cells) else ""
            yield name, None if is_null(text) else text

    def _carry(self, fields: dict[Field, str | None]) -> None:
        """Fields that stand on an order's first row only hold for its further rows."""
        if not self.dialect.carried:
            return
        if fields.get("group") != self._group:
            self._group = fields.get("group")
            self._carried = {name: fields.get(name) for name in self.dialect.carried}
            return
        for name, value in self._carried.items():
            fields[name] = fields.get(name) or value

    def _id(self, number: int, fields: Mapping[Field, str | None], name: Field) -> str | None:
        text = fields.get(name)
        if text is not None and _SCIENTIFIC.fullmatch(text):
            raise self._bad(number, name, "sales.id.scientific", value=text)
        return text

    def _sku(self, number: int, fields: Mapping[Field, str | None]) -> str | None:
        text = fields.get("sku")
        if text is None:
            self._warn(number, "sku", "sales.row.sku")
            return None
        if _SEVERAL.fullmatch(text):
            self._warn(number, "sku", "sales.row.skus", value=text)
            return None
        # A SKU such as 005E1 is real; Excel always writes the plus sign.
        if "+" in text and _SCIENTIFIC.fullmatch(text):
            raise self._bad(number, "sku", "sales.id.scientific", value=text)
        return text

    def _qty(self, number: int, fields: Mapping[Field, str | None]) -> int:
        text = fields.get("qty")
        if text is None and "qty" not in self.columns:
            return 1
        try:
            qty = read_count(text or "")
        except CellError:
            raise self._bad(number, "qty", "sales.qty.shape", value=text or "") from None
        if qty < 0 and self.dialect.credits is None:
            raise self._bad(number, "qty", "sales.qty.shape", value=text or "")
        return qty

    def _money(
        self, number: int, fields: Mapping[Field, str | None], name: Field, currency: str
    ) -> int | None:
        text = fields.get(name)
        if text is None:
            return None
        try:
            money = parse_money(text, currency=currency)
        except MoneyError as error:
            code = "sales.amount.decimals" if error.problem == "decimals" else "sales.amount.shape"
            raise self._bad(number, name, code, value=text, currency=currency) from None
        if money.currency != currency:
            raise self._bad(number, name, "sales.currency.unknown", value=text)
        if money.minor < 0:
            raise self._bad(number, name, "sales.amount.negative", value=text)
        return money.minor

    def _weight(self, number: int, fields: Mapping[Field, str | None], currency: str, qty: int) -> int | None:
        """Unit price × quantity in minor units. Exact prices below the minor unit are multiplied first."""
        text = fields.get("unit_price")
        if text is None:
            return None
        try:
            return parse_money(text, currency=currency).minor * qty
        except MoneyError as error:
            if error.problem != "decimals" or not re.fullmatch(r"-?\d{1,12}\.\d{1,9}", text):
                code = "sales.amount.shape"
                raise self._bad(number, "unit_price", code, value=text, currency=currency) from None
        exact = Decimal(text) * qty * 10 ** exponent(currency)
        whole = int(exact.to_integral_value(ROUND_HALF_UP))
        shown = decimal_text(whole, currency)
        self._warn(number, "unit_price", "sales.amount.rounded", value=text, amount=shown)
        return whole

    def _time(self, number: int, fields: Mapping[Field, str | None], name: Field) -> int | None:
        text = fields.get(name)
        if text is None:
            return None
        try:
            local = local_instant(text, self.zone)
        except TimeShapeError as error:
            raise self._bad(number, name, error.code, value=text) from None
        if local.doubt is not None:
            how, how_en = _DOUBTS[local.doubt]
            self._warn(number, name, "sales.time.local", value=text, zone=self.zone, how=how, how_en=how_en)
        return local.ms

    def _meaning(self, number: int, text: str | None) -> Meaning | None:
        if text is None:
            return None
        meaning = self._states.get(header_key(text))
        if meaning is None:
            self._warn(number, "status", "sales.status.unknown", value=text, known=_KNOWN_STATES)
        return meaning

    def _name(self, name: Field) -> str:
        column = self.columns.get(name)
        return clean(self.header[column]) if column is not None else name

    def _where(self, number: int, name: Field) -> Where:
        return Where(file=self.file, row=number, column=self._name(name))

    def _warn(self, number: int, name: Field, code: str, **values: object) -> None:
        self.findings.append(problem(code, self._where(number, name), **values))

    def _bad(self, number: int, name: Field, code: str, **values: object) -> BadRow:
        return BadRow(problem(code, self._where(number, name), **values))
