"""The sample show: what a newcomer sees first must hold together, in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from catalog.product import Product, Sku
from catalog.read import read_catalog
from lessons.speech import check_rundown
from lessons.text import format_script, parse_script
from sales.files import read_orders

SAMPLE = Path(__file__).parents[1] / "studio/sample"
CATALOGUE_COLUMNS = (
    "sku,title_en,title_zh,description_en,description_zh,category,brand,list_price,live_price,live_start,"
    "live_end,floor_price,cost,stock,link_no,origin_en,origin_zh,image,tags,weight,certificate"
)
BOARD_COLUMNS = "sku,headword,pos,gloss,pinyin,ipa,level,hook_en,hook_zh,example_en,example_zh"
ORDER_COLUMNS = "order_id,line_id,sku,title,qty,amount,currency,status,created_at,paid_at,refund_amount,buyer"
ROLES = {"引流款", "利润款", "福利款", "压轴款", "返场"}
#: Words whose sense only the product's own Chinese tells.
TRAPS = {
    "date": ["枣", "日期"],
    "chip": ["薯片", "薯条"],
    "shell": ["虾壳", "贝壳", "冲锋衣", "面料"],
    "spring": ["春雨", "弹簧", "春卷", "春小麦"],
    "case": ["箱", "眼镜盒", "竿包", "收纳袋"],
    "light": ["轻", "清淡", "小灯"],
    "rich": ["浓郁", "滋润", "醇厚"],
    "down": ["羽绒", "茸毛"],
    "shower": ["阵雨", "淋浴", "沐浴露"],
    "tender": ["嫩", "娇嫩"],
    "crisp": ["脆", "酥脆"],
    "fine": ["细"],
    "bar": ["条"],
    "dry": ["干燥", "冷峻"],
    "stone": ["核"],
    "leaves": ["叶片"],
    "lens": ["镜片"],
    "glasses": ["眼镜"],
    "flour": ["面粉"],
    "flower": ["花"],
    "fries": ["薯条"],
    "dried": ["干"],
    "organic": ["有机"],
    "sugar-free": ["无糖"],
    "non-stick": ["不粘"],
    "hand-picked": ["人工采摘"],
    "stand collar": ["立领"],
    "power bank": ["充电宝"],
    "fishing rod": ["鱼竿"],
    "hot pot": ["火锅"],
    "minute steak": ["快煎牛排"],
    "piece of steak": ["每片牛排"],
    "frying pan": ["煎锅"],
}
TEXTS = ("title_en", "title_zh", "description_en", "description_zh")

#: Absolute and medical claims, fake urgency, invented former prices, diversion (commerce rules A to I).
BANNED_ZH = re.compile(
    r"最|第一(?!个)|第1|顶级|极致|国家级|唯一|首个|首选|完美|100%|百分之百|特级|保证|特供|原价|全网|史上"
    r"|治疗|疗效|降血|抗癌|免疫|消炎|减肥|排毒|养生|招财|微信|加我|二维码|零添加|包过|马上涨价"
)
BANNED_EN = re.compile(
    r"\b(?:best|no\.? ?1|number one|perfect|ultimate|world-class|guaranteed?|most|top|finest|first"
    r"|cures?|heals?|detox|immunity|anti-\w+|healthy|wechat|last chance)\b|#1|100%",
    re.IGNORECASE,
)
PINYIN = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+")
IPA = re.compile(r"[abdefhijklmnprstuvwzæðŋɑɒɔəɜɡɪʃʊʌʒθˈˌː ]+")
ENDINGS = {"ies": "y", "ves": "f", "es": "", "s": "", "ed": "", "ing": "", "e": ""}
HAN = re.compile(r"[\u3400-\u9fff]")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a sample table as text."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def numbers(text: str) -> list[str]:
    """The numbers of a text in sorted order, as written."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


def stem(word: str) -> str:
    """A lemma-like key: enough to see leaf in leaves and berry in berries."""
    word = word.casefold()
    for ending, instead in ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + instead
    return word


def stems(text: str) -> str:
    """The words of a text by stem, with a blank around each."""
    return f" {' '.join(stem(word) for word in re.findall(r'[A-Za-z]+', text))} "


PRODUCTS = rows("catalogue.csv")
BY_SKU = {row["sku"]: row for row in PRODUCTS}
BOARDS = rows("boards.csv")
ORDERS = rows("orders.csv")
#: When the show of the order export began.
START = datetime.fromisoformat("2026-06-12T20:00+08:00")
SCRIPT = (SAMPLE / "show.md").read_text(encoding="utf-8")
RUNDOWN, SCRIPT_FINDINGS = parse_script(SCRIPT, name="show.md")
CUES = [(segment, cue) for segment in RUNDOWN.segments for cue in segment.cues]
every_product = pytest.mark.parametrize("row", PRODUCTS, ids=[row["sku"] for row in PRODUCTS])


