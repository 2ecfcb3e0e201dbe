"""The secrets of order sources: from the environment, from `.streamlit/secrets.toml`, else from the store.

They are never logged and never shown again, save the generic source's own.
"""

from __future__ import annotations

import logging
import os
import secrets
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import Connection

from store import settings
from store.store import Store

log = logging.getLogger("studio.secrets")
#: A secret that another process or a person entered is believed after this long at most.
SECRETS_MS = 1000
#: Where Streamlit keeps secrets (docs.streamlit.io, "secrets.toml"); ours stand in its table `hooks`.
FILES = (Path(".streamlit/secrets.toml"), Path.home() / ".streamlit/secrets.toml")

Origin = Literal["env", "file", "store", "none"]


class SourceSecrets:
    """Secrets by source. Several, separated by commas, are valid while one is being changed."""

    def __init__(self, store: Store, clock: Callable[[], int], *, files: Sequence[Path] = FILES) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self._held: dict[str, tuple[int, str | None, Origin]] = {}

    def of(self, source: str) -> tuple[bytes, ...]:
        """The secrets that may sign a source's deliveries; none means that nothing of it is believed."""
        _, given, _ = self._look(source)
        return tuple(item.strip().encode() for item in (given or "").split(",") if item.strip())

    def origin(self, source: str) -> Origin:
        """Where a source's secret comes from."""
        return self._look(source)[2]

    def enter(self, source: str, secret: str) -> None:
        """Keep a platform's secret in the store."""
        self._store.write(lambda connection: settings.put(connection, f"secret_{source}", secret.strip()))
        self._held.pop(source, None)

    def own(self) -> str:
        """The secret of the generic source, made at the first question."""
        key = "secret_generic"
        with self._store.read() as connection:
            held = settings.get(connection, key)
        if held is not None:
            return held

        def work(connection: Connection) -> str:
            fresh = settings.get(connection, key) or secrets.token_hex(24)
            settings.put(connection, key, fresh)
            return fresh

        return self._store.write(work)

    def _look(self, source: str) -> tuple[int, str | None, Origin]:
        """Asked anew each second: five hundred deliveries a second need not ask each."""
        now = self._clock()
        held = self._held.get(source)
        if held is None or not 0 <= now - held[0] < SECRETS_MS:
            held = self._held[source] = (now, *self._find(source))
        return held

    def _find(self, source: str) -> tuple[str | None, Origin]:
        given = os.environ.get(variable(source))
        if given is not None:
            return given, "env"
        for path in self._files:
            given = _in_file(path, source)
            if given is not None:
                return given, "file"
        if source == "generic":
            return self.own(), "store"
        with self._store.read() as connection:
            stored = settings.get(connection, f"secret_{source}")
        return stored, "none" if stored is None else "store"


def variable(source: str) -> str:
    """The environment variable of a source's secret."""
    return f"STUDIO_SECRET_{source.upper()}"


def _in_file(path: Path, source: str) -> str | None:
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        # The message of a TOML error may quote the line, and with it a secret.
        log.warning("%s cannot be read (%s)", path, type(error).__name__)
        return None
    table = held.get("hooks")
    value = table.get(source) if isinstance(table, dict) else None
    return value if isinstance(value, str) else None
