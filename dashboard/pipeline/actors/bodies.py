"""Bodies of an article: organisations, groups, ministries and armies, and which of their names are one's.

Limits: two names are one body's where the article introduces one as short for the other, where one is the other's
initials, beginning or end, or where what is left without its country, its kind and what stands behind a preposition is
the same; where several bodies of the article fit, the short name stays its own. A body of state is its country's
("Syrian Defence Ministry", "Ministry of Defence of Syria"), an embassy the town's as well; without a country it stays a
name of its own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors.known import MODIFIER, Actor, KnownActors
from dashboard.pipeline.actors.names import find_initials, name_key, slug
from dashboard.pipeline.gazetteer import Gazetteer

# "Free Syrian Army (FSA)", "FSA (Free Syrian Army)"; a quotation mark or "or" may stand before the short form.
BRACKET = re.compile(r"\s*[(\[](?:the |or |also known as |known as )?[\"“”'‘]?([^()\[\]\"“”]{2,80}?)[\"“”'’]?[)\]]")
SHORT = re.compile(r"[A-Z][A-Za-z0-9&.\-]{1,9}")

# Percent. How alike two words are that are one, spelt otherwise: "Defense" and "Defence" have 86, "Eurasian" and
# "European" 63.
SAME_WORD = 75

# A short form of several bodies of the article goes to the one named this many times as often.
CLEARLY_MORE = 2

# What stands in brackets in a dateline.
CREDITS = frozenset("AFP UPI CNN BBC DPA EFE ANSA".split())

# What an organisation's name may lack: its kind behind it, and all that follows a preposition.
DESIGNATION = re.compile(
    r"(?:,?\s(?:Inc|Corp|Corporation|Ltd|LLC|PLC|plc|AG|SA|Co|Company|Group|Holdings|Party|Movement|Magazine|Newspaper"
    r"|News Agency|Agency|Organi[sz]ation|Organi[sz]ations|group|party|movement|militia)\.?)+$"
)
CUT = re.compile(r"\s(?:for|of|on|to|in|and|against|at)\s.*$")
PREPOSITION = lexicon.words("preposition")

# What a name ends with that is a part of the body whose name it begins with, or another body of the same founder.
PARTS = lexicon.words("authority", "institution", "part_of_body")

# Words that alone are short for the one body of the article that is called so.
HEADS = lexicon.words("institution", "authority", "association")
# Capitalised words that alone name nobody, unless a body of the article is called so.
GENERIC = HEADS | lexicon.words(
    "government_body", "armed_force", "alliance", "body_modifier", "direction", "common_noun"
)
# With these words before them they still are short for one: "Supreme Court", "City Council". Of those that LOCAL begins
# there are many.
LOCAL = lexicon.words("settlement", "local_government") | {"municipal"}
CIVIC = GENERIC | LOCAL
# Bodies of a country that stand in many towns, and so are told apart by them.
SEATED = re.compile(r"embassy|consulate|consulate general|high commission")

# A body of state, by its words without country: "ministry of defence" is "defence ministry".
OFFICE = re.compile(
    r"(?:\w+ ){0,3}(?:ministry|department)|(?:regular |national |government |ground )?(?:army|military|navy"
    r"|air ?force|armed forces|police|coast ?guard|border guard|parliament|senate|supreme court|constitutional court"
    r"|central bank|national guard|embassy|intelligence|security forces|cabinet|presidency|republican guard"
    r"|security council|chamber of deputies|lower house|upper house|general staff|election commission|rebels|opposition"
    r"|state (?:media|tv|radio|news agency))"
)
# What journalists call a state's soldiers.
SOLDIERS = re.compile(
    r"(?:(?:government|regime|state|loyalist|army|military) )?(?:armed )?(?:forces|troops|soldiers)"
    r"|(?:regime|state) army"
)
ARMY = frozenset(("army", "regular army"))
# "The army's air force"; the apostrophe may be lost.
AIR_FORCE = re.compile(r"(?:(?:armys?|regimes?|government) )?air ?forces?")
# Countries whose army is called so apart from the rest of their military.
BRANCHES = frozenset(("US", "GB"))
GOVERNMENT = re.compile(r"(?:government|regime|authorities|state|administration)")

# "Ministry", and "ministry" behind a nation: "Syrian foreign ministry".
MINISTRY = lexicon.alternation(lexicon.words("government_body") | lexicon.capitalised("government_body"))
# Kinds that words of a name say, the first that fits.
KIND_WORDS = (
    ("media", rf"[Ss]tate (?:media|television|radio)|{lexicon.alternation(lexicon.capitalised('news_outlet'))}"),
    ("armed group", r"Liberation (?:Front|Army)|Brigades?|Battalions?|Mujah[ie]d[ie]e?n|Rebels|Militias?|Jabhat|Jaysh"
                    r"|Jaish|Liwa|Faylaq|Katibat|Kata['’]?ib|Jund|Fateh|Ansar|Harakat|Resistance|Guerrillas?"
                    rf"|militias?|{lexicon.alternation(lexicon.words('fighter'))}"),
    ("military", r"Army|Navy|Air Force|(?:Armed|Aerospace|Special|Ground|Security|Defen[cs]e) Forces?|Military|Marines?"
                 r"|Corps|Guards?|Division|Regiment|Fleet|General Staff|army|navy|military|forces|air force"),
    ("government", r"Department|Presidency|Congress|Directorate|Municipality|Governorate|Court|Consulate|Office"
                   rf"|Politburo|{MINISTRY}"),
    ("company", rf"plc|{lexicon.alternation(lexicon.capitalised('company'))}"),
)  # fmt: skip
KINDS_BY_WORD = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in KIND_WORDS)


@dataclass(slots=True)
class Body:
    """One body of the article: its names with how often each is written, and the country that one of them says.

    `joined` says of each name but the first of which other one it is another form; `full` are those that are no short
    forms.
    """

    names: Counter[str] = field(default_factory=Counter)
    country_code: str | None = None
    joined: dict[str, tuple[str, str]] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The full name that is written most often, the longest of several, without those who lead or back it."""
        name = min(self.full, key=lambda each: (-self.names[each], -len(each.split()), each))
        return MODIFIER.sub("", name)


