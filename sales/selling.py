"""When a product could be bought: spans in which its price was open, from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lessons.rundown import Rundown
from live.fold import apply, initial, surviving
from live.journal import Event
from live.state import ShowState
from sales.attribution import Airing

#: From, to (UTC epoch milliseconds, end excluded).
Span = tuple[int, int]


def open_now(state: ShowState) -> dict[str, int]:
    """SKU → since when its price is open, for what can be bought at this moment."""
    if state.phase != "on_air":
        return {}
    return {shelf.sku: shelf.at for shelf in state.shelf if shelf.stage == "open"}


def open_spans(rundown: Rundown, events: Iterable[Event], *, close: int) -> dict[str, list[Span]]:
    """Per product, every span in which its price was open on air; what is still open ends at `close`."""
    since: dict[str, int] = {}
    found: dict[str, list[Span]] = {}

    def move(now: Mapping[str, int], at: int) -> None:
        for sku in [sku for sku in since if sku not in now]:
            start = since.pop(sku)
            if start < at:
                found.setdefault(sku, []).append((start, at))
        for sku in now:
            since.setdefault(sku, at)

    state = initial(rundown)
    for event in surviving(events):
        state = apply(rundown, state, event)
        move(open_now(state), event.at)
    move({}, close)
    return found


def selling_spans(
    shown: Sequence[Airing], opened: Mapping[str, Sequence[Span]], *, close: int
) -> dict[str, list[Span]]:
    """Per product, when it was on air with its price open; all its time on air when no price was ever opened.

    A room that never presses 开价 sells all the same.
    """
    found: dict[str, list[Span]] = {}
    for airing in shown:
        span = (airing.start, close if airing.end is None else airing.end)
        spans = common([span], opened[airing.sku]) if airing.sku in opened else [span]
        found.setdefault(airing.sku, []).extend(span for span in spans if span[0] < span[1])
    return found


def common(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """What two lists of disjoint spans share."""
    found = [(max(a, c), min(b, d)) for a, b in left for c, d in right]
    return [(start, end) for start, end in found if start < end]


def covers(spans: Sequence[Span], at: int | None) -> bool:
    """Whether the instant lies in one of the spans; an unknown instant lies in none."""
    return at is not None and any(start <= at < end for start, end in spans)


def length(spans: Sequence[Span]) -> int:
    """Milliseconds of disjoint spans."""
    return sum(end - start for start, end in spans)
