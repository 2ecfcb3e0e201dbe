"""The tables that the screens have at hand are those of the rooms: keys, messages, emergencies, beats."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from live.beats import BEAT_PRESETS
from live.emergency import EMERGENCY_CARDS
from live.keys import KEYS, MOST, key_problems
from live.verbs import VERBS
from studio.room_settings import PRESETS

JS = Path(__file__).parents[1] / "screens" / "live" / "js"


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    """What `tables.js` exports."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = (
        f"import * as all from {json.dumps((JS / 'tables.js').as_uri())};"
        "process.stdout.write(JSON.stringify({ ...all }));"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, check=True, timeout=60
    )
    return dict(json.loads(run.stdout.decode("utf-8")))


def test_keys_as_they_come(tables: dict[str, Any]) -> None:
    """Every act has the same keys in browser and room, no key does two things, and none ends a show."""
    assert {act: tuple(keys) for act, keys in tables["KEYS"].items()} == dict(KEYS)
    assert key_problems({}) == ()
    assert "end" in VERBS and "end" not in KEYS
    assert all(1 <= len(keys) <= MOST for keys in KEYS.values())


def test_messages_emergencies_and_beats(tables: dict[str, Any]) -> None:
    """Texts in both languages, word for word and in order."""
    assert tables["PRESETS"] == [{"zh": text.zh, "en": text.en} for text in PRESETS]
    assert tables["EMERGENCIES"] == {
        card.kind: {
            "label": {"zh": card.label.zh, "en": card.label.en},
            "line": {"zh": card.line.zh, "en": card.line.en},
            "steps": [{"zh": step.zh, "en": step.en} for step in card.steps],
        }
        for card in EMERGENCY_CARDS.values()
    }
    assert tables["BEATS"] == [
        {"id": name, "zh": label.zh, "en": label.en, "every": every} for name, label, every in BEAT_PRESETS
    ]


def test_the_words_of_the_air_are_in_both_languages() -> None:
    """No text of the sheets is missing a language or a value that the other one fills."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = (
        f"import {{ AIR_TEXTS }} from {json.dumps((JS / 'airtexts.js').as_uri())};"
        "process.stdout.write(JSON.stringify(AIR_TEXTS));"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, check=True, timeout=60
    )
    for name, pair in json.loads(run.stdout.decode("utf-8")).items():
        assert pair["zh"] and pair["en"], name
        filled = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in pair.values()]
        assert filled[0] == filled[1] or name in ("editNote",), name
