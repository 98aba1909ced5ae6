"""Reads articles from one JSON document: a list of articles, an object that holds such a list, or one article.

The list is looked for, not named: interfaces of news put it under `articles`, `response.docs`, `hits.hits` and other
names. Of the lists and objects that are nested least, all with a text are taken; what stands beside them is no article.
"""

import json
from collections.abc import Callable, Iterator, Mapping

from dashboard.pipeline.articles.encoding import CodePage, open_text, read_up_to
from dashboard.pipeline.articles.exports import EXPORT, is_export
from dashboard.pipeline.articles.fields import (
    find_text,
    has_title,
    holds_teaser,
    holds_text,
    list_stamps,
    read_record,
    show_keys,
)
from dashboard.pipeline.articles.orders import Orders
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError

# NaN and Infinity, which are no JSON but which other tools write, say that there is no value.
DECODER = json.JSONDecoder(parse_constant=lambda name: None)

# Characters of a document, which is read as a whole: about 50,000 articles, which take five times as much memory.
LONGEST_DOCUMENT = 200_000_000

# Objects and lists within one another, in which the list of articles is looked for.
DEEPEST = 5


def read_document(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every article. The record is "item 3", counted from 1; empty if there is but one.

    Several documents behind one another, such as JSON Lines, are read as a list. Raises RejectedError if the file is no
    JSON, or has no object with a text.
    """
    with open_text(file.path, newline="") as content:
        text = read_up_to(content, LONGEST_DOCUMENT + 1)
    if len(text) > LONGEST_DOCUMENT:
        raise RejectedError(
            f"too long: a JSON document has {LONGEST_DOCUMENT:,} characters or fewer; save it as JSON Lines (.jsonl)"
        )
    text, notes = CodePage(file.path).decode(text)
    if not text.strip("\ufeff \t\r\n"):
        return
    document = _parse(text)
    if is_export(document):
        raise RejectedError(EXPORT)
    found = _find_articles(document, lambda fields: holds_text(fields, file.columns))
    found = _find_articles(document, holds_teaser) if found is None else found
    if found is None:
        shape = f"of the type {type(document).__name__}"
        if isinstance(document, Mapping):
            file.columns.meet(document)
            shape = f"an object with {show_keys(document)}"
        raise RejectedError(f"json: no object with a text field; the document is {shape}")
    if isinstance(found, Mapping):
        found = _find_described(found, file) or found
    feed = _read_feed(document)
    if isinstance(found, Mapping):
        yield read_record(file, "", file.name, found, notes=notes)
        return
    objects = [fields for fields in found if isinstance(fields, Mapping)]
    orders = Orders(lambda: (stamp for fields in objects for stamp in list_stamps(fields, file.columns)))
    for number, fields in enumerate(found, 1):
        record = f"item {number}"
        try:
            if not isinstance(fields, Mapping):
                raise RejectedError(f"json: the item is a {type(fields).__name__}, not an object")
            yield read_record(file, record, f"{file.stem}-{number}", {**feed, **fields}, orders, notes)
        except RejectedError as reason:
            yield Reject(file.path_text, record, str(reason))


def _parse(text: str) -> object:
    """The document; a list of all, if there are several."""
    documents, end = [], 0
    while end < len(text):
        if text[end].isspace():
            end += 1
            continue
        try:
            document, end = DECODER.raw_decode(text, end)
        except json.JSONDecodeError as error:
            raise RejectedError(f"json: {error.msg} at line {error.lineno}, character {error.colno}") from None
        except (ValueError, RecursionError) as error:  # a number with thousands of digits, a thousand nested brackets
            raise RejectedError(f"json: {error}") from None
        documents.append(document)
    return documents[0] if len(documents) == 1 else documents


def _read_feed(document: object) -> dict[str, object]:
    """What a JSON Feed says of all its articles: outlet and language."""
    if isinstance(document, Mapping) and str(document.get("version")).startswith("https://jsonfeed.org/"):
        return {"site_name": document.get("title"), "language": document.get("language")}
    return {}


def _find_described(described: Mapping[str, object], file: InputFile) -> list[object] | None:
    """The list of articles within an object, if its own text is shorter than each of theirs: it only describes them."""
    listed = _find_articles(list(described.values()), lambda fields: holds_text(fields) and has_title(fields))
    if not isinstance(listed, list):
        return None
    texts = [find_text(each) for each in listed if isinstance(each, Mapping) and holds_text(each)]
    return listed if len(find_text(described, file.columns)) < min(map(len, texts)) else None


def _find_articles(
    document: object, is_article: Callable[[Mapping[str, object]], bool]
) -> Mapping[str, object] | list[object] | None:
    """The one article, or the list of articles; None if there is neither."""
    level = [document]
    for _ in range(DEEPEST):
        lists = [each for each in level if isinstance(each, list)]
        objects = [each for each in level if isinstance(each, Mapping)]
        listed = [
            item
            for each in lists
            if any(isinstance(item, Mapping) and is_article(item) for item in each)
            for item in each
        ]
        single = [each for each in objects if is_article(each)]
        if listed or len(single) > 1:
            return [*listed, *single]
        if single:
            return single[0]
        level = [inner for each in objects for inner in each.values()] + [inner for each in lists for inner in each]
    return None
