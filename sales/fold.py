"""From facts to states: what each order line is, as a fold over the SET of its events.

The fold is commutative and idempotent: events may arrive twice, late and in any order, and the same set gives
the same states, issues included. The rules are told in `docs/metrics.md`, "How an order is counted".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from sales.event import WHOLE_ORDER, OrderEvent
from sales.line import Issue, IssueCode, LineState, Status
from sales.order_refunds import ORDER_MONEY, with_order_refunds
from sales.payloads import rank, winners_of


def fold_lines(events: Iterable[OrderEvent]) -> tuple[LineState, ...]:
    """The state of each order line that `events` speak of, sorted by (shop, order, line).

    All known events of an order must be among them: facts of the whole order (`line_id` `*`) reach each of
    its lines, and a missing event is an event that did not happen.

    >>> fold_lines([])
    ()
    """
    orders: dict[tuple[str, str], list[OrderEvent]] = {}
    for event in events:
        orders.setdefault((event.shop, event.order_id), []).append(event)
    return tuple(line for order in sorted(orders) for line in fold_order(orders[order]))


def fold_order(events: Sequence[OrderEvent]) -> list[LineState]:
    """The lines of one order, by line id; `events` are all that is known of it."""
    lines: dict[str, list[OrderEvent]] = {}
    for event in events:
        lines.setdefault(event.line_id, []).append(event)
    if WHOLE_ORDER not in lines or len(lines) == 1:
        return [_plain(told) or _fold_line(told, line_id) for line_id, told in sorted(lines.items())]
    whole = lines.pop(WHOLE_ORDER)
    steps = [event for event in whole if event.kind not in ORDER_MONEY]
    found = [_fold_line(lines[line_id] + steps, line_id) for line_id in sorted(lines)]
    money, _ = winners_of([event for event in whole if event.kind in ORDER_MONEY])
    return with_order_refunds(found, money) if money else found


def _plain(events: Sequence[OrderEvent]) -> LineState | None:
    """The line when it was placed and paid, or placed alone, and nothing else: what the rules come to then.

    Nine lines of ten of a room on air are such lines, and a rebuild passes by millions; None for any other.
    """
    if len(events) > 2:
        return None
    placed, paid = events[0], events[-1]
    if placed.kind != "placed":
        placed, paid = paid, placed
    if placed.kind != "placed" or placed.amount_minor < 0:
        return None
    if len(events) == 1:
        return LineState(
            placed.shop, placed.order_id, placed.line_id, placed.sku, placed.currency, placed.buyer,
            placed.qty, "created", placed.occurred_at, True, placed.amount_minor, None, 0, None, 0, 0, 0, 0,
            0, (), None, 0, placed.occurred_at,
        )  # fmt: skip
    if paid.kind != "paid" or paid.currency != placed.currency or paid.amount_minor < 0:
        return None
    return LineState(
        paid.shop, paid.order_id, paid.line_id, placed.sku if paid.sku is None else paid.sku, paid.currency,
        placed.buyer if paid.buyer is None else paid.buyer, paid.qty, "paid", placed.occurred_at, True,
        placed.amount_minor, paid.occurred_at, paid.amount_minor, paid.user_paid_minor, 0, 0, 0, 0, 0, (),
        None, 0, max(placed.occurred_at, paid.occurred_at),
    )  # fmt: skip


def _first_at(events: Sequence[OrderEvent]) -> int | None:
    if len(events) == 1:
        return events[0].occurred_at
    return min((event.occurred_at for event in events), default=None)


#: Which fact tells SKU, quantity, currency and buyer of a line best, best first.
_TELLING: Final = (
    "paid", "placed", "balance_paid", "cod_confirmed", "deposit_paid", "amount_changed", "credited",
    "refunded",
)


#: Facts that prove an order exists; the earliest stands in for a missing `placed`.
_WAYS: Final = ("paid", "cod_confirmed", "deposit_paid", "balance_paid")


_REFUNDS: Final = frozenset({"refunded", "refund_total", "credited"})


def _fold_line(events: Sequence[OrderEvent], line_id: str) -> LineState:
    winners, conflicts = winners_of(events)
    kinds: dict[str, list[OrderEvent]] = {}
    for event in winners:
        kinds.setdefault(event.kind, []).append(event)
    telling = _telling(kinds)
    best = telling[0]
    shop, order_id, currency = best.shop, best.order_id, best.currency
    issues: list[Issue] = []

    def note(code: IssueCode, *detail: tuple[str, str]) -> None:
        issues.append(Issue(code, shop, order_id, line_id, tuple(detail)))

    for conflict in conflicts:
        note("conflict", *conflict)
    if any(event.currency != currency and event.amount_minor for event in winners):
        foreign = sorted({e.currency for e in winners if e.amount_minor and e.currency != currency})
        note("currency", ("counted", currency), ("ignored", ", ".join(foreign)))
        same = {k: [e for e in group if e.currency in ("", currency)] for k, group in kinds.items()}
        kinds = {kind: group for kind, group in same.items() if group}
    if any(event.amount_minor < 0 for event in winners):
        note("negative_amount", ("kinds", ", ".join(sorted({e.kind for e in winners if e.amount_minor < 0}))))

    paid_at, paid_minor, user_paid, deposit = _payment(kinds, note)
    placed = kinds.get("placed", ())
    created_known = bool(placed)
    created_at = _first_at(placed)
    if created_at is None:
        created_at = _first_at([event for kind in _WAYS for event in kinds.get(kind, ())])
        if created_at is not None:
            note("placed_missing")
    created_minor = _created(kinds, paid_at, paid_minor, note)

    refunds, waiting = _refunds(kinds, paid_at, paid_minor, note)
    refunded = sum(amount for _, amount in refunds)
    cod = kinds.get("cod_confirmed", ())
    cancelled_at = _first_at(kinds.get("cancelled", ()))
    cod_minor = cod[0].amount_minor if cod and paid_at is None and cancelled_at is None else 0
    qty = next((e.qty for e in telling if e.kind != "refunded" and e.line_id != WHOLE_ORDER), 0)
    returned = min(sum(e.qty for e in kinds["returned"]), qty) if "returned" in kinds else 0
    gone = paid_at is not None and cancelled_at is not None and refunded == paid_minor
    return LineState(
        shop=shop,
        order_id=order_id,
        line_id=line_id,
        sku=next((event.sku for event in telling if event.sku is not None), None),
        currency=currency,
        buyer=next((event.buyer for event in telling if event.buyer is not None), None),
        qty=qty,
        status=_status(kinds, paid_at, paid_minor, refunded, cancelled_at, deposit, cod_minor, waiting),
        created_at=created_at,
        created_known=created_known,
        created_minor=created_minor,
        paid_at=paid_at,
        paid_minor=paid_minor,
        user_paid_minor=user_paid,
        deposit_minor=deposit if paid_at is None else 0,
        cod_minor=cod_minor,
        refund_minor=refunded,
        refund_waiting_minor=waiting,
        refund_requested_minor=_requested(kinds) if "refund_requested" in kinds else 0,
        refunds=refunds,
        cancelled_at=cancelled_at,
        restocked=qty if gone else returned,
        last_at=max(event.occurred_at for event in winners),
        issues=tuple(issues),
    )


def _telling(kinds: _Kinds) -> list[OrderEvent]:
    """The events in the order in which they are asked for SKU, pieces, currency and buyer."""
    found: list[OrderEvent] = []
    for kind in _TELLING:
        group = kinds.get(kind)
        if group is not None:
            found += group if len(group) == 1 else sorted(group, key=rank)
    if len(found) < sum(map(len, kinds.values())):
        rest = (e for kind, group in kinds.items() if kind not in _TELLING for e in group)
        found += sorted(rest, key=rank)
    return found


def _requested(kinds: _Kinds) -> int:
    """Refunds asked for and neither made nor withdrawn."""
    settled = {event.ref for kind in ("refund_closed", "refunded") for event in kinds.get(kind, ())}
    return sum(e.amount_minor for e in kinds["refund_requested"] if e.ref not in settled)


class _Note(Protocol):
    """Takes down an issue of the line being folded."""

    def __call__(self, code: IssueCode, *detail: tuple[str, str]) -> None: ...


_Kinds = Mapping[str, Sequence[OrderEvent]]


def _payment(kinds: _Kinds, note: _Note) -> tuple[int | None, int, int | None, int]:
    """(paid at, paid, paid out of pocket, deposit): a presale counts when its balance is paid."""
    paid, balance = kinds.get("paid", ()), kinds.get("balance_paid", ())
    deposit = sum(e.amount_minor for e in kinds["deposit_paid"]) if "deposit_paid" in kinds else 0
    parts = deposit + sum(event.amount_minor for event in balance) if balance else deposit
    if paid:
        amount = paid[0].amount_minor
        if balance and parts != amount:
            note("paid_parts_differ", ("paid", str(amount)), ("deposit + balance", str(parts)))
        return paid[0].occurred_at, amount, paid[0].user_paid_minor, deposit
    if balance:
        return max(event.occurred_at for event in balance), parts, None, deposit
    return None, 0, None, deposit


def _created(kinds: _Kinds, paid_at: int | None, paid_minor: int, note: _Note) -> int:
    """The amount ordered: as placed, then as changed before the payment; a change after it is an issue."""
    changes = kinds.get("amount_changed", ())
    before = changes and [event for event in changes if paid_at is None or event.occurred_at <= paid_at]
    for event in sorted(changes, key=lambda e: (e.occurred_at, e.key)):
        if event not in before and event.amount_minor != paid_minor:
            note("amount_after_paid", ("paid", str(paid_minor)), ("changed to", str(event.amount_minor)))
    if before:
        return max(before, key=lambda e: (e.occurred_at, e.source_version, e.key)).amount_minor
    for kind in ("placed", "cod_confirmed"):
        if kinds.get(kind):
            return kinds[kind][0].amount_minor
    return paid_minor if paid_at is not None else sum(e.amount_minor for e in kinds.get("deposit_paid", ()))


def _refunds(
    kinds: _Kinds, paid_at: int | None, paid_minor: int, note: _Note
) -> tuple[tuple[tuple[int, int], ...], int]:
    """(refunds that count, refunds waiting for their payment).

    An asserted total replaces the sum of the refunds up to its instant where it is higher; later refunds add
    to it. A later refund of exactly the amount that no refund explains yet is that refund: a file cannot tell
    its own age well enough. The sum never passes the payment.
    """
    if not _REFUNDS & kinds.keys():
        return (), 0
    told = sorted((e.occurred_at, e.amount_minor, e.key) for e in kinds.get("refunded", ()))
    amounts = [(at, amount) for at, amount, _ in told]
    for total in kinds.get("refund_total", ()):
        known = sum(amount for at, amount in amounts if at <= total.occurred_at)
        if known and known != total.amount_minor:
            note("refund_total_differs", ("refunds", str(known)), ("file", str(total.amount_minor)))
        unexplained = total.amount_minor - known
        if unexplained > 0 and not any(at > total.occurred_at and a == unexplained for at, a in amounts):
            amounts = sorted([*amounts, (total.occurred_at, unexplained)])
    credits = sorted((e.occurred_at, e.amount_minor) for e in kinds.get("credited", ()))
    wanted = sum(amount for _, amount in amounts)
    if paid_at is None:
        if wanted:
            note("refund_before_paid", ("refunds", str(wanted)))
        return tuple(credits), wanted
    left, counted = paid_minor, []
    for at, amount in amounts:
        part = min(amount, max(left, 0))
        left -= part
        if part:
            counted.append((at, part))
    if wanted > paid_minor:
        note("refund_over_paid", ("refunds", str(wanted)), ("paid", str(paid_minor)))
    return tuple(sorted([*counted, *credits])), 0


def _status(
    kinds: _Kinds, paid_at: int | None, paid_minor: int, refunded: int, cancelled_at: int | None,
    deposit: int, cod: int, waiting: int,
) -> Status:  # fmt: skip
    if paid_at is not None:
        if refunded:
            return "refunded" if refunded >= paid_minor else "part_refunded"
        return "cancelled" if cancelled_at is not None else "paid"
    if refunded:
        return "credited"
    if cancelled_at is not None:
        return "cancelled"
    if waiting:
        return "refund_waiting"
    if cod:
        return "cod"
    return "deposit" if deposit else "created"
