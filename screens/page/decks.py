"""Decks: approved words as files to hand out. Choose, make beside the serving process, download."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalog.bilingual import Bilingual
from screens import frame
from screens.frame import t
from studio.deck_jobs import DeckJobs, Job
from studio.decks import TITLE, Wish, choices
from vocab.decks.make import ENDINGS, Format

#: In the order of how often a host asks for them.
SHOWN: tuple[Format, ...] = ("pdf", "slides", "png", "pptx", "anki", "xlsx", "csv", "tsv", "json")
#: Formats that have a shape and a board.
BOARDS = ("slides", "png", "pptx")
#: Formats that carry the QR code.
CODED = ("pdf", *BOARDS)
MIME = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".apkg": "application/octet-stream",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
}


@st.cache_resource(show_spinner=False)
def jobs(url: str) -> DeckJobs:
    """The decks being made from one store, for every tab of this process."""
    return DeckJobs(url)


@st.cache_data(ttl=15, show_spinner=False)
def offered(url: str) -> dict[str, tuple[Bilingual, int]]:
    """Products with approved cards: title and how many; read anew every 15 s, not at every press."""
    return {str(item.sku): (item.title, count) for item, count in choices(frame.studio())}


def wish(products: dict[str, tuple[Bilingual, int]]) -> Wish:
    """What this person asks for."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        skus = st.multiselect(
            t("decks.products"),
            list(products),
            format_func=lambda sku: t(
                "decks.product", title=frame.both(products[sku][0]), n=products[sku][1]
            ),
            placeholder=t("decks.products_all", n=len(products)),
            key="deck-skus",
        )
        asked = skus or list(products)
        st.caption(t("decks.count", products=len(asked), cards=sum(products[sku][1] for sku in asked)))
        chosen: Format = st.pills(
            t("decks.format"),
            SHOWN,
            default="pdf",
            required=True,
            format_func=lambda name: t(f"decks.format_{name}"),
            wrap=True,
            key="deck-format",
        )
        st.caption(t(f"decks.about_{chosen}"))
    with right:
        title = st.text_input(
            t("decks.title"), placeholder=frame.both(TITLE), max_chars=60, key="deck-title"
        ).strip()
        shape, theme, url = "16:9", "chalk", ""
        if chosen in CODED:
            url = st.text_input(
                t("decks.url"), placeholder="https://", help=t("decks.url_help"), key="deck-url"
            ).strip()
        if chosen in BOARDS:
            with st.container(horizontal=True):
                shape = st.segmented_control(
                    t("decks.shape"), ["16:9", "9:16"], default="16:9", required=True, key="deck-shape"
                )
                theme = st.segmented_control(
                    t("decks.theme"),
                    ["chalk", "paper"],
                    default="chalk",
                    required=True,
                    format_func=lambda name: t(f"decks.theme_{name}"),
                    key="deck-theme",
                )
    return Wish(
        format=chosen,
        skus=tuple(skus),
        lang=frame.lang(),
        title=Bilingual(en=title, zh=title) if title else TITLE,
        url=url or None,
        shape="9:16" if shape == "9:16" else "16:9",
        theme="paper" if theme == "paper" else "chalk",
    )


def size_text(count: int) -> str:
    """A file's size for people."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, count // 1024)} KB"


def result(job: Job, name: str) -> None:
    """What came of it: the file, or why there is none."""
    if job.state == "stopped":
        st.info(t("decks.stopped"), icon=":material/block:")
    if job.state == "failed":
        st.error(t("decks.failed", error=job.error or "—"))
    frame.findings(job.findings)
    if job.state == "done" and job.path is not None:
        data = job.path.read_bytes()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                t("decks.download"),
                data,
                file_name=name,
                mime=MIME[Path(name).suffix],
                type="primary",
                icon=":material/download:",
                on_click="ignore",
                key="deck-download",
            )
            st.markdown(t("decks.done", name=name, size=size_text(len(data))))


@st.fragment(run_every=0.5)
def progress(held: DeckJobs, key: str) -> None:
    """The bar while a deck is made; when it ends, the whole page is drawn once more."""
    job = held.job(key)
    if job is None or job.state != "running":
        st.rerun()
        return
    if job.total:
        st.progress(job.done / job.total, text=t("decks.working", done=job.done, total=job.total))
    else:
        st.progress(0.0, text=t("decks.starting"))
    if st.button(t("decks.stop"), icon=":material/stop:", key="deck-stop"):
        held.stop(key)
        st.rerun()


frame.header("nav.decks", "decks.hint")
store = frame.studio().store.url
products = offered(store)
if not products:
    st.info(t("decks.none"), icon=":material/lightbulb:")
else:
    asked = wish(products)
    held = jobs(store)
    key = st.session_state.get("deck-job", "")
    job = held.job(key)
    busy = job is not None and job.state == "running"
    # One accent: once there is a file, the thing to press is the download.
    ready = job is not None and job.path is not None
    if st.button(
        t("decks.make"),
        type="secondary" if ready else "primary",
        icon=":material/print:",
        disabled=busy,
        key="deck-make",
    ):
        stem = asked.title.best(asked.lang).replace("/", "-")
        st.session_state["deck-name"] = stem + ENDINGS[asked.format]
        st.session_state["deck-job"] = held.start(asked)
        st.rerun()
    if job is not None and busy:
        progress(held, key)
    elif job is not None:
        result(job, st.session_state.get("deck-name", "deck"))
