"""What stands against the chosen product, beside the buttons that mend it or let it pass."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from catalog.finding import Finding
from catalog.product import Product
from catalog.standing import fixes, product_findings
from screens import frame, product_standing, time_text
from screens.frame import t
from store.overrides import Override
from studio.rights import RIGHTS, NoRight

BEIJING = ZoneInfo(time_text.ZONE)
#: How long a finding is let pass when nobody says: the show of tonight.
USUAL_DAYS = 1


def listing(product: Product, found: tuple[Finding, ...], allowed: tuple[Override, ...], now: int) -> None:
    """Each finding with the buttons that mend it; price findings can be let pass with a reason."""
    last = frame.studio().catalogue.last_price(product.sku)
    for place, finding in enumerate(found):
        key = f"{product.sku}-{place}-{finding.code.rpartition('.')[2]}"
        what = finding.what.zh or ""
        held = next((one for one in allowed if one.covers(finding.code, what, now)), None)
        with st.container(horizontal=True, vertical_alignment="center", key=f"finding-{key}"):
            kind = "info" if held else finding.severity
            words = escape(f"{frame.both(finding.what)} {'' if held else frame.both(finding.fix)}")
            if held is not None:
                until = time_text.day(held.until)
                by = f"{held.by}（{t(f'role.{held.role}')}）"
                words += "<br>" + escape(t("detail.allowed", by=by, until=until, reason=held.reason))
            st.html(f'<p class="cc-note cc-note-{kind}">{words}</p>', width="stretch")
            if held is not None:
                st.button(t("detail.withdraw"), key=f"withdraw-{key}", on_click=withdraw, args=(held.n,))
                continue
            for fix in fixes(product, finding, last=last):
                st.button(
                    frame.both(fix.words),
                    key=f"fix-{key}-{fix.name}",
                    icon=":material/auto_fix_high:",
                    on_click=mend,
                    args=(product, finding.code, fix.name),
                )
            if finding.code.startswith("catalog.price.") and finding.severity == "error":
                allow(product, finding, key)


def mend(product: Product, code: str, name: str) -> None:
    """Apply a fix to the product as it is now; when its finding is gone already, nothing happens."""

    last = frame.studio().catalogue.last_price(product.sku)
    jump = frame.studio().guard.jump()

    def change(held: Product) -> Product:
        for finding in product_findings(held, last=last, jump=jump):
            if finding.code == code:
                for fix in fixes(held, finding, last=last):
                    if fix.name == name:
                        return fix.product
        return held

    frame.studio().catalogue.mend(product.sku, change, by=frame.actor())
    st.session_state["told"] = t("detail.fixed")


def allow(product: Product, finding: Finding, key: str) -> None:
    """The small form that lets a price finding pass: a reason, a last day."""
    with st.popover(t("detail.allow"), icon=":material/gavel:", key=f"allow-{key}"):
        role = frame.studio().guard.role(frame.actor())
        if role not in RIGHTS["override"]:
            able = product_standing.able()
            st.warning(t("detail.no_right", role=t(f"role.{role}"), able=able), icon=":material/lock:")
            return
        st.caption(t("detail.allow_hint"))
        with st.form(f"allow-form-{key}", border=False):
            reason = st.text_input(t("detail.allow_why"), max_chars=200)
            today = datetime.fromtimestamp(frame.studio().clock() / 1000, tz=BEIJING).date()
            last = st.date_input(
                t("detail.allow_until"),
                today + timedelta(days=USUAL_DAYS),
                min_value=today,
                format="YYYY-MM-DD",
            )
            if st.form_submit_button(t("detail.allow_do"), type="primary"):
                if not reason.strip():
                    st.error(t("detail.allow_empty"))
                elif isinstance(last, date):
                    end = datetime.combine(last + timedelta(days=1), time(), BEIJING)
                    try:
                        frame.studio().guard.allow(
                            product.sku,
                            code=finding.code,
                            what=finding.what.zh or "",
                            reason=reason,
                            until=int(end.timestamp() * 1000),
                            by=frame.actor(),
                        )
                    except NoRight as error:
                        st.error(str(error))
                    else:
                        st.rerun()


def withdraw(number: int) -> None:
    """End a permission now."""
    frame.studio().guard.withdraw(number, by=frame.actor())


