"""Boards as the planner uses them: extraction in a process of its own, review, approval."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from catalog.wire import product_to_json
from store import cards, products, review
from store.store import Store
from vocab.card import Card, CardStatus
from vocab.wire import card_from_json

if TYPE_CHECKING:
    from vocab.pronounce import Pronouncer

log = logging.getLogger("studio.boards")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an extraction is: products done of products asked; `error` once it failed."""

    done: int
    total: int
    running: bool
    error: str | None = None


class Boards:
    """Cards of a store. Extraction runs `python -m studio cards` beside the serving process.

    A child process keeps the air clean: the language models never enter the process that serves the screens,
    and a crash in them costs the extraction only.
    """

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._progress = Progress(0, 0, running=False)
        self._child: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()
        self._pronouncer: Pronouncer | None = None

    def progress(self) -> Progress:
        """Where the running or last extraction stands."""
        return self._progress

    def extract(self, skus: Sequence[str] | None = None, *, audience: str = "cet4", limit: int = 5) -> bool:
        """Start extracting cards for products (all of them without `skus`); False when one is running."""
        with self._guard:
            if self._progress.running:
                return False
            with self._store.read() as connection:
                held = tuple(products.many(connection, skus).values())
            self._progress = Progress(0, len(held), running=bool(held))
            if held:
                threading.Thread(
                    target=self._run, args=(held, audience, limit), name="extract", daemon=True
                ).start()
            return True

    def stop(self) -> None:
        """End a running extraction; what it found so far stays."""
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()

    def _run(self, items: Sequence[Product], audience: str, limit: int) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / "products.jsonl"
                lines = (json.dumps(product_to_json(item), ensure_ascii=False) for item in items)
                source.write_text("\n".join(lines), encoding="utf-8")
                self._drive(source, Path(folder) / "stderr.txt", len(items), audience, limit)
        except Exception as error:
            log.exception("extraction failed")
            self._progress = replace(self._progress, running=False, error=str(error))

    def _drive(self, source: Path, errors: Path, total: int, audience: str, limit: int) -> None:
        command = [sys.executable, "-m", "studio", "cards", str(source), "--records", "--format", "jsonl"]
        command += ["--audience", audience, "--max", str(limit)]
        done = 0
        with errors.open("w", encoding="utf-8") as stderr:
            self._child = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=stderr,
                encoding="utf-8",
                cwd=ROOT,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )
            assert self._child.stdout is not None
            for line in self._child.stdout:
                found = json.loads(line)
                sku = Sku(found["sku"])
                batch = [card_from_json({**card, "sku": sku}) for card in found["cards"]]
                self.take(sku, batch)
                done += 1
                self._progress = Progress(done, total, running=True)
            code = self._child.wait()
        failed = None if done == total else errors.read_text(encoding="utf-8")[-2000:] or f"exit code {code}"
        self._progress = Progress(done, total, running=False, error=failed)

    def take(self, sku: Sku, found: Sequence[Card]) -> None:
        """Save what an extraction found; cards that a person touched stay as they are."""
        now = self._clock()
        self._store.write(lambda connection: cards.save_found(connection, sku, found, now=now))

    def by_product(
        self, skus: Iterable[str] | None = None, *, status: CardStatus | None = None
    ) -> Mapping[Sku, tuple[Card, ...]]:
        """Cards per product in board order."""
        with self._store.read() as connection:
            return cards.by_product(connection, skus, status=status)

    def decide(self, keys: Iterable[tuple[str, str]], status: CardStatus, *, by: str) -> None:
        """Approve, reject or reopen cards."""
        held, now = tuple(keys), self._clock()
        self._store.write(lambda connection: cards.decide(connection, held, status, by=by, now=now))

    def put(self, card: Card, *, by: str, replaces: str | None = None) -> None:
        """Save a card as a person left it; `replaces` names the card it was before the edit."""
        now = self._clock()

        def work(connection: Connection) -> None:
            rank = None
            if replaces is not None and replaces != card.id:
                rank = cards.rank_of(connection, card.sku, replaces)
                cards.remove(connection, card.sku, replaces)
            cards.put(connection, card, by=by, now=now, rank=rank)

        self._store.write(work)

    def tally(self) -> Mapping[str, int]:
        """How many cards there are of each status."""
        with self._store.read() as connection:
            return cards.tally(connection)

    # -- the review desk -----------------------------------------------------------------------------------

    def review_page(
        self, *, view: review.View = "all", search: str = "", offset: int = 0, limit: int = 10
    ) -> tuple[tuple[tuple[Product, tuple[Card, ...]], ...], int]:
        """A page of products with their cards, and how many products the view holds."""
        with self._store.read() as connection:
            skus, total = review.page(connection, view=view, search=search, offset=offset, limit=limit)
            held, boards = products.many(connection, skus), cards.by_product(connection, skus)
        return tuple((item, boards.get(sku, ())) for sku, item in held.items()), total

    def standing(self) -> review.Standing:
        """How far the whole catalogue is."""
        with self._store.read() as connection:
            return review.standing(connection)

    def sure(self) -> tuple[tuple[str, str], ...]:
        """(sku, id) of every draft whose gloss has evidence and needs no second look."""
        with self._store.read() as connection:
            return review.sure(connection)

    def of_product(self, sku: str) -> tuple[Card, ...]:
        """The cards of one product in board order."""
        with self._store.read() as connection:
            return cards.of_product(connection, sku)

    def pinyin(self, zh: str) -> tuple[str, ...]:
        """The reading of a gloss that a person chose, a syllable per character; no model is loaded."""
        from vocab.dictionary import Dictionary
        from vocab.pronounce import Pronouncer

        if self._pronouncer is None:
            self._pronouncer = Pronouncer(Dictionary.open())
        return self._pronouncer.syllables(zh)
