"""Silence: which actors, places and stories one group of outlets carries in a week, and the other does not.

A week is from Monday to Sunday, in UTC. A name is silent in it where articles of the first group name it, and none of
the other group does: neither in the week, nor on the day before or after it, when news is carried later or earlier.
Its *chance* says how surprising that is. A week has parts: days in a row until each group has `IN_A_PART` articles. If
the articles of a part that name it, of both groups, fell on the articles of that part at random, how likely would all
of them be of the first group? (This is Fisher's exact test, one-sided; the chances of the parts are multiplied.) So
days on which the other group has no article say nothing, and neither does such a week: it is not collected. Copies of
one story count once in a group and part.

Listed is what has a chance of `CHANCE` or less. Many names are compared, so some such chances come about at random:
`Silences.by_chance` says how many would be expected at most. *Sure* are those that the procedure of Benjamini and
Hochberg accepts: of them, a share of `FALSE` may be there by chance.

Stories are compared by outlets: of the outlets that have articles in the week, how likely would only those of the
first group carry one?

With `weeks=together` there is one period of all weeks, whose parts are the weeks, without the articles of those of
their parts in which only one group has any: for tables with few articles a week.

Limits. That articles name something is what the program found; a name that the other group writes in its own way is a
silence here unless one of its known spellings, or a person's last word, stands in a text. A story that the other group
tells in its own words is no copy, and counts as not carried. Outlets that always write about other things are silent
on much: a silence is no judgement.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.outlets import NEITHER, ONE, OTHER, Groups, find_groups
from dashboard.queries.selection import Selection, select_articles
from dashboard.queries.tally import list_pairs
from dashboard.queries.time import find_bucket
from dashboard.reader import Reader
from dashboard.words.folding import place_words

# What is compared -> the group of columns that has it.
WHATS = {"actors": "actors", "places": "locations", "stories": "articles"}

# Articles of the first group that name something, at least: one or two are no coverage.
LEAST_ARTICLES = 3

# Outlets of the first group that do, at least, where it has so many: what one of several outlets cares for is its own
# matter. The same number for stories, which one outlet alone cannot share.
LEAST_OUTLETS = 2

# The chance up to which a silence is listed, the usual one of tests.
CHANCE = 0.05

# The share of the sure ones that may be there by chance. With the 15 outlets of 788 articles on Syria in two groups at
# random, a hundred times, 2.0 silences were listed a time where chance alone would list 2.8 at most, and none was sure.
# With all weeks together 1.4 were listed, and 0.5 sure: over years, outlets differ by more than chance.
# `python -m benchmarks.silences TABLES` measures it again.
FALSE = 0.1

# Articles of each group that a part of a week has at least, but for its last one. On a day with fewer there is next to
# nothing to compare; longer parts would compare what one group wrote before an event with what the other wrote after.
IN_A_PART = 3

# Silences that are looked into, the most surprising ones: whether their articles are reports, and whether the texts of
# the other group have another spelling. Each takes up to a millisecond. The others are not listed.
LOOKED_AT = 60

# Characters before a name, and after it, within its sentence, by which two articles that name it in the same words are
# known; and articles of one silence that are looked into. Prose has words in small letters.
SURROUNDINGS, LOOKED_INTO = 25, 30
PROSE = re.compile(r"(?<!\w)[a-z]{2,}")

# Letters of a spelling of one word that is looked for in texts: "us" and "who" stand in every one.
SHORTEST_SPELLING = 4

# Spellings of one name that are looked for: those of most mentions.
MOST_SPELLINGS = 8

# Begins the features of countries.
COUNTRY = "PCL"

# A table of truth values for all pairs of two kinds of numbers is made where it has at most so many for each pair that
# there is; else the pairs are sorted.
SPARSE = 64


@dataclass(frozen=True, slots=True)
class Silences:
    """What the first group carries and the other does not: `rows` have the columns of `list_silences`, the most
    surprising first. So many names were `compared`, of which `by_chance` would be listed at most if they fell on
    articles at random. Of `respelt` ones the other group has another spelling, so they are not listed."""

    rows: pd.DataFrame
    compared: int
    by_chance: float
    respelt: int


@dataclass(frozen=True, slots=True)
class Periods:
    """The selected articles of two groups in their periods: weeks, or all weeks together.

    `sides`, `period` and `part` have a number for each article of the set: its group (`NEITHER` where it is not
    selected or has no date), its period, and its part of that. Period n has the parts from n `parts` on. `since` and
    `until` are the first and last day of each period. `articles` and `outlets` have those of each group and period,
    `of_parts` the articles of each group and part, `reports` the same with copies of one story once.
    """

    selection: Selection
    groups: Groups
    sides: Array
    period: Array
    part: Array
    since: Array
    until: Array
    articles: Array
    outlets: Array
    parts: int
    of_parts: Array
    reports: Array
    is_weekly: bool


def list_silences(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns what (actors, places, stories), id, name, kind (of an actor), since and until (days of the week),
    articles and outlets of the first group that carry it, of and of_outlets (all that the group has in that week),
    other_of and other_outlets (those of the other group, of which none carries it), expected (articles of the other
    group that would name it as often as those of the first do; of a story, its outlets), chance and sure; the most
    surprising first. Empty where the filters name no group."""
    found = [find_silences(reader, filters, what).rows.assign(what=what) for what in WHATS]
    rows = pd.concat(found, ignore_index=True).sort_values("chance", kind="stable", ignore_index=True)
    return rows[["what", *(column for column in rows.columns if column != "what")]]


