"""Dateline in a notebook: the rows of a page of the dashboard as a frame, by the page's address.

import dateline

quotes = dateline.open("http://localhost:8501/quotes?actor=hezbollah&from=2024-12-01")
quotes.attrs["dateline"]["filters_in_words"]
"""

import io
import json
import re
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlencode, urljoin, urlsplit

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import urllib3
from urllib3.exceptions import HTTPError

from dashboard import settings
from dashboard.errors import AddressError, InputError
from dashboard.exports import open_linked
from dashboard.exports.answers import MOST_ROWS, OVERVIEW, list_pages, prepare_answer, read_request
from dashboard.exports.forms import FORMS
from dashboard.exports.typed import ORIGIN

__all__ = ["open"]

# Redirects that are followed, all on the host of the address: a proxy may ask for https, or for a slash.
REDIRECTS, MOVED = 3, frozenset((301, 302, 303, 307, 308))

# Seconds until there is a connection, and until the next piece of an answer: the first question opens the tables.
SECONDS = urllib3.Timeout(connect=10, read=120)

# Bytes of one answer, at most: 10,000 sentences have 2 MB.
LARGEST = 500_000_000

# What a Parquet file begins with.
PARQUET = b"PAR1"


def open(  # noqa: A001 (as in `dateline.open`)
    url: str, *, tables: str | Path | None = None, cookie: str | None = None, limit: int | None = None
) -> pd.DataFrame:
    """The rows of a page as a frame whose types hold: all of them, or the first `limit`.

    `url` is the address as the browser shows it, or one of data such as “…/sentences.csv?at=170654”. With `tables`, a
    folder of tables, no server is asked, and of the address only the page and its filters count:
    "quotes?actor=hezbollah" will do. `cookie` is sent along where people log in, such as "name=value". No host is
    contacted but that of the address.

    `.attrs["dateline"]` says where the rows are from: link, filters, set, corrections, and notes on what in the link
    was ignored or is of other tables; each note is a warning as well. Raises AddressError where the address names no
    rows or one must log in, InputError where the server gives no rows, TablesError where there are no tables; all are
    in `dashboard.errors`.
    """
    if limit is not None and limit < 1:
        raise AddressError(f"limit is {limit}; it must be 1 or more", 400)
    address, query = _split(url)
    first, asked = _take_number(query, "offset", 0), _take_number(query, "limit", None)
    left = asked if limit is None else limit
    read = _ask_tables(Path(tables), address, query) if tables is not None else _ask_server(address, cookie)
    pieces: list[pd.DataFrame] = []
    have = 0
    while True:
        size = MOST_ROWS if left is None else min(left - have, MOST_ROWS)
        piece = _read_parquet(read(urlencode({**query, "limit": size, "offset": first + have}, doseq=True)))
        pieces.append(piece)
        have += len(piece)
        origin = piece.attrs["dateline"]
        if any(origin[key] != pieces[0].attrs["dateline"][key] for key in ("set", "corrections")):
            raise InputError("The tables or the corrections changed while their rows were read; read them again")
        if len(piece) == 0 or first + have >= origin["of"] or have == left:
            break
    frame = pieces[0] if len(pieces) == 1 else pd.concat(pieces, ignore_index=True)
    frame.attrs["dateline"] = {key: value for key, value in pieces[0].attrs["dateline"].items() if key != "next"}
    frame.attrs["dateline"]["rows"] = len(frame)
    for note in frame.attrs["dateline"]["notes"]:
        warnings.warn(note, stacklevel=2)
    return frame


def _split(url: str) -> tuple[str, dict[str, list[str]]]:
    """The address of the page's data as Parquet, without its query, and the values of each key of that."""
    path, _, rest = url.strip().partition("#")[0].partition("?")
    folder, _, name = path.rpartition("/")
    page, _, suffix = name.rpartition(".")
    page = page if suffix in FORMS else name
    if page not in list_pages():  # the address of the dashboard itself, which may end in a base path
        folder, page = path.rstrip("/"), OVERVIEW
    return f"{folder}/{page}.parquet".lstrip("/"), parse_qs(rest)


def _take_number[Default](query: dict[str, list[str]], key: str, default: Default) -> int | Default:
    """The number of a key, which is taken out of the query."""
    given = query.pop(key, [])
    if not given:
        return default
    if len(given) == 1 and re.fullmatch(r"[0-9]{1,9}", given[0], re.ASCII) and (key != "limit" or int(given[0])):
        return int(given[0])
    raise AddressError(f"The address says {key}={given[0][:40]!r}; it must be one number", 400)


