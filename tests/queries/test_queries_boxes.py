"""A box on the map: which places are in it, and which articles, sentences and quotes name one of them."""

from typing import Any

import pytest

from dashboard.boxes import Box
from dashboard.filters import Filters
from dashboard.queries.articles import list_articles
from dashboard.queries.corpus import count_selected
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make
from tests.marked import read_marked

# Id -> name, latitude, longitude, feature.
PLACES = {
    "homs": ("Homs", 34.73, 36.71, "PPLA"),
    "syria": ("Syria", 35.0, 38.0, "PCLI"),
    "suva": ("Suva", -18.1, 178.4, "PPLC"),
    "apia": ("Apia", -13.8, -171.8, "PPLC"),
}
SENTENCES = {
    "homs": ("[Homs](@homs) fell.", "“It is quiet,” [Ann](ann) said."),
    "ann": ("[Ann](ann) is in [Homs](@homs).", "“[Homs](@homs) is quiet,” she said."),
    "state": ("[Homs](ann@homs) denied it.",),
    "syria": ("[Syria](@syria) is at war.",),
    "suva": ("[Suva](@suva) is wet.",),
    "apia": ("[Apia](@apia) is far.",),
}
AROUND_HOMS = Box(36, 34, 39, 36)


@pytest.fixture(scope="module")
def placed() -> Reader:
    rows: dict[str, list[Any]] = {name: [] for name in ("articles", "sentences", "entities", "quotes")}
    for article_id, sentences in SENTENCES.items():
        marked = read_marked(article_id, sentences)
        rows["articles"].append(make.article(article_id, marked.text))
        rows["sentences"] += marked.sentences
        rows["entities"] += marked.entities
        if "“" in marked.text:
            parts = [[marked.text.index("“") + 1, marked.text.index(",”")]]
            text = marked.text[slice(*parts[0])]
            rows["quotes"].append(make.quote(article_id, parts, text, sentence=1))
    named = [row for row in rows["entities"] if row["actor_id"]]
    rows["actors"] = [make.actor("ann", "Ann", **make.count_mentions(named))]
    rows["locations"] = [
        make.location(
            each, name, latitude=latitude, longitude=longitude, feature=feature,
            **make.count_senses([row for row in rows["entities"] if row["location_id"] == each]),
        )
        for each, (name, latitude, longitude, feature) in PLACES.items()
    ]  # fmt: skip
    return Store(make.tables(**rows), {}).reader()


def selected(reader: Reader, **filters: Any) -> list[str]:
    return sorted(list_articles(reader, Filters(**filters))["article_id"])


@pytest.mark.parametrize(
    ("box", "articles"),
    [
        (AROUND_HOMS, ["ann", "homs"]),  # neither that of the state, nor that of the country whose point is in it
        (Box(170, -20, -170, -10), ["apia", "suva"]),  # across the date line
        (Box(-172, -20, -171, -10), ["apia"]),
        (Box(-170, -20, 170, 40), ["ann", "homs"]),
        (Box(36.71, 34.73, 37, 35), ["ann", "homs"]),  # on its edge
        (Box(0, 0, 1, 1), []),
    ],
)
def test_articles_that_name_a_place_within(placed: Reader, box: Box, articles: list[str]) -> None:
    assert selected(placed, box=box) == articles


def test_the_sentence_or_the_quote_may_have_to_name_it(placed: Reader) -> None:
    assert selected(placed, box=AROUND_HOMS, actors=("ann",)) == ["ann", "homs"]
    assert selected(placed, box=AROUND_HOMS, actors=("ann",), near=("sentence",)) == ["ann"]
    assert selected(placed, box=AROUND_HOMS, near=("quote",)) == ["ann"]
    counts = count_selected(placed, Filters(box=AROUND_HOMS, near=("sentence",)))
    assert (counts.place_mentions, counts.quotes) == (3, 1)


def test_a_box_and_a_place_narrow_each_other(placed: Reader) -> None:
    assert selected(placed, box=AROUND_HOMS, locations=("suva",)) == []
    assert selected(placed, box=AROUND_HOMS, locations=("homs",)) == ["ann", "homs"]
