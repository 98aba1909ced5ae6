"""Splits what archives of news export as one text into its articles: Nexis, Lexis Advance, Factiva and ProQuest.

Limits: the forms are those of their text exports in English, and of what a word processor makes of the others. A form
is known by the line that it begins or ends each article with, and by nothing that could stand in a text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile, zip_longest

from dashboard.pipeline.articles.record import RejectedError

# What an archive says of an article, under names that `fields` knows, and its text; None for a part in which these are
# not found.
type Item = tuple[Mapping[str, str], str] | None

# Characters of the block with the date of an article, which may name an edition, and blocks above it: of the outlet,
# its section, rights.
LONGEST_DAY, LAST_DAY = 200, 6

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} (?:{_MONTHS}) \d{{4}}")
_FIELD = re.compile(r"([A-Z][A-Za-z/ -]{2,30}):\s*(.*)", re.DOTALL)

# Nexis: "1 of 20 DOCUMENTS" above each article.
_NEXIS = re.compile(r"^[^\S\n]*\d+ of \d+ DOCUMENTS?[^\S\n]*$", re.MULTILINE)
# Below the text.
_NEXIS_END = re.compile(r"(?:LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|DOCUMENT-TYPE|SUBJECT|JOURNAL-CODE|URL):")
# Lexis Advance: "End of Document" below each, "Body" above its text.
_LEXIS = re.compile(r"^End of Document[^\S\n]*$", re.MULTILINE)
_LEXIS_END = re.compile(r"Load-Date:|Classification$|Graphic$")
_REMARK = re.compile(r"\(.{0,100}\)")
# Factiva: "Document LAKEC00020241208ekc800001" below each, or the same with two letters before each field.
_FACTIVA = re.compile(r"^(?:AN[^\S\n]+)?Document [A-Za-z0-9]{16,}[^\S\n]*$", re.MULTILINE)
_COPYRIGHT = re.compile(r"(?:copyright|\(c\)|©).{0,60}\d{4}", re.IGNORECASE)
_WORDS = re.compile(r"[\d,]+ words")
# A paragraph may begin with "IN DAMASCUS".
_TAGGED = re.compile(
    r"^(CLM|SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|ART|CO|IN(?=\t|  |\s*\n)|NS|RE|IPC|IPD|PUB|AN)"
    r"(?:[^\S\n]+|$)",
    re.MULTILINE,
)
# Those that stand above the text: within it they are words, such as "LA police".
_ABOVE = frozenset("CLM SE HD BY CR WC PD ET SN SC ED PG VOL LA CY".split())
# ProQuest: a line of underscores between two articles.
_PROQUEST = re.compile(r"^_{20,}[^\S\n]*$", re.MULTILINE)
# Only these: a line of the text may begin with any other word and a colon.
_PROQUEST_FIELD = re.compile(
    r"^(Abstract|Author|Business indexing term|Classification|Column|Company(?: / organization)?|Copyright"
    r"|Country of publication|Credit|Database|Dateline|Document feature|Document type|Document URL|e-ISSN|First page"
    r"|Full text|Identifier / keyword|ISSN|Issue|Language of publication|Last updated|Links|Location|Number of pages"
    r"|Pages|People|Place of publication|ProQuest document ID|Publication (?:date|info|note|subject|title|year)"
    r"|Publisher|Section|Source type|Subject|Title|Volume|Year): ?",
    re.MULTILINE | re.IGNORECASE,
)


def split_collection(text: str) -> list[Item]:
    """The parts of a collection; none if the text is no collection.

    Raises RejectedError if it is one in which no article is found.
    """
    for name, is_one, split in FORMS:
        if is_one(text):
            items = list(split(text))
            if any(items):
                return items
            raise RejectedError(
                f"collection: it looks like an export of {name}, and no article was found in it; export it with full "
                "texts, or one article a file"
            )
    return []


def is_mark(line: str) -> bool:
    """Whether the line stands between two articles of a collection."""
    return any(mark.match(line) for mark in (_NEXIS, _LEXIS, _FACTIVA, _PROQUEST))


def _split_nexis(text: str) -> Iterator[Item]:
    for part in _NEXIS.split(text)[1:]:
        blocks = _list_blocks(part)
        day = next((place for place, block in enumerate(blocks) if _DAY.search(block[:LONGEST_DAY])), None)
        if day is None or day > LAST_DAY or len(blocks[day]) > LONGEST_DAY:  # that of something in the text
            yield None
            continue
        # Below the headline stand fields such as BYLINE and LENGTH, the last of which ends the head.
        fields = [place for place, block in enumerate(blocks) if place > day and _FIELD.fullmatch(block)]
        end = next((place for place in fields if blocks[place].startswith("LENGTH:")), day + 1)
        title = [block for block in blocks[day + 1 : end + 1] if not _FIELD.fullmatch(block)]
        source = [block for block in blocks[:day] if not block.lower().startswith("copyright")]
        body = takewhile(lambda block: not _NEXIS_END.match(block), blocks[end + 1 :])
        yield _item(title, source, blocks[day]), "\n\n".join(body)


def _split_lexis(text: str) -> Iterator[Item]:
    *parts, rest = _LEXIS.split(text)
    for part in (*parts, *([rest] if "\nBody\n" in rest else ())):  # a file that was cut short ends without the mark
        blocks = _list_blocks(part)
        if "Body" not in blocks:
            yield None
            continue
        body = blocks.index("Body")
        # Above the first article may stand a list of all, and remarks in brackets between its title and its date.
        head = [block for block in blocks[:body] if not _REMARK.fullmatch(block)]
        day = next((place for place in reversed(range(len(head))) if _DAY.match(head[place])), None)
        if day is None or day < 2:
            yield None
            continue
        below = takewhile(lambda block: not _LEXIS_END.match(block), blocks[body + 1 :])
        yield _item(head[day - 2 : day - 1], head[day - 1 : day], head[day]), "\n\n".join(below)


def _split_factiva(text: str) -> Iterator[Item]:
    *parts, rest = _FACTIVA.split(text)
    # A file that was cut short ends without the mark, any other with what was searched for.
    is_cut = re.search(r"^(?:[\d,]+ words|HD(?:[^\S\n].*)?)$", rest, re.MULTILINE)
    for part in (*parts, *([rest] if is_cut else ())):
        if _TAGGED.search(part) and "\nHD" in f"\n{part}":
            tags = dict(_list_tagged(part))
            body = "\n\n".join(tags[key] for key in ("LP", "TD") if tags.get(key))
            yield _item([tags.get("HD", "")], [tags.get("SN", "")], tags.get("PD", "")), body
            continue
        lines = [line.strip() for line in part.strip().split("\n")]
        full = [place for place, line in enumerate(lines) if line]
        words = next((number for number, place in enumerate(full) if _WORDS.fullmatch(lines[place])), None)
        near = range(words, min(words + 4, len(full))) if words else range(0)
        day = next((number for number in near if _DAY.fullmatch(lines[full[number]])), None)
        if words is None or day is None:
            yield None
            continue
        end = _end_of_head(lines, full, day)
        head = [lines[place] for place in full[day + 1 :] if place < end]
        source = next((line for line in head if not re.fullmatch(r"\d\d?:\d\d.*", line)), "")
        # Above the number of words stand the section, the headline and the byline, of which the headline is longest.
        above = [lines[place] for place in full[max(0, words - 4) : words]]
        title = max(above, key=lambda line: (not line.startswith("By "), len(line)))
        yield _item([title], [source], lines[full[day]]), "\n".join(lines[end:]).strip()


def _end_of_head(lines: list[str], full: list[int], day: int) -> int:
    """The line below the last of an article's head, which has its date in the line `full[day]`."""
    near = full[day + 1 : day + 10]
    marks = [place for place in near if _COPYRIGHT.match(lines[place]) or lines[place] == "English"]
    if marks:
        return marks[-1] + 1
    first = near[0] if near else len(lines)
    return next((place for place in range(first, len(lines)) if not lines[place]), len(lines))


