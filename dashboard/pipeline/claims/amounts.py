"""Amounts: the numbers of a sentence, with the words that bound them: "at least 20", "dozens", "between 10 and 15".

Limits: numbers of English, in figures or words. Dates, times, percentages, ages and numbers of things in a row
("the 20th") are none. "Several people" sets no figure and is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import Grammar

UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(UNITS, 1)} | {word: 10 * value for value, word in enumerate(TENS, 2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# What a plural says at the least: "dozens" are two dozen or more.
PLURALS = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
FEW = ("several", "few")

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")

# Millions and billions as they are written behind sums: "$5m".
SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}

# What an amount is at the most, in units or currency: more is no figure of news, and "9" a few hundred times no number.
MOST = 1e15

# Words before a number that bound it, the longest first.
BEFORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("at least", ("no", "fewer", "than")),
    ("at least", ("no", "less", "than")),
    ("at least", ("not", "less", "than")),
    ("at least", ("in", "excess", "of")),
    ("at most", ("as", "many", "as")),
    ("at most", ("no", "more", "than")),
    ("at most", ("not", "more", "than")),
    ("at least", ("at", "least", "at")),
    ("at least", ("at", "least")),
    ("at least", ("more", "than")),
    ("at least", ("upwards", "of")),
    ("at most", ("at", "most")),
    ("at most", ("up", "to")),
    ("at most", ("fewer", "than")),
    ("at most", ("less", "than")),
    ("about", ("an", "estimated")),
    ("about", ("close", "to")),
    ("at least", ("over",)),
    ("at most", ("under",)),
    *(("about", (word,)) for word in lexicon.words("approximately")),
)
# Words that may stand between those and the number, or before it, and change nothing.
NEUTRAL = (("a", "total", "of"), ("another",), ("an", "additional"), ("an", "estimated"), ("a", "further"))
BEHIND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("at least", ("at", "least")),
    ("at least", ("or", "more")),
    ("at least", ("+",)),
    ("about", ("or", "so")),
)

ARTICLES = frozenset(("a", "an"))
DATES = ("DATE", "TIME", "PERCENT", "ORDINAL")
# Signs that make a number part of a longer word: "year-old", "12:30", "$5".
JOINTS = ("-", "–", "/", ":", "$", "€", "£", "#")
MONTHS = lexicon.words("month")
SHORT_MONTHS = frozenset(month[:3] for month in MONTHS)
WEEKDAYS = lexicon.words("weekday")
# Words by which a time is known.
TIMES = MONTHS | WEEKDAYS | lexicon.words("time")
# Words before the age of somebody, signs behind it, and years that nobody is older than.
AGED = ("age", "aged", "ages")
AFTER_AGE = (",", ".", ";", ")")
OLDEST = 110
# Words right before a number that say which one it is: "the number two leader".
RANKS = ("no.", "nr.", "number")
# Digits of a year.
YEAR = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: tokens `start` to `end`, of which those from `number` on are the number; None is no limit."""

    start: int
    number: int
    end: int
    low: float | None
    high: float | None
    bound: str


def find_amounts(g: Grammar, begin: int, end: int) -> list[Amount]:
    """The amounts between two tokens, in text order."""
    found: list[Amount] = []
    i = begin
    while i < end:
        amount = _read_amount(g, i, end, found[-1].end if found else begin)
        if amount is None or not _is_plausible(amount):
            i += 1
        else:
            found.append(amount)
            i = amount.end
    return found


def _read_amount(g: Grammar, i: int, end: int, first: int) -> Amount | None:
    """The amount whose number begins with the token; its other words begin at `first` or later."""
    read = _read_number(g, i, end)
    if read is None or _is_of_time(g, i, read[1]):
        return None
    return _bound(g, i, read, end, first)


def _is_plausible(amount: Amount) -> bool:
    return all(each is None or each <= MOST for each in (amount.low, amount.high))


def read_sum(g: Grammar, sign: int, end: int, first: int) -> Amount | None:
    """The amount behind the sign of a currency, "more than $3 billion"; its words begin at `first` or later."""
    amount = _read_sum(g, sign, end, first)
    return amount if amount is not None and _is_plausible(amount) else None


