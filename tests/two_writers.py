"""A process of its own on a shared store: takes commands and orders from its standard input, answers in JSON.

Started by tests/test_store_two_processes.py. A line is `{"do":"go","cue","id","now"}` or
`{"do":"orders","from","to"}`; `{"do":"heard"}` tells the number of `Store.data_version`.
"""

from __future__ import annotations

import json
import sys

from live.journal import Command, ShowId
from sales.event import OrderEvent
from store import orders, shows
from store.store import Store

SHOW = ShowId("s")


def order(n: int) -> OrderEvent:
    """A paid line; two of three come to an order that both processes touch."""
    return OrderEvent(
        key=f"k{n}", source_version=1, source="generic", shop="s", order_id=f"o{n // 3}", line_id=str(n % 3),
        sku="P1", kind="paid", occurred_at=2_000 + n, amount_minor=100 + n, currency="CNY", qty=1,
        buyer=f"b{n % 7}",
    )  # fmt: skip


def main(url: str) -> None:
    """Answer until the input ends."""
    store = Store(url)
    room = shows.Journals()
    store.data_version()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            print(json.dumps(answer(store, room, asked)), flush=True)
        except Exception as error:
            print(json.dumps({"ok": False, "code": type(error).__name__}), flush=True)
    store.close()


def answer(store: Store, room: shows.Journals, asked: dict[str, object]) -> dict[str, object]:
    """What one line asks for."""
    if asked["do"] == "heard":
        return {"heard": store.data_version()}
    if asked["do"] == "orders":
        for n in range(int(str(asked["from"])), int(str(asked["to"]))):
            store.write(lambda connection, n=n: orders.add(connection, [order(n)], received_at=0))
        return {"ok": True}
    command = Command(
        id=str(asked["id"]), show=SHOW, actor=str(asked["id"]), role="producer", verb=str(asked["do"]),
        expects={"cue": asked["cue"]}, args={},
    )  # fmt: skip
    now = int(str(asked["now"]))
    taken = store.write(lambda connection: room.take(connection, command, now=now))
    if isinstance(taken, shows.Taken):
        return {"ok": True, "seq": taken.event.seq, "repeated": taken.repeated}
    return {"ok": False, "code": taken.code, "by": taken.by}


if __name__ == "__main__":
    main(sys.argv[1])
