"""The look of every page: the style and the script that stand in the HTML itself, before anything is drawn.

Streamlit sends what a page is made of through a socket, after the browser has drawn an empty one. A style that came
with it would push about what stands there already.
"""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = Path(__file__).parent
STYLE = HERE.joinpath("style.css").read_text("utf-8")
SCRIPT = HERE.joinpath("page.js").read_text("utf-8")
# At the end of the body: Streamlit writes its own styles into the head, and of two equal rules the later holds.
END = f'<style>{STYLE}</style><script type="module">{SCRIPT}</script></body>'.encode()


class Head:
    """Middleware that puts the style and the script into the HTML that the server sends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request as the app does, but HTML with our style and script."""
        if scope["type"] != "http" or scope["method"] != "GET" or "." in scope["path"].rpartition("/")[2]:
            await self.app(scope, receive, send)
            return
        # Whole and as text, not packed, and not “unchanged” since an older Dateline.
        refused = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        headers = [(name, value) for name, value in scope["headers"] if name not in refused]
        answer = _Answer(send)
        await self.app({**scope, "headers": headers}, receive, answer.send)


class _Answer:
    """One answer on its way: HTML is held back until it is whole, all else is passed on."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take the next part of the answer."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        if not self._start:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body"):
            body = self._body.replace(b"</body>", END, 1)
            headers = MutableHeaders(raw=self._start["headers"])
            headers["content-length"] = str(len(body))
            for name in ("etag", "last-modified"):
                del headers[name]
            await self._send({**self._start, "headers": headers.raw})
            await self._send({"type": "http.response.body", "body": body})
