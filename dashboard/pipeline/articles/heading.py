"""The title of a document, out of what its file says and what stands at its beginning.

Many programs fill in the title of a file's properties by themselves, with the name of a file, of a template or of
themselves. So what stands in the text is believed more.
"""

import re
from collections.abc import Sequence

from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.plain import LONGEST_HEADLINE, MOST_OPENING

# A title that a program made: of the name of a file, of a template, or of a new document.
_MADE = re.compile(
    r"microsoft (?:office )?(?:word|powerpoint|excel|outlook)\b.*|.*\.[a-z]{2,5}|(?:https?:|file:|www\.).*|\S*"
    r"|.*\btemplates?\b.*|.*_.*_.*|(?:untitled|unnamed|new|blank|word|pdf|text|normal)\b.*|(?:document|doc|page)\s*\d*"
    r"|\W*(?:no|your|insert|enter|type) (?:title|subject)\b.*|.*\b(?:print view|full text|search results)\b.*",
    re.IGNORECASE,
)


def choose_title(given: str | None, headings: Sequence[str], paragraphs: Sequence[str]) -> str | None:
    """The title that `given`, the file's property, and the paragraphs agree on; else the first heading; else `given`.

    `headings` are the paragraphs that are formatted as such. None if there is no heading, and `given` is none that a
    person would write: the first line may be one then.
    """
    given = one_line(given) or ""
    opening = [line for paragraph in paragraphs[:MOST_OPENING] if (line := one_line(paragraph))]
    for line in opening:
        # A browser puts the name of the outlet behind the title.
        if line.casefold() == given.casefold() or (" " in line and given.casefold().startswith(line.casefold())):
            return line
    for heading in headings:
        if (line := one_line(heading)) in opening and len(line) <= LONGEST_HEADLINE:
            return line
    return given if given and len(given) <= LONGEST_HEADLINE and not _MADE.fullmatch(given) else None
