"""Furniture: passages of an article that are no news: credits, addresses, calls to follow or subscribe, copyright.

Limits: English, and one sentence at a time, at most to the end of its line; what scrapers bring along from the page
around an article is known only by these words. The text stays as it is; names in these passages are no mentions, and
what is written in them is no quotation. The agency that a credit names is read in `articles.agency`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc

from dashboard.pipeline.articles.agency import NAMES

# Each kind of passage is found in several sets of news. Of 788 articles on Syria and 840 on US politics so many have
# one: credits 32, other writers 14, pictures 30, calls to follow 42, to subscribe 22, addresses 5, copyright 20.
# The patterns begin with letters, which are found fast; what stands before these is then looked at alone.

# "Reporting by Ann Hill in Rome; Editing by Bo Lund": no news from the work to the end of the sentence.
BY = re.compile(r" by:? (?=[A-Z])")
WORK = re.compile(
    r"(?:(?<![\w ])|(?<=[.”\"’);,] ))(?:(?:[Aa]dditional|[Ff]urther) )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Reported"
    r"|Written|Edited|Compiled|Translated)(?: and \w+)?$"
)
# "Hill reported from Rome, and Ann Lund from Oslo.": names alone before it, places and names alone behind.
FROM = re.compile(r" reported from (?=[A-Z])")
WRITERS = re.compile(r"(?:^|[.!?”\"] |\n)(?P<names>[A-Z][\w.'’-]*(?:(?:,? and |, | )[A-Z][\w.'’-]*)*)$")
PLACES = re.compile(r"(?:[A-Z][\w’-]*|and|from|in|,|[^\S\n])+(?:\.|(?=\n)|\Z)")
# No news from here to the end of the sentence.
FROM_HERE = tuple(
    re.compile(pattern)
    for pattern in (
        r"[Ss]ubscribe (?:to|for) (?:our|the) (?:[\w-]+ ){0,3}(?:newsletters?|channel|podcast|alerts?)\b",
        r"[Ss]ign up (?:to|for) (?:our|the) (?:[\w-]+ ){0,3}(?:newsletters?|channel|podcast|alerts?)\b",
        r"Copyright (?:© ?|\([cC]\) ?)?(?:19|20)\d\d\b",
        r"©\s?(?:19|20)\d\d\b",
        r"[Aa]ll [Rr]ights [Rr]eserved\b",
    )
)
# The sentence that holds one of these is no news.
IN_SENTENCE = tuple(
    re.compile(pattern)
    for pattern in (
        r"contributed (?:to (?:this|the) (?:report|story|article)|(?:additional )?reporting)\b",
        r"[Ff]ollow (?:[\w@.'’-]+ ){1,5}on (?:Facebook|Twitter|Instagram|You[Tt]ube|Telegram|LinkedIn|WhatsApp|X)\b",
        r"@[\w-]+\.\w",  # whom to write to
    )
)
# Who sent the report, before its first words or behind its last: "ROME (Reuters) –", "(AFP)".
AGENCY = "|".join(re.escape(name) for name in NAMES)
SENT = (re.compile(rf"\((?:{AGENCY})\)(?=\s*[-–—])"), re.compile(rf"[(\[/–—-]\s?(?:{AGENCY})\W*\Z"))
# "Ann Hill/Reuters", "REUTERS/Ann Hill": who took a picture.
SLASH = re.compile(r" ?/ ?")
WIRE = r"(?:AP(?: Photo)?|AFP|Reuters|REUTERS|EPA|Getty(?: Images)?|Associated Press)"
NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2}"
NAME_BEFORE, WIRE_BEFORE = re.compile(rf"\b{NAME}(?:/\w+)?$"), re.compile(rf"\b{WIRE}$")
NAME_BEHIND, WIRE_BEHIND = re.compile(rf"{NAME}|Stringer|Handout"), re.compile(rf"{WIRE}(?=[.)\]]|\s*(?:\n|\Z))")
PICTURE = (
    re.compile(r"[(\[](?:Photo(?:graph)?|Image|Picture|Credit)s?\b[^()\[\]\n]{0,120}[)\]]"),
    re.compile(r"^(?:Photo(?:graph)?|Image|Picture)s?(?: [Cc]redit)?(?:\s?:| by) .{0,120}$", re.MULTILINE),
)

# Characters before a mark that are looked at.
REACH = 60


def find_furniture(doc: Doc, text: str) -> list[tuple[int, int]]:
    """[start, end) of each passage that is no news; two may overlap."""
    passages = list(_credits(text))
    begins: list[int] = []
    stops: list[int] = []
    for start, end, is_whole in _calls(text):
        if not begins:
            begins, stops = map(list, zip(*((each.start_char, each.end_char) for each in doc.sents), strict=True))
        first = begins[bisect_right(begins, start) - 1]
        last = stops[bisect_left(stops, end)]
        line_end = text.find("\n", end)
        passages.append((
            max(first, text.rfind("\n", 0, start) + 1) if is_whole else start,
            last if line_end < 0 else min(last, line_end),
        ))  # fmt: skip
    return passages


def _calls(text: str) -> Iterator[tuple[int, int, bool]]:
    """[start, end) of the words by which a passage is known, and whether the sentence before them belongs to it."""
    for by in BY.finditer(text):
        if (work := WORK.search(text, max(0, by.start() - REACH), by.start())) is not None:
            yield work.start(), by.end(), False
    for sent in FROM.finditer(text):
        writers = WRITERS.search(text, max(0, sent.start() - REACH), sent.start())
        if writers is not None and (places := PLACES.match(text, sent.end())) is not None:
            yield writers.start("names"), places.end() - 1, False
    for patterns, is_whole in ((FROM_HERE, False), (IN_SENTENCE, True)):
        for pattern in patterns:
            yield from ((*match.span(), is_whole) for match in pattern.finditer(text))


def _credits(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (*SENT, *PICTURE):
        yield from (match.span() for match in pattern.finditer(text))
    for slash in SLASH.finditer(text):
        for before, behind in ((NAME_BEFORE, WIRE_BEHIND), (WIRE_BEFORE, NAME_BEHIND)):
            first = before.search(text, max(0, slash.start() - REACH), slash.start())
            last = behind.match(text, slash.end())
            if first is not None and last is not None:
                yield first.start(), last.end()
