"""Descriptions: which claims are of one source, by what their speakers are called, and where each row leads."""

from typing import Any

import pyarrow as pa
import pytest

from dashboard.filters import Filters
from dashboard.queries.claims import count_claims, find_tellers, list_claims, name_teller
from dashboard.queries.disputes import count_pairs
from dashboard.queries.propositions import list_propositions, list_weighed
from dashboard.queries.reversals import list_reversals
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import TABLES
from dashboard.views.claims import make_grid
from tests.queries.conftest import Draft, claim, quote, write_tables
from tests.queries.test_queries_disputes import correct_mentions

ARTICLES = (
    Draft("full", "2024-12-06T06:00:00Z", "Sample Post", (
        "Roads are open again", "The [Syrian interior ministry](iraq|Syrian:~163843) sent buses.",
        "The town of [Homs](@169577) is safe, [Syria](~163843)'s interior ministry said.",
        "No stranger has entered [Homs](@169577), it said. Nobody came into [Homs](@169577), it said.",
    )),
    Draft("short", "2024-12-07T06:00:00Z", "Sample Wire", (
        "Ministry: [Homs](@169577) is held",
        "Nobody entered [Homs](@169577), the interior ministry of [Syria](~163843) said.",
        "No man had left [Homs](@169577), the ministry added. Guards hold [Homs](@169577), a guard said.",
    )),
    Draft("two", "2024-12-08T06:00:00Z", "Sample Post", (
        "Two deny it", "[Syria](~163843)'s interior ministry met [Turkey](~298795)'s foreign ministry.",
        "Rebels took [Homs](@169577), the ministry said. Rebels hold [Homs](@169577), a guard said.",
    )),
    Draft("else", "2024-12-08T07:00:00Z", "Sample Wire", (
        "Elsewhere", "Soldiers entered [Homs](@169577), the ministry said.",
        "The army of [Turkey](~298795) has taken [Homs](@169577), [Turkey](~298795)'s press office said.",
    )),
    Draft("later", "2024-12-08T09:00:00Z", "Sample Wire", (
        "Later", "[Homs](@169577) is no longer ours, the [Syrian interior ministry](iraq|Syrian:~163843) said.",
        "Shots were heard in [Homs](@169577), the [Turkish](~298795) press office said.",
        "Guns were heard in [Homs](@169577), [Turkish](~298795) officers said.",
    )),
)  # fmt: skip
SAID: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("full", "The town of Homs is safe", "Syria's interior ministry", "held", {}),
    ("full", "No stranger has entered Homs", "it", "entered", {"denied": True}),
    ("full", "Nobody came into Homs", "it", "entered", {"denied": True}),
    ("short", "Homs is held", "Ministry", "held", {}),
    ("short", "Nobody entered Homs", "the interior ministry of Syria", "entered", {"denied": True}),
    ("short", "No man had left Homs", "the ministry", "left", {"denied": True}),
    ("short", "Guards hold Homs", "a guard", "held", {}),
    ("two", "Rebels took Homs", "the ministry", "taken", {}),
    ("two", "Rebels hold Homs", "a guard", "held", {}),
    ("else", "Soldiers entered Homs", "the ministry", "entered", {}),
    ("else", "has taken Homs", "Turkey's press office", "taken", {}),
    ("later", "Homs is no longer ours", "the Syrian interior ministry", "held", {"denied": True, "speaker": "iraq"}),
    ("later", "Shots were heard in Homs", "the Turkish press office", "entered", {}),
    ("later", "Guns were heard in Homs", "Turkish officers", "entered", {}),
)
MINISTRY = "actor:iraq"


def write() -> dict[str, pa.Table]:
    """Tables of these articles, in which one actor is the Syrian interior ministry."""
    quotes, claims = [], []
    for article, text, speaker, matter, columns in SAID:
        known: dict[str, Any] = {"actor_id": columns["speaker"]} if "speaker" in columns else {}
        known["sourcing"] = "organisation" if "inistry" in speaker or "press office" in speaker else "unnamed"
        quotes.append(quote(article, text, speaker=speaker, kind="indirect", cue="said", **known))
        claims.append(claim(article, text, matter, denied=columns.get("denied", False), actor_id=None))
    tables = write_tables(ARTICLES, quotes, claims=claims)
    actors = [
        row | {"name": "Syrian interior ministry", "kind": "government"} if row["actor_id"] == "iraq" else row
        for row in tables["actors"].to_pylist()
    ]
    return tables | {"actors": pa.Table.from_pylist(actors, TABLES["actors"].schema)}


