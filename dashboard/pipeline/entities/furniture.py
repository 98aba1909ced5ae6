"""Furniture: what scrapers bring along from the page around an article, written in one run with its text.

Limits: calls to follow and subscribe, copyright lines, menus of legal pages, and the list of other headlines before
them, in English. The text stays as it is; names in these passages are no mentions.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

NETWORK = r"(?:Facebook|Twitter|Instagram|You[Tt]ube|Telegram|LinkedIn|WhatsApp|Google News|X)\b"
MENU = (
    r"(?:Terms of (?:Use|Service)|Terms (?:and|&) Conditions|Privacy Policy|Cookie Policy|Contact Us|About Us|Careers"
    r"|Advertise(?: with us)?|Press Releases|Legal)"
)
# A sentence that holds one of these is no news from here on.
CALL = re.compile(
    rf"\b(?:(?:[Ff]ollow|[Ll]ike|[Jj]oin|[Ff]ind|[Cc]onnect with) us on {NETWORK}"
    r"|[Ss]ubscribe to our\b"
    r"|(?:[Ss]ubscribe|[Ss]ign up) (?:to|for) (?:our|the) (?:[\w-]+ ){0,3}(?:newsletter|channel|podcast|alerts?)\b"
    r"|[Ww]e respect your privacy\b"
    r"|Copyright (?:© ?|\([cC]\) ?)?(?:19|20)\d\d\b|[Aa]ll [Rr]ights [Rr]eserved\b"
    rf"|{MENU}(?:\W+{MENU})+"
    r"|Download (?:our|the) (?:\w+ )?[Aa]pp\b"
    r"|Our Standards:\s*The Thomson Reuters Trust Principles\b)"
    r"|©\s?(?:19|20)\d\d\b"
    r"|(?<=[.”\"])\s+(?:[A-Z]{2,4}(?:/[A-Z]{2,4})+|[A-Z]{2,4} \d+)\s*\Z"  # who edited it: "RT/HGH", "SSH 11"
)
# What a list of other articles begins with; it is one where a call follows.
LIST = re.compile(
    r"\b(?:Related (?:News|Articles|Stories|Posts)|Category News|Latest [Uu]pdates|Most [Rr]ead"
    r"|You [Mm]ay [Aa]lso [Ll]ike)\b"
)

# Characters between two calls in one line that belong to them, and those behind one to the end of its sentence.
GAP = 300
# Characters that such a list is long at most.
LONGEST_LIST = 1500


def find_furniture(doc: Doc, text: str) -> list[tuple[int, int]]:
    """[start, end) of each passage that is no news, in text order."""
    calls = [match.span() for match in CALL.finditer(text)]
    if not calls:
        return []
    ends = {i: sentence.end_char for sentence in doc.sents for i in range(sentence.start_char, sentence.end_char)}
    calls = [(start, max(end, min(ends.get(start, end), end + GAP))) for start, end in calls]
    runs = [calls[0]]
    for (_, before), (start, end) in pairwise(calls):
        if start - before <= GAP and "\n" not in text[before:start]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return [(_list_start(text, start), end) for start, end in runs]


def stands_in(start: int, passages: Sequence[tuple[int, int]]) -> bool:
    """Whether a character belongs to one of the passages."""
    return any(begin <= start < end for begin, end in passages)


def _list_start(text: str, start: int) -> int:
    """Where the list of headlines before a call begins, if it stands in the call's line; else the call itself."""
    line = max(text.rfind("\n", 0, start) + 1, start - LONGEST_LIST)
    first = LIST.search(text, line, start)
    return first.start() if first else start
