"""A PostgreSQL server for one test session, run as an ordinary user on a socket of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg


def find_initdb() -> Path | None:
    """Where Debian or the path keeps `initdb`; None when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path) if on_path else None


class PostgresServer:
    """Starts on entry, stops on exit; listens on 127.0.0.1 only.

    Its folder is not pytest's, which another test run closes to everybody but its own user.
    """

    def __init__(self, initdb: Path, *, careful: bool) -> None:
        """A `careful` one waits for its disk, as one that is to be killed should."""
        self._bin = initdb.parent
        self._fsync = "on" if careful else "off"
        self._folder = Path(tempfile.mkdtemp(prefix="chalk-and-cart-pg-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"postgresql://studio@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        data = self._folder / "data"
        self._run("initdb", "-D", str(data), "-U", "studio", "-A", "trust", "-E", "UTF8", "--no-locale")
        self.start()
        return self

    def start(self) -> None:
        """Start, and with it recover what a kill left; returns when it answers."""
        data = self._folder / "data"
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        options += f" -c fsync={self._fsync}"
        self._run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(self._folder / "log"), "start")

    def kill(self) -> None:
        """End it without goodbye: every process at once, nothing flushed."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self._folder)

    def _run(self, tool: str, *arguments: str) -> None:
        command = [str(self._bin / tool), *arguments]
        if os.name == "posix" and os.geteuid() == 0:
            # PostgreSQL refuses to run as root; Debian's package brings the user `postgres`.
            shutil.chown(self._folder, "postgres")
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd="/")


@contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """The URL of an empty database on that server, dropped in the end whoever is still connected."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"{server.rsplit('/', 1)[0]}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
