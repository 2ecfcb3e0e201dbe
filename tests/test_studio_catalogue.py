"""The catalogue behind the screens: imports undone as a whole, locks, history, search, permissions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, event, select

from catalog.bilingual import Bilingual
from catalog.checks import FIELDS, missing_fields
from catalog.fields import changed_fields
from catalog.money import Money
from catalog.product import Product, Sku
from catalog.reprice import reprice
from catalog.write import write_catalog
from store.stage import PIECE
from store.tables import metadata
from store.tables import product as product_table
from studio.catalogue import Catalogue
from studio.cli import main
from studio.decks import Wish, choices, gather
from studio.importing import ReadingFailed
from studio.recounting import recount
from studio.sample_show import open_sample
from studio.studio import Studio
from studio.undoing import CatalogueMoved, ProductExists, WindowsOverlap

#: 2026-06-12 20:00 in Shanghai.
NOW = 1_781_265_600_000
DAY = 24 * 3600 * 1000
FIRST = """sku,title_en,title_zh,category,list_price,live_price,floor_price,stock,tags
00731,"Honey Peaches, 8 Pieces",水蜜桃 8枚装,食品 > 水果,99.00,69.90,60.00,500,引流款
00732,Potato Chips,淡盐薯片,食品 > 零食,19.90,9.90,12.00,1000,福利款
6926061200000000001,Chongqing Noodles,重庆小面,食品 > 面,29.90,19.90,15.00,,
"""
SECOND = FIRST.replace("99.00", "109.00").replace("1000", "900").replace("重庆小面", "重庆小面 5包") + (
    "00734,Green Tea,绿茶,茶叶,59.00,,,20,\n"
)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the studio."""
    return Clock()


@pytest.fixture
def studio(tmp_path: Path, clock: Clock) -> Iterator[Studio]:
    """An open studio with an empty store."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=clock)
    yield held
    held.close()


@pytest.fixture
def goods(studio: Studio) -> Catalogue:
    """A catalogue with three products."""
    take(studio.catalogue, FIRST)
    return studio.catalogue


def take(catalogue: Catalogue, text: str, *, by: str = "Tao") -> int:
    """Import a file and return its batch."""
    batch = catalogue.apply(catalogue.dry_run(text.encode(), name="goods.csv"), by=by)
    assert batch is not None
    return batch


def hashes(folder: Path) -> str:
    """Hashes of the store's files, made elsewhere: opening a database's file here would drop its locks."""
    code = (
        "import hashlib,pathlib,sys\nfor p in sorted(pathlib.Path(sys.argv[1]).glob('studio.db*')):\n"
        " if not p.name.endswith('-shm'): print(p.name, hashlib.sha256(p.read_bytes()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.count("\n") == 2
    return said


def everything(studio: Studio) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with studio.store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.tables.values()
        }


# -- imports ------------------------------------------------------------------------------------------------


def test_a_dry_run_leaves_the_store_byte_equal(studio: Studio, goods: Catalogue, tmp_path: Path) -> None:
    """Reading a file, here or in a process of its own, changes no byte of the store."""
    rows, before = everything(studio), hashes(tmp_path)
    goods.dry_run(SECOND.encode(), name="goods.csv")
    goods.dry_run_apart(SECOND.encode(), name="goods.csv")
    assert hashes(tmp_path) == before
    assert everything(studio) == rows


def test_an_import_is_undone_as_a_whole(studio: Studio, goods: Catalogue) -> None:
    """Changed products are as they were, new ones are gone; a second undo does nothing."""
    before = goods.products()
    batch = take(goods, SECOND)
    assert goods.page().total == 4
    undone = goods.undo(batch, by="Amy")
    assert undone is not None
    assert (undone.restored, undone.removed, undone.kept) == (3, 1, ())
    assert goods.products() == before
    assert goods.undo(batch, by="Amy") is None
    held = goods.batches()[0]
    assert (held.kind, held.title, held.by, held.undone_by, held.undone_at) == (
        "import",
        "goods.csv",
        "Tao",
        "Amy",
        NOW,
    )
    assert held.counts == {"create": 1, "update": 3, "error": 0}


def test_undo_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    """What was imported before the machine was switched off can still be taken back."""
    url = f"sqlite:///{tmp_path / 'other.db'}"
    first = Studio(url, clock=clock)
    batch = take(first.catalogue, FIRST)
    first.close()
    again = Studio(url, clock=clock)
    assert again.catalogue.undo(batch) is not None
    assert again.catalogue.page().total == 0
    again.close()


def test_undo_keeps_what_a_person_changed_later(goods: Catalogue) -> None:
    """A field set by hand after the import keeps its value; the import's other fields go back."""
    batch = take(goods, SECOND.replace("水蜜桃 8枚装", "阳山水蜜桃 8枚装"))
    goods.edit("00731", list_price=Money(8800, "CNY"), by="Amy")
    goods.edit("00734", stock=3, by="Amy")
    undone = goods.undo(batch)
    assert undone is not None
    assert set(undone.kept) == {"00731", "00734"}
    peach = goods.products()[Sku("00731")]
    assert peach.list_price == Money(8800, "CNY")
    assert peach.title.zh == "水蜜桃 8枚装"
    assert goods.get("00734") is not None


