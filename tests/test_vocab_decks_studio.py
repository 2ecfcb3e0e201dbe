"""Decks of a store: the facade, the command line, the job beside the serving process, the page."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from screens.texts import text
from studio import running
from studio.cli import main
from studio.deck_jobs import DeckJobs, Job
from studio.decks import GUIDS, Wish, choices, gather, make_deck
from studio.sample_show import open_sample
from studio.studio import Studio
from vocab.card import card_id

NOW = 1_781_265_600_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample show in it."""
    address = f"sqlite:///{tmp_path_factory.mktemp('decks') / 'studio.db'}"
    studio = Studio(address, clock=lambda: NOW)
    open_sample(studio)
    studio.close()
    return address


@pytest.fixture
def studio(url: str) -> Iterator[Studio]:
    """The sample store, open."""
    held = Studio(url, clock=lambda: NOW)
    yield held
    held.close()


def run(*arguments: str, **environ: str) -> Result:
    """One command."""
    return CliRunner(env=environ).invoke(main, ["decks", *arguments])


def test_only_approved_cards_go_out(studio: Studio) -> None:
    """A draft and a rejected card are nobody's business outside; reopened after the test."""
    deck, _ = gather(studio, Wish("csv", skus=("P001",)))
    first = deck.sections[0].cards[0]
    studio.boards.decide([("P001", first.id)], "draft", by="test")
    again, _ = gather(studio, Wish("csv", skus=("P001",)))
    studio.boards.decide([("P001", first.id)], "approved", by="test")
    assert first.id not in {card.id for card in again.sections[0].cards}
    assert again.count() == deck.count() - 1


def test_products_come_in_the_order_asked_for(studio: Studio) -> None:
    """Each once, also when named twice; an unknown one is a finding and the rest is made."""
    deck, findings = gather(studio, Wish("csv", skus=("P003", "P001", "P003", "NOPE")))
    assert [section.product.sku for section in deck.sections] == ["P003", "P001"]
    assert [finding.code for finding in findings] == ["vocab.decks.unknown_sku"]


def test_the_whole_sample_goes_out(studio: Studio) -> None:
    """Without a choice every product with an approved card is in the deck."""
    offered = choices(studio)
    deck, findings = gather(studio, Wish("csv"))
    assert len(offered) == len(deck.sections) == 40
    assert sum(count for _, count in offered) == deck.count() == 197
    assert findings == ()


def test_a_gloss_mended_at_the_desk_keeps_its_anki_note(studio: Studio) -> None:
    """What the desk does on a mend (a new id in the place of the old one) does not make a second note."""
    make_deck(studio, Wish("anki", skus=("P002",)))
    issued = json.loads(studio.setting(GUIDS) or "{}")
    old = studio.boards.by_product(["P002"])["P002"][0]  # type: ignore[index]
    gloss = old.gloss + "的"
    new = replace(
        old, id=card_id(old.lemma, old.pos, gloss), gloss=gloss, pinyin=(*old.pinyin, "de"), status="approved"
    )
    studio.boards.put(new, by="test", replaces=old.id)
    make_deck(studio, Wish("anki", skus=("P002",)))
    after = json.loads(studio.setting(GUIDS) or "{}")
    studio.boards.put(replace(old, status="approved"), by="test", replaces=new.id)
    assert after[new.id][0] == issued[old.id][0] == old.id
    assert len(after) == len(issued)


