"""Changes: what is other now than in an older set, or than up to an older day, under the filters of the corpus.

A number is told apart by cause. Of the older set there are two states: as it was seen, with the corrections that were
made before it was, and as it is shown now, with all corrections. So the parts sum exactly to the difference:

    now - seen = corrected + new - gone + (changed now - changed then) + (same now - same then)

- `corrected`: what later corrections changed in the older set;
- `new`, `gone`: mentions in articles that only one of the two sets has;
- `changed`: mentions in articles that both have, in other words, of another day or outlet;
- `same`: mentions in articles that both have as they are. They differ where a model, a gazetteer or a rule is another
  one, and where other articles in the corpus decide how names are joined, or which copy of a story counts.

With a day instead of a set, all is of the shown set: what was published up to that day, and what later; articles
without a date are in neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.columns.ascending import find_rows
from dashboard.columns.columns import Array, Columns
from dashboard.columns.matching import Matched, find_ids
from dashboard.filters import COMPARING, Filters
from dashboard.links import follow_renamed
from dashboard.queries.articles import describe_articles
from dashboard.queries.locations import place_name
from dashboard.queries.mentions import find_sentence, read_sentences
from dashboard.queries.names import find_names
from dashboard.queries.selection import Selection, match, select_articles
from dashboard.queries.tally import list_pairs, tally
from dashboard.reader import Reader

type Group = Literal["actors", "locations"]

# What the number of each actor and place is made of, in the order in which the page has it.
PARTS = ("seen", "corrected", "new", "gone", "changed_then", "changed_now", "same_then", "same_now")


# What changes a number.
CAUSES = ("corrected", "new", "gone", "changed", "same")


@dataclass(frozen=True)
class Side:
    """One of the two states that are compared: the selected articles, and of each article of the set whether only this
    state has it (`alone`), or the other one has it otherwise (`changed`)."""

    selection: Selection
    alone: Array
    changed: Array

    @property
    def columns(self) -> Columns:
        """The columns of the set."""
        return self.selection.columns

    @cached_property
    def only(self) -> Selection:
        """The selected articles that only this state has."""
        return self.selection.within(self.alone)

    @cached_property
    def altered(self) -> Selection:
        """The selected articles that the other state has otherwise."""
        return self.selection.within(self.changed)


@dataclass(frozen=True)
class Comparison:
    """What is compared: `now` with `then`, which is shown with the corrections of now, and `seen`, the same without
    later ones.

    `then_filters` select in the older set what the page's filters select in the shown one. `matched` is None where a
    day is compared with. `key` tells what is compared, whatever the filters.
    """

    key: object
    now: Side
    then: Side
    seen: Selection
    then_filters: Filters
    matched: Matched | None = None
    answers: dict[Any, Any] = field(default_factory=dict)

    def keep[Answer](self, key: Any, find: Callable[[], Answer]) -> Answer:
        """What `find()` returns, found once."""
        if key not in self.answers:
            self.answers[key] = find()
        found: Answer = self.answers[key]
        return found


def compare(reader: Reader, filters: Filters) -> Comparison | None:
    """What `since_set` or `since_day` of the filters asks for; None where they ask for nothing, or for a set that is
    not kept or cannot be shown.

    Filters that compare with a set are left out of account.
    """
    chosen = filters.only("corpus").without(*COMPARING)
    wanted = ("compared", chosen, filters.since_set, filters.since_day)
    if filters.since_day is not None:
        day = filters.since_day
        return reader.columns.keep(wanted, lambda: _compare_day(reader, chosen, day))
    if filters.since_set:
        return reader.keep(wanted, lambda: _compare_set(reader, chosen, filters.since_set))
    return None


def of_new(filters: Filters) -> Filters:
    """The filters that select, of the articles of these ones, only those that are new."""
    chosen = filters.without(*COMPARING)
    if filters.since_day is None:
        return replace(chosen, new=filters.since_set)
    since = filters.since_day + timedelta(days=1)
    return replace(chosen, since=max(since, chosen.since or since))


def denying(filters: Filters) -> Filters:
    """The filters that select the quotes which deny something."""
    return replace(filters, stances=("denies",))


def find_then(reader: Reader, filters: Filters) -> Filters | None:
    """The filters that select in the older set, or up to the day, what the filters select now; None where nothing is
    compared."""
    comparison = compare(reader, filters)
    return comparison.then_filters if comparison else None


def _compare_set(reader: Reader, chosen: Filters, mark: str) -> Comparison | None:
    other = reader.open_other(mark)
    if other is None:
        return None
    then_filters = chosen
    if chosen.actors or chosen.locations:
        then_filters, _ = follow_renamed(chosen, find_names(other.reader, chosen))

    def build() -> Comparison:
        matched = match(reader, other)
        then = select_articles(other.reader, then_filters)
        seen = then if other.as_seen is other.reader else select_articles(other.as_seen, then_filters)
        has, had = matched.then_of >= 0, matched.now_of >= 0
        return Comparison(
            other.key, Side(select_articles(reader, chosen), ~has, has & ~matched.same_now),
            Side(then, ~had, had & ~matched.same_then), seen, then_filters, matched,
        )  # fmt: skip

    return reader.columns.keep(("compared", other.key, chosen, then_filters), build)


def _compare_day(reader: Reader, chosen: Filters, day: date) -> Comparison:
    earlier = replace(chosen, until=min(day, chosen.until or day))
    then, new = select_articles(reader, earlier), select_articles(reader, of_new(replace(chosen, since_day=day)))
    none = np.zeros(reader.columns.articles, bool)
    both = Selection(reader.columns, then.chosen | new.chosen, _join_limits(then, new), then.standing)
    return Comparison(day, Side(both, new.chosen & ~then.chosen, none), Side(then, none, none), then, earlier)


def _join_limits(one: Selection, other: Selection) -> tuple[Array, Array] | None:
    if one.limited is None or other.limited is None:
        return None
    return np.union1d(one.limited[0], other.limited[0]), one.limited[1] | other.limited[1]


@dataclass(frozen=True)
class Numbering:
    """The actors or places of both states under one number: those now keep theirs, the others follow. `then` and
    `seen` have it for each of theirs."""

    size: int
    now: int
    then: Array
    seen: Array

    @cached_property
    def in_then(self) -> Array:
        """Of each number, that in the older set; -1 for none. Of several that are one now, the first."""
        return _invert(self.then, self.size)

    @cached_property
    def in_seen(self) -> Array:
        """The same in the older set as it was seen."""
        return _invert(self.seen, self.size)


def _invert(numbers: Array, size: int) -> Array:
    """Where each number below `size` stands first among these; -1 for nowhere."""
    places = np.full(size, -1, np.int64)
    places[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return places


def _number(comparison: Comparison, group: Group) -> Numbering:
    def find() -> Numbering:
        size = len(comparison.now.columns.texts[f"{group}.id"])
        if comparison.matched is None:
            every = np.arange(size)
            return Numbering(size, size, every, every)
        then_columns, seen_columns = comparison.then.columns, comparison.seen.columns
        then = comparison.matched.group(group).astype(np.int64)
        missing = then < 0
        then[missing] = size + np.arange(np.count_nonzero(missing))
        total = size + int(np.count_nonzero(missing))
        if seen_columns is then_columns:
            return Numbering(total, size, then, then)
        own = find_ids(then_columns, seen_columns, group)
        seen = np.where(own >= 0, then[own], find_ids(comparison.now.columns, seen_columns, group))
        missing = seen < 0
        seen[missing] = total + np.arange(np.count_nonzero(missing))
        return Numbering(total + int(np.count_nonzero(missing)), size, then, seen)

    return comparison.keep(("numbered", group), find)


def _count(selection: Selection, group: Group) -> Array:
    """The mentions of each actor; of each place those as a place."""
    if group in selection.tallies:  # as the head of every page counts them
        return tally(selection, group).mentions[0]
    counts = np.zeros(len(selection.columns.texts[f"{group}.id"]), np.int64)
    for _, named, (mentions, *_) in list_pairs(selection, group):
        counts += np.bincount(named, mentions, len(counts)).astype(np.int64)
    return counts


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the numbers of actors or places: summed, and of each whose number moved, as `numbers` has them."""

    total: dict[str, int]
    numbers: Array
    moved: dict[str, Array]


