"""Signatures over app key, body and app secret: the schemes of TikTok Shop, 抖店 and 有赞.

Their secret here is `app_key:app_secret` (client id and client secret), as one text.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from hashlib import md5, sha256

from sales.inbox.source import Verdict, header, match_secret

Digest = Callable[[bytes, bytes, bytes], str]


def hmac_digest(body: bytes, key: bytes, secret: bytes) -> str:
    """Lower-case hex HMAC-SHA256 of key + body (TikTok Shop)."""
    return hmac.new(secret, key + body, sha256).hexdigest()


def md5_digest(body: bytes, key: bytes, secret: bytes) -> str:
    """Lower-case hex MD5 of key + body + secret (抖店, 有赞). Weak, but all that these platforms offer."""
    return md5(key + body + secret, usedforsecurity=False).hexdigest()


def verify_with(
    digest: Digest, name: str, body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes]
) -> Verdict:
    """Whether one of the `key:secret` pairs signed these bytes; the header `name` holds the digest."""
    given = header(headers, name)
    if given is None:
        return Verdict(False, "missing")
    pairs = [secret.partition(b":") for secret in secrets]
    expected = [digest(body, key, secret).encode() for key, _, secret in pairs if key and secret]
    return match_secret(expected, given.strip().lower().encode())
