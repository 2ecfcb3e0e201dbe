"""What a room sets for its live screens: messages, keys, numbers, whether the host sees money."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from live.keys import KEYS, key_problems
from live.verbs import MESSAGE_LIMIT
from sales.figures import PRODUCT_FIGURES, SHOW_FIGURES
from store import settings

#: Where the settings of the room are kept.
KEY = "room"
#: The eight messages on keys 1–8 that a room begins with.
PRESETS: tuple[Bilingual, ...] = (
    Bilingual(zh="加快节奏", en="Speed up"),
    Bilingual(zh="放慢一点，时间够", en="Slow down, there is time"),
    Bilingual(zh="准备上链接", en="Link goes up next"),
    Bilingual(zh="链接已上，请开价", en="Link is up: say the price"),
    Bilingual(zh="库存不多，喊最后一轮", en="Low stock: last call"),
    Bilingual(zh="回答公屏问题", en="Answer the comments"),
    Bilingual(zh="再带大家读一遍单词", en="Read the words once more"),
    Bilingual(zh="还有 1 分钟，收尾", en="One minute left: wrap up"),
)


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """The choices of a room; `keys` holds only acts whose keys differ from `live.keys.KEYS`.

    The figures are names of `sales.figures`, three of each; none means the usual ones. `celebrate` asks for a
    word when the target is reached.
    """

    presets: tuple[Bilingual, ...] = PRESETS
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hide_money: bool = False
    product_figures: tuple[str, ...] = ()
    show_figures: tuple[str, ...] = ()
    celebrate: bool = False

    def to_json(self) -> dict[str, object]:
        """The `room` of docs/live-protocol.md, with the keys of every act."""
        return {
            "presets": [{"zh": text.zh, "en": text.en} for text in self.presets],
            "keys": {act: list(self.keys.get(act, usual)) for act, usual in KEYS.items()},
            "hide_money": self.hide_money,
            "counters": {"product": list(self.product_figures), "show": list(self.show_figures)},
            "celebrate": self.celebrate,
        }


def problems(room: RoomSettings) -> tuple[Finding, ...]:
    """What stands against saving: key conflicts, a message that is empty or too long."""
    found = list(key_problems(room.keys))
    for at, text in enumerate(room.presets, start=1):
        sides = [side for side in (text.zh, text.en) if side and side.strip()]
        if not sides:
            found.append(_finding(at, "是空的", "is empty"))
        elif any(len(side) > MESSAGE_LIMIT for side in sides):
            zh, en = f"超过 {MESSAGE_LIMIT} 字", f"is longer than {MESSAGE_LIMIT} characters"
            found.append(_finding(at, zh, en))
    return tuple(found)


def read(connection: Connection) -> RoomSettings:
    """The settings of this store's room; what was never set is as it comes."""
    held = settings.get(connection, KEY)
    return RoomSettings() if held is None else from_json(json.loads(held))


def write(connection: Connection, room: RoomSettings) -> None:
    """Save the settings."""
    settings.put(connection, KEY, json.dumps(room.to_json(), ensure_ascii=False, sort_keys=True))


def from_json(body: Mapping[str, object]) -> RoomSettings:
    """The settings in their wire form; keys that are as they come are not kept."""
    presets = body.get("presets")
    keys = body.get("keys")
    chosen = keys if isinstance(keys, Mapping) else {}
    return RoomSettings(
        presets=tuple(Bilingual(en=one["en"], zh=one["zh"]) for one in presets)
        if isinstance(presets, Sequence) and len(presets) == len(PRESETS)
        else PRESETS,
        keys={act: tuple(chosen[act]) for act in KEYS if act in chosen and tuple(chosen[act]) != KEYS[act]},
        hide_money=body.get("hide_money") is True,
        product_figures=_figures(body, "product", PRODUCT_FIGURES),
        show_figures=_figures(body, "show", SHOW_FIGURES),
        celebrate=body.get("celebrate") is True,
    )


def _figures(body: Mapping[str, object], part: str, known: Mapping[str, str]) -> tuple[str, ...]:
    held = body.get("counters")
    asked = held.get(part) if isinstance(held, Mapping) else None
    return tuple(name for name in asked if name in known) if isinstance(asked, Sequence) else ()


def _finding(at: int, zh: str, en: str) -> Finding:
    what = Bilingual(zh=f"第 {at} 条留言{zh}", en=f"Message {at} {en}")
    fix = Bilingual(zh="写一句短话", en="Write a short line")
    return Finding(Where(row=at), what, fix, "error", "studio.room.preset")
