"""Any bytes may be a file: every parser of files and messages gives records and findings, or a named refusal.

Good inputs are cut, doubled, shifted and salted with bytes that mean something to a format. The long run is
`STUDIO_FUZZ=20000 python -m pytest -n0 tests/test_parsers_fuzz.py`.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from catalog.read import read_catalog
from catalog.write import write_catalog
from lessons.sheet.reader import read_sheet
from lessons.text.reader import parse_script
from live.journal import ShowId
from live.journal_wire import BadCommand, parse_command
from sales.files.reading import read_orders
from sales.inbox import SOURCES
from vocab.glossary import read_glossary_file

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "studio/sample"
EXAMPLES = int(os.environ.get("STUDIO_FUZZ", "25"))
NOW = datetime(2026, 11, 25, tzinfo=UTC)
SALT = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n", b",", b"\t", b"{", b"[", b"]}", b"=1+1",
    b"PAR1", b"PK\x03\x04", b"\xe6\xa1", b"9" * 400, b"-1", b"NaN", b"1e999", "５９".encode(), b"\\u0000",
    b"#", b"## ",
]  # fmt: skip
LINE = {"kind": "paid", "order_id": "1", "line_id": "1", "sku": "P1", "qty": 1, "currency": "CNY"}
LINE |= {"amount_minor": 100, "occurred_at": 1_781_266_000_000, "buyer": "b"}
ORDER = json.dumps({"shop": "s", "events": [LINE]}).encode()
COMMAND = b'{"id":"a","verb":"go","expects":{"cue":"s1c1"},"args":{"confirm":true},"until":1}'


def spoilt(good: bytes, rng: Random) -> bytes:
    """The input after one to six accidents."""
    data = bytearray(good)
    for _ in range(rng.randrange(1, 7)):
        at, kind = rng.randrange(len(data) + 1), rng.randrange(5)
        if kind == 0:
            del data[at : at + rng.randrange(1, 200)]
        elif kind == 1:
            data[at:at] = rng.choice(SALT)
        elif kind == 2:
            data[at:at] = data[at : at + rng.randrange(1, 400)]
        elif kind == 3 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        else:
            del data[at + rng.randrange(1, 4000) :]
    return bytes(data)


def sample(ending: str, folder: Path) -> bytes:
    """The sample catalogue in another kind of file."""
    reading = read_catalog(SAMPLE / "catalogue.csv", name="catalogue.csv", now=NOW)
    path = folder / f"catalogue.{ending}"
    write_catalog(reading.products[:8], path)
    return path.read_bytes()


def _orders(data: bytes) -> None:
    read_orders(data, name="orders.csv", now=NOW)


def _sheet(data: bytes) -> None:
    read_sheet(data, name="show.xlsx")


def _script(data: bytes) -> None:
    parse_script(data.decode(errors="replace"), name="show.md")


def _glossary(data: bytes) -> None:
    read_glossary_file(data, file="glossary.csv")


def _command(data: bytes) -> None:
    with contextlib.suppress(BadCommand):
        parse_command(data, show=ShowId("s"), actor="a", role="producer")


def _delivery(data: bytes) -> None:
    for name, source in SOURCES.items():
        source.probe(data)
        source.verify(data, {}, (b"secret",), 1_781_266_000_000)
        source.delivery_id(data, {})
        source.parse(data, source=name, headers={})


def _catalogue(data: bytes) -> None:
    read_catalog(data, name="catalogue", now=NOW)


PARSERS: dict[str, tuple[Callable[[bytes], None], Callable[[Path], bytes]]] = {
    "catalogue csv": (_catalogue, lambda _: (SAMPLE / "catalogue.csv").read_bytes()[:6000]),
    "catalogue xlsx": (_catalogue, lambda folder: sample("xlsx", folder)),
    "catalogue jsonl": (_catalogue, lambda folder: sample("jsonl", folder)),
    "catalogue parquet": (_catalogue, lambda folder: sample("parquet", folder)),
    "orders": (_orders, lambda _: (SAMPLE / "orders.csv").read_bytes()[:6000]),
    "script": (_script, lambda _: (SAMPLE / "show.md").read_bytes()[:6000]),
    "sheet": (_sheet, lambda folder: sample("xlsx", folder)),
    "glossary": (_glossary, lambda _: "en,zh,pos,domain\nmellow sauce,醇酱,NOUN,condiments\n".encode()),
    "command": (_command, lambda _: COMMAND),
    "delivery": (_delivery, lambda _: ORDER),
}


@pytest.mark.parametrize("name", PARSERS)
def test_no_parser_raises_for_what_a_file_holds(name: str, tmp_path: Path) -> None:
    """Whatever is left of a good input after some accidents: records and findings, never a crash."""
    parse, good = PARSERS[name]
    original, rng = good(tmp_path), Random(20261125)
    parse(original)
    for _ in range(EXAMPLES):
        data = spoilt(original, rng)
        try:
            parse(data)
        except Exception as error:
            (tmp_path / "input").write_bytes(data)
            raise AssertionError(f"{name}: {error!r} for {data[:400]!r}") from error
