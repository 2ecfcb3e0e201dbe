"""Order sources: each one's signature, delivery id and payload, as pure functions over raw bytes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sales.inbox import generic
from sales.inbox.source import Source

#: Name in the address `POST /hooks/{name}` → source.
SOURCES: Final[Mapping[str, Source]] = MappingProxyType({source.name: source for source in (generic.SOURCE,)})
