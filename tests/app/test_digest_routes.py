"""The addresses of the digest: what was written is sent as it is, below the path of the dashboard."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from dashboard.app import digest
from dashboard.digests.files import FEED, html_path
from dashboard.tables.sets import find_root


def ask(app: Starlette, path: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Status, content and headers of what is sent for a request."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "http_version": "1.1"}
    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent).decode(), headers


@pytest.mark.parametrize("base", ["", "/news/desk"])
def test_the_feed_and_the_page_are_sent(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path))
    monkeypatch.setattr(digest, "base_path", lambda: base)
    app = Starlette(routes=digest.digest_routes())
    status, said, _ = ask(app, f"{base}/digest.atom")
    assert (status, "No digest was made yet" in said) == (404, True)
    (tmp_path / FEED).write_bytes(b"<feed/>")
    page = html_path(tmp_path, find_root(tmp_path).name)
    page.parent.mkdir()
    page.write_bytes("<p>حمص</p>".encode())
    status, said, headers = ask(app, f"{base}/digest.atom")
    assert (status, said, headers["content-type"]) == (200, "<feed/>", "application/atom+xml; charset=utf-8")
    status, said, headers = ask(app, f"{base}/digest.html")
    assert (status, said, headers["cache-control"]) == (200, "<p>حمص</p>", "no-store")
    page.with_suffix(".json").write_bytes(b"{}")
    assert ask(app, f"{base}/digest.json")[:2] == (200, "{}")
    assert ask(app, f"{base}/digest.html", "POST")[0] == 405
