"""Decks that set type: fonts, lines, the handout, slides, pictures, PowerPoint."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from tests.deck_facts import CARDS, DECK, PEACH, card
from vocab.card import card_id
from vocab.decks.cover import cover
from vocab.decks.deck import Deck, Section, tidy
from vocab.decks.fonts import FontError, Fonts, find_fonts, has_chinese, open_face, places
from vocab.decks.look import THEMES
from vocab.decks.make import ENDINGS, FORMATS, TYPESET, Format, Order, make
from vocab.decks.printed import print_deck
from vocab.decks.qr import QUIET, matrix
from vocab.decks.slides import FRAMES, Slides, slide_file
from vocab.decks.typeset import NO_END, NO_START, Setter, Unset

NONE_HERE = Fonts({"kai": (), "sans": (), "serif": (), "bold": (), "ipa": ()})
CODED = replace(DECK, url="https://example.com/words")


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """The fonts of this machine."""
    found = find_fonts(places(platform=sys.platform, home=None, environ={}))
    if not has_chinese(found):
        pytest.skip("no Chinese font that can be embedded (apt-get install fonts-noto-cjk)")
    return found


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as a reader copies it, in one line."""
    document = pypdfium2.PdfDocument(pdf)
    found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def made(
    deck: Deck, name: Format, fonts: Fonts | None, **wish: str
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """A deck in a format."""
    return make(deck, Order(name, now=1_790_000_000_000, **wish), fonts=fonts)  # type: ignore[arg-type]


def long_deck(count: int) -> Deck:
    """Many cards of changing length, the longest that boards have seen among them."""
    texts = [
        ("honey peach", "水蜜桃", "shuǐ mì táo"),
        ("uncharacteristically", "一反常态地", "yì fǎn cháng tài de"),
        ("temperature difference between day and night", "昼夜温差", "zhòu yè wēn chā"),
        ("pit", "去核", "qù hé"),
        ("certified", "经过国家权威机构认证的", "jīng guò guó jiā quán wēi jī gòu rèn zhèng de"),
    ]
    cards = []
    for number in range(count):
        word, gloss, pinyin = texts[number % len(texts)]
        held = card(
            word,
            gloss,
            pinyin,
            ipa="ˈhʌni piːtʃ",
            hook=Bilingual(zh="名词是 fragrance（香气）；别和 fragile（易碎的）弄混。" * (1 + number % 3)),
            example=Bilingual(
                en="Each honey peach weighs about 250 g. " * (1 + number % 2), zh="每颗约250克。"
            ),
        )
        cards.append(replace(held, id=card_id(word, str(number), gloss)))
    return Deck(DECK.title, (Section(PEACH, tuple(cards)),))


# -- fonts -------------------------------------------------------------------------------------------------


def test_a_font_file_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    """The chosen file is missing, or is a text: the reason is said, nothing crashes."""
    for path in (tmp_path / "gone.ttf", tmp_path / "text.ttf"):
        if path.name == "text.ttf":
            path.write_text("not a font")
        with pytest.raises(FontError, match=path.name) as caught:
            find_fonts([], chosen=path)
        assert caught.value.reason == "unreadable"


def test_a_broken_font_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """Only a font that was asked for may complain."""
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"\0\1\0\0 garbage")
    assert not has_chinese(find_fonts([tmp_path]))


def test_a_font_whose_licence_forbids_embedding_is_refused(fonts: Fonts, tmp_path: Path) -> None:
    """`fsType` 2 of the OS/2 table is a restricted licence; the same font with 0 is taken."""
    face = fonts.stacks["ipa"][0]
    data = bytearray(face.path.read_bytes())
    if data[:4] == b"ttcf":
        pytest.skip("the phonetic font here is a collection")
    count = int.from_bytes(data[4:6], "big")
    tables = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * count, 16)}
    at = int.from_bytes(data[tables[b"OS/2"] + 8 : tables[b"OS/2"] + 12], "big")
    data[at + 8 : at + 10] = b"\0\2"
    path = tmp_path / "restricted.ttf"
    path.write_bytes(data)
    with pytest.raises(FontError) as caught:
        open_face(path, role="ipa")
    assert caught.value.reason == "licence"
    data[at + 8 : at + 10] = b"\0\0"
    path.write_bytes(data)
    assert open_face(path, role="ipa").advance("a") > 0


