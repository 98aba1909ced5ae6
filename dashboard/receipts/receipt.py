"""The receipt: what was cited and where it stood, with all that is needed to find and compare it again.

A sentence or a quote is cited by its exact words, with some of the text before and behind (`prefix`, `suffix`) and
their position in characters: as JSON, the two selectors of the W3C's Web Annotation Data Model, TextQuoteSelector and
TextPositionSelector. The digest says whether the article's text is still the same. Of a quote, the receipt says who
said it by then; of a number, under which filters it was counted.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from dashboard.errors import InputError

VERSION = 1

# What `type` says in every receipt, so that a file of something else is told from one.
TYPE = "DatelineReceipt"

type Kind = Literal["sentence", "quote", "number"]
KINDS: tuple[Kind, ...] = ("sentence", "quote", "number")

# Characters of the words that are cited, at most: of longer ones the beginning is. Of 17,000 sentences of FA-KES none
# has more than 1,900.
LONGEST_EXACT = 5_000

# Characters of the text before and behind the words, which tell equal words in one text apart. Hypothesis, the
# annotator of web pages, takes as many.
BESIDE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a text: themselves, what stands before and behind, and their place: characters [start, end)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The article that the words are from; `sha256` is the digest of its whole text in UTF-8, `sentence` the number of
    the sentence that the words begin in."""

    id: str
    external_id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    sha256: str
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said a quote, by then: the speaker as written, the actors that it was known to be, and on whose word.

    `parts` are the quote's words among the exact ones, [start, end) of each part, counted from their beginning.
    """

    quote: str
    wording: str
    parts: tuple[tuple[int, int], ...]
    speaker: str | None
    actors: tuple[str, ...]
    actor_names: tuple[str, ...]
    sourcing: str
    stance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A count: its value and unit, the page that lists what it counts, and the filters, as they stand in a link and in
    words."""

    value: int
    unit: str
    page: str
    filters: str
    filters_in_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The set of tables: its id, the corpus mark that stands in links, and when it was made."""

    set: str
    corpus: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A sentence, a quote or a number as it was found on a set of tables.

    A sentence and a quote have a passage and an article, a quote a statement, too; a number has a number alone. `link`
    opens it in the dashboard, `made` is when the receipt was made (UTC), `dateline` the program's version. `timestamp`
    is an RFC 3161 time stamp over the digest of the rest, as base64; "" without one.
    """

    kind: Kind
    passage: Passage | None = None
    article: Article | None = None
    statement: Statement | None = None
    number: Number | None = None
    tables: Tables
    link: str
    made: str
    dateline: str
    timestamp: str = ""


def to_object(receipt: Receipt) -> dict[str, Any]:
    """The receipt as an object of JSON; keys that it has no value for are left out."""
    written: dict[str, Any] = {"type": TYPE, "version": VERSION, "kind": receipt.kind}
    if receipt.passage is not None:
        passage = receipt.passage
        written["selector"] = [
            {
                "type": "TextQuoteSelector",
                "exact": passage.exact,
                "prefix": passage.prefix,
                "suffix": passage.suffix,
            },
            {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        ]
    for name in ("article", "statement", "number", "tables"):
        if (part := getattr(receipt, name)) is not None:
            written[name] = {key: value for key, value in asdict(part).items() if value is not None}
    written |= {"link": receipt.link, "made": receipt.made, "dateline": receipt.dateline}
    return written | ({"timestamp": receipt.timestamp} if receipt.timestamp else {})


def to_json(receipt: Receipt) -> str:
    """The receipt as JSON that people can read."""
    return json.dumps(to_object(receipt), indent=1, ensure_ascii=False)


def canonical(receipt: Receipt) -> bytes:
    """The receipt without its time stamp, the same bytes for the same receipt: what a time stamp is over."""
    plain = to_object(replace(receipt, timestamp=""))
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def require[Part](part: Part | None) -> Part:
    """The part, which receipts of this kind have. Raises InputError where it is absent."""
    if part is None:
        raise InputError("the receipt lacks a part that its kind must have; make it anew")
    return part
