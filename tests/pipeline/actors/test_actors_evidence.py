"""What says that a lone word is a person's."""

from dataclasses import replace

import pytest

from dashboard.pipeline.actors import Actor, Naming
from dashboard.pipeline.actors.evidence import doubt_lone_words
from dashboard.pipeline.entities import Mention

HADDAD = Naming(Actor("haddad", "Haddad", "person", unsure=True), "this name alone")


def kinds(text: str, naming: Naming = HADDAD, speakers: frozenset[str] = frozenset(), role: str = "") -> list[str]:
    starts = [at for at in range(len(text)) if text.startswith("Haddad", at)]
    mentions = [Mention(at, at + 6, 0, "Haddad", "PERSON", role=role or None) for at in starts]
    return [each.actor.kind for each in doubt_lone_words(text, mentions, [naming] * len(mentions), speakers) if each]


@pytest.mark.parametrize(
    "text",
    ["Haddad, 34, left.", "Haddad’s wife left.", "His son, Haddad, left.", "A man named Haddad left.",
     "Haddad, who left, won.", "Haddad himself left."],
)  # fmt: skip
def test_a_lone_word_with_evidence_is_a_person_in_the_whole_article(text: str) -> None:
    assert kinds(f"{text} Haddad won.") == ["person", "person"]


def test_who_has_a_title_or_is_quoted_is_a_person() -> None:
    assert kinds("Haddad left.", role="Mr") == kinds("Haddad left.", speakers=frozenset({"haddad"})) == ["person"]


def test_a_lone_word_without_evidence_is_other_and_a_full_name_a_person() -> None:
    assert kinds("Haddad left the town. Haddad’s roof fell.") == ["other", "other"]
    assert kinds("Haddad left.", Naming(replace(HADDAD.actor, unsure=False), "named in full")) == ["person"]
