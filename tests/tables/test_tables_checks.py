"""The checks: tables that keep the contract pass, and every breach is told by table, column and rule."""

import copy
from collections.abc import Callable, Mapping

import pyarrow as pa
import pytest

from dashboard.errors import TablesError
from dashboard.tables.checks import (
    check,
    check_all,
    check_joined,
    check_part,
    find_joined_breaches,
    find_part_breaches,
)
from dashboard.tables.contract import MOMENT, OVERALL, PER_ARTICLE, TABLES, Column, references
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
CLAIM = make.claim(
    "orlin", 0, "Rain fell on Orlin", "held", location_id="7", **span("Orlin", "place_"), actor_id="ada-holt",
    **span("Ada Holt", "actor_"), quote_id=QUOTE["quote_id"],
)  # fmt: skip
MOVEMENT = make.movement(
    "orlin", 0, "Rain fell on Orlin", who="Rain", **span("Rain", "who_"), actor_id="ada-holt",
    **span("Ada Holt", "actor_"), from_location_id="7", **span("Orlin", "from_"), to_location_id="7",
    **span("Orlin", "to_"), quote_id=QUOTE["quote_id"],
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
    "claims": [CLAIM],
    "movements": [MOVEMENT],
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
    message, _, remedy = str(caught.value).partition("; run: ")
    assert remedy == "dateline preprocess"
    assert "\n" not in message
    return message


def breaches(tables: Mapping[str, pa.Table]) -> list[str]:
    """Every breach of a set that is one part."""
    return [*map(str, find_part_breaches(tables)), *map(str, find_joined_breaches([tables], tables))]


def test_a_small_set_that_keeps_the_contract_passes() -> None:
    check_all(make.tables(**GOOD))


def test_empty_tables_keep_the_contract() -> None:
    check_all(make.tables())


@pytest.mark.parametrize("name", TABLES)
def test_an_absent_table_is_named(name: str) -> None:
    tables = make.tables(**GOOD)
    del tables[name]
    assert refusal(tables) == f"{name}: the table is absent"


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
    said = f"{name}.{column}: type is binary; the contract says {column_of(name, column).type}"
    assert str(caught.value).startswith(f"{said}; run: ")


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
        with pytest.raises(TablesError, match=rf"^{name}\.{column}: 1 nulls; the contract allows none; run: "):
            check(name, table)


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, column in EVERY_COLUMN if column_of(name, column).values]
)
def test_a_value_that_is_not_listed_is_refused(name: str, column: str) -> None:
    with pytest.raises(TablesError) as caught:
        check(name, changed(name, {column: "Direct"})[name])
    listed = list(column_of(name, column).values)
    assert str(caught.value).startswith(f"{name}.{column}: ['Direct'] are not among {listed}; run: ")


@pytest.mark.parametrize("name", TABLES)
def test_a_key_that_two_rows_share_is_refused(name: str) -> None:
    rows = copy.deepcopy(GOOD)
    rows[name].append(rows[name][0])
    message = refusal(make.tables(**rows))
    assert message == f"{name}: rows share a key {TABLES[name].key}; the contract says it is unique"


@pytest.mark.parametrize(("name", "column"), [(name, column.name) for name, column in references()])
def test_an_id_that_its_table_lacks_is_refused(name: str, column: str) -> None:
    where = 1 if (name, column) == ("entities", "actor_id") else 0
    tables = changed(name, {column: "nobody"}, where)
    assert f"{name}.{column}: 1 ids are not in {column_of(name, column).references}" in breaches(tables)
    assert refusal(tables)


@pytest.mark.parametrize("name", ["entities", "quotes"])
def test_a_sentence_that_the_article_lacks_is_refused(name: str) -> None:
    assert (
        refusal(changed(name, {"sentence": 9})) == f"{name}.sentence: 1 rows are of a sentence that is not in sentences"
    )


@pytest.mark.parametrize("name", ["sentences", "entities", "candidates", "quotes", "speakers", "claims", "movements"])
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
        ("claims", 0, "text", {"text": "Rain"}),
        ("movements", 0, "who", {"who_start": None}),
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


