"""Matters: the words that say what befell people and vehicles, by the matter of the claim."""

from dashboard.pipeline import lexicon

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
DYING = lexicon.words("dying_verb")
FLEEING = lexicon.words("fleeing_verb")
# Words that may stand between those who are counted and what befell them.
AUXILIARY = frozenset(
    "was were is are be been being has have had get got reported reportedly also left found confirmed pronounced "
    "already more further total , - ( )".split()
)
# Verbs of an army that lost soldiers.
LOSING = lexicon.words("losing_verb")
