"""Places: names of places inside longer names, such as "Dublin" in "Dublin City Council", and the article's countries.

Limits: a place name that the name of an organisation or a facility begins with, or ends with behind "of"; places of the
article's countries and large towns only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Span

from dashboard.pipeline import lexicon
from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.entities.names import PLACE_LABELS
from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.pipeline.gazetteer.phrases import NO_PLACE

# Words of an organisation's name that say it belongs to the place it begins with; newspapers and companies are not it.
BODY = lexicon.capitalised(
    "institution", "authority", "association", "facility", "government_body", "armed_force", "military_branch",
    "public_service", "region", "settlement", "local_government",
)  # fmt: skip
MEDIA = lexicon.capitalised("news_outlet", "newspaper_title", "company")
BODY_WORD, MEDIA_WORD = (re.compile(rf"\b{lexicon.alternation(names)}\b") for names in (BODY, MEDIA))

# People of a place that a name may begin with wherever the article plays.
WELL_KNOWN = 500_000
WORD = re.compile(r"[^\s]+")


def places_inside(mention: Mention, countries: set[str], gazetteer: Gazetteer) -> Iterator[Mention]:
    """The place name that a longer name begins or ends with: of "Dublin City Council", "Health Ministry of Uganda"."""
    if mention.label not in ("ORG", "FAC") or MEDIA_WORD.search(mention.surface):
        return
    if mention.label == "ORG" and not BODY_WORD.search(mention.surface):
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


def countries_of(spans: Iterable[Span], gazetteer: Gazetteer) -> set[str]:
    """Codes of the countries that the article names, by name, by adjective or by the largest place of a name."""
    votes: Counter[str] = Counter()
    for span in spans:
        if span.label_ == "NORP" and (country := gazetteer.country_of(span.text)):
            votes[country.country_code or ""] += 1
        elif span.label_ in PLACE_LABELS:
            votes.update(place.country_code or "" for place in gazetteer.find(span.text)[:1])
    return set(votes)
