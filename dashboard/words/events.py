"""Events: what the words around figures say of the event that they are of: by what people were harmed, on which day,
and whether the figure is final.

Limits: words of English news; no grammar is read. The patterns are those of RE2, in which many texts are searched at
once: several times as fast as in Python's.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# By what people were harmed: an event of one of these is not one of another. The first two are so rare that two of them
# at one place in the same days are taken for one.
MEANS = (
    r"chemical|\bgas(es)?\b|sarin|chlorine",
    r"suicide|car bomb|bomber\b|blew|detonat",
    r"\bair ?-?(strike|raid)|warplane|\bjets?\b|aircraft|\bplanes?\b|helicopter|barrel bomb|bombard|bombing\b"
    r"|\braids?\b|\bstrikes?\b|drone",
    r"shell|rocket|mortar|artillery|bombard",
    r"clash|fighting|battle|ambush|gunfire|shot\b|snip",
)
RARE_MEANS = 0b11

# What is no gas that harms.
FUEL = r"(?i)\bgas (tank|station|field|pipeline|cylinder|canister|plant)"

WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")

MONTHS = "january february march april may june july august september october november december".split()

# A figure of longer than the days in question, or of another time; and one that the report itself has left behind.
OTHER_TIME = (
    r"\bsince\b|\bearlier\b|\b(last|past|previous) (\w+ )?(days|weeks?|months?|years?)\b"
    r"|\bin (\w+ )?(days|weeks|months)\b"
    r"|\bin (19|20)\d\d\b"
    rf"|\b(in|during|throughout) (early |late |mid-)?({'|'.join(MONTHS)})\b"
)

# What is said of a figure that grew, was put right or will be: it contradicts none that was given before or after it.
PROVISIONAL = (
    r"\b(earlier|previous(ly)?|initial(ly)?|preliminary|later|at first|so far|still|yet|rose|ris(e|es|en|ing)"
    r"|climb\w*|revis\w*|updat\w*|increas\w*|new toll)\b"
)

# Words before a figure, or within its own, that make it a part of another one, and those behind it.
PART = r"\b(among (them|those|the)|includ\w+|(of|among) (them|whom|which|those))\b"


def find_means(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """By what people were harmed, as bits: one for each of `MEANS` that a text names."""
    found = np.zeros(len(texts), np.int8)
    for bit, means in enumerate(MEANS):
        searched = pc.replace_substring_regex(texts, FUEL, "") if bit == 0 else texts
        found |= _match(searched, means).astype(np.int8) << bit
    return found


def find_weekdays(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The day of the week that each text names, Monday being 0; -1 where it names none, or several."""
    named = np.stack([_match(texts, rf"\b{day}days?\b") for day in WEEKDAYS])
    return np.where(named.sum(axis=0) == 1, named.argmax(axis=0), -1)


def are_of_these_days(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each text names no longer time and no other one than that in which it was written."""
    return ~_match(texts, OTHER_TIME)


def are_provisional(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each text says of its figures that they grew, were put right, or will be."""
    return _match(texts, PROVISIONAL)


def are_parts(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the words of each figure, with those beside them, say that it is a part of another one."""
    return _match(texts, PART)


def _match(texts: pa.Array, pattern: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    found = pc.match_substring_regex(texts, pattern, ignore_case=True)
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)
