"""A quiz on air: every screen asks in Chinese first, the English comes word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.scripted_room import Room, now

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., Any]
#: What a viewer can see of each card: the texts that are neither hidden nor faded out.
SEEN = """(selector) => [...document.querySelectorAll(selector)].map((card) => {
  const seen = (part) => getComputedStyle(card.querySelector(part)).visibility === 'visible';
  const drawn = getComputedStyle(card.querySelector('.cc-card-wordrow'), '::after').content !== 'none';
  return [seen('.cc-card-word'), seen('.cc-card-gloss'), seen('.cc-card-ipa'), seen('.cc-card-hook'), drawn];
})"""
#: Word, gloss, reading, hook seen, and the line where the word goes.
ASKED = [False, True, False, False, True]
ANSWERED = [True, True, True, True, False]


def quiz(room: Room, revealed: int) -> None:
    """Put the first cue's cards up as a quiz and tell every screen."""
    room.plan["segments"][0]["cues"][0]["kind"] = "quiz"
    room.state["board"] = {"cards": ["k1", "k2", "k3"], "revealed": revealed, "since": now()}
    room.seq += 1
    if room.sockets():
        room.tell({"t": "change", "now": now(), "seq": room.seq, "state": room.state})


@pytest.mark.parametrize("page", ["board", "overlay"])
def test_the_audience_sees_the_chinese_first(visit: Open, room: Room, page: str) -> None:
    """At revealed 0 each gloss with pinyin stands over a line; each reveal adds one English side."""
    quiz(room, 0)
    tab = visit(page, "viewer", (1920, 1080))
    assert tab.evaluate(SEEN, ".cc-card") == [ASKED] * 3
    places = tab.evaluate("[...document.querySelectorAll('.cc-card-gloss')].map((el) => el.offsetTop)")
    quiz(room, 2)
    tab.wait_for_function("document.querySelectorAll('.cc-card[data-hidden]').length === 1")
    assert tab.evaluate(SEEN, ".cc-card") == [ANSWERED, ANSWERED, ASKED]
    after = tab.evaluate("[...document.querySelectorAll('.cc-card-gloss')].map((el) => el.offsetTop)")
    assert after == places


def test_the_host_sees_question_and_answer(visit: Open, room: Room) -> None:
    """The host's board asks as the stream does and keeps the answer faint in its dashed frame."""
    quiz(room, 0)
    tab = visit("host", "host", (1920, 1080))
    cards = tab.evaluate(SEEN, ".cc-boardbox .cc-card")
    assert [(word, gloss, line) for word, gloss, _ipa, _hook, line in cards] == [(True, True, True)] * 3
    playwright.expect(tab.locator(".cc-boardbox-title")).to_contain_text("先出中文")
    colours = """() => ['.cc-card-gloss', '.cc-card-word'].map((part) =>
      getComputedStyle(document.querySelector('.cc-boardbox ' + part)).color)"""
    gloss, word = tab.evaluate(colours)
    assert gloss == "rgb(247, 243, 232)"
    assert word != gloss


def test_a_board_by_hand_during_a_quiz_keeps_its_words(visit: Open, room: Room) -> None:
    """Only the quiz's own cards ask in Chinese; another board waits empty as always."""
    room.plan["segments"][0]["cues"][0]["kind"] = "quiz"
    room.state["board"] = {"cards": ["k3"], "revealed": 0, "since": now()}
    tab = visit("board", "viewer", (1280, 720))
    assert tab.evaluate(SEEN, ".cc-card") == [[False] * 5]
