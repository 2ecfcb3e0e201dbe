"""Rooms on air: commands in, receipts out, every change pushed to the screens of the show."""

from __future__ import annotations

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from sqlalchemy.engine import Connection

from lessons.rundown import Rundown
from live.decide import Refused
from live.fold import ShowState, to_json
from live.journal import Command, Role, ShowId
from sales.counters_wire import without_money
from store import orders, products, scripts, shows
from store.store import Store
from store.writer import WriterClosed
from studio import room_settings
from studio.acks import UNWRITTEN, refusal, settle
from studio.gate import PriceGate
from studio.hub import GUARDED, REHEARSAL, Hub
from studio.meters import Meters
from studio.orders import Orders
from studio.plan import Json
from studio.plans import Plans
from studio.reviews import check_of
from studio.room_settings import RoomSettings

log = logging.getLogger("studio.rooms")

#: A counters message at most every 200 ms: a room reads them, it does not count frames.
COUNTERS_EVERY_S = 0.2
#: Verbs that move a show's window, and with it the orders that belong to the show.
WINDOW_VERBS = ("start", "end", "undo")
#: Verbs after which the plan that the screens hold is no longer whole.
PLAN_VERBS = ("board_show", "price", "stock", "edit", "undo")
#: How often the store is asked whether another process wrote (orders imported from the command line).
WATCH_EVERY_S = 0.5
#: Counters go out at least this often: the pace moves with the clock, and a screen tells old numbers by it.
FRESH_EVERY_S = 5.0


