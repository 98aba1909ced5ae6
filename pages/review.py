"""Review: say what is wrong with an actor or a place, see what that changes, and take back what was said."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.app import blocks, shell, signing, widgets
from dashboard.app.selector import Search, among
from dashboard.corrections.clashes import find_clashes
from dashboard.corrections.record import LONGEST_NOTE, OF_ACTORS, OF_PLACES, Correction
from dashboard.filters import Filters
from dashboard.queries.corrections import (
    articles_with,
    count_corrections,
    count_states,
    list_corrections,
    name_place,
    names_at,
    names_of,
    place_subject,
    read_proposed,
    right_places,
)
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.names import find_namesakes
from dashboard.queries.quotes import count_quotes
from dashboard.views import corrections
from dashboard.views.mentions import sentences
from dashboard.wording import label, plural

# Bad lines that are shown one by one: a file that is no file of corrections has thousands.
PROBLEMS = 10

page = shell.open_page(
    "Review", "change", "into", "right-place", "written", "in", "mention", "screen", of_all=True
)  # fmt: skip
filters = page.filters
change = filters.change[0] if filters.change else ""


def save(proposed: Correction, expected: Sequence[str]) -> None:
    """Save the correction with its reason, and empty the form."""
    if signing.save_correction(replace(proposed, why=st.session_state["why"]), expected):
        st.session_state["why"] = st.session_state["new-name"] = ""
        widgets.go_to(Filters())


def take_back(correction_id: str) -> None:
    """Take a correction back; or bring it back, by taking back the undo."""
    signing.save_correction(Correction("undo", undoes=correction_id))


def all_but(value: str | None, search: Search) -> Search:
    """What the search finds, without this value."""
    return lambda typed: [each for each in search(typed) if each.value != value]


signing.say_saved()
for problem in page.log.problems[:PROBLEMS]:
    st.warning(label(problem), icon=":material/warning:")
if more := len(page.log.problems[PROBLEMS:]):
    st.warning(f"And {plural(more, 'more line')}; `dateline preprocess` lists all of them.", icon=":material/warning:")
states = page.look_up(count_states)
if lost := states.get("lost its text", 0):
    st.warning(
        f"{plural(lost, 'correction')} of {sum(states.values())} lost the text: nothing in these tables is what they "
        "name. They are kept, and hold again when it is back.",
        icon=":material/history:",
    )
st.caption("A correction holds for all articles, whatever is filtered, and again after every preprocess.")
editing = signing.may_correct()

if editing:
    signing.ask_name()
    st.subheader("Make a correction")
    with st.container(border=True):
        kinds = corrections.WHAT_IS_WRONG
        widgets.pick(page, "What is wrong", "change", among(kinds), "into", "right_place", name=kinds.__getitem__)
        new_name = ""
        if change in OF_ACTORS:
            widgets.pick(page, "Actor", "actors", widgets.by_name(page, "actors"), "into", "written", "inside")
        if change in ("merge", "split") and filters.actors:
            widgets.pick(
                page, "is" if change == "merge" else "Some of it is", "into",
                all_but(filters.actors[0], widgets.by_name(page, "actors")), empty="choose an actor",
            )  # fmt: skip
        if change == "rename" or (change == "split" and not filters.into):
            new_name = st.text_input(
                "Its name" if change == "rename" else "or a new actor, called", key="new-name", max_chars=LONGEST_NOTE
            )
        if change == "split" and filters.actors:
            widgets.choose(
                page, "Only where it is written", "written",
                partial(page.look_up, names_of, filters.actors[0]),
            )  # fmt: skip
        if change in OF_PLACES:
            if filters.mentions:
                asked = page.under(Filters(mentions=filters.mentions[:1])).ask(list_mentions)
                if asked.empty:
                    blocks.note(f"These tables have no mention “{filters.mentions[0][:40]}”; choose another.")
                else:
                    blocks.draw_html(sentences(page, asked))
            else:
                location = filters.locations[0] if filters.locations else None
                widgets.pick(
                    page, "Place", "locations", widgets.by_name(page, "locations"), "written", "inside", "right_place",
                    empty="none: a name that is on no map" if change == "wrong-place" else "choose",
                )  # fmt: skip
                if location or change == "wrong-place":
                    widgets.pick(
                        page, "Written", "written", partial(page.look_up, names_at, location), "inside", "right_place"
                    )  # fmt: skip
            subject = page.ask(place_subject)
            if change == "wrong-place" and subject:
                for each in filters.right_place:
                    if page.look_up(name_place, each) is None:
                        blocks.note(f"These tables have no place “{each[:40]}”; it was ignored.")
                widgets.pick(
                    page, f"“{subject[0]}” is", "right_place",
                    all_but(subject[1], partial(page.look_up, right_places, subject[0])),
                    name=lambda each: page.look_up(name_place, each) or each,
                )  # fmt: skip
                st.caption(
                    "First the places that this name was weighed against, then all that are named in these articles. If"
                    " it is none of them, say that it is no place."
                )
        subject_chosen = filters.actors if change == "split" else filters.written and change in OF_PLACES
        if subject_chosen and not filters.mentions:
            widgets.choose(page, "Only in these articles", "inside", partial(page.ask, articles_with))

        proposed = page.ask(read_proposed, new_name)
        if proposed is None:
            st.caption("Choose what is wrong, and with what; before anything is saved, you see what it changes.")
        else:
            changed = page.under(proposed.changed).ask(count_mentions)
            articles = page.under(replace(proposed.changed, unit=("article",))).ask(count_mentions)
            quoted = page.under(Filters(speakers=filters.actors[:1])).ask(count_quotes) if filters.actors else 0
            blocks.draw_html(corrections.preview(proposed, changed, articles, quoted))
            if set(page.look_up(find_namesakes, proposed.correction.name)) - {proposed.correction.actor}:
                st.info("Another actor is called so, too. If the two are one, say “Two actors are one” instead.")
            against = [each.id for each in find_clashes(page.log.not_taken_back(), proposed.correction)]
            if against:
                st.warning(
                    "This contradicts what was said before; if you save it, yours holds:", icon=":material/call_split:"
                )
                for row in page.look_up(list_corrections, ids=against).to_dict("records"):
                    blocks.draw_html(corrections.entry(row))
            st.text_input("Why", key="why", max_chars=LONGEST_NOTE, placeholder="for your colleagues, and for yourself")
            st.button(
                "Save",
                key="save",
                type="primary",
                disabled=changed == 0,
                on_click=save,
                args=(proposed.correction, against),
            )

total = page.look_up(count_corrections)
st.subheader(plural(total, "correction"))
limit, offset = blocks.draw_screens(total, page)
for row in page.look_up(list_corrections, limit, offset).to_dict("records"):
    undone = row["state"] == "taken back"
    with st.container(border=True):
        left, right = st.columns((6, 1), vertical_alignment="center")
        with left:
            blocks.draw_html(corrections.entry(row))
        if editing:
            right.button(
                "Bring back" if undone else "Undo", key=f"undo-{row['correction_id']}", on_click=take_back,
                args=(row["because"] if undone else row["correction_id"],),
            )  # fmt: skip
if total:
    blocks.offer_csv(page, "corrections", lambda page: page.look_up(list_corrections))
else:
    st.info("Nothing was corrected yet.")
