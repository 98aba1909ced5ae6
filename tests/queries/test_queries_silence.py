"""What one group of outlets carries and the other does not: counted, tested against chance, and never where nothing was
collected."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from math import comb

import numpy as np
import pyarrow as pa
import pytest

from dashboard.filters import Filters
from dashboard.queries.silence import find_silences, list_silences
from dashboard.queries.silence.chances import FALSE, accept
from dashboard.queries.silence.weeks import list_weeks
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.rows import Row
from tests import rows as make

MONDAY = datetime(2024, 12, 2, tzinfo=UTC)
ACTORS = {
    "anan": ("Lena Anan", "person"), "guild": ("Millers Guild", "organisation"), "rest": ("Vorn", "state"),
    "north": ("North Post", "media"), "alone": ("Radio Alone", "media"),
}  # fmt: skip
PLACES = {"1": ("Khan Orun", "PPL"), "2": ("Vorn", "PCLI")}

# Words that make each sentence another one.
WORDS = (
    "the old bridge was closed again while people queued for bread and water in a cold wind near some market".split()
)

NORTH, SOUTH = ("North Post", "North Radio"), ("South Post", "South Radio")
GROUPS = Filters(one=NORTH, other=SOUTH)


@dataclass(frozen=True)
class Report:
    """An article with a sentence for each of the actors and places it names; `day` counts from a Monday."""

    day: int | None
    source: str | None
    names: Sequence[str] = ()
    story: str = ""
    text: str = ""
    surfaces: dict[str, str] = field(default_factory=dict)


def open_reports(*reports: Report, around: str = "") -> Reader:
    """A reader on these articles."""
    return Store(write_reports(*reports, around=around), {}).reader()


def write_reports(*reports: Report, around: str = "") -> dict[str, pa.Table]:
    """The tables of these articles, which are called 0, 1, 2 …; each sentence has other words, or those `around`."""
    rows: dict[str, list[Row]] = {name: [] for name in ("articles", "sentences", "entities")}
    for number, each in enumerate(reports):
        article, text = str(number), ""
        ends: list[int] = []
        for place, name in enumerate(each.names):
            written = each.surfaces.get(name) or (ACTORS.get(name) or PLACES[name])[0]
            before, after = (" ".join(np.roll(WORDS, step * number + place)[:7]) for step in (3, 7))
            text += f"{around.format(written) if around else f'{number} {before} {written} {after} {number}.'} "
            start = text.index(written, ends[-1] if ends else 0)
            of = {"actor_id": name} if name in ACTORS else {"location_id": name, "sense": "place", "label": "GPE"}
            rows["entities"].append(make.entity(article, start, written, sentence=place, confidence=0.9, **of))
            ends.append(len(text))
        text += each.text or f"Nothing else happened on day {number}."
        ends.append(len(text))
        rows["sentences"] += [
            make.sentence(article, place, start, end)
            for place, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
        ]
        rows["articles"].append(make.article(
            article, text, title=f"Report {number}", source=each.source, story_id=each.story or article,
            published=None if each.day is None else MONDAY + timedelta(days=each.day, minutes=number),
        ))  # fmt: skip
    named = rows["entities"]
    actors = [
        make.actor(actor, name, kind=kind, **make.count_mentions([row for row in named if row["actor_id"] == actor]))
        for actor, (name, kind) in ACTORS.items()
    ]
    places = [
        make.location(place, name, feature=feature, country_code="VV",
                      **make.count_senses([row for row in named if row["location_id"] == place]))
        for place, (name, feature) in PLACES.items()
    ]  # fmt: skip
    tables = make.tables(**rows, actors=actors, locations=places)
    check_all(tables)
    return tables


def carry(names: Sequence[str], days: Sequence[int], sources: Sequence[str] = NORTH) -> list[Report]:
    """A report of each outlet on each of these days."""
    return [Report(day, source, names) for day in days for source in sources]


def silent(reader: Reader, filters: Filters = GROUPS) -> list[str]:
    return list_silences(reader, filters)["id"].tolist()


FOUND = (*carry(("anan",), (1, 2, 3)), *carry((), (1, 2, 3), SOUTH))


def test_what_all_of_one_group_name_and_none_of_the_other_is_silent() -> None:
    rows = list_silences(open_reports(*FOUND), GROUPS)
    assert rows["id"].tolist() == ["anan"]
    row = rows.iloc[0]
    assert (row["what"], row["name"], row["kind"]) == ("actors", "Lena Anan", "person")
    assert (row["since"].date(), row["until"].date()) == (date(2024, 12, 2), date(2024, 12, 8))
    assert (row["articles"], row["of"], row["outlets"], row["of_outlets"]) == (6, 6, 2, 2)
    assert (row["other_of"], row["other_outlets"], row["expected"]) == (6, 2, 6)
    # Two parts: Tuesday and Wednesday, until each group has three articles, then Thursday.
    assert row["chance"] == pytest.approx(1 / comb(8, 4) / comb(4, 2))
    assert row["sure"]


def test_the_chance_is_how_often_articles_dealt_at_random_would_leave_the_other_group_none() -> None:
    reader = open_reports(*carry(("anan",), (1, 2)), *carry((), (1,)), *carry((), (1, 2, 2, 2), SOUTH))
    chance = find_silences(reader, GROUPS, "actors").rows["chance"]
    rng = np.random.default_rng(0)
    # All are of one part: of 14 articles 6 are of the first group, and 4 of these name it.
    dealt = np.array([(rng.permutation(14)[:4] < 6).all() for _ in range(20_000)])
    assert chance.tolist() == [pytest.approx(dealt.mean(), abs=0.004)]


@pytest.mark.parametrize(
    "also",
    [
        Report(2, SOUTH[0], ("anan",)),
        Report(7, SOUTH[0], ("anan",)),  # on the day after the week
        Report(-1, SOUTH[0], ("anan",)),
        Report(2, SOUTH[0], text="Mrs Anan was there, too."),  # in the text alone
        Report(2, SOUTH[0], text="The Anans were there."),
    ],
    ids=["named", "the day after", "the day before", "in the text", "in the plural"],
)
def test_what_the_other_group_names_at_all_is_no_silence(also: Report) -> None:
    assert silent(open_reports(*FOUND, also)) == []


def test_what_the_other_group_names_days_later_was_silent_before() -> None:
    assert silent(open_reports(*FOUND, Report(9, SOUTH[0], ("anan",)))) == ["anan"]


def test_another_romanisation_is_no_silence_and_counts_as_left_out() -> None:
    ours = (*carry(("1",), (1, 2, 3)), *carry((), (1, 2, 3), SOUTH))
    assert silent(open_reports(*ours)) == ["1"]
    spelt = Report(2, SOUTH[0], ("2",), surfaces={"2": "Khaan Oroun"})
    found = find_silences(open_reports(*ours, spelt), GROUPS, "places")
    assert (len(found.rows), found.respelt) == (0, 1)


def test_the_adjective_of_a_country_names_it() -> None:
    ours = (*carry(("rest",), (1, 2, 3)), *carry((), (1, 2, 3), SOUTH))
    assert silent(open_reports(*ours)) == ["rest"]
    assert silent(open_reports(*ours, Report(2, SOUTH[0], ("2",), surfaces={"2": "Wornish"}))) == []


def test_a_week_in_which_the_other_group_is_not_collected_has_no_silence() -> None:
    reader = open_reports(*carry(("anan",), (1, 2, 3)), *carry((), (22, 23, 24), SOUTH))
    assert silent(reader) == []
    weeks = list_weeks(reader, GROUPS)
    assert weeks[["one", "one_days", "other", "other_days", "silences"]].to_numpy().tolist() == [
        [0, 0, 6, 3, 0], [6, 3, 0, 0, 0],
    ]  # fmt: skip


def test_days_on_which_the_other_group_is_not_collected_make_nothing_surprising() -> None:
    days = (*carry(("anan",), (4, 5, 6)), *carry((), (0, 1)), *carry((), (0, 1), SOUTH))
    assert silent(open_reports(*days)) == []
    found = find_silences(open_reports(*days), Filters(one=NORTH, other=SOUTH, weeks=("together",)), "actors")
    assert len(found.rows) == 0, "nor do they where all weeks are compared together"


def test_copies_of_one_report_are_no_coverage() -> None:
    copies = [Report(day, source, ("anan",), story="0") for day in (1, 2, 3) for source in NORTH]
    assert silent(open_reports(*copies, *carry((), (1, 2, 3), SOUTH))) == []


def test_what_one_of_several_outlets_cares_for_is_not_the_groups() -> None:
    ours = (*carry(("anan",), (1, 2, 3, 3, 3, 3), NORTH[:1]), *carry((), (1, 2, 3), SOUTH))
    assert silent(open_reports(*ours, *carry((), (1,), NORTH[1:]))) == []
    assert silent(open_reports(*ours), Filters(one=NORTH[:1], other=SOUTH)) == ["anan"]


def test_an_outlets_own_name_is_no_report() -> None:
    own = (*carry(("north", "alone"), (1, 2, 3), NORTH[:1]), *carry((), (1, 2, 3, 3, 3), SOUTH))
    assert silent(open_reports(*own), Filters(one=NORTH[:1], other=SOUTH)) == []


def test_what_stands_in_the_same_words_again_and_again_is_no_report() -> None:
    others = carry((), (1, 2, 3), SOUTH)
    assert silent(open_reports(*FOUND[:6], *others, around="{} gave no comment to this paper.")) == []
    assert silent(open_reports(*FOUND[:6], *others, around="More On {}")) == []


def test_a_story_is_compared_by_outlets() -> None:
    many = tuple(f"North {number}" for number in range(5))
    others = tuple(f"South {number}" for number in range(5))
    reports = [Report(1, source, story="0") for source in many]
    reader = open_reports(*reports, *carry((), (1,), others))
    [row] = list_silences(reader, Filters(one=many)).to_dict("records")
    assert (row["what"], row["id"], row["name"], row["outlets"], row["expected"]) == ("stories", "0", "Report 0", 5, 5)
    assert row["chance"] == pytest.approx(1 / comb(10, 5))
    later = Report(12, others[0], story="0")
    assert silent(open_reports(*reports, *carry((), (1,), others), later), Filters(one=many)) == []


def test_weeks_together_find_what_no_single_week_shows() -> None:
    thin = [each for week in range(8) for each in (*carry(("anan",), (7 * week,)), *carry((), (7 * week,), SOUTH))]
    reader = open_reports(*thin)
    assert silent(reader) == []
    rows = list_silences(reader, Filters(one=NORTH, other=SOUTH, weeks=("together",)))
    assert rows["id"].tolist() == ["anan"]
    assert rows["chance"].iloc[0] == pytest.approx(comb(4, 2) ** -8)


def test_filters_of_the_corpus_narrow_what_is_compared() -> None:
    reader = open_reports(*FOUND)
    assert silent(reader, Filters(one=NORTH, other=SOUTH, until=date(2024, 12, 3))) == []
    assert silent(reader, Filters(one=NORTH, other=SOUTH, words="bridge")) == [], "no article of the others has it"
    assert silent(reader, Filters(one=NORTH, other=SOUTH, actors=("anan",), near=("sentence",))) == []


def test_what_is_left_out_of_all_views_is_left_out_here() -> None:
    reader = open_reports(*FOUND, Report(2, SOUTH[0], ("anan",)))
    assert silent(reader) == []
    assert silent(reader, replace(GROUPS, not_sources=SOUTH[:1])) == ["anan"]
    assert silent(open_reports(*FOUND), replace(GROUPS, not_actors=("guild",))) == ["anan"]
    assert silent(open_reports(*FOUND), replace(GROUPS, not_sources=NORTH[:1])) == [], "one outlet of two is no group"


def test_without_a_group_nothing_is_silent() -> None:
    reader = open_reports(*FOUND)
    assert silent(reader, Filters()) == []
    assert list_weeks(reader, Filters()).empty
    assert silent(reader, Filters(one=NORTH)) == ["anan"], "the other group are all other outlets"


def test_sure_are_those_of_which_few_may_be_there_by_chance() -> None:
    chances = np.array([0.001, 0.012, 0.016, 0.019, 0.05])
    compared = 20
    # The largest rank whose chance is at most its share of FALSE: the third fails alone, the fourth does not.
    assert [rank for rank in range(1, 6) if chances[rank - 1] <= FALSE * rank / compared] == [1, 4]
    assert accept(chances, compared).tolist() == [True, True, True, True, False]
    assert accept(chances, 1_000).tolist() == [False] * 5
    assert accept(chances[:0], 0).tolist() == []


def test_what_falls_on_articles_by_chance_is_listed_as_seldom_as_said() -> None:
    """Names are dealt to articles at random: about as many are listed as `by_chance` says at most, and few are sure."""
    rng = np.random.default_rng(1)
    listed = expected = sure = 0.0
    for _ in range(6):
        reports = [
            Report(int(rng.integers(14)), source, [name for name in (*ACTORS, "1") if rng.random() < 0.3])
            for source in (*NORTH, *SOUTH) for _ in range(8)
        ]  # fmt: skip
        reader = open_reports(*reports)
        for what in ("actors", "places"):
            found = find_silences(reader, GROUPS, what)
            listed, expected = listed + len(found.rows), expected + found.by_chance
            sure += found.rows["sure"].sum()
    assert expected > 0
    assert listed <= expected + 3 * max(expected, 1) ** 0.5
    assert sure <= 1
