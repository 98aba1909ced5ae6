"""Drafts: files and pasted texts on their way, bounded, and gone when they are taken away."""

from pathlib import Path

import pytest

from dashboard.additions.folder import drop_draft, list_additions
from dashboard.additions.preview import Preview
from dashboard.app import drafts
from dashboard.app.drafts import Draft, name_pasted, write_pasted
from dashboard.errors import InputError
from dashboard.pipeline.articles import Article, read_articles


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "tables"))
    return tmp_path / "tables"


def test_files_are_put_taken_away_and_all_cleared() -> None:
    draft = Draft()
    draft.put("a.txt", b"one")
    draft.put("a.txt", b"three")
    assert draft.names == {"a.txt": "a.txt", "a-2.txt": "a.txt"} and draft.size == 8
    draft.preview, draft.error = Preview(0, 0, 0, True, [], []), "x"
    draft.remove("a.txt")
    assert draft.names == {"a-2.txt": "a.txt"} and draft.size == 5
    assert draft.preview is None and draft.error == "", "it is looked at again"
    draft.remove("../../a-2.txt")
    folder = draft.path
    assert folder and [each.name for each in folder.iterdir()] == ["a-2.txt"]
    draft.clear()
    assert not folder.exists() and draft == Draft(round=1)
    draft.put("b.txt", b"1")
    assert draft.names == {"b.txt": "b.txt"}


def test_more_than_can_be_added_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Draft()
    monkeypatch.setattr(drafts, "MOST_BYTES", 4)
    draft.put("a.txt", b"1234")
    with pytest.raises(InputError, match=r"^b\.txt is left out: 1,000 files or 0 MB can be added at once; add"):
        draft.put("b.txt", b"5")
    monkeypatch.setattr(drafts, "MOST_FILES", 1)
    with pytest.raises(InputError, match="1 files or"):
        draft.put("b.txt", b"")
    assert list(draft.names) == ["a.txt"]


def test_what_was_given_up_meanwhile_is_no_error() -> None:
    draft = Draft()
    draft.put("a.txt", b"one")
    assert draft.path
    drop_draft(draft.path)
    draft.look()
    assert draft.error == "the files are not there any more; choose them again"
    draft.remove("a.txt")
    with pytest.raises(InputError, match="no file to add"):
        draft.start("")
    assert draft.names == {}


def test_names_are_shown_as_they_were_where_they_can_be() -> None:
    draft = Draft()
    for name in ("\u202eb\x00\n c.txt", "\x00.txt", "\u202e", "d" * 200 + ".txt"):
        draft.put(name, b"two")
    assert list(draft.names.values()) == ["b c.txt", ".txt", "file", "d" * 76 + ".txt"]


def test_what_was_chosen_becomes_an_addition_and_a_run_begins(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Path] = []
    monkeypatch.setattr(drafts, "start_run", started.append)
    draft = Draft()
    draft.put("a.txt", b"one")
    draft.preview = Preview(3, 0, 0, True, [], [])
    made = draft.start("Ana")
    assert list_additions(tables) == [made] and (made.who, made.articles) == ("Ana", 3)
    assert started == [tables] and draft == Draft(round=1)
    with pytest.raises(InputError, match="no file to add"):
        draft.start("Ana")


TEXT = "Envoy leaves Doha\n\nThe envoy left Doha on Friday: “We agreed,” he said."


@pytest.mark.parametrize(
    ("fields", "title", "source", "day"),
    [
        (("", "", ""), "Envoy leaves Doha", None, None),
        (("", "2024-12-06", "Orlin Herald"), "Envoy leaves Doha", "Orlin Herald", "2024-12-06"),
        ((" Talks end ", "", ""), "Talks end", None, None),
    ],
)
def test_a_pasted_text_is_one_article(
    tmp_path: Path, fields: tuple[str, str, str], title: str, source: str | None, day: str | None
) -> None:
    headline, given, outlet = fields
    name, data = write_pasted(TEXT, headline, given, outlet)
    (tmp_path / name).write_bytes(data)
    [article] = read_articles([tmp_path / name])
    assert isinstance(article, Article)
    assert (article.title, article.source) == (title, source)
    assert (article.published and f"{article.published:%Y-%m-%d}") == day
    assert article.text.endswith("“We agreed,” he said.")


def test_pasted_texts_are_told_apart() -> None:
    assert name_pasted(f"\n {TEXT}", " ") == "pasted: Envoy leaves Doha"
    assert name_pasted(TEXT, " Talks end ") == "pasted: Talks end"
    assert name_pasted("The envoy left Doha on Friday and went to Cairo.", "") == (
        "pasted: The envoy left Doha on Friday and went…"
    )
