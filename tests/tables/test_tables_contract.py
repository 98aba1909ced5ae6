"""The contract: the tables of the sample keep it; each rule is said here once more, without the code that checks it."""

from collections import Counter
from pathlib import Path

import pytest

from dashboard.tables.checks import check_all
from dashboard.tables.contract import PLACED_SENSES, TABLES, references
from dashboard.tables.files import read_set
from dashboard.tables.rows import Row

Rows = dict[str, list[Row]]


@pytest.fixture(scope="module")
def made(sample_tables: Path) -> dict[str, list[Row]]:
    """The rows of each table of the sample."""
    return {name: table.to_pylist() for name, table in read_set(sample_tables).tables.items()}


@pytest.fixture(scope="module")
def texts(made: Rows) -> dict[str, str]:
    return {row["article_id"]: row["text"] for row in made["articles"]}


def test_the_sample_keeps_the_contract(sample_tables: Path) -> None:
    tables = read_set(sample_tables).tables
    check_all(tables)
    assert {name for name, table in tables.items() if table.num_rows} == {*TABLES} - {"rejects"}


def test_nulls_and_values_of_the_sample_are_as_declared(made: Rows) -> None:
    for name, table in TABLES.items():
        for row in made[name]:
            assert list(row) == [column.name for column in table.columns]
            for column in table.columns:
                assert column.null or row[column.name] is not None, (name, column.name)
                assert not column.values or row[column.name] in (*column.values, None), (name, row)


def test_keys_and_ids_of_the_sample_are_unique_and_known(made: Rows) -> None:
    for name, table in TABLES.items():
        assert max(Counter(tuple(row[part] for part in table.key) for row in made[name]).values(), default=1) == 1
    for name, column in references():
        ids = {row[TABLES[column.references].key[0]] for row in made[column.references]}
        assert {row[column.name] for row in made[name]} - {None} <= ids, (name, column.name)


def test_offsets_of_the_sample_say_where_the_words_stand(made: Rows, texts: dict[str, str]) -> None:
    for row in made["entities"]:
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["surface"]
    for row in made["quotes"]:
        text = texts[row["article_id"]]
        assert " … ".join(text[start:end] for start, end in row["parts"]) == row["text"]
        assert (row["parts"][0][0], row["parts"][-1][1]) == (row["start"], row["end"])
        for name in ("speaker", "cue"):
            if row[name] is not None:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]


def test_speakers_of_the_sample_are_in_text_order_and_the_first_is_the_actor(made: Rows) -> None:
    speakers: dict[str, list[Row]] = {}
    for row in made["speakers"]:
        speakers.setdefault(row["quote_id"], []).append(row)
    for row in made["quotes"]:
        of_quote = speakers.pop(row["quote_id"], [])
        assert [each["start"] for each in of_quote] == sorted(each["start"] for each in of_quote)
        assert row["actor_id"] == (of_quote[0]["actor_id"] if of_quote else None)
    assert speakers == {}


def test_sentences_of_the_sample_are_in_order_and_hold_what_is_said_to_be_in_them(
    made: Rows, texts: dict[str, str]
) -> None:
    sentences: dict[str, list[Row]] = {}
    for row in made["sentences"]:
        sentences.setdefault(row["article_id"], []).append(row)
    assert sentences.keys() == texts.keys()
    for article, rows in sentences.items():
        assert [row["sentence"] for row in rows] == list(range(len(rows)))
        ends, starts = [0, *(row["end"] for row in rows)], [*(row["start"] for row in rows), len(texts[article])]
        gaps = list(zip(ends, starts, strict=True))
        assert all(end <= start for end, start in gaps)
        assert "".join(texts[article][end:start] for end, start in gaps).strip() == "", (
            "every word stands in a sentence"
        )
    for name in ("entities", "quotes"):
        for row in made[name]:
            sentence = sentences[row["article_id"]][row["sentence"]]
            assert sentence["start"] <= row["start"] < sentence["end"], (name, row)


def test_a_mention_of_the_sample_has_a_sense_when_it_has_a_place_and_a_reason_only_without(made: Rows) -> None:
    nations = {row["actor_id"] for row in made["actors"] if row["kind"] in ("people", "military")}
    for row in made["entities"]:
        assert (row["location_id"] is None) == (row["sense"] is None), row
        assert row["location_id"] is None or row["unplaced_reason"] is None, row
        # "Jordanians", "Israeli and Syrian forces", never "Jordanian"
        assert row["sense"] != "demonym" or row["actor_id"] in {None, *nations}, row
        assert (row["actor_id"] is None) == (row["actor_reason"] is None), row
        assert row["sense"] != "part" or row["actor_id"] is None, row  # the longer name is the actor
        assert row["location_id"] is None or row["label"] != "NORP" or row["sense"] == "demonym", row
        assert row["confidence"] is None or 0 <= row["confidence"] <= 1, row
        is_place = row["label"] in ("GPE", "LOC")
        assert not is_place or row["confidence"] is None or row["location_id"] or row["unplaced_reason"], row


