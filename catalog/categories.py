"""Categories as a tree, from the texts that files carry: `Apparel > Tops`, `食品>>茶叶`, `生鲜果蔬 Fresh
produce`.

The text stays as it was given; the tree is derived. Nodes are told apart by their whole path, never by their
name: "其他" stands under many parents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What separates levels in the exports we know. A slash does not: `手机/数码` is one category.
_LEVEL = re.compile(r"\s*(?:>{1,2}|›|»|＞{1,2}|\|)\s*")


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category: its `path` from the top, the products in it or below it, and the nodes below, by first
    product."""

    path: tuple[str, ...]
    count: int
    children: tuple[CategoryNode, ...] = ()

    @property
    def name(self) -> str:
        """The last level of the path."""
        return self.path[-1]


def category_path(text: str | None) -> tuple[str, ...]:
    """The levels of a category text, top first; empty when there is none.

    >>> category_path("Apparel > Tops")
    ('Apparel', 'Tops')
    """
    return tuple(level for level in _LEVEL.split((text or "").strip()) if level)


def counted_tree(texts: Iterable[tuple[str, int]]) -> tuple[CategoryNode, ...]:
    """The top categories with everything below them, from category texts and the number of products of each;
    a product counts in each level of its path."""
    return _nodes([(path, count) for text, count in texts if (path := category_path(text))], ())


def _nodes(paths: list[tuple[tuple[str, ...], int]], above: tuple[str, ...]) -> tuple[CategoryNode, ...]:
    groups: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for path, count in paths:
        if len(path) > len(above):
            groups.setdefault(path[len(above)], []).append((path, count))
    return tuple(
        CategoryNode((*above, name), sum(count for _, count in group), _nodes(group, (*above, name)))
        for name, group in groups.items()
    )
