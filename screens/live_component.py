"""The live views inside the dashboard: the plain pages' own ES modules, in a component without a frame."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from live.journal import Role
from screens import entrance, frame

View = Literal["host", "producer"]

#: Loads the module by its address on this server, so that page and component can never differ.
JS = """
const mounted = new WeakMap();
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cc-live");
  const key = JSON.stringify(data);
  const held = mounted.get(root);
  if (held && held.key === key) return;
  if (held) held.stop();
  const state = { key, stop: () => {} };
  mounted.set(root, state);
  import(new URL(`/live/js/${data.view}.js`, location.origin).href).then((module) => {
    if (mounted.get(root) !== state) return;
    const { token, lang } = data;
    state.stop = module.mount(root, { token, lang, height: "100%" });
  });
  return () => { state.stop(); mounted.delete(root); };
}
"""
HTML = '<div class="cc-live"></div>'
#: Under Streamlit's top bar, and under the desk's own strip of buttons where there is one.
CSS = """
:host, .cc-live { display: block; }
.cc-live { position: fixed; inset: %s 0 0 0; overflow: auto; z-index: 50; }
"""
TOP = "3.75rem"


def live_view(view: View, show: str, *, top: str = TOP) -> None:
    """Fill the page below `top` (a CSS length) with a live view of a show."""
    component = st.components.v2.component(f"cc_{view}", html=HTML, css=CSS % top, js=JS)
    data = {"view": view, "token": _token(show, view), "lang": frame.lang()}
    component(data=data, key=f"{view}-{show}")


def _token(show: str, role: Role) -> str:
    """One token per session, show and role: a new one at each rerun would remount the view."""
    role = entrance.live_role(role)
    key, links = f"token-{show}-{role}-{frame.actor()}", frame.studio().links
    if key not in st.session_state or not links.opens(st.session_state[key]):
        name = frame.actor()
        st.session_state[key] = links.ensure(show, role, name, page="dashboard", by=name)
    return str(st.session_state[key])