def count_parts(comparison: Comparison, group: Group) -> Parts:
    """The parts of the mentions of `actors` or `locations`, which have the numbers of `Numbering`."""

    def spread(selection: Selection, numbers: Array, size: int) -> Array:
        return np.bincount(numbers, _count(selection, group), size).astype(np.int64)

    def find() -> Parts:
        numbering = _number(comparison, group)
        size, own = numbering.size, np.arange(numbering.now)
        now, then = comparison.now, comparison.then
        whole_now, whole_then = spread(now.selection, own, size), spread(then.selection, numbering.then, size)
        is_seen = comparison.seen is then.selection
        seen = whole_then if is_seen else spread(comparison.seen, numbering.seen, size)
        parts = {
            "seen": seen, "corrected": whole_then - seen,
            "new": spread(now.only, own, size), "gone": spread(then.only, numbering.then, size),
            "changed_then": spread(then.altered, numbering.then, size), "changed_now": spread(now.altered, own, size),
        }  # fmt: skip
        parts["same_then"] = whole_then - parts["gone"] - parts["changed_then"]
        parts["same_now"] = whole_now - parts["new"] - parts["changed_now"]
        numbers = np.flatnonzero(whole_now != seen)
        total = {name: int(each.sum()) for name, each in parts.items()}
        return Parts(total, numbers, {name: each[numbers] for name, each in parts.items()})

    return comparison.keep(("parts", group), find)


