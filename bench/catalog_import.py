"""Dry-run import of 1k, 10k and 100k rows: seconds, peak memory, and that both grow with the rows.

Each measurement runs in a process of its own, so that the peak is that run's. Instead, `--fuzz N` runs N
mutated files, `--hostile` the giant files, and `--serving` tells how long other people wait meanwhile.
Prints a table; writes nothing but temporary files.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.plan import plan_import
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from catalog.read import read_catalog
from catalog.write import write_catalog
from studio.studio import Studio

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
EN = "Hand-picked at dawn in the orchards of Yangshan, each peach weighs about 250 g with pale pink skin. "
ZH = "清晨在无锡阳山的果园人工采摘，每颗水蜜桃约250克，果皮淡粉，果肉白嫩多汁。"


def product(number: int) -> Product:
    """A product as real as a listing: some 600 characters of text, prices, tags, attributes."""
    price = 1000 + number % 9000
    return Product(
        sku=Sku(f"69260612{number:011d}"),
        title=Bilingual(f"Yangshan Honey Peaches No. {number}, 2 kg", f"阳山水蜜桃 {number} 号 2公斤"),
        description=Bilingual(EN * 4, ZH * 5),
        category="生鲜果蔬 Fresh produce",
        brand="缓林 Slowgrove",
        list_price=Money(price * 2, "CNY"),
        price_windows=(PriceWindow(ALWAYS_START, ALWAYS_END, Money(price, "CNY"), "live"),),
        floor_price=Money(price - 100, "CNY"),
        cost=Money(price - 500, "CNY"),
        stock=number % 1000,
        origin=Bilingual("Yangshan, Wuxi", "无锡阳山"),
        images=(f"{number}.jpg",),
        tags=("引流款", "返场"),
        link_no=str(number % 200),
        attributes=(("weight", "2 kg"), ("shelf_life", "5 days")),
    )


def peak_mib() -> float:
    """The most memory this program held. `ru_maxrss` would also count the parent it was started by."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, known: int) -> None:
    """Read and plan one file against a catalogue of which every second product is known; print the
    figures."""
    existing = {item.sku: item for item in (product(number) for number in range(0, known, 2))}
    before = peak_mib()
    clock, cpu = time.perf_counter(), time.process_time()
    plan = plan_import(existing, read_catalog(path, name=path.name, now=NOW))
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    peak = peak_mib()
    counts = f"{len(plan.create)}/{len(plan.updated)}/{len(plan.unchanged)}/{plan.errors}"
    print(f"{clock:8.2f} {cpu:8.2f} {before:9.0f} {peak:9.0f}   {counts}", flush=True)


def table(sizes: list[int], endings: list[str]) -> None:
    """The measurements, each in its own process."""
    print("file                MiB  seconds    cpu s  base MiB  peak MiB   new/updated/same/error")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for ending in endings:
                path = Path(folder) / f"{size}.{ending}"
                write_catalog((product(number) for number in range(size)), path)
                print(f"{path.name:<16}{path.stat().st_size / 2**20:7.1f} ", end="", flush=True)
                run = [sys.executable, "-m", "bench.catalog_import", "--measure", str(path), str(size)]
                subprocess.run(run, check=True)
                path.unlink()


