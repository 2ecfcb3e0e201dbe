"""Text made safe to analyse without moving a character: every offset still slices the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Longest text analysed, in characters. A description past this is a pasted web page; the head is enough.
MAX_CHARS = 12_000
_TAG = re.compile(r"<(?:!--.*?--|(?:script|style)\b.*?</(?:script|style)|/?[a-zA-Z][^<>]{0,400})>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});")
_ENTITIES = {"&amp;": "&", "&quot;": '"', "&apos;": "'", "&#39;": "'"}
_LINK = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&%#_~:+-]+|[\w.+-]+@[\w-]+\.[A-Za-z.]+")
#: Signs of UTF-8 read as Latin-1, GBK read as UTF-8, or replacement characters.
_BROKEN = re.compile(r"�|锟斤拷|烫烫烫|Ã[\x80-\xbf©¨ª«¢¡¶¼]|â€[™œ\x9d“”¦]|[æçéèåä][\x80-\xbf™œžš¹º»¼½¾¿]")
#: Chinese marks that end or divide an English text too.
_MARKS = {"。": ".", "！": ".", "？": ".", "；": ".", "，": ",", "、": ",", "：": ","}
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0002ffff]")
_SENTENCE_END = re.compile(r"[。！？!?；;\n\r]|\.(?=\s|$)")


@lru_cache(maxsize=8192)
def _one(char: str) -> str:
    if char in "\n\r\t":
        return "\n" if char != "\t" else " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Mn", "Me", "Zs", "Zl", "Zp"):
        return " "
    if char in "‘’":
        return "'"
    if char in "“”":
        return '"'
    if char in "‐‑‒":
        return "-"
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def mask(text: str) -> str:
    """`text` with markup, links, emoji, zero-width and control characters as blanks, wide forms narrowed.

    The result has exactly the length of `text[:MAX_CHARS]`, so an offset in it is an offset in the original.

    >>> mask("<b>脆</b>　Ｃｒｉｓｐ")
    '   脆     Crisp'
    """
    text = text[:MAX_CHARS]

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    def entity(match: re.Match[str]) -> str:
        return _ENTITIES.get(match.group(), " ").ljust(len(match.group()))

    if "<" in text:
        text = _TAG.sub(blank, text)
    if "&" in text:
        text = _ENTITY.sub(entity, text)
    if "://" in text or "www." in text or "@" in text:
        text = _LINK.sub(blank, text)
    return "".join(map(_one, text))


def english_view(masked: str) -> str:
    """A masked text with every Chinese character or mark blanked: what the English analysis reads."""
    return "".join(c if ord(c) < 0x2E80 else _MARKS.get(c, " ") for c in masked)


def has_chinese(text: str) -> bool:
    """True when the text holds at least one Chinese character."""
    return bool(_HAN.search(text))


def has_english(text: str) -> bool:
    """True when the text holds at least two Latin letters in a row."""
    return bool(re.search(r"[A-Za-z]{2}", text))


def looks_broken(text: str) -> bool:
    """True when the text carries signs of a wrong decoding (mojibake)."""
    return bool(_BROKEN.search(text[:MAX_CHARS]))


@lru_cache(maxsize=256)  # every card of a product asks for the sentences of the same few texts
def sentences(masked: str) -> tuple[tuple[int, int], ...]:
    """Offsets (end excluded) of the sentences of a masked text in either language, blanks trimmed.

    The closing mark belongs to its sentence. Line breaks end a sentence.
    """
    out: list[tuple[int, int]] = []
    start = 0
    for match in [*_SENTENCE_END.finditer(masked), None]:
        end = match.end() if match else len(masked)
        piece = masked[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left and any(c.isalnum() for c in masked[left:right]):
            out.append((left, right))
        start = end
    return tuple(out)
