"""Since when changes are shown: the kept set or the day that a page compares with.

The URL says it. Where it does not, it is the set that this browser saw before the one that is shown, as a cookie has
it, or else the set before; and the URL is made to say so, so that a link shows the same to everybody.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import settings, wording
from dashboard.app.page import Page
from dashboard.app.tables import find_manifest
from dashboard.app.widgets import go_to
from dashboard.filters import FILTERS, Filters, corpus_mark, read_filters
from dashboard.queries.changes import compare
from dashboard.queries.corpus import find_span
from dashboard.tables.contract import contract_digest
from dashboard.tables.files import find_store
from dashboard.tables.sets import find_set, list_sets

# The marks of the set that this browser saw last, and of the one before: app/page.js writes them.
SEEN, BEFORE = "dateline-seen", "dateline-before"
MARK = re.compile(r"[0-9a-zA-Z]{1,64}")

# Sets that the box offers, the newest; an older one can be named in the URL.
OFFERED = 50

# What the box says where a day is compared with.
A_DAY = "a day"


def list_older(manifest: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], int]:
    """The manifests of the kept sets that were made before the one with this manifest, the newest first; and how many
    others cannot be compared with, because their tables have other columns.

    Of sets of the same articles, found in the same way, only the newest is there.
    """
    older: dict[str, Mapping[str, Any]] = {}
    others = 0
    for each in list_sets(settings.tables_folder()):
        found = each.manifest
        if str(found.get("created")) >= str(manifest["created"]) or found.get("set") == manifest["set"]:
            continue
        if found.get("contract") != contract_digest():
            others += 1
        elif found["input_digest"] != manifest["input_digest"]:
            older.setdefault(found["input_digest"], found)
    return list(older.values()), others


def find_since(page: Page, older: Sequence[Mapping[str, Any]]) -> str:
    """The mark of the set to compare with where the URL does not say: of these, which are older than the one that is
    shown, the one that this browser saw before it, or else the newest; "" where there is none."""
    marks = [corpus_mark(str(each["input_digest"])) for each in older]
    shown = corpus_mark(str(page.manifest["input_digest"]))
    for cookie in (SEEN, BEFORE):
        mark = st.context.cookies.to_dict().get(cookie, "")
        if MARK.fullmatch(mark) and mark != shown and mark in marks:
            return mark
    return marks[0] if marks else ""


def is_ready(mark: str) -> bool:
    """Whether the kept set with this mark can be read at once: its store is there."""
    root = find_set(settings.tables_folder(), mark)
    return root is not None and find_store(root) is not None


def read_since(mark: str) -> Mapping[str, Any] | None:
    """The manifest of the kept set with this mark; None if there is none, or if its tables have other columns."""
    return find_manifest(mark)


def settle_since(page: Page, older: Sequence[Mapping[str, Any]]) -> Page:
    """The page with what it compares with, which the URL now says; filters that compare with a set are taken for it."""
    filters = page.filters
    asked = filters.since_set or filters.new or filters.changed or filters.unchanged
    bare = replace(filters, new="", changed="", unchanged="", since_set="")
    if filters.since_day is not None:
        return page.under(bare)
    if asked and find_manifest(asked) is None:
        st.warning(
            "The set that this link compares with is kept no more, or its tables have other columns.",
            icon=":material/link_off:",
        )
        asked = ""
    mark = asked or find_since(page, older)
    if mark and mark != filters.since_set:
        st.query_params[FILTERS["since_set"].key] = mark
    settled = page.under(replace(bare, since_set=mark))
    if mark and not is_ready(mark):
        with st.spinner("Preparing the older tables; this takes a while the first time …"):
            settled.ask(compare)
    return settled


def choose_since(page: Page, older: Sequence[Mapping[str, Any]]) -> None:
    """A box for the set to compare with, and one for the day, kept in the URL."""
    names = {corpus_mark(str(each["input_digest"])): _name(each) for each in reversed(older[:OFFERED])}
    filters = page.filters
    if filters.since_set and filters.since_set not in names and (found := find_manifest(filters.since_set)):
        names[filters.since_set] = _name(found)
    options = [*reversed(names), *([""] if filters.since_day or not filters.since_set else [])]
    span = page.look_up(find_span)
    st.session_state["filter-since_set"] = filters.since_set if filters.since_day is None else ""
    st.session_state["filter-since_day"] = filters.since_day
    with st.container(horizontal=True, vertical_alignment="bottom", key="since"):
        if names:
            st.selectbox(
                "Compared with the tables of", options, key="filter-since_set", on_change=_apply_set,
                format_func=lambda mark: names.get(mark, A_DAY),
            )  # fmt: skip
        if span is not None:
            st.date_input(
                "As if you had looked at the end of this day", key="filter-since_day", on_change=_apply_day,
                min_value=span[0], max_value=span[1], format="YYYY-MM-DD",
                help="Compares the articles up to this day with those that are later.",
            )  # fmt: skip


def _name(manifest: Mapping[str, Any]) -> str:
    articles = wording.plural(int(manifest.get("counts", {}).get("articles", 0)), "article")
    return f"{wording.made(str(manifest['created']))} · {articles}"


def _apply_set() -> None:
    if mark := st.session_state["filter-since_set"]:
        go_to(replace(_read(), since_set=mark, since_day=None))


def _apply_day() -> None:
    day = st.session_state["filter-since_day"]
    go_to(replace(_read(), since_set="", since_day=day))


def _read() -> Filters:
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    return filters.at_start()
