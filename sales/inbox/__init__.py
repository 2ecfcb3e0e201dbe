"""Order sources: each one's signature, delivery id and payload, as pure functions over raw bytes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sales.inbox import doudian, generic, shopify, stripe, tiktok, woocommerce, youzan
from sales.inbox.source import Source

#: Name in the address `POST /hooks/{name}` → source, in the order they are offered.
SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        module.SOURCE.name: module.SOURCE
        for module in (generic, doudian, youzan, tiktok, shopify, woocommerce, stripe)
    }
)
