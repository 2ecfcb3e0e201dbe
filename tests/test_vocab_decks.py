"""Decks as records, tables and Anki packages."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog.bilingual import Bilingual
from tests.deck_facts import CARDS, DECK, HARVEST, PEACH, TEA, card
from vocab.card import Card
from vocab.decks import tables
from vocab.decks.anki import FIELDS, anki_bytes, deck_id, ruby
from vocab.decks.deck import Deck, Section, file_stem, ipa_texts, level_text, notes, sections_of, tidy
from vocab.decks.guids import Note, assign
from vocab.decks.qr import is_web_address, matrix
from vocab.wire import card_from_json

NOW = 1_790_000_000_000
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e"


# -- texts -------------------------------------------------------------------------------------------------


@given(st.text())
def test_tidy_texts_stay_tidy_and_take_one_line(text: str) -> None:
    """Tidying twice changes nothing more; no line break, no invisible sign is left."""
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()
    assert not set(once) & set(HIDDEN + "\t\r\n")


def test_equal_words_are_equal_after_tidying() -> None:
    """Zero-width signs and decomposed accents of a pasted text do not make a second word."""
    assert tidy("hon\u200bey") == "honey"
    assert tidy("ti\u0301") == "tí"
    assert tidy(None) == ""


@pytest.mark.parametrize(
    ("ipa", "ipa_gb", "shown"),
    [
        ("pɪt", None, ("/pɪt/",)),
        ("pɪt", "pɪt", ("/pɪt/",)),
        ("/ˈhɑrvɪst/", "ˈhɑːvɪst", ("美 /ˈhɑrvɪst/", "英 /ˈhɑːvɪst/")),
        (None, "ˈhɑːvɪst", ("英 /ˈhɑːvɪst/",)),
        (None, None, ()),
    ],
)
def test_a_reading_names_its_accent_where_it_matters(
    ipa: str | None, ipa_gb: str | None, shown: tuple[str, ...]
) -> None:
    """One reading for both needs no label; two readings, or a British one alone, say whose they are."""
    assert ipa_texts(card("pit", "核", "hé", ipa=ipa, ipa_gb=ipa_gb), "zh") == shown


def test_an_estimated_level_says_so() -> None:
    """A level from a list stands alone, an estimate is marked, unknown is nothing."""
    assert level_text(CARDS[0], "zh") == "B1"
    assert level_text(CARDS[1], "zh") == "B1 估"
    assert level_text(CARDS[1], "en") == "B1 est."
    assert level_text(CARDS[2], "en") == ""


def test_the_same_sense_under_two_products_is_one_note() -> None:
    """Notes are told apart by the card's id; every product that teaches the word is named."""
    found = {note.card.headword: [product.sku for product in note.products] for note in notes(DECK)}
    assert found == {
        "honey peach": ["P001"],
        "fragrant": ["P001", "00123"],
        "pit": ["P001"],
        "=SUM(A1)": ["00123"],
    }


def test_a_product_without_cards_is_left_out() -> None:
    """Sections follow the products' order and are never empty."""
    held = {PEACH.sku: PEACH, TEA.sku: TEA}
    assert sections_of(held, {PEACH.sku: CARDS}) == (Section(PEACH, CARDS),)


@given(st.text())
def test_a_title_makes_a_file_name_for_every_system(title: str) -> None:
    """No separators, no reserved signs, never empty, never endless."""
    stem = file_stem(Deck(Bilingual(zh=title), ()))
    assert 0 < len(stem) <= 60
    assert not set(stem) & set('\\/:*?"<>|. \n')


# -- tables ------------------------------------------------------------------------------------------------


def test_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    """UTF-8 with its mark; a headword that looks like a formula is text; SKU 00123 keeps its zeros."""
    data = tables.csv_bytes(DECK)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == DECK.count()
    assert list(rows[0]) == list(tables.COLUMNS)
    assert rows[0]["gloss"] == "水蜜桃"
    assert rows[0]["pinyin"] == "shuǐ mì táo"
    assert rows[-1]["headword"] == "'=SUM(A1)"
    assert rows[-1]["sku"] == "00123"
    assert rows[-1]["product_zh"] == "🍑明前龙井"
    assert rows[2]["level"] == ""


