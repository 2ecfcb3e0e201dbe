"""Draft templates of a store: the shipped ones, and the user's own text files beside the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.draft import read_template, template_names, template_text
from store.engine import sqlite_path

#: Where the user's templates stand when the store is no file.
ELSEWHERE = Path("data")
_NAME = re.compile(r"[^\w\u3400-\u9fff-]+")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template to choose: its file's name without ending, its title, whether it is the user's own."""

    name: str
    title: Bilingual
    own: bool


class Templates:
    """Templates to draft from; files in `folder` can be edited with any editor as well."""

    def __init__(self, url: str) -> None:
        path = sqlite_path(url)
        self.folder = (ELSEWHERE if path is None else path.parent) / "templates"

    def listing(self) -> Sequence[TemplateRow]:
        """Every template, sorted by name."""
        own = {path.stem for path in self.folder.glob("*.md")}
        return tuple(
            TemplateRow(name, read_template(self.text(name), name=name)[0].title, name in own)
            for name in template_names(self.folder)
        )

    def text(self, name: str) -> str:
        """The text of a template; raises `lessons.draft.UnknownTemplateError`."""
        return template_text(name, self.folder)

    def save(self, name: str, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Write a template of the user's own; returns its name as a file, and what is wrong with it.

        A template that cannot be used at all (no segment) is not written.
        """
        safe = _NAME.sub("_", name.strip()).strip("_") or "template"
        template, found = read_template(text, name=f"{safe}.md")
        if template.blocks:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{safe}.md").write_text(text, encoding="utf-8")
        return safe, found

    def drop(self, name: str) -> None:
        """Delete a template of the user's own; a shipped one of that name is there again."""
        (self.folder / f"{name}.md").unlink(missing_ok=True)
