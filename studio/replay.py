"""A show or a file of orders played again: into a store of its own, or to a running server's inbox."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.finding import Finding
from live.journal import Command, Event, ShowId
from sales.demo import Delivery
from sales.files import read_orders
from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from sales.replay import replay
from store import shows
from studio.orders import Reply
from studio.showlog import ShowLog, read_log
from studio.studio import Studio

Sleep = Callable[[float], None]


@dataclass(slots=True)
class Hand:
    """A clock that stands where it was put: a replay into a store lives in the time of its log."""

    now: int

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True, slots=True)
class Played:
    """What was played: commands taken and refused, deliveries and the new facts in them; the show's id."""

    commands: int
    refused: int
    deliveries: int
    facts: int
    show: str | None = None

    def to_json(self) -> dict[str, object]:
        """The document of `python -m studio replay --json`."""
        return {
            "show": self.show,
            "commands": self.commands,
            "refused": self.refused,
            "deliveries": self.deliveries,
            "facts": self.facts,
        }


class ServerRefused(Exception):
    """The server did not take a delivery."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(
            f"The server answered {status}: {body[:200]}. Is the secret its own (page Connect)? "
            f"服务器拒收（{status}），请核对“连接”页上的密钥。"
        )


def read_source(path: Path, *, now: int) -> tuple[ShowLog | None, tuple[Finding, ...]]:
    """A show's log (`.jsonl`) or any order file that `orders import` reads."""
    if path.suffix.casefold() == ".jsonl":
        return read_log(path.read_text(encoding="utf-8-sig"), name=path.name)
    reading = read_orders(path, name=path.name, now=now)
    currency = next((event.currency for event in reading.events if event.currency), "CNY")
    return ShowLog(None, currency, None, (), reading.events), reading.findings


def span(log: ShowLog) -> tuple[int, int]:
    """The first and the last instant of a log, UTC epoch milliseconds; (0, 0) of an empty one."""
    instants = [event.at for event in log.commands] + [fact.occurred_at for fact in log.facts]
    return (min(instants), max(instants)) if instants else (0, 0)


def play_into(studio: Studio, hand: Hand, log: ShowLog, *, until: int, speed: int, sleep: Sleep) -> Played:
    """Play a log into the store of `studio`, whose clock is `hand`, as a new show that ends at `until`.

    Everything goes through the real doors: commands are decided, orders are signed and counted. Distances in
    time stay as they were; `speed` says how fast it is done.
    """
    first, last = span(log)
    shift = until - last
    show = None if log.rundown is None else _show(studio, log, now=first + shift)
    told = _deliveries(log, shift=shift)
    items: list[tuple[int, int, Event | Delivery]] = [(event.at + shift, 0, event) for event in log.commands]
    items += [(delivery.at, 1, delivery) for delivery in told]
    items.sort(key=lambda item: item[:2])
    secret = studio.orders.secrets("generic")[0]
    waiting: list[Future[Reply]] = []
    facts = taken = refused = 0
    hand.now = first + shift
    for at, _, item in items:
        sleep(max(at - hand.now, 0) / 1000 / speed)
        hand.now = max(at, hand.now)
        if isinstance(item, Delivery):
            body = item.body()
            headers = {SIGNATURE: sign(body, secret), DELIVERY: item.id}
            waiting.append(studio.orders.submit("generic", headers, body))
        if waiting and (not isinstance(item, Delivery) or len(waiting) >= 256):
            facts += _settle(waiting)
        if isinstance(item, Event) and show is not None:
            ok = _press(studio, replace(item.command, show=show))
            taken, refused = taken + ok, refused + (not ok)
    facts += _settle(waiting)
    hand.now = max(until, hand.now)
    return Played(taken, refused, len(told), facts, show)


def play_to(
    log: ShowLog, *, url: str, secret: bytes, now: Callable[[], int], speed: int, sleep: Sleep
) -> Played:
    """Post the orders of a log to the inbox of a running server, `speed` times faster than they came.

    The first is ordered now; who is at the desk runs the show.

    Raises:
        ServerRefused: at the first answer that is not 200.
    """
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    link = kind(place.hostname or "127.0.0.1", place.port, timeout=30)
    told = replay(log.facts, start=now(), speed=speed)
    facts = 0
    try:
        for delivery in told:
            sleep(max(delivery.at - now(), 0) / 1000)
            body = delivery.body()
            headers = {
                SIGNATURE: sign(body, secret),
                DELIVERY: delivery.id,
                "Content-Type": "application/json",
            }
            link.request("POST", f"{place.path.rstrip('/')}/hooks/generic", body, headers)
            answer = link.getresponse()
            text = answer.read().decode("utf-8", "replace")
            if answer.status != 200:
                raise ServerRefused(answer.status, text)
            said: Any = json.loads(text)
            facts += int(said.get("events", 0))
    finally:
        link.close()
    return Played(0, 0, len(told), facts)


def _press(studio: Studio, command: Command) -> bool:
    """Whether a command was taken. What stood against a price was weighed in the show that is replayed."""
    ack = studio.rooms.command(command)
    if not ack["ok"] and ack.get("confirm"):
        ack = studio.rooms.command(replace(command, args={**command.args, "confirm": True}))
    return bool(ack["ok"])


def _show(studio: Studio, log: ShowLog, *, now: int) -> ShowId:
    rundown = log.rundown
    assert rundown is not None
    show = ShowId(uuid.uuid4().hex[:12])
    studio.store.write(
        lambda connection: shows.create(
            connection,
            show_id=show,
            rundown=rundown,
            script=None,
            version=None,
            currency=log.currency,
            now=now,
            target_minor=log.target_minor,
        )
    )
    return show


def _deliveries(log: ShowLog, *, shift: int) -> Sequence[Delivery]:
    if not log.facts:
        return ()
    return replay(log.facts, start=min(fact.occurred_at for fact in log.facts) + shift)


def _settle(waiting: list[Future[Reply]]) -> int:
    """Wait for the answers; how many facts were new."""
    replies = [future.result() for future in waiting]
    waiting.clear()
    for reply in replies:
        if reply.status != 200:
            raise ServerRefused(reply.status, json.dumps(reply.body))
    return sum(events for reply in replies if isinstance(events := reply.body.get("events"), int))
