"""The wire form of a show's state: the `state` of docs/live-protocol.md."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.bilingual import Bilingual
from live.state import Board, Emergency, Last, Loop, Message, Run, ShowState, Undo

#: Acknowledged messages that the wire form keeps, newest last; those still open are all kept. Each change
#: carries the whole state, so four hours of settled messages would be sent again and again (100 messages are
#: 20 KB); the as-run log has every one.
WIRE_ACKED = 10


def to_json(state: ShowState) -> dict[str, object]:
    """The `state` of docs/live-protocol.md.

    Beyond the fields listed there: `products` {sku: {stage, at, by}}, `prices` {sku: {minor,
    currency, at, by}}, `stocks` {sku: {left, at, by}}, `emergency` {kind, since, by} | null,
    `hosts` [name], `visit` {cue, segment} | null, `next` cue id | "", `beats` [{id, label, every_ms, due}],
    `checks` {item: {mark, at, by}}, `hold` {since, by} | null, `loop` {from, to, at, by} | null,
    `edits` {cue: {zh, en, at, by}}, `boards` [[card id]] newest last, `layers` {layer: mode},
    `undo` {seq, verb, by, at} | null, and `acked_by` in each message. Every message that waits for an
    acknowledgement is in it, and the last `WIRE_ACKED` others.
    """
    settled = [message.id for message in state.messages if message.acked is not None]
    dropped = set(settled[:-WIRE_ACKED])
    return {
        "phase": state.phase,
        "cue": state.cue,
        "segment": state.segment,
        "started": state.started,
        "ended": state.ended,
        "runs": [run_to_json(run) for run in state.runs],
        "paused": state.paused,
        "skipped": list(state.skipped),
        "board": _board(state.board),
        "messages": [_message(message) for message in state.messages if message.id not in dropped],
        "open": dict(state.open),
        "products": {one.sku: {"stage": one.stage, "at": one.at, "by": one.by} for one in state.shelf},
        "prices": {
            tag.sku: {"minor": tag.price.minor, "currency": tag.price.currency, "at": tag.at, "by": tag.by}
            for tag in state.prices
        },
        "stocks": {one.sku: {"left": one.left, "at": one.at, "by": one.by} for one in state.stocks},
        "emergency": _emergency(state.emergency),
        "hosts": list(state.hosts),
        "hold": None if state.hold is None else {"since": state.hold.since, "by": state.hold.by},
        "loop": _loop(state.loop),
        "edits": {one.cue: {**_text(one.text), "at": one.at, "by": one.by} for one in state.edits},
        "boards": [list(cards) for cards in state.boards],
        "layers": dict(state.layers),
        "visit": None if state.visit is None else {"cue": state.visit.cue, "segment": state.visit.segment},
        "next": state.next,
        "beats": [
            {"id": beat.id, "label": _text(beat.label), "every_ms": beat.every_ms, "due": beat.due}
            for beat in state.beats
        ],
        "checks": {one.item: {"mark": one.mark, "at": one.at, "by": one.by} for one in state.checks},
        "last": _last(state.last),
        "undo": _undo(state.undo),
    }


def run_to_json(run: Run) -> dict[str, object]:
    """The wire form of one run."""
    return {
        "ordinal": run.ordinal,
        "segment": run.segment,
        "kickoff": run.kickoff,
        "end": run.end,
        "pauses": [list(pause) for pause in run.pauses],
        "added": [list(added) for added in run.added],
        "finish": None if run.finish is None else list(run.finish),
    }


def _text(text: Bilingual) -> Mapping[str, object]:
    return {"zh": text.zh, "en": text.en}


def _board(board: Board | None) -> Mapping[str, object] | None:
    if board is None:
        return None
    return {
        "cards": list(board.cards), "revealed": board.revealed, "step": board.step, "since": board.since,
    }


def _emergency(emergency: Emergency | None) -> Mapping[str, object] | None:
    if emergency is None:
        return None
    return {"kind": emergency.kind, "since": emergency.since, "by": emergency.by}


def _message(message: Message) -> Mapping[str, object]:
    return {
        "id": message.id,
        "at": message.at,
        "by": message.by,
        "target": message.target,
        "text": _text(message.text),
        "shown": message.shown,
        "acked": message.acked,
        "acked_by": message.acked_by,
    }


def _loop(loop: Loop | None) -> Mapping[str, object] | None:
    return None if loop is None else {"from": loop.first, "to": loop.last, "at": loop.at, "by": loop.by}


def _last(last: Last | None) -> Mapping[str, object] | None:
    return None if last is None else {"verb": last.verb, "by": last.by, "at": last.at, "cue": last.cue}


def _undo(undo: tuple[Undo, ...]) -> Mapping[str, object] | None:
    if not undo:
        return None
    newest = undo[-1]
    return {"seq": newest.seq, "verb": newest.verb, "by": newest.by, "at": newest.at}
