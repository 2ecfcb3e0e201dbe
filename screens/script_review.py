"""The review before air: every finding answered by a paper or a reason, signed per version, kept."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from catalog.product import Product
from lessons.compliance.exempt import documents_of
from lessons.compliance.script import ScriptFinding
from lessons.compliance.signoff import OpenFindingsError, finding_key
from screens import frame, time_text
from screens.frame import t
from screens.script_desk import Desk
from screens.script_rows import lint_json
from store.scripts import ScriptMoved
from studio.reviews import covering
from studio.scripts import Look

SEVERITIES = ("block", "warn", "info")


def panel(desk: Desk, look: Look) -> None:
    """Where the script stands, its findings with their answers, the signature, the records."""
    reviews = frame.studio().scripts.reviews
    rows = reviews.of_script(desk.script)
    signed = covering(rows, desk.rundown)
    if signed is not None:
        at = time_text.day(signed.at)
        st.success(
            t("review.signed_now", version=signed.version, by=signed.by, at=at), icon=":material/verified:"
        )
    elif rows:
        st.warning(t("review.stale", version=rows[0].version), icon=":material/history:")
    else:
        st.info(t("review.unsigned"), icon=":material/gavel:")
    counts = {one: sum(each.finding.severity == one for each in look.lints) for one in SEVERITIES}
    if look.lints:
        st.caption(t("review.standing", blocks=counts["block"], warns=counts["warn"], infos=counts["info"]))
    else:
        st.caption(t("review.clean"))
    reasons = {}
    titles = {segment.id: frame.both(segment.title) for segment in desk.rundown.segments}
    skus = {segment.id: segment.sku for segment in desk.rundown.segments}
    with st.container(key="law-list"):
        for number, each in enumerate(
            sorted(look.lints, key=lambda one: SEVERITIES.index(one.finding.severity))
        ):
            sku = skus.get(each.segment)
            product = None if sku is None else look.products.get(sku)
            reason = finding_row(number, each, product, titles.get(each.segment, ""))
            if reason:
                reasons[finding_key(each)] = reason
    if signed is None:
        sign(desk, reasons)
    if rows:
        records(desk)


def finding_row(number: int, each: ScriptFinding, product: Product | None, title: str) -> str:
    """One finding and its answer; returns the reason given."""
    found = lint_json(each, product, frame.lang())
    with st.container(
        key=f"law-{each.finding.severity}-{number}", horizontal=True, vertical_alignment="center"
    ):
        st.html(
            f'<div class="cc-law"><p><span class="cc-chip cc-{CHIP[each.finding.severity]}">'
            f"{escape(t(f'law.{each.finding.severity}'))}</span> <mark>{escape(each.finding.text)}</mark> "
            f"<b>{escape(str(found['group']))}</b> {escape(title)}</p>"
            f"<p>{escape(str(found['why']))} {escape(each.finding.suggestion)}</p>"
            f'<p class="cc-small">{escape(each.finding.article)} · {escape(str(found["excuse"]))}'
            f"{' · ' + escape(str(found['papers'])) if found['papers'] else ''}</p></div>"
        )
        if each.finding.severity == "info":
            return ""
        return answer(number, each, product)


CHIP = {"block": "bad", "warn": "warn", "info": "ok"}


def answer(number: int, each: ScriptFinding, product: Product | None) -> str:
    """A paper of the product, or a reason in words."""
    key = f"reason-{finding_key(each)}"
    papers = documents_of(product) if product is not None and each.finding.evidence else ()
    with st.container(width=340, key=f"answer-{number}"):
        if papers:
            own = t("review.own_reason")
            given = [t("review.paper_reason", name=name, value=value) for name, value in papers]
            chosen = st.selectbox(
                t("review.reason"), [own, *given], key=f"{key}-paper", label_visibility="collapsed"
            )
            if chosen != own:
                return str(chosen)
        written = st.text_input(
            t("review.reason"),
            placeholder=t("review.reason"),
            key=key,
            label_visibility="collapsed",
            max_chars=300,
        )
        if each.finding.evidence and not papers and product is not None:
            st.page_link("page/catalogue.py", label=t("review.go_product"), icon=":material/note_add:")
    return written.strip()


def sign(desk: Desk, reasons: dict[str, str]) -> None:
    """The signature under the version on the screen."""
    named = bool(st.session_state.get("actor")) or frame.actor() != t("frame.someone")
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            t("review.sign", version=desk.version),
            type="primary",
            icon=":material/draw:",
            key="sign",
            disabled=not named,
        )
        st.caption(f"{t('review.signer')}: {frame.actor()}" if named else t("review.need_name"))
    if not pressed:
        return
    try:
        frame.studio().scripts.reviews.sign(
            desk.script, version=desk.version, by=frame.actor(), reasons=reasons
        )
    except OpenFindingsError as error:
        st.error(t("review.open", n=len(error.open_findings)))
    except ScriptMoved:
        st.error(t("review.moved"))
    else:
        st.rerun()


def records(desk: Desk) -> None:
    """The past sign-offs, with what was answered then."""
    rows = frame.studio().scripts.reviews.of_script(desk.script)
    st.markdown(f"**{t('review.records')}**")
    st.dataframe(
        [
            {
                t("review.version"): row.version,
                t("review.by"): row.by,
                t("review.at"): time_text.day(row.at),
                t("review.keep"): time_text.day(row.keep_until)[:10],
                t("review.answers"): "；".join(
                    f"{one['text']}（{one['severity']}）{one['reason'] or ''}"
                    for one in row.record["answers"]
                ),
            }
            for row in rows
        ],
        hide_index=True,
        width="stretch",
    )
    st.download_button(
        t("review.download"),
        json.dumps([{"version": row.version, **row.record} for row in rows], ensure_ascii=False, indent=1),
        file_name="sign-off.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="sign-off-file",
    )
