"""Stories: who had each first, who has whose words, the agency behind it, and what became of its quotes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.columns.lineage import NEAREST
from dashboard.filters import Filters
from dashboard.queries.stories import (
    count_drift,
    count_lineage,
    count_sayings,
    count_stories,
    list_drift,
    list_lineage,
    list_sayings,
    list_stories,
)
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.rows import Row
from dashboard.words.copying import Runs, share_copied
from tests import rows as make

# Media by their ids: as articles write them, and their names.
MEDIA = {"afp": ("AFP", "Agence France-Presse"), "herald": ("Herald", "Herald")}

TITLE = "The bridge of the river town is gone."
BRIDGE = "The only bridge of the river town was blown up before dawn."
WATER = "Its mains had carried drinking water to forty villages along the bank."
FERRY = "A ferry will cross twice a day until autumn."
RAIN = "Rain had kept most of the market traders at home that morning."
BODY = (TITLE, BRIDGE, WATER, RAIN)


@dataclass(frozen=True)
class Said:
    """A quote: its words, how its speaker is called, and the word that reports it."""

    words: str
    speaker: str = ""
    cue: str = "said"
    kind: str = "indirect"
    sourcing: str = "unknown"
    via: str | None = None
    actor_id: str | None = None

    @property
    def sentence(self) -> str:
        return " ".join(each for each in (self.words + ",", self.speaker, self.cue) if each) + "."


@dataclass(frozen=True)
class Report:
    """An article; `hour` counts from the first of January, `said` are sentences with a quote, after the body."""

    article_id: str
    hour: float | None
    source: str | None = None
    story: str = "first"
    body: Sequence[str] = BODY
    said: Sequence[Said] = ()
    agency: str | None = None
    names: Sequence[str] = ()


def open_reports(*reports: Report) -> Reader:
    rows: dict[str, list[Row]] = {name: [] for name in ("articles", "sentences", "entities", "quotes")}
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for each in reports:
        text = ""
        named = [f"{MEDIA[name][0]} was there." for name in each.names]
        for number, sentence in enumerate((*each.body, *(said.sentence for said in each.said), *named)):
            text += " " if number else ""
            rows["sentences"].append(make.sentence(each.article_id, number, len(text), len(text) + len(sentence)))
            text += sentence
        rows["articles"].append(make.article(
            each.article_id, text, title=each.body[0], source=each.source, agency=each.agency, story_id=each.story,
            published=None if each.hour is None else start + timedelta(hours=each.hour),
        ))  # fmt: skip
        for name in each.names:
            at = text.index(f"{MEDIA[name][0]} was there.")
            rows["entities"].append(make.entity(each.article_id, at, MEDIA[name][0], label="ORG", actor_id=name))
        for number, said in enumerate(each.said):
            rows["quotes"].append(_place(each.article_id, text, said, len(each.body) + number))
    named_in = {name: sum(name in each.names for each in reports) for name in MEDIA}
    actors = [
        make.actor(name, MEDIA[name][1], kind="media", mentions=times, articles=times)
        for name, times in named_in.items()
    ]
    tables = make.tables(**rows, actors=actors)
    check_all(tables)
    return Store(tables, {}).reader()


def _place(article_id: str, text: str, said: Said, sentence: int) -> Row:
    at = text.index(said.sentence)
    spans: dict[str, Any] = {}
    for name, words in (("speaker", said.speaker), ("cue", said.cue)):
        if words:
            begin = text.index(words, at + len(said.words))
            spans |= {name: words, f"{name}_start": begin, f"{name}_end": begin + len(words)}
    return make.quote(
        article_id, [[at, at + len(said.words)]], said.words, sentence=sentence, kind=said.kind,
        sourcing=said.sourcing, via_actor_id=said.via, actor_id=said.actor_id, **spans,
    )  # fmt: skip


def sources(*reports: Report) -> dict[str, tuple[str | None, str]]:
    """Article -> the article whose words it has, and how it credits that one's outlet."""
    found = list_lineage(open_reports(*reports), Filters())
    ids = [each if isinstance(each, str) else None for each in found["from_id"]]
    return dict(zip(found["article_id"], zip(ids, found["credit"], strict=True), strict=True))


def changes(*reports: Report) -> dict[str, list[str]]:
    """Article -> what is other in its quotes than in those it is compared with."""
    found = list_drift(open_reports(*reports), Filters())
    by: dict[str, list[str]] = {each: [] for each in found["article_id"]}
    for article_id, each in zip(found["article_id"], found["changes"], strict=True):
        by[article_id] += each
    return by


EARLY = Report("first", 1, "Post")
EDITED = Report("edited", 3, "Herald", body=("No bridge is left.", BRIDGE, FERRY, RAIN))


