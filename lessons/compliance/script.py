"""The law over a whole rundown: each line is held against the product of its segment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.bilingual import Lang
from catalog.product import Product, Sku
from lessons.compliance.lint import LintFinding, lint, suspect_lines
from lessons.rundown import CueId, Rundown, Segment, SegmentId

_LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ScriptFinding:
    """A finding and where it stands: `cue` None means the segment's title."""

    segment: SegmentId
    cue: CueId | None
    lang: Lang
    finding: LintFinding


def lint_rundown(
    rundown: Rundown, *, products: Mapping[Sku, Product] | None = None
) -> tuple[ScriptFinding, ...]:
    """Findings of every title and line that is said on air, in show order. Notes are private and not read.

    A segment is one text per language, so that a notice in one of its lines counts for the others.
    """
    return tuple(_found([segment for segment in rundown.segments if not segment.skip], products or {}))


class Relint:
    """`lint_rundown` for an editor: segments that are as they were last time are not looked at again."""

    def __init__(self) -> None:
        self._held: dict[SegmentId, tuple[Segment, Product | None, tuple[ScriptFinding, ...]]] = {}

    def __call__(
        self, rundown: Rundown, *, products: Mapping[Sku, Product] | None = None
    ) -> tuple[ScriptFinding, ...]:
        """The findings of `lint_rundown`."""
        known = products or {}
        shown = [segment for segment in rundown.segments if not segment.skip]
        held = {}
        changed: list[Segment] = []
        for segment in shown:
            product = known.get(segment.sku) if segment.sku is not None else None
            kept = self._held.get(segment.id)
            if kept is None or kept[0] != segment or kept[1] != product:
                changed.append(segment)
                kept = (segment, product, ())
            held[segment.id] = kept
        fresh: dict[SegmentId, list[ScriptFinding]] = defaultdict(list)
        for each in _found(changed, known):
            fresh[each.segment].append(each)
        for segment in changed:
            held[segment.id] = (segment, held[segment.id][1], tuple(fresh[segment.id]))
        self._held = held
        return tuple(each for segment in shown for each in held[segment.id][2])


def _found(segments: Sequence[Segment], products: Mapping[Sku, Product]) -> Iterator[ScriptFinding]:
    texts = [_Text(segment, lang) for segment in segments for lang in _LANGS]
    suspects = suspect_lines("\n".join(text.body for text in texts))
    line = 0
    for text in texts:
        first, line = line + 1, line + len(text.cues)
        if suspects.isdisjoint(range(first, line + 1)):
            continue
        product = products.get(text.segment.sku) if text.segment.sku is not None else None
        for each in lint(text.body, products=(product,) if product is not None else ()):
            yield ScriptFinding(text.segment.id, text.cues[each.line - 1], text.lang, each)


class _Text:
    """A segment in one language as one text, a line for the title and for each cue."""

    def __init__(self, segment: Segment, lang: Lang) -> None:
        self.segment, self.lang = segment, lang
        lines: list[tuple[CueId | None, str]] = [(None, segment.title.get(lang) or "")]
        lines += [(cue.id, cue.lines.get(lang) or "") for cue in segment.cues]
        self.cues = [cue for cue, _ in lines]
        # one line each: a cue of several lines must not shift the count
        self.body = "\n".join(line.replace("\n", " ") for _, line in lines)
