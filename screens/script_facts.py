"""The facts card on the screen: every claim of the script with its source, those without one first."""

from __future__ import annotations

import streamlit as st

from lessons.facts import SourcedClaim
from screens import frame
from screens.frame import t
from screens.script_desk import Desk
from screens.script_print import print_url


def panel(desk: Desk) -> None:
    """The claims as a table; a page for the printer."""
    claims = frame.studio().scripts.facts(desk.rundown)
    if not claims:
        st.info(t("facts.none"))
        return
    open_ones = [one for one in claims if one.source is None]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("facts.standing", n=len(claims), open=len(open_ones)))
        only = st.toggle(t("facts.only_open"), key="facts-open")
        st.link_button(
            t("facts.print"),
            print_url(frame.studio().scripts, desk.script, "facts", frame.lang()),
            icon=":material/print:",
            width="content",
        )
    titles = {segment.id: frame.both(segment.title) for segment in desk.rundown.segments}
    lines = {cue.id: cue.lines for segment in desk.rundown.segments for cue in segment.cues}
    st.dataframe(
        [
            {
                t("facts.source"): source_text(one),
                t("facts.claim"): one.claim.text,
                t("facts.kind"): t(f"facts.{one.claim.kind}"),
                t("facts.segment"): titles[one.segment],
                t("facts.line"): lines[one.cue].get(one.lang),
            }
            for one in (open_ones if only else claims)
        ],
        hide_index=True,
        width="stretch",
        height="content" if len(claims) < 14 else 560,
    )


def source_text(one: SourcedClaim) -> str:
    """Where a claim is written down, in words."""
    if one.source is None:
        return f"⚠ {t('facts.no_source')}"
    if one.source.startswith("card "):
        return t("facts.card", word=one.source.removeprefix("card "))
    if frame.has_text(f"field.{one.source}"):
        return t(f"field.{one.source}")
    return one.source.removeprefix("attributes.")
