"""Dry runs of product files, here or in a process of their own, which a serving process waits for.

Reading 10,000 rows takes two seconds of pure Python: in a thread of the serving process every live page would
feel it. The child reads the store itself and answers in pieces, so that taking them in holds nobody up.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine import Connection

from catalog.plan import ImportPlan, plan_import
from catalog.read import read_catalog
from store import products, settings
from store.engine import open_engine
from store.products import Row

#: A mapping made by hand is remembered under this and the key of its set of columns.
MAPPING = "catalogue.mapping."
#: Files above this many bytes are read in a process of their own: about a quarter of a second of work.
APART_BYTES = 1 << 20
#: Products in one piece of the child's answer: unpickling one takes about 5 ms.
PIECE = 250
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Apart:
    """A dry run made in another process, with the rows ready to write."""

    plan: ImportPlan
    rows: tuple[Row, ...]


class ReadingFailed(RuntimeError):
    """The child ended without an answer."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the file could not be read: {said.strip()[-400:] or 'the reader was stopped'}")


def make_plan(
    connection: Connection,
    source: Path | bytes,
    *,
    name: str,
    mapping: Mapping[str, str] | None,
    now: int,
    progress: Callable[[int], None] | None = None,
) -> ImportPlan:
    """The dry run against what a store holds; without `mapping` the one remembered for these columns."""
    at = datetime.fromtimestamp(now / 1000, tz=UTC)
    reading = read_catalog(source, name=name, mapping=mapping, now=at, progress=progress)
    if mapping is None and reading.header_key:
        held = settings.get(connection, MAPPING + reading.header_key)
        if held is not None:
            reading = read_catalog(source, name=name, mapping=json.loads(held), now=at, progress=progress)
    return plan_import(products.many(connection), reading, locked=products.locks(connection), name=name)


def run_apart(
    url: str,
    source: bytes,
    *,
    name: str,
    mapping: Mapping[str, str] | None,
    now: int,
    progress: Callable[[int], None],
) -> Apart:
    """`make_plan` in a child process; `progress` is told the rows read, in the calling thread.

    The child is ended when `progress` raises: a person who leaves the page cancels the reading.

    Raises:
        ReadingFailed: when the child ends without an answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(source)
        order = {"url": url, "path": path, "name": name, "mapping": mapping, "now": now}
        with (Path(folder) / "errors").open("w+", encoding="utf-8") as errors:
            child = subprocess.Popen(
                [sys.executable, "-m", "studio.importing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                env=os.environ,
            )
            assert child.stdin is not None and child.stdout is not None
            try:
                pickle.dump(order, child.stdin)
                child.stdin.close()
                return _take(child.stdout, progress)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                child.wait()
                errors.seek(0)
                raise ReadingFailed(errors.read()) from None
            finally:
                if child.poll() is None:
                    child.kill()
                child.wait()
                child.stdout.close()


def _take(stream: IO[bytes], progress: Callable[[int], None]) -> Apart:
    lists: dict[str, list[Any]] = {"products": [], "before": [], "update": [], "rows": []}
    while True:
        kind, value = pickle.load(stream)  # written by our own child a moment ago
        if kind == "progress":
            progress(value)
        elif kind == "plan":
            plan, created = value
            full = replace(
                plan,
                create=tuple(item for item in lists["products"] if item.sku in created),
                products=tuple(lists["products"]),
                before=tuple(lists["before"]),
                update=tuple(lists["update"]),
            )
            return Apart(full, tuple(lists["rows"]))
        else:
            lists[kind] += value


def main() -> None:
    """The child: one order on stdin, pieces of the answer on stdout."""
    order = pickle.load(sys.stdin.buffer)
    out = sys.stdout.buffer

    def send(kind: str, value: object) -> None:
        pickle.dump((kind, value), out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()

    engine = open_engine(order["url"], writes=False)
    with engine.connect() as connection:
        plan = make_plan(
            connection,
            order["path"],
            name=order["name"],
            mapping=order["mapping"],
            now=order["now"],
            progress=lambda rows: send("progress", rows),
        )
    engine.dispose()
    for start in range(0, len(plan.products), PIECE):
        piece = plan.products[start : start + PIECE]
        send("products", piece)
        send("rows", products.prepare(piece))
        send("progress", -(start + len(piece)))
    _pieces(send, "before", plan.before)
    _pieces(send, "update", plan.update)
    created = frozenset(item.sku for item in plan.create)
    send("plan", (replace(plan, create=(), products=(), before=(), update=()), created))


def _pieces(send: Callable[[str, object], None], kind: str, items: Sequence[object]) -> None:
    for start in range(0, len(items), PIECE):
        send(kind, items[start : start + PIECE])


if __name__ == "__main__":
    main()