@dataclass(frozen=True, slots=True)
class _Form:
    """A name taken apart. `core` is what is left without country and articles, in one order and one spelling."""

    key: str
    country_code: str | None
    core: str
    acronym: str  # its capitals, where it has nothing else
    initials: frozenset[str]
    bare: str  # without its designation
    head: str  # the core of what stands before a preposition, where there is one
    begun: frozenset[str]  # with its first words as an acronym: "la police" of "Los Angeles Police"
    is_known: bool  # it is known by itself, and not as a company, which may go by its first word
    is_part: bool  # it may be a part of whom its first words name: "Boeing Foundation", "Ford Australia"


@dataclass(frozen=True, slots=True)
class _Rule:
    """What makes a shorter name one with a longer one, in words that the longer one follows.

    They are one where `of_short` gives one of the words that `of_long` gives of the longer name; None fits none. Where
    `is_full`, the shorter one is a full name, too.
    """

    how: str
    of_short: Callable[[_Form], str | None]
    of_long: Callable[[_Form], Iterable[str]]
    is_full: bool = False


def _list_ends(long: _Form) -> Iterator[str]:
    """The ends of the longer name that name nobody alone: "Council" of "City Council"."""
    return (end for at in _blanks(long.core) if _may_end(end := long.core[at + 1 :]))


def _may_end(core: str) -> bool:
    return core in HEADS or (" " in core and CIVIC.issuperset(core.split()))


def _list_beginnings(long: _Form) -> Iterator[str]:
    """What the longer name begins with, unless it is a part of that body: "Lockheed"."""
    return (long.key[:at] for at in _blanks(long.key) if not long.is_part)


def _blanks(words: str) -> list[int]:
    return [at for at, sign in enumerate(words) if sign == " "]


def _find_beginning(short: _Form) -> str | None:
    """The name, if a longer one may be known by it: it is no acronym and no common word."""
    return None if short.acronym or short.is_known or short.core in GENERIC else short.key


