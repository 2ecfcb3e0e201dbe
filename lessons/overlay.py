"""What a step's note says to the stream's overlay: `overlay: price on, countdown off`.

In Chinese 浮层：价格 开，倒计时 关. It stands on a line of its own in the private note, so that every form of
a script carries it. From its step on it holds until the segment ends or a later step says otherwise; `auto`
(自动) gives the layer back to the rules of `live.overlay`. What the desk switches by hand goes before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Layer = Literal["board", "lower", "price", "countdown"]
Mode = Literal["on", "off", "auto"]

_LINE = re.compile(r"^\s*(?:overlay|浮层)\s*[:：](.*)$", re.IGNORECASE)
_PAIR = re.compile(r"^(.*\S)\s*(on|off|auto|开|关|自动)$", re.IGNORECASE)
_LAYERS: dict[str, Layer] = {
    "board": "board", "板书": "board", "lower": "lower", "lower third": "lower", "字幕条": "lower",
    "price": "price", "价格": "price", "countdown": "countdown", "倒计时": "countdown",
}  # fmt: skip
_MODES: dict[str, Mode] = {"on": "on", "开": "on", "off": "off", "关": "off", "auto": "auto", "自动": "auto"}


@dataclass(frozen=True, slots=True)
class Direction:
    """Which layers a note switches, and the parts of it that name no layer or no mode."""

    layers: dict[Layer, Mode] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def direction(note: str | None) -> Direction:
    """What a note says; the later of two words about one layer holds.

    >>> direction("灯光先暗\\n浮层：价格 开，板书关").layers
    {'price': 'on', 'board': 'off'}
    """
    layers: dict[Layer, Mode] = {}
    unknown: list[str] = []
    for line in (note or "").splitlines():
        said = _LINE.match(line)
        if said is None:
            continue
        for part in filter(None, (part.strip() for part in re.split("[,，;；、]", said[1]))):
            pair = _PAIR.match(part)
            layer = None if pair is None else _LAYERS.get(pair[1].lower())
            if pair is None or layer is None:
                unknown.append(part)
            else:
                layers[layer] = _MODES[pair[2].lower()]
    return Direction(layers, tuple(unknown))
