"""Six hand-written articles in a real DuckDB, and as rows for what a test works out by itself.

How mentions are marked in a text says `tests.marked`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.contract import TABLES
from dashboard.tables.rows import Row
from tests import rows as make
from tests.marked import read_marked

ACTORS = {
    "assad": ("Bashar al-Assad", "person"),
    "hezbollah": ("Hezbollah", "armed group"),
    "iraq": ("Iraq", "state"),
    "afp": ("AFP", "media"),
    "o'brien'; DROP TABLE articles; --": ("O’Brien", "person"),
    'two "quotes" 100%': ("Quotes & <Co>", "company"),
    "unnamed-here": ("Nobody Named", "person"),
    "lone": ("Lone", "other"),
    "gaza": ("Gaza", "other"),
}
COUNTRIES = {"iraq": "IQ"}
# The addition that one of the articles came with.
ADDITION = "20241209-080000-0a1b2c"

UNSURE = ("lone",)
PLACES = {
    "169577": ("Homs", "SY"), "170654": ("Damascus", "SY"), "98182": ("Baghdad", "IQ"), "163843": ("Syria", "SY"),
    "298795": ("Turkey", "TR"), "0": ("Null Island", None),
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """An article as it is written down here; the first sentence is its title."""

    article_id: str
    published: str | None
    source: str | None
    sentences: Sequence[str]
    story: str = ""


def quote(article: str, text: str, **columns: Any) -> Row:
    """A quotation whose parts, with “ … ” between them or as `parts`, occur once each in the article.

    `speakers` are its actors with the words of each, where it has several.
    """
    return {"article_id": article, "text": text, "kind": "direct", "sourcing": "unknown", **columns}


ARTICLES = (
    Draft("falls", "2024-12-07T23:30:00Z", "Sample Wire", (
        "Rebels near [Damascus](@170654)",
        "[Bashar al-Assad](assad<Syrian President) left [Damascus](@170654) for [Homs](@169577), it was said.",
        "[Hezbollah](hezbollah) left [Homs](@169577): “We are leaving today,” a source told AFP.",
        "[Baghdad](iraq@98182) let [Syrian](~163843) soldiers in.",
    )),
    Draft("falls-copy", "2024-12-08T00:30:00Z", "Sample Courier", (
        "[Damascus](@170654) falls",
        "[Hezbollah](hezbollah) left [Homs](@169577), and [Assad](assad) left, too.",
        "“The city is free,” [Hezbollah](hezbollah) denied. [Turkish](~298795) papers agreed that it was over.",
    ), story="falls"),
    Draft("late", "2024-12-08T23:59:59.999999Z", "Sample Wire", (
        "A day without names", "Nobody is named, and nobody speaks; not a single soldier, café or dam.",
    )),
    Draft("odd'id\"; --", "2024-12-17T12:00:00Z", "O'Neil's \"Post\"; --", (
        "It’s odd",
        "[O’Brien](o'brien'; DROP TABLE articles; --) met [Quotes & <Co>](two \"quotes\" 100%) in [Orlinsk](?unknown).",
        "😀 É, a.b (c) $5 C++ and a\\b: [Homs](@169577) saw «the buffer\u00a0zone» again, “don't” and all.",
        "[Null Island](@0) is a place, [Orlinsk](?unknown) was not found, nor was [Orlinsk](?a river).",
    )),
    Draft("undated", None, None, (
        "No day is known", "[Hezbollah](hezbollah) was in [Homs](@169577), the BUFFER ZONE and the CAFE\u0301.",
    )),
    Draft("january", "2025-01-31T12:00:00Z", "Sample Courier", (
        "[Assad](assad<President) is in exile",
        "دخلت القوات حِمص اليوم. [Damascus](@170654) has axbx (d) 55 C and a damp, single-handed cafeteria.",
        "“I am well,” [Assad](assad) claims; “I wait.”",
    )),
)  # fmt: skip

# What a place was weighed against: id, name, region, country, latitude, longitude. All of ours lie at 0, 0.
RIVALS: dict[str, list[tuple[str, str, str | None, str | None, float, float]]] = {
    "169577": [("h1", "Homs", "Ohio", "US", 0.0, 90.0), ("h2", "Homs", None, "LY", 0.0, 1.0)],
    "170654": [("d1", "Damascus", "Maryland", "US", 0.0, 180.0)],
}

# What moves from or to the places of these articles: its words, which are there once, and the names in them.
MOVEMENTS: tuple[Row, ...] = (
    {"article_id": "falls", "text": "Bashar al-Assad left Damascus for Homs", "kind": "flight",
     "who": "Bashar al-Assad", "from": "Damascus", "to": "Homs"},
    {"article_id": "falls", "text": "Hezbollah left Homs", "kind": "withdrawal", "who": "Hezbollah", "from": "Homs"},
    {"article_id": "falls", "text": "Baghdad let Syrian soldiers in", "kind": "deployment", "who": "soldiers",
     "to": "Baghdad"},
    {"article_id": "falls-copy", "text": "Hezbollah left Homs", "kind": "withdrawal", "who": "Hezbollah",
     "from": "Homs"},
    {"article_id": "undated", "text": "Hezbollah was in Homs", "kind": "advance", "status": "planned",
     "who": "Hezbollah", "to": "Homs"},
)  # fmt: skip

# For a test of its own.
NESTED = Draft("nested", "2024-12-10T12:00:00Z", "Sample Wire", (
    "A council", "The [Homs Council](afp|Homs:@169577) met in [Homs](@169577).",
))  # fmt: skip
SPLIT = Draft("split", "2024-12-10T12:00:00Z", "Sample Wire", (
    "In two parts", "“Look,” [Assad](assad) said of [Iraq](iraq), “at [Hezbollah](hezbollah) now.”",
))  # fmt: skip

QUOTES = (
    quote("falls", "We are leaving today", speaker="a source", sourcing="unnamed", cue="told", stance="says",
          via_actor_id="afp"),
    quote("falls-copy", "The city is free", speaker="Hezbollah", actor_id="hezbollah", sourcing="organisation",
          cue="denied", stance="denies"),
    quote("falls-copy", "it was over", kind="indirect", speaker="papers", sourcing="unnamed", cue="agreed"),
    quote("odd'id\"; --", "don't"),
    quote("january", "I am well", speaker="Assad", actor_id="assad", sourcing="named", cue="claims", stance="claims"),
    quote("january", "I wait", kind="mixed", speaker="Assad", actor_id="assad", sourcing="named", cue="claims",
          stance="claims", via_actor_id="afp"),
)  # fmt: skip
# A quotation of three, and one of one of them, about the same place.
THREE = Draft("three", "2024-12-10T12:00:00Z", "Sample Wire", (
    "Talks end", "[Assad](assad), [Iraq](iraq) and [Hezbollah](hezbollah) denied that [Homs](@169577) fell.",
    "[Homs](@169577) is taken, [Iraq](iraq) said.", "[Homs](@169577) was captured, [AFP](afp) said.",
))  # fmt: skip
THREE_QUOTES = (
    quote("three", "Homs fell", speaker="Assad, Iraq and Hezbollah", actor_id="assad", sourcing="named", cue="denied",
          stance="denies", speakers={"assad": "Assad", "iraq": "Iraq", "hezbollah": "Hezbollah"}),
    quote("three", "Homs is taken", speaker="Iraq", actor_id="iraq", sourcing="organisation", cue="said"),
    quote("three", "Homs was captured", speaker="AFP", actor_id="afp", sourcing="organisation", cue="said"),
)  # fmt: skip
THREE_CLAIMS: tuple[Row, ...] = tuple(
    {"article_id": "three", "text": text, "matter": "taken", "denied": denied}
    for text, denied in (("Homs fell", True), ("Homs is taken", False), ("Homs was captured", False))
)
TWICE = Draft("twice", None, None, ("[Assad](assad<President) left.", "[Assad](assad<President) left again."))
DOUBTED = Draft("doubted", None, None, ("[Lone](lone) fell.", "[Gaza](gaza) and [Lone](lone) spoke."))
SPLIT_QUOTE = quote("split", "Look … at Hezbollah now", speaker="Assad", actor_id="assad", sourcing="named", cue="said")

# A quotation in two parts around its speaker, one whose place stands outside it, one over two sentences.
ABOUT = Draft("about", "2024-12-20T12:00:00Z", "Sample Wire", (
    "Who left",
    "“[Hezbollah](hezbollah) left,” [Assad](assad) said, “and [Baghdad](iraq@98182) sent men to [Homs](@169577).”",
    "[Damascus](@170654) is “safe”, [AFP](afp) said of [Turkish](~298795) papers.",
    "“It began there. [Homs](@169577) is next,” he said.",
))  # fmt: skip
ABOUT_MOVEMENTS: tuple[Row, ...] = (
    {"article_id": "about", "text": "Baghdad sent men to Homs", "kind": "deployment", "who": "men", "from": "Baghdad",
     "to": "Homs", "quote": 0},
)  # fmt: skip
ABOUT_QUOTES = (
    quote("about", "Hezbollah left", speaker="Assad", actor_id="assad", sourcing="named",
          parts=["Hezbollah left", "and Baghdad sent men to Homs"]),
    quote("about", "safe", speaker="AFP", actor_id="afp", sourcing="organisation"),
    quote("about", "It began there. Homs is next", speaker="he"),
)  # fmt: skip

# Who claims what of Homs, and who contradicts it; what stands in no pair, and why, is in the words. A place in brackets
# is that of the claims of its sentence.
DISPUTED = (
    Draft("taken", "2024-12-07T12:00:00Z", "Sample Wire", (
        "Homs taken", "[Hezbollah](hezbollah) has captured [Homs](@169577), [Assad](assad) said.",
        "[Homs](@169577) has fallen, a guard said, while a clerk said that [Iraq](iraq) holds [Homs](@169577).",
        "Rebels took [Homs](@169577), he said.",
    )),
    Draft("denied", "2024-12-08T01:00:00Z", "Sample Courier", (
        "the army holds Homs", "No rebel ever entered [Homs](@169577), the defence ministry insisted.",
        "[Homs](@169577) is safe, [Iraq](iraq) said.",
        "An air strike on [Homs](@169577) on Saturday killed 4 people, a shopkeeper said.",
        "At least 3 people died in the air strike on [Homs](@169577) on Saturday, a barber said.",
    )),
    Draft("later", "2024-12-11T00:00:00Z", "Sample Wire", (
        "Later", "The air strike on [Homs](@169577) on Saturday killed 2 people, a teacher said.",
        "The air strike on [Homs](@169577) on Saturday killed 9 people, a pilot said.",
        "The shells that hit [Homs](@169577) on Saturday killed one person, a driver said.",
        "The air strike on [Damascus](@170654) on Saturday killed 2 people, an envoy said.",
    )),
    Draft("too-late", "2024-12-15T00:00:00Z", "Sample Wire", (
        "Too late", "The air strike on [Homs](@169577) killed 3 people, a nurse said.",
    )),
    Draft("no-day", None, "Sample Wire", (
        "No day", "The air strike on [Homs](@169577) killed 6 people, a farmer said.",
    )),
)  # fmt: skip
DISPUTES = tuple(
    quote(article, text, speaker=speaker, cue=cue, **more)
    for article, text, speaker, cue, more in (
        ("taken", "Hezbollah has captured Homs", "Assad", "said", {"actor_id": "assad", "sourcing": "named"}),
        ("taken", "Homs has fallen", "a guard", "said", {}),
        ("taken", "Iraq holds Homs", "a clerk", "said", {}),
        ("taken", "Rebels took Homs", "he", "said", {}),
        ("denied", "No rebel ever entered Homs", "the defence ministry", "insisted", {"stance": "denies"}),
        ("denied", "Homs is safe", "Iraq", "said", {"actor_id": "iraq", "sourcing": "organisation"}),
        ("denied", "An air strike on Homs on Saturday killed 4 people", "a shopkeeper", "said", {}),
        ("denied", "At least 3 people died in the air strike on Homs on Saturday", "a barber", "said", {}),
        ("later", "The air strike on Homs on Saturday killed 2 people", "a teacher", "said", {}),
        ("later", "The air strike on Homs on Saturday killed 9 people", "a pilot", "said", {}),
        ("later", "The shells that hit Homs on Saturday killed one person", "a driver", "said", {}),
        ("later", "The air strike on Damascus on Saturday killed 2 people", "an envoy", "said", {}),
        ("too-late", "The air strike on Homs killed 3 people", "a nurse", "said", {}),
        ("no-day", "The air strike on Homs killed 6 people", "a farmer", "said", {}),
    )
)


def claim(article: str, text: str, matter: str, **columns: Any) -> Row:
    """A claim whose words occur once in the article; the place and the actor are those that its sentence names first,
    and the quotation is the one that it stands in. A figure is exactly `figure`, or what the columns say."""
    figure = columns.pop("figure", None)
    bounds = {"low": float(figure), "high": float(figure), "bound": "exactly", "unit": "people"} if figure else {}
    return {"article_id": article, "text": text, "matter": matter, **bounds, **columns}


CLAIMS = (
    claim("taken", "Hezbollah has captured Homs", "taken"),
    claim("taken", "Homs has fallen", "taken", actor_id=None),
    claim("taken", "Iraq holds Homs", "held"),
    claim("taken", "Rebels took Homs", "taken", actor_id=None),
    claim("denied", "No rebel ever entered Homs", "entered", denied=True),
    claim("denied", "Homs is safe", "held", actor_id=None),
    claim("denied", "killed 4 people", "killed", figure=4),
    claim("denied", "At least 3 people died", "killed", low=3.0, high=None, bound="at least", unit="people"),
    claim("later", "on Homs on Saturday killed 2 people", "killed", figure=2),
    claim("later", "killed 9 people", "killed", figure=9),
    claim("later", "killed one person", "killed", figure=1),
    claim("later", "on Damascus on Saturday killed 2 people", "killed", figure=2),
    claim("too-late", "killed 3 people", "killed", figure=3),
    claim("no-day", "killed 6 people", "killed", figure=6),
)

# Claims of the articles above.
LEFT = (
    claim("falls-copy", "left Homs", "left"),
    claim("falls", "let Syrian soldiers in", "entered", location_id=None, place_start=None, place_end=None),
    claim("late", "not a single soldier", "killed", figure=1),
)

REJECTS = (
    make.reject("a.csv", "row 3", "width: row has 2 cells"),
    make.reject("a.csv", "row 9", "width: row has 4 cells"),
    make.reject("b.txt", "", "empty: no letter in the text"),
    make.reject("c.jsonl", "line 1", "json: it's cut short"),
    make.reject("c.jsonl", "line 2", "json: nothing"),
    make.reject("c.jsonl", "line 3", "json: nothing"),
)


def write_tables(
    articles: Iterable[Draft],
    quotes: Iterable[Row] = (),
    rejects: Iterable[Row] = (),
    movements: Iterable[Row] = (),
    claims: Iterable[Row] = (),
) -> dict[str, pa.Table]:
    """Tables that keep the contract; counts of actors and places are those of their mentions.

    A movement in a `quote` has its number among the quotes.
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for article in articles:
        _add_article(rows, article)
    texts = {row["article_id"]: row["text"] for row in rows["articles"]}
    for each in quotes:
        placed = _place_quote(each, texts[each["article_id"]], rows["sentences"])
        rows["quotes"].append(placed)
        for actor_id, words in each.get("speakers", {}).items():
            at = texts[each["article_id"]].index(words, placed["speaker_start"])
            rows["speakers"].append(make.speaker(placed, actor_id, start=at, end=at + len(words)))
    rows["movements"] = [_place_movement(each, texts[each["article_id"]], rows) for each in movements]
    rows["rejects"] = list(rejects)
    rows["claims"] = [_place_claim(each, rows) for each in claims]
    for actor_id, (name, kind) in ACTORS.items():
        named = [row for row in rows["entities"] if row["actor_id"] == actor_id]
        aliases = sorted({row["surface"] for row in named})
        rows["actors"].append(
            make.actor(
                actor_id,
                name,
                kind=kind,
                country_code=COUNTRIES.get(actor_id),
                unsure=actor_id in UNSURE,
                aliases=aliases,
                **make.count_mentions(named),
            )
        )
    for location_id, (name, country) in PLACES.items():
        named = [row for row in rows["entities"] if row["location_id"] == location_id]
        rows["locations"].append(make.location(location_id, name, country_code=country, **make.count_senses(named)))
    tables = make.tables(**rows)
    check_all(tables)
    return tables


