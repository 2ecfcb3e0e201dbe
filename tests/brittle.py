"""An extractor that breaks on some products and kills its process on others, for tests of a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from typing import Self, Unpack

from catalog.product import Product
from vocab.extract import Extracted, Options
from vocab.lexicon import Lexicon


class Brittle:
    """Breaks on a SKU that begins with `broken`, ends its process on one that begins with `deadly`."""

    def warm(self) -> None:
        """Nothing to load."""

    def with_lexicon(self, _lexicon: Lexicon) -> Self:
        """Itself: it learns nothing."""
        return self

    def learn(self, _products: Iterable[Product]) -> None:
        """Nothing."""

    def extract(self, products: Iterable[Product], **_options: Unpack[Options]) -> Iterator[Extracted]:
        """No cards for anybody."""
        for product in products:
            if product.sku.startswith("broken"):
                raise RuntimeError("broken on purpose")
            if product.sku.startswith("deadly"):
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            yield product.sku, (), ()
