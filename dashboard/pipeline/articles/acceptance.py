"""Decides whether a raw article of any format becomes an Article or a Reject."""

from dataclasses import fields

from dashboard import settings
from dashboard.pipeline.articles.agency import find_agency
from dashboard.pipeline.articles.encoding import LONE_SURROGATE, is_valid
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.language import explain_not_english
from dashboard.pipeline.articles.record import Article, RawArticle, Reject

# A text with a larger fraction of NUL characters was decoded wrongly. In English UTF-16 without a mark it is a half.
MOST_NULS = 0.2


def accept(raw: RawArticle, ids: Ids) -> Article | Reject:
    """The Article, with new ids, or a Reject that says why it is none."""
    metadata = raw.metadata
    reason = _explain_unfit(raw) or ids.explain_duplicate(raw)
    reason = reason or explain_not_english(metadata.language, raw.body)  # last, because it is slowest
    if reason:
        return Reject(raw.file.path_text, raw.record, reason)
    article_id, external_id = ids.take(raw)
    return Article(
        article_id=article_id,
        external_id=external_id,
        title=metadata.title,
        text=compose_text(metadata.title, raw.body),
        published=metadata.published,
        source=metadata.source,
        agency=find_agency(metadata.agency, raw.body),
        url=metadata.url,
        path=raw.file.path_text,
        language="en",  # explain_not_english rejects all others
    )


def compose_text(title: str | None, body: str) -> str:
    """The body if it begins with the title, ignoring white space; else title, blank line, body."""
    if title is None or _begins_with(body, title):
        return body
    return f"{title}\n\n{body}"


def _begins_with(body: str, title: str) -> bool:
    opening = body[: 2 * len(title) + 200]  # longer than the title, which has lost line breaks and blanks
    return " ".join(opening.split()).startswith(title)


def _explain_unfit(raw: RawArticle) -> str | None:
    body, shortest, longest = raw.body.strip(), settings.SHORTEST_TEXT, settings.LONGEST_TEXT
    length = len(compose_text(raw.metadata.title, raw.body))
    values = (body, *(getattr(raw.metadata, field.name) for field in fields(raw.metadata)))
    if not all(is_valid(value) for value in values if isinstance(value, str)):
        return LONE_SURROGATE
    if not any(character.isalpha() for character in body):
        return "empty: no letter in the text"
    if len(body) < shortest:
        return f"too short: {len(body)} characters; articles have {shortest} or more"
    if length > longest:
        return f"too long: {length:,} characters; articles have {longest:,} or fewer"
    if body.count("\0") > MOST_NULS * len(body):
        return "encoding: many NUL characters, as in UTF-16 without a byte order mark; save the file again as UTF-8"
    return None