def _ask_tables(folder: Path, address: str, query: dict[str, list[str]]) -> Callable[[str], bytes]:
    """What answers a query out of the tables of this folder."""
    store = open_linked(folder, f"?{urlencode(query, doseq=True)}")
    name = address.rpartition("/")[2]
    return lambda query: prepare_answer(store, read_request(name, query), settings.public_url()).write()[0]


def _ask_server(address: str, cookie: str | None) -> Callable[[str], bytes]:
    """What answers a query by asking the server of this address; raises AddressError where it is none."""
    asked = _split_address(address)
    if asked is None or not address.isascii() or not address.isprintable() or " " in address:
        raise AddressError(
            f"{address[:200]!r} is no address of a dashboard, such as http://localhost:8501/quotes; to read a folder "
            "of tables without a server, give it as tables=", 400,
        )  # fmt: skip
    if cookie is not None and not (cookie.isascii() and cookie.isprintable()):
        raise AddressError("The cookie has characters that none has; it must be like name=value", 400)
    headers = {"User-Agent": f"dateline/{version('dateline')}"} | ({} if cookie is None else {"Cookie": cookie})

    def read(query: str) -> bytes:
        with urllib3.PoolManager(retries=False, timeout=SECONDS, headers=headers) as pool:
            try:
                return _fetch(pool, f"{address}?{query}")
            except HTTPError as error:
                raise InputError(f"{asked.netloc} gave no answer ({error}); is the dashboard there?") from error

    return read


def _split_address(address: str, base: str = "") -> SplitResult | None:
    """The parts of an address of the web, which may be relative to another one; None where it is none."""
    try:
        parts = urlsplit(urljoin(base, address))
        is_usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if is_usable else None


def _fetch(pool: urllib3.PoolManager, address: str) -> bytes:
    """What the server sends as Parquet; it may lead on, but to no other host."""
    host = urlsplit(address).netloc
    for _ in range(REDIRECTS + 1):
        with pool.request("GET", address, redirect=False, preload_content=False) as answer:
            if answer.status not in MOVED:
                return _read_answer(host, answer)
            given = answer.headers.get("Location", "")
        target = _split_address(given, address)
        if target is None or not _is_same(urlsplit(address), target):
            raise InputError(f"{host} leads on to {given[:200]!r}, which is another host; nothing was asked there")
        address = target.geturl()
    raise InputError(f"{host} leads on more than {REDIRECTS} times; nothing was read")


def _is_same(asked: SplitResult, target: SplitResult) -> bool:
    """Whether a redirect stays on the host: on its port, or on that of https where it was http."""
    is_safer = (asked.scheme, target.scheme) == ("http", "https") and target.port in (None, 443)
    is_there = (asked.scheme, asked.port) == (target.scheme, target.port)
    return target.hostname == asked.hostname and (is_there or is_safer)


def _read_answer(host: str, answer: urllib3.BaseHTTPResponse) -> bytes:
    body = answer.read(LARGEST + 1)
    if answer.status == 200 and body.startswith(PARQUET) and len(body) <= LARGEST:
        return body
    if answer.status == 200:
        raise InputError(
            f"{host} answers, but not with rows: that page has none (docs/data.md lists those that have), or it is no "
            "dashboard of Dateline, or an older one"
        )
    if answer.status in (401, 403):
        raise AddressError(
            f"{host} shows its data only to those who are logged in (HTTP {answer.status}); log in with a browser and "
            "give its cookie as cookie=", answer.status,
        )  # fmt: skip
    is_text = answer.headers.get("Content-Type", "").startswith("text/plain")
    said = " ".join(body[:1_000].decode("utf-8", "replace").split()) if is_text else "it does not say why"
    if answer.status in (400, 404, 406):
        raise AddressError(f"{host}: {said}", answer.status)
    raise InputError(f"{host} answers with HTTP {answer.status}: {said}")


def _read_parquet(body: bytes) -> pd.DataFrame:
    """The frame of a Parquet file, numbers whole though some are absent, with its origin in `attrs`."""
    table = pq.read_table(io.BytesIO(body))
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, ignore_metadata=True)
    for field in table.schema:
        if pa.types.is_integer(field.type):
            frame[field.name] = frame[field.name].astype("Int64" if table[field.name].null_count else "int64")
    frame.attrs["dateline"] = json.loads(table.schema.metadata[ORIGIN])
    return frame
