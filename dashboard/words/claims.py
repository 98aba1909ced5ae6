"""Claims: what a quote says that another may contradict, found by words alone.

- a *toll*: how many people of a kind were killed or wounded;
- *control*: that a place was taken from who held it, or that it is held;
- a *denied event*: the words that a denial has in common with what somebody else says.

Limits: words of English news; no grammar is read. What a rule cannot decide is no claim.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dashboard.words.comparison import find_stems, stem_words

UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: value for value, word in enumerate(UNITS, 1)} | {
    word: 10 * value for value, word in enumerate(TENS, 2)
}

# What happened to people: a number for each, and the words for it.
KILLED, WOUNDED = 0, 1
HARMED = (
    (KILLED, r"kill(?:ed|ing|s)|claim(?:ed|ing|s) the li(?:fe|ves) of|death toll(?: \w+){0,6}? (?:to|at|of|is|was)",
     r"killed|dead|died"),
    (WOUNDED, r"(?:wound|injur)(?:ed|ing|s|es)", r"wounded|injured"),
)  # fmt: skip

# Kinds of people that are counted apart; whoever is of none of them counts as people.
PEOPLE = (
    re.compile(r"\b(?:child(?:ren)?|minors?|girls?|boys?|infants?|babies|students?|pupils?)\b", re.IGNORECASE),
    re.compile(r"\bwom[ae]n\b", re.IGNORECASE),
    re.compile(
        r"\b(?:fighter|militant|terrorist|rebel|soldier|troop|jihadi(?:st)?|insurgent|extremist|officer|commander"
        r"|policem[ae]n|gunm[ae]n)s?\b", re.IGNORECASE,
    ),
)  # fmt: skip

# Two tolls of which one is larger by more than this are of two events.
LARGEST_RATIO = 3

# The word for those who are counted, behind the number.
COUNTED = re.compile(r" (?!with|when|in|by|of|on|and|as)[^\W\d]\w*")

# Numbers behind which these stand count no people.
NO_PEOPLE = re.compile(
    r"\b(?:day|week|month|year|hour|time|strike|airstrike|raid|attack|shell|rocket|missile|vehicle|village|percent)s?\b",
    re.IGNORECASE,
)

NUMBER = re.compile(
    r"(?=[\dotfsen])(?<![\w.,-])(?<!another )(?<!further )"
    r"(?<!hundred )(?<!thousand )(?<!hundred and )(?<!thousand and )"
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,7}}|{'|'.join(NUMBERS)})"
    r"(?![\w,.-]*\d)\b(?!-)(?! (?:hundreds?|thousands?|millions?|billions?|dozens?|scores?)\b)",
    re.IGNORECASE,
)
_ABOUT = (
    r"(?:(?:at least|at most|more than|fewer than|as many as|up to|about|around|over|nearly|almost|some"
    r"|an estimated|a total of) )"
)
_WORD = r" (?!(?:and|but|while|including|of whom|with|by|when|after|as)\b)[^\W\d][\w'’-]*"
_AMONG = r"(?:,? (?:including|among them|mostly|most of them) (?:[\w-]+,? ){1,6}?)"
_BE = r"(?:(?:were|was|are|is|have|had|has|been|being|reported|reportedly|left|also) )*"

# A harm, what stands before the number where it was done to so many, and what behind it where so many suffered it.
TOLLS = tuple(
    (
        harm,
        re.compile(rf"\b(?:{active}) {_ABOUT}?$", re.IGNORECASE),
        re.compile(rf"(?P<people>(?:{_WORD}){{0,5}}?)(?:{_AMONG}| ){_BE}(?:{passive})\b", re.IGNORECASE),
    )
    for harm, active, passive in HARMED
)
ABOUT = re.compile(rf"\b{_ABOUT}$", re.IGNORECASE)
WORDS_BEHIND = re.compile(rf"(?:{_WORD}){{0,3}}")

# Characters before a number in which these stand.
BEFORE_NUMBER = 80

# A toll of longer than the days in question, or of another time.
OTHER_TIME = re.compile(
    r"\bsince\b|\b(?:last|past|previous) (?:\w+ )?(?:days|weeks?|months?|years?)\b"
    r"|\bin (?:\w+ )?(?:days|weeks|months)\b"
    r"|\bin (?:19|20)\d\d\b",
    re.IGNORECASE,
)

# By what people were harmed: an event of one of these is not one of another. The first two are so rare that two of them
# at one place in the same days are taken for one.
MEANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"chemical|\bgas\b|sarin|chlorine",
        r"suicide|car bomb|bomber\b|blew|detonat",
        r"\bair ?-?(?:strike|raid)|warplane|\bjets?\b|aircraft|\bplanes?\b|helicopter|barrel bomb|bombard|bombing\b"
        r"|\braids?\b|\bstrikes?\b|drone",
        r"shell|rocket|mortar|artillery|bombard",
        r"clash|fighting|battle|ambush|gunfire|shot\b|snip",
    )
)
RARE_MEANS = 0b11
WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})days?\b", re.IGNORECASE)

# A place within the one that is named: "the town of Sarmin", "Shahba neighbourhood".
_PART = r"(?:town|village|district|neighbou?rhood|suburb|camp|area)"
PART_OF_PLACE = re.compile(rf"\b{_PART} of ((?:[Aa]l-)?[A-Z][\w'’-]+)|\b((?:[Aa]l-)?[A-Z][\w'’-]+) {_PART}\b")

# That a place changes hands, that it does not, and that it is left to others.
TAKEN = re.compile(
    r"\b(?:captur(?:ed|es)|seiz(?:ed|es)|overr[au]n|conquered|entered|entering|stormed|f(?:ell|allen)(?! (?:on|to)\b)"
    r"|advanc(?:ed|ing) into|broken? into|t(?:aken|ook|akes)(?! place| part\b| to| up| off| a )"
    r"|(?:pull(?:ed|ing)|withdr(?:ew|awn)) (?:out of|from)|abandoned|retreated from)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:repel(?:s|led)?|repuls(?:ed|es)|thwart(?:ed|s)?|foil(?:ed|s)?|push(?:ed|es) back|still holds?|holds"
    r"|recaptured|ret(?:aken|ook)|regain(?:ed|s)|(?:under|in) (?:the |full |complete )*(?:control|hands))\b",
    re.IGNORECASE,
)
# Cues that deny.
DENIAL = r"^(?:contradict|den(?:y|ie)|disavow|dismiss|disprov|disput|rebut|refut|reject)"

NEGATION = re.compile(r"\b(?:not?|never|nobody|none|nor|without|fail(?:ed|s|ing)? to|\w+n[’']t)\b", re.IGNORECASE)

# What stands between the words for control and the place, where that is another place: "villages south of Aleppo".
ELSEWHERE = re.compile(
    r"\b(?:north|south|east|west|near|around|outside|outskirts|edge|countryside|towards?|between|from)"
    r"|[.;:]|\bto\b",
    re.IGNORECASE,
)
# Words between the two at most.
REACH = 4

# Characters before these words in which a negation is of them.
NEGATION_REACH = 30

# What is only called by the place: "Hama prison".
SITE = re.compile(r"(?: \w+)? (?:air ?port|air ?base|base|prison|hospital|road|highway|square|province|countryside)")

# What a quote may call the place that its sentence names.
CALLED = ("the city", "the town", "the village")

# Stems that no denied event is known by: words for speaking, for time and number, for anybody and anything.
GENERAL = find_stems(
    "accept accord accuse accusation accused add alleged allegation allege announce area army article authorities "
    "blame city civilian claim comment confirm country day days denied deny early east eastern fighter fighters "
    "force forces former government group groups happen held hour hours hundred hundreds information "
    "incident know last late latest local make many media military militant minister month months morning near "
    "new news night north northern number official officials opposition people person place president press "
    "province rebel rebels regime region report reported reports residents responsible senior several source "
    "sources south southern spokesman state statement take terrorist terrorists thing thousand "
    "thousands time times today tonight town troops village war week weeks west western year years "
    "yesterday monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december " + " ".join(NUMBERS)
)
# Stems that many events have: they count beside one that fewer have.
OF_MANY_EVENTS = find_stems(
    "air airstrike aircraft artillery attack bomb bombing bombard carried carry casualties children dead death destroy "
    "die died fight fire fired hit hospital injured involve involved jets kill killed launch least mortar neighborhood "
    "neighbourhood plane planes raid residential rocket rockets shell shelling shells strike strikes struck target "
    "warplane warplanes women wound use used using"
)

CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w*")

type Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and where its words stand in the text; two claims of one `subject` clash where their `value` differs."""

    subject: int
    value: int
    start: int
    end: int