def test_the_chosen_font_goes_first(fonts: Fonts, tmp_path: Path) -> None:
    """STUDIO_FONT stands before what the system has, also under a name nobody knows."""
    face = fonts.stacks["kai"][0]
    path = tmp_path / f"mine{face.path.suffix}"
    shutil.copy(face.path, path)
    first = find_fonts([], chosen=path).face("词", "sans")
    assert first is not None
    assert first.path == path


def test_a_chosen_font_without_chinese_is_refused(fonts: Fonts) -> None:
    """STUDIO_FONT is there for Chinese: a font that has none was a mistake, and it is said."""
    face = next((face for face in fonts.stacks["ipa"] if ord("词") not in face.signs), None)
    if face is None:
        pytest.skip("every phonetic font here has Chinese")
    with pytest.raises(FontError) as caught:
        find_fonts([], chosen=face.path)
    assert caught.value.reason == "chinese"


def test_simplified_forms_come_from_the_simplified_face(fonts: Fonts) -> None:
    """A collection holds faces for several countries; ours is the one of simplified Chinese."""
    for role in ("kai", "sans"):
        for face in fonts.stacks[role]:  # type: ignore[index]
            if "CJK" in face.path.name and face.path.suffix == ".ttc":
                assert face.index == 2  # JP, KR, SC, TC, HK: the order in Noto's collections


