"""Notes on how articles were read: which have no date and why, whose encoding was guessed, where names are missed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.views.links import Page
from dashboard.views.markup import Column, link, link_list
from dashboard.wording import plural

# Kinds of notes, in the order in which they are told. The first ones say why an article has no date.
UNDATED = {
    "no date": "No date: none is given",
    "unreadable date": "No date: the given one cannot be read",
    "ambiguous date": "No date: the day or the month may come first",
    "empty date": "No date: what programs write where they have none",
}
KINDS = UNDATED | {
    "future date": "Dated in the future, as given",
    "ordered date": "Day and month told apart by other dates of the column",
    "code page": "No Unicode: its encoding was guessed, so letters with accents may be wrong",
    "teaser": "A teaser or the beginning of the text: the input gives no more",
    "no capitals": "Written without capitals: most names are missed",
    "all capitals": "Written in capitals alone: many names are missed",
}
NOTE_COLUMNS = (
    Column("noted", "What was noted"),
    Column("articles", "Articles", "count"),
    Column("values", "As given"),
    Column("example", "For example"),
)


def list_notes(notes: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """A row of NOTE_COLUMNS for each kind of note that the manifest counts."""
    rows = [
        {"noted": said, **notes[kind], "values": _quote(notes[kind])} for kind, said in KINDS.items() if kind in notes
    ]
    return pd.DataFrame(rows, columns=[each.name for each in NOTE_COLUMNS])


def count_undated(notes: Mapping[str, Mapping[str, Any]]) -> int:
    """How many articles have no date."""
    return sum(note["articles"] for kind, note in notes.items() if kind in UNDATED)


def describe_languages(page: Page, languages: pd.DataFrame) -> Markup:
    """How many articles were left out because of their language, as the query `count_languages` counts them."""
    if languages.empty:
        return Markup()
    address = page.link("about", reasons=("language",))
    rows = list(languages.itertuples(index=False))
    counts = [link(f"{articles:,} in {language}", address) for language, articles in rows[1:]]
    language, articles = rows[0]
    first = link(f"{plural(articles, 'article')} in {language}", address)
    was = "was" if languages["articles"].sum() == 1 else "were"
    return Markup("<p>{} {} left out, because only English is read.</p>").format(link_list([first, *counts]), was)


def _quote(note: Mapping[str, Any]) -> str:
    """The commonest values as they are given, each with its number where there are several."""
    values: Mapping[str, int] = note["values"]
    quoted = [f"“{value}”" + (f" ({count:,} times)" if count > 1 else "") for value, count in values.items()]
    return ", ".join([*quoted, "…"] if quoted and sum(values.values()) < note["articles"] else quoted)