def _add_article(rows: dict[str, list[Row]], article: Draft) -> None:
    marked = read_marked(article.article_id, article.sentences, title=True)
    rows["sentences"] += marked.sentences
    rows["entities"] += marked.entities
    for mention in marked.entities:
        rows["candidates"] += _weigh(mention)
    published = article.published and datetime.fromisoformat(article.published).astimezone(UTC)
    title = marked.text.partition("\n")[0]
    story = article.story or article.article_id
    path = f"tables/added/{ADDITION}/late.txt" if article.article_id == "late" else "here"
    rows["articles"].append(
        make.article(
            article.article_id, marked.text, title=title, source=article.source, published=published, story_id=story,
            path=path,
        )
    )  # fmt: skip


def _weigh(mention: Row) -> Iterator[Row]:
    """What the mention was weighed against, the better rival by one point; surer at the end of an article."""
    place = mention["location_id"]
    if place not in PLACES:
        return
    mention["confidence"] = 0.5 + mention["sentence"] / 10
    own, country = PLACES[place]
    weighed = [(place, own, None, country, 0.0, 0.0), *RIVALS.get(place, [])]
    for score, (location_id, name, admin1, code, latitude, longitude) in zip((3.0, 2.0, 1.0), weighed, strict=False):
        yield make.candidate(
            mention, location_id, name, admin1=admin1, country_code=code, latitude=latitude, longitude=longitude,
            score=score, evidence=[{"feature": "Its main name", "value": score}],
        )  # fmt: skip


