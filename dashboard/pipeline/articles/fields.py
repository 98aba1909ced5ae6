"""Finds metadata and text in named fields: those of a JSON object, of a CSV row, or of a file's header lines."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from dashboard.pipeline.articles.columns import LONGEST_KEY, Columns, plain_key
from dashboard.pipeline.articles.dates import ORDERS, SAME_DAY, choose_date, is_ambiguous, read_date
from dashboard.pipeline.articles.fragment import is_html, strip_tags
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.orders import Orders, Stamp
from dashboard.pipeline.articles.record import CONTROL, InputFile, Metadata, RawArticle, RejectedError, shorten_id
from dashboard.pipeline.articles.titles import drop_outlet
from dashboard.pipeline.mojibake import mend

# Rows in which the header of a table is looked for. Chosen: preambles have some lines, such as the search and its date.
MOST_PREAMBLE = 50

# The names that a field may have, likeliest first; the first one with a usable value is taken. They are written as
# `plain_key` returns them, so that "Published at", `published_at` and "publishedAt" are the same name. Media Cloud,
# GDELT, NewsAPI, Event Registry, webz.io, news-please, newspaper4k, trafilatura, the Guardian, the New York Times,
# schema.org and JSON Feed use these.
TEXT_KEYS = (
    "text", "body", "content", "article", "fulltext", "maintext", "articletext", "articlecontent", "articlebody",
    "bodytext", "storytext", "contenttext", "textcontent", "plaintext", "cleanedtext", "rawtext", "bodyhtml",
    "contenthtml", "articlehtml", "paragraphs",
)  # fmt: skip
# What the column with the text must be called: the likeliest names, and the ways to say another one.
TEXT_NAMES = (
    f"{', '.join(TEXT_KEYS[:4])} or the like, or be named by --column text=NAME or, on the page Add articles, under"
    " Columns"
)
# What may stand between the cells of a table. Each is tried, and the one that gives the most columns, one of them with
# text, is taken. That is more reliable than counting each.
DELIMITERS = (",", ";", "\t", "|")

# What stands for the text where an interface gives none, such as that of the New York Times; it is noted.
TEASER_KEYS = ("leadparagraph", "summary", "abstract", "description", "trailtext", "excerpt", "snippet", "teaser")
METADATA_KEYS: dict[str, tuple[str, ...]] = {
    "external_id": (
        "id", "articleid", "externalid", "storiesid", "storyid", "docid", "guid", "uuid", "uri", "gkgrecordid",
    ),
    "title": ("title", "headline", "articletitle", "webtitle", "headlinetext"),
    "published": (
        "published", "publishedat", "dategmt", "date", "publishdate", "publisheddate", "datepublished", "datepublish",
        "pubdate", "publicationdate", "webpublicationdate", "datetimepub", "firstpublished", "publishedon",
        "publishedtime", "articledate", "datetime", "timestamp", "seendate", "createdat",
    ),
    "source": (
        "source", "outlet", "publisher", "newspaper", "publication", "medianame", "sourcename", "outletname",
        "publishername", "sitename", "metasitename", "sourcehostname", "sourcecommonname", "site", "sourcedomain",
        "domain", "hostname",
    ),
    "agency": ("agency", "wire", "newsagency", "credit"),
    "url": (
        "url", "link", "sourceurl", "articleurl", "weburl", "permalink", "canonicalurl", "canonicallink",
        "documentidentifier", "mainentityofpage",
    ),
    "language": ("language", "lang", "sourcelanguage"),
}  # fmt: skip
# Fields within which an article's other fields may stand: of Elasticsearch, and of the Guardian's interface.
WRAPPERS = ("_source", "fields", "blocks")
# The same of webz.io, whose own fields come first.
INNER = ("thread",)
# Of a value that is an object, such as {"id": null, "name": "Lake Courier"}, the field that says it in words.
NAMES = ("name", "title", "main", "rendered", "text", "#text", "value", "uri", "@id", "$oid")
# Of a paragraph that is an object, the field with its words; of a text, that of WordPress or of XML.
PARAGRAPHS = ("bodytextsummary", "bodyhtml", "text", "content", "html", "value")
RENDERED = ("rendered", "#text")
# NewsAPI ends what it has cut so.
LONGEST_CUT = 40  # characters
_CUT = re.compile(r"\s*…?\s*\[\+\d+ chars\]\s*$")
# What pandas, R, MySQL, JavaScript and spreadsheets write where there is no value, in small letters.
NOTHING = frozenset(("nan", "nat", "na", "<na>", "#n/a", "n/a", "null", "none", "undefined", r"\n"))
# A written line break between two paragraphs, or after a sentence; the folder C:\\news is none.
_WRITTEN_BREAK = re.compile(r"\\n\s*\\n|[.!?”\"’']\s*\\n")
_ESCAPED = re.compile(r"\\([nrt\"'/\\])")
_WORD = re.compile(r"[^\W_]")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Where the user names no column.
NONE = Columns()
KNOWN_KEYS = frozenset(key for keys in METADATA_KEYS.values() for key in keys)


def read_record(
    file: InputFile,
    record: str,
    name: str,
    fields: Mapping[str, object],
    orders: Orders | None = None,
    notes: tuple[Note, ...] = (),
) -> RawArticle:
    """The raw article of a record of a table, by the columns that the user names and by usual names.

    Raises RejectedError as `find_text` does.
    """
    file.columns.meet(fields)
    text, metadata = find_text(fields, file.columns), find_metadata(fields, file.columns, orders)
    cut = _CUT.search(text, max(0, len(text) - LONGEST_CUT))
    if cut is not None:
        text, notes = text[: cut.start()], (*notes, Note("teaser"))
    elif not text.strip() and (teaser := _find_teaser(fields, metadata)):
        text, notes = teaser, (*notes, Note("teaser"))
    return RawArticle(file, record, name, text, metadata, notes)


def find_metadata(fields: Mapping[str, object], columns: Columns = NONE, orders: Orders | None = None) -> Metadata:
    """The metadata in the fields; None for each item without a usable value. The date is as `_find_date` finds it.

    `orders` are those of the file, for dates in which day or month may come first.
    """
    values = _by_plain_key(fields)

    def every(name: str) -> Iterator[str]:
        named = columns.find(name, fields)
        found = (values.get(key) for key in METADATA_KEYS[name]) if named is None else named
        return (line for line in map(one_line, map(_find_name, found)) if line)

    def first(name: str) -> str | None:
        return next(every(name), None)

    stamps = list_stamps(fields, columns)
    published, notes = _find_date(stamps, orders)
    sources, url = list(every("source")), first("url")
    source = next((line for line in sources if not ADDRESS.match(line) and _WORD.search(line)), None)
    if sources and ADDRESS.match(sources[0]):  # as trafilatura and programs that clip pages write it
        url = url or sources[0]
    return Metadata(
        external_id=shorten_id(given) if (given := first("external_id")) else None,
        title=drop_outlet(first("title"), source),
        published=published,
        source=source,
        agency=first("agency"),
        url=url,
        language=first("language"),
        stamp=stamps[0][1] if stamps else None,
        notes=notes,
    )


def list_stamps(fields: Mapping[str, object], columns: Columns = NONE) -> list[Stamp]:
    """Every date that is given, as it is, with the column that it stands in; the likeliest first."""
    named, values = columns.find("published", fields), _by_plain_key(fields)
    if named is not None:
        stamps = [(columns.named["published"], named[0])]
    else:
        stamps = [(key, values.get(key)) for key in METADATA_KEYS["published"]]
    return [stamp for stamp in stamps if not _is_none(stamp[1])]


def _find_date(stamps: Sequence[Stamp], orders: Orders | None) -> tuple[datetime | None, tuple[Note, ...]]:
    """The likeliest date that can be read, or one of the same day with a zone, and notes on how it was read.

    None where the likeliest may be either of two days, and no other date is one of these: it may be when the article
    was gathered.
    """
    found = [(stamp, _read_stamp(column, stamp, orders)) for column, stamp in stamps]
    dates = [(stamp, date) for stamp, (date, _) in found if date]
    doubtful = next(
        ((place, stamp) for place, (stamp, (date, _)) in enumerate(found) if not date and is_ambiguous(stamp)), None
    )
    if doubtful is not None and not any(date for _, (date, _) in found[: doubtful[0]]):
        days = [day for order in ORDERS if (day := read_date(doubtful[1], order))]
        dates = [each for each in dates if any(abs(each[1] - day) <= SAME_DAY for day in days)]
    chosen = choose_date(dates)
    if chosen is None:
        return None, ()
    return chosen[1], next(notes for stamp, (_, notes) in found if stamp is chosen[0])


def _read_stamp(column: str, stamp: object, orders: Orders | None) -> tuple[datetime | None, tuple[Note, ...]]:
    """The date, if it can be read, and a note if its column says which of day and month comes first."""
    date = read_date(stamp)
    if date is None and orders is not None and is_ambiguous(stamp) and (order := orders.find(column)):
        return read_date(stamp, order), (Note("ordered date", f"{order} first"),)
    return date, ()


def find_text(fields: Mapping[str, object], columns: Columns = NONE) -> str:
    """The text, empty if the field is empty or there is a teaser alone.

    Raises RejectedError if no text field holds words or a list of them, and there is no teaser.

    It is verbatim but for what programs make of it: HTML becomes text, written line breaks (\\n) become such, and the
    paragraphs of a list are put below one another.
    """
    values, named = _by_plain_key(fields), columns.find("text", fields)
    texts = [values[key] for key in TEXT_KEYS if key in values] if named is None else list(named)
    strings = [text for text in map(_join_paragraphs, texts) if text is not None]
    full = [text for text in strings if text.strip() and not _is_nothing(text)]
    if full:
        # Where an interface has cut it, users put the whole one beside it.
        whole = (text for text in full[1:] if len(text) > len(full[0]))
        text = next(whole, full[0]) if _CUT.search(full[0], max(0, len(full[0]) - LONGEST_CUT)) else full[0]
        return strip_tags(text) if is_html(text) else _break_lines(text)
    if strings or None in texts or (not texts and has_teaser(values)):
        return ""
    if texts:
        raise RejectedError(f"text: the field holds a {type(texts[0]).__name__}, not a string")
    raise RejectedError(f"text: no text field; the fields are {show_keys(fields)}")


def holds_text(fields: Mapping[str, object], columns: Columns = NONE) -> bool:
    """Whether one of the fields is a text; it may be empty."""
    values, named = _by_plain_key(fields), columns.find("text", fields)
    if named is not None:
        return _join_paragraphs(named[0]) is not None
    return any(_join_paragraphs(values.get(key)) is not None for key in TEXT_KEYS)


def has_title(keys: Iterable[str]) -> bool:
    """Whether one of the keys names a title."""
    return not {plain_key(str(key)) for key in keys}.isdisjoint(METADATA_KEYS["title"])


def has_teaser(keys: Iterable[str]) -> bool:
    """Whether the keys are those of an article with a teaser in place of a text: it has a title and an address, too."""
    plain = {plain_key(str(key)) for key in keys}
    return all(plain.intersection(names) for names in (TEASER_KEYS, METADATA_KEYS["title"], METADATA_KEYS["url"]))


def holds_teaser(fields: Mapping[str, object]) -> bool:
    """Whether the fields are those of an article with a teaser in place of a text."""
    return has_teaser(_by_plain_key(fields))


def _find_teaser(fields: Mapping[str, object], metadata: Metadata) -> str:
    """The teaser of an article whose text is empty, "" if it has none."""
    values = _by_plain_key(fields)
    if not has_teaser(values) or metadata.title is None:
        return ""
    texts = (text for key in TEASER_KEYS if isinstance(text := values.get(key), str) and not _is_nothing(text))
    return next((strip_tags(text) if is_html(text) else text for text in texts if text.strip()), "")


def _join_paragraphs(value: object) -> str | None:
    """A string, one that stands in an object, or a list of strings or objects as paragraphs; None for anything else.

    Objects with a title or an address are no paragraphs but articles.
    """
    if isinstance(value, list) and value:
        paragraphs = [each if isinstance(each, str) else _find_paragraph(each) for each in value]
        texts = [paragraph for paragraph in paragraphs if paragraph is not None]
        return "\n\n".join(texts) if len(texts) == len(paragraphs) else None
    if isinstance(value, Mapping):
        return next((value[key] for key in RENDERED if isinstance(value.get(key), str)), None)
    return value if isinstance(value, str) else None


def _find_paragraph(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return None
    values = {plain_key(str(key)): each for key, each in value.items()}
    if values.keys() & {*METADATA_KEYS["title"], *METADATA_KEYS["url"]}:
        return None
    return next((text for key in PARAGRAPHS if isinstance(text := values.get(key), str)), None)


def _break_lines(text: str) -> str:
    """The text with real line breaks, tabs and quotes, where an export has escaped them twice and left none."""
    if "\n" in text or not _WRITTEN_BREAK.search(text):
        return text
    return _ESCAPED.sub(lambda found: {"n": "\n", "t": "\t", "r": ""}.get(found[1], found[1]), text)


def _find_name(value: object) -> object:
    """What names an object, or the first of a list; any other value itself."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        value = next((value[key] for key in NAMES if isinstance(value.get(key), str)), None)
    return value


