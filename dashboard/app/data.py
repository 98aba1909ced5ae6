"""Data: the rows of a page, which the server sends under the page's address with a suffix.

Who may see the page may have them, and nobody else: the middlewares stand before these routes as before the pages.
"""

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard import settings
from dashboard.app.login import base_path
from dashboard.app.tables import find_store
from dashboard.errors import AddressError, DiskError, TablesError
from dashboard.exports import split_link
from dashboard.exports.answers import Answer, list_pages, prepare_answer, read_request
from dashboard.exports.forms import FORMS
from dashboard.filters import read_filters

# Forms that browsers show; the others they keep as a file.
SHOWN = ("json", "geojson")

# Answers that are written at the same time: each takes a processor and up to 100 MB. So many more wait; whoever comes
# after them is told to come again.
AT_ONCE, WAITING = 2, 30


class _Name(Convertor[str]):
    """The last part of an address of data: a page with any suffix, or any name with one of our suffixes.

    Without the latter Streamlit would answer with the overview. `manifest.json` is a file of its own.
    """

    regex = rf"(?:{'|'.join(list_pages())})\.[^/]*|(?!manifest\.json)[^/]*\.(?:{'|'.join(FORMS)})"

    def convert(self, value: str) -> str:
        """The name as it stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """The name as it stands in an address."""
        return value


def data_routes() -> list[BaseRoute]:
    """The routes of the data of all pages, below the base path."""
    register_url_convertor("data", _Name())
    return [Route(f"{base_path()}/{{name:data}}", _Answering().answer, methods=["GET"])]


class _Answering:
    """Answers requests, a few at a time, each in a thread of its own: rows are not read where pages are served."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(AT_ONCE)
        self._asked = 0

    async def answer(self, request: Request) -> Response:
        """The rows that are asked for, or in one line why there are none."""
        if self._asked >= AT_ONCE + WAITING:
            return refuse("Too many ask for data at this moment; try again in a few seconds", 503, retry=5)
        self._asked += 1
        try:
            return await anyio.to_thread.run_sync(_answer, request, limiter=self._limiter)
        finally:
            self._asked -= 1


def _answer(request: Request) -> Response:
    try:
        asked = read_request(request.path_params["name"], request.url.query)
        kept, _ = read_filters(split_link(f"?{asked.link}"))
        answer = prepare_answer(find_store(kept.kept), asked, find_root(request))
        return _send(request, answer)
    except AddressError as error:
        return refuse(str(error), error.status)
    except (TablesError, DiskError) as error:
        return refuse(f"There are no tables to read: {error}", 503)


def _send(request: Request, answer: Answer) -> Response:
    headers = {"ETag": answer.tag, "Cache-Control": say_cache()}
    if is_known(request.headers.get("if-none-match", ""), answer.tag):
        return Response(status_code=304, headers=headers)
    if answer.request.form not in SHOWN:
        headers["Content-Disposition"] = f'attachment; filename="{answer.file_name}"'
    if request.method == "HEAD":
        return Response(headers=headers, media_type=answer.form.media)
    body, origin = answer.write()
    if "next" in origin:
        headers["Link"] = f'<{origin["next"]}>; rel="next"'
    return Response(body, headers=headers, media_type=answer.form.media)


def is_known(given: str, tag: str) -> bool:
    """Whether `If-None-Match` names this tag: weakly, since servers between may have made it so."""
    known = [each.strip().removeprefix("W/") for each in given.split(",")]
    return tag.removeprefix("W/") in known or "*" in known


def find_root(request: Request) -> str:
    """The address of the dashboard, as settings say, or else as the request came."""
    return settings.public_url() or f"{request.url.scheme}://{request.url.netloc}{base_path()}/"


def say_cache() -> str:
    """What may keep an answer: nothing where people log in; else their browser, which asks each time."""
    return "no-store" if settings.login() or settings.user_header() else "private, no-cache"


def refuse(said: str, status: int, retry: int | None = None) -> Response:
    """An answer that says in one line why there is none, and after how many seconds to ask again."""
    headers = {"Cache-Control": "no-store"} | ({} if retry is None else {"Retry-After": str(retry)})
    return PlainTextResponse(f"{said}.\n", status, headers)
