"""How hard a gloss is for learners of Chinese: an HSK band from the user's own list, else an estimate.

No HSK list comes with the product: the official one has no licence to ship. A user loads a CSV or TSV with a
column of words and one of levels; 7, 8 and 9 are one band, as in the examination.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from catalog.finding import Finding
from vocab.chinese import simplified
from vocab.dictionary import Dictionary
from vocab.levels import Level
from vocab.list_file import column_of, list_finding, list_text
from vocab.mask import has_chinese

#: Band names by their number.
BANDS: Mapping[int, str] = {n: f"HSK {n}" for n in range(1, 7)} | {7: "HSK 7-9"}
_WORD = ("word", "words", "simplified", "hanzi", "chinese", "词", "词语", "汉字", "简体")
_LEVEL = ("level", "hsk", "band", "grade", "级别", "等级", "级")
#: (zipf, band) corners of the estimate: the project's own reading, from how frequent the words are that
#: textbooks teach band by band. Frequency tells bands apart with a rank correlation of .64 only (reference,
#: section 7.3), hence "est.".
_CURVE = ((6.0, 1.0), (5.6, 2.0), (5.2, 3.0), (4.8, 4.0), (4.4, 5.0), (4.0, 6.0), (3.5, 7.0))


def read_hsk_list(data: bytes, *, file: str) -> tuple[Mapping[str, int], tuple[Finding, ...]]:
    """Simplified word → band 1 … 7 (7 stands for 7-9), and what is wrong with the file.

    Columns are parted by commas or tabs. A word that is listed twice has its easier band. Levels may be
    written 3, HSK3, 三级, 7-9.
    """
    text = list_text(data)
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    header = next(rows, [])
    word, level = column_of(header, _WORD), column_of(header, _LEVEL)
    if word is None or level is None:
        name, zh = ("word", "词语") if word is None else ("level", "级别")
        return {}, (
            list_finding(
                file, 1, None, "error", "vocab.hsk.header",
                (f"Not an HSK list: no column “{name}”.", f"不是 HSK 词表：缺少“{name}（{zh}）”列。"),
                (
                    "The first line names word and level, with commas or tabs.",
                    "首行须写明 word（词语）和 level（级别），用逗号或制表符分隔。",
                ),
            ),
        )  # fmt: skip
    out: dict[str, int] = {}
    findings: list[Finding] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        key = simplified(row[word].strip()) if len(row) > word else ""
        band = _band(row[level]) if len(row) > level else None
        if band is None or not has_chinese(key):
            findings.append(_bad_row(file, rows.line_num, key, missing="word" if band else "level"))
        else:
            out[key] = min(band, out.get(key, band))
    return out, tuple(findings)


def _bad_row(file: str, row: int, word: str, *, missing: Literal["word", "level"]) -> Finding:
    if missing == "word":
        what = (f"“{word}” is not a Chinese word.", f"“{word}”不是中文词语。")
        return list_finding(
            file, row, "word", "error", "vocab.hsk.word",
            what, ("Write the word in characters.", "请填写汉字词语。"),
        )  # fmt: skip
    return list_finding(
        file, row, "level", "error", "vocab.hsk.level",
        (f"“{word}” has no level from 1 to 9.", f"“{word}”没有 1 到 9 的级别。"),
        ("Write 1 … 6 or 7-9.", "请填写 1～6 或 7-9。"),
    )  # fmt: skip


def _band(cell: str) -> int | None:
    for n, numeral in enumerate("一二三四五六七八九", start=1):
        cell = cell.replace(numeral, str(n))
    found = re.search(r"[1-9]", cell)
    return min(7, int(found.group())) if found else None


class Hsk:
    """HSK bands of glosses."""

    def __init__(self, dictionary: Dictionary, listed: Mapping[str, int]) -> None:
        self._zipf = dictionary.zipf_zh
        self._listed = listed
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, zh: str) -> Level | None:
        """The band of a gloss: listed, or estimated by the rarest of its words; None when nothing is known.

        `Level.value` is 1 … 7. Its source is `HSK list` or `est.`.
        """
        band = self._listed.get(zh)
        if band is not None:
            return Level(float(band), BANDS[band], "HSK list")
        zipf = self._rarest(zh)
        if zipf <= 0:
            return None
        value = _from_zipf(zipf)
        return Level(round(value, 2), BANDS[max(1, min(7, round(value)))], "est.")

    def _rarest(self, zh: str) -> float:
        """The lowest frequency among the longest known pieces of a gloss; 0.0 when a piece is unknown."""
        lowest, i = 9.0, 0
        while i < len(zh):
            size = next((n for n in range(len(zh) - i, 0, -1) if self._zipf(zh[i : i + n]) > 0), 0)
            if not size:
                return 0.0
            lowest = min(lowest, self._zipf(zh[i : i + size]))
            i += size
        return lowest if zh else 0.0


def _from_zipf(zipf: float) -> float:
    if zipf >= _CURVE[0][0]:
        return _CURVE[0][1]
    for (high, easy), (low, hard) in pairwise(_CURVE):
        if zipf >= low:
            return easy + (high - zipf) / (high - low) * (hard - easy)
    return _CURVE[-1][1]
