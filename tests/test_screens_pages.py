"""The planner's pages as a planner meets them, without a browser: what each shows, writes and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalog.bilingual import Bilingual
from screens.script_print import print_html
from screens.script_rows import total_ms
from screens.texts import text
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
    said = "\n".join(str(one.proto.body) for one in visit("home").get("html"))
    for page in (
        said,
        *(print_html(sample.scripts, script, kind, "zh") for kind in ("table", "cards", "facts")),
    ):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
    visit("script")


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
    assert total_ms(desk.rundown) == 30 * 60_000
    assert sample.scripts.load(desk.script) == (desk.rundown, 1)


def inserted(app: AppTest) -> AppTest:
    """The page after a plain segment was put in."""
    press(app, "insert")
    what = app.selectbox(key="insert-what")
    settled(what.set_value("kind:break").run())
    return press(app, "insert-do")


def test_an_edit_is_in_the_store_at_once(sample: Studio) -> None:
    """What is put in is a version of its own, acknowledged with its time; no button saves it."""
    app = inserted(visit("script"))
    desk = app.session_state["desk"]
    assert (desk.version, desk.saved_at) == (2, NOW)
    found = sample.scripts.load(desk.script)
    assert found == (desk.rundown, 2)
    assert any(segment.kind == "break" for segment in desk.rundown.segments)


def test_an_edit_beside_somebody_elses_loses_neither(sample: Studio) -> None:
    """Somebody saved since the page was drawn: the new segment and their title are both in the script."""
    app = visit("script")
    held = app.session_state["desk"]
    theirs = replace(held.rundown, title=Bilingual(zh="别人的标题", en="Theirs"))
    sample.scripts.save(held.script, theirs, base=held.version, by="Amy")
    desk = inserted(app).session_state["desk"]
    assert desk.version == 3
    assert desk.rundown.title.zh == "别人的标题"
    assert any(segment.kind == "break" for segment in desk.rundown.segments)


@pytest.mark.parametrize("tab", ["review", "facts", "history", "templates", "print"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_side_of_a_script_opens(sample: Studio, tab: str, lang: str) -> None:
    """Review, facts, history, templates and printing open in both languages."""
    app = visit("script", lang=lang, **{"script-tab": tab})
    assert app.session_state["script-tab"] == tab


def test_a_script_is_signed_on_the_page(sample: Studio) -> None:
    """A name and a press: the version is signed, the page says by whom; an edit makes the signature stale."""
    app = visit("script", actor="Mei", **{"script-tab": "review"})
    for field in app.text_input:
        if field.label == text("review.reason", "zh"):
            field.set_value("看过了")
    press(settled(app.run()), "sign")
    script = app.session_state["desk"].script
    (row,) = sample.scripts.reviews.of_script(script)
    assert (row.version, row.by) == (1, "Mei")
    assert any("Mei" in one.value for one in app.success)
    inserted(app)
    assert text("review.stale", "zh", version=1) in [one.value for one in app.warning]


def test_an_old_version_comes_back_from_the_history(sample: Studio) -> None:
    """Compared with now, and restored as the newest version."""
    app = inserted(visit("script"))
    held = app.session_state["desk"]
    sample.scripts.editing.edit(
        held.script, base=held.rundown, mine=replace(held.rundown, zone="UTC"), by="Amy", client="other"
    )
    app = visit("script", **{"script-tab": "history"})
    press(app, "compare-2")
    press(app, "restore")
    assert app.session_state["desk"].version == 4
    assert sample.scripts.load(held.script) == (held.rundown, 4)


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
    assert text("source.none", "zh") in [one.value for one in app.caption]
    press(app, "probe-hook")
    row = sample.orders.deliveries()[0]
    assert row["signed"]
    assert text("source.test_good", "zh") in words(app)
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
