"""Money: read by shape, never guessed; integer minor units; one currency per sum."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.currency import EXPONENTS
from catalog.money import (
    MAX_MINOR,
    MixedCurrencyError,
    Money,
    MoneyError,
    UnknownCurrencyError,
    decimal_text,
    exponent,
    format_money,
    parse_money,
    parse_wan,
    total,
)

amounts = st.builds(
    Money, minor=st.integers(-MAX_MINOR, MAX_MINOR), currency=st.sampled_from(sorted(EXPONENTS))
)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("59", 5900, "CNY"),
        ("59.9", 5990, "CNY"),
        ("59.90", 5990, "CNY"),
        ("59.9000", 5990, "CNY"),
        ("0.01", 1, "CNY"),
        ("1,299.00", 129900, "CNY"),
        ("12,345,678", 1234567800, "CNY"),
        ("５９．９０", 5990, "CNY"),
        ("１，２９９", 129900, "CNY"),
        ("￥19.9", 1990, "CNY"),
        ("¥ 19.9", 1990, "CNY"),
        ("19.9元", 1990, "CNY"),
        ("19.9 元", 1990, "CNY"),
        ("RMB 19.9", 1990, "CNY"),
        ("人民币19.9元", 1990, "CNY"),
        ("CNY 19.90", 1990, "CNY"),
        ("HK$42.0", 4200, "HKD"),
        ("hk$ 42", 4200, "HKD"),
        ("US$1,000.5", 100050, "USD"),
        ("$5", 500, "USD"),
        ("12.50 USD", 1250, "USD"),
        ("NT$100", 10000, "TWD"),
        ("€9.99", 999, "EUR"),
        ("JPY 1200", 1200, "JPY"),
        ("KWD 1.250", 1250, "KWD"),
        ("-5", -500, "CNY"),
        ("−5.5", -550, "CNY"),
        ("-¥5", -500, "CNY"),
    ],
)
def test_reads_what_files_hold(text: str, minor: int, currency: str) -> None:
    """Full-width figures, signs on either side, thousands: the exact amount and its own currency."""
    assert parse_money(text) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("NaN", "shape"),
        ("Infinity", "shape"),
        ("1e3", "shape"),
        ("1E+3", "shape"),
        ("0x10", "shape"),
        ("1_000", "shape"),
        ("1.299,00", "shape"),
        ("12,5", "shape"),
        ("1,2345", "shape"),
        ("1.2.3", "shape"),
        ("--5", "shape"),
        (".5", "shape"),
        ("5.", "shape"),
        ("约59", "shape"),
        ("59/斤", "shape"),
        ("٣٤", "shape"),
        ("19.9²", "shape"),
        ("①", "shape"),
        ("½", "shape"),
        ("19.9-29.9", "range"),
        ("￥19.9-29.9", "range"),
        ("￥19.9~￥29.9", "range"),
        ("19.9至29.9", "range"),
        ("1.2万", "wan"),
        ("9.999", "decimals"),
        ("HK$5元", "currency"),
        ("9" * 20, "size"),
    ],
)
def test_refuses_what_is_no_amount(text: str, problem: str) -> None:
    """Anything else is refused with the reason; nothing is rounded or guessed."""
    with pytest.raises(MoneyError) as caught:
        parse_money(text)
    assert caught.value.problem == problem
    assert repr(text) in str(caught.value)


def test_bare_signs_follow_the_file() -> None:
    """¥ is yen only in a yen file, $ is the file's own dollar, else the American."""
    assert parse_money("¥500", currency="JPY") == Money(500, "JPY")
    assert parse_money("¥500", currency="USD") == Money(50000, "CNY")
    assert parse_money("$500", currency="HKD") == Money(50000, "HKD")
    assert parse_money("$500", currency="CNY") == Money(50000, "USD")


def test_yen_have_no_decimals() -> None:
    """Decimals beyond the exponent are refused, zeros are not decimals."""
    assert parse_money("1200.00", currency="JPY") == Money(1200, "JPY")
    with pytest.raises(MoneyError):
        parse_money("1200.5", currency="JPY")


