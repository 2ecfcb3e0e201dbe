"""Order export files: any known table in, order events and findings out."""

from __future__ import annotations

from sales.files.reading import OrderReading, read_orders

__all__ = ["OrderReading", "read_orders"]
