"""The tables that this server shows: opened once for all sessions, and again when new ones were made."""

from pathlib import Path

import streamlit as st

from dashboard import settings, wording
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.queries import names
from dashboard.store import Store, open_store
from dashboard.tables import sample
from dashboard.tables.sets import read_manifest


def open_tables() -> Store:
    """The store of the tables that are there now; where there are none, say what to do and end the page."""
    folder = settings.tables_folder()
    try:
        if folder == settings.CHECKOUT / "data" / "tables" and not (folder / "manifest.json").exists():
            _make_sample()
        store = _open_store(folder, read_manifest(folder)["set"])
        store.follow(folder)
        return store
    except TablesAbsentError as error:
        st.title("Dateline")
        st.info(f"No tables yet. {wording.label(str(error))}", icon=":material/inventory_2:")
        st.code("dateline preprocess FOLDER_OF_ARTICLES", language=None)
    except TablesError as error:
        st.title("Dateline")
        st.error(wording.label(str(error)))
    return st.stop()


def list_names(store: Store) -> dict[str, dict[str, str]]:
    """What `queries.names.list_names` says of the store's tables."""
    return _list_names(settings.tables_folder(), store.manifest["set"], store.log.digest)


@st.cache_resource(show_spinner="Making tables from the sample articles; this takes a minute the first time …")
def _make_sample() -> None:
    sample.make_tables()


@st.cache_resource(max_entries=2, show_spinner="Opening the tables …")
def _open_store(folder: Path, set_id: str) -> Store:
    """The store of one set; a new set has a new id, so new tables appear without a restart."""
    return open_store(folder)


@st.cache_resource(max_entries=2, show_spinner=False)
def _list_names(folder: Path, set_id: str, corrections_digest: str) -> dict[str, dict[str, str]]:
    return names.list_names(_open_store(folder, set_id).cursor())