class Rooms:
    """All shows of a store."""

    def __init__(
        self, store: Store, hub: Hub, ledger: Orders, clock: Callable[[], int], *, meters: Meters
    ) -> None:
        self._measure = meters.command
        self._store = store
        self._hub = hub
        self._ledger = ledger
        self._clock = clock
        self._journals = shows.Journals()
        self._reading = shows.Journals()
        self._plans = Plans(self._reading, ledger, clock)
        self._moved = threading.Event()
        ledger.on_change(self._moved.set)

    # -- shows ---------------------------------------------------------------------------------------------

    def create(self, script: str, *, target_minor: int | None = None, currency: str = "CNY") -> ShowId:
        """Freeze the newest version of a script into a new show and return its id."""
        show_id = ShowId(uuid.uuid4().hex[:12])
        now = self._clock()

        def work(connection: Connection) -> ShowId:
            found = scripts.load_script(connection, script)
            if found is None:
                raise KeyError(script)
            rundown, version = found
            shows.create(
                connection,
                show_id=show_id,
                rundown=rundown,
                script=script,
                version=version,
                currency=currency,
                now=now,
                target_minor=target_minor,
            )
            mark = check_of(connection, show_id, script, rundown)
            if mark is not None:
                self._journals.take(connection, mark, now=now)
            return show_id

        return self._store.write(work)

    def listing(self) -> tuple[shows.ShowRow, ...]:
        """Every show, newest first."""
        with self._store.read() as connection:
            return shows.listing(connection)

    def rundown(self, show: str) -> Rundown:
        """The frozen plan of a show; raises `UnknownShow`."""
        with self._store.read() as connection:
            return shows.Journals().rundown(connection, show)

    def state(self, show: str) -> tuple[int, ShowState]:
        """Newest sequence number and state of a show."""
        with self._store.read() as connection:
            return self._reading.state(connection, show)

    # -- commands ------------------------------------------------------------------------------------------

    def command(self, command: Command) -> Json:
        """Decide a command, commit it, tell the screens; returns the ack of docs/live-protocol.md."""
        return self.submit(command).result()

    def submit(self, command: Command) -> Future[Json]:
        """`command` for a caller that does not want to wait in a thread: resolves after the commit."""
        answer: Future[Json] = Future()
        answer.set_running_or_notify_cancel()  # who stops waiting does not stop the command
        self._measure(answer)
        try:
            verdict = self._store.writer.submit(
                lambda connection: self._take(connection, command),
                after=lambda result: self._announce(command.show, result),
            )
        except WriterClosed:
            answer.set_result(refusal(command.id, "unavailable", UNWRITTEN))
        else:
            verdict.add_done_callback(lambda done: settle(answer, command, done))
        return answer

    def _take(self, connection: Connection, command: Command) -> shows.Taken | Refused:
        now = self._clock()

        def gate(held: Connection, rundown: Rundown, state: ShowState) -> PriceGate:
            return PriceGate(held, self._ledger, rundown, state, command, now=now)

        verdict = self._journals.take(connection, command, now=now, gate=gate)
        if isinstance(verdict, shows.Taken) and not verdict.repeated:
            orders.follow(connection, command.show)
        return verdict

    def press(
        self,
        show: str,
        verb: str,
        *,
        actor: str,
        role: Role,
        expects: Mapping[str, object] | None = None,
        args: Mapping[str, object] | None = None,
    ) -> Json:
        """A command from a button of the dashboard."""
        return self.command(
            Command(
                id=str(uuid.uuid4()),
                show=ShowId(show),
                actor=actor,
                role=role,
                verb=verb,
                expects=dict(expects or {}),
                args=dict(args or {}),
            )
        )

    def _announce(self, show: str, result: shows.Taken | Refused) -> None:
        if isinstance(result, Refused) or result.repeated:
            return
        self._hub.publish(
            show,
            {
                "t": "change",
                "now": self._clock(),
                "seq": result.event.seq,
                "state": to_json(result.state),
            },
        )
        verb = result.event.command.verb
        if verb in WINDOW_VERBS:
            self._moved.set()
        if verb in PLAN_VERBS:
            # A word found on the spot, a price or a count of this minute: the screens' plan lacks it.
            self._hub.publish(show, self.plan(show))

    # -- reading -------------------------------------------------------------------------------------------

    def snapshot(self, show: str) -> Json:
        """Everything a screen needs, as of one instant."""
        with self._store.read() as connection:
            seq, state = self._reading.state(connection, show)
            return {
                "t": "snapshot",
                "now": self._clock(),
                "seq": seq,
                "show": show,
                "plan": self._plans.plan(connection, show),
                "state": to_json(state),
                **self._counters(connection, show),
            }

    def plan(self, show: str) -> Json:
        """The plan message, with prices and stock of this instant."""
        with self._store.read() as connection:
            return {"t": "plan", "now": self._clock(), "plan": self._plans.plan(connection, show)}

    def fresh_plan(self, show: str) -> Json | None:
        """The plan message when it reads otherwise than the last one given here, None while that stands."""
        with self._store.read() as connection:
            plan = self._plans.refreshed(connection, show)
        return None if plan is None else {"t": "plan", "now": self._clock(), "plan": plan}

    def plan_as(self, show: str, rundown: Rundown, state: ShowState) -> Json:
        """The `plan` of docs/live-protocol.md in another state than the journal's (a rehearsal)."""
        with self._store.read() as connection:
            return self._plans.plan_as(connection, show, rundown, state)

    def settings(self) -> RoomSettings:
        """Messages, keys and what the host sees of money."""
        with self._store.read() as connection:
            return room_settings.read(connection)

    def set_settings(self, chosen: RoomSettings) -> None:
        """Save the room's choices; screens get them with their plan at once."""
        self._store.write(lambda connection: room_settings.write(connection, chosen))
        for show in self._hub.shows():
            if not show.endswith(REHEARSAL):
                self._hub.publish(show, self.plan(show))
        self._moved.set()  # whoever sees no money from now on shall not keep what they hold

    # -- pushing -------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Push counters and plans that changed and notice what others wrote; ends when cancelled."""
        version: int | None = None
        waited = quiet = 0.0
        while True:
            await asyncio.sleep(COUNTERS_EVERY_S)
            waited += COUNTERS_EVERY_S
            quiet += COUNTERS_EVERY_S
            try:
                watched = [show for show in self._hub.shows() if not show.endswith(REHEARSAL)]
                if waited >= WATCH_EVERY_S:
                    waited = 0.0
                    before, version = version, await asyncio.to_thread(self._store.data_version)
                    if before is not None and version != before:
                        self._moved.set()
                    for show in watched:
                        fresh = await asyncio.to_thread(self.fresh_plan, show)
                        if fresh is not None:
                            self._hub.publish(show, fresh)
                if self._moved.is_set() or quiet >= FRESH_EVERY_S:
                    quiet = 0.0
                    self._moved.clear()
                    for show in watched:
                        self._hub.publish(show, await asyncio.to_thread(self._counters_message, show))
            except Exception:
                # A screen that misses one refresh shows its age; the loop must outlive a busy store.
                log.exception("counters were not pushed")

    def _counters_message(self, show: str) -> Json:
        with self._store.read() as connection:
            return {"t": "counters", "now": self._clock(), **self._counters(connection, show)}

    def _counters(self, connection: Connection, show: str) -> Json:
        """The counters as the desk sees them, and as everybody else does."""
        rundown = self._reading.rundown(connection, show)
        _, state = self._reading.state(connection, show)
        held = products.many(connection, {segment.sku for segment in rundown.segments if segment.sku})
        whole = self._ledger.counters(connection, show, rundown=rundown, state=state, held=held)
        hidden = room_settings.read(connection).hide_money
        return {"counters": whole, GUARDED: without_money(whole) if hidden else whole}