def sum_now(parts: Any) -> Any:
    """The number that is shown now: what was seen and all its parts."""
    return parts["new"] + parts["changed_now"] + parts["same_now"]


def change_of(row: Mapping[Any, Any], cause: str) -> int:
    """What a cause adds to the number of a row with the columns of `PARTS`, or takes from it."""
    if cause in ("corrected", "new"):
        return int(row[cause])
    if cause == "gone":
        return -int(row[cause])
    return int(row[f"{cause}_now"] - row[f"{cause}_then"])


@dataclass(frozen=True, slots=True)
class Changed:
    """How many articles are new, changed and gone, and the parts of the numbers of articles, quotes and mentions."""

    new: int
    changed: int
    gone: int
    undated: int
    totals: pd.DataFrame


def count_changes(reader: Reader, filters: Filters) -> Changed | None:
    """The articles that are new, changed and gone under the filters; and of the whole a frame with columns what
    (articles, quotes, mentions of actors, mentions of places), those of `PARTS`, now. None where nothing is compared.

    `undated` is how many of the selected articles lack a date, where a day is compared with.
    """
    comparison = compare(reader, filters)
    if comparison is None:
        return None
    now, then = comparison.now, comparison.then
    rows = [_total(comparison, "articles", lambda selection: len(selection.numbers))]
    rows.append(_total(comparison, "quotes", _count_quotes))
    for what, parts in (
        ("mentions of actors", count_parts(comparison, "actors")),
        ("mentions of places", count_parts(comparison, "locations")),
    ):
        rows.append({"what": what, **parts.total})
    totals = pd.DataFrame(rows)
    undated = 0
    if comparison.matched is None:
        whole = select_articles(reader, filters.only("corpus").without(*COMPARING))
        undated = len(whole.numbers) - len(whole.dated)
    return Changed(
        len(now.only.numbers), len(now.altered.numbers), len(then.only.numbers), undated,
        totals.assign(now=sum_now(totals)),
    )  # fmt: skip


def find_news(reader: Reader, filters: Filters) -> dict[str, int]:
    """How many articles are new, changed and gone, and how many actors and places are named for the first time."""
    comparison = compare(reader, filters)
    if comparison is None:
        return {}
    now, then = comparison.now, comparison.then
    return {
        "new": len(now.only.numbers), "changed": len(now.altered.numbers), "gone": len(then.only.numbers),
        "actors": count_first(reader, filters, "actors"), "places": count_first(reader, filters, "locations"),
    }  # fmt: skip


def _count_quotes(selection: Selection) -> int:
    """How many quotes are selected."""
    if selection.limited is not None or selection.standing is not None:
        return int(np.count_nonzero(selection.quotes))
    first, numbers = selection.columns["articles.first_of_quotes"], selection.numbers
    return int((first[numbers + 1] - first[numbers]).sum())


