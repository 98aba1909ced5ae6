"""Citations: a quote as it can be printed, as text, BibTeX and RIS.

Words stand in quotation marks only where the article has them in such marks; of all others a citation says that they
are paraphrased. What is not known is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# What stands between two parts of a quote.
GAP = " … "

# Opening mark -> the marks that close it. Straight marks, and '' as some wires write it, open and close alike.
CLOSING = {"“": "”", "„": "”“", "«": "»", "‘": "’", '"': '"”', "``": "''", "''": "''"}
STRAIGHT = ('"', "''")
MARK = re.compile(r"``|''|[“”„«»\"‘’]")

# Punctuation at the end of a part that belongs to the article's sentence; the full stop of "U.S." stays.
TAIL = re.compile(r"[,،;:\s]+$|(?<![\s.])(?<!\.\w)\.$")

PARAPHRASED = {"indirect": "paraphrased", "mixed": "partly paraphrased"}

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # as BibTeX calls them

# Characters that have a meaning in TeX. BibTeX counts every brace, even behind a backslash, so braces are spelt out.
TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_"},
})  # fmt: skip

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# Characters that may not stand in an address, and would end a field or a command.
NOT_IN_ADDRESS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\ <>"^`|'})


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands; "" and None stand for what is not known.

    `words` are those of all `parts` parts, as `print_words` gives them. `url` is the address of the article, `link`
    that of its sentence in Dateline, `accessed` the day in UTC on which the citation is made.
    """

    quote_id: str
    kind: str
    words: str
    parts: int
    speaker: str
    actor: str
    stance: str
    via: str
    title: str
    source: str
    published: date | None
    url: str
    link: str
    accessed: date

    @property
    def key(self) -> str:
        """The quote's id in characters that a key of BibTeX may have, the same in every run."""
        return re.sub(r"[^A-Za-z0-9_.-]+", "-", self.quote_id)


def write_text(citation: Citation) -> str:
    """The citation in one line: who says what; headline, outlet and day; the addresses, and the day of access."""
    title = f"“{_within_marks(citation.title)}”" if citation.title else ""
    day = citation.published.isoformat() if citation.published else ""
    where = ", ".join(each for each in (title, citation.source, day) if each)
    addresses = [f"Original: {citation.url}"] if citation.url else []
    found = " · ".join([*addresses, f"Sentence: {citation.link}", f"Accessed: {citation.accessed}"])
    return _one_line(". ".join(each for each in (_statement(citation), where, found) if each))


