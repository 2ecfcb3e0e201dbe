"""Words that the audience was taught not long ago: demoted, and offered as a review at most once a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vocab.rank import Ranked

#: Days after which a word counts as new again. A viewer who comes once a week has met it four times by then.
MEMORY_DAYS = 30
#: What is left of the score of a word taught today; it rises evenly to the whole at `MEMORY_DAYS`.
FRESH = 0.45


class TodayMissing(ValueError):
    """Days on which words were taught, and no day to count from."""

    def __init__(self) -> None:
        super().__init__("`taught` needs `today`: the day of the show, from which the days are counted.")


@dataclass(frozen=True, slots=True)
class Recall:
    """What the audience was taught, by lemma in lower case; words older than `MEMORY_DAYS` are forgotten.

    Raises:
        TodayMissing: there are taught words and no `today`.
    """

    taught: Mapping[str, date]
    today: date | None

    def __post_init__(self) -> None:
        if self.taught and self.today is None:
            raise TodayMissing
        kept = {lemma.casefold(): day for lemma, day in self.taught.items() if self._age(day) < MEMORY_DAYS}
        object.__setattr__(self, "taught", kept)

    def demoted(self, ranked: Ranked) -> Ranked:
        """The proposal, its score lowered if it was taught lately, with the factor among its components."""
        day = self.taught.get(ranked.proposal.lemma.casefold())
        if day is None:
            return ranked
        factor = round(FRESH + (1 - FRESH) * max(0, self._age(day)) / MEMORY_DAYS, 3)
        return replace(
            ranked, score=round(ranked.score * factor, 4), components=(*ranked.components, ("memory", factor))
        )

    def _age(self, day: date) -> int:
        return (self.today - day).days if self.today else 0