# -- lines -------------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="脆甜，。“”（）桃子 honeyA-,.()", max_size=60).map(tidy)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS, width=st.floats(40, 400))
def test_lines_keep_every_sign_and_the_width(fonts: Fonts, text: str, width: float) -> None:
    """Nothing is cut or added, no line is wider than its room, only blanks go at the ends."""
    setter = Setter(fonts)
    lines = setter.lines(text, "sans", 12, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(setter.width(line, "sans", 12) <= width + 0.01 for line in lines)


def test_marks_do_not_begin_a_line(fonts: Fonts) -> None:
    """A comma stays with what it ends, an opening quote with what it opens; English words stay whole."""
    text = "咬一口，“咔嚓”作响，果肉脆甜（crisp and juicy）多汁，尾味带一丝清淡的酸。"
    for width in range(60, 300, 7):
        lines = Setter(fonts).lines(text, "sans", 12, width)
        assert not [line for line in lines[1:] if line[0] in NO_START]
        assert not [line for line in lines[:-1] if line[-1] in NO_END]
        assert any("crisp" in line for line in lines)
        assert any("juicy" in line for line in lines)


def test_a_sign_that_no_font_has_is_never_drawn() -> None:
    """No box, no question mark: setting it is an error inside, and a finding outside."""
    with pytest.raises(Unset, match="桃"):
        Setter(NONE_HERE).runs("桃", "kai")


def test_a_text_is_printed_whole_or_not_at_all(fonts: Fonts) -> None:
    """Emoji of a title go; a hook with an unknown letter goes whole; a card with one in its gloss too."""
    unknown = "\U0001e900"  # Adlam, in none of our fonts
    deck = Deck(
        DECK.title,
        (
            Section(
                replace(PEACH, title=Bilingual(zh="🍑水蜜桃🍑")),
                (
                    replace(CARDS[0], hooks=(replace(CARDS[0].hooks[0], text=Bilingual(zh=f"像{unknown}")),)),
                    replace(CARDS[1], gloss=f"香{unknown}"),
                ),
            ),
        ),
    )
    sections, findings = print_deck(deck, Setter(fonts))
    assert sections[0].title == "水蜜桃"
    assert [item.headword for item in sections[0].cards] == ["honey peach"]
    assert sections[0].cards[0].hook == ""
    assert [finding.code for finding in findings] == ["vocab.decks.unset"] * 2
    assert all("U+1E900" in (finding.what.zh or "") for finding in findings)


# -- PDF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pdf", "slides"])
def test_every_word_can_be_found_in_both_scripts(name: Format, fonts: Fonts) -> None:
    """Words, glosses (whole, though set with space), readings, IPA and examples are text in the file."""
    data, findings = made(CODED, name, fonts)
    assert findings == ()
    assert data is not None
    text = " ".join(pages(data))
    for _, held in CODED.pairs():
        assert tidy(held.headword) in text
        assert tidy(held.gloss) in text
        assert " ".join(held.pinyin).replace("< ", "").replace(" >", "") in text
        assert (held.ipa or held.ipa_gb or "") in text
        assert tidy(held.example.en) in text
        assert tidy(held.example.zh) in text
    assert "CC-CEDICT" in text
    assert "https://example.com/words" in text
    assert "明前龙井" in text


def test_every_font_is_embedded(fonts: Fonts) -> None:
    """As many font programs as fonts: a reader needs none of its own."""
    data, _ = made(CODED, "pdf", fonts)
    assert data is not None
    programs = data.count(b"/FontFile2") + data.count(b"/FontFile3")
    assert programs == data.count(b"/Type /FontDescriptor") > 0


def test_a_handout_numbers_its_pages_and_repeats_the_product(fonts: Fonts) -> None:
    """Each page says where it is; a product that runs over a page is named again."""
    data, _ = made(long_deck(60), "pdf", fonts)
    assert data is not None
    found = pages(data)
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert f"{number} / {len(found)}" in text
        assert "水蜜桃 8枚装" in text
    assert sum(text.count("去核") for text in found) == 12


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("shape", sorted(FRAMES))
def test_nothing_leaves_the_page_or_the_safe_area(shape: str, theme: str, fonts: Fonts) -> None:
    """Long words and glosses get smaller until the card stands between its edges; pages match cards."""
    frame = FRAMES[shape]  # type: ignore[index]
    look = THEMES[theme]  # type: ignore[index]
    slides = Slides(long_deck(10), Setter(fonts.in_hand() if look.hand else fonts), frame, look)
    slides.make()
    assert len(slides._paper.pages) == 10
    for marks in slides._paper.pages:
        for mark in marks[1:]:
            for words in getattr(mark, "words", (mark,)):
                width = getattr(words, "width", None) or sum(
                    words.size * face.advance(sign) for face, text in words.runs for sign in text
                )
                assert words.x >= frame.side - 0.5
                assert words.x + width <= frame.width - frame.side + 0.5
                assert words.y <= frame.bottom + 0.5


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_theme_has_its_ground_and_its_hand(theme: str, fonts: Fonts) -> None:
    """Dark or light, in print or by hand; every word can be copied out of each; PowerPoint names the hand."""
    look = THEMES[theme]  # type: ignore[index]
    data, findings = made(DECK, "slides", fonts, theme=theme, shape="1:1")
    assert data is not None and findings == ()
    for (_, shown), page in zip(DECK.pairs(), pages(data), strict=True):
        assert shown.headword in page and shown.gloss in "".join(page.split())
    document = pypdfium2.PdfDocument(data)
    corner = document[0].render(scale=0.2, rev_byteorder=True).to_pil().getpixel((2, 2))
    document.close()
    assert corner[:3] == tuple(bytes.fromhex(look.ground[1:]))
    office, _ = made(DECK, "pptx", None, theme=theme)
    assert office is not None
    title = Presentation(io.BytesIO(office)).slides[0].shapes.title
    assert (title.text_frame.paragraphs[0].runs[0].font.name == "Segoe Print") == look.hand


def test_a_hand_goes_before_the_printed_letters(fonts: Fonts) -> None:
    """Where this machine has a hand it sets the word; where it has none the printed letters stand."""
    written = fonts.in_hand()
    assert Fonts(fonts.stacks).in_hand().stacks == dict(fonts.stacks)
    for role, faces in fonts.hands.items():
        assert written.stacks[role] == (*faces, *fonts.stacks[role])
    assert written.stacks["sans"] == fonts.stacks["sans"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "anki"])
def test_equal_decks_give_equal_files(name: Format, fonts: Fonts) -> None:
    """No clock and no machine in the bytes."""
    assert made(CODED, name, fonts) == made(CODED, name, fonts)


def test_pictures_are_as_large_as_a_stream(fonts: Fonts) -> None:
    """1080×1920 for a phone, a picture per card and one of the code, named in order, with the licence."""
    data, _ = made(CODED, "png", fonts, shape="9:16", theme="paper")
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert names[0] == "今晚的词/001-honey-peach.png"
        assert names[-2:] == ["今晚的词/006-qr.png", "今晚的词/licence.txt"]
        with Image.open(io.BytesIO(archive.read(names[0]))) as image:
            assert image.size == (1080, 1920)
            assert image.getpixel((5, 5)) == (0xFB, 0xF8, 0xF1)


