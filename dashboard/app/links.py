"""Checks a link that was opened: replaces old ids, drops what these tables or this page lack, and notes each; and tells
where the dashboard is in the user's browser.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.filters import FILTERS, Filters, corpus_mark

# Field of each filter whose values must be ids of these tables -> the key of `Names` under which all of them are.
CHECKED = {each.field: each.known or each.field for each in FILTERS.values() if each.known or each.options}

type Names = Mapping[str, Mapping[str, str]]  # what `tables.list_names` returns


def find_root(page_url: str | None, name: str) -> str:
    """The dashboard's address in the user's browser, with "/" at its end.

    `page_url` is Streamlit's `st.context.url`, `name` the page's own part of it: "locations", or "" on the overview.
    The server's settings would give a wrong address behind a proxy that ends TLS or strips a prefix. In a test without
    a browser `page_url` is None, and the root of any host comes back: "/".
    """
    return (page_url or "").rstrip("/").removesuffix(f"/{name}").rstrip("/") + "/"


def follow_renamed(filters: Filters, names: Names) -> tuple[Filters, list[str]]:
    """The filters with the present id of each actor that was merged, or is spelt otherwise here, and a note for each.

    Ids of hidden actors stay; `drop_unknown` drops and notes them.
    """
    merged: dict[str, str] = {}
    respelt: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for field in (field for field, options in CHECKED.items() if options == "actors"):
        given = getattr(filters, field)
        lost = [value for value in given if value not in names["actors"]]
        merged |= {value: into for value in lost if (into := names["redirects"].get(value))}
        respelt |= {
            value: into for value in lost
            if value not in names["redirects"] and (into := names["spellings"].get(value))
        }  # fmt: skip
        changes[field] = tuple(dict.fromkeys({**merged, **respelt}.get(value, value) for value in given))
    notes = [f"“{old}” was merged into {names['actors'][into]} (see Review)." for old, into in merged.items()]
    notes += [f"“{old}” is {names['actors'][into]} in these tables." for old, into in respelt.items()]
    return replace(filters, **changes), notes


def drop_unknown(filters: Filters, names: Names) -> tuple[Filters, list[str]]:
    """The filters without ids that these tables do not have, and a note for each."""
    notes: list[str] = []
    changes: dict[str, Any] = {}
    for field, options in CHECKED.items():
        given = getattr(filters, field)
        lost = [value for value in given if value not in names[options]]
        hidden = [value for value in lost if options == "actors" and value in names["redirects"]]
        notes += [f"“{value[:40]}” was hidden by a correction (see Review); it was ignored." for value in hidden]
        absent = [value for value in lost if value not in hidden]
        notes += [f"These tables have no {FILTERS[options].label} “{value[:40]}”; it was ignored." for value in absent]
        changes[field] = tuple(value for value in given if value not in lost)
    return replace(filters, **changes), list(dict.fromkeys(notes))


def drop_unread(filters: Filters, reads: tuple[str, ...]) -> tuple[Filters, list[str]]:
    """The filters without those that this page does not read, and a note for each; every page reads the corpus's."""
    active = filters.active("quotes", "list", "reader", "review", "view")
    unread = [each for each in active if each.key not in reads]
    notes = [f"The link's {each.key} has no meaning on this page; it was ignored." for each in unread]
    return filters.without(*(each.field for each in unread)), notes


def note_other_tables(filters: Filters, input_digest: str) -> list[str]:
    """A note where the link was made on another set of tables."""
    if filters.corpus in ("", corpus_mark(input_digest)):
        return []
    return ["This link was made on other tables than the ones shown here; what it shows may differ."]
