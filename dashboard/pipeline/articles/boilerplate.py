"""What content systems put around an article and scrapers bring along; the rest of a text is not touched."""

import re

# Whole lines only, so that no sentence about a "source link" is lost. WordPress themes and aggregators write these.
LINE = re.compile(
    r"[\s•·*–-]*(?:"
    r"share (?:this|the) (?:post|article|story|page|news)|share this"
    r"|post (?:category|author|tags?|comments)\s*:.*"
    r"|source link"
    r")[\s:]*",
    re.IGNORECASE,
)
EMPTY_RUN = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def drop_boilerplate(text: str) -> str:
    """The text without lines of boilerplate; the empty runs that they leave are one blank line."""
    kept = (line for line in text.split("\n") if not LINE.fullmatch(line))
    return EMPTY_RUN.sub("\n\n", "\n".join(kept)).strip()
