"""What a person does on the review desk stays, is told and taken back; two people do not overwrite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Sku
from store.store import Store
from studio.boards import Boards
from studio.catalogue import Catalogue
from studio.mending import Clash, Seen, Typed, chosen, mended, text_of
from vocab.card import Card, Face, FaceItem, Hook, card_id
from vocab.levels import Level

SKU = Sku("P1")
GOODS = "sku,title_zh,title_en,stock\n" + "".join(f"P{n},水蜜桃{n},Peaches {n},5\n" for n in (1, 2, 3))


class Facts:
    """A dictionary of a few words."""

    def pinyin(self, zh: str) -> tuple[str, ...]:
        """One syllable per character, made of the character."""
        return tuple(f"py{sign}" for sign in zh)

    def ipa(self, word: str, pos: str, *, british: bool = False) -> str | None:
        """Known for `flying` alone."""
        return "ˈflaɪɪŋ" if word == "flying" else None

    def level(self, lemma: str, pos: str) -> Level | None:
        """Known for `sweet` alone."""
        return Level(1, "A1", "CEFR-J") if lemma == "sweet" else None

    def chinese(self, word: str) -> str:
        """Known for `flying` alone."""
        return "飞" if word == "flying" else ""


def card(headword: str, gloss: str, **changes: object) -> Card:
    """A drafted card."""
    base = Card(
        id=card_id(headword, "ADJ", gloss), sku=SKU, headword=headword, lemma=headword, pos="ADJ",
        gloss=gloss,
        pinyin=Facts().pinyin(gloss), ipa="x", level="B1", level_source="est.", evidence="bilingual",
        evidence_span=None, source_span=None, check=False, score=0.5, components=(), alternatives=("汁多",),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


#: juicy 多汁 (full of juice), sweet 甜 (sweet), ripe 熟 (ripe).
FOUND = (card("juicy", "多汁"), card("sweet and ripe", "甜、熟"), card("fragrant", "香"))


@pytest.fixture
def boards(store: Store) -> Iterator[Boards]:
    """A board of three drafts; time goes on by a second at each question."""
    ticks = iter(range(1_000, 10_000_000, 1_000))
    goods = Catalogue(store, lambda: next(ticks))
    goods.apply(goods.dry_run(GOODS.encode(), name="goods.csv"))
    held = Boards(store, lambda: next(ticks), Facts())
    held.take(SKU, FOUND)
    yield held


def seen(held: Card) -> Seen:
    """The card as the desk shows it."""
    return Seen(held.id, text_of(held))


def glosses(boards: Boards) -> list[str]:
    """The board as it stands, dropped words left out."""
    return [f"{one.headword} {one.gloss}" for one in boards.of_product(SKU) if one.status != "rejected"]


def test_another_gloss_brings_its_reading_and_keeps_the_old_one_near() -> None:
    """A chosen gloss is a person's: override, approved, no check; the former one is an alternative."""
    made = chosen(card("juicy", "多汁", check=True, alternatives=("水分足", "汁多")), "水分足", Facts())
    assert (made.gloss, made.pinyin) == ("水分足", ("py水", "py分", "py足"))
    assert (made.evidence, made.status, made.check) == ("override", "approved", False)
    assert made.alternatives == ("多汁", "汁多")
    assert made.id == card_id("juicy", "ADJ", "水分足")


def test_a_typed_gloss_does_not_keep_the_old_reading() -> None:
    """The reading left standing under a new gloss would be read aloud wrong; one that was typed is kept."""
    old = card("juicy", "多汁")
    left = Typed.of("juicy", "汁多", pinyin=" ".join(old.pinyin), ipa="/ˈdʒuːsi/", pos="ADJ")
    assert mended(old, left, Facts()).pinyin == ("py汁", "py多")
    assert mended(old, replace(left, pinyin=("zhī", "duo")), Facts()).pinyin == ("zhī", "duo")
    assert mended(old, left, Facts()).ipa == "ˈdʒuːsi"


def test_another_word_does_not_keep_what_was_said_of_the_old_one() -> None:
    """Hooks, example, level and sound belong to the word they were found for."""
    hook = Hook("family", Bilingual(en="juice → juicy", zh="juice → juicy"), "affix table")
    old = card("juicy", "多汁", hooks=(hook,), example=Bilingual(en="A juicy peach.", zh=None))
    made = mended(old, replace(text_of(old), headword="sweet"), Facts())
    assert (made.hooks, made.example.en, made.ipa, made.level) == ((), None, None, "A1")


