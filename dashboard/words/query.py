"""The language of a search for words: what is typed, and how it is read.

    ceasefire Hama              both words, anywhere in the text
    "buffer zone"               words that follow one another; signs and blanks between them do not count
    cease-fire                  the same as "cease fire", because a sign ends a word
    cease*                      words that begin with these letters
    Hama OR Homs ceasefire      Hama or Homs, and ceasefire: OR joins only what stands on its two sides
    ceasefire NOT Gaza          without the word; -Gaza says the same; NOT Gaza OR Rafah is without either
    ceasefire AND Hama          AND may be left out

AND, OR and NOT are in capitals; "and", "or", "not" are words. Quotation marks may be straight, curly or angular, and
one that is not closed goes on to the end. Brackets are not read. Every input can be read: what has no meaning is left
out, and a note says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dashboard.wording import isolate, listed
from dashboard.words.folding import place_words

# Characters that are read; a value in a link has no more. At 1,000,000 articles the slowest phrase that fits, 150 times
# "a", takes 9 s; one of common words, "of the", 0.7.
LONGEST_QUERY = 300

# Words and phrases that are read. At 1,000,000 articles a word that all have takes 0.3 s, ten common beginnings 2.5.
MOST_TERMS = 20

# Letters before a *. At 100,000 articles common ones take 50 ms if they are three ("con"), 140 if two, 400 if one.
SHORTEST_BEGINNING = 3

type Operator = Literal["AND", "OR", "NOT"]
OPERATORS: dict[str, Operator] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}

# The operators that can be read before the first word or phrase, and between two.
BEFORE_FIRST: list[list[Operator]] = [[], ["NOT"]]
BETWEEN: list[list[Operator]] = [[], ["AND"], ["OR"], ["NOT"], ["AND", "NOT"]]

# A bracket, a phrase, or what stands between blanks. A hyphen at the beginning excludes what follows it.
PIECE = re.compile(
    r"""(?P<bracket>[()])
        | (?P<minus>(?<![^\s(])-(?=\S))?
          (?: ["“”„«»] (?P<phrase>[^"“”„«»]*) (?:["“”„«»]|$) (?P<star>\*?)
            | (?P<word>[^\s()"“”„«»]+) )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow one another, folded; of the last one only the beginning, where `begins`.

    `written` is what the query has for them.
    """

    words: tuple[str, ...]
    begins: bool
    written: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was read: a text has at least one term of each group of `wanted`, and none of `unwanted`.

    A search without terms finds nothing. `notes` say what was left out and why, and what to write instead.
    """

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=256)  # queries: those of some pages, each of which reads its own several times
def read_query(text: str) -> Query:
    """The search that a text says; never fails."""
    notes: list[str] = []
    if len(text) > LONGEST_QUERY:
        notes.append(
            f"The search has {len(text):,} characters; the first {LONGEST_QUERY} were read. Write fewer words."
        )
    wanted, unwanted = _group(_read_items(text[:LONGEST_QUERY], notes), notes)
    if not wanted and not unwanted and text.strip():
        notes.append(f"“{text.strip()[:40]}” names no word, so nothing is found. Write letters or digits.")
    return Query(tuple(map(tuple, wanted)), tuple(unwanted), tuple(notes))


def explain(query: str, of: str = "articles") -> str:
    """How a search was read, in words: articles with “ceasefire” and “buffer zone”, without “Gaza”."""
    read = read_query(query)
    if not read.wanted and not read.unwanted:
        return f"no {of}: the search names no word"
    said = []
    if read.wanted:
        groups = [_listed_or(group) for group in read.wanted]
        single = all(len(group) == 1 for group in read.wanted)
        said.append(f"with {listed(groups) if single else ', and with '.join(groups)}")
    if read.unwanted:
        said.append(f"without {_listed_or(read.unwanted)}")
    return f"{of} {', '.join(said)}"


def find_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Start and end in the text of all that a search wants, in order; they may overlap."""
    terms = [term for group in read_query(query).wanted for term in group]
    placed = list(place_words(text)) if terms else []
    words = tuple(word for word, _, _ in placed)
    return [
        (placed[first][1], placed[first + len(term.words) - 1][2])
        for first in range(len(words))
        for term in terms
        if _stands_at(term, words[first : first + len(term.words)])
    ]


def _stands_at(term: Term, words: tuple[str, ...]) -> bool:
    if not term.begins:
        return words == term.words
    *before, last = term.words
    return len(words) == len(term.words) and words[:-1] == tuple(before) and words[-1].startswith(last)


def _read_items(text: str, notes: list[str]) -> list[Operator | Term]:
    """The operators and terms of a search, in order; the hyphen that excludes is a NOT."""
    items: list[Operator | Term] = []
    bracket = False
    for piece in PIECE.finditer(text):
        bracket = bracket or piece["bracket"] is not None
        operator = OPERATORS.get(piece["word"])
        if operator and not piece["minus"]:
            items.append(operator)
        elif term := _read_term(piece, notes):
            items += ["NOT", term] if piece["minus"] else [term]
    if bracket and any(isinstance(item, str) for item in items):
        notes.append(
            "Brackets are not read: OR joins the word or phrase before it and the one after it, NOT excludes one."
        )
    return items


def _read_term(piece: re.Match[str], notes: list[str]) -> Term | None:
    """The words of a piece of a search; None where it has none."""
    text = (piece["word"] or piece["phrase"] or "").rstrip() + (piece["star"] or "")
    placed = list(place_words(text))
    if not placed:
        return None
    words = tuple(word for word, _, _ in placed)
    written = " ".join(text[placed[0][1] : placed[-1][2]].replace("*", " ").split())
    begins = text.endswith("*")
    if "*" in text[:-1]:
        notes.append(f"“{text}” was read as “{written}”: a * stands only at the end, for any letters.")
    if begins and len(words[-1]) < SHORTEST_BEGINNING:
        notes.append(f"“{text}” was read as “{written}”: write {SHORTEST_BEGINNING} letters or more before a *.")
        begins = False
    return Term(words, begins, written)


def _group(items: Sequence[Operator | Term], notes: list[str]) -> tuple[list[list[Term]], list[Term]]:
    """The groups of terms that are wanted, and the terms that are not."""
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    group = unwanted  # what an OR adds to
    operators: list[Operator] = []  # since the last term
    terms = 0
    for item in items:
        if not isinstance(item, Term):
            operators.append(item)
            continue
        if terms == MOST_TERMS:
            notes.append(f"Only {MOST_TERMS} words and phrases were read, not “{item.written}” and on. Write fewer.")
            return wanted, unwanted
        if operators not in (BETWEEN if terms else BEFORE_FIRST):
            notes.append(_misplaced(operators, "NOT" if "NOT" in operators else ""))
        if "NOT" in operators:
            group = unwanted
        elif operators != ["OR"] or not terms:
            group = []
            wanted.append(group)
        group.append(item)
        terms += 1
        operators = []
    if operators:
        notes.append(_misplaced(operators, ""))
    return wanted, unwanted


def _misplaced(operators: Sequence[Operator], read: str) -> str:
    """The note that operators cannot be read where they stand, but at most as one of them."""
    said = f"was read as “{read}”" if read else "was left out"
    return (
        f"“{' '.join(operators)}” {said}: AND and OR stand between two words or phrases, NOT before one. As words they"
        " are found in quotation marks."
    )


def _listed_or(terms: Sequence[Term]) -> str:
    """The terms as in a sentence: “Hama”, “Homs” or a word that begins with “Idl”."""
    *most, last = map(_say, terms)
    return f"{', '.join(most)} or {last}" if most else last


def _say(term: Term) -> str:
    quoted = f"“{isolate(term.written)}”"
    return f"a {'word' if len(term.words) == 1 else 'phrase'} that begins with {quoted}" if term.begins else quoted
