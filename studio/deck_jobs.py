"""Decks made beside the serving process: started, watched, stopped, fetched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Literal

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from store.engine import sqlite_path
from studio import background
from studio.decks import TITLE, Wish
from vocab.decks.make import ENDINGS

ROOT = Path(__file__).parents[1]
#: Finished jobs whose files are kept for a second download; older ones go.
KEPT = 6

State = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """Where a deck stands: steps done of all, its file once done, what the command said as its document.

    `error` is the end of what a failed command wrote.
    """

    state: State
    done: int = 0
    total: int = 0
    cards: int = 0
    products: int = 0
    path: Path | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None


class DeckJobs:
    """Runs `python -m studio decks` per wish: setting type and drawing pictures must not slow the air."""

    def __init__(self, url: str) -> None:
        # The command runs in the program's folder, the server wherever it was started: a relative path moves.
        path = sqlite_path(url)
        self._url = url if path is None else f"sqlite:///{path.resolve()}"
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._folders: dict[str, tempfile.TemporaryDirectory[str]] = {}
        self._guard = threading.Lock()
        self._numbers = count(1)

    def start(self, wish: Wish) -> str:
        """Begin to make a deck; returns the job's name."""
        with self._guard:
            key = f"deck-{next(self._numbers)}"
            folder = tempfile.TemporaryDirectory(prefix="deck-")
            self._folders[key] = folder
            self._jobs[key] = Job("running")
            self._forget()
        out = Path(folder.name) / f"deck{ENDINGS[wish.format]}"
        threading.Thread(target=self._run, args=(key, wish, out), name="deck", daemon=True).start()
        return key

    def job(self, key: str) -> Job | None:
        """How a job stands; None when nobody started it, or it was forgotten."""
        return self._jobs.get(key)

    def stop(self, key: str) -> None:
        """End a running job; it leaves nothing behind."""
        with self._guard:
            child = self._children.get(key)
            if child is not None and child.poll() is None:
                child.terminate()
            held = self._jobs.get(key)
            if held is not None and held.state == "running":
                self._jobs[key] = replace(held, state="stopped")

    def _run(self, key: str, wish: Wish, out: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "studio",
            "decks",
            str(out),
            "--db",
            self._url,
            "--json",
            "--progress",
        ]
        command += [
            "--format",
            wish.format,
            "--lang",
            wish.lang,
            "--shape",
            wish.shape,
            "--theme",
            wish.theme,
        ]
        command += [piece for sku in wish.skus for piece in ("--sku", sku)]
        command += ["--title", title] if wish.title != TITLE and (title := wish.title.best(wish.lang)) else []
        command += ["--url", wish.url] if wish.url else []
        command += ["--show", wish.show] if wish.show else []
        document = out.with_suffix(".told")
        try:
            with document.open("wb") as told:
                child = subprocess.Popen(
                    command,
                    stdout=told,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    cwd=ROOT,
                    env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                    creationflags=background.FLAGS,
                )
            background.stand_back(child)
            with self._guard:
                self._children[key] = child
                stopped = self._jobs[key].state != "running"
            if stopped:
                child.terminate()
            self._watch(key, child, out, document)
        except Exception as error:
            self._settle(key, state="failed", error=str(error))

    def _watch(self, key: str, child: subprocess.Popen[str], out: Path, document: Path) -> None:
        assert child.stderr is not None
        said: list[str] = []
        for line in child.stderr:
            done, _, total = line.strip().partition("/")
            if done.isdigit() and total.isdigit():
                self._settle(key, done=int(done), total=int(total))
            else:
                said.append(line)
        if child.wait() not in (0, 1):
            self._settle(key, state="failed", error="".join(said)[-2000:] or f"exit code {child.returncode}")
            return
        told = json.loads(document.read_text(encoding="utf-8"))
        self._settle(
            key,
            state="done",
            cards=told["cards"],
            products=told["products"],
            path=out if told["files"] else None,
            findings=tuple(_finding(item) for item in told["findings"]),
        )

    def _settle(self, key: str, **facts: Any) -> None:
        with self._guard:
            held = self._jobs.get(key)
            if held is not None and held.state == "running":
                self._jobs[key] = replace(held, **facts)

    def _forget(self) -> None:
        while len(self._jobs) > KEPT:
            oldest = next(iter(self._jobs))
            if self._jobs[oldest].state == "running":
                return
            del self._jobs[oldest]
            self._children.pop(oldest, None)
            folder = self._folders.pop(oldest, None)
            if folder is not None:
                folder.cleanup()


def _finding(data: Mapping[str, Any]) -> Finding:
    """A finding from its wire form."""
    return Finding(
        where=Where(data["file"], data["row"], data["column"]),
        what=Bilingual(**data["what"]),
        fix=Bilingual(**data["fix"]),
        severity=data["severity"],
        code=data["code"],
    )
