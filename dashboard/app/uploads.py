"""Uploads: the files that the page Add articles sends, each in a request of its own.

Streamlit takes files of whoever has a page open, whatever page that is. So each is checked again: `hosts` lets only the
dashboard's own pages send any, Streamlit asks for the token that it gave them, and here it is asked who sends it.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.stats import CacheStat

from dashboard.app.adding import why_not
from dashboard.app.login import base_path, find_asking

METHODS = ("PUT", "DELETE")
PATH = "/_stcore/upload_file/"

# Bytes of files that the server holds in memory for all of its readers, until their pages have written them to disk.
MOST_HELD = 1_000_000_000


class Uploads:
    """Middleware that refuses files of those who may not add articles, and any while too many are held."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or not is_upload(scope):
            await self.app(scope, receive, send)
        elif reason := why_not(find_asking(scope)):
            await PlainTextResponse(f"{reason}\n", 403)(scope, receive, send)
        elif scope["method"] == "PUT" and _count_held() > MOST_HELD:
            await PlainTextResponse("Too many files are being added at this moment; try again later.\n", 503)(
                scope, receive, send
            )
        else:
            await self.app(scope, receive, send)


def is_upload(scope: Scope) -> bool:
    """Whether a request sends a file, or takes one back."""
    path = str(scope["path"]).removeprefix(base_path())
    return scope["method"] in METHODS and path.startswith(PATH)


def _count_held() -> int:
    """The bytes of files that the server holds in memory."""
    stats = runtime.get_instance().uploaded_file_mgr.get_stats()
    return sum(each.byte_length for family in stats.values() for each in family if isinstance(each, CacheStat))
