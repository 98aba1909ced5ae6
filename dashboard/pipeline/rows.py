"""Makes the rows of one article, with a function for each table; words of the article are verbatim.

The rows of actors and locations come from the whole corpus: see `tally`.
"""

from collections.abc import Iterator

from dashboard.pipeline.articles import Article
from dashboard.pipeline.claims import Named
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.readings import Reading
from dashboard.tables.rows import Row


def article_row(article: Article, story_id: str) -> Row:
    """The row of `articles`."""
    return {
        "article_id": article.article_id,
        "external_id": article.external_id,
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "source": article.source,
        "agency": article.agency,
        "url": article.url,
        "path": article.path,
        "language": article.language,
        "word_count": len(article.text.split()),
        "story_id": story_id,
    }


def sentence_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `sentences`, in text order."""
    for number, (start, end) in enumerate(reading.sentences):
        yield {"article_id": article.article_id, "sentence": number, "start": start, "end": end}


def entity_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `entities`, one for each mention."""
    for mention, placement, naming in zip(reading.mentions, reading.placements, reading.namings, strict=True):
        yield {
            "article_id": article.article_id,
            "start": mention.start,
            "end": mention.end,
            "sentence": mention.sentence,
            "surface": article.text[mention.start : mention.end],
            "label": mention.label,
            "actor_id": naming.actor.actor_id if naming else None,
            "actor_reason": naming.reason if naming else None,
            "location_id": placement.place.location_id if placement.place else None,
            "sense": placement.sense,
            "role": mention.role,
            "unplaced_reason": placement.unplaced_reason,
            "confidence": _confidence(mention, placement),
        }


def _confidence(mention: Mention, placement: Placement) -> float | None:
    """Of a placed mention, and of one that is too unsure to be, the placement's; of another name the encoder's."""
    if placement.candidates or mention.probability is None:
        return placement.confidence
    return round(mention.probability, 3)


def candidate_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `candidates`: for each mention the places that it may name, the most likely first."""
    for mention, placement in zip(reading.mentions, reading.placements, strict=True):
        for candidate in placement.candidates:
            place = candidate.place
            yield {
                "article_id": article.article_id,
                "start": mention.start,
                "end": mention.end,
                "location_id": place.location_id,
                "name": place.name,
                "country_code": place.country_code,
                "admin1": place.admin1,
                "feature": place.feature,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "score": candidate.score,
                "evidence": [{"feature": feature, "value": value} for feature, value in candidate.evidence],
            }


def quote_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `quotes`, in text order."""
    for quote in reading.quotes:
        yield {
            "quote_id": _quote_id(article, quote),
            "article_id": article.article_id,
            "sentence": quote.sentence,
            "start": quote.start,
            "end": quote.end,
            "parts": [list(part) for part in quote.parts],
            "text": " … ".join(article.text[start:end] for start, end in quote.parts),
            "kind": quote.kind,
            "speaker": _words(article, quote.speaker_start, quote.speaker_end),
            "speaker_start": quote.speaker_start,
            "speaker_end": quote.speaker_end,
            "actor_id": quote.actor_id,
            "sourcing": quote.sourcing,
            "cue": _words(article, quote.cue_start, quote.cue_end),
            "cue_start": quote.cue_start,
            "cue_end": quote.cue_end,
            "stance": quote.stance,
            "via_actor_id": quote.via_actor_id,
            "confidence": quote.confidence,
        }


def speaker_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `speakers`, in text order within each quotation."""
    for quote in reading.quotes:
        for speaker in quote.speakers:
            yield {
                "quote_id": _quote_id(article, quote),
                "actor_id": speaker.actor_id,
                "start": speaker.start,
                "end": speaker.end,
            }


def claim_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `claims`, in text order."""
    for claim in reading.claims:
        yield {
            "claim_id": f"{article.article_id}-{claim.start}-{claim.end}-{claim.matter}",
            "article_id": article.article_id,
            "sentence": claim.sentence,
            "start": claim.start,
            "end": claim.end,
            "text": article.text[claim.start : claim.end],
            "quote_id": _quote_at(article, claim.quote),
            "matter": claim.matter,
            "unit": claim.unit,
            "low": claim.low,
            "high": claim.high,
            "bound": claim.bound,
            "denied": claim.denied,
            **_named(claim.place, "location_id", "place"),
            **_named(claim.actor, "actor_id", "actor"),
        }


def movement_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """The rows of `movements`, in text order."""
    for each in reading.movements:
        ends = "-".join(str(0 if end is None else end.start) for end in (each.origin, each.goal))
        who_start, who_end = each.who or (None, None)
        yield {
            "movement_id": f"{article.article_id}-{each.start}-{each.end}-{ends}",
            "article_id": article.article_id,
            "sentence": each.sentence,
            "start": each.start,
            "end": each.end,
            "text": article.text[each.start : each.end],
            "quote_id": _quote_at(article, each.quote),
            "kind": each.kind,
            "status": each.status,
            "who": _words(article, who_start, who_end),
            "who_start": who_start,
            "who_end": who_end,
            **_named(each.actor, "actor_id", "actor"),
            **_named(each.origin, "from_location_id", "from"),
            **_named(each.goal, "to_location_id", "to"),
        }


def _quote_at(article: Article, span: tuple[int, int] | None) -> str | None:
    return None if span is None else f"{article.article_id}-{span[0]}-{span[1]}"


def _named(named: Named | None, column: str, prefix: str) -> Row:
    """The columns that say what a mention names, and where it stands."""
    found = (None, None, None) if named is None else (named.id, named.start, named.end)
    return dict(zip((column, f"{prefix}_start", f"{prefix}_end"), found, strict=True))


def _quote_id(article: Article, quote: Quote) -> str:
    return f"{article.article_id}-{quote.start}-{quote.end}"


def _words(article: Article, start: int | None, end: int | None) -> str | None:
    return None if start is None else article.text[start:end]


# Table -> the function that makes its rows from an article and its reading.
READING_ROWS = {
    "sentences": sentence_rows,
    "entities": entity_rows,
    "candidates": candidate_rows,
    "quotes": quote_rows,
    "speakers": speaker_rows,
    "claims": claim_rows,
    "movements": movement_rows,
}