def _read_sum(g: Grammar, sign: int, end: int, first: int) -> Amount | None:
    if sign + 1 >= end:
        return None
    read = _read_number(g, sign + 1, end)
    if read is None:
        return None
    value, behind, is_vague = read
    short = g.words[behind].rstrip(".") if behind < end else ""
    if short in SHORT:
        value, behind = value * SHORT[short], behind + 1
    return _bound(g, sign, (value, behind, is_vague), end, first)


def _bound(g: Grammar, i: int, read: tuple[float, int, bool], end: int, first: int) -> Amount:
    """The amount of a number that begins with the token, with the words that bound it."""
    value, behind, is_vague = read
    start, bound = _read_bound(g, i, first)
    if is_vague:
        return Amount(start, i, behind, value, None, "vaguely")
    higher = _read_higher(g, i, behind, end, first)
    if higher is not None and higher[0] > value:
        return Amount(i - (g.words[i - 1] == "between"), i, higher[1], value, higher[0], "between")
    if bound is None:
        bound = next((each for each, words in BEHIND if _stands(g, words, behind, end)), "exactly")
        if bound != "exactly" and behind + 2 < end and _read_number(g, behind + 2, end) is not None:
            bound = "exactly"  # "at least" bounds the number behind it
    low = None if bound == "at most" else value
    high = None if bound == "at least" else value
    return Amount(start, i, behind, low, high, bound)


def _read_higher(g: Grammar, i: int, behind: int, end: int, first: int) -> tuple[float, int] | None:
    """The end of a range, "20 to 30", "between 20 and 30", and the token behind it."""
    if behind + 1 >= end or g.words[behind] not in ("to", "and", "-", "–"):
        return None
    if g.words[behind] == "and" and not (i > first and g.words[i - 1] == "between"):
        return None
    higher = _read_number(g, behind + 1, end)
    return None if higher is None or higher[2] else higher[:2]


def _read_number(g: Grammar, i: int, end: int) -> tuple[float, int, bool] | None:
    """Value, the token behind it, and whether it is only a plural such as "dozens"."""
    word = g.words[i]
    behind = i + 1
    if word in PLURALS:
        value = float(PLURALS[word])
        if g.words[i + 1 : i + 2] == ["of"] and i + 2 < end and g.words[i + 2] in PLURALS and word != "dozens":
            return value * PLURALS[g.words[i + 2]] / 2, i + 3, True
        return value, behind, True
    if word in FEW and behind < end and g.words[behind] in (*SCALES, "dozen"):
        return 2.0 * SCALES.get(g.words[behind], 12), behind + 1, True
    if NUMBER.fullmatch(word):
        value = float(word.replace(",", ""))
        while behind < end and g.words[behind] in SCALES:
            value *= SCALES[g.words[behind]]
            behind += 1
        return value, behind, False
    return _read_words(g, i, end)


def _read_words(g: Grammar, i: int, end: int) -> tuple[float, int, bool] | None:
    """A number in words: "a dozen", "twenty-one", "two hundred and five"."""
    at, total, current, last = i, 0.0, 0.0, ""
    if g.words[i : i + 3] == ["half", "a", "dozen"]:
        return 6.0, i + 3, False
    if g.words[i] in ("a", "an") and g.words[i + 1 : i + 2] and g.words[i + 1] in (*SCALES, "dozen"):
        at, current = i + 1, 1.0
    while at < end:
        word = g.words[at]
        if word in SMALL and (not last or last in SCALES or (last in TENS and SMALL[word] < 10)):
            current += SMALL[word]
        elif word == "dozen" and last not in SCALES:
            current = (current or 1.0) * 12
        elif word == "hundred" and current and last not in SCALES:
            current *= 100
        elif word in SCALES and word != "hundred" and current:
            total, current = total + current * SCALES[word], 0.0
        elif word in ("-", "and") and at + 1 < end and last and g.words[at + 1] in SMALL:
            if (last in TENS) != (word == "-") or (word == "and" and last not in SCALES):
                break
            at += 1
            continue
        else:
            break
        last = word
        at += 1
    if not last:
        return None
    if last == "one" and at == i + 1 and g.words[at : at + 1] in (["of"], ["another"]):
        is_part = g.words[at + 1 : at + 2] in (["them"], ["whom"]) and not ARTICLES.isdisjoint(g.words[at + 2 : at + 4])
        return (1.0, at, False) if is_part else None  # "one of them a child"
    return total + current, at, False


