"""Exports hold what the pages show under the same link, and say which set and which filters they are of."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dashboard.__main__ import main
from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.errors import InputError
from dashboard.exports import NOTE, export_set, read_link
from dashboard.exports.columns import find_column
from dashboard.exports.geojson import write_geojson
from dashboard.exports.spreadsheet import WAY_BACK, write_csv
from dashboard.exports.typed import ORIGIN, write_parquet
from dashboard.filters import Filters
from dashboard.queries.downloads import DOWNLOADS
from dashboard.store import open_store
from dashboard.tables.sets import read_manifest
from tests.queries.conftest import ARTICLES, MOVEMENTS, QUOTES, write_tables
from tests.sets import write_set


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of six articles."""
    folder = tmp_path_factory.mktemp("exported") / "tables"
    write_set(
        folder,
        write_tables(ARTICLES, QUOTES, movements=MOVEMENTS),
        {"input_digest": "abcdef0123", "created": "2025-01-01T00:00:00"},
    )
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    _, rows = split_head(path)
    return list(csv.DictReader(io.StringIO(rows, newline="")))


def split_head(path: Path) -> tuple[list[str], str]:
    """The lines of the head, and all that follows."""
    lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    head = [line.strip() for line in lines if line.startswith("# ")]
    return head, "".join(lines[len(head) :])


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_csv_file_is_the_pages_download(tables: Path, tmp_path: Path, name: str) -> None:
    export_set(tables, tmp_path, "csv", "actor=hezbollah")
    frame = DOWNLOADS[name].ask(
        open_store(tables).reader(), DOWNLOADS[name].narrowed_by(Filters(actors=("hezbollah",)))
    )
    origin = json.loads((tmp_path / NOTE).read_text())["files"][f"dateline-{name}.csv"]
    assert (tmp_path / f"dateline-{name}.csv").read_bytes() == write_csv(frame, origin)


def test_filters_of_the_corpus_narrow_all_files_and_those_of_a_page_its_own(tables: Path, tmp_path: Path) -> None:
    export_set(tables, tmp_path, "csv", "to=2024-12-09&speaker=hezbollah&at=169577&unit=article")
    quotes, sentences, places = (read_csv(tmp_path / f"dateline-{name}.csv") for name in
                                 ("quotes", "sentences", "places"))  # fmt: skip
    assert [row["text"] for row in quotes] == ["The city is free"]
    assert [(row["article_id"], row["surface"]) for row in sentences] == [("falls-copy", "Homs"), ("falls", "Homs")]
    assert {row["name"] for row in places} == {"Damascus", "Homs", "Baghdad"}
    files = json.loads((tmp_path / NOTE).read_text())["files"]
    assert files["dateline-quotes.csv"]["filters"] == "to=2024-12-09&speaker=hezbollah"
    assert files["dateline-sentences.csv"]["filters"] == "to=2024-12-09&at=169577&unit=article"
    assert files["dateline-places.csv"]["filters"] == "to=2024-12-09"


def test_a_csv_file_says_where_it_is_from(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PUBLIC_URL", "https://desk.example.org/dateline")
    export_set(tables, tmp_path, "csv", "location=169577&stance=denies")
    head, _ = split_head(tmp_path / "dateline-quotes.csv")
    assert head[1:-1] == [
        "# Link: https://desk.example.org/dateline/quotes?location=169577&stance=denies&corpus=abcdef",
        "# Filter: place: Homs · Syria", "# Filter: named in: quote", "# Filter: the speaker: denies",
        "# Tables: abcdef · made 2025-01-01 00:00 UTC", "# Corrections applied: 0", f"# {WAY_BACK}",
    ]  # fmt: skip
    assert head[-1].startswith("# Downloaded: ")


@pytest.mark.parametrize(
    "link",
    [
        "actor=hezbollah&q=caf%C3%A9",
        "?actor=hezbollah&q=caf%C3%A9",
        "quotes?actor=hezbollah&q=caf%C3%A9",
        "https://desk.example.org/dateline/locations?actor=hezbollah&q=caf%C3%A9#why-1",
    ],
)
def test_a_link_may_be_pasted_whole_or_in_part(tables: Path, link: str) -> None:
    assert read_link(link, open_store(tables)) == (Filters(actors=("hezbollah",), words="café"), [])


def test_a_question_mark_among_the_filters_is_theirs(tables: Path) -> None:
    assert read_link("q=what?", open_store(tables))[0].words == "what?"


@pytest.mark.parametrize("link", ["", "https://desk.example.org/", "quotes"])
def test_a_link_without_filters_exports_everything(tables: Path, link: str) -> None:
    assert read_link(link, open_store(tables)) == (Filters(), [])


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("actor=nobody", "These tables have no actor “nobody”; it was ignored."),
        ("from=yesterday", "yesterday"),
        ("colour=red", "colour"),
        ("screen=2", "The link's screen has no meaning in an export; it was ignored."),
        ("corpus=123456", "This link was made on other tables"),
        ("set=123456", "This link was made on other tables"),
    ],
)
def test_what_is_ignored_is_noted(tables: Path, tmp_path: Path, link: str, says: str) -> None:
    found = export_set(tables, tmp_path, "csv", link)
    [note] = found.notes
    assert says in note
    assert json.loads((tmp_path / NOTE).read_text("utf-8"))["notes"] == found.notes
    assert found.rows[tmp_path / "dateline-articles.csv"] == len(ARTICLES)


