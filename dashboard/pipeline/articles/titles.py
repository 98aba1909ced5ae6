"""Titles without the name of the outlet that pages and interfaces of news write before or behind them."""

import re

# Between a title and the name of the outlet.
SEPARATOR = re.compile(r"\s+(?:[|–—·•»«›‹-]|--)\s+|\s*(?:\|\|?|::)\s+")


def drop_outlet(title: str | None, source: str | None) -> str | None:
    """The title without a last part that names the outlet, such as “… | CNN Politics” of CNN, or a first one that is
    its name."""
    if not title or not source:
        return title
    gaps, named = list(SEPARATOR.finditer(title)), _words(source)
    if not gaps or not named:
        return title
    words = _words(title[gaps[-1].end() :])
    if words[: len(named)] == named or named[: len(words)] == words or words[-len(named) :] == named:
        return title[: gaps[-1].start()].rstrip()
    return title[gaps[0].end() :].lstrip() if _words(title[: gaps[0].start()]) == named else title


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", re.sub(r"^www\.|\.\w{2,3}$", "", text.casefold()))
    return words[1:] if words[:1] == ["the"] and len(words) > 1 else words
