"""Events: what the words around a figure say of the event that it is of: by what people were harmed, and on which day.

Limits: words of English news; no grammar is read.
"""

import re

# By what people were harmed: an event of one of these is not one of another. The first two are so rare that two of them
# at one place in the same days are taken for one.
MEANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"chemical|\bgas(?:es)?\b(?! (?:tank|station|field|pipeline|cylinder|canister|plant))|sarin|chlorine",
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

MONTHS = "january february march april may june july august september october november december".split()

# A figure of longer than the days in question, or of another time; and one that the report itself has left behind.
OTHER_TIME = re.compile(
    r"\bsince\b|\bearlier\b|\b(?:last|past|previous) (?:\w+ )?(?:days|weeks?|months?|years?)\b"
    r"|\bin (?:\w+ )?(?:days|weeks|months)\b"
    r"|\bin (?:19|20)\d\d\b"
    rf"|\b(?:in|during|throughout) (?:early |late |mid-)?(?:{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)


def find_means(text: str) -> int:
    """By what people were harmed, as bits: one for each of `MEANS` that the text names."""
    return sum(1 << bit for bit, means in enumerate(MEANS) if means.search(text))


def find_weekday(text: str) -> int:
    """The day of the week that a text names, Monday being 0; -1 where it names none, or several."""
    named = {WEEKDAYS.index(found.lower()) for found in WEEKDAY.findall(text)}
    return named.pop() if len(named) == 1 else -1


def is_of_these_days(text: str) -> bool:
    """Whether a text names no longer time and no other one than that in which it was written."""
    return not OTHER_TIME.search(text)