def test_the_ending_says_the_format(url: str, tmp_path: Path) -> None:
    """`decks words.csv` needs no option; the file appears whole, beside it nothing."""
    out = tmp_path / "words.csv"
    result = run(str(out), "--db", url, "--sku", "P001", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {"products": 1, "cards": 5, "files": [str(out)], "findings": []}
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert {row["sku"] for row in rows} == {"P001"}
    assert [path.name for path in tmp_path.iterdir()] == ["words.csv"]


def test_a_format_that_nothing_says_is_misuse(url: str, tmp_path: Path) -> None:
    """Exit 2, and what to do."""
    result = run(str(tmp_path / "words"), "--db", url)
    assert result.exit_code == 2
    assert "--format" in result.stderr


def test_a_product_nobody_knows_is_exit_1(url: str, tmp_path: Path) -> None:
    """Nothing is written; both findings are told, in Chinese and English."""
    result = run(str(tmp_path / "words.tsv"), "--db", url, "--sku", "NOPE")
    assert result.exit_code == 1
    assert "vocab.decks.unknown_sku" in result.stderr
    assert "商品库里没有 NOPE" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_gets_the_pictures_or_the_file(url: str, tmp_path: Path) -> None:
    """Pictures fill a folder, other formats put their file into it under the deck's name."""
    folder = tmp_path / "out"
    result = run(str(folder), "--format", "png", "--sku", "P001", "--db", url, "--progress")
    assert result.exit_code == 0, result.output
    assert len(list(folder.glob("*.png"))) == 5
    assert "5/5" in result.stderr
    assert run(str(folder), "--format", "anki", "--title", "A/B", "--db", url).exit_code == 0
    assert zipfile.is_zipfile(folder / "A-B.apkg")


def test_a_font_that_is_none_is_told_with_the_remedy(url: str, tmp_path: Path) -> None:
    """STUDIO_FONT leads nowhere: exit 1, no PDF, and what to install or set."""
    result = run(str(tmp_path / "a.pdf"), "--db", url, STUDIO_FONT=str(tmp_path / "gone.ttf"))
    assert result.exit_code == 1
    assert "vocab.decks.bad_font" in result.stderr
    assert "gone.ttf" in result.stderr
    assert "fonts-noto-cjk" in result.stderr
    assert list(tmp_path.iterdir()) == []


def settled(jobs: DeckJobs, key: str) -> Job:
    """The job once it is over; five minutes are patience for a busy machine."""
    for _ in range(3_000):
        job = jobs.job(key)
        assert job is not None
        if job.state != "running":
            return job
        time.sleep(0.1)
    raise AssertionError("the deck was never finished")


def test_a_store_named_by_a_relative_path_is_the_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started in any folder, `sqlite:///data/studio.db` is the store of that folder for the command too."""
    monkeypatch.chdir(tmp_path)
    address = "sqlite:///data/studio.db"
    studio = Studio(address, clock=lambda: NOW)
    open_sample(studio)
    studio.close()
    jobs = DeckJobs(address)
    job = settled(jobs, jobs.start(Wish("tsv", skus=("P001",))))
    assert (job.state, job.cards, job.findings) == ("done", 5, ())


def test_a_deck_is_made_beside_the_serving_process(url: str) -> None:
    """The file is there when the job is done, with what the command had to say."""
    jobs = DeckJobs(url)
    job = settled(jobs, jobs.start(Wish("csv", skus=("P001", "NOPE"))))
    assert job.state == "done"
    assert (job.products, job.cards) == (1, 5)
    assert job.path is not None
    assert job.path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [finding.code for finding in job.findings] == ["vocab.decks.unknown_sku"]


def test_a_stopped_deck_leaves_nothing(url: str) -> None:
    """Stopping ends the command; the job says so and has no file."""
    jobs = DeckJobs(url)
    key = jobs.start(Wish("png"))
    jobs.stop(key)
    job = settled(jobs, key)
    assert job.state == "stopped"
    assert job.path is None


def test_the_page_makes_a_deck_and_offers_it(studio: Studio) -> None:
    """Press once, wait, download: the newcomer's way to a file; the page speaks Chinese."""
    running.enter(studio)
    try:
        app = AppTest.from_file(
            str(Path(__file__).parents[1] / "screens" / "dashboard.py"), default_timeout=60
        )
        app.switch_page("page/decks.py")
        app.session_state["deck-format"] = "csv"
        app.run()
        app.button(key="deck-make").click().run()
        for _ in range(100):
            if app.get("download_button"):
                break
            time.sleep(0.3)
            app.run()
        assert not app.exception
        assert [item.label for item in app.get("download_button")] == [text("decks.download", "zh")]
        assert "今晚的词.csv" in app.markdown[-1].value
    finally:
        running.leave()
