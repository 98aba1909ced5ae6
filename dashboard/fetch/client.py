"""Asks for one address after the other, over connections that lead to checked addresses and end in bounded time.

Limit: how long the look-up of a name takes, only the system's resolver bounds.

trafilatura's own downloader is not used: it looks names up once more when it connects, follows redirects by itself, and
bounds neither the time nor what a packed answer unpacks to. With urllib3 the one place where a socket is opened can be
replaced, which `connections` does.
"""

import http
import os
import re
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import Url

from dashboard import settings
from dashboard.fetch import networks
from dashboard.fetch.addresses import read_address
from dashboard.fetch.connections import CONNECT_SECONDS, Guard, open_manager
from dashboard.fetch.outcome import UnfetchedError

# Seconds that the answers to one address may take, redirects and all. Of slow sites the pages come within ten; beyond
# that a server is broken, or holds the line on purpose.
SECONDS = 30.0

# Redirects in a row. Sites use up to three: to https, to www, to the page's new address.
REDIRECTS = 5

# Bytes of a page, as it is unpacked: what `preprocess` reads of one at most.
LONGEST_PAGE = 16 * settings.LONGEST_TEXT

# Bytes of an answer that are read at a time.
PIECE = 65_536

# Characters of a header's value that are kept.
LONGEST_HEADER = 500

# Answers that say where the page is now, and that it is as it was.
MOVED, NOT_CHANGED = frozenset((301, 302, 303, 307, 308)), frozenset((304,))

