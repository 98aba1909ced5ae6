"""Drafts: the files that this session of a browser has chosen so far, and what would be read of them.

They are on the disk as soon as they have arrived: so they are still there when the user comes back from another page,
and the server holds none of them in memory.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import settings
from dashboard.accounts import LONGEST_NAME, clean_name
from dashboard.additions.folder import Addition, begin_draft, drop_draft, keep, put_file
from dashboard.additions.pages import fetch_pages
from dashboard.additions.preview import Preview, make_preview
from dashboard.additions.run import start_run
from dashboard.app import blocks
from dashboard.errors import DatelineError, InputError
from dashboard.views import additions
from dashboard.wording import label, plural

# Files of an addition, and bytes of all of them: 500 files come in some seconds, and 100,000 articles fit.
MOST_FILES, MOST_BYTES = 1_000, 500_000_000

# Characters of a first line that is a headline; a longer one is a paragraph. The same as of a text file.
LONGEST_HEADLINE = 200

# Addresses that could not be had, and are named.
MOST_SAID = 3

# What columns can hold, where it is called otherwise on the page.
LABELS = {"source": "Outlet", "url": "Address"}

# Why a table is rejected in which a column must be named by hand.
NO_TEXT = ("no text column:", "no text field:")

# Characters of a pasted text by which it is shown among the files.
LONGEST_BEGINNING = 40

# Files that can be taken away one by one; of more, all at once.
MOST_CHIPS = 20


@dataclass
class Draft:
    """What this session has chosen: the folder, and for each file there the name that it had.

    `columns` are those of tables that the user named, by what they hold, and `size` is in bytes.
    `preview` is what would be read of it, None before it was looked at; `error` says why that cannot be said.
    """

    path: Path | None = None
    names: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    size: int = 0
    preview: Preview | None = None
    error: str = ""
    round: int = 0  # widgets of another round are empty again

    def put(self, name: str, data: bytes, shown: str = "") -> None:
        """Add a file, which is shown by its name or as `shown`.

        Raises InputError where the files are too many or too large, DiskError where the disk takes no more.
        """
        if len(self.names) >= MOST_FILES or self.size + len(data) > MOST_BYTES:
            raise InputError(
                f"{name} is left out: {MOST_FILES:,} files or {MOST_BYTES // 1_000_000:,} MB can be added at once; add "
                "the rest afterwards, or run dateline preprocess on the whole folder"
            )
        if self.path is None or not self.path.is_dir():
            self.path, self.names, self.size = begin_draft(settings.tables_folder()), {}, 0
        stored = put_file(self.path, name, data)
        shown = shown or name
        self.names[stored] = clean_name(shown) if len(shown) <= LONGEST_NAME and clean_name(shown) else stored
        self.size += len(data)
        self.preview, self.error = None, ""

    def remove(self, stored: str) -> None:
        """Take a file away again."""
        if self.path and self.names.pop(stored, None):
            with suppress(OSError):  # the draft may have been given up
                self.size -= (self.path / stored).stat().st_size
                (self.path / stored).unlink()
            self.preview, self.error = None, ""

    def clear(self) -> None:
        """Take all files away, and empty the widgets."""
        if self.path:
            drop_draft(self.path)
        self.path, self.names, self.size, self.preview, self.error = None, {}, 0, None, ""
        self.columns = {}
        self.round += 1

    def name_column(self, what: str, column: str | None) -> None:
        """Say which column of tables holds a title, a text or another of `settings.COLUMNS`; None: its usual name."""
        self.columns.pop(what, None)
        if column is not None:
            self.columns[what] = column
        self.preview, self.error = None, ""

    def look(self) -> None:
        """Find what would be read, if that is not known."""
        if self.names and self.path and not self.preview and not self.error:
            try:
                with st.spinner("Looking at the files …"):
                    self.preview = make_preview(self.path, self.columns)
            except DatelineError as error:
                self.error = str(error)

    def start(self, who: str) -> Addition:
        """Make an addition of the files and start the run that reads it. Raises DatelineError where that fails."""
        if self.path is None:  # a second click on the button
            raise InputError("there is no file to add; choose one")
        counted = self.preview.articles if self.preview and self.preview.is_whole else 0
        made = keep(
            self.path, self.names, who, counted, {settings.COLUMNS[each]: self.columns[each] for each in self.columns}
        )
        self.path = None
        self.clear()
        start_run(settings.tables_folder())
        return made


def open_draft() -> Draft:
    """The draft of this session."""
    draft: Draft = st.session_state.setdefault("draft", Draft())
    return draft


def take_files(draft: Draft, files: Sequence[UploadedFile]) -> bool:
    """Put what was uploaded into the draft, and let the server forget it. Whether there was anything.

    What cannot be put there is said when the page is drawn again.
    """
    context = get_script_run_ctx()
    try:
        for each in files:
            draft.put(each.name, each.getvalue())
    except DatelineError as error:
        st.session_state["not-done"] = str(error)
    for each in files:
        if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
            context.uploaded_file_mgr.remove_file(context.session_id, each.file_id)
    draft.round += bool(files)
    return bool(files)


def take_address(draft: Draft, address: str) -> None:
    """Put the pages of an address into the draft; what cannot be had is said when the page is drawn again."""
    try:
        with st.spinner("Fetching …"):
            pages, failures = fetch_pages(address)
        for each in pages:
            draft.put(each.name, each.data, each.address)
        if failures:
            st.session_state["not-done"] = "; ".join(failures[:MOST_SAID]) + _count_more(len(failures) - MOST_SAID)
    except DatelineError as error:
        st.session_state["not-done"] = str(error)


def _count_more(count: int) -> str:
    return f"; and {count:,} more" if count > 0 else ""


def write_pasted(text: str, headline: str, day: str, outlet: str) -> tuple[str, bytes]:
    """The name and the content of a file with a pasted text. Alone it is read as a text file is, else as one article
    with these fields; where it has no headline, its first line is one, unless that is a paragraph."""
    given = {"title": headline.strip(), "date": day, "source": outlet.strip()}
    if not any(given.values()):
        return "pasted text.txt", text.encode("utf-8", "replace")
    first = text.strip().partition("\n")[0].strip()
    given["title"] = given["title"] or (first if len(first) <= LONGEST_HEADLINE else "")
    return "pasted text.json", json.dumps({**given, "text": text}).encode()


def name_pasted(text: str, headline: str) -> str:
    """What a pasted text is called among the files: by its headline, or its first words."""
    first = headline.strip() or text.strip().partition("\n")[0].strip()
    return f"pasted: {first if len(first) <= LONGEST_BEGINNING else f'{first[: LONGEST_BEGINNING - 1].rstrip()}…'}"


def draw_chosen(draft: Draft) -> None:
    """Draw each chosen file as a button that takes it away, and one that takes all away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chosen"):
        for stored, name in list(draft.names.items()) if len(draft.names) <= MOST_CHIPS else ():
            st.button(
                label(name), icon=":material/close:", key=f"chosen-{stored}", on_click=draft.remove, args=(stored,),
                help="Take this file away",
            )  # fmt: skip
        if len(draft.names) > MOST_CHIPS:
            st.caption(f"{len(draft.names):,} files are chosen.", width="content")
        st.button("Start over", key="start-over", type="tertiary", on_click=draft.clear)