# catalogue


def test_catalogue_shape() -> None:
    """Forty products with their own SKUs and link numbers; one SKU has a leading zero, one has 19 digits."""
    assert ",".join(PRODUCTS[0]) == CATALOGUE_COLUMNS
    assert len(PRODUCTS) == len(BY_SKU) == 40
    assert {int(row["link_no"]) for row in PRODUCTS} == set(range(1, 41))
    assert any(re.fullmatch(r"0\d+", sku) for sku in BY_SKU)
    assert any(re.fullmatch(r"\d{19}", sku) for sku in BY_SKU)


def catalogue() -> dict[Sku, Product]:
    """The products as the catalogue room reads them."""
    reading = read_catalog(SAMPLE / "catalogue.csv", name="catalogue.csv", now=START)
    assert reading.findings == ()
    return {product.sku: product for product in reading.products}


def test_catalogue_imports_without_findings() -> None:
    """The importer takes all forty rows, in order, and has nothing to say about them."""
    assert list(catalogue()) == list(BY_SKU)


@every_product
def test_catalogue_price_ladder(row: dict[str, str]) -> None:
    """Prices are plain decimal yuan with cost < floor ≤ live < list; stock is a plausible count."""
    prices = [row[name] for name in ("cost", "floor_price", "live_price", "list_price")]
    assert all(re.fullmatch(r"\d+\.\d\d", price) for price in prices)
    cost, floor, live, listed = map(Decimal, prices)
    assert cost < floor <= live < listed
    assert 30 <= int(row["stock"]) <= 5000
    assert row["live_start"] == row["live_end"] == "", "a dated window would make the sample expire"


@every_product
def test_catalogue_says_the_same_in_both_languages(row: dict[str, str]) -> None:
    """Both languages are there, at listing length, with the same numbers."""
    assert numbers(row["title_en"]) == numbers(row["title_zh"])
    assert numbers(row["description_en"]) == numbers(row["description_zh"])
    assert 50 <= len(row["description_en"].split()) <= 90
    assert 80 <= len(row["description_zh"]) <= 160
    assert not HAN.search(row["title_en"] + row["description_en"] + row["origin_en"])
    assert HAN.search(row["title_zh"]) and row["origin_en"] and row["origin_zh"]
    assert all(row[name] == row[name].strip() for name in row)


@every_product
def test_catalogue_roles_and_images(row: dict[str, str]) -> None:
    """Tags are roles of the room; a named image exists."""
    assert set(row["tags"].split("|")) <= ROLES
    assert not row["image"] or (SAMPLE / "images" / row["image"]).is_file()


@pytest.mark.parametrize("word", TRAPS)
def test_catalogue_holds_the_sense_traps(word: str) -> None:
    """Each sense of a trap word stands in some listing beside its own Chinese."""
    pattern = re.compile(rf"\b{word}", re.IGNORECASE)
    chinese = [
        row["title_zh"] + row["description_zh"]
        for row in PRODUCTS
        if pattern.search(row["title_en"] + " " + row["description_en"])
    ]
    assert [sense for sense in TRAPS[word] if not any(sense in zh for zh in chinese)] == []


def test_nothing_in_the_sample_makes_a_banned_claim() -> None:
    """No absolute, medical, urgency, former-price or diversion wording in anything the sample says."""
    said = [row[name] for row in PRODUCTS for name in TEXTS]
    said += [row[name] for row in BOARDS for name in ("hook_en", "hook_zh", "example_en", "example_zh")]
    said += [text for _, cue in CUES for text in (cue.lines.zh, cue.lines.en) if text]
    said += [text for segment in RUNDOWN.segments for _, text in segment.columns]
    assert [text for text in said if BANNED_ZH.search(text) or BANNED_EN.search(text)] == []


# images


def test_images_are_small_plain_drawings() -> None:
    """The twelve products on air have an SVG under 6 KB: no text, no script, nothing fetched."""
    on_air = {segment.sku for segment in RUNDOWN.segments if segment.sku}
    assert {sku for sku in on_air if BY_SKU[sku]["image"] == f"{sku}.svg"} == on_air
    files = sorted((SAMPLE / "images").iterdir())
    assert {file.name for file in files} == {row["image"] for row in PRODUCTS if row["image"]}
    for file in files:
        assert file.stat().st_size < 6000
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(file).iter()}
        assert tags <= {"svg", "g", "defs", "clipPath", "rect", "circle", "ellipse", "path"}
        assert "href" not in file.read_text(encoding="utf-8")


# script


