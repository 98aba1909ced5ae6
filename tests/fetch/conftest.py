"""A web site in this process, at an address that the settings allow, and a pace at which tests end soon."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dashboard.fetch import hosts

# What a page answers with: status, headers, body; or whatever it does with the connection.
type Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]

TEXT = (
    "A ferry sank off Latakia on Monday evening, and all forty passengers were saved by fishing boats. “We were lucky,”"
    " said Captain Ada Holt, who had sailed this route for eleven years. The harbour office opened an inquiry."
)


def article(title: str = "Ferry sinks off Latakia", head: str = "", text: str = TEXT) -> bytes:
    """A page of news as sites write it."""
    paragraphs = f"<p>{text}</p>" * 3
    return (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{paragraphs}</article></main></body></html>"
    ).encode()


@dataclass
class Site:
    """A web site; `asked` holds path and headers of every request for another page than robots.txt."""

    port: int = 0
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    robots: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a page."""
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Let the site have a page, an HTML page unless said otherwise; its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html", **named}, body)
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [path for path, _ in self.asked]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                found.robots += 1
            else:
                found.asked.append((self.path, dict(self.headers)))
            reply = found.pages.get(self.path, (404, {}, b"not found"))
            with suppress(OSError):  # the client has seen enough
                if callable(reply):
                    reply(self)
                    return
                status, headers, body = reply
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass

    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "127.0.0.1")
    monkeypatch.setattr(hosts, "DELAY", 0.0)
    with Server(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
