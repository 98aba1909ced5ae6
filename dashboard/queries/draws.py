"""Draws: a sample of what was found in the selected articles, for people to judge.

Findings of one kind are parted by their confidence into strata: thirds, and those without a confidence. In a stratum
every so-and-so-manyth finding is drawn, in the order of the articles, from one that chance picks. So each has the same
chance, an article is seldom met twice, and it costs no more for a million articles. A name that stands in an article
several times for the same thing is drawn once, and then stands for as many more.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.columns.ascending import drop_repeated
from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.judgements.record import Finding, Item, Stratum
from dashboard.queries.articles import describe_articles
from dashboard.queries.claims import read_claims
from dashboard.queries.locations import describe_places
from dashboard.queries.movements import read_movements
from dashboard.queries.quotes import find_speakers
from dashboard.queries.selection import Selection, select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import SENSES
from dashboard.wording import text_of

# Strata of one kind by confidence, and the items that each has at least.
PARTS, LEAST = 3, 2

# Draws that are tried, and the items from one article that end the search: a draw is taken if no article has more, else
# the one whose fullest article has fewest. A small corpus has more of each.
TRIES, FROM_ONE = 20, 2

# Characters: of the words that are judged, of the sentences around them that are shown, and of the article beyond.
LONGEST_WORDS, LONGEST_SENTENCES, AROUND = 4_000, 2_000, 1_500


@dataclass(frozen=True, slots=True)
class Draw:
    """The strata of a draw, and its items in an order that says nothing of them."""

    strata: tuple[Stratum, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    """A stratum before the draw: the numbers of its mentions, quotes, claims or movements."""

    kind: str
    low: float | None
    high: float | None
    members: Array
    wanted: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A finding that was drawn: its number among mentions, quotes, claims or movements, its article, its stratum and
    how many findings it stands for."""

    number: int
    article: int
    stratum: int
    weight: float


def draw_items(reader: Reader, filters: Filters, kinds: Sequence[str], size: int, seed: int) -> Draw:
    """About `size` findings of these kinds in the selected articles; the same ones for the same seed.

    Each kind has as many items as the others, if there are enough; each stratum as many as its findings deserve.
    """
    selection = select_articles(reader, filters)
    layers = _part(reader, selection, kinds, size)
    drawn: list[_Drawn] = []
    fullest = size + 1
    for attempt in range(TRIES):
        tried = _draw_all(selection.columns, layers, np.random.default_rng([seed, attempt]))
        most = max(Counter(each.article for each in tried).values(), default=0)
        if most < fullest:
            drawn, fullest = tried, most
        if fullest <= FROM_ONE:
            break
    order = np.random.default_rng([seed, TRIES]).permutation(len(drawn))
    numbered = [(place + 1, drawn[each]) for place, each in enumerate(order)]
    items = [
        item for kind, describe in DESCRIBED.items()
        for item in describe(reader, [pair for pair in numbered if layers[pair[1].stratum].kind == kind])
    ]  # fmt: skip
    counts = Counter(each.stratum for each in drawn)
    strata = tuple(
        Stratum(layer.kind, layer.low, layer.high, len(layer.members), counts[number])
        for number, layer in enumerate(layers)
    )
    return Draw(strata, tuple(sorted(items, key=lambda item: item.number)))


def share_out(size: int, weights: Sequence[int], least: int = 0) -> list[int]:
    """`size` parted as the weights are, in whole numbers; none has more than its weight, or less than `least` if it can
    have that many. What is left over by rounding goes to those that lost most by it."""
    parts = [min(least, weight) for weight in weights]
    for _ in range(min(size, sum(weights)) - sum(parts)):
        lost = [size * weight / sum(weights) - part if part < weight else -np.inf
                for part, weight in zip(parts, weights, strict=True)]  # fmt: skip
        parts[int(np.argmax(lost))] += 1
    return parts


