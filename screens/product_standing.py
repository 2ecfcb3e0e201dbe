"""How the catalogue stands, over its table: what is filled in, what is nearly sold out, and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from catalog.checks import FIELDS
from catalog.stock import LOW_STOCK
from screens import frame, product_view
from screens.frame import t
from studio.rights import DESK_ROLES, RIGHTS, NoRight

#: What the table can be narrowed to besides search, category and tag: nothing, findings, low stock, and a
#: field that is missing.
EVERY, FINDINGS, LOW = "", "findings", "low"
ONLY = (EVERY, FINDINGS, LOW, *FIELDS)
#: Stock findings listed; more are found by narrowing the table.
LISTED = 12


def name(only: str) -> str:
    """A choice of ONLY in words."""
    if only in FIELDS:
        return t("only.lacks", field=field(only))
    return t(f"only.{only or 'every'}")


def field(wanted: str) -> str:
    """A field of `catalog.checks.FIELDS` in words."""
    return t("coverage.price") if wanted == "price" else t(f"field.{wanted}")


def only(wanted: str) -> None:
    """Narrow the table to one of ONLY."""
    st.session_state["only"] = wanted


def strip() -> None:
    """The three doors in one line; each says the most important in its name."""
    total, lacking = frame.studio().catalogue.coverage()
    if not total:
        return
    with st.container(key="catalogue-standing", horizontal=True, vertical_alignment="center"):
        coverage(total, lacking)
        stock()
        rules()


def coverage(total: int, lacking: Mapping[str, int]) -> None:
    """Both languages in one figure, every field behind it."""
    texts = [lacking[each] for each in ("title.zh", "title.en", "description.zh", "description.en")]
    share = 100 * (len(texts) * total - sum(texts)) // (len(texts) * total)
    with st.popover(t("coverage.title", share=share), icon=":material/translate:", key="coverage"):
        st.caption(t("coverage.hint"))
        with st.container(key="coverage-list"):
            for each in FIELDS:
                line(each, total, lacking[each])


def line(each: str, total: int, lacking: int) -> None:
    """One field: its name, its bar, and the button that shows what lacks it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"coverage-{each}"):
        bar = product_view.coverage(total, lacking, frame.lang())
        st.html(f'<p class="cc-line">{escape(field(each))}</p>{bar}', width="stretch")
        st.button(
            t("coverage.lacks", n=f"{lacking:,}"),
            key=f"lacks-{each}",
            type="tertiary",
            disabled=not lacking,
            on_click=only,
            args=(each,),
        )


def able() -> str:
    """The roles that may let a price pass, in words."""
    mark = "、" if frame.lang() == "zh" else ", "
    return mark.join(t(f"role.{role}") for role in DESK_ROLES if role in RIGHTS["override"])


def stock() -> None:
    """Oversold, sold out and low, of the show on air or the last one; quiet when there is nothing."""
    catalogue = frame.studio().catalogue
    found = catalogue.stock().findings()
    count = catalogue.page(low=True, limit=1).total
    over = sum(1 for finding in found if finding.severity == "error")
    words = t("alarm.title", n=f"{count:,}") + (f" · {t('alarm.over', n=over)}" if over else "")
    icon = ":material/error:" if over else ":material/inventory:"
    with st.popover(words, icon=icon, key="stock-alarms", disabled=not count):
        for finding in found[:LISTED]:
            words = escape(f"{frame.both(finding.what)} {frame.both(finding.fix)}")
            st.html(f'<p class="cc-note cc-note-{finding.severity}">{words}</p>')
        st.caption(t("alarm.hint", n=LOW_STOCK))
        st.button(t("alarm.only"), key="alarm-only", on_click=only, args=(LOW,))


def rules() -> None:
    """The factor of the price guard, and who may let its findings pass."""
    guard = frame.studio().guard
    with st.popover(t("rules.title"), icon=":material/gavel:", key="price-rules"):
        st.number_input(
            t("rules.jump"),
            min_value=2,
            max_value=100,
            value=guard.jump(),
            step=1,
            key="rules-jump",
            on_change=set_jump,
            help=t("rules.jump_help"),
        )
        listed, me = guard.people(), frame.actor()
        st.caption(t("rules.who", able=able()))
        if not listed:
            st.caption(t("rules.nobody", name=me))
        for person, role in listed.items():
            with st.container(horizontal=True, vertical_alignment="center", key=f"person-{person}"):
                st.html(f'<p class="cc-line"><b>{escape(person)}</b></p>', width="stretch")
                st.html(f'<p class="cc-small">{escape(t(f"role.{role}"))}</p>')
                st.button(
                    t("rules.off"), key=f"person-off-{person}", type="tertiary", on_click=drop, args=(person,)
                )
        if guard.role(me) in RIGHTS["rights"]:
            roles = {role: t(f"role.{role}") for role in DESK_ROLES}
            with st.form("person-form", border=False, clear_on_submit=True):
                cells = st.columns(2, gap="small")
                cells[0].text_input(t("rules.name"), key="person-name", max_chars=24)
                cells[1].selectbox(
                    t("rules.role"), list(roles), format_func=roles.__getitem__, index=2, key="person-role"
                )
                st.form_submit_button(t("rules.add"), on_click=enter)
        else:
            st.caption(t("rules.owner_only"))
        if (refused := st.session_state.pop("rules-refused", None)) is not None:
            st.error(refused)


def set_jump() -> None:
    """Keep the factor."""
    frame.studio().guard.set_jump(int(st.session_state["rules-jump"]))


def enter() -> None:
    """Give somebody a role."""
    person = str(st.session_state.get("person-name") or "").strip()
    if person:
        _enter(person, st.session_state["person-role"])


def drop(person: str) -> None:
    """Take somebody off the list."""
    _enter(person, None)


def _enter(person: str, role: object) -> None:
    wanted = next((each for each in DESK_ROLES if each == role), None)
    try:
        frame.studio().guard.enter(person, wanted, by=frame.actor())
    except NoRight:
        st.session_state["rules-refused"] = t("rules.refused")
