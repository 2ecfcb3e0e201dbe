"""The timeline as an SVG: paid GMV per minute under the bands of the segments. No script; prints as shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from html import escape
from typing import Final

from catalog.bilingual import Lang
from catalog.currency import EXPONENTS
from sales.report_format import clock, money, zone_of
from sales.report_record import MINUTE_MS, Band, Report
from sales.report_texts import say
from sales.words import BoardSpan

#: Drawing units: the viewBox scales to the page.
WIDTH: Final = 960
LEFT: Final = 64
RIGHT: Final = 12
BANDS: Final = 26
PLOT: Final = 210
TOP: Final = 44
#: Rows of cards above the bands at most, and the height of one.
CARD_ROWS: Final = 4
CARD: Final = 15
_TICKS_MIN: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240)


def timeline(report: Report, lang: Lang) -> str:
    """The SVG element, or an empty string when the show was never on air."""
    if report.started is None or not report.minutes:
        return ""
    start, zone = report.started, zone_of(report.zone)
    last = max([band.end for band in report.bands], default=start)
    length = max(len(report.minutes) * MINUTE_MS, last - start, MINUTE_MS)
    scale = _Scale(start, length, max([*report.minutes, 1]), report.currency)
    cards = _card_rows(report)
    above = CARD * len(cards)
    height = TOP + PLOT + 34 + above
    parts = [
        f'<svg class="timeline" viewBox="0 {-above} {WIDTH} {height}" role="img" '
        f'aria-label="{escape(say("timeline", lang))}" xmlns="http://www.w3.org/2000/svg">'
    ]
    parts += _cards(cards, report, scale)
    parts += _grid(scale, lang)
    parts += _bands(report, scale, lang)
    parts += _bars(report, scale, zone, lang)
    parts += _clock(scale, start, length, zone)
    parts += _prices(report, scale, lang)
    return "".join((*parts, "</svg>"))


class _Scale:
    """From instants and amounts to drawing units, in whole tenths so that the text is stable."""

    def __init__(self, start: int, length: int, most: int, currency: str) -> None:
        self.start, self.length, self.currency = start, length, currency
        self.step = _nice(most)
        self.most = max(self.step, -(-most // self.step) * self.step)

    def x(self, at: int) -> str:
        return _tenths(LEFT * 10 + (at - self.start) * (WIDTH - LEFT - RIGHT) * 10 // self.length)

    def width(self, ms: int) -> int:
        """Drawing units of a span, rounded down."""
        return ms * (WIDTH - LEFT - RIGHT) // self.length

    def y(self, minor: int) -> str:
        return _tenths((TOP + PLOT) * 10 - minor * PLOT * 10 // self.most)


def _tenths(value: int) -> str:
    whole, part = divmod(value, 10)
    return f"{whole}.{part}" if part else str(whole)


def _nice(most: int) -> int:
    """A step of 1, 2 or 5 × 10ⁿ minor units that gives three to five lines."""
    step = 1
    while most > step * 5:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def _grid(scale: _Scale, lang: Lang) -> list[str]:
    lines = []
    for minor in range(0, scale.most + 1, scale.step):
        y = scale.y(minor)
        label = escape(_short_money(minor, scale.currency, lang))
        lines.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        lines.append(f'<text class="axis" x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end">{label}</text>')
    return lines


def _short_money(minor: int, currency: str, lang: Lang) -> str:
    """An axis label without decimals where the step allows it."""
    text = money(minor, currency, lang)
    digits = EXPONENTS[currency]
    return text.replace("." + "0" * digits, "") if digits else text


def _bands(report: Report, scale: _Scale, lang: Lang) -> list[str]:
    numbers = {row.segment: n for n, row in enumerate(report.segments, start=1)}
    top = TOP - BANDS - 6
    parts = []
    for band in report.bands:
        width = max(scale.width(band.end - band.start), 1)
        number = numbers.get(band.segment, 0)
        title = band.title.best(lang)
        hint = escape(f"{number} {title}")
        x = scale.x(band.start)
        parts.append(
            f'<g class="band {_tone(band, number)}"><title>{hint}</title>'
            f'<rect x="{x}" y="{top}" width="{max(width - 1, 1)}" height="{BANDS}" rx="3"/>'
            f'<rect class="shade" x="{x}" y="{TOP}" width="{max(width - 1, 1)}" height="{PLOT}"/>'
        )
        label = _label(number, title, width)
        if label:
            middle = f'x="{x}" dx="5" y="{top + BANDS // 2}" dy="4"'
            parts.append(f"<text {middle}>{escape(label)}</text>")
        parts.append("</g>")
    return parts


def _card_rows(report: Report) -> list[list[BoardSpan]]:
    """Board stretches in as few rows as hold them without overlap; the shortest are left out beyond four."""
    rows: list[list[BoardSpan]] = []
    for span in sorted(report.boards, key=lambda each: (each.start, each.card)):
        free = next((row for row in rows if row[-1].end <= span.start), None)
        if free is not None:
            free.append(span)
        elif len(rows) < CARD_ROWS:
            rows.append([span])
    return rows


def _cards(rows: Sequence[Sequence[BoardSpan]], report: Report, scale: _Scale) -> list[str]:
    """Which word stood on the board when, above the bands of the segments."""
    words = {row.card: row.headword or "" for row in report.words}
    top = TOP - BANDS - 10
    parts = []
    for place, row in enumerate(rows):
        y = top - CARD * (place + 1) + 1
        for span in row:
            width = max(scale.width(span.end - span.start), 1)
            word = words.get(span.card, "")
            hint = escape(word)
            parts.append(
                f'<g class="card"><title>{hint}</title><rect x="{scale.x(span.start)}" y="{y}" '
                f'width="{max(width - 1, 1)}" height="{CARD - 2}" rx="2"/>'
            )
            if word and 7 * len(word) + 8 <= width:
                parts.append(f'<text x="{scale.x(span.start)}" dx="4" y="{y + CARD - 5}">{hint}</text>')
            parts.append("</g>")
    return parts


def _label(number: int, title: str, width: int) -> str:
    """What fits into a band: number and title, number alone, or nothing."""
    room = width - 10
    if room < 7 * len(str(number)):
        return ""
    text, used = f"{number} ", 7 * len(str(number)) + 4
    for char in title:
        used += 12 if ord(char) > 0x2E80 else 7
        if used > room:
            return str(number)
        text += char
    return text.rstrip()


def _tone(band: Band, number: int) -> str:
    if band.kind in {"product", "flash", "encore"}:
        return "sell-a" if number % 2 else "sell-b"
    return "teach" if band.kind == "lesson" else "talk"


def _bars(report: Report, scale: _Scale, zone: tzinfo, lang: Lang) -> list[str]:
    parts = []
    width = max(scale.width(MINUTE_MS) - 1, 1)
    for minute, minor in enumerate(report.minutes):
        if minor <= 0:
            continue
        at = scale.start + minute * MINUTE_MS
        y = scale.y(minor)
        tall = _tenths(minor * PLOT * 10 // scale.most)
        hint = escape(f"{clock(at, zone, seconds=False)} {money(minor, report.currency, lang)}")
        parts.append(
            f'<rect class="bar" x="{scale.x(at)}" y="{y}" width="{width}" height="{tall}">'
            f"<title>{hint}</title></rect>"
        )
    return parts


def _clock(scale: _Scale, start: int, length: int, zone: tzinfo) -> list[str]:
    """Clock times along the foot, at whole minutes of the wall clock, at most ten."""
    step = next((n for n in _TICKS_MIN if length // (n * MINUTE_MS) <= 10), 480) * MINUTE_MS
    y = TOP + PLOT
    parts = []
    for at in _ticks(start, length, step):
        x = scale.x(at)
        parts.append(f'<line class="tick" x1="{x}" x2="{x}" y1="{y}" y2="{y + 5}"/>')
        text = clock(at, zone, seconds=False)
        parts.append(f'<text class="axis" x="{x}" y="{y + 20}" text-anchor="middle">{text}</text>')
    return parts


def _ticks(start: int, length: int, step: int) -> Sequence[int]:
    first = -(-start // step) * step
    return range(first, start + length + 1, step)


def _prices(report: Report, scale: _Scale, lang: Lang) -> list[str]:
    parts = []
    for row in report.products:
        if row.opened_at is not None and report.started is not None and row.opened_at >= report.started:
            hint = escape(row.title.best(lang) or row.sku)
            parts.append(
                f'<text class="open" x="{scale.x(row.opened_at)}" y="{TOP + PLOT}" dy="-1" '
                f'text-anchor="middle">▲<title>{hint}</title></text>'
            )
    return parts
