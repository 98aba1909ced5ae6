"""Finds metadata and text in named fields: those of a JSON object, of a CSV row, or of a file's header lines."""

import re
from collections.abc import Iterable, Mapping

from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.record import Metadata, RejectedError

# The names that a field may have, likeliest first; the first one with a usable value is taken. They are written as
# `plain_key` returns them, so that "Published at", `published_at` and "publishedAt" are the same name.
TEXT_KEYS = ("text", "body", "content", "article", "fulltext", "maintext", "articletext", "articlecontent")
METADATA_KEYS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "articleid", "externalid", "guid", "uuid"),
    "title": ("title", "headline", "articletitle"),
    "published": (
        "published", "publishedat", "date", "publishdate", "publisheddate", "datepublished", "datepublish",
        "pubdate", "publicationdate", "datetime", "timestamp", "createdat",
    ),
    "source": ("source", "outlet", "publisher", "newspaper", "publication", "sitename", "site", "domain"),
    "agency": ("agency", "wire", "newsagency", "credit"),
    "url": ("url", "link", "sourceurl", "articleurl"),
    "language": ("language", "lang"),
}  # fmt: skip
KNOWN_KEYS = frozenset(key for keys in METADATA_KEYS.values() for key in keys)


def plain_key(key: str) -> str:
    """The key in lower case, with only ASCII letters and digits."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def find_metadata(fields: Mapping[str, object]) -> Metadata:
    """The metadata in the fields; None for each item without a usable value."""
    values = _by_plain_key(fields)

    def first(name: str) -> str | None:
        lines = (one_line(values.get(key)) for key in METADATA_KEYS[name])
        return next((line for line in lines if line), None)

    dates = (read_date(values.get(key)) for key in METADATA_KEYS["published"])
    return Metadata(
        external_id=first("external_id"),
        title=first("title"),
        published=next((date for date in dates if date), None),
        source=first("source"),
        agency=first("agency"),
        url=first("url"),
        language=first("language"),
    )


def find_text(fields: Mapping[str, object]) -> str:
    """The verbatim text, empty if the field is empty. Raises RejectedError if no text field holds a string."""
    values = _by_plain_key(fields)
    texts = [values[key] for key in TEXT_KEYS if key in values]
    strings = [text for text in texts if isinstance(text, str)]
    for text in strings:
        if text.strip():
            return text
    if strings or None in texts:
        return strings[0] if strings else ""
    if texts:
        raise RejectedError(f"text: the field holds a {type(texts[0]).__name__}, not a string")
    raise RejectedError(f"text: no text field; the fields are {show_keys(fields)}")


def has_text(keys: Iterable[str]) -> bool:
    """Whether one of the keys names a text field."""
    return any(plain_key(key) in TEXT_KEYS for key in keys)


def show_keys(keys: Iterable[str]) -> str:
    """The first keys, each truncated, for a message."""
    return ", ".join(repr(key[:30]) for key in list(keys)[:8]) or "none"


def one_line(value: object) -> str | None:
    """A string or number as one stripped line; None if it is empty or of another type."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets turn the id 12 into 12.0
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _by_plain_key(fields: Mapping[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in fields.items():
        values.setdefault(plain_key(key), value)
    return values
