"""Quotes: what was said, by whom, and on whose word.

Limits: direct speech in paired quotation marks of one paragraph, "said that …" clauses and "according to …". A speaker
is looked for in the sentence of the quotation only, or in the one before it when that ends in a quotation by somebody;
a pronoun stays a pronoun, without an actor. What has no speaker has sourcing `unknown`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.entities import Mention

# Lemma of the cue -> its stance.
STANCES = {
    **dict.fromkeys(
        "say tell add state note explain report announce declare write post tweet confirm describe reply respond argue"
        " suggest acknowledge recall insist stress emphasize quote think believe reveal disclose".split(),
        "says",
    ),
    **dict.fromkeys("deny reject dismiss refute dispute".split(), "denies"),
    **dict.fromkeys("claim allege assert maintain contend".split(), "claims"),
    **dict.fromkeys("warn caution fear threaten".split(), "warns"),
    **dict.fromkeys("demand urge call insist order".split(), "demands"),
    **dict.fromkeys("promise vow pledge".split(), "promises"),
    **dict.fromkeys("ask wonder".split(), "asks"),
    **dict.fromkeys("accuse blame".split(), "accuses"),
}

OPENING, CLOSING, STRAIGHT = "“«", "”»", '"'

# Words in quotation marks without a cue are a name or a doubt below this length, and speech from it on.
FEWEST_UNATTRIBUTED = 6

OFFICIAL = frozenset("official officer minister spokesman spokeswoman spokesperson diplomat commander aide".split())
OFFICIAL_WORDS = frozenset("security military government intelligence diplomatic defence defense police".split())
PRONOUNS = frozenset("he she they it we i you who which that this these those one".split())
BODIES = frozenset(
    "ministry government army group council committee office agency police force parliament party movement statement"
    " organisation organization embassy court commission administration company union rebel regime militia".split()
)


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: `parts` are its contiguous pieces, all offsets are characters of the article."""

    parts: tuple[tuple[int, int], ...]
    sentence: int
    kind: str
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    actor_id: str | None = None
    sourcing: str = "unknown"
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    stance: str | None = None
    via_actor_id: str | None = None

    @property
    def start(self) -> int:
        """First character of the first part."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Character after the last part."""
        return self.parts[-1][1]


@dataclass(frozen=True, slots=True)
class _Attribution:
    """A cue with its speaker, both as tokens of the Doc."""

    cue: Span
    speaker: Span
    stance: str


def find_quotes(doc: Doc, mentions: Sequence[Mention], actors: Sequence[Actor | None]) -> list[Quote]:
    """The quotations of the article in text order; never two over the same words."""
    named = [(m, a) for m, a in zip(mentions, actors, strict=True) if a is not None]
    quotations = list(_quotations(doc))
    inside = {token.i for span in quotations for token in span}
    quotes: list[Quote] = []
    taken: set[int] = set()
    for number, sentence in enumerate(doc.sents):
        spoken = [span for span in quotations if sentence.start <= span.start < sentence.end]
        for attribution, clause in _attributed(sentence, inside):
            parts, kind = _content(attribution, clause, spoken)
            words = {token.i for part in parts for token in part}
            if not parts or words & taken:
                continue
            taken |= words
            quotes.append(_quote(doc, parts, number, kind, attribution, named))
        for span in spoken:
            if taken.isdisjoint(token.i for token in span) and _is_speech(span):
                taken |= {token.i for token in span}
                quotes.append(_carry_on(doc, _quote(doc, [span], number, "direct", None, named), quotes))
    return sorted(quotes, key=lambda quote: quote.start)


def _quotations(doc: Doc) -> Iterator[Span]:
    """What stands between paired quotation marks of one paragraph, marks excluded."""
    opened: Token | None = None
    for token in doc:
        if token.is_space and token.text.count("\n") > 1:
            opened = None
        elif opened is None and (token.text[0] in OPENING or token.text == STRAIGHT):
            opened = token
        elif opened is not None and (token.text[0] in CLOSING or (token.text == STRAIGHT == opened.text)):
            if token.i - opened.i > 1:
                yield doc[opened.i + 1 : token.i]
            opened = None


def _attributed(sentence: Span, inside: set[int]) -> Iterator[tuple[_Attribution, Span | None]]:
    """Each cue outside quotation marks that has a speaker, with the clause it governs, if it governs one."""
    doc = sentence.doc
    for token in sentence:
        if token.i in inside:
            continue
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            speaker = next((t for t in doc[token.i + 1].children if t.dep_ == "pobj"), None)
            if speaker is not None:
                attribution = _Attribution(doc[token.i : token.i + 2], _phrase(speaker), "says")
                yield attribution, _rest(sentence, token, attribution)
        elif token.pos_ == "VERB" and token.lemma_.lower() in STANCES:
            subject = next((t for t in token.children if t.dep_ == "nsubj"), None)
            if subject is None and token.dep_ == "conj":
                subject = next((t for t in token.head.children if t.dep_ == "nsubj"), None)
            if subject is not None and subject.i not in inside:
                cue = doc[token.i : token.i + 1]
                yield _Attribution(cue, _phrase(subject), STANCES[token.lemma_.lower()]), _clause(token)


def _clause(cue: Token) -> Span | None:
    """The clause that the cue governs, without "that"."""
    clause = next((t for t in cue.children if t.dep_ == "ccomp"), None)
    if clause is None:
        return None
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    if start <= cue.i < end:
        return None
    if cue.doc[start].lower_ == "that":
        start += 1
    return _strip(cue.doc[start:end])


