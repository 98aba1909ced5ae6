"""Coverage: whether the first group reports on something, or only has its name in bylines, lists and templates."""

import re
from collections.abc import Sequence

import numpy as np

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array
from dashboard.queries.outlets import ONE
from dashboard.queries.silence.found import Found
from dashboard.queries.silence.names import LEAST_ARTICLES
from dashboard.queries.silence.periods import Periods
from dashboard.queries.silence.spellings import split_name

# Characters before a name, and after it, within its sentence, by which two articles that name it in the same words are
# known; and articles of one silence that are looked into.
SURROUNDINGS, LOOKED_INTO = 25, 30

# Prose has words in small letters.
PROSE = re.compile(r"(?<!\w)[a-z]{2,}")


def are_reported(periods: Periods, group: str, found: Found) -> Array:
    """Whether `LEAST_ARTICLES` articles of the first group name each of these in prose of their own: what stands beside
    the same words as before, or among capitals alone, is a byline, a list of other articles or a template."""
    columns = periods.selection.columns
    texts, firsts = columns.texts["articles.text"], columns["articles.first_of_sentences"]
    starts, ends = columns["sentences.start"], columns["sentences.end"]

    def surround(mention: int) -> tuple[str, str]:
        article = int(columns["mentions.article"][mention])
        sentence = int(firsts[article]) + int(columns["mentions.sentence"][mention])
        start, end = int(columns["mentions.start"][mention]), int(columns["mentions.end"][mention])
        text = texts[article] or ""
        before = text[max(start - SURROUNDINGS, int(starts[sentence])) : start]
        return before, text[end : min(end + SURROUNDINGS, int(ends[sentence]))]

    def is_reported(name: int, period: int) -> bool:
        mentions = periods.selection.among(columns.mentions_of(group, name))
        articles = columns["mentions.article"][mentions]
        ours = (periods.sides[articles] == ONE) & (periods.period[articles] == period)
        seen: set[str] = set()
        reports = 0
        for mention in mentions[ours][is_first(articles[ours])][:LOOKED_INTO].tolist():
            words = [each for each in surround(mention) if PROSE.search(each)]
            reports += bool(words) and seen.isdisjoint(words)
            seen.update(each for each in words if len(each) == SURROUNDINGS)
            if reports == LEAST_ARTICLES:
                return True
        return False

    named = zip(found.names.tolist(), found.period.tolist(), strict=True)
    return np.array([is_reported(name, period) for name, period in named], bool)


def are_own(periods: Periods, actors: Array) -> Array:
    """Whether each of these actors is an outlet of the first group, which prints its own name without speaking of
    itself: its name begins with that of the outlet (“The Jordan Times” is “jordantimes”, “TRT World and Agencies” is
    TRT), or it is a medium that one outlet alone ever names (“told The New Arab” in Al-Araby)."""
    columns = periods.selection.columns
    called = {_join(split_name(each if " " in each else each.removeprefix("www.").partition(".")[0]))
              for each in periods.groups.one}  # fmt: skip

    def is_own(actor: int) -> bool:
        words = split_name(columns.text("actors.name", actor) or "")
        if any(_join(words[:end]) in called for end in range(1, len(words) + 1)):
            return True
        if columns.text("actors.kind", actor) != "media":
            return False
        named_in = columns["mentions.article"][columns.mentions_of("actors", actor)]
        return len(np.unique(columns["articles.source"][named_in])) == 1

    return np.array([is_own(actor) for actor in actors.tolist()], bool)


def _join(words: Sequence[str]) -> str:
    """The letters of these words, without an article before them."""
    return "".join(words[1:] if words[:1] in (["the"], ["al"]) else words)
