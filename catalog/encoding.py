"""The encoding of a text file: byte order mark, then strict UTF-8, then strict GB18030. Nothing is guessed
further.

GB18030 contains GBK and GB2312, which is what Excel and platform exports write on a Chinese Windows.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_BEYOND = re.compile(r"[^\x00-\x7f]")


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


def damaged_utf8(stream: BinaryIO) -> int:
    """How many places keep the stream from being UTF-8, when it is UTF-8 but for those; else 0.

    A UTF-8 file with a few broken bytes also decodes as GB18030, into nonsense. It is UTF-8 when at most one
    in ten of its characters beyond ASCII is broken; of GBK text read as UTF-8 nearly all are. Leaves the
    stream at its start.
    """
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = beyond = 0
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        broken += text.count("\ufffd")
        beyond += len(_BEYOND.findall(text))
    broken += decoder.decode(b"", final=True).count("\ufffd")
    stream.seek(0)
    return broken if 0 < broken * 10 <= beyond else 0


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
