"""Small sets of articles that differ as a second run on edited files would make them differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pytest

from dashboard.corrections.record import Correction
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.contract import TABLES
from dashboard.tables.rows import Row
from tests import rows as make
from tests.corrections.conftest import number_log
from tests.marked import read_marked

NAMES = {"ministry": "Ministry of Defence", "kremlin": "Kremlin", "russia": "Russia", "putin": "Vladimir Putin"}


@dataclass(frozen=True)
class Said:
    """A quote: its parts, the speaker as written, and the actor that it is."""

    parts: tuple[str, ...]
    speaker: str
    actor: str | None
    stance: str | None = "says"
    sourcing: str = "organisation"


@dataclass(frozen=True)
class News:
    """An article; how mentions are marked says `tests.marked`."""

    id: str
    sentences: Sequence[str]
    said: Sequence[Said] = ()
    external: str = ""
    url: str | None = None
    title: str | None = None
    source: str = "Sample Wire"


SAFE = Said(("safe and stable", "no rebel is near"), "the ministry", "ministry", stance="denies")
HOMS = News(
    "homs",
    (
        "Rebels were seen near the city on Friday.",
        "“Homs is safe and stable,” [the ministry](ministry) said, “and no rebel is near.”",
        "The [Kremlin](kremlin) did not comment.",
        "It is unclear who holds the road to the coast.",
    ),
    (SAFE,), title="Ministry denies that Homs fell", url="https://wire.example/homs",
)  # fmt: skip
PORT = News(
    "port",
    (
        "A storm closed the port of Latakia.",
        "Nobody was hurt.",
        "The port opens on Monday.",
        "A ferry was turned back.",
        "Nobody was hurt.",
    ),
    title="Storm closes the port",
)
BOTH = (HOMS, PORT)


def build(news: Sequence[News], names: dict[str, str] = NAMES) -> dict[str, pa.Table]:
    """Tables of these articles that keep the contract."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for each in news:
        marked = read_marked(each.id, each.sentences)
        own = {"external_id": each.external or f"ext-{each.id}", "url": each.url}
        rows["articles"].append(make.article(each.id, marked.text, title=each.title, source=each.source, **own))
        rows["sentences"] += marked.sentences
        rows["entities"] += marked.entities
        rows["quotes"] += [_quote(each.id, said, marked.text, marked.sentences) for said in each.said]
    for actor_id, name in names.items():
        counts = make.count_mentions([row for row in rows["entities"] if row["actor_id"] == actor_id])
        rows["actors"].append(make.actor(actor_id, name, kind="government", **counts))
    tables = make.tables(**rows)
    check_all(tables)
    return tables


def _quote(article: str, said: Said, text: str, sentences: Sequence[Row]) -> Row:
    parts = [[text.index(each), text.index(each) + len(each)] for each in said.parts]
    [sentence] = [row["sentence"] for row in sentences if row["start"] <= parts[0][0] < row["end"]]
    speaker = text.index(said.speaker)
    return make.quote(
        article, parts, " … ".join(said.parts), sentence=sentence, speaker=said.speaker, actor_id=said.actor,
        speaker_start=speaker, speaker_end=speaker + len(said.speaker), stance=said.stance, sourcing=said.sourcing,
    )  # fmt: skip


# Articles, and corrections to apply -> a reader on their tables; `set_id` names the set.
type Open = Callable[..., Reader]


@pytest.fixture(scope="session")
def read() -> Open:
    """A reader on the tables of these articles, made once for the same ones: a store takes a third of a second."""
    made: dict[str, Reader] = {}

    def read(
        *news: News, corrections: Sequence[Correction] = (), set_id: str = "one", names: dict[str, str] = NAMES
    ) -> Reader:
        key = repr((news, corrections, set_id, names))
        if key not in made:
            manifest = {"set": set_id, "input_digest": f"{set_id:0<64}", "created": "2026-11-27T10:00:00+00:00"}
            made[key] = Store(build(news, names), manifest, number_log(*corrections)).reader()
        return made[key]

    return read


@pytest.fixture(scope="session")
def first(read: Open) -> Reader:
    """A reader on the tables of both articles."""
    return read(*BOTH)


def edit(news: News, old: str, new: str, **changes: Any) -> News:
    """The article with other words in its sentences and quotes."""
    sentences = tuple(each.replace(old, new) for each in news.sentences)
    said = tuple(replace(each, parts=tuple(part.replace(old, new) for part in each.parts)) for each in news.said)
    assert sentences != tuple(news.sentences) or not old
    return replace(news, **{"sentences": sentences, "said": said, **changes})