def test_two_people_who_edit_one_card_do_not_overwrite_each_other(boards: Boards) -> None:
    """The second gets both texts back and nothing is written; choosing theirs or mine settles it."""
    old = seen(FOUND[0])
    assert boards.rewrite(SKU, [old], [replace(old.text, gloss="汁水多")], by="小林") is None
    clash = boards.rewrite(SKU, [old], [replace(old.text, gloss="汁多")], by="阿禾")
    assert isinstance(clash, Clash)
    assert (clash.theirs.gloss, clash.by, clash.mine[0].gloss) == ("汁水多", "小林", "汁多")
    assert glosses(boards)[0] == "juicy 汁水多"
    boards.rewrite(SKU, [seen(clash.theirs)], clash.mine, by="阿禾")
    assert glosses(boards)[0] == "juicy 汁多"


def test_a_decision_on_a_text_that_nobody_saw_is_not_taken(boards: Boards) -> None:
    """Approving a card that another person has just rewritten would publish an unseen text."""
    old = seen(FOUND[0])
    boards.rewrite(SKU, [old], [replace(old.text, gloss="汁水多")], by="小林")
    clash = boards.decide([(SKU, old.id)], "rejected", by="阿禾", seen=old)
    assert isinstance(clash, Clash)
    assert boards.of_product(SKU)[0].status == "approved"


def test_an_edit_sent_twice_is_done_once(boards: Boards) -> None:
    """The browser repeats what was not acknowledged, also after a reload."""
    old = seen(FOUND[0])
    for _ in range(2):
        assert boards.rewrite(SKU, [old], [replace(old.text, gloss="汁水多")], by="小林") is None
    assert [step.kind for step in boards.history()] == ["edit"]


def test_saving_a_draft_as_it_is_approves_it(boards: Boards) -> None:
    """A look and a press of save is a decision, with nothing typed."""
    boards.rewrite(SKU, [seen(FOUND[0])], [text_of(FOUND[0])], by="Tao")
    assert boards.of_product(SKU)[0].status == "approved"


def test_two_people_who_mend_the_sound_alone_meet_too(boards: Boards) -> None:
    """A card whose gloss stays keeps its id: its text is compared all the same."""
    old = seen(FOUND[0])
    boards.rewrite(SKU, [old], [replace(old.text, ipa="a")], by="小林")
    clash = boards.rewrite(SKU, [old], [replace(old.text, ipa="b")], by="阿禾")
    assert isinstance(clash, Clash)
    assert clash.theirs.ipa == "a"


def test_a_card_is_split_in_its_place_and_merged_again(boards: Boards) -> None:
    """Split: two cards where one was. Merge: one where two were. Undo brings back what stood before."""
    both = seen(FOUND[1])
    parts = [Typed.of("sweet", "甜", pos="ADJ"), Typed.of("ripe", "熟", pos="ADJ")]
    boards.rewrite(SKU, [both], parts, by="Tao")
    assert glosses(boards) == ["juicy 多汁", "sweet 甜", "ripe 熟", "fragrant 香"]
    first, second = boards.of_product(SKU)[1:3]
    boards.rewrite(SKU, [seen(first), seen(second)], [Typed.of("sweet, ripe", "甜熟", pos="ADJ")], by="Tao")
    assert glosses(boards) == ["juicy 多汁", "sweet, ripe 甜熟", "fragrant 香"]
    for step in boards.history():
        assert boards.undo(step.id, by="Tao") == "done"
    assert glosses(boards) == [f"{one.headword} {one.gloss}" for one in FOUND]
    assert [one.status for one in boards.of_product(SKU)] == ["draft"] * 3


def test_a_step_with_a_later_one_on_it_stays(boards: Boards) -> None:
    """Taking back the first of two edits would bring back a text that the second one never saw."""
    old = seen(FOUND[0])
    boards.rewrite(SKU, [old], [replace(old.text, gloss="汁水多")], by="小林")
    boards.decide([(SKU, boards.of_product(SKU)[0].id)], "rejected", by="阿禾")
    drop, edit = boards.history()
    assert boards.undo(edit.id, by="小林") == "later"
    assert boards.undo(drop.id, by="小林") == "done"
    assert boards.undo(edit.id, by="小林") == "done"
    assert boards.undo(edit.id, by="小林") == "before"
    assert boards.of_product(SKU)[0] == FOUND[0]


