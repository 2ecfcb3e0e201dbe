"""The door of the dashboard: asks for a PIN or a sign-in where one is needed, and knows who is in."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from html import escape
from ipaddress import ip_address
from urllib.parse import quote, unquote

import streamlit as st

from live.journal import Role
from screens import frame
from screens.frame import t
from studio.entrance import LIVE_ROLE, PAGES, Member, TooManyTries, WrongPin

#: The cookie of somebody who entered; this tab's answer is in the session.
COOKIE = "cc_entry"
MINUTE_MS = 60_000


def listens_alone() -> bool:
    """Whether this server is reached from its own machine only."""
    address = st.get_option("server.address")
    if address == "localhost":
        return True
    try:
        return ip_address(str(address)).is_loopback
    except ValueError:
        return False  # no address means every interface


def member() -> Member | None:
    """As whom this session is in; None while the door is closed to it."""
    entrance = frame.studio().entrance
    if not entrance.door(alone=listens_alone()).guarded:
        return "owner"
    # The cookies are those of the tab's first request: what was entered or left since is in the session.
    token = st.session_state.get("entry", st.context.cookies.get(COOKIE))
    if isinstance(token, str) and (role := entrance.role_of(unquote(token))) is not None:
        return role
    return entrance.person(_address(), verified=_verified())


def pages(names: Iterable[str]) -> list[str]:
    """Of these pages those that this session may open: none while the door is closed to it."""
    role = member()
    return [] if role is None else [name for name in names if name in PAGES[role]]


def not_yours() -> None:
    """A page that this role does not open."""
    st.info(t("entrance.not_yours", role=t(f"role.{member() or 'viewer'}")), icon=":material/lock:")


def live_role(wanted: Role) -> Role:
    """The role under which this session's commands are decided: the screen's, if the person may have it."""
    own = LIVE_ROLE[member() or "viewer"]
    return wanted if own in ("producer", wanted) else own


def corner() -> None:
    """Beside the name at the top: the page of access and backups for the owner, and the way out."""
    role = member()
    if role == "owner":
        st.page_link("page/access.py", label=t("nav.access"), icon=":material/admin_panel_settings:")
    if role is None or not frame.studio().entrance.door(alone=listens_alone()).guarded:
        return
    if st.button(t("entrance.leave", role=t(f"role.{role}")), icon=":material/logout:", key="leave"):
        st.session_state["entry"] = ""
        if _address() is not None:
            st.logout()
        st.rerun()


def door() -> None:
    """The door: a field for the PIN, and the sign-in where one is set up.

    Where others reach the machine and no PIN was ever set, the owner's is made now and printed where the
    program was started: whoever can read that may set the others.
    """
    if st.session_state.get("entry") == "":
        _cookie("", age_s=0)
    fresh = frame.studio().entrance.first_pin()
    if fresh is not None:
        print(f"\n{t('entrance.first', pin=fresh)}\n", file=sys.stderr, flush=True)
    with st.container(key="welcome"):
        words = f"<h1>{escape(t('entrance.title'))}</h1><p>{escape(t('entrance.what'))}</p>"
        st.html(f'<div class="cc-welcome">{words}</div>')
        with st.form("door", border=False):
            pin = st.text_input(t("entrance.pin"), type="password", max_chars=64, autocomplete="off")
            asked = st.form_submit_button(t("entrance.enter"), type="primary", icon=":material/login:")
        if asked and pin:
            _try(pin)
        if _has_sign_in():
            address = _address()
            if address is None:
                if st.button(t("entrance.sign_in"), icon=":material/badge:", key="sign-in"):
                    st.login()
            else:
                st.warning(t("entrance.unknown", address=address))


def _try(pin: str) -> None:
    try:
        token = frame.studio().entrance.enter(pin)
    except WrongPin:
        st.error(t("entrance.wrong"))
    except TooManyTries as error:
        st.error(t("entrance.wait", minutes=error.wait_ms // MINUTE_MS + 1))
    else:
        st.session_state["entry"] = token
        st.rerun()


def remember() -> None:
    """Let a reload of the page keep what was entered in this session."""
    token = st.session_state.get("entry")
    if token and token != st.context.cookies.get(COOKIE):
        _cookie(str(token), age_s=14 * 3600)


def _cookie(token: str, *, age_s: int) -> None:
    rule = f"document.cookie='{COOKIE}={quote(token, safe='')};path=/;max-age={age_s};samesite=strict';"
    with st.container(key="remember-entry"):
        st.html(f"<script>{rule}</script>", unsafe_allow_javascript=True)


def _has_sign_in() -> bool:
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def _address() -> str | None:
    held = st.user.get("email") if st.user.get("is_logged_in") else None
    return None if held is None else str(held)


def _verified() -> bool:
    return bool(st.user.get("email_verified", True))
