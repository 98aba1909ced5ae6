"""The basket: the pack of evidence that this browser fills, from whatever page.

The browser keeps the pack's id in a cookie, so that no link carries it: whoever knows it may change the pack. A click
on a button that takes something is sent by a component that is drawn once a page; the server adds to the pack, and
tells the browser, which says so. Neither the page nor its buttons are drawn again for it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import settings, wording
from dashboard.app.page import Page
from dashboard.app.signing import find_name
from dashboard.countries import name_country
from dashboard.errors import DatelineError, EvidenceError
from dashboard.evidence.folder import begin_pack, change_pack, find_pack, open_pack
from dashboard.evidence.pack import MOST_ROWS, Grid, Item, Pack, add_item
from dashboard.evidence.taking import Chart, Shelf, take, take_chart
from dashboard.filters import write_link
from dashboard.reader import Reader
from dashboard.tables.contract import SOURCINGS

# Written by basket.js as well.
COOKIE = "dateline-pack"

# The refs of the charts that the page has drawn so far, each with what makes its item.
CHARTS = "charts"

# Columns of the numbers of charts -> their headings in the printed table.
HEADINGS = {
    "since": "From", "until": "To", "name": "Name", "other": "Other name", "together": "Together",
    "country_code": "Country", "mentions": "Mentions", "actor_mentions": "As an actor", "articles": "Articles",
    "way": "From → to", "what": "What it is", "moving": "Who moves", "movements": "Movements",
    "telling": "On whose word", "share": "Share", "of": "Of articles", "quotes": "Quotes",
    **{each: each.capitalize() for each in SOURCINGS},
}  # fmt: skip

# What alt texts say of the page around a chart.
BESIDE = re.compile(r"[;.] ?[Tt]he (table|box|page)\b.*", re.DOTALL | re.IGNORECASE)

# Characters of a ref: those of a link.
LONGEST_REF = settings.LONGEST_URL

_basket = st.components.v2.component(
    "basket",
    js=re.sub(r"^ +(//.*\n)?|^//.*\n", "", Path(__file__).with_name("basket.js").read_text("utf-8"), flags=re.M),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a click on the button of a ref: what is said of it, and whether it is in the pack now."""

    number: int
    ref: str
    said: str
    is_in: bool


def find_pack_id() -> str:
    """The id of the pack that this browser fills; "" where it fills none yet."""
    # Cookies are those that the browser had when it opened the page; what was chosen since is in the session.
    kept = st.session_state["pack"] if "pack" in st.session_state else st.context.cookies.to_dict().get(COOKIE, "")
    return kept if find_pack(settings.tables_folder(), kept) else ""


def find_taken() -> frozenset[str]:
    """The refs of what is in the pack that this browser fills."""
    return frozenset(_read_refs(find_pack_id()))


def count_items() -> int:
    """How many items the pack has that this browser fills, without the analyst's own words."""
    return len(_list_kinds(find_pack_id()))


def go_on_with(pack_id: str) -> None:
    """Let this browser fill this pack from now on; "" lets it begin a new one."""
    st.session_state["pack"] = pack_id
    st.session_state["pack-chosen"] = st.session_state.get("pack-chosen", 0) + 1


def forget_charts() -> None:
    """Forget the charts of the page that was drawn before."""
    st.session_state[CHARTS] = {}


def offer_chart(page: Page, key: str, title: str, alt: str, numbers: pd.DataFrame | None) -> str:
    """The ref of a chart that the page draws now, under which a click on its button adds it to the evidence.

    `numbers` are those that the chart draws; the columns that `HEADINGS` names are printed.
    """
    origin, alt = page.describe(), BESIDE.sub(".", alt)
    query = write_link("", page.filters.without("corpus", "kept")).partition("?")[2]
    ref = f"chart:{page.address}/{key}?{query}"[:LONGEST_REF]
    filters, link = tuple(origin["filters_in_words"]), str(origin["link"])
    st.session_state.setdefault(CHARTS, {})[ref] = lambda: Chart(
        ref, title, alt, list_numbers(numbers), filters, link if link.startswith("http") else ""
    )
    return ref


def list_numbers(numbers: pd.DataFrame | None) -> Grid | None:
    """The numbers of a chart as they are printed; None where there are none. Of very many, the first ones."""
    if numbers is None:
        return None
    shown = [each for each in numbers.columns if each in HEADINGS]
    rows = (tuple(_write_cell(name, row[name]) for name in shown)
            for row in numbers.head(MOST_ROWS).to_dict("records"))  # fmt: skip
    return Grid(tuple(HEADINGS[each] for each in shown), tuple(rows))


