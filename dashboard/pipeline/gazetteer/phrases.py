"""Places that are named with the help of other places, such as "Paris, Texas" and "Dubai World Trade Centre"."""

import re
from collections.abc import Iterable

from dashboard.pipeline import lexicon
from dashboard.pipeline.gazetteer import Gazetteer, Place, normalise

# "Paris, Texas", "Paris (in Texas)", "Paris in Texas", "Paris, in the state of Texas".
CONTAINER = re.compile(
    r"(?:, | \((?:in (?:the )?)?|,? in (?:the )?(?:state of |province of )?|, in | of )"
    r"((?:[A-Z][\w’'-]*\.?(?:[A-Z]\.)*)(?: (?:[A-Z][\w’'-]*\.?))?)"
)
# Characters after a name in which its container may be written.
CONTAINER_REACH = 40

# "The province of Homs", "Homs province", "Homs's eastern countryside", "Homs, Hama and Idlib provinces".
# "Columbia State" is more often a university's name than a state's.
REGION = f"(state|(?i:{lexicon.alternation(lexicon.words('region') - {'state'} | {'countryside'})}))"
REGION_BEFORE = re.compile(rf"\b{REGION}s? of (?:the )?$")
DIRECTIONS = rf"(?:(?i:(?:north|south)?{lexicon.alternation(lexicon.words('direction'))})(?: and)? ){{0,2}}"
REGION_BEHIND = re.compile(
    rf"(?:['’]?s)? {DIRECTIONS}{REGION}\b"  # texts from the web have lost the mark of "Homs's"
    rf"|(?:(?:,|,? and) [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?){{1,5}} {REGION}s\b"
)
# Characters before and behind a name in which it is said.
REGION_REACH = 80

# Words in longer names that are also names of towns, and do not mean them there.
NO_PLACE = lexicon.words("institution", "facility", "direction", "month", "name_part")

ARABIC_FIRST_WORDS = lexicon.words("arabic_first_word")

# Last words of natural features, which need not be near the town in their name: Scarborough Shoal is not in England.
NATURAL = lexicon.capitalised("natural_feature")

# People that a town needs for a longer name to be placed by it. On held-out articles the ranker loses nothing with
# 20,000, and half a point with more.
FEWEST_INSIDE = 20_000


def find_inside(name: str, gazetteer: Gazetteer) -> tuple[tuple[Place, bool], ...]:
    """The candidates for the longest place name that a longer name begins or ends with, if the rest says what is there.

    "Dubai" of "Dubai World Trade Centre" and "Uganda" of "Parliament House Uganda"; nothing of "Elbow Cay", which is
    no Cay, and of "Tibet al-Imam". Small towns and alternate names of towns do not count.
    """
    words = name.split()
    if not words or words[-1] in NATURAL:
        return ()
    for length in range(len(words) - 1, 0, -1):
        halves = ((words[:length], words[length:]), (words[-length:], words[:-length]))
        known = [_known_inside(" ".join(part), gazetteer) for part, rest in halves if _says_kind(rest)]
        if any(known):
            return max(known, key=lambda found: max((place.population for place, _ in found), default=-1))
    return ()


def _says_kind(words: Iterable[str]) -> bool:
    """Whether one of the words says what there is at a place: a school, a court, a hotel."""
    return any(normalise(word) in NO_PLACE for word in words)


def _known_inside(part: str, gazetteer: Gazetteer) -> tuple[tuple[Place, bool], ...]:
    if normalise(part) in NO_PLACE | ARABIC_FIRST_WORDS or not part[0].isupper():
        return ()
    return tuple(
        (place, is_main)
        for place, is_main in gazetteer.candidates(part)
        if place.feature not in ("PPL", "PPLC") or (is_main and place.population >= FEWEST_INSIDE)
    )


def find_container(text: str, end: int, gazetteer: Gazetteer) -> Place | None:
    """The country or first-order region written after a name to say where the place is, or None."""
    match = CONTAINER.match(text, end, end + CONTAINER_REACH)
    if match is None:
        return None
    words = match.group(1)
    for name in (words, words.rpartition(" ")[0] or words, words.partition(" ")[0]):
        for place, is_main in gazetteer.candidates(name)[:3]:
            if place.feature in ("PCLI", "ADM1") and (is_main or name.endswith(".") or name.isupper()):
                return place
    return None


def name_region(text: str, start: int, end: int) -> str | None:
    """A name with the word in it or beside it that says that it is a region's, or None.

    "Homs province" of these words, of "the province of Homs" and of "Homs, Hama and Idlib provinces".
    """
    name = text[start:end]
    if REGION_BEHIND.search(name):
        return name
    before = REGION_BEFORE.search(text, max(0, start - REGION_REACH), start)
    behind = REGION_BEHIND.match(text, end, end + REGION_REACH)
    found = before or behind
    return None if found is None else f"{name} {found[found.lastindex or 0]}"


def lies_in(place: Place, container: Place) -> bool:
    """Whether a place lies in another place, which is a country or a first-order region."""
    if place.country_code != container.country_code or place.location_id == container.location_id:
        return False
    return container.feature == "PCLI" or place.admin1 == container.admin1
