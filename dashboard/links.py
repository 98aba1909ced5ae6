"""Checks what a link says against tables: replaces old ids, drops what the tables or the page lack, and notes each."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from dashboard import settings
from dashboard.filters import COMPARING, EXCLUDING, FILTERS, Filters, corpus_mark, read_filters, write_link
from dashboard.words.query import read_query

# Field of each filter whose values must be ids of these tables -> the key of `Names` under which they are.
CHECKED = {each.field: each.known or each.field for each in FILTERS.values() if each.known or each.options}

type Names = Mapping[str, Mapping[str, str]]  # what `queries.names.find_names` returns


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


def drop_unread(filters: Filters, reads: Collection[str], where: str = "on this page") -> tuple[Filters, list[str]]:
    """The filters without those that are not read here, and a note for each; those of the corpus are read everywhere.

    `where` says in the notes where that is.
    """
    active = filters.active("quotes", "list", "reader", "review", "view")
    unread = [each for each in active if each.key not in reads]
    notes = [f"The link's {each.key} has no meaning {where}; it was ignored." for each in unread]
    return filters.without(*(each.field for each in unread)), notes


def note_searches(filters: Filters) -> list[str]:
    """A note for each thing that a search for words leaves out, and for one that names no word."""
    searches = [getattr(filters, each.field) for each in filters.active("corpus", "quotes") if each.form == "words"]
    return [note for search in searches for note in read_query(search).notes]


def note_both(filters: Filters, name: Callable[[str, str], str]) -> list[str]:
    """A note for each value that is chosen and left out at once, of which nothing can be left; `name` gives the name of
    a value of a field.

    Where a chosen actor must speak, it is chosen as a speaker is.
    """
    notes = []
    for field, chosen in EXCLUDING.items():
        values = set(getattr(filters, chosen))
        if field == "not_actors" and filters.near == ("quote",):
            values |= set(filters.actors)
        notes += [
            f"“{name(field, value)}” is chosen and left out at once ({FILTERS[field].key}): nothing of it is left."
            for value in getattr(filters, field) if value in values
        ]  # fmt: skip
    return notes


def note_other_tables(mark: str, input_digest: str) -> list[str]:
    """A note where a link with this corpus mark was made on another set of tables than the one with this digest."""
    if mark in ("", corpus_mark(input_digest)):
        return []
    return ["This link was made on other tables than the ones shown here; what it shows may differ."]


def drop_lost(filters: Filters, is_kept: Callable[[str], object]) -> tuple[Filters, list[str]]:
    """The filters without those that compare with a set which is kept no more, and a note; `is_kept` is asked by the
    mark of a set."""
    lost = [field for field in COMPARING if (mark := getattr(filters, field)) and not is_kept(mark)]
    if not lost:
        return filters, []
    return filters.without(*lost), ["The set that this link compares with is kept no more; all articles count."]


def write_back(page: str, filters: Filters) -> str:
    """The address to come back to from a correction: the page with its filters, without them where that is too long;
    a kept set stays."""
    address = write_link(page, replace(filters, back=""))
    short = Filters(corpus=filters.corpus, kept=filters.kept)
    return address if len(address) <= settings.LONGEST_VALUE else write_link(page, short)


def read_back(address: str, pages: Collection[str]) -> tuple[str, str] | None:
    """The page and the address that a link says to go back to; None where it is none of these pages.

    What comes back is written anew: no link leads out of the dashboard.
    """
    name, _, query = address.partition("?")
    page = "" if name == "./" else name
    if not address or page not in pages:
        return None
    filters, _ = read_filters(parse_qs(query))
    return page, write_link(page, replace(filters, back=""))
