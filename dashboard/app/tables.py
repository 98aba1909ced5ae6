"""The tables that this server shows: opened once for all sessions, and again when new ones were made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import settings, wording
from dashboard.app import adding, sidebar, signing
from dashboard.app.ending import end_page
from dashboard.app.login import find_here
from dashboard.errors import DiskError, TablesAbsentError, TablesError
from dashboard.store import Store, open_set
from dashboard.tables import sample, sets
from dashboard.tables.contract import contract_digest
from dashboard.tables.sets import find_root, find_set, read_manifest


def open_tables(kept: str = "") -> Store:
    """The store of the kept set with this mark, or else of the tables that are there now.

    Where there are none, say what to do and end the page.
    """
    folder = settings.tables_folder()
    try:
        if folder == settings.CHECKOUT / "data" / "tables" and not (folder / "manifest.json").exists():
            _make_sample()
        return find_store(kept, wait=signing.has_just_saved())
    except TablesAbsentError as error:
        st.title("Dateline")
        st.info(f"No tables yet. {wording.label(str(error))}", icon=":material/inventory_2:")
        st.code("dateline preprocess FOLDER_OF_ARTICLES", language=None)
        if not adding.why_not(find_here()):
            st.page_link(sidebar.ADD, label="Or add articles here, in the browser", icon=":material/note_add:")
    except (TablesError, DiskError) as error:
        st.title("Dateline")
        st.error(wording.label(str(error)))
    return end_page()


def find_store(kept: str, *, wait: bool = False) -> Store:
    """The store of the kept set with this mark, or else of the tables that are there now; also for a thread without a
    page.

    With `wait`, corrections that are being applied are waited for. Raises TablesAbsentError, TablesError or DiskError.
    """
    folder = settings.tables_folder()
    root = _find_shown(folder, kept) or find_root(folder)
    store = _open_store(root, read_manifest(root)["set"])
    store.follow(folder, wait=wait)
    return store


def find_manifest(mark: str) -> Mapping[str, Any] | None:
    """The manifest of the kept set with this mark; None if there is none, or if its tables have other columns."""
    root = _find_shown(settings.tables_folder(), mark)
    return None if root is None else read_manifest(root)


def find_older(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The manifest of the newest kept set of other articles that was made before this one; None if there is none."""
    return sets.find_older(settings.tables_folder(), manifest)


def _find_shown(folder: Path, mark: str) -> Path | None:
    """The folder of the kept set with this mark, if the pages can show it."""
    root = find_set(folder, mark)
    return root if root is not None and read_manifest(root).get("contract") == contract_digest() else None


@st.cache_resource(show_spinner="Making tables from the sample articles; this takes a minute the first time …")
def _make_sample() -> None:
    sample.make_tables()


@st.cache_resource(max_entries=3, show_spinner="Opening the tables …")
def _open_store(root: Path, set_id: str) -> Store:
    """The store of one set; a new set has a new id, so new tables appear without a restart."""
    return open_set(root)
