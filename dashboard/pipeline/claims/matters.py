"""Matters: the words that say what befell people and vehicles, by the matter of the claim, and a harm of one."""

from dataclasses import dataclass

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.counts import Count

MATTERS = {
    "killed": lexicon.words("killing_verb", "dying_verb"),
    "wounded": lexicon.words("wounding_verb"),
    "detained": lexicon.words("detaining_verb"),
    "displaced": lexicon.words("displacing_verb", "fleeing_verb"),
    "vehicles": lexicon.words("wrecking_verb"),
}
MATTERS_OF: dict[str, tuple[str, ...]] = {}
for _matter, _words in MATTERS.items():
    for _word in _words:
        MATTERS_OF[_word] = (*MATTERS_OF.get(_word, ()), _matter)
# Verbs of those to whom something happens.
ALONE = lexicon.words("dying_verb", "fleeing_verb")
# Words that may stand between those who are counted and what befell them.
AUXILIARY = lexicon.words("before_harm") | {",", "-", "(", ")"}
# Verbs of an army that lost soldiers.
LOSING = lexicon.words("losing_verb")


@dataclass(frozen=True, slots=True)
class Harm:
    """What befell those of a count: the token of the word that says so."""

    matter: str
    word: int
    count: Count
