from collections.abc import Callable

import pytest
from geopy.distance import distance
from geopy.location import Location as GeopyLocation
from spacy.tokens import Doc

from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement, place_mentions, resolve, weigh
from dashboard.pipeline.locations.features import ALONE, FEATURES, known_widely, national_capital, population
from dashboard.pipeline.locations.ranking import Candidate, load_weights, rank
from dashboard.pipeline.locations.senses import find_datelines
from dashboard.pipeline.weights import label
from dashboard.tables.contract import PLACED_SENSES, SENSES

Build = Callable[..., Doc]

ACTS = """
{first} PROPN nsubj 3 B-GPE
and CCONJ cc 0
Russia PROPN conj 0 B-GPE
{verb} VERB ROOT 3
a DET det 5
deal NOUN dobj 3
. PUNCT punct 3
"""


def ranked(gazetteer: Gazetteer, *names: str) -> list[tuple[Candidate, ...]]:
    """The candidates of names that stand in one article, apart from one another."""
    text = " / ".join(names)
    starts = [len(" / ".join(names[:n])) + 3 * (n > 0) for n in range(len(names))]
    return rank(text, [(start, start + len(name)) for start, name in zip(starts, names, strict=True)], gazetteer)


def placed(doc: Doc, gazetteer: Gazetteer) -> dict[str, Placement]:
    mentions = find_mentions(doc, gazetteer)
    placements = place_mentions(doc, mentions, gazetteer)
    return {m.surface: p for m, p in zip(mentions, placements, strict=True)}


def test_one_answer_for_each_span_in_order_and_none_for_a_name_that_no_place_bears() -> None:
    text = "From Damascus to Xyzzyville and on to Homs."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Homs", "Xyzzyville", "Damascus")]
    homs, nowhere, damascus = resolve(text, spans)
    assert nowhere is None
    assert homs is not None and damascus is not None
    assert (homs.name, damascus.name, damascus.location_id) == ("Homs", "Damascus", "170654")


def test_a_location_is_geopys_and_knows_its_country() -> None:
    damascus, beirut = resolve("Damascus Beirut", [(0, 8), (9, 15)])
    assert isinstance(damascus, GeopyLocation)
    assert isinstance(beirut, GeopyLocation)
    assert (damascus.country_code, beirut.country_code) == ("SY", "LB")
    assert 70 < distance(damascus.point, beirut.point).km < 100
    assert damascus.confidence is not None and 0.5 < damascus.confidence <= 1


def test_the_country_that_the_article_talks_about_wins_over_more_people(gazetteer: Gazetteer) -> None:
    alone = ranked(gazetteer, "Tripoli")[0][0].place
    in_lebanon = ranked(gazetteer, "Tripoli", "Beirut", "Sidon", "Lebanon")[0][0].place
    assert (alone.country_code, in_lebanon.country_code) == ("LY", "LB")


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (["Odessa"], "UA"),
        (["Odessa", "Midland, Texas"], "US"),
        (["Kobani"], "SY"),
        (["St. Petersburg", "Moscow"], "RU"),
        (["St. Petersburg", "Tampa", "Florida"], "US"),
        (["Medina", "Mecca"], "SA"),
    ],
)
def test_a_large_foreign_town_is_meant_unless_the_article_speaks_against_it(
    gazetteer: Gazetteer, names: list[str], country: str
) -> None:
    assert ranked(gazetteer, *names)[0][0].place.country_code == country


def test_no_size_speaks_against_a_place() -> None:
    weights = load_weights()
    sizes = (population, national_capital, known_widely)
    assert min(weights.together[FEATURES.index(size)] for size in sizes) >= 0
    assert min(weights.alone[ALONE.index(size)] for size in sizes) >= 0


def test_a_town_wins_over_the_region_around_it(gazetteer: Gazetteer) -> None:
    for name in ("Hama", "Aleppo", "Homs", "Baghdad"):
        assert ranked(gazetteer, name)[0][0].place.feature.startswith("PPL"), name


def test_candidates_are_best_first_and_their_evidence_adds_up(gazetteer: Gazetteer) -> None:
    candidates = ranked(gazetteer, "Paris")[0]
    scores = [each.score for each in candidates]
    assert candidates[0].place.country_code == "FR"
    assert scores == sorted(scores, reverse=True) and len(scores) > 1
    assert all(each.score == pytest.approx(sum(v for _, v in each.evidence)) for each in candidates)
    assert sum(each.probability for each in candidates) <= 1.0