def test_articles_without_a_date_are_noted(tables: Path, tmp_path: Path) -> None:
    found = export_set(tables, tmp_path, "csv", "from=2024-01-01")
    assert found.notes == ["1 article without a date cannot match the days and are left out."]


def test_corrections_are_applied_and_old_links_lead_to_the_merged_actor(tables: Path, tmp_path: Path) -> None:
    write_set(tmp_path, write_tables(ARTICLES, QUOTES), dict(read_manifest(tables)))
    save(tmp_path, Correction("merge", who="Ada", why="the same", actor="hezbollah", into="assad"))
    found = export_set(tmp_path, tmp_path / "out", "csv", "speaker=hezbollah")
    assert {row["actor_ids"] for row in read_csv(tmp_path / "out" / "dateline-quotes.csv")} == {"assad"}
    assert "hezbollah" not in {row["actor_id"] for row in read_csv(tmp_path / "out" / "dateline-actors.csv")}
    assert any("was merged into" in note for note in found.notes)
    [corrections] = {
        each["corrections"] for each in json.loads((tmp_path / "out" / NOTE).read_text())["files"].values()
    }
    assert corrections == 1


def test_geojson_has_a_feature_a_place(tables: Path, tmp_path: Path) -> None:
    found = export_set(tables, tmp_path, "geojson", "from=2024-12-01")
    names = ("places", "gone-places", "movements", "routes", "doubtful-pins")
    assert [path.name for path in found.rows] == [f"dateline-{name}.geojson" for name in names]
    collection = json.loads((tmp_path / "dateline-places.geojson").read_text("utf-8"), parse_constant=pytest.fail)
    assert collection["type"] == "FeatureCollection"
    assert collection["dateline"]["set"] == read_manifest(tables)["set"]
    assert collection["dateline"]["filters"] == "from=2024-12-01"
    rows = DOWNLOADS["places"].ask(open_store(tables).reader(), read_link("from=2024-12-01", open_store(tables))[0])
    assert [each["id"] for each in collection["features"]] == list(rows["location_id"])
    homs = next(each for each in collection["features"] if each["id"] == "169577")
    assert (homs["type"], homs["geometry"]["type"]) == ("Feature", "Point")
    assert homs["properties"]["admin1"] is None
    assert homs["properties"]["mentions"] > 0


def test_a_movement_is_a_line_and_the_point_of_the_end_that_is_said_alone(tables: Path) -> None:
    movements = DOWNLOADS["movements"].ask(open_store(tables).reader(), Filters())
    features = json.loads(write_geojson(movements, {}), parse_constant=pytest.fail)["features"]
    found = {each["properties"]["words"]: each["geometry"]["type"] for each in features}
    assert found["Bashar al-Assad left Damascus for Homs"] == "LineString"
    assert found["Baghdad let Syrian soldiers in"] == "Point"
    elsewhere = movements.head(2).assign(from_longitude=36.3, from_latitude=33.5, to_longitude=35.8, to_latitude=35.5)
    [line, _] = json.loads(write_geojson(elsewhere, {}))["features"]
    assert line["geometry"]["coordinates"] == [[36.3, 33.5], [35.8, 35.5]]
    assert "from_latitude" not in line["properties"] and "id" not in line


def test_a_feature_has_an_id_only_where_each_place_has_one_row(tables: Path) -> None:
    places = DOWNLOADS["places"].ask(open_store(tables).reader(), Filters()).head(2)
    assert all("id" in each for each in json.loads(write_geojson(places, {}))["features"])
    twice = places.assign(location_id="1", published=pd.Timestamp("2024-12-08 10:00"))
    features = json.loads(write_geojson(twice, {}))["features"]
    assert not any("id" in each for each in features)
    assert {each["properties"]["published"] for each in features} == {"2024-12-08T10:00:00Z"}


