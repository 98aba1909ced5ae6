"""Movements of Docs built by hand, parsed as the parser does and not always as it should."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.claims import Named
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import place_mentions
from dashboard.pipeline.movements import Movement, find_movements
from dashboard.pipeline.quotes import Quote, find_quotes
from tests.named import name_actors

Build = Callable[..., Doc]

ORDERED = """
Hezbollah PROPN nsubj 1 B-ORG
told VERB ROOT 1
its PRON poss 3
fighters NOUN/NNS dobj 1
to PART/TO aux 5
withdraw VERB/VB xcomp 1
from ADP prep 5
the DET det 9
Homs PROPN compound 9 B-GPE
area NOUN pobj 6
with ADP prep 5
some DET det 12
heading VERB/VBG pcomp 10
to ADP prep 12
Latakia PROPN pobj 13 B-GPE
and CCONJ cc 14
others NOUN/NNS conj 14
to ADP prep 16
Damascus PROPN pobj 17 B-GPE
. PUNCT punct 1
"""

DENIED = """
The DET det 1
army NOUN nsubj 2
denied VERB ROOT 2
that SCONJ mark 6
troops NOUN/NNS nsubj 6
had AUX aux 6
entered VERB/VBN ccomp 2
Homs PROPN dobj 6 B-GPE
. PUNCT punct 2
"""

ADMITTED = """
Iraqi ADJ amod 1 B-NORP
officials NOUN/NNS nsubj 2
said VERB ROOT 2
Baghdad PROPN nsubj 4 B-GPE
allowed VERB ccomp 2
in ADP prep 4
{who} NOUN/NNS pobj 5
. PUNCT punct 2
"""

BY_PLACE = """
The DET det 1
rebels NOUN/NNS nsubj 2
left VERB ROOT 2
{near}
{place} PROPN {hangs}
. PUNCT punct 2
"""


@dataclass(frozen=True)
class Found:
    """The movements of a text, and its quotations."""

    text: str
    movements: list[Movement]
    quotes: list[Quote]

    def ends(self) -> list[tuple[str | None, str | None]]:
        return [(self.words(each.origin), self.words(each.goal)) for each in self.movements]

    def words(self, named: Named | None) -> str | None:
        return None if named is None else self.text[named.start : named.end]


Find = Callable[..., Found]


@pytest.fixture
def find(build_doc: Build, gazetteer: Gazetteer, known: KnownActors) -> Find:
    def find_all(*sentences: str) -> Found:
        doc = build_doc(*sentences)
        mentions = find_mentions(doc, gazetteer)
        placements = place_mentions(doc, mentions, gazetteer)
        actors = name_actors(mentions, placements, known, gazetteer)
        quotes = find_quotes(doc, mentions, actors)
        return Found(doc.text, find_movements(doc, mentions, placements, actors, quotes), quotes)

    return find_all


def test_what_goes_on_with_a_movement_takes_its_origin_and_each_goal_is_one(find: Find) -> None:
    found = find(ORDERED)
    assert found.ends() == [("Homs", "Latakia"), ("Homs", "Damascus")]
    for each in found.movements:
        assert (each.kind, each.status) == ("withdrawal", "planned")
        assert each.who is not None and found.text[slice(*each.who)] == "its fighters"
        assert each.actor == Named("hezbollah", 0, len("Hezbollah"))
        assert found.text[each.start : each.end].startswith("its fighters to withdraw")


def test_the_words_of_a_movement_lie_in_one_sentence(find: Find) -> None:
    found = find(DENIED, ORDERED)
    assert [each.sentence for each in found.movements] == [0, 1, 1]
    assert all("." not in found.text[each.start : each.end] for each in found.movements)


def test_what_a_speaker_denies_is_denied_and_stands_in_the_quotation(find: Find) -> None:
    found = find(DENIED)
    (movement,), (quote,) = found.movements, found.quotes
    assert (movement.kind, movement.status, found.ends()) == ("advance", "denied", [(None, "Homs")])
    assert movement.quote == (quote.start, quote.end)


def test_whom_a_capital_lets_in_goes_to_its_country(find: Find) -> None:
    found = find(ADMITTED.format(who="soldiers"))
    assert [(each.kind, each.status) for each in found.movements] == [("flight", "reported")]
    assert found.ends() == [(None, "Iraqi")]
    assert find(ADMITTED.format(who="mistakes")).movements == []


@pytest.mark.parametrize(
    ("near", "hangs", "place", "ends"),
    [
        ("the DET det 4", "dobj 2 B-GPE", "Homs", [("Homs", None)]),
        ("positions NOUN/NNS dobj 2 | around ADP prep 3", "pobj 4 B-GPE", "Homs", [("Homs", None)]),
        ("positions NOUN/NNS dobj 2 | near ADP prep 3", "pobj 4 B-GPE", "Homs", []),
        ("the DET det 4 | village NOUN dobj 2 | of ADP prep 4", "pobj 5 B-GPE", "Homs", [("Homs", None)]),
        ("doubts NOUN/NNS dobj 2 | in ADP prep 3", "pobj 4 B-GPE", "Homs", []),
        ("in ADP prep 2", "pobj 3 B-GPE", "Homs", []),
        ("the DET det 4", "dobj 2 B-GPE", "Xyzzyville", []),
    ],
)
def test_a_place_is_named_by_itself_or_beside_a_noun_of_ground(
    find: Find, near: str, hangs: str, place: str, ends: list[tuple[str | None, str | None]]
) -> None:
    sentence = BY_PLACE.format(near="\n".join(near.split(" | ")), place=place, hangs=hangs)
    assert find(sentence).ends() == ends


def test_a_text_without_places_has_no_movements(find: Find) -> None:
    assert find("They PRON nsubj 1\nfled VERB ROOT 1\n. PUNCT punct 1").movements == []


SENT = """
Iraq PROPN nsubj 1 B-GPE
sent VERB/VBD ROOT 1
{whose}
soldiers NOUN/NNS dobj 1
to ADP prep 1
Damascus PROPN pobj 4 B-GPE
. PUNCT punct 1
"""


@pytest.mark.parametrize(("whose", "actor"), [("300 NUM nummod 3", "iraq"), ("Syrian ADJ amod 3 B-NORP", None)])
def test_who_sends_the_soldiers_of_another_country_is_not_who_moves(find: Find, whose: str, actor: str | None) -> None:
    (movement,) = find(SENT.format(whose=whose)).movements
    assert (None if movement.actor is None else movement.actor.id) == actor


BY_FRIENDS = """
{before}
Syrian ADJ amod {noun} B-NORP
forces NOUN/NNS nsubj {verb}
entered VERB/VBD ROOT {verb}
Homs PROPN dobj {verb} B-GPE
. PUNCT punct {verb}
"""


@pytest.mark.parametrize(
    ("before", "actor"),
    [("The DET det 2", "syrian-army"), ("US PROPN npadvmod 2 B-GPE\n- PUNCT punct 2\nbacked VERB/VBN amod 4", None)],
)
def test_forces_that_others_back_are_not_the_army(find: Find, before: str, actor: str | None) -> None:
    noun = before.count("\n") + 2
    (movement,) = find(BY_FRIENDS.format(before=before, noun=noun, verb=noun + 1)).movements
    assert (None if movement.actor is None else movement.actor.id) == actor


BY_EITHER = """
Syrian ADJ amod 3 B-NORP
{word} CCONJ cc 0
Russian ADJ conj 0 B-NORP
forces NOUN/NNS nsubj 4
entered VERB/VBD ROOT 4
Homs PROPN dobj 4 B-GPE
. PUNCT punct 4
"""


@pytest.mark.parametrize(("word", "is_known"), [("and", True), ("or", False)])
def test_one_or_the_other_is_no_actor(find: Find, word: str, is_known: bool) -> None:
    (movement,) = find(BY_EITHER.format(word=word)).movements
    assert (movement.actor is not None) == is_known
