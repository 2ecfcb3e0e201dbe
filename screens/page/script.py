"""The show script: drafted, shaped by several people at once, checked, signed, printed, made a show."""

from __future__ import annotations

import uuid

import streamlit as st

from screens import (
    frame,
    outline,
    script_draft,
    script_facts,
    script_files,
    script_history,
    script_review,
    script_templates,
    time_text,
)
from screens.frame import t
from screens.script_desk import Desk
from screens.script_rows import Beside
from studio.editing import UnknownScript
from studio.scripts import Look

#: How often a page asks whether somebody else edited, in seconds.
WATCH_S = 2.0
TABS = ("editor", "review", "facts", "history", "templates", "print")


def desk() -> Desk | None:
    """The script on the desk of this session."""
    held = st.session_state.get("desk")
    return held if isinstance(held, Desk) else None


def put(held: Desk) -> None:
    """Lay a changed desk down."""
    st.session_state["desk"] = held
    st.session_state["stamp"] = frame.studio().scripts.editing.stamp(held.script)


def browser() -> str:
    """This browser's name in the history of scripts: its cookie, else a new one that the editor writes."""
    if "desk-client" not in st.session_state:
        held = st.context.cookies.get("cc_desk")
        st.session_state["desk-client"] = held[:32] if isinstance(held, str) and held else uuid.uuid4().hex
    return str(st.session_state["desk-client"])


def open_script(script: str, *, saved_at: int | None = None) -> None:
    """Take the newest version of a script onto the desk."""
    try:
        rundown, version = frame.studio().scripts.editing.load(script)
    except UnknownScript:
        st.session_state.pop("desk", None)
        return
    put(Desk(script, version, rundown, client=browser(), saved_at=saved_at))
    st.session_state["panel"] = ""


def choose() -> None:
    """Open a saved script, begin a new draft, or read one from a file."""
    listing = frame.studio().scripts.listing()
    held = desk()
    with st.container(horizontal=True, vertical_alignment="bottom", key="script-open"):
        if listing:
            names = {row.id: f"{row.title} · {time_text.day(row.at)}" for row in listing}
            if held is None or held.script not in names:
                linked = st.query_params.get("script")
                open_script(linked if linked in names else listing[0].id)
                held = desk()
            # a reload, or a server that came back, opens it again
            if held is not None and st.query_params.get("script") != held.script:
                st.query_params["script"] = held.script
            if held is not None and st.session_state.get("desk-of") != held.script:
                st.session_state["chosen-script"] = st.session_state["desk-of"] = held.script
            chosen = st.selectbox(
                t("script.open"),
                list(names),
                format_func=lambda script: names.get(script, script),
                key="chosen-script",
                label_visibility="collapsed",
            )
            if held is not None and chosen != held.script:
                open_script(chosen)
                st.rerun()
        for panel, icon in (("draft", ":material/add:"), ("import", ":material/upload_file:")):
            label = t("script.new") if panel == "draft" else t("desk.import")
            if st.button(label, icon=icon, key=f"new-{panel}"):
                st.session_state["panel"] = "" if st.session_state.get("panel") == panel else panel


def toolbar(held: Desk) -> str:
    """What to do with this script; returns the chosen tab."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="script-bar"
    ):
        tab = st.segmented_control(
            t("outline.view"),
            TABS,
            key="script-tab",
            default="editor",
            required=True,
            format_func=lambda name: t(f"desk.{name}"),
            label_visibility="collapsed",
            width="content",
        )
        with st.container(horizontal=True, width="content", key="script-do"):
            if st.button(t("script.insert"), icon=":material/playlist_add:", key="insert"):
                st.session_state["panel"] = "" if st.session_state.get("panel") == "insert" else "insert"
            if st.button(t("script.to_show"), type="primary", icon=":material/sensors:", key="to-show"):
                st.session_state["show"] = frame.studio().rooms.create(held.script)
                st.switch_page("page/producer.py")
    return tab


def edited() -> None:
    """Save what was edited; runs before the editor is drawn."""
    posted = outline.posted()
    if not posted.edits:
        return  # the browser asks for the whole script
    held = desk()
    if held is None or held.script != posted.script:  # a server that died in between has an empty desk
        open_script(posted.script)
        held = desk()
    if held is not None:
        put(held.take(frame.studio().scripts.editing, posted.tab, posted.edits, by=frame.actor()))


def looked(held: Desk) -> Look:
    """What stands beside this version, kept while it is the same."""
    seen = st.session_state.get("looked")
    if seen is None or seen[0] is not held.rundown:
        look = frame.studio().scripts.look(held.script, held.rundown)
        seen = st.session_state["looked"] = (held.rundown, look)
    found: Look = seen[1]
    return found


@st.fragment
def editor() -> None:
    """The editor; an edit draws it alone, not the page around it."""
    held = desk()
    if held is None:
        return
    look = looked(held)
    editing = frame.studio().scripts.editing
    beside = Beside(
        products=look.products,
        words={card.id: card.headword for group in look.boards.values() for card in group},
        checks=look.checks,
        lints=look.lints,
        notes=editing.notes(held.script),
        lang=frame.lang(),
    )
    outline.outline(
        held,
        beside,
        boards=look.boards,
        steps=editing.steps(held.script, held.client),
        find=frame.studio().scripts.words,
        on_edit=edited,
    )


@st.fragment(run_every=WATCH_S)
def watch() -> None:
    """Bring in what others did: their edits, comments and clashes."""
    held = desk()
    if held is None:
        return
    editing = frame.studio().scripts.editing
    stamp = editing.stamp(held.script)
    if stamp != st.session_state.get("stamp"):
        rundown, version = editing.load(held.script)
        if version != held.version:
            held = held.moved(rundown, version)
        put(held)
        st.session_state["stamp"] = stamp
        st.rerun()


frame.header("nav.script", "script.hint")
choose()
panel = st.session_state.get("panel")
PANELS = {"draft": script_draft.draft_panel, "import": script_files.import_panel}
if panel in PANELS and (made := PANELS[panel]()) is not None:
    open_script(made, saved_at=frame.studio().clock())
    st.rerun()
if (now := desk()) is None:
    if panel not in PANELS:
        st.info(t("script.none"), icon=":material/lightbulb:")
else:
    tab = toolbar(now)
    inserting = st.session_state.get("panel") == "insert"
    if inserting and (more := script_draft.insert_panel(now)) is not None:
        put(more)
        st.session_state["panel"] = ""
        st.rerun()
    match tab:
        case "review":
            script_review.panel(now, looked(now))
        case "facts":
            script_facts.panel(now)
        case "history":
            if (back := script_history.panel(now)) is not None:
                put(back)
                st.rerun()
        case "templates":
            script_templates.panel()
        case "print":
            script_files.panel(now)
        case _:
            editor()
    watch()
