"""Receipts in the pages: made on one set, checked on a later one; and old links to a sentence that was edited."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.__main__ import main
from dashboard.app.receipts import LARGEST_PASTED
from dashboard.filters import Filters
from dashboard.receipts.files import read_file, read_receipts
from dashboard.receipts.receipt import Receipt, to_json, to_object
from dashboard.receipts.writing import number_receipt, quote_receipt, sentence_receipt
from dashboard.store import open_store
from tests.conftest import EVIL
from tests.receipts.conftest import BOTH, HOMS, PORT, build, edit
from tests.sets import write_set
from tests.views.conftest import hrefs, shown

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

SCRIPT = "pages/receipts.py"
EDITED = edit(HOMS, "safe and stable", "calm and under control")


def write(folder: Path, digest: str, *news: object) -> None:
    """Show the tables of these articles as the current set of the folder."""
    made = {"created": f"2026-11-2{digest}T10:00:00+00:00", "input_digest": digest * 64, "seconds": 1.0}
    write_set(folder, build(news), {**made, "counts": {"articles": len(news), "rejects": 0}, "annotators": {}})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Receipt]]:
    """A folder whose current set has an edited sentence, and receipts that were made on the set before: of the
    sentence, of the quote in it, of another sentence and of a number."""
    folder = tmp_path_factory.mktemp("edited")
    write(folder, "1", *BOTH)
    reader = open_store(folder).reader()
    root = "https://desk.example/"
    [(quote,)] = reader.execute("SELECT quote_id FROM quotes").fetchall()
    receipts = [
        sentence_receipt(reader, "homs", 1, root), quote_receipt(reader, quote, root),
        sentence_receipt(reader, "port", 2, root), number_receipt(reader, Filters(named=("ministry",)), "sentences"),
    ]  # fmt: skip
    write(folder, "2", EDITED, PORT)
    return folder, receipts


def body(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html"))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of `dateline` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_a_receipt_that_is_pasted_is_checked(open_page: "OpenPage", edited: tuple[Path, list[Receipt]]) -> None:
    folder, receipts = edited
    page = open_page(folder, SCRIPT)
    assert "Nothing was given yet" in page.info[0].value
    page.text_area(key="receipt-text").input(json.dumps([to_object(each) for each in receipts]))
    page.button(key="FormSubmitter:pasted-receipt-Check").click().run()
    assert not page.exception and not page.error
    assert page.header[0].value == "4 receipts"
    assert "2 found and 2 changed" in page.caption[-1].value
    text = shown(body(page))
    assert "Then “Homs is safe and stable,”" in text and "Now “Homs is calm and under control,”" in text
    assert "A quote of Ministry of Defence" in text and "Counted under mentions of: Ministry of Defence" in text
    assert body(page).count('<mark class="differs"') == 8, "two words then and now, of the sentence and of the quote"
    assert "articles?article=homs&sentence=1&exact=" in " ".join(hrefs(body(page)))


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "no JSON"), (EVIL, "no JSON"), ('{"type": "Annotation"}', "no receipt of Dateline")],
    ids=range(3),
)
def test_what_is_no_receipt_is_said(
    open_page: "OpenPage", edited: tuple[Path, list[Receipt]], text: str, said: str
) -> None:
    page = open_page(edited[0], SCRIPT)
    page.text_area(key="receipt-text").input(text)
    page.button(key="FormSubmitter:pasted-receipt-Check").click().run()
    assert not page.exception
    assert said in page.error[0].value.replace("\\", "")
    page.session_state["receipts"] = "[" + " " * LARGEST_PASTED
    assert "dateline verify FILE" in page.run().error[0].value.replace("\\", "")


def test_the_example_is_found(open_page: "OpenPage", edited: tuple[Path, list[Receipt]]) -> None:
    page = open_page(edited[0], SCRIPT)
    page.button(key="example").click().run()
    assert not page.exception
    assert page.header[0].value == "1 receipt" and "1 found" in page.caption[-1].value


def test_words_of_a_receipt_are_no_markup(open_page: "OpenPage", edited: tuple[Path, list[Receipt]]) -> None:
    folder, [sentence, quote, *_] = edited
    assert quote.article and quote.passage and quote.statement
    long = replace(quote.passage, exact=EVIL, end=quote.passage.start + len(EVIL))
    article = replace(quote.article, id=EVIL, external_id=EVIL, title=EVIL, outlet=EVIL, published=EVIL)
    statement = replace(quote.statement, speaker=EVIL, actor_names=(EVIL,), parts=((0, 4),))
    evil = replace(quote, article=article, passage=long, statement=statement, made=sentence.made)
    page = open_page(folder, SCRIPT)
    page.session_state["receipts"] = to_json(evil)
    page.run()
    assert not page.exception
    assert page.header[0].value == "1 receipt"
    assert EVIL in shown(body(page))
    assert "<script>" not in body(page) and "<img" not in body(page)


def test_an_old_link_says_that_its_words_are_no_longer_there(
    open_page: "OpenPage", edited: tuple[Path, list[Receipt]]
) -> None:
    folder, [sentence, _, kept, _] = edited
    page = open_page(folder, "pages/articles.py", sentence.link.partition("?")[2])
    assert not page.exception
    assert "These words are no longer in this article" in page.warning[1].value
    assert "The closest sentence is shown" in page.warning[1].value
    assert "calm and under control" in body(page).partition('class="dl-lit"')[2][:200]
    still = open_page(folder, "pages/articles.py", kept.link.partition("?")[2])
    assert len(still.warning) == 1, "it was made on other tables"
    moved = open_page(folder, "pages/articles.py", kept.link.partition("?")[2].replace("sentence=2", "sentence=0"))
    assert "This sentence has moved" in moved.warning[1].value
    assert "The port opens" in body(moved).partition('class="dl-lit"')[2][:200]


@pytest.mark.parametrize(
    ("article", "words", "said"),
    [
        ("homs", "Nothing of this was ever written", "nor is a sentence like them"),
        ("old-port", "The port opens on Monday.", "not in these tables; this one has the same words"),
        ("old-port", "Nothing of this was ever written", "No article of these tables has the words"),
    ],
)
def test_a_link_whose_words_are_lost_lights_none_or_says_which(
    open_page: "OpenPage", edited: tuple[Path, list[Receipt]], article: str, words: str, said: str
) -> None:
    page = open_page(edited[0], "pages/articles.py", urlencode({"article": article, "sentence": 1, "exact": words}))
    assert not page.exception
    assert said in page.warning[0].value.replace("\\", "")
    assert ('class="dl-lit"' in body(page)) == ("The port opens" in words)


def test_the_command_says_each_verdict_in_a_line(
    edited: tuple[Path, list[Receipt]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, receipts = edited
    path = tmp_path / "receipts.json"
    path.write_text(json.dumps([to_object(each) for each in receipts]), "utf-8")
    assert run(monkeypatch, "verify", path, "--tables", folder) == 1
    *lines, summary = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["changed", "sentence"], ["changed", "quote"], ["found", "sentence"], ["found", "number"],
    ]  # fmt: skip
    assert "Then: “[safe] and [stable],” the ministry said" in lines[1]
    assert "(Sample Wire, no date)" in lines[2] and "1 mention (mentions of: Ministry of Defence)" in lines[3]
    assert summary == "4 receipts: 2 found and 2 changed"
    path.write_text(to_json(receipts[2]), "utf-8")
    assert run(monkeypatch, "verify", path, "--tables", folder) == 0
    assert run(monkeypatch, "verify", tmp_path / "absent.json", "--tables", folder) == 2
    assert run(monkeypatch, "verify", path, "--tables", tmp_path) == 2
    assert "absent.json cannot be read" in capsys.readouterr().err


def test_the_command_makes_a_receipt_of_a_link(
    edited: tuple[Path, list[Receipt]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, [old, _, sentence, _] = edited
    path = tmp_path / "receipt.json"
    assert run(monkeypatch, "receipt", sentence.link, "--tables", folder, "--out", path) == 0
    [made] = read_file(path)
    assert made.passage == sentence.passage and made.link.startswith("https://desk.example/articles?article=port&")
    assert run(monkeypatch, "receipt", "http://x.example/base/sentences?named=kremlin", "--tables", folder) == 0
    [number] = read_receipts(capsys.readouterr().out)
    assert number.number and number.number.value == 1
    assert number.link == "http://x.example/base/sentences?named=kremlin&corpus=222222"
    for link, said in (
        (old.link, "no article of these tables has the words"),
        ("sentences?named=nobody", "cannot be counted in these tables: These tables have no actor"),
        ("articles?article=port", "names an article and no sentence"),
        ("articles?article=port&sentence=99", "has no sentence 99"),
        ("about", "the page 'about' has no number with a receipt"),
        ("quote:port-1-2", "these tables have no quote"),
        ("quote:x", "these tables have no quote"),
        ("http://[x/", "is no address"),
    ):
        assert run(monkeypatch, "receipt", link, "--tables", folder) == 2
        assert said in capsys.readouterr().err
    monkeypatch.delenv("DATELINE_TIMESTAMP", raising=False)
    assert run(monkeypatch, "receipt", sentence.link, "--tables", folder, "--timestamp") == 2
    assert "DATELINE_TIMESTAMP is not set" in capsys.readouterr().err
