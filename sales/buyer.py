"""Buyers without their names: a token that tells two buyers apart and nothing else."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

_MASK = re.compile(r"[*＊#＃•●]")


def buyer_token(raw: str | None, *, shop: str, salt: bytes = b"chalk-and-cart") -> str | None:
    """A token of 16 hex digits for a buyer of `shop`, or None when `raw` does not tell buyers apart.

    The same buyer gets the same token by webhook and by file, so that people are counted once; another
    `salt` gives unrelated tokens. A token hides a name from readers of the store; it does not protect against
    somebody who holds the salt and tries names. Masked names (`张**`, `##`) and `-` are shared by many
    people: they are unknown, not a buyer.

    >>> buyer_token("li.lei", shop="s") == buyer_token(" li.lei ", shop="s")
    True
    >>> buyer_token("张**", shop="s") is None
    True
    """
    text = (raw or "").strip()
    if text in {"", "-", "—", "null", "None"} or _MASK.search(text):
        return None
    return hmac.new(salt, f"{shop}\x1f{text}".encode(), sha256).hexdigest()[:16]