@pytest.mark.parametrize("shape", sorted(FRAMES))
def test_the_code_on_the_picture_is_the_address(shape: str, fonts: Fonts) -> None:
    """Read back from the pixels of the last page: every module stands as the address asks for it."""
    data = slide_file(CODED, fonts, shape=shape, theme="chalk-hand").pdf  # type: ignore[arg-type]
    document = pypdfium2.PdfDocument(data)
    image = document[len(document) - 1].render(scale=2, rev_byteorder=True).to_pil().convert("RGB")
    document.close()
    white = image.convert("L").point(lambda value: 255 * (value == 255))
    left, top, right, _ = white.getbbox() or (0, 0, 0, 0)
    asked = matrix(CODED.url or "")
    step = (right - left) / (len(asked) + 2 * QUIET)
    for y, row in enumerate(asked):
        for x, dark in enumerate(row):
            at = (round(left + (x + QUIET + 0.5) * step), round(top + (y + QUIET + 0.5) * step))
            assert (sum(image.getpixel(at)) < 300) == dark, at


@pytest.mark.parametrize("name", FORMATS)
def test_a_finished_deck_shows_its_first_page(name: Format, fonts: Fonts) -> None:
    """What has pages is looked at before it goes out; a table and a deck of another program have none."""
    data, _ = made(DECK, name, fonts)
    assert data is not None
    picture = cover(data, name)
    assert (picture is not None) == (name in TYPESET)
    if picture is not None:
        with Image.open(io.BytesIO(picture)) as image:
            assert image.width > 500


def test_a_slide_file_can_be_stopped(fonts: Fonts) -> None:
    """Whoever listens to the progress may raise; it comes through."""

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        slide_file(DECK, fonts, progress=stop)


# -- PowerPoint --------------------------------------------------------------------------------------------


def test_a_powerpoint_holds_every_text_as_text() -> None:
    """A slide per card, its title the word; gloss and reading in boxes; a picture of the code at the end."""
    data, _ = made(CODED, "pptx", None)
    assert data is not None
    slides = list(Presentation(io.BytesIO(data)).slides)
    assert len(slides) == CODED.count() + 1
    for slide, (_, held) in zip(slides, CODED.pairs(), strict=False):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text == tidy(held.headword)
        assert tidy(held.gloss) in texts
    assert [shape.shape_type for shape in slides[-1].shapes].count(13) == 1  # 13: a picture


# -- the door ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", list(FRAMES))
def test_libreoffice_renders_the_same_words(shape: str, tmp_path: Path) -> None:
    """An office program opens the slides and prints every word, both scripts, one slide a page."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-impress)")
    data, _ = made(DECK, "pptx", None, shape=shape)
    assert data is not None
    source = tmp_path / "deck.pptx"
    source.write_bytes(data)
    command = [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    printed = pages((tmp_path / "deck.pdf").read_bytes())
    assert len(printed) == DECK.count()
    for (_, shown), page in zip(DECK.pairs(), printed, strict=True):
        plain = "".join(page.split())
        assert "".join(shown.headword.split()) in plain
        assert "".join(shown.gloss.split()) in plain


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_font_only_what_sets_type_is_missing(name: Format) -> None:
    """No tofu: PDF and pictures are not made and the finding says the remedy in both languages."""
    data, findings = made(DECK, name, NONE_HERE)
    if name in TYPESET:
        assert data is None
        assert [finding.code for finding in findings] == ["vocab.decks.no_font"]
        assert "fonts-noto-cjk" in (findings[0].fix.zh or "")
        assert "STUDIO_FONT" in (findings[0].fix.en or "")
    else:
        assert data
        assert findings == ()


def test_a_bad_address_costs_the_code_only(fonts: Fonts) -> None:
    """The handout is made, without a code, and the planner is told."""
    data, findings = made(replace(DECK, url="example.com"), "pdf", fonts)
    assert data is not None
    assert [finding.code for finding in findings] == ["vocab.decks.bad_url"]
    assert len(pages(data)) == 1


def test_an_empty_deck_is_not_made() -> None:
    """Nothing to hand out is said, not written."""
    data, findings = made(Deck(DECK.title, ()), "csv", None)
    assert data is None
    assert [finding.code for finding in findings] == ["vocab.decks.no_cards"]


def test_every_format_has_an_ending() -> None:
    """The door knows a file name for whatever it makes."""
    assert set(ENDINGS) == set(FORMATS)
