"""Rows of a Parquet file as text. pyarrow is imported on first use: it is large and most files are not
Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from catalog.records import Record
from catalog.workbook import WorkbookError, cell_text

#: Most bytes the columns may unpack to.
MAX_UNPACKED = 256 * 2**20
_BATCH = 2_000


def parquet_records(stream: BinaryIO) -> Iterator[Record]:
    """A header record numbered 0, then one record per row. Raises WorkbookError when it cannot be read."""
    try:
        import pyarrow as arrow  # type: ignore[import-untyped]  # ships no stubs
        import pyarrow.parquet as parquet  # type: ignore[import-untyped]  # ships no stubs
    except ImportError as error:
        raise WorkbookError("catalog.file.parquet") from error
    try:
        file = parquet.ParquetFile(stream)
        metadata = file.metadata
        size = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
        if size > MAX_UNPACKED:
            raise WorkbookError("catalog.file.bomb", size=size // 2**20, limit=MAX_UNPACKED // 2**20)
        yield Record(0, [str(name) for name in file.schema_arrow.names])
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield Record(number, [_text(value) for value in values])
    except (arrow.ArrowException, OSError, OverflowError) as error:
        raise WorkbookError("catalog.file.broken", kind="parquet") from error


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return cell_text(value)
    if isinstance(value, int):
        return str(value)  # Parquet integers are exact, unlike a spreadsheet's
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return cell_text(value)