def test_each_article_has_its_words_from_the_earlier_one_that_is_most_like_it() -> None:
    of_edited = Report("of-edited", 5, "Times", body=(EDITED.body[0], BRIDGE, FERRY))
    of_first = Report("of-first", 6, "Times", body=(TITLE, WATER, RAIN))
    assert sources(EARLY, EDITED, of_edited, of_first) == {
        "first": (None, "none"), "edited": ("first", "none"), "of-edited": ("edited", "none"),
        "of-first": ("first", "none"),
    }  # fmt: skip


def test_an_outlet_that_is_credited_comes_first_if_it_has_the_words_too() -> None:
    first, other = Report("first", 1, "Post"), Report("other", 2, "AFP", body=(TITLE, BRIDGE, WATER, FERRY))
    far = Report("far", 2, "AFP", body=("A bridge fell.", FERRY, RAIN))
    late = Report("copy", 4, "Times")
    assert sources(first, other, replace(late, agency="AFP", names=("afp",)))["copy"] == ("other", "agency")
    assert sources(first, other, replace(late, names=("afp",)))["copy"] == ("other", "named")
    assert sources(first, other, late)["copy"] == ("first", "none")
    far_copy = sources(first, far, replace(late, body=(TITLE, BRIDGE, WATER), agency="AFP", names=("afp",)))
    assert far_copy["copy"] == ("first", "none"), "it credits an outlet for something else"


def test_of_one_moment_who_credits_comes_after_who_is_credited() -> None:
    found = sources(Report("a", 1, "Post", story="a", agency="Herald"), Report("b", 1, "Herald", story="a"))
    assert found == {"b": (None, "none"), "a": ("b", "agency")}


def test_a_later_article_of_one_outlet_has_its_own_words() -> None:
    assert sources(EARLY, Report("update", 2, "Post"))["update"] == ("first", "own")


def test_shares_sentences_and_minutes_say_what_a_copy_changed() -> None:
    found = list_lineage(open_reports(EARLY, EDITED), Filters())
    copy = found.iloc[1]
    assert copy[["from_source", "minutes", "added", "dropped", "reworded"]].tolist() == ["Post", 120, 2, 2, 0]
    assert 0.6 < copy["taken"] < copy["kept"] < 0.7
    first = found.iloc[0]
    assert first[["from_id", "minutes", "taken", "kept"]].isna().all()
    assert first[["added", "dropped", "reworded"]].tolist() == [0, 0, 0]


def test_an_article_without_a_date_comes_last_and_no_time_is_said() -> None:
    found = list_lineage(open_reports(EARLY, Report("undated", None, "Times"), EDITED), Filters())
    assert found["article_id"].tolist() == ["first", "edited", "undated"]
    assert found["minutes"].isna().tolist() == [True, False, True]


def test_the_agency_is_known_by_credit_and_who_leaves_it_out_is_told() -> None:
    told = Said("Nobody crossed that night", "a ferryman", via="afp", sourcing="unnamed")
    reader = open_reports(
        Report("first", 1, "AFP", names=("afp",)), Report("credits", 2, "Post", agency="AFP", names=("afp",)),
        Report("tells", 3, "Times", said=(told,), names=("afp",)), Report("silent", 4, "Herald"),
    )  # fmt: skip
    found = list_lineage(reader, Filters())
    assert found[["wire", "wired"]].values.tolist() == [
        ["Agence France-Presse", each] for each in ("itself", "credited", "told", "none")
    ]
    [story] = list_stories(reader, Filters()).to_dict("records")
    assert (story["copies"], story["outlets"], story["credited"]) == (4, 4, 3)


def test_what_was_told_to_a_medium_is_no_wire_where_nobody_credits_it_as_one() -> None:
    told = Said("Nobody crossed that night", "a ferryman", via="herald", sourcing="unnamed")
    found = list_lineage(open_reports(EARLY, Report("tells", 3, "Times", said=(told,), names=("herald",))), Filters())
    assert found["wire"].isna().all()


def test_an_agency_that_two_outlets_name_is_behind_the_story_if_neither_quotes_it() -> None:
    elsewhere = Report("elsewhere", 1, "Daily", story="elsewhere", body=(FERRY,), agency="AFP", names=("afp",))
    named = Report("first", 1, "Post", names=("afp",)), Report("copy", 2, "Herald", names=("afp",))
    found = list_lineage(open_reports(*named, Report("silent", 3, "Times"), elsewhere), Filters())
    assert found["wire"].tolist() == ["Agence France-Presse"] * 3
    assert found["wired"].tolist() == ["named", "named", "none"]
    assert list_stories(open_reports(*named, elsewhere), Filters())["credited"].tolist() == [0]
    nobody = open_reports(*named)
    assert list_lineage(nobody, Filters())["wire"].isna().all(), "no article credits it as an agency"
    speaks = Said("Its photographers counted two boats", "AFP", sourcing="organisation", actor_id="afp")
    quoting = [replace(each, said=(speaks,)) for each in named]
    assert list_lineage(open_reports(*quoting, elsewhere), Filters())["wire"].isna().all(), "it is a source"


