"""Words picked from products in a process of its own: started, watched, stopped."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from catalog.product import Product, Sku
from catalog.wire import product_to_json
from store import cards, products, word_rules
from store.store import Store
from studio import background
from studio.memory import Memory
from studio.word_lists import WordLists
from vocab.card import Card
from vocab.wire import card_from_json

log = logging.getLogger("studio.picking")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an extraction is: products done of products asked; `error` once it failed."""

    done: int
    total: int
    running: bool
    error: str | None = None


class Picking:
    """Runs `python -m studio cards` beside the serving process and hands over what it finds.

    A child process keeps the air clean: the language models never enter the process that serves the screens,
    and a crash in them costs the extraction only.
    """

    def __init__(
        self, store: Store, take: Callable[[Sku, Sequence[Card]], None], clock: Callable[[], int]
    ) -> None:
        self._store = store
        self._take = take
        self._clock = clock
        self._memory = Memory(store, clock)
        self.lists = WordLists(store, clock)
        self._progress = Progress(0, 0, running=False)
        self._child: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()

    def progress(self) -> Progress:
        """Where the running or last extraction stands."""
        return self._progress

    def start(self, skus: Sequence[str] | None = None, *, audience: str = "cet4", limit: int = 5) -> bool:
        """Start extracting cards for products (all of them without `skus`); False when one is running."""
        with self._guard:
            if self._progress.running:
                return False
            with self._store.read() as connection:
                held = tuple(products.many(connection, skus).values())
                rules = word_rules.listing(connection)
            self._progress = Progress(0, len(held), running=bool(held))
            if held:
                threading.Thread(
                    target=self._run, args=(held, rules, audience, limit), name="extract", daemon=True
                ).start()
            return True

    def stop(self) -> None:
        """End a running extraction; what it found so far stays."""
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()

    def _run(
        self, items: Sequence[Product], rules: Sequence[word_rules.Rule], audience: str, limit: int
    ) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / "products.jsonl"
                lines = (json.dumps(product_to_json(item), ensure_ascii=False) for item in items)
                source.write_text("\n".join(lines), encoding="utf-8")
                told, taught = source.with_name("rules.json"), source.with_name("taught.json")
                told.write_text(json.dumps([word_rules.to_json(rule) for rule in rules]), encoding="utf-8")
                taught.write_text(json.dumps(self._taught()), encoding="utf-8")
                command = [sys.executable, "-m", "studio", "cards", str(source), "--records"]
                command += ["--rules", str(told), "--taught", str(taught), "--today", _day(self._clock())]
                command += ["--audience", audience, "--max", str(limit), *self.lists.arguments(Path(folder))]
                self._drive(command, Path(folder) / "stderr.txt", len(items))
        except Exception as error:
            log.exception("extraction failed")
            self._progress = replace(self._progress, running=False, error=str(error))

    def _taught(self) -> dict[str, str]:
        """Lemma → the day on which a show last taught it."""
        remembered = self._memory.cards()
        with self._store.read() as connection:
            held = cards.by_id(connection, remembered)
        last: dict[str, int] = {}
        for one in remembered.values():
            if one.card in held:
                lemma = held[one.card].lemma
                last[lemma] = max(one.last, last.get(lemma, 0))
        return {lemma: _day(at) for lemma, at in sorted(last.items())}

    def _drive(self, command: Sequence[str], errors: Path, total: int) -> None:
        done = 0
        with errors.open("w", encoding="utf-8") as stderr:
            self._child = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=stderr,
                encoding="utf-8",
                cwd=ROOT,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                creationflags=background.FLAGS,
            )
            background.stand_back(self._child)
            assert self._child.stdout is not None
            for line in self._child.stdout:
                found = json.loads(line)
                sku = Sku(found["sku"])
                self._take(sku, [card_from_json({**card, "sku": sku}) for card in found["cards"]])
                done += 1
                self._progress = Progress(done, total, running=True)
            code = self._child.wait()
        failed = None if done == total else errors.read_text(encoding="utf-8")[-2000:] or f"exit code {code}"
        self._progress = Progress(done, total, running=False, error=failed)


def _day(at: int) -> str:
    """The local ISO day of an instant (UTC epoch ms): shows are counted by the host's calendar."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).astimezone().date().isoformat()
