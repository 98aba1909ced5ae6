"""Draws: what is drawn, how often, for how many it stands, and that it can be drawn again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.judgements.record import KINDS, Finding, read_line, write_line
from dashboard.queries.articles import find_article
from dashboard.queries.audits import tabulate
from dashboard.queries.draws import Draw, draw_items, share_out
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make
from tests.audits import audit, item
from tests.marked import read_marked

# 60 articles: each names Homs twice and one of seven towns once, an actor once without a confidence, and quotes.
ARTICLES = 60
SENTENCES = (
    "It rained.",
    "[Homs](@homs) fell, and so did [Homs](@homs).",
    "[Assad](assad) left [Town {0}](@town-{0}): “I am well,” he said, “and {1} is gone.”",
    "Others said that nothing was over.",
)


def build() -> Store:
    rows: dict[str, list[Any]] = {name: [] for name in ("articles", "sentences", "entities", "quotes")}
    for number in range(ARTICLES):
        article = f"a{number}"
        marked = read_marked(article, [each.format(number % 7, "x" * number) for each in SENTENCES])
        published = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number)
        rows["articles"].append(make.article(article, marked.text, published=published, source=f"Outlet {number % 2}"))
        rows["sentences"] += marked.sentences
        for each in marked.entities:
            each["confidence"] = None if each["actor_id"] else (number % 20) / 20
        rows["entities"] += marked.entities
        first, speaker = marked.text.index("I am well"), marked.text.index("he said")
        second = marked.text.index("and x" if number else "and  is")
        rows["quotes"].append(make.quote(
            article, [[first, first + 9], [second, second + 5]], "…", sentence=2, speaker="he", actor_id="assad",
            speaker_start=speaker, speaker_end=speaker + 2, confidence=0.5 + number / 200,
        ))  # fmt: skip
        nothing = marked.text.index("nothing was over")
        rows["quotes"].append(make.quote(article, [[nothing, nothing + 16]], "…", sentence=3, confidence=0.9))
    places = [make.location(f"town-{number}", f"Town {number}", country_code="SY") for number in range(7)]
    homs = make.location("homs", "Homs", country_code="SY", admin1="Homs Governorate", latitude=34.7, longitude=36.7)
    actors = [make.actor("assad", "Bashar al-Assad", kind="person")]
    return Store(make.tables(**rows, locations=[homs, *places], actors=actors), {})


@pytest.fixture(scope="module")
def reader() -> Reader:
    return build().reader()


def draw(reader: Reader, *kinds: str, size: int = 50, seed: int = 7, **filters: Any) -> Draw:
    return draw_items(reader, Filters(**filters), kinds or KINDS, size, seed)


def test_a_draw_can_be_repeated_by_its_seed(reader: Reader) -> None:
    assert draw(reader) == draw(reader)
    assert draw(reader).items != draw(reader, seed=8).items


@pytest.mark.parametrize("size", [20, 50, 200])
def test_the_weights_of_a_stratum_add_up_to_its_findings(reader: Reader, size: int) -> None:
    for seed in range(5):
        found = draw(reader, size=size, seed=seed)
        for number, stratum in enumerate(found.strata):
            own = [item for item in found.items if item.stratum == number]
            assert (len(own), {item.kind for item in own}) == (stratum.items, {stratum.kind})
            assert sum(item.weight for item in own) == pytest.approx(stratum.findings)
    kinds: Counter[str] = Counter()
    for stratum in found.strata:
        kinds[stratum.kind] += stratum.findings
    assert kinds == {"pins": 180, "actors": 60, "quotes": 60}, "a quote without a speaker is not drawn"


def test_strata_are_thirds_by_confidence_and_what_has_none(reader: Reader) -> None:
    strata = draw(reader, "pins", "actors").strata
    pins = [(each.low, each.high, each.findings) for each in strata if each.kind == "pins"]
    assert pins == [(0.0, 0.3, 63), (0.35, 0.65, 63), (0.7, 0.95, 54)]
    assert [(each.low, each.findings) for each in strata if each.kind == "actors"] == [(None, 60)]
    for each in draw(reader, "pins").items:
        low, high = pins[each.stratum][:2]
        assert low is not None and high is not None and each.confidence is not None
        assert low <= each.confidence <= high


def test_the_items_are_parted_among_kinds_and_numbered_in_no_order_of_strata(reader: Reader) -> None:
    found = draw(reader)
    assert Counter(item.kind for item in found.items) == {"pins": 17, "actors": 17, "quotes": 16}
    assert [item.number for item in found.items] == list(range(1, 51))
    assert [item.stratum for item in found.items] != sorted(item.stratum for item in found.items)


@pytest.mark.parametrize("size", [20, 50, 200])
def test_a_name_is_drawn_once_in_an_article(reader: Reader, size: int) -> None:
    drawn = Counter((item.article_id, item.words) for item in draw(reader, "pins", size=size).items)
    assert set(drawn.values()) == {1}
    items = draw(reader, "pins", size=200).items
    assert sum(item.weight for item in items if item.words == "Homs") == pytest.approx(120, abs=3), "all there are"


def test_no_article_is_drawn_again_and_again(reader: Reader) -> None:
    for seed in range(10):
        found = draw(reader, size=20, seed=seed)
        assert max(Counter(item.article_id for item in found.items).values()) <= 2


def test_every_finding_has_the_same_chance(reader: Reader) -> None:
    times = Counter(each.article_id for seed in range(60) for each in draw(reader, "quotes", size=20, seed=seed).items)
    assert len(times) == ARTICLES
    assert all(5 <= count <= 35 for count in times.values()), "20 of 60, with a standard deviation of 3.7"


def test_only_what_the_filters_leave_is_drawn(reader: Reader) -> None:
    found = draw(reader, sources=("Outlet 1",))
    assert {int(item.article_id[1:]) % 2 for item in found.items} == {1}
    assert sum(each.findings for each in found.strata if each.kind == "pins") == 90
    assert draw(reader, words="zebra") == Draw((), ())


def test_an_item_can_be_read_when_its_set_is_gone(reader: Reader) -> None:
    found = draw(reader)
    [homs] = [item for item in found.items if item.words == "Homs"][:1]
    assert homs.text[homs.first : homs.last] == "Homs fell, and so did Homs."
    assert (homs.found.ids, homs.found.names, homs.found.label) == (("homs",), ("Homs",), "PPL")
    assert (homs.found.sense, homs.found.region, homs.found.country_code) == ("place", "Homs Governorate", "SY")
    assert homs.external_id == homs.article_id and homs.day.startswith("2024-") and homs.source.startswith("Outlet")
    [quote] = [item for item in found.items if item.kind == "quotes"][:1]
    assert quote.words.startswith("I am well … and ") and quote.found.names == ("Bashar al-Assad",)
    assert [quote.text[start:end] for start, end in quote.said_by] == ["he"]
    for each in found.items:
        text = reader.columns.text("articles.text", find_article(reader.columns, each.article_id))
        assert text is not None and text[each.origin : each.origin + len(each.text)] == each.text


def test_claims_and_movements_are_drawn_with_what_they_say() -> None:
    marked = read_marked("a", ["Rain took [Orlin](@orlin)."])
    [orlin] = marked.entities
    at = {"start": orlin["start"], "end": orlin["end"]}
    place = {"location_id": "orlin", "place_start": at["start"], "place_end": at["end"]}
    goal = {"to_location_id": "orlin", "to_start": at["start"], "to_end": at["end"], "movement_id": "a-0-15-0-10"}
    store = Store(make.tables(
        articles=[make.article("a", marked.text, source="Wire")], sentences=marked.sentences, entities=marked.entities,
        locations=[make.location("orlin", "Orlin")],
        claims=[make.claim("a", 0, "Rain took Orlin", "taken", **place)],
        movements=[make.movement("a", 0, "Rain took Orlin", kind="advance", who="Rain", who_start=0, who_end=4) | goal],
    ), {})  # fmt: skip
    claim, movement = sorted(draw(store.reader(), "claims", "movements").items, key=lambda item: item.kind)
    assert (claim.words, claim.confidence, claim.found) == (
        "Rain took Orlin", None, Finding(("orlin",), ("Orlin",), "taken: taken", speaker="Wire"),
    )  # fmt: skip
    assert movement.found == Finding(("", "orlin"), ("", "Orlin"), "advance", "reported", speaker="Rain")
    assert read_line(write_line(claim)) == claim


def test_shares_are_whole_and_add_up() -> None:
    assert share_out(10, [100, 100, 100]) == [4, 3, 3]
    assert share_out(10, [600, 300, 100]) == [6, 3, 1]
    assert share_out(10, [980, 10, 10], 2) == [6, 2, 2]
    assert share_out(10, [3, 1, 1]) == [3, 1, 1], "no more than there are"
    assert share_out(3, [5, 5, 5, 5], 2) == [2, 2, 2, 2], "two of each at least"
    assert share_out(10, []) == []


def test_judgements_are_rows() -> None:
    frame = tabulate(audit([item(1), item(2)], {"Ada": "r-", "Bo": "wr"}, {1: "right"}))
    assert frame[["item", "judge", "verdict", "blind"]].to_numpy().tolist() == [
        [1, "Ada", "right", True], [1, "Bo", "wrong", True], [1, "Ada", "right", False], [2, "Bo", "right", True]
    ]  # fmt: skip
    assert frame["words"].unique().tolist() == ["Homs"] and frame["start"].tolist() == [100] * 4
