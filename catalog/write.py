"""Write the catalogue to a file that reads back to the same products.

Our own dialect is lossless in CSV, XLSX, JSON Lines and Parquet; Shopify and WooCommerce carry what those
platforms have columns for. Cells that a spreadsheet would run as a formula get a leading `'`, which reading
takes off again.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from catalog.cells import clean, protect, without_control
from catalog.export_shops import shopify_table, woo_table
from catalog.headers import field_of
from catalog.lists import join_list, join_pairs
from catalog.money import Money, decimal_text
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product
from catalog.wire import instant_text, product_to_json

_OWN = """
sku title_en title_zh description_en description_zh category brand currency list_price live_price live_start
live_end floor_price cost stock link_no origin_en origin_zh image tags certificate
"""
_OPTIONAL = "spu options price_windows ingredients_en ingredients_zh documents attributes"

#: Columns of our own file, in order. The sample show's file has the same names.
OWN_COLUMNS = tuple(_OWN.split())

#: Columns written only when some product needs them.
OPTIONAL_COLUMNS = tuple(_OPTIONAL.split())

Table = tuple[list[str], Iterable[list[str]]]


class WriteError(ValueError):
    """A file that cannot be written: unknown dialect, or an ending we do not write."""

    def __init__(self, what: str, known: Sequence[str]) -> None:
        super().__init__(f"cannot write {what}: use one of {', '.join(known)}")


def write_catalog(products: Iterable[Product], path: Path, *, dialect: str = "own") -> int:
    """Write the products and return how many there were; the ending of `path` names the format.

    `own` writes .csv, .tsv, .xlsx, .jsonl and .parquet; `shopify` and `woocommerce` write .csv. The file
    appears whole or not at all: it is written beside the target and moved into place. CSV carries a UTF-8
    mark for Excel. Raises WriteError.
    """
    chosen = tuple(products)
    ending = path.suffix.casefold()
    if dialect not in _TABLES:
        raise WriteError(f"dialect {dialect!r}", sorted(_TABLES))
    endings = (".csv", ".tsv", ".xlsx", ".jsonl", ".parquet") if dialect == "own" else (".csv",)
    if ending not in endings:
        raise WriteError(f"{path.name!r} in dialect {dialect}", endings)
    beside = path.with_name(f".{path.name}.part")
    try:
        if ending == ".jsonl":
            _write_lines(chosen, beside)
        else:
            header, rows = _TABLES[dialect](chosen)
            _WRITERS[ending](header, rows, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(chosen)


def own_table(products: Sequence[Product]) -> Table:
    """Header and rows of our own dialect, cells not yet protected against formulas."""
    needed = {name for product in products for name, text in _optional(product).items() if text}
    attributes = list(
        dict.fromkeys(name for product in products if _plain(product) for name, _ in product.attributes)
    )
    optional = [name for name in OPTIONAL_COLUMNS if name in needed]
    marked = [f"attr:{name}" if _taken(name) else name for name in attributes]
    return [*OWN_COLUMNS, *optional, *marked], _own_rows(products, optional, attributes)


def _own_rows(
    products: Sequence[Product], optional: Sequence[str], attributes: Sequence[str]
) -> Iterator[list[str]]:
    for product in products:
        currency = _currency(product)
        live = _simple_live(product)
        cells = {
            "sku": product.sku,
            "title_en": product.title.en,
            "title_zh": product.title.zh,
            "description_en": product.description.en,
            "description_zh": product.description.zh,
            "category": product.category,
            "brand": product.brand,
            "currency": currency,
            "list_price": amount_text(product.list_price, currency),
            "live_price": amount_text(live.price, currency) if live else "",
            "live_start": instant_text(live.start) if live and live.start != ALWAYS_START else "",
            "live_end": instant_text(live.end) if live and live.end != ALWAYS_END else "",
            "floor_price": amount_text(product.floor_price, currency),
            "cost": amount_text(product.cost, currency),
            "stock": "" if product.stock is None else str(product.stock),
            "link_no": product.link_no,
            "origin_en": product.origin.en,
            "origin_zh": product.origin.zh,
            "image": join_list(product.images, links=True),
            "tags": join_list(product.tags),
            "certificate": join_list(product.certificates),
            **_optional(product),
        }
        held = dict(product.attributes) if _plain(product) else {}
        yield [
            *(cells[name] or "" for name in OWN_COLUMNS),
            *(cells[name] or "" for name in optional),
            *(held.get(name, "") for name in attributes),
        ]


def _optional(product: Product) -> dict[str, str | None]:
    currency = _currency(product)
    live = _simple_live(product)
    windows = [window for window in product.price_windows if window is not live]
    return {
        "spu": product.spu,
        "options": join_pairs(product.options),
        "price_windows": "\n".join(
            f"{window.kind} {amount_text(window.price, currency)} {_edge(window.start)}/{_edge(window.end)}"
            for window in windows
        ),
        "ingredients_en": product.ingredients.en,
        "ingredients_zh": product.ingredients.zh,
        "documents": join_list(product.documents, links=True),
        "attributes": "" if _plain(product) else join_pairs(product.attributes),
    }


def amount_text(money: Money | None, currency: str) -> str:
    """An amount as a cell: bare figures in the row's currency, with the code in front in another one."""
    if money is None:
        return ""
    figures = decimal_text(money.minor, money.currency)
    return figures if money.currency == currency else f"{money.currency} {figures}"