def test_the_chosen_place_of_the_sample_is_the_best_of_its_candidates(made: Rows) -> None:
    candidates: dict[tuple[str, int], list[Row]] = {}
    for row in made["candidates"]:
        candidates.setdefault((row["article_id"], row["start"]), []).append(row)
        assert row["score"] == pytest.approx(sum(each["value"] for each in row["evidence"]))
    placed = {(row["article_id"], row["start"]): row for row in made["entities"] if row["location_id"]}
    for key, row in placed.items():
        best = max(candidates[key], key=lambda candidate: float(candidate["score"]))
        assert (best["end"], best["location_id"]) == (row["end"], row["location_id"])


def test_counts_of_the_sample_are_those_of_its_mentions(made: Rows) -> None:
    mentions = made["entities"]
    for actor in made["actors"]:
        rows = [row for row in mentions if row["actor_id"] == actor["actor_id"]]
        assert actor["mentions"] == len(rows) > 0
        assert actor["articles"] == len({row["article_id"] for row in rows})
        surfaces = Counter(row["surface"] for row in rows)
        assert set(actor["aliases"]) == set(surfaces)
        counts = [surfaces[alias] for alias in actor["aliases"]]
        assert counts == sorted(counts, reverse=True), actor["aliases"]
    for place in made["locations"]:
        rows = [row for row in mentions if row["location_id"] == place["location_id"]]
        senses = Counter(row["sense"] for row in rows)
        assert (place["mentions"], place["actor_mentions"]) == (senses["place"], senses["actor"])
        counted = [row for row in rows if row["sense"] in PLACED_SENSES]
        assert place["articles"] == len({row["article_id"] for row in counted})
        assert -90 <= place["latitude"] <= 90
        assert -180 <= place["longitude"] <= 180


@pytest.mark.parametrize(
    ("name", "ids", "country"),
    [
        ("Damascus", {"170654", "170652"}, "SY"), ("Homs", {"169577", "169575"}, "SY"),
        ("Latakia", {"173576", "173578"}, "SY"), ("Hermel", {"279997"}, "LB"), ("Baghdad", {"98182"}, "IQ"),
        ("Idlib", {"169389", "169387"}, "SY"), ("Aleppo", {"170063", "170062"}, "SY"),
    ],
)  # fmt: skip
def test_the_places_that_the_sample_is_about_are_on_the_map(made: Rows, name: str, ids: set[str], country: str) -> None:
    """By GeoNames id; a city and the governorate of its name, or around it, are both right."""
    found = {row["location_id"] for row in made["entities"] if row["surface"] == name and row["sense"] == "place"}
    assert found
    assert found <= ids
    places = [row for row in made["locations"] if row["location_id"] in found]
    assert {row["country_code"] for row in places} == {country}
    assert all(row["mentions"] > 0 for row in places)


def test_copies_of_the_sample_share_a_story_and_nothing_else_does(made: Rows) -> None:
    """The story has the name of the copy that was published first; which are copies is said in `data/README.md`."""
    stories: dict[str, set[str]] = {}
    for row in made["articles"]:
        stories.setdefault(row["story_id"], set()).add(row["article_id"])
    assert {story: copies - {story} for story, copies in stories.items() if len(copies) > 1} == {
        "2024-12-05-minister-on-hama": {"2024-12-05-minister-measure-temporary", "2024-12-06-minister-plays-down-hama"},
        "2024-12-06-strikes-near-homs": {"2024-12-06-bombs-on-homs-countryside", "2024-12-07-family-among-dead"},
        "2024-12-07-homs-under-control": {"2024-12-07-army-around-homs"},
        "2024-12-08-hezbollah-withdraws": {"2024-12-08-hezbollah-leaves-homs"},
        "2024-12-08-hezbollah-leaves-qusayr": {"2024-12-08-convoys-from-qusayr", "2024-12-08-hezbollah-flees-qusayr"},
    }


def test_articles_of_the_sample_have_title_day_and_source(made: Rows) -> None:
    for row in made["articles"]:
        assert row["text"].startswith(row["title"])
        assert f"{row['published']:%Y-%m-%d}" == row["article_id"][:10]
        assert row["source"].startswith("Sample ")
        assert row["word_count"] == len(row["text"].split())