@pytest.fixture(scope="module")
def described() -> Reader:
    return Store(write(), {}).reader()


def tellers(reader: Reader) -> dict[str, str]:
    """The words of each claim -> who says it, as links have it."""
    rows = list_claims(reader, Filters()).to_dict("records")
    return {row["text"]: f"{row['teller']}:{row['teller_id']}" for row in rows}


def test_what_is_called_the_same_in_all_articles_is_one(described: Reader) -> None:
    said = tellers(described)
    assert said["The town of Homs is safe"] == said["Nobody entered Homs"] == said["Homs is no longer ours"] == MINISTRY
    assert said["has taken Homs"] == said["Shots were heard in Homs"] == "described:TR press office"


def test_the_ministry_is_the_one_that_its_article_names(described: Reader) -> None:
    said = tellers(described)
    assert said["Homs is held"] == said["No man had left Homs"] == MINISTRY
    assert said["Rebels took Homs"] == "described:ministry@two", "it names two"
    assert said["Soldiers entered Homs"] == "described:ministry@else", "it names none"


def test_who_is_no_body_or_has_no_name_is_of_one_article_and_a_pronoun_of_one_quotation(described: Reader) -> None:
    said = tellers(described)
    assert said["Guns were heard in Homs"] == "described:TR officers@later", "there are many"
    assert (said["Guards hold Homs"], said["Rebels hold Homs"]) == ("described:guard@short", "described:guard@two")
    assert said["No stranger has entered Homs"] != said["Nobody came into Homs"]
    assert said["Nobody came into Homs"].startswith("described:it@full-")


def test_a_row_of_a_grid_and_a_cell_lead_to_the_claims_that_they_count(described: Reader) -> None:
    of = Filters(matters=("control",), at=("169577",))
    weighed = list_weighed(described, of)
    made = make_grid(weighed)
    assert len(made.rows) == list_propositions(described, of)["sources"].iloc[0] == 9
    for who, cells in made.rows:
        row = Filters(matters=of.matters, at=of.at, tellers=(f"{who['teller']}:{who['teller_id']}",))
        assert count_claims(described, row) == sum(each["times"] for said in cells.values() for each in said)
        for column, said in cells.items():
            cell = Filters(**{**vars_of(row), "since": made.days[column][0], "until": made.days[column][1]})
            assert count_claims(described, cell) == sum(each["times"] for each in said)
        alone = list_weighed(described, row).set_index("claim_id")[["disputes", "agreeing"]]
        assert alone.equals(weighed.set_index("claim_id").loc[alone.index, ["disputes", "agreeing"]])
        assert name_teller(described.columns, row.tellers[0]) == who["said_by"]


def vars_of(filters: Filters) -> dict[str, Any]:
    return {"matters": filters.matters, "at": filters.at, "tellers": filters.tellers}


def test_links_to_nobody_leave_nothing(described: Reader) -> None:
    for teller in ("described:nobody here", "actor:nobody", "clerk:assad", "assad", "outlet:", "article:none"):
        assert count_claims(described, Filters(tellers=(teller,))) == 0
        assert name_teller(described.columns, teller) == teller


def test_two_who_may_be_one_do_not_agree(described: Reader) -> None:
    weighed = list_weighed(described, Filters()).set_index("text")["agreeing"]
    assert weighed["Guards hold Homs"] == weighed["Rebels hold Homs"] == 1, "the ministry, but no other guard"


def test_one_source_contradicts_itself_in_a_reversal_and_in_no_dispute(described: Reader) -> None:
    turned = list_reversals(described, Filters())
    assert {*turned["said_by"]} == {"Syrian interior ministry"} and "Homs is held" in [*turned["earlier_text"]]
    columns = described.columns
    ones, others = (find_tellers(columns, columns[f"disputes.{side}"]) for side in ("one", "other"))
    assert count_pairs(described, Filters()) and not (ones == others).any()


def test_a_correction_of_the_actor_reaches_who_is_described() -> None:
    reader = Store(write(), {}).reader()
    moved = correct_mentions(reader, "full", "Syrian interior ministry", "'hezbollah' AS actor_id")
    assert tellers(moved)["The town of Homs is safe"] == "actor:hezbollah"
    assert tellers(moved)["Homs is no longer ours"] == MINISTRY
