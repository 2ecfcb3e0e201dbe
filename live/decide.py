"""Accept or refuse a command: pure, called inside the transaction that appends the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live import place
from live.journal import Command
from live.state import ShowState
from live.verbs import (
    BOARD_LIMIT,
    MESSAGE_LIMIT,
    MIN_SPAN_MS,
    TARGETS,
    UNDO_WINDOW_MS,
    VERBS,
    Arg,
    VerbRule,
)

Code = Literal["taken", "forbidden", "illegal", "bad"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command may be appended as the next event."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not: a stable `code`, the reason in both languages, and for `taken` who was first and when (ms)."""

    code: Code
    what: Bilingual
    by: str | None = None
    at: int | None = None


def decide(rundown: Rundown, state: ShowState, command: Command, now: int) -> Accepted | Refused:
    """Whether `command` is accepted at `now` (UTC epoch ms) in `state`, the fold up to the newest event.

    The order of the checks is part of the contract: unknown verb (`bad`), role (`forbidden`), arguments
    (`bad`), expectation (`taken`), phase and the rules of the verb (`illegal`, `taken`). Somebody who came
    second thus learns who was first, even when the first move ended the show. That a command id was seen
    before is the store's business: it answers with the first receipt and never asks here.
    """
    rule = VERBS.get(command.verb)
    if rule is None:
        return _bad(f"未知指令：{command.verb}", f"Unknown command: {command.verb}")
    if command.role not in rule.roles:
        return Refused("forbidden", Bilingual(
            zh=f"您的身份不能使用「{rule.label.zh}」", en=f"Your role may not use “{rule.label.en}”"
        ))
    return (
        _check_args(rundown, state, rule, command.args)
        or _check_expects(state, rule, command)
        or _check_phase(state, rule)
        or _check_verb(rundown, state, command, now)
        or Accepted()
    )


def _bad(zh: str, en: str) -> Refused:
    return Refused("bad", Bilingual(zh=zh, en=en))


def _illegal(zh: str, en: str) -> Refused:
    return Refused("illegal", Bilingual(zh=zh, en=en))


def _taken(state: ShowState) -> Refused:
    """Refused because somebody was first; says who and what, when a move is on record."""
    last = state.last
    if last is None:
        return Refused("taken", Bilingual(zh="画面已变，请看当前提示", en="The show has moved; look again"))
    label = VERBS[last.verb].label
    return Refused(
        "taken",
        Bilingual(zh=f"{last.by} 已先按「{label.zh}」", en=f"Already taken by {last.by} ({label.en})"),
        by=last.by,
        at=last.at,
    )


def _check_args(
    rundown: Rundown, state: ShowState, rule: VerbRule, args: Mapping[str, object]
) -> Refused | None:
    known = {arg.name for arg in rule.args}
    for name in args:
        if name not in known:
            return _bad(f"多余的参数：{name}", f"Unknown argument: {name}")
    for arg in rule.args:
        if args.get(arg.name) is None:
            if arg.required:
                return _bad(f"缺少参数：{arg.name}", f"Missing argument: {arg.name}")
            continue
        refused = _check_arg(rundown, state, arg, args[arg.name])
        if refused is not None:
            return refused
    return None


def _check_arg(rundown: Rundown, state: ShowState, arg: Arg, value: object) -> Refused | None:
    wrong = _bad(f"参数格式不对：{arg.name}", f"Wrong value for {arg.name}")
    match arg.kind:
        case "int":
            # bool is an int in Python; a JSON `true` is not a number of milliseconds.
            if isinstance(value, bool) or not isinstance(value, int) or (value == 0 and arg.low != 0):
                return wrong
            fits = (arg.low is None or value >= arg.low) and (arg.high is None or value <= arg.high)
            return None if fits else _bad(f"数值超出范围：{arg.name}", f"Out of range: {arg.name}")
        case "segment":
            if not isinstance(value, str):
                return wrong
            found = place.find_segment(rundown, value) is not None
            return None if found else _bad(f"没有这个环节：{value}", f"No such segment: {value}")
        case "cue":
            if not isinstance(value, str):
                return wrong
            found = place.find_cue(rundown, value) is not None
            return None if found else _bad(f"没有这条提示：{value}", f"No such cue: {value}")
        case "message":
            if not isinstance(value, str):
                return wrong
            found = state.message(value) is not None
            return None if found else _bad(f"没有这条留言：{value}", f"No such message: {value}")
        case "target":
            return None if value in TARGETS else wrong
        case "cards":
            return None if _is_cards(value) else wrong
        case "text":
            return None if _is_text(value) else wrong


def _is_cards(value: object) -> bool:
    if not isinstance(value, list | tuple) or not 0 < len(value) <= BOARD_LIMIT:
        return False
    return all(isinstance(card, str) and card for card in value)


def _is_text(value: object) -> bool:
    if not isinstance(value, Mapping) or not set(value) <= {"zh", "en"}:
        return False
    texts = [text for text in value.values() if text is not None]
    return all(isinstance(text, str) and len(text) <= MESSAGE_LIMIT for text in texts) and any(
        text.strip() for text in texts
    )


