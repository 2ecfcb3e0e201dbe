"""Exam tags from the user's own list, ECDICT's csv or any with its two columns: the only source of 四级."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from catalog.finding import Finding
from vocab.list_file import column_of, list_finding, list_text

#: ECDICT's tag letters as the exams are called.
EXAMS: Mapping[str, str] = {
    "zk": "中考", "gk": "高考", "cet4": "四级", "cet6": "六级", "ky": "考研", "toefl": "托福",
    "ielts": "雅思", "gre": "GRE",
}  # fmt: skip
_ORDER = tuple(EXAMS.values())
#: Other ways people write them, in lower case without marks.
_WRITTEN = {name.lower(): name for name in _ORDER} | dict(EXAMS)
_WRITTEN |= {"英语四级": "四级", "英语六级": "六级", "大学英语四级": "四级", "大学英语六级": "六级"}
_WORD = ("word", "words", "headword", "单词", "词", "英文")
_TAG = ("tag", "tags", "exam", "exams", "考试", "标签", "级别")


def read_exam_list(data: bytes, *, file: str) -> tuple[Mapping[str, tuple[str, ...]], tuple[Finding, ...]]:
    """Lower-case word → exams whose list has it, in the order of `EXAMS`, and what is wrong with the file.

    The first line names a column of words (`word`, 单词) and one of exams (`tag`, 考试); other columns are
    passed over, and so are words without an exam. A cell holds one exam or several: `cet4 ky`, 四级/考研.
    """
    rows = csv.reader(io.StringIO(list_text(data), newline=""))
    header = next(rows, [])
    word, tag = column_of(header, _WORD), column_of(header, _TAG)
    if word is None or tag is None:
        name, zh = ("word", "单词") if word is None else ("tag", "考试")
        return {}, (
            list_finding(
                file, 1, None, "error", "vocab.exams.header",
                (f"Not an exam list: no column “{name}”.", f"不是考试词表：缺少“{name}（{zh}）”列。"),
                ("The first line names word and tag, as in ECDICT.", "首行须写明 word 和 tag 两列。"),
            ),
        )  # fmt: skip
    out: dict[str, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for cells in rows:
        if len(cells) <= tag or not (given := cells[tag].strip()):
            continue
        written = [part.lower().replace("-", "") for part in re.split(r"[\s/,，、;；|]+", given) if part]
        names = {_WRITTEN[part] for part in written if part in _WRITTEN}
        strange = [part for part in written if part not in _WRITTEN]
        key = cells[word].strip().lower() if len(cells) > word else ""
        if strange or not key:
            findings.append(_bad_row(file, rows.line_num, key, strange))
        if names and key:
            out[key] = tuple(name for name in _ORDER if name in {*names, *out.get(key, ())})
    return out, tuple(findings)


def _bad_row(file: str, row: int, word: str, strange: list[str]) -> Finding:
    if not word:
        return list_finding(
            file, row, "word", "error", "vocab.exams.word",
            ("This row has an exam and no word.", "这一行有考试没有单词。"),
            ("Write the word, or delete the row.", "请补上单词，或删除这一行。"),
        )  # fmt: skip
    told = " ".join(strange)
    return list_finding(
        file, row, "tag", "warn", "vocab.exams.tag",
        (f"“{told}” of “{word}” names no exam.", f"“{word}”的“{told}”不是可识别的考试。"),
        (f"Use {', '.join(EXAMS)}.", f"请用：{'、'.join(_ORDER)}。"),
    )  # fmt: skip
