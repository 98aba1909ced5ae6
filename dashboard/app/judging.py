"""Judging: audits are begun, read and judged here, by the name that signs corrections, and by those who may correct."""

import secrets
import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import settings
from dashboard.accounts import clean_name
from dashboard.app import signing
from dashboard.app.login import find_here
from dashboard.app.page import Page
from dashboard.app.widgets import go_to
from dashboard.errors import DiskError, JudgementError
from dashboard.filters import Filters
from dashboard.judgements import log
from dashboard.judgements.audit import Audit
from dashboard.judgements.record import TAKEN_BACK, Design, Judgement
from dashboard.queries.draws import draw_items

# Seconds. What is judged sooner after it was shown was not read: a key was held, or pressed twice.
SHORTEST_LOOK = 0.4


def find_audit(audit_id: str) -> Audit | None:
    """The audit with this id beside the tables; None where there is none, or none that can be read."""
    try:
        return _find(log.path_of(settings.tables_folder(), audit_id))
    except JudgementError:
        return None


def list_audits() -> list[Audit]:
    """The newest audits beside the tables, the newest first; without those that cannot be read."""
    found = (_find(path) for path in log.list_files(settings.tables_folder()))
    return [each for each in found if each is not None]


def _find(path: Path) -> Audit | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _read(path, (status.st_ino, status.st_size, status.st_mtime_ns))


@st.cache_resource(max_entries=2 * log.LISTED, show_spinner=False)
def _read(path: Path, state: tuple[int, int, int]) -> Audit | None:
    """The audit in a file that has this inode, size and time: of another state it is read anew."""
    del state  # Streamlit would leave it out of the key if its name began with an underscore
    return log.read_audit(path.parent.parent, path.stem)


def find_judge() -> str:
    """The name of whoever judges on this page; "" where none is known."""
    if account := find_here():
        return account.name
    if "name" in st.session_state:  # kept, since Streamlit drops it when a page without its box is drawn
        st.session_state["signed"] = st.session_state["name"]
    typed = st.session_state.get("signed")
    return signing.find_name() if typed is None else clean_name(typed)


def begin(page: Page, kinds: Sequence[str], size: int) -> None:
    """Draw an audit of these kinds under the filters of the page, and show it; on failure, say why on the next run."""
    origin = page.under(page.asked.only("corpus")).describe()
    seed = secrets.randbits(32)
    try:
        _check()
        draw = page.apart().ask(draw_items, kinds, size, seed)
        if not draw.items:
            raise JudgementError("these articles have nothing of that to judge; choose more, or take a filter away")
        audit = log.begin(settings.tables_folder(), Design(
            "", "", find_judge(), seed, tuple(kinds), str(origin["set"]), origin["corpus"], str(origin["tables_made"]),
            origin["filters"], tuple(origin["filters_in_words"]), page.counts.articles,
            origin["corrections"], draw.strata,
        ), draw.items)  # fmt: skip
    except (JudgementError, DiskError) as error:
        _say(str(error))
    else:
        go_to(Filters(audit=audit.design.id))


def save(audit: Audit, number: int, verdict: str) -> None:
    """Save a judgement of an item in the judge's name, with the note that stands in its box, and show the next."""
    judge = find_judge()
    shown, since = st.session_state.get("shown", ((), 0.0))
    if shown == (audit.design.id, number) and time.monotonic() - since < SHORTEST_LOOK:
        _say("that came before the sentence could be read, and was not saved")
        return
    note = st.session_state.get(f"note-{number}", "")
    try:
        _check()
        said = log.judge(settings.tables_folder(), audit.design.id, Judgement(number, judge, verdict, note))
    except JudgementError as error:
        _say(str(error))
        return
    st.session_state["judged"] = (audit.design.id, said)
    if verdict != TAKEN_BACK:
        go_on(find_audit(audit.design.id) or audit, number)


def go_on(audit: Audit, after: int | None = None) -> None:
    """Show the next item that the judge has not judged, behind `after` in the judge's order; the audit where there is
    none, or nobody said who judges."""
    judge = find_judge()
    order, said = audit.order(judge), audit.said_by(judge)
    place = 0 if after is None else order.index(after) + 1
    left = (each for each in (*order[place:], *order[:place]) if each not in said)
    if not judge:
        _say("an audit is judged in somebody’s name; write yours")
    go_to(Filters(audit=audit.design.id, item=next(left, None) if judge else None))


def note_shown(audit: Audit, number: int) -> None:
    """Remember since when this item is shown."""
    if st.session_state.get("shown", ((), 0.0))[0] != (audit.design.id, number):
        st.session_state["shown"] = ((audit.design.id, number), time.monotonic())


def take_judged(audit: Audit) -> Judgement | None:
    """The judgement of this audit that was just saved; None where it was said already."""
    audit_id, said = st.session_state.pop("judged", ("", None))
    return said if audit_id == audit.design.id else None


def take_error() -> str:
    """Why nothing was saved or begun on the last click; "" where it was, or was said already."""
    return str(st.session_state.pop("not-judged", ""))


def _say(error: str) -> None:
    st.session_state["not-judged"] = error


def _check() -> None:
    """Raise JudgementError where whoever sees the page may not judge, or gave no name."""
    if reason := signing.why_not():
        raise JudgementError(f"{reason[0].lower()}{reason[1:].rstrip('.')}")
    if not find_judge():
        raise JudgementError("an audit is judged in somebody’s name; write yours")
