"""A batch: some articles that one worker reads, and the tables of what is found in them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.pipeline.actors.names import ROMANISED
from dashboard.pipeline.annotate import annotate, cut_text
from dashboard.pipeline.articles import Article, digest_article
from dashboard.pipeline.parts import SCHEMAS, Tables
from dashboard.pipeline.readings import Origin, Reading, join_readings, read_doc
from dashboard.pipeline.rows import READING_ROWS, article_row
from dashboard.pipeline.stories import sign
from dashboard.tables.rows import Row, Rows


def read_batch(actors: Path | None, places: Path | None, articles: Sequence[Article]) -> list[Reading]:
    """What is found in each of the articles; `actors` and `places` are files of one's own."""
    pieces = [cut_text(article.text) for article in articles]
    docs = annotate([piece for each in pieces for piece in each])
    readings = []
    for article, each in zip(articles, pieces, strict=True):
        origin = Origin(article.published.year if article.published else None, article.source)
        readings.append(join_readings([read_doc(actors, places, origin, next(docs)) for _ in each], each))
    return readings


def tabulate_batch(articles: Sequence[Article], readings: Sequence[Reading]) -> Tables:
    """The tables of a part, with the rows of these articles. Every article is the only one of its story."""
    rows = {name: Rows(name, schema) for name, schema in SCHEMAS.items()}
    for article, reading in zip(articles, readings, strict=True):
        rows["articles"].add(article_row(article, article.article_id))
        for name, make_rows in READING_ROWS.items():
            rows[name].extend(make_rows(article, reading))
        rows["namings"].extend(_naming_rows(article, reading))
        rows["placings"].extend(_placing_rows(article, reading))
        rows["entries"].add(_entry_row(article, reading))
    return {name: each.table() for name, each in rows.items()}


def make_tables(actors: Path | None, places: Path | None, articles: Sequence[Article]) -> Tables:
    """`tabulate_batch` of what `read_batch` finds."""
    return tabulate_batch(articles, read_batch(actors, places, articles))


def _naming_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """How often each actor is named in the article, by the form of the name and by what the article makes of it."""
    pairs = zip(reading.mentions, reading.actors, strict=True)
    counts = Counter((actor, mention.surface) for mention, actor in pairs if actor is not None)
    for (actor, surface), mentions in counts.items():
        yield {
            "article_id": article.article_id,
            "actor_id": actor.actor_id,
            "surface": surface,
            "name": actor.name,
            "kind": actor.kind,
            "country_code": actor.country_code,
            "unsure": actor.unsure,
            "mentions": mentions,
        }


def _placing_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """How often each place is named in the article, by sense."""
    counts = Counter((placement.place, placement.sense) for placement in reading.placements)
    for (place, sense), mentions in counts.items():
        if place is not None and sense is not None:
            yield {
                "article_id": article.article_id,
                "location_id": place.location_id,
                "sense": sense,
                "mentions": mentions,
                "name": place.name,
                "country_code": place.country_code,
                "admin1": place.admin1,
                "feature": place.feature,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "population": place.population,
            }


def _entry_row(article: Article, reading: Reading) -> Row:
    direct = [quote for quote in reading.quotes if quote.kind == "direct"]
    return {
        "article_id": article.article_id,
        "digest": digest_article(article),
        "is_romanised": _is_romanised(reading),
        "unread": reading.unread,
        **sign(article.text, [article.text[start:end] for quote in direct for start, end in quote.parts]),
    }


def _is_romanised(reading: Reading) -> bool:
    """Whether the country with most mentions of places in the article does not write names in the Latin script."""
    countries = Counter(placement.place.country_code for placement in reading.placements if placement.place is not None)
    return bool(countries) and countries.most_common(1)[0][0] in ROMANISED