def test_geojson_writes_the_longitude_first(tables: Path) -> None:
    places = (
        DOWNLOADS["places"].ask(open_store(tables).reader(), Filters()).head(1).assign(latitude=-33.5, longitude=151.2)
    )
    [feature] = json.loads(write_geojson(places, {}))["features"]
    assert feature["geometry"]["coordinates"] == [151.2, -33.5]
    assert not {"latitude", "longitude"} & feature["properties"].keys()


@pytest.mark.parametrize("link", ["", "actor=hezbollah", "q=nowhere-to-be-found"])
def test_parquet_is_typed_whatever_is_in_it(tables: Path, tmp_path: Path, link: str) -> None:
    export_set(tables, tmp_path, "parquet", link)
    reader = open_store(tables).reader()
    filters, _ = read_link(link, open_store(tables))
    for name, download in DOWNLOADS.items():
        table = pq.read_table(tmp_path / f"dateline-{name}.parquet")
        for field in table.schema:
            declared = find_column(name, field.name)
            assert declared is not None, f"{name}.{field.name} has no type and no meaning in exports/columns.py"
            assert field.type == declared.type
        origin = json.loads(table.schema.metadata[ORIGIN])
        assert (origin["filters"], origin["corpus"]) == ("" if download.of_all else link, "abcdef")
        frame = download.ask(reader, download.narrowed_by(filters))
        assert table.column_names == list(frame.columns)
        assert table.num_rows == len(frame)


@pytest.mark.parametrize("frame", ["quotes", "newest-quotes", "movements", "drift"])
def test_parquet_holds_the_names_of_several_speakers(frame: str) -> None:
    speakers = [["Ada Rook", "Ben Vale"], []]
    written = write_parquet(pd.DataFrame({"actors": speakers}), {"frame": frame})
    assert pq.read_table(io.BytesIO(written))["actors"].to_pylist() == speakers


def test_parquet_has_nulls_for_what_is_not_known(tables: Path, tmp_path: Path) -> None:
    export_set(tables, tmp_path, "parquet")
    quotes = pq.read_table(tmp_path / "dateline-quotes.parquet")
    unspoken = quotes.filter(pc.is_null(quotes["speaker"]))
    assert unspoken.num_rows == 1
    assert unspoken["speaker_start"].to_pylist() == [None]
    assert unspoken["actor_ids"].to_pylist() == [[]]
    moments = pq.read_table(tmp_path / "dateline-articles.parquet")["published"]
    assert "2024-12-07T23:30:00+00:00" in [each.isoformat() for each in moments.to_pylist() if each]


def test_a_folder_that_cannot_be_made_is_named(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"file cannot be written to .*--out"):
        export_set(tables, tmp_path / "file", "csv")


def test_files_that_are_there_are_replaced_and_no_draft_stays(tables: Path, tmp_path: Path) -> None:
    for link in ("", "q=nowhere-to-be-found"):
        export_set(tables, tmp_path, "geojson", link)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dateline-doubtful-pins.geojson", NOTE, "dateline-gone-places.geojson", "dateline-movements.geojson",
        "dateline-places.geojson", "dateline-routes.geojson",
    ]  # fmt: skip
    assert json.loads((tmp_path / "dateline-places.geojson").read_text())["features"] == []


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def run_it(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["dateline", "export", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        return int(str(caught.value.code))

    return run_it


def test_the_command_says_what_it_wrote_and_what_it_ignored(
    tables: Path, tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tables, "--format", "parquet", "--filters", "actor=hezbollah&screen=2", "--out", tmp_path) == 0
    said = capsys.readouterr()
    assert [Path(line.split()[0]).name for line in said.out.splitlines()] == [
        f"dateline-{name}.parquet" for name in DOWNLOADS
    ]
    assert said.err == "The link's screen has no meaning in an export; it was ignored.\n"


def test_without_tables_or_with_another_format_the_command_ends_with_2(
    tables: Path, tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--format", "csv") == 2
    assert "manifest.json is absent" in capsys.readouterr().err
    assert run(tables, "--format", "xlsx", "--out", tmp_path) == 2
    assert [*tmp_path.iterdir()] == []


def test_a_set_to_compare_with_that_is_not_kept_is_said(tables: Path, tmp_path: Path) -> None:
    found = export_set(tables, tmp_path, "csv", "new=123456&sort=-copies")
    assert any("kept no more" in note for note in found.notes)
    head, _ = split_head(tmp_path / "dateline-articles.csv")
    assert "# Filter: sorted by: -copies" in head and not any("new since" in line for line in head)
