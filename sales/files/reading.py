"""Order table in, events and findings out: the same facts, with the same keys, as a webhook tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from catalog.cells import CHINA
from catalog.finding import Finding, Where
from catalog.messages import say
from catalog.money import decimal_text
from catalog.records import LineTooLongError, Record
from catalog.sheet import SheetError, open_sheets
from catalog.workbook import WorkbookError
from sales.buyer import buyer_token
from sales.event import WHOLE_ORDER, OrderEvent, OrderKind, event_key
from sales.files.dialect import Dialect, Field, recognise
from sales.files.row import BadRow, Row, RowReader
from sales.instant import FUTURE_MS, epoch_ms, iso_text
from sales.problem import problem
from sales.share import share

#: Shop name of files and sources that name none. Facts meet across channels only under the same shop name.
DEFAULT_SHOP: Final = "main"
#: Rows searched for the header: exports put titles and explanations above it.
_HEADER_ROWS: Final = 15


@dataclass(frozen=True, slots=True)
class OrderReading:
    """What a file told. `orders` counts distinct orders (credit notes are none), `rows` the rows read.

    `dialect` and `encoding` are None when the file was not recognised or holds no text.
    """

    events: tuple[OrderEvent, ...]
    findings: tuple[Finding, ...]
    dialect: str | None
    orders: int
    rows: int = 0
    encoding: str | None = None


def read_orders(
    source: Path | bytes,
    *,
    name: str | None = None,
    now: int | datetime,
    shop: str = DEFAULT_SHOP,
    zone: tzinfo | None = None,
    exported_at: int | None = None,
) -> OrderReading:
    """The order events of an export file (CSV, TSV, XLSX).

    `name` is the file name shown in findings. `now` is the time of the import (UTC epoch milliseconds or an
    aware instant): later times in the file are reported. `zone` overrides the dialect's for times without an
    offset. Refund totals are true as of `exported_at`; without it, as of the latest time in the file, so that
    the same file always tells the same facts. A bad row costs itself.
    """
    shown = name if name is not None else source.name if isinstance(source, Path) else None
    seen: list[str] = []
    try:
        with open_sheets(source) as sheets:
            for sheet in sheets:
                header = _header(sheet.head)
                if header is None:
                    seen += [cell for record in sheet.head[:1] for cell in record.cells if cell.strip()]
                    continue
                number, dialect, columns, cells = header
                where = zone or (ZoneInfo(dialect.zone) if dialect.zone else CHINA)
                reader = RowReader(dialect, columns, cells, file=shown, zone=where)
                rows, bad = _rows(reader, (r for r in sheet.rows if r.number > number), len(cells))
                bad += _from_the_future(rows, shown, epoch_ms(now) if isinstance(now, datetime) else now)
                as_of = max(map(_latest, rows), default=0) if exported_at is None else exported_at
                reading = _reading(reader, rows, bad, as_of=as_of, shop=shop)
                return replace(reading, encoding=sheet.encoding)
    except (SheetError, WorkbookError) as error:
        return _nothing(say(error.code, file=shown, **cast("dict[str, Any]", error.values)))
    except LineTooLongError as error:
        detail = f"line {error.line} is too long"
        return _nothing(problem("sales.file.unreadable", Where(file=shown), detail=detail))
    return _nothing(problem("sales.file.dialect", Where(file=shown, row=1), value="、".join(seen) or "—"))


def _nothing(finding: Finding) -> OrderReading:
    return OrderReading((), (finding,), None, 0)


def _header(head: Sequence[Record]) -> tuple[int, Dialect, dict[Field, int], list[str]] | None:
    for record in head[:_HEADER_ROWS]:
        found = recognise(record.cells)
        if found is not None:
            return record.number, *found, record.cells
    return None


def _rows(reader: RowReader, records: Iterable[Record], width: int) -> tuple[list[Row], list[Finding]]:
    rows: list[Row] = []
    bad: list[Finding] = []
    for record in records:
        if not any(cell.strip() for cell in record.cells):
            continue
        if any(cell.strip() for cell in record.cells[width:]):
            where = Where(file=reader.file, row=record.number)
            bad.append(problem("sales.row.cells", where, value=len(record.cells), expected=width))
            continue
        try:
            rows.append(reader.read(record.number, record.cells))
        except BadRow as error:
            bad.append(error.finding)
    return rows, bad


def _latest(row: Row) -> int:
    return max(at for at in (row.created_at, row.paid_at, row.cancelled_at) if at is not None)


def _from_the_future(rows: Iterable[Row], file: str | None, now: int) -> list[Finding]:
    return [
        problem("sales.time.future", Where(file=file, row=row.number), value=iso_text(_latest(row)))
        for row in rows
        if _latest(row) > now + FUTURE_MS
    ]


def _reading(
    reader: RowReader, rows: Sequence[Row], bad: Sequence[Finding], *, as_of: int, shop: str
) -> OrderReading:
    dialect, file = reader.dialect, reader.file
    tell = _Teller(f"file:{dialect.id}", as_of)
    orders: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        orders.setdefault((row.shop or shop, row.order_id), []).append(row)
    events: list[OrderEvent] = []
    findings = [*bad, *reader.findings]
    counted = credits = 0
    for (order_shop, order_id), lines in orders.items():
        if dialect.shares_total:
            _share_total(lines)
        sold = False
        findings += _repeated(lines, file)
        for row, line_id in zip(lines, _line_ids(lines), strict=True):
            if row.amount < 0 or (dialect.credits and order_id.startswith(dialect.credits)):
                credits += 1
                amount = abs(row.amount)
                events.append(tell.event(row, order_shop, line_id, "credited", row.created_at, amount))
            elif row.qty < 0:
                findings.append(problem("sales.row.adjustment", Where(file=file, row=row.number)))
            else:
                sold = True
                events += tell.sale(row, order_shop, line_id, dialect)
                findings += _too_much(row, file)
        refund = next((row.order_refund for row in lines if row.order_refund), None)
        if refund and sold:
            events.append(tell.order_refund(lines[0], order_shop, refund))
        counted += sold
    if credits:
        findings.append(problem("sales.row.credit", Where(file=file), value=credits))
    if not rows and not bad:
        findings.append(problem("sales.file.empty", Where(file=file)))
    findings.sort(key=lambda finding: (finding.where.row is None, finding.where.row or 0))
    return OrderReading(tuple(events), tuple(findings), dialect.id, counted, rows=len(rows) + len(bad))


def _line_ids(lines: Sequence[Row]) -> list[str]:
    """The source's line ids, else SKU and ordinal among the order's lines of that SKU.

    Ordinals go by amount and quantity, not by row, so that an export in another order names the lines alike.
    """
    ids = [row.line_id for row in lines]
    ordinals: dict[str, int] = {}
    for at in sorted(range(len(lines)), key=lambda i: (lines[i].amount, lines[i].qty, i)):
        if lines[at].line_id is None:
            sku = lines[at].sku or ""
            ordinals[sku] = ordinals.get(sku, 0) + 1
            ids[at] = f"{sku}#{ordinals[sku]}"
    return [line_id or "" for line_id in ids]


def _share_total(lines: Sequence[Row]) -> None:
    """Shares the order's total over its lines by weight; the shares sum to it exactly."""
    total = next((row.order_total for row in lines if row.order_total is not None), None)
    weights = [max(row.weight, 0) for row in lines]
    if total is not None:
        for row, part in zip(lines, share(total, weights), strict=True):
            row.amount = part


