"""Removes boilerplate that content systems put around an article and scrapers keep; all other text stays as it is."""

import re

# Lines that WordPress themes and aggregators add. Only whole lines match, so a sentence about a "source link" stays.
BOILERPLATE = re.compile(
    r"[\s•·*–-]*(?:"
    r"share (?:this|the) (?:post|article|story|page|news)|share this"
    r"|post (?:category|author|tags?|comments)\s*:.*"
    r"|source link"
    r")[\s:]*",
    re.IGNORECASE,
)
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def drop_boilerplate(text: str) -> str:
    """The text without lines of boilerplate, and with one blank line where they left several."""
    kept = (line for line in text.split("\n") if not BOILERPLATE.fullmatch(line))
    return BLANK_LINES.sub("\n\n", "\n".join(kept)).strip()