def _part(reader: Reader, selection: Selection, kinds: Sequence[str], size: int) -> list[_Layer]:
    """The strata of all kinds, with the number of items that each should have."""
    found = {kind: FOUND[kind](reader, selection) for kind in kinds}
    there = [kind for kind in kinds if len(found[kind][0])]
    sizes = [size // len(there) + (place < size % len(there)) for place in range(len(there))]
    layers = []
    for kind, wanted in zip(there, sizes, strict=True):
        numbers, confidence = found[kind]
        parts = _part_by_confidence(numbers, confidence)
        counts = share_out(wanted, [len(members) for members, _, _ in parts], LEAST)
        layers += [_Layer(kind, low, high, members, count)
                   for (members, low, high), count in zip(parts, counts, strict=True)]  # fmt: skip
    return layers


def _part_by_confidence(numbers: Array, confidence: Array) -> list[tuple[Array, float | None, float | None]]:
    """The thirds by confidence, with the least and the highest of each, and those that have none; no part is empty."""
    judged = ~np.isnan(confidence)
    known = confidence[judged]
    parts: list[tuple[Array, float | None, float | None]] = []
    if len(known):
        cuts = np.quantile(known, np.arange(1, PARTS) / PARTS)
        thirds = np.searchsorted(cuts, confidence, "left")
        for third in range(PARTS):
            inside = judged & (thirds == third)
            if inside.any():
                own = confidence[inside]
                parts.append((numbers[inside], round(float(own.min()), 3), round(float(own.max()), 3)))
    if not judged.all():
        parts.append((numbers[~judged], None, None))
    return parts


def _draw_all(columns: Columns, layers: Sequence[_Layer], rng: np.random.Generator) -> list[_Drawn]:
    return [each for number, layer in enumerate(layers) for each in _draw(columns, number, layer, rng)]


def _draw(columns: Columns, stratum: int, layer: _Layer, rng: np.random.Generator) -> list[_Drawn]:
    """What is drawn of one stratum: as many as it should have, or a few less where names repeat within articles."""
    members, wanted = layer.members, layer.wanted
    best: list[_Drawn] = []
    hits = wanted
    while wanted:
        step = len(members) / hits
        places = np.minimum(np.arange(hits) * step + rng.uniform(0, step), len(members) - 1)
        picked = members[places.astype(np.int64)]
        articles, keys = _tell_apart(columns, layer.kind, picked)
        _, first, times = np.unique(keys, axis=0, return_index=True, return_counts=True)
        if len(first) > wanted and best:
            break
        best = [_Drawn(int(picked[each]), int(articles[each]), stratum, float(count * step))
                for each, count in zip(first, times, strict=True)]  # fmt: skip
        if len(first) >= wanted or hits == len(members):
            break
        hits = min(len(members), hits + wanted - len(first))
    return best


def _tell_apart(columns: Columns, kind: str, numbers: Array) -> tuple[Array, Array]:
    """The articles of these findings, and a key for each; those of one key are judged once."""
    if kind not in ("pins", "actors"):
        return columns[f"{kind}.article"][numbers], numbers.reshape(-1, 1)
    articles = columns["mentions.article"][numbers]
    column = "location" if kind == "pins" else "actor"
    named = columns[f"mentions.{column}"][numbers]
    return articles, np.stack((articles, columns["mentions.surface"][numbers], named), axis=1)


def _find_pins(reader: Reader, selection: Selection) -> tuple[Array, Array]:
    """The selected mentions that are drawn on the map, and their confidence."""
    columns, rows = selection.columns, selection.mentions
    drawn = (columns["mentions.location"][rows] >= 0) & np.isin(columns["mentions.sense"][rows], PLACED)
    return _take(columns, rows, drawn)


def _find_actors(reader: Reader, selection: Selection) -> tuple[Array, Array]:
    """The selected mentions of an actor, and their confidence."""
    columns, rows = selection.columns, selection.mentions
    return _take(columns, rows, columns["mentions.actor"][rows] >= 0)


def _take(columns: Columns, rows: slice | Array, wanted: Array) -> tuple[Array, Array]:
    numbers = rows.start + np.flatnonzero(wanted) if isinstance(rows, slice) else rows[wanted]
    return numbers, columns["mentions.confidence"][numbers].astype(float)


def _find_quotes(reader: Reader, selection: Selection) -> tuple[Array, Array]:
    """The selected quotes with a speaker, and their confidence."""

    def read() -> tuple[Array, Array]:
        found = reader.execute(
            "SELECT coalesce(confidence, 'nan') AS confidence, speaker_start IS NOT NULL AS said FROM read.quotes"
            " ORDER BY rowid"
        ).fetchnumpy()
        return np.asarray(found["said"], bool), np.asarray(found["confidence"], float)

    said, confidence = selection.columns.keep(("speakers of quotes",), read)
    numbers = np.flatnonzero(selection.quotes & said)
    return numbers, confidence[numbers]


def _find_rows(table: str) -> Callable[[Reader, Selection], tuple[Array, Array]]:
    """What finds the selected rows of `claims` or `movements`, which have no confidence."""

    def find(reader: Reader, selection: Selection) -> tuple[Array, Array]:
        columns = selection.columns
        numbers = np.flatnonzero(selection.has(columns[f"{table}.article"], columns[f"{table}.quote"]))
        return numbers, np.full(len(numbers), np.nan)

    return find


# Kind -> what finds all that can be drawn of it.
FOUND: dict[str, Callable[[Reader, Selection], tuple[Array, Array]]] = {
    "pins": _find_pins, "actors": _find_actors, "quotes": _find_quotes, "claims": _find_rows("claims"),
    "movements": _find_rows("movements"),
}  # fmt: skip


def _describe_pins(reader: Reader, drawn: Sequence[tuple[int, _Drawn]]) -> list[Item]:
    columns = reader.columns
    places = describe_places(columns, columns["mentions.location"][[each.number for _, each in drawn]])
    found = [
        Finding(
            (row["location_id"],), (row["name"],), text_of(row["feature"]),
            SENSES[columns["mentions.sense"][each.number]], region=text_of(row["admin1"]),
            country_code=text_of(row["country_code"]), latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for (_, each), row in zip(drawn, places.to_dict("records"), strict=True)
    ]  # fmt: skip
    return _describe_mentions(reader, "pins", drawn, found)


def _describe_actors(reader: Reader, drawn: Sequence[tuple[int, _Drawn]]) -> list[Item]:
    columns = reader.columns
    texts = [columns.texts[f"actors.{name}"] for name in ("id", "name", "kind")]
    actors = [int(columns["mentions.actor"][each.number]) for _, each in drawn]
    found = [Finding((ids[actor] or "",), (names[actor] or "",), kinds[actor] or "")
             for ids, names, kinds in [texts] for actor in actors]  # fmt: skip
    return _describe_mentions(reader, "actors", drawn, found)


def _describe_mentions(
    reader: Reader, kind: str, drawn: Sequence[tuple[int, _Drawn]], found: Sequence[Finding]
) -> list[Item]:
    columns = reader.columns
    spans = [
        [(int(columns["mentions.start"][each.number]), int(columns["mentions.end"][each.number]))] for _, each in drawn
    ]
    sentences = [int(columns["mentions.sentence"][each.number]) for _, each in drawn]
    confidence = [float(columns["mentions.confidence"][each.number]) for _, each in drawn]
    return _write_items(reader, kind, drawn, found, spans, [[] for _ in drawn], sentences, confidence)


def _describe_quotes(reader: Reader, drawn: Sequence[tuple[int, _Drawn]]) -> list[Item]:
    columns = reader.columns
    drawn = sorted(drawn, key=lambda pair: pair[1].number)
    numbers = np.array([each.number for _, each in drawn], np.int64)
    names = ("sentence", "parts", "speaker", "speaker_start", "speaker_end", "confidence")
    rows = reader.read_rows("quotes", names, numbers).to_dict("records")
    ids, known = columns.texts["actors.id"], columns.texts["actors.name"]
    found = [
        Finding(
            tuple(each or "" for each in ids.take(actors)), tuple(each or "" for each in known.take(actors)),
            speaker=text_of(row["speaker"]),
        )
        for actors, row in zip(find_speakers(columns, numbers), rows, strict=True)
    ]  # fmt: skip
    spans = [[(int(start), int(end)) for start, end in row["parts"]] for row in rows]
    said_by = [[(int(row["speaker_start"]), int(row["speaker_end"]))] for row in rows]
    sentences, confidence = [int(row["sentence"]) for row in rows], [float(row["confidence"]) for row in rows]
    return _write_items(reader, "quotes", drawn, found, spans, said_by, sentences, confidence)


def _describe_claims(reader: Reader, drawn: Sequence[tuple[int, _Drawn]]) -> list[Item]:
    drawn = sorted(drawn, key=lambda pair: pair[1].number)
    numbers = np.array([each.number for _, each in drawn], np.int64)
    rows = read_claims(reader, numbers).to_dict("records")
    found = []
    for row in rows:
        ids, names = ((text_of(row[name]),) if text_of(row[name]) else () for name in ("location_id", "place"))
        found.append(Finding(ids, names, f"{row['matter']}: {row['answer']}", speaker=text_of(row["said_by"])))
    return _describe_rows(reader, "claims", drawn, found)


def _describe_movements(reader: Reader, drawn: Sequence[tuple[int, _Drawn]]) -> list[Item]:
    drawn = sorted(drawn, key=lambda pair: pair[1].number)
    numbers = np.array([each.number for _, each in drawn], np.int64)
    rows = read_movements(reader, numbers).to_dict("records")
    found = [
        Finding(
            tuple(text_of(row[f"{end}_location_id"]) for end in ("from", "to")),
            tuple(text_of(row[f"{end}_place"]) for end in ("from", "to")), row["kind"], row["status"],
            speaker=text_of(row["who"]),
        )
        for row in rows
    ]  # fmt: skip
    return _describe_rows(reader, "movements", drawn, found)


def _describe_rows(
    reader: Reader, kind: str, drawn: Sequence[tuple[int, _Drawn]], found: Sequence[Finding]
) -> list[Item]:
    """The items of claims or movements: their words are one span."""
    columns = reader.columns
    starts, ends, sentences = (
        [int(columns[f"{kind}.{name}"][each.number]) for _, each in drawn] for name in ("start", "end", "sentence")
    )
    spans = [[span] for span in zip(starts, ends, strict=True)]
    nothing = [float("nan")] * len(spans)
    return _write_items(reader, kind, drawn, found, spans, [[] for _ in spans], sentences, nothing)


DESCRIBED: dict[str, Callable[[Reader, Sequence[tuple[int, _Drawn]]], list[Item]]] = {
    "pins": _describe_pins, "actors": _describe_actors, "quotes": _describe_quotes, "claims": _describe_claims,
    "movements": _describe_movements,
}  # fmt: skip

type Spans = Sequence[tuple[int, int]]


def _write_items(
    reader: Reader, kind: str, drawn: Sequence[tuple[int, _Drawn]], found: Sequence[Finding], spans: Sequence[Spans],
    said_by: Sequence[Spans], sentences: Sequence[int], confidence: Sequence[float],
) -> list[Item]:  # fmt: skip
    """The items, with their articles and the piece of text around them; spans are counted in the article's text."""
    columns = reader.columns
    numbers = np.array([each.article for _, each in drawn], np.int64)
    articles = describe_articles(columns, numbers).to_dict("records")
    wanted = drop_repeated(np.sort(numbers))
    external = reader.read_rows("articles", ("external_id",), wanted)["external_id"].to_list()
    items = []
    for place, (number, each) in enumerate(drawn):
        article = articles[place]
        text = columns.text("articles.text", each.article) or ""
        words = _shorten(spans[place])
        origin, end, first, last = _cut(columns, each.article, text, [*words, *said_by[place]])
        marks, speakers = (
            tuple((low - origin, high - origin) for low, high in each) for each in (words, said_by[place])
        )
        items.append(Item(
            number=number, kind=kind, stratum=each.stratum, weight=each.weight,
            confidence=None if np.isnan(confidence[place]) else confidence[place], article_id=article["article_id"],
            external_id=external[int(np.searchsorted(wanted, each.article))], title=text_of(article["title"]),
            source=text_of(article["source"]), day=text_of(article["published"])[:10], sentence=sentences[place],
            origin=origin, text=text[origin:end], first=first - origin, last=last - origin, spans=marks,
            said_by=speakers, found=found[place],
        ))  # fmt: skip
    return items


def _shorten(spans: Spans) -> Spans:
    """The spans as far as LONGEST_WORDS characters behind the beginning of the first."""
    end = spans[0][0] + LONGEST_WORDS
    return [(low, min(high, end)) for low, high in spans if low < end]


def _cut(columns: Columns, article: int, text: str, spans: Spans) -> tuple[int, int, int, int]:
    """Begin and end of the piece of an article that an item keeps, and of the sentences in it that hold the spans."""
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    begins, ends = (
        columns[f"sentences.{side}"][slice(*columns["articles.first_of_sentences"][article : article + 2])]
        for side in ("start", "end")
    )
    holding = (begins < high) & (ends > low)
    first = max(min(low, int(begins[holding].min(initial=low))), low - LONGEST_SENTENCES)
    last = min(max(high, int(ends[holding].max(initial=high))), high + LONGEST_SENTENCES)
    origin, end = max(0, first - AROUND), min(len(text), last + AROUND)
    if origin:
        origin = max(text.find(" ", origin, first) + 1, origin)
    if end < len(text):
        end = text.rfind(" ", last, end) if " " in text[last:end] else end
    return origin, end, first, last
