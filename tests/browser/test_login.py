"""The log-in, end to end: a real OpenID provider in this process, a real server, a real Chromium."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_handshakes import UPGRADE, ask

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

# The provider, in a thread beside the tests, uses what Authlib is about to rename.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

# What the provider says of each of its users. An address that it did not verify opens nothing.
USERS = {
    "ana": {"name": "Ana José Ruiz", "email": "ana@desk.example", "email_verified": True},
    "rob": {"name": "Rob", "email": "rob@desk.example", "email_verified": True},
    "eve": {"name": "Ana José Ruiz", "email": "ana@desk.example", "email_verified": False},
}
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "dateline"
client_secret = "secret"
server_metadata_url = "%s/.well-known/openid-configuration"
"""

LINK = "sentences?location=169577&near=article&q=city&at=169577"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of the provider."""
    from oidc_provider_mock import User, run_server_in_thread

    people = [User(sub=sub, claims=dict(claims)) for sub, claims in USERS.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_tables, tmp_path_factory.mktemp("login") / "tables"))


@pytest.fixture(scope="module")
def desk(serve: "Serve", tables: Path, provider: str) -> str:
    """A server that lets in the desk, and lets Ana correct."""
    secrets = tables.parent / "secrets.toml"
    secrets.write_text(SECRETS % provider)
    return serve(
        tables, f"--secrets.files={secrets}",
        DATELINE_LOGIN="oidc", DATELINE_READERS="@desk.example", DATELINE_CORRECTORS="Ana@desk.example",
        DATELINE_ADD="on",
    )  # fmt: skip


def cookies_of(visitor: "Visitor") -> str:
    """The header with which the window's requests are those of whoever is logged in there."""
    return "; ".join(f"{each['name']}={each['value']}" for each in visitor.context.cookies())


def log_in(visitor: "Visitor", address: str, user: str) -> Page:
    """The tab after the user logged in at this address; the provider asks who it is."""
    page = visitor.tab()
    page.goto(address)
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name=user, exact=True).first.click()
    return page


def test_nothing_is_given_to_whom_nobody_has_logged_in(desk: str) -> None:
    here = urlsplit(desk).netloc
    for path in (
        "/", "/quotes", "/media/x.csv", "/app/static/basemap/countries.geojson", "/_stcore/host-config",
        "/static/js/x.js", "/component/x", "/_stcore/script-health-check", "/oauth2callback/../quotes",
    ):  # fmt: skip
        assert ask(desk, path, Host=here)[0] == 401, path
    assert ask(desk, "/_stcore/stream", Host=here, Origin=f"http://{here}", **UPGRADE)[0] == 403
    forged = "_streamlit_user=" + json.dumps({"is_logged_in": True, "email": "ana@desk.example"})
    assert ask(desk, "/", Host=here, Cookie=forged)[0] == 401
    with urlopen(f"{desk}_stcore/health") as answer:
        assert answer.read() == b"ok"


def test_who_may_correct_comes_back_to_the_link_and_signs_with_the_name(
    visit: "Visit", desk: str, tables: Path
) -> None:
    ana = visit()
    page = log_in(ana, f"{desk}{LINK}", "ana")
    page.wait_for_url(re.compile("/sentences"))
    ana.settle(page)
    assert page.url == f"{desk}{LINK}"
    assert "You are Ana José Ruiz (ana@desk.example)." in page.get_by_test_id("stSidebar").inner_text()
    page.get_by_role("link", name="correct", exact=True).first.click()
    page.wait_for_url(re.compile("/review"))
    ana.settle(page)
    assert page.get_by_role("textbox", name="Your name").count() == 0
    page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("What is wrong$")).fill("This is no place")
    page.get_by_role("option", name="This is no place", exact=True).click()
    page.get_by_role("textbox", name="Why").fill("a ship")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    [saved] = (tables / "corrections.jsonl").read_text("utf-8").splitlines()
    assert json.loads(saved)["who"] == "Ana José Ruiz (ana@desk.example)"
    assert ana.errors == []


def test_who_may_only_read_has_no_way_to_correct_and_can_leave(visit: "Visit", desk: str) -> None:
    rob = visit()
    page = log_in(rob, f"{desk}{LINK}", "rob")
    page.wait_for_url(re.compile("/sentences"))
    rob.settle(page)
    assert page.get_by_role("link", name="why here").count() > 0
    assert page.get_by_role("link", name="correct", exact=True).count() == 0
    page = rob.open(f"{desk}review")
    expect(page.get_by_text("who may read and not correct")).to_be_visible()
    assert page.get_by_role("link", name="Add articles").count() == 0
    here, path = urlsplit(desk).netloc, "/_stcore/upload_file/session/file"
    assert ask(desk, path, "PUT", Host=here, Origin=f"http://{here}", Cookie=cookies_of(rob))[0] == 403
    assert ask(desk, path, "PUT", Host=here, Origin=f"http://{here}")[0] == 401
    page = rob.open(f"{desk}add_articles")
    expect(page.get_by_text("who may read and neither correct nor add articles")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_role("heading", name="Make a correction").count() == 0
    assert page.get_by_text("A correction begins here").count() == 0
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(re.compile("/oauth2/end_session"))  # until then the button of before answers to the name, too
    page.get_by_role("button", name=re.compile("end session|log ?out|confirm|yes", re.IGNORECASE)).first.click()
    page.get_by_role("link", name="Log in").wait_for()
    answer = page.goto(f"{desk}quotes")
    assert answer is not None and answer.status == 401


def test_an_address_that_is_not_verified_opens_nothing(visit: "Visit", desk: str) -> None:
    eve = visit()
    page = log_in(eve, f"{desk}quotes", "eve")
    expect(page.get_by_text("who may not open this dashboard")).to_be_visible()
    assert page.get_by_role("link", name="Log out").count() == 1
    cookies = cookies_of(eve)
    here = urlsplit(desk).netloc
    assert ask(desk, "/quotes", Host=here, Cookie=cookies)[0] == 403
    assert ask(desk, "/_stcore/stream", Host=here, Origin=f"http://{here}", Cookie=cookies, **UPGRADE)[0] == 403