def find_tolls(text: str) -> list[Claim]:
    """The tolls of a text, none where it speaks of another time; a subject is a harm and a kind of people."""
    return [] if OTHER_TIME.search(text) else [*_find_tolls(text)]


def _find_tolls(text: str) -> Iterator[Claim]:
    for number in NUMBER.finditer(text):
        origin = max(0, number.start() - BEFORE_NUMBER)
        before = text[origin : number.start()]
        for harm, active, passive in TOLLS:
            start, end = number.span()
            if done := active.search(before):
                start, people = origin + done.start(), text[end : _find_end(WORDS_BEHIND, text, end)]
                end = _find_end(COUNTED, text, end)
            elif suffered := passive.match(text, end):
                end, people = suffered.end(), suffered["people"]
                start = origin + about.start() if (about := ABOUT.search(before)) else start
            else:
                continue
            if not NO_PEOPLE.search(people):
                kind = next((kind for kind, each in enumerate(PEOPLE, 1) if each.search(people)), 0)
                yield Claim(harm * (len(PEOPLE) + 1) + kind, _read_number(number[0].lower()), start, end)


def _read_number(word: str) -> int:
    return NUMBERS.get(word) or int(word.replace(",", ""))


def _find_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where a match that begins here ends; here where there is none."""
    found = pattern.match(text, start)
    return found.end() if found else start


def find_control(text: str, names: Iterable[str], cue: str) -> list[Claim]:
    """Where a text says of the place that it calls by these names that it was taken (1) or is held (0); what is
    negated, or denied by its cue, is the other."""
    denied = re.match(DENIAL, cue, re.IGNORECASE) is not None
    places = [
        found.span() for name in names for found in re.finditer(re.escape(name), text)
        if not SITE.match(text, found.end())
    ]  # fmt: skip
    return [
        Claim(0, value ^ denied ^ _is_negated(text, found.start()), *found.span())
        for value, pattern in ((1, TAKEN), (0, HELD))
        for found in pattern.finditer(text)
        if any(_is_of_place(text, found.span(), place) for place in places)
    ]


def _is_negated(text: str, start: int) -> bool:
    """Whether one of the words before this one denies."""
    return NEGATION.search(text, max(0, start - NEGATION_REACH), start) is not None


def _is_of_place(text: str, words: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether a place stands near these words, and no other place is meant."""
    between = text[min(words[1], place[1]) : max(words[0], place[0])]
    return len(between.split()) <= REACH and not ELSEWHERE.search(between)


