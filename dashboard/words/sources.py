"""Sources: the words by which two speakers are told apart."""

import re
from functools import cache

from dashboard.countries import country_names
from dashboard.words.comparison import find_stems

# What many speakers are called, and what stands before them by mistake: it tells nobody from others.
TITLES = find_stems(
    "another chief commander correspondent director earlier foreign former general head leader local meanwhile media "
    "minister ministers official officials president prime reporter secretary senior source sources spokesman "
    "spokesperson spokeswoman state"
)

# Words of what is said, and by whom it is not: “initial media reports” are anybody's.
ANONYMOUS = find_stems(
    "agency another claim count data document figures group groups information initial local media news number "
    "organisation organization preliminary release reports several some source sources statement statistics toll "
    "websites"
)

# What is no person and no body, and is taken for a speaker: “the blast, saying that”.
THINGS = find_stems(
    "attack attacks barrage blast blasts bombing bombardment clashes death explosion fire incident injuries raid "
    "shelling strike toll tolls figures claim"
)
NUMBER = re.compile(r"\d")

# What monitors of a war are called: one of them in a report is any of them.
MONITORS = find_stems("monitor monitoring observatory watchdog")

# Words of bodies that only a state has, and with one of which a speaker is called in a report on it: “the ministry”.
OF_A_STATE = find_stems("ministry government presidency")


def find_source_words(speaker: str) -> frozenset[str]:
    """The words of what a speaker is called that tell it from others, each cut to its first letters; none for “he”,
    “the source” or “officials”."""
    return find_stems(speaker) - TITLES


def is_speaker(speaker: str) -> bool:
    """Whether a described speaker is somebody who can be told from others: a person or a body, not “reports”, nor what
    was taken for a speaker by mistake."""
    stems = find_stems(speaker)
    return not (stems <= ANONYMOUS or NUMBER.search(speaker) or stems & THINGS)


def unite_monitors(words: frozenset[str]) -> frozenset[str]:
    """These words, and those of all monitors where one is among them."""
    return words if words.isdisjoint(MONITORS) else words | MONITORS


def is_of_state(speaker: str) -> bool:
    """Whether a speaker is a body of a state, and of which one is not said: that of which the report is."""
    stems = find_stems(speaker)
    return not stems.isdisjoint(OF_A_STATE) and stems.isdisjoint(country_words())


@cache
def country_words() -> frozenset[str]:
    """The words in names of countries: they tell “Russia” from others, but not a ministry from an army."""
    return frozenset().union(*map(find_stems, country_names().values()))
