"""The acks of docs/live-protocol.md: what a sender hears of its command."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from sqlalchemy.exc import SQLAlchemyError

from catalog.bilingual import Bilingual
from live.journal import Command
from live.verdict import Refused
from store import shows
from studio.plan import Json, text_json

log = logging.getLogger("studio.acks")

UNWRITTEN = Bilingual(
    en="The store does not answer: nothing was written. Try again.", zh="存储无响应，指令未写入，请重试。"
)


def settle(answer: Future[Json], command: Command, done: Future[shows.Taken | Refused]) -> None:
    """The ack of a command that the writer is done with."""
    error = done.exception()
    if error is None:
        answer.set_result(_ack(command, done.result()))
    elif isinstance(error, shows.UnknownShow):
        answer.set_result(refusal(command.id, "bad", Bilingual(en=str(error), zh=str(error))))
    elif isinstance(error, SQLAlchemyError):
        log.error("a command could not be written", exc_info=error)
        answer.set_result(refusal(command.id, "unavailable", UNWRITTEN))
    else:
        answer.set_exception(error)


def _ack(command: Command, verdict: shows.Taken | Refused) -> Json:
    if isinstance(verdict, Refused):
        ack = refusal(command.id, verdict.code, verdict.what, by=verdict.by, at=verdict.at)
        if verdict.confirm:
            ack["confirm"] = [finding.to_json() for finding in verdict.confirm]
        return ack
    return {"t": "ack", "id": command.id, "ok": True, "seq": verdict.event.seq, "at": verdict.event.at}


def refusal(
    command: str, code: str, what: Bilingual, *, by: str | None = None, at: int | None = None
) -> Json:
    """The ack of a refused command."""
    return {"t": "ack", "id": command, "ok": False, "code": code, "what": text_json(what), "by": by, "at": at}
