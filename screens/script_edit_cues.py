"""Edits of cues: their lines, their boards, their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.edit import add_cue, cue_index, duplicate_cue, move_cue, remove_cue, update_cue
from lessons.rundown import Cue, CueId, Rundown
from lessons.text.board import WORD
from screens.script_edit import NAME, Edit, Outcome, cue_of, name_of, segment_of, text_of, with_text
from screens.script_edit_segments import held_segment, title
from vocab.card import CardId


def _held_cue(rundown: Rundown, edit: Edit) -> Cue:
    index, inner = cue_index(rundown, cue_of(edit))
    return rundown.segments[index].cues[inner]


def _add_cue(rundown: Rundown, edit: Edit) -> Outcome:
    return add_cue(rundown, segment_of(edit), Cue(CueId(""), name_of(edit, "kind")))[0], ""


def _line(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, cue_of(edit), lines=with_text(_held_cue(rundown, edit).lines, edit)), ""


def _cue_note(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, cue_of(edit), note=text_of(edit)), ""


def _cue_kind(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, cue_of(edit), kind=name_of(edit, "value")), ""


def _add_card(rundown: Rundown, edit: Edit) -> Outcome:
    """A word on the board of a cue, or on a board of its own: a card's id, or `word:` and the word."""
    card = CardId(str(edit["card"])[: len(WORD) + NAME])
    if card.removeprefix(WORD).strip() == "":
        return rundown, ""
    if not edit.get("cue"):
        return add_cue(rundown, segment_of(edit), Cue(CueId(""), "card", card_ids=(card,)))[0], ""
    held = _held_cue(rundown, edit).card_ids
    return (rundown if card in held else update_cue(rundown, cue_of(edit), card_ids=(*held, card))), ""


def _drop_card(rundown: Rundown, edit: Edit) -> Outcome:
    kept = tuple(each for each in _held_cue(rundown, edit).card_ids if each != edit["card"])
    return update_cue(rundown, cue_of(edit), card_ids=kept), ""


def _replace(rundown: Rundown, edit: Edit) -> Outcome:
    """A finding's words exchanged for a better wording, if they still stand where they were found."""
    lang, begin, end = edit["lang"], int(edit["start"]), int(edit["end"])
    cue = bool(edit.get("cue"))
    held = _held_cue(rundown, edit).lines if cue else held_segment(rundown, edit).title
    text = held.get(lang) or ""
    if text[begin:end] != edit["found"]:
        return rundown, ""
    fresh = {**edit, "value": text[:begin] + str(edit["value"]) + text[end:]}
    return (_line if cue else title)(rundown, fresh)


CUE_EDITS: Mapping[str, Callable[[Rundown, Edit], Outcome]] = {
    "add_cue": _add_cue, "line": _line, "cue_note": _cue_note, "cue_kind": _cue_kind, "add_card": _add_card,
    "drop_card": _drop_card, "replace": _replace,
    "move_cue": lambda rundown, edit: (move_cue(rundown, cue_of(edit), int(edit["to"])), ""),
    "remove_cue": lambda rundown, edit: (remove_cue(rundown, cue_of(edit)), ""),
    "duplicate_cue": lambda rundown, edit: (duplicate_cue(rundown, cue_of(edit))[0], ""),
}  # fmt: skip
