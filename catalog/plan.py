"""What an import would change, before anything is written: create, update field by field, unchanged, refused.

A file changes only the fields it speaks of (`Reading.carried`): a price list without a floor price leaves the
floor price alone, and a blank cell in a platform's export clears nothing. Fields locked by hand stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from catalog.bilingual import Bilingual
from catalog.fields import PLAN_FIELDS, change_text, get_field, same, set_field
from catalog.finding import Finding
from catalog.layout import Column
from catalog.messages import FindingLog
from catalog.price import JUMP_FACTOR, jumped, overlaps, usual_price
from catalog.product import Product, Sku
from catalog.read import Reading
from catalog.row_prices import KIND_WORDS, window_text

__all__ = ["PLAN_FIELDS", "FieldChange", "ImportPlan", "change_text", "merge", "plan_import"]


class FieldChange(NamedTuple):
    """One field of a known product that the import would change; `old` and `new` are values of the record."""

    sku: Sku
    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What the import would do. `products` holds every product to write, ready, in the order of the file.

    `create` are the products that are new, `update` the changed fields of known ones, `unchanged` the SKUs
    that stay as they are, `held` changes that locks kept out, `seen` the key of each changed product.
    `errors` counts the refused rows and findings of the whole file, `warnings` all warnings. `columns` and
    `header_key` are those of the reading, for a person who maps columns; `name` is the file's.
    """

    create: tuple[Product, ...]
    update: tuple[FieldChange, ...]
    unchanged: tuple[Sku, ...]
    findings: tuple[Finding, ...]
    products: tuple[Product, ...]
    dialect: str
    encoding: str | None
    errors: int
    warnings: int
    held: tuple[FieldChange, ...] = field(default=())
    seen: Mapping[Sku, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = field(default=())
    header_key: str = ""
    name: str = ""

    @property
    def updated(self) -> tuple[Sku, ...]:
        """The SKUs with at least one changed field, in the order of the file."""
        return tuple(dict.fromkeys(change.sku for change in self.update))

    def to_json(self) -> dict[str, object]:
        """The document of `catalog import --json`: counts of products and rows, and every finding listed."""
        return {
            "create": len(self.create),
            "update": len(self.updated),
            "unchanged": len(self.unchanged),
            "error": self.errors,
            "warnings": self.warnings,
            "dialect": self.dialect,
            "encoding": self.encoding,
            "findings": [finding.to_json() for finding in self.findings],
        }


def plan_import(
    existing: Mapping[Sku, Product],
    reading: Reading,
    *,
    locked: Mapping[Sku, Collection[str]] | None = None,
    keys: Mapping[Sku, str] | None = None,
    jump: int = JUMP_FACTOR,
    name: str | None = None,
) -> ImportPlan:
    """Compare a reading with the catalogue; pure, writes nothing.

    Args:
        existing: The catalogue by SKU.
        locked: Fields set by hand per SKU, named as in PLAN_FIELDS or by their record field (`title`,
            `price_windows`, `attributes.<name>`).
        keys: What tells the present state of each known product, handed on for those that would change.
        jump: The factor from which a price against the one before it is told (`catalog.price.jumped`).
        name: The file's name for findings of the plan itself; by default that of the reading's findings.

    A new product without a name, and a change that would make two windows of one kind overlap, are errors:
    that product is left out.
    """
    locks, keys = locked or {}, keys or {}
    log = FindingLog(name or next((f.where.file for f in reading.findings if f.where.file), None) or "")
    create: list[Product] = []
    update: list[FieldChange] = []
    held: list[FieldChange] = []
    unchanged: list[Sku] = []
    products: list[Product] = []
    errors = reading.refused
    for product in reading.products:
        sku = product.sku
        old = existing.get(sku)
        if old is None:
            if not product.title:
                log.say("catalog.title.unknown", column=None, sku=sku)
                errors += 1
                continue
            create.append(product)
            products.append(product)
            continue
        merged, changes, kept = merge(old, product, reading, locks.get(sku, ()))
        for change in kept:
            log.say("catalog.plan.locked", column=change.field, sku=sku, field=change.field)
        held.extend(kept)
        if not changes:
            unchanged.append(sku)
            continue
        clash = next(iter(overlaps(merged.price_windows)), None)
        if clash is not None:
            kind_zh, kind_en = KIND_WORDS[clash[0].kind]
            first, second = window_text(clash[0]), window_text(clash[1])
            log.say("catalog.window.overlap", kind_zh=kind_zh, kind_en=kind_en, first=first, second=second)
            errors += 1
            continue
        update.extend(changes)
        products.append(merged)
        for finding in jumped(merged, usual_price(old), jump=jump):
            # As with the rest of the guard: the row loads, and the price stays shut until someone looks.
            where = replace(finding.where, file=log.file)
            log.add(replace(finding, where=where, what=_of(sku, finding.what), severity="warn"))
    whole_file = (
        sum(1 for finding in reading.findings if finding.severity == "error") if not reading.rows else 0
    )
    return ImportPlan(
        create=tuple(create),
        update=tuple(update),
        unchanged=tuple(unchanged),
        findings=(*reading.findings, *log.findings()),
        products=tuple(products),
        dialect=reading.dialect,
        encoding=reading.encoding,
        errors=max(errors, whole_file),
        warnings=reading.warnings + log.count("warn"),
        held=tuple(held),
        seen={sku: keys[sku] for sku in dict.fromkeys(c.sku for c in update) if sku in keys},
        columns=reading.columns,
        header_key=reading.header_key,
        name=log.file,
    )


def merge(
    old: Product, new: Product, reading: Reading, locked: Collection[str] = ()
) -> tuple[Product, tuple[FieldChange, ...], tuple[FieldChange, ...]]:
    """The known product with what the file says of it, the changes made, and the changes that locks kept
    out."""
    carried = reading.carried.get(new.sku)
    changes: list[FieldChange] = []
    kept: list[FieldChange] = []
    merged = old
    for name in PLAN_FIELDS:
        if carried is not None and name not in carried:
            continue
        if name == "attributes":
            merged = _merge_attributes(merged, new, reading, locked, changes, kept)
            continue
        before, after = get_field(old, name), get_field(new, name)
        if same(before, after, loose=not reading.clears):
            continue
        change = FieldChange(new.sku, name, before, after)
        if _is_locked(name, locked):
            kept.append(change)
        else:
            changes.append(change)
            merged = set_field(merged, name, after)
    return merged, tuple(changes), tuple(kept)


def _merge_attributes(
    merged: Product,
    new: Product,
    reading: Reading,
    locked: Collection[str],
    changes: list[FieldChange],
    kept: list[FieldChange],
) -> Product:
    """Attributes of the file replace those of the same name; others stay, in their places."""
    before = dict(merged.attributes)
    after = dict(new.attributes)
    cleared = (reading.attribute_names - after.keys()) & before.keys() if reading.clears else set()
    result = dict(before)
    for name in [*after, *sorted(cleared)]:
        if same(before.get(name), after.get(name), loose=not reading.clears):
            continue
        change = FieldChange(new.sku, f"attributes.{name}", before.get(name), after.get(name))
        if _is_locked(change.field, locked):
            kept.append(change)
            continue
        changes.append(change)
        if name in after:
            result[name] = after[name]
        else:
            del result[name]
    return merged if result == before else replace(merged, attributes=tuple(result.items()))


def _of(sku: Sku, what: Bilingual) -> Bilingual:
    """The sentence with its product named: the plan knows no row."""
    return Bilingual(en=f"{sku}: {what.en}", zh=f"{sku}：{what.zh}")


def _is_locked(name: str, locked: Collection[str]) -> bool:
    return bool(locked) and (name in locked or name.partition(".")[0] in locked)
