"""Decides whether a raw article of any format becomes an Article or a Reject."""

from dataclasses import fields
from typing import Literal

from dashboard import settings
from dashboard.pipeline.articles.agency import find_agency
from dashboard.pipeline.articles.dates import note_date
from dashboard.pipeline.articles.encoding import LONE_SURROGATE, is_valid
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.language import explain_not_english
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.record import Article, RawArticle, Reject

# A text with a larger fraction of NUL characters was decoded wrongly. In English UTF-16 without a mark it is a half.
MOST_NULS = 0.2

# Letters of a text that is judged by its capitals, and the shares of capitals between which it is written as news is:
# of 2,598 annotated articles and shorter pieces those with so many letters have 0.7 % or more, and 45 % or fewer.
FEWEST_LETTERS = 100
FEWEST_CAPITALS, MOST_CAPITALS = 0.003, 0.8

# Characters at the beginning of a text by which nearly every one is known to be ordinary.
OPENING = 500


def accept(raw: RawArticle, ids: Ids) -> Article | Reject:
    """The Article, with new ids, or a Reject that says why it is none."""
    metadata = raw.metadata
    reason = _explain_unfit(raw) or ids.explain_duplicate(raw)
    reason = reason or explain_not_english(metadata.language, raw.body)  # last, because it is slowest
    if reason:
        return Reject(raw.file.path_text, raw.located, reason)
    article_id, external_id = ids.take(raw)
    return Article(
        article_id=article_id,
        external_id=external_id,
        title=shorten(metadata.title),
        text=compose_text(metadata.title, raw.body),
        published=metadata.published,
        source=shorten(metadata.source),
        agency=shorten(find_agency(metadata.agency, raw.body)),
        url=metadata.url if len(metadata.url or "") <= settings.LONGEST_URL else None,
        path=raw.file.path_text,
        language="en",  # explain_not_english rejects all others
        notes=(*raw.notes, *metadata.notes, *note_date(metadata.published, metadata.stamp), *_note_letters(raw.body)),
    )


def _note_letters(body: str) -> tuple[Note, ...]:
    """A note if the article is written without capitals or in them: names are told by them."""
    kind: Literal["no capitals", "all capitals"] | None = None
    for text in (body[:OPENING], body):  # the rest is counted only where the opening is odd
        capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
        letters = capitals + small
        if letters < FEWEST_LETTERS or FEWEST_CAPITALS * letters <= capitals <= MOST_CAPITALS * letters:
            return ()
        kind = "no capitals" if capitals < small else "all capitals"
    return () if kind is None else (Note(kind),)


def shorten(value: str | None) -> str | None:
    """The value; of one with more than LONGEST_VALUE characters the beginning, and how many it has."""
    if value is None or len(value) <= settings.LONGEST_VALUE:
        return value
    end = f"… ({len(value):,} characters)"
    return f"{value[: settings.LONGEST_VALUE - len(end)].rstrip()}{end}"


def compose_text(title: str | None, body: str) -> str:
    """The body if it begins with the title, ignoring white space; else title, blank line, body."""
    if title is None or _begins_with(body, title):
        return body
    return f"{title}\n\n{body}"


def _begins_with(body: str, title: str) -> bool:
    opening = body[: 2 * len(title) + 200]  # longer than the title, which has lost line breaks and blanks
    return (one_line(opening) or "").startswith(title)


def _explain_unfit(raw: RawArticle) -> str | None:
    body, shortest, longest = raw.body.strip(), settings.SHORTEST_TEXT, settings.LONGEST_TEXT
    length = len(compose_text(raw.metadata.title, raw.body))
    values = (body, *(getattr(raw.metadata, field.name) for field in fields(raw.metadata) if field.name != "stamp"))
    if not all(is_valid(value) for value in values if isinstance(value, str)):
        return LONE_SURROGATE
    if not any(character.isalpha() for character in body):
        return "empty: no letter in the text"
    if len(body) < shortest:
        return f"too short: {len(body)} characters; articles have {shortest} or more"
    if length > longest:
        return f"too long: {length:,} characters; articles have {longest:,} or fewer"
    if body.count("\0") > MOST_NULS * len(body):
        return "encoding: many NUL characters, as in UTF-16 that is damaged; save the file again as UTF-8"
    return None
