"""Pace and alarms as the screens say them: screens/live/js/counters.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sales.figures import PRODUCT_FIGURES, SHOW_FIGURES
from sales.metrics import INPUT_NAMES, METRICS

NOTES = Path(__file__).parents[1] / "screens" / "live" / "js" / "countersnotes.js"
COUNTERS = Path(__file__).parents[1] / "screens" / "live" / "js" / "counters.js"
_SCRIPT = """
import {{ paceWords, alarmWords }} from {url};
import {{ readFileSync }} from "node:fs";
const {{ counters, plan }} = JSON.parse(readFileSync(0, "utf8"));
const out = {{}};
for (const lang of ["zh", "en"])
  out[lang] = {{
    pace: paceWords(lang, counters, plan), alarm: alarmWords(lang, counters, plan),
    bare: paceWords(lang, {{ ...counters, money: false }}, plan),
  }};
process.stdout.write(JSON.stringify(out));
"""
PLAN = {"products": {"P1": {"title": {"zh": "水蜜桃", "en": "Peach"}}}}
PACE = {
    "expected_minor": 2_400_000,
    "share_permille": 400,
    "done_percent": 35,
    "due_percent": 40,
    "ratio_permille": 875,
    "projected_minor": 5_250_000,
    "needed_minor": 108_334,
    "slipped": {"sku": "P1", "planned_minor": 900_000, "paid_minor": 500_000},
}


def words(**counters: Any) -> Any:
    """What the module says about counters, in both languages."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    given = {
        "currency": "CNY",
        "target_minor": 6_000_000,
        "show": {"paid_minor": 2_100_000},
        "pace": None,
        "alarms": [],
        **counters,
    }
    script = _SCRIPT.format(url=json.dumps(COUNTERS.as_uri()))
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps({"counters": given, "plan": PLAN}),
        capture_output=True,
        text=True,
        timeout=60,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_pace_says_done_and_due_and_what_slipped() -> None:
    """One calm line with done and due; the note holds projection, need per minute and the slipped product."""
    said = words(pace=PACE)
    assert said["zh"]["pace"]["text"] == "目标 ¥60,000：完成 35%，应达 40%"
    assert said["en"]["pace"]["text"] == "35% of ¥60,000, 40% due"
    assert said["en"]["pace"]["behind"]
    for part in ("¥24,000.00", "¥52,500.00", "¥1,083.34", "水蜜桃", "¥9,000.00", "¥5,000.00"):
        assert part in said["zh"]["pace"]["note"]


def test_unknown_is_not_said() -> None:
    """Without a pace there is no line; what cannot be projected yet is left out; no alarm is no line."""
    assert words()["zh"] == {"pace": None, "alarm": None, "bare": None}
    early = words(pace={**PACE, "ratio_permille": None, "projected_minor": None, "slipped": None})
    assert "预计" not in early["zh"]["pace"]["note"]
    assert not early["zh"]["pace"]["behind"]


def test_the_most_urgent_alarm_stands_first_and_the_rest_are_counted() -> None:
    """The line names product and trouble; a hover tells all."""
    wrong = {
        "kind": "oversold",
        "sku": "P1",
        "text": {"zh": "超卖 3 件", "en": "3 sold too many"},
        "loud": True,
    }
    low = {"kind": "low_stock", "sku": "X9", "text": {"zh": "只剩 2 件", "en": "2 left"}, "loud": False}
    said = words(alarms=[wrong, low])
    assert said["zh"]["alarm"]["text"] == "水蜜桃 超卖 3 件（另有 1 条）"
    assert said["en"]["alarm"]["text"] == "Peach 3 sold too many (+1 more)"
    assert said["en"]["alarm"]["all"].splitlines()[1] == "X9 2 left"
    assert said["zh"]["alarm"]["loud"]
    assert not words(alarms=[low])["zh"]["alarm"]["loud"]


def test_hidden_money_leaves_shares() -> None:
    """Without money the pace is said in shares, and its note holds no amount."""
    said = words(pace=PACE)
    assert "¥" in said["zh"]["pace"]["note"]
    assert said["zh"]["bare"]["text"] == "目标完成 35%，应达 40%"
    assert "¥" not in said["zh"]["bare"]["note"] + said["en"]["bare"]["note"]


def test_notes_and_choices_are_those_of_the_registry() -> None:
    """The screens' copy of names, formulas and inputs, and the figures a room may choose, cannot drift."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = (
        f"import {{ METRICS, INPUTS }} from {json.dumps(NOTES.as_uri())};"
        f"import {{ FIGURES }} from {json.dumps(COUNTERS.as_uri())};"
        "process.stdout.write(JSON.stringify({ METRICS, INPUTS, FIGURES }));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        timeout=60,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    for name, told in held["METRICS"].items():
        metric = METRICS[name]
        assert told["title"] == {"zh": metric.title.zh, "en": metric.title.en}
        assert told["formula"] == {"zh": metric.formula.zh, "en": metric.formula.en}
        assert told["inputs"] == list(metric.inputs)
    for name, told in held["INPUTS"].items():
        assert told == {"zh": INPUT_NAMES[name].zh, "en": INPUT_NAMES[name].en}
    for part, known in (("product", PRODUCT_FIGURES), ("show", SHOW_FIGURES)):
        figures = held["FIGURES"][part]
        assert {name: each["metric"] for name, each in figures.items()} == dict(known)
        money = {name for name, each in figures.items() if each.get("money")}
        assert money == {name for name, metric in known.items() if METRICS[metric].unit == "money"}
