"""Adding articles: who may, and how far the run is that reads what was added."""

import os
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import streamlit as st
from streamlit import config

from dashboard import settings, wording
from dashboard.accounts import Account
from dashboard.additions.run import PREPARING, READING, Run, read_run
from dashboard.errors import TablesError
from dashboard.tables.sets import MANIFEST, find_root, read_manifest

# Seconds between two looks at a run.
EVERY = 1.5


def why_not(account: Account | None) -> str:
    """Why whoever has this account, or none, may not add articles here, in a sentence; "" where they may."""
    said = settings.adding()
    if said is None and is_shared():
        return (
            "Adding articles in the browser is switched off, as it is wherever a dashboard is shared. Whoever runs it "
            "can switch it on: DATELINE_ADD=on, as the README says under Share it inside."
        )
    if said is False:
        return "Adding articles in the browser is switched off on this server (DATELINE_ADD=off)."
    if account and not account.may_correct:
        return f"You are {account.name}, who may read and neither correct nor add articles."
    if account is None and (settings.login() or settings.user_header()):
        return "Only who is logged in may add articles, and nobody says who you are."
    folder = settings.tables_folder()
    above = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not os.access(above, os.W_OK):
        return f"The dashboard may not write in {folder}."
    return ""


def is_shared() -> bool:
    """Whether others than the users of this machine can open the dashboard, as far as its settings say."""
    names = [config.get_option("server.address"), *(config.get_option("server.allowedHosts") or ["*"])]
    return bool(settings.login() or settings.user_header()) or not all(map(_is_here, names))


def _is_here(name: str | None) -> bool:
    """Whether a name or an address is that of this machine alone."""
    if not name:
        return False
    with suppress(ValueError):
        return ip_address(name.strip("[]")).is_loopback
    return name == "localhost"


def read_newest() -> Mapping[str, Any]:
    """The manifest of the set that is shown where no link asks for another; empty where there is none."""
    try:
        return read_manifest(find_root(settings.tables_folder()))
    except TablesError:
        return {}


def has_tables() -> bool:
    """Whether there are tables that pages show, or that are made when a page is opened."""
    folder = settings.tables_folder()
    return folder == settings.CHECKOUT / "data" / "tables" or (folder / MANIFEST).exists()


def draw_progress() -> None:
    """Say in the sidebar how far a run is that works now."""
    run, is_alive = read_run(settings.tables_folder())
    if is_alive and run:
        st.caption(f"The tables are made anew: {describe_step(run)}.")


def describe_step(run: Run) -> str:
    """What a run does, in words."""
    if run.done == 0 or run.has_ended:
        return "begins" if run.has_ended else run.step
    of = f" of {run.expected:,}" if run.expected >= run.done else ""
    counted = f"{run.done:,}{of} articles read"
    return counted if run.step == READING else f"{counted}; {wording.label(run.step)}"


def share(run: Run) -> float:
    """How much of a run is done, from 0 to 1, by its articles; the steps after them take the last tenth."""
    if not run.expected:
        return 0.0
    return min(0.9 * run.done / run.expected, 0.9) + (0.05 if run.step == PREPARING else 0.0)
