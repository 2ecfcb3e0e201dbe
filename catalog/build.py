"""A row becomes a product, or a finding that says why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import cast

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.cells import CHINA, CellError, has_han, is_garbled, read_count, read_id, without_html
from catalog.lists import json_list, read_pairs, split_links, split_list
from catalog.messages import FindingLog
from catalog.price import guard
from catalog.product import Product, Sku
from catalog.row_prices import PriceReader
from catalog.rows import Row, RowRefused, RowReport

_UNLIMITED = frozenset(
    {"不限", "不限量", "无限", "无限量", "unlimited", "∞", "有货", "充足", "in stock", "instock"}
)


@dataclass(frozen=True, slots=True)
class Built:
    """A product and the fields (as `plan_import` names them) that its row really spoke of."""

    product: Product
    carried: frozenset[str]


class Builder:
    """Builds the products of one file; findings go to `log`, in the order of the rows.

    `zone` is where times without an offset are local, `currency` what prices without a sign are in, `now`
    decides whether a live price is already over. `strict` and `zero_is_none` are the dialect's.
    """

    def __init__(
        self,
        log: FindingLog,
        *,
        now: datetime,
        names: dict[str, str],
        zone: tzinfo = CHINA,
        currency: str = "CNY",
        strict: bool = False,
        zero_is_none: bool = True,
        titled: bool = True,
    ) -> None:
        self._log = log
        self._now = now
        self._zone = zone
        self._report = RowReport(log, names)
        self._prices = PriceReader(self._report, zone=zone, currency=currency, zero_is_none=zero_is_none)
        self._strict = strict
        self._titled = titled
        self._interned: dict[frozenset[str], frozenset[str]] = {}
        self.derived: Sku | None = None
        self.markup_removed = False

    def build(self, row: Row) -> Built | None:
        """The product of the row, or None after a finding of severity error."""
        try:
            return self._build(row)
        except RowRefused:
            return None

    def _build(self, row: Row) -> Built:
        title = self._text(row, "title")
        if self._titled and not title:
            self._report.refuse(row, "catalog.title.missing", "title_zh", "title_en", "title")
        sku = self._sku(row, title)
        prices = self._prices.read(row)
        withheld = prices.withheld
        product = Product(
            sku=sku,
            title=title,
            description=self._text(row, "description"),
            category=row.values.get("category"),
            brand=row.values.get("brand"),
            list_price=prices.list_price,
            price_windows=prices.windows,
            floor_price=prices.floor_price,
            cost=prices.cost,
            stock=self._stock(row, withheld),
            origin=self._text(row, "origin"),
            images=self._items(row, "images", links=True),
            tags=self._items(row, "tags"),
            link_no=row.values.get("link_no"),
            spu=row.values.get("spu"),
            attributes=self._attributes(row),
            options=self._options(row),
            ingredients=self._text(row, "ingredients"),
            certificates=self._items(row, "certificates"),
            documents=self._items(row, "documents", links=True),
        )
        self._check(row, product)
        return Built(product, self._carried(row, product, withheld))

    def _sku(self, row: Row, title: Bilingual) -> Sku:
        text = row.values.get("sku") or next(iter(row.spare), None)
        if text is None and not self._strict and not row.values.get("options"):
            text = row.values.get("spu")
        if text is not None:
            if is_garbled(text):
                self._report.refuse(row, "catalog.sku.garbled", "sku", text=text)
            try:
                return Sku(read_id(text))
            except CellError as error:
                self._report.refuse(row, error.code, "sku", text=text)
        if not title or self._strict or "sku" in self._report.names:
            self._report.refuse(row, "catalog.sku.missing", "sku")
        # A list of names has no codes: the names themselves make one that is the same at every import.
        digest = sha256(f"{title.zh or ''}\n{title.en or ''}".encode()).hexdigest()[:10]
        sku = Sku(f"n-{digest}")
        self.derived = self.derived or sku
        return sku

    def _text(self, row: Row, name: str) -> Bilingual:
        values = row.values
        en, zh = values.get(f"{name}_en"), values.get(f"{name}_zh")
        either = values.get(name)
        if either is not None:
            if has_han(either):
                zh = zh or either
            else:
                en = en or either
        if en is None and zh is None:
            return NO_TEXT
        if not self._strict and name == "description":
            en, zh = self._plain(en), self._plain(zh)
        for text, column in ((en, f"{name}_en"), (zh, f"{name}_zh")):
            if text is not None and is_garbled(text):
                self._report.say(row, "catalog.row.mojibake", column, name, text=text)
        return Bilingual(en=en, zh=zh)

    def _plain(self, text: str | None) -> str | None:
        if text is None or "<" not in text:
            return text
        plain = without_html(text)
        self.markup_removed = self.markup_removed or plain != text
        return plain or None

    def _stock(self, row: Row, withheld: set[str]) -> int | None:
        text = row.values.get("stock")
        if text is None:
            return None
        if text.casefold() in _UNLIMITED:
            self._report.say(row, "catalog.stock.unlimited", "stock", text=text)
            return None
        try:
            count = read_count(text)
        except CellError as error:
            self._report.refuse(row, error.code, "stock", text=text)
        if count < 0:
            self._report.say(row, "catalog.stock.negative", "stock", text=text)
            withheld.add("stock")
            return None
        return count

    def _items(self, row: Row, name: str, *, links: bool = False) -> tuple[str, ...]:
        text = row.values.get(name)
        if text is None:
            return ()
        listed = json_list(text) if self._strict else None
        if listed is not None and all(isinstance(item, str) for item in listed):
            return tuple(cast(list[str], listed))
        return split_links(text) if links else split_list(text)

    def _options(self, row: Row) -> tuple[tuple[str, str], ...]:
        text = row.values.get("options")
        if text is None:
            return ()
        return read_pairs(text, strict=self._strict)

    def _attributes(self, row: Row) -> tuple[tuple[str, str], ...]:
        written = row.values.get("attributes")
        if written is not None:
            return (*row.extras.items(), *read_pairs(written, strict=True))
        return tuple(row.extras.items())

    def _check(self, row: Row, product: Product) -> None:
        if not product.price_windows:
            return
        set_prices = [window for window in product.price_windows if window.kind != "coupon"]
        if set_prices and all(window.end <= self._now for window in set_prices):
            end = max(window.end for window in set_prices).astimezone(self._zone)
            self._report.say(row, "catalog.window.over", "live_end", end=f"{end:%Y-%m-%d %H:%M}")
        for finding in guard(product):
            # On import it is a warning: the row loads, and the price stays shut until someone looks at it.
            where = replace(finding.where, file=self._log.file, row=row.number)
            self._log.add(replace(finding, where=where, severity="warn"))

    def _carried(self, row: Row, product: Product, withheld: set[str]) -> frozenset[str]:
        """Which fields the row speaks of: those with a value, and in our own file those left blank as
        well."""
        spoken = set(row.values)
        if self._strict:
            spoken |= row.blank
        carried = set()
        for name in ("title", "description", "origin", "ingredients"):
            text: Bilingual = getattr(product, name)
            carried |= {f"{name}.en"} if text.en is not None or f"{name}_en" in spoken else set()
            carried |= {f"{name}.zh"} if text.zh is not None or f"{name}_zh" in spoken else set()
        plain = ("category", "brand", "floor_price", "cost", "stock", "images", "tags", "link_no", "spu")
        carried |= {name for name in (*plain, "options", "certificates", "documents") if name in spoken}
        if "list_price" in spoken or product.list_price is not None:
            carried.add("list_price")
        carried |= {f"price_windows.{window.kind}" for window in product.price_windows}
        if self._strict:
            written = "price_windows" in spoken
            carried |= {f"price_windows.{kind}" for kind in ("live", "flash", "coupon") if written}
            carried |= {"price_windows.live"} if "live_price" in spoken else set()
        carried.add("attributes")
        carried -= (
            {"list_price"} if withheld & {"list_price", "price"} and product.list_price is None else set()
        )
        carried -= {name for name in withheld if name not in ("list_price", "price")}
        carried -= {"price_windows.live"} if "live_price" in withheld and not product.price_windows else set()
        frozen = frozenset(carried)
        return self._interned.setdefault(frozen, frozen)