def test_script_is_canonical_and_without_findings() -> None:
    """The script reads without a finding and writes back as the same text."""
    assert SCRIPT_FINDINGS == ()
    assert format_script(RUNDOWN) == SCRIPT


def test_script_fits_its_time() -> None:
    """The checks before air find nothing; words without cards are held against boards.csv below."""
    found = check_rundown(RUNDOWN, products=catalogue())
    assert [finding for finding in found if finding.code != "lessons.check.word"] == []


def test_script_lasts_one_hour() -> None:
    """The durations sum to exactly 60 minutes over 18 to 22 segments and 55 to 80 cues."""
    assert sum(segment.duration_ms for segment in RUNDOWN.segments) == 60 * 60_000
    assert 18 <= len(RUNDOWN.segments) <= 22
    assert 55 <= len(CUES) <= 80
    assert RUNDOWN.start is None, "a dated start would make the sample expire"


def test_script_has_the_parts_of_an_evening() -> None:
    """Opening, warm-up, waves up to the finale, lucky bags, a flash sale, encores as second runs, closing."""
    kinds = [segment.kind for segment in RUNDOWN.segments]
    assert kinds[:2] == ["opening", "warmup"] and kinds[-1] == "closing"
    assert {"product", "interaction", "lucky_bag", "flash", "encore"} <= set(kinds)
    selling = [(segment.kind, segment.sku) for segment in RUNDOWN.segments if segment.sku]
    skus = [sku for kind, sku in selling if kind != "encore"]
    assert len(skus) == len(set(skus)) == 12
    assert all("返场" in BY_SKU[sku]["tags"] and sku in skus for kind, sku in selling if kind == "encore")
    waves = list(dict.fromkeys(BY_SKU[sku]["tags"].split("|")[0] for sku in skus))
    assert waves == ["引流款", "福利款", "利润款", "压轴款"]
    assert [int(BY_SKU[sku]["link_no"]) for sku in skus] == list(range(1, 13))


def test_script_teaches_before_it_opens_the_price() -> None:
    """Each product segment runs intro, board, price; the price is not named before it opens."""
    for segment in RUNDOWN.segments:
        if segment.sku is None:
            continue
        kinds = [cue.kind for cue in segment.cues]
        board, price = kinds.index("card"), kinds.index("price")
        assert board < price
        assert segment.kind == "encore" or kinds[0] in ("say", "prop")
        before = " ".join(cue.lines.best("zh") + cue.lines.best("en") for cue in segment.cues[:price])
        assert "{price}" not in before and BY_SKU[segment.sku]["live_price"] not in before


def test_script_lines_are_cue_words() -> None:
    """A host reads a line from two metres: at most 40 characters or 22 words, numbers and variables alike."""
    for _, cue in CUES:
        zh, en = cue.lines.zh, cue.lines.en
        assert zh and en, cue
        assert len(re.sub(r"\{\w+\}", "¥000.00", zh)) <= 40, zh
        assert len(en.split()) <= 22, en
        assert numbers(zh) == numbers(en), cue
        variables = re.findall(r"\{(\w+)\}", zh)
        assert sorted(variables) == sorted(re.findall(r"\{(\w+)\}", en)), cue
        assert set(variables) <= {"price", "list_price", "stock"}, cue


def test_script_numbers_come_from_the_catalogue() -> None:
    """Every number said about a product is in its listing or is its link number; a countdown is no claim."""
    for segment, cue in CUES:
        if segment.sku is None:
            continue
        row = BY_SKU[segment.sku]
        known = {*numbers(" ".join(row[name] for name in TEXTS)), row["link_no"]}
        said = set(numbers(re.sub(r"3, 2, 1", "", cue.lines.en or "")))
        assert said <= known, (segment.title.en, cue.lines.en)


def test_script_boards_are_approved_boards() -> None:
    """Each headword on a card or quiz cue is on the board of the segment's product, at most four at once."""
    known = {(row["sku"], row["headword"]) for row in BOARDS}
    for segment, cue in CUES:
        for card in cue.card_ids:
            assert (segment.sku, card.removeprefix("word:")) in known
        assert len(cue.card_ids) <= 4


# boards


def test_boards_cover_every_product() -> None:
    """Each product has three to five headwords, no word twice, and no sense with two readings or levels."""
    assert ",".join(BOARDS[0]) == BOARD_COLUMNS
    assert Counter(row["sku"] for row in BOARDS).keys() == BY_SKU.keys()
    assert {3, 4, 5} >= set(Counter(row["sku"] for row in BOARDS).values())
    assert len({(row["sku"], row["headword"]) for row in BOARDS}) == len(BOARDS)
    senses = defaultdict(set)
    for row in BOARDS:
        senses[row["headword"], row["pos"], row["gloss"]].add((row["pinyin"], row["ipa"], row["level"]))
    assert {sense: ways for sense, ways in senses.items() if len(ways) > 1} == {}


