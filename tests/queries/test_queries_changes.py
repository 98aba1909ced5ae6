"""What changed: the parts of every number sum to its difference, and who was there before is not new."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.actors import actors_ranked
from dashboard.queries.articles import count_articles, list_articles
from dashboard.queries.changes import (
    PARTS,
    Numbering,
    compare,
    count_changes,
    count_first,
    denying,
    find_news,
    find_then,
    list_first,
    list_moved,
    list_numbers,
    of_new,
)
from dashboard.queries.locations import places_ranked
from dashboard.queries.mentions import count_mentions
from dashboard.queries.quotes import count_quotes
from dashboard.reader import Other, Reader
from dashboard.store import Store
from tests.queries.conftest import ARTICLES, QUOTES, Draft, quote, write_tables

OLDER = "older"
SINCE = Filters(since_set=OLDER)


@dataclass(frozen=True)
class Pair:
    """Two sets: the newer one, and the older as it is shown and as it was seen."""

    now: Reader
    then: Reader
    seen: Reader


def correction(number: int, kind: str, **said: Any) -> Correction:
    return Correction(kind, id=str(number), when=f"2024-12-{number + 1:02}T00:00:00+00:00", who="Ada", why="x", **said)


def log_of(corrections: Iterable[Correction]) -> Log:
    found = tuple(corrections)
    return Log(found, digest=" ".join(each.id for each in found))


def named_alone(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables without actors and places that nothing names, as a run writes them."""
    some = pc.greater(tables["actors"]["mentions"], 0)
    return {**tables, "actors": tables["actors"].filter(some)}


def open_pair(
    older: Sequence[Draft], newer: Sequence[Draft], before: Sequence[Correction] = (), since: Sequence[Correction] = (),
    *, quotes: Sequence[Sequence[dict[str, Any]]] = ((), ()),
) -> Pair:  # fmt: skip
    """The reader of the newer set, and those of the older one with the corrections before it, and with all."""
    log = log_of((*before, *since))
    tables = [named_alone(write_tables(drafts, said)) for drafts, said in zip((older, newer), quotes, strict=True)]
    then = Store(tables[0], {}, log).reader()
    seen = Store(tables[0], {}, log_of(before)).reader() if since else then
    other = Other(then, seen, "key")
    now = replace(Store(tables[1], {}, log).reader(), open_other=lambda mark: other if mark == OLDER else None)
    return Pair(now, then, seen)


def values(frame: pd.DataFrame, row: str, columns: list[str]) -> list[Any]:
    """These values of the row with this id."""
    return [frame.at[row, column] for column in columns]


def draft(article: str, *sentences: str, day: str | None = "2024-12-07T12:00:00Z", source: str = "Wire") -> Draft:
    return Draft(article, day, source, (f"Title of {article}", *sentences))


def numbers(reader: Reader, filters: Filters, group: str) -> Counter[str]:
    """The mentions of each actor or place, as the pages have them."""
    if group == "actors":
        frame = actors_ranked(reader, filters)
        return Counter(dict(zip(frame["actor_id"], frame["mentions"], strict=True)))
    frame = places_ranked(reader, filters)
    return Counter(dict(zip(frame["location_id"], frame["mentions"], strict=True)))


# A random corpus: who stands for a surname is another one in another set, as if another model had read it.
SURNAMES, WHO, PLACES = ("Kim", "Lee", "Roy"), ("assad", "hezbollah", "iraq", "afp"), ("169577", "170654", "98182")


def write_random(rng: random.Random, article: str, words: int, readings: int) -> Draft:
    """An article; with the same `words` it has the same text, with the same `readings` the same mentions."""
    text, reading = random.Random(f"{article} {words}"), random.Random(f"{article} {readings}")
    sentences = []
    for _ in range(text.randint(1, 4)):
        said = []
        for _ in range(text.randint(1, 3)):
            surname, place = text.choice(SURNAMES), text.choice(("Homs", "Hama"))
            who = reading.choice((f"[{surname}]({reading.choice(WHO)})", surname))
            said.append(f"{who} in {reading.choice((f'[{place}](@{reading.choice(PLACES)})', place))}")
        sentences.append(f"{', '.join(said)} at {text.randint(0, 10**9)}.")
    day = rng.choice((None, f"2024-12-{text.randint(1, 9):02}T10:00:00Z")) if rng.random() < 0.1 else "2024-12-05"
    return Draft(article, day and f"{day[:10]}T10:00:00Z", text.choice(("Wire", "Post")), (article, *sentences))


