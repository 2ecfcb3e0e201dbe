"""Panels above the script: a first draft from chosen products, and what is inserted into a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from lessons.duration import MINUTE
from lessons.edit import add_segment, segment_index
from lessons.rundown import SEGMENT_KINDS, Cue, CueId, Rundown, Segment, SegmentId
from lessons.spacing import Again, noted
from screens import frame, time_text
from screens.frame import t
from screens.script_desk import Desk
from screens.script_rows import kind_text

#: Products offered at once; a search narrows a large catalogue down.
OFFERED = 200
#: Products that a first draft takes when nobody chose.
FIRST = 8
#: The template offered first: the wave most rooms run.
USUAL = "classic_wave"
#: Length of a segment that is put in by hand, and of an inserted product, in milliseconds.
INSERTED_MS = 2 * MINUTE
PRODUCT_MS = 5 * MINUTE


def offered(key: str, held: tuple[str, ...] = ()) -> dict[Sku, Product]:
    """Products to choose from: what the search finds, and what is chosen already."""
    catalogue = frame.studio().catalogue
    search = st.text_input(
        t("catalogue.search"),
        placeholder=t("catalogue.search_hint"),
        key=key,
        icon=":material/search:",
        live=True,
        label_visibility="collapsed",
    )
    found = {item.sku: item for item in catalogue.page(search=search, limit=OFFERED).products}
    return {**found, **catalogue.products(held)} if held else found


def draft_panel() -> str | None:
    """Chosen products, a template, a length; returns the script that was made."""
    with st.container(border=True, key="draft-panel"):
        st.markdown(f"**{t('script.new_title')}**")
        products = offered("draft-search", tuple(st.session_state.get("draft-skus", ())))
        if not products:
            st.info(t("cards.no_catalogue"))
            st.page_link("page/catalogue.py", label=t("nav.catalogue"), icon=":material/arrow_forward:")
            return None
        boards = frame.studio().boards.by_product(products, status="approved")
        if "draft-skus" not in st.session_state:
            ready = [sku for sku in products if boards.get(sku)]
            st.session_state["draft-skus"] = (ready or list(products))[:FIRST]
        labels = {
            sku: f"{frame.both(item.title)} · {len(boards.get(sku, ()))}" for sku, item in products.items()
        }
        skus = st.multiselect(
            t("script.products"),
            list(products),
            key="draft-skus",
            format_func=labels.__getitem__,
            placeholder=t("script.choose_products"),
        )
        with st.form("draft", border=False):
            first = st.columns(2)
            zh = first[0].text_input(t("script.title_zh"), t("script.default_zh"))
            en = first[1].text_input(t("script.title_en"), t("script.default_en"))
            second = st.columns([2, 1, 1, 2])
            titles = {row.name: frame.both(row.title) for row in frame.studio().scripts.templates.listing()}
            names = list(titles)
            template = second[0].selectbox(
                t("script.template"),
                names,
                index=names.index(USUAL) if USUAL in names else 0,
                format_func=titles.__getitem__,
            )
            minutes = second[1].number_input(t("script.minutes"), 5, 720, 60, step=5)
            begin = second[2].time_input(t("script.start"), time(20, 0))
            hosts = second[3].text_input(t("script.hosts"), placeholder=t("script.hosts_hint"))
            due = frame.studio().memory.due(skus)
            again = bool(due) and st.checkbox(t("draft.remembered", n=len(due)), value=True)
            if st.form_submit_button(t("script.make"), type="primary", icon=":material/auto_awesome:"):
                return make(
                    skus,
                    template,
                    int(minutes),
                    begin,
                    hosts,
                    Bilingual(en=en or None, zh=zh or None),
                    due if again else (),
                )
    return None


def make(
    skus: list[Sku],
    template: str,
    minutes: int,
    begin: time,
    hosts: str,
    title: Bilingual,
    again: Sequence[Again],
) -> str | None:
    """Draft and save; without a usable draft the findings are shown instead."""
    studio = frame.studio()
    zone = ZoneInfo(time_text.ZONE)
    now = datetime.fromtimestamp(studio.clock() / 1000, tz=zone)
    start = datetime.combine(now.date(), begin, tzinfo=zone)
    rundown, found = studio.scripts.draft(
        skus,
        template=template,
        total_ms=minutes * MINUTE,
        start=start if start > now else start + timedelta(days=1),
        hosts=[name.strip() for name in hosts.replace("，", ",").split(",") if name.strip()],
        title=title,
        remembered=[one.card for one in again],
    )
    rundown = noted(rundown, again)
    if any(item.severity == "error" for item in found) or not rundown.segments:
        frame.findings(found)
        return None
    return studio.scripts.new(rundown, by=frame.actor())


def insert_panel(desk: Desk) -> Desk | None:
    """A product with its board, or a plain segment, put behind a chosen one; returns the changed desk."""
    segments = desk.rundown.segments
    with st.container(border=True, key="insert-panel"):
        left, right = st.columns([3, 2])
        with left:
            products = offered("insert-search")
            labels = {f"sku:{sku}": frame.both(item.title) for sku, item in products.items()}
            for kind in SEGMENT_KINDS:
                if kind != "product":
                    labels[f"kind:{kind}"] = kind_text("kind", kind, frame.lang())
            what = st.selectbox(
                t("script.insert_what"), list(labels), format_func=labels.__getitem__, key="insert-what"
            )
        names = {segment.id: frame.both(segment.title) or "—" for segment in segments}
        last = max(0, len(segments) - 2)
        with right:
            behind = st.selectbox(
                t("script.insert_behind"),
                list(names),
                index=last if names else None,
                format_func=lambda segment: names.get(segment, "—"),
                key="insert-behind",
            )
            if st.button(t("script.insert_do"), type="primary", key="insert-do", icon=":material/add:"):
                return insert(desk, what, behind)
    return None


def insert(desk: Desk, what: str, behind: SegmentId | None) -> Desk:
    """The desk with the new segments behind `behind` (None: at the end)."""
    group, _, value = what.partition(":")
    fresh = product_segments(value) if group == "sku" else (plain_segment(value),)
    at = len(desk.rundown.segments) if behind is None else segment_index(desk.rundown, behind) + 1
    rundown: Rundown = desk.rundown
    first = ""
    for offset, segment in enumerate(fresh):
        rundown, made = add_segment(rundown, segment, at=at + offset)
        first = first or made
    editing = frame.studio().scripts.editing
    return desk.change(editing, rundown, by=frame.actor(), focus=f"{first}:insert:{desk.version}")


def plain_segment(kind: str) -> Segment:
    """An empty segment of a kind, named after it in both languages."""
    title = Bilingual(en=kind_text("kind", kind, "en"), zh=kind_text("kind", kind, "zh"))
    return Segment(SegmentId(""), kind, title, INSERTED_MS, (Cue(CueId(""), "say"),))


def product_segments(sku: str) -> tuple[Segment, ...]:
    """A product's segments as the one-product template writes them, boards and prices included."""
    rundown, _ = frame.studio().scripts.draft([sku], template="one_product_5min", total_ms=PRODUCT_MS)
    return tuple(replace(segment, hard_start=None) for segment in rundown.segments if segment.sku == sku)
