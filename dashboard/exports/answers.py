"""Answers: the rows of a page, in answer to its address with a suffix: `quotes.csv?actor=hezbollah&limit=100`.

The rest of the address is read as the page reads it. Three keys more say which rows: `frame`, of a page that shows
several, `limit` and `offset`. An answer never holds more than `MOST_ROWS` rows; its head says how many there are in
all, and where the next ones are.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from urllib.parse import parse_qs, urlencode

from dashboard.errors import AddressError
from dashboard.exports import describe_frame, note_undated, read_link
from dashboard.exports.forms import FORMS, Form
from dashboard.exports.origin import Origin
from dashboard.filters import Filters, write_filters, write_link
from dashboard.queries.downloads import DOWNLOADS, frames_of, main_frame
from dashboard.reader import Reader
from dashboard.store import Store

# Rows of one answer, at most: 10,000 sentences are 5 MB of JSON and some 40 MB of memory while they are written.
MOST_ROWS = 10_000

# The name of the page that has none.
OVERVIEW = "overview"

# The keys that only addresses of data have.
OWN = ("frame", "limit", "offset")

# Keys and values of an address, at most.
MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """What an address asks for: a frame of a page in a form, these rows of it, under the filters of `link`."""

    page: str
    frame: str
    form: str
    link: str
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that were asked for, not yet read. `tag` changes when they, or what is said of them, may have."""

    request: Request
    tag: str
    _store: Store
    _reader: Reader
    _filters: Filters
    _notes: list[str]
    _root: str

    @property
    def form(self) -> Form:
        """The form that was asked for."""
        return FORMS[self.request.form]

    @property
    def file_name(self) -> str:
        """The name of the file in which a browser keeps the answer."""
        return f"dateline-{self.request.frame}.{self.request.form}"

    def write(self) -> tuple[bytes, Origin]:
        """The answer, and the origin in its head."""
        request, download = self.request, DOWNLOADS[self.request.frame]
        frame, whole = download.read_part(self._reader, self._filters, request.limit, request.offset)
        origin = {
            **describe_frame(self._store, self._reader, request.frame, self._filters, self._root),
            "notes": [*self._notes, *note_undated(self._reader, self._filters)],
            "rows": len(frame), "of": whole, "offset": request.offset,
        }  # fmt: skip
        if request.offset + len(frame) < whole and len(frame):
            origin["next"] = self._root + write_address(
                request.page, request.form, self._filters, request.frame,
                request.limit if request.limit < MOST_ROWS else None, request.offset + len(frame),
            )  # fmt: skip
        return self.form.write(frame, origin), origin


def read_request(name: str, query: str) -> Request:
    """What the address asks for whose last part is `name`, such as “quotes.csv”; raises AddressError."""
    page, _, suffix = name.rpartition(".")
    pages = list_pages()
    if page not in pages:
        raise AddressError(f"There is no page “{_quote(page or name)}”; pages with data: {', '.join(pages)}", 404)
    if suffix not in FORMS:
        forms = ", ".join(f"{page}.{each}" for each in list_forms(pages[page]))
        raise AddressError(f"There is no “{_quote(suffix)}” of this page; there is {forms}", 404)
    try:
        values = parse_qs(query, max_num_fields=MOST_VALUES)
    except ValueError as error:
        raise AddressError(f"The address has more than {MOST_VALUES:,} values; take some away", 400) from error
    own = {key: values.pop(key, []) for key in OWN}
    link = urlencode(values, doseq=True)
    limit, offset = _read_number("limit", own, 1, MOST_ROWS), _read_number("offset", own, 0, 10**9)
    frame = _read_frame(pages[page], suffix, own["frame"], values)
    return Request(
        pages[page], frame, suffix, link, MOST_ROWS if limit is None else limit, 0 if offset is None else offset
    )