def random_pair(seed: int) -> Pair:
    rng = random.Random(seed)
    older, newer = [], []
    for number in range(24):
        name, words, readings = f"a{number}", 0, 0
        where = rng.choice(("both", "both", "both", "old", "new"))
        if where != "new":
            older.append(write_random(rng, name, words, readings))
        if where != "old":
            words, readings = (rng.choice((0, 0, 0, 1)) for _ in range(2))
            newer.append(write_random(rng, name, words, readings))
    all_of = [
        correction(1, "merge", actor="afp", into="iraq"),
        correction(2, "not-a-place", surface="Hama", location="98182"),
        correction(3, "split", actor="hezbollah", into="assad", surfaces=("Lee",)),
        correction(4, "hide", actor=rng.choice(("iraq", "assad"))),
        correction(5, "undo", undoes="2"),
    ]  # fmt: skip
    cut = rng.randint(1, 4)
    return open_pair(older, newer, all_of[:cut], all_of[cut:])


@pytest.fixture(scope="module", params=[1, 2])
def pair(request: pytest.FixtureRequest) -> Pair:
    return random_pair(request.param)


@pytest.mark.parametrize("group", ["actors", "locations"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(), Filters(actors=("assad",)), Filters(locations=("169577",)), Filters(sources=("Wire",)),
        Filters(since=date(2024, 12, 5)), Filters(words="Kim"), Filters(copies=("once",)),
        Filters(actors=("assad",), locations=("169577",), near=("sentence",)),
    ],
    ids=lambda filters: str([each.key for each in filters.active("corpus")]),
)  # fmt: skip
def test_the_parts_sum_to_the_difference_and_each_is_what_pages_count(pair: Pair, filters: Filters, group: Any) -> None:
    """Now and then as the pages count them; new, gone, changed and same by comparing the texts themselves."""
    asked = replace(filters, since_set=OLDER)
    moved = list_moved(pair.now, asked, group)
    then_filters = find_then(pair.now, asked)
    assert then_filters is not None
    now, seen = numbers(pair.now, filters, group), numbers(pair.seen, filters, group)
    assert set(moved["id"]) == {each for each in now | seen if now[each] != seen[each]}
    by_part = count_by_part(pair, filters, group)
    for row in moved.to_dict("records"):
        actor = row["id"]
        assert (row["now"], row["seen"], row["difference"]) == (now[actor], seen[actor], now[actor] - seen[actor])
        assert row["difference"] == (
            row["corrected"] + row["new"] - row["gone"] + row["changed_now"] - row["changed_then"]
            + row["same_now"] - row["same_then"]
        )  # fmt: skip
        for part in ("new", "gone", "changed_then", "changed_now", "same_then", "same_now"):
            assert row[part] == by_part[part][actor], part


def count_by_part(pair: Pair, filters: Filters, group: str) -> dict[str, Counter[str]]:
    """The mentions of each actor or place in the selected articles, as the page Sentences lists them, by what became of
    the article."""
    texts = []
    for reader in (pair.then, pair.now):
        rows = reader.execute("SELECT article_id, text, published, source FROM articles").fetchall()
        texts.append({article: tuple(rest) for article, *rest in rows})
    found: dict[str, Counter[str]] = {name: Counter() for name in PARTS}
    for reader, own, other, suffix, alone in (
        (pair.then, texts[0], texts[1], "_then", "gone"), (pair.now, texts[1], texts[0], "_now", "new"),
    ):  # fmt: skip
        articles: dict[str, list[str]] = {}
        for article in list_articles(reader, filters)["article_id"]:
            what = "same" if own[article] == other.get(article) else "changed"
            articles.setdefault(f"{what}{suffix}" if article in other else alone, []).append(article)
        for part, inside in articles.items():
            for each in WHO if group == "actors" else PLACES:
                of = Filters(named=(each,)) if group == "actors" else Filters(at=(each,), senses=("place",))
                asked = replace(filters, inside=tuple(inside), named=of.named, at=of.at, senses=of.senses)
                found[part][each] = count_mentions(reader, asked)
    return found


def test_the_random_sets_have_every_cause(pair: Pair) -> None:
    moved = pd.concat([list_moved(pair.now, SINCE, group) for group in ("actors", "locations")])
    assert moved[["corrected", "new", "gone"]].any().all()
    for kind in ("changed", "same"):
        assert (moved[f"{kind}_then"] != moved[f"{kind}_now"]).any()


def test_the_totals_sum_too(pair: Pair) -> None:
    changed = count_changes(pair.now, SINCE)
    assert changed is not None
    for row in changed.totals.to_dict("records"):
        parts = row["corrected"] + row["new"] - row["gone"]
        parts += row["changed_now"] - row["changed_then"] + row["same_now"] - row["same_then"]
        assert row["now"] == row["seen"] + parts, row["what"]
    assert changed.totals["now"].tolist()[:2] == [count_articles(pair.now, Filters()), 0]
    assert len(list_numbers(pair.now, SINCE)) == len(changed.totals) + sum(
        len(list_moved(pair.now, SINCE, group)) for group in ("actors", "locations")
    )


