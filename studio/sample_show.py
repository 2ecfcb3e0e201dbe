"""The sample show: our own catalogue, boards and script, put into an empty store in one go."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.engine import Connection

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Product, Sku
from live.journal import ShowId
from store import cards
from studio.studio import Studio
from vocab.card import Card, Hook, Span, card_id

FOLDER = Path(__file__).with_name("sample")
#: What the sample show sets out to sell, in 分: a round number within reach of its demonstration feed.
TARGET_MINOR = 60_000_00


def open_sample(studio: Studio) -> ShowId:
    """Load catalogue, approved boards and script, and make a show of them; returns the show's id."""
    plan = studio.catalogue.dry_run(FOLDER / "catalogue.csv", name="catalogue.csv")
    studio.catalogue.apply(plan)
    approved = tuple(sample_cards(studio.catalogue.products()))
    now = studio.clock()

    def save(connection: Connection) -> None:
        for card in approved:
            cards.put(connection, card, by="sample", now=now)

    studio.store.write(save)
    text = (FOLDER / "show.md").read_text(encoding="utf-8")
    rundown, _ = studio.scripts.parse(text, name="show.md")
    return studio.rooms.create(studio.scripts.new(rundown, by="sample"), target_minor=TARGET_MINOR)


def sample_cards(products: Mapping[Sku, Product]) -> Iterator[Card]:
    """The boards of `boards.csv` as approved cards, quoting the gloss where the text has it."""
    with (FOLDER / "boards.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            product = products[Sku(row["sku"])]
            gloss, headword = row["gloss"], row["headword"]
            evidence = _find(product, "zh", gloss)
            hook = Bilingual(en=row["hook_en"] or None, zh=row["hook_zh"] or None)
            yield Card(
                id=card_id(headword, row["pos"], gloss),
                sku=product.sku,
                headword=headword,
                lemma=headword,
                pos=row["pos"],  # type: ignore[arg-type]
                gloss=gloss,
                pinyin=tuple(row["pinyin"].split()),
                ipa=None,
                ipa_gb=row["ipa"].strip("/") or None,
                level=row["level"] or None,
                level_source="est." if row["level"] else None,
                evidence="bilingual" if evidence else "override",
                evidence_span=evidence,
                source_span=_find(product, "en", headword),
                check=False,
                score=1.0,
                components=(),
                hooks=(Hook(kind="phrase", text=hook, source="own"),) if hook else (),
                example=Bilingual(en=row["example_en"] or None, zh=row["example_zh"] or None),
                selling_line=NO_TEXT,
                status="approved",
            )


def _find(product: Product, lang: str, wanted: str) -> Span | None:
    for name, text in (("title", product.title), ("description", product.description)):
        body = text.zh if lang == "zh" else text.en
        at = -1 if body is None else body.casefold().find(wanted.casefold())
        if body is not None and at >= 0:
            return Span(f"{name}.{lang}", at, at + len(wanted), body[at : at + len(wanted)])
    return None