def test_the_evidence_is_in_the_words_of_the_features(gazetteer: Gazetteer) -> None:
    [paris, *_], _, _ = ranked(gazetteer, "Paris", "Lyon", "France")
    words = dict(paris.evidence)
    assert words.keys() <= set(map(label, FEATURES))
    assert words["It is a national capital"] > 0 and words["The article names its country"] > 0
    assert "It is a country" not in words, "what adds nothing is left out"


@pytest.mark.parametrize(("verb", "sense"), [("brokered", "actor"), ("is", "place")])
def test_a_place_that_does_something_is_an_actor_and_so_is_what_is_joined_to_it(
    build_doc: Build, gazetteer: Gazetteer, verb: str, sense: str
) -> None:
    found = placed(build_doc(ACTS.format(first="Turkey", verb=verb)), gazetteer)
    assert (found["Turkey"].sense, found["Russia"].sense) == (sense, sense)


KOREAS = """
    North PROPN nmod 3 B-GPE
    and CCONJ cc 0
    South PROPN compound 3 B-GPE
    Korea PROPN nsubj 4 I-GPE
    fought VERB ROOT 4
    """


def test_a_shoal_is_not_where_the_town_lies_that_it_is_called_after() -> None:
    text = "They fished at Scarborough Shoal and landed at Manchester Airport."
    shoal, airport = resolve(text, [(15, 32), (47, 65)])
    assert shoal is None
    assert airport is not None and airport.country_code == "GB"


def test_a_place_where_something_happens_is_a_place(build_doc: Build, gazetteer: Gazetteer) -> None:
    found = placed(build_doc("It PRON nsubj 1\nfell VERB ROOT 1\nin ADP prep 1\nBaghdad PROPN pobj 2 B-GPE"), gazetteer)
    assert found["Baghdad"].sense == "place"


MATCH = """
    Norway PROPN nsubj 1 B-GPE
    lost VERB ROOT 1
    in ADP prep 1
    Brazil PROPN pobj 2 B-GPE
    ._ PUNCT punct 1
    """
RESULT = """
    Norway PROPN ROOT 0 B-GPE
    1 NUM nummod 0
    – PUNCT punct 0
    2 NUM nummod 0
    Chile PROPN appos 0 B-GPE
    """


def test_in_a_report_on_a_match_countries_are_teams_where_no_word_says_where(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    found = placed(build_doc(MATCH, RESULT), gazetteer)
    assert {name: placement.sense for name, placement in found.items()} == {
        "Norway": "actor",
        "Brazil": "place",
        "Chile": "actor",
    }


def test_a_demonym_carries_its_country(build_doc: Build, gazetteer: Gazetteer) -> None:
    found = placed(build_doc("Turkish ADJ amod 1 B-NORP\ntroops NOUN ROOT 1"), gazetteer)["Turkish"]
    assert found.place is not None
    assert (found.sense, found.place.name) == ("demonym", "Turkey")


def test_people_of_no_country_are_no_place(build_doc: Build, gazetteer: Gazetteer) -> None:
    found = placed(build_doc("Islamist ADJ amod 1 B-NORP\ntroops NOUN ROOT 1"), gazetteer)["Islamist"]
    assert found == Placement()


@pytest.mark.parametrize("label", ["GPE", "FAC"])
def test_a_place_name_that_is_not_placed_says_why(build_doc: Build, gazetteer: Gazetteer, label: str) -> None:
    found = placed(build_doc(f"Xyzzyville PROPN nsubj 1 B-{label}\nfell VERB ROOT 1"), gazetteer)["Xyzzyville"]
    assert found.place is None and found.unplaced_reason


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("The mayor of Paris, Texas, resigned.", "US", "Texas"),
        ("A fire in Paris, Ky., killed two.", "US", "Kentucky"),
        ("They marched through Tripoli (in Lebanon) at dawn.", "LB", None),
        ("They marched through Tripoli at dawn.", "LY", None),
    ],
)
def test_a_place_named_with_its_region_lies_there(text: str, country: str, region: str | None) -> None:
    name = "Paris" if "Paris" in text else "Tripoli"
    [found] = resolve(text, [(text.index(name), text.index(name) + len(name))])
    assert found is not None
    assert (found.country_code, region) in [(country, None), (found.place.country_code, found.place.admin1)]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Shelling in Homs province", "Homs", "Homs Governorate"),
        ("Shelling in the northern Hama countryside", "Hama", "Hama Governorate"),
        ("Shelling in Hama's northern countryside", "Hama", "Hama Governorate"),
        ("Shelling in Hamas Northern and Eastern Countryside", "Hama", "Hama Governorate"),
        ("Shelling in Aleppo, Homs and Hama provinces", "Aleppo", "Aleppo Governorate"),
        ("The governor of the province of Hasaka", "Hasaka", "Al-Hasakah Governorate"),  # as its capital is spelt
        ("Shelling in the Damascus countryside", "Damascus", "Rif-dimashq Governorate"),
        ("Shelling in the Damascus suburbs", "Damascus", "Damascus"),
        ("The Bath countryside", "Bath", "Bath"),  # no region bears the name
        ("Students of Columbia State", "Columbia", "Columbia"),
        ("The province of Lebanon", "Lebanon", "Lebanon"),
    ],
)
def test_a_name_that_is_said_to_be_a_regions_is_the_regions(text: str, name: str, found: str) -> None:
    [location] = resolve(text, [(text.index(name), text.index(name) + len(name))])
    assert location is not None
    assert location.name == found