def _repeated(lines: Sequence[Row], file: str | None) -> list[Finding]:
    """A finding for each row that names a line of the order that an earlier row named."""
    first: dict[str, int] = {}
    found = []
    for row in lines:
        if row.line_id is not None and row.line_id in first:
            where = Where(file=file, row=row.number)
            found.append(problem("sales.row.repeated", where, value=first[row.line_id]))
        elif row.line_id is not None:
            first[row.line_id] = row.number
    return found


class _Teller:
    """Makes the events of a file; `as_of` is when its cumulative amounts were true (UTC epoch ms)."""

    def __init__(self, source: str, as_of: int) -> None:
        self.source, self.as_of = source, as_of
        self._tokens: dict[tuple[str, str], str | None] = {}

    def event(
        self, row: Row, shop: str, line_id: str, kind: OrderKind, at: int, amount: int, *, version: int = 0
    ) -> OrderEvent:
        """One fact of a row."""
        return OrderEvent(
            key=event_key(shop=shop, order_id=row.order_id, line_id=line_id, kind=kind),
            source=self.source,
            shop=shop,
            order_id=row.order_id,
            line_id=line_id,
            sku=row.sku,
            kind=kind,
            occurred_at=at,
            amount_minor=amount,
            currency=row.currency,
            qty=abs(row.qty),
            buyer=self._buyer(row.buyer, shop),
            source_version=version,
            user_paid_minor=row.user_paid if kind == "paid" else None,
        )

    def order_refund(self, row: Row, shop: str, refund: int) -> OrderEvent:
        """What was refunded of the whole order: the file does not tell of which line."""
        told = self._refund_total(row, shop, WHOLE_ORDER, refund)
        return told._replace(sku=None, qty=0)

    def sale(self, row: Row, shop: str, line_id: str, dialect: Dialect) -> list[OrderEvent]:
        """What one row of a sale says happened."""
        events = [self.event(row, shop, line_id, "placed", row.created_at, row.amount)]
        # An export of invoices has neither state nor payment time: what it lists was paid.
        stateless = "status" not in dialect.names and "paid_at" not in dialect.names
        paid = row.paid_at is not None or stateless or row.meaning in {"paid", "refunded"}
        paid_at = row.paid_at if row.paid_at is not None else row.created_at
        if paid:
            events.append(self.event(row, shop, line_id, "paid", paid_at, row.amount))
        elif row.meaning == "cod":
            events.append(self.event(row, shop, line_id, "cod_confirmed", row.created_at, row.amount))
        if row.meaning == "cancelled" or row.cancelled_at is not None:
            at = row.cancelled_at if row.cancelled_at is not None else paid_at
            events.append(self.event(row, shop, line_id, "cancelled", at, 0))
        refund = row.refund
        if refund is None and row.meaning == "refunded":
            refund = row.amount
        if refund:
            events.append(self._refund_total(row, shop, line_id, refund))
        return events

    def _refund_total(self, row: Row, shop: str, line_id: str, refund: int) -> OrderEvent:
        at = self.as_of
        return self.event(row, shop, line_id, "refund_total", at, refund, version=at // 1000)

    def _buyer(self, raw: str | None, shop: str) -> str | None:
        if raw is None:
            return None
        if (shop, raw) not in self._tokens:
            # Spreadsheets and pandas write a numeric customer 14741 as 14741.0.
            self._tokens[shop, raw] = buyer_token(raw.removesuffix(".0"), shop=shop)
        return self._tokens[shop, raw]


def _too_much(row: Row, file: str | None) -> list[Finding]:
    """The finding that a row's refund is above its payment."""
    if row.refund is None or row.refund <= row.amount:
        return []
    told = {"value": decimal_text(row.refund, row.currency), "paid": decimal_text(row.amount, row.currency)}
    return [problem("sales.refund.over", Where(file=file, row=row.number), **told)]