@pytest.mark.parametrize(
    ("name", "column", "values"),
    [
        ("claims", "location_id", {"place_start": 14}),
        ("claims", "location_id", {"location_id": None}),
        ("claims", "actor_id", {"actor_start": None, "actor_end": None}),
        ("movements", "to_location_id", {"to_end": None}),
    ],
)
def test_what_a_claim_names_is_named_by_a_mention(name: str, column: str, values: Row) -> None:
    assert refusal(changed(name, values)).startswith(f"{name}.{column}: ")


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


@pytest.mark.parametrize(
    ("name", "key"), [("quotes", "quote_id"), ("claims", "claim_id"), ("movements", "movement_id")]
)
def test_what_stands_in_an_article_is_named_by_its_offsets(name: str, key: str) -> None:
    rows = copy.deepcopy(GOOD)
    right = rows[name][0][key]
    for table in ("quotes", "speakers", "claims", "movements"):
        rows[table][0] |= {key: "orlin-1"} if key in rows[table][0] else {}
    assert refusal(make.tables(**rows)) == f"{name}.{key}: orlin-1 should be {right}"


def test_every_breach_is_told_not_only_the_first() -> None:
    rows = copy.deepcopy(GOOD)
    rows["entities"][0] |= {"surface": "orlin", "label": "TOWN", "sentence": 7}
    rows["entities"][1] |= {"article_id": "nowhere", "actor_id": "nobody"}
    rows["claims"] = rows["movements"] = []
    found = breaches(make.tables(**rows))
    assert [each.partition(":")[0] for each in found] == [
        "entities.label", "entities.article_id", "entities.sentence", "entities.surface", "entities.actor_id",
    ]  # fmt: skip


def part_of(article: str) -> dict[str, pa.Table]:
    """The good set's part, as if its article had another id."""
    rows = copy.deepcopy({name: GOOD[name] for name in PER_ARTICLE})
    for name in PER_ARTICLE:
        for row in rows[name]:
            row |= {key: article for key in ("article_id", "story_id") if key in row}
            for key in ("quote_id", "claim_id", "movement_id"):
                if key in row:
                    row[key] = row[key].replace("orlin", article)
    tables = make.tables(**rows)
    return {name: tables[name] for name in PER_ARTICLE}


def overall() -> dict[str, pa.Table]:
    tables = make.tables(**GOOD)
    return {name: tables[name] for name in OVERALL}


def joined(*parts: Mapping[str, pa.Table]) -> list[str]:
    return [str(breach) for breach in find_joined_breaches(parts, overall())]


def test_a_part_needs_no_table_of_the_whole_set() -> None:
    check_part(part_of("orlin"))
    check_joined([part_of("orlin"), part_of("arden")], overall())


def with_story(part: dict[str, pa.Table], story: str) -> dict[str, pa.Table]:
    articles = part["articles"]
    at = articles.column_names.index("story_id")
    return part | {"articles": articles.set_column(at, articles.schema.field(at), pa.array([story]))}


def test_a_story_may_be_named_by_an_article_of_another_part() -> None:
    check_part(with_story(part_of("orlin"), "arden"))
    assert joined(with_story(part_of("orlin"), "arden"), part_of("arden")) == []
    assert joined(with_story(part_of("orlin"), "nowhere"), part_of("arden")) == [
        "articles.story_id: 1 ids are not in articles"
    ]


def test_an_article_of_two_parts_is_refused() -> None:
    assert joined(part_of("orlin"), part_of("arden"), part_of("orlin")) == [
        "articles.article_id: 1 articles are in two parts, such as orlin"
    ]


def test_parts_are_gone_through_once() -> None:
    check_joined(iter([part_of("orlin"), part_of("arden")]), overall())


@pytest.mark.parametrize("name", OVERALL)
def test_parts_cannot_be_joined_without_the_tables_of_the_whole_set(name: str) -> None:
    tables = overall()
    del tables[name]
    assert [str(each) for each in find_joined_breaches([], tables)] == [f"{name}: the table is absent"]
