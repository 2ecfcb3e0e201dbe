"""A PostgreSQL server for one test session, run as an ordinary user on a socket of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Self


def find_initdb() -> Path | None:
    """Where Debian or the path keeps `initdb`; None when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path) if on_path else None


class PostgresServer:
    """Starts on entry, stops on exit; listens on 127.0.0.1 only."""

    def __init__(self, initdb: Path, folder: Path) -> None:
        self._bin = initdb.parent
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"postgresql://studio@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        data = self._folder / "data"
        self._run("initdb", "-D", str(data), "-U", "studio", "-A", "trust", "-E", "UTF8", "--no-locale")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(self._folder / "log"), "start")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, tool: str, *arguments: str) -> None:
        command = [str(self._bin / tool), *arguments]
        if os.name == "posix" and os.geteuid() == 0:
            # PostgreSQL refuses to run as root; Debian's package brings the user `postgres`.
            for folder in (self._folder, *self._folder.parents):
                if folder.stat().st_uid == 0 and folder != Path(folder.anchor) and "pytest" in str(folder):
                    folder.chmod(0o755)
            shutil.chown(self._folder, "postgres")
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd="/")