def prepare_answer(store: Store, request: Request, root: str) -> Answer:
    """The answer to a request, out of this store; `root` is the address of the dashboard, with "/" at its end."""
    log = store.log  # before the reader, which may know of later corrections: then the next answer has another tag
    reader = store.reader()
    download = DOWNLOADS[request.frame]
    filters, notes = read_link(request.link, store, reader, download.reads, "in these rows")
    if download.of_all and filters.without(*(each.field for each in filters.active("list", "reader"))).active("corpus"):
        notes.append("These rows are of the whole corpus; no filter narrows them.")
    filters = download.narrowed_by(filters)
    said = {
        "set": store.manifest.get("set"), "corrections": log.digest, "filters": write_filters(filters), "notes": notes,
        "request": asdict(replace(request, link="")), "root": root, "version": version("dateline"),
        "state": download.state(reader, filters),
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]
    # Weak: two answers that are the same differ in when they were made.
    return Answer(request, f'W/"{digest}"', store, reader, filters, notes, root)


def list_pages() -> dict[str, str]:
    """The name of each page in addresses of data -> its own part of its address."""
    return {each.page or OVERVIEW: each.page for each in DOWNLOADS.values()}


def list_forms(page: str, frame: str = "") -> list[str]:
    """The forms that a frame of a page has, by default any of its frames."""
    frames = [frame] if frame else frames_of(page)
    return [form for form, each in FORMS.items() if any(each.holds(name) for name in frames)]


def write_address(
    page: str, form: str, filters: Filters, frame: str = "", limit: int | None = None, offset: int = 0
) -> str:
    """The address of a frame in a form, by default of the main one, relative to the page that shows it."""
    is_main = frame in ("", find_frame(page, form, write_filters(filters)))
    own = {"frame": "" if is_main else frame, "limit": limit or 0, "offset": offset}
    said = urlencode({key: value for key, value in own.items() if value})
    query = "&".join(each for each in (write_link(page, filters).partition("?")[2], said) if each)
    return f"{page or OVERVIEW}.{form}" + (f"?{query}" if query else "")


def find_frame(page: str, form: str, keys: Mapping[str, object]) -> str | None:
    """The frame of a page that is meant where the address names none: the main one under these keys, or else the first
    that can be written in the form; None where none can."""
    frames = [main_frame(page, keys), *frames_of(page)]
    return next((each for each in frames if FORMS[form].holds(each)), None)


def _read_frame(page: str, form: str, given: list[str], values: Mapping[str, object]) -> str:
    name, frames = page or OVERVIEW, frames_of(page)
    if len(given) > 1 or (given and given[0] not in frames):
        raise AddressError(f"{name} has no frame “{_quote(' '.join(given))}”; it has: {', '.join(frames)}", 404)
    frame = given[0] if given else find_frame(page, form, values)
    if frame is None or not FORMS[form].holds(frame):
        what = f"the frame {frame} of {name}" if given else name
        has = ", ".join(list_forms(page, given[0] if given else ""))
        others = ", ".join(each or OVERVIEW for each in dict.fromkeys(
            each.page for key, each in DOWNLOADS.items() if FORMS[form].holds(key)
        ))  # fmt: skip
        raise AddressError(
            f"No row of {what} has a point, which {FORMS[form].name} would need; it comes as {has}. Pages with points: "
            f"{others}", 406,
        )  # fmt: skip
    return frame


def _read_number(key: str, own: Mapping[str, list[str]], least: int, most: int) -> int | None:
    given = own[key]
    if not given:
        return None
    if len(given) == 1 and re.fullmatch(r"[0-9]{1,10}", given[0], re.ASCII) and least <= int(given[0]) <= most:
        return int(given[0])
    raise AddressError(f"{key} is “{_quote(' '.join(given))}”; it must be one number from {least:,} to {most:,}", 400)


def _quote(given: str) -> str:
    """What was given, short and in one line."""
    return "".join(each if each.isprintable() else "�" for each in given[:40])