def draw_columns(draft: Draft) -> None:
    """Draw a box for each thing that a column of a table can hold, to say which column holds it."""
    preview = draft.preview
    if preview is None or not preview.columns:
        return
    is_asked = any(each.reason.startswith(NO_TEXT) for each in preview.refused)
    with st.expander("Columns", expanded=is_asked or bool(draft.columns) or not preview.articles):
        st.caption("Say which column holds what, where its name is unusual. All others are found by their usual names.")
        cells = [cell for _ in range(0, len(settings.COLUMNS), 4) for cell in st.columns(4)]
        for cell, what in zip(cells, settings.COLUMNS, strict=True):
            key = f"column-{what}-{draft.round}"
            offered = list(dict.fromkeys([*preview.columns, *draft.columns.values()]))
            st.session_state[key] = draft.columns.get(what)
            cell.selectbox(
                LABELS.get(what, what.capitalize()), offered, index=None, key=key,
                placeholder="usual name", on_change=_apply_column, args=(draft, what, key),
            )  # fmt: skip


def _apply_column(draft: Draft, what: str, key: str) -> None:
    draft.name_column(what, st.session_state[key])


def draw_preview(draft: Draft) -> None:
    """Draw what would be read of the files, and what is rejected and why."""
    preview = draft.preview
    assert preview is not None, "it was looked at"
    so_far = "" if preview.is_whole else " so far"
    st.header(f"{plural(preview.articles, 'article')}{so_far}")
    if not preview.is_whole:
        st.caption("There is more than can be looked at in some seconds. All of it is read when you add it.")
    if preview.undated:
        st.caption(
            f"{plural(preview.undated, 'article')} without a date: it is shown, but in no chart over time and under no"
            " filter of days." if preview.undated == 1 else
            f"{plural(preview.undated, 'article')} without a date: they are shown, but in no chart over time and under"
            " no filter of days."
        )  # fmt: skip
    with st.container(key="preview"):
        blocks.draw_table(
            additions.found_rows(preview, draft.names), additions.FOUND_COLUMNS, "No article was found in these files."
        )
        _say_first(len(preview.found), preview.articles)
        if preview.rejects:
            st.header(f"{plural(preview.rejects, 'reject')}{so_far}")
            blocks.draw_table(additions.refused_rows(preview, draft.names), additions.REFUSED_COLUMNS, "")
            _say_first(len(preview.refused), preview.rejects)


def _say_first(shown: int, total: int) -> None:
    if shown < total:
        st.caption(f"The first {shown:,} of {total:,} are shown.")