def test_a_plan_that_was_overtaken_writes_nothing(studio: Studio, goods: Catalogue) -> None:
    """When a product changed between dry run and apply the plan is refused, named, and nothing is written."""
    plan = goods.dry_run(SECOND.encode(), name="goods.csv")
    goods.edit("00732", stock=7)
    before = everything(studio)
    with pytest.raises(CatalogueMoved, match=r"1 products changed meanwhile \(00732\).*未写入"):
        goods.apply(plan)
    assert everything(studio) == before


def test_fields_locked_by_hand_survive_and_the_dry_run_says_so(goods: Catalogue) -> None:
    """Only the field that was changed is locked; unlocking lets the file in again."""
    goods.edit("00731", title=Bilingual(zh="阳山水蜜桃", en="Honey Peaches, 8 Pieces"))
    assert goods.locked("00731") == {"title.zh"}
    changed = SECOND.replace("水蜜桃 8枚装", "湖景水蜜桃").replace("Honey Peaches, 8 Pieces", "Peaches")
    plan = goods.dry_run(changed.encode(), name="goods.csv")
    assert [(change.sku, change.field) for change in plan.held] == [("00731", "title.zh")]
    assert ("00731", "title.en") in [(change.sku, change.field) for change in plan.update]
    goods.apply(plan)
    assert goods.products()[Sku("00731")].title == Bilingual(zh="阳山水蜜桃", en="Peaches")
    goods.unlock("00731", ["title.zh"])
    assert goods.dry_run(changed.encode(), name="goods.csv").held == ()


UNKNOWN = "甲,乙,丙\n00991,桂花乌龙,49.00\n00992,茉莉花茶,39.00\n"


def test_a_mapping_is_remembered_for_its_columns(goods: Catalogue) -> None:
    """A file nobody knows gives its columns with samples; once mapped and written it needs no question."""
    plan = goods.dry_run(UNKNOWN.encode(), name="x.csv")
    assert (plan.dialect, plan.products) == ("unknown", ())
    assert [(column.header, column.sample) for column in plan.columns][1] == ("乙", ("桂花乌龙", "茉莉花茶"))
    mapping = {"甲": "sku", "乙": "title_zh", "丙": "list_price"}
    mapped = goods.dry_run(UNKNOWN.encode(), name="x.csv", mapping=mapping)
    assert len(mapped.create) == 2
    assert goods.dry_run(UNKNOWN.encode(), name="x.csv").dialect == "unknown"  # only a look so far
    goods.apply(mapped, mapping=mapping)
    again = goods.dry_run(UNKNOWN.replace("39.00", "35.00").encode(), name="y.csv")
    assert (again.dialect, len(again.updated), len(again.unchanged)) == ("mapped", 1, 1)


