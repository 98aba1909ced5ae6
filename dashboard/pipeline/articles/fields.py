"""Facts and text out of named values: fields of a JSON object, cells of a row, header lines of a file."""

import re
from collections.abc import Iterable, Mapping

from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.record import Facts, RefusedError

# Spellings in small letters and digits alone ("Published at", `published_at` and "publishedAt" are one), the
# likeliest first: the first that holds something is taken.
TEXT = ("text", "body", "content", "article", "fulltext", "maintext", "articletext", "articlecontent")
SPELLINGS: dict[str, tuple[str, ...]] = {
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
KNOWN = frozenset(spelling for spellings in SPELLINGS.values() for spelling in spellings)


def plain_key(key: str) -> str:
    """The spelling of a key, as the tables above have it."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def find_facts(raw: Mapping[str, object]) -> Facts:
    """What the named values say about an article; None where no value can be used."""
    values = _by_spelling(raw)

    def first(name: str) -> str | None:
        lines = (one_line(values.get(spelling)) for spelling in SPELLINGS[name])
        return next((line for line in lines if line), None)

    dates = (read_date(values.get(spelling)) for spelling in SPELLINGS["published"])
    return Facts(
        external_id=first("external_id"),
        title=first("title"),
        published=next((date for date in dates if date), None),
        source=first("source"),
        agency=first("agency"),
        url=first("url"),
        language=first("language"),
    )


def find_text(raw: Mapping[str, object]) -> str:
    """The text, verbatim, empty when the field is; raises RefusedError when no field holds a string."""
    values = _by_spelling(raw)
    texts = [values[spelling] for spelling in TEXT if spelling in values]
    strings = [text for text in texts if isinstance(text, str)]
    for text in strings:
        if text.strip():
            return text
    if strings or None in texts:
        return strings[0] if strings else ""
    if texts:
        raise RefusedError(f"text: the field holds a {type(texts[0]).__name__}, not a string")
    raise RefusedError(f"text: no such field; it has {name_some(raw)}")


def has_text(keys: Iterable[str]) -> bool:
    """Whether one of the keys is a spelling of the text field."""
    return any(plain_key(key) in TEXT for key in keys)


def name_some(keys: Iterable[str]) -> str:
    """The first keys, each cut short, for a message."""
    return ", ".join(repr(key[:30]) for key in list(keys)[:8]) or "none"


def one_line(value: object) -> str | None:
    """A string or number as one stripped line; None for what is empty or neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 12.0 is what spreadsheets make of the id 12
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _by_spelling(raw: Mapping[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in raw.items():
        values.setdefault(plain_key(key), value)
    return values
