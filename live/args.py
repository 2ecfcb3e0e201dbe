"""The arguments of a command held against the verb table, the rundown and the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lessons.rundown import Rundown
from live import place
from live.state import ShowState
from live.verbs import (
    BOARD_LIMIT,
    CHECK_ITEMS,
    CHECK_MARKS,
    EMERGENCIES,
    HOSTS_LIMIT,
    ID_LIMIT,
    LAYER_MODES,
    LAYERS,
    MESSAGE_LIMIT,
    NAME_LIMIT,
    STAGES,
    TARGETS,
    Arg,
    VerbRule,
)
from live.verdict import Refused, bad

_CHOICES: Mapping[str, Sequence[str]] = {
    "target": TARGETS, "stage": STAGES, "emergency": EMERGENCIES, "item": CHECK_ITEMS, "mark": CHECK_MARKS,
    "layer": LAYERS, "mode": LAYER_MODES,
}
#: The name of what an id argument names, zh and en.
_NOUNS = {
    "segment": ("环节", "segment"),
    "cue": ("提示", "cue"),
    "message": ("留言", "message"),
    "sku": ("商品", "product"),
    "beat": ("节拍", "beat"),
}


def check_args(
    rundown: Rundown, state: ShowState, rule: VerbRule, args: Mapping[str, object]
) -> Refused | None:
    """None when every argument is known, present where required, well-formed and names something there is."""
    known = {arg.name for arg in rule.args}
    for name in args:
        if name not in known:
            return bad(f"多余的参数：{name}", f"Unknown argument: {name}")
    for arg in rule.args:
        value = args.get(arg.name)
        if value is None:
            if arg.required:
                return bad(f"缺少参数：{arg.name}", f"Missing argument: {arg.name}")
            continue
        if not _well_formed(arg, value):
            return bad(f"参数格式不对：{arg.name}", f"Wrong value for {arg.name}")
        if arg.kind in _NOUNS and not _is_there(rundown, state, arg, str(value)):
            zh, en = _NOUNS[arg.kind]
            return bad(f"没有这个{zh}：{value}", f"No such {en}: {value}")
    return None


def _well_formed(arg: Arg, value: object) -> bool:
    match arg.kind:
        case "segment" | "cue" | "message" | "sku" | "beat":
            return isinstance(value, str)
        case "new_id":
            return _are_texts([value], most=1, length=ID_LIMIT)
        case "currency":
            return isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper()
        case "line":
            return _are_texts([value], most=1, length=MESSAGE_LIMIT)
        case "target" | "stage" | "emergency" | "item" | "mark" | "layer" | "mode":
            return isinstance(value, str) and value in _CHOICES[arg.kind]
        case "flag":
            return value is True
        case "int":
            return _in_range(arg, value)
        case "cards":
            return _are_texts(value, most=BOARD_LIMIT, length=ID_LIMIT)
        case "names":
            return _are_texts(value, most=HOSTS_LIMIT, length=NAME_LIMIT)
        case "text":
            return _is_text(value)


def _is_there(rundown: Rundown, state: ShowState, arg: Arg, value: str) -> bool:
    match arg.kind:
        case "segment":
            return place.find_segment(rundown, value) is not None
        case "cue":
            return place.find_cue(rundown, value) is not None
        case "beat":
            return any(beat.id == value for beat in state.beats)
        case "sku":
            return any(segment.sku == value for segment in rundown.segments)
        case _:
            return state.message(value) is not None


def _in_range(arg: Arg, value: object) -> bool:
    # bool is an int in Python; a JSON `true` is not a number of milliseconds.
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    if value == 0 and arg.low != 0:
        return False
    return (arg.low is None or value >= arg.low) and (arg.high is None or value <= arg.high)


def _are_texts(value: object, *, most: int, length: int) -> bool:
    """Whether `value` is a list of one to `most` different texts, none blank or longer than `length`."""
    if not isinstance(value, list | tuple) or not 0 < len(value) <= most:
        return False
    if not all(isinstance(text, str) and text.strip() and len(text) <= length for text in value):
        return False
    return len(set(value)) == len(value)


def _is_text(value: object) -> bool:
    if not isinstance(value, Mapping) or not set(value) <= {"zh", "en"}:
        return False
    texts = [text for text in value.values() if text is not None]
    return all(isinstance(text, str) and len(text) <= MESSAGE_LIMIT for text in texts) and any(
        text.strip() for text in texts
    )
