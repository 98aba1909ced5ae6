"""What else is wrong in the same way as what a correction is about."""

from typing import Any

import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries import patterns
from dashboard.queries.corrections import read_proposed
from dashboard.queries.mentions import count_mentions
from dashboard.reader import Reader
from dashboard.store import Store
from tests.corrections.conftest import ARTICLES, build, number_log

PLACES = {
    "a": "[Homs](@1)-based [Jolani](jolani) spoke. [Homs](@1) fell. [Homs](@1)-based men left.",
    "b": "The [Homs](@1)-based men left. [Homs](@2) is far. [Emesa](@1) stood. Men left [Homs](?nothing fits)."
    " [Orlinsk](@4) is.",
}


def find(reader: Reader, **filters: Any) -> dict[str, list[patterns.Alike]]:
    """The patterns of the correction that these filters say."""
    proposed = read_proposed(reader, Filters(**filters))
    assert proposed is not None
    return patterns.find_patterns(reader, proposed)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Store(build(PLACES), {}).reader()


def test_actors_are_alike_whose_names_have_a_word_in_common() -> None:
    texts = ARTICLES | {"d": "[Bashar Street](julani) and [Bashar](afp) are none. [Bashar](jolani) is."}
    found = find(Store(build(texts), {}).reader(), change=("merge",), actors=("bashar",), into=("jolani",))
    assert list(found) == ["bashar"], "nobody else is called “assad”, and “al” says nothing"
    [afp, julani] = found["bashar"]
    assert (julani.correction, julani.name) == (Correction("merge", actor="julani", into="jolani"), "Julani")
    assert (afp.correction.actor, afp.about, afp.mentions) == ("afp", "media", 2)


def test_a_corrected_name_is_found_as_it_is_now() -> None:
    log = number_log(Correction("rename", actor="julani", name="Assad of Aleppo"))
    found = find(Store(build(ARTICLES), {}, log).reader(), change=("hide",), actors=("bashar",))
    assert [each.correction.actor for each in found["assad"]] == ["julani"]


def test_a_name_at_a_place_is_alike_elsewhere_and_so_are_its_other_names(reader: Reader) -> None:
    found = find(reader, change=("wrong-place",), locations=("1",), written=("Homs",), right_place=("4",))
    assert {key: [(each.name, each.about, each.mentions) for each in alike] for key, alike in found.items()} == {
        patterns.ELSEWHERE: [("“Homs”", "at Homs, Texas, United States", 1), ("“Homs”", "on no map", 1)],
        patterns.SAME_PLACE: [("“Emesa”", "at Homs, Syria", 1)],
    }
    for each in (*found[patterns.ELSEWHERE], *found[patterns.SAME_PLACE]):
        assert count_mentions(reader, each.listed) == each.mentions
        assert each.correction.to == "4" and each.correction.place is not None
    no_place = find(reader, change=("not-a-place",), locations=("1",), written=("Homs",))
    assert [each.about for each in no_place[patterns.ELSEWHERE]] == ["at Homs, Texas, United States"]


def test_a_mention_is_alike_where_it_stands_in_the_same_words(reader: Reader) -> None:
    found = find(reader, change=("not-a-place",), mentions=("a@0",))
    assert {key: [each.name for each in alike] for key, alike in found.items()} == {
        "Homs-based": ["Homs-based men left.", "The Homs-based men left."],
        "Homs": ["Homs fell.", "Homs-based men left.", "The Homs-based men left."],
    }
    assert found["Homs-based"][1].correction == Correction(
        "not-a-place", surface="Homs", location="1", articles=("ext-b",), sentence="The Homs-based men left."
    )
    assert find(reader, change=("not-a-place",), mentions=("a@0",), reach=("article",)) == {}
    everywhere = find(reader, change=("not-a-place",), mentions=("a@0",), reach=("everywhere",))
    assert list(everywhere) == [patterns.ELSEWHERE, patterns.SAME_PLACE]


def test_only_so_many_are_listed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST", 1)
    found = find(reader, change=("not-a-place",), mentions=("a@0",))
    assert len(found["Homs"]) == 2, "one more, so that the page can say that there are more"
