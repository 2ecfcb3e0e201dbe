"""Writing: what we export reads back to the same products, and no cell runs as a formula."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.plan import plan_import
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from catalog.read import read_catalog
from catalog.wire import product_from_json, product_to_json
from catalog.write import WriteError, write_catalog

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

NASTY = [
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "'quoted",
        "''",
        "-",
        "无",
        "N/A",
        "emoji 🍑🍑",
        "[1]",
    ),
    *(
        "two\nlines",
        'say "hi"',
        "a,b;c|d",
        "0012",
        "6920000000000000123",
        "＝1",
        '="007"',
        "a: b",
        "：",
        "NaN",
    ),
]
# Control characters and halves of emoji never get in: reading drops them.
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6)
text = st.one_of(st.sampled_from(NASTY), plain).filter(lambda value: value.strip() == value or value == "\tx")
maybe = st.none() | text
bilingual = st.builds(Bilingual, en=maybe, zh=maybe)
amount = st.integers(0, 10**9)
instant = st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second + 10**9, UTC))
sku = st.one_of(
    st.from_regex(r"[A-Za-z0-9._-]{1,19}", fullmatch=True),
    st.sampled_from(["00123", "6920000000000000123", "编号一", "005E1", "-12", "=1"]),
)
words = st.lists(text, max_size=3, unique=True).map(tuple)
pairs = st.dictionaries(text, text, max_size=3).map(lambda held: tuple(held.items()))


@st.composite
def windows(draw: st.DrawFn) -> tuple[PriceWindow, ...]:
    """Windows that keep the rule: those of one kind touch at most, coupons may stack."""
    edges = sorted(draw(st.lists(instant, min_size=2, max_size=5, unique=True)))
    made = []
    for kind in ("live", "flash"):
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            if draw(st.booleans()):
                made.append(PriceWindow(start, end, Money(draw(amount), "CNY"), kind))
    if not made and draw(st.booleans()):
        made.append(PriceWindow(ALWAYS_START, ALWAYS_END, Money(draw(amount), "CNY"), "live"))
    if draw(st.booleans()):
        made.append(PriceWindow(edges[0], ALWAYS_END, Money(draw(amount), "CNY"), "coupon"))
    return tuple(made)


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Any product a person or a file can make."""
    money = st.none() | amount.map(lambda minor: Money(minor, "CNY"))
    return Product(
        sku=Sku(draw(sku)),
        title=draw(bilingual.filter(bool)),
        description=draw(bilingual),
        category=draw(maybe),
        brand=draw(maybe),
        list_price=draw(money),
        price_windows=draw(windows()),
        floor_price=draw(money),
        cost=draw(money),
        stock=draw(st.none() | st.integers(0, 10**6)),
        origin=draw(bilingual),
        images=draw(words),
        tags=draw(words),
        link_no=draw(maybe),
        spu=draw(maybe),
        attributes=draw(pairs),
        options=draw(pairs),
        ingredients=draw(bilingual),
        certificates=draw(words),
        documents=draw(words),
    )


catalogues = st.lists(products(), min_size=1, max_size=3, unique_by=lambda product: product.sku)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(products())
def test_wire_is_lossless(product: Product) -> None:
    """A product written to the wire and read again is the same product."""
    assert product_from_json(product_to_json(product)) == product


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".jsonl", ".parquet"])
def test_own_export_reads_back_to_zero_changes(tmp_path_factory: pytest.TempPathFactory, ending: str) -> None:
    """Export then import is: nothing created, nothing changed, no error, whatever the texts hold."""
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path_factory.mktemp("out") / f"all{ending}"

    @settings(
        max_examples=20 if ending == ".csv" else 5, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(catalogues)
    def check(catalogue: list[Product]) -> None:
        write_catalog(catalogue, path)
        reading = read_catalog(path, name=path.name, now=NOW)
        plan = plan_import({product.sku: product for product in catalogue}, reading)
        assert reading.dialect == "own"
        assert plan.update == ()
        assert (plan.create, plan.errors) == ((), 0)
        assert set(plan.unchanged) == {product.sku for product in catalogue}

    check()


def simple(number: int, **fields: object) -> Product:
    held: dict[str, object] = {
        "title": Bilingual(en=f"Peach {number}", zh=None),
        "list_price": Money(5900, "CNY"),
        "stock": 5,
    }
    return Product(sku=Sku(f"P{number}"), **(held | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", ["shopify", "woocommerce"])
def test_shop_exports_read_back_to_zero_changes(tmp_path: Path, dialect: str) -> None:
    """What a shop's file can carry comes back as it was; what it cannot carry is left alone."""
    always = PriceWindow(ALWAYS_START, ALWAYS_END, Money(3900, "CNY"), "live")
    catalogue = [
        simple(1, title=Bilingual("Peach", "桃子"), description=Bilingual("Two\nlines <b> & more", "两行")),
        simple(2, price_windows=(always,), cost=Money(1000, "CNY"), floor_price=Money(3000, "CNY")),
        simple(
            3, spu="TEE", title=Bilingual("Tee"), options=(("Size", "S"), ("Color", "Red")), images=("a.jpg",)
        ),
        simple(
            4, spu="TEE", title=Bilingual("Tee"), options=(("Size", "M"), ("Color", "Red")), images=("a.jpg",)
        ),
        simple(5, category="Fruit > Peaches", brand="Slowgrove", tags=("hot", "new"), stock=None),
        simple(6, images=("a.jpg", "b.jpg", "c.jpg"), attributes=(("weight", "2 kg"),)),
    ]
    path = tmp_path / "shop.csv"
    write_catalog(catalogue, path, dialect=dialect)
    reading = read_catalog(path, name=path.name, now=NOW)
    plan = plan_import({product.sku: product for product in catalogue}, reading)
    assert reading.dialect == dialect
    assert (plan.update, plan.create, plan.errors) == ((), (), 0)
    assert len(plan.unchanged) == 6


def test_woo_carries_the_live_window_with_its_dates(tmp_path: Path) -> None:
    """A timed live price is the sale price with its dates, and comes back to the second."""
    window = PriceWindow(NOW, NOW + timedelta(hours=2), Money(3900, "CNY"), "live")
    catalogue = [simple(1, price_windows=(window,))]
    path = tmp_path / "woo.csv"
    write_catalog(catalogue, path, dialect="woocommerce")
    reading = read_catalog(path, name=path.name, now=NOW)
    assert reading.products[0].price_windows == (window,)


def test_formula_cells_are_neutralised_in_the_file(tmp_path: Path) -> None:
    """No cell of an export begins with a sign that a spreadsheet would run."""
    path = tmp_path / "out.csv"
    write_catalog([simple(1, brand="=HYPERLINK()", tags=("+1", "@x"), attributes=(("=k", "-2"),))], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK()" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """The file appears whole or not at all."""
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(AttributeError):
        write_catalog([None], path)  # type: ignore[list-item]
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_misuse_names_what_is_possible(tmp_path: Path) -> None:
    """An unknown dialect or ending is refused with the list of those we write."""
    with pytest.raises(WriteError, match="use one of own, shopify, woocommerce"):
        write_catalog([], tmp_path / "x.csv", dialect="amazon")
    with pytest.raises(WriteError, match=r"\.csv, \.tsv, \.xlsx, \.jsonl, \.parquet"):
        write_catalog([], tmp_path / "x.doc")
