"""The show script: draft from products and cards, edit, reorder, save as a version, make it a show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st
from lessons.draft import load_template, template_names
from lessons.edit import move_segment, remove_segment, update_cue, update_segment

from catalog.bilingual import Bilingual
from lessons.rundown import Cue, Rundown, Segment
from screens import frame, time_text
from screens.frame import t
from store.scripts import ScriptMoved


def choose() -> None:
    """Open a saved script, or make a new draft."""
    listing = frame.studio().scripts.listing()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if listing:
            names = {row.id: f"{row.title} · v{row.version} · {time_text.day(row.at)}" for row in listing}
            chosen = st.selectbox(
                t("script.open"), list(names), format_func=names.__getitem__, key="chosen-script"
            )
            if st.session_state.get("script-id") != chosen and not st.session_state.get("script-unsaved"):
                open_script(chosen)
            elif st.session_state.get("script-id") != chosen:
                st.warning(t("script.unsaved_switch"))
                if st.button(t("script.discard")):
                    open_script(chosen)
                    st.rerun()
        with st.popover(t("script.new"), icon=":material/add:"):
            new_draft()


def open_script(script: str) -> None:
    """Take the newest version of a script onto the desk."""
    found = frame.studio().scripts.load(script)
    if found is not None:
        put_on_desk(script, *found)


def put_on_desk(script: str, rundown: Rundown, version: int) -> None:
    """Remember what is being edited; the rundown itself stays a plain value of this session until saved."""
    st.session_state["script-id"] = script
    st.session_state["script-version"] = version
    st.session_state["rundown"] = rundown
    st.session_state["script-unsaved"] = False
    st.session_state["script-round"] = st.session_state.get("script-round", 0) + 1


def new_draft() -> None:
    """Chosen products, a template, a length: a first rundown in a minute."""
    held = frame.studio()
    products = held.catalogue.products()
    boards = held.boards.by_product(status="approved")
    if not products:
        st.info(t("cards.no_catalogue"))
        return
    ready = [sku for sku in products if boards.get(sku)]
    with st.form("draft", border=False):
        zh = st.text_input(t("script.title_zh"), t("script.default_zh"))
        en = st.text_input(t("script.title_en"), t("script.default_en"))
        skus = st.multiselect(
            t("script.products"),
            list(products),
            default=ready[:8],
            format_func=lambda sku: f"{frame.both(products[sku].title)} · {len(boards.get(sku, ()))}",
        )
        columns = st.columns(3)
        template = columns[0].selectbox(
            t("script.template"),
            template_names(),
            format_func=lambda name: frame.both(load_template(name).title),
        )
        minutes = columns[1].number_input(t("script.minutes"), 5, 720, 60, step=5)
        begin = columns[2].time_input(t("script.start"), time(20, 0))
        hosts = st.text_input(t("script.hosts"), "")
        if st.form_submit_button(t("script.make"), type="primary"):
            now = datetime.fromtimestamp(held.clock() / 1000, tz=ZoneInfo(time_text.ZONE))
            start = datetime.combine(now.date(), begin, tzinfo=ZoneInfo(time_text.ZONE))
            rundown, found = held.scripts.draft(
                skus,
                template=template,
                total_ms=int(minutes) * 60_000,
                start=start if start > now else start + timedelta(days=1),
                hosts=[name.strip() for name in hosts.replace("，", ",").split(",") if name.strip()],
                title=Bilingual(en=en or None, zh=zh or None),
            )
            if any(item.severity == "error" for item in found) or not rundown.segments:
                frame.findings(found)
            else:
                script = held.scripts.new(rundown, by=frame.actor())
                put_on_desk(script, rundown, 1)
                st.session_state["chosen-script-next"] = script
                st.rerun()


def change(rundown: Rundown) -> None:
    """Take an edited rundown onto the desk."""
    st.session_state["rundown"] = rundown
    st.session_state["script-unsaved"] = True
    st.session_state["script-round"] += 1
    st.rerun()


def toolbar(rundown: Rundown) -> None:
    """Save, put on air, take away as text."""
    held = frame.studio()
    script, version = st.session_state["script-id"], st.session_state["script-version"]
    total = sum(segment.duration_ms for segment in rundown.segments if not segment.skip)
    with st.container(horizontal=True, vertical_alignment="center", key="script-bar"):
        st.markdown(f"**{frame.both(rundown.title)}** · {time_text.duration(total)} · v{version}")
        if st.button(
            t("script.save"),
            type="primary",
            icon=":material/save:",
            disabled=not st.session_state["script-unsaved"],
        ):
            try:
                saved = held.scripts.save(script, rundown, base=version, by=frame.actor())
            except ScriptMoved as error:
                st.error(str(error))
            else:
                st.session_state["script-version"] = saved
                st.session_state["script-unsaved"] = False
                st.session_state["saved-at"] = held.clock()
                st.rerun()
        if st.button(
            t("script.to_show"),
            icon=":material/sensors:",
            disabled=st.session_state["script-unsaved"],
            key="to-show",
        ):
            st.session_state["show"] = held.rooms.create(script)
            st.switch_page("pages/producer.py")
        st.download_button(
            t("script.download"), held.scripts.text(rundown), file_name="show.md", icon=":material/download:"
        )
    if st.session_state["script-unsaved"]:
        st.caption(t("script.unsaved"))
    elif "saved-at" in st.session_state:
        st.caption(t("script.saved", at=time_text.clock(st.session_state["saved-at"])))


def outline(rundown: Rundown) -> None:
    """The segments in order: time, name, length, up and down, and the lines of the open one."""
    at = 0
    last = len(rundown.segments) - 1
    for index, segment in enumerate(rundown.segments):
        start = at
        at += 0 if segment.skip else segment.duration_ms
        with st.container(key=f"seg-{index}-{st.session_state['script-round']}", border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"`{time_text.duration(start)}` **{frame.both(segment.title)}** "
                    f":gray-badge[{t_kind(segment.kind)}] {time_text.duration(segment.duration_ms)}"
                    + (f" :gray[{t('script.skipped')}]" if segment.skip else "")
                )
                if st.button(
                    "",
                    icon=":material/arrow_upward:",
                    key=f"up-{segment.id}",
                    disabled=index == 0,
                    help=t("script.up"),
                ):
                    change(move_segment(rundown, segment.id, index - 1))
                if st.button(
                    "",
                    icon=":material/arrow_downward:",
                    key=f"down-{segment.id}",
                    disabled=index == last,
                    help=t("script.down"),
                ):
                    change(move_segment(rundown, segment.id, index + 1))
            with st.expander(t("script.lines", n=len(segment.cues))):
                edit_segment(rundown, segment)


def t_kind(kind: str) -> str:
    """A segment kind in words; kinds of the user's own stay as they are."""
    key = f"kind.{kind}"
    return t(key) if frame.has_text(key) else kind