def find_silences(reader: Reader, filters: Filters, what: str) -> Silences:
    """The silences of actors, places or stories."""
    asked = _asked(filters)
    return reader.columns.keep(("silences", asked, what), lambda: _find_silences(reader, asked, what))


def list_weeks(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns since and until (days, both included), one and other (selected articles of each group), one_days and
    other_days (days on which each is collected), of_days (days of the week, as far as the filters reach), and, where
    weeks are compared by themselves, silences; of weeks in which one of the groups is collected, the newest first.
    Empty where the filters name no group."""
    columns = reader.columns
    collected = select_articles(reader, Filters(since=filters.since, until=filters.until)).dated
    groups = find_groups(reader, filters)
    collected = collected[groups.of(columns, collected) > 0]
    selected = select_articles(reader, filters).dated
    selected = selected[groups.of(columns, selected) > 0]
    first, last = find_bucket(columns, collected[[-1, 0]], "week") if len(collected) else (0, -7)
    since = np.arange(first, last + 7, 7)
    until = since + 6
    low = np.maximum(since, _day_of(filters.since)) if filters.since else since
    high = np.minimum(until, _day_of(filters.until)) if filters.until else until
    weeks: dict[str, Array] = {}
    for side, name in ((ONE, "one"), (OTHER, "other")):
        ours = selected[groups.of(columns, selected) == side]
        weeks[name] = np.bincount((find_bucket(columns, ours, "week") - first) // 7, minlength=len(since))
        days = np.unique(find_bucket(columns, collected[groups.of(columns, collected) == side], "day"))
        weeks[f"{name}_days"] = np.bincount((days - first) // 7, minlength=len(since))
    if not filters.weeks:
        listed = list_silences(reader, filters)["since"].to_numpy().astype("datetime64[D]").astype(np.int64)
        weeks["silences"] = np.bincount((listed - first) // 7, minlength=len(since))
    rows = pd.DataFrame({
        "since": _as_moments(since), "until": _as_moments(until), **weeks, "of_days": high - low + 1,
    })  # fmt: skip
    return rows[rows["one_days"] + rows["other_days"] > 0].iloc[::-1].reset_index(drop=True)


def _asked(filters: Filters) -> Filters:
    """The filters on which the answer depends."""
    wanted: dict[str, Any] = {name: getattr(filters, name) for name in ("one", "other", "weeks")}
    corpus = filters.only("corpus")
    return Filters(**{**{name: getattr(corpus, name) for name in corpus.__slots__}, **wanted})


def _find_silences(reader: Reader, filters: Filters, what: str) -> Silences:
    periods = reader.keep(("periods", filters), lambda: _find_periods(reader, filters))
    if periods is None:
        return Silences(_describe(reader, what, periods, _Found.none()), 0, 0.0, 0)
    found = _find_stories(periods) if what == "stories" else _find_names(periods, WHATS[what])
    found = found.take(np.flatnonzero(found.chance <= CHANCE))
    if what == "actors":
        found = found.take(np.flatnonzero(~_are_own(periods, found.names)))
    found = found.take(np.lexsort((-found.articles, found.chance))[:LOOKED_AT])
    silent = np.ones(len(found.names), bool)
    if what != "stories":
        found = found.take(np.flatnonzero(_are_reported(periods, WHATS[what], found)))
        silent = ~_are_written(reader, periods, what, found)
    listed = found.take(np.flatnonzero(silent))
    return Silences(
        _describe(reader, what, periods, listed), found.compared, found.by_chance, int(np.count_nonzero(~silent))
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Silences by the number of the name and of the period, with what was counted; see `Silences`."""

    names: Array
    period: Array
    articles: Array
    outlets: Array
    chance: Array
    compared: int
    by_chance: float

    @classmethod
    def none(cls) -> "_Found":
        empty = np.empty(0, np.int64)
        return cls(empty, empty, empty, empty, np.empty(0), 0, 0.0)

    def take(self, rows: Array) -> "_Found":
        """Those in these rows."""
        return _Found(
            self.names[rows], self.period[rows], self.articles[rows], self.outlets[rows], self.chance[rows],
            self.compared, self.by_chance,
        )  # fmt: skip


def _find_periods(reader: Reader, filters: Filters) -> Periods | None:
    """The periods of the selected articles; None where one of the groups has none."""
    columns, selection = reader.columns, select_articles(reader, filters)
    groups = find_groups(reader, filters)
    articles = selection.dated
    of = groups.of(columns, articles)
    articles, of = articles[of > 0], of[of > 0]
    if len(np.unique(of)) < 2:
        return None
    days, weeks = (find_bucket(columns, articles, bucket) for bucket in ("day", "week"))
    start = int(weeks.min())
    weeks = (weeks - start) // 7
    together = bool(filters.weeks)
    size = 1 if together else int(weeks.max()) + 1
    parts, in_part = _find_parts(days - start, weeks, of, together=together)
    sides = np.full(columns.articles, NEITHER, np.int8)
    period, part = np.zeros(columns.articles, np.int64), np.zeros(columns.articles, np.int64)
    sides[articles], period[articles], part[articles] = of, in_part // parts, in_part
    first = np.array([days.min()]) if together else start + 7 * np.arange(size)
    last = np.array([days.max()]) if together else first + 6
    sources = columns["articles.source"]
    members = [articles[:0], *(articles[of == side] for side in (ONE, OTHER))]
    return Periods(
        selection, groups, sides, period, part, first, last,
        np.stack([np.bincount(period[each], minlength=size) for each in members]),
        np.stack([_count_pairs(period[each], sources[each], size) for each in members]),
        parts,
        np.stack([np.bincount(part[each], minlength=size * parts) for each in members]),
        np.stack([_count_reports(columns, part[each], each, size * parts) for each in members]),
        is_weekly=not together,
    )  # fmt: skip


def _find_parts(days: Array, weeks: Array, sides: Array, *, together: bool) -> tuple[int, Array]:
    """How many parts a period has at most, and the part of each article, of which these are the days, from a Monday, 0,
    on, the weeks and the groups."""
    last = int(days.max())
    one, other = (np.bincount(days[sides == side], minlength=last + 1) for side in (ONE, OTHER))
    parts = np.zeros(last + 1, np.int64)
    part = have_one = have_other = 0
    for day, (of_one, of_other) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        if day % 7 == 0:
            part, have_one, have_other = day, 0, 0
        elif min(have_one, have_other) >= IN_A_PART:
            part, have_one, have_other = part + 1, 0, 0
        parts[day] = part
        have_one, have_other = have_one + of_one, have_other + of_other
    if not together:
        return 7, parts[days]
    has_both = np.bincount(parts, one) * np.bincount(parts, other) > 0
    size = int(weeks.max()) + 1
    # Behind the weeks stand what only one group has and what only the other.
    return size + 2, np.where(has_both[parts[days]], weeks, np.where(sides == ONE, size, size + 1))


@dataclass(frozen=True, slots=True)
class _Cells:
    """What articles name, by week, or in all weeks together: a cell for each name and week that has `LEAST_ARTICLES`
    articles or more, whatever their groups. `names` and `weeks` (the first day; 0 for all together) have a row a cell,
    `articles` its articles, which begin at `firsts`."""

    names: Array
    weeks: Array
    firsts: Array
    articles: Array


def _list_cells(selection: Selection, group: str, *, weekly: bool) -> _Cells:
    """The cells of the selected articles, copies included; without actors of which nothing but a lone name says that
    they are one."""
    columns = selection.columns
    pairs = list(list_pairs(selection, group))
    articles = np.concatenate([named_in for named_in, *_ in pairs])
    names = np.concatenate([named for _, named, _ in pairs]).astype(np.int64)
    chosen = columns["articles.dated"][articles]
    if group == "actors":
        chosen = chosen & columns["actors.ranked"][names]
    articles, names = articles[chosen], names[chosen]
    weeks = find_bucket(columns, articles, "week") if weekly else np.zeros(len(articles), np.int64)
    width = len(columns.texts[f"{group}.id"])
    order = np.argsort((weeks - weeks.min(initial=0)) * width + names, kind="stable")
    articles, names, weeks = articles[order], names[order], weeks[order]
    firsts = np.flatnonzero(is_first(names) | is_first(weeks))
    lengths = np.diff(firsts, append=len(names))
    kept = lengths >= LEAST_ARTICLES
    rows = np.repeat(kept, lengths)
    return _Cells(
        names[firsts[kept]], weeks[firsts[kept]], np.cumsum(lengths[kept]) - lengths[kept], articles[rows]
    )  # fmt: skip


def _find_names(periods: Periods, group: str) -> _Found:
    """The silences of `actors` or `locations`, in no order; they may be named on the day before or after."""
    columns, weekly = periods.selection.columns, periods.is_weekly
    if periods.selection.limited is None:  # those of all articles serve every selection
        standing = periods.selection.standing
        everything = Selection(columns, np.ones(columns.articles, bool), standing=standing)
        keeper = columns if standing is None else standing
        cells = keeper.keep(("cells", group, weekly), lambda: _list_cells(everything, group, weekly=weekly))
    else:
        cells = _list_cells(periods.selection, group, weekly=weekly)
    if len(cells.names) == 0:
        return _Found.none()
    period = (cells.weeks - periods.since[0]) // 7 if weekly else cells.weeks
    inside = (period >= 0) & (period < len(periods.since))
    period = np.where(inside, period, 0)
    sides = periods.sides[cells.articles]
    one, other = (np.add.reduceat(sides == side, cells.firsts, dtype=np.int64) * inside for side in (ONE, OTHER))

    of_one, of_other = periods.articles[ONE], periods.articles[OTHER]
    logs = _log_factorials(int((of_one + of_other).max()))
    least = np.maximum(_find_least(logs, of_one, of_other), LEAST_ARTICLES)[period]
    owners = np.repeat(np.arange(len(period)), np.diff(cells.firsts, append=len(sides)))
    asked = np.flatnonzero(one + other >= least)
    at_random = _find_random(logs, periods, period, owners, cells.articles, asked)

    found = np.flatnonzero((one >= least) & (other == 0))
    place = np.full(len(period), -1)
    place[found] = np.arange(len(found))
    rows = np.flatnonzero((place[owners] >= 0) & (sides == ONE))
    where, naming = place[owners[rows]], cells.articles[rows]
    chance = _find_chances(logs, periods, where, naming, len(found))
    outlets = _count_pairs(where, columns["articles.source"][naming], len(found))
    kept = np.flatnonzero(outlets >= min(LEAST_OUTLETS, len(periods.groups.one)))
    return _Found(
        cells.names[found], period[found], one[found], outlets, chance, len(at_random), float(at_random.sum())
    ).take(kept)  # fmt: skip


def _find_random(
    logs: Array, periods: Periods, period: Array, owners: Array, articles: Array, asked: Array
) -> Array:  # fmt: skip
    """The chance that each of the cells that are asked for would have if all its articles were of the first group, of
    those cells in which that would be listed. The cells are of these periods and own these articles."""
    place = np.full(len(period), -1)
    place[asked] = np.arange(len(asked))
    rows = np.flatnonzero((place[owners] >= 0) & (periods.sides[articles] > 0))
    size, parts = len(asked), periods.parts
    part = periods.part[articles[rows]]
    named = np.bincount(place[owners[rows]] * parts + part % parts, minlength=size * parts)
    where = np.flatnonzero(named)
    one, other = (
        periods.of_parts[side][period[asked][where // parts] * parts + where % parts] for side in (ONE, OTHER)
    )
    impossible = np.bincount(where // parts, named[where] > one, size) > 0
    chances = _log_chance(logs, one, other, np.minimum(named[where], one))
    chances = np.exp(np.bincount(where // parts, chances, size))
    return chances[(chances <= CHANCE) & ~impossible]


def _find_chances(logs: Array, periods: Periods, owners: Array, articles: Array, size: int) -> Array:
    """The chance of each of `size` silences, of which these are all articles; `owners` has the silence of each."""
    stories = periods.selection.columns["articles.story"][articles].astype(np.int64)
    parts = periods.reports.shape[1]
    where = owners * np.int64(parts) + periods.part[articles]
    reports = np.unique(np.stack((where, stories)), axis=1)[0]
    where, named = np.unique(reports, return_counts=True)
    one, other = periods.reports[ONE][where % parts], periods.reports[OTHER][where % parts]
    return np.exp(np.bincount(where // parts, _log_chance(logs, one, other, named), size))


def _find_stories(periods: Periods) -> _Found:
    """The stories that outlets of the first group carry, in the week of its first article, and none of the other at any
    time."""
    columns = periods.selection.columns
    articles = np.flatnonzero((periods.sides > 0) & ~columns["articles.alone"])
    stories, where = np.unique(columns["articles.story"][articles], return_inverse=True)
    sides, sources, size = periods.sides[articles], columns["articles.source"][articles], len(stories)
    period = np.full(size, len(periods.since))
    np.minimum.at(period, where[sides == ONE], periods.period[articles[sides == ONE]])
    ours, theirs = (sides == ONE) & (periods.period[articles] == period[where]), sides == OTHER
    one, other = (_count_pairs(where[each], sources[each], size) for each in (ours, theirs))
    shared = np.flatnonzero(one)
    stories, period, one, other = stories[shared], period[shared], one[shared], other[shared]
    counts = np.bincount(where[ours], minlength=size)[shared]
    of_one, of_other = periods.outlets[ONE], periods.outlets[OTHER]
    logs = _log_factorials(int((of_one + of_other).max()))
    least = np.maximum(_find_least(logs, of_one, of_other), LEAST_OUTLETS)[period]
    compared = np.flatnonzero((one + other >= least) & (one + other <= of_one[period]))
    at_random = np.exp(_log_chance(logs, of_one[period], of_other[period], np.minimum(one + other, of_one[period])))
    silent = np.flatnonzero((one >= least) & (other == 0))
    chance = np.exp(_log_chance(logs, of_one[period], of_other[period], one))
    return _Found(
        stories, period, counts, one, chance, len(compared), float(at_random[compared].sum())
    ).take(silent)  # fmt: skip


def _find_least(logs: Array, one: Array, other: Array) -> Array:
    """The fewest articles of each period that would be a silence of `CHANCE` or less if all were of the first group,
    which has so many, and the other so many; more than there are where none would."""
    low, high = np.zeros(len(one), np.int64), one + 1
    while (low < high).any():
        middle = (low + high) // 2
        is_enough = _log_chance(logs, one, other, np.minimum(middle, one)) <= np.log(CHANCE)
        low, high = np.where(is_enough | (low >= high), low, middle + 1), np.where(is_enough, middle, high)
    return low


def _log_chance(logs: Array, one: Array, other: Array, named: Array) -> Array:
    """The logarithm of the chance that all articles that name something are of the first group, which has `one`
    articles where the other has `other`: the hypergeometric distribution."""
    return np.asarray(logs[one] - logs[one - named] + logs[one + other - named] - logs[one + other])


def _log_factorials(most: int) -> Array:
    """The logarithms of 0!, 1! … `most`!."""
    return np.concatenate([np.zeros(1), np.cumsum(np.log(np.arange(1, most + 1)))])


def accept(chances: Array, compared: int) -> Array:
    """Whether each of these chances, which ascend, is accepted by the procedure of Benjamini and Hochberg among so many
    comparisons."""
    ranks = np.arange(1, len(chances) + 1)
    below = np.flatnonzero(chances * compared <= FALSE * ranks)
    return ranks <= (below[-1] + 1 if len(below) else 0)


def _count_pairs(owners: Array, values: Array, size: int) -> Array:
    """How many different values, which are not negative, each of `size` owners has."""
    width = int(values.max(initial=0)) + 1
    if size * width > SPARSE * len(owners):
        return np.bincount(np.unique(owners.astype(np.int64) * width + values) // width, minlength=size)
    seen = np.zeros(size * width, bool)
    seen[owners.astype(np.int64) * width + values] = True
    return np.asarray(seen.reshape(size, width).sum(axis=1))


def _count_reports(columns: Columns, owners: Array, articles: Array, size: int) -> Array:
    """How many of these articles each of `size` owners has, copies of one story once."""
    alone = columns["articles.alone"][articles]
    stories = columns["articles.story"][articles[~alone]]
    return np.bincount(owners[alone], minlength=size) + _count_pairs(owners[~alone], stories, size)


def _are_own(periods: Periods, actors: Array) -> Array:
    """Whether each of these actors is an outlet of the first group, which prints its own name without speaking of
    itself: its name begins with that of the outlet (“The Jordan Times” is “jordantimes”, “TRT World and Agencies” is
    TRT), or it is a medium that one outlet alone ever names (“told The New Arab” in Al-Araby)."""
    columns = periods.selection.columns
    called = {_join(_split(each if " " in each else each.removeprefix("www.").partition(".")[0]))
              for each in periods.groups.one}  # fmt: skip

    def is_own(actor: int) -> bool:
        words = _split(columns.text("actors.name", actor) or "")
        if any(_join(words[:end]) in called for end in range(1, len(words) + 1)):
            return True
        if columns.text("actors.kind", actor) != "media":
            return False
        named_in = columns["mentions.article"][columns.mentions_of("actors", actor)]
        return len(np.unique(columns["articles.source"][named_in])) == 1

    return np.array([is_own(actor) for actor in actors.tolist()], bool)


def _split(name: str) -> list[str]:
    """The folded words of a name, as the index of words has them."""
    return [word for word, _, _ in place_words(name)]


def _join(words: Sequence[str]) -> str:
    """The letters of these words, without an article before them."""
    return "".join(words[1:] if words[:1] in (["the"], ["al"]) else words)


def _are_reported(periods: Periods, group: str, found: _Found) -> Array:
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


def _are_written(reader: Reader, periods: Periods, what: str, found: _Found) -> Array:
    """Whether the other group names each of these on the day before or after its period, or has a spelling of it in its
    texts, in the period or on these days."""
    columns, group = reader.columns, WHATS[what]
    margin = int(periods.is_weekly)
    dated = int(np.count_nonzero(columns["articles.dated"]))
    days = find_bucket(columns, np.arange(dated), "day")[::-1]  # the newest has the first number
    firsts = (dated - np.searchsorted(days, periods.until + margin, "right")).tolist()
    lasts = (dated - np.searchsorted(days, periods.since - margin) - 1).tolist()
    places = columns.keep("place names", lambda: _list_places(columns))
    spellings: dict[int, list[list[str]]] = {}
    alike: dict[int, Array] = {}

    def is_written(name: int, first: int, last: int) -> bool:
        mentions = columns.mentions_of(group, name)
        articles = columns["mentions.article"][mentions]
        if (periods.sides[articles[(articles >= first) & (articles <= last)]] == OTHER).any():
            return True
        own = columns.text(f"{group}.name", name) or ""
        if (country := places.get(("", " ".join(_split(own))), -1)) >= 0:  # an adjective names it, too
            low, high = columns["articles.first_of_mentions"][[first, last + 1]]
            located = low + np.flatnonzero(columns["mentions.location"][low:high] == country)
            if (periods.sides[columns["mentions.article"][located]] == OTHER).any():
                return True
        if name not in spellings:
            spellings[name] = _find_spellings(columns, group, name, mentions, places)
            alike[name] = _find_alike(columns, group, name, places)
        if (periods.sides[alike[name][(alike[name] >= first) & (alike[name] <= last)]] == OTHER).any():
            return True
        return bool((periods.sides[reader.words.find_phrases(spellings[name], first, last)] == OTHER).any())

    named = zip(found.names.tolist(), found.period.tolist(), strict=True)
    return np.array([is_written(name, firsts[period], lasts[period]) for name, period in named], bool)


def _list_places(columns: Columns) -> dict[tuple[str, str], int]:
    """The places by their countries and folded names; countries by "" and their names."""
    texts = columns.texts
    numbers = range(len(texts["locations.id"]))
    rows = zip(*(texts[f"locations.{name}"].take(numbers) for name in ("country_code", "feature", "name")), strict=True)
    return {
        ("" if (feature or "").startswith(COUNTRY) else country or "", " ".join(_split(name or ""))): number
        for number, (country, feature, name) in enumerate(rows)
    }  # fmt: skip


def _find_spellings(
    columns: Columns, group: str, name: int, mentions: Array, places: Mapping[tuple[str, str], int]
) -> list[list[str]]:  # fmt: skip
    """The spellings that are looked for in texts, each as folded words: the name, how articles write it most often, the
    last word of a person's name, and of a place the places with which its name begins: “Idlib” of “Idlib Governorate”.

    One word of a longer name alone is none, such as “White”, and neither is what has another spelling within it.
    """
    texts = columns.texts
    surfaces, times = np.unique(columns["mentions.surface"][mentions], return_counts=True)
    common = surfaces[np.argsort(-times, kind="stable")][:MOST_SPELLINGS]
    own, *others = (_split(each or "") for each in (texts[f"{group}.name"][name], *texts["surfaces.name"].take(common)))
    written = [own, *(each for each in others if len(each) > 1 or each[:1] != [*{*each} & {*own}])]
    if group == "actors" and texts["actors.kind"][name] == "person":
        written.append(own[-1:])
    if group == "locations":
        written += [_split(texts["locations.name"][place] or "") for place in _find_beginnings(columns, name, places)]
    written = [each for each in written if len("".join(each)) >= SHORTEST_SPELLING]
    found: list[list[str]] = []
    for each in sorted(written, key=len):
        if not any(f" {' '.join(shorter)} " in f" {' '.join(each)} " for shorter in found):
            found += [each, [*each[:-1], f"{each[-1]}s"]]  # a plural, or a genitive without its apostrophe
    return found


def _find_beginnings(columns: Columns, place: int, places: Mapping[tuple[str, str], int]) -> list[int]:
    """The places in its country with which the name of a place begins."""
    texts = columns.texts
    country, words = texts["locations.country_code"][place] or "", _split(texts["locations.name"][place] or "")
    asked = ((country, " ".join(words[:end])) for end in range(1, len(words)))
    return [places[each] for each in asked if each in places]


def _find_alike(columns: Columns, group: str, name: int, places: Mapping[tuple[str, str], int]) -> Array:
    """The articles with a name that sounds like this one, or like a place with which it begins."""
    numbers = [name, *(_find_beginnings(columns, name, places) if group == "locations" else [])]
    surfaces = columns.texts["surfaces.name"]
    written = [surfaces.find(each) for each in columns.texts[f"{group}.name"].take(numbers) if each]
    sounds = columns["surfaces.sound"]
    asked = [sound for number in written if number >= 0 and (sound := int(sounds[number])) >= 0]
    mentions = [columns.mentions_of("surfaces", int(each)) for each in np.flatnonzero(np.isin(sounds, asked))]
    return columns["mentions.article"][np.concatenate(mentions)] if mentions else np.empty(0, np.int32)


def _describe(reader: Reader, what: str, periods: Periods | None, found: _Found) -> pd.DataFrame:
    """The columns of `list_silences` but `what`, of these silences, whose chances ascend."""
    texts, group = reader.columns.texts, WHATS[what]
    one, other, all_one, all_other = (np.empty(0, np.int64),) * 4
    since, until = one, one
    if periods is not None:
        one, other = (periods.articles[side][found.period] for side in (ONE, OTHER))
        all_one, all_other = (periods.outlets[side][found.period] for side in (ONE, OTHER))
        since, until = periods.since[found.period], periods.until[found.period]
    naming, of, others = (found.outlets, all_one, all_other) if what == "stories" else (found.articles, one, other)
    label = "title" if what == "stories" else "name"
    kinds = texts["actors.kind"].take(found.names) if what == "actors" else [None] * len(found.names)
    return pd.DataFrame({
        "id": pd.Series(texts[f"{group}.id"].take(found.names), dtype="str"),
        "name": pd.Series(texts[f"{group}.{label}"].take(found.names), dtype="str"),
        "kind": pd.Series(kinds, dtype="str"),
        "since": _as_moments(since), "until": _as_moments(until),
        "articles": found.articles, "of": one, "outlets": found.outlets, "of_outlets": all_one,
        "other_of": other, "other_outlets": all_other,
        "expected": naming / np.maximum(of, 1) * others,
        "chance": found.chance, "sure": accept(found.chance, found.compared),
    })  # fmt: skip


def _as_moments(days: Array) -> Array:
    return days.astype("datetime64[D]").astype("datetime64[us]")


def _day_of(day: date) -> int:
    """The day, counted from 1970."""
    return int(np.datetime64(day, "D").astype(np.int64))
