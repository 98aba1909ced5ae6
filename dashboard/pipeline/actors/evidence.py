"""Evidence that a lone word is a person's: a title, age, kin, "who", or that somebody of this name is quoted.

Limits: of each mention the words right beside it. Of lone words that the model takes for people and that no article
explains, about nine of ten with such evidence are people, and about half of those without (read on 1,188 articles).
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors.identity import Naming
from dashboard.pipeline.actors.known import Actor
from dashboard.pipeline.entities import Mention

KIN = lexicon.alternation(lexicon.words("kin"))
BEHIND = re.compile(rf"['’]s\s{KIN}\b|,?\s(?:who|whose)\b|,\s\d\d?,|\s(?:himself|herself)\b")
BEFORE = re.compile(rf"\b(?:{KIN}|named)[ ,]+$")
# Characters before a name in which such a word stands.
REACH = 20


def doubt_lone_words(
    text: str, mentions: Sequence[Mention], namings: Sequence[Naming | None], speakers: Set[str]
) -> list[Naming | None]:
    """The namings, in which a person of a lone word that nothing says is one has kind `other`.

    `speakers` are the ids of the actors that the article quotes.
    """
    certain: set[Actor] = set()
    for mention, naming in zip(mentions, namings, strict=True):
        if naming is not None and (naming.actor.actor_id in speakers or _is_person(text, mention)):
            certain.add(naming.actor)
    return [
        naming if naming is None or not _is_lone(naming.actor) or naming.actor in certain
        else replace(naming, actor=replace(naming.actor, kind="other"))
        for naming in namings
    ]  # fmt: skip


def _is_lone(actor: Actor) -> bool:
    return actor.unsure and actor.kind == "person"


def _is_person(text: str, mention: Mention) -> bool:
    """Whether something beside the mention says that it names a person."""
    before = BEFORE.search(text, max(0, mention.start - REACH), mention.start)
    return bool(mention.role) or before is not None or BEHIND.match(text, mention.end) is not None
