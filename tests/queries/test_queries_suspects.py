"""Suspects: which pins are doubtful, which are not, and what is said of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from dashboard.columns import suspects
from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.mentions import count_mentions
from dashboard.queries.suspects import count_suspects, list_suspects
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make
from tests.marked import read_marked

# Name, country, feature, population, latitude and longitude.
PLACES: dict[str, tuple[str, str | None, str, int, float, float]] = {
    "homs": ("Homs", "SY", "PPL", 700_000, 34.7, 36.7), "hama": ("Hama", "SY", "PPL", 300_000, 35.1, 36.8),
    "hasakah": ("Hasakah", "SY", "PPL", 400_000, 36.5, 40.7), "syria": ("Syria", "SY", "PCLI", 10**7, 35.0, 38.0),
    "france": ("France", "FR", "PCLI", 10**7, 46.0, 2.0), "arbin": ("Arbin", "FR", "PPL", 800, 45.5, 6.1),
    "paris": ("Paris", "FR", "PPLC", 2 * 10**6, 48.9, 2.3), "munich": ("Munich", "DE", "PPL", 10**6, 48.1, 11.6),
    "tripoli": ("Tripoli", "LB", "PPL", 200_000, 34.4, 35.8), "gulf": ("Gulf", None, "GULF", 0, 26.0, 52.0),
}  # fmt: skip

# Article -> its sentences, and the names in it that are doubtful.
ARTICLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "far": ("[Homs](@homs), [Hama](@hama) and [Arbin](@arbin) fell. [Arbin](@arbin) is a suburb.", ("Arbin",)),
    "country": ("[Homs](@homs) fell, and [Arbinne](@arbin) in [France](@france).", ()),
    "people": ("[Homs](@homs) fell; the [French](~france) town of [Arbinville](@arbin) did not.", ()),
    "near": ("[Homs](@homs) fell, not [Tripoli](@tripoli).", ()),
    "capital": ("[Homs](@homs) fell, [Paris](@paris) said; so did [Munich](@munich) and [Gulf](@gulf) states.", ()),
    "unsure": ("[Homs](@homs) fell, [Muenchen](@munich) said.", ("Muenchen",)),
    "again": ("[Hama](@hama) said so of [Arbin](@arbin).", ("Arbin",)),
    "alone": ("[Arbin](@arbin) fell.", ()),
    "unsure-near": ("[Hamah](@hama) fell in [Homs](@homs).", ()),
    "unsure-far": ("[Hasaka](@hasakah), [Qamishli](@hasakah) fell in [Syria](@syria), not [Homs](@homs).", ("Hasaka",)),
    "settled": ("[Qamishli](@hasakah) fell.", ()),
    "adjective": ("[Homs](@homs) fell, [Arbin](~arbin) too.", ()),
}  # fmt: skip
UNSURE = {
    ("unsure", "Muenchen"), ("unsure-near", "Hamah"), ("unsure-far", "Hasaka"), ("unsure-far", "Qamishli")
}  # fmt: skip


def build(texts: dict[str, str]) -> Store:
    rows: dict[str, list[Any]] = {"articles": [], "sentences": [], "entities": [], "locations": []}
    for number, (article, text) in enumerate(texts.items()):
        marked = read_marked(article, [text])
        published = datetime(2024, 12, 1 + number, tzinfo=UTC)
        rows["articles"].append(make.article(article, marked.text, title=article.title(), published=published))
        rows["sentences"] += marked.sentences
        for row in marked.entities:
            row["confidence"] = 0.5 if (article, row["surface"]) in UNSURE else 0.9
        rows["entities"] += marked.entities
    for place, (name, country, feature, population, latitude, longitude) in PLACES.items():
        named = [row for row in rows["entities"] if row["location_id"] == place]
        rows["locations"].append(make.location(
            place, name, country_code=country, feature=feature, population=population, latitude=latitude,
            longitude=longitude, **make.count_senses(named),
        ))  # fmt: skip
    return Store(make.tables(**rows), {})


@pytest.fixture(scope="module")
def store() -> Store:
    return build({article: text for article, (text, _) in ARTICLES.items()})


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return store.reader()


def named(reader: Reader, **filters: Any) -> list[str]:
    """The names that are listed."""
    listed = list_suspects(reader, Filters(**filters))
    assert count_suspects(reader, Filters(**filters)) == len(listed)
    return listed["surface"].tolist()


@pytest.mark.parametrize("article", ARTICLES)
def test_what_is_far_from_all_else_and_of_no_named_country_or_unsure_is_a_suspect(reader: Reader, article: str) -> None:
    day = datetime(2024, 12, 1 + [*ARTICLES].index(article), tzinfo=UTC).date()
    assert named(reader, since=day, until=day) == [*ARTICLES[article][1]]


def test_a_row_says_what_is_doubtful_and_the_most_doubtful_comes_first(reader: Reader) -> None:
    listed = list_suspects(reader, Filters())
    assert listed["surface"].tolist() == ["Muenchen", "Arbin", "Hasaka"], "unnamed and unsure, unnamed, unsure"
    arbin = listed.iloc[1]
    assert arbin[["location_id", "country_code", "unnamed", "confidence"]].tolist() == ["arbin", "FR", True, 0.9]
    assert arbin[["mentions", "articles", "all_mentions"]].tolist() == [3, 2, 4]
    assert arbin["km"] == pytest.approx(2_800, abs=100)
    assert (arbin["article_ids"], arbin["countries"]) == (["again", "far"], ["Syria"])
    assert arbin["text"][arbin["start"] : arbin["end"]] == "Arbin"
    assert not listed["unnamed"].iloc[2]
    assert count_mentions(reader, Filters(at=("arbin",), written=("Arbin",))) == 4


def test_screens_hold_every_row_once(reader: Reader) -> None:
    screens = [list_suspects(reader, Filters(), 2, offset)["surface"].tolist() for offset in (0, 2, 4)]
    assert screens == [["Muenchen", "Arbin"], ["Hasaka"], []]


def test_only_sentences_that_name_all_are_looked_at(reader: Reader) -> None:
    assert named(reader, locations=("homs", "arbin"), near=("sentence",)) == ["Arbin"]
    assert named(reader, locations=("homs", "hasakah"), near=("sentence",)) == ["Hasaka"]


def test_where_nothing_is_named_nothing_is_doubtful() -> None:
    assert named(build({}).reader()) == []
    assert named(build({"silent": "Nobody spoke."}).reader()) == []


@pytest.mark.parametrize(
    ("correction", "left"),
    [
        (Correction("wrong-place", surface="Arbin", location="arbin", to="hama"), ["Muenchen", "Hasaka"]),
        # The analyst knows, however odd it looks.
        (Correction("wrong-place", surface="Arbin", location="arbin", to="munich"), ["Muenchen", "Hasaka"]),
        (Correction("not-a-place", surface="Arbin", location="arbin"), ["Muenchen", "Hasaka"]),
        # What is left alone by a correction is doubtful now.
        (
            Correction("wrong-place", surface="France", location="france", to="syria", articles=("country",)),
            ["Muenchen", "Arbin", "Arbinne", "Hasaka"],
        ),
        # What is doubtful in other articles as well stays so.
        (
            Correction("not-a-place", surface="Hama", location="hama", articles=("far",)),
            ["Muenchen", "Arbin", "Hasaka"],
        ),
    ],
)
def test_what_was_put_right_leaves_the_list_at_once(store: Store, correction: Correction, left: list[str]) -> None:
    store._apply(Log((replace(correction, id="1", when="2024-12-31"),)))
    reader = store.reader()
    assert named(reader) == left
    store._apply(Log())
    assert named(store.reader()) == ["Muenchen", "Arbin", "Hasaka"]


def test_many_articles_are_gone_through_in_steps(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = store._read
    whole = suspects.find_suspects(columns.arrays, columns.texts, np.arange(len(columns["mentions.article"])))
    listed = suspects.drop_settled(columns.arrays, whole, np.empty(0, np.int32))
    monkeypatch.setattr(suspects, "MEASURED", 1)
    monkeypatch.setattr(suspects, "READ", 3)
    steps = [*suspects._split_mentions(columns.arrays)]
    assert np.array_equal(np.concatenate(steps), np.arange(len(columns["mentions.article"])))
    assert len(steps) > 3
    found = [suspects.find_suspects(columns.arrays, columns.texts, each) for each in steps]
    for name, column in whole.items():
        assert np.array_equal(np.concatenate([each[name] for each in found]), column)
        assert np.array_equal(columns[f"suspects.{name}"], listed[name])