def test_xlsx_holds_text_and_the_licence() -> None:
    """Cells are text, also one that begins with `=`; unknown is an empty cell; CC-CEDICT is named."""
    book = load_workbook(io.BytesIO(tables.xlsx_bytes(DECK)))
    sheet, about = book.worksheets
    header = [cell.value for cell in sheet[1]]
    last = dict(zip(header, sheet[sheet.max_row], strict=True))
    assert last["headword"].value == "=SUM(A1)"
    assert last["headword"].data_type == "s"
    assert last["ipa"].value is None
    assert last["sku"].value == "00123"
    assert "CC-CEDICT" in str(about["A1"].value)


def test_json_gives_the_cards_back() -> None:
    """Every card is in its wire form, field for field."""
    document = json.loads(tables.json_bytes(DECK))
    found = [card_from_json(item) for product in document["products"] for item in product["cards"]]
    assert found == [held for _, held in DECK.pairs()]
    assert "CC BY-SA" in document["licence"]["en"]


def test_tsv_is_term_tab_meaning_each_sense_once() -> None:
    """What flashcard sites paste in: two columns, no header, no mark."""
    lines = tables.tsv_bytes(DECK).decode().splitlines()
    assert lines[0] == "honey peach\t水蜜桃 shuǐ mì táo"
    assert len(lines) == len(notes(DECK))
    assert all(line.count("\t") == 1 for line in lines)


@pytest.mark.parametrize("write", [tables.csv_bytes, tables.xlsx_bytes, tables.json_bytes, tables.tsv_bytes])
def test_equal_decks_give_equal_bytes(write: object) -> None:
    """A file that did not change can be told by its bytes."""
    assert callable(write)
    assert write(DECK) == write(replace(DECK))


# -- Anki --------------------------------------------------------------------------------------------------


def package(data: bytes, folder: Path) -> sqlite3.Connection:
    """The collection inside a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = folder / "collection.anki2"
        path.write_bytes(archive.read("collection.anki2"))
    return sqlite3.connect(path)


def test_an_anki_note_is_a_sense_with_two_cards(tmp_path: Path) -> None:
    """The guid is the card's id; both directions are asked; fields are escaped HTML."""
    database = package(anki_bytes(DECK, now=NOW), tmp_path)
    rows = dict(database.execute("select guid, flds from notes").fetchall())
    assert set(rows) == {note.card.id for note in notes(DECK)}
    assert database.execute("select count(*) from cards").fetchone() == (2 * len(rows),)
    fields = dict(zip(FIELDS, rows[HARVEST.id].split("\x1f"), strict=True))
    assert fields["Chinese"] == "&lt;明前&gt;"
    assert fields["English"] == "=SUM(A1)"
    peach = dict(zip(FIELDS, rows[CARDS[0].id].split("\x1f"), strict=True))
    assert peach["Product"] == "水蜜桃 8枚装"
    assert "<ruby>水<rt>shuǐ</rt></ruby>" in peach["Ruby"]
    assert not set("".join(rows.values())) & set(HIDDEN)
    database.close()


def test_an_anki_package_depends_on_cards_and_time_alone() -> None:
    """Equal arguments, equal bytes; the same name is the same deck."""
    assert anki_bytes(DECK, now=NOW) == anki_bytes(DECK, now=NOW)
    assert deck_id("今晚的词") == deck_id("今晚的词") != deck_id("明晚的词")
    assert 1 << 30 <= deck_id("") < 1 << 31


def test_a_reading_that_does_not_pair_stands_over_the_whole_gloss() -> None:
    """Syllables are set over characters only when there is one for each."""
    odd = replace(CARDS[0], pinyin=("shuǐ", "mìtáo"))
    assert ruby(odd) == "<ruby>水蜜桃<rt>shuǐ mìtáo</rt></ruby>"
    assert ruby(replace(CARDS[0], pinyin=())) == "水蜜桃"


def test_a_mended_gloss_keeps_its_note() -> None:
    """The old card is gone from the store and the new one has the same lemma and part of speech."""
    before = assign({}, CARDS, held=[item.id for item in CARDS])
    mended = card("pit", "去果核", "qù guǒ hé", pos="VERB")
    after = assign(before, [*CARDS[:2], mended], held=[CARDS[0].id, CARDS[1].id, mended.id])
    assert after[mended.id] == (CARDS[2].id, "pit", "VERB")
    assert CARDS[2].id not in after
    again = card("pit", "挖核", "wā hé", pos="VERB")
    assert assign(after, [again], held=[again.id])[again.id][0] == CARDS[2].id


