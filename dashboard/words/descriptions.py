"""Descriptions: when two that are not named are called the same, and which ministry “the ministry” is.

“Syria's defence ministry”, “the Syrian defence ministry” and “the defence ministry of Syria” are the same words once
the country is read as such. “The Syria envoy” is not the Syrian one: a country's name before a noun, without “'s”, says
what it is about.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dashboard.countries import country_forms
from dashboard.words.comparison import find_stems
from dashboard.words.folding import fold

# Words of a country's name, at most.
LONGEST_COUNTRY = 6

ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")

# The one body of which each has the word in its own name, so that who says “the ministry” has named it before. An army
# or a group may be called so that has another name, and a government is whose country the report is about.
MINISTRY = "ministry"

# Each ministry of a text, with two words before it and what it is of, or where it is.
MINISTRIES = re.compile(
    r"(?P<before>(?:[^\W_][\w'’.-]* ){0,2})\bministr(?:y|ies)\b(?: (?:of|for|in|at) (?:the )?(?P<behind>\w+))?",
    re.IGNORECASE,
)
BEHIND_NOUN = frozenset(("at", "for", "in", "of"))


class Called(NamedTuple):
    """By which words somebody is called, folded, with the code of a country in capitals in place of its name; and
    whether a country is among them."""

    words: tuple[str, ...]
    names_country: bool


def read_called(description: str) -> Called:
    """By which words somebody is called; whoever is called by the same is the same, if the words name him at all."""
    written = WORD.findall(ABBREVIATION.sub(lambda found: found[0].replace(".", ""), drop_article(description)))
    words: list[str] = []
    names_country, at = False, 0
    while at < len(written):
        code, end = _read_country(written, at)
        if code is None:
            words += fold(written[at]).split()
            at += 1
            continue
        if end == len(written) and not names_country:  # “the defence ministry of Syria”
            words = [code, *words[: words.index("of", -2)]]
        else:
            words.append(code)
        names_country, at = True, end
    return Called(tuple(words), names_country)


def drop_article(description: str) -> str:
    """What somebody is called, without “a” or “the” before it."""
    return ARTICLE.sub("", description)


def is_pronoun(description: str) -> bool:
    """Whether words are only “it” or “he”, or no word that could tell anybody."""
    return not find_stems(description)


def is_the_ministry(description: str, *, in_headline: bool) -> bool:
    """Whether words mean a ministry that is named elsewhere: “the ministry”, and “Ministry” in a headline."""
    definite = description.casefold().startswith("the ") or (in_headline and drop_article(description) == description)
    return definite and read_called(description).words[-1:] == (MINISTRY,)


def find_ministry(description: str, text: str, named: Iterable[str]) -> str | None:
    """The one of the `named` phrases of a text that “the ministry” stands for; None where the text names none, or more
    than one ministry."""
    short = read_called(description).words
    longer = {read_called(each).words: each for each in named}
    longer = {words: each for words, each in longer.items() if _is_longer(words, short)}
    longest = [words for words in longer if not any(_is_longer(other, words) for other in longer)]
    if len(longest) != 1:
        return None
    said = [set(each) - {""} for each in zip(*_read_ministries(text), strict=True)]
    return longer[longest[0]] if all(len(each) <= 1 for each in said) else None


def _read_country(written: list[str], at: int) -> tuple[str | None, int]:
    """The code of the country that these words name or say belongs to it, and where its words end; None for no country,
    and for a country's name that only says what the next word is about."""
    forms = country_forms()
    for end in range(min(len(written), at + LONGEST_COUNTRY), at, -1):
        last = POSSESSIVE.sub("", written[end - 1])
        form = " ".join([*written[at : end - 1], last])
        if form not in forms:
            continue
        code, stands_before_noun = forms[form]
        is_of = at > 0 and (written[at - 1] == "of" or written[max(0, at - 2) : at] == ["of", "the"])
        is_before = end < len(written) and (stands_before_noun or last != written[end - 1])
        return (code, end) if is_before or (is_of and end == len(written)) else (None, end)
    return None, at + 1


def _is_longer(words: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether these words are those of `short` with others before them, or behind: “the ministry in Moscow”."""
    spots = range(len(words) - len(short) + 1)
    ends = (spot + len(short) for spot in spots if words[spot : spot + len(short)] == short)
    return len(words) > len(short) and any(end == len(words) or words[end] in BEHIND_NOUN for end in ends)


def _read_ministries(text: str) -> Iterator[tuple[str, str, str]]:
    """Of each ministry in a text of what it is (defence), where or of what, and whose; "" for what is not said."""
    for found in MINISTRIES.finditer(text):
        whose, kind = ["", "", *found["before"].split()][-2:]
        behind = found["behind"] or ""
        if kind.casefold() == "the":
            whose, kind = "", ""
        if _is_whose(kind):
            whose, kind = kind, ""
        yield fold(kind), fold(behind) if behind[:1].isupper() else "", _read_whose(whose)


def _is_whose(word: str) -> bool:
    return read_called(f"{word} {MINISTRY}").names_country or bool(POSSESSIVE.search(word))


def _read_whose(word: str) -> str:
    """Whose something is by this word before it, a country's code in capitals; "" if it does not say."""
    return read_called(f"{word} {MINISTRY}").words[0] if _is_whose(word) else ""
