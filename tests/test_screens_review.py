"""The review desk: what its filters list and what its cards carry."""

from __future__ import annotations

from dataclasses import replace

from store import cards, products, review
from store.store import Store
from studio.sample_show import open_sample
from studio.studio import Studio


def test_the_views_of_the_review_desk_part_the_catalogue(store: Store) -> None:
    """Each view lists the products it names, guesses are told from sure drafts, sums agree with the cards."""
    studio = Studio(store.url)
    open_sample(studio)
    first, second, third, *_ = studio.catalogue.products()
    boards = studio.boards.by_product([first, second])
    studio.boards.put(replace(boards[first][0], status="draft", check=True), by="Tao")
    studio.boards.put(replace(boards[second][0], status="draft"), by="Tao")
    keys = [(third, item.id) for item in studio.boards.of_product(third)]
    studio.boards.decide(keys, "rejected", by="Tao")
    with studio.store.read() as connection:
        wanted = {"check": (first,), "draft": (first, second), "none": (third,)}
        for view, skus in wanted.items():
            asked = review.Asked(view=view)  # type: ignore[arg-type]
            assert review.page(connection, asked) == (skus, len(skus))
        assert review.page(connection, limit=3)[1] == products.count(connection)
        held = review.standing(connection)
        assert (held.checks, held.drafts, held.without) == (1, 1, 1)
        assert held.approved == cards.tally(connection)["approved"]
        assert review.sure(connection) == ((second, boards[second][0].id),)
    studio.close()


def test_filters_list_the_products_of_the_cards_they_show(store: Store) -> None:
    """Level and flag mean the same in the query that lists products and in the desk that shows cards."""
    studio = Studio(store.url)
    open_sample(studio)
    first, second, third, *_ = studio.catalogue.products()
    boards = studio.boards.by_product([first, second, third])
    studio.boards.put(replace(boards[first][0], level=None, ipa_gb=None), by="Tao")
    studio.boards.put(replace(boards[second][0], evidence="generic", level="C2"), by="Tao")
    everything = studio.boards.by_product()
    history = studio.boards.card_history(everything)
    for asked in (
        review.Asked(levels=("C2",)),
        review.Asked(levels=("", "C1")),
        review.Asked(flags=("generic",)),
        review.Asked(flags=("no_sound", "no_level")),
        review.Asked(flags=("touched",)),
        review.Asked(sku=third),
        review.Asked(view="approved", levels=("A2",), flags=("generic", "touched")),
    ):
        shown = {
            sku
            for sku, held in everything.items()
            if any(review.shows(asked, one, touched=(sku, one.id) in history) for one in held)
        }
        with studio.store.read() as connection:
            listed, _ = review.page(connection, asked, limit=1_000)
        assert set(listed) == (shown if asked.sku is None else {asked.sku}), asked
    studio.close()
