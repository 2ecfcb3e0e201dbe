"""Dry runs of product files and the rows of many products, made in a process of their own where it is long.

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
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from catalog.plan import ImportPlan, plan_import
from catalog.price import JUMP_FACTOR
from catalog.product import Product
from catalog.read import read_catalog
from store import products, settings
from store.engine import open_engine, sqlite_path
from store.products import Row
from studio import background

#: A mapping made by hand is remembered under this and the key of its set of columns.
MAPPING = "catalogue.mapping."
#: The setting of the price guard's factor.
JUMP = "catalogue.jump"
#: Files above this many bytes are read in a process of their own: about a quarter of a second of work.
APART_BYTES = 1 << 20
#: More products than this are prepared in a process of their own: a millisecond each.
APART_PRODUCTS = 500
#: Products in one piece of the child's answer: unpickling one takes about 5 ms.
PIECE = 250
ROOT = Path(__file__).parents[1]


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
    return plan_import(
        products.many(connection),
        reading,
        locked=products.locks(connection),
        keys={sku: mark.body for sku, mark in products.marks(connection).items()},
        jump=jump_factor(connection),
        name=name,
    )


def jump_factor(connection: Connection) -> int:
    """The factor from which a price is a jump against the last one: as set in this store, else the usual."""
    held = settings.get(connection, JUMP)
    return JUMP_FACTOR if held is None else int(held)


def run_apart(
    url: str,
    source: bytes,
    *,
    name: str,
    mapping: Mapping[str, str] | None,
    now: int,
    progress: Callable[[int], None],
) -> ImportPlan:
    """`make_plan` in a child process; `progress` is told the rows read, in the calling thread.

    The child is ended when `progress` raises: a person who leaves the page cancels the reading.

    Raises:
        ReadingFailed: when the child ends without an answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(source)
        order = {"url": _absolute(url), "path": path, "name": name, "mapping": mapping, "now": now}
        answer = _ask(order, (), progress)
    plan: ImportPlan
    plan, created = answer["plan"]
    taken = tuple(answer["products"])
    return replace(
        plan,
        create=tuple(item for item in taken if item.sku in created),
        products=taken,
        update=tuple(answer["update"]),
    )


def export_apart(url: str, *, dialect: str, ending: str) -> bytes:
    """The whole catalogue as a file, made by `catalog export` in a process of its own.

    Raises:
        ReadingFailed: when that process ends without a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"catalogue{ending}"
        command = [sys.executable, "-m", "studio", "catalog", "export", str(out), "--dialect", dialect]
        done = subprocess.run(
            [*command, "--db", _absolute(url)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode or not out.exists():
            raise ReadingFailed(done.stderr)
        return out.read_bytes()


def _absolute(url: str) -> str:
    """The same store for a process that works in another folder."""
    database = sqlite_path(url)
    return url if database is None else f"sqlite:///{database.resolve()}"


def prepare(
    items: Sequence[Product], *, apart: bool = False, progress: Callable[[int], object] = lambda count: None
) -> Sequence[Row]:
    """The rows of products as `store.products.prepare` makes them; many, or all of them `apart`, are made in
    a child process, and `progress` is told how many.

    Raises:
        ReadingFailed: when the child ends without an answer.
    """
    if len(items) <= APART_PRODUCTS and not apart:
        return products.prepare(items)
    pieces = (items[start : start + PIECE] for start in range(0, len(items), PIECE))
    return tuple(_ask(None, pieces, progress)["rows"])


def _ask(
    order: object, pieces: Iterable[Sequence[Product]], progress: Callable[[int], object]
) -> dict[str, Any]:
    """Start a child, hand it the order and the pieces, and collect what it says."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "studio.importing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=os.environ,
            creationflags=background.FLAGS,
        )
        background.stand_back(child)
        assert child.stdin is not None and child.stdout is not None
        try:
            pickle.dump(order, child.stdin)
            answer: dict[str, Any] = {name: [] for name in ("products", "update", "rows")}
            for piece in pieces:  # one goes in, its rows come out: neither pipe can fill up
                pickle.dump(piece, child.stdin)
                child.stdin.flush()
                answer["rows"] += pickle.load(child.stdout)[1]
                progress(len(answer["rows"]))
            child.stdin.close()
            while True:
                kind, value = pickle.load(child.stdout)  # written by our own child a moment ago
                if kind == "done":
                    return answer
                if kind == "progress":
                    progress(value)
                elif kind == "plan":
                    answer["plan"] = value
                else:
                    answer[kind] += value
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            child.kill()
            child.wait()
            errors.seek(0)
            raise ReadingFailed(errors.read()) from None
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
            with suppress(OSError):  # a pipe to a child that is gone cannot be flushed
                child.stdin.close()
            child.stdout.close()


def main() -> None:
    """The child: an order or pieces to prepare on stdin, pieces of the answer on stdout."""
    source, out = sys.stdin.buffer, sys.stdout.buffer

    def send(kind: str, value: object) -> None:
        pickle.dump((kind, value), out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()

    order = pickle.load(source)
    if order is None:
        while True:
            try:
                piece = pickle.load(source)
            except EOFError:
                break
            send("rows", products.prepare(piece))
    else:
        _plan(order, send)
    send("done", None)


def _plan(order: Mapping[str, Any], send: Callable[[str, object], None]) -> None:
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
    lists: Mapping[str, Sequence[object]] = {
        "products": plan.products,
        "update": plan.update,
    }
    for kind, items in lists.items():
        for start in range(0, len(items), PIECE):
            send(kind, items[start : start + PIECE])
    created = frozenset(item.sku for item in plan.create)
    send("plan", (replace(plan, create=(), products=(), update=()), created))


if __name__ == "__main__":
    main()