def speaks_of_control(text: str) -> bool:
    """Whether a text has words for control over a place."""
    return bool(TAKEN.search(text) or HELD.search(text))


def find_means(text: str) -> int:
    """By what people were harmed, as bits: one for each of `MEANS` that the text names."""
    return sum(1 << bit for bit, means in enumerate(MEANS) if means.search(text))


def find_weekday(text: str) -> int:
    """The day of the week that a text names, Monday being 0; -1 where it names none, or several."""
    named = {WEEKDAYS.index(found.lower()) for found in WEEKDAY.findall(text)}
    return named.pop() if len(named) == 1 else -1


def find_parts_of_place(text: str) -> frozenset[str]:
    """The towns, villages and districts that a text says it speaks of."""
    return frozenset((before or behind).lower() for before, behind in PART_OF_PLACE.findall(text))


def may_be_denied(text: str) -> bool:
    """Whether a text says that something is so, in the days in question."""
    return not NEGATION.search(text) and not OTHER_TIME.search(text)


def find_common_stems(text: str) -> frozenset[str]:
    """The words of a text that are compared, names left out: those with a capital."""
    return find_stems(CAPITALISED.sub(" ", text))


def clash_tolls(one: str, other: str) -> tuple[Spans, Spans]:
    """Where in two texts tolls of one subject stand that differ, but may be of one event."""
    return _clash(find_tolls(one), find_tolls(other), are_of_one_event)


def are_of_one_event(one: int, other: int) -> bool:
    """Whether two tolls are near enough to be of one event."""
    return max(one, other) <= LARGEST_RATIO * min(one, other)


def clash_control(one: tuple[str, Iterable[str], str], other: tuple[str, Iterable[str], str]) -> tuple[Spans, Spans]:
    """Where two texts, each with what it calls the place and its cue, differ on control over it."""
    return _clash(find_control(*one), find_control(*other), lambda one, other: True)


def clash_denied(denial: str, other: str, place: str) -> tuple[Spans, Spans]:
    """Where the words stand that a denial and what it may deny have in common, the place's name aside."""
    stems = (find_common_stems(denial) & find_stems(other)) - find_stems(place) - GENERAL
    return _find_words(denial, stems), _find_words(other, stems)


def _find_words(text: str, stems: frozenset[str]) -> Spans:
    """Where the words with these stems stand."""
    return [(start, end) for stem, start, end in stem_words(text) if stem in stems]


def _clash(ones: list[Claim], others: list[Claim], may_clash: Callable[[int, int], bool]) -> tuple[Spans, Spans]:
    """The spans of the claims that clash with one of the other text; `may_clash` compares their values."""

    def spans(claims: list[Claim], against: list[Claim]) -> Spans:
        return sorted({
            (claim.start, claim.end) for claim in claims
            if any(
                claim.subject == each.subject and claim.value != each.value and may_clash(claim.value, each.value)
                for each in against
            )
        })  # fmt: skip

    return spans(ones, others), spans(others, ones)
