"""Periods: whether a sentence speaks of a longer time than the days in question, or of another one.

Limits: a sentence is of one time or of none. "On 4 April 2017" is a day; "in April 2017", "last month" and "since
March" are not. "Last week" is when it was, and "since 27 November" the count of something that goes on.
"""

import re

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import Grammar

MONTHS = lexicon.words("month")
# What tells that "since" is only hours or days ago: right behind it, or of the event that is named there.
RECENT = lexicon.words("weekday") | {"yesterday", "today"}
HOURS = lexicon.words("part_of_day")
LONG = lexicon.words("long_time")
# Words right before those that say which is meant, or how many.
WHICH = lexicon.words("which_time")
# Words before a month or a year that is the time itself, and not a part of a date.
WITHIN = lexicon.words("within_time")
# Prepositions of all the time that is named.
SPAN = lexicon.words("spanning_preposition")
# What lasts for longer than days: the harm that it did is told of all its time.
LASTING = lexicon.words("lasting_event")
TOLLS = lexicon.words("toll")
# Adverbs of what happens again and again.
REGULARLY = lexicon.words("regularly")
# Tags of "deadliest" and "most", and tokens from them to "since" at most.
SUPERLATIVE = ("JJS", "RBS")
RECORD = 12
YEAR = re.compile(r"(?:19|20)\d\d")
# People of whom no event of some days has killed so many, or so many in a war; how many no event drives from home.
MOST_KILLED, MOST_IN_WAR, MOST_DISPLACED = 100_000, 10_000, 2_000_000


def is_of_days(g: Grammar, word: int) -> bool:
    """Whether the sentence of the word names no time that is longer than some days.

    What a clause behind the word says of a place or a person is left out: "in the town, which it has held since 2012".
    """
    begin, end = g.begins[word], g.ends[word]
    return not any(
        _is_long(g, i, begin, end) and not _is_of_record(g, i, word) and not _is_aside(g, i, word)
        for i in range(begin, end)
    )


def is_total(g: Grammar, word: int, matter: str, low: float | None) -> bool:
    """Whether so many can only be a total of a long time."""
    if low is None:
        return _is_in_war(g, word)
    if matter == "displaced":
        return low >= MOST_DISPLACED
    if _is_in_war(g, word):
        return True
    is_war = not LASTING.isdisjoint(g.words[g.begins[word] : g.ends[word]])
    return low >= (MOST_IN_WAR if is_war else MOST_KILLED)


def _is_in_war(g: Grammar, word: int) -> bool:
    """Whether it happened "in the war", at any time of it."""
    objects = [x for x in g.children[word] if g.deps[x] == "dobj"]  # "lost 20 soldiers in the war"
    for x in (y for each in (word, *objects) for y in g.children[each]):
        if g.words[x] in ("in", "during", "throughout") and any(g.words[y] in LASTING for y in g.children[x]):
            return True
    return False


def _is_long(g: Grammar, i: int, begin: int, end: int) -> bool:
    """Whether the word begins or ends what names a long time."""
    word, words = g.words[i], g.words
    before = words[i - 1] if i > begin else ""
    if word == "since":
        if any(each in MONTHS for each in words[i + 1 : i + 3]) and any(
            each.isdigit() for each in words[i + 1 : i + 3]
        ):
            return YEAR.fullmatch(" ".join(words[i + 3 : i + 4]) or "-") is not None  # "since 27 November"
        is_recent = not (HOURS.isdisjoint(words[i + 1 : i + 4]) and RECENT.isdisjoint(words[i + 1 : min(end, i + 9)]))
        return not is_recent
    if word in LONG:
        return _is_long_unit(g, i, begin)
    if word in MONTHS and before in WITHIN:
        return not words[i + 1 : i + 2] or not words[i + 1].rstrip("thndrs").isdigit()
    if YEAR.fullmatch(word):
        is_month = before in MONTHS and not (i > 1 and words[i - 2].rstrip("thndrs").isdigit())
        return before in WITHIN or is_month
    is_whole = word == "overall" or (word == "total" and not TOLLS.isdisjoint(words[i + 1 : min(end, i + 3)]))
    return is_whole or (word in REGULARLY and g.pos[i] == "ADV")  # "the total number of dead"


def _is_of_record(g: Grammar, i: int, word: int) -> bool:
    """Whether "since" says for how long something was the first or the most: "the deadliest attack since May"."""
    since = i if g.words[i] == "since" else i - 1
    if since < g.begins[i] or g.words[since] != "since" or not _is_outside(g, since, word):
        return False
    for x in range(since - 1, max(g.begins[i] - 1, since - RECORD), -1):
        if g.pos[x] in ("VERB", "AUX"):
            return False
        if g.words[x] == "first" or (g.tags[x] in SUPERLATIVE and g.words[x] not in ("least", "latest")):
            return True
    return False


def _is_long_unit(g: Grammar, i: int, begin: int) -> bool:
    """Whether weeks, months or years say when, and not how old somebody is."""
    words, before = g.words, g.words[i - 1] if i > begin else ""
    if words[i + 1 : i + 2] in (["-"], ["old"]) or before == "-":
        return False
    if words[i] == "week" and before in ("this", "last"):  # the day of an event, unless it is "in the last week"
        return not SPAN.isdisjoint(words[max(begin, i - 3) : i - 1])
    return before in WHICH or g.tags[i - 1] == "CD" or words[i + 1 : i + 2] in (["ago"], ["earlier"])


def _is_aside(g: Grammar, i: int, word: int) -> bool:
    """Whether it is said of something else: in a clause that is neither that of the word nor one around it."""
    around = {word}
    above = word
    while g.heads[above] != above:
        above = g.heads[above]
        around.add(above)
    is_since = g.words[i] == "since"
    if g.words[i] in LONG and g.words[i + 1 : i + 2] == ["after"] and _is_outside(g, i + 1, word):
        return True
    while g.heads[i] != i and i not in around:
        if g.deps[i] == "relcl" and g.heads[i] > word:
            return g.words[g.heads[i]] not in LASTING
        if g.pos[i] in ("VERB", "AUX") and not is_since:
            return True
        i = g.heads[i]
    return False


def _is_outside(g: Grammar, mark: int, word: int) -> bool:
    """Whether the word stands outside the clause of "after" or "since": "fell a month after they had come"."""
    clause = g.heads[mark] if g.deps[mark] == "mark" else mark
    is_behind = "," in g.words[mark:word] and not g.left[clause] <= word < g.right[clause]
    return word < mark or is_behind
