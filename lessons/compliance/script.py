"""The law over a whole rundown: each line is held against the product of its segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.bilingual import Lang
from catalog.product import Product, Sku
from lessons.compliance.lint import LintFinding, lint
from lessons.rundown import CueId, Rundown, SegmentId


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
    found: list[ScriptFinding] = []
    for segment in rundown.segments:
        if segment.skip:
            continue
        product = (products or {}).get(segment.sku) if segment.sku is not None else None
        known = (product,) if product is not None else ()
        for lang in ("zh", "en"):
            lines: list[tuple[CueId | None, str]] = [(None, segment.title.get(lang) or "")]
            lines += [(cue.id, cue.lines.get(lang) or "") for cue in segment.cues]
            # one line each: a cue of several lines must not shift the count
            text = "\n".join(line.replace("\n", " ") for _, line in lines)
            found.extend(
                ScriptFinding(segment.id, lines[each.line - 1][0], lang, each)
                for each in lint(text, products=known)
            )
    return tuple(found)