def test_an_article_is_changed_by_other_words_another_day_or_another_outlet() -> None:
    older = [draft("same", "It rained."), draft("words", "It rained."), draft("day", "x"), draft("outlet", "x"),
             draft("gone", "x")]  # fmt: skip
    newer = [draft("same", "It rained."), draft("words", "It snowed."), draft("day", "x", day="2024-12-08T12:00:00Z"),
             draft("outlet", "x", source="Post"), draft("new", "x"), draft("newer", "x", day=None)]  # fmt: skip
    pair = open_pair(older, newer)
    assert find_news(pair.now, SINCE) == {"new": 2, "changed": 3, "gone": 1, "actors": 0, "places": 0}
    marked = replace(pair.now, list_older=lambda mark: [])
    for filters, expected in (
        (Filters(changed=OLDER), {"words", "day", "outlet"}), (Filters(unchanged=OLDER), {"same"}),
        (Filters(changed="lost"), set()), (Filters(unchanged="lost"), set()),
    ):  # fmt: skip
        assert set(list_articles(marked, filters)["article_id"]) == expected


def test_corrections_made_since_are_told_from_those_before() -> None:
    """Before: one of AFP's mentions was given to Iraq. Since: AFP was merged into Iraq."""
    articles = [draft("a", "[Kim](afp) met [Lee](afp) and [Roy](iraq).")]
    pair = open_pair(
        articles, articles, [correction(1, "split", actor="afp", into="iraq", surfaces=("Lee",))],
        [correction(2, "merge", actor="afp", into="iraq")],
    )  # fmt: skip
    moved = list_moved(pair.now, SINCE, "actors").set_index("id")
    assert values(moved, "iraq", ["seen", "corrected", "now"]) == [2, 1, 3]
    assert values(moved, "afp", ["seen", "corrected", "now"]) == [1, -1, 0]
    assert (moved[["new", "gone"]] == 0).all(axis=None) and (moved["same_now"] == moved["same_then"]).all()
    assert count_first(pair.now, SINCE, "actors") == 0


@pytest.fixture(scope="module")
def other_ids() -> Pair:
    """Another model, or more articles: one actor has another id, one was joined to another, one is found only now."""
    return open_pair(
        [draft("a", "[Kim](afp) met [Kim](afp)."), draft("b", "[Kim](afp) and [Roy](iraq)."),
         draft("c", "[Tom](unnamed-here) met [Roy](iraq)."), draft("d", "Ann spoke.")],
        [draft("a", "[Kim](assad) met [Kim](assad)."), draft("b", "[Kim](assad) and [Roy](iraq)."),
         draft("c", "[Tom](iraq) met [Roy](iraq)."), draft("d", "[Ann](gaza) spoke."),
         draft("e", "[Kim](assad), [Lee](hezbollah), [Ann](gaza) and [Lone](lone).")],
    )  # fmt: skip


def test_an_actor_whose_id_became_another_is_one(other_ids: Pair) -> None:
    """The corpus decides which spelling makes the id; the mentions in unchanged articles say who it is now."""
    moved = list_moved(other_ids.now, SINCE, "actors").set_index("id")
    assert values(moved, "assad", ["then_id", "seen", "new", "same_then", "same_now", "now"]) == ["afp", 3, 1, 3, 3, 4]
    assert "afp" not in moved.index


def test_who_is_joined_to_one_that_was_there_is_not_followed(other_ids: Pair) -> None:
    """Otherwise two of then would be one, and the one that stayed would have what it never had."""
    moved = list_moved(other_ids.now, SINCE, "actors").set_index("id")
    assert values(moved, "unnamed-here", ["seen", "now"]) == [1, 0]
    assert values(moved, "iraq", ["seen", "same_then", "same_now", "now"]) == [2, 2, 3, 3]


def test_who_had_another_id_or_is_only_found_now_is_not_first_named(other_ids: Pair) -> None:
    """Nor is a lone word that nothing says is a person."""
    assert list_first(other_ids.now, SINCE, "actors")["id"].tolist() == ["hezbollah"]
    moved = list_moved(other_ids.now, SINCE, "actors").set_index("id")
    assert values(moved, "gaza", ["seen", "new", "same_now", "now"]) == [0, 1, 1, 2]
    assert "lone" not in moved.index


def test_an_id_that_the_older_set_does_not_have_selects_nothing_there(other_ids: Pair) -> None:
    then = find_then(other_ids.now, replace(SINCE, actors=("nobody", "iraq")))
    assert then is not None and then.actors == ("nobody", "iraq")


