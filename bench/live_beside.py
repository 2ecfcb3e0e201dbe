"""What runs beside the presses of `bench.live_latency`: an extraction, a process of the live pages alone."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.vocab_speed import products
from catalog.wire import product_to_json
from studio import background
from tests.browser.server import ROOT, Server, free_port


@contextmanager
def extracting(number: int) -> Iterator[None]:
    """Cards for `number` products in a child process, from before the first press until after the last."""
    if not number:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "products.jsonl"
        lines = [json.dumps(product_to_json(item), ensure_ascii=False) for item in products(number)]
        source.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "studio", "cards", str(source), "--format", "jsonl", "--records"]
        with (Path(folder) / "cards.jsonl").open("wb") as out:
            child = subprocess.Popen(command, cwd=ROOT, stdout=out, creationflags=background.FLAGS)
        background.stand_back(child)
        while child.poll() is None and not out_size(folder):
            time.sleep(0.1)
        try:
            yield
        finally:
            still = child.poll() is None
            child.kill()
            child.wait()
            done = (Path(folder) / "cards.jsonl").read_bytes().count(b"\n")
            print(
                f"extraction: {done} of {number} products done, {'running' if still else 'over'} at the end"
            )


def out_size(folder: str) -> int:
    """Bytes of cards written so far."""
    return (Path(folder) / "cards.jsonl").stat().st_size


@contextmanager
def live_process(server: Server, wanted: bool) -> Iterator[str]:
    """Where the live pages are: in the dashboard's process, or in one of their own."""
    if not wanted:
        yield server.url
        return
    port = free_port()
    command = [sys.executable, "-m", "studio", "serve", "--live-only", "--port", str(port)]
    child = subprocess.Popen([*command, "--db", server.database], cwd=ROOT, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{url}/healthz")
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    try:
        yield url
    finally:
        child.terminate()
        child.wait()