def test_a_town_stays_a_town_where_its_region_is_named_too() -> None:
    text = "Shelling in Homs province. The city of Homs was quiet."
    homs = resolve(text, [(at, at + len("Homs")) for at in (text.index("Homs"), text.rindex("Homs"))])
    assert [each and each.place.feature for each in homs] == ["ADM1", "PPL"]


@pytest.mark.parametrize(
    "name", ["the Golan Heights", "the Gaza Strip", "the Mediterranean", "Central Luzon", "Darfur"]
)
def test_regions_and_waters_that_news_names_are_placed(name: str) -> None:
    [found] = resolve(name, [(0, len(name))])
    assert found is not None


def test_a_facility_stands_where_its_place_is_and_an_organisation_is_only_named_after_it(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    rows = "{} PROPN compound 2 B-{}\n{} PROPN compound 2 I-{}\n{} PROPN nsubj 3 I-{}\nclosed VERB ROOT 3"
    hotel = build_doc(rows.format("Damascus", "FAC", "International", "FAC", "Hotel", "FAC"))
    council = build_doc(rows.format("Damascus", "ORG", "Police", "ORG", "Office", "ORG"))
    for doc, sense in ((hotel, "place"), (council, "part")):
        _, senses = weigh(doc, find_mentions(doc, gazetteer), gazetteer)
        assert senses[-1] == sense


@pytest.mark.parametrize("label", ["FAC", "ORG"])
def test_an_airport_stands_at_its_own_point_and_its_town_is_only_part_of_the_name(
    build_doc: Build, gazetteer: Gazetteer, label: str
) -> None:
    rows = "{} PROPN compound 2 B-FAC\n{} PROPN compound 2 I-FAC\nAirport PROPN nsubj 3 I-FAC\nclosed VERB ROOT 3"
    rows = rows.replace("FAC", label)
    doc = build_doc(rows.format("Damascus", "International"))
    mentions = find_mentions(doc, gazetteer)
    ranked, senses = weigh(doc, mentions, gazetteer)
    named = {m.surface: (each[0].place.location_id, s) for m, each, s in zip(mentions, ranked, senses, strict=True)}
    assert named == {"Damascus International Airport": ("airport-OSDI", "place"), "Damascus": ("170654", "part")}
    unknown = placed(build_doc(rows.format("Xyzzyville", "International")), gazetteer)
    assert unknown["Xyzzyville International Airport"].place is None


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("A DET det 2\nUS PROPN compound 2 B-GPE\nsoldier NOUN nsubj 3\nfell VERB ROOT 3", "US"),
        ("U.S. PROPN compound 1 B-GPE\nairstrikes NOUN nsubj 2\nhit VERB ROOT 2\nit PRON dobj 2", "U.S."),
        ("The DET det 4\nUK_ PROPN npadvmod 3 B-GPE\n-_ PUNCT punct 3\nbased VERB amod 4\ngroup NOUN ROOT 4", "UK"),
        ("An DET det 4\nanti_ ADJ amod 4\n-_ ADJ amod 4\nIran PROPN amod 4 B-GPE\nmood NOUN ROOT 4", "Iran"),
        ("A DET det 2\nNevada PROPN compound 2 B-GPE\nlawmaker NOUN nsubj 3\nleft VERB ROOT 3", "Nevada"),
        (
            "Texas PROPN compound 3 B-GPE\nGov. PROPN compound 3\nLena PROPN compound 3 B-PERSON\n"
            "Ortiz PROPN nsubj 4 I-PERSON\nleft VERB ROOT 4",
            "Texas",
        ),
    ],
)
def test_a_name_that_only_says_whose_or_where_from_is_a_demonym(
    build_doc: Build, gazetteer: Gazetteer, rows: str, name: str
) -> None:
    found = placed(build_doc(rows), gazetteer)[name]
    assert found.place is not None and found.sense == "demonym"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("The DET det 3\nAleppo_ PROPN compound 3 B-GPE\n-_ PUNCT punct 3\nHoms PROPN ROOT 3 B-GPE", "Aleppo"),
        ("Aleppo PROPN compound 1 B-GPE\nofficials NOUN nsubj 2\nfled VERB ROOT 2", "Aleppo"),
        ("The DET det 2\nNevada PROPN compound 2 B-GPE\ndesert NOUN ROOT 2", "Nevada"),
        ("He PRON nsubj 1\nleft VERB ROOT 1\nthe DET det 3\nUS PROPN dobj 1 B-GPE", "US"),
    ],
)
def test_other_names_beside_a_noun_or_a_hyphen_are_no_demonyms(
    build_doc: Build, gazetteer: Gazetteer, rows: str, name: str
) -> None:
    assert placed(build_doc(rows), gazetteer)[name].sense != "demonym"


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("CAIRO, Dec 8 (Reuters) – Rain fell.", "CAIRO, Dec 8 (Reuters)"),
        ("Rain in spring\n\nKYIV, Ukraine (AP) — Rain fell.", "KYIV, Ukraine (AP)"),
        ("WASHINGTON (AP) _ Rain fell.", "WASHINGTON (AP)"),
        ("HOMS, 8 December 2024 -- Rain fell.", "HOMS, 8 December 2024"),
        ("Damascus (SANA): Rain fell.", "Damascus (SANA)"),
        ("Homs – a city of mills – is flooded.", None),
        ("SYRIA: Rain fell.", None),
        ("US - China talks began.", None),
        ("Rain fell in CAIRO (Reuters counted) on Sunday.", None),
    ],
)
def test_a_dateline_is_where_a_paragraph_says_that_it_was_written(text: str, dateline: str | None) -> None:
    assert [text[start:end] for start, end in find_datelines(text)] == ([dateline] if dateline else [])


