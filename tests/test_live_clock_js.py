"""The browser's clock equals the server's: screens/live/js/clock.js against live/clock.py."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest

from live.clock import forecast, forecast_to_json, offset_words, remaining
from live.fold import to_json
from tests.live_shows import Desk, plan_json, random_show, random_wish

CLOCK = Path(__file__).parents[1] / "screens" / "live" / "js" / "clock.js"
SHOWS = 400
_SCRIPT = """
import {{ forecast, remaining, offsetWords }} from {url};
import {{ readFileSync }} from "node:fs";
const out = JSON.parse(readFileSync(0, "utf8")).map(({{ plan, state, now }}) => {{
  const clock = forecast(plan, state, now);
  return {{
    clock, remaining: remaining(state, plan, now),
    zh: offsetWords(clock.offset, "zh"), en: offsetWords(clock.offset, "en"),
  }};
}});
process.stdout.write(JSON.stringify(out));
"""


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=20)
    version = asked.stdout.strip().lstrip("v")
    if int(version.split(".")[0]) < 18:
        pytest.skip(f"node {version} is older than 18")
    return node


def test_browser_clock_equals_the_server(tmp_path: Path) -> None:
    """On random shows at random moments both clocks give the same document, null for null, word for word."""
    asked: list[dict[str, Any]] = []
    expected: list[dict[str, Any]] = []
    for seed in range(SHOWS):
        rng = Random(f"js {seed}")
        rundown, tick, base = random_show(rng)
        desk = Desk(rundown, now=base)
        for _ in range(rng.randrange(0, 20)):
            verb, args = random_wish(rng, desk, tick)
            desk.do(verb, args, later=rng.randrange(0, 6) * tick)
        now = desk.now + rng.randrange(0, 12 * tick)
        clock = forecast(rundown, desk.state, now)
        asked.append({"plan": plan_json(rundown), "state": to_json(desk.state), "now": now})
        expected.append({
            "clock": forecast_to_json(clock), "remaining": remaining(rundown, desk.state, now),
            "zh": offset_words(clock.offset, "zh"), "en": offset_words(clock.offset, "en"),
        })
    script = tmp_path / "ask.mjs"
    script.write_text(_SCRIPT.format(url=json.dumps(CLOCK.as_uri())), encoding="utf-8")
    answer = subprocess.run(
        [_node(), str(script)], input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False,
    )
    assert answer.returncode == 0, answer.stderr
    got = json.loads(answer.stdout)
    different = [seed for seed, (one, other) in enumerate(zip(got, expected, strict=True)) if one != other]
    assert not different, (got[different[0]], expected[different[0]])
    phases = {one["state"]["phase"] for one in asked}
    assert phases == {"preshow", "on_air", "ended"}, "the shows must reach every phase"
