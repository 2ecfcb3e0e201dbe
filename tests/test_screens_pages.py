"""The planner's pages as a planner meets them, without a browser: what each shows, writes and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalog.bilingual import Bilingual
from screens.texts import text
from screens.time_text import duration
from studio import running
from studio.sample_show import open_sample
from studio.studio import Studio

DASHBOARD = Path(__file__).parents[1] / "screens" / "dashboard.py"
#: A cold import of a page takes longer than AppTest's three seconds on a busy machine.
PATIENCE = 30
#: 2026-06-12 20:00 in Shanghai.
NOW = 1_781_265_600_000
GOODS = """sku,title_en,title_zh,description_en,description_zh,list_price,live_price,floor_price,stock
00731,"Honey Peaches, 8 Pieces",水蜜桃 8枚装,Sweet and juicy peaches.,香甜多汁的水蜜桃。,99.00,69.90,60.00,500
00732,Potato Chips,淡盐薯片,Thin and crisp chips.,薄脆的薯片。,19.90,9.90,12.00,1000
"""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """An open studio with an empty store and a clock that stands still."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=lambda: NOW)
    running.enter(held)
    yield held
    running.leave()
    held.close()


@pytest.fixture
def sample(studio: Studio) -> Studio:
    """The same with the sample show in it."""
    open_sample(studio)
    return studio


def visit(page: str, **state: object) -> AppTest:
    """A page opened by somebody, with what their session holds."""
    app = AppTest.from_file(str(DASHBOARD), default_timeout=PATIENCE)
    for name, value in state.items():
        app.session_state[name] = value
    if page != "home":
        app.switch_page(f"page/{page}.py")
    return settled(app.run())


def settled(app: AppTest) -> AppTest:
    """The page, which must not have failed."""
    assert not app.exception, app.exception[0].value
    return app


def words(app: AppTest) -> str:
    """Everything the page says, markup included."""
    kinds = ("html", "markdown", "caption", "info", "warning", "error", "success", "subheader", "button")
    found = [element for kind in kinds for element in app.get(kind)]
    return "\n".join(
        str(getattr(one, "value", "")) + str(getattr(one, "label", "")) + str(one.proto) for one in found
    )


def press(app: AppTest, key: str) -> AppTest:
    """Press a button."""
    return settled(app.button(key=key).click().run())


# -- tonight ------------------------------------------------------------------------------------------------


def test_a_newcomer_meets_two_doors(studio: Studio) -> None:
    """An empty store offers the sample and the own catalogue, and opens the sample once."""
    app = visit("home")
    assert app.button(key="own-catalogue").label == text("home.own", "zh")
    press(app, "open-sample")
    assert len(studio.rooms.listing()) == 1
    assert not studio.is_empty()


def test_a_second_click_on_the_sample_makes_no_second_show(sample: Studio) -> None:
    """Two quick clicks, two runs: the later one finds the store filled and lists the show."""
    app = visit("home")
    assert [button.key for button in app.button if button.key and button.key.startswith("live-")]
    assert len(sample.rooms.listing()) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_show_on_air_stands_first_with_its_doors(sample: Studio, lang: str) -> None:
    """While a show is on air the first page says so, in the reader's language, and leads to host and desk."""
    show = sample.rooms.listing()[0].id
    assert sample.rooms.press(show, "start", actor="Tao", role="producer", expects={"cue": ""})["ok"]
    app = visit("home", lang=lang)
    assert text("home.on_air", lang) in words(app)  # type: ignore[arg-type]
    assert {f"host-{show}", f"producer-{show}"} <= {button.key for button in app.button}
    assert "—" in words(app), "no source of orders is connected: the figures are unknown, not 0"


def test_the_language_of_a_link_holds(sample: Studio) -> None:
    """`?lang=en` opens the page in English."""
    app = AppTest.from_file(str(DASHBOARD), default_timeout=PATIENCE)
    app.query_params["lang"] = "en"
    assert text("home.shows_title", "en") in [one.value for one in settled(app.run()).subheader]


