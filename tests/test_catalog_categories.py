"""Categories: a tree by whole paths, the given text untouched."""

from __future__ import annotations

import pytest

from catalog.categories import CategoryNode, category_path, counted_tree


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Apparel > Tops", ("Apparel", "Tops")),
        ("食品>>茶叶>>绿茶", ("食品", "茶叶", "绿茶")),
        ("手机/数码", ("手机/数码",)),
        ("生鲜果蔬 Fresh produce", ("生鲜果蔬 Fresh produce",)),
        (" > ", ()),
        (None, ()),
    ],
)
def test_levels_are_told_by_arrows_alone(text: str | None, path: tuple[str, ...]) -> None:
    """One or two arrows separate levels; slashes and blanks belong to the name."""
    assert category_path(text) == path


def test_the_tree_counts_every_level_and_tells_equal_names_apart() -> None:
    """ "其他" under two parents is two nodes; a product counts in all levels above it."""
    tree = counted_tree([("茶 > 其他", 1), ("茶 > 绿茶", 4), ("酒 > 其他", 1), ("", 7)])
    assert tree == (
        CategoryNode(("茶",), 5, (CategoryNode(("茶", "其他"), 1), CategoryNode(("茶", "绿茶"), 4))),
        CategoryNode(("酒",), 1, (CategoryNode(("酒", "其他"), 1),)),
    )
    assert tree[0].children[0].name == "其他"