def test_first_named_is_who_is_in_no_older_article_whatever_the_filters() -> None:
    older = [draft("a", "[Kim](assad) spoke, Roy did not."), draft("b", "Lee left [Homs](@169577).", source="Post")]
    newer = [
        older[0], draft("b", "Lee and [Roy](iraq) left [Homs](@169577).", source="Post"),
        draft("c", "[Kim](assad) saw [Lee](hezbollah) and [Lee](hezbollah) in [Homs](@169577).",
              day="2024-12-09T12:00:00Z"),
        draft("d", "[Lee](hezbollah) came to [Damascus](@170654).", day="2024-12-08T12:00:00Z"),
    ]  # fmt: skip
    pair = open_pair(older, newer)
    first = list_first(pair.now, SINCE, "actors")
    assert first[["id", "times"]].to_numpy().tolist() == [["hezbollah", 3], ["iraq", 1]]
    assert first["text"][0] == "Lee came to Damascus.", "the earliest, not the newest"
    assert first["text"][0][first["start"][0] : first["end"][0]] == "Lee"
    assert list_first(pair.now, SINCE, "locations")["id"].tolist() == ["170654"]
    narrowed = replace(SINCE, sources=("Wire",))
    assert list_first(pair.now, narrowed, "actors")["id"].tolist() == ["hezbollah"], "Kim is known from elsewhere"
    assert count_first(pair.now, replace(SINCE, actors=("iraq",)), "actors") == 1


def test_who_speaks_for_the_first_time_and_what_is_denied_anew() -> None:
    older = [draft("a", "“I came,” [Kim](assad) said.", "[Lee](iraq) slept.")]
    newer = [
        *older,
        draft(
            "b", "“I saw,” [Lee](iraq) denied, “nothing.”", "“I won,” [Kim](assad) said. “I lost,” [Lee](iraq) said."
        ),
    ]
    said = (
        quote("a", "I came", speaker="Kim", actor_id="assad"),
        quote("b", "I saw … nothing", speaker="Lee", actor_id="iraq", stance="denies"),
        quote("b", "I won", speaker="Kim", actor_id="assad"),
        quote("b", "I lost", speaker="Lee", actor_id="iraq"),
    )
    pair = open_pair(older, newer, quotes=(said[:1], said))
    first = list_first(pair.now, SINCE, "speakers")
    assert first[["id", "times", "text"]].to_numpy().tolist() == [["iraq", 2, "“I saw,” Lee denied, “nothing.”"]]
    assert [first["text"][0][start:end] for start, end in first["parts"][0]] == ["I saw", "nothing"]
    new = replace(pair.now, list_older=lambda mark: [])
    assert count_quotes(new, denying(of_new(SINCE))) == 1


def test_with_a_day_what_is_later_is_new_and_what_has_no_day_is_left_out() -> None:
    """Of the six articles, two are of the 7th and the early 8th, and one has no day."""
    reader = Store(write_tables(ARTICLES, QUOTES), {}).reader()
    filters = Filters(since_day=date(2024, 12, 7))
    changed = count_changes(reader, filters)
    assert changed is not None and (changed.new, changed.changed, changed.gone, changed.undated) == (4, 0, 0, 1)
    assert changed.totals[["seen", "new", "now"]].iloc[0].tolist() == [1, 4, 5]
    moved = list_moved(reader, filters, "actors").set_index("id")
    assert values(moved, "assad", ["seen", "new", "now"]) == [1, 3, 4]
    assert (moved["now"] == moved["seen"] + moved["new"]).all()
    assert list_first(reader, filters, "actors")["id"].tolist() == [
        "o'brien'; DROP TABLE articles; --",
        'two "quotes" 100%',
    ]
    assert of_new(replace(filters, since=date(2024, 12, 20))).since == date(2024, 12, 20)
    assert compare(reader, replace(filters, until=date(2024, 12, 1))) is not None


def test_nothing_is_compared_without_a_set_or_a_day(reader: Reader) -> None:
    for filters in (Filters(), Filters(since_set="lost")):
        assert compare(reader, filters) is None and count_changes(reader, filters) is None
        assert list_moved(reader, filters, "actors").empty and list_first(reader, filters, "speakers").empty
        assert find_news(reader, filters) == {} and find_then(reader, filters) is None
        assert list_numbers(reader, filters).empty


def test_of_each_number_the_first_of_the_older_set_is_known() -> None:
    numbering = Numbering(6, 3, np.array([2, 0, 2, 4]), np.array([5, 2, 0, 2]))
    assert numbering.in_then.tolist() == [1, -1, 0, -1, 3, -1]
    assert numbering.in_seen.tolist() == [2, -1, 1, -1, -1, 0]
    assert numbering.in_then is numbering.in_then, "found once for all rows of a list, however many"
