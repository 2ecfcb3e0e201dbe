"""Cards for catalogues of any size: rate per core, memory, what a second worker brings. Prints two tables.

`python -m bench.scale_cards [--sizes 1000,10000,100000,1000000] [--workers 1,2] [--seconds 150]`

The products are those of the sample with other numbers, so that no text repeats, in files of 100,000 records
that are one catalogue. Each run is `python -m studio cards FOLDER --records --out OUT [--jobs N]`: reading,
cutting into partitions, learning the lexicon, extraction and writing are all in it. A run that the last ones
say would not fit into what is left of `--seconds` is not made: its row is marked ≈ and is the smaller run
times the growth of size.

Processor seconds are those of all processes together, so that a busy machine changes them little; `MB` is the
largest of them. Efficiency is processor seconds of one worker over those of several (what sharing costs) and,
beside it, wall time of one over that of n, divided by n (what it brings on this machine, when it is idle).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from bench.vocab_speed import products
from catalog.bilingual import Bilingual
from catalog.product import Sku
from catalog.wire import product_to_json

ROOT = Path(__file__).parents[1]
FILE_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of the wall and of processors, and the largest process."""

    size: int
    workers: int
    wall: float
    cpu: float
    megabytes: float
    estimated: bool = False


def synthesise(folder: Path, size: int) -> None:
    """`size` products as records, in files of `FILE_ROWS`."""
    base = products(40)
    for start in range(0, size, FILE_ROWS):
        with (folder / f"{start:09}.jsonl").open("w", encoding="utf-8") as file:
            for n in range(start, min(start + FILE_ROWS, size)):
                one = base[n % len(base)]
                text = one.description
                told = Bilingual(f"{text.en} Lot {n}.", f"{text.zh}第{n}号。")
                record = product_to_json(replace(one, sku=Sku(f"S{n}"), description=told))
                file.write(json.dumps(record, ensure_ascii=False) + "\n")


def measure(size: int, workers: int) -> Run:
    """One run in processes of its own."""
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place) / "source", Path(place) / "out"
        source.mkdir()
        synthesise(source, size)
        command = [sys.executable, "-m", "studio", "cards", str(source), "--records", "--out", str(out)]
        code = (
            "import resource, subprocess, sys, time\n"
            "began = time.monotonic()\n"
            "subprocess.run(sys.argv[1:], check=True, capture_output=True)\n"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
        )
        watched = [sys.executable, "-c", code, *command, "--jobs", str(workers)]
        done = subprocess.run(watched, check=True, capture_output=True, text=True, cwd=ROOT)
        wall, cpu, peak = map(float, done.stdout.split())
        return Run(size, workers, wall, cpu, peak / (1024 if sys.platform != "darwin" else 1024 * 1024))


def table(sizes: list[int], workers: list[int], seconds: float) -> list[Run]:
    """Measure what fits into the time, print a row a run."""
    head = f"{'products':>10}{'workers':>9}{'wall s':>9}{'cpu s':>10}{'per cpu s':>11}{'MB':>7}"
    print(head + f"{'efficiency cpu / wall':>24}")
    end = time.monotonic() + seconds
    runs: list[Run] = []
    for size in sizes:
        for count in workers:
            before = next((run for run in reversed(runs) if run.workers == count), None)
            needed = before.wall * size / before.size if before else 0.0
            if before is not None and (before.estimated or time.monotonic() + needed > end):
                grown = size / before.size
                run = Run(size, count, before.wall * grown, before.cpu * grown, before.megabytes, True)
            else:
                run = measure(size, count)
            runs.append(run)
            alone = next((each for each in runs if (each.size, each.workers) == (size, 1)), None)
            gain = ""
            if alone is not None and count > 1 and not run.estimated:
                gain = f"{alone.cpu / run.cpu:.0%} / {alone.wall / run.wall / count:.0%}"
            sign = "≈" if run.estimated else ""
            wall, cpu = (sign + format(each, ",.0f") for each in (run.wall, run.cpu))
            print(
                f"{size:>10,}{count:>9}{wall:>9}{cpu:>10}{size / run.cpu:>11,.0f}"
                f"{run.megabytes:>7,.0f}{gain:>24}",
                flush=True,
            )
    return runs


def growth(runs: list[Run]) -> None:
    """How the cost grows from size to size."""
    print(f"\n{'workers':>7}{'from':>10}{'to':>10}{'ms cpu a product between':>26}{'MB more':>9}")
    for count in sorted({run.workers for run in runs}):
        made = [run for run in runs if run.workers == count and not run.estimated]
        for small, large in pairwise(made):
            each = (large.cpu - small.cpu) / (large.size - small.size) * 1000
            more = large.megabytes - small.megabytes
            print(f"{count:>7}{small.size:>10,}{large.size:>10,}{each:>26.2f}{more:>9.0f}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--seconds", type=float, default=150)
    options = parser.parse_args()
    sizes, workers = ([int(each) for each in text.split(",")] for text in (options.sizes, options.workers))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    growth(table(sizes, workers, options.seconds))


if __name__ == "__main__":
    main()