# How an answer may be packed; urllib3 unpacks these.
PACKINGS = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, unpacked; `status` is 200, or 304 where it says that nothing changed."""

    url: Url
    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str = ""  # where a redirect leads


class Client:
    """Asks servers. One for a whole run: the certificates are read once."""

    def __init__(self) -> None:
        self._proxy = settings.fetch_proxy()

    def ask(
        self,
        url: Url,
        *,
        longest: int | None = None,
        headers_for: Callable[[Url], Mapping[str, str]] = lambda _: {},
        before: Callable[[Url], None] = lambda _: None,
        accepts: Callable[[str], bool] = lambda _: True,
    ) -> Answer:
        """The answer of this address, or of the one that it redirects to; raises UnfetchedError if there is none.

        `before` is called with each address before it is asked, and may raise; `headers_for` gives what is said beside
        the usual headers. Of an answer whose type is not accepted, the body is not read.
        """
        left = SECONDS
        for _ in range(REDIRECTS + 1):
            before(url)
            began = time.monotonic()
            with _Request(self._proxy, left, longest or LONGEST_PAGE) as request:
                answer = request.send(url, headers_for(url), accepts)
            left -= time.monotonic() - began
            if answer.status not in MOVED:
                return answer
            url = _follow(url, answer)
        raise UnfetchedError(f"redirects: more than {REDIRECTS} in a row; give the address at which a browser ends")


def user_agent() -> str:
    """The name and version under which sites are asked, and who asks, where a setting says it."""
    user = settings.fetch_user()
    return f"Dateline/{version('dateline')}" + (f" ({user})" if user else "")


def _follow(url: Url, answer: Answer) -> Url:
    """The address that a redirect leads to."""
    try:
        return read_address(urljoin(url.url, answer.location))
    except (UnfetchedError, ValueError) as error:
        raise UnfetchedError(f"redirects: it leads to no address ({error})", answer.status, is_lasting=True) from None


class _Request:
    """One request and its answer, each over a connection of its own."""

    def __init__(self, proxy: str, seconds: float, longest: int) -> None:
        self._longest = longest
        self._seconds = seconds
        self._proxy = proxy
        self._guard = Guard(time.monotonic() + seconds)
        self._manager = open_manager(self._guard, proxy)

    def __enter__(self) -> "_Request":
        return self

    def __exit__(self, *_: object) -> None:
        self._manager.clear()
        self._guard.close()

    def send(self, url: Url, headers: Mapping[str, str], accepts: Callable[[str], bool]) -> Answer:
        """The answer of this very address, a redirect too; raises UnfetchedError if there is none."""
        host, port = url.host or "", url.port or (443 if url.scheme == "https" else 80)
        if self._proxy:
            _check_for_proxy(host, port)
        wait = urllib3.Timeout(connect=CONNECT_SECONDS, read=max(0.1, self._seconds))
        try:
            response = self._manager.urlopen(
                "GET", url.url, headers={**_usual_headers(), **headers}, redirect=False, timeout=wait,
                preload_content=False,
            )  # fmt: skip
            with closing(response):
                return self._read(url, response, accepts)
        except UnfetchedError:
            raise
        except (HTTPError, OSError, ValueError) as error:
            if self._guard.is_over:
                raise self._too_slow() from None
            raise UnfetchedError(f"network: {_explain(error, self._proxy)}") from None

    def _read(self, url: Url, response: urllib3.BaseHTTPResponse, accepts: Callable[[str], bool]) -> Answer:
        status = response.status
        headers = {name.lower(): _plain(value) for name, value in response.headers.items()}
        if status in NOT_CHANGED or status in MOVED:
            return Answer(url, status, headers, b"", _read_location(response.headers.get("location", "")))
        if status not in (200, 203):
            raise _refusal(status, headers)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not accepts(kind):
            raise UnfetchedError(f"type: {kind}; HTML, plain text, PDF, feeds and maps of sites are kept", status,
                                 is_lasting=True)  # fmt: skip
        packing = headers.get("content-encoding", "").lower()
        if not PACKINGS.issuperset(each.strip() for each in packing.split(",")):
            raise UnfetchedError(f"type: packed as {packing}, which was not asked for", status, is_lasting=True)
        body = bytearray()
        for piece in response.stream(PIECE):
            body += piece
            if len(body) > self._longest:
                raise UnfetchedError(f"too long: a page has {self._longest:,} bytes or fewer", status, is_lasting=True)
        if self._guard.is_over:  # the end of the connection may look like that of the page
            raise self._too_slow()
        return Answer(url, status, headers, bytes(body))

    def _too_slow(self) -> UnfetchedError:
        return UnfetchedError(f"slow: no whole answer within {SECONDS:g} seconds")


def _usual_headers() -> dict[str, str]:
    return {
        "User-Agent": user_agent(),
        "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,"
        "text/plain;q=0.8,application/pdf;q=0.8,*/*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en, *;q=0.5",
        "Connection": "close",
    }


def _check_for_proxy(host: str, port: int) -> None:
    """Refuse what can be known before a proxy is asked, which looks the name up by itself and may come elsewhere."""
    try:
        networks.find_targets(host, port)
    except UnfetchedError as error:
        # Behind many proxies only the proxy can look up public names. One without a dot is of the network within.
        if error.kind != "network" or "." not in host:
            raise


def _refusal(status: int, headers: Mapping[str, str]) -> UnfetchedError:
    phrase = next((each.phrase for each in http.HTTPStatus if each == status), "")
    wait = headers.get("retry-after", "")
    more = f"; asked to wait {wait}" + (" seconds" if wait.isdecimal() else "") if wait else ""
    is_lasting = 400 <= status < 500 and status not in (408, 425, 429)
    return UnfetchedError(f"status: {status} {phrase}".rstrip() + more, status, is_lasting=is_lasting)


def _explain(error: Exception, proxy: str) -> str:
    """What happened, in a few words; the messages of urllib3 name objects of Python."""
    while isinstance(error, ProtocolError | ProxyError) and isinstance(error.args[-1], OSError):
        error = error.args[-1]  # what it wraps
    if isinstance(error, ReadTimeoutError | ConnectTimeoutError | TimeoutError):
        said = "no answer in time"
    elif isinstance(error, SSLError | ssl.SSLError):
        said = f"the certificate or the encryption was not accepted ({_ssl_reason(error)})"
    elif isinstance(error, DecodeError):
        said = "the answer cannot be unpacked"
    elif isinstance(error, ConnectionResetError | ProtocolError):
        said = "the connection broke off before the end, or the answer is no HTTP"
    elif isinstance(error, OSError):
        said = error.strerror or _plain(str(error))
    else:
        said = f"{type(error).__name__}: {_plain(str(error))[:100]}"
    others = [name for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY") if _environment(name)]
    if not proxy and others and isinstance(error, OSError):
        return f"{said}; {others[0]} is not used unless DATELINE_FETCH_PROXY says the same"
    return said


def _ssl_reason(error: Exception) -> str:
    inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    return str(getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or type(inner).__name__)


def _environment(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.lower()) or ""


def _read_location(value: str) -> str:
    """Where a redirect leads. Many servers send it as UTF-8 and with blanks, which browsers read as they are meant."""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode()
    return value.strip().replace(" ", "%20")


def _plain(value: str) -> str:
    """The value of a header as one line of ASCII that can be shown and sent back."""
    return re.sub(r"[^\x20-\x7e]+", " ", value)[:LONGEST_HEADER].strip()