def has_text(keys: Sequence[str], columns: Columns = NONE) -> bool:
    """Whether one of the keys names a text field."""
    return columns.has("text", keys) or any(plain_key(key) in TEXT_KEYS for key in keys)


def is_header(cells: Sequence[str], columns: Columns = NONE, *, is_first: bool) -> bool:
    """Whether a row names the columns of articles, of which one is the text, or a title, address and teaser.

    Below the first row it must name two columns, since a cell of a preamble may say "Article".
    """
    names = [cell for cell in cells if cell]
    if not (has_text(names, columns) or has_teaser(names)):
        return False
    known = sum(plain_key(name) in (*TEXT_KEYS, *KNOWN_KEYS) or columns.is_named(name) for name in names)
    return is_first or (known > 1 and all(len(name) <= LONGEST_KEY for name in names))


def is_preamble(rows: Iterable[Sequence[object]], header: Sequence[str]) -> bool:
    """Whether no row above the header is as wide and as full; else they are articles, and so is the "header"."""
    width, filled = _measure(header)
    return not any(row_width == width and row_filled >= filled for row_width, row_filled in map(_measure, rows))


def _measure(row: Sequence[object]) -> tuple[int, int]:
    """How many cells a row has up to the last that is filled, and how many are."""
    filled = [number for number, cell in enumerate(row, 1) if cell is not None and cell != ""]
    return filled[-1] if filled else 0, len(filled)


