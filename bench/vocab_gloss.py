"""Glosses without Chinese text, held against human translations of retail category names.

Run: `python -m bench.vocab_gloss [--show N]`. Needs `shared/data/retail_names_dev.tsv` beside the checkout.
The names are split by the hash of their id: the tuning half may be looked at, only the other is reported.
A gloss counts when it stands literally in the human's Chinese. The category path is all the context.
`merchant` has learnt its lexicon from the tuning half, as a merchant's own catalogue would teach it; names of
the reporting half that also stand in the tuning half are left out.
"""

from __future__ import annotations

import argparse
import csv
from hashlib import sha256
from pathlib import Path

from bench.goals import held
from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.candidates import head_unit
from vocab.domains import domains_of
from vocab.extract import Extractor

DATA = Path(__file__).parents[1].parent / "shared/data/retail_names_dev.tsv"


def main() -> None:
    """Prints the table; `--show N` lists N misses of the tuning half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--limit", type=int, default=100_000)
    options = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(f"{DATA.name} is not beside this checkout: nothing to measure.")
    rows = list(csv.reader(DATA.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    names = [(r[0], r[1], r[2], r[3]) for r in rows if len(r) == 4][: options.limit]
    extractor = Extractor()
    parts = extractor.parts()
    engine = parts.engine(None, {})
    senses = engine.proposer.senses
    tuning = [
        Product(Sku(i), Bilingual(en, zh), category=path) for i, path, en, zh in names if _half(i) == "tune"
    ]
    seen = {str(p.title.en) for p in tuning}
    lexicon = extractor.learn(tuning)
    taught = parts.engine(lexicon, {}).proposer.senses
    tally: dict[tuple[str, str, str], list[int]] = {}
    misses: list[tuple[str, str, str, str]] = []
    products = [Product(Sku(i), Bilingual(en, None), category=path) for i, path, en, _ in names]
    for (ident, _, en, zh), reading in zip(names, parts.reader.read(products), strict=True):
        half = _half(ident)
        if not reading.english or (half == "report" and en in seen):
            continue
        passage = reading.english[0]
        head = head_unit(passage)
        domains = domains_of(reading, parts.glossary)
        for k, unit in enumerate(passage.units):
            full = senses.without_link(unit.keys, unit.pos, domains, "")
            generic = senses.generic(unit.keys, unit.pos, "")
            learnt = taught.without_link(unit.keys, unit.pos, domains, "") if half == "report" else None
            for system, gloss in (("retail", full), ("generic", generic), ("merchant", learnt)):
                if system == "merchant" and half == "tune":
                    continue  # it was learnt from these
                for scope in ("all", "head") if k == head else ("all",):
                    counts = tally.setdefault((half, system, scope), [0, 0, 0])
                    counts[0] += 1
                    counts[1] += gloss is not None
                    counts[2] += gloss is not None and gloss.zh in zh
            if half == "tune" and k == head and (full is None or full.zh not in zh):
                misses.append((en, unit.lemma, full.zh if full else "—", zh))
    print(
        f"{'half':8}{'system':10}{'units':8}{'asked':>7}{'answered':>10}{'of answered':>13}{'of asked':>10}"
    )
    for (half, system, scope), (asked, answered, right) in sorted(tally.items()):
        share = right / answered if answered else 0.0
        print(f"{half:8}{system:10}{scope:8}{asked:7}{answered:10}{share:13.3f}{right / asked:10.3f}")
    print("goals, reporting half: share of all that was asked")
    for system, goal in (("retail", 0.55), ("merchant", 0.55)):
        asked, _, right = tally["report", system, "all"]
        held(f"{system}: stands literally in a human's Chinese", right / asked, "at least", goal)
    for miss in misses[:: max(1, len(misses) // max(1, options.show))][: options.show]:
        print("   ", " · ".join(miss))


def _half(ident: str) -> str:
    return "tune" if sha256(ident.encode()).digest()[0] % 2 else "report"


if __name__ == "__main__":
    main()
