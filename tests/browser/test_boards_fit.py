"""Every kind of board in a real browser: the longest cards fit, inks are strong, steps open in order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_room import Room
from tests.test_screens_design import contrast

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
ROOT = Path(__file__).parents[2]
#: A phone, a tablet, a vertical and a horizontal stream: width and height in CSS pixels.
SIZES = ((360, 640), (768, 1024), (1080, 1920), (1920, 1080))
LONGEST = 200
KINDS = ("one", "three", "quiz", "pair", "family", "blank")
BLANK = """<!doctype html><html lang="zh-CN"><title>t</title><body style="margin:0"><div id="stage"></div>
<script>
window.fresh = async (theme, more = {}) => {
  const { boardView } = await import('/live/js/cards.js');
  const { h, styles } = await import('/live/js/dom.js');
  const holder = h('div');
  const host = h('div', { class: 'cc-bp-host' });
  const frame = h('div', { class: 'cc' }, h('div', { class: 'cc-bp' }, host));
  document.getElementById('stage').replaceChildren(holder, frame);
  await styles(holder, ['tokens', 'board', 'boardpage']);
  return { frame, host, view: boardView(host, { theme, ...more }) };
};
</script>"""

#: Draws each board at each size in the same element and names what leaves it, and how many pixels below. On a
#: tall one the phone app covers 12 % at the head and 18 % at the foot; a line's box, higher than its letters,
#: may lean over that edge by 0.4 %.
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
      const tall = width / height < 0.75;
      const top = box.top + (tall ? height * 0.116 : 0);
      const bottom = box.bottom - (tall ? height * 0.176 : 0);
      for (const part of host.querySelectorAll(PARTS)) {
        const own = part.getBoundingClientRect();
        const out = own.left < box.left - 1 || own.right > box.right + 1 || own.top < top - 1;
        const below = Math.round(own.bottom - bottom);
        if (own.width && (out || below > 1)) bad.push([width, part.textContent, below]);
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


@pytest.mark.parametrize("kind", KINDS)
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


#: Every text of every board that is drawn, with its colour, in each state a board can be in.
INKS = """async ([boards, theme, states]) => {
  const found = [];
  for (const { peek, ...state } of states) {
    const { host: stage, view } = await fresh(theme, { peek });
    for (const cards of boards) {
      view.show({ cards, revealed: cards.length, lang: 'zh', ...state });
      for (const part of [stage.querySelector('.cc-board'), ...stage.querySelectorAll('.cc-board *')]) {
        const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        const reads = part.matches('.cc-syl');
        for (const style of [own && getComputedStyle(part), reads && getComputedStyle(part, '::before')]) {
          if (!style) continue;
          if (style.visibility === 'visible') found.push([part.className, style.color, style.opacity]);
        }
      }
    }
    view.destroy();
  }
  return found;
}"""
#: Open, waiting, asked, at each step, and as the host sees what the audience does not see yet.
STATES: list[dict[str, Any]] = [
    {}, {"dim": True}, {"revealed": 0, "quiz": True}, {"revealed": 0, "quiz": True, "peek": True},
    {"revealed": 0, "peek": True},
    *({"revealed": 1, "open": step, "peek": step % 2 == 0} for step in range(4)),
]  # fmt: skip


@pytest.mark.parametrize("theme", ["chalk", "paper", "chalk-hand", "paper-hand"])
def test_no_text_of_a_board_is_faint(tab: Any, theme: str) -> None:
    """Measured where it is drawn: 7:1 or more on ground and lit corner, also what waits or hints."""
    kinds = ("one", "three", "pair", "family", "blank")
    drawn = tab.evaluate(INKS, [[boards(kind, longest()[:3])[0] for kind in kinds], theme, STATES])
    assert len({colour for _, colour, _ in drawn}) >= 5
    lights = ("#fffdf8", "#fbf8f1") if theme.startswith("paper") else ("#22312c", "#1d2b26")
    for part, colour, opacity in drawn:
        assert opacity == "1", part
        for ground in lights:
            assert contrast(_hex(colour), ground) >= 7, (theme, part, colour, ground)


def test_the_grounds_are_those_of_the_sheet(tab: Any) -> None:
    """What contrast is measured against: the ground, and the light that lies on it in its corner."""
    css = (ROOT / "screens/live/css/board.css").read_text(encoding="utf-8")
    assert "--b-ground: #1d2b26" in css and "#2b3d3659, transparent" in css  # 35 % of it: #22312c
    assert "--b-ground: #fbf8f1" in css and "#fffdf8, transparent" in css


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])
