"""The encoding of a text file: byte order mark, then strict UTF-8, then strict GB18030. Nothing is guessed
further.

GB18030 contains GBK and GB2312, which is what Excel and platform exports write on a Chinese Windows.
"""

from __future__ import annotations

import codecs
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20


def detect_encoding(stream: BinaryIO) -> str | None:
    """The encoding of the whole stream, or None when no candidate decodes every byte.

    Names: `utf-8-sig`, `utf-16`, `utf-32` (by mark), `utf-8`, `gb18030`. Reads in chunks of 1 MiB and leaves
    the stream at its start.
    """
    stream.seek(0)
    head = stream.read(4)
    candidates = [name for mark, name in _MARKS if head.startswith(mark)][:1] or ["utf-8", "gb18030"]
    try:
        return next((name for name in candidates if _decodes(stream, name)), None)
    finally:
        stream.seek(0)


def looks_binary(head: bytes) -> bool:
    """True when the first bytes hold NULs without a UTF-16 or UTF-32 mark, which no text table does."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return not marked and b"\0" in head


def _decodes(stream: BinaryIO, name: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