def test_the_texts_of_a_user_cannot_write_markup(sample: Studio) -> None:
    """A title with tags in it is shown as typed."""
    script = sample.scripts.listing()[0].id
    rundown, version = sample.scripts.load(script) or pytest.fail("no script")
    evil = replace(rundown, title=Bilingual(zh="<img src=x onerror=alert(1)>", en=None))
    sample.scripts.save(script, evil, base=version)
    sample.rooms.create(script)
    for page in ("home", "script"):
        said = "\n".join(str(one.proto.body) for one in visit(page).get("html"))
        assert "<img src=x" not in said
        assert "&lt;img src=x" in said


# -- catalogue ----------------------------------------------------------------------------------------------


def test_an_import_shows_before_it_writes(studio: Studio) -> None:
    """The dry run counts what would change and writes nothing; the button writes, and says so."""
    app = visit("catalogue")
    app.file_uploader(key="upload-0").set_value(("goods.csv", GOODS.encode(), "text/csv"))
    settled(app.run())
    assert app.button(key="apply-import").label == text("import.apply", "zh", n=2)
    assert studio.catalogue.page().total == 0
    press(app, "apply-import")
    assert [item.sku for item in studio.catalogue.page().products] == ["00731", "00732"]
    assert text("import.done", "zh", n=2) in [one.value for one in app.success]


def test_a_cancelled_import_writes_nothing(studio: Studio) -> None:
    """Cancel leaves the store as it was and the dropzone empty."""
    app = visit("catalogue")
    app.file_uploader(key="upload-0").set_value(("goods.csv", GOODS.encode(), "text/csv"))
    press(settled(app.run()), "cancel-import")
    assert studio.catalogue.page().total == 0
    assert not [button for button in app.button if button.key == "apply-import"]
    assert app.file_uploader(key="upload-1").value is None


def test_the_table_counts_what_is_wrong_with_a_product(studio: Studio) -> None:
    """A live price under the floor is a note beside the product; a sound product has none."""
    studio.catalogue.apply(studio.catalogue.dry_run(GOODS.encode(), name="goods.csv"))
    table = visit("catalogue").dataframe[0].value
    assert list(table["sku"]) == ["00731", "00732"]
    assert table["notes"].isna().iloc[0]
    assert table["notes"].iloc[1] == 1


# -- cards --------------------------------------------------------------------------------------------------


def test_the_review_desk_needs_a_catalogue(studio: Studio) -> None:
    """Without products it says what to do first."""
    assert text("cards.no_catalogue", "zh") in [one.value for one in visit("cards").info]


def test_approving_what_has_evidence_leaves_the_guesses(sample: Studio) -> None:
    """The one button approves drafts with evidence; a guess still waits for eyes."""
    first = next(iter(sample.boards.by_product().values()))
    sample.boards.put(replace(first[0], status="draft"), by="Tao")
    sample.boards.put(replace(first[1], status="draft", check=True), by="Tao")
    app = visit("cards")
    assert app.button(key="approve-sure").label == text("cards.approve_sure", "zh", n=1)
    press(app, "approve-sure")
    states = {card.id: card.status for card in sample.boards.of_product(first[0].sku)}
    assert states[first[0].id] == "approved"
    assert states[first[1].id] == "draft"
    assert app.button(key="approve-sure").disabled


# -- script -------------------------------------------------------------------------------------------------


def drafted(studio: Studio) -> AppTest:
    """The script page after a draft of half an hour was made on it."""
    app = visit("script")
    press(app, "new-draft")
    minutes = next(one for one in app.number_input if one.label == text("script.minutes", "zh"))
    minutes.set_value(30)
    button = next(one for one in app.button if one.label == text("script.make", "zh"))
    return settled(button.click().run())


def test_a_draft_lies_on_the_desk_saved(sample: Studio) -> None:
    """Products chosen by default, a length, one press: a script of that length, saved as version 1."""
    app = drafted(sample)
    desk = app.session_state["desk"]
    assert desk.version == 1
    assert not desk.unsaved
    assert f"计划 {duration(30 * 60_000)}" in words(app)
    assert not app.button(key="to-show").disabled


