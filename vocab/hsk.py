"""How hard a gloss is for learners of Chinese: an HSK band from the user's own list, else an estimate.

No HSK list comes with the product: the official one has no licence to ship. A user loads a CSV or TSV with a
column of words and one of levels; 7, 8 and 9 are one band, as in the examination.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from vocab.chinese import simplified
from vocab.dictionary import Dictionary
from vocab.levels import Level

#: Band names by their number.
BANDS: Mapping[int, str] = {n: f"HSK {n}" for n in range(1, 7)} | {7: "HSK 7-9"}
_WORD = ("word", "words", "simplified", "hanzi", "chinese", "词", "词语", "汉字", "简体")
_LEVEL = ("level", "hsk", "band", "grade", "级别", "等级", "级")
#: (zipf, band) corners of the estimate: the project's own reading, from how frequent the words are that
#: textbooks teach band by band. Frequency tells bands apart with a rank correlation of .64 only (reference,
#: section 7.3), hence "est.".
_CURVE = ((6.0, 1.0), (5.6, 2.0), (5.2, 3.0), (4.8, 4.0), (4.4, 5.0), (4.0, 6.0), (3.5, 7.0))


class NotAnHskListError(ValueError):
    """The file has no column of words or none of levels."""

    def __init__(self, path: Path, missing: str) -> None:
        super().__init__(
            f"“{path.name}” is not an HSK list: no column “{missing}”. Its first line names a column word "
            f"(词语) and a column level (级别), separated by commas or tabs."
        )


def hsk_list(path: Path) -> Mapping[str, int]:
    """Simplified word → band 1 … 7 (7 stands for 7-9); rows without a band are left out.

    A word that is listed twice has its easier band. Levels may be written 3, HSK3, 三级, 7-9.

    Raises:
        NotAnHskListError: the first line does not name a column of words and one of levels.
    """
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    first = text.split("\n", 1)[0]
    rows = csv.reader(text.splitlines(), delimiter="\t" if "\t" in first else ",")
    header = [cell.strip().lower() for cell in next(rows, [])]
    word = next((i for i, name in enumerate(header) if name in _WORD), None)
    level = next((i for i, name in enumerate(header) if name in _LEVEL), None)
    if word is None:
        raise NotAnHskListError(path, "word")
    if level is None:
        raise NotAnHskListError(path, "level")
    out: dict[str, int] = {}
    for row in rows:
        if len(row) > max(word, level):
            band = _band(row[level])
            key = simplified(row[word].strip())
            if band and key:
                out[key] = min(band, out.get(key, band))
    return out


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