def edit_segment(rundown: Rundown, segment: Segment) -> None:
    """Lines in both languages side by side, length, and whether it is skipped."""
    cards = frame.studio().boards.by_product([segment.sku] if segment.sku else [])
    words = {card.id: card.headword for group in cards.values() for card in group}
    with st.form(f"segment-{segment.id}-{st.session_state['script-round']}", border=False):
        columns = st.columns([2, 2, 1, 1])
        zh = columns[0].text_input(t("script.title_zh"), segment.title.zh or "")
        en = columns[1].text_input(t("script.title_en"), segment.title.en or "")
        minutes = columns[2].number_input(
            t("script.minutes_short"), 0.0, 600.0, segment.duration_ms / 60_000, step=0.5, format="%.2f"
        )
        skip = columns[3].checkbox(t("script.skip"), segment.skip)
        edited: list[Cue] = []
        for cue in segment.cues:
            board = " · ".join(words.get(card_id, card_id) for card_id in cue.card_ids)
            st.caption(f"{t_cue(cue.kind)}{' — ' + board if board else ''}")
            left, right = st.columns(2)
            line_zh = left.text_area(
                "zh",
                cue.lines.zh or "",
                key=f"zh-{cue.id}-{st.session_state['script-round']}",
                label_visibility="collapsed",
                height=68,
            )
            line_en = right.text_area(
                "en",
                cue.lines.en or "",
                key=f"en-{cue.id}-{st.session_state['script-round']}",
                label_visibility="collapsed",
                height=68,
            )
            edited.append(replace(cue, lines=Bilingual(en=line_en or None, zh=line_zh or None)))
        with st.container(horizontal=True):
            take = st.form_submit_button(t("script.take"), type="primary")
            drop = st.form_submit_button(t("script.remove"))
    if take:
        fresh = update_segment(
            rundown,
            segment.id,
            title=Bilingual(en=en or None, zh=zh or None),
            duration_ms=round(minutes * 60_000),
            skip=skip,
        )
        for cue in edited:
            fresh = update_cue(fresh, cue.id, lines=cue.lines)
        change(fresh)
    if drop:
        change(remove_segment(rundown, segment.id))


def t_cue(kind: str) -> str:
    """A cue kind in words."""
    key = f"cue.{kind}"
    return t(key) if frame.has_text(key) else kind


frame.header("nav.script", "script.hint")
if (pending := st.session_state.pop("chosen-script-next", None)) is not None:
    st.session_state["chosen-script"] = pending
choose()
if "rundown" in st.session_state:
    desk: Rundown = st.session_state["rundown"]
    toolbar(desk)
    checks = frame.studio().scripts.check(desk)
    if checks:
        with st.expander(t("script.checks", n=len(checks)), icon=":material/rule:"):
            frame.findings(checks)
    outline(desk)
else:
    st.info(t("script.none"), icon=":material/lightbulb:")
