"""Who may let a price pass that the guard stopped: a rule as data, and the list of who is who.

Names are those that people give themselves at the desk; there are no passwords on it. The list keeps a room
honest with itself, and the log shows who said they were who.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from sqlalchemy.engine import Connection

from store import settings

DeskRole = Literal["owner", "producer", "planner", "host", "assistant", "guest"]
#: Roles that can be given; who is not on the list is a guest once there is a list.
DESK_ROLES: tuple[DeskRole, ...] = ("owner", "producer", "planner", "host", "assistant")
#: What each role may do; everything else at the desk is open to all.
RIGHTS: Mapping[str, frozenset[DeskRole]] = {
    "override": frozenset({"owner", "producer", "planner"}),
    "rights": frozenset({"owner"}),
}
KEY = "rights.people"


class NoRight(PermissionError):
    """Somebody asked for what their role may not do; nothing was written."""

    def __init__(self, name: str, role: str, act: str) -> None:
        self.name, self.role, self.act = name, role, act
        allowed = ", ".join(role for role in DESK_ROLES if role in RIGHTS[act])
        super().__init__(
            f"{name} ({role}) has no right to {act}: ask one of {allowed}. "
            f"{name}（{role}）没有这个权限，请由有权限的人操作。"
        )


def people(connection: Connection) -> dict[str, DeskRole]:
    """Name → role of everybody on the list; empty while nobody made one."""
    held = json.loads(settings.get(connection, KEY) or "{}")
    return {str(name): role for name, role in held.items() if role in DESK_ROLES}


def role_of(connection: Connection, name: str) -> DeskRole:
    """The role of a name. Without a list whoever sits at the desk is its owner: a room of one needs none."""
    listed = people(connection)
    return listed.get(name, "guest") if listed else "owner"


def require(connection: Connection, name: str, act: str) -> DeskRole:
    """The role of a name that may do that. Raises NoRight."""
    role = role_of(connection, name)
    if role not in RIGHTS[act]:
        raise NoRight(name, role, act)
    return role


def enter(connection: Connection, name: str, role: DeskRole | None, *, by: str) -> None:
    """Give a name a role, or take it off the list. Whoever begins the list is its owner.

    Raises:
        NoRight: when `by` is no owner, or the list would be left without one.
    """
    require(connection, by, "rights")
    listed = people(connection) or {by: "owner"}
    listed.pop(name, None)
    if role is not None:
        listed[name] = role
    if "owner" not in listed.values() and listed:
        raise NoRight(name, role or "guest", "rights")
    settings.put(connection, KEY, json.dumps(listed, ensure_ascii=False, sort_keys=True))
