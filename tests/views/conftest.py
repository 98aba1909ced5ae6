"""A page for views to be drawn on, and what of their HTML a reader sees and follows."""

import html
import re
from dataclasses import replace
from typing import Any

from dashboard.filters import Filters, write_link


class View:
    """A page with these filters, for somebody who may correct."""

    may_correct = True
    taken: frozenset[str] = frozenset()

    def __init__(self, **filters: Any) -> None:
        self.filters = Filters(**filters)

    def link(self, page: str, **changes: Any) -> str:
        return write_link(page, replace(self.filters.only("corpus"), **changes))

    @property
    def here(self) -> str:
        return "quotes?said=x"

    def cited(self, link: str) -> str:
        return f"https://desk.example/{link}"


def shown(markup: str) -> str:
    """The text of the HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def hrefs(markup: str) -> list[str]:
    """The addresses of the links in the HTML."""
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', markup)]


def pieces(markup: str, opening: str) -> list[str]:
    """The text of each element that opens so: `mark class="cue"`."""
    found = re.findall(rf"<{opening}[^>]*>(.*?)</{opening.partition(' ')[0]}>", markup, re.DOTALL)
    return [shown(each) for each in found]
