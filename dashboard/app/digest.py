"""The digest of the watches: what pages show of it, and the addresses at which browsers and readers of feeds get it.

Both are served as they were written, to whom the log-in lets in; a reader of feeds that cannot log in gets the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import settings
from dashboard.app.login import base_path
from dashboard.app.tables import find_older, open_tables
from dashboard.digests.files import FEED, Digest, html_path, read_digest
from dashboard.digests.making import make_digest
from dashboard.tables.sets import find_root
from dashboard.wording import plural

PAGE, DATA = "digest.html", "digest.json"


def digest_routes() -> list[Route]:
    """The addresses of the newest digest, of its data and of the feed, below the path of the dashboard."""
    sent = {FEED: send_feed, PAGE: send_page, DATA: send_data}
    return [Route(f"{base_path()}/{name}", send) for name, send in sent.items()]


def send_feed(request: Request) -> Response:
    """The feed of the newest firings."""
    return _send(settings.tables_folder() / FEED, "application/atom+xml")


def send_page(request: Request) -> Response:
    """The digest of the set that is shown."""
    folder = settings.tables_folder()
    return _send(html_path(folder, find_root(folder).name), "text/html")


def send_data(request: Request) -> Response:
    """The same as JSON, for programs."""
    folder = settings.tables_folder()
    return _send(html_path(folder, find_root(folder).name).with_suffix(".json"), "application/json")


def find_digest(manifest: Mapping[str, Any]) -> Digest | None:
    """The digest of the set with this manifest; None where none was made."""
    return read_digest(settings.tables_folder(), str(manifest["set"]))


def find_before(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The manifest of the set that new articles are told from; None where there is none."""
    return find_older(manifest)


def look_now() -> str:
    """What came of looking at all watches in the current set; its digest is written anew."""
    digest = make_digest(settings.tables_folder(), open_tables())
    return f"{plural(len(digest.entries), 'watch')} looked at." if digest else "There was nothing to look at."


def _send(path: Path, kind: str) -> Response:
    try:
        data = path.read_bytes()
    except OSError:
        return PlainTextResponse("No digest was made yet. The page Watches says why.\n", 404)
    return Response(data, headers={"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-store"})