def serving(size: int) -> None:
    """How long others wait while a file is read: the pauses of a thread that asks to run every millisecond.

    Once in a thread of this process, once in a process of its own; then undone and applied, and searched.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goods.csv"
        write_catalog((product(number) for number in range(size)), path)
        data = path.read_bytes()
        studio = Studio(f"sqlite:///{Path(folder) / 'studio.db'}")
        shelf = studio.catalogue
        plan = shelf.dry_run_apart(data, name=path.name)
        batch = shelf.apply(plan)
        assert batch is not None
        print(f"{size} rows, {len(data) / 2**20:.1f} MiB    seconds  pause p95  pause max (ms)")
        steps: dict[str, Callable[[], object]] = {
            "dry run here": lambda: shelf.dry_run(data, name=path.name),
            "dry run apart": lambda: shelf.dry_run_apart(data, name=path.name),
            "undo all": lambda: shelf.undo(batch),
            "apply all": lambda: shelf.apply(plan),
            "search by pinyin": lambda: shelf.page(search="yssmt"),
            "page, most findings": lambda: shelf.page(sort="findings"),
        }
        for name, step in steps.items():
            seconds, pauses = _paused(step)
            print(
                f"{name:<22} {seconds:12.2f} {pauses[int(len(pauses) * 0.95)]:10.1f} {pauses[-1]:10.1f}",
                flush=True,
            )
        studio.close()


def _paused(step: Callable[[], object]) -> tuple[float, list[float]]:
    """Seconds of a step in another thread, and the pauses of this one in milliseconds, sorted."""
    worker = threading.Thread(target=step)
    start = last = time.perf_counter()
    worker.start()
    pauses = []
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        pauses.append((now - last) * 1000)
        last = now
    return time.perf_counter() - start, sorted(pauses)


def _workbook(path: Path, sheet: bytes) -> None:
    """A workbook whose only sheet part is the given XML."""
    import io
    import zipfile

    import openpyxl

    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            mine = part.filename == "xl/worksheets/sheet1.xml"
            target.writestr(part.filename, sheet if mine else source.read(part))


def _bomb(path: Path) -> None:
    """1 GiB of blanks in a sheet: a megabyte as a file."""
    _workbook(path, _SHEET + b" " * 2**30 + _SHEET_END)


def _formulas(path: Path) -> None:
    """20,000 rows whose every cell is a formula without a saved value."""
    rows = (
        f'<row r="{n}"><c r="A{n}"><f>HYPERLINK(&quot;http://x&quot;)</f></c><c r="B{n}"><f>1/0</f></c></row>'
        for n in range(2, 20_002)
    )
    names = (("A1", "sku"), ("B1", "title_en"))
    cells = (f'<c r="{at}" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in names)
    head = f'<row r="1">{"".join(cells)}</row>'
    _workbook(path, _SHEET + (head + "".join(rows)).encode() + _SHEET_END)


def _raw(fill: Callable[[BinaryIO], object]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            fill(file)

    return write


_SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>"
)
_SHEET_END = b"</sheetData></worksheet>"
_HEAD = b"sku,title_en\n1,Tea\n"
HOSTILE: dict[str, Callable[[Path], None]] = {
    "200 MB of one line": _raw(lambda file: file.truncate(200 * 2**20)),
    "120 MB of rows": _raw(lambda file: file.write(_HEAD + b"2,Salt\n" * (17 * 2**20))),
    "zip bomb, 1 GiB in a sheet": _bomb,
    "20,000 rows of formulas": _formulas,
    "5 million empty rows": _raw(lambda file: file.write(_HEAD + b"\n" * 5_000_000)),
    "5 million rows of commas": _raw(lambda file: file.write(_HEAD + b",\n" * 5_000_000)),
    "100 MB without a line end": _raw(lambda file: file.write(b"x" * 100 * 2**20)),
    "100 MB of quotation marks": _raw(lambda file: file.write(b'sku,title_en\n"' + b'\n"' * 50 * 2**20)),
}


def hostile() -> None:
    """Files made to hurt, each read in a process of its own: what is said, how long, how much memory."""
    print("file                            MiB  seconds  base MiB  peak MiB  products  findings")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile"
        for name, make in HOSTILE.items():
            make(path)
            print(f"{name:<30}{path.stat().st_size / 2**20:6.1f} ", end="", flush=True)
            subprocess.run([sys.executable, "-m", "bench.catalog_import", "--read", str(path)], check=True)


def read_one(path: Path) -> None:
    """Read one file and print the figures."""
    before = peak_mib()
    clock = time.perf_counter()
    reading = read_catalog(path, name="hostile", now=NOW)
    clock = time.perf_counter() - clock
    peak = peak_mib()
    told = ", ".join(sorted({finding.code.removeprefix("catalog.") for finding in reading.findings})[:3])
    print(f"{clock:9.2f}{before:10.0f}{peak:10.0f}{len(reading.products):10d}  {told}", flush=True)


def fuzz(count: int) -> None:
    """Mutated copies of good files; any exception ends the run with its file's seed."""
    from tests.test_catalog_hostile import SEEDS, check_sane, mutate

    slowest = 0.0
    for seed in range(count):
        rng = random.Random(seed)
        data = mutate(SEEDS[seed % len(SEEDS)].encode(), rng)
        clock = time.perf_counter()
        try:
            check_sane(read_catalog(data, name="fuzz", now=NOW))
        except Exception:
            print(f"seed {seed}: {data!r}")
            raise
        slowest = max(slowest, time.perf_counter() - clock)
    print(f"{count} mutated files: no crash, slowest {slowest * 1000:.0f} ms")


def main() -> None:
    """Parse the arguments and run what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--endings", nargs="*", default=["csv", "xlsx"])
    parser.add_argument("--fuzz", type=int)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--serving", type=int, nargs="?", const=10_000, help="rows")
    parser.add_argument("--measure", nargs=2)
    parser.add_argument("--read", type=Path)
    args = parser.parse_args()
    if args.read:
        read_one(args.read)
    elif args.measure:
        measure(Path(args.measure[0]), int(args.measure[1]))
    elif args.fuzz:
        fuzz(args.fuzz)
    elif args.serving:
        serving(args.serving)
    elif args.hostile:
        hostile()
    else:
        table(args.sizes, args.endings)


if __name__ == "__main__":
    main()
