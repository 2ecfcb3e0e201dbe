"""Every text of the dashboard exists in both languages and fills the same braces."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from screens.texts import TEXTS, text

SCREENS = Path(__file__).parents[1] / "screens"


def braces(value: str) -> set[str]:
    """The names in the braces of a text."""
    return {name for _, name, _, _ in Formatter().parse(value) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_say_it(key: str) -> None:
    """Neither language is empty, and both fill the same values."""
    zh, en = TEXTS[key]
    assert zh.strip()
    assert en.strip()
    assert braces(zh) == braces(en)


def used_keys() -> set[str]:
    """The literal keys that pages ask for."""
    found = set()
    for path in SCREENS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in ("t", "text") and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return {key for key in found if "." in key and " " not in key}


def test_pages_ask_only_for_texts_that_exist() -> None:
    """A key with a typing error would break a page on air."""
    assert used_keys() - set(TEXTS) == set()


def test_a_text_is_filled() -> None:
    """Values go where the braces are."""
    assert text("catalogue.found", "zh", n=40) == "共 40 件"
    assert text("catalogue.found", "en", n=40) == "40 products"
