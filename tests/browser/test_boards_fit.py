"""Every kind of board in a real browser: the longest cards fit, inks are strong, steps open in order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_room import Room

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
ROOT = Path(__file__).parents[2]
#: A phone, a tablet, a vertical and a horizontal stream: width and height in CSS pixels.
SIZES = ((360, 640), (768, 1024), (1080, 1920), (1920, 1080))
LONGEST = 200
BLANK = """<!doctype html><html lang="zh-CN"><title>t</title><body style="margin:0"><div id="stage"></div>
<script>
window.fresh = async (theme) => {
  const { boardView } = await import('/live/js/cards.js');
  const { h, styles } = await import('/live/js/dom.js');
  const holder = h('div');
  const host = h('div', { class: 'cc-bp-host' });
  const frame = h('div', { class: 'cc' }, h('div', { class: 'cc-bp' }, host));
  document.getElementById('stage').replaceChildren(holder, frame);
  await styles(holder, ['tokens', 'board', 'boardpage']);
  return { frame, host, view: boardView(host, { theme }) };
};
</script>"""

#: Draws each board at each size in the same element and names what leaves it or is cut.
DRAW = """async ([kind, boards, sizes, theme]) => {
  const { frame, host, view } = await fresh(theme);
  const bad = [];
  const PARTS = '.cc-card-word, .cc-card-read > *, .cc-syl, .cc-gloss-line, .cc-py-line, .cc-card-hook span';
  for (const [width, height] of sizes) {
    frame.style.inlineSize = `${width}px`;
    frame.style.setProperty('--cc-height', `${height}px`);
    for (const cards of boards) {
      view.show({ cards, revealed: cards.length, lang: 'zh', quiz: kind === 'quiz' });
      const box = host.getBoundingClientRect();
      for (const part of host.querySelectorAll(PARTS)) {
        const own = part.getBoundingClientRect();
        const out = own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1;
        if (own.width && (out || own.bottom > box.bottom + 1)) bad.push([width, part.textContent]);
      }
      const word = host.querySelector('.cc-card-word').getBoundingClientRect();
      if (!word.width) bad.push([width, 'nothing', cards[0].headword]);
    }
  }
  view.destroy();
  return bad;
}"""


@pytest.fixture(scope="module")
def tab(chromium: Any) -> Iterator[Any]:
    """A blank page beside the live screens' modules."""
    room = Room()
    room.start()
    page = chromium.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=BLANK))
    page.goto(f"{room.url}/blank")
    yield page
    page.close()
    room.stop()


def longest() -> list[dict[str, Any]]:
    """The longest cards of the sample and of the boards judged by hand, as the live plan has them."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for path in (ROOT / "studio/sample/boards.csv", ROOT / "bench/boards/boards.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                # the judged boards name every word that would do, by |
                fields = [(row[name] or "").split("|") for name in ("headword", "gloss", "pinyin")]
                for word, gloss, pinyin in zip(*fields, strict=False):
                    if word and gloss:
                        rows.setdefault((word, gloss), {"headword": word, "gloss": gloss, "pinyin": pinyin})
    held = sorted(rows.values(), key=lambda row: -(len(row["headword"]) + 2 * len(row["gloss"])))[:LONGEST]
    assert len(held) == LONGEST
    return [_card(f"k{number}", row) for number, row in enumerate(held)]


def _card(key: str, row: dict[str, str]) -> dict[str, Any]:
    hook = {
        "zh": row.get("hook_zh") or "一句话的来历、用法与一个小提醒，最多两行",
        "en": row.get("hook_en") or "x",
    }
    pinyin = (row.get("pinyin") or "").split() or ["zhuāng"] * len(row["gloss"])
    ipa = (row.get("ipa") or "").strip("/") or "ˌɪnkɒmprɪˈhensəbl"
    return {"id": key, "headword": row["headword"], "gloss": row["gloss"], "pinyin": pinyin, "ipa": ipa,
            "level": "C2", "level_source": "est.", "pos": "NOUN", "hook": hook, "face": None}  # fmt: skip


def some() -> list[dict[str, Any]]:
    """Every eighth of the longest cards, the longest first: `bench/boards_fit.py` draws all of them."""
    return longest()[::8]


def boards(kind: str, cards: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The cards as boards of a kind; faces are made of the next card, which is as long."""
    if kind in ("three", "quiz"):
        return [cards[at : at + 3] for at in range(0, len(cards), 3)]
    if kind == "one":
        return [[one] for one in cards]
    worn = []
    for one, other in zip(cards, [*cards[1:], cards[0]], strict=True):
        item = {"text": other["headword"], "ipa": other["ipa"], "gloss": other["gloss"]}
        face = {
            "pair": {"kind": "pair", "items": [item], "differs": [[0, 2], [0, 2]]},
            "family": {"kind": "family", "items": [item, {**item, "text": f"{one['headword']}ness"}, item]},
            "blank": {
                "kind": "blank",
                "gap": ["We sell this by the box, and every ", one["headword"], " comes with a card in it."],
                "zh": f"我们按箱卖，每一份{one['gloss']}里都有一张卡片。",
            },
        }[kind]
        worn.append([{**one, "face": face}])
    return worn


