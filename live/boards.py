"""The board on air: opened by a cue or by hand, revealed word by word, a card that asks step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from lessons.rundown import Cue, Rundown
from live.journal import BrokenJournal, Event
from live.state import Board, ShowState

#: The last boards that can be put up again with one press.
BOARDS_KEPT = 8
#: Cards shown when a cue opens its board: a `card` cue shows its first word (its question, where it asks), a
#: `quiz` cue starts with the Chinese alone and lets the audience guess. A `reveal` cue opens them all.
_FIRST_REVEALED = {"card": 1, "quiz": 0}


def opening(cue: Cue, at: int) -> Board | None:
    """The board that landing on a cue opens; None closes what was open."""
    if cue.kind == "reveal" and cue.card_ids:
        return Board(tuple(cue.card_ids), len(cue.card_ids), at)
    if cue.kind not in _FIRST_REVEALED or not cue.card_ids:
        return None
    return Board(tuple(cue.card_ids), _FIRST_REVEALED[cue.kind], at, step=0)


def remember(before: ShowState, after: ShowState) -> ShowState:
    """`after` with a board that just opened among the last boards, newest last, each once."""
    board = after.board
    if board is None or (before.board is not None and before.board.cards == board.cards):
        return after
    others = tuple(cards for cards in after.boards if cards != board.cards)
    return replace(after, boards=(*others, board.cards)[-BOARDS_KEPT:])


def show(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_show: these cards, the first `revealed` of them open (one unless told).

    Cards that somebody asked for by number stand whole; the first of a new board begins with its question.
    """
    args = event.command.args
    cards = tuple(str(card) for card in cast(Sequence[object], args["cards"]))
    revealed = args.get("revealed")
    shown = 1 if revealed is None else min(cast(int, revealed), len(cards))
    return replace(state, board=Board(cards, shown, event.at, step=0 if revealed is None else None))


def reveal(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_reveal: one more word, or up to `to`, the last of them whole or at its `step`."""
    if state.board is None:
        raise BrokenJournal(event, "no board is open")
    to, step = (cast(int | None, event.command.args.get(name)) for name in ("to", "step"))
    shown = state.board.revealed + 1 if to is None else to
    return replace(state, board=replace(state.board, revealed=shown, step=step))


def hide(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_hide."""
    return replace(state, board=None)