def test_a_reading_apart_is_the_same_reading(goods: Catalogue) -> None:
    """The child's plan is the plan made here, it tells its progress, and what is applied is complete."""
    lines = "".join(f"{n:019d},Tea {n},茶 {n},茶叶,20.00,,,5,\n" for n in range(2500))
    data = (SECOND + lines).encode()
    told: list[int] = []
    plan = goods.dry_run_apart(data, name="goods.csv", progress=told.append)
    assert plan == goods.dry_run(data, name="goods.csv")
    assert 1000 in told and 2000 in told
    goods.apply(plan)  # so many are prepared apart, too
    assert goods.dry_run(data, name="goods.csv").products == ()
    assert goods.page(search="t2499").total == 0 and goods.page(search="tea 2499").total == 1


def test_a_reader_that_dies_says_so(goods: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half plan comes from a child that ended early."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ReadingFailed, match="could not be read"):
        goods.dry_run_apart(FIRST.encode(), name="goods.csv")


def test_leaving_the_page_ends_the_reading(goods: Catalogue) -> None:
    """What `progress` raises comes through, and the child is gone."""

    class Left(Exception):
        pass

    def leave(rows: int) -> None:
        raise Left

    lines = "".join(f"{n:019d},Tea {n},茶 {n},茶叶,20.00,,,5,\n" for n in range(1500))
    with pytest.raises(Left):
        goods.dry_run_apart((FIRST + lines).encode(), name="goods.csv", progress=leave)


def test_parquet_comes_in(goods: Catalogue, tmp_path: Path) -> None:
    """A Parquet file written by us imports without a change."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    out = tmp_path / "goods.parquet"
    write_catalog(goods.products().values(), out)
    assert goods.dry_run(out.read_bytes(), name=out.name).products == ()


# -- looking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("水蜜桃", ["00731"]),
        ("PEACH", ["00731"]),
        ("smt", ["00731"]),  # 水蜜桃 by its first letters
        ("shuimi", ["00731"]),
        ("cqxm", ["6926061200000000001"]),  # 重庆 is chóngqìng: readings go by phrase
        ("0073", ["00731", "00732"]),
        ("引流 peach", ["00731"]),
        ("100%", []),
    ],
)
def test_search_knows_both_languages_and_pinyin(goods: Catalogue, search: str, found: list[str]) -> None:
    """Every word must be found somewhere: SKU, names, brand, category, tags, pinyin."""
    assert [item.sku for item in goods.page(search=search).products] == found


def test_filters_and_orders(goods: Catalogue) -> None:
    """A category holds what is below it; unknown figures stand last; findings first when asked."""
    assert goods.page(category=("食品",)).total == 3
    assert [item.sku for item in goods.page(category="食品 > 水果").products] == ["00731"]
    assert goods.page(category=("食",)).total == 0
    assert [item.sku for item in goods.page(tag="福利款").products] == ["00732"]
    assert goods.page(tag="福利").total == 0
    assert [item.sku for item in goods.page(sort="stock").products][-1] == "6926061200000000001"
    assert goods.page(sort="findings").products[0].sku == "00732"  # its live price is under its floor
    assert "00732" in goods.skus(findings=True)
    assert goods.tags() == ("引流款", "福利款")


# -- by hand ------------------------------------------------------------------------------------------------


def test_the_history_tells_who_when_and_what(goods: Catalogue, clock: Clock) -> None:
    """Each change holds the product before and after it; the newest stands first."""
    clock.now += DAY
    goods.edit("00731", stock=480, by="Amy")
    clock.now += DAY
    take(goods, FIRST.replace("99.00", "89.00"), by="Lin")
    history = goods.history("00731")
    assert [(one.kind, one.by, one.at) for one in history] == [
        ("import", "Lin", NOW + 2 * DAY),
        ("edit", "Amy", NOW + DAY),
        ("import", "Tao", NOW),
    ]
    assert history[2].before is None
    assert (history[1].before and history[1].before.stock, history[1].after and history[1].after.stock) == (
        500,
        480,
    )
    assert history[0].after == goods.get("00731")


def test_an_edit_that_changes_nothing_leaves_no_trace(studio: Studio, goods: Catalogue) -> None:
    """The same value again is no change, no lock, no history."""
    before = everything(studio)
    goods.edit("00731", stock=500)
    assert everything(studio) == before


def test_overlapping_windows_are_refused_by_hand_too(studio: Studio, goods: Catalogue) -> None:
    """Both windows are named and nothing is written."""
    peach = goods.products()[Sku("00731")]
    (window,) = peach.price_windows
    before = everything(studio)
    with pytest.raises(WindowsOverlap, match="overlap"):
        goods.edit("00731", price_windows=(window, replace(window, price=Money(100, "CNY"))))
    assert everything(studio) == before


def test_a_bulk_action_is_one_batch_and_its_locks_go_with_it(goods: Catalogue) -> None:
    """Undo puts values and locks back as they were before the action."""

    def number(place: int, product: Product) -> Product:
        return replace(product, link_no=str(place + 1))

    goods.edit("00732", link_no="9")
    before = goods.products()
    batch = goods.change_many(["00732", "00731", "nobody"], number, kind="link", by="Amy")
    assert batch is not None
    assert [goods.products()[Sku(sku)].link_no for sku in ("00732", "00731")] == ["1", "2"]
    assert goods.locked("00731") == {"link_no"}
    assert goods.change_many(["00732", "00731"], number, kind="link") is None
    goods.undo(batch)
    assert goods.products() == before
    assert not goods.locked("00731")
    assert goods.locked("00732") == {"link_no"}


def test_deleted_products_come_back(goods: Catalogue) -> None:
    """A deletion is a batch like any other."""
    before = goods.products()
    batch = goods.delete(["00731", "00732"], by="Amy")
    assert batch is not None
    assert goods.page().total == 1
    undone = goods.undo(batch)
    assert undone is not None and undone.restored == 2
    assert goods.products() == before  # the same products; their places at the end of the list


def test_an_override_has_a_reason_and_an_end(studio: Studio, goods: Catalogue) -> None:
    """It covers one finding while it says the same, until its day; it is never erased."""
    with pytest.raises(ValueError, match="reason"):
        studio.guard.allow("00732", code="c", what="w", reason="  ", until=NOW + DAY, by="Lin")
    with pytest.raises(ValueError, match="still to come"):
        studio.guard.allow("00732", code="c", what="w", reason="清仓", until=NOW, by="Lin")
    studio.guard.allow("00732", code="c", what="w", reason="清仓", until=NOW + DAY, by="Lin")
    (held,) = studio.guard.overrides("00732")
    assert held.covers("c", "w", NOW) and not held.covers("c", "w", NOW + DAY)
    assert not held.covers("c", "another price", NOW)
    studio.guard.withdraw(held.n, by="Amy")
    (ended,) = studio.guard.overrides("00732")
    assert not ended.covers("c", "w", NOW)
    assert (ended.reason, ended.withdrawn_by) == ("清仓", "Amy")


def test_ten_thousand_products_in_one_statement_too_many(goods: Catalogue) -> None:
    """More SKUs than a statement takes are worked in pieces."""
    lines = "".join(f"{n:019d},Tea {n},茶 {n},茶叶,20.00,,,5,\n" for n in range(1200))
    batch = take(goods, FIRST.splitlines()[0] + "\n" + lines)
    assert goods.page().total == 1203
    undone = goods.undo(batch)
    assert undone is not None and undone.removed == 1200
    assert json.dumps(sorted(goods.products())) == '["00731", "00732", "6926061200000000001"]'


# -- command line -------------------------------------------------------------------------------------------


def test_imports_are_listed_and_undone_from_the_command_line(tmp_path: Path) -> None:
    """A mapping by hand, remembered; the list names the batch; undo takes it back once, then is misuse."""
    db = ["--db", f"sqlite:///{tmp_path / 'cli.db'}"]
    file, mapping = tmp_path / "x.csv", tmp_path / "m.json"
    file.write_text(UNKNOWN, encoding="utf-8")
    mapping.write_text(json.dumps({"甲": "sku", "乙": "title_zh", "丙": "list_price"}), encoding="utf-8")
    run = CliRunner().invoke
    assert run(main, ["catalog", "import", str(file), "--json", *db]).exit_code == 1
    done = run(main, ["catalog", "import", str(file), "--mapping", str(mapping), "--json", *db])
    assert (done.exit_code, json.loads(done.stdout)["create"]) == (0, 2)
    again = json.loads(run(main, ["catalog", "import", str(file), "--json", *db]).stdout)
    assert (again["dialect"], again["unchanged"]) == ("mapped", 2)
    (batch,) = json.loads(run(main, ["catalog", "imports", "--json", *db]).stdout)["batches"]
    assert (batch["title"], batch["counts"]["create"]) == ("x.csv", 2)
    assert "1 " in run(main, ["catalog", "imports", *db]).stdout
    assert "2 removed" in run(main, ["catalog", "undo", "1", *db]).stderr
    assert run(main, ["catalog", "undo", "1", *db]).exit_code == 2


@pytest.mark.parametrize("text", ["[1]", "{", '{"甲": "nonsense"}', '{"甲": "sku", "乙": "sku"}'])
def test_a_wrong_mapping_is_misuse(tmp_path: Path, text: str) -> None:
    """A mapping that is no mapping, names no field of ours or one field twice: exit 2, nothing written."""
    file, mapping = tmp_path / "x.csv", tmp_path / "m.json"
    file.write_text(UNKNOWN, encoding="utf-8")
    mapping.write_text(text, encoding="utf-8")
    db = ["--db", f"sqlite:///{tmp_path / 'cli.db'}"]
    done = CliRunner().invoke(main, ["catalog", "import", str(file), "--mapping", str(mapping), *db])
    assert done.exit_code == 2
    assert "mapping" in done.stderr


# -- as a whole ---------------------------------------------------------------------------------------------

DIES = """
import os, sys
from store import stage
from studio.studio import Studio
studio = Studio(sys.argv[1])
plan = studio.catalogue.dry_run(open(sys.argv[2], 'rb').read(), name='goods.csv')
stage.take = lambda *args, **named: os._exit(9)  # the power fails at the last moment
studio.catalogue.apply(plan)
"""


def many(count: int) -> str:
    """A file with so many products more, and the first three changed."""
    return SECOND + "".join(f"{n:08d},Tea {n},茶 {n},茶叶,20.00,,,5,\n" for n in range(count))


def test_an_import_that_dies_leaves_nothing_half_done(tmp_path: Path, clock: Clock) -> None:
    """Killed after all pieces were put down: the catalogue is as it was, and the same file goes in later."""
    url, file = f"sqlite:///{tmp_path / 'studio.db'}", tmp_path / "goods.csv"
    file.write_text(many(450), encoding="utf-8")
    first = Studio(url, clock=clock)
    take(first.catalogue, FIRST)
    held, batches = first.catalogue.products(), first.catalogue.batches()
    first.close()
    died = subprocess.run([sys.executable, "-c", DIES, url, str(file)], cwd=Path(__file__).parents[1])
    assert died.returncode == 9
    again = Studio(url, clock=clock)
    assert (again.catalogue.products(), again.catalogue.batches()) == (held, batches)
    assert again.catalogue.history("00731")[0].kind == "import" and len(again.catalogue.history("00731")) == 1
    left = everything(again)["product_stage"]
    assert len(left) == 454
    clock.now = max(int(str(row[3])) for row in left) + 3_600_001
    take(again.catalogue, many(450))
    assert everything(again)["product_stage"] == []
    assert again.catalogue.page().total == 454
    again.close()


def test_no_transaction_of_an_import_holds_many_products(studio: Studio) -> None:
    """Whatever the size, texts go in by pieces, so that a command on air waits for one piece at most."""
    sizes: list[int] = []

    def count(connection: Any, cursor: Any, statement: str, values: Any, context: Any, several: bool) -> None:
        if statement.startswith("INSERT INTO product_body"):
            sizes.append(len(values) if several else 1)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        take(studio.catalogue, many(450))
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert sum(sizes) == 454
    assert max(sizes) <= PIECE


# -- every field --------------------------------------------------------------------------------------------


def test_what_is_missing_is_counted_per_field(goods: Catalogue) -> None:
    """The page's coverage is that of the products, field by field, and each count opens its products."""
    take(goods, "货号,品名,产地,配料,链接号\nX1,龙井,杭州,茶叶,7\n")
    total, lacking = goods.coverage()
    held = goods.products().values()
    assert total == len(held) == 4
    assert set(lacking) == set(FIELDS)
    for name, count in lacking.items():
        assert count == sum(name in missing_fields(item) for item in held), name
        assert goods.page(lacks=name).total == count
    assert lacking["title.en"] == 1 and lacking["origin.zh"] == 3


def test_a_product_is_entered_by_hand_once(goods: Catalogue) -> None:
    """Its SKU is its own; variants are found by their parent."""
    goods.create(Product(Sku("N1"), Bilingual(zh="茉莉花茶"), spu="N", options=(("规格", "大"),)), by="Tao")
    with pytest.raises(ProductExists, match="N1"):
        goods.create(Product(Sku("N1"), Bilingual(zh="别的")), by="Tao")
    goods.create(Product(Sku("N2"), Bilingual(zh="茉莉花茶"), spu="N", options=(("规格", "小"),)))
    first = goods.products()[Sku("N1")]
    assert first.title.zh == "茉莉花茶"
    assert [item.sku for item in goods.variants(first)] == ["N1", "N2"]
    assert goods.variants(goods.products()[Sku("00731")]) == ()
    assert [(one.kind, one.by) for one in goods.history("N1")] == [("new", "Tao")]


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("tags", lambda _, item: replace(item, tags=("返场",)), "tags"),
        ("category", lambda _, item: replace(item, category="茶叶 > 绿茶"), "category"),
        ("brand", lambda _, item: replace(item, brand="缓林"), "brand"),
        ("price", lambda _, item: reprice(item, "live_price", "percent", 80), "price_windows.live"),
        ("price", lambda _, item: reprice(item, "list_price", "add", 500), "list_price"),
    ],
)
def test_many_change_at_once_lock_and_come_back(
    goods: Catalogue, kind: str, change: Any, field: str
) -> None:
    """Tags, category, brand, prices: one batch over all of them, only that field, and the way back."""
    before = goods.products()
    skus = [*before, *before]  # named twice by mistake
    batch = goods.change_many(skus, change, kind=kind, title="x", by="Amy")
    assert batch is not None
    for sku, item in goods.products().items():
        assert changed_fields(before[sku], item) == (field,)
        assert goods.locked(sku) == {field}
        assert goods.history(sku)[0].by == "Amy"
    assert goods.batches()[0].counts["update"] == 3
    goods.undo(batch)
    assert goods.products() == before


