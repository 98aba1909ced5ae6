"""The one place where a draft becomes an article or a reject, whatever format it came in."""

from dataclasses import fields

from dashboard import settings
from dashboard.pipeline.articles.agency import find_agency
from dashboard.pipeline.articles.encoding import LONE_SURROGATE, is_whole
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.language import explain_foreign
from dashboard.pipeline.articles.record import Article, Draft, Reject

# Share of NUL characters from which a text was decoded wrongly: English in UTF-16 without its mark has one half.
NULS = 0.2


def judge(draft: Draft, ids: Ids) -> Article | Reject:
    """The article, with an id taken for it, or the reason why it is none."""
    facts = draft.facts
    reason = _explain_unfit(draft) or ids.explain_repeated(draft)
    reason = reason or explain_foreign(facts.language, draft.body)  # last, for it takes longest
    if reason:
        return Reject(draft.file.shown, draft.record, reason)
    return Article(
        article_id=ids.take(draft),
        external_id=facts.external_id or draft.file.stem,
        title=facts.title,
        text=compose_text(facts.title, draft.body),
        published=facts.published,
        source=facts.source,
        agency=find_agency(facts.agency, draft.body),
        url=facts.url,
        path=draft.file.shown,
        language="en",  # explain_foreign has let nothing else pass
    )


def compose_text(title: str | None, body: str) -> str:
    """The body as it is when it begins with the title, white space aside; else title, blank line, body."""
    if title is None or _begin_alike(body, title):
        return body
    return f"{title}\n\n{body}"


def _begin_alike(body: str, title: str) -> bool:
    opening = body[: 2 * len(title) + 200]  # room for the line breaks and blanks that the title has lost
    return " ".join(opening.split()).startswith(title)


def _explain_unfit(draft: Draft) -> str | None:
    body, shortest, longest = draft.body.strip(), settings.SHORTEST_TEXT, settings.LONGEST_TEXT
    length = len(compose_text(draft.facts.title, draft.body))
    values = (body, *(getattr(draft.facts, field.name) for field in fields(draft.facts)))
    if not all(is_whole(value) for value in values if isinstance(value, str)):
        return LONE_SURROGATE
    if not any(character.isalpha() for character in body):
        return "empty: no letter in the text"
    if len(body) < shortest:
        return f"too short: {len(body)} characters; articles have {shortest} or more"
    if length > longest:
        return f"too long: {length:,} characters; articles have {longest:,} or fewer"
    if body.count("\0") > NULS * len(body):
        return "encoding: full of NUL characters, as UTF-16 without a byte order mark is; save it as UTF-8"
    return None
