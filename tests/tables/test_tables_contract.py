"""The contract: held by the tables of the sample, and refused in words by tables that break it."""

import copy
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.errors import TablesError
from dashboard.tables.contract import MOMENT, PLACED_SENSES, TABLES, Column, check, check_all, references
from dashboard.tables.files import read_set
from dashboard.tables.rows import Row
from tests import rows as make

Rows = dict[str, list[Row]]

TEXT = "Rain fell on Orlin. “We wait,” Ada Holt said, “and we dig.”"


def span(words: str, prefix: str = "") -> Row:
    """The columns that say where the words stand in TEXT."""
    start = TEXT.index(words)
    return {f"{prefix}start": start, f"{prefix}end": start + len(words)}


def sentence(number: int, words: str) -> Row:
    return make.sentence("orlin", number, **span(words))


ORLIN = make.entity("orlin", TEXT.index("Orlin"), "Orlin", sentence=0, label="GPE", location_id="7", sense="place")
ADA_HOLT = make.entity("orlin", TEXT.index("Ada Holt"), "Ada Holt", sentence=1, actor_id="ada-holt")
QUOTE = make.quote(
    "orlin", [[21, 29], [47, 58]], "We wait, … and we dig.", sentence=1, speaker="Ada Holt", actor_id="ada-holt",
    cue="said", stance="says", **span("Ada Holt", "speaker_"), **span("said", "cue_"),
)  # fmt: skip
GOOD: Rows = {
    "articles": [make.article("orlin", TEXT)],
    "sentences": [sentence(0, "Rain fell on Orlin."), sentence(1, "“We wait,” Ada Holt said, “and we dig.”")],
    "entities": [ORLIN, ADA_HOLT],
    "locations": [make.location("7", "Orlin", mentions=1, articles=1)],
    "candidates": [
        make.candidate(ORLIN, "7", "Orlin", score=2.5, evidence=[{"feature": "population", "value": 2.5}])
    ],
    "actors": [make.actor("ada-holt", "Ada Holt", aliases=["Ada Holt"], mentions=1, articles=1)],
    "quotes": [QUOTE],
    "speakers": [make.speaker(QUOTE, "ada-holt")],
    "rejects": [make.reject("empty.txt", "", "empty: no letter in the text")],
}  # fmt: skip


def changed(table: str, values: Row, row: int = 0) -> dict[str, pa.Table]:
    """The good set with other values in one row."""
    rows = copy.deepcopy(GOOD)
    rows[table][row] |= values
    return make.tables(**rows)


def column_of(table: str, name: str) -> Column:
    return next(column for column in TABLES[table].columns if column.name == name)


def refusal(tables: Mapping[str, pa.Table]) -> str:
    """What `check_all` says of a set that is not whole."""
    with pytest.raises(TablesError) as caught:
        check_all(tables)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_small_set_that_keeps_the_contract_passes() -> None:
    check_all(make.tables(**GOOD))


def test_empty_tables_keep_the_contract() -> None:
    check_all(make.tables())


@pytest.mark.parametrize("name", TABLES)
def test_an_absent_table_is_named(name: str) -> None:
    tables = make.tables(**GOOD)
    del tables[name]
    assert refusal(tables) == f"tables ['{name}'] are absent; run: dateline preprocess"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda table: table.drop_columns(table.column_names[-1]),
        lambda table: table.append_column("extra", table.column(0)),
        lambda table: table.select(table.column_names[::-1]),
    ],
    ids=["one less", "one more", "another order"],
)
def test_other_columns_than_declared_are_refused(name: str, spoil: Callable[[pa.Table], pa.Table]) -> None:
    declared = [column.name for column in TABLES[name].columns]
    with pytest.raises(TablesError, match=f"^{name}: columns are ") as caught:
        check(name, spoil(make.tables(**GOOD)[name]))
    assert f"the contract says {declared}; run: dateline preprocess" in str(caught.value)


EVERY_COLUMN = [(name, column.name) for name, table in TABLES.items() for column in table.columns]


