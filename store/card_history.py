"""Steps of the review desk: each keeps the cards as they were, so that it can be told and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row

from store import word_rules
from store.tables import card as cards
from store.tables import card_change as changes
from store.tables import card_step as steps
from store.text import dump, load
from store.upsert import upsert
from store.word_rules import Rule

StepKind = Literal[
    "approve", "reopen", "reject", "choose", "edit", "add", "split", "merge", "move", "face", "pin", "known"
]
#: What came of an undo: done, done before by somebody, or refused because a later step stands on it.
Undone = Literal["done", "before", "later", "unknown"]
#: Products asked for in one query: under SQLite's oldest limit of 999 variables.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did: to `cards` cards, named by `title`. Instants are UTC epoch ms."""

    id: int
    kind: StepKind
    at: int
    by: str
    title: str
    cards: int
    undone_at: int | None
    undone_by: str | None


def open_step(
    connection: Connection,
    kind: StepKind,
    *,
    at: int,
    by: str,
    title: str,
    cards: int,
    rule: tuple[Rule, Rule | None] | None = None,
) -> int:
    """Enter a step and return its id; `rule` is the word rule it makes, with the one that stood before."""
    told = None if rule is None else dump([word_rules.to_json(one) for one in rule])
    values = {"kind": kind, "at": at, "by": by, "title": title, "cards": cards, "rule": told}
    key = connection.execute(insert(steps).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def record(
    connection: Connection,
    step: int,
    keys: Iterable[tuple[str, str]],
    *,
    became: Mapping[tuple[str, str], str] | None = None,
    texts: bool = True,
) -> None:
    """Keep these cards, by (sku, id), as they are now, before they change.

    Without `texts` only place and standing are kept: enough where the step changes nothing else. `became`
    names the card that takes another one's place.
    """
    wanted = list(dict.fromkeys(keys))
    held = {(row.sku, row.id): row for row in _rows(connection, {sku for sku, _ in wanted})}
    rows = []
    for key in wanted:
        row = held.get(key)
        rows.append(
            {
                "step": step,
                "sku": key[0],
                "card": key[1],
                "rank": None if row is None else row.rank,
                "status": None if row is None else row.status,
                "owner": None if row is None else row.by,
                "body": row.body if texts and row is not None else None,
                "became": (became or {}).get(key),
            }
        )
    if rows:
        connection.execute(insert(changes), rows)


def listing(connection: Connection, *, sku: str | None = None, limit: int = 30) -> tuple[Step, ...]:
    """The newest steps, newest first; of one product's cards with `sku`."""
    query = select(steps).order_by(steps.c.id.desc()).limit(limit)
    if sku is not None:
        query = query.where(steps.c.id.in_(select(changes.c.step).where(changes.c.sku == sku)))
    return tuple(_step(row) for row in connection.execute(query))


def by_card(connection: Connection, skus: Iterable[str]) -> dict[tuple[str, str], list[Step]]:
    """The steps of each card of these products by (sku, id), newest first."""
    found: dict[tuple[str, str], list[Step]] = {}
    for part in _chunks(skus):
        query = (
            select(changes.c.sku, changes.c.card, changes.c.became, steps)
            .join(steps, steps.c.id == changes.c.step)
            .where(changes.c.sku.in_(part))
            .order_by(steps.c.id.desc())
        )
        for row in connection.execute(query):
            step = _step(row)
            for card in (row.card, row.became):
                held = found.setdefault((row.sku, card), []) if card else [step]
                if step not in held:
                    held.append(step)
    return found


def last(connection: Connection, by: str) -> Step | None:
    """The newest step of a person that stands."""
    query = select(steps).where(steps.c.by == by, steps.c.undone_at.is_(None))
    row = connection.execute(query.order_by(steps.c.id.desc()).limit(1)).first()
    return None if row is None else _step(row)


def undo(connection: Connection, step: int, *, at: int, by: str) -> Undone:
    """Put the cards of a step back as they were before it, and the word rule too.

    A card that a later step changed stays in the way: that one must be taken back first.
    """
    row = connection.execute(select(steps).where(steps.c.id == step)).first()
    if row is None:
        return "unknown"
    if row.undone_at is not None:
        return "before"
    mine = connection.execute(select(changes).where(changes.c.step == step)).all()
    standing = select(steps.c.id).where(steps.c.undone_at.is_(None), steps.c.id > step)
    for part in _chunks({one.sku for one in mine}):
        query = select(changes.c.sku, changes.c.card).where(changes.c.sku.in_(part))
        later = {(one.sku, one.card) for one in connection.execute(query.where(changes.c.step.in_(standing)))}
        if any((one.sku, one.card) in later for one in mine):
            return "later"
    now = {(one.sku, one.id): one for one in _rows(connection, {one.sku for one in mine})}
    back = []
    for one in mine:
        if one.rank is None:
            connection.execute(delete(cards).where(cards.c.sku == one.sku, cards.c.id == one.card))
            continue
        body = one.body if one.body is not None else _with_status(now, one)
        if body is not None:
            back.append(
                {"sku": one.sku, "id": one.card, "rank": one.rank, "status": one.status, "by": one.owner,
                 "body": body, "updated_at": at}
            )  # fmt: skip
    upsert(connection, cards, back)
    if row.rule is not None:
        made, before = load(row.rule)
        word_rules.restore(connection, word_rules.from_json(made), word_rules.from_json(before))
    connection.execute(update(steps).where(steps.c.id == step).values(undone_at=at, undone_by=by))
    return "done"


def heir(connection: Connection, sku: str, card: str) -> str | None:
    """The card that stands today where `card` of a product stood before it was rewritten; None when none."""
    return heirs(connection, [card], sku=sku).get(card)


def heirs(connection: Connection, ids: Iterable[str], *, sku: str | None = None) -> dict[str, str]:
    """Per id of a card that was rewritten the id it goes by today, steps taken back left out."""
    query = (
        select(changes.c.card, changes.c.became)
        .join(steps, steps.c.id == changes.c.step)
        .where(changes.c.became.is_not(None), steps.c.undone_at.is_(None))
        .order_by(changes.c.n)
    )
    if sku is not None:
        query = query.where(changes.c.sku == sku)
    follows: dict[str, str] = {row.card: row.became for row in connection.execute(query)}
    found = {}
    for first in ids:
        seen, at = {first}, first
        while (after := follows.get(at)) is not None and after not in seen:
            seen.add(after)
            at = after
        if at != first:
            found[first] = at
    return found


def rewritten(connection: Connection, sku: str) -> frozenset[tuple[str, str]]:
    """(lemma, part of speech) of a product's cards that a person replaced: no later run brings them back."""
    query = (
        select(changes.c.body)
        .join(steps, steps.c.id == changes.c.step)
        .where(changes.c.sku == sku, changes.c.became.is_not(None), steps.c.undone_at.is_(None))
    )
    bodies = [load(body) for body in connection.scalars(query) if body is not None]
    return frozenset((str(body["lemma"]).casefold(), str(body["pos"])) for body in bodies)


def _with_status(
    now: Mapping[tuple[str, str], Row[tuple[object, ...]]], one: Row[tuple[object, ...]]
) -> str | None:
    held = now.get((one.sku, one.card))
    return None if held is None else dump({**load(held.body), "status": one.status})


def _rows(connection: Connection, skus: Iterable[str]) -> Iterable[Row[tuple[object, ...]]]:
    for part in _chunks(skus):
        yield from connection.execute(select(cards).where(cards.c.sku.in_(part)))


def _chunks(skus: Iterable[str]) -> Iterable[list[str]]:
    held = sorted(skus)
    return (held[at : at + CHUNK] for at in range(0, len(held), CHUNK))


def _step(row: Row[tuple[object, ...]]) -> Step:
    return Step(row.id, row.kind, row.at, row.by, row.title, row.cards, row.undone_at, row.undone_by)
