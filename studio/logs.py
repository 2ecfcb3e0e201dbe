"""Logs without personal data: one JSON line an entry where a machine reads them, plain lines otherwise.

Names, messages and order contents are never logged on purpose; what an exception of a library may quote of
them (a phone, an address, a token in an address line) is masked here, on the way out.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from datetime import UTC, datetime

#: What is masked, and with what. Order matters: an address line's token before the digits in it.
MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([?&](?:t|token|secret|pin|password)=)[^&\s\"']+"), r"\1***"),
    (re.compile(r"(\w+://[^\s:/@]+):[^\s@]+@"), r"\1:***@"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "***@***"),
    (re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"), "***"),
    (re.compile(r"(?<!\d)\d{15}(?:\d{2}[\dXx])?(?!\d)"), "***"),
)


def masked(text: str) -> str:
    """The text without tokens, passwords, mail addresses, Chinese mobile and identity numbers."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


class PlainLines(logging.Formatter):
    """Lines for a person at a terminal, masked."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback."""
        return masked(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: `at` (ISO, UTC), `level`, `logger`, `message`, `error` (a traceback) if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            entry["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def set_up() -> None:
    """Log our rooms to stderr: JSON with `STUDIO_LOG=json`, else plain; warnings only with neither said."""
    asked = os.environ.get("STUDIO_LOG", "")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if asked == "json" else PlainLines())
    for name in ("studio", "store", "screens"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO if asked else logging.WARNING)
        logger.propagate = False