def _place_quote(columns: Row, text: str, sentences: Iterable[Row]) -> Row:
    article, text_parts = columns["article_id"], columns.get("parts") or columns["text"].split(" … ")
    assert all(text.count(each) == 1 for each in text_parts)
    parts = [[text.index(each), text.index(each) + len(each)] for each in text_parts]
    start = parts[0][0]
    [sentence] = [row for row in sentences if row["article_id"] == article and row["start"] <= start < row["end"]]
    spans: Row = {}
    for name in ("speaker", "cue"):
        if name in columns:
            at = text.index(columns[name], sentence["start"])
            spans |= {f"{name}_start": at, f"{name}_end": at + len(columns[name])}
    joined = " … ".join(text[low:high] for low, high in parts)
    said = {name: value for name, value in columns.items() if name not in ("article_id", "text", "parts", "speakers")}
    return make.quote(article, parts, joined, sentence=sentence["sentence"], **said, **spans)


def _place_movement(columns: Row, text: str, rows: Mapping[str, Sequence[Row]]) -> Row:
    """The row of a movement, whose names are found among the mentions in its words."""
    article, words = columns["article_id"], columns["text"]
    assert text.count(words) == 1
    start = text.index(words)
    end = start + len(words)
    named = {row["surface"]: row for row in rows["entities"]
             if row["article_id"] == article and start <= row["start"] < end}  # fmt: skip
    found: Row = {}
    for name, key in (("from", "location_id"), ("to", "location_id"), ("actor", "actor_id")):
        mention = named.get(columns.get("who" if name == "actor" else name, ""))
        if mention is not None and mention[key]:
            found[f"{name}_{key}" if name != "actor" else key] = mention[key]
            found |= {f"{name}_start": mention["start"], f"{name}_end": mention["end"]}
    who = text.index(columns["who"], start)
    [sentence] = [row["sentence"] for row in rows["sentences"]
                  if row["article_id"] == article and row["start"] <= start < row["end"]]  # fmt: skip
    quote_id = rows["quotes"][columns["quote"]]["quote_id"] if "quote" in columns else None
    return make.movement(
        article, start, words, sentence=sentence, kind=columns["kind"], status=columns.get("status", "reported"),
        who=columns["who"], who_start=who, who_end=who + len(columns["who"]), quote_id=quote_id, **found,
    )  # fmt: skip


