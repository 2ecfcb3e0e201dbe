"""What the editor in the browser is told: whatever is lost on the way, it shows what the server has."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from screens.outline_wire import REMEMBERED, Telling


class Browser:
    """The page's side of it, as `desk/outline.js` does it."""

    def __init__(self) -> None:
        self.told: dict[int, tuple[dict[str, Any], dict[str, Any], list[str]]] = {}
        self.stamp = 0

    def hear(self, message: dict[str, Any]) -> bool:
        """Take a message in; False when it is built on one that this page does not have."""
        base = message["base"]
        if base and base not in self.told:
            return False
        rows, parts, order = self.told[base] if base else ({}, {}, [])
        rows = {**rows, **{row["id"]: row for row in message["rows"]}}
        kept = message["order"] if message["order"] is not None else order
        self.told = {stamp: each for stamp, each in self.told.items() if stamp >= base}
        self.told[message["stamp"]] = (rows, {**parts, **message["parts"]}, kept)
        self.stamp = message["stamp"]
        return True

    def shows(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The rows in order, and the parts."""
        rows, parts, order = self.told[self.stamp]
        return [rows[key] for key in order], parts


STEPS = st.tuples(
    st.lists(st.sampled_from("abcdef"), unique=True, max_size=6),  # the rows that stand, in order
    st.integers(0, 3),  # what one of them says
    st.sampled_from(["drawn", "lost", "drawn and told", "fresh page"]),
)


@given(st.lists(STEPS, max_size=25))
def test_the_page_shows_what_the_server_has(steps: list[tuple[list[str], int, str]]) -> None:
    """Messages drawn, lost, reported, or met by a fresh page: what is drawn is what the server has."""
    telling, browser = Telling(), Browser()
    texts: dict[str, int] = {}
    for order, text, fate in steps:
        if order:
            texts[order[0]] = text
        rows = [{"id": key, "text": texts.get(key, 0)} for key in order]
        parts = {"facts": len(rows), "words": "same"}
        if fate == "fresh page":
            browser = Browser()
        message = telling.message(rows, parts)
        if fate == "lost":
            continue
        if not browser.hear(message):
            telling.holds(0)  # the page asks for the whole
            assert browser.hear(telling.message(rows, parts))
        assert browser.shows() == (rows, parts)
        if fate == "drawn and told":
            telling.holds(browser.stamp)


def test_a_changed_row_is_told_alone() -> None:
    """Of many rows the one that changed goes out; the order and the parts only where they differ."""
    telling = Telling()
    rows = [{"id": f"s{n:03}", "text": ""} for n in range(500)]
    first = telling.message(rows, {"facts": "500", "words": {"up": "Up"}})
    assert (len(first["rows"]), first["base"]) == (500, 0)  # type: ignore[arg-type]
    telling.holds(int(str(first["stamp"])))
    changed = [{**row, "text": "新"} if row["id"] == "s007" else dict(row) for row in rows]
    assert telling.message(changed, {"facts": "501", "words": {"up": "Up"}}) == {
        "stamp": 2, "base": 1, "order": None,
        "rows": [{"id": "s007", "text": "新"}], "parts": {"facts": "501"},
    }  # fmt: skip


def test_a_page_that_is_far_behind_is_told_the_whole() -> None:
    """Old messages are forgotten, the one that the page holds is not."""
    telling = Telling()
    rows = [{"id": "a", "text": ""}]
    telling.message(rows, {})
    telling.holds(1)
    for _ in range(3 * REMEMBERED):
        assert telling.message(rows, {})["base"] == 1
    telling.holds(2)
    assert telling.message(rows, {})["base"] == 0