# The surest first.
RULES = (
    _Rule("another spelling of", lambda short: short.key, lambda long: (long.key,), is_full=True),
    _Rule("initials of", lambda short: short.acronym or None, lambda long: long.initials),
    _Rule("another form of", lambda short: short.core, lambda long: (long.core,), is_full=True),
    _Rule("short for", lambda short: short.bare, lambda long: (long.bare,), is_full=True),
    _Rule("short for", lambda short: short.core, lambda long: (long.head,)),
    _Rule("short for", lambda short: short.key, lambda long: long.begun),
    _Rule("the end of", lambda short: short.core if short.country_code is None else None, _list_ends),
    _Rule("the beginning of", _find_beginning, _list_beginnings),
)


class _Bodies:
    """The bodies met so far, in their order, found by each rule without a look at all of them."""

    def __init__(self) -> None:
        self.met: list[Body] = []
        self._totals: list[int] = []
        self._numbers: dict[int, int] = {}
        # For each rule, word -> the number of each body that has it -> its first name that has it.
        self._found: list[dict[str, dict[int, str]]] = [{} for _ in RULES]

    def add(self, body: Body, surface: str, form: _Form, mentions: int) -> None:
        """Enter one of the body's names."""
        number = self._numbers.setdefault(id(body), len(self.met))
        if number == len(self.met):
            self.met.append(body)
            self._totals.append(0)
        self._totals[number] += mentions
        for rule, found in zip(RULES, self._found, strict=True):
            for word in rule.of_long(form):
                found.setdefault(word, {}).setdefault(number, surface)

    def find_key(self, key: str) -> tuple[Body, str] | None:
        """The first body with a name of this key, and that name."""
        number, surface = min(self._found[0].get(key, {}).items(), default=(None, ""))
        return None if number is None else (self.met[number], surface)

    def find(self, number: int, form: _Form, country: str | None) -> tuple[Body, str, bool] | None:
        """The body named most often of those that the rule of this number finds, and its name; no other country's.

        The last says whether it is named clearly more often than each other one that the rule finds.
        """
        word = RULES[number].of_short(form)
        found = {} if word is None else self._found[number].get(word, {})
        fitting = [each for each in found if self._fits(each, country)]
        if not fitting:
            return None
        best = min(fitting, key=lambda each: (-self._totals[each], each))
        next_best = max((self._totals[each] for each in fitting if each != best), default=0)
        return self.met[best], found[best], self._totals[best] >= CLEARLY_MORE * next_best

    def _fits(self, number: int, country: str | None) -> bool:
        own = self.met[number].country_code
        return own is None or country is None or own == country


