"""Citing: the receipt of what a link shows, which the server sends when one is opened: `receipt.json?of=LINK`.

Made for every quote of a page beforehand, receipts would make the page twice as heavy for what is hardly ever opened.
"""

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.app.data import find_root, refuse, say_cache
from dashboard.app.login import base_path
from dashboard.app.tables import find_store
from dashboard.errors import DiskError, InputError, TablesError
from dashboard.exports import split_link
from dashboard.filters import read_filters
from dashboard.receipts.citing import cite_link
from dashboard.receipts.receipt import to_json
from dashboard.views.citations import RECEIPT_ADDRESS

# Receipts that are made at the same time; each takes some 10 ms at 100,000 articles.
AT_ONCE = 4


def receipt_routes() -> list[BaseRoute]:
    """The route of receipts, below the base path; it must stand before those of data."""
    limiter = CapacityLimiter(AT_ONCE)

    async def answer(request: Request) -> Response:
        return await anyio.to_thread.run_sync(_answer, request, limiter=limiter)

    return [Route(f"{base_path()}/{RECEIPT_ADDRESS}", answer, methods=["GET"])]


def _answer(request: Request) -> Response:
    """The receipt that is asked for, or in one line why there is none."""
    link = request.query_params.get("of", "")
    try:
        kept, _ = read_filters(split_link(link))
        receipt = cite_link(find_store(kept.kept).reader(), link, find_root(request))
    except InputError as error:
        return refuse(f"There is no receipt: {error}", 404)
    except (TablesError, DiskError) as error:
        return refuse(f"There are no tables to read: {error}", 503)
    return Response(to_json(receipt), media_type="application/json", headers={"Cache-Control": say_cache()})
