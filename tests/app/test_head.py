"""The HTML that the server sends has our style and script; all else passes as it is."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from dashboard.app.head import END, Head

BODY = f"<html><head></head><body>{'x' * 2000}</body></html>"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    response: Response = PlainTextResponse("</body>")
    if request.url.path == "/places":
        unchanged = "if-none-match" in request.headers
        response = HTMLResponse(BODY, headers={"ETag": "1"}, status_code=304 if unchanged else 200)
    await response(scope, receive, send)


def ask(path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of the answer to a browser that knows the page and unpacks."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"here"), (b"accept-encoding", b"gzip"), (b"if-none-match", b"1")]
    scope: dict[str, Any] = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers,
        "scheme": "http", "server": ("here", 80), "root_path": "",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as apart:  # in this thread a test of a browser may have a loop of its own
        apart.submit(lambda: asyncio.run(Head(GZipMiddleware(answer))(scope, receive, send))).result()
    start, *parts = sent
    return start["status"], dict(start["headers"]), b"".join(each.get("body", b"") for each in parts)


def test_a_page_has_our_style_whole_and_is_never_said_to_be_unchanged() -> None:
    status, headers, body = ask("/places")
    assert (status, body.decode()) == (200, BODY.replace("</body>", END.decode()))
    assert int(headers[b"content-length"]) == len(body) and b"etag" not in headers


def test_what_is_no_page_passes_as_it_is() -> None:
    assert ask("/static/index.js")[2] == ask("/health")[2] == b"</body>"
