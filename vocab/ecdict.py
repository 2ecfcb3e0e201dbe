"""Exam tags from the user's own ECDICT csv: the only source of 四级, 六级 and the like."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

#: ECDICT's tag letters as the exams are called.
EXAMS: Mapping[str, str] = {
    "zk": "中考", "gk": "高考", "cet4": "四级", "cet6": "六级", "ky": "考研", "toefl": "托福",
    "ielts": "雅思", "gre": "GRE",
}  # fmt: skip


class NotAnEcdictError(ValueError):
    """The file lacks the columns that make it an ECDICT csv."""

    def __init__(self, path: Path, missing: str) -> None:
        super().__init__(
            f"“{path.name}” is not an ECDICT csv: the column “{missing}” is missing. "
            f"Its first line names the columns word, tag and others."
        )


def exam_tags(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Lower-case word → exams whose list has it, in the order of `EXAMS`; words without a tag are left out.

    Raises:
        NotAnEcdictError: the columns `word` and `tag` are not both there.
    """
    out: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        for needed in ("word", "tag"):
            if needed not in (reader.fieldnames or ()):
                raise NotAnEcdictError(path, needed)
        for row in reader:
            given = (row.get("tag") or "").split()
            tags = tuple(name for letters, name in EXAMS.items() if letters in given)
            if tags:
                out[(row.get("word") or "").strip().lower()] = tags
    return out
