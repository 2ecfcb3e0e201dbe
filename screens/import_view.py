"""The door for product files: a dry run first, and nothing written before the button."""

from __future__ import annotations

import streamlit as st

from catalog.plan import FieldChange, ImportPlan, change_text
from screens import frame, markup
from screens.frame import t

#: Rows of a table of changes; the rest is counted.
LISTED = 500
TYPES = ["csv", "tsv", "txt", "xlsx", "jsonl"]


def importer() -> bool:
    """The dropzone, and the dry run of what was dropped; True while a plan waits for a decision."""
    held = st.session_state
    round_ = held.setdefault("upload-round", 0)
    with st.container(key="drop-catalogue"):
        file = st.file_uploader(
            t("import.drop"), type=TYPES, key=f"upload-{round_}", label_visibility="collapsed"
        )
    if file is not None and held.get("plan-of") != file.file_id:
        with st.spinner(t("import.reading")):
            held["plan"] = frame.studio().catalogue.dry_run(file.getvalue(), name=file.name)
        held["plan-of"] = file.file_id
    if file is None and "plan" in held:
        held.pop("plan")  # the file was taken out of the dropzone again
    if "plan" in held:
        dry_run(held["plan"])
        return True
    if (done := held.pop("imported", None)) is not None:
        st.success(t("import.done", n=done), icon=":material/check_circle:")
        st.page_link("pages/cards.py", label=t("import.on"), icon=":material/arrow_forward:")
    return False


def forget() -> None:
    """Close the plan and empty the dropzone."""
    st.session_state.pop("plan", None)
    st.session_state["upload-round"] += 1


def apply() -> None:
    """Write what the dry run promised; a second click finds no plan and writes nothing."""
    plan = st.session_state.get("plan")
    if isinstance(plan, ImportPlan):
        frame.studio().catalogue.apply(plan)
        st.session_state["imported"] = len(plan.products)
        forget()


def dry_run(plan: ImportPlan) -> None:
    """What the file would change: counts, then old → new per field, new products, findings."""
    counts = plan.to_json()
    names = ("create", "update", "unchanged", "error", "warnings")
    with st.container(key="dry-run", horizontal=True, vertical_alignment="center"):
        words = t("import.read_as", dialect=plan.dialect, encoding=plan.encoding or "—")
        shown = markup.figures({t(f"import.{name}"): f"{counts[name]:,}" for name in names})
        st.html(f'{shown}<p class="cc-small">{words}</p>', width="stretch")
        changed = len(plan.products)
        st.button(
            t("import.apply", n=changed),
            type="primary",
            disabled=changed == 0,
            key="apply-import",
            on_click=apply,
        )
        st.button(t("import.cancel"), key="cancel-import", on_click=forget)
    frame.findings(plan.findings)
    if plan.update:
        with st.expander(t("import.changes", n=len(plan.update)), expanded=True):
            changes(plan.update)
    if plan.held:
        with st.expander(t("import.held", n=len(plan.held))):
            changes(plan.held)
    if plan.create:
        with st.expander(t("import.new_products", n=len(plan.create)), expanded=not plan.update):
            st.dataframe(
                [
                    {"SKU": item.sku, "中文": item.title.zh, "English": item.title.en}
                    for item in plan.create[:LISTED]
                ],
                hide_index=True,
                width="stretch",
                placeholder="—",
            )


def changes(items: tuple[FieldChange, ...]) -> None:
    """Changes field by field, old → new."""
    st.dataframe(
        [
            {
                t("import.sku"): change.sku,
                t("import.field"): field_name(change.field),
                t("import.old"): change_text(change.old),
                t("import.new"): change_text(change.new),
            }
            for change in items[:LISTED]
        ],
        hide_index=True,
        width="stretch",
    )
    if len(items) > LISTED:
        st.caption(t("finding.more", n=len(items) - LISTED))


def field_name(field: str) -> str:
    """A field of the record in words; attributes go by the name the file gave them."""
    if field.startswith("attributes."):
        return field.partition(".")[2]
    key = f"field.{field}"
    return t(key) if frame.has_text(key) else field
