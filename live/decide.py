"""Accept or refuse a command: pure, called inside the transaction that appends the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.rundown import Rundown
from live.args import check_args
from live.journal import Command, Role
from live.moves import landing
from live.rules import check_verb
from live.state import ShowState
from live.strip import opens, stage_of
from live.verbs import VERBS, VerbRule
from live.verdict import Accepted, Code, Refused, bad, forbidden, illegal, late, taken

__all__ = ["Accepted", "Code", "Gate", "Refused", "decide"]

#: What stands against opening a product's price, by SKU (see `live.gate`); a SKU without an entry is free.
Gate = Mapping[str, Sequence[Finding]]


def decide(
    rundown: Rundown, state: ShowState, command: Command, now: int, *, gate: Gate | None = None
) -> Accepted | Refused:
    """Whether `command` is accepted at `now` (UTC epoch ms) in `state`, the fold up to the newest event.

    The order of the checks is part of the contract: unknown verb (`bad`), role (`forbidden`), a sender that
    no longer waits (`late`), arguments (`bad`), expectation (`taken`), phase and the rules of the verb
    (`illegal`, `taken`), the gate before a price opens (`illegal` with `confirm`). Somebody who came second
    thus learns who was first, even when the first move ended the show. That a command id was seen before is
    the store's business: it answers with the first receipt and never asks here.
    """
    rule = VERBS.get(command.verb)
    if rule is None:
        return bad(f"未知指令：{command.verb}", f"Unknown command: {command.verb}")
    if command.role not in rule.roles:
        return forbidden(f"您的身份不能使用「{rule.label.zh}」", f"Your role may not use “{rule.label.en}”")
    if command.until is not None and now > command.until:
        return late()
    return (
        check_args(rundown, state, rule, command.args)
        or _check_expects(state, rule, command)
        or _check_phase(state, rule)
        or check_verb(rundown, state, command, now)
        or _check_gate(rundown, state, command, gate or {})
        or Accepted()
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
    return None if expected == state.cue else taken(state)


def _check_phase(state: ShowState, rule: VerbRule) -> Refused | None:
    if state.phase in rule.phases:
        return None
    zh, en = {
        "preshow": ("还没开播", "the show has not started"),
        "on_air": ("已经开播", "the show is on air"),
        "ended": ("已经下播", "the show has ended"),
    }[state.phase]
    return illegal(f"{zh}，不能「{rule.label.zh}」", f"Cannot “{rule.label.en}”: {en}")


#: Findings about the price itself: a slip sells by the hundred before anybody notices.
PRICE_GUARD = "catalog.price."
#: Who may let them pass on air. At the desk the rule is `studio.rights`.
MAY_OVERRIDE: frozenset[Role] = frozenset({"producer"})


def _check_gate(rundown: Rundown, state: ShowState, command: Command, gate: Gate) -> Refused | None:
    """A price opens only with what it needs, or with a person saying that they know what is missing.

    What stands against the price itself takes the producer's word and a reason; both stay in the journal.
    """
    sku = None
    if command.verb == "product":
        sku = str(command.args["sku"]) if command.args["to"] == "open" else None
    elif command.verb == "price":
        # A new price is judged also while it is open; that is when a slip costs most.
        return _missing(gate, command, str(command.args["sku"]))
    elif VERBS[command.verb].moves:
        there = landing(rundown, state, command.verb, command.args)
        sku = None if there is None else opens(there)
    return None if sku is None or stage_of(state, sku) == "open" else _missing(gate, command, sku)


def _missing(gate: Gate, command: Command, sku: str) -> Refused | None:
    missing = tuple(gate.get(sku, ()))
    if not missing:
        return None
    if command.args.get("confirm") is True:
        wrong = [finding for finding in missing if finding.code.startswith(PRICE_GUARD)]
        zh, en = (" ".join(finding.what.best(lang) for finding in wrong) for lang in ("zh", "en"))
        if wrong and command.role not in MAY_OVERRIDE:
            return forbidden(f"价格要由场控放行：{zh}", f"The producer must let this price pass: {en}")
        if wrong and not command.args.get("reason"):
            what = Bilingual(zh=f"放行价格须写明原因：{zh}", en=f"Give a reason to let this price pass: {en}")
            return Refused("illegal", what, confirm=missing)
        return None
    zh = "；".join(finding.what.best("zh") for finding in missing)
    en = " ".join(finding.what.best("en") for finding in missing)
    what = Bilingual(zh=f"开价前还有问题：{zh}", en=f"Before the price opens: {en}")
    return Refused("illegal", what, confirm=missing)
