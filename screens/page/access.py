"""Access and backups: a PIN for each role, people who sign in, the plan by which the store is copied."""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path

import streamlit as st

from screens import entrance, frame, time_text
from screens.frame import t
from studio.backup_schedule import BackupPlan
from studio.entrance import MEMBERS, PAGES, Member, PinTooShort


def pins() -> None:
    """Which roles have a PIN and what they see; a form to change one."""
    st.subheader(t("access.pins"), anchor=False)
    door = frame.studio().entrance.door(alone=entrance.listens_alone())
    st.caption(t("access.closed" if door.guarded else "access.open"))
    rows = []
    for role in MEMBERS:
        kind, words = ("ok", t("access.has")) if role in door.pins else ("", t("access.none"))
        names = " · ".join(t(f"nav.{page}") for page in PAGES[role])
        rows.append(
            f"<tr><td>{escape(t(f'role.{role}'))}</td>"
            f'<td><span class="cc-chip cc-{kind}">{escape(words)}</span></td><td>{escape(names)}</td></tr>'
        )
    head = "".join(f"<th>{escape(t(key))}</th>" for key in ("access.role", "access.pins", "access.pages"))
    st.html(f'<table class="cc-table"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>')
    labels = {name: t(f"role.{name}") for name in MEMBERS}
    row = st.form("pin", border=False, clear_on_submit=True).container(
        horizontal=True, vertical_alignment="bottom"
    )
    role = row.selectbox(t("access.role"), MEMBERS, format_func=labels.__getitem__, width=160)
    pin = row.text_input(
        t("access.new_pin"), type="password", max_chars=64, autocomplete="new-password", width=340
    )
    asked = row.form_submit_button(t("access.save"), icon=":material/key:")
    if asked and role is not None:
        change(role, pin, door.pins)


def change(role: Member, pin: str, held: tuple[Member, ...]) -> None:
    """Change a role's PIN, unless that would lock the owner out."""
    if pin and role != "owner" and "owner" not in held:
        st.error(t("access.owner_first"))
        return
    if not pin and role == "owner" and set(held) - {"owner"}:
        st.error(t("access.owner_last"))
        return
    try:
        frame.studio().entrance.set_pin(role, pin)
    except PinTooShort:
        st.error(t("access.short"))
        return
    if pin and role == "owner":
        # Whoever sets the owner's PIN is the owner, and stays in with the new one.
        st.session_state["entry"] = frame.studio().entrance.enter(pin)
    st.toast(t("access.saved" if pin else "access.removed", role=t(f"role.{role}")))
    st.rerun()


def people() -> None:
    """Addresses that enter by signing in."""
    st.subheader(t("access.people"), anchor=False)
    st.caption(t("access.people_hint"))
    known = frame.studio().entrance.people()
    for address, role in sorted(known.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"`{address}`", width="stretch")
            st.markdown(t(f"role.{role}"), width="content")
            if st.button(t("access.nobody"), key=f"out-{address}"):
                frame.studio().entrance.set_person(address, None)
                st.rerun()
    row = st.form("person", border=False, clear_on_submit=True).container(
        horizontal=True, vertical_alignment="bottom"
    )
    address = row.text_input(t("access.address"), max_chars=200, width=340)
    labels = {name: t(f"role.{name}") for name in MEMBERS}
    role = row.selectbox(t("access.role"), MEMBERS, index=3, format_func=labels.__getitem__, width=160)
    asked = row.form_submit_button(t("access.add"), icon=":material/person_add:")
    if asked and "@" in address:
        frame.studio().entrance.set_person(address, role)
        st.rerun()


def backups() -> None:
    """The plan, how the last one went, one now."""
    st.subheader(t("backup.title"), anchor=False)
    st.caption(t("backup.hint"))
    held = frame.studio().backups
    plan, last = held.plan(), held.last()
    words = t("backup.unplanned") if plan is None else t("backup.planned", hours=plan.every_h, keep=plan.keep)
    st.markdown(f"**{words}**")
    if last is not None:
        tell = st.success if last.ok else st.error
        tell(t("backup.good" if last.ok else "backup.bad", at=time_text.clock(last.at), what=last.what))
    if held.from_environment():
        st.caption(t("backup.env"))
    else:
        plan_form(plan)
    if plan is not None and st.button(t("backup.now"), icon=":material/backup:", key="backup-now"):
        with st.spinner(t("backup.making")):
            asyncio.run(held.make(plan))
        st.rerun()


def plan_form(plan: BackupPlan | None) -> None:
    """Where to, how often, how many."""
    shown = plan or BackupPlan(str(Path.home() / "chalk-and-cart-backups"))
    with st.form("plan", border=False):
        folder = st.text_input(t("backup.folder"), value=shown.folder, max_chars=500, width=520)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            every = st.number_input(t("backup.every"), 1, 168, shown.every_h, width=160)
            keep = st.number_input(t("backup.keep"), 1, 1000, shown.keep, width=160)
            save = st.form_submit_button(t("backup.save"), icon=":material/event_repeat:")
            stop = plan is not None and st.form_submit_button(t("backup.stop"))
    if save and not Path(folder).is_absolute():
        st.error(t("backup.relative"))
    elif save or stop:
        frame.studio().backups.set_plan(None if stop else BackupPlan(folder, int(every), int(keep)))
        st.rerun()


frame.header("nav.access", "access.hint")
pins()
people()
backups()
