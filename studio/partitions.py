"""A large extraction on the disk: its products cut into Parquet partitions, the cards of each beside them.

    FOLDER/plan.json                                what is extracted; another extraction is refused
    FOLDER/products/000000000256.parquet            row, product (JSON), named by its first row
    FOLDER/cards/000000000256-000000000512.parquet  row, sku, cards (JSON), findings (JSON); end exclusive

A file gets its name when it is whole, so what has a name is done: an extraction that was cut off goes on with
the rows that no file of `cards` covers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from catalog.finding import Finding
from catalog.product import Product
from catalog.wire import product_from_json, product_to_json
from vocab.extract import Extracted
from vocab.reading import BATCH
from vocab.wire import card_to_json

#: Products in a partition: some seconds of one core, so that progress moves and a cut costs little;
#: a multiple of what the tagger reads together, so that the bytes are those of one process.
ROWS = 8 * BATCH
#: One product's line and what is to be told about it.
Line = tuple[dict[str, object] | None, Sequence[Finding]]


class OtherExtraction(ValueError):
    """The folder holds the cards of another catalogue, or of other options."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}” holds another extraction: choose an empty folder, or the same catalogue and options. "
            f"“{path}” 里是另一次提取的结果：请换一个空文件夹，或沿用原来的商品和选项。"
        )


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """Rows of a catalogue, `start` to `end` (exclusive)."""

    start: int
    end: int

    @property
    def name(self) -> str:
        """The file of its cards."""
        return f"{self.start:012}-{self.end:012}.parquet"

    @property
    def size(self) -> int:
        """How many rows."""
        return self.end - self.start

    def split(self) -> tuple[Piece, ...]:
        """Its batches; of a single batch its rows."""
        step = BATCH if self.size > BATCH else 1
        return tuple(Piece(at, min(at + step, self.end)) for at in range(self.start, self.end, step))


class Folder:
    """One extraction's folder, `rows` products in a partition. Its path is the same for every worker."""

    def __init__(self, path: Path, *, rows: int = ROWS) -> None:
        self.path = path
        self._part = rows
        self._plan = path / "plan.json"
        self._products = path / "products"
        self._cards = path / "cards"

    def is_cut(self, digest: str) -> bool:
        """Whether the catalogue lies here in partitions already.

        Raises:
            OtherExtraction: another one does.
        """
        if not self._plan.exists():
            return False
        if self._read_plan()["digest"] != digest:
            raise OtherExtraction(self.path)
        return True

    def cut(self, products: Iterable[Product], findings: Sequence[Finding], *, digest: str) -> None:
        """Write the partitions; the plan, last, says that they are whole. `findings` may grow meanwhile."""
        for folder in (self._products, self._cards):
            folder.mkdir(parents=True, exist_ok=True)
        rest = iter(products)
        start = 0
        while part := list(islice(rest, self._part)):
            texts = [json.dumps(product_to_json(product), ensure_ascii=False) for product in part]
            rows = list(range(start, start + len(part)))
            _write(self._products / f"{start:012}.parquet", {"row": rows, "product": texts})
            start += len(part)
        told = [finding.to_json() for finding in findings]
        plan = json.dumps({"digest": digest, "products": start, "findings": told}, ensure_ascii=False)
        rough = self._plan.with_suffix(".part")
        rough.write_text(plan, encoding="utf-8")
        rough.replace(self._plan)

    def findings(self) -> tuple[Finding, ...]:
        """What was found in the catalogue's files."""
        return tuple(Finding.from_json(each) for each in self._read_plan()["findings"])

    def rows(self) -> int:
        """How many products the catalogue has."""
        return int(self._read_plan()["products"])

    def done(self) -> list[Piece]:
        """The pieces whose cards lie here, in order."""
        names = (file.stem.split("-") for file in self._cards.glob("*-*.parquet"))
        return sorted(Piece(int(start), int(end)) for start, end in names)

    def open(self) -> list[Piece]:
        """The pieces that are still to be done: what of each partition no finished piece covers."""
        rows, done = self.rows(), self.done()
        found: list[Piece] = []
        for start in range(0, rows, self._part):
            at, end = start, min(start + self._part, rows)
            for piece in (each for each in done if start <= each.start < end):
                if piece.start > at:
                    found.append(Piece(at, piece.start))
                at = piece.end
            if at < end:
                found.append(Piece(at, end))
        return found

    def products(self, piece: Piece | None = None) -> Iterator[Product]:
        """The products of a piece (of the whole catalogue without), a partition in memory at a time."""
        wanted = piece or Piece(0, self.rows())
        for start in range(wanted.start // self._part * self._part, wanted.end, self._part):
            texts = _read(self._products / f"{start:012}.parquet")["product"]
            for text in texts[max(wanted.start - start, 0) : wanted.end - start]:
                yield product_from_json(json.loads(text))

    def write(self, piece: Piece, found: Sequence[Extracted]) -> None:
        """Keep the cards of a piece."""
        columns: dict[str, list[Any]] = {
            "row": list(range(piece.start, piece.end)),
            "sku": [str(sku) for sku, _, _ in found],
            "cards": [_text([card_to_json(card) for card in cards]) for _, cards, _ in found],
            "findings": [_text([finding.to_json() for finding in told]) for _, _, told in found],
        }
        _write(self._cards / piece.name, columns)

    def lines(self, piece: Piece) -> Iterator[Line]:
        """The line of each product of a finished piece, in order."""
        columns = _read(self._cards / piece.name)
        for sku, cards, told in zip(columns["sku"], columns["cards"], columns["findings"], strict=True):
            line = {"sku": sku, "cards": json.loads(cards)}
            yield line, tuple(Finding.from_json(each) for each in json.loads(told))

    def _read_plan(self) -> dict[str, Any]:
        return dict(json.loads(self._plan.read_text(encoding="utf-8")))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, columns: dict[str, list[Any]]) -> None:
    """A Parquet file that has its name only once it is whole."""
    import pyarrow as arrow  # type: ignore[import-untyped]  # ships no stubs
    import pyarrow.parquet as parquet  # type: ignore[import-untyped]  # ships no stubs

    rough = path.with_suffix(f".part-{os.getpid()}")
    parquet.write_table(arrow.table(columns), rough, compression="zstd")
    rough.replace(path)


def _read(path: Path) -> dict[str, list[Any]]:
    import pyarrow.parquet as parquet

    columns: dict[str, list[Any]] = parquet.ParquetFile(path).read().to_pydict()
    return columns
