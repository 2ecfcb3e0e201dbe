"""A text in English and Chinese, either of which may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in two languages, kept exactly as given; None means missing, never the empty string."""

    en: str | None = None
    zh: str | None = None

    def get(self, lang: Lang) -> str | None:
        """The text in `lang`, or None when it is missing."""
        return self.zh if lang == "zh" else self.en

    def best(self, lang: Lang) -> str:
        """The text in `lang`, else in the other language, else the empty string."""
        first, second = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return first or second or ""

    def __bool__(self) -> bool:
        """True when at least one language is present."""
        return bool(self.en or self.zh)


#: The empty text, for record defaults.
NO_TEXT = Bilingual()