def write_bibtex(citation: Citation) -> str:
    """An entry of type misc, which every style prints whatever it lacks; each line ends with a line feed.

    `url` is the article where its address is known, else its sentence in Dateline. TeX must read UTF-8, as it does by
    default since 2018.
    """
    day, statement = citation.published, _statement(citation)
    fields = {
        "title": f"{{{_escape_tex(citation.title)}}}" if citation.title else "",  # the inner braces keep its capitals
        "howpublished": _escape_tex(citation.source),
        "year": f"{day.year}" if day else "",
        "month": MONTHS[day.month - 1] if day else "",
        "day": f"{day.day}" if day else "",
        "url": _one_line(citation.url or citation.link).translate(NOT_IN_ADDRESS),
        "urldate": citation.accessed.isoformat(),
        "note": _escape_tex(f"{statement}. Sentence: {citation.link}" if citation.url else statement),
    }
    values = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = (f"  {name} = {value},\n" for name, value in values.items())
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def write_ris(citation: Citation) -> str:
    """A record of a newspaper's article, or of a web page where no outlet is known; each line ends with CR LF."""
    day = f"{citation.published:%Y/%m/%d}" if citation.published else ""
    fields = [
        ("TY", "NEWS" if citation.source else "ELEC"),
        ("ID", citation.key),
        ("TI", citation.title),
        ("T2", citation.source),
        ("PY", day[:4]),
        ("DA", day),
        ("UR", citation.url),
        ("UR", citation.link),
        ("Y2", f"{citation.accessed:%Y/%m/%d}"),
        ("N1", _statement(citation)),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "".join(f"{line}\r\n" for line in [*lines, "ER  - "])


def print_words(text: str, parts: Sequence[tuple[int, int]], kind: str) -> str:
    """The words of the parts, [start, end) of the text, in quotation marks where the text has them in such marks.

    Limits: only marks within the text are seen. So a part of a direct quote, most of whose words are in marks, is
    printed in marks as a whole where less than half of it is seen to be.
    """
    quoted = list(_find_quoted(text))
    printed = (_print_part(text, start, end, quoted, kind) for start, end in parts)
    return GAP.join(printed).replace(f"”{GAP}“", GAP)


class _Quoted(NamedTuple):
    """Characters from the opening mark at `start` to the end of the closing one; `low` to `high` are between them."""

    start: int
    low: int
    high: int
    end: int


def _find_quoted(text: str) -> Iterator[_Quoted]:
    """What stands between outer quotation marks; it may have begun before the text, and may end after it."""
    sign, start, low = "", 0, 0
    is_first = True
    for mark in MARK.finditer(text):
        here, after = mark.group(), text[mark.end() :][:1]
        closes = not _opens(mark) and not (here == "’" and after.isalnum())
        if sign:
            if here in CLOSING[sign] and closes:
                yield _Quoted(start, low, mark.start(), mark.end())
                sign = ""
        elif here in CLOSING and not closes:
            sign, start, low = here, mark.start(), mark.end()
        elif closes and is_first and here != "’":
            yield _Quoted(0, 0, mark.start(), mark.end())
        is_first = False
    if sign:
        yield _Quoted(start, low, len(text), len(text))


def _opens(mark: re.Match[str]) -> bool:
    """Whether a mark opens a quotation: by its shape, or, if it is straight, because no word or comma precedes it."""
    before = mark.string[: mark.start()][-1:]
    return mark.group() in "“„«‘``" or (mark.group() in STRAIGHT and not (before.isalnum() or before in (*",.!?…",)))


def _print_part(text: str, start: int, end: int, quoted: Sequence[_Quoted], kind: str) -> str:
    """The part with the marks that it lies between or has in it, all of them “ and ”."""
    end = start + len(TAIL.sub("", text[start:end]))
    inside = [each for each in quoted if each.low < end and start < each.high]
    covered = sum(min(each.high, end) - max(each.low, start) for each in inside)
    if kind == "direct" and 2 * covered < end - start:
        return f"“{_within_marks(text[start:end])}”"
    pieces, at = [], start
    for each in inside:
        words = text[max(each.low, start) : min(each.high, end)]
        pieces += [text[at : max(each.start, at)], f"“{_within_marks(words)}”"]
        at = each.end
    return "".join([*pieces, text[at:end]])


def _within_marks(words: str) -> str:
    """The words with the quotation marks in them single, as they are within others."""
    return MARK.sub(lambda mark: "‘" if _opens(mark) else "’", words)


def _statement(citation: Citation) -> str:
    """Who says what, and how much of it is in the article's own words.

    The stance is named unless it is “says”: without “denies” a denial would read as its opposite.
    """
    is_named = citation.actor and citation.actor not in citation.speaker
    who = (citation.speaker or "No speaker found") + (f" [{citation.actor}]" if is_named else "")
    who += f", via {citation.via}" if citation.via else ""
    says = "" if citation.stance in ("", "says") else f" {citation.stance}"
    joined = f" (“{GAP.strip()}” joins {citation.parts} parts of the statement)" if citation.parts > 1 else ""
    by = f" by {citation.source}" if citation.source else ""
    paraphrased = f" ({PARAPHRASED[citation.kind]}{by})" if citation.kind in PARAPHRASED else ""
    return f"{who}{says}{paraphrased}: {citation.words}{joined}"


def _escape_tex(text: str) -> str:
    return _one_line(text).translate(TEX)


def _one_line(text: str) -> str:
    """The text with single blanks and without control characters, which no format of citations allows."""
    return CONTROL.sub("", " ".join(text.split()))