def test_counts_of_findings_follow_the_rules(studio: Studio, goods: Catalogue) -> None:
    """Counts made by an older version of the rules are made anew once, and then left alone."""
    sound = goods.page().findings
    stale = product_table.update().values(errors=9, lacks="")
    studio.store.write(lambda connection: connection.execute(stale))
    assert goods.page().findings != sound
    assert recount(studio.store) == 3
    assert goods.page().findings == sound
    assert goods.coverage()[1]["link_no"] == 3
    assert recount(studio.store) == 0


def test_cards_of_a_removed_product_are_nowhere(studio: Studio) -> None:
    """Not on its board, not in the counts, not in a deck; with the product they come back."""
    open_sample(studio)
    goods, boards = studio.catalogue, studio.boards
    cards, tally = boards.of_product("P001"), boards.tally()
    assert cards and all(card.status == "approved" for card in cards)
    batch = goods.delete(["P001"], by="Amy")
    assert batch is not None
    assert not boards.of_product("P001") and "P001" not in boards.by_product()
    assert boards.tally()["approved"] == tally["approved"] - len(cards)
    assert boards.standing().approved == tally["approved"] - len(cards)
    assert "P001" not in [product.sku for product, _ in choices(studio)]
    assert gather(studio, Wish("json", skus=("P001",)))[0].count() == 0
    goods.undo(batch)
    assert boards.of_product("P001") == cards and boards.tally() == tally
    assert gather(studio, Wish("json", skus=("P001",)))[0].count() == len(cards)
