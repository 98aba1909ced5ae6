"""A process that reads the files whose paths come in, one a line, and says in a line of JSON what each gave.

It is a process of its own because what it reads is meant to end it. `benchmarks.attack.reading` starts it. Started with
`annotate` it annotates the articles, too.
"""

import json
import resource
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from dashboard import settings
from dashboard.filters import Filters, read_filters, write_filters
from dashboard.pipeline.articles import Article, ArticleEntry, Entry, Ledger, find_inputs, read_entries

# Bytes of address space to read in, of which the libraries take half, and to annotate in, with the model.
MEMORY, MEMORY_TO_ANNOTATE = 2_000_000_000, 6_000_000_000

WARM = Article("a", "a", None, "Rebels entered Homs on Saturday, the army said.", None, None, None, None, "a", "en")


def main() -> None:
    """Read until the input ends."""
    annotates = sys.argv[1:] == ["annotate"]
    most = MEMORY_TO_ANNOTATE if annotates else MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if annotates:
        annotate([WARM])  # loads the model
    print(flush=True)  # an empty line says that it is ready
    for line in sys.stdin:
        began = time.process_time()
        try:
            found = read_file(Path(line.rstrip("\n")), annotates=annotates)
        except Exception:  # whatever it is, the parent is told of it
            found = {"fault": traceback.format_exc().strip()}
        print(json.dumps({**found, "seconds": time.process_time() - began}), flush=True)


def read_file(path: Path, *, annotates: bool = False) -> dict[str, object]:
    """How many articles, rejects and rejects of the whole file it gave; and a fault, where one of them has any."""
    entries = list(read_entries(find_inputs([path]), Ledger(), frozenset()))
    articles = [entry for entry in entries if isinstance(entry, ArticleEntry)]
    rejects = [entry for entry in entries if not isinstance(entry, ArticleEntry)]
    whole = sum(not entry.record for entry in rejects)
    fault = next(find_faults(entries), "")
    if annotates:
        annotate([entry.article for entry in articles if entry.article is not None])
    return {"articles": len(articles), "rejects": len(rejects), "whole": whole, "fault": fault}


def annotate(articles: Sequence[Article]) -> None:
    """Make the tables of these articles, as a worker of a run does."""
    from dashboard.pipeline.batch import make_tables

    make_tables(None, None, articles)


def find_faults(entries: list[Entry]) -> Iterator[str]:
    """What is wrong with the entries of a file."""
    if not entries:
        yield "neither an article nor a reject"
    for entry in entries:
        if isinstance(entry, ArticleEntry):
            assert entry.article is not None
            yield from find_article_faults(entry.article)
        elif len(entry.reason) > 2_000 or "\n" in entry.reason or ":" not in entry.reason:
            yield f"a reason that is no line: {entry.reason[:100]!r}"
    ids = [entry.article_id for entry in entries if isinstance(entry, ArticleEntry)]
    if len(set(ids)) < len(ids):
        yield "two articles with one id"


def find_article_faults(article: Article) -> Iterator[str]:
    """What is wrong with an article: a value that cannot be stored, or that a link cannot hold."""
    for name in ("article_id", "external_id", "title", "source", "agency", "url", "path", "text"):
        value = getattr(article, name)
        if value is not None:
            value.encode()
            if not value.strip():
                yield f"{name} is blank"
    if len(article.text) > settings.LONGEST_TEXT:
        yield f"text of {len(article.text):,} characters"
    for value in (article.article_id, article.external_id, article.title, article.source, article.agency):
        if value is not None:
            yield from find_link_faults(value)


def find_link_faults(value: str) -> Iterator[str]:
    """What a link with this value loses."""
    filters = Filters(sources=(value,))
    read = read_filters(parse_qs(urlencode(write_filters(filters), doseq=True)))
    if read != (filters, []):
        yield f"no link can hold {value[:60]!r} ({len(value):,} characters)"


if __name__ == "__main__":
    main()
