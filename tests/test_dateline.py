"""`dateline.open`: a page's rows as a frame, out of a folder or from a server, and from no host but the one named."""

import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest
import uvicorn
from starlette.applications import Starlette
from streamlit import config

import dateline
from dashboard import settings
from dashboard.app.data import data_routes
from dashboard.errors import AddressError, InputError, TablesAbsentError
from dashboard.tables.sets import read_manifest
from tests.queries.conftest import ARTICLES, DISPUTED, DISPUTES, QUOTES, write_tables
from tests.sets import write_set


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opened")
    made = write_tables([*ARTICLES, *DISPUTED], [*QUOTES, *DISPUTES])
    write_set(folder, made, {"input_digest": "abcdef0123", "created": "2025-01-01T00:00:00+00:00"})
    return folder


@pytest.fixture(scope="module")
def site(tables: Path) -> Iterator[str]:
    """The address of a server with our routes, below a base path; it ends with a slash."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_TABLES", str(tables))
        config.set_option("server.baseUrlPath", "desk")
        options = uvicorn.Config(Starlette(routes=data_routes()), port=0, log_level="error", lifespan="off")
        config.set_option("server.baseUrlPath", "")
        server = uvicorn.Server(options)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        [socket] = server.servers[0].sockets
        yield f"http://127.0.0.1:{socket.getsockname()[1]}/desk/"
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "quotes?location=169577", "sentences?actor=assad&screen=2", "overview.csv", "", "?from=2024-12-01",
        "locations?frame=not-on-the-map#why", "articles.json?limit=3&offset=1", "disputes", "about",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::UserWarning")  # what the notes say
def test_a_server_and_a_folder_give_the_same(site: str, tables: Path, address: str) -> None:
    served, read = dateline.open(site + address), dateline.open(address, tables=tables)
    pd.testing.assert_frame_equal(served, read)
    told = ("link", "downloaded")
    assert without(served.attrs["dateline"], *told) == without(read.attrs["dateline"], *told)
    assert read.attrs["dateline"]["set"] == read_manifest(tables)["set"]
    assert len(read) == read.attrs["dateline"]["rows"]


def without(origin: dict[str, object], *keys: str) -> dict[str, object]:
    return {key: value for key, value in origin.items() if key not in keys}


def test_types_hold_and_all_rows_come(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dateline.open("quotes", tables=tables)
    assert whole.dtypes[["published", "sentence", "speaker_start", "confidence"]].astype(str).tolist() == [
        "datetime64[us, UTC]", "int64", "Int64", "float64",
    ]  # fmt: skip
    assert list(whole["actor_ids"].iloc[0]) == ["assad"]
    monkeypatch.setattr(dateline, "MOST_ROWS", 7)
    pieces = dateline.open("quotes", tables=tables)
    assert (len(whole), pieces["quote_id"].tolist()) == (20, whole["quote_id"].tolist())
    assert (pieces.attrs["dateline"]["rows"], "next" in pieces.attrs["dateline"]) == (20, False)
    assert len(dateline.open("quotes?limit=2&offset=1", tables=tables)) == 2
    assert len(dateline.open("quotes?limit=2", tables=tables, limit=9)) == 9


def test_what_was_ignored_is_noted(tables: Path) -> None:
    with pytest.warns(UserWarning, match="These tables have no actor “nobody”; it was ignored."):
        [note] = dateline.open("quotes?actor=nobody", tables=tables).attrs["dateline"]["notes"]
    assert note == "These tables have no actor “nobody”; it was ignored."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("quotes", "'quotes.parquet' is no address of a dashboard, such as http"),
        ("file:///etc/passwd", "is no address of a dashboard"),
        ("http://[/quotes", "is no address of a dashboard"),
        ("http://a b/quotes", "is no address of a dashboard"),
        ("http://localhost:1/quotes?limit=many", "The address says limit='many'; it must be one number"),
        ("http://localhost:1/quotes?limit=1&limit=2", "The address says limit='1'; it must be one number"),
    ],
)
def test_no_address_is_no_request(address: str, said: str) -> None:
    with pytest.raises(AddressError) as caught:
        dateline.open(address)
    assert said in str(caught.value)


def test_errors_say_what_to_do(site: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="quotes has no frame “x”; it has: quotes") as caught:
        dateline.open(f"{site}quotes?frame=x")
    assert caught.value.status == 404
    with pytest.raises(InputError, match=r"gave no answer .*; is the dashboard there?"):
        dateline.open("http://127.0.0.1:1/quotes")
    with pytest.raises(TablesAbsentError, match="dateline preprocess"):
        dateline.open("quotes", tables=tmp_path)
    with pytest.raises(AddressError, match="limit is 0; it must be 1 or more"):
        dateline.open("quotes", tables=tmp_path, limit=0)
    with pytest.raises(AddressError, match="The cookie has characters that none has"):
        dateline.open(f"{site}quotes", cookie="a=b\r\nX: y")


# What a server answers to any address -> its own address.
type Answering = Callable[[int, dict[str, str], bytes], str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    servers: list[ThreadingHTTPServer] = []

    def answer(status: int, headers: dict[str, str], body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.headers.get("Cookie", ""))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    asked: list[str] = []
    answer.asked = asked  # type: ignore[attr-defined]
    yield answer
    for each in servers:
        each.shutdown()
        each.server_close()


def test_no_other_host_is_asked(answering: Answering) -> None:
    elsewhere = answering(200, {}, b"PAR1")
    for target in (f"{elsewhere}/quotes.parquet", elsewhere.replace("http://127.0.0.1", "//localhost"), "http://["):
        with pytest.raises(InputError, match=r"leads on to .*another host; nothing was asked there"):
            dateline.open(f"{answering(302, {'Location': target}, b'')}/quotes", cookie="secret=1")
    with pytest.raises(InputError, match="leads on more than 3 times"):
        dateline.open(f"{answering(301, {'Location': '/quotes.parquet'}, b'')}/quotes", cookie="secret=1")
    assert answering.asked == ["secret=1"] * 7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("status", "kind", "error", "said"),
    [
        (200, "text/html", InputError, "answers, but not with rows: that page has none"),
        (401, "text/html", AddressError, "only to those who are logged in (HTTP 401); log in with a browser and give"),
        (403, "text/html", AddressError, "only to those who are logged in (HTTP 403)"),
        (503, "text/plain", InputError, "answers with HTTP 503: Come again. Later."),
        (502, "text/html", InputError, "answers with HTTP 502: it does not say why"),
    ],
)
def test_what_a_server_refuses_is_said(
    answering: Answering, status: int, kind: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as caught:
        dateline.open(f"{answering(status, {'Content-Type': kind}, b'Come again.' + bytes([10]) + b'Later.')}/quotes")
    assert said in str(caught.value)


def test_it_is_installed_with_the_dashboard() -> None:
    project = tomllib.loads((settings.CHECKOUT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"] == ["dashboard", "dateline.py"]
