"""The pictures of the chosen product: put in, put first, take out."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

import streamlit as st

from catalog.product import Product
from screens import frame, product_view
from screens.frame import t
from studio.pictures import FORMATS, MAX_BYTES, BadPicture

#: Pictures shown; a listing has nine.
SHOWN = 24


def pictures(product: Product) -> None:
    """Each picture with its buttons, then the two ways to add one."""
    held = frame.studio().pictures
    for place, image in enumerate(product.images[:SHOWN]):
        url, key = product_view.picture_url(image, edge=96), f"{product.sku}-{place}"
        missing = not image.startswith(("https://", "http://")) and held.find(image) is None
        with st.container(horizontal=True, vertical_alignment="center", key=f"picture-{key}"):
            name = t("picture.missing", name=image) if missing else image
            mark = "" if missing else f'<img src="{escape(url)}" alt="" loading="lazy">'
            kind = " cc-bad-text" if missing else ""
            st.html(f'<p class="cc-picture{kind}">{mark}<span>{escape(name)}</span></p>', width="stretch")
            if place:
                st.button(
                    t("picture.first"),
                    key=f"first-{key}",
                    icon=":material/vertical_align_top:",
                    on_click=arrange,
                    args=(product.sku, image, True),
                )
            st.button(
                t("picture.out"),
                key=f"out-{key}",
                icon=":material/close:",
                on_click=arrange,
                args=(product.sku, image, False),
            )
    round_ = st.session_state.setdefault("picture-round", 0)
    limit = json.dumps(t("picture.limit", limit=MAX_BYTES >> 20), ensure_ascii=False)
    st.html(f"<style>.st-key-drop-picture{{--cc-word-limit:{limit};}}</style>")
    with st.container(key="drop-picture"):
        files = st.file_uploader(
            t("picture.add"),
            type=[ending.removeprefix(".") for ending in (*FORMATS.values(), ".jpeg")],
            accept_multiple_files=True,
            max_upload_size=MAX_BYTES >> 20,
            key=f"picture-files-{product.sku}-{round_}",
        )
    for words in st.session_state.pop("picture-refused", ()):
        st.error(words)
    if files:
        take(product, [(file.name, file.getvalue()) for file in files])
    with st.form(f"picture-link-{product.sku}", border=False, clear_on_submit=True):
        hint = t("picture.link_help")
        link = st.text_input(t("picture.link"), placeholder="https://… / peach.jpg", help=hint)
        if st.form_submit_button(t("picture.link_do")) and link.strip():
            add(product.sku, [link.strip()])
            st.rerun()


def take(product: Product, files: list[tuple[str, bytes]]) -> None:
    """Keep uploaded pictures and say which were refused, and why."""
    names, refused = [], []
    for name, data in files:
        try:
            names.append(frame.studio().pictures.add(data))
        except BadPicture as error:
            refused.append(f"{name}: {t(f'picture.{error.reason}', limit=MAX_BYTES >> 20)}")
    if names:
        add(product.sku, names)
    # The list stands above the door: it is drawn anew, and the door is empty again.
    st.session_state["picture-refused"] = refused
    st.session_state["picture-round"] += 1
    st.rerun()


def add(sku: str, names: list[str]) -> None:
    """Put names behind the pictures that there are."""

    def change(held: Product) -> Product:
        return replace(held, images=tuple(dict.fromkeys((*held.images, *names))))

    frame.studio().catalogue.mend(sku, change, by=frame.actor())


def arrange(sku: str, image: str, first: bool) -> None:
    """Put a picture in front, or take it out; the file stays."""

    def change(held: Product) -> Product:
        others = tuple(name for name in held.images if name != image)
        return replace(held, images=(image, *others) if first and image in held.images else others)

    frame.studio().catalogue.mend(sku, change, by=frame.actor())
