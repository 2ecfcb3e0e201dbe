"""The retail glossary and a merchant's own: English term, Chinese, part of speech, domain, note.

Both have the same columns (`en,zh,pos,domain,note`). Bad rows become findings, the rest load.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from catalog.finding import Finding
from vocab.chinese import simplified
from vocab.list_file import list_finding, list_text
from vocab.mask import has_chinese

Origin = Literal["retail", "merchant"]
COLUMNS = ("en", "zh", "pos", "domain", "note")
RETAIL = Path(__file__).with_name("glossary.csv")
#: The written names of the parts of speech that a glossary may use, and what they mean here.
_POS = {
    "n": "NOUN", "noun": "NOUN", "propn": "NOUN", "v": "VERB", "verb": "VERB", "a": "ADJ", "adj": "ADJ",
    "adjective": "ADJ", "adv": "ADV", "adverb": "ADV", "phrase": "PHRASE", "phr": "PHRASE", "": "NOUN",
}  # fmt: skip
_EN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 '&/.,+%()’-]*$")


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """One term in one domain. `zh` alternatives are simplified Chinese, best first."""

    en: str
    zh: tuple[str, ...]
    pos: str
    domain: str
    note: str = ""
    origin: Origin = "retail"


@lru_cache(maxsize=1)
def retail_glossary() -> tuple[GlossaryRow, ...]:
    """The glossary written by the project; empty when the file is not there yet."""
    if not RETAIL.exists():
        return ()
    rows, _ = read_glossary(RETAIL.read_text(encoding="utf-8-sig"), file=RETAIL.name, origin="retail")
    return rows


def read_glossary_file(
    data: bytes, *, file: str
) -> tuple[tuple[GlossaryRow, ...], tuple[Finding, ...]]:
    """A merchant's glossary csv as rows and findings."""
    return read_glossary(list_text(data), file=file, origin="merchant")


def read_glossary(
    text: str, *, file: str, origin: Origin
) -> tuple[tuple[GlossaryRow, ...], tuple[Finding, ...]]:
    """Rows and findings of a glossary csv text. `en` and `zh` are needed, the other columns may be absent."""
    reader = csv.reader(io.StringIO(text, newline=None))  # line ends of any system
    header = [cell.strip().lower() for cell in next(reader, [])]
    if "en" not in header or "zh" not in header:
        return (), (
            list_finding(
                file, 1, None, "error", "vocab.glossary.header",
                ("The header needs the columns en and zh.", "表头缺少 en 和 zh 两列。"),
                ("Name the columns en,zh,pos,domain,note.", "请将表头写成 en,zh,pos,domain,note。"),
            ),
        )  # fmt: skip
    rows: list[GlossaryRow] = []
    findings: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()
    for cells in _sound(reader, findings, file):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: (cells[i].strip() if i < len(cells) else "") for i, name in enumerate(header) if name}
        line = reader.line_num
        made = _row(row, file, line, origin)
        if isinstance(made, Finding):
            findings.append(made)
            continue
        key = (made.en.casefold(), made.pos, made.domain)
        if key in seen:
            findings.append(
                list_finding(
                    file, line, "en", "warn", "vocab.glossary.duplicate",
                    (f"“{made.en}” is already given for this domain.", f"“{made.en}”在本类目中已有一行。"),
                    ("Merge the Chinese with | in one row.", "请合并成一行，中文之间用 | 隔开。"),
                )
            )  # fmt: skip
            continue
        seen.add(key)
        rows.append(made)
    return tuple(rows), tuple(findings)


def _sound(reader: Any, findings: list[Finding], file: str) -> Iterator[list[str]]:
    """The records up to one that is none: a quote that nobody closes swallows what follows it."""
    try:
        yield from reader
    except csv.Error as error:
        findings.append(
            list_finding(
                file, reader.line_num, None, "error", "vocab.glossary.broken",
                (f"From here on the file cannot be read: {error}.", f"从这一行起无法读取：{error}。"),
                ("Look for a quotation mark that is not closed.", "请检查是否有没闭合的引号。"),
            )
        )  # fmt: skip


def _row(row: dict[str, str], file: str, line: int, origin: Origin) -> GlossaryRow | Finding:
    en = " ".join(row["en"].split())
    zh = tuple(dict.fromkeys(_bare(simplified(z.strip())) for z in row["zh"].split("|") if z.strip()))
    if not en or not _EN.match(en):
        return list_finding(
            file, line, "en", "error", "vocab.glossary.english",
            (f"“{en}” is not an English term.", f"“{en}”不是英文词条。"),
            ("Write the English word or phrase in column en.", "请在 en 列填写英文单词或词组。"),
        )  # fmt: skip
    if not zh or not all(has_chinese(z) for z in zh):
        return list_finding(
            file, line, "zh", "error", "vocab.glossary.chinese",
            (f"“{en}” has no Chinese.", f"“{en}”没有中文释义。"),
            ("Write the Chinese in column zh, rivals separated by |.", "请在 zh 列填写中文，可用 | 隔开。"),
        )  # fmt: skip
    pos = _POS.get(row.get("pos", "").lower())
    if pos is None:
        return list_finding(
            file, line, "pos", "error", "vocab.glossary.pos",
            (f"“{row['pos']}” is not a part of speech.", f"“{row['pos']}”不是可用的词性。"),
            ("Use NOUN, VERB, ADJ, ADV or PHRASE.", "请填写 NOUN、VERB、ADJ、ADV 或 PHRASE。"),
        )  # fmt: skip
    return GlossaryRow(en, zh, pos, row.get("domain", "").lower(), row.get("note", ""), origin)


def _bare(zh: str) -> str:
    """Without the closing 的 of an adjective: the board shows 切碎, not 切碎的."""
    return zh[:-1] if len(zh) > 2 and zh.endswith("的") else zh


class Glossary:
    """Look-ups over glossary rows, the merchant's before the retail ones."""

    def __init__(self, rows: Sequence[GlossaryRow]) -> None:
        ordered = sorted(rows, key=lambda r: r.origin != "merchant")
        self.by_en: dict[str, list[GlossaryRow]] = {}
        self.by_zh: dict[str, list[tuple[GlossaryRow, int]]] = {}
        self.max_words = 1
        for row in ordered:
            for key in _keys(row.en):
                self.by_en.setdefault(key, []).append(row)
            self.max_words = max(self.max_words, len(row.en.replace("-", " ").split()))
            for rank, zh in enumerate(row.zh):
                self.by_zh.setdefault(zh, []).append((row, rank))

    def rows(self, en: str) -> tuple[GlossaryRow, ...]:
        """The rows of an English term (any case, hyphen or space), the merchant's first."""
        return tuple(self.by_en.get(fold_term(en), ()))

    def terms(self) -> Iterable[str]:
        """Every Chinese term, for the Chinese analysis."""
        return self.by_zh.keys()


@lru_cache(maxsize=50_000)
def fold_term(en: str) -> str:
    """The look-up form of an English term: lower case, hyphens as spaces, one space between words."""
    return " ".join(en.lower().replace("-", " ").replace("’", "'").split())


def _keys(en: str) -> tuple[str, ...]:
    folded = fold_term(en)
    bare = " ".join(re.sub(r"\([^()]*\)", " ", folded).split())
    return tuple(dict.fromkeys((folded, bare)))
