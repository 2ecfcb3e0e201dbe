"""The columns of a file that nobody knows: what each holds, and which field it is, said once by a person."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.headers import FIELDS
from catalog.layout import Column
from screens.frame import t

#: Cells of a column that are shown, and their length in characters.
SHOWN, LENGTH = 3, 24


def label(field: str) -> str:
    """A field of ours in words."""
    return t("map.title_any") if field == "title" else t(f"map.{field}")


def ask(columns: Sequence[Column], *, key: str) -> dict[str, str] | None:
    """The mapping a person made, once it can be read by; None until then."""
    labels = {label(field): field for field in FIELDS}
    names = {field: words for words, field in labels.items()}
    head, held, take = t("map.column"), t("map.sample"), t("map.field")
    with st.form(key, border=True):
        st.markdown(f"**{t('map.title')}**")
        st.caption(t("map.hint"))
        table = st.data_editor(
            [
                {
                    head: column.header,
                    held: " · ".join(cell[:LENGTH] for cell in column.sample[:SHOWN] if cell),
                    take: names.get(column.field or ""),
                }
                for column in columns
                if column.header
            ],
            key=f"{key}-table",
            hide_index=True,
            width="stretch",
            disabled=[head, held],
            placeholder=t("map.keep"),
            column_config={take: st.column_config.SelectboxColumn(options=list(labels), width=260)},
        )
        if not st.form_submit_button(t("map.read"), type="primary", icon=":material/table_view:"):
            return None
    mapping = {str(row[head]): labels.get(str(row[take] or ""), "") for row in table}
    taken = [field for field in mapping.values() if field]
    twice = next((field for field in taken if taken.count(field) > 1), None)
    if twice is not None:
        st.error(t("map.twice", field=label(twice)))
        return None
    if not {"sku", "title", "title_zh", "title_en"} & set(taken):
        st.error(t("map.none"))
        return None
    return mapping
