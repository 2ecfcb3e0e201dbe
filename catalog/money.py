"""Money: integer minor units plus an ISO 4217 currency. No float ever touches an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from catalog.bilingual import Lang
from catalog.cells import half_width
from catalog.currency import EXPONENTS, READ_SIGNS, SIGNS

MoneyProblem = Literal["empty", "shape", "range", "wan", "decimals", "currency", "size"]

#: Largest amount read, in minor units: 15 digits, so that sums of a million of them still fit a 64-bit
#: column.
MAX_MINOR = 10**15 - 1


class MoneyError(ValueError):
    """A text that is not an amount; `problem` says in which way, so that a reader can explain it."""

    def __init__(self, text: str, problem: MoneyProblem) -> None:
        super().__init__(f"not an amount of money ({problem}): {text!r}")
        self.text = text
        self.problem = problem


class UnknownCurrencyError(ValueError):
    """A currency code that ISO 4217 does not list, or that has no minor unit."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"unknown currency {currency!r}: use an ISO 4217 code such as CNY, HKD or USD")
        self.currency = currency


class MixedCurrencyError(TypeError):
    """Two currencies met in one sum or comparison."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"cannot combine {left} with {right}: convert with a dated rate first")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (分 for CNY) of an ISO 4217 currency; may be negative for a refund.

    Addition, subtraction and comparison work within one currency and raise MixedCurrencyError across two;
    multiplication takes an int (pieces), nothing else.
    """

    minor: int
    currency: str

    def _other(self, other: Money) -> int:
        if self.currency != other.currency:
            raise MixedCurrencyError(self.currency, other.currency)
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._other(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._other(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, pieces: int) -> Money:
        if type(pieces) is not int:
            raise TypeError(f"money is multiplied by a whole number of pieces, not {type(pieces).__name__}")
        return Money(self.minor * pieces, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._other(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._other(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._other(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._other(other)


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """The sum of amounts of one currency; zero of that currency when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def exponent(currency: str) -> int:
    """Decimal digits of the minor unit: CNY 2, JPY 0, KWD 3. Raises UnknownCurrencyError."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrencyError(currency) from None


# A whole number with either no separators or proper groups of three, then decimals. Nothing else is a price:
# not NaN, 1e3, 1.299,00 or 12,5.
_AMOUNT = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?")
_BARE = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)
_RANGE = re.compile(r"[^\d]*\d[\d,.]*[^\d]*[-~至到][^\d]*\d[\d,.]*[^\d]*")
_DOLLARS = frozenset({"USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD", "MOP"})


def parse_money(text: str, *, currency: str = "CNY") -> Money:
    """The amount written in `text`, in `currency` unless the text names another.

    Accepts full-width digits and signs, `,` as a separator of thousands in groups of three, a leading or
    trailing currency (`￥19.9`, `HK$42.0`, `12.50 USD`, `19.9元`) and decimals up to the currency's exponent
    (more only when they are zeros). A bare `¥` means JPY when `currency` is JPY, else CNY; a bare `$` means
    `currency` when that is a dollar, else USD.

    Raises:
        MoneyError: for anything else: `NaN`, `1e3`, `1.299,00`, a range (`19.9-29.9`, problem "range"), an
            amount in ten-thousands (`1.2万`, problem "wan"; see `parse_wan`), too many decimals.

    >>> parse_money("￥１，２９９.00")
    Money(minor=129900, currency='CNY')
    """
    digits = exponent(currency)
    if digits == 2 and (bare := _BARE.fullmatch(text)):
        # Nine cells in ten are bare figures; this way a long file is read in half the time.
        return Money(int(bare[1]) * 100 + int((bare[2] or "").ljust(2, "0")), currency)
    body = half_width(text).replace("−", "-").replace("–", "-")
    if not body:
        raise MoneyError(text, "empty")
    body, currency = _take_currency(text, body, currency)
    match = _AMOUNT.fullmatch(body)
    # \d also matches other scripts' digits; prices in them would be a guess.
    if match is None or not body.isascii():
        raise MoneyError(text, _problem(body))
    digits = exponent(currency)
    part = match["part"] or ""
    if part[digits:].strip("0"):
        raise MoneyError(text, "decimals")
    figures = match["whole"].replace(",", "") + part[:digits].ljust(digits, "0")
    if len(figures.lstrip("0")) > len(str(MAX_MINOR)):
        raise MoneyError(text, "size")
    minor = int(figures)
    return Money(-minor if match["sign"] == "-" else minor, currency)


def parse_wan(text: str, *, currency: str = "CNY") -> Money:
    """The amount of a text in ten-thousands: `1.2万` is 12 000. Raises MoneyError when it is not one."""
    body = half_width(text)
    match = re.fullmatch(
        r"(?P<head>\D*?)(?P<whole>\d{1,9})(?:\.(?P<part>\d{1,4}))?\s*[万萬w](?P<tail>\D*)", body, re.I
    )
    if match is None:
        raise MoneyError(text, "shape")
    figures = match["whole"] + (match["part"] or "").ljust(4, "0")
    return parse_money(f"{match['head']}{int(figures)}{match['tail']}", currency=currency)


def format_money(money: Money, *, lang: Lang) -> str:
    """The amount as people read it: `¥1,299.00`, `-HK$42.00`, `JP¥1,200`, `KWD 1.250`.

    Both languages use the same figures; a currency without a well-known sign is shown by its code, after the
    figures in Chinese (`1.250 KWD`) and before them in English. `parse_money` with the same currency reads it
    back.
    """
    figures = decimal_text(money.minor, money.currency, grouped=True)
    minus, figures = ("-", figures[1:]) if figures.startswith("-") else ("", figures)
    sign = SIGNS.get(money.currency)
    if sign is not None:
        return f"{minus}{sign}{figures}"
    return f"{minus}{figures} {money.currency}" if lang == "zh" else f"{minus}{money.currency} {figures}"


def decimal_text(minor: int, currency: str, *, grouped: bool = False) -> str:
    """The bare figures, with exactly the currency's decimals: 129900 分 is `1299.00`, or `1,299.00` when
    grouped."""
    digits = exponent(currency)
    whole, part = divmod(abs(minor), 10**digits)
    text = f"{whole:,}" if grouped else str(whole)
    if digits:
        text = f"{text}.{part:0{digits}d}"
    return f"-{text}" if minor < 0 else text


def _take_currency(text: str, body: str, currency: str) -> tuple[str, str]:
    """Strip currency marks from both ends; the marks, when there are any, must agree."""
    upper = body.upper()
    minus = ""
    if upper[0] in "+-":
        minus, upper = upper[0], upper[1:].lstrip()
    named: set[str] = set()
    while upper and not upper[0].isdecimal():
        mark, length = _mark(upper, currency, at_end=False)
        if mark is None:
            break
        named.add(mark)
        upper = upper[length:].lstrip()
    while upper and not upper[-1].isdecimal():
        mark, length = _mark(upper, currency, at_end=True)
        if mark is None:
            break
        named.add(mark)
        upper = upper[:-length].rstrip()
    if len(named) > 1:
        raise MoneyError(text, "currency")
    return minus + upper, named.pop() if named else currency


def _mark(upper: str, currency: str, *, at_end: bool) -> tuple[str | None, int]:
    piece = upper[-3:] if at_end else upper[:3]
    if piece in EXPONENTS:
        return piece, 3
    for sign in READ_SIGNS:
        if upper.endswith(sign) if at_end else upper.startswith(sign):
            return READ_SIGNS[sign], len(sign)
    single = upper[-1] if at_end else upper[0]
    if single == "¥":
        return ("JPY" if currency == "JPY" else "CNY"), 1
    if single == "$":
        return (currency if currency in _DOLLARS else "USD"), 1
    return None, 0


def _problem(body: str) -> MoneyProblem:
    if _RANGE.fullmatch(body):
        return "range"
    if re.fullmatch(r"[\d.,]+\s*[万萬wW]", body):
        return "wan"
    if not body:
        return "empty"
    return "shape"