def _list_tagged(part: str) -> Iterator[tuple[str, str]]:
    found = list(_TAGGED.finditer(part))
    text = next((match.start() for match in found if match[1] in ("LP", "TD")), len(part))
    found = [match for match in found if match.start() <= text or match[1] not in _ABOVE]
    for match, after in zip_longest(found, found[1:]):
        yield match[1], part[match.end() : after.start() if after else len(part)].strip()


def _split_proquest(text: str) -> Iterator[Item]:
    for part in _PROQUEST.split(text):
        pieces = _PROQUEST_FIELD.split(part)
        fields: dict[str, str] = {}
        for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
            fields.setdefault(name.lower(), value.strip())
        if "full text" in fields and "title" in fields:
            source = fields.get("publication title", "")
            item = _item([fields["title"]], [source], fields.get("publication date", ""))
            address = fields.get("document url", "")
            yield {**item, "id": fields.get("proquest document id", ""), "url": address}, fields["full text"]
        elif part.strip():
            yield None


def _item(title: list[str], source: list[str], day: str) -> dict[str, str]:
    found = _DAY.search(day)
    return {"title": " ".join(title), "source": source[-1] if source else "", "published": found[0] if found else day}


def _list_blocks(text: str) -> list[str]:
    """The paragraphs, each without the blanks that centre it."""
    blocks = re.split(r"\n[^\S\n]*\n", text)
    return [
        block for block in ("\n".join(line.strip() for line in each.split("\n")).strip() for each in blocks) if block
    ]


FORMS: tuple[tuple[str, Callable[[str], object], Callable[[str], Iterator[Item]]], ...] = (
    ("Nexis", _NEXIS.search, _split_nexis),
    ("Lexis Advance", lambda text: _LEXIS.search(text) and "\nBody\n" in text, _split_lexis),
    ("Factiva", _FACTIVA.search, _split_factiva),
    ("ProQuest", lambda text: _PROQUEST.search(text) and "\nFull text:" in text, _split_proquest),
)