def test_a_second_sense_is_a_second_note() -> None:
    """While the first card is still in the store, or two could have become it, nothing is taken over."""
    before = assign({}, CARDS, held=[])
    other = card("pit", "坑", "kēng", pos="VERB")
    third = card("pit", "凹处", "āo chù", pos="VERB")
    beside = assign(before, [other], held=[*(item.id for item in CARDS), other.id])
    assert beside[other.id][0] == other.id
    unclear = assign(before, [other, third], held=[other.id, third.id])
    assert unclear[other.id][0] == other.id
    assert unclear[third.id][0] == third.id


@given(st.lists(st.sampled_from(["核", "坑", "去核", "凹处"]), max_size=6), st.sets(st.integers(0, 3)))
def test_no_two_cards_ever_share_a_note(glosses: list[str], alive: set[int]) -> None:
    """Whatever was mended in whatever order: guids stay unique, and known cards keep theirs."""
    names = ["核", "坑", "去核", "凹处"]
    held = [card("pit", names[index], "").id for index in alive]
    issued: dict[str, Note] = {}
    for gloss in glosses:
        before = issued
        one: Card = card("pit", gloss, "")
        issued = assign(issued, [one], held=[*held, one.id])
        assert one.id in issued
        if one.id in before:
            assert issued[one.id] == before[one.id]
        guids = [guid for guid, _, _ in issued.values()]
        assert len(guids) == len(set(guids))


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[object]:
    """An empty collection of Anki itself; its library is a requirement of the tests alone."""
    pytest.importorskip("anki", reason="Anki's own library is not installed (pip install anki)")
    from anki.collection import Collection  # type: ignore[import-not-found, unused-ignore]

    held = Collection(str(tmp_path / "learner.anki2"))
    yield held
    held.close()


def test_anki_itself_updates_and_never_doubles(collection: object, tmp_path: Path) -> None:
    """Import, learn, mend a gloss, import again: as many notes as before, the new gloss, the history kept."""
    from anki.import_export_pb2 import (  # type: ignore[import-not-found, unused-ignore]
        ImportAnkiPackageRequest,
    )

    held: object = collection

    def take_in(data: bytes) -> None:
        path = tmp_path / "deck.apkg"
        path.write_bytes(data)
        held.import_anki_package(ImportAnkiPackageRequest(package_path=str(path)))  # type: ignore[attr-defined]

    def count(what: str) -> int:
        return int(held.db.scalar(f"select count(*) from {what}"))  # type: ignore[attr-defined]

    issued = assign({}, [item for _, item in DECK.pairs()], held=[])
    take_in(anki_bytes(DECK, now=NOW))
    assert (count("notes"), count("cards")) == (4, 8)
    held.db.execute("update cards set reps = 7")  # type: ignore[attr-defined]
    take_in(anki_bytes(DECK, now=NOW + 1000))
    assert (count("notes"), count("cards")) == (4, 8)

    mended = replace(card("pit", "去果核", "qù guǒ hé", pos="VERB"), hooks=CARDS[0].hooks)
    deck = replace(DECK, sections=(Section(PEACH, (*CARDS[:2], mended)), DECK.sections[1]))
    alive = [item.id for _, item in deck.pairs()]
    known = assign(issued, [item for _, item in deck.pairs()], held=alive)
    guids = {key: guid for key, (guid, _, _) in known.items()}
    take_in(anki_bytes(deck, now=NOW + 60_000, guids=guids))
    assert (count("notes"), count("cards")) == (4, 8)
    fields = str(held.db.scalar("select flds from notes where guid = ?", CARDS[2].id))  # type: ignore[attr-defined]
    assert "去果核" in fields
    assert "去核" not in fields
    assert held.db.scalar("select min(reps) from cards") == 7  # type: ignore[attr-defined]
    assert held.decks.id_for_name("今晚的词") is not None  # type: ignore[attr-defined]


# -- QR ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.com/words", True),
        ("http://192.168.1.5:8501/词表", True),
        ("example.com", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://exa mple.com", False),
        ("http://[::1", False),
    ],
)
def test_only_an_address_that_a_phone_opens_becomes_a_code(url: str, good: bool) -> None:
    """http or https and a host."""
    assert is_web_address(url) is good


def test_a_code_is_a_square_with_its_three_corners() -> None:
    """The finder patterns stand where a reader looks for them."""
    modules = matrix("https://example.com/words")
    assert {len(row) for row in modules} == {len(modules)}
    for y, x in ((0, 0), (0, -7), (-7, 0)):
        rows = modules[y : y + 7 or None] if y else modules[:7]
        corner = [row[x : x + 7 or None] if x else row[:7] for row in rows]
        assert corner[0] == (True,) * 7
        assert corner[3] == (True, False, True, True, True, False, True)
