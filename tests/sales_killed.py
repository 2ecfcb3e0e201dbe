"""A child that takes in deliveries and tells on stdout which it acknowledged, until it is killed.

`python -m tests.sales_killed URL FIRST`: six threads deliver orders from number FIRST on, each delivery by
its own id, some twice. A number is printed after its acknowledgement: what is printed must be in the store.
When the database does not answer, or asks for patience, a delivery is sent again, as its sender would.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from itertools import count

from sqlalchemy.exc import SQLAlchemyError

from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from store.store import Store
from studio.orders import Orders

#: When these orders were created, within the show of the test.
AT = 1_781_266_000_000


def body(number: int) -> bytes:
    """An order of one line, placed and paid, of as many minor units as its number."""
    line = {"order_id": str(number), "line_id": "1", "sku": f"P{number % 5}", "qty": 1, "currency": "CNY"}
    line |= {"amount_minor": number, "occurred_at": AT + number, "buyer": f"b{number % 97}"}
    facts = [{**line, "kind": kind} for kind in ("placed", "paid")]
    return json.dumps({"shop": "s", "events": facts}).encode()


def insist(ledger: Orders, headers: dict[str, str], sent: bytes) -> None:
    """Deliver until it is acknowledged."""
    while True:
        try:
            reply = ledger.receive("generic", headers, sent)
        except SQLAlchemyError:
            reply = None
        if reply is not None and reply.status == 200:
            return
        assert reply is None or reply.status == 429, reply
        time.sleep(0.05)


def main() -> None:
    """Deliver until killed."""
    # The ledger alone, not the whole studio: ten children shall start quickly.
    began = time.monotonic()
    ledger = Orders(Store(sys.argv[1]), lambda: AT + 3_600_000 + int((time.monotonic() - began) * 1000))
    secret = ledger.own_secret().encode()
    numbers = count(int(sys.argv[2]))

    def deliver() -> None:
        while True:
            number = next(numbers)
            sent = body(number)
            headers = {SIGNATURE: sign(sent, secret), DELIVERY: f"d{number}"}
            for _ in range(1 + (number % 7 == 0)):
                insist(ledger, headers, sent)
            # One write each, unbuffered: a line is never cut by the kill.
            os.write(1, f"{number}\n".encode())

    threads = [threading.Thread(target=deliver) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
