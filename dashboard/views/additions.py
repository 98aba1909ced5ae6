"""Additions: what would be read of chosen files, as columns of tables, and what became of what was added."""

from collections.abc import Mapping
from pathlib import PurePath

import pandas as pd
from markupsafe import Markup

from dashboard.additions.folder import Addition, name_addition
from dashboard.additions.preview import Preview
from dashboard.filters import Filters, write_link
from dashboard.views.markup import Column, bdi, link, quiet
from dashboard.wording import plural

# Names of files that are listed of one addition.
LISTED = 3

LANGUAGES = {"en": "English"}

FOUND_COLUMNS = (
    Column("title", "Title"),
    Column("published", "Day", "day"),
    Column("source", "Outlet"),
    Column("language", "Language"),
    Column("characters", "Characters", "count"),
    Column("file", "File"),
)
REFUSED_COLUMNS = (
    Column("file", "File"),
    Column("record", "Record"),
    Column("reason", "Why it gives no article"),
)


def found_rows(preview: Preview, names: Mapping[str, str]) -> pd.DataFrame:
    """The articles of a preview, one a row; `names` has for each file in its folder the name that it had."""
    rows = [
        {
            "title": each.title,
            "published": pd.Timestamp(each.published) if each.published else pd.NaT,
            "source": each.source,
            "language": LANGUAGES.get(each.language, each.language),
            "characters": each.characters,
            "file": _name(each.path, names),
        }
        for each in preview.found
    ]
    return pd.DataFrame(rows, columns=[each.name for each in FOUND_COLUMNS])


def refused_rows(preview: Preview, names: Mapping[str, str]) -> pd.DataFrame:
    """The rejects of a preview, one a row."""
    rows = [{"file": _name(each.path, names), "record": each.record, "reason": each.reason} for each in preview.refused]
    return pd.DataFrame(rows, columns=[each.name for each in REFUSED_COLUMNS])


def entry(addition: Addition, counts: Mapping[str, int] | None) -> Markup:
    """When, by whom and of which files an addition was made, and how much of it is in the tables.

    `counts` are its articles and rejects there; None where the tables do not have it.
    """
    who = Markup(" by {}").format(bdi(addition.who)) if addition.who else Markup()
    shown = [bdi(name) for _, name in addition.files[:LISTED]]
    if len(addition.files) > LISTED:
        shown.append(Markup("{:,} more").format(len(addition.files) - LISTED))
    return Markup('<div class="dl-entry"><p><b>{}</b>{}: {}</p>{}</div>').format(
        name_addition(addition.id), who, Markup(", ").join(shown), quiet(_state(addition, counts))
    )


def _state(addition: Addition, counts: Mapping[str, int] | None) -> Markup:
    if addition.taken_back:
        by = Markup(" by {}").format(bdi(addition.taken_back_by)) if addition.taken_back_by else Markup()
        when = addition.taken_back[:16].replace("T", ", ")
        still = "; its articles leave with the next run" if counts is not None else ""
        return Markup("Taken back on {} UTC{}{}. The files are kept.").format(when, by, still)
    if counts is None:
        return Markup("Not in the tables yet.")
    articles = plural(counts["articles"], "article")
    parts = [link(articles, link_added(addition.id)) if counts["articles"] else bdi(articles)]
    if counts["rejects"]:
        parts.append(link(plural(counts["rejects"], "reject"), link_added(addition.id, "about")))
    return Markup(", ").join(parts)


def link_added(addition_id: str, page: str = "articles") -> str:
    """The address of a page with the articles of an addition."""
    return write_link(page, Filters(added=addition_id))


def lead_to(addition_id: str, articles: int) -> Markup:
    """Links to what an addition brought: its articles, and where, who and what was said in them."""
    pages = {"articles": plural(articles, "article"), "locations": "places", "actors": "actors", "quotes": "quotes"}
    return Markup(" · ").join(link(text, link_added(addition_id, page)) for page, text in pages.items())


def _name(path: str, names: Mapping[str, str]) -> str:
    """The name that a file had."""
    stored = PurePath(path).name
    return names.get(stored, stored)