NAMED = Said("Two boats sank below the bridge before noon", "Mayor Idris Sallow", sourcing="named")


@pytest.mark.parametrize(
    ("later", "found"),
    [
        (NAMED, []),
        (Said(NAMED.words, "an official", sourcing="unnamed official"), ["unnamed"]),
        (Said(NAMED.words, "the mayor and an official", sourcing="unnamed official"), []),  # still in the sentence
        (Said("Two boats sank below the broken bridge", "Mayor Idris Sallow", sourcing="named"), ["reworded"]),
        (Said(NAMED.words, NAMED.speaker, sourcing="named", kind="direct"), ["direct"]),
        (Said(NAMED.words, cue="", kind="direct"), ["unattributed", "direct"]),
        (Said(NAMED.words, cue="said"), []),  # somebody said it: the source was not found
    ],
)
def test_a_quote_is_compared_with_that_of_the_article_before(later: Said, found: list[str]) -> None:
    drifted = changes(Report("first", 1, "Post", said=(NAMED,)), Report("later", 2, "Times", said=(later,)))
    assert drifted == {"first": [], "later": found}


def test_what_was_direct_named_or_told_to_somebody_may_be_so_no_longer() -> None:
    first = Said(NAMED.words, "an official", via="afp", kind="direct", sourcing="unnamed official")
    later = Said(NAMED.words, "Mayor Idris Sallow", sourcing="named")
    assert changes(
        Report("first", 1, "Post", said=(first,), names=("afp",)), Report("later", 2, "Times", said=(later,))
    )["later"] == ["named", "untold", "indirect"]


def test_a_sentence_that_has_the_words_and_no_source_is_unattributed() -> None:
    first = Report("first", 1, "Post", said=(NAMED,))
    bare = Report("bare", 2, "Times", body=(*BODY, f"{NAMED.words}."))
    reader = open_reports(first, bare)
    row = list_drift(reader, Filters()).iloc[1]
    assert (row["text"], row["changes"], row["sentence"]) == (f"{NAMED.words}.", ["unattributed"], 4)
    assert row[["quote_id", "speaker", "kind", "sourcing"]].isna().all() and row["compared_id"] == "first"
    assert list_lineage(reader, Filters())["unattributed"].tolist() == [0, 1]
    assert list_stories(reader, Filters())["unattributed"].tolist() == [1]
    longer = replace(bare, body=(*bare.body, FERRY))
    back = Report("back", 3, "Herald", body=(*BODY, FERRY), said=(NAMED,))
    assert changes(first, longer, back) == {"first": [], "bare": ["unattributed"], "back": ["attributed"]}
    again = Report("again", 3, "Herald", body=bare.body)
    assert changes(first, bare, again)["again"] == [], "it was dropped before"
    spoken = Report("spoken", 2, "Times", body=(*BODY, f"{NAMED.words}, he said."))
    assert changes(first, spoken) == {}, "a word that reports speech stands in it"


def test_a_quotation_outside_the_story_is_aligned_by_its_first_words_and_said_apart() -> None:
    long = Said("We will rebuild this bridge stone by stone with our own hands", "Mayor Idris Sallow", kind="direct",
                sourcing="named")  # fmt: skip
    other = Report("other", 4, "Times", story="other", body=("A festival opens.", "Lamps hang in the trees."),
                   said=(Said(long.words, "a resident", kind="direct", sourcing="unnamed"),))  # fmt: skip
    reader = open_reports(Report("first", 1, "Post", said=(long,)), Report("copy", 2, "Herald", said=(long,)), other)
    found = list_drift(reader, Filters())
    assert found[["article_id", "outside"]].values.tolist() == [["first", False], ["copy", False], ["other", True]]
    assert found["changes"].tolist() == [[], [], ["unnamed"]]
    assert list_lineage(reader, Filters())["unnamed"].tolist() == [0, 0], "it is no copy of the story"


def test_a_quote_of_one_article_alone_is_no_saying() -> None:
    reader = open_reports(Report("first", 1, "Post", said=(NAMED,)), EDITED)
    assert count_sayings(reader, Filters()) == count_drift(reader, Filters()) == 0
    assert list_sayings(reader, Filters(), 5).empty


