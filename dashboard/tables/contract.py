"""The contract: the key, columns, types, units, nulls and meaning of each table.

Ids are strings. Offsets count the characters of `articles.text` from 0; an end is exclusive, so that
`text[start:end] == surface`. Every id that is not null exists in its table. `python -m dashboard contract` writes this
declaration into `data/README.md`; `tables/checks.py` checks that tables keep it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

STRING = pa.string()
INTEGER = pa.int32()
FLOAT = pa.float64()
MOMENT = pa.timestamp("us", tz="UTC")
SPANS = pa.list_(pa.list_(pa.int32()))
EVIDENCE = pa.list_(pa.struct([("feature", pa.string()), ("value", pa.float64())]))

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
PLACED_SENSES = ("place", "actor")  # drawn on the map and counted; the others only say which place is named
SENSES = (*PLACED_SENSES, "demonym", "part", "dateline")
KINDS = (
    "person", "armed group", "government", "state", "military", "organisation", "media", "company", "people", "other",
)  # fmt: skip
QUOTE_KINDS = ("direct", "indirect", "mixed")
SOURCINGS = ("named", "organisation", "unnamed official", "unnamed", "unknown")
STANCES = ("says", "denies", "claims", "warns", "demands", "promises", "asks", "accuses")
FIGURES = ("killed", "wounded", "detained", "displaced", "vehicles", "money")  # claims of how many, or how much
CONTROLS = ("taken", "entered", "held", "left")  # claims of who has a place
BOUNDS = ("exactly", "about", "at least", "at most", "between", "vaguely")
MOVES = ("withdrawal", "advance", "deployment", "flight", "convoy", "strike")
STATUSES = ("reported", "planned", "denied")


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `null` says whether it may hold null, `values` lists all values that it may hold, if they are limited.

    A column of ids names in `references` the table in which they must exist.
    """

    name: str
    type: pa.DataType
    meaning: str
    null: bool = False
    values: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, stored as a file `NAME.parquet` or as a folder `NAME/` of Parquet files."""

    name: str
    key: tuple[str, ...]
    meaning: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, columns in the declared order."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.null) for c in self.columns])


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("articles", ("article_id",), "One row per article.", (
            Column("article_id", STRING, "readable id that is safe in a URL"),
            Column("external_id", STRING, "the id that the input gave, unless an earlier article of another text has "
                                          "it; else file and record, as in `2024/news.jsonl, line 3`, or for the only "
                                          "article of a file its name without the suffix, if no other file shares "
                                          "that. It is unique, and corrections name articles by it"),
            Column("title", STRING, "the headline; of one with more than 300 characters the beginning and its length, "
                                    "as of source and agency", null=True),
            Column("text", STRING, "the text, verbatim; where the title is given apart and the text does not begin "
                                   "with it: title, blank line, text"),
            Column("published", MOMENT, "when it was published, UTC; null when unknown", null=True),
            Column("source", STRING, "the outlet", null=True),
            Column("agency", STRING, "the news agency that the article credits", null=True),
            Column("url", STRING, "address of the original, unless it has more than 2,000 characters", null=True),
            Column("path", STRING, "the file it was read from"),
            Column("language", STRING, "ISO 639-1"),
            Column("word_count", INTEGER, "number of words, separated by white space"),
            Column("story_id", STRING, "article_id of the first article with the same story", references="articles"),
        )),
        Table("sentences", ("article_id", "sentence"), "One row per sentence.", (
            Column("article_id", STRING, "the article", references="articles"),
            Column("sentence", INTEGER, "number in the article, from 0"),
            Column("start", INTEGER, "first character"),
            Column("end", INTEGER, "character after the last"),
        )),
        Table("entities", ("article_id", "start", "end"), "One row per mention of a name.", (
            Column("article_id", STRING, "the article", references="articles"),
            Column("start", INTEGER, "first character"),
            Column("end", INTEGER, "character after the last"),
            Column("sentence", INTEGER, "number of the sentence that it begins in"),
            Column("surface", STRING, "the name as written"),
            Column("label", STRING, "OntoNotes type", values=LABELS),
            Column("actor_id", STRING, "the actor it names", null=True, references="actors"),
            Column("actor_reason", STRING, "what says that it names the actor: an alias, a rule, what the article "
                                           "writes; null where it names none, or a correction says whom", null=True),
            Column("location_id", STRING, "the place it names", null=True, references="locations"),
            Column("sense", STRING, "of a mention with a location_id: `place`, the place itself; `actor`, it stands "
                                    "for a government, army or people; `demonym`, an adjective or a people (“Turkish”, "
                                    "a “US” soldier, “UK”-based); `part`, inside a longer name (“Dublin City "
                                    "Council”); `dateline`, where an article was written, not where it happened "
                                    "(“CAIRO, Dec 8 (Reuters) –”). Only the first two are drawn and counted",
                   null=True, values=SENSES),
            Column("role", STRING, "the title before the name (“President”)",
                   null=True),
            Column("unplaced_reason", STRING, "why a place name has no location_id", null=True),
            Column("confidence", FLOAT, "of a place name: probability, 0 to 1, that it names a place and that its "
                                        "first candidate is that place; of another name: that it is a person or "
                                        "an organisation, as its label says; null where neither was judged, as of "
                                        "adjectives, repetitions and what an online geocoder placed",
                   null=True),
        )),
        Table("locations", ("location_id",), "One row per place that is mentioned.", (
            Column("location_id", STRING, "GeoNames id; `region-…` for one of `data/regions.csv`; `airport-…` and its "
                                          "ICAO code; `own-…` for a place of your own; `osm-…` for a node "
                                          "(n), way (w) or relation (r) of OpenStreetMap that was found online"),
            Column("name", STRING, "English name"),
            Column("country_code", STRING, "ISO 3166-1 alpha-2; null for continents and seas", null=True),
            Column("admin1", STRING, "first-order region", null=True),
            Column("feature", STRING, "GeoNames feature code: PPL town, PPLC capital, ADM1 region, PCLI country …"),
            Column("latitude", FLOAT, "degrees, WGS 84"),
            Column("longitude", FLOAT, "degrees, WGS 84"),
            Column("population", pa.int64(), "people; 0 when unknown"),
            Column("mentions", INTEGER, "mentions of sense `place`"),
            Column("actor_mentions", INTEGER, "mentions of sense `actor`"),
            Column("articles", INTEGER, "articles with a mention of either sense"),
        )),
        Table("candidates", ("article_id", "start", "end", "location_id"),
              "The most likely places for each mention of a place name, with the evidence for each.", (
            Column("article_id", STRING, "the article", references="articles"),
            Column("start", INTEGER, "first character of the mention"),
            Column("end", INTEGER, "character after the last"),
            Column("location_id", STRING, "id of the candidate; `locations` has only those that were chosen"),
            Column("name", STRING, "English name of the candidate"),
            Column("country_code", STRING, "ISO 3166-1 alpha-2", null=True),
            Column("admin1", STRING, "first-order region", null=True),
            Column("feature", STRING, "GeoNames feature code"),
            Column("latitude", FLOAT, "degrees, WGS 84"),
            Column("longitude", FLOAT, "degrees, WGS 84"),
            Column("score", FLOAT, "sum of the evidence; the candidate with the highest score is chosen"),
            Column("evidence", EVIDENCE, "each feature and what it added; of what an online geocoder found, its name"),
        )),
        Table("actors", ("actor_id",), "One row per actor that is named.", (
            Column("actor_id", STRING, "readable id, the same in every run"),
            Column("name", STRING, "the full name that is written most often, or the name in `data/actors.yaml`"),
            Column("kind", STRING, "what sort of actor; an unsure one of kind `other` may be no person and is not "
                                   "ranked", values=KINDS),
            Column("country_code", STRING, "ISO 3166-1 alpha-2", null=True),
            Column("unsure", pa.bool_(), "whether the articles give only a surname or a given name, so that it "
                                         "may be several people"),
            Column("aliases", pa.list_(STRING), "every name that the articles write for it, the most frequent first"),
            Column("mentions", INTEGER, "mentions by any of its names"),
            Column("articles", INTEGER, "articles with a mention"),
        )),
        Table("quotes", ("quote_id",), "One row per quotation.", (
            Column("quote_id", STRING, "article_id, start and end, joined by hyphens"),
            Column("article_id", STRING, "the article", references="articles"),
            Column("sentence", INTEGER, "number of the sentence that it begins in"),
            Column("start", INTEGER, "first character of the first part"),
            Column("end", INTEGER, "character after the last part"),
            Column("parts", SPANS, "[start, end] of each part: a quotation split by “he said” has two"),
            Column("text", STRING, "the parts, joined by “ … ”"),
            Column("kind", STRING, "mixed is indirect speech with quoted words in it", values=QUOTE_KINDS),
            Column("speaker", STRING, "the speaker as written; null when none is found", null=True),
            Column("speaker_start", INTEGER, "first character of the speaker", null=True),
            Column("speaker_end", INTEGER, "character after the last", null=True),
            Column("actor_id", STRING, "the actor that the speaker is; where `speakers` has several, the first of them",
                   null=True, references="actors"),
            Column("sourcing", STRING, "on whose word it rests", values=SOURCINGS),
            Column("cue", STRING, "the word that attributes it, such as “said”", null=True),
            Column("cue_start", INTEGER, "first character of the cue", null=True),
            Column("cue_end", INTEGER, "character after the last", null=True),
            Column("stance", STRING, "what kind of statement the cue makes it", null=True, values=STANCES),
            Column("via_actor_id", STRING, "the outlet that it was told to, or that reported it", null=True,
                   references="actors"),
            Column("confidence", FLOAT, "probability, 0 to 1, that its words and its speaker are right", null=True),
        )),
        Table("speakers", ("quote_id", "actor_id"),
              "One row per actor that says a quotation: three for “Qatar, Saudi Arabia and Jordan said”.", (
            Column("quote_id", STRING, "the quotation", references="quotes"),
            Column("actor_id", STRING, "the actor", references="actors"),
            Column("start", INTEGER, "first character of its own words in the article, such as “Qatar”"),
            Column("end", INTEGER, "character after the last"),
        )),
        Table("claims", ("claim_id",),
              "One row per claim that others may put otherwise: how many, or who has a place.", (
            Column("claim_id", STRING, "article_id, start, end and matter, joined by hyphens"),
            Column("article_id", STRING, "the article", references="articles"),
            Column("sentence", INTEGER, "number of the sentence that it begins in"),
            Column("start", INTEGER, "first character of its words: the verb, the figure, the place"),
            Column("end", INTEGER, "character after the last"),
            Column("text", STRING, "its words as written"),
            Column("quote_id", STRING, "the quotation that it stands in, whose speaker says it; null where the outlet "
                                       "says it on its own word", null=True, references="quotes"),
            Column("matter", STRING, "what is claimed: people `killed`, `wounded`, `detained`, `displaced`; `vehicles` "
                                     "lost; `money`; that a place is `taken`, `entered`, `held`, `left`",
                   values=(*FIGURES, *CONTROLS)),
            Column("unit", STRING, "of a figure, what is counted: `people`, `civilians`, `children`, `fighters`, "
                                   "`tanks` …, or a currency, ISO 4217; null of a place", null=True),
            Column("low", FLOAT, "the least that the figure may be; null where the words set no least", null=True),
            Column("high", FLOAT, "the most that it may be; null where the words set no most", null=True),
            Column("bound", STRING, "how the words bound the figure; `vaguely` is “dozens”; null of a place",
                   null=True, values=BOUNDS),
            Column("denied", pa.bool_(), "whether it is said not to be so"),
            Column("location_id", STRING, "where, or which place", null=True, references="locations"),
            Column("place_start", INTEGER, "first character of the mention of the place", null=True),
            Column("place_end", INTEGER, "character after the last", null=True),
            Column("actor_id", STRING, "who did it, or who has the place", null=True, references="actors"),
            Column("actor_start", INTEGER, "first character of the mention of the actor", null=True),
            Column("actor_end", INTEGER, "character after the last", null=True),
        )),
        Table("movements", ("movement_id",), "One row per movement that says from where or to where.", (
            Column("movement_id", STRING, "article_id, start, end, from_start and to_start, joined by hyphens; 0 for "
                                          "none"),
            Column("article_id", STRING, "the article", references="articles"),
            Column("sentence", INTEGER, "number of the sentence that it begins in"),
            Column("start", INTEGER, "first character of its words: who, the verb, from where, to where"),
            Column("end", INTEGER, "character after the last"),
            Column("text", STRING, "its words as written"),
            Column("quote_id", STRING, "the quotation that it stands in, whose speaker says it; null where the outlet "
                                       "says it on its own word", null=True, references="quotes"),
            Column("kind", STRING, "`withdrawal`, `advance`, `deployment` and `convoy` of forces and goods, `flight` "
                                   "of people, `strike` from somewhere on somewhere", values=MOVES),
            Column("status", STRING, "whether it is reported to happen, is `planned` or ordered, or `denied`",
                   values=STATUSES),
            Column("who", STRING, "who moves, as written", null=True),
            Column("who_start", INTEGER, "first character of who moves", null=True),
            Column("who_end", INTEGER, "character after the last", null=True),
            Column("actor_id", STRING, "the actor who moves, or whose forces do", null=True, references="actors"),
            Column("actor_start", INTEGER, "first character of the mention of the actor", null=True),
            Column("actor_end", INTEGER, "character after the last", null=True),
            Column("from_location_id", STRING, "from where; null where it is not said", null=True,
                   references="locations"),
            Column("from_start", INTEGER, "first character of the mention of that place", null=True),
            Column("from_end", INTEGER, "character after the last", null=True),
            Column("to_location_id", STRING, "to where; null where it is not said", null=True,
                   references="locations"),
            Column("to_start", INTEGER, "first character of the mention of that place", null=True),
            Column("to_end", INTEGER, "character after the last", null=True),
        )),
        Table("rejects", ("path", "record"), "One row per input that is no article, with the reason.", (
            Column("path", STRING, "the file"),
            Column("record", STRING, "line, row or id in the file; empty when it is the whole file"),
            Column("reason", STRING, "the kind of reason, a colon, and the details"),
        )),
    )
}  # fmt: skip

# Tables with rows of single articles: of some articles they are a *part*. The other tables are of a whole set.
PER_ARTICLE = ("articles", "sentences", "entities", "candidates", "quotes", "speakers", "claims", "movements")
OVERALL = tuple(name for name in TABLES if name not in PER_ARTICLE)


def contract_digest() -> str:
    """SHA-256 of everything that tables are checked against, so not of the meanings."""
    declared = [
        (table.name, table.key, [(c.name, str(c.type), c.null, c.values, c.references) for c in table.columns])
        for table in TABLES.values()
    ]
    return hashlib.sha256(repr(declared).encode()).hexdigest()


def references() -> Iterator[tuple[str, Column]]:
    """Every column that holds ids of another table, each with the name of the table that it is in."""
    for table in TABLES.values():
        for column in table.columns:
            if column.references:
                yield table.name, column