def _place_claim(columns: Row, rows: dict[str, list[Row]]) -> Row:
    article = columns["article_id"]
    [text] = [row["text"] for row in rows["articles"] if row["article_id"] == article]
    assert text.count(columns["text"]) == 1
    start = text.index(columns["text"])
    [sentence] = [
        row for row in rows["sentences"] if row["article_id"] == article and row["start"] <= start < row["end"]
    ]
    within = [
        row for row in rows["entities"] if row["article_id"] == article and row["sentence"] == sentence["sentence"]
    ]
    quoted = [
        row["quote_id"] for row in rows["quotes"] if row["article_id"] == article and row["start"] <= start < row["end"]
    ]
    named: Row = {"quote_id": next(iter(quoted), None), "sentence": sentence["sentence"]}
    for column, prefix in (("location_id", "place"), ("actor_id", "actor")):
        spans = [
            row for row in within if row[column] is not None and start <= row["start"] < start + len(columns["text"])
        ]
        for row in (spans or within if column == "location_id" else spans)[:1]:
            named |= {column: row[column], f"{prefix}_start": row["start"], f"{prefix}_end": row["end"]}
    said = {name: value for name, value in columns.items() if name not in ("article_id", "text", "matter")}
    found = make.claim(article, start, columns["text"], columns["matter"], **named | said)
    return found | ({"actor_start": None, "actor_end": None} if found["actor_id"] is None else {})


