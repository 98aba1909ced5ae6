"""People who are named by their office alone: which of them is found, and whom it names."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement
from tests.named import name_actors


def hold(*role: str, name: str = "Ann Hill") -> str:
    """A sentence that says who has a role."""
    first, last = name.split()
    words = [*role, first, last]
    lines = [f"{word} PROPN compound {len(words) - 1}" for word in role]
    lines += [f"{first} PROPN compound {len(words) - 1} B-PERSON", f"{last} PROPN nsubj {len(words)} I-PERSON"]
    return "\n".join([*lines, f"spoke VERB ROOT {len(words)}", f". PUNCT punct {len(words)}"])


def stand(*words: str) -> str:
    """A sentence of which these words are the subject."""
    lines = [f"{word} {'PROPN' if word[0].isupper() else 'ADP'} dep {len(words)}" for word in words]
    return "\n".join([*lines, f"left VERB ROOT {len(words)}", f". PUNCT punct {len(words)}"])


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([hold("President"), stand("The", "President")], [("President", "ann-hill")]),
        ([hold("U.S.", "President"), stand("The", "President")], [("President", "ann-hill")]),
        (
            [hold("Home", "Secretary"), hold("Shadow", "Home", "Secretary", name="Bo Lund"),
             stand("the", "Home", "Secretary")],
            [("Home Secretary", "ann-hill")],
        ),
        ([stand("The", "President"), hold("President")], []),
        ([hold("President"), hold("President", name="Bo Lund"), stand("The", "President")], []),
        ([hold("former", "President"), stand("The", "President")], []),
        ([hold("President"), stand("The", "President", "of", "Egypt")], []),
        ([hold("President"), stand("The", "President", "Lund")], []),
        ([hold("Prime", "Minister"), stand("The", "Minister", "Questions")], []),
        ([hold("President"), stand("A", "President")], []),
    ],
    ids=["office", "with a nation", "not the shadow's", "before the name", "two hold it", "who held it", "of another",
         "before a name", "within a name", "any"],
)  # fmt: skip
def test_an_office_is_who_holds_it(
    build_doc: Callable[..., Doc],
    gazetteer: Gazetteer,
    known: KnownActors,
    sentences: list[str],
    expected: list[tuple[str, str]],
) -> None:
    doc = build_doc(*sentences)
    mentions = find_mentions(doc, gazetteer)
    actors = name_actors(mentions, [Placement()] * len(mentions), known, gazetteer, doc.text)
    offices = [(m, actor) for m, actor in zip(mentions, actors, strict=True) if m.surface == m.role]
    assert [(m.surface, actor and actor.actor_id) for m, actor in offices] == expected
