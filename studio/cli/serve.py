"""`studio serve`: the whole thing, or the live pages in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from studio.cli.output import db_option
from studio.holding import LIVE_PORT

ROOT = Path(__file__).parents[2]
#: Streamlit's own port, and the one beside it.
DASHBOARD_PORT, LIVE_PAGES_PORT = 8501, 8502
SAID = "直播页面（链接见控制台“连接”页）· Live pages (links: the dashboard's Connect page):"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default 8501, with --live-only 8502.")
@click.option("--host", "address", default="127.0.0.1", show_default=True)
@click.option(
    "--live-only", is_flag=True, help="Live pages, socket, webhooks; a dashboard may run beside it."
)
@db_option
def serve(port: int | None, address: str, live_only: bool, db: str) -> NoReturn:
    """Start dashboard, live pages and webhooks, as `streamlit run streamlit_app.py` does. 启动。

    With --live-only the live pages, their socket and the webhooks run in a process of their own on the same
    store, out of reach of whatever a page of the dashboard computes.
    """
    port = port or (LIVE_PAGES_PORT if live_only else DASHBOARD_PORT)
    os.environ["STUDIO_DATABASE_URL"] = db
    if live_only:
        os.environ[LIVE_PORT] = str(port)
        click.echo(f"{SAID} http://{address}:{port}", err=True)
        _become("uvicorn", *_uvicorn(address, port))
    app = str(ROOT / "streamlit_app.py")
    _become("streamlit", "run", app, "--server.port", str(port), "--server.address", address)


def _uvicorn(address: str, port: int) -> tuple[str, ...]:
    """The server as Streamlit sets it up; `--app-dir` and not `cwd`, because `data/` lies where we are."""
    where = ("--app-dir", str(ROOT), "--host", address, "--port", str(port))
    how = ("--ws", "websockets-sansio", "--no-access-log", "--log-level", "warning")
    return ("screens.live_app:app", *where, *how)


def _become(module: str, *args: str) -> NoReturn:
    """Go on as another module: signals reach it and its exit code is ours."""
    command = [sys.executable, "-m", module, *args]
    if sys.platform == "win32":
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)
