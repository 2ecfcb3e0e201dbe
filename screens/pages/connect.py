"""Connecting the room: links for the other screens, the order webhook, order files, demonstration orders."""

from __future__ import annotations

import streamlit as st

from live.journal import Role
from screens import frame, time_text
from screens.frame import t
from screens.show_choice import chosen_show

LINKS: tuple[tuple[str, Role], ...] = (
    ("host", "host"),
    ("producer", "producer"),
    ("board", "viewer"),
    ("overlay", "viewer"),
)


def base() -> str:
    """The address under which this browser reached the server."""
    url = st.context.url or "http://127.0.0.1:8501"
    return "/".join(url.split("/")[:3])


def links(show: str) -> None:
    """A link per screen, ready to copy."""
    st.subheader(t("connect.links"), anchor=False)
    st.caption(t("connect.links_hint"))
    for page, role in LINKS:
        key = f"link-{show}-{page}-{frame.actor()}"
        if key not in st.session_state:
            st.session_state[key] = frame.studio().links.make(show, role, frame.actor())
        url = f"{base()}/live/{page}?t={st.session_state[key]}&lang={frame.lang()}"
        with st.container(key=f"links-{page}"):
            st.markdown(f"**{t(f'connect.{page}')}**")
            st.code(url, language=None, wrap_lines=False)


@st.fragment(run_every=2.0)
def deliveries() -> None:
    """The last deliveries, so that a tester sees theirs arrive."""
    rows = frame.studio().orders.deliveries(limit=12)
    if not rows:
        st.caption(t("connect.none"))
        return
    st.dataframe(
        [
            {
                t("connect.received"): time_text.clock(int(str(row["received_at"]))),
                t("connect.source"): row["source"],
                t("connect.signed"): t("connect.good") if row["signed"] else t("connect.bad"),
                t("connect.outcome"): row["outcome"],
            }
            for row in rows
        ],
        hide_index=True,
        width="stretch",
    )


def webhook() -> None:
    """Where orders go in, and the secret that signs them."""
    import os

    st.subheader(t("connect.webhook"), anchor=False)
    st.caption(t("connect.webhook_hint"))
    st.code(f"POST {base()}/hooks/generic", language=None)
    if os.environ.get("STUDIO_SECRET_GENERIC"):
        st.caption(t("connect.secret_env"))
    elif st.toggle(t("connect.show_secret")):
        st.code(frame.studio().orders.own_secret("generic"), language=None)
    st.markdown(f"**{t('connect.deliveries')}**")
    deliveries()


def order_file() -> None:
    """Orders of a platform without a webhook."""
    file = st.file_uploader(t("connect.orders_file"), type=["csv", "tsv", "xlsx"], key="orders-file")
    if file is not None and st.session_state.get("orders-done") != file.file_id:
        st.session_state["orders-result"] = frame.studio().orders.import_file(file.getvalue(), name=file.name)
        st.session_state["orders-done"] = file.file_id
    if file is not None and (done := st.session_state.get("orders-result")) is not None:
        st.success(t("connect.imported", orders=done.reading.orders, fresh=done.fresh, known=done.known))
        frame.findings(done.reading.findings)


def demo(show: str) -> None:
    """Orders for a demonstration, through the real inbox."""
    st.subheader(t("connect.demo"), anchor=False)
    st.caption(t("connect.demo_hint"))
    feed = frame.studio().demo
    if feed.running() is None:
        if st.button(t("connect.demo_start"), icon=":material/play_arrow:", key="demo-start"):
            feed.start(show)
            st.rerun()
    elif st.button(t("connect.demo_stop"), icon=":material/stop:", key="demo-stop"):
        feed.stop()
        st.rerun()


frame.header("nav.connect", "connect.hint")
show_id = chosen_show()
left, right = st.columns(2, gap="large")
with left:
    if show_id is not None:
        links(show_id)
        demo(show_id)
with right:
    webhook()
    order_file()
