"""The `counters` message: figures, pace and alarms as the live screens get them (docs/live-protocol.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from live.journal import ShowId
from sales.alarms import Alarm
from sales.counters import CounterKey, Counters, stock_left
from sales.metric import round_half_up
from sales.pace import Pace

State = Literal["provisional", "final"]


@dataclass(frozen=True, slots=True)
class RaisedAlarm:
    """An alarm, and when the order it speaks of was received (UTC epoch ms); None for alarms of stock."""

    alarm: Alarm
    since: int | None = None


def counters_json(
    counters: Mapping[CounterKey, Counters],
    *,
    show: ShowId,
    currency: str,
    connected: bool,
    as_of: int | None = None,
    last_order: int | None = None,
    target_minor: int | None = None,
    opening: Mapping[str, int | None] | None = None,
    left: Mapping[str, int | None] | None = None,
    segments: Iterable[str] = (),
    alarms: Sequence[RaisedAlarm] = (),
    pace: Pace | None = None,
    state: State = "provisional",
) -> dict[str, object]:
    """The `counters` message of `docs/live-protocol.md` for one show in its own currency.

    `connected` tells whether a source of orders exists: without one every figure is None, because nobody
    knows, and 0 would be a lie. `opening` holds the opening stock by SKU; each of its products gets a row,
    and so does each of the `segments` that sell; what no segment earned is `unattributed`. `left` overrules
    the stock left of products that were counted on air. `minutes` holds the paid amount by the minute of
    ordering. Amounts in other currencies are listed under `other` by currency and never added to these.
    """
    mine = {key: value for key, value in counters.items() if key.show == show}
    sold: dict[str, list[Counters]] = {}
    for key, value in sorted(mine.items()):
        if key.scope == "product":
            sold.setdefault(key.key, []).append(value)
    blank = Counters() if connected else None
    products: dict[str, object] = {}
    for sku in dict.fromkeys([*(opening or {}), *sold]):
        found = mine.get(CounterKey(show, "product", sku, currency), blank)
        pieces = stock_left((opening or {}).get(sku), sold.get(sku, ())) if connected else None
        products[sku] = {**_json(found), "stock_left": (left or {}).get(sku, pieces)}
    earned = {key.key: value for key, value in mine.items() if key[1] == "segment" and key[3] == currency}
    rows = dict.fromkeys([*segments, *sorted(name for name in earned if name)])
    paid = mine.get(CounterKey(show, "show", "", currency), blank)
    aimed = connected and target_minor is not None and target_minor > 0
    return {
        "as_of": as_of,
        "currency": currency,
        "show": _json(paid),
        "products": products,
        "segments": {name: _json(earned.get(name, blank)) for name in rows},
        "unattributed": _json(earned.get("", blank)),
        "minutes": {
            key.key: value.paid_minor
            for key, value in sorted(mine.items(), key=lambda item: item[0].key)
            if key.scope == "minute" and key.currency == currency and value.paid_minor
        },
        "other": {
            key.currency: _json(value)
            for key, value in sorted(mine.items())
            if key.scope == "show" and key.currency != currency
        },
        "state": state,
        "last_order": last_order,
        "target_minor": target_minor,
        "reached": paid.paid_minor >= target_minor if aimed and paid and target_minor else None,
        "pace": None if pace is None else pace_json(pace),
        "alarms": [alarm_json(raised) for raised in alarms],
        "money": True,
    }


def without_money(counters: Mapping[str, Any]) -> dict[str, object]:
    """The message for screens that see no money: pieces, orders and shares of the target, no amount."""
    pace, slip = counters["pace"], None
    if pace is not None:
        slip = pace["slipped"] and {**pace["slipped"], "planned_minor": None, "paid_minor": None}
    rows = ("products", "segments", "other")
    return {
        **counters,
        **{name: {key: _bare(row) for key, row in counters[name].items()} for name in rows},
        "show": _bare(counters["show"]),
        "unattributed": _bare(counters["unattributed"]),
        "minutes": {},
        "target_minor": None,
        "pace": None if pace is None else {**_bare(pace), "slipped": slip},
        "alarms": [{**alarm, "text": alarm["plain"]} for alarm in counters["alarms"]],
        "money": False,
    }


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if name.endswith("_minor") else value for name, value in row.items()}


def pace_json(pace: Pace) -> dict[str, object]:
    """The pace with its shares in thousandths: whole numbers, so that every screen rounds alike."""
    slip = pace.slipped
    return {
        "expected_minor": pace.expected_minor,
        "share_permille": round_half_up(pace.share * 1000),
        # Cut, not rounded: a target is not reached a hair before it is.
        "done_percent": pace.paid_minor * 100 // pace.target_minor,
        "due_percent": pace.expected_minor * 100 // pace.target_minor,
        "ratio_permille": None if pace.ratio is None else round_half_up(pace.ratio * 1000),
        "projected_minor": pace.projected_minor,
        "needed_minor": pace.needed_minor,
        "curve": [[ms, round_half_up(share * 1000)] for ms, share in pace.curve],
        "slipped": None
        if slip is None
        else {"sku": slip.sku, "planned_minor": slip.planned_minor, "paid_minor": slip.paid_minor},
    }


def alarm_json(raised: RaisedAlarm) -> dict[str, object]:
    """One alarm; `loud` ones interrupt."""
    alarm = raised.alarm
    return {
        "kind": alarm.kind,
        "sku": alarm.sku,
        "text": {"zh": alarm.text.zh, "en": alarm.text.en},
        "plain": {"zh": alarm.plain.zh, "en": alarm.plain.en},
        "order_id": alarm.order_id,
        "loud": alarm.loud,
        "since": raised.since,
    }


def _json(counters: Counters | None) -> dict[str, int | None]:
    if counters is None:
        return dict.fromkeys(
            ("orders", "units", "created_minor", "paid_minor", "refund_minor", "net_minor", "buyers")
        )
    return {
        "orders": counters.orders,
        "units": counters.units,
        "created_minor": counters.created_minor,
        "paid_minor": counters.paid_minor,
        "refund_minor": counters.refund_minor,
        "net_minor": counters.net_minor,
        "buyers": counters.known_buyers,
    }