def _write_cell(name: str, value: Any) -> str:
    if pd.isna(value):
        return "–"
    if name == "share":
        return f"{value:.0%}"
    if name == "country_code":
        return name_country(str(value)) or str(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value if isinstance(value, str) else f"{value:,}"


@st.fragment
def draw_basket(page: Page) -> None:
    """Draw the component that listens to the buttons; nothing of it is seen."""
    answer: Answer | None = st.session_state.pop("basket-answer", None)
    pack_id = find_pack_id()
    items = _list_kinds(pack_id)
    with st.container(key="basket"):
        _basket(
            key="basket-listener",
            data={
                "pack": st.session_state.get("pack"),
                "chosen": st.session_state.get("pack-chosen", 0), "count": len(items),
                "answer": answer and {
                    "number": answer.number, "ref": answer.ref, "said": answer.said, "isIn": answer.is_in,
                },
            },
            on_taken_change=lambda: _note_taken(page),
        )  # fmt: skip
    if answer and not answer.is_in:
        st.toast(wording.label(answer.said), icon=":material/error:")


def _note_taken(page: Page) -> None:
    """Add what was clicked to the pack; the component then says so."""
    asked = st.session_state["basket-listener"].taken
    if not isinstance(asked, Mapping):
        return
    number, ref = int(asked.get("number", 0)), str(asked.get("ref", ""))[:LONGEST_REF]
    known = str(asked.get("pack", ""))  # another window of this browser may have begun one meanwhile
    if find_pack(settings.tables_folder(), known):
        st.session_state["pack"] = known
    try:
        items = len([each for each in _add(page, ref, asked).items if each.kind != "words"])
        said, is_in = f"Added to evidence: {wording.plural(items, 'item')}", True
    except DatelineError as error:
        is_in = ref in find_taken()
        said = "It is in the evidence already" if is_in else f"Not added: {error}"
    st.session_state["basket-answer"] = Answer(number, ref, said, is_in)


def _add(page: Page, ref: str, asked: Mapping[str, Any]) -> Pack:
    """The pack with what was asked for."""
    folder, pack_id = settings.tables_folder(), find_pack_id()
    if pack_id and ref in _read_refs(pack_id):
        raise EvidenceError("this is in the evidence already")
    item = _make(page, ref, asked)
    if not pack_id:
        pack = add_item(Pack(author=find_name()), item)
        st.session_state["pack"] = begin_pack(folder, pack)
        return pack
    return change_pack(folder, pack_id, lambda pack: add_item(pack, item))


def _make(page: Page, ref: str, asked: Mapping[str, Any]) -> Item:
    if not ref.startswith("chart:"):
        return page.look_up(_take, page.cited(""), ref)
    make: Callable[[], Chart] | None = st.session_state.get(CHARTS, {}).get(ref)
    if make is None:
        raise EvidenceError("this chart is not on the page any more; load the page again")
    png, width, height = (asked.get(name) for name in ("png", "width", "height"))
    if not isinstance(png, str) or not isinstance(width, int) or not isinstance(height, int):
        raise EvidenceError("the browser sent no image of the chart; try again when it is drawn")
    return page.look_up(_take_chart, page.cited(""), make(), png, width, height)


def _take(reader: Reader, root: str, ref: str) -> Item:
    return take(Shelf(reader, root), ref)


def _take_chart(reader: Reader, root: str, chart: Chart, png: str, width: int, height: int) -> Item:
    return take_chart(Shelf(reader, root), chart, png, width, height)


def _read_refs(pack_id: str) -> tuple[str, ...]:
    return tuple(ref for _, ref in _outline(pack_id) if ref)


def _list_kinds(pack_id: str) -> tuple[str, ...]:
    """The kinds of the items of a pack, without words."""
    return tuple(kind for kind, _ in _outline(pack_id) if kind != "words")


def _outline(pack_id: str) -> tuple[tuple[str, str], ...]:
    """Kind and ref of each item of a pack. A page needs no more of it, and a pack with charts is large."""
    path = find_pack(settings.tables_folder(), pack_id)
    if path is None:
        return ()
    status = path.stat()
    return _read_outline(str(path.parent.parent), pack_id, status.st_mtime_ns, status.st_size)


@st.cache_data(max_entries=200, show_spinner=False)
def _read_outline(tables: str, pack_id: str, changed: int, size: int) -> tuple[tuple[str, str], ...]:
    try:
        pack = open_pack(Path(tables), pack_id)
    except EvidenceError:
        return ()
    return tuple((each.kind, each.ref) for each in pack.items) if pack else ()
