"""The import plan: a file changes only what it speaks of, locks hold, the counts are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.plan import FieldChange, ImportPlan, change_text, plan_import
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from catalog.read import read_catalog

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
START, END = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 14, tzinfo=UTC)
P1, P2 = Sku("P1"), Sku("P2")
PEACH = Product(
    sku=P1,
    title=Bilingual("Peach", "水蜜桃"),
    description=Bilingual("Juicy.", "多汁。"),
    brand="缓林",
    list_price=Money(8900, "CNY"),
    price_windows=(PriceWindow(START, END, Money(500, "CNY"), "coupon"),),
    floor_price=Money(6200, "CNY"),
    stock=100,
    attributes=(("weight", "2 kg"), ("season", "July")),
)
SHOP = {P1: PEACH}


def plan(text: str, existing: dict[Sku, Product] | None = None, **options: object) -> ImportPlan:
    reading = read_catalog(text.encode(), name="f.csv", now=NOW)
    return plan_import(SHOP if existing is None else existing, reading, **options)  # type: ignore[arg-type]


def test_a_price_list_changes_prices_and_nothing_else() -> None:
    """Fields without a column stay: the floor price, the texts, the coupon, the attributes."""
    result = plan("编码,划线价,库存\nP1,79,120\n")
    assert result.update == (
        FieldChange(P1, "list_price", Money(8900, "CNY"), Money(7900, "CNY")),
        FieldChange(P1, "stock", 100, 120),
    )
    assert result.products == (replace(PEACH, list_price=Money(7900, "CNY"), stock=120),)


def test_a_blank_cell_clears_in_our_own_file_only() -> None:
    """A platform's blank means "nothing to say"; ours means "nothing"."""
    assert plan("编码,名称,品牌\nP1,水蜜桃,\n").update == ()
    own = plan("sku,title_en,title_zh,brand,season\nP1,Peach,水蜜桃,,\n")
    assert own.update == (
        FieldChange(P1, "brand", "缓林", None),
        FieldChange(P1, "attributes.season", "July", None),
    )
    assert own.products[0].attributes == (("weight", "2 kg"),)


def test_an_import_is_the_same_whichever_language_it_carries() -> None:
    """A file with Chinese names leaves the English ones."""
    result = plan("编码,名称\nP1,阳山水蜜桃\n")
    assert result.products[0].title == Bilingual("Peach", "阳山水蜜桃")


def test_a_window_of_one_kind_replaces_that_kind() -> None:
    """A live price comes beside the coupon that was there."""
    result = plan("编码,名称,直播价\nP1,水蜜桃,69\n")
    live = PriceWindow(ALWAYS_START, ALWAYS_END, Money(6900, "CNY"), "live")
    assert set(result.products[0].price_windows) == {live, *PEACH.price_windows}
    assert [change.field for change in result.update] == ["price_windows.live"]


def test_attributes_are_merged_by_name() -> None:
    """A new attribute is added, a changed one replaced, the rest kept in place."""
    result = plan("编码,名称,weight,保质期\nP1,水蜜桃,3 kg,5天\n")
    assert result.products[0].attributes == (("weight", "3 kg"), ("season", "July"), ("保质期", "5天"))
    assert [change.field for change in result.update] == ["attributes.weight", "attributes.保质期"]


def test_locked_fields_survive_and_the_plan_says_so() -> None:
    """A hand edit wins; the change that was kept out is listed with old and new."""
    result = plan("编码,名称,划线价\nP1,别的名字,79\n", locked={P1: {"title", "list_price"}})
    assert (result.update, result.unchanged, result.products) == ((), (P1,), ())
    assert [(change.field, change.old, change.new) for change in result.held] == [
        ("title.zh", "水蜜桃", "别的名字"),
        ("list_price", Money(8900, "CNY"), Money(7900, "CNY")),
    ]
    assert [finding.code for finding in result.findings] == ["catalog.plan.locked"] * 2
    partly = plan("编码,名称,划线价\nP1,别的名字,79\n", locked={P1: {"title.zh"}})
    assert [change.field for change in partly.update] == ["list_price"]


