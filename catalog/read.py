"""Read any seller's file: products, what is wrong, and how the file was understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path

from catalog.build import Builder, Built
from catalog.cells import CHINA, clean
from catalog.dialects import UNKNOWN, order_column
from catalog.finding import Finding
from catalog.headers import FIELDS, header_set_key
from catalog.layout import Column, Layout, columns_of, find_layout, sampled_columns
from catalog.messages import FindingLog
from catalog.product import Product, Sku
from catalog.records import LINE_LIMIT, MAX_LINES, LineTooLongError, TooManyLinesError
from catalog.rows import Columns, Row
from catalog.sheet import HEAD_ROWS, Sheet, SheetError, open_sheets
from catalog.table import RowCounter, table_rows
from catalog.workbook import WorkbookError

#: Most rows with content that one file may have.
MAX_ROWS = 300_000

#: Rows between two words about progress: some tenth of a second.
PROGRESS_ROWS = 1000


class MappingError(ValueError):
    """A mapping by hand that names a field we do not have, or two columns for one field."""

    def __init__(self, field: str) -> None:
        super().__init__(f"cannot map a column to {field!r}: use each of {', '.join(FIELDS)} at most once")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    `dialect` is a name from `catalog.dialects`, `names`, `table`, `mapped` or `unknown`; `encoding` is None
    for workbooks and Parquet. `rows` counts rows with content below the header, `refused` those of them that
    gave no product because of an error. `warnings` counts warnings, listed or not. `carried` says per SKU
    which fields the file speaks of: an import changes nothing else. `header_key` names the set of columns, to
    remember a mapping by. `attribute_names` are the columns kept as attributes; when `clears` is true a blank
    cell empties its field.
    """

    products: tuple[Product, ...]
    findings: tuple[Finding, ...]
    dialect: str
    encoding: str | None
    rows: int
    refused: int = 0
    warnings: int = 0
    columns: tuple[Column, ...] = ()
    header_key: str = ""
    carried: Mapping[Sku, frozenset[str]] = field(default_factory=dict)
    attribute_names: frozenset[str] = frozenset()
    clears: bool = False


def read_catalog(
    source: Path | bytes,
    *,
    name: str,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    zone: tzinfo = CHINA,
    currency: str = "CNY",
    progress: Callable[[int], None] | None = None,
) -> Reading:
    """The products of a CSV, TSV, XLSX, JSON Lines or Parquet file, with every problem listed.

    Nothing a file holds raises: a problem costs its row (severity error), or is told and survived (warn,
    info). A file that cannot be read, or whose columns mean nothing to us, gives no products and says so; its
    `columns` then serve a screen that asks a person.

    Args:
        source: The file, or its bytes.
        name: The file's name, for findings.
        now: The present, an aware instant: a live price that is over by now is reported.
        mapping: Header → field of `FIELDS` (or "" to leave a column an attribute), made by a person. It
        replaces
            all recognition.
        zone: Where times without an offset are local.
        currency: What amounts without a currency are in.
        progress: Told the number of rows read so far, every PROGRESS_ROWS rows.

    Raises:
        MappingError: when `mapping` itself is wrong.
    """
    log = FindingLog(name)
    _check_mapping(mapping)
    try:
        with open_sheets(source) as sheets:
            return _read_sheets(
                sheets, log, now=now, mapping=mapping, zone=zone, currency=currency, progress=progress
            )
    except (SheetError, WorkbookError) as error:
        log.tell(error.code, error.values)
    except TooManyLinesError:
        log.say("catalog.file.too_many_rows", limit=MAX_LINES)
    except LineTooLongError as error:
        log.say("catalog.file.line_too_long", row=error.line, line=error.line, limit=LINE_LIMIT)
    return Reading((), log.findings(), UNKNOWN, None, 0, warnings=log.count("warn"))


def _check_mapping(mapping: Mapping[str, str] | None) -> None:
    seen: set[str] = set()
    for target in (mapping or {}).values():
        if target and (target not in FIELDS or target in seen):
            raise MappingError(target)
        seen.add(target)


def _read_sheets(
    sheets: Iterator[Sheet],
    log: FindingLog,
    *,
    now: datetime,
    mapping: Mapping[str, str] | None,
    zone: tzinfo,
    currency: str,
    progress: Callable[[int], None] | None,
) -> Reading:
    """The first table that is understood; when none is, what the first one looks like."""
    first: Sheet | None = None
    passed: list[str] = []
    for sheet in sheets:
        layout = find_layout(sheet, mapping)
        if layout is not None:
            others = [*passed, *(other.sheet.name for other in sheets if other.sheet is not None)]
            if others and sheet.sheet is not None:
                log.say("catalog.sheet.others", sheet=sheet.sheet.name, others="、".join(others))
            return _read(sheet, layout, log, now=now, zone=zone, currency=currency, progress=progress)
        first = first or sheet
        passed.append(sheet.sheet.name if sheet.sheet is not None else "")
    if first is None:
        raise SheetError("catalog.file.empty")
    return _unknown(first, log)


