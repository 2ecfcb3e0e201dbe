"""Products and cards that the tests of decks hand out: hostile texts among them."""

from __future__ import annotations

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Product, Sku
from vocab.card import Card, Hook, Pos, card_id
from vocab.decks.deck import Deck, Section

PEACH = Product(
    Sku("P001"), Bilingual(en="Honey Peaches & <b>Cream</b>", zh="水蜜桃 8枚装"), category="Fresh produce"
)
#: An emoji and a zero-width space, as shop pages have them.
TEA = Product(Sku("00123"), Bilingual(en="Green Tea", zh="🍑明前\u200b龙井"))


def card(
    headword: str,
    gloss: str,
    pinyin: str,
    *,
    sku: Sku = PEACH.sku,
    pos: Pos = "NOUN",
    ipa: str | None = None,
    ipa_gb: str | None = None,
    level: str | None = "B1",
    level_source: str | None = "CEFR-J",
    hook: Bilingual = NO_TEXT,
    example: Bilingual = NO_TEXT,
) -> Card:
    """An approved card."""
    return Card(
        id=card_id(headword, pos, gloss),
        sku=sku,
        headword=headword,
        lemma=headword,
        pos=pos,
        gloss=gloss,
        pinyin=tuple(pinyin.split()),
        ipa=ipa,
        ipa_gb=ipa_gb,
        level=level,
        level_source=level_source,
        evidence="bilingual",
        evidence_span=None,
        source_span=None,
        check=False,
        score=1.0,
        components=(),
        hooks=(Hook("phrase", hook, "own"),) if hook else (),
        example=example,
        status="approved",
    )


#: 水蜜桃 honey peach, 香 fragrant, 去核 to take the stone out.
CARDS = (
    card(
        "honey peach",
        "水蜜桃",
        "shuǐ mì táo",
        ipa="ˈhʌni piːtʃ",
        hook=Bilingual(en="peach, peachy", zh="peach → peachy，像桃子一样的。"),
        example=Bilingual(en="Each honey peach weighs 250 g.", zh="每颗水蜜桃约250克。"),
    ),
    card("fragrant", "香", "xiāng", pos="ADJ", ipa="ˈfreɪɡrənt", ipa_gb="ˈfreɪɡrənt", level_source="est."),
    card("pit", "去核", "qù hé", pos="VERB", ipa="pɪt", level=None, level_source=None),
)
LEAF = card("fragrant", "香", "xiāng", sku=TEA.sku, pos="ADJ", ipa="ˈfreɪɡrənt")
HARVEST = card("=SUM(A1)", "<明前>", "< míng qián >", sku=TEA.sku, pos="PHRASE", ipa_gb="ˈhɑːvɪst")

DECK = Deck(
    Bilingual(en="Words of the night", zh="今晚的词"),
    (Section(PEACH, CARDS), Section(TEA, (LEAF, HARVEST))),
)
