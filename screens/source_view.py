"""Setting up a source of orders: its address, its secret, a test, its limit and its last deliveries."""

from __future__ import annotations

import streamlit as st

from sales.inbox import SOURCES
from sales.inbox.signing import PAIRED, SIGNING
from screens import connect_view, frame
from screens.frame import t
from studio.orders import rate_of
from studio.source_secrets import variable


def source(base: str) -> None:
    """Everything of one source, in the order in which it is set up."""
    st.subheader(t("source.title"), anchor=False)
    # The labels of this drawing: a later change of language must not make the held choice unknown.
    labels = {name: frame.both(one.title) for name, one in SOURCES.items()}
    name = st.selectbox(
        t("connect.platform"),
        list(labels),
        format_func=labels.__getitem__,
        key="platform",
        help=t("source.hint"),
    )
    header = t("source.header", header=SIGNING[name][0])
    limit = t("source.limit", n=f"{rate_of(name):,}")
    row = (t("source.address"), f"{header} · {limit}", f"{base}/hooks/{name}")
    connect_view.copy_rows([row], key=f"hook-{name}")
    _secret(name, labels[name], base)
    with st.container(horizontal=True, vertical_alignment="center", key="hook-bar"):
        icon = ":material/network_check:"
        st.button(t("source.test"), icon=icon, key="probe-hook", on_click=_test, args=(name,))
        result = st.session_state.get("probe")
        if result is not None and result[0] == name:
            good, reason = result[1] is None, result[1]
            words = t("source.test_good") if good else t("source.test_bad", reason=reason)
            st.html(f'<span class="cc-chip cc-{"ok" if good else "bad"}">{words}</span>')
    st.markdown(f"**{t('source.last')}**")
    _last(name)


def _test(name: str) -> None:
    """Sign an empty document as the source would and take it in."""
    reply = frame.studio().orders.test(name)
    st.session_state["probe"] = (name, None if reply.status == 200 else str(reply.body["error"]))


def _secret(name: str, label: str, base: str) -> None:
    """Where the secret comes from, and a field where it is kept here; the generic source has its own."""
    keys = frame.studio().orders.keys
    origin = keys.origin(name)
    told = t(f"source.secret_{origin}", name=variable(name) if origin == "env" else f"hooks.{name}")
    st.html(
        f'<p class="cc-source-secret"><b>{t("source.secret_state")}</b> '
        f'<span class="cc-chip cc-{"bad" if origin == "none" else "ok"}">{told}</span></p>'
    )
    if origin in ("env", "file"):
        return
    if name == "generic":
        if st.toggle(t("connect.show_secret"), key="show-secret"):
            row = (t("connect.secret"), t("connect.secret_hint"), keys.own())
            connect_view.copy_rows([row], key="secret")
            with st.expander(t("connect.curl"), icon=":material/terminal:"):
                st.code(connect_view.curl(base), language="bash", wrap_lines=True)
        return
    with st.form(f"secret-{name}", border=False, clear_on_submit=True):
        hint = t("source.pair") if name in PAIRED else t("source.one")
        secret = st.text_input(t("connect.platform_secret"), type="password", help=hint)
        if st.form_submit_button(t("connect.platform_save")) and secret.strip():
            frame.studio().orders.set_secret(name, secret)
            st.session_state.pop("probe", None)
            st.toast(t("connect.platform_saved", name=label))
            st.rerun()


@st.fragment(run_every=2.0)
def _last(name: str) -> None:
    """The last deliveries of a source, so that a tester sees theirs arrive."""
    rows = frame.studio().orders.deliveries(limit=10, source=name)
    if rows:
        st.html(connect_view.deliveries(rows, frame.lang()))
    else:
        st.caption(t("source.none"))
