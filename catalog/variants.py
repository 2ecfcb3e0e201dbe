"""Rows that belong together: Shopify's continuation rows, WooCommerce's parents and variations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from catalog.rows import Row, RowReport

_SHARED = ("title", "description", "category", "brand", "tags")
_OPTION_NUMBERS = (1, 2, 3)
_VARIANT_FIELDS = frozenset({"sku", "price", "option1_value"})


def fill_options(row: Row, inherited: Row | None = None) -> None:
    """Turn `option1_name` / `option1_value` … into the `options` field; names may stand in the parent row
    only."""
    lines = []
    for number in _OPTION_NUMBERS:
        value = row.values.pop(f"option{number}_value", None)
        name = row.values.pop(f"option{number}_name", None)
        if name is None and inherited is not None:
            name = inherited.values.get(f"option{number}_name")
        # Shopify writes Title / Default Title for a product that has no options.
        if value is not None and value != "Default Title":
            lines.append(f"{name or f'Option {number}'}: {value}")
    if lines:
        row.values["options"] = "\n".join(lines)


def shopify_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """One row per variant: the product's fields stand only in the first row of a handle, its images in any
    row.

    A row with neither SKU, price nor option value only adds an image. The first image of a product is its
    own; a variant's own image goes in front.
    """
    for _, group in groupby(rows, key=lambda row: row.values.get("spu", f"row {row.number}")):
        members = list(group)
        first = members[0]
        options = Row(first.number, dict(first.values))
        images = "\n".join(row.values["images"] for row in members if "images" in row.values)
        shared = {name: first.values[name] for name in _SHARED if name in first.values}
        variants = [row for row in members if row is first or _VARIANT_FIELDS & row.values.keys()]
        for row in variants:
            for name, text in shared.items():
                row.values.setdefault(name, text)
                row.blank.discard(name)
            if row is not first:
                row.extras = {**first.extras, **row.extras}
            if images:
                row.values["images"] = images
            fill_options(row, options)
            if len(variants) == 1 and "sku" not in row.values and not row.spare:
                row.values.pop("options", None)
            elif "sku" not in row.values and "options" in row.values and "spu" in row.values:
                # Variants without an SKU of their own are told apart by their option values.
                parts = [line.partition(": ")[2] for line in row.values["options"].split("\n")]
                row.spare = ("-".join([row.values["spu"], *(re.sub(r"\s+", "-", part) for part in parts)]),)
            if len(variants) == 1 and "options" not in row.values and "sku" in row.values:
                # A product without variants has no parent.
                handle = row.values.pop("spu", None)
                if handle is not None and handle != row.values["sku"]:
                    row.extras.setdefault("handle", handle)
            if row.extras.get("Status", "").casefold() == "active":
                del row.extras["Status"]
            yield row


def woo_rows(rows: Iterable[Row], report: RowReport) -> Iterator[Row]:
    """One row per sellable thing: simple products and variations; parents lend their texts and are not sold.

    A parent without any variation in the file is kept as a product. Variations may stand before their parent,
    so rows that need one wait until the end of the file.
    """
    parents: dict[str, Row] = {}
    waiting: list[Row] = []
    used: set[int] = set()
    for row in rows:
        if "description" in row.values:
            # WooCommerce writes line breaks as a backslash and an n.
            row.values["description"] = row.values["description"].replace("\\n", "\n")
        kind = row.values.pop("row_type", "simple").casefold().split(",")[0].strip()
        platform_id = row.values.pop("platform_id", None)
        if platform_id is not None and "sku" not in row.values:
            row.spare = (f"id:{platform_id}", *row.spare)
        if kind == "variation":
            waiting.append(row)
        elif kind == "variable":
            for key in (row.values.get("sku"), platform_id and f"id:{platform_id}"):
                if key:
                    parents.setdefault(key.casefold(), row)
        else:
            row.values.pop("parent", None)
            fill_options(row)
            yield row
    for row in waiting:
        named = row.values.pop("parent", "")
        parent = parents.get(named.replace(" ", "").casefold()) or parents.get(named.casefold())
        if parent is None:
            report.say(row, "catalog.variant.orphan", "parent", parent=named or "?")
            fill_options(row)
        else:
            used.add(id(parent))
            row.values["spu"] = parent.values.get("sku") or named
            for name in (*_SHARED, "images"):
                if name in parent.values:
                    row.values.setdefault(name, parent.values[name])
            _take_title(row, parent)
            fill_options(row, parent)
        yield row
    for parent in {id(parent): parent for parent in parents.values()}.values():
        if id(parent) not in used:
            fill_options(parent)
            yield parent


def _take_title(row: Row, parent: Row) -> None:
    """A variation is called "Parent - Red" by WooCommerce; we keep the parent's name and the option."""
    title = parent.values.get("title")
    if title is not None and row.values.get("title", title).startswith(title):
        row.values["title"] = title
