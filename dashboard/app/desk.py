"""The desk: the pack that the page Evidence shows, what is done to it there, and the files that are made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from dashboard import settings, wording
from dashboard.app import basket
from dashboard.app.page import Page
from dashboard.app.signing import find_name
from dashboard.app.widgets import go_to
from dashboard.errors import DatelineError, EvidenceError
from dashboard.evidence.files import read_file
from dashboard.evidence.folder import begin_pack, change_pack, open_pack, throw_away
from dashboard.evidence.pack import (
    LONGEST_TITLE,
    Item,
    Pack,
    drop_item,
    insert_words,
    move_item,
    new_id,
    tidy_words,
    write_words,
)
from dashboard.evidence.redaction import BLOCK, NAMED, Redacted, read_names, redact
from dashboard.evidence.remaking import Change, remake
from dashboard.evidence.taking import Shelf
from dashboard.reader import Reader

# What a name can be replaced by.
SIGNS = (BLOCK, NAMED)


@dataclass(frozen=True, slots=True)
class Shown:
    """The pack that the page shows; `is_own` says whether it is the one that this browser fills."""

    id: str
    pack: Pack
    is_own: bool


def find_shown(page: Page) -> Shown | None:
    """The pack of the link, else the one that this browser fills; None where there is none, or none that
    can be read, which is said."""
    own = basket.find_pack_id()
    wanted = page.filters.pack or own
    try:
        pack = open_pack(settings.tables_folder(), wanted)
    except EvidenceError as error:
        st.error(wording.label(f"This pack cannot be read: {error}."))
        return None
    if pack is None:
        if page.filters.pack:
            st.warning("This server has no pack of this link; it may have been thrown away.")
        return None
    return Shown(wanted, pack, wanted == own)


def go_on_with(page: Page, pack_id: str) -> None:
    """Let this browser fill the pack from now on."""
    basket.go_on_with(pack_id)
    go_to(page.filters.without("pack"))


def take_opened(page: Page, text: str) -> None:
    """Keep the pack of a file that was opened, under an id of its own, and go on with it."""
    if not text:
        return
    try:
        pack = read_file(text.encode("utf-8", "replace"))
        go_on_with(page, begin_pack(settings.tables_folder(), pack))
        count = sum(each.kind != "words" for each in pack.items)
        st.session_state["desk-said"] = f"{wording.plural(count, 'item')} opened. Go on with it here."
    except DatelineError as error:
        st.session_state["desk-error"] = f"The file was not opened: {error}."


def begin(page: Page) -> None:
    """Begin a pack with the analyst's own words alone."""
    try:
        pack = Pack(author=find_name(), items=(Item(new_id(), "words"),))
        go_on_with(page, begin_pack(settings.tables_folder(), pack))
    except DatelineError as error:
        st.session_state["desk-error"] = f"No pack was begun: {error}."


def leave(page: Page) -> None:
    """Put the pack aside; the next click on any page begins another."""
    basket.go_on_with("")
    go_to(page.filters.without("pack"))


def discard(page: Page, pack_id: str) -> None:
    """Delete the pack; where that fails, the page says so."""
    try:
        throw_away(settings.tables_folder(), pack_id)
    except DatelineError as error:
        st.session_state["desk-error"] = f"Nothing was deleted: {error}."
    else:
        leave(page)


def say_outcome() -> None:
    """Say what became of the last click."""
    if said := st.session_state.pop("desk-said", ""):
        st.success(wording.label(said))
    if error := st.session_state.pop("desk-error", ""):
        st.error(wording.label(error), icon=":material/error:")


def change(shown: Shown, do: Callable[[Pack], Pack]) -> bool:
    """Whether the pack was changed on the disk; where that fails, the page says so."""
    try:
        change_pack(settings.tables_folder(), shown.id, do)
    except DatelineError as error:
        st.session_state["desk-error"] = f"Nothing was changed: {error}."
        return False
    return True


def fill_box(key: str, stored: str) -> None:
    """Set a box to what the pack has, but only where that is new: what is being typed meanwhile stays."""
    if key not in st.session_state or st.session_state.get(f"{key}-stored") != stored:
        st.session_state[key] = st.session_state[f"{key}-stored"] = stored


def name_pack(shown: Shown, field: Literal["title", "author"]) -> None:
    """Take over what was written as this field of the pack, its title or its author; the other stays."""
    text = tidy_words(st.session_state[f"pack-{field}"])[:LONGEST_TITLE]
    if change(
        shown, lambda pack: replace(pack, title=text) if field == "title" else replace(pack, author=text)
    ):  # fmt: skip
        st.session_state[f"pack-{field}-stored"] = text


def edit_words(shown: Shown, item_id: str) -> None:
    """Take over what was written between two items."""
    text = tidy_words(st.session_state[f"words-{item_id}"])
    if change(shown, lambda pack: write_words(pack, item_id, text)):
        st.session_state[f"words-{item_id}-stored"] = text


def move(shown: Shown, item_id: str, by: int) -> None:
    """Move an item up or down."""
    change(shown, lambda pack: move_item(pack, item_id, by))


def drop(shown: Shown, item_id: str) -> None:
    """Take an item out of the pack."""
    change(shown, lambda pack: drop_item(pack, item_id))


def write_below(shown: Shown, item_id: str) -> None:
    """Make room for words behind an item; before all of them where `item_id` is ""."""
    change(shown, lambda pack: insert_words(pack, item_id))


def withhold(pack: Pack, names: str, sign: str, *, keep_images: bool) -> Redacted:
    """The pack as its files have it, without these names, one a line. Raises EvidenceError."""
    return redact(pack, read_names(names), sign, keep_images=keep_images)


def compare(page: Page, pack: Pack) -> tuple[Pack, list[Change]]:
    """The pack as the tables are now, and what has changed in it."""
    return page.look_up(_remake, page.cited(""), pack)


def _remake(reader: Reader, root: str, pack: Pack) -> tuple[Pack, list[Change]]:
    return remake(Shelf(reader, root), pack)


def take_over(shown: Shown, items: Sequence[Item]) -> None:
    """Put items in the places of those with their ids."""
    now = {each.id: each for each in items}
    change(shown, lambda pack: replace(pack, items=tuple(now.get(each.id, each) for each in pack.items)))
    st.session_state["desk-said"] = "The pack is as the tables are now."
