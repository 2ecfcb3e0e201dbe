"""The product strip, the gate before a price opens, and what cues do to both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product as pairs

import pytest

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from catalog.money import Money
from catalog.product import PriceWindow, Product, Sku
from live.asrun import deeds
from live.decide import Accepted, Refused, decide
from live.gate import price_gate
from live.journal import Command, ShowId
from live.strip import LEGAL, STAGE_LABELS, stage_of, why_not
from live.verbs import STAGES
from tests.live_shows import EIGHT, MINUTE, Desk, peach_show

SKU = Sku("P-1")
NOW = datetime(2026, 11, 11, 12, tzinfo=UTC)


def peaches(**more: object) -> Product:
    """A product with everything that a price needs."""
    facts: dict[str, object] = {
        "sku": SKU, "title": Bilingual(zh="水蜜桃", en="Honey peaches"), "list_price": Money(6900, "CNY"),
        "price_windows": (
            PriceWindow(NOW - timedelta(hours=1), NOW + timedelta(hours=4), Money(4900, "CNY"), "live"),
        ),
        "floor_price": Money(4500, "CNY"), "stock": 500, "link_no": "3",
    }
    return Product(**{**facts, **more})  # type: ignore[arg-type]


def codes(product: Product | None, **more: object) -> list[str]:
    """The codes of what stands in the way now."""
    return [finding.code for finding in price_gate(product, sku=SKU, at=NOW, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("here", "to"), list(pairs(STAGES, STAGES)))
def test_only_legal_moves(here: str, to: str) -> None:
    """A product goes where the table lets it; every refusal says why in both languages."""
    reason = why_not(here, to)  # type: ignore[arg-type]
    assert (reason is None) == (to in LEGAL[here])  # type: ignore[index]
    if reason is not None:
        assert reason.zh and reason.en
    assert STAGE_LABELS[to].zh and STAGE_LABELS[to].en  # type: ignore[index]


def test_sold_out_and_hidden_price_exclude_each_other() -> None:
    """The pair the platforms forbid is refused with that reason."""
    desk = Desk(peach_show()).walk("start")
    for to in ("explaining", "open", "sold_out"):
        desk.must("product", {"sku": SKU, "to": to})
    outcome = desk.do("product", {"sku": SKU, "to": "price_hidden"})
    assert isinstance(outcome, Refused) and outcome.code == "illegal"
    assert "不能并存" in (outcome.what.zh or "")


def test_the_show_carries_the_product_along() -> None:
    """Its segment explains a product, its price cue opens the price; who and when are on record."""
    desk = Desk(peach_show()).walk("start")
    assert stage_of(desk.state, SKU) == "waiting"
    desk.walk("go", "go")
    assert stage_of(desk.state, SKU) == "explaining"
    desk.walk("go", "go")
    shelf = desk.state.product(SKU)
    assert shelf is not None
    assert (shelf.stage, shelf.at, shelf.by) == ("open", desk.now, "王")


def test_skipping_the_lesson_leaves_the_product_alone() -> None:
    """A skipped lesson moves neither the product's stage nor its opening time."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go")
    before = (desk.state.shelf, desk.state.open)
    desk.must("skip", {"segment": "lesson"})
    desk.walk("go")
    assert desk.state.cue == "c1"
    assert (desk.state.shelf, desk.state.open) == before