def _read(
    sheet: Sheet,
    layout: Layout,
    log: FindingLog,
    *,
    now: datetime,
    zone: tzinfo,
    currency: str,
    progress: Callable[[int], None] | None,
) -> Reading:
    if sheet.sheet is not None and sheet.sheet.unsaved_formulas:
        found = sheet.sheet
        log.say(
            "catalog.sheet.formulas", sheet=found.name, count=found.unsaved_formulas, cell=found.first_unsaved
        )
    if sheet.damage:
        log.say("catalog.file.damaged", count=sheet.damage)
    dialect = layout.dialect
    if layout.columns is not None:
        names = layout.columns.names
    else:
        listed = layout.names
        names = {"sku": "sku"} if listed is not None and listed.sku is not None else {}
    titled = layout.columns is None or any(name.startswith("title") for name in names)
    builder = Builder(
        log,
        now=now,
        names=names,
        zone=zone,
        currency=currency,
        strict=dialect.strict,
        zero_is_none=dialect.zero_is_none,
        titled=titled,
    )
    counter = RowCounter()
    products: dict[Sku, Built] = {}
    places: dict[Sku, int] = {}
    refused = 0
    for row in table_rows(sheet, layout, log, counter):
        if counter.rows > MAX_ROWS:
            raise SheetError("catalog.file.too_many_rows", limit=MAX_ROWS)
        if progress is not None and counter.rows % PROGRESS_ROWS == 0:
            progress(counter.rows)
        built = builder.build(row)
        if built is None:
            refused += 1
            continue
        sku = built.product.sku
        before = products.get(sku)
        if before is not None:
            built = _same_sku(before, built, row, places[sku], log, names.get("sku"))
            if built is None:
                continue
            if built is before:
                refused += 1
                continue
            sku = built.product.sku
            if sku in products:
                continue
        products[sku] = built
        places[sku] = row.number
    if builder.derived is not None:
        log.say("catalog.sku.derived", sku=builder.derived)
    if builder.markup_removed:
        log.say("catalog.text.html", column=names.get("description"))
    return Reading(
        products=tuple(built.product for built in products.values()),
        findings=log.findings(),
        dialect=dialect.name,
        encoding=sheet.encoding,
        rows=counter.rows,
        refused=refused + counter.refused,
        warnings=log.count("warn"),
        columns=columns_of(sheet, layout),
        header_key="" if layout.columns is None else header_set_key(layout.columns.headers),
        carried={sku: built.carried for sku, built in products.items()},
        attribute_names=layout.columns.attribute_names if layout.columns is not None else frozenset(),
        clears=dialect.strict,
    )


def _same_sku(
    before: Built, built: Built, row: Row, first: int, log: FindingLog, column: str | None
) -> Built | None:
    """A row whose SKU was there before: None for a repeat, `before` when refused, else the product under
    another SKU.

    Only a list whose lines carry a code of their own can keep both: `006C` of line 10-3 becomes `006C~10-3`,
    the same at every import. Lists have no prices, so nothing can be sold under the wrong name by it.
    """
    sku = built.product.sku
    if built.product == before.product:
        log.say("catalog.row.duplicate", row=row.number, first=first)
        return None
    if row.spare and row.spare[0].startswith(f"{sku}~"):
        given = Sku(row.spare[0])
        log.say("catalog.sku.shared", row=row.number, column=column, sku=sku, first=first, given=given)
        return Built(replace(built.product, sku=given), built.carried)
    log.say("catalog.sku.conflict", row=row.number, column=column, sku=sku, first=first)
    return before


def _unknown(sheet: Sheet, log: FindingLog) -> Reading:
    """No products, one finding, and the columns as far as they can be seen."""
    filled = [record for record in sheet.head if any(cell.strip() for cell in record.cells)]
    header = max(
        filled[:HEAD_ROWS], key=lambda record: sum(1 for cell in record.cells if cell.strip()), default=None
    )
    cells = header.cells if header is not None else []
    orders = next((column for record in filled if (column := order_column(record.cells)) is not None), None)
    if orders is not None:
        log.say("catalog.file.orders", header=clean(orders))
    else:
        log.say("catalog.file.unknown")
    columns = Columns(cells, {})
    return Reading(
        products=(),
        findings=log.findings(),
        dialect=UNKNOWN,
        encoding=sheet.encoding,
        rows=0,
        warnings=log.count("warn"),
        columns=sampled_columns(
            sheet, columns.headers, columns.fields, header.number if header is not None else 0
        ),
        header_key=header_set_key(columns.headers),
    )
