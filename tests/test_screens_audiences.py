"""The audiences that the cards page offers are those that the engine knows."""

from __future__ import annotations

import ast
from pathlib import Path

from vocab.levels import audience_of

PAGE = Path(__file__).parents[1] / "screens/page/cards.py"


def test_every_audience_on_the_page_is_known_to_the_engine() -> None:
    """A name the engine does not know would end the extraction with an error."""
    tree = ast.parse(PAGE.read_text(encoding="utf-8"))
    [names] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "AUDIENCES"
    ]
    assert len(names) >= 6
    for name in names:
        assert audience_of(name).target > 0