def test_boards_are_whole() -> None:
    """One syllable per character, plain IPA, a CEFR band, a hook, an example that shows word and gloss."""
    for row in BOARDS:
        assert all(row.values()), row
        assert row["pos"] in {"NOUN", "VERB", "ADJ", "ADV", "PHRASE"}, row
        assert row["level"] in {"A1", "A2", "B1", "B2", "C1", "C2"}, row
        syllables = row["pinyin"].split(" ")
        assert len(syllables) == len(row["gloss"]), row
        assert all(PINYIN.fullmatch(syllable) for syllable in syllables), row
        assert IPA.fullmatch(row["ipa"]), row
        assert stems(row["headword"]).strip() in stems(row["example_en"]), row
        assert row["gloss"] in row["example_zh"], row


def test_board_examples_bring_no_number_of_their_own() -> None:
    """The numbers of an example are the same in both languages and stand in the product's listing."""
    for row in BOARDS:
        listing = " ".join(BY_SKU[row["sku"]][name] for name in TEXTS)
        assert numbers(row["example_en"]) == numbers(row["example_zh"]), row
        assert set(numbers(row["example_en"])) <= set(numbers(listing)), row


def test_board_words_stand_in_the_listing() -> None:
    """At least 95 % of headwords stand in the product's English text, and of glosses in its Chinese text."""
    english = chinese = 0
    for row in BOARDS:
        product = BY_SKU[row["sku"]]
        english += stems(row["headword"]) in stems(product["title_en"] + " . " + product["description_en"])
        chinese += row["gloss"] in product["title_zh"] + " " + product["description_zh"]
    assert english / len(BOARDS) >= 0.95
    assert chinese / len(BOARDS) >= 0.95


# orders


def test_orders_shape() -> None:
    """About 120 lines within the hour, 19-digit ids, amounts that are quantity times the live price."""
    assert ",".join(ORDERS[0]) == ORDER_COLUMNS
    assert 110 <= len(ORDERS) <= 130
    for row in ORDERS:
        assert re.fullmatch(r"\d{19}", row["order_id"]) and re.fullmatch(r"\d{19}", row["line_id"])
        assert timedelta(0) <= datetime.fromisoformat(row["created_at"]) - START < timedelta(hours=1)
        assert row["currency"] == "CNY" and "*" in row["buyer"]
        if product := BY_SKU.get(row["sku"]):
            assert Decimal(row["amount"]) == int(row["qty"]) * Decimal(product["live_price"])
            assert row["title"] == product["title_zh"]
        if row["status"] in ("cancelled", "pending"):
            assert row["paid_at"] == row["refund_amount"] == ""
        else:
            assert datetime.fromisoformat(row["paid_at"]) > datetime.fromisoformat(row["created_at"])


def test_orders_import() -> None:
    """The order room counts each order once and refuses no row."""
    reading = read_orders(SAMPLE / "orders.csv", name="orders.csv", now=START + timedelta(hours=1))
    assert not [finding for finding in reading.findings if finding.severity == "error"]
    assert reading.orders == len({row["order_id"] for row in ORDERS})


def test_orders_hold_the_awkward_cases() -> None:
    """A repeated row, an unknown SKU, cancelled, refunded, partly refunded lines, orders of two lines."""
    repeats = [row for row, count in Counter(tuple(row.values()) for row in ORDERS).items() if count > 1]
    assert len(repeats) == 1
    assert [row["sku"] for row in ORDERS if row["sku"] not in BY_SKU] == ["P099"]
    states = Counter(row["status"] for row in ORDERS)
    assert states.keys() == {"paid", "pending", "cancelled", "refunded", "partially_refunded"}
    for row in ORDERS:
        if row["status"] == "refunded":
            assert row["refund_amount"] == row["amount"]
        if row["status"] == "partially_refunded":
            assert 0 < Decimal(row["refund_amount"]) < Decimal(row["amount"])
    assert max(Counter(row["order_id"] for row in ORDERS if tuple(row.values()) not in repeats).values()) == 2
    assert {"00316", "6937201948560013724"} <= {row["sku"] for row in ORDERS}


def test_orders_follow_the_show() -> None:
    """Nobody orders a product before its segment: the file can be laid over the script."""
    opens: dict[str, int] = {}
    at = 0
    for segment in RUNDOWN.segments:
        if segment.sku:
            opens.setdefault(segment.sku, at)
        at += segment.duration_ms
    for row in ORDERS:
        passed = datetime.fromisoformat(row["created_at"]) - START
        assert passed > timedelta(milliseconds=opens.get(row["sku"], 0)), row
