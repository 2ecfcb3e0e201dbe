"""Parts of the dashboard about the room on air: links, the overlay's set-up, messages and keys, as-run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from catalog.bilingual import Bilingual
from live.keys import KEYS
from screens import connect_view, frame, time_text
from screens.frame import t
from screens.live_shell import LIVE
from store.role_links import LinkRow
from studio.asrun import FORMATS, file_of
from studio.room_settings import PRESETS, RoomSettings, problems
from vocab.decks.look import THEMES

DESK = Path(__file__).with_name("desk")
#: Shape of the picture → width and height of the browser source.
SHAPES = {"16:9": (1920, 1080), "9:16": (1080, 1920)}
PLACES = ("lower", "top", "left", "right", "full")
PARTS = ("board", "lower", "price", "countdown")
#: What can stand beside a product's name on a board.
WITH = ("picture", "price")
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: Texts of the pages that links lead to, by page.
PAGE_TEXTS = {"remote": "connect.producer", "dashboard": "air.page_dashboard"}


def given_links(show: str) -> None:
    """Every link of a show: whose, until when, and a button that takes it back."""
    links = frame.studio().links
    rows = links.listing(show)
    with st.expander(t("air.links"), icon=":material/key:"):
        if not rows:
            st.caption(t("air.links_none"))
            return
        st.caption(t("air.link_note"))
        now = frame.studio().clock()
        good = [row for row in rows if row.revoked_at is None and row.expires_at > now]
        for row in rows[:60]:
            _link_row(row, now)
        if len(good) > 1:
            ids = [row.id for row in good]
            st.button(
                t("air.link_all"), key="revoke-all", icon=":material/block:", on_click=_revoke, args=(ids,)
            )


def _link_row(row: LinkRow, now: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"given-{row.id}"):
        name = t(_page_text(row.page))
        made = time_text.day(row.made_at)
        st.markdown(f"**{name}** · {row.actor}  \n:gray[{t('air.link_made')} {made} · {row.made_by}]")
        st.space("stretch")
        if row.revoked_at is not None:
            at = time_text.day(row.revoked_at)
            st.caption(t("air.link_revoked", by=row.revoked_by or "—", at=at))
        elif row.expires_at <= now:
            st.caption(t("air.link_expired"))
        else:
            st.caption(f"{t('air.link_until')} {time_text.day(row.expires_at)}")
            st.button(t("air.link_revoke"), key=f"revoke-{row.id}", on_click=_revoke, args=([row.id],))


def _page_text(page: str) -> str:
    known = PAGE_TEXTS.get(page, f"connect.{page}")
    return known if frame.has_text(known) else "air.page_other"


def _revoke(ids: list[str]) -> None:
    count = frame.studio().links.revoke(ids, by=frame.actor())
    st.toast(t("air.link_done", n=count), icon=":material/block:")


def overlay_setup(url: str, *, framed: bool) -> None:
    """The overlay's address by shape, place and parts, its picture, and the loader file for OBS."""
    st.subheader(t("air.obs"), anchor=False)
    st.caption(t("air.obs_hint"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="overlay-choices"):
        shape = st.segmented_control(
            t("air.shape"), list(SHAPES), default="16:9", required=True, key="ov-shape"
        )
        places = {name: t(f"air.place_{name}") for name in PLACES}
        place = st.segmented_control(
            t("air.place"),
            PLACES,
            default="lower",
            required=True,
            key="ov-place",
            format_func=places.__getitem__,
        )
    names = {name: t(f"air.part_{name}") for name in PARTS}
    parts = st.pills(
        t("air.parts"),
        PARTS,
        default=PARTS,
        selection_mode="multi",
        key="ov-parts",
        format_func=names.__getitem__,
    )
    chosen = [name for name in PARTS if name in parts]
    query = {"place": place} if len(chosen) == len(PARTS) else {"place": place, "parts": ",".join(chosen)}
    _board_look()
    address = f"{url}&{urlencode(query | board_look(), safe=',')}"
    width, height = SHAPES[shape]
    connect_view.copy_rows(
        [(t("air.url"), t("air.url_hint", width=width, height=height), address)], key="overlay-url"
    )
    st.html(connect_view.obs(frame.lang()))
    if framed:  # a browser shows our page only inside a page from the same address
        _picture(f"{address}&safe=1", shape)
        st.caption(t("air.picture"))
    loader = (LIVE / "overlay-loader.html").read_text(encoding="utf-8")
    st.download_button(
        t("air.loader"),
        loader.replace("const ADDRESS = '';", f"const ADDRESS = '{address}';"),
        file_name="overlay-loader.html",
        mime="text/html",
        icon=":material/download:",
        help=t("air.loader_hint"),
    )


def _board_look() -> None:
    """Which hand the boards on air are written in, and what stands beside the name."""
    themes = {name: t(f"decks.theme_{name}") for name in THEMES}
    beside = {name: t(f"air.with_{name}") for name in WITH}
    with st.container(horizontal=True, vertical_alignment="bottom", key="overlay-look"):
        st.selectbox(
            t("decks.theme"), list(THEMES), key="ov-theme", format_func=themes.__getitem__, width=210
        )
        st.pills(
            t("air.with"),
            WITH,
            selection_mode="multi",
            key="ov-with",
            format_func=beside.__getitem__,
            help=t("air.with_help"),
        )


def board_look() -> dict[str, str]:
    """The look chosen for boards on air, as the query of an address; empty for the usual one."""
    theme = st.session_state.get("ov-theme", "chalk")
    beside = [name for name in WITH if name in (st.session_state.get("ov-with") or ())]
    return ({} if theme == "chalk" else {"theme": theme}) | ({"with": ",".join(beside)} if beside else {})


def _picture(address: str, shape: str) -> None:
    """The overlay itself over a picture, as the stream would have it."""
    mount = st.components.v2.component(
        "cc_overlay_picture",
        html='<div class="cc-ovpic"><iframe title="overlay" tabindex="-1"></iframe></div>',
        css=(DESK / "overlay.css").read_text(encoding="utf-8"),
        js=(DESK / "overlay.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    mount(data={"address": address, "shape": shape.replace(":", " / ")}, key="overlay-picture")


def room_form() -> None:
    """The eight messages and the keys of this room."""
    rooms = frame.studio().rooms
    held = rooms.settings()
    with st.form("room-keys", border=False):
        st.markdown(f"**{t('air.presets')}**")
        texts = []
        for n, preset in enumerate(held.presets, start=1):
            left, right = st.columns(2)
            zh = left.text_input(
                t("air.preset_zh", n=n), preset.zh or "", key=f"preset-zh-{n}", max_chars=300
            )
            en = right.text_input(
                t("air.preset_en", n=n), preset.en or "", key=f"preset-en-{n}", max_chars=300
            )
            texts.append(Bilingual(zh=zh.strip() or None, en=en.strip() or None))
        st.markdown(f"**{t('air.keys')}**")
        st.caption(t("air.keys_hint"))
        keys = {}
        columns = st.columns(3)
        for at, (act, usual) in enumerate(KEYS.items()):
            shown = " ".join(held.keys.get(act, usual))
            typed = columns[at % 3].text_input(t(f"air.key_{act}"), shown, key=f"roomkey-{act}")
            if (chosen := tuple(typed.split())) != usual:
                keys[act] = chosen
        save, usual_button = st.columns(2)
        wants = save.form_submit_button(t("air.save"), type="primary", icon=":material/check:")
        resets = usual_button.form_submit_button(t("air.usual"))
    if resets:
        _keep(replace(held, presets=PRESETS, keys={}))
        for name in [name for name in st.session_state if str(name).startswith(("preset-", "roomkey-"))]:
            del st.session_state[name]
        st.rerun()
    if wants:
        fresh = replace(held, presets=tuple(texts), keys=keys)
        found = problems(fresh)
        if found:
            frame.findings(found)
        else:
            _keep(fresh)


def _keep(chosen: RoomSettings) -> None:
    frame.studio().rooms.set_settings(chosen)
    st.toast(t("air.saved"), icon=":material/check:")


def as_run(show: str) -> None:
    """The as-run log as downloads; made when asked for, a long show's log takes a moment."""
    log = frame.studio().asruns.read(show)
    st.caption(t("air.asrun_hint"))
    if log is None:
        st.caption(t("air.asrun_none"))
        return
    with st.container(horizontal=True, key=f"asrun-{show}"):
        for kind in FORMATS:
            suffix = "zip" if kind == "csv" else kind
            st.download_button(
                kind.upper(),
                partial(file_of, log, kind, frame.lang()),
                key=f"asrun-{kind}",
                file_name=f"as-run-{show}.{suffix}",
                mime=MIME.get(kind, "application/zip"),
                icon=":material/download:",
                on_click="ignore",
            )
