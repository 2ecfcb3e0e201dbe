"""What each verb asks of the show as it stands; reached only with a known role, good arguments and phase."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import cast

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live import place
from live.checklist import red
from live.edits import standing, written
from live.journal import Command
from live.moves import landing, returning
from live.state import ShowState
from live.strip import asked_price, why_not
from live.verbs import BEATS_LIMIT, FINISH_LIMIT_MS, MIN_SPAN_MS, STAGES, UNDO_WINDOW_MS, VERBS
from live.verdict import Refused, bad, forbidden, illegal, taken


def check_verb(rundown: Rundown, state: ShowState, command: Command, now: int) -> Refused | None:
    """The reason the show as it stands at `now` does not take the command, None when it does."""
    match command.verb:
        case "start":
            return _check_start(rundown, state, command)
        case "hold" | "release":
            return _check_hold(state, command.verb)
        case "finish_at":
            return _check_finish(state, command, now)
        case "loop" | "loop_off":
            return _check_loop(rundown, state, command)
        case "edit":
            return _check_edit(rundown, state, command)
        case "overlay":
            if dict(state.layers).get(str(command.args["layer"]), "auto") == command.args["mode"]:
                return illegal("浮层已是这样", "The overlay is set so already")
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
            told = state.emergency
            if told is not None and told.kind == command.args["kind"]:
                what = Bilingual(zh=f"{told.by} 已报此情况", en=f"Already reported by {told.by}")
                return Refused("taken", what, told.by, told.since)
        case "product":
            return _check_product(state, command)
        case "price" | "stock":
            return _check_figure(state, command)
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


def held(state: ShowState) -> Refused | None:
    """The refusal of a move while somebody holds the show, None when nobody does."""
    if state.hold is None:
        return None
    by = state.hold.by
    what = Bilingual(zh=f"{by} 让先别动，放开后再走", en=f"{by} holds the show; release it first")
    return Refused("illegal", what, by, state.hold.since)


def _check_hold(state: ShowState, verb: str) -> Refused | None:
    if verb == "release":
        return illegal("没有按住", "Nobody holds the show") if state.hold is None else None
    if state.hold is None:
        return None
    what = Bilingual(zh=f"{state.hold.by} 已经按住", en=f"Already held by {state.hold.by}")
    return Refused("taken", what, state.hold.by, state.hold.since)


def _check_finish(state: ShowState, command: Command, now: int) -> Refused | None:
    at = command.args.get("at")
    if at is None:
        if state.run is None or state.run.finish is None:
            return illegal("没有定结束时间", "No finish time is set")
        return None
    if not isinstance(at, int) or not now < at <= now + FINISH_LIMIT_MS:
        return illegal("结束时间应在 12 小时之内，且还没过", "A finish time lies ahead, within 12 hours")
    return None


def _check_loop(rundown: Rundown, state: ShowState, command: Command) -> Refused | None:
    if command.verb == "loop_off":
        return illegal("没有循环", "There is no loop") if state.loop is None else None
    first = place.find_segment(rundown, str(command.args["from"]))
    last = place.find_segment(rundown, str(command.args["to"]))
    if first is None or last is None or first > last:
        return illegal("循环的终点不能在起点之前", "A loop ends at or after its beginning")
    if sum(len(segment.cues) for segment in rundown.segments[first : last + 1]) < 2:
        return illegal("循环至少要有两条提示", "A loop needs two cues at least")
    if state.loop is not None and (state.loop.first, state.loop.last) == (
        command.args["from"], command.args["to"]
    ):
        what = Bilingual(zh=f"{state.loop.by} 已设好", en=f"Already set by {state.loop.by}")
        return Refused("taken", what, state.loop.by, state.loop.at)
    return None


def _check_edit(rundown: Rundown, state: ShowState, command: Command) -> Refused | None:
    cue = str(command.args["cue"])
    stands = standing(rundown, state, cue)
    was = command.args.get("was")
    if was is not None and written(was) != stands:
        edit = state.edit(cue)
        by = None if edit is None else edit.by
        what = Bilingual(zh=f"{by or '有人'} 已改过这条台词", en=f"{by or 'Somebody'} changed these lines")
        return Refused("taken", what, by, None if edit is None else edit.at)
    same = written(command.args["text"]) == stands
    return illegal("台词没有变化", "The lines are the same") if same else None


def _check_step(rundown: Rundown, state: ShowState, verb: str, now: int) -> Refused | None:
    last = state.last
    # A clock that was set back proves no double press: then only the expectation guards.
    if last is not None and 0 <= now - last.at < MIN_SPAN_MS:
        return taken(state)
    if (kept := held(state)) is not None:
        return kept
    if landing(rundown, state, verb, {}) is not None:
        return None
    if verb == "go":
        return illegal("已是最后一条，请按「下播」结束", "This is the last cue; use “end” to finish")
    if state.visit is not None:
        return illegal("已是返场的第一条，可用「撤销」返回", "The first cue of this visit; undo leads back")
    return illegal("已是第一条", "This is the first cue")


def _check_jump(rundown: Rundown, state: ShowState, command: Command) -> Refused | None:
    if (kept := held(state)) is not None:
        return kept
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
    if segment_id == state.segment and (kept := held(state)) is not None:
        return kept
    if segment_id == state.segment and landing(rundown, state, "skip", {"segment": segment_id}) is None:
        return illegal("后面没有环节了，请按「下播」结束", "Nothing follows; use “end” to finish the show")
    return None


def _check_board(state: ShowState, command: Command) -> Refused | None:
    if state.board is None:
        return illegal("没有板书", "No board is open")
    if command.verb == "board_hide":
        return None
    to, step = (cast(int | None, command.args.get(name)) for name in ("to", "step"))
    asked = state.board.revealed + 1 if to is None else to
    if _openness(asked, step) <= _openness(state.board.revealed, state.board.step):
        # Two people revealed the same word: the second press must not give away the next one.
        return Refused("taken", Bilingual(zh="这个词已经揭示", en="This word is shown already"))
    if asked > len(state.board.cards):
        return illegal("词都已揭示", "All words are shown")
    return None


def _openness(revealed: int, step: int | None) -> tuple[int, float]:
    """How far a board is open, to compare: by cards, then by the steps of the newest; whole is the most."""
    return revealed, inf if step is None else step


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


def _check_figure(state: ShowState, command: Command) -> Refused | None:
    sku = str(command.args["sku"])
    if command.verb == "price":
        tag = state.price(sku)
        if tag is not None and tag.price == asked_price(command.args):
            what = Bilingual(zh=f"{tag.by} 已改价", en=f"Already set by {tag.by}")
            return Refused("taken", what, tag.by, tag.at)
        return None
    count = state.stock(sku)
    if count is not None and count.left == command.args["left"]:
        what = Bilingual(zh=f"{count.by} 已改库存", en=f"Already set by {count.by}")
        return Refused("taken", what, count.by, count.at)
    return None


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
        return taken(state)
    if command.role not in VERBS[newest.verb].roles:
        label = VERBS[newest.verb].label
        return forbidden(f"您不能撤销「{label.zh}」", f"Your role may not take back “{label.en}”")
    if now - newest.at > UNDO_WINDOW_MS and newest.verb != "end":
        return illegal("时间太久，不能撤销", "Too long ago to take back")
    return None
