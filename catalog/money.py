"""Money: integer minor units plus an ISO 4217 currency. No float ever touches an amount."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (分 for CNY) of an ISO 4217 currency; may be negative for a refund."""

    minor: int
    currency: str