@pytest.mark.parametrize(("text", "minor"), [("1.2万", 1200000), ("3万", 3000000), ("￥1.25万元", 1250000)])
def test_ten_thousands_are_read_apart(text: str, minor: int) -> None:
    """万 is exact arithmetic, and only for callers who ask for it and tell the user."""
    assert parse_wan(text) == Money(minor, "CNY")
    with pytest.raises(MoneyError):
        parse_wan("1.2")


@settings(max_examples=100, deadline=None)
@given(amounts, st.sampled_from(["zh", "en"]))
def test_format_and_parse_are_inverse(money: Money, lang: str) -> None:
    """For every ISO 4217 currency: what we show, we read back to the same minor units."""
    shown = format_money(money, lang=lang)  # type: ignore[arg-type]
    assert parse_money(shown, currency=money.currency) == money
    bare = decimal_text(money.minor, money.currency)
    assert Decimal(bare).scaleb(exponent(money.currency)) == money.minor


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_named_refusal(text: str) -> None:
    """No text makes the parser fail in another way, and what it accepts is made of figures."""
    try:
        money = parse_money(text)
    except MoneyError:
        return
    assert abs(money.minor) <= MAX_MINOR
    assert any(char.isdecimal() for char in text)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("CNY", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("HKD", 2)],
)
def test_exponents_are_those_of_iso_4217(currency: str, digits: int) -> None:
    """The minor unit has as many decimals as the standard says."""
    assert exponent(currency) == digits


def test_the_currency_table_is_whole() -> None:
    """Every code is three capital letters, each listed once, and all active codes with a minor unit are
    there."""
    assert all(code.isascii() and code.isupper() and len(code) == 3 for code in EXPONENTS)
    assert len(EXPONENTS) >= 170
    with pytest.raises(UnknownCurrencyError, match="unknown currency 'XAU'"):
        exponent("XAU")


@pytest.mark.parametrize(
    ("money", "zh", "en"),
    [
        (Money(129900, "CNY"), "¥1,299.00", "¥1,299.00"),
        (Money(-4200, "HKD"), "-HK$42.00", "-HK$42.00"),
        (Money(1200, "JPY"), "JP¥1,200", "JP¥1,200"),
        (Money(1250, "KWD"), "1.250 KWD", "KWD 1.250"),
        (Money(5, "CNY"), "¥0.05", "¥0.05"),
    ],
)
def test_shows_money_as_people_write_it(money: Money, zh: str, en: str) -> None:
    """Thousands are grouped, decimals are always all there, a rare currency is shown by its code."""
    assert (format_money(money, lang="zh"), format_money(money, lang="en")) == (zh, en)


def test_currencies_do_not_mix() -> None:
    """A sum, a difference or a comparison across currencies is a mistake of the caller."""
    yuan, dollar = Money(100, "CNY"), Money(100, "HKD")
    for act in (lambda: yuan + dollar, lambda: yuan - dollar, lambda: yuan < dollar, lambda: yuan >= dollar):
        with pytest.raises(MixedCurrencyError, match="cannot combine CNY with HKD"):
            act()
    with pytest.raises(MixedCurrencyError):
        total([yuan, dollar], currency="CNY")
    assert yuan != dollar


@settings(deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), max_size=20), st.integers(-1000, 1000))
def test_sums_are_exact(minors: list[int], pieces: int) -> None:
    """Adding and multiplying money is adding and multiplying integers."""
    assert total((Money(minor, "CNY") for minor in minors), currency="CNY") == Money(sum(minors), "CNY")
    assert Money(7, "CNY") * pieces == Money(7 * pieces, "CNY") == pieces * Money(7, "CNY")


def test_money_is_not_multiplied_by_a_float() -> None:
    """Only whole pieces: a float or a truth value is refused."""
    for factor in (1.5, True):
        with pytest.raises(TypeError, match="whole number of pieces"):
            Money(100, "CNY") * factor  # type: ignore[operator]


def test_no_float_in_the_money_path() -> None:
    """The modules that handle amounts contain no float literal, no float() and no true division."""
    room = Path(__file__).parents[1] / "catalog"
    for name in ("money.py", "currency.py", "price.py", "row_prices.py", "stock.py", "wire.py"):
        tree = ast.parse((room / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), name
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), name
            assert not (isinstance(node, ast.Name) and node.id == "float"), name
