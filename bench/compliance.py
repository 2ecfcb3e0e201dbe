"""How long the compliance check takes: a whole script of 65 000 characters, and one edited line.

Run `python -m bench.compliance`. The text is the sample show's script and catalogue, repeated, with claims
and disguised claims mixed in; times are CPU time of this process, so that a busy machine does not matter.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from lessons.compliance import lint, load_rules

SAMPLE = Path(__file__).parents[1] / "studio" / "sample"
LENGTH = 65_000
#: What issue 6 allows, in milliseconds.
LIMITS = {"script": 200, "edit": 50}
EDIT = "这是全网最 好的桃子，比去年更甜。The b3st tea, hand-picked at dawn.\n"


def sample_text() -> str:
    """65 000 characters as a real script holds them, one claim in about 2 000 characters."""
    with (SAMPLE / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row["description_zh"] + "\n" + row["description_en"] for row in csv.DictReader(file)]
    rows.append((SAMPLE / "show.md").read_text(encoding="utf-8"))
    body = "\n".join(rows)
    pieces = [body[at : at + 2_000] for at in range(0, len(body), 2_000)]
    text = EDIT.join(pieces)
    return (text * (LENGTH // len(text) + 1))[:LENGTH]


def measure(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of CPU for each of `times` runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return taken


def main() -> None:
    """Print the table."""
    text = sample_text()
    start = time.process_time()
    rules = load_rules()
    words, patterns = sum(len(rule.words) for rule in rules), sum(len(rule.probes) for rule in rules)
    print(f"rules       {len(rules):5d}, {words} words and {patterns} patterns")
    print(f"first check {(time.process_time() - start) * 1000:5.0f} ms to read and compile the rules")
    found = lint(text)
    print(f"findings    {len(found):5d} in {len(text)} characters")
    for name, work, times in (("script", lambda: lint(text), 9), ("edit", lambda: lint(EDIT), 99)):
        taken = measure(work, times)
        middle, worst = statistics.median(taken), max(taken)
        verdict = "ok" if worst <= LIMITS[name] else "TOO SLOW"
        print(f"{name:11s} {middle:7.1f} ms median {worst:7.1f} ms worst  limit {LIMITS[name]} ms  {verdict}")


if __name__ == "__main__":
    main()
