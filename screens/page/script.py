"""The show script: draft from products and cards, edit, reorder, save as a version, make it a show."""

from __future__ import annotations

from html import escape

import streamlit as st

from catalog.finding import Finding
from lessons.rundown import Rundown
from screens import frame, outline, script_draft, time_text
from screens.frame import t
from screens.script_desk import Desk
from store.scripts import ScriptMoved

#: Findings of the whole script listed at once; the rows carry their own.
FINDINGS = 100


def desk() -> Desk | None:
    """The script on the desk of this session."""
    held = st.session_state.get("desk")
    return held if isinstance(held, Desk) else None


def put(held: Desk) -> None:
    """Lay a changed desk down."""
    st.session_state["desk"] = held


def open_script(script: str, *, saved_at: int | None = None) -> None:
    """Take the newest version of a script onto the desk."""
    found = frame.studio().scripts.load(script)
    if found is not None:
        st.session_state.pop("checked", None)  # products and cards may have changed since
        put(Desk(script, found[1], found[0], found[0], saved_at=saved_at))
    st.session_state["panel"] = ""


def choose() -> None:
    """Open a saved script, or begin a new draft."""
    listing = frame.studio().scripts.listing()
    held = desk()
    with st.container(horizontal=True, vertical_alignment="bottom", key="script-open"):
        if listing:
            names = {row.id: f"{row.title} · v{row.version} · {time_text.day(row.at)}" for row in listing}
            if held is None:
                open_script(listing[0].id)
                held = desk()
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
                switch(chosen, held)
        if st.button(t("script.new"), icon=":material/add:", key="new-draft"):
            st.session_state["panel"] = "" if st.session_state.get("panel") == "draft" else "draft"


def switch(chosen: str, held: Desk) -> None:
    """Open another script; unsaved changes are not dropped without a word."""
    if not held.unsaved:
        open_script(chosen)
        st.rerun()
    st.warning(t("script.unsaved_switch"))
    if st.button(t("script.discard"), key="discard"):
        open_script(chosen)
        st.rerun()


def save(held: Desk) -> None:
    """Save a version on top of the one that was opened; somebody else's version is never overwritten."""
    if not held.unsaved:
        return  # the second of two quick clicks
    scripts = frame.studio().scripts
    try:
        version = scripts.save(held.script, held.rundown, base=held.version, by=frame.actor())
    except ScriptMoved as moved:
        st.session_state["moved"] = (held.script, moved.newest)
    else:
        put(held.kept(version, frame.studio().clock()))


def save_copy(held: Desk) -> None:
    """Keep these changes beside the other person's version, as a script of its own."""
    script = frame.studio().scripts.new(held.rundown, by=frame.actor())
    st.session_state.pop("moved", None)
    open_script(script, saved_at=frame.studio().clock())


def take_theirs(held: Desk) -> None:
    """Drop these changes for the newest version."""
    st.session_state.pop("moved", None)
    open_script(held.script)


def conflict(held: Desk) -> None:
    """Somebody saved first: say so, and offer both ways on."""
    moved = st.session_state.get("moved")
    if moved is None or moved[0] != held.script:
        return
    with st.container(key="conflict"):
        st.error(t("script.moved", newest=moved[1], held=held.version), icon=":material/call_split:")
        with st.container(horizontal=True):
            st.button(
                t("script.save_copy"), key="save-copy", on_click=save_copy, args=(held,), type="primary"
            )
            st.button(t("script.take_theirs"), key="take-theirs", on_click=take_theirs, args=(held,))


def toolbar(held: Desk) -> None:
    """What this script is, whether it is saved, and what can be done with it."""
    studio = frame.studio()
    with st.container(horizontal=True, vertical_alignment="center", key="script-bar"):
        st.html(state_line(held), width="stretch")
        for name, there, step in (("undo", held.past, Desk.undo), ("redo", held.future, Desk.redo)):
            label, icon = t(f"script.{name}"), f":material/{name}:"
            if st.button(label, icon=icon, key=f"icon-{name}", help=label, disabled=not there):
                put(step(held))
                st.rerun()
        if st.button(t("script.insert"), icon=":material/playlist_add:", key="insert"):
            st.session_state["panel"] = "" if st.session_state.get("panel") == "insert" else "insert"
        st.download_button(
            t("script.download"),
            lambda: studio.scripts.text(held.rundown),
            file_name="show.md",
            key="icon-download",
            on_click="ignore",
            icon=":material/download:",
            help=t("script.download"),
        )
        # Not a callback: callbacks run before an edit that comes with the same click has been counted.
        if st.button(
            t("script.save"), type="primary", icon=":material/save:", disabled=not held.unsaved, key="save"
        ):
            save(held)
            st.rerun()
        if st.button(t("script.to_show"), icon=":material/sensors:", disabled=held.unsaved, key="to-show"):
            st.session_state["show"] = studio.rooms.create(held.script)
            st.switch_page("page/producer.py")


def state_line(held: Desk) -> str:
    """Title, length, and the state of saving, as one line."""
    rundown = held.rundown
    facts = t("script.facts", n=len(rundown.segments), length=time_text.duration(outline.total_ms(rundown)))
    if held.unsaved:
        state, kind = t("script.unsaved"), "warn"
    elif held.saved_at is not None:
        state, kind = t("script.saved", at=time_text.clock(held.saved_at)), "ok"
    else:
        state, kind = t("script.as_saved", version=held.version), "ok"
    return (
        f'<p class="cc-line cc-script"><b>{escape(frame.both(rundown.title))}</b><span>{escape(facts)}</span>'
        f'<span class="cc-chip cc-{kind}">{escape(state)}</span></p>'
    )


def edited() -> None:
    """Count what was edited in the outline; runs before the page."""
    held = desk()
    if held is not None:
        put(held.take(*outline.edits()))


def checked(rundown: Rundown) -> tuple[Finding, ...]:
    """The findings of this rundown, kept while it is the same: 500 segments take half a second."""
    held = st.session_state.get("checked")
    if held is None or held[0] is not rundown:
        held = st.session_state["checked"] = (rundown, frame.studio().scripts.check(rundown))
    found: tuple[Finding, ...] = held[1]
    return found


def editor(held: Desk) -> None:
    """The outline with its findings."""
    studio = frame.studio()
    checks = checked(held.rundown)
    skus = {segment.sku for segment in held.rundown.segments if segment.sku}
    boards = studio.boards.by_product(skus) if skus else {}
    outline.outline(
        held,
        products=studio.catalogue.products(tuple(skus)) if skus else {},
        words={card.id: card.headword for group in boards.values() for card in group},
        findings=checks,
        lang=frame.lang(),
        on_edit=edited,
    )
    if checks:
        with st.expander(t("script.checks", n=len(checks)), icon=":material/rule:"):
            frame.findings(checks, limit=FINDINGS)


frame.header("nav.script", "script.hint")
choose()
if st.session_state.get("panel") == "draft" and (made := script_draft.draft_panel()) is not None:
    open_script(made, saved_at=frame.studio().clock())
    st.rerun()
if (now := desk()) is None:
    if st.session_state.get("panel") != "draft":
        st.info(t("script.none"), icon=":material/lightbulb:")
else:
    conflict(now)
    toolbar(now)
    if st.session_state.get("panel") == "insert" and (more := script_draft.insert_panel(now)) is not None:
        put(more)
        st.session_state["panel"] = ""
        st.rerun()
    editor(now)