@pytest.mark.parametrize("kind", ["one", "three", "quiz", "pair", "family", "blank"])
def test_the_longest_cards_fit_on_every_board(tab: Any, kind: str) -> None:
    """The longest on a phone, a tablet, a vertical and a horizontal stream: no part leaves the board."""
    theme = {"pair": "paper", "family": "chalk-hand", "quiz": "paper-hand"}.get(kind, "chalk")
    bad = tab.evaluate(DRAW, [kind, boards(kind, some()), [list(size) for size in SIZES], theme])
    assert bad == []


def test_what_is_not_open_yet_is_not_seen(tab: Any) -> None:
    """A pair asks with both words, a family with its word, a blank with the sentence; steps do the rest."""
    cards = longest()[:2]
    steps = tab.evaluate(
        """async ([boards]) => {
      const { stepsOf } = await import('/live/js/cards.js');
      const { host: stage, view } = await fresh('chalk');
      const shown = (one) => getComputedStyle(one).visibility === 'visible';
      const seen = () => [...stage.querySelectorAll('[data-step]')].filter(shown).length;
      const told = [];
      for (const cards of boards) {
        view.show({ cards, revealed: 0, lang: 'zh' });
        const counts = [seen()];
        for (let open = 1; open <= stepsOf(cards[0]); open += 1) {
          view.show({ cards, revealed: 1, lang: 'zh', open });
          counts.push(seen());
        }
        view.show({ cards, revealed: 1, lang: 'zh' });
        told.push([cards[0].face?.kind ?? 'one', counts, seen()]);
      }
      view.destroy();
      return told;
    }""",
        [[boards(kind, cards)[0] for kind in ("one", "pair", "family", "blank")]],
    )
    for kind, counts, whole in steps:
        assert counts == sorted(set(counts)), kind
        assert counts[-1] == whole, kind
        assert (counts[0] == 0) == (kind == "one"), kind


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#rrggbb` colours."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["chalk", "paper"])
def test_every_ink_of_a_board_is_strong(theme: str) -> None:
    """Word, reading, gloss, pinyin and small print are 7:1 or more on their ground, lit corner included."""
    css = (ROOT / "screens/live/css/board.css").read_text(encoding="utf-8")
    block = css.split('.cc-board[data-theme="paper"] {')[theme == "paper"].split("}")[0]
    inks = dict(re.findall(r"--b-(\w+): (#[0-9a-f]{6});", block))
    grounds = [inks["ground"], "#fffdf8"] if theme == "paper" else [inks["ground"]]
    for name in ("word", "read", "gloss", "peach", "dim"):
        for ground in grounds:
            assert contrast(inks[name], ground) >= 7, (theme, name, ground)


@pytest.mark.parametrize("theme", ["chalk", "paper", "chalk-hand", "paper-hand"])
def test_texts_on_screen_have_the_inks_of_the_sheet(tab: Any, theme: str) -> None:
    """Measured where it is drawn: no text of any kind of board falls under 7:1 against the ground."""
    cards = longest()[:2]
    drawn = tab.evaluate(
        """async ([boards, theme]) => {
      const { host: stage, view } = await fresh(theme);
      const found = new Set();
      for (const cards of boards) {
        view.show({ cards, revealed: cards.length, lang: 'zh' });
        for (const part of stage.querySelectorAll('.cc-card *')) {
          const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
          if (own) found.add(getComputedStyle(part).color);
          const before = getComputedStyle(part, '::before');
          if (part.matches('.cc-syl')) found.add(before.color);
        }
      }
      const ground = getComputedStyle(stage.querySelector('.cc-board')).backgroundColor;
      view.destroy();
      return [[...found], ground];
    }""",
        [[boards(kind, cards)[0] for kind in ("one", "pair", "family", "blank")], theme],
    )
    colours, ground = drawn
    assert len(colours) >= 4
    for colour in colours:
        assert contrast(_hex(colour), _hex(ground)) >= 7, (theme, colour, ground)


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])
