"""The price of a product over time as a small picture: a stepped line, what holds now, the floor."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from catalog.bilingual import Lang
from catalog.money import Money, format_money
from catalog.price import PriceSpan, timeline
from catalog.product import ALWAYS_END, ALWAYS_START, Product
from screens.texts import text
from screens.time_text import ZONE

#: The picture in units of its own; it is scaled to the width there is.
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 480, 132, 16, 24, 8, 92
#: Shown before the first and behind the last edge, as a share of the time between, and at least this long.
MARGIN, LEAST = 0.12, timedelta(hours=6)
#: About how wide a figure of 12 px is.
CHAR = 7.2
COLOURS = {"list": "#6a746e", "live": "#b14a1f", "flash": "#7d2e46"}


def picture(product: Product, now: datetime, lang: Lang) -> str:
    """An image element, or "" when no price is known. Times are those of Beijing."""
    spans = [span for span in timeline(product) if span.price is not None]
    if not spans:
        return ""
    start, end = _window(spans, now)
    shown = [span for span in spans if span.start < end and span.end > start]
    amounts = [span.price.minor for span in shown if span.price] + [
        span.net.minor for span in shown if span.net
    ]
    floor = product.floor_price
    if floor is not None:
        amounts.append(floor.minor)
    low, high = min(amounts), max(amounts)
    room = max(1, high - low)

    def x(at: datetime) -> float:
        share = (min(max(at, start), end) - start) / (end - start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(minor: int) -> float:
        return round(HEIGHT - BOTTOM - (minor - low) / room * (HEIGHT - TOP - BOTTOM), 1)

    parts = []
    if floor is not None:
        parts.append(
            _rule(y(floor.minor), "#96201a", f"{text('catalogue.floor', lang)} {_money(floor, lang)}")
        )
    for before, span in zip([None, *shown[:-1]], shown, strict=True):
        assert span.price is not None
        left, right, height = x(span.start), x(span.end), y(span.price.minor)
        colour = COLOURS[span.source]
        if before is not None and before.price is not None:
            parts.append(
                f'<path d="M{left} {y(before.price.minor)}V{height}" stroke="#b9ae97" stroke-width="1.5"/>'
            )
        parts.append(f'<path d="M{left} {height}H{right}" stroke="{colour}" stroke-width="3"/>')
        if span.net is not None and span.net != span.price:
            parts.append(
                f'<path d="M{left} {y(span.net.minor)}H{right}" stroke="{colour}" stroke-width="1.5" '
                'stroke-dasharray="4 3"/>'
            )
    parts += _labels(shown, x, y, lang)
    at = x(now)
    parts.append(f'<path d="M{at} {TOP - 6}V{HEIGHT - BOTTOM}" stroke="#22302a" stroke-dasharray="2 3"/>')
    anchor = "middle" if LEFT + 20 < at < WIDTH - RIGHT - 20 else "start" if at <= LEFT + 20 else "end"
    parts.append(_text(at, TOP - 7, text("detail.now", lang), "#22302a", anchor))
    parts.append(_text(LEFT, HEIGHT - 6, _time(start), "#55605a", "start"))
    parts.append(_text(WIDTH - RIGHT, HEIGHT - 6, _time(end), "#55605a", "end"))
    words = text("detail.timeline", lang, words=_words(shown, lang))
    drawn = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" fill="none" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">{"".join(parts)}</svg>'
    )
    # As an image: the page takes no SVG in its markup.
    coded = b64encode(drawn.encode()).decode()
    return f'<img class="cc-price" src="data:image/svg+xml;base64,{coded}" alt="{escape(words)}">'


def _window(spans: Sequence[PriceSpan], now: datetime) -> tuple[datetime, datetime]:
    """From before the first edge, or now, to behind the last."""
    edges = [at for span in spans for at in (span.start, span.end) if at not in (ALWAYS_START, ALWAYS_END)]
    first, last = min([*edges, now]), max([*edges, now])
    pad = max(LEAST, (last - first) * MARGIN)
    return first - pad, last + pad


def _labels(
    shown: Sequence[PriceSpan], x: Callable[[datetime], float], y: Callable[[int], float], lang: Lang
) -> list[str]:
    """The amounts at the right end of the line and over each span that is wide enough."""
    found, free = [], 0.0
    for place, span in enumerate(shown):
        assert span.price is not None
        left, right, height = x(span.start), x(span.end), y(span.price.minor)
        words = _money(span.price, lang)
        if place == len(shown) - 1:
            found.append(_text(right + 6, height + 4, words, COLOURS[span.source], "start"))
            continue
        middle, half = (left + right) / 2, CHAR * len(words) / 2
        if middle - half >= free:
            below = height < TOP + 14 or (span.source == "flash" and height < HEIGHT - BOTTOM - 14)
            at = height + 15 if below else height - 7
            found.append(_text(max(middle, half), at, words, COLOURS[span.source], "middle"))
            free = middle + half
    return found


def _words(shown: Sequence[PriceSpan], lang: Lang) -> str:
    pieces = []
    for span in shown:
        if span.price is not None:
            begin = "" if span.start == ALWAYS_START else f"{_time(span.start)} "
            pieces.append(f"{begin}{_money(span.price, lang)}")
    return "; ".join(pieces)


def _rule(height: float, colour: str, words: str) -> str:
    path, dash = f"M{LEFT} {height}H{WIDTH - RIGHT}", 'stroke-dasharray="1 4" stroke-width="1.5"'
    line = f'<path d="{path}" stroke="{colour}" {dash}/>'
    return line + _text(LEFT + 2, height - 4, words, colour, "start")


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    """A label with a halo of the paper's colour, so that no line runs through it."""
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}" font-size="12" stroke="#fffdf8" '
        f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">{escape(words)}</text>'
    )


def _money(amount: Money, lang: Lang) -> str:
    return format_money(amount, lang=lang)


def _time(at: datetime) -> str:
    return at.astimezone(ZoneInfo(ZONE)).strftime("%m-%d %H:%M")
