"""Signing as each platform does: for the test button of a source, never for anything that goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sales.inbox import doudian, generic, shopify, stripe, tiktok, woocommerce, youzan
from sales.inbox.app_key import Digest, hmac_digest, md5_digest

Sign = Callable[[bytes, bytes, int], str]


def _pair(digest: Digest) -> Sign:
    def sign(body: bytes, secret: bytes, _now_ms: int) -> str:
        key, _, own = secret.partition(b":")
        return digest(body, key, own)

    return sign


#: Source → (the header that holds the signature, how it is made of body, secret and the time).
SIGNING: Final[Mapping[str, tuple[str, Sign]]] = MappingProxyType(
    {
        "generic": (generic.SIGNATURE, lambda body, secret, _now: generic.sign(body, secret)),
        "doudian": (doudian.SIGNATURE, _pair(md5_digest)),
        "youzan": (youzan.SIGNATURE, _pair(md5_digest)),
        "tiktok": (tiktok.SIGNATURE, _pair(hmac_digest)),
        "shopify": (shopify.SIGNATURE, lambda body, secret, _now: shopify.sign(body, secret)),
        "woocommerce": (woocommerce.SIGNATURE, lambda body, secret, _now: shopify.sign(body, secret)),
        "stripe": (stripe.SIGNATURE, lambda body, secret, now: stripe.sign(body, secret, now)),
    }
)
#: Sources whose secret is `key:secret`.
PAIRED: Final = frozenset({"doudian", "youzan", "tiktok"})
