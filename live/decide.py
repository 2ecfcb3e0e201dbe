"""Accept or refuse a command: pure, called inside the transaction that appends the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.rundown import Rundown
from live import place
from live.args import check_args
from live.checklist import red
from live.journal import Command
from live.moves import landing, returning
from live.state import ShowState
from live.strip import opens, stage_of, why_not
from live.verbs import BEATS_LIMIT, MIN_SPAN_MS, STAGES, UNDO_WINDOW_MS, VERBS, VerbRule
from live.verdict import Accepted, Code, Refused, bad, forbidden, illegal

__all__ = ["Accepted", "Code", "Refused", "decide"]

#: What stands against opening a product's price, by SKU (see `live.gate`); a SKU without an entry is free.
Gate = Mapping[str, Sequence[Finding]]


def decide(
    rundown: Rundown, state: ShowState, command: Command, now: int, *, gate: Gate | None = None
) -> Accepted | Refused:
    """Whether `command` is accepted at `now` (UTC epoch ms) in `state`, the fold up to the newest event.

    The order of the checks is part of the contract: unknown verb (`bad`), role (`forbidden`), arguments
    (`bad`), expectation (`taken`), phase and the rules of the verb (`illegal`, `taken`), the gate before a
    price opens (`illegal` with `confirm`). Somebody who came second thus learns who was first, even when the
    first move ended the show. That a command id was seen before is the store's business: it answers with the
    first receipt and never asks here.
    """
    rule = VERBS.get(command.verb)
    if rule is None:
        return bad(f"未知指令：{command.verb}", f"Unknown command: {command.verb}")
    if command.role not in rule.roles:
        return forbidden(f"您的身份不能使用「{rule.label.zh}」", f"Your role may not use “{rule.label.en}”")
    return (
        check_args(rundown, state, rule, command.args)
        or _check_expects(state, rule, command)
        or _check_phase(state, rule)
        or _check_verb(rundown, state, command, now)
        or _check_gate(rundown, state, command, gate or {})
        or Accepted()
    )


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


def _check_expects(state: ShowState, rule: VerbRule, command: Command) -> Refused | None:
    expected = command.expects.get("cue")
    if expected is None:
        if rule.guarded:
            return bad("缺少当前提示（expects.cue）", "expects.cue is missing")
        return None
    if not isinstance(expected, str):
        return bad("当前提示格式不对（expects.cue）", "Wrong value for expects.cue")
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
    return illegal(f"{zh}，不能「{rule.label.zh}」", f"Cannot “{rule.label.en}”: {en}")


def _check_verb(rundown: Rundown, state: ShowState, command: Command, now: int) -> Refused | None:
    match command.verb:
        case "start":
            return _check_start(rundown, state, command)
        case "go" | "back":
            return _check_step(rundown, state, command.verb, now)
        case "jump":
            return _check_jump(rundown, state, command)
        case "skip" | "unskip":
            return _check_skip(rundown, state, command.verb, str(command.args["segment"]))
        case "pause":
            if state.paused is not None:
                return illegal("已经暂停", "Already paused")
        case "resume":
            if state.paused is None:
                return illegal("没有暂停", "Not paused")
        case "emergency":
            held = state.emergency
            if held is not None and held.kind == command.args["kind"]:
                what = Bilingual(zh=f"{held.by} 已报此情况", en=f"Already reported by {held.by}")
                return Refused("taken", what, held.by, held.since)
        case "product":
            return _check_product(state, command)
        case "hosts":
            if tuple(_names(command.args["hosts"])) == state.hosts:
                return illegal("主播没有变化", "The hosts are the same")
        case "beat_set":
            if len(state.beats) >= BEATS_LIMIT and all(one.id != command.args["beat"] for one in state.beats):
                return illegal(f"最多 {BEATS_LIMIT} 个节拍", f"At most {BEATS_LIMIT} beats")
        case "board_reveal" | "board_hide":
            return _check_board(state, command)
        case "shown" | "acked":
            return _check_receipt(state, command)
        case "undo":
            return _check_undo(state, command, now)
    return None


def _check_start(rundown: Rundown, state: ShowState, command: Command) -> Refused | None:
    if landing(rundown, state, "start", command.args) is None:
        return illegal("没有可播的环节", "There is no segment to put on air")
    problems = red(state)
    if not problems or command.args.get("reason"):
        return None
    zh = "、".join(item.label.best("zh") for item in problems)
    en = "; ".join(item.label.best("en") for item in problems)
    return illegal(f"检查未通过，开播须写明原因：{zh}", f"Give a reason to go live with problems: {en}")


def _check_step(rundown: Rundown, state: ShowState, verb: str, now: int) -> Refused | None:
    last = state.last
    if last is not None and now - last.at < MIN_SPAN_MS:
        return _taken(state)
    if landing(rundown, state, verb, {}) is not None:
        return None
    if verb == "go":
        return illegal("已是最后一条，请按「下播」结束", "This is the last cue; use “end” to finish")
    if state.visit is not None:
        return illegal("已是返场的第一条，可用「撤销」返回", "The first cue of this visit; undo leads back")
    return illegal("已是第一条", "This is the first cue")


def _check_jump(rundown: Rundown, state: ShowState, command: Command) -> Refused | None:
    if command.args["cue"] == state.cue:
        return illegal("已经在这条提示", "Already at this cue")
    if command.args.get("visit") is not True:
        return None
    there = place.find_cue(rundown, str(command.args["cue"]))
    back = returning(rundown, state)
    if there is not None and back is not None and there.at < back.at:
        return None
    return illegal("返场只能回到前面的环节，请用「跳到」", "A visit goes back to an earlier segment")


def _check_skip(rundown: Rundown, state: ShowState, verb: str, segment_id: str) -> Refused | None:
    at = place.find_segment(rundown, segment_id)
    if at is None or not rundown.segments[at].cues:
        return illegal("这个环节没有提示，播不了", "This segment has no cue, it cannot go on air")
    skipped = segment_id in state.skipped
    if verb == "unskip":
        return None if skipped else illegal("这个环节没有被跳过", "This segment is not skipped")
    if skipped:
        return illegal("这个环节已经跳过", "This segment is skipped already")
    if segment_id == state.segment and landing(rundown, state, "skip", {"segment": segment_id}) is None:
        return illegal("后面没有环节了，请按「下播」结束", "Nothing follows; use “end” to finish the show")
    return None


def _check_board(state: ShowState, command: Command) -> Refused | None:
    if state.board is None:
        return illegal("没有板书", "No board is open")
    if command.verb == "board_hide":
        return None
    to = command.args.get("to")
    if isinstance(to, int) and to <= state.board.revealed:
        # Two people revealed the same word: the second press must not give away the next one.
        return Refused("taken", Bilingual(zh="这个词已经揭示", en="This word is shown already"))
    size = len(state.board.cards)
    if state.board.revealed >= size or (isinstance(to, int) and to > size):
        return illegal("词都已揭示", "All words are shown")
    return None


def _names(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _check_product(state: ShowState, command: Command) -> Refused | None:
    to = command.args["to"]
    shelf = state.product(str(command.args["sku"]))
    here = "waiting" if shelf is None else shelf.stage
    if here == to and shelf is not None:
        what = Bilingual(zh=f"{shelf.by} 已改好", en=f"Already set by {shelf.by}")
        return Refused("taken", what, shelf.by, shelf.at)
    reason = why_not(here, next(stage for stage in STAGES if stage == to))
    return None if reason is None else Refused("illegal", reason)


def _check_gate(rundown: Rundown, state: ShowState, command: Command, gate: Gate) -> Refused | None:
    """A price opens only with what it needs, or with a person saying that they know what is missing."""
    sku = None
    if command.verb == "product":
        sku = str(command.args["sku"]) if command.args["to"] == "open" else None
    elif VERBS[command.verb].moves:
        there = landing(rundown, state, command.verb, command.args)
        sku = None if there is None else opens(there)
    if sku is None or stage_of(state, sku) == "open" or command.args.get("confirm") is True:
        return None
    missing = tuple(gate.get(sku, ()))
    if not missing:
        return None
    zh = "；".join(finding.what.best("zh") for finding in missing)
    en = " ".join(finding.what.best("en") for finding in missing)
    what = Bilingual(zh=f"开价前还有问题：{zh}", en=f"Before the price opens: {en}")
    return Refused("illegal", what, confirm=missing)


def _check_receipt(state: ShowState, command: Command) -> Refused | None:
    message = state.message(str(command.args["message"]))
    if message is None:
        return bad("没有这条留言", "No such message")
    if message.target not in ("all", command.role):
        return forbidden("这条留言不是给您的", "This message is not for you")
    done = message.shown if command.verb == "shown" else message.acked
    if done is not None:
        return Refused("taken", Bilingual(zh="已经收到回执", en="Already confirmed"), message.acked_by, done)
    return None


def _check_undo(state: ShowState, command: Command, now: int) -> Refused | None:
    if not state.undo:
        return illegal("没有可撤销的操作", "There is nothing to take back")
    newest = state.undo[-1]
    if newest.seq != command.args["seq"]:
        return _taken(state)
    if command.role not in VERBS[newest.verb].roles:
        label = VERBS[newest.verb].label
        return forbidden(f"您不能撤销「{label.zh}」", f"Your role may not take back “{label.en}”")
    if now - newest.at > UNDO_WINDOW_MS and newest.verb != "end":
        return illegal("时间太久，不能撤销", "Too long ago to take back")
    return None
