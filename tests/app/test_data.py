"""The data of every page: the rows of `dateline export`, for those who may see the page, and for nobody else."""

import asyncio
import io
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit import config
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard import settings
from dashboard.app import data, login, sidebar
from dashboard.app.headers import Headers
from dashboard.app.hosts import Hosts
from dashboard.app.login import Login
from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.exports import answers, export_set
from dashboard.exports.answers import OVERVIEW, list_pages
from dashboard.exports.forms import FORMS
from dashboard.queries.downloads import DOWNLOADS
from dashboard.tables.contract import contract_digest
from tests.queries.conftest import ARTICLES, CLAIMS, DISPUTED, DISPUTES, MOVEMENTS, QUOTES, REJECTS, write_tables
from tests.sets import write_set

ADDRESSES = [
    (name, form, f"{each.page or OVERVIEW}.{form}?frame={name}&")
    for name, each in DOWNLOADS.items() for form in FORMS if FORMS[form].holds(name)
]  # fmt: skip
MANIFEST = {
    "input_digest": "abcdef0123", "created": "2025-01-01T00:00:00+00:00", "contract": contract_digest(),
}  # fmt: skip
LINK = "from=2024-12-01&article=falls"


def link_for(name: str) -> str:
    """A link under which the frame has rows; a card is of a chosen actor, changes are since a day, and what is gone is
    named by outlets that are left out."""
    if name.startswith("gone-"):
        return "not-source=Sample+Wire&not-source=Sample+Courier"
    if "since-day" in DOWNLOADS[name].reads:
        return "since-day=2024-12-07"
    return "actor=assad" if "card" in DOWNLOADS[name].reads else LINK


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a dozen articles, and a correction."""
    folder = tmp_path_factory.mktemp("data") / "tables"
    made = write_tables([*ARTICLES, *DISPUTED], [*QUOTES, *DISPUTES], REJECTS, MOVEMENTS, CLAIMS)
    write_set(folder, made, MANIFEST)
    save(folder, Correction("rename", who="Ada", why="its own name", actor="hezbollah", name="Hizbullah"))
    return folder


@pytest.fixture(scope="module")
def exported(tables: Path) -> Path:
    """A folder with what `dateline export` writes of them, in every form."""
    for link in {link_for(name) for name in DOWNLOADS}:
        for form in FORMS:
            export_set(tables, tables.parent / link, form, link)
    return tables.parent


class Client:
    """Who asks a server with our routes, and with what stands before them."""

    def __init__(self) -> None:
        before = [Middleware(each) for each in (Headers, Hosts, Login)]
        self._app = Starlette(routes=data.data_routes(), middleware=before)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.request("GET", address, headers)

    def request(self, method: str, address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, address, headers=headers)

        with ThreadPoolExecutor(1) as apart:  # in this thread a test of a browser may have a loop of its own
            return apart.submit(lambda: asyncio.run(ask())).result()


@pytest.fixture
def client(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("DATELINE_TABLES", str(tables))
    return Client()


@pytest.mark.parametrize(("name", "form", "address"), ADDRESSES)
def test_an_address_gives_the_rows_of_the_export(
    client: Client, exported: Path, name: str, form: str, address: str
) -> None:
    answer = client.get(f"/{address}{link_for(name)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[form].media)
    given = (exported / link_for(name) / f"dateline-{name}.{form}").read_bytes()
    assert read_rows(form, answer.content) == read_rows(form, given)


def read_rows(form: str, content: bytes) -> Any:
    """What a file holds below its head."""
    match form:
        case "csv":
            return [
                line
                for line in content.splitlines(keepends=True)
                if not line.removeprefix(b"\xef\xbb\xbf").startswith(b"# ")
            ]
        case "json":
            return json.loads(content)["rows"]
        case "geojson":
            return json.loads(content)["features"]
    table = pq.read_table(io.BytesIO(content))
    return table.replace_schema_metadata(None)


def test_there_are_rows_to_compare(client: Client) -> None:
    answers = {name: client.get(f"/{address}{link_for(name)}") for name, form, address in ADDRESSES if form == "json"}
    empty = [name for name, answer in answers.items() if not answer.json()["rows"]]
    assert sorted(empty) == ["doubtful-pins", "drift", "judgements", "reversals", "silences"]


def test_the_head_says_where_the_rows_are_from(client: Client) -> None:
    answer = client.get("/quotes.json?location=169577&colour=red&limit=1")
    head = answer.json()["dateline"]
    assert head["link"] == "http://localhost/quotes?location=169577&corpus=abcdef"
    assert head["filters_in_words"] == ["place: Homs, Syria", "named in: quote"]
    assert head["notes"] == ["The link's “colour” is not known here; it was ignored."]
    assert (head["frame"], head["rows"], head["offset"], head["of"] > 1) == ("quotes", 1, 0, True)
    assert head["next"] == "http://localhost/quotes.json?location=169577&limit=1&offset=1"
    assert answer.headers["link"] == f'<{head["next"]}>; rel="next"'
    text = client.get("/quotes.csv?location=169577&colour=red&limit=1").text
    assert f"# Rows: 1 to 1 of {head['of']}" in text
    assert "# Note: The link's “colour” is not known here · it was ignored." in text
    places = client.get("/locations.geojson?limit=1").json()
    assert places["dateline"]["frame"] == "places"


def test_filters_that_narrow_nothing_are_noted(client: Client) -> None:
    for address, said in {
        "review.json?actor=assad": "These rows are of the whole corpus; no filter narrows them.",
        "actors.json?screen=2": "The link's screen has no meaning in these rows; it was ignored.",
        "quotes.json?set=123456": "This link was made on other tables than the ones shown here; what it shows "
        "may differ.",
    }.items():
        assert client.get(f"/{address}").json()["dateline"]["notes"] == [said], address


def test_all_rows_come_piece_by_piece(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get("/sentences.json").json()["rows"]
    monkeypatch.setattr(answers, "MOST_ROWS", 7)
    rows, address, asked = [], "/sentences.json", 0
    while address:
        piece = client.get(address).json()
        rows += piece["rows"]
        address, asked = piece["dateline"].get("next"), asked + 1
    assert (rows, asked) == (whole, -(-len(whole) // 7))
    assert client.get("/sentences.json?limit=8").status_code == 400


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("nothing.json", 404, "There is no page “nothing”; pages with data: overview, changes, locations, movements,"),
        (".json", 404, "There is no page “.json”; pages with data: overview"),
        ("quotes.xlsx", 404, "There is no “xlsx” of this page; there is quotes.json, quotes.csv, quotes.parquet."),
        ("quotes.JSON", 404, "There is no “JSON” of this page"),
        ("quotes.", 404, "There is no “” of this page"),
        ("quotes.geojson", 406, "comes as json, csv, parquet. Pages with points: locations, movements, suspects."),
        ("locations.geojson?frame=not-on-the-map", 406, "No row of the frame not-on-the-map of locations has a point"),
        ("locations.json?frame=quotes", 404, "has no frame “quotes”; it has: places, not-on-the-map, gone-places."),
        ("locations.json?frame=places&frame=places", 404, "locations has no frame “places places”"),
        ("quotes.json?limit=0", 400, "limit is “0”; it must be one number from 1 to 10,000."),
        ("quotes.json?limit=10001", 400, "limit is “10001”"),
        ("quotes.json?limit=1&limit=2", 400, "limit is “1 2”"),
        ("quotes.json?limit=%D9%A1", 400, "limit is “١”"),
        ("quotes.json?offset=-1", 400, "offset is “-1”; it must be one number from 0 to 1,000,000,000."),
        ("quotes.json?offset=99999999999999999999", 400, "offset is “9999"),
        ("quotes.json?frame=%0D%0ASet-Cookie:x%00%E2%80%AE", 404, "has no frame “��Set-Cookie:x��”"),
        ("quotes.json?" + "a=1&" * 1_001, 400, "more than 1,000 values"),
        ("%3Cscript%3E.json", 404, "There is no page “<script>”"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused_in_one_line(client: Client, address: str, status: int, said: str) -> None:
    answer = client.get(f"/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert said in answer.text
    assert answer.text.count("\n") == 1
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "query",
    [
        "actor=%00", "actor=%ED%A0%80", "actor='%3B DROP TABLE actors", "q=%22%22%22((((", "q=" + "a " * 5_000,
        "near=nowhere&from=9999-99-99&to=0000-00-00", "corpus=%F0%9F%92%A9", "set=../../etc", "new=../..",
        "added=../..", "moment=0001-01-01", "sort=rowid", "actor=" + "x" * 10_000,
        "&".join(f"actor=a{each}" for each in range(900)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["locations", "quotes", "sentences"])
def test_hostile_filters_are_notes(client: Client, page: str, query: str) -> None:
    answer = client.get(f"/{page}.json?{query}")
    assert answer.status_code == 200
    assert len(answer.json()["dateline"]["notes"]) < 2_000


def test_words_of_articles_stay_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = write_tables(ARTICLES, QUOTES)
    evil = "=cmd|' /C calc'!A1</script>\u2028"
    articles = made["articles"]
    made["articles"] = articles.set_column(
        articles.schema.get_field_index("title"), "title", [[evil] * articles.num_rows]
    ).cast(articles.schema)
    write_set(tmp_path, made, {"input_digest": "ab", "created": "2025-01-01T00:00:00"})
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path))
    client = Client()
    answer = client.get("/articles.json")
    assert {row["title"] for row in answer.json()["rows"]} == {evil}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "\n=cmd" not in client.get("/articles.csv").text.replace(",", "\n").replace('"', "")


def test_an_answer_that_is_known_is_not_sent_again(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(tables, tmp_path / "tables", symlinks=True)
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "tables"))
    client = Client()
    address = "/actors.json?from=2024-12-01"
    first = client.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": 'W/"0"'}).status_code == 200
    others = (
        "/actors.csv?from=2024-12-01",
        f"{address}&limit=2",
        "/actors.json",
        "/actors.json?frame=ties&from=2024-12-01",
    )
    assert len({tag, *(client.get(each).headers["etag"] for each in others)}) == 5
    save(tmp_path / "tables", Correction("hide", who="Ada", why="no actor", actor="assad"))
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "assad" not in {row["actor_id"] for row in changed.json()["rows"]}
    assert changed.json()["dateline"]["corrections"] == 2


def test_new_tables_appear_and_a_kept_set_stays(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(tables, tmp_path / "tables", symlinks=True)
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "tables"))
    client = Client()
    before = client.get("/articles.json")
    write_set(
        tmp_path / "tables", write_tables(ARTICLES[:2], ()),
        {**MANIFEST, "input_digest": "fedcba", "created": "2025-01-02T00:00:00+00:00"},
    )  # fmt: skip
    after = client.get("/articles.json", headers={"If-None-Match": before.headers["etag"]})
    assert len(before.json()["rows"]) == len(ARTICLES) + len(DISPUTED)
    assert len(after.json()["rows"]) == 2
    kept = client.get("/articles.json?set=abcdef").json()
    assert (kept["rows"], kept["dateline"]["corpus"]) == (before.json()["rows"], "abcdef")
    assert "set=abcdef" in kept["dateline"]["link"]


def test_a_head_has_no_body(client: Client) -> None:
    whole = client.get("/quotes.csv")
    head = client.request("HEAD", "/quotes.csv")
    assert head.content == b""
    assert {name: head.headers[name] for name in ("etag", "content-disposition", "content-type")} == {
        name: whole.headers[name] for name in ("etag", "content-disposition", "content-type")
    }
    assert whole.headers["content-disposition"] == 'attachment; filename="dateline-quotes.csv"'
    assert "content-disposition" not in client.get("/quotes.json").headers


def test_no_other_page_reads_it_and_nobody_writes(client: Client) -> None:
    assert "access-control-allow-origin" not in client.get("/quotes.json", headers={"Origin": "http://evil"}).headers
    assert client.get("/quotes.json").headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/quotes.json", headers={"Host": "evil.example"}).status_code == 421
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert client.request(method, "/quotes.json").status_code == 405


@pytest.fixture
def base_path() -> Iterator[str]:
    config.set_option("server.baseUrlPath", "desk/dateline")
    yield "/desk/dateline"
    config.set_option("server.baseUrlPath", "")


def test_it_lies_below_the_base_path(base_path: str, client: Client) -> None:
    answer = client.get(f"{base_path}/overview.json")
    assert answer.json()["dateline"]["link"] == f"http://localhost{base_path}/?corpus=abcdef"
    assert client.get("/overview.json").status_code == 404


def test_the_address_of_the_head_is_the_public_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PUBLIC_URL", "https://desk.example/d")
    assert client.get("/overview.json").json()["dateline"]["link"] == "https://desk.example/d/?corpus=abcdef"


def test_behind_a_log_in_there_is_nothing_for_strangers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LOGIN", "oidc")
    monkeypatch.setenv("DATELINE_READERS", "@desk.example")
    monkeypatch.setattr(login, "get_cookie_secret", lambda: "secret")

    def cookie(secret: str, email: str) -> dict[str, str]:
        said = {"is_logged_in": True, "iat": time.time() - 60, "sub": "ana", "email": email, "email_verified": True}
        signed = create_signed_value(secret, "_streamlit_user", json.dumps(said)).decode()
        return {"Cookie": f"_streamlit_user={signed}"}

    for headers, status in (
        ({}, 401), (cookie("wrong", "ana@desk.example"), 401), (cookie("secret", "eve@evil.example"), 403),
    ):  # fmt: skip
        for address in ("/quotes.json", "/articles.csv", "/nothing.json"):
            answer = client.get(address, headers=headers)
            assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
            assert "etag" not in answer.headers
            assert "Damascus" not in answer.text
    answer = client.get("/quotes.json", headers=cookie("secret", "ana@desk.example"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_too_many_at_once_are_told_to_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "AT_ONCE", 0)
    monkeypatch.setattr(data, "WAITING", 0)
    answer = client.get("/quotes.json")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_without_tables_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path))
    answer = Client().get("/quotes.json")
    assert (answer.status_code, answer.text.count("\n")) == (503, 1)
    assert "dateline preprocess" in answer.text


# Page of the menu -> why it has no rows.
WITHOUT = {
    "evidence": "what is collected there is a file of its own, the pack",
    "add_articles": "it takes files and shows none",
    "receipts": "it answers to a file that is given to it",
    "watches": "its findings are digests, which are served as HTML and Atom",
}


def test_every_page_of_the_menu_has_data_or_a_reason_not_to() -> None:
    pages = {sidebar.name_in_url(label): settings.CHECKOUT / script for script, label, *_ in sidebar.PAGES}
    has = set(list_pages().values())
    assert {page for page in pages if page not in has} == set(WITHOUT), "add its frame to queries/downloads.py"
    silent = [page for page in has if "blocks.offer_data(page)" not in script_of(page).read_text("utf-8")]
    assert silent == [], "the last line of these pages: blocks.offer_data(page)"


def script_of(page: str) -> Path:
    return settings.CHECKOUT / (f"pages/{page}.py" if page else sidebar.PAGES[0][0])


def test_a_file_of_streamlit_is_not_ours_to_answer_for(client: Client) -> None:
    answer = client.get("/manifest.json")
    assert (answer.status_code, answer.text) == (404, "Not Found")