@pytest.mark.parametrize(("name", "column"), EVERY_COLUMN)
def test_a_column_of_another_type_is_refused(name: str, column: str) -> None:
    table = make.tables(**GOOD)[name]
    place = table.column_names.index(column)
    spoiled = table.set_column(place, column, pa.nulls(table.num_rows, pa.binary()))
    with pytest.raises(TablesError) as caught:
        check(name, spoiled)
    assert str(caught.value) == f"{name}.{column}: type is binary; the contract says {column_of(name, column).type}"


def test_a_moment_without_its_zone_is_refused() -> None:
    table = make.tables(**GOOD)["articles"]
    place = table.column_names.index("published")
    with pytest.raises(TablesError, match=r"^articles\.published: type is timestamp\[us\]; ") as caught:
        check("articles", table.set_column(place, "published", pa.nulls(1, pa.timestamp("us"))))
    assert str(MOMENT) in str(caught.value)


@pytest.mark.parametrize(("name", "column"), EVERY_COLUMN)
def test_null_is_refused_where_the_contract_allows_none(name: str, column: str) -> None:
    table = changed(name, {column: None})[name]
    if column_of(name, column).null:
        check(name, table)
    else:
        with pytest.raises(TablesError, match=rf"^{name}\.{column}: 1 nulls; the contract allows none$"):
            check(name, table)


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, column in EVERY_COLUMN if column_of(name, column).values]
)
def test_a_value_that_is_not_listed_is_refused(name: str, column: str) -> None:
    with pytest.raises(TablesError) as caught:
        check(name, changed(name, {column: "Direct"})[name])
    listed = list(column_of(name, column).values)
    assert str(caught.value) == f"{name}.{column}: ['Direct'] are not among {listed}"


@pytest.mark.parametrize("name", TABLES)
def test_a_key_that_two_rows_share_is_refused(name: str) -> None:
    rows = copy.deepcopy(GOOD)
    rows[name].append(rows[name][0])
    message = refusal(make.tables(**rows))
    assert message == f"{name}: rows share a key {TABLES[name].key}; the contract says it is unique"


@pytest.mark.parametrize(("name", "column"), [(name, column.name) for name, column in references()])
def test_an_id_that_its_table_lacks_is_refused(name: str, column: str) -> None:
    where = 1 if (name, column) == ("entities", "actor_id") else 0
    message = refusal(changed(name, {column: "nobody"}, where))
    assert message == f"{name}.{column}: 1 ids are not in {column_of(name, column).references}"


@pytest.mark.parametrize("name", ["entities", "quotes"])
def test_a_sentence_that_the_article_lacks_is_refused(name: str) -> None:
    assert (
        refusal(changed(name, {"sentence": 9})) == f"{name}.sentence: 1 rows are of a sentence that is not in sentences"
    )


@pytest.mark.parametrize("name", ["sentences", "entities", "candidates", "quotes", "speakers"])
@pytest.mark.parametrize(("start", "end"), [(-1, 4), (0, len(TEXT) + 1), (5, 5), (9, 5)])
def test_offsets_outside_the_text_are_refused(name: str, start: int, end: int) -> None:
    message = refusal(changed(name, {"start": start, "end": end}))
    assert message == f"{name}.start, end: [{start}, {end}) is empty or lies outside article orlin"


@pytest.mark.parametrize(
    ("name", "row", "column", "values"),
    [
        ("entities", 0, "surface", {"surface": "orlin"}),
        ("entities", 0, "surface", {"start": 14, "end": 18}),
        ("quotes", 0, "speaker", {"speaker": "Holt"}),
        ("quotes", 0, "speaker", {"speaker_start": None}),
        ("quotes", 0, "speaker", {"speaker": None}),
        ("quotes", 0, "speaker", {"speaker_start": -len(TEXT) + 31, "speaker_end": 39}),
        ("quotes", 0, "cue", {"cue_end": 99}),
        ("quotes", 0, "text", {"text": "We wait, and we dig."}),
        ("quotes", 0, "parts", {"start": 20}),
        ("quotes", 0, "parts", {"end": 57}),
        ("quotes", 0, "parts", {"parts": [[47, 58], [21, 29]], "text": "and we dig. … We wait,"}),
        ("quotes", 0, "parts", {"parts": [], "text": ""}),
    ],
)
def test_words_that_are_not_at_their_offsets_are_refused(name: str, row: int, column: str, values: Row) -> None:
    message = refusal(changed(name, values, row))
    assert message.startswith(f"{name}.{column}: ")
    assert "article orlin" in message