def _read_bound(g: Grammar, i: int, first: int) -> tuple[int, str | None]:
    """Where the words before a number begin that bound it, and how they do."""
    start = _skip(g, NEUTRAL, i, first)
    for bound, words in BEFORE:
        if _ends(g, words, start, first):
            before = start - len(words)
            return _skip(g, NEUTRAL, before, first), bound
    return start, "about" if start < i and "estimated" in g.words[start:i] else None


def _skip(g: Grammar, phrases: Sequence[tuple[str, ...]], i: int, first: int) -> int:
    return next((i - len(words) for words in phrases if _ends(g, words, i, first)), i)


def _ends(g: Grammar, words: tuple[str, ...], i: int, first: int) -> bool:
    """Whether these words stand right before the token."""
    return i - len(words) >= first and g.words[i - len(words) : i] == list(words)


def _stands(g: Grammar, words: tuple[str, ...], i: int, end: int) -> bool:
    return i + len(words) <= end and g.words[i : i + len(words)] == list(words)


def _is_age(g: Grammar, start: int, end: int) -> bool:
    """Whether the number says how old somebody is: "aged 6", "Ann Poe, 34,"."""
    begin, last = g.begins[start], g.ends[start]
    if start - begin < 2 or not g.words[start].isdigit() or int(g.words[start]) > OLDEST:
        return False
    before = g.words[start - 1]
    if before in AGED:
        return True
    if before not in (",", "(") or g.words[start - 2].isdigit():
        return False
    behind = g.words[end] if end < last else "."
    is_someone = g.pos[start - 2] not in ("VERB", "AUX", "NUM", "ADP") and g.entities[start - 2] in (
        "",
        "PERSON",
        "ORG",
        "NORP",
        "CARDINAL",
    )
    return is_someone and behind in AFTER_AGE


def _is_of_time(g: Grammar, start: int, end: int) -> bool:
    """Whether the number is part of a date, a time, a share, an age, a rank or a longer word."""
    before, behind = g.words[start - 1] if start else "", g.words[end] if end < len(g.words) else ""
    # No blank stands before it, or behind it.
    is_joined = start > 0 and g.starts[start] == g.starts[start - 1] + len(before)
    is_going_on = end < len(g.words) and g.starts[end] == g.starts[end - 1] + len(g.words[end - 1])
    if (is_joined and before[-1:] in JOINTS) or (is_going_on and behind in JOINTS):
        return True
    if _is_age(g, start, end) or before in RANKS or (before == "." and g.words[start - 2 : start - 1] == ["no"]):
        return True
    if behind in ("%", "percent", "per") or before in MONTHS or behind in MONTHS:
        return True
    is_year = g.words[start].isdigit() and len(g.words[start]) == YEAR
    if is_year and before.isdigit() and start > 1 and g.words[start - 2][:3] in SHORT_MONTHS:
        return True  # "Jun 24 2016"
    if g.entities[start] in ("PERCENT", "ORDINAL"):
        return True
    return g.entities[start] in DATES and _is_dated(g, start) and not _is_behind_day(g, start)


def _is_behind_day(g: Grammar, start: int) -> bool:
    """Whether the number counts what stands behind it, and no days: "on Thursday 23 people …"."""
    is_counting = not g.words[start].isdigit() or (g.heads[start] > start and g.tags[g.heads[start]] == "NNS")
    return is_counting and g.words[start - 1] in WEEKDAYS


def _is_dated(g: Grammar, i: int) -> bool:
    """Whether the name of a time that the number is in has a word for time: "16 earlier" has none."""
    start, end = i, i
    while start > 0 and g.entities[start - 1] == g.entities[i]:
        start -= 1
    while end < len(g.words) and g.entities[end] == g.entities[i]:
        end += 1
    return (g.words[i].isdigit() and len(g.words[i]) == YEAR) or not TIMES.isdisjoint(g.words[start:end])