def test_corrections_survive_every_run(boards: Boards) -> None:
    """A sense that was mended, dropped or split is not found beside its correction again; order stays."""
    first, both, last = FOUND
    boards.rewrite(SKU, [seen(first)], [replace(text_of(first), gloss="汁水多")], by="Tao")
    boards.rewrite(SKU, [seen(both)], [Typed.of("sweet", "甜"), Typed.of("ripe", "熟")], by="Tao")
    boards.decide([(SKU, last.id)], "rejected", by="Tao")
    boards.move(SKU, boards.of_product(SKU)[0].id, 2, by="Tao")
    stands = glosses(boards)
    boards.take(SKU, FOUND)
    assert glosses(boards) == stands == ["sweet 甜", "ripe 熟", "juicy 汁水多"]


def test_a_pinned_gloss_reaches_drafts_everywhere(boards: Boards) -> None:
    """Drafts of the word follow, approved ones are somebody's decision; undo takes rule and drafts back."""
    for sku, status in (("P2", "draft"), ("P3", "approved")):
        boards.put(card("juicy", "水多", sku=Sku(sku), status=status), by="Tao")
    boards.pin(SKU, FOUND[0].id, by="Tao")
    held = {sku: boards.of_product(sku)[0] for sku in (SKU, "P2", "P3")}
    assert [held[sku].gloss for sku in (SKU, "P2", "P3")] == ["多汁", "多汁", "水多"]
    assert (held["P2"].status, held["P2"].evidence, held[SKU].status) == ("draft", "override", "approved")
    assert [(rule.kind, rule.lemma, rule.zh) for rule in boards.rules()] == [("pin", "juicy", "多汁")]
    assert boards.undo(boards.history()[0].id, by="Tao") == "done"
    assert boards.rules() == ()
    assert boards.of_product("P2")[0].gloss == "水多"


def test_a_known_word_leaves_every_board_of_drafts(boards: Boards) -> None:
    """Its drafts are dropped, the rule is told to later runs."""
    boards.put(card("juicy", "多汁", sku=Sku("P2"), status="draft"), by="Tao")
    boards.know(SKU, FOUND[0].id, by="Tao")
    assert [boards.of_product(sku)[0].status for sku in (SKU, "P2")] == ["rejected", "rejected"]
    assert [(rule.kind, rule.lemma) for rule in boards.rules()] == [("known", "juicy")]


def test_a_word_of_ones_own_goes_to_the_end_with_its_facts(boards: Boards) -> None:
    """Word and gloss are the person's, reading and level the dictionary's."""
    boards.rewrite(SKU, [], [Typed.of("sweet", "甜", pos="ADJ")], by="Tao")
    made = boards.of_product(SKU)[-1]
    assert (made.headword, made.pinyin, made.level, made.status) == ("sweet", ("py甜",), "A1", "approved")


def test_a_face_is_filled_from_the_dictionary(boards: Boards) -> None:
    """Frying, not flying: what the person left out of the other word is looked up; undo takes it off."""
    boards.dress(SKU, FOUND[0].id, Face("pair", (FaceItem("flying"),)), by="Tao")
    worn = boards.of_product(SKU)[0].face
    assert worn == Face("pair", (FaceItem("flying", "ˈflaɪɪŋ", "飞"),))
    boards.undo(boards.history()[0].id, by="Tao")
    assert boards.of_product(SKU)[0].face is None


def test_the_history_says_who_did_what_to_which_card(boards: Boards) -> None:
    """Newest first; each card knows its own steps; only the own last step is offered for undo."""
    boards.decide([(SKU, one.id) for one in FOUND], "approved", by="小林")
    boards.choose(SKU, seen(boards.of_product(SKU)[0]), "汁多", by="阿禾")
    told = [(step.by, step.kind, step.cards, step.title) for step in boards.history()]
    assert told == [
        ("阿禾", "choose", 1, "juicy 多汁 → juicy 汁多"),
        ("小林", "approve", 3, "juicy 多汁, sweet and ripe 甜、熟, fragrant 香"),
    ]
    new = boards.of_product(SKU)[0]
    assert [step.kind for step in boards.card_history([SKU])[SKU, new.id]] == ["choose"]
    last = boards.last_step("小林")
    assert last is not None
    assert last.kind == "approve"
