"""The door for product files: a dry run first, and nothing written before the button."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalog.plan import FieldChange, ImportPlan, change_text
from screens import batches_view, frame, mapping_view, markup
from screens.frame import t
from studio.importing import APART_BYTES, ReadingFailed
from studio.undoing import CatalogueMoved

#: Rows of a table of changes; the rest is counted.
LISTED = 500
TYPES = ["csv", "tsv", "txt", "xlsx", "jsonl", "parquet"]
#: What a waiting plan keeps in the session: the plan, and how its columns were mapped.
HELD = ("plan", "plan-mapping", "plan-remap")


def importer() -> bool:
    """The dropzone, and the dry run of what was dropped; True while a plan waits for a decision."""
    held = st.session_state
    round_ = held.setdefault("upload-round", 0)
    with st.container(key="drop-catalogue"):
        file = st.file_uploader(
            t("import.drop"), type=TYPES, key=f"upload-{round_}", label_visibility="collapsed"
        )
    if file is None:
        drop_plan()  # the file was taken out of the dropzone again
    elif held.pop("plan-again", False):
        read(file.getvalue(), file.name, held.get("plan-mapping"))
    elif held.get("plan-of") != file.file_id:
        read(file.getvalue(), file.name, None)
        held["plan-of"] = file.file_id
    if file is not None and "plan" in held:
        plan = held["plan"]
        if (plan.dialect == "unknown" and plan.columns) or held.get("plan-remap"):
            frame.findings(plan.findings)
            mapping = mapping_view.ask(plan.columns, key=f"map-{round_}")
            if mapping is not None:
                read(file.getvalue(), file.name, mapping)
                st.rerun()
            st.button(t("import.cancel"), key="cancel-import", on_click=forget)
            return True
        if (moved := held.pop("plan-moved", None)) is not None:
            st.warning(t("import.moved", n=moved), icon=":material/sync_problem:")
        dry_run(plan)
        return True
    if (failed := held.pop("plan-failed", None)) is not None:
        st.error(t("import.failed", error=failed), icon=":material/error:")
    if (done := held.pop("imported", None)) is not None:
        st.success(t("import.done", n=done), icon=":material/check_circle:")
        with st.container(horizontal=True, vertical_alignment="center", key="after-import"):
            st.page_link("page/cards.py", label=t("import.on"), icon=":material/arrow_forward:")
            if (batch := held.get("imported-batch")) is not None:
                batches_view.undo_button(batch, key=f"undo-now-{batch}")
    return False


def read(data: bytes, name: str, mapping: dict[str, str] | None) -> None:
    """Make the dry run and keep it; a large file is read by another process, and says how far it is."""
    held, catalogue = st.session_state, frame.studio().catalogue
    drop_plan()
    slot = st.empty()
    slot.caption(t("import.reading"))
    if len(data) <= APART_BYTES:
        held["plan"] = catalogue.dry_run(data, name=name, mapping=mapping)
    else:
        with st.spinner(t("import.reading"), show_time=True):

            def told(count: int) -> None:
                slot.caption(t("import.reading_rows", n=f"{count:,}"))

            try:
                held["plan"] = catalogue.dry_run_apart(data, name=name, mapping=mapping, progress=told)
            except ReadingFailed as error:
                held["plan-failed"] = str(error)
                slot.empty()
                return
    held["plan-mapping"] = mapping
    slot.empty()


def drop_plan() -> None:
    """Let go of the plan."""
    for name in HELD:
        st.session_state.pop(name, None)


def forget() -> None:
    """Close the plan and empty the dropzone."""
    drop_plan()
    st.session_state["upload-round"] += 1


def remap() -> None:
    """Ask for the columns again."""
    st.session_state["plan-remap"] = True


def apply(progress: Callable[[int], object]) -> None:
    """Write what the dry run promised; a second click finds no plan and writes nothing."""
    held = st.session_state
    plan = held.get("plan")
    if isinstance(plan, ImportPlan):
        try:
            held["imported-batch"] = frame.studio().catalogue.apply(
                plan, by=frame.actor(), mapping=held.get("plan-mapping"), progress=progress
            )
        except CatalogueMoved as error:
            held["plan-moved"] = len(error.skus)
            held["plan-again"] = True
            return
        held["imported"] = len(plan.products)
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
        pressed = st.button(
            t("import.apply", n=changed), type="primary", disabled=changed == 0, key="apply-import"
        )
        if plan.columns:
            st.button(t("import.remap"), key="remap-import", on_click=remap)
        st.button(t("import.cancel"), key="cancel-import", on_click=forget)
    if pressed:
        slot = st.empty()
        with st.spinner(t("import.writing", n=f"{changed:,}"), show_time=True):
            apply(lambda count: slot.progress(count / changed, t("import.ready", n=f"{count:,}")))
        st.rerun()
    frame.findings(plan.findings)
    if plan.update:
        with st.expander(t("import.changes", n=len(plan.update)), expanded=True):
            changes(plan.update)
    if plan.held:
        with st.expander(t("import.held", n=len(plan.held)), expanded=True):
            changes(plan.held)
            st.button(t("import.locked_take"), key="unlock-held", on_click=unlock_held)
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
            more(len(plan.create))


def unlock_held() -> None:
    """Let the file's values in where locks kept them out, and make the dry run anew."""
    plan = st.session_state.get("plan")
    if isinstance(plan, ImportPlan):
        for change in plan.held:
            frame.studio().catalogue.unlock(change.sku, [change.field, change.field.partition(".")[0]])
        st.session_state["plan-again"] = True


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
    more(len(items))


def more(count: int) -> None:
    """Say how many lines of a list are not shown."""
    if count > LISTED:
        st.caption(t("finding.more", n=count - LISTED))


def field_name(field: str) -> str:
    """A field of the record in words; attributes go by the name the file gave them."""
    if field.startswith("attributes."):
        return field.partition(".")[2]
    key = f"field.{field}"
    return t(key) if frame.has_text(key) else field
