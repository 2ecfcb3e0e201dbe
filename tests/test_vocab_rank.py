"""Which words make the board: scores, slots, and the pairs that are one card."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor
from vocab.levels import Level
from vocab.proposal import Proposal
from vocab.rank import WEIGHTS, choose, kind, score
from vocab.sense import Gloss
from vocab.word_classes import classes_of

TARGET = 3.5
BOARDS = Path(__file__).parents[1] / "bench/boards"


def proposal(lemma: str, zh: str, pos: str = "NOUN", *, level: float = 3.5, **changes: object) -> Proposal:
    """A proposal from the body of a text, at the target level, with a sure gloss."""
    made = Proposal(
        headword=lemma,
        lemma=lemma,
        pos=pos,  # type: ignore[arg-type]
        gloss=Gloss(zh, 0.9, "bilingual", None, False, ()),
        field="description.en",
        start=0,
        end=len(lemma),
        source_text=lemma,
        words=tuple(lemma.split()),
        family=lemma,
        head=False,
        salience=0.4,
        level=Level(level, "B1", "CEFR-J"),
        zipf=3.5,
        classes=classes_of(lemma, lemma, pos),
        in_glossary=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def points(item: Proposal) -> float:
    return score(item, target=TARGET, hooks=0.0).score


def board(*items: Proposal, limit: int = 5) -> list[str]:
    ranked = [score(item, target=TARGET, hooks=0.0) for item in items]
    return [r.proposal.lemma for r in choose(ranked, limit=limit, target=TARGET)]


def test_the_weights_are_shares() -> None:
    """The weights sum to one, so that a score is a share of the best possible."""
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_a_common_word_in_a_rare_sense_is_a_lesson() -> None:
    """rich 浓郁 teaches more than rich 富有: everybody knows the spelling, nobody the taste."""
    plain = proposal("rich", "富有", "ADJ", level=1.0, zipf=4.9)
    assert points(replace(plain, twisted=True)) > 1.3 * points(plain)


def test_an_easy_word_in_its_plain_sense_gives_way() -> None:
    """soft 软 is known to a CET-4 audience; springy 弹牙 is not."""
    assert points(proposal("soft", "软", "ADJ", level=2.0)) < points(proposal("springy", "弹牙", "ADJ"))


def test_stuff_said_first_goes_before_stuff_in_passing() -> None:
    """The linen of a linen sheet before the cotton of the gloves that come with it."""
    assert points(proposal("linen", "亚麻", salience=0.6)) > points(proposal("cotton", "棉"))


def test_a_board_is_not_three_tastes() -> None:
    """With two taste words on the board, a deed of like worth comes before the third."""
    items = [
        proposal("quinoa", "藜麦", head=True, salience=1.0),
        proposal("nutty", "坚果香", "ADJ"),
        proposal("crunchy", "脆", "ADJ"),
        proposal("tangy", "酸爽", "ADJ"),
        proposal("rinse", "冲洗", "VERB"),
    ]
    assert "rinse" in board(*items, limit=4)


def test_kinds_of_cards() -> None:
    """A card names, describes, tells a deed, praises, or shows stuff or a part."""
    kinds = [
        kind(proposal(*words))
        for words in (
            ("crisp", "脆", "ADJ"),
            ("roast", "烤", "VERB"),
            ("dried", "干", "ADJ"),
            ("cordless", "无线", "ADJ"),
            ("cotton", "棉"),
            ("lid", "盖"),
        )
    ]
    assert kinds == ["sense", "deed", "deed", "praise", "stuff", "part"]


@pytest.mark.parametrize(
    ("word", "pos", "cls", "is_of"),
    [
        ("light", "ADJ", "texture", True),  # 轻
        ("light", "NOUN", "texture", False),  # 灯
        ("butter", "NOUN", "ingredient", True),  # 黄油
        ("butter", "VERB", "ingredient", False),  # 抹黄油
        ("scent", "NOUN", "smell", True),  # 香气
    ],
)
def test_a_class_goes_with_the_part_of_speech(word: str, pos: str, cls: str, is_of: bool) -> None:
    """A light is not of the class of light and heavy."""
    assert (cls in classes_of(word, word, pos)) is is_of


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def cards(extractor: Extractor, title: tuple[str, str], text: tuple[str, str]) -> dict[str, Card]:
    item = Product(Sku("S1"), Bilingual(*title), Bilingual(*text))
    ((_, found, _),) = extractor.extract([item], limit=8)
    return {card.headword: card for card in found}


def test_participles_stand_as_adjectives(extractor: Extractor) -> None:
    """The insole is padded: the card is padded, an adjective, not the verb to pad."""
    title = ("Canvas Shoes with Padded Insole", "帆布鞋 加厚鞋垫")
    found = cards(extractor, title, ("The padded insole is soft.", "加厚鞋垫很柔软。"))
    assert "pad" not in found
    assert any(card.pos == "ADJ" for name, card in found.items() if name.startswith("padded"))


def test_a_clause_is_no_compound(extractor: Extractor) -> None:
    """ "Drills wood" is a deed and its object; 钻木材 is no word for a board."""
    text = ("Drills wood, drywall and soft metal.", "可钻木材、石膏板和软金属。")
    found = cards(extractor, ("Cordless Drill Set", "无线电钻套装"), text)
    assert not any(name.startswith("drills") for name in found)


def test_a_title_compound_does_not_hang_on_the_tokenizer(extractor: Extractor) -> None:
    """无线电钻 is cut as 无线电|钻 (radio, to drill) and is still one card: 无线 + 电钻."""
    found = cards(extractor, ("Cordless Drill, 12 V", "无线电钻 12V"), ("A small drill.", "小巧的电钻。"))
    assert found["cordless drill"].gloss == "无线电钻"
    span = found["cordless drill"].evidence_span
    assert span is not None
    assert span.text == "无线电钻"


def test_an_adjective_set_apart_is_its_own_card(extractor: Extractor) -> None:
    """麻辣小龙虾: crayfish and spicy are two lessons, not one."""
    found = cards(
        extractor,
        ("Spicy Crayfish, 2 Boxes", "麻辣小龙虾 2盒装"),
        ("Spicy crayfish with a firm, springy tail.", "麻辣小龙虾，虾尾紧实弹牙。"),
    )
    assert {"spicy", "crayfish"} <= set(found)


def test_units_of_measure_are_never_learnt_as_words() -> None:
    """Every bottle says 60毫升; no merchant's catalogue teaches that lotion means 毫升."""
    names = ("Rose", "Aloe", "Mint", "Lemon", "Honey", "Ginger", "Jasmine", "Lavender", "Almond", "Peach")
    zh = ("玫瑰", "芦荟", "薄荷", "柠檬", "蜂蜜", "生姜", "茉莉", "薰衣草", "杏仁", "桃子")
    items = [
        Product(Sku(f"S{n}"), Bilingual(f"{en} Lotion, {n}0 ml", f"{cn} {n}0毫升"), Bilingual(None, None))
        for n, (en, cn) in enumerate([*zip(names, zh, strict=True)] * 2, start=1)
    ]
    for _, found, _ in Extractor().extract(items):
        assert not any("毫升" in card.gloss for card in found)


def test_the_labelled_boards_are_whole() -> None:
    """Each of the 60 products has five slots; every accepted word has its sense and its reading."""
    products, slots = (
        list(csv.DictReader((BOARDS / name).read_text(encoding="utf-8-sig").splitlines()))
        for name in ("products.csv", "boards.csv")
    )
    assert [sum(p["half"] == half for p in products) for half in ("tune", "report")] == [20, 40]
    assert {p["sku"]: 5 for p in products} == {
        sku: sum(s["sku"] == sku for s in slots) for sku in {s["sku"] for s in slots}
    }
    for slot in slots:
        counts = {len(slot[name].split("|")) for name in ("headword", "pos", "gloss", "pinyin")}
        assert len(counts) == 1, slot
