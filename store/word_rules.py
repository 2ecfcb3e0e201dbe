"""What a person laid down for a word wherever it turns up: its one gloss, or that the audience knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from store.tables import word_rule as table
from store.upsert import upsert

RuleKind = Literal["pin", "known"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pin`: (lemma, pos) is always `zh`. `known`: the lemma is taught no more, of any `pos` (then "")."""

    kind: RuleKind
    lemma: str
    pos: str
    zh: str | None
    by: str
    at: int


def listing(connection: Connection) -> tuple[Rule, ...]:
    """Every rule, by kind and word."""
    query = select(table).order_by(table.c.kind, table.c.lemma, table.c.pos)
    return tuple(Rule(**row._mapping) for row in connection.execute(query))


def put(connection: Connection, rule: Rule) -> Rule | None:
    """Lay a rule down; returns the one that stood before it."""
    before = get(connection, rule)
    upsert(connection, table, [asdict(rule)])
    return before


def get(connection: Connection, like: Rule) -> Rule | None:
    """The rule of that kind, lemma and part of speech."""
    row = connection.execute(select(table).where(*_key(like))).first()
    return None if row is None else Rule(**row._mapping)


def restore(connection: Connection, made: Rule | None, before: Rule | None) -> None:
    """Take a rule back: what stood before it stands again, or nothing."""
    if before is not None:
        upsert(connection, table, [asdict(before)])
    elif made is not None:
        connection.execute(delete(table).where(*_key(made)))


def to_json(rule: Rule | None) -> dict[str, Any] | None:
    """The wire form."""
    return None if rule is None else asdict(rule)


def from_json(data: Mapping[str, Any] | None) -> Rule | None:
    """The rule of a wire form."""
    return None if data is None else Rule(**data)


def _key(rule: Rule) -> tuple[Any, ...]:
    return table.c.kind == rule.kind, table.c.lemma == rule.lemma, table.c.pos == rule.pos
