"""The retail glossary's rows are clean.

Parts of speech: NOUN, VERB, ADJ, ADV, PHRASE.
Domains: fresh_food, seafood, meat, grain, snacks, drinks, condiments, cooking, taste, kitchenware,
appliances, home_textiles, cleaning, beauty, personal_care, apparel, shoes, bags, jewellery, baby,
stationery, books, electronics, sports, outdoor, pets, furniture, tools, garden, shop_talk, general.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parent.parent / "vocab" / "glossary.csv"
HEADER = ["en", "zh", "pos", "domain", "note"]
POS = {"NOUN", "VERB", "ADJ", "ADV", "PHRASE"}
DOMAINS = {
    "fresh_food", "seafood", "meat", "grain", "snacks", "drinks", "condiments", "cooking", "taste",
    "kitchenware", "appliances", "home_textiles", "cleaning", "beauty", "personal_care", "apparel", "shoes",
    "bags", "jewellery", "baby", "stationery", "books", "electronics", "sports", "outdoor", "pets",
    "furniture", "tools", "garden", "shop_talk", "general",
}  # fmt: skip
ENGLISH = re.compile(r"[a-z]+(?:[ '-][a-z]+)*'?")
#: Words that English writes with a capital: places, peoples, dynasties, a bootmaker.
NAMES = {
    "Bermuda", "Chelsea", "Chinese", "Dutch", "French", "Greek", "Martin", "Oxford", "Sichuan", "Song",
    "Swiss", "Tang",
}  # fmt: skip
#: Chinese with the few Latin letters that Chinese listings write themselves (T恤, U盘, Q弹).
CHINESE = re.compile(r"[0-9A-Za-z+·-]*[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z+·（）、-]*")

Row = dict[str, str]


def read_rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = read_rows()


def test_the_header_is_the_agreed_one() -> None:
    assert FILE.read_text(encoding="utf-8").splitlines()[0].split(",") == HEADER


def test_the_file_is_utf8_without_a_mark_and_ends_lines_alike_everywhere() -> None:
    data = FILE.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_the_glossary_is_large_enough_to_be_of_use() -> None:
    """Issue 2 asks for 500 terms; fewer means that the file was cut short."""
    assert len(ROWS) >= 500


def test_every_domain_has_rows() -> None:
    assert {row["domain"] for row in ROWS} == DOMAINS


def test_no_field_but_the_note_is_blank() -> None:
    assert [r for r in ROWS if not all(r[c] for c in HEADER[:4]) or None in r] == []


def test_no_cell_has_blanks_at_its_ends_or_double_blanks() -> None:
    assert [r for r in ROWS if any(v != " ".join(v.split()) for v in r.values())] == []


def test_english_is_lower_case_letters_blanks_hyphens_and_apostrophes() -> None:
    assert [r["en"] for r in ROWS if not ENGLISH.fullmatch(r["en"][0].lower() + r["en"][1:])] == []


def test_a_capital_stands_for_a_name_only() -> None:
    """It goes to the board as written: Dutch oven, but honey peach."""
    capitals = {r["en"].split()[0] for r in ROWS if r["en"][0].isupper()}
    assert capitals == NAMES


def test_chinese_alternatives_are_chinese_and_different() -> None:
    bad = []
    for row in ROWS:
        alternatives = row["zh"].split("|")
        if len(set(alternatives)) != len(alternatives) or not all(map(CHINESE.fullmatch, alternatives)):
            bad.append((row["en"], row["zh"]))
    assert bad == []


def test_pos_and_domain_are_in_the_lists() -> None:
    assert [r for r in ROWS if r["pos"] not in POS or r["domain"] not in DOMAINS] == []


def test_one_row_per_term_pos_and_domain() -> None:
    counts = Counter((r["en"], r["pos"], r["domain"]) for r in ROWS)
    assert [key for key, n in counts.items() if n > 1] == []


@pytest.mark.parametrize(
    ("en", "domain", "zh"),
    [
        ("date", "fresh_food", "枣"),  # the fruit
        ("date", "shop_talk", "日期"),  # the day
        ("chip", "snacks", "薯片"),  # potato chip
        ("chip", "electronics", "芯片"),  # microchip
        ("down", "apparel", "羽绒"),  # goose feathers
        ("stand collar", "apparel", "立领"),
        ("power bank", "electronics", "充电宝"),
        ("tender", "taste", "嫩"),  # of food, not a bid
        ("free shipping", "shop_talk", "包邮"),
        ("limited edition", "shop_talk", "限量版"),
        ("fishing rod", "outdoor", "鱼竿"),
        ("breathable", "apparel", "透气"),
    ],
)
def test_a_term_means_what_its_shelf_means(en: str, domain: str, zh: str) -> None:
    found = [r["zh"] for r in ROWS if r["en"] == en and r["domain"] == domain]
    assert any(zh in text for text in found), found
