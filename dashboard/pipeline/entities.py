"""Mentions: the names in an article, as spaCy found them and as the gazetteer and the article correct them.

Limits: names of the model's types only (no dates, no amounts). A name that the model missed is added only where the
same name was found elsewhere in the article. A name that the model took for a person or an organisation becomes a
place only if the gazetteer has it and what stands around it says where: a locative word, a kind of place, the region
it lies in, a dateline, a list of places; nobody's surname does. A place name that a longer name begins or ends with is
a mention of its own ("Dublin" of "Dublin City Council").
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from dashboard.pipeline.gazetteer import Gazetteer, Place, normalise
from dashboard.pipeline.gazetteer.phrases import NO_PLACE, find_container, lies_in
from dashboard.tables import LABELS

PLACE_LABELS = ("GPE", "LOC")

# Words before a name that say where. "of" is left out: "the army of Hama" and "a friend of Paris" read alike.
LOCATIVE = frozenset(
    "in at near from to into around towards toward outside inside across through throughout via over".split()
)
# Words after a name that say what it is.
AREA = frozenset(
    "area city town village province governorate region district countryside suburbs suburb county state peninsula"
    " island islands mayor airport airbase prison camp crossing residents resident".split()
)
# A dateline: "COLUMBIA --", "HAMMOND, Ind. (AP)", "TRIPOLI (Reuters)".
DATELINE = re.compile(r"\s*(?:--|[—–-]\s|\((?:AP|AFP|Reuters|UPI|CNN|Xinhua|dpa)\))")
# Words of an organisation's name that say it belongs to the place it begins with; newspapers and companies are not it.
BODY = re.compile(
    r"\b(?:Sheriff|Police|Council|County|City|Department|Ministry|Minister|Government|Court|Hospital|School|University"
    r"|College|Airport|Embassy|Army|Navy|Air Force|Armed Forces|Parliament|Senate|Congress|House|Commission|Committee"
    r"|Board|Bureau|Agency|Office|Authority|Administration|Assembly|Fire|Library|Museum|Church|Cathedral|Station|Park"
    r"|Centers?|Centre|Club|Stadium|Arena|Bank|Chamber|District|Township|Parish|Province|State|Coast Guard|Guard"
    r"|Patrol|Troopers|Chapter|Health|Supreme|Security|Forces|Institute|Union|Association|Federation|League|Society)\b"
)
MEDIA = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Journal|News|Gazette|Globe|Star|Sun|Chronicle|Observer|Courier|Daily|Telegraph"
    r"|Guardian|Mirror|Press|Review|Magazine|Today|Television|TV|Radio|Network|Airlines|Airways|Motors)\b"
)

# People of a place that a name may begin with wherever the article plays.
WELL_KNOWN = 500_000
LISTING = re.compile(r"\s*(?:,|,? and|,? or|/|;)\s*(?:the )?")
WORD = re.compile(r"[^\s]+")

TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Maj|Capt|Sen|Rep|Gov|Rev)\.?|Sir|Dame|Lord|Lady|Sheikh|Imam|Ayatollah"
    r"|Pope|King|Queen|Prince|Princess|Emir|Sultan|(?:Vice[- ])?President(?:[- ][Ee]lect)?"
    r"|(?:Deputy )?(?:Prime|Foreign|Interior|Defen[cs]e|Finance) Minister|Minister|Chancellor|Premier"
    r"|Secretary(?:[- ]General| of State)?|Ambassador|Senator|Governor|Mayor|General|Colonel|Major|Captain|Lieutenant"
    r"|Brigadier|Admiral|Professor|Judge|Justice|Chairman|Chairwoman|Spokesman|Spokeswoman|Envoy)\s+"
)
# The nation or body before a title belongs to the role: "Syrian President", "US President-elect".
ROLE = re.compile(rf"((?:[A-Z][\w.]*\s+){{0,2}}(?:{TITLE.pattern})+)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: characters `start` to `end` of the article, the sentence's number, its OntoNotes label."""

    start: int
    end: int
    sentence: int
    surface: str
    label: str
    role: str | None = None
    within: str = ""  # the label of the longer name that it is a part of


