"""What changed, on the command line: since the set before, a kept set or a day."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.corrections.record import Correction, write_line
from dashboard.errors import InputError
from dashboard.store import open_store
from dashboard.tables.contract import contract_digest
from tests.queries.conftest import Draft, write_tables
from tests.sets import write_set

OLD, NEW = "a" * 64, "b" * 64


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sets: the newer one has an article more, whose words hold a sign that a terminal would obey; two corrections
    were made, before the older one and since."""
    folder = tmp_path_factory.mktemp("changes")
    first = Draft("a", "2024-12-07T12:00:00Z", "Wire", ("One", "[Kim](afp) met [Lee](iraq) in [Homs](@169577)."))
    second = Draft("b", "2024-12-09T12:00:00Z", "Wire", ("Two", "[Roy](hezbollah) met \x1b[2J[Kim](afp)."))
    for digest, made, drafts in ((OLD, "2024-12-08", [first]), (NEW, "2024-12-10", [first, second])):
        told = {"input_digest": digest, "created": f"{made}T06:00:00+00:00", "contract": contract_digest()}
        write_set(folder, write_tables(drafts), told)
    (folder / "corrections.jsonl").write_bytes(b"".join(
        write_line(Correction("rename", id=str(day), when=f"2024-12-{day:02}T00:00:00+00:00", who="Ada", why="x",
                              actor="afp", name=f"Name of the {day}th")) for day in (7, 9)
    ))  # fmt: skip
    return folder


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["changes", "--tables", str(folder), *arguments])
    if result.exception is not None:
        raise result.exception
    return result.output


@pytest.mark.parametrize("given", [(), ("--since", OLD[:6])])
def test_what_is_other_than_in_an_older_set_is_said(folder: Path, given: tuple[str, ...]) -> None:
    said = run(folder, *given)
    assert said.startswith("Since 2024-12-08, 06:00 UTC: 1 new article, 0 changed, 0 gone\n")
    assert "  articles: 1 → 2 (+1 in new articles)\n" in said
    assert "  Name of the 9th: 1 → 2 (+1 in new articles)\n" in said
    assert "Hezbollah" in said.partition("named for the first time")[2]
    assert "\x1b" not in said


def test_a_day_can_be_given(folder: Path) -> None:
    assert run(folder, "--since", "2024-12-07").startswith("Since the end of 2024-12-07: 1 new article\n")


def test_a_set_that_is_not_kept_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="keeps no set ffffff"):
        run(folder, "--since", "ffffff")
    write_set(tmp_path, write_tables([]), {"input_digest": OLD, "created": "2024-12-08T06:00:00+00:00"})
    with pytest.raises(InputError, match="no older set"):
        run(tmp_path)


def test_an_older_set_is_read_as_it_was_seen_and_as_it_is_shown(folder: Path) -> None:
    store = open_store(folder)
    other = store.reader().open_other(OLD[:6])
    assert other is not None
    names = [
        each.execute("SELECT name FROM actors WHERE actor_id = 'afp'").fetchall()
        for each in (other.as_seen, other.reader)
    ]
    assert names == [[("Name of the 7th",)], [("Name of the 9th",)]]
    with (folder / "corrections.jsonl").open("ab") as file:
        file.write(write_line(Correction(
            "rename", id="10", when="2024-12-11T00:00:00+00:00", who="Ada", why="x", actor="iraq", name="Another",
        )))  # fmt: skip
    again = store.reader().open_other(OLD[:6])
    assert again is not None and again.key != other.key, "what was found with other corrections is found anew"
    assert again.reader.execute("SELECT name FROM actors WHERE actor_id = 'iraq'").fetchall() == [("Another",)]
    assert store.reader().open_other("ffffff") is None and store.reader().open_other("") is None
