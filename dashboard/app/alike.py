"""What else is wrong in the same way as what is being corrected, each with a tick, to be corrected with it."""

import hashlib
from collections.abc import Collection

import streamlit as st

from dashboard import wording
from dashboard.app import blocks, widgets
from dashboard.app.page import Page
from dashboard.queries.corrections import ProposedCorrection
from dashboard.queries.patterns import MOST, Alike, find_patterns
from dashboard.views.corrections import name_pattern

# Pixels of the list, which scrolls: what leaves the button Save in sight.
HEIGHT = 260

# Characters of a sentence beside its tick.
LONGEST = 200


def draw_alike(page: Page, proposed: ProposedCorrection) -> list[Alike]:
    """Draw what has a pattern in common with the subject of the correction, and return what is ticked of it."""
    patterns = page.look_up(find_patterns, proposed)
    note_unknown(page, patterns)
    if not patterns:
        return []
    named = {key: name_pattern(key, proposed.correction, min(len(alike), MOST), more=len(alike) > MOST)
             for key, alike in patterns.items()}  # fmt: skip
    st.markdown("**Correct others with it**")
    if len(patterns) > 1:
        pattern = widgets.switch(page, "Those with the same", "like", named)
    else:
        [pattern] = named
        st.caption(wording.label(named[pattern]))
    listed = patterns[pattern][:MOST]
    keys = [_key(each) for each in listed]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Tick all", key="tick-all", on_click=_tick, args=(keys, True))
        st.button("Tick none", key="tick-none", on_click=_tick, args=(keys, False))
        if len(patterns[pattern]) > MOST:
            st.caption(f"The first {MOST}; save them, and the next ones are listed.")
    with st.container(height=HEIGHT if len(listed) > 5 else "content", gap=None):
        return [each for each, key in zip(listed, keys, strict=True) if st.checkbox(_describe(each), key=key)]


def note_unknown(page: Page, patterns: Collection[str]) -> None:
    """Say that the link chooses a pattern which is none of these, the patterns of the correction."""
    for each in page.filters.like[:1]:
        if each not in patterns:
            blocks.note(f"There is no pattern “{each[:40]}” of others like it; it was ignored.")


def _key(alike: Alike) -> str:
    """The key of the tick of a correction: the same in every run."""
    correction = alike.correction
    subject = (correction.kind, correction.actor, correction.surface, correction.location, correction.articles,
               correction.sentence)  # fmt: skip
    return f"tick-{hashlib.sha256(repr(subject).encode()).hexdigest()[:16]}"


def _tick(keys: list[str], on: bool) -> None:
    for key in keys:
        st.session_state[key] = on


def _describe(alike: Alike) -> str:
    """What would be corrected, what is known of it, and how many mentions it has."""
    name = alike.name if len(alike.name) <= LONGEST else f"{alike.name[:LONGEST]}…"
    parts = [wording.isolate(name), wording.isolate(alike.about)]
    if not alike.correction.sentence:
        parts.append(wording.plural(alike.mentions, "mention"))
    return wording.label(" · ".join(parts))