def find_mentions(doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """The names of the article in text order, each `surface` the text at its offsets.

    No two overlap, but for a place name inside a longer name, which follows that name.
    """
    sentence_of = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
    trimmed = (_trim(span) for span in doc.ents if span.label_ in LABELS)
    spans = [span for span in trimmed if span is not None]
    placed = _places_under_other_labels(doc, spans, gazetteer)
    surnames = _surnames(spans)
    labels = [_label(doc, span, placed, surnames, gazetteer) for span in spans]
    mentions = [_mention(doc, span, sentence_of, label) for span, label in zip(spans, labels, strict=True)]
    missed = list(_missed(doc, [span for span in spans if _key(span) in placed or span.label_ == "GPE"]))
    mentions += [_mention(doc, span, sentence_of, "GPE") for span in missed]
    countries = _countries(spans, gazetteer)
    inner = [found for mention in mentions for found in _places_inside(mention, countries, gazetteer)]
    return sorted(mentions + inner, key=lambda m: (m.start, -m.end))


def list_sentences(doc: Doc) -> list[tuple[int, int]]:
    """[start, end) of each sentence in characters, without the white space around it, unless it is nothing else."""
    spans = []
    for sentence in doc.sents:
        text = sentence.text
        bare = text.strip() or text
        start = sentence.start_char + text.index(bare)
        spans.append((start, start + len(bare)))
    return spans


def _key(span: Span) -> str:
    return normalise(span.text)


def _trim(span: Span) -> Span | None:
    """The span without article, possessive, quotation marks and white space; None if nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].is_space or doc[start].is_quote or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_quote or doc[end - 1].tag_ == "POS"):
        end -= 1
    if start == end or not any(c.isalnum() for c in doc[start:end].text):
        return None
    # A name does not run over a line break: what follows one is the next line.
    for token in doc[start + 1 : end]:
        if token.is_space and "\n" in token.text:
            end = token.i
            break
    return Span(doc, start, end, label=span.label_)


def _mention(doc: Doc, span: Span, sentence_of: dict[int, int], label: str) -> Mention:
    mention = Mention(span.start_char, span.end_char, sentence_of[span.start], span.text, label)
    return _split_role(doc.text, mention) if label == "PERSON" else mention


def _split_role(text: str, mention: Mention) -> Mention:
    """The mention without the titles it begins with; `role` is the titles and the nation before them."""
    start = mention.start
    while (title := TITLE.match(text, start, mention.end)) and title.end() < mention.end:
        start = title.end()
    before = ROLE.search(text, max(0, start - 80), start)
    role = " ".join(before.group(1).split()) if before and "\n" not in before.group(1) else None
    return replace(mention, start=start, surface=text[start : mention.end], role=role)


def _places_under_other_labels(doc: Doc, spans: Sequence[Span], gazetteer: Gazetteer) -> set[str]:
    """Names labelled as something else that are places here; one sense a document holds for all their mentions."""
    countries = _countries(spans, gazetteer)
    surnames = _surnames(spans)
    places = {_key(span) for span in spans if span.label_ in PLACE_LABELS}
    found: set[str] = set()
    for before, span, after in zip([None, *spans], spans, [*spans[1:], None], strict=False):
        key = _key(span)
        if span.label_ in PLACE_LABELS or len(span) > 4 or (span.label_ == "PERSON" and key in surnames):
            continue
        if span.label_ == "NORP" and gazetteer.country_of(span.text) is not None:
            continue
        known = gazetteer.find(span.text)
        says_where = _is_dateline(doc, span) or _lies_in_what_follows(doc, span, known, gazetteer)
        if known and (says_where or (key in places and span.label_ != "PERSON")):
            found.add(key)
        elif any(place.country_code in countries for place in known):
            beside = _is_listed(doc, before, span, after, places | found)
            if span.label_ == "NORP" or beside or _stands_where(doc, span):
                found.add(key)
    return found


def _surnames(spans: Iterable[Span]) -> set[str]:
    return {normalise(span[-1].text) for span in spans if span.label_ == "PERSON" and len(span) > 1}


def _lies_in_what_follows(doc: Doc, span: Span, known: Sequence[Place], gazetteer: Gazetteer) -> bool:
    """Whether one of the places of that name lies in the region written behind it: "Paris, Texas"."""
    container = find_container(doc.text, span.end_char, gazetteer)
    return container is not None and any(lies_in(place, container) for place in known)


def _label(doc: Doc, span: Span, placed: set[str], surnames: set[str], gazetteer: Gazetteer) -> str:
    """The span's label, corrected: a place that was taken for something else, a surname that was taken for a place."""
    key = _key(span)
    if key in placed:
        return "GPE"
    is_town = span.label_ == "GPE" and not any(p.feature in ("PCLI", "ADM1") for p in gazetteer.find(span.text)[:3])
    if is_town and key in surnames and not _stands_where(doc, span):
        return "PERSON" if find_container(doc.text, span.end_char, gazetteer) is None else "GPE"
    return str(span.label_)


def _stands_where(doc: Doc, span: Span) -> bool:
    """Whether the word before or behind says that this is a place."""
    before = doc[span.start - 1].lower_ if span.start else ""
    before = doc[span.start - 2].lower_ if before == "the" and span.start > 1 else before
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    return before in LOCATIVE or after in AREA


def _is_dateline(doc: Doc, span: Span) -> bool:
    """Whether it is the capitals that a report begins with."""
    return span.text.isupper() and len(span.text) > 3 and DATELINE.match(doc.text, span.end_char) is not None


def _is_listed(doc: Doc, before: Span | None, span: Span, after: Span | None, places: set[str]) -> bool:
    """Whether it stands in a list beside a place: "Latakia, Tartus and Hama"."""
    for left, right in ((before, span), (span, after)):
        other = left if right is span else right
        if left is None or right is None or other is None or not {_key(other)} & places:
            continue
        if LISTING.fullmatch(doc.text[left.end_char : right.start_char]):
            return True
    return False


def _places_inside(mention: Mention, countries: set[str], gazetteer: Gazetteer) -> Iterator[Mention]:
    """The place name that a longer name begins or ends with: of "Dublin City Council", "Health Ministry of Uganda"."""
    if mention.label not in ("ORG", "FAC") or MEDIA.search(mention.surface):
        return
    if mention.label == "ORG" and not BODY.search(mention.surface):
        return
    words = list(WORD.finditer(mention.surface))
    for length in range(min(3, len(words) - 1), 0, -1):
        end = words[length - 1].end()
        if _is_place_name(mention.surface[:end], countries, gazetteer):
            yield replace(
                mention, end=mention.start + end, surface=mention.surface[:end], label="GPE", within=mention.label
            )
            return
    of = mention.surface.rpartition(" of ")[2].removeprefix("the ")
    if len(of) < len(mention.surface) and _is_place_name(of, countries, gazetteer):
        yield replace(mention, start=mention.end - len(of), surface=of, label="GPE", within=mention.label)


def _is_place_name(name: str, countries: set[str], gazetteer: Gazetteer) -> bool:
    """Whether a place of the article's countries, or one known to all, bears this name as its own."""
    if normalise(name) in NO_PLACE or not name[:1].isupper():
        return False
    return any(
        place.feature == "PCLI" or place.population >= WELL_KNOWN or place.country_code in countries
        for place, own in gazetteer.candidates(name)
        if own or place.feature != "PPL"
    )


def _countries(spans: Iterable[Span], gazetteer: Gazetteer) -> set[str]:
    """Codes of the countries that the article names, by name, by adjective or by the largest place of a name."""
    votes: Counter[str] = Counter()
    for span in spans:
        if span.label_ == "NORP" and (country := gazetteer.country_of(span.text)):
            votes[country.country_code or ""] += 1
        elif span.label_ in PLACE_LABELS:
            votes.update(place.country_code or "" for place in gazetteer.find(span.text)[:1])
    return set(votes)


def _missed(doc: Doc, known: Iterable[Span]) -> Iterator[Span]:
    """Proper nouns outside every entity that repeat a place name of one token found elsewhere in the article."""
    names = {span.text for span in known if len(span) == 1}
    for token in doc:
        if token.text in names and token.ent_type_ == "" and token.pos_ == "PROPN":
            yield Span(doc, token.i, token.i + 1, label="GPE")
