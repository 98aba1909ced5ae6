"""Who may add articles, and whose files the server takes."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.stats import CacheStat

from dashboard import settings
from dashboard.accounts import Account
from dashboard.additions.run import ENDED, JOINING, PREPARING, READING, STARTING, Run
from dashboard.app.adding import describe_step, is_shared, share, why_not
from dashboard.app.hosts import Hosts
from dashboard.app.login import ACCOUNT
from dashboard.app.uploads import MOST_HELD, Uploads
from dashboard.errors import SettingError

ANA, ROB = Account("Ana", may_correct=True), Account("Rob", may_correct=False)
HERE = {"server.address": "localhost", "server.allowedHosts": ["localhost", "127.0.0.1", "::1"]}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The options of a server of one's own machine, which a test may change."""
    options = dict(HERE)
    whole = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: options[name] if name in options else whole(name))
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "tables"))
    for name in ("ADD", "LOGIN", "READERS", "CORRECTORS", "USER_HEADER"):
        monkeypatch.delenv(f"DATELINE_{name}", raising=False)
    return options


@pytest.mark.parametrize(
    ("option", "value", "shared"),
    [
        ("server.address", "127.0.0.1", False),
        ("server.allowedHosts", ["127.0.0.1", "[::1]"], False),
        ("server.address", "0.0.0.0", True),
        ("server.address", None, True),
        ("server.address", "", True),
        ("server.allowedHosts", ["localhost", "desk.example.org"], True),
        ("server.allowedHosts", ["localhost.example.org"], True),
        ("server.allowedHosts", [], True),  # every name
    ],
)
def test_a_dashboard_is_shared_where_others_than_this_machine_can_open_it(
    desk: dict[str, Any], monkeypatch: pytest.MonkeyPatch, option: str, value: object, shared: bool
) -> None:
    assert not is_shared() and why_not(None) == ""
    desk[option] = value
    assert is_shared() is shared
    assert ("DATELINE_ADD=on" in why_not(None)) is shared
    monkeypatch.setenv("DATELINE_ADD", "on")
    assert why_not(None) == ""
    monkeypatch.setenv("DATELINE_ADD", "off")
    assert "switched off" in why_not(None)


def test_where_people_log_in_those_may_add_who_may_correct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_USER_HEADER", "X-User")
    assert "DATELINE_ADD=on" in why_not(ANA), "it is shared"
    monkeypatch.setenv("DATELINE_ADD", "on")
    assert why_not(ANA) == ""
    assert why_not(ROB) == "You are Rob, who may read and neither correct nor add articles."
    assert "nobody says who you are" in why_not(None)


def test_a_setting_that_is_neither_on_nor_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ADD", "1")
    with pytest.raises(SettingError, match="DATELINE_ADD is '1'; it must be on or off"):
        settings.adding()


def send(method: str, path: str, account: Account | None = None, held: int = 0, **headers: str) -> tuple[int, str]:
    """Status and text of the answer to a request that went through the middleware."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("taken")(scope, receive, send)

    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def note(message: Message) -> None:
        said.append(message)

    given = {"host": "localhost:8501", "origin": "http://localhost:8501", **headers}
    if account:
        given[ACCOUNT] = json.dumps({"name": account.name, "may_correct": account.may_correct})
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }  # fmt: skip
    with ThreadPoolExecutor(1) as apart:  # in this thread a test of a browser may have a loop of its own
        apart.submit(lambda: asyncio.run(Hosts(Uploads(answer))(scope, receive, note))).result()
    return said[0]["status"], said[1]["body"].decode()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the files that the server holds in memory."""
    sizes: list[int] = []
    manager = SimpleNamespace(get_stats=lambda: {"memory": [CacheStat("files", "", size) for size in sizes]})
    monkeypatch.setattr(
        "dashboard.app.uploads.runtime.get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager)
    )
    return sizes


FILE = "/_stcore/upload_file/session/file"


def test_files_are_taken_of_our_own_pages_alone(held: list[int]) -> None:
    assert send("PUT", FILE) == (200, "taken")
    assert send("DELETE", FILE) == (200, "taken")
    assert send("PUT", FILE, origin="http://evil.example")[0] == 405
    assert send("PUT", FILE, origin="http://localhost:9999")[0] == 405
    assert send("PUT", FILE, host="rebound.example")[0] == 421
    for method, path in (("POST", FILE), ("PUT", "/"), ("PUT", "/_stcore/upload_filex"), ("PUT", "/media/a")):
        assert send(method, path)[0] == 405


def test_files_are_taken_of_those_alone_who_may_add_articles(held: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ADD", "on")
    monkeypatch.setenv("DATELINE_USER_HEADER", "X-User")
    assert send("PUT", FILE, ANA)[0] == 200
    assert send("PUT", FILE, ROB) == (403, f"{why_not(ROB)}\n")
    assert send("PUT", FILE)[0] == 403
    monkeypatch.setenv("DATELINE_ADD", "off")
    assert send("PUT", FILE, ANA)[0] == send("DELETE", FILE, ANA)[0] == 403


def test_while_too_much_is_held_in_memory_no_file_is_taken(held: list[int]) -> None:
    held += [MOST_HELD, 1]
    assert send("PUT", FILE)[0] == 503
    assert send("DELETE", FILE)[0] == 200


@pytest.mark.parametrize(
    ("run", "said", "part"),
    [
        (Run(STARTING, 0, 0), "starting", 0),
        (Run(READING, 0, 0, expected=4), "reading", 0),
        (Run(READING, 0, 0, 1_000, 4_000), "1,000 of 4,000 articles read", 0.225),
        (Run(READING, 0, 0, 5, 4), "5 articles read", 0.9),
        (Run(READING, 0, 0, 5), "5 articles read", 0),
        (Run(JOINING, 0, 0, 4, 4), "4 of 4 articles read; putting everything together", 0.9),
        (Run(PREPARING, 0, 0, 4, 4), "4 of 4 articles read; preparing the pages", 0.95),
        (Run(ENDED, 0, 0, 4, 4), "begins", 0.9),
    ],
)
def test_the_step_of_a_run_is_said_in_words(run: Run, said: str, part: float) -> None:
    assert describe_step(run) == said
    assert share(run) == pytest.approx(part)