def test_a_new_product_needs_a_name() -> None:
    """A price list cannot create a product nobody can show."""
    result = plan("编码,划线价\nP1,79\nP9,5\n")
    assert (len(result.create), result.errors) == (0, 1)
    assert result.findings[0].code == "catalog.title.unknown"
    assert "P9" in (result.findings[0].what.zh or "")


def test_outer_blanks_and_line_ends_are_no_change() -> None:
    """A file that differs in blanks around a text or in line ends changes nothing."""
    existing = {P1: replace(PEACH, description=Bilingual("Two\r\nlines ", "多汁。"))}
    text = 'sku,title_en,title_zh,description_en\nP1, Peach ,水蜜桃,"Two\nlines"\n'
    assert plan(text, existing).unchanged == (P1,)


def test_the_document_has_exactly_the_contract_s_keys() -> None:
    """`catalog import --json`: counts of products and rows, dialect, encoding, findings."""
    text = "编码,名称,划线价\nP1,水蜜桃,79\nP2,茶,5\nP3,盐,abc\nP2,茶,5\n"
    document = plan(text).to_json()
    findings = document.pop("findings")
    assert document == {
        "create": 1,
        "update": 1,
        "unchanged": 0,
        "error": 1,
        "warnings": 1,
        "dialect": "table",
        "encoding": "utf-8",
    }
    assert isinstance(findings, list)
    assert [(finding["code"], finding["row"], finding["column"]) for finding in findings] == [
        ("catalog.price.unreadable", 4, "划线价"),
        ("catalog.row.duplicate", 5, None),
    ]


def test_a_file_that_is_not_read_counts_as_one_error() -> None:
    """No rows, one error: scripts see it in the count."""
    document = plan("").to_json()
    assert (document["error"], document["create"], document["dialect"]) == (1, 0, "unknown")


def test_a_second_import_changes_nothing() -> None:
    """Applying a plan and importing the same file again: all unchanged."""
    text = "编码,名称,划线价,直播价,标签,保质期\nP1,水蜜桃,79,69,福利款,5天\nP2,茶,5,,,\n"
    first = plan(text)
    merged = SHOP | {product.sku: product for product in first.products}
    again = plan(text, merged)
    assert (again.create, again.update, again.unchanged) == ((), (), (P1, P2))


def test_a_plan_knows_what_it_was_made_from() -> None:
    """The keys of the products that would change are handed on, those of others are not."""
    result = plan("编码,名称,划线价\nP1,水蜜桃,79\nP2,茶,5\n", keys={P1: "abc", Sku("P9"): "def"})
    assert result.seen == {P1: "abc"}


def test_a_price_that_jumps_is_told_before_it_is_written() -> None:
    """A tenth of the price it had is more likely a slip: told with the product, and the row loads."""
    result = plan("编码,名称,划线价\nP1,水蜜桃,8.9\n")
    (finding,) = (each for each in result.findings if each.code == "catalog.price.jump")
    assert finding.severity == "warn"
    assert "P1" in (finding.what.zh or "") and "¥89.00" in (finding.what.en or "")
    assert len(result.products) == 1
    assert not [f for f in plan("编码,划线价\nP1,8.9\n", jump=20).findings if f.code == "catalog.price.jump"]


def test_changes_are_shown_as_people_read_them() -> None:
    """Money with its sign, a window with its times, nothing as a dash."""
    window = PriceWindow(START, END, Money(6900, "CNY"), "live")
    assert change_text(Money(8900, "CNY")) == "¥89.00"
    assert change_text((window,)) == "2026-11-26 20:00–11-26 22:00 ¥69.00"
    assert change_text(None) == change_text(()) == "—"
    assert change_text(("福利款", "返场")) == "福利款, 返场"