def _total(comparison: Comparison, what: str, count: Callable[[Selection], int]) -> dict[str, Any]:
    """The parts of a number that is counted of a selection."""
    now, then = comparison.now, comparison.then
    whole_now, whole_then, seen = count(now.selection), count(then.selection), count(comparison.seen)
    new, gone, altered_now, altered_then = (count(each) for each in (now.only, then.only, now.altered, then.altered))
    return {
        "what": what, "seen": seen, "corrected": whole_then - seen, "new": new, "gone": gone,
        "changed_then": altered_then, "changed_now": altered_now,
        "same_then": whole_then - gone - altered_then, "same_now": whole_now - new - altered_now,
    }  # fmt: skip


def list_moved(
    reader: Reader, filters: Filters, group: Group, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Columns id, then_id (of the older set), name, kind (of an actor, else ""), the columns of `PARTS`, now,
    difference: the actors or places whose mentions are more or fewer, those that moved most first, equals by name.

    Actors that are a lone word which nothing says is a person are left out, as on the page Actors.
    """
    comparison = compare(reader, filters)
    if comparison is None:
        return pd.DataFrame(columns=["id", "then_id", "name", "kind", *PARTS, "now", "difference"])
    parts = count_parts(comparison, group)
    difference = sum_now(parts.moved) - parts.moved["seen"]
    moved = _drop_unranked(comparison, group, parts.numbers)
    moved = moved[np.argsort(-np.abs(difference[moved]), kind="stable")]
    part = moved[offset : None if limit is None else offset + limit]
    return pd.DataFrame({
        **_describe(comparison, group, parts.numbers[part]), **{name: parts.moved[name][part] for name in PARTS},
        "now": sum_now(parts.moved)[part], "difference": difference[part],
    })  # fmt: skip


def _drop_unranked(comparison: Comparison, group: Group, numbers: Array) -> Array:
    """The positions of these numbers in the order of the names, without the actors that the page Actors leaves out."""
    columns, size = comparison.now.columns, _number(comparison, group).now
    ours, theirs = np.flatnonzero(numbers < size), np.flatnonzero(numbers >= size)
    if group == "actors":
        ours = ours[columns["actors.ranked"][numbers[ours]]]
    by_name = columns[f"{group}.by_name"][numbers[ours]]
    return np.concatenate([ours[np.argsort(by_name, kind="stable")], theirs])


def _describe(comparison: Comparison, group: Group, numbers: Array) -> dict[str, pd.Series]:
    """Columns id, then_id, name, kind of these numbers."""
    numbering = _number(comparison, group)
    rows = []
    for number in numbers.tolist():
        then = int(numbering.in_then[number])
        if number < numbering.now:
            columns, own = comparison.now.columns, number
        elif then >= 0:
            columns, own = comparison.then.columns, then
        else:
            columns, own = comparison.seen.columns, int(numbering.in_seen[number])
        then_id = comparison.then.columns.text(f"{group}.id", then)
        name = place_name(columns, own) if group == "locations" else columns.text("actors.name", own)
        kind = columns.text("actors.kind", own) if group == "actors" else ""
        rows.append((columns.text(f"{group}.id", own), then_id, name, kind))
    names = ("id", "then_id", "name", "kind")
    return {name: pd.Series([row[at] for row in rows], dtype="str") for at, name in enumerate(names)}


def count_first(reader: Reader, filters: Filters, what: str) -> int:
    """How many rows `list_first` has in all."""
    return len(_find_first(reader, filters, what)[0])


def list_first(reader: Reader, filters: Filters, what: str, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns id, name, kind, times, and of the earliest place in the texts article_id, title, source, published,
    sentence, text, start, end (of the name, or of the quote, in that text), parts (start and end of each): those that
    are there for the first time, the most frequent first, equals by name. `times` are mentions of `actors` and
    `locations`, quotes of `speakers`.

    For the first time means: in no article of the older set, whatever the filters, and in none that both sets have as
    it is, where it had another id or was not found. One that has the name of another of the older set is left out, too.
    """
    numbers, times = _find_first(reader, filters, what)
    part = slice(offset, None if limit is None else offset + limit)
    comparison = compare(reader, filters)
    group: Group = "locations" if what == "locations" else "actors"
    if comparison is None or not len(numbers[part]):
        names = ("id", "name", "kind", "times", "article_id", "title", "source", "published", "sentence", "text")
        return pd.DataFrame(columns=[*names, "start", "end", "parts"])
    selection = comparison.now.selection
    if what == "speakers":
        articles, texts = _first_quotes(reader, selection, numbers[part])
    else:
        articles, texts = _first_mentions(selection, group, numbers[part])
    named = _describe(comparison, group, numbers[part])
    del named["then_id"]
    frame = pd.DataFrame({**named, "times": times[part], **texts})
    return pd.concat([frame, describe_articles(selection.columns, articles)], axis=1)


def _find_first(reader: Reader, filters: Filters, what: str) -> tuple[Array, Array]:
    """The numbers now, and how often each is there, the most frequent first."""
    comparison = compare(reader, filters)
    if comparison is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return comparison.keep(("first", what), lambda: _search_first(comparison, what))


def _search_first(comparison: Comparison, what: str) -> tuple[Array, Array]:
    group: Group = "locations" if what == "locations" else "actors"
    count = _count_speakers if what == "speakers" else partial(_count_all, group=group)
    now = comparison.now
    fresh = count(now.only) + count(now.altered)
    found = np.flatnonzero(fresh)
    known = now.columns.keep(("known", what, comparison.key), lambda: _find_known(comparison, group, count))
    found = found[~known[found]]
    if what == "actors":
        found = found[now.columns["actors.ranked"][found]]
    if what != "locations":  # many towns share a name; of actors, one is often known by another id
        found = found[~_have_names(comparison, what, found, known)]
    if not len(found):
        return found, fresh[found]
    times = count(now.selection)
    order = np.lexsort((now.columns[f"{group}.by_name"][found], -times[found]))
    return found[order], times[found[order]]


def _find_known(comparison: Comparison, group: Group, count: Callable[[Selection], Array]) -> Array:
    """A truth value for each number of `Numbering`: whether it was there before, whatever the filters: in the older
    set, as it was seen or as it is shown, or in an article of this one that the older one has as it is."""
    numbering, now, then = _number(comparison, group), comparison.now, comparison.then
    own = np.arange(numbering.now)
    if comparison.matched is None:  # up to the day, and where no day is known
        until = comparison.key
        assert isinstance(until, date)
        after = np.datetime64(until + timedelta(days=1), "us").astype(np.int64)
        before = ~now.columns["articles.dated"] | (now.columns["articles.published"] < after)
        found = [(Selection(now.columns, before), own)]
    else:
        every = np.ones(then.columns.articles, bool)
        found = [
            (Selection(then.columns, every), numbering.then),
            (Selection(comparison.seen.columns, every), numbering.seen),
            (Selection(now.columns, comparison.matched.same_now), own),
        ]
    known = np.zeros(numbering.size, bool)
    for selection, numbers in found:
        known[numbers[count(selection) > 0]] = True
    return known


def _count_all(selection: Selection, group: Group) -> Array:
    """The mentions of each actor or place; of places those as an actor, too."""
    if group in selection.tallies:
        return tally(selection, group).total
    counts = np.zeros(len(selection.columns.texts[f"{group}.id"]), np.int64)
    for _, named, times in list_pairs(selection, group):
        for each in times:
            counts += np.bincount(named, each, len(counts)).astype(np.int64)
    return counts


def _count_speakers(selection: Selection) -> Array:
    """The quotes of each actor."""
    columns = selection.columns
    counts = np.zeros(len(columns.texts["actors.id"]), np.int64)
    quotes = np.arange(len(columns["quotes.article"]), dtype=np.int32)[selection.rows("quotes")]
    if selection.limited is not None or selection.standing is not None:
        quotes = np.flatnonzero(selection.quotes).astype(np.int32)
    for block in columns.blocks("speakers"):
        actors = columns[f"{block}.actor"][find_rows(columns[f"{block}.quote"], quotes)]
        counts += np.bincount(actors[actors >= 0], minlength=len(counts))
    return counts


def _have_names(comparison: Comparison, what: str, actors: Array, known: Array) -> Array:
    """A truth value for each of these actors: whether one that was known before has its name."""
    if comparison.matched is None or not len(actors):
        return np.zeros(len(actors), bool)

    def find() -> pa.Array:
        names = comparison.then.columns.texts["actors.name"].as_arrow()
        return names.filter(pa.array(known[_number(comparison, "actors").then]))

    before = comparison.now.columns.keep(("names known", what, comparison.key), find)
    own = pa.array(comparison.now.columns.texts["actors.name"].take(actors), pa.large_string())
    return np.asarray(pc.is_in(own, before).to_numpy(zero_copy_only=False))


def _first_mentions(selection: Selection, group: Group, numbers: Array) -> tuple[Array, dict[str, Any]]:
    """The article of the earliest selected mention of each of these actors or places, and columns sentence, text,
    start, end."""
    columns, firsts = selection.columns, []
    for number in numbers.tolist():
        mentions = selection.among(columns.mentions_of(group, number))
        ages = columns["articles.age"][columns["mentions.article"][mentions]]
        firsts.append(mentions[np.argmin(ages)])
    mentions = np.array(firsts, np.int64)
    begins, texts = read_sentences(columns, mentions)
    starts, ends = (columns[f"mentions.{name}"][mentions] - begins for name in ("start", "end"))
    return columns["mentions.article"][mentions], {
        "sentence": columns["mentions.sentence"][mentions], "text": pd.Series(texts, dtype="str"), "start": starts,
        "end": ends, "parts": pd.Series([[[int(one), int(two)]] for one, two in zip(starts, ends, strict=True)]),
    }  # fmt: skip


def _first_quotes(reader: Reader, selection: Selection, numbers: Array) -> tuple[Array, dict[str, Any]]:
    """As `_first_mentions`, of the earliest selected quote of each of these actors: `text` is the sentence in which it
    begins, and what of the quote goes on after it; start, end and parts are those of the quote."""
    columns = selection.columns
    firsts: dict[int, int] = {}
    is_wanted = np.zeros(len(columns.texts["actors.id"]) + 1, bool)  # the last one is for none
    is_wanted[numbers] = True
    for block in columns.blocks("speakers"):
        quotes, actors = columns[f"{block}.quote"], columns[f"{block}.actor"]
        rows = np.flatnonzero(is_wanted[actors])
        rows = rows[selection.quotes[quotes[rows]]]
        ages = columns["articles.age"][columns["quotes.article"][quotes[rows]]]
        for row in rows[np.lexsort((-quotes[rows], -ages))].tolist():  # the earliest comes last
            firsts[int(actors[row])] = int(quotes[row])
    said = np.array([firsts[number] for number in numbers.tolist()], np.int64)
    articles, sentences = columns["quotes.article"][said], columns["quotes.sentence"][said]
    starts, ends = columns["quotes.start"][said], columns["quotes.end"][said]
    at = [find_sentence(columns, *each) for each in zip(articles, sentences, strict=True)]
    begins = np.minimum(columns["sentences.start"][at], starts)
    stops = np.maximum(columns["sentences.end"][at], ends)
    texts = [
        (columns.text("articles.text", article) or "")[begin:stop]
        for article, begin, stop in zip(articles, begins, stops, strict=True)
    ]
    ascending = np.unique(said)
    written = reader.read_rows("quotes", ("parts",), ascending)["parts"].to_list()
    parts = [
        [[int(start - begin), int(end - begin)] for start, end in written[row]]
        for row, begin in zip(np.searchsorted(ascending, said), begins, strict=True)
    ]
    return articles, {
        "sentence": sentences, "text": pd.Series(texts, dtype="str"), "start": starts - begins, "end": ends - begins,
        "parts": pd.Series(parts, dtype=object),
    }  # fmt: skip


def list_numbers(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns group (corpus, actors, locations), id, name, kind, those of `PARTS`, now, difference: all numbers that
    the page has, those of the corpus first, then of each actor and each place whose number moved."""
    changed = count_changes(reader, filters)
    if changed is None:
        return pd.DataFrame(columns=["group", "id", "name", "kind", *PARTS, "now", "difference"])
    totals = changed.totals.rename(columns={"what": "name"})
    frames = [totals.assign(group="corpus", id="", kind="", difference=totals["now"] - totals["seen"])]
    frames += [list_moved(reader, filters, group).assign(group=group) for group in ("actors", "locations")]
    return pd.concat(frames, ignore_index=True)[["group", "id", "name", "kind", *PARTS, "now", "difference"]]


def list_all_first(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The columns of `list_first` but parts, and before them group: what each is, an actor, a place or a speaker."""
    frames = [list_first(reader, filters, what).assign(group=what) for what in ("actors", "locations", "speakers")]
    filled = [each for each in frames if not each.empty] or frames[:1]
    whole = pd.concat(filled, ignore_index=True)
    return whole[["group", *(name for name in whole.columns if name not in ("group", "parts"))]]
