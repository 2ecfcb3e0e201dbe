"""What the script editor can do to a rundown: each edit that the browser sends, as a pure change.

`rewound` puts back the text that an edit's writer saw, so that a merge knows what the edit was made on even
when the server has moved on since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.edit import UnknownCueError, UnknownSegmentError
from lessons.groups import UnknownGroupError
from lessons.rundown import Rundown
from screens.script_edit import Edit, Outcome
from screens.script_edit_cues import CUE_EDITS
from screens.script_edit_segments import SEGMENT_EDITS
from screens.script_edit_show import SHOW_EDITS

EDITS: Mapping[str, Callable[[Rundown, Edit], Outcome]] = {**SHOW_EDITS, **SEGMENT_EDITS, **CUE_EDITS}
#: Texts of a clash that can be put into their cell, by the name of the field: the edit that does it.
FIELDS: Mapping[str, tuple[str, str]] = {
    "lines.zh": ("line", "zh"), "lines.en": ("line", "en"), "title.zh": ("title", "zh"),
    "title.en": ("title", "en"), "note": ("note", ""), "duration_ms": ("length", ""), "kind": ("kind", ""),
}  # fmt: skip


def apply_edit(rundown: Rundown, edit: Edit) -> Outcome:
    """The rundown after one edit, and the segment that edit brought forth ("" for none).

    An edit of something that was removed meanwhile, or a length that is none, leaves the rundown as it is.
    """
    try:
        return EDITS[edit["op"]](rundown, edit)
    except (UnknownSegmentError, UnknownCueError, UnknownGroupError):
        return rundown, ""
    except KeyError as error:
        raise ValueError(f"an edit without {error.args[0]!r}: {dict(edit)!r}") from error


def rewound(rundown: Rundown, edit: Edit) -> Rundown:
    """The rundown with the text that the edit's writer saw in its cell; other edits change nothing."""
    if "was" not in edit:
        return rundown
    return apply_edit(rundown, {**edit, "value": edit["was"]})[0]


def put_back(field: str, *, segment: str, cue: str, text: str) -> Edit | None:
    """The edit that puts the losing text of a clash into its cell; None for a clash of another kind."""
    if field.startswith("columns."):
        return {"op": "column", "segment": segment, "name": field.removeprefix("columns."), "value": text}
    if cue and field in ("note", "kind"):
        return {"op": f"cue_{field}", "cue": cue, "value": text}
    if field not in FIELDS:
        return None
    op, lang = FIELDS[field]
    return {"op": op, "segment": segment, "cue": cue, "lang": lang, "value": text}