def _edge(at: Any) -> str:
    return "" if at in (ALWAYS_START, ALWAYS_END) else instant_text(at)


def _simple_live(product: Product) -> PriceWindow | None:
    """The window that fits the three live columns: the earliest live one."""
    live = [window for window in product.price_windows if window.kind == "live"]
    return min(live, key=lambda window: (window.start, window.end), default=None)


def _currency(product: Product) -> str:
    amounts = [product.list_price, product.floor_price, product.cost]
    amounts += [window.price for window in product.price_windows]
    return next((amount.currency for amount in amounts if amount is not None), "CNY")


def _plain(product: Product) -> bool:
    """True when the attributes fit into columns of their own: distinct, printable names, values that
    survive."""
    names = [name for name, _ in product.attributes]
    return len(set(names)) == len(names) and all(
        name.isprintable() and clean(name) == name and name and not name.startswith("attr:") for name in names
    )


def _taken(name: str) -> bool:
    """True when a column of that name would be read as one of our fields, or as a numbered spare one."""
    return field_of(name) is not None or name.casefold() == "attributes" or name.startswith("column ")


def _cell(text: str) -> str:
    """Protected against formulas; control characters, which no format carries, are left out."""
    return protect(without_control(text))


def _write_csv(header: list[str], rows: Iterable[list[str]], path: Path, *, delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([_cell(name) for name in header])
        writer.writerows([_cell(text) for text in row] for row in rows)


def _write_tsv(header: list[str], rows: Iterable[list[str]], path: Path) -> None:
    _write_csv(header, rows, path, delimiter="\t")


def _write_xlsx(header: list[str], rows: Iterable[list[str]], path: Path) -> None:
    from openpyxl import Workbook  # imported here: it is slow to load and only this format needs it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")
    sheet.freeze_panes = "B2"
    for row in [[_cell(name) for name in header], *([_cell(text) for text in row] for row in rows)]:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text or None)
            # Text format keeps Excel from turning a 19-digit id into a number when the cell is touched.
            cell.number_format = "@"
            cell.data_type = "s" if text else "n"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _write_parquet(header: list[str], rows: Iterable[list[str]], path: Path) -> None:
    import pyarrow as arrow  # type: ignore[import-untyped]  # ships no stubs
    import pyarrow.parquet as parquet  # type: ignore[import-untyped]  # ships no stubs

    columns: list[list[str]] = [[] for _ in header]
    for row in rows:
        for column, text in zip(columns, row, strict=True):
            column.append(_cell(text))
    arrays = [arrow.array(column, type=arrow.string()) for column in columns]
    parquet.write_table(arrow.Table.from_arrays(arrays, names=[_cell(name) for name in header]), path)


def _write_lines(products: Sequence[Product], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for product in products:
            file.write(json.dumps(product_to_json(product), ensure_ascii=False) + "\n")


_TABLES = {"own": own_table, "shopify": shopify_table, "woocommerce": woo_table}
_WRITERS = {".csv": _write_csv, ".tsv": _write_tsv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