def find_introduced(text: str, spans: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Short name -> full name, where the text puts one in brackets behind the other."""
    found: dict[str, str] = {}
    for start, end in spans:
        bracket = BRACKET.match(text, end, end + 100)
        if bracket is None:
            continue
        name, inner = text[start:end], bracket.group(1).strip()
        short, full = (inner, name) if len(inner) < len(name) else (name, inner)
        if (
            SHORT.fullmatch(short)
            and " " in full
            and (_abbreviates(short, full) or (short is inner and _is_acronym(short)))
        ):
            found.setdefault(short, full)
    return found


def find_bodies(
    surfaces: Counter[str],
    introduced: Mapping[str, str],
    countries: Mapping[str, str],
    known: KnownActors,
    gazetteer: Gazetteer,
) -> dict[str, Body]:
    """The body that each surface stands for; `countries` are those written before a surface: "Syria's army"."""
    bodies = _Bodies()
    whose: dict[str, Body] = {}
    forms = {surface: _take_apart(surface, known, gazetteer) for surface in surfaces}
    # The longest first, so that each short form finds all that it may be short for.
    for surface in sorted(surfaces, key=lambda name: (-len(name.split()), -len(name), name)):
        country = forms[surface].country_code or countries.get(surface)
        body = _join(surface, country, bodies, forms, introduced.get(surface)) or Body(full={surface})
        body.names[surface] += surfaces[surface]
        body.country_code = body.country_code or country
        bodies.add(body, surface, forms[surface], surfaces[surface])
        whose[surface] = body
    return whose


def identify(body: Body, known: KnownActors, gazetteer: Gazetteer, year: int | None, seat: str | None = None) -> Actor:
    """The known actor of one of its names, the fullest first; else a body of state, or one of its own name.

    `seat` is the place that the article says it is in.
    """
    name = body.name
    for each in sorted(body.names, key=lambda name: (-len(name.split()), name)):
        actor = known.find_bearer(each, year)
        # The country counts where the short form does not say it, too: "Syrian Observatory".
        country_code = body.country_code if find_core(each, gazetteer)[0] is None else None
        if actor is not None and (each in body.full or _may_be(name, each, actor, country_code, gazetteer)):
            return actor
    said, core = find_core(name, gazetteer)
    country = gazetteer.country(body.country_code) if body.country_code else None
    if country is not None and GOVERNMENT.fullmatch(core):
        return Actor(slug(country.name), country.name, "state", country.country_code)
    if country is not None and (OFFICE.fullmatch(core) or SEATED.fullmatch(core)):
        shown = name if said else f"{name} of {country.name}"
        if core == "military":  # "Syrian troops" by any of its names
            words = (each.split()[0] for each in sorted(body.names))
            nation = next((word for word in words if gazetteer.country_of(word) is not None), country.name)
            shown = f"{nation} military"
        actor_id = f"{slug(country.name)}-{slug(core)}"
        if seat is not None and SEATED.fullmatch(core):
            actor_id, shown = f"{actor_id}-in-{slug(seat)}", f"{shown} in {seat}"
        return known.find(shown, year) or Actor(actor_id, shown, find_kind(shown), country.country_code)
    if seat is not None and name_key(name).split()[0] in LOCAL:
        name = f"{name} of {seat}"
    return Actor(slug(name), name, find_kind(name), body.country_code)


def _may_be(name: str, short: str, actor: Actor, country_code: str | None, gazetteer: Gazetteer) -> bool:
    """Whether the full name may be the known actor's, of whom the article gives the short form: "SNA" has several.

    A nation's body is not the international one, unless it is an armed group: "Kenya Red Cross", but "Iraqi Daesh".
    """
    if country_code not in (None, actor.country_code) and (actor.country_code or actor.kind != "armed group"):
        return False
    if name_key(name).startswith(f"{name_key(short)} ") or find_core(name, gazetteer)[1] == name_key(short):
        return True
    return _has_words(name, actor.name) or _has_words(actor.name, name)


def _has_words(name: str, other: str) -> bool:
    """Whether each word of a name, small words aside, is one of the other's, perhaps spelt otherwise."""
    others = name_key(other).split()
    words = [word for word in name_key(name).split() if word not in PREPOSITION]
    return all(any(fuzz.ratio(word, each) >= SAME_WORD for each in others) for word in words)


def find_kind(name: str) -> str:
    """The kind that the words of the name say, else `organisation`."""
    return next((kind for kind, words in KINDS_BY_WORD if words.search(name)), "organisation")


@lru_cache(maxsize=65_536)
def _take_apart(written: str, known: KnownActors, gazetteer: Gazetteer) -> _Form:
    name = MODIFIER.sub("", written)
    words = name_key(name).split() or [name]
    actor = known.find_bearer(name)
    country, core = find_core(name, gazetteer)
    letters = name.replace(".", "")
    cut = CUT.sub("", name)
    return _Form(
        key=name_key(name),
        country_code=country,
        core=core,
        acronym=letters if letters.isupper() and len(letters) > 1 else "",
        initials=_initials(name),
        bare=name_key(DESIGNATION.sub("", name)),
        head=find_core(cut, gazetteer)[1] if cut != name else "",
        begun=_begin_with_initials(name),
        is_known=actor is not None and actor.kind != "company",
        is_part=(
            words[-1] in PARTS
            or "and" in words
            or name.split()[-1][0].islower()
            or _country(words[-1], gazetteer) is not None
        ),
    )


@lru_cache(maxsize=65_536)
def find_core(name: str, gazetteer: Gazetteer) -> tuple[str | None, str]:
    """The code of the country that a name begins or ends with, and what is left, in one order and one spelling."""
    words = [word for word in name_key(name).split() if word != "the"]
    country, words = _take_country(words, gazetteer)
    while words and words[-1] in PREPOSITION:
        words.pop()
    core = " ".join(words).replace("defense", "defence").replace("television", "tv")
    # "ministry of foreign affairs" is "foreign affairs ministry", and that the foreign ministry.
    core = re.sub(r"^(ministry|department) (?:of|for) (.+)$", r"\2 \1", core)
    if country is not None and (SOLDIERS.fullmatch(core) or (core in ARMY and country not in BRANCHES)):
        core = "military"
    if AIR_FORCE.fullmatch(core):
        core = "air force"
    core = re.sub(r"^(foreign|internal) affairs ministry$", lambda m: f"{_plain(m.group(1))} ministry", core)
    return country, " ".join(word for word in core.split() if word not in PREPOSITION)


def _plain(office: str) -> str:
    return "interior" if office == "internal" else office


def _take_country(words: Sequence[str], gazetteer: Gazetteer) -> tuple[str | None, list[str]]:
    for length in (3, 2, 1):
        if len(words) <= length:
            continue
        if code := _country(" ".join(words[:length]), gazetteer):
            return code, list(words[length:])
        if words[-length - 1] in ("of", "in") and (code := _country(" ".join(words[-length:]), gazetteer)):
            return code, list(words[: -length - 1])
    return None, list(words)


def _country(name: str, gazetteer: Gazetteer) -> str | None:
    """The code of the country of this name or adjective."""
    name = name.removeprefix("the ")
    if (place := gazetteer.country_of(name)) is not None:
        return place.country_code if place.feature == "PCLI" else None
    spoken = name.upper() if name.replace(".", "") in ("us", "uk", "usa", "uae") else name
    place = next((place for place, own in gazetteer.candidates(spoken) if own and place.feature == "PCLI"), None)
    return None if place is None else place.country_code


def _join(
    surface: str, country: str | None, bodies: _Bodies, forms: Mapping[str, _Form], full: str | None
) -> Body | None:
    """The one body met before that this is another name of, by the first rule that finds any; `full` is introduced."""
    form = forms[surface]
    if full is not None and (introduced := bodies.find_key(name_key(full))) is not None:
        body, written = introduced
        body.joined[surface] = ("the article puts it in brackets beside", written)
        return body
    for number, rule in enumerate(RULES):
        if (found := bodies.find(number, form, country)) is not None:
            body, longer, is_clear = found
            if not is_clear:
                return None
            body.joined[surface] = (rule.how, longer)
            # "Defence Ministry" is short where another name says whose, and so is what has no word of its own.
            if rule.is_full and longer in body.full and form.country_code == forms[longer].country_code:
                body.full.add(surface)
            return body
    return None


def _initials(name: str) -> frozenset[str]:
    """The initials of a name of several words with and without its small words; none of a single word."""
    words = re.split(r"[\s\-]+", name.replace("'s", ""))
    if len(words) < 2:
        return frozenset()
    return frozenset((find_initials(words), "".join(word[0] for word in words if word).upper())) - {""}


def _begin_with_initials(name: str) -> frozenset[str]:
    """The keys of the name with its first two or three words as an acronym."""
    words = name.split()
    return frozenset(
        name_key(" ".join(["".join(word[0] for word in words[:length]), *words[length:]]))
        for length in (2, 3)
        if length < len(words) and all(word[0].isupper() for word in words[:length])
    )


def _is_acronym(short: str) -> bool:
    """Whether it is capitals only: an acronym, be it of the name in another language ("Bishops' Conference (CEI)")."""
    return len(short) > 2 and short.isalpha() and short.isupper() and short not in CREDITS


def _abbreviates(short: str, full: str) -> bool:
    """Whether the capitals of the short form stand in the full one in this order."""
    letters = iter(full.casefold())
    capitals = [letter.casefold() for letter in short if letter.isupper()]
    return len(capitals) > 1 and all(letter in letters for letter in capitals)