@pytest.fixture(scope="module")
def two() -> Reader:
    """Two stories: one of three articles, whose second quote lost its source, one of two; and an article alone."""
    ferry = Said("A ferry crosses twice a day until the autumn", "the harbour office", sourcing="organisation")
    unnamed = Said(NAMED.words, "an official", sourcing="unnamed official")
    other = ("A festival opens.", "Lamps hang in all of the trees of the long avenue.")
    return open_reports(
        Report("first", 1, "Post", said=(ferry, NAMED)), Report("copy", 2, "Herald", said=(ferry, unnamed)),
        Report("late", 90, "Times", said=(ferry,)),
        Report("lamps", 50, "Post", story="lamps", body=other), Report("lamps-2", 51, "Herald", "lamps", other),
        Report("alone", 60, "Times", story="alone", body=("Nobody copied this.",)),
    )  # fmt: skip


def test_stories_of_several_articles_are_listed_if_the_filters_select_one(two: Reader) -> None:
    found = list_stories(two, Filters())
    assert found[["story_id", "source", "copies", "outlets"]].values.tolist() == [
        ["lamps", "Post", 2, 2], ["first", "Post", 3, 3],
    ]  # fmt: skip
    assert list_stories(two, Filters(), sort="-copies")["story_id"].tolist() == ["first", "lamps"]
    assert list_stories(two, Filters(), 1, 1)["story_id"].tolist() == ["first"]
    by_times = Filters(sources=("Times",))
    assert list_stories(two, by_times)["copies"].tolist() == [3], "the whole story is counted"
    for filters, stories, articles in ((Filters(), 2, 5), (by_times, 1, 3), (Filters(story="lamps"), 1, 2)):
        assert count_stories(two, filters) == stories
        assert count_lineage(two, filters) == len(list_lineage(two, filters)) == articles
    assert count_stories(two, Filters(story="alone")) == count_lineage(two, Filters(story="nothing")) == 0
    assert list_stories(two, Filters(story="nothing")).empty and list_lineage(two, Filters(story="alone")).empty


def test_sayings_whose_source_lost_its_name_come_first(two: Reader) -> None:
    assert list_drift(two, Filters())["saying"].tolist() == [0, 0, 0, 1, 1]
    assert list_sayings(two, Filters())["saying"].tolist() == [1, 1, 0, 0, 0]
    assert list_sayings(two, Filters(), 1, 1)["article_id"].tolist() == ["first", "copy", "late"]
    assert count_sayings(two, Filters()) == 2 and count_drift(two, Filters()) == 5
    assert list_drift(two, Filters(), 2, 3)["article_id"].tolist() == ["first", "copy"]


def test_what_is_left_out_is_in_no_story_and_nothing_is_compared_with_it() -> None:
    unnamed = Said(NAMED.words, "an official", sourcing="unnamed official")
    reader = open_reports(
        Report("first", 1, "Post", said=(NAMED,)), Report("copy", 2, "Herald", said=(unnamed,)),
        Report("late", 3, "Times", body=(*BODY, FERRY), said=(unnamed,)),
    )  # fmt: skip
    assert list_lineage(reader, Filters())["unnamed"].tolist() == [0, 1, 0]
    without = Filters(not_sources=("Post",))
    found = list_lineage(reader, without)
    assert found["article_id"].tolist() == ["copy", "late"]
    assert [each if isinstance(each, str) else None for each in found["from_id"]] == [None, "copy"]
    assert found.iloc[0][["taken", "kept", "minutes"]].isna().all() and found["unnamed"].tolist() == [0, 0]
    assert list_stories(reader, without)[["source", "copies", "unnamed"]].values.tolist() == [["Herald", 2, 0]]
    drifted = list_drift(reader, without)
    assert drifted[["article_id", "changes"]].values.tolist() == [["copy", []], ["late", []]]
    assert drifted["compared_id"].isna().tolist() == [True, False]
    assert list_sayings(reader, without)["article_id"].tolist() == ["copy", "late"]
    assert count_stories(reader, Filters(not_sources=("Post", "Times"))) == 0, "no story is of one article"
    quotes = Filters(not_sourcings=("unnamed official",))
    assert count_lineage(reader, quotes) == 3 and count_drift(reader, quotes) == 0, "the quote of one article is left"


def test_a_story_of_hundreds_is_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def count(one: Runs, other: Runs) -> float:
        compared.append(one)
        return share_copied(one, other)

    monkeypatch.setattr("dashboard.columns.lineage.share_copied", count)
    many = [Report(f"copy-{number:03}", number, f"Outlet {number}", story="copy-000") for number in range(200)]
    found = list_lineage(open_reports(*many), Filters())
    assert set(found["from_id"].dropna()) == {"copy-000"}, "of equal ones the earliest"
    assert len(compared) <= 200 * 2 * (NEAREST + 1)
