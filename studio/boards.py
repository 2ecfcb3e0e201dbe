"""Boards as the planner uses them: review, correction, approval; every step told and taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from store import card_history, cards, products, review, word_rules
from store.card_history import Step, StepKind, Undone
from store.card_swap import find, names, present, replace_as, swap
from store.store import Store
from store.word_rules import Rule
from studio.mending import Clash, Facts, Seen, Typed, added, chosen, done, filled, mended, text_of, unread
from studio.picking import Picking
from studio.word_facts import WordFacts
from vocab.card import Card, CardId, CardStatus, Evidence, Face

#: What a decision is called in the history.
DECIDED: Mapping[CardStatus, StepKind] = {"approved": "approve", "draft": "reopen", "rejected": "reject"}


class Boards:
    """Cards of a store, and what people do with them."""

    def __init__(self, store: Store, clock: Callable[[], int], facts: Facts | None = None) -> None:
        self._store = store
        self._clock = clock
        self.facts: Facts = facts or WordFacts()
        self.picking = Picking(store, self.take, clock)

    def take(self, sku: Sku, found: Sequence[Card]) -> None:
        """Save what an extraction found; cards that a person touched stay as they are."""
        now = self._clock()
        self._store.write(lambda connection: cards.save_found(connection, sku, found, now=now))

    def by_product(
        self, skus: Iterable[str] | None = None, *, status: CardStatus | None = None
    ) -> Mapping[Sku, tuple[Card, ...]]:
        """Cards per product in board order."""
        with self._store.read() as connection:
            return cards.by_product(connection, skus, status=status)

    def of_product(self, sku: str) -> tuple[Card, ...]:
        """The cards of one product in board order."""
        with self._store.read() as connection:
            return cards.of_product(connection, sku)

    def by_id(self, ids: Iterable[str]) -> Mapping[CardId, Card]:
        """Cards by id; where several products share a sense any one of them, approved first."""
        with self._store.read() as connection:
            return cards.by_id(connection, ids)

    def tally(self) -> Mapping[str, int]:
        """How many cards there are of each status."""
        with self._store.read() as connection:
            return cards.tally(connection)

    # -- what a person does --------------------------------------------------------------------------------

    def decide(
        self, keys: Iterable[tuple[str, str]], status: CardStatus, *, by: str, seen: Seen | None = None
    ) -> Clash | None:
        """Approve, reject or reopen cards; one that reads otherwise than it was `seen` is not decided."""
        wanted, now = tuple(keys), self._clock()

        def work(connection: Connection) -> Clash | None:
            held = tuple(present(connection, wanted))
            if seen is not None:
                held = tuple(card for card in (find(connection, wanted[0][0], seen.id),) if card)
                if held and text_of(held[0]) != seen.text:
                    return Clash(held[0], cards.owner(connection, held[0].sku, held[0].id), ())
            moving = [card for card in held if card.status != status]
            if not moving:
                return None
            step = card_history.open_step(
                connection, DECIDED[status], at=now, by=by, title=names(moving), cards=len(moving)
            )
            found = [(card.sku, card.id) for card in moving]
            card_history.record(connection, step, found, texts=False)
            cards.decide(connection, found, status, by=by, now=now)
            return None

        return self._store.write(work)

    def put(self, card: Card, *, by: str, replaces: str | None = None) -> None:
        """Save a card as a person left it; `replaces` names the card it was before the edit."""
        now = self._clock()
        self._store.write(
            lambda connection: replace_as(connection, "edit", [replaces or card.id], [card], by, now)
        )

    def choose(self, sku: str, seen: Seen, gloss: str, *, by: str) -> Clash | None:
        """Take another of a card's glosses."""
        now, facts = self._clock(), self.facts

        def work(connection: Connection) -> Clash | None:
            card = find(connection, sku, seen.id)
            if card is None or card.gloss == gloss:
                return None
            new = chosen(card, gloss, facts)
            if text_of(card) != seen.text:
                return Clash(card, cards.owner(connection, sku, card.id), (text_of(new),))
            replace_as(connection, "choose", [card.id], [new], by, now)
            return None

        return self._store.write(work)

    def rewrite(self, sku: str, seen: Sequence[Seen], typed: Sequence[Typed], *, by: str) -> Clash | None:
        """Put cards as typed in the place of those seen: one for one is an edit, none for one adds a word,
        one for two splits, two for one merges. Sent twice it is done once.

        A card that somebody else changed since it was seen is left alone, and both texts come back.
        """
        now, facts = self._clock(), self.facts

        def work(connection: Connection) -> Clash | None:
            found = [find(connection, sku, one.id) for one in seen]
            sources = [card for card in found if card is not None]
            if len(sources) < len(seen) or not typed:
                return None
            if done(seen, sources, typed, cards.of_product(connection, sku)):
                return None
            for one, card in zip(seen, sources, strict=True):
                if text_of(card) != one.text:
                    return Clash(card, cards.owner(connection, sku, card.id), unread(seen, typed))
            made = [
                mended(sources[at], one, facts) if at < len(sources) else added(Sku(sku), one, facts)
                for at, one in enumerate(typed)
            ]
            kind: StepKind = "edit"
            if len(sources) != len(made):
                kind = "add" if not sources else "split" if len(made) > len(sources) else "merge"
            replace_as(connection, kind, [card.id for card in sources], made, by, now)
            return None

        return self._store.write(work)

    def move(self, sku: str, card: str, to: int, *, by: str) -> None:
        """Put a card at a place on its board, from 0; it stays there through later runs."""
        now = self._clock()

        def work(connection: Connection) -> None:
            held = [one for one in cards.of_product(connection, sku) if one.status != "rejected"]
            here = next((at for at, one in enumerate(held) if one.id == card), None)
            place = max(0, min(to, len(held) - 1))
            if here is None or here == place:
                return
            moved = held.pop(here)
            held.insert(place, moved)
            step = card_history.open_step(connection, "move", at=now, by=by, title=names([moved]), cards=1)
            card_history.record(connection, step, [(sku, one.id) for one in held], texts=False)
            cards.arrange(connection, sku, [one.id for one in held], by=by, moved={card})

        self._store.write(work)

    def dress(self, sku: str, card: str, face: Face | None, *, by: str) -> None:
        """Let a card stand on the board as a pair, a family or a gap; None makes it a plain word again.

        What a person left out of a word beside it (sound, Chinese) comes from the dictionary where it knows.
        """
        now, facts = self._clock(), self.facts

        def work(connection: Connection) -> None:
            held = find(connection, sku, card)
            worn = None if face is None else filled(face, facts)
            if held is not None and held.face != worn:
                replace_as(connection, "face", [held.id], [replace(held, face=worn)], by, now)

        self._store.write(work)

    def pin(self, sku: str, card: str, *, by: str) -> None:
        """Always translate the word as this card does: its drafts elsewhere follow, later runs too."""
        now, facts = self._clock(), self.facts

        def work(connection: Connection) -> None:
            held = find(connection, sku, card)
            if held is None:
                return
            rule = Rule("pin", held.lemma.casefold(), held.pos, held.gloss, by, now)
            same = [one for one in cards.of_lemma(connection, held.lemma) if one.pos == held.pos]
            others = [one for one in same if one.status == "draft" and one.gloss != held.gloss]
            before = word_rules.put(connection, rule)
            step = card_history.open_step(
                connection,
                "pin",
                at=now,
                by=by,
                title=names([held]),
                cards=1 + len(others),
                rule=(rule, before),
            )
            new = replace(held, evidence="override", evidence_span=None, check=False, status="approved")
            swap(connection, step, [held.id], [new], by, now)
            for one in others:
                drafted = replace(chosen(one, held.gloss, facts), status="draft")
                swap(connection, step, [one.id], [drafted], by, now)

        self._store.write(work)

    def know(self, sku: str, card: str, *, by: str) -> None:
        """The audience knows the word: its drafts leave every board, later runs pass it over."""
        now = self._clock()

        def work(connection: Connection) -> None:
            held = find(connection, sku, card)
            if held is None:
                return
            rule = Rule("known", held.lemma.casefold(), "", None, by, now)
            same = cards.of_lemma(connection, held.lemma)
            gone = [one for one in same if one.status == "draft" or (one.sku, one.id) == (held.sku, held.id)]
            before = word_rules.put(connection, rule)
            step = card_history.open_step(
                connection,
                "known",
                at=now,
                by=by,
                title=names([held]),
                cards=len(gone),
                rule=(rule, before),
            )
            keys = [(one.sku, one.id) for one in gone]
            card_history.record(connection, step, keys, texts=False)
            cards.decide(connection, keys, "rejected", by=by, now=now)

        self._store.write(work)

    # -- history -------------------------------------------------------------------------------------------

    def history(self, sku: str | None = None, *, limit: int = 30) -> tuple[Step, ...]:
        """Who changed what, newest first."""
        with self._store.read() as connection:
            return card_history.listing(connection, sku=sku, limit=limit)

    def card_history(self, skus: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Step]]:
        """Who changed which card of these products, by (sku, id), newest first."""
        with self._store.read() as connection:
            return card_history.by_card(connection, skus)

    def last_step(self, by: str) -> Step | None:
        """The newest standing step of a person: what an undo would take back."""
        with self._store.read() as connection:
            return card_history.last(connection, by)

    def undo(self, step: int, *, by: str) -> Undone:
        """Take a step back; `later` when another step stands on it."""
        now = self._clock()
        return self._store.write(lambda connection: card_history.undo(connection, step, at=now, by=by))

    def rules(self) -> tuple[Rule, ...]:
        """Pinned glosses and known words."""
        with self._store.read() as connection:
            return word_rules.listing(connection)

    # -- the review desk -----------------------------------------------------------------------------------

    def review_page(
        self, asked: review.Asked = review.EVERYTHING, *, offset: int = 0, limit: int = 10
    ) -> tuple[tuple[tuple[Product, tuple[Card, ...]], ...], int]:
        """A page of products with their cards, and how many products are asked for."""
        with self._store.read() as connection:
            skus, total = review.page(connection, asked, offset=offset, limit=limit)
            held, boards = products.many(connection, skus), cards.by_product(connection, skus)
        return tuple((item, boards.get(sku, ())) for sku, item in held.items()), total

    def standing(self) -> review.Standing:
        """How far the whole catalogue is."""
        with self._store.read() as connection:
            return review.standing(connection)

    def confidence(self) -> Mapping[Evidence, int]:
        """Drafts that need no second look, by the evidence of their gloss."""
        with self._store.read() as connection:
            return review.confidence(connection)

    def sure(self, evidence: Collection[Evidence] | None = None) -> tuple[tuple[str, str], ...]:
        """(sku, id) of every draft that needs no second look; of these kinds of evidence when given."""
        with self._store.read() as connection:
            return review.sure(connection, evidence)