def inserted(app: AppTest) -> AppTest:
    """The page after a plain segment was put in."""
    press(app, "insert")
    what = app.selectbox(key="insert-what")
    settled(what.set_value("kind:break").run())
    return press(app, "insert-do")


def test_an_edit_waits_for_the_save(sample: Studio) -> None:
    """An edit is unsaved until the button, blocks going on air, can be undone, and becomes a new version."""
    app = inserted(visit("script"))
    script = app.session_state["desk"].script
    assert app.session_state["desk"].unsaved
    assert app.button(key="to-show").disabled
    press(app, "icon-undo")
    assert not app.session_state["desk"].unsaved
    press(app, "icon-redo")
    press(app, "save")
    found = sample.scripts.load(script)
    assert found is not None
    assert found[1] == 2
    assert found[0] == app.session_state["desk"].rundown
    assert any(segment.kind == "break" for segment in found[0].segments)


def moved(sample: Studio) -> tuple[AppTest, str]:
    """A page with an unsaved edit whose script somebody else saves first."""
    app = inserted(visit("script"))
    held = app.session_state["desk"]
    theirs = replace(held.saved, title=Bilingual(zh="别人的版本", en="Theirs"))
    sample.scripts.save(held.script, theirs, base=held.version, by="Amy")
    return press(app, "save"), held.script


def test_the_second_to_save_is_told_and_loses_nothing(sample: Studio) -> None:
    """Nothing is overwritten, the edit stays on the desk, and it can be kept as a script of its own."""
    app, script = moved(sample)
    assert [one.value for one in app.error] == [text("script.moved", "zh", newest=2, held=1)]
    assert app.session_state["desk"].unsaved
    press(app, "save-copy")
    assert not app.error
    assert app.session_state["desk"].script != script
    assert any(segment.kind == "break" for segment in app.session_state["desk"].rundown.segments)
    found = sample.scripts.load(script)
    assert found is not None
    assert found[0].title.zh == "别人的版本"


def test_the_second_to_save_can_take_the_newer_version(sample: Studio) -> None:
    """The other way out: the newest version comes onto the desk."""
    app, _ = moved(sample)
    press(app, "take-theirs")
    assert app.session_state["desk"].rundown.title.zh == "别人的版本"
    assert app.session_state["desk"].version == 2
    assert not app.error


# -- report and connect -------------------------------------------------------------------------------------


def test_a_report_waits_for_a_show(sample: Studio) -> None:
    """Before any show was on air the page says so instead of showing zeros."""
    assert text("report.none", "zh") in [one.value for one in visit("report").info]


def test_a_report_comes_in_three_forms(sample: Studio) -> None:
    """The page in a frame, and page, workbook and tables to take away."""
    show = sample.rooms.listing()[0].id
    sample.rooms.press(show, "start", actor="Tao", role="producer", expects={"cue": ""})
    app = visit("report")
    assert app.get("iframe")
    assert len(app.get("download_button")) == 3


def test_a_signed_test_reaches_the_inbox(sample: Studio) -> None:
    """The test button delivers a signed document without orders, and the page lists it."""
    app = visit("connect")
    assert text("connect.none", "zh") in [one.value for one in app.caption]
    press(app, "probe-hook")
    row = sample.orders.deliveries()[0]
    assert row["signed"]
    assert text("connect.test_good", "zh") in words(app)
    assert sample.orders.verify()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_opens_empty_and_filled(studio: Studio, lang: str) -> None:
    """In both languages, on an empty store and with the sample; the language holds from page to page."""
    app = visit("home", lang=lang)
    for fill in (lambda held: None, open_sample):
        fill(studio)
        for page in ("catalogue", "cards", "script", "report", "connect", "home"):
            settled(app.switch_page(f"page/{page}.py").run())
            assert app.session_state["lang"] == lang
