"""Genders: whether a person is he or she, by nouns and by pronouns.

Limits: a noun tells it, or the pronouns behind the name where nobody else is named; no list of first names.
"""

from collections import Counter
from collections.abc import Mapping

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.grammar import Grammar

HE, SHE = lexicon.words("pronoun_of_man"), lexicon.words("pronoun_of_woman")
MAN, WOMAN = lexicon.words("man"), lexicon.words("woman")
# Sentences with pronouns of one gender behind a person's name from which the person has it, and their share.
VOTES, AGREED = 2, 0.8


def gender_of(noun: str) -> str | None:
    """He or she, where the noun says it: "husband", "Mrs", "congresswoman"."""
    if noun in WOMAN or noun.endswith("woman"):
        return "she"
    return "he" if noun in MAN or noun.endswith("man") else None


def vote_genders(g: Grammar, named: Mapping[int, Actor]) -> dict[str, str]:
    """Whether a person is he or she, by the pronouns behind the name in sentences that name nobody else."""
    votes: dict[str, Counter[str]] = {}
    begin = 0
    while begin < len(g.words):
        end = g.ends[begin]
        people = {actor.actor_id: i for i in range(end - 1, begin - 1, -1) if (actor := named.get(i)) is not None
                  and actor.kind == "person"}  # fmt: skip
        if len(people) == 1:
            [(actor_id, first)] = people.items()
            said = {"he" if g.words[i] in HE else "she" for i in range(first, end) if g.words[i] in HE | SHE}
            if len(said) == 1:
                votes.setdefault(actor_id, Counter()).update(said)
        begin = end
    found = {}
    for actor_id, counts in votes.items():
        [(gender, count), *_] = counts.most_common()
        if count >= VOTES and count >= AGREED * counts.total():
            found[actor_id] = gender
    return found