def test_a_quotation_without_speaker_and_cue_keeps_the_contract() -> None:
    nothing = dict.fromkeys(
        ("speaker", "speaker_start", "speaker_end", "actor_id", "cue", "cue_start", "cue_end", "stance")
    )
    check_all(make.tables(**GOOD | {"quotes": [QUOTE | nothing | {"sourcing": "unknown"}], "speakers": []}))


def test_a_quotation_of_several_has_the_first_of_them_as_its_actor() -> None:
    orlin = make.actor("orlin", "Orlin", mentions=1, articles=1)
    several = [make.speaker(QUOTE, "orlin", **span("Orlin")), make.speaker(QUOTE, "ada-holt")]
    rows = GOOD | {"actors": [*GOOD["actors"], orlin], "speakers": several}
    check_all(make.tables(**rows | {"quotes": [QUOTE | {"actor_id": "orlin"}]}))
    message = refusal(make.tables(**rows))
    assert message == f"quotes.actor_id: ada-holt of {QUOTE['quote_id']} is not the first of its speakers, orlin"


@pytest.mark.parametrize("actor", [None, "ada-holt"])
def test_a_quotation_has_an_actor_if_it_has_a_speaker(actor: str | None) -> None:
    tables = changed("quotes", {"actor_id": actor})
    wrong = tables if actor is None else tables | {"speakers": make.tables()["speakers"]}
    found = "ada-holt" if actor is None else None
    assert refusal(wrong).endswith(f"{actor} of {QUOTE['quote_id']} is not the first of its speakers, {found}")


# The tables of the sample: each rule said once more, without the code that checks it.


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
        ("Damascus", {"170654"}, "SY"), ("Homs", {"169577", "169575"}, "SY"), ("Latakia", {"173576", "173578"}, "SY"),
        ("Hermel", {"279997"}, "LB"), ("Baghdad", {"98182"}, "IQ"), ("Idlib", {"169389", "169387"}, "SY"),
        ("Aleppo", {"170063", "170062"}, "SY"),
    ],
)  # fmt: skip
def test_the_places_that_the_sample_is_about_are_on_the_map(made: Rows, name: str, ids: set[str], country: str) -> None:
    """By GeoNames id; a city and the governorate of its name are both right."""
    found = {row["location_id"] for row in made["entities"] if row["surface"] == name and row["sense"] == "place"}
    assert found
    assert found <= ids
    places = [row for row in made["locations"] if row["location_id"] in found]
    assert {row["country_code"] for row in places} == {country}
    assert all(row["mentions"] > 0 for row in places)


def test_copies_of_the_sample_share_a_story_and_nothing_else_does(made: Rows) -> None:
    stories = Counter(row["story_id"] for row in made["articles"])
    assert [story for story, count in stories.items() if count > 1] == ["2024-12-08-hezbollah-leaves-homs"]
    copies = [row["article_id"] for row in made["articles"] if row["story_id"] == "2024-12-08-hezbollah-leaves-homs"]
    assert copies == ["2024-12-08-hezbollah-leaves-homs", "2024-12-08-hezbollah-withdraws"]


def test_articles_of_the_sample_have_title_day_and_source(made: Rows) -> None:
    for row in made["articles"]:
        assert row["text"].startswith(row["title"])
        assert f"{row['published']:%Y-%m-%d}" == row["article_id"][:10]
        assert row["source"].startswith("Sample ")
        assert row["word_count"] == len(row["text"].split())