@pytest.fixture(scope="session")
def written() -> dict[str, list[Row]]:
    """The rows of each table of the six articles."""
    tables = write_tables(ARTICLES, QUOTES, REJECTS, MOVEMENTS, LEFT)
    return {name: table.to_pylist() for name, table in tables.items()}


@pytest.fixture(scope="session")
def open_tables() -> Callable[..., Reader]:
    """A reader on the tables of other articles."""

    def open_them(*article_ids: str) -> Reader:
        articles = [
            article for article in (*ARTICLES, NESTED, SPLIT, TWICE, DOUBTED) if article.article_id in article_ids
        ]
        quotes = [row for row in (*QUOTES, SPLIT_QUOTE) if row["article_id"] in article_ids]
        tables = write_tables(articles, quotes)
        return Store(tables, {}).reader()

    return open_them


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader on the tables of the six articles."""
    return Store(write_tables(ARTICLES, QUOTES, REJECTS, MOVEMENTS, LEFT), {}).reader()


@pytest.fixture(scope="session")
def about() -> Reader:
    """A reader on the tables of ABOUT."""
    return Store(write_tables([ABOUT], ABOUT_QUOTES, movements=ABOUT_MOVEMENTS), {}).reader()


@pytest.fixture(scope="session")
def three() -> Reader:
    """A reader on the tables of THREE."""
    return Store(write_tables([THREE], THREE_QUOTES, claims=THREE_CLAIMS), {}).reader()


@pytest.fixture(scope="session")
def disputed() -> Reader:
    """A reader on the tables of DISPUTED."""
    return Store(write_tables(DISPUTED, DISPUTES, claims=CLAIMS), {}).reader()
