"""The board on air: opened by a cue or by hand, revealed word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from lessons.rundown import Cue, Rundown
from live.journal import BrokenJournal, Event
from live.state import Board, ShowState

#: The last boards that can be put up again with one press.
BOARDS_KEPT = 8
#: Cards shown when a cue opens its board: a `card` cue shows its first word, a `quiz` cue starts with the
#: Chinese alone and lets the audience guess.
_FIRST_REVEALED = {"card": 1, "quiz": 0}


def opening(cue: Cue, at: int) -> Board | None:
    """The board that landing on a cue opens; None closes what was open."""
    if cue.kind not in _FIRST_REVEALED or not cue.card_ids:
        return None
    return Board(tuple(cue.card_ids), _FIRST_REVEALED[cue.kind], at)


def remember(before: ShowState, after: ShowState) -> ShowState:
    """`after` with a board that just opened among the last boards, newest last, each once."""
    board = after.board
    if board is None or (before.board is not None and before.board.cards == board.cards):
        return after
    others = tuple(cards for cards in after.boards if cards != board.cards)
    return replace(after, boards=(*others, board.cards)[-BOARDS_KEPT:])


def show(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_show: these cards, the first `revealed` of them open (one unless told)."""
    args = event.command.args
    cards = tuple(str(card) for card in cast(Sequence[object], args["cards"]))
    revealed = args.get("revealed")
    shown = 1 if revealed is None else min(cast(int, revealed), len(cards))
    return replace(state, board=Board(cards, shown, event.at))


def reveal(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_reveal: one more word, or up to `to`."""
    if state.board is None:
        raise BrokenJournal(event, "no board is open")
    to = event.command.args.get("to")
    shown = state.board.revealed + 1 if to is None else cast(int, to)
    return replace(state, board=replace(state.board, revealed=shown))


def hide(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after board_hide."""
    return replace(state, board=None)
