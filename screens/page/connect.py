"""Connecting the room: links for the other screens, the order webhook, order files, demonstration orders."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from live.journal import Role
from screens import air_view, connect_view, frame, source_view
from screens.frame import t
from screens.show_choice import pick_show

LINKS: tuple[tuple[str, Role], ...] = (
    ("host", "host"),
    ("producer", "producer"),
    ("prompter", "host"),
    ("assistant", "assistant"),
    ("board", "viewer"),
)
PAGES = {"producer": "remote"}


def base() -> str:
    """Where live pages and webhooks are: at this address, or beside it at the port that serves them apart."""
    url = urlsplit(st.context.url or "http://127.0.0.1:8501")
    apart = frame.studio().live_port()
    place = url.netloc if apart is None else f"{url.hostname}:{apart}"
    return f"{url.scheme}://{place}"


def links(show: str) -> None:
    """A link per screen, ready to copy or to open."""
    st.subheader(t("connect.links"), anchor=False)
    rows = [
        (t(f"connect.{page}"), t(f"connect.{page}_hint"), address(show, page, role)) for page, role in LINKS
    ]
    connect_view.copy_rows(rows, key=f"links-{show}")
    st.caption(t("connect.links_hint"))
    if connect_view.is_loopback(base()):
        st.caption(t("connect.loopback"))
    air_view.given_links(show)


def address(show: str, page: str, role: Role) -> str:
    """The address of a live page under this person's name, with a link that holds."""
    page, name = PAGES.get(page, page), frame.actor()
    token = frame.studio().links.ensure(show, role, name, page=page, by=name)
    look = air_view.board_look() if page in ("host", "board") else {}
    return f"{base()}/live/{page}?{urlencode({'t': token, 'lang': frame.lang()} | look, safe=',')}"


def rehearsal(show: str) -> None:
    """The show's screens once more, for practice."""
    st.subheader(t("air.rehearse"), anchor=False)
    st.caption(t("air.rehearse_hint"))
    rows = [
        (t(f"connect.{page}"), t(f"connect.{page}_hint"), f"{address(show, page, role)}&rehearse=1")
        for page, role in LINKS[:4]
    ]
    connect_view.copy_rows(rows, key=f"rehearse-{show}")


def order_file() -> None:
    """Orders of a platform without a webhook."""
    st.subheader(t("connect.orders_title"), anchor=False)
    file = st.file_uploader(
        t("connect.orders_file"), type=["csv", "tsv", "xlsx"], key="orders-file", label_visibility="collapsed"
    )
    st.caption(t("connect.orders_hint"))
    if file is not None and st.session_state.get("orders-done") != file.file_id:
        with st.spinner(t("import.reading")):
            read = frame.studio().orders.import_file(file.getvalue(), name=file.name)
        st.session_state["orders-result"], st.session_state["orders-done"] = read, file.file_id
    if file is not None and (done := st.session_state.get("orders-result")) is not None:
        st.success(t("connect.imported", orders=done.reading.orders, fresh=done.fresh, known=done.known))
        frame.findings(done.reading.findings)


def demo(show: str) -> None:
    """Orders for a demonstration, through the real inbox."""
    st.subheader(t("connect.demo"), anchor=False)
    feed = frame.studio().demo
    with st.container(horizontal=True, vertical_alignment="center", key="demo-bar"):
        if feed.running() is None:
            if st.button(t("connect.demo_start"), icon=":material/play_arrow:", key="demo-start"):
                feed.start(show)
                st.rerun()
        else:
            if st.button(t("connect.demo_stop"), icon=":material/stop:", key="demo-stop"):
                feed.stop()
                st.rerun()
            st.html(f'<span class="cc-chip cc-ok">{t("connect.demo_on")}</span>')
    st.caption(t("connect.demo_hint"))


frame.header("nav.connect", "connect.hint")
show_id = pick_show()
left, right = st.columns(2, gap="large")
with left:
    if show_id is not None:
        links(show_id)
        rehearsal(show_id)
        demo(show_id)
with right:
    source_view.source(base())
    order_file()
    if show_id is not None:
        apart = frame.studio().live_port() is not None
        air_view.overlay_setup(address(show_id, "overlay", "viewer"), framed=not apart)
