"""The figures that may stand beside the script: names a room chooses from, each a metric of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Of the product on air: name → metric. The same names are in `screens/live/js/counters.js`.
PRODUCT_FIGURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "paid": "gmv_paid",
        "units": "units",
        "stock": "stock_left",
        "orders": "orders",
        "created": "gmv_created",
        "refund": "refund",
        "net": "net",
    }
)
#: Of the whole show.
SHOW_FIGURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gmv": "gmv_paid",
        "orders": "orders",
        "units": "units",
        "buyers": "buyers",
        "created": "gmv_created",
        "refund": "refund",
        "net": "net",
    }
)
