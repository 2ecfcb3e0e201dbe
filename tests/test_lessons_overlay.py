"""The stream's overlay as a step's note directs it."""

from __future__ import annotations

import pytest

from catalog.bilingual import Bilingual
from lessons.overlay import direction
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.speech import check_rundown
from lessons.text.reader import parse_script
from lessons.text.writer import format_script
from studio.plan import plan_json


@pytest.mark.parametrize(
    ("note", "layers"),
    [
        (None, {}),
        ("看镜头一", {}),
        ("overlay: price on", {"price": "on"}),
        ("Overlay：Lower Third OFF; board auto", {"lower": "off", "board": "auto"}),
        (
            "灯光先暗\n浮层：价格 开，倒计时关、字幕条 自动",
            {"price": "on", "countdown": "off", "lower": "auto"},
        ),
        ("浮层：板书 开，板书 关", {"board": "off"}),
    ],
)
def test_layers_are_named_in_either_language(note: str | None, layers: dict[str, str]) -> None:
    """On a line of its own, any mark between; the later of two words about one layer holds."""
    assert direction(note).layers == layers
    assert direction(note).unknown == ()


def plan(note: str) -> Rundown:
    """A show of one step."""
    cue = Cue(CueId("s01c01"), "say", Bilingual(zh="你好", en="Hello"), note=note)
    segment = Segment(SegmentId("s01"), "opening", Bilingual(zh="开场"), 60_000, (cue,))
    return Rundown(Bilingual(zh="今晚"), None, "Asia/Shanghai", (segment,))


def test_what_names_no_layer_is_a_finding() -> None:
    """The rest of the line still holds, and the planner reads which words are not understood."""
    (found,) = check_rundown(plan("浮层：价格 开，弹幕 开，倒计时"))[:1]
    assert found.code == "lessons.check.overlay" and "弹幕 开" in (found.what.zh or "")
    assert direction("浮层：价格 开，弹幕 开，倒计时").unknown == ("弹幕 开", "倒计时")
    assert direction("浮层：价格 开，弹幕 开，倒计时").layers == {"price": "on"}


def test_the_screens_get_it_and_a_script_keeps_it() -> None:
    """It goes out beside the lines and comes back from the script's text; a plain note sends nothing."""
    rundown = plan("浮层：价格 开")
    again = parse_script(format_script(rundown))[0]
    assert again.segments[0].cues[0].note == "浮层：价格 开"
    (segment,) = plan_json(again, {}, {})["segments"]  # type: ignore[misc]
    assert segment["cues"][0]["layers"] == {"price": "on"}
    (plain,) = plan_json(plan("看镜头"), {}, {})["segments"]  # type: ignore[misc]
    assert "layers" not in plain["cues"][0]
