"""Glossaries: the merchant's file is read row by row, bad rows are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from vocab.glossary import Glossary, fold_term, read_glossary, read_glossary_file

GOOD = "en,zh,pos,domain,note\nPower Bank,充电宝|移動電源,noun,electronics,\nrich,浓郁的,adj,taste,of taste\n"


def test_rows_are_read_simplified_and_without_the_closing_de() -> None:
    """Alternatives keep their order, traditional becomes simplified, 浓郁的 is shown as 浓郁."""
    rows, findings = read_glossary(GOOD, file="g.csv", origin="merchant")
    assert findings == ()
    assert [(r.en, r.zh, r.pos) for r in rows] == [
        ("Power Bank", ("充电宝", "移动电源"), "NOUN"),
        ("rich", ("浓郁",), "ADJ"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",脆,ADJ,taste,", "vocab.glossary.english"),
        ("crisp,,ADJ,taste,", "vocab.glossary.chinese"),
        ("crisp,crunchy,ADJ,taste,", "vocab.glossary.chinese"),
        ("crisp,脆,ADJECTIVAL,taste,", "vocab.glossary.pos"),
        ("Power bank,电源,NOUN,electronics,", "vocab.glossary.duplicate"),
    ],
)
def test_a_bad_row_is_a_finding_and_the_rest_loads(row: str, code: str) -> None:
    """The finding names the row as a spreadsheet counts it, in both languages."""
    rows, findings = read_glossary(GOOD + row + "\n", file="g.csv", origin="merchant")
    assert len(rows) == 2
    assert [(f.code, f.where.row) for f in findings] == [(code, 4)]
    assert findings[0].what.zh and findings[0].what.en and findings[0].fix.zh and findings[0].fix.en


def test_a_file_without_the_columns_is_told() -> None:
    """The header is the first thing a person gets wrong."""
    rows, findings = read_glossary("word,meaning\ncrisp,脆\n", file="g.csv", origin="merchant")
    assert rows == ()
    assert [f.code for f in findings] == ["vocab.glossary.header"]


def test_a_gbk_file_is_read(tmp_path: Path) -> None:
    """Excel in China saves GBK."""
    path = tmp_path / "g.csv"
    path.write_bytes("en,zh\ncrisp,脆\n".encode("gb18030"))
    rows, findings = read_glossary_file(path.read_bytes(), file=path.name)
    assert [r.zh for r in rows] == [("脆",)]
    assert findings == ()


def test_the_merchants_rows_come_first() -> None:
    """Whatever the order they were given in."""
    retail, _ = read_glossary("en,zh\nsteak,牛排\n", file="r.csv", origin="retail")
    own, _ = read_glossary("en,zh\nsteak,雪花牛排\n", file="m.csv", origin="merchant")
    assert [r.origin for r in Glossary([*retail, *own]).rows("Steak")] == ["merchant", "retail"]


def test_terms_are_looked_up_without_case_and_hyphens() -> None:
    """Non-stick, non stick and NON-STICK are one term."""
    assert fold_term("NON-Stick") == fold_term("non stick")


def test_a_quote_that_is_not_closed_costs_what_follows() -> None:
    """Rows before it are kept, the place is named; lone carriage returns end a line as on old systems."""
    text = "en,zh\rmellow sauce,醇酱\r\"broken,坏" + "x" * 200_000
    rows, findings = read_glossary(text, file="g.csv", origin="merchant")
    assert [row.en for row in rows] == ["mellow sauce"]
    assert [finding.code for finding in findings] == ["vocab.glossary.broken"]