@pytest.mark.parametrize("final", ["sold_out", "off"])
def test_a_price_cue_does_not_bring_a_product_back(final: str) -> None:
    """Sold out or taken down stays so until a person changes it, also in the second run."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go")
    opened = desk.state.open
    desk.must("product", {"sku": SKU, "to": final})
    desk.must("jump", {"cue": "p1"}, later=MINUTE)
    desk.must("jump", {"cue": "p3"}, later=MINUTE)
    assert stage_of(desk.state, SKU) == final
    assert desk.state.open == opened


def test_two_people_set_the_same_stage() -> None:
    """The second is told who did it."""
    desk = Desk(peach_show())
    desk.must("product", {"sku": SKU, "to": "off"}, by="陈")
    outcome = desk.do("product", {"sku": SKU, "to": "off"}, later=9)
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.by, outcome.at) == ("taken", "陈", EIGHT)


def test_a_complete_product_passes_the_gate() -> None:
    """With price, stock and link number nothing stands in the way: one key."""
    assert codes(peaches()) == []


def test_the_gate_lists_everything_at_once() -> None:
    """All that is missing is said together; what nobody tracks says nothing."""
    bare = peaches(list_price=None, price_windows=(), stock=None, link_no=None)
    assert codes(bare) == ["live.gate.no_price", "live.gate.no_stock", "live.gate.no_link"]
    assert codes(bare, signed_off=False)[-1] == "live.gate.not_signed"
    assert codes(None) == ["live.gate.no_product"]
    assert codes(peaches(), stock_left=0) == ["live.gate.sold_out"]
    assert codes(peaches(stock=None), stock_left=7) == []
    assert codes(peaches(floor_price=Money(5000, "CNY"))) == ["catalog.price.below_floor"]
    word = Bilingual(zh="绝对化用语", en="absolute word")
    banned = [Finding(Where(), word, word, severity, "x") for severity in ("warn", "error")]  # type: ignore[arg-type]
    assert [one.severity for one in price_gate(peaches(), sku=SKU, at=NOW, banned=banned)] == ["error"]
    for finding in price_gate(bare, sku=SKU, at=NOW):
        assert finding.what.zh and finding.what.en and finding.fix.zh and finding.fix.en
        assert SKU in finding.what.zh


def test_a_price_with_something_missing_needs_a_word() -> None:
    """GO to such a price cue is refused and says what is missing; confirmed, it goes, on record."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go")
    missing = price_gate(peaches(link_no=None), sku=SKU, at=NOW)
    gate = {SKU: missing}
    for verb, args in (("go", {}), ("jump", {"cue": "p3"}), ("product", {"sku": SKU, "to": "open"})):
        command = Command("k", ShowId("s"), "王", "producer", verb, {"cue": "p2"}, args)
        outcome = decide(desk.rundown, desk.state, command, desk.now + MINUTE, gate=gate)
        assert isinstance(outcome, Refused) and outcome.code == "illegal"
        assert outcome.confirm == missing
        assert "链接号" in (outcome.what.zh or "") and "link number" in (outcome.what.en or "")
        sure = Command("k", ShowId("s"), "王", "producer", verb, {"cue": "p2"}, {**args, "confirm": True})
        assert decide(desk.rundown, desk.state, sure, desk.now + MINUTE, gate=gate) == Accepted()
    other = Command("k", ShowId("s"), "王", "producer", "back", {"cue": "p2"})
    assert decide(desk.rundown, desk.state, other, desk.now + MINUTE, gate=gate) == Accepted()


def test_a_price_changed_on_air() -> None:
    """A price and a stock set on air are facts with person and time; a second same wish hears who did it."""
    desk = Desk(peach_show()).walk("start")
    lower: dict[str, object] = {"sku": SKU, "minor": 3900, "currency": "CNY"}
    desk.must("price", lower, by="陈")
    desk.must("stock", {"sku": SKU, "left": 0}, by="陈")
    tag, count = desk.state.price(SKU), desk.state.stock(SKU)
    assert tag is not None and (tag.price, tag.by, tag.at) == (Money(3900, "CNY"), "陈", desk.now)
    assert count is not None and (count.left, count.by) == (0, "陈")
    for verb, args in (("price", lower), ("stock", {"sku": SKU, "left": 0})):
        again = desk.do(verb, args, later=1000)
        assert isinstance(again, Refused) and (again.code, again.by) == ("taken", "陈")
    event = desk.must("price", {**lower, "minor": 2900})
    desk.must("undo", {"seq": event.seq})
    held = desk.state.price(SKU)
    assert held is not None and held.price == Money(3900, "CNY")
    log = [(deed.verb, deed.detail) for deed in deeds(desk.events) if deed.verb in ("price", "stock")]
    assert log == [("price", "P-1 3900 CNY"), ("stock", "P-1 0"), ("price", "P-1 2900 CNY")]


def test_a_new_price_passes_the_gate_even_while_open() -> None:
    """A price below the floor is asked about when it is set, also when open already; it takes a reason."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go")
    assert stage_of(desk.state, SKU) == "open"
    gate = {SKU: price_gate(peaches(), sku=SKU, at=NOW, price=Money(100, "CNY"))}
    assert [finding.code for finding in gate[SKU]] == ["catalog.price.below_floor"]
    args: dict[str, object] = {"sku": SKU, "minor": 100, "currency": "CNY"}
    command = Command("k", ShowId("s"), "王", "producer", "price", {}, args)
    outcome = decide(desk.rundown, desk.state, command, desk.now, gate=gate)
    assert isinstance(outcome, Refused) and outcome.confirm == gate[SKU]
    sure = Command("k", ShowId("s"), "王", "producer", "price", {}, {**args, "confirm": True})
    asked = decide(desk.rundown, desk.state, sure, desk.now, gate=gate)
    assert isinstance(asked, Refused) and asked.confirm == gate[SKU]
    assert "写明原因" in (asked.what.zh or "") and "reason" in (asked.what.en or "")
    why = Command("k", ShowId("s"), "王", "producer", "price", {}, {**sure.args, "reason": "清仓，老板同意"})
    assert decide(desk.rundown, desk.state, why, desk.now, gate=gate) == Accepted()


def test_an_open_price_is_not_asked_again() -> None:
    """Back and GO over an open price cue needs no second word."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "back")
    command = Command("k", ShowId("s"), "王", "producer", "go", {"cue": desk.state.cue})
    missing = price_gate(None, sku=SKU, at=NOW)
    assert decide(desk.rundown, desk.state, command, desk.now + MINUTE, gate={SKU: missing}) == Accepted()