def test_a_place_of_a_dateline_is_resolved_and_is_no_actor_and_no_place_of_the_story(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    rows = """
    CAIRO PROPN nsubj 5 B-GPE
    (_ PUNCT punct 2
    Reuters_ PROPN appos 0 B-ORG
    ) PUNCT punct 2
    – PUNCT punct 5
    said VERB ROOT 5
    """
    cairo = placed(build_doc(rows), gazetteer)["CAIRO"]
    assert cairo.place is not None
    assert (cairo.place.country_code, cairo.sense) == ("EG", "dateline")
    assert "dateline" in SENSES and "dateline" not in PLACED_SENSES


def test_a_newspaper_named_after_a_town_puts_no_pin_there(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("Washington PROPN compound 1 B-ORG\nPost PROPN nsubj 2 I-ORG\nwrote VERB ROOT 2")
    assert all(placement.place is None for placement in placed(doc, gazetteer).values())


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("It was reported from Mexico, China, Japan and Brazil.", "China", "CN"),
        ("It was reported from Chile, Lebanon, Syria and Iraq.", "Lebanon", "LB"),
        ("The storm hit Lebanon, Tennessee, at noon.", "Lebanon", "US"),
        ("He had fallen ill in the UK. The others had not.", "UK", "GB"),
    ],
)
def test_a_country_in_a_list_of_countries_and_an_acronym_at_the_end_are_what_they_say(
    text: str, name: str, country: str
) -> None:
    [found] = resolve(text, [(text.index(name), text.index(name) + len(name))])
    assert found is not None and found.country_code == country
