"""Cells that hold several items: tags, links, pairs. Split on reading, joined on writing so that both
agree."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import cast

from catalog.cells import clean, is_null

_ITEM_SEPARATORS = [re.compile(pattern) for pattern in (r"[\r\n]+", r"\|", r"[;；]", r"[,，、]")]
_LINK_SEPARATORS = [
    *_ITEM_SEPARATORS[:2],
    re.compile(r"[;；](?=\S)"),
    re.compile(r",\s*(?=https?:|/|\w[\w./-]*\.\w{3,4}(?:,|$))"),
]


def split_list(text: str) -> tuple[str, ...]:
    """Items of a list cell: split at line breaks, else at `|`, `；;`, `，,、`; blanks and repeats dropped."""
    for separators in _ITEM_SEPARATORS:
        parts = separators.split(text)
        if len(parts) > 1:
            break
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def split_links(text: str) -> tuple[str, ...]:
    """Items of an image cell: as `split_list`, but a comma splits only before another address or path."""
    for separators in _LINK_SEPARATORS:
        parts = separators.split(text)
        if len(parts) > 1:
            break
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def json_list(text: str) -> list[object] | None:
    """The list that a cell of our own export holds as JSON; None when the cell is plain text."""
    if not text.startswith("["):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, list) else None


def read_pairs(text: str, *, strict: bool = False) -> tuple[tuple[str, str], ...]:
    """Name and value pairs from lines of `name: value`; a line without a colon is a value of 规格.

    With `strict` a JSON list of pairs, as our own export writes when lines would not do, is read too.
    """
    listed = json_list(text) if strict else None
    if listed is not None and all(
        isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)
        for item in listed
    ):
        return tuple((item[0], item[1]) for item in cast(list[list[str]], listed))
    pairs = []
    for line in text.splitlines():
        if is_null(line.strip(), strict=strict):
            continue
        name, colon, value = line.replace("：", ":", 0 if strict else 1).partition(":")
        pairs.append((name.strip(), value.strip()) if colon and value.strip() else ("规格", line.strip()))
    return tuple(pairs)


def join_list(items: Sequence[str], *, links: bool = False) -> str:
    """One item per line; a JSON list when lines would not read back to the same items."""
    text = "\n".join(items)
    split = split_links if links else split_list
    if clean(text) == text and not text.startswith("[") and split(text) == tuple(items):
        return text
    return json.dumps(list(items), ensure_ascii=False) if items else ""


def join_pairs(pairs: Sequence[tuple[str, str]]) -> str:
    """One `name: value` per line; a JSON list of pairs when lines would not read back to the same pairs."""
    text = "\n".join(f"{name}: {value}" for name, value in pairs)
    if clean(text) == text and not text.startswith("[") and read_pairs(text, strict=True) == tuple(pairs):
        return text
    return json.dumps([list(pair) for pair in pairs], ensure_ascii=False) if pairs else ""
