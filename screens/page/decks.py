"""Decks: approved words as files to hand out. Choose, make beside the serving process, download."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalog.bilingual import Bilingual, Lang
from lessons.spacing import due_at
from screens import frame, time_text
from screens.frame import t
from screens.texts import text
from studio.deck_jobs import KEPT, DeckJobs, Job
from studio.decks import TITLE, Wish, choices
from vocab.decks.cover import cover
from vocab.decks.look import THEMES, ThemeName
from vocab.decks.make import ENDINGS, Format
from vocab.decks.slides import FRAMES, Shape

#: In the order of how often a host asks for them.
SHOWN: tuple[Format, ...] = ("pdf", "html", "slides", "png", "pptx", "anki", "xlsx", "csv", "tsv", "json")
#: Formats that have a shape and a board.
BOARDS = ("slides", "png", "pptx")
#: Formats that carry the QR code.
CODED = ("pdf", *BOARDS)
MIME = {
    ".pdf": "application/pdf",
    ".html": "text/html",
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
        taught = taught_shows(frame.studio().store.url, frame.lang())
        show = None
        if taught:
            show = st.selectbox(
                t("decks.source"),
                ["", *taught],
                format_func=lambda key: taught[key] if key else t("decks.source_all"),
                key="deck-show",
            )
    if show:
        with left:
            words = taught_words(show)
            st.dataframe(words, hide_index=True, height=min(38 * (len(words) + 1), 300))
    with left:
        skus = (
            []
            if show
            else st.multiselect(
                t("decks.products"),
                list(products),
                format_func=lambda sku: t(
                    "decks.product", title=frame.both(products[sku][0]), n=products[sku][1]
                ),
                placeholder=t("decks.products_all", n=len(products)),
                key="deck-skus",
            )
        )
        if not show:
            asked = skus or list(products)
            total = sum(products[sku][1] for sku in asked)
            st.caption(t("decks.count", products=len(asked), cards=total))
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
        shape: Shape = "16:9"
        theme: ThemeName = "chalk"
        url = ""
        if chosen in CODED:
            url = st.text_input(
                t("decks.url"), placeholder="https://", help=t("decks.url_help"), key="deck-url"
            ).strip()
        if chosen in BOARDS:
            shape = st.segmented_control(
                t("decks.shape"), list(FRAMES), default="16:9", required=True, key="deck-shape"
            )
            theme = st.pills(
                t("decks.theme"),
                list(THEMES),
                default="chalk",
                required=True,
                format_func=lambda name: t(f"decks.theme_{name}"),
                wrap=True,
                key="deck-theme",
            )
    return Wish(
        format=chosen,
        skus=tuple(skus),
        lang=frame.lang(),
        title=Bilingual(en=title, zh=title) if title else TITLE,
        url=url or None,
        shape=shape,
        theme=theme,
        show=show or None,
    )


@st.cache_data(ttl=15, show_spinner=False)
def taught_shows(url: str, lang: Lang) -> dict[str, str]:
    """Ended shows with words on their board: title, day and how many words."""
    return {
        str(show.id): text(
            "decks.show",
            lang,
            title=show.title.best(lang),
            day=time_text.day(show.started_at),
            n=len(show.words),
        )
        for show in frame.studio().memory.shows()
    }


def taught_words(show_id: str) -> list[dict[str, object]]:
    """The words of a show as a table: when each first stood on the board, how long, in how many shows."""
    studio = frame.studio()
    show, memory = studio.memory.show(show_id), studio.memory.cards()
    cards = studio.boards.by_id([word.card for word in show.words]) if show else {}
    return [
        {
            t("decks.word"): cards[word.card].headword if word.card in cards else "—",
            t("decks.gloss"): cards[word.card].gloss if word.card in cards else "—",
            t("decks.first"): time_text.clock(word.first),
            t("decks.shown"): time_text.duration(word.ms),
            t("decks.times"): memory[word.card].times,
            t("decks.next"): time_text.day(due_at(memory[word.card]))[:10],
        }
        for word in (show.words if show else ())
    ]


def deck_title(asked: Wish) -> str:
    """The name of the file: what was typed, else the show's, else the usual."""
    show = frame.studio().memory.show(asked.show) if asked.show and asked.title == TITLE else None
    return (show.title if show else asked.title).best(asked.lang)


def size_text(count: int) -> str:
    """A file's size for people."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, count // 1024)} KB"


def result(job: Job, name: str, made_as: Format) -> None:
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
        if (picture := first_page(str(job.path), made_as)) is not None:
            with st.container(key="deck-page"):
                st.caption(t("decks.first_page"))
                st.image(picture, width=460)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def first_page(path: str, made_as: Format) -> bytes | None:
    """The first page of a finished file; drawn once, each job has a folder of its own."""
    return cover(Path(path).read_bytes(), made_as)


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
        stem = deck_title(asked).replace("/", "-")
        st.session_state["deck-name"] = stem + ENDINGS[asked.format]
        st.session_state["deck-made-as"] = asked.format
        st.session_state["deck-job"] = held.start(asked)
        st.rerun()
    if job is not None and busy:
        progress(held, key)
    elif job is not None:
        result(job, st.session_state.get("deck-name", "deck"), st.session_state.get("deck-made-as", "pdf"))
