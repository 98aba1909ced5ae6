"""Receipts that the server sends: those of a sentence, a quote and a number, and in one line why there is none."""

from pathlib import Path

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from dashboard.app.citing import receipt_routes
from dashboard.app.data import data_routes
from dashboard.receipts.files import read_receipts
from dashboard.receipts.receipt import Receipt
from tests.queries.conftest import ARTICLES, QUOTES, write_tables
from tests.sets import write_set


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("citing") / "tables"
    write_set(folder, write_tables(ARTICLES, QUOTES), {"input_digest": "abcdef0123", "created": "2025-01-01T00:00:00"})
    return folder


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch, tables: Path) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tables))


async def ask(of: str) -> httpx.Response:
    """The answer to a request for the receipt of a link."""
    app = Starlette(routes=[*receipt_routes(), *data_routes()])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        return await client.get("/receipt.json", params={"of": of})


def cite(of: str) -> Receipt:
    """The receipt that the server sends of a link."""
    answer = anyio.run(ask, of)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), answer.text
    assert answer.headers["cache-control"] == "private, no-cache"
    [receipt] = read_receipts(answer.text)
    return receipt


def test_the_receipt_of_what_a_link_shows_is_sent() -> None:
    sentence = cite("articles?article=falls&sentence=2&exact=Hezbollah+left+Homs")
    assert sentence.passage and sentence.passage.exact.startswith("Hezbollah left Homs: “We are")
    assert sentence.link.startswith("http://desk.example/articles?article=falls&sentence=2&exact=Hezbollah+left+Homs")
    number = cite("sentences?named=hezbollah")
    assert number.number and (number.number.value, number.number.unit) == (4, "mention")
    odd = cite("quotes?source=O'Neil's+\"Post\"; --")
    assert odd.number and odd.number.value == 1


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("", "has no number with a receipt"),
        ("quote:falls-1-2", "have no quote"),
        ("articles?article=falls&sentence=2&exact=Never+written", "has the words"),
        ("sentences?named=nobody", "cannot be counted"),
        ("http://[", "no address"),
    ],
)
def test_why_there_is_none_is_said_in_one_line(of: str, said: str) -> None:
    answer = anyio.run(ask, of)
    assert answer.status_code == 404
    assert answer.text.startswith("There is no receipt: ") and said in answer.text and answer.text.count("\n") == 1