def _rest(sentence: Span, according: Token, attribution: _Attribution) -> Span | None:
    """The longer side of the sentence around "according to …"."""
    before = sentence.doc[sentence.start : according.i]
    after = sentence.doc[max(attribution.cue.end, attribution.speaker.end) : sentence.end]
    side = max(before, after, key=len)
    return _strip(side) if len(side) else None


def _content(attribution: _Attribution, clause: Span | None, spoken: Sequence[Span]) -> tuple[list[Span], str]:
    """The parts that the cue attributes and their kind; no parts if it attributes nothing."""
    if clause is not None and len(clause):
        within = [s for s in spoken if s.start < clause.end and s.end > clause.start]
        quoted = sum(len(s) for s in within)
        if not within:
            direct = [s for s in spoken if len(s) >= len(clause)]
            return (direct, "direct") if direct else ([clause], "indirect")
        if quoted >= 0.8 * len(clause):
            return within, "direct"
        return [clause], "mixed"
    whole = [s for s in spoken if _is_speech(s) or _touches(s, attribution)]
    return whole, "direct"


def _touches(spoken: Span, attribution: _Attribution) -> bool:
    """Whether nothing but quotation marks and punctuation stands between the quotation and its cue or speaker."""
    first = min(attribution.cue.start, attribution.speaker.start)
    last = max(attribution.cue.end, attribution.speaker.end)
    between = spoken.doc[last : spoken.start] if spoken.start >= last else spoken.doc[spoken.end : first]
    return all(token.is_punct or token.is_space for token in between)


def _is_speech(spoken: Span) -> bool:
    words = sum(token.is_alpha for token in spoken)
    return words >= FEWEST_UNATTRIBUTED or (words > 1 and spoken[-1].text in ",.!?")


def _phrase(head: Token) -> Span:
    """The noun phrase of a subject without its relative clause or apposition."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ in ("prep", "compound", "amod", "nmod", "punct", "conj", "cc") and child.text != ",":
            end = child.right_edge.i + 1
        else:
            break
    return _strip(head.doc[start:end])


def _strip(span: Span) -> Span:
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].is_space or doc[start].text in ",;:–—-."):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in ",;:–—-."):
        end -= 1
    return doc[start:end]


def _quote(
    doc: Doc, parts: Sequence[Span], sentence: int, kind: str, attribution: _Attribution | None,
    named: Sequence[tuple[Mention, Actor]],
) -> Quote:  # fmt: skip
    quote = Quote(tuple((part.start_char, part.end_char) for part in parts), sentence, kind)
    if attribution is None:
        return quote
    cue, speaker = attribution.cue, attribution.speaker
    actor = _actor(speaker, named)
    told = next((t for t in cue.root.children if t.dep_ in ("dobj", "dative")), None)
    via = _covering(told, named) if told is not None and cue.root.lemma_ == "tell" else None
    return replace(
        quote,
        speaker=speaker.text, speaker_start=speaker.start_char, speaker_end=speaker.end_char,
        actor_id=actor.actor_id if actor else None,
        sourcing=_sourcing(speaker, actor),
        cue=cue.text, cue_start=cue.start_char, cue_end=cue.end_char, stance=attribution.stance,
        via_actor_id=via.actor_id if via is not None and via.kind == "media" else None,
    )  # fmt: skip


def _actor(speaker: Span, named: Sequence[tuple[Mention, Actor]]) -> Actor | None:
    """The actor whose mention holds the head of the phrase: "a source close to Hezbollah" is not Hezbollah."""
    if (actor := _covering(speaker.root, named)) is not None:
        return actor
    # "The Hayat Tahrir al-Sham group", "Syrian President Assad": the name stands in front of, or is part of, its head.
    for child in speaker.root.children:
        if child.dep_ in ("compound", "appos") and speaker.start <= child.i < speaker.end:
            found = _covering(child, named)
            if found is not None and (found.kind != "state" and speaker.root.lemma_.lower() in ("group", "movement")):
                return found
    return None


def _covering(token: Token, named: Sequence[tuple[Mention, Actor]]) -> Actor | None:
    return next((a for m, a in named if m.start <= token.idx < m.end), None)


def _sourcing(speaker: Span, actor: Actor | None) -> str:
    head = speaker.root
    if actor is not None:
        return "named" if actor.kind == "person" else "organisation"
    if head.lower_ in PRONOUNS:
        return "unknown"
    if head.ent_type_ == "PERSON":
        return "named"
    if head.lemma_.lower() in BODIES:
        return "organisation"
    if head.lemma_.lower() in OFFICIAL or OFFICIAL_WORDS & {token.lower_ for token in speaker}:
        return "unnamed official"
    return "unnamed"


def _carry_on(doc: Doc, quote: Quote, earlier: Sequence[Quote]) -> Quote:
    """A quotation without a cue has the speaker of the one it follows on, where only white space lies between."""
    before = next((q for q in reversed(earlier) if q.kind == "direct" and q.end < quote.start), None)
    if before is None or before.speaker is None or before.speaker_end is None:
        return quote
    between = doc.text[max(before.end, before.speaker_end, before.cue_end or 0) : quote.start]
    if "\n" in between or any(c.isalnum() for c in between):
        return quote
    return replace(
        quote,
        speaker=before.speaker, speaker_start=before.speaker_start, speaker_end=before.speaker_end,
        actor_id=before.actor_id, sourcing=before.sourcing,
        cue=before.cue, cue_start=before.cue_start, cue_end=before.cue_end,
        stance=before.stance, via_actor_id=before.via_actor_id,
    )  # fmt: skip
