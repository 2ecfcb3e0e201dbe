"""Canonical JSON text: the same value is always the same bytes, so rebuilt tables can be compared."""

from __future__ import annotations

import json
from typing import Any


def dump(value: Any) -> str:
    """JSON with sorted keys, no spaces, Chinese kept readable; refuses NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def load(text: str) -> Any:
    """The value behind `dump`."""
    return json.loads(text)
