"""The report in a real browser: every number says what it is, by pointer, keyboard and finger."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from catalog.bilingual import Lang
from sales.fold import fold_lines
from sales.metrics import METRICS
from sales.pace import CHAIN
from sales.report import build_report
from sales.report_html import render_html
from sales.report_record import Beside, Report
from tests.sales_facts import EIGHT, HOUR, peach_night, peach_show, products, random_facts

#: Cells and figures that show a digit and cannot be asked; order numbers are names.
UNASKED = r"""() => [...document.querySelectorAll('td.n, td.t, .figure b, .lead, h2 span')]
  .filter((el) => /\d/.test(el.textContent))
  .filter((el) => !el.closest('[data-m], [data-t]') && !el.querySelector('[data-m], [data-t]'))
  .filter((el) => !/^[\w-]*o\d/.test(el.textContent))
  .map((el) => el.outerHTML.slice(0, 120))"""


def report() -> Report:
    """The peach night with facts of every kind, readings, a target and a settlement."""
    stream = fold_lines(random_facts(Random(5), orders=30))
    desk = {
        "show_views": 280_286,
        "views": 21_254,
        "viewers": 15_093,
        "clicks": 10_306,
        "watch_ms": 970_230_000,
    }
    settled = [line._replace(paid_minor=max(line.paid_minor - 100, 0)) for line in stream if line.is_paid]
    beside = Beside(
        target_minor=1_000_000, desk=desk, before=dict.fromkeys(CHAIN, 9), settled=settled,
        shops=frozenset({"main"}), revision=2,
    )  # fmt: skip
    return build_report(peach_show(), peach_night(), stream, products(), now=EIGHT + HOUR, beside=beside)


def test_every_metric_of_the_registry_stands_in_the_report() -> None:
    """A figure that is shown nowhere is a promise nobody can check."""
    shown = set(re.findall(r'data-m="?(\w+)', render_html(report(), "zh")))
    assert METRICS.keys() <= shown


def opened(chromium: Any, folder: Path, lang: Lang, width: int) -> Any:
    """The page as a file, as somebody opens it who got it by mail."""
    file = folder / "report.html"
    file.write_text(render_html(report(), lang), encoding="utf-8")
    tab = chromium.new_page(viewport={"width": width, "height": 900})
    tab.goto(file.as_uri())
    return tab


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_can_be_asked(chromium: Any, tmp_path: Path, lang: Lang) -> None:
    """Formula, inputs, as-of and state in both languages for each number of each table."""
    tab = opened(chromium, tmp_path, lang, 1366)
    try:
        assert tab.evaluate(UNASKED) == []
        cells = tab.locator("[data-m]")
        assert cells.count() > 100
        notes = tab.evaluate(
            """() => [...document.querySelectorAll('[data-m]')].map((el) => {
              el.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
              return [el.dataset.m, document.getElementById('note').innerText];
            })"""
        )
        for name, note in notes:
            assert "截至" in note and "as of" in note, name
            assert "暂计" in note and "provisional" in note, name
            assert " = " in note, name
    finally:
        tab.close()


def test_keyboard_and_finger(chromium: Any, tmp_path: Path) -> None:
    """Tab reaches the first number of a part, arrows its neighbours, Escape closes; a tap opens."""
    tab = opened(chromium, tmp_path, "zh", 390)
    try:
        first = tab.locator(".figures [tabindex='0']").first
        first.focus()
        box = tab.locator("#note")
        assert "成交金额" in box.inner_text()
        tab.keyboard.press("ArrowRight")
        assert "成交订单数" in box.inner_text()
        tab.keyboard.press("Escape")
        assert box.is_hidden()
        tab.locator("[data-m='refund']").first.click()
        assert "退款" in box.inner_text()
        place = box.bounding_box()
        assert place is not None and place["x"] >= 0 and place["x"] + place["width"] <= 390
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        tab.close()


def test_numbers_are_the_ledgers(chromium: Any, tmp_path: Path) -> None:
    """What stands on the page is the ledger's amount to the cent, segments and the rest sum to it."""
    made = report()
    tab = opened(chromium, tmp_path, "zh", 1366)
    try:
        shown = tab.locator(".figures [data-m='gmv_paid']").inner_text()
        assert int(shown.replace("¥", "").replace(",", "").replace(".", "")) == made.total.paid_minor
        parts = sum(row.counters.paid_minor for row in made.segments) + made.unattributed.paid_minor
        assert parts == made.total.paid_minor
    finally:
        tab.close()
