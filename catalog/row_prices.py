"""The prices in a row: list, asking, live, flash, coupon, floor, cost, with the times they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import cast

from catalog.cells import CHINA, CellError, read_time
from catalog.currency import EXPONENTS
from catalog.money import Money, MoneyError, format_money, parse_money, parse_wan
from catalog.price import overlaps
from catalog.product import ALWAYS_END, ALWAYS_START, PriceKind, PriceWindow
from catalog.rows import Row, RowReport

_FIELDS = ("list_price", "price", "live_price", "flash_price", "coupon", "floor_price", "cost")
#: Kind of window → its name in Chinese and English.
KIND_WORDS = {"live": ("直播价", "live price"), "flash": ("秒杀价", "flash price")}


@dataclass(slots=True)
class RowPrices:
    """What a row says about money. `withheld` names fields whose cell was there but gave no value."""

    list_price: Money | None = None
    windows: tuple[PriceWindow, ...] = ()
    floor_price: Money | None = None
    cost: Money | None = None
    withheld: set[str] = field(default_factory=set)


class PriceReader:
    """Reads the prices of rows. `currency` is the file's default; `zero_is_none` the dialect's habit."""

    def __init__(self, report: RowReport, *, zone: tzinfo, currency: str, zero_is_none: bool) -> None:
        self._report = report
        self._zone = zone
        self._currency = currency
        self._zero_is_none = zero_is_none

    def read(self, row: Row) -> RowPrices:
        """The prices of the row. Raises RowRefused after a finding of severity error."""
        result = RowPrices()
        currency = self._read_currency(row)
        prices = {
            name: self._money(row, name, currency, result.withheld) for name in _FIELDS if name in row.values
        }
        result.floor_price, result.cost = prices.get("floor_price"), prices.get("cost")
        result.list_price, result.windows = self._windows(row, prices, currency, result.withheld)
        self._check(row, result)
        return result

    def _check(self, row: Row, prices: RowPrices) -> None:
        amounts = [prices.list_price, prices.floor_price, prices.cost]
        amounts += [window.price for window in prices.windows]
        currencies = sorted({amount.currency for amount in amounts if amount is not None})
        if len(currencies) > 1:
            left, right = currencies[:2]
            self._report.refuse(row, "catalog.price.currencies", *_FIELDS, left=left, right=right)
        for first, second in overlaps(prices.windows):
            kind_zh, kind_en = KIND_WORDS[first.kind]
            self._report.refuse(
                row,
                "catalog.window.overlap",
                "price_windows",
                f"{first.kind}_start",
                f"{first.kind}_price",
                kind_zh=kind_zh,
                kind_en=kind_en,
                first=window_text(first, zone=self._zone),
                second=window_text(second, zone=self._zone),
            )

    def _read_currency(self, row: Row) -> str:
        text = row.values.get("currency")
        if text is None:
            return self._currency
        code = text.strip().upper()
        if code not in EXPONENTS:
            self._report.refuse(row, "catalog.currency.unknown", "currency", text=text)
        return code

    def _money(self, row: Row, name: str, currency: str, withheld: set[str]) -> Money | None:
        text = row.values[name]
        try:
            money = parse_money(text, currency=currency)
        except MoneyError as error:
            read = self._odd_money(row, name, text, currency, error)
            if read is None:
                withheld.add(name)
                return None
            money = read
        if money.minor < 0:
            self._report.refuse(row, "catalog.price.negative", name, text=text)
        if money.minor == 0:
            if self._zero_is_none and name in ("list_price", "live_price", "flash_price", "coupon"):
                withheld.add(name)
                return None
            if name in ("list_price", "price", "live_price", "flash_price"):
                self._report.say(row, "catalog.price.zero", name)
        return money

    def _odd_money(self, row: Row, name: str, text: str, currency: str, error: MoneyError) -> Money | None:
        if error.problem == "range":
            self._report.say(row, "catalog.price.range", name, text=text)
            return None
        if error.problem == "wan":
            try:
                money = parse_wan(text, currency=currency)
            except MoneyError:
                self._report.refuse(row, "catalog.price.unreadable", name, text=text)
            self._report.say(row, "catalog.price.wan", name, text=text, read=format_money(money, lang="zh"))
            return money
        if error.problem == "decimals":
            self._report.refuse(row, "catalog.price.decimals", name, text=text, currency=currency)
        self._report.refuse(row, "catalog.price.unreadable", name, text=text)

    def _windows(
        self, row: Row, prices: Mapping[str, Money | None], currency: str, withheld: set[str]
    ) -> tuple[Money | None, tuple[PriceWindow, ...]]:
        """The list price and the windows, from whichever of list, asking, live, flash and coupon are
        there."""
        list_price, asking = prices.get("list_price"), prices.get("price")
        windows: list[PriceWindow] = []
        live = prices.get("live_price")
        start, end = self._span(row, "live")
        if live is not None:
            windows.append(PriceWindow(start, end, live, "live"))
        elif (start, end) != (ALWAYS_START, ALWAYS_END) and "live_price" not in withheld:
            self._report.say(row, "catalog.window.no_price", "live_start", "live_end")
        if asking is not None:
            if list_price is None:
                list_price = asking
            elif asking != list_price and asking < list_price:
                # Outside the live window the asking price holds, not the struck-through one.
                if live is None:
                    windows.append(PriceWindow(ALWAYS_START, ALWAYS_END, asking, "live"))
                else:
                    if start > ALWAYS_START:
                        windows.append(PriceWindow(ALWAYS_START, start, asking, "live"))
                    if end < ALWAYS_END:
                        windows.append(PriceWindow(end, ALWAYS_END, asking, "live"))
            elif asking != list_price:
                # Not on sale: platforms leave an old, lower comparison price behind.
                list_price = asking
        flash = prices.get("flash_price")
        if flash is not None:
            windows.append(PriceWindow(*self._span(row, "flash"), flash, "flash"))
        coupon = prices.get("coupon")
        if coupon is not None:
            windows.append(PriceWindow(ALWAYS_START, ALWAYS_END, coupon, "coupon"))
        windows.extend(self._written_windows(row, currency))
        return list_price, tuple(windows)

    def _span(self, row: Row, kind: str) -> tuple[datetime, datetime]:
        start, end = ALWAYS_START, ALWAYS_END
        if text := row.values.get(f"{kind}_start"):
            start = self._time(row, f"{kind}_start", text, end=False)
        if text := row.values.get(f"{kind}_end"):
            end = self._time(row, f"{kind}_end", text, end=True)
        if start >= end:
            self._report.refuse(row, "catalog.window.reversed", f"{kind}_end")
        return start, end

    def _time(self, row: Row, name: str, text: str, *, end: bool) -> datetime:
        try:
            return read_time(text, zone=self._zone, end=end)
        except CellError as error:
            self._report.refuse(row, error.code, name, text=text)

    def _written_windows(self, row: Row, currency: str) -> Iterator[PriceWindow]:
        for line in row.values.get("price_windows", "").splitlines():
            if not line.strip():
                continue
            kind, _, rest = line.strip().partition(" ")
            amount, _, span = rest.rpartition(" ")
            start, slash, end = span.partition("/")
            if kind not in ("live", "flash", "coupon") or not slash:
                self._report.refuse(row, "catalog.window.text", "price_windows", text=line)
            try:
                window = PriceWindow(
                    read_time(start, zone=self._zone) if start else ALWAYS_START,
                    read_time(end, zone=self._zone) if end else ALWAYS_END,
                    parse_money(amount, currency=currency),
                    cast(PriceKind, kind),
                )
            except (CellError, MoneyError):
                self._report.refuse(row, "catalog.window.text", "price_windows", text=line)
            if window.start >= window.end:
                self._report.refuse(row, "catalog.window.reversed", "price_windows")
            yield window


def window_text(window: PriceWindow, *, zone: tzinfo = CHINA) -> str:
    """A window as people read it: `2026-11-25 20:00–22:00 ¥39.90`, `一直 / always` at an open end."""
    price = format_money(window.price, lang="zh")
    if window.start == ALWAYS_START and window.end == ALWAYS_END:
        return f"一直/always {price}"
    start = "…" if window.start == ALWAYS_START else f"{window.start.astimezone(zone):%Y-%m-%d %H:%M}"
    end = "…" if window.end == ALWAYS_END else f"{window.end.astimezone(zone):%m-%d %H:%M}"
    return f"{start}–{end} {price}"