def show_keys(keys: Iterable[str]) -> str:
    """The first keys, each truncated, for a message."""
    return ", ".join(repr(key[:30]) for key in list(keys)[:8]) or "none"


def explain_no_text(keys: Iterable[str], what: str) -> str:
    """The reason to reject a table without a column for the text; `what` names where its columns stand."""
    return (
        f"no text column: {what} has {show_keys(keys)}; it must name the columns, and the one with the text must be"
        f" called {TEXT_NAMES}"
    )


def one_line(value: object) -> str | None:
    """A string or number as one stripped line without control characters.

    None if it is empty, of another type, no finite number, or what other tools write for no value.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = int(value) if value.is_integer() else value  # spreadsheets turn the id 12 into 12.0
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(CONTROL.sub(" ", mend(str(value))).split())
    return None if not text or _is_nothing(text) else text


def _is_none(value: object) -> bool:
    """Whether nothing is given: null, an empty string or what other tools write for no value."""
    return value is None or (isinstance(value, str | float) and one_line(value) is None)


def _is_nothing(text: str) -> bool:
    return text.strip().lower() in NOTHING


def _by_plain_key(fields: Mapping[str, object]) -> dict[str, object]:
    """The values by plain key; those that stand in a wrapper come first, those of INNER last."""
    outer, inner = (
        [within for key in keys if isinstance(within := fields.get(key), Mapping)] for keys in (WRAPPERS, INNER)
    )
    values: dict[str, object] = {}
    for each in (*outer, fields, *inner):
        for key, value in each.items():
            values.setdefault(plain_key(str(key)), value)
    return values