def _check_expects(state: ShowState, rule: VerbRule, command: Command) -> Refused | None:
    expected = command.expects.get("cue")
    if expected is None:
        if rule.guarded:
            return _bad("缺少当前提示（expects.cue）", "expects.cue is missing")
        return None
    if not isinstance(expected, str):
        return _bad("当前提示格式不对（expects.cue）", "Wrong value for expects.cue")
    # Any verb may say what it saw: a reveal meant for the last board must not hit the next one.
    return None if expected == state.cue else _taken(state)


def _check_phase(state: ShowState, rule: VerbRule) -> Refused | None:
    if state.phase in rule.phases:
        return None
    zh, en = {
        "preshow": ("还没开播", "the show has not started"),
        "on_air": ("已经开播", "the show is on air"),
        "ended": ("已经下播", "the show has ended"),
    }[state.phase]
    return _illegal(f"{zh}，不能「{rule.label.zh}」", f"Cannot “{rule.label.en}”: {en}")


def _check_verb(rundown: Rundown, state: ShowState, command: Command, now: int) -> Refused | None:
    match command.verb:
        case "start":
            if place.first_from(rundown, state.skipped, 0) is None:
                return _illegal("没有可播的环节", "There is no segment to put on air")
        case "go" | "back":
            return _check_step(rundown, state, command.verb, now)
        case "jump":
            if command.args["cue"] == state.cue:
                return _illegal("已经在这条提示", "Already at this cue")
        case "skip" | "unskip":
            return _check_skip(rundown, state, command.verb, str(command.args["segment"]))
        case "pause":
            if state.paused is not None:
                return _illegal("已经暂停", "Already paused")
        case "resume":
            if state.paused is None:
                return _illegal("没有暂停", "Not paused")
        case "board_reveal" | "board_hide":
            return _check_board(state, command)
        case "shown" | "acked":
            return _check_receipt(state, command)
        case "undo":
            return _check_undo(state, command, now)
    return None


def _check_step(rundown: Rundown, state: ShowState, verb: str, now: int) -> Refused | None:
    last = state.last
    if last is not None and now - last.at < MIN_SPAN_MS:
        return _taken(state)
    here = place.find_cue(rundown, state.cue)
    step = place.after if verb == "go" else place.before
    if here is not None and step(rundown, state.skipped, here) is not None:
        return None
    if verb == "go":
        return _illegal("已是最后一条，请按「下播」结束", "This is the last cue; use “end” to finish")
    return _illegal("已是第一条", "This is the first cue")


def _check_skip(rundown: Rundown, state: ShowState, verb: str, segment_id: str) -> Refused | None:
    at = place.find_segment(rundown, segment_id)
    if at is None or not rundown.segments[at].cues:
        return _illegal("这个环节没有提示，播不了", "This segment has no cue, it cannot go on air")
    skipped = segment_id in state.skipped
    if verb == "unskip":
        return None if skipped else _illegal("这个环节没有被跳过", "This segment is not skipped")
    if skipped:
        return _illegal("这个环节已经跳过", "This segment is skipped already")
    if segment_id == state.segment and place.first_from(rundown, state.skipped, at + 1) is None:
        return _illegal("后面没有环节了，请按「下播」结束", "Nothing follows; use “end” to finish the show")
    return None


def _check_board(state: ShowState, command: Command) -> Refused | None:
    if state.board is None:
        return _illegal("没有板书", "No board is open")
    if command.verb == "board_hide":
        return None
    to = command.args.get("to")
    if isinstance(to, int) and to <= state.board.revealed:
        # Two people revealed the same word: the second press must not give away the next one.
        return Refused("taken", Bilingual(zh="这个词已经揭示", en="This word is shown already"))
    size = len(state.board.cards)
    if state.board.revealed >= size or (isinstance(to, int) and to > size):
        return _illegal("词都已揭示", "All words are shown")
    return None


def _check_receipt(state: ShowState, command: Command) -> Refused | None:
    message = state.message(str(command.args["message"]))
    if message is None:
        return _bad("没有这条留言", "No such message")
    if message.target not in ("all", command.role):
        return Refused("forbidden", Bilingual(zh="这条留言不是给您的", en="This message is not for you"))
    done = message.shown if command.verb == "shown" else message.acked
    if done is not None:
        return Refused("taken", Bilingual(zh="已经收到回执", en="Already confirmed"), message.acked_by, done)
    return None


def _check_undo(state: ShowState, command: Command, now: int) -> Refused | None:
    if not state.undo:
        return _illegal("没有可撤销的操作", "There is nothing to take back")
    newest = state.undo[-1]
    if newest.seq != command.args["seq"]:
        return _taken(state)
    if command.role not in VERBS[newest.verb].roles:
        label = VERBS[newest.verb].label
        return Refused("forbidden", Bilingual(
            zh=f"您不能撤销「{label.zh}」", en=f"Your role may not take back “{label.en}”"
        ))
    if now - newest.at > UNDO_WINDOW_MS and newest.verb != "end":
        return _illegal("时间太久，不能撤销", "Too long ago to take back")
    return None
