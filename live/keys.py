"""The keys of the live room: which act hangs on which keys, and what a room may not choose.

A key is named as the browser names it (`KeyboardEvent.key`), letters in lower case and the blank as `Space`.
No act here ends a show: that takes a second of holding a button.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where

#: Act → its keys, in the order of the help sheet. PageUp and PageDown are what presenters and foot pedals
#: send. `screens/live/js/tables.js` has the same table, held equal by a test.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "go": ("Space", "ArrowRight", "PageDown"),
    "back": ("ArrowLeft", "PageUp"),
    "pause": ("p",),
    "hold": ("k",),
    "more": ("+", "="),
    "less": ("-",),
    "reveal": ("r",),
    "hide": ("h",),
    "lookup": ("/",),
    "detail": ("d",),
    "ack": ("m",),
    "focus": ("l",),
})
#: Keys that mean something else everywhere: closing a sheet, moving the focus, help, the eight messages.
RESERVED = frozenset({"Escape", "Tab", "Enter", "?", *"12345678"})
#: Named keys besides single characters.
NAMED = frozenset({
    "Space", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Insert",
    "Delete", "Backspace", *(f"F{n}" for n in range(1, 13)),
})
#: Keys for one act: a keyboard, a pedal, a presenter and one to spare.
MOST = 4


def key_problems(keys: Mapping[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    """Everything wrong with a map of act → keys; acts that are left out keep their own keys.

    A key that does two things, one that is taken everywhere, one that no keyboard has, an act without a key.
    """
    found: list[Finding] = []
    taken: dict[str, str] = {}
    for act, chosen in {**KEYS, **{act: keys[act] for act in KEYS if act in keys}}.items():
        if not 1 <= len(chosen) <= MOST:
            found.append(_finding("count", act, f"要有 1–{MOST} 个键", f"needs 1 to {MOST} keys"))
        for key in chosen:
            if key in RESERVED:
                found.append(_finding("reserved", act, f"「{key}」另有用处", f"“{key}” means something else"))
            elif key not in NAMED and not (len(key) == 1 and key.isprintable() and key == key.lower()):
                found.append(_finding("unknown", act, f"没有「{key}」这个键", f"There is no key “{key}”"))
            elif key in taken:
                other = taken[key]
                found.append(
                    _finding("twice", act, f"「{key}」已用于 {other}", f"“{key}” is taken by {other}")
                )
            taken.setdefault(key, act)
    return tuple(found)


def _finding(name: str, act: str, zh: str, en: str) -> Finding:
    fix = Bilingual(zh="换一个键", en="Choose another key")
    what = Bilingual(zh=f"{act}：{zh}", en=f"{act}: {en}")
    return Finding(Where(column=act), what, fix, "error", f"live.keys.{name}")
