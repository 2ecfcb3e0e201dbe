"""What the first page draws: welcome, the show on air, the way to air; every text is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from catalog.bilingual import Bilingual, Lang
from catalog.money import Money, format_money
from screens import time_text
from screens.number_note import STYLE, noted
from screens.texts import text
from store.shows import ShowRow
from studio.hub import GUARDED
from studio.studio import Studio


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way: the page behind it, its tile, whether it is the one to take next."""

    page: str
    html: str
    is_next: bool


def welcome(lang: Lang) -> str:
    """The name, one question, one sentence."""
    return (
        f'<div class="cc-welcome"><p class="cc-brand">{escape(text("home.title", lang))}</p>'
        f"<h1>{escape(text('home.welcome', lang))}</h1><p>{escape(text('home.what', lang))}</p></div>"
    )


def road(lang: Lang) -> str:
    """The four stations between a file and a show on air."""
    items = "".join(f"<li>{escape(text(f'home.road_{n}', lang))}</li>" for n in range(1, 5))
    return f'<ol class="cc-road">{items}</ol><p class="cc-small">{escape(text("home.sample_note", lang))}</p>'


def on_air(show: ShowRow, snapshot: Mapping[str, Any], lang: Lang, *, at_desk: bool = True) -> str:
    """A show on air: lamp, name, the segment of this moment, three figures ("—" while unknown).

    Where the room hides money, those not `at_desk` get pieces and orders alone.
    """
    counters = snapshot["counters" if at_desk else GUARDED]
    sums = counters["show"]
    paid = sums.get("paid_minor")
    shown = "—" if paid is None else format_money(Money(paid, show.currency), lang=lang)
    figures = (
        *((("home.paid", "gmv_paid", shown),) if counters["money"] else ()),
        ("home.orders", "orders", _count(sums.get("orders"))),
        ("home.units", "units", _count(sums.get("units"))),
    )
    as_of = counters.get("as_of")
    asked = {"currency": show.currency, "as_of": as_of, "lang": lang}
    cells = STYLE + "".join(
        f"<div><dt>{escape(text(key, lang))}</dt><dd>{noted(value, metric, sums, **asked)}</dd></div>"
        for key, metric, value in figures
    )
    title = _now(snapshot, lang)
    now = f" · {escape(text('home.now', lang, title=title))}" if title else ""
    since = text("home.on_air_since", lang, since=time_text.clock(show.started_at))
    return (
        f'<div class="cc-air"><div><span class="cc-lamp">{escape(text("home.on_air", lang))}</span>'
        f"<h2>{escape(show.title.best(lang))}</h2><p>{escape(since)}{now}</p></div><dl>{cells}</dl></div>"
    )


def _now(snapshot: Mapping[str, Any], lang: Lang) -> str:
    current = snapshot["state"].get("segment")
    for segment in snapshot["plan"]["segments"]:
        if segment["id"] == current:
            return Bilingual(en=segment["title"]["en"], zh=segment["title"]["zh"]).best(lang)
    return ""


def _count(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def show_line(title: str, state: str) -> str:
    """A show in one line."""
    return f'<p class="cc-line"><b>{escape(title)}</b><span>{escape(state)}</span></p>'


def steps(studio: Studio, shows: Sequence[ShowRow], lang: Lang) -> tuple[Step, ...]:
    """Products, boards, scripts, shows: how many, what waits, which comes next."""
    health, tally = studio.health(), studio.boards.tally()
    waiting, approved = tally.get("draft", 0), tally.get("approved", 0)
    scripts = studio.scripts.listing()
    ready = sum(1 for show in shows if show.started_at is None)
    done = sum(1 for show in shows if show.ended_at is not None)
    products = int(str(health["products"]))
    rows = (
        ("catalogue", products, "home.products", text("home.categories", lang, n=_categories(studio))),
        ("cards", approved, "home.approved", _review(waiting, approved, lang)),
        (
            "script",
            len(scripts),
            "home.scripts",
            text("home.latest", lang, title=scripts[0].title) if scripts else "",
        ),
        ("report", done, "home.shows", text("home.ready_n", lang, n=ready) if ready else ""),
    )
    missing = [page for page, count, *_ in rows[:3] if not count]
    return tuple(
        Step(page, _tile(n, count, text(label, lang), note), page in missing[:1])
        for n, (page, count, label, note) in enumerate(rows, start=1)
    )


def _categories(studio: Studio) -> int:
    return len(studio.catalogue.categories())


def _review(waiting: int, approved: int, lang: Lang) -> str:
    if waiting:
        return text("home.waiting", lang, n=f"{waiting:,}")
    return text("home.all_reviewed", lang) if approved else ""


def _tile(number: int, count: int, label: str, note: str) -> str:
    return (
        f'<div class="cc-step"><span class="cc-n">{number}</span><p><b>{count:,}</b> {escape(label)}</p>'
        f'<p class="cc-small">{escape(note) or "&nbsp;"}</p></div>'
    )
