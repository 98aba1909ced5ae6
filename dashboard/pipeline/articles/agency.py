"""Finds the wire service that an article credits in its dateline or its last line; other mentions do not count."""

import re

# Each service with its spellings in credits; the first is the name that is stored. Case matters: "ap" is no credit.
WIRES = (
    ("AFP", "Agence France-Presse"),
    ("AP", "Associated Press", "The Associated Press"),
    ("Reuters", "REUTERS"),
    ("dpa", "DPA"),
    ("UPI",),
    ("Xinhua", "XINHUA"),
    ("TASS", "Tass", "ITAR-TASS"),
    ("Interfax", "INTERFAX"),
    ("RIA Novosti",),
    ("SANA",),
    ("Anadolu Agency", "AA"),
    ("IRNA",),
    ("Fars News Agency", "FNA"),
    ("Tasnim",),
    ("MENA",),
    ("WAM",),
    ("KUNA",),
    ("QNA",),
    ("SPA",),
    ("EFE",),
    ("ANSA",),
    ("PTI", "Press Trust of India"),
    ("IANS",),
    ("ANI",),
    ("Kyodo", "Kyodo News"),
    ("Yonhap",),
    ("PA Media", "Press Association"),
    ("Bloomberg",),
)
NAMES = {spelling: names[0] for names in WIRES for spelling in names}

# A dateline is looked for in the first characters of the text, and there in the first two lines (headline, dateline).
OPENING = 400
OPENING_LINES = 2

_WIRE = "(" + "|".join(re.escape(spelling) for spelling in sorted(NAMES, key=len, reverse=True)) + ")"
_DASH = r"\s*[-–—]{1,2}\s"
_DATELINES = (
    re.compile(rf"[^()]{{0,80}}\({_WIRE}\){_DASH}"),  # DAMASCUS, Dec 8 (Reuters) - The …
    re.compile(rf"(?:[^().:;!?]{{0,40}},\s*)?{_WIRE}{_DASH}"),  # Damascus, SANA – The …
)
_CREDITS = (
    re.compile(rf"\W*{_WIRE}\W*"),  # alone on the last line
    re.compile(rf".*[-–—]\s*{_WIRE}\W*"),  # … he said. - REUTERS
    re.compile(rf".*[(/]{_WIRE}[)/]\W*"),  # … he said. (AP)
)


def find_agency(given: str | None, body: str) -> str | None:
    """The given agency; else the wire service in the dateline or at the very end of the text; else None."""
    if given:
        return NAMES.get(given, given)
    opening = [line.strip() for line in body[:OPENING].splitlines() if line.strip()]
    for line in opening[:OPENING_LINES]:
        for dateline in _DATELINES:
            if match := dateline.match(line):
                return NAMES[match[1]]
    last = body[-OPENING:].rstrip().rpartition("\n")[2]
    for credit in _CREDITS:
        if match := credit.fullmatch(last):
            return NAMES[match[1]]
    return None
