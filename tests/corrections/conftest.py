"""Three small articles as tables, and a store in which some corrections are applied.

How mentions are marked in a text says `tests.marked`.
"""

import re
from collections.abc import Callable, Iterator

import pyarrow as pa
import pytest

from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction, GivenPlace
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.contract import TABLES
from dashboard.tables.rows import Row
from tests import rows as make
from tests.marked import Marked, read_marked

# Corrections, oldest first -> the store that they are applied in; `articles` other texts than ARTICLES.
type Correct = Callable[..., Store]

ARTICLES = {
    "a": "[Bashar al-Assad](bashar) left [Homs](@1). [Assad](bashar) said: “We go.” [Homs](@1) fell."
    " [Jolani](jolani) came.",
    "b": "[Assad](bashar) built [Homs](@1). “I build,” [Assad](bashar) said. [Baghdad](iraq@3) agreed: “Yes.”",
    "c": "[Julani](julani) spoke: “I came.” He told [AFP](afp) in [Orlinsk](?not in the gazetteer)."
    " [Baghdad](iraq@3) did.",
}
# Article, words, speaker as written, actor, outlet.
QUOTES = (
    ("a", "We go", "Assad", "bashar", None),
    ("b", "I build", "Assad", "bashar", None),
    ("b", "Yes", "Baghdad", "iraq", None),
    ("c", "I came", "He", "julani", "afp"),
    ("three", "We met", "Jolani, Baghdad and Julani", "jolani", None),
)
# Words of a quote -> its speakers, each as written, where it has several.
SPEAKERS = {"We met": (("Jolani", "jolani"), ("Baghdad", "iraq"), ("Julani", "julani"))}
# For tests of a quote with several speakers.
THREE = {"three": "[Jolani](jolani), [Baghdad](iraq@3) and [Julani](julani) said: “We met.” [Assad](bashar) came."}
ACTORS = {"bashar": ("Bashar al-Assad", "person"), "jolani": ("Jolani", "person"), "julani": ("Julani", "person"),
          "iraq": ("Iraq", "state"), "afp": ("AFP", "media")}  # fmt: skip
PLACES = {"1": ("Homs", "SY"), "2": ("Homs, Texas", "US"), "3": ("Baghdad", "IQ"), "4": ("Orlinsk", "RU")}
CANDIDATES = {"Homs": ("1", "2"), "Baghdad": ("3",), "Orlinsk": ("4",)}


# A place that no table has, as the gazetteer describes it.
IDLIB = GivenPlace("Idlib", "SY", "Idlib Governorate", "PPL", 35.93, 36.63, 98_791)


def build(articles: dict[str, str]) -> dict[str, pa.Table]:
    """Tables of these articles that keep the contract; their external ids are `ext-` and the id."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for article_id, written in articles.items():
        _add_article(rows, article_id, written)
    entities = rows["entities"]
    for actor_id, (name, kind) in ACTORS.items():
        named = [row for row in entities if row["actor_id"] == actor_id]
        if named:
            is_short = len(name.split()) < 2 and kind == "person"
            said = {"country_code": "IQ" if kind == "state" else None, "unsure": is_short}
            aliases = sorted({row["surface"] for row in named})
            counts = make.count_mentions(named)
            rows["actors"].append(make.actor(actor_id, name, kind=kind, aliases=aliases, **said, **counts))
    for location_id in PLACES:
        at = [row for row in entities if row["location_id"] == location_id]
        if at:
            rows["locations"].append(
                make.location(location_id, **_describe(location_id), population=9, **make.count_senses(at))
            )
    tables = make.tables(**rows)
    check_all(tables)
    return tables


def _add_article(rows: dict[str, list[Row]], article_id: str, written: str) -> None:
    marked = read_marked(article_id, re.split(r"(?<=\.) ", written))
    rows["articles"].append(make.article(article_id, marked.text, external_id=f"ext-{article_id}"))
    rows["sentences"] += marked.sentences
    rows["entities"] += marked.entities
    for mention in marked.entities:
        for score, candidate in enumerate(CANDIDATES.get(mention["surface"], ())):
            rows["candidates"].append(make.candidate(mention, candidate, **_describe(candidate), score=1.0 - score))
    for quote in _quotes(article_id, marked):
        rows["quotes"].append(quote)
        rows["speakers"] += _speakers(quote, marked.text)


def _describe(location_id: str) -> Row:
    """What every table says of a place."""
    name, country = PLACES[location_id]
    return {"name": name, "country_code": country, "latitude": 1.0, "longitude": 2.0}


def _quotes(article_id: str, marked: Marked) -> Iterator[Row]:
    text = marked.text
    for article, words, speaker, actor_id, via in QUOTES:
        if article != article_id or words not in text:
            continue
        start = text.index(words)
        spoken = max(text.rfind(speaker, 0, start), text.find(speaker, start))
        [sentence] = [row["sentence"] for row in marked.sentences if row["start"] <= start < row["end"]]
        yield make.quote(
            article_id, [[start, start + len(words)]], words, sentence=sentence, actor_id=actor_id, via_actor_id=via,
            speaker=speaker, speaker_start=spoken, speaker_end=spoken + len(speaker),
        )  # fmt: skip


def _speakers(quote: Row, text: str) -> Iterator[Row]:
    """The speakers of a quote that has several; `make.tables` adds the only one of every other."""
    for words, actor_id in SPEAKERS.get(quote["text"], ()):
        start = text.index(words)
        yield make.speaker(quote, actor_id, start=start, end=start + len(words))


def number_log(*corrections: Correction) -> Log:
    """A log of these, which get the ids 1, 2, 3 …"""
    signed = []
    for number, each in enumerate(corrections, 1):
        said = {name: getattr(each, name) for name in Correction.__slots__}
        signed.append(
            Correction(**said | {"id": str(number), "when": "2024-12-08T10:00:00+00:00", "who": "Ada", "why": "x"})
        )
    return Log(tuple(signed))


@pytest.fixture(scope="session")
def correct() -> Correct:
    """The store of ARTICLES in which these corrections, numbered from 1, are applied."""

    def correct(*corrections: Correction, articles: dict[str, str] = ARTICLES) -> Store:
        return Store(build(articles), {}, number_log(*corrections))

    return correct
