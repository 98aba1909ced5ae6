"""Annotation: has new articles read by workers, and makes parts of what they find."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from dashboard import settings
from dashboard.pipeline.annotate import read_meta
from dashboard.pipeline.articles import Article
from dashboard.pipeline.batch import make_tables, read_batch, tabulate_batch
from dashboard.pipeline.geocode.online import Service
from dashboard.pipeline.geocode.unplaced import place_unplaced
from dashboard.pipeline.parts import Parts, Tables
from dashboard.pipeline.readings import Reading, open_knowledge
from dashboard.pipeline.workers import Annotated, Own, open_workers, read_parts


def check_knowledge(own: Own) -> None:
    """Raise SettingError or GazetteerError unless the model, the gazetteer and the files of one's own can be used."""
    read_meta()
    open_knowledge(*own)


def annotate_articles(
    articles: Iterable[Article],
    parts: Parts,
    own: Own,
    processes: int,
    cluster: str | None,
    on_article: Callable[[], None],
) -> Annotated:
    """Add parts with what is found in these articles.

    `on_article` is called for each when its batch is done; what it raises ends the run, and leaves the parts that are.

    An online geocoder is asked here and not by the workers, because it limits the questions of the whole run.
    """
    setting, done = settings.geocoder(), Annotated()
    service = None if setting is None else Service(setting)
    work: Callable[[Sequence[Article]], Any] = partial(make_tables if service is None else read_batch, *own)
    cut = _cut_parts(articles)
    first = next(cut, ())
    with open_workers(len(first), processes, cluster, own) as executor:
        for part, batches in read_parts(chain([first], cut) if first else (), work, executor):
            tables = []
            for batch, future in batches:
                found = future.result()
                tables.append(found if service is None else _place(batch, found, service, own))
                done.articles += len(batch)
                for _ in batch:
                    on_article()
            done.parts.append(parts.add(tables, [article.article_id for article in part]))
    done.geocoder = None if service is None else service.report()
    return done


def _cut_parts(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in parts of bounded size."""
    part: list[Article] = []
    characters = 0
    for article in articles:
        part.append(article)
        characters += len(article.text)
        if len(part) == settings.PART or characters >= settings.PART_TEXT:
            yield part
            part, characters = [], 0
    if part:
        yield part


def _place(batch: Sequence[Article], readings: Sequence[Reading], service: Service, own: Own) -> Tables:
    gazetteer, _ = open_knowledge(*own)
    return tabulate_batch(batch, [place_unplaced(reading, service, gazetteer) for reading in readings])
