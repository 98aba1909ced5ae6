"""Review: say what is wrong with an actor or a place, see what that changes, and take back what was said."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.app import alike, blocks, places, shell, sidebar, signing, widgets
from dashboard.app.scripts import run_script
from dashboard.app.selector import Search, among
from dashboard.corrections.clashes import find_clashes
from dashboard.corrections.record import LONGEST_NOTE, OF_ACTORS, OF_PLACES, Correction
from dashboard.filters import Filters
from dashboard.links import read_back
from dashboard.queries.corrections import (
    articles_with,
    count_entries,
    count_states,
    list_corrections,
    list_entries,
    names_at,
    names_of,
    place_subject,
    read_proposed,
)
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.names import find_namesakes
from dashboard.queries.quotes import count_quotes
from dashboard.queries.suspects import count_suspects
from dashboard.views import corrections
from dashboard.views.mentions import sentences
from dashboard.wording import label, plural

# How far a correction reaches that began at one sentence.
REACHES = {
    "": "only in this sentence", "article": "everywhere in this article", "everywhere": "in all articles",
}  # fmt: skip

page = shell.open_page(
    "Review", "change", "into", "right-place", "written", "in", "mention", "screen", "reach", "like", "back",
    of_all=True,
)  # fmt: skip
filters = page.filters
change = filters.change[0] if filters.change else ""
labels = {sidebar.name_in_url(name): name for _, name, _ in sidebar.PAGES}
back = read_back(filters.back, labels)
if filters.back and back is None:
    blocks.note("The link's back leads to no page of this dashboard; it was ignored.")
outcome = signing.take_outcome()


def save(proposed: Sequence[Correction], expected: Sequence[str]) -> None:
    """Save the corrections with their reason, and empty the form; the way back stays."""
    why = st.session_state["why"]
    if signing.save_corrections("save", [replace(each, why=why) for each in proposed], page.log, expected):
        st.session_state["why"] = st.session_state["new-name"] = ""
        widgets.go_to(Filters(back=filters.back))


def take_back(button: str, ids: Sequence[str]) -> None:
    """Take corrections back; or bring them back, by taking back the undos."""
    signing.save_corrections(button, [Correction("undo", undoes=each) for each in ids], page.log)


def all_but(value: str | None, search: Search) -> Search:
    """What the search finds, without this value."""
    return lambda typed: [each for each in search(typed) if each.value != value]


if page.log.note:
    st.warning(label(page.log.note), icon=":material/warning:")
states = page.look_up(count_states)
if lost := states.get("lost its text", 0):
    st.warning(
        f"{plural(lost, 'correction')} of {sum(states.values())} lost the text: nothing in these tables is what they "
        "name. They are kept, and hold again when it is back.",
        icon=":material/history:",
    )
st.caption(
    "Say what is wrong, see what that changes, and save it: all pages and all colleagues see it at once, and it holds"
    " after every preprocess. What was saved stands below, and can be taken back."
)
if outcome and outcome.saved:
    said = "Saved" if outcome.button == "save" else "Done"
    with st.container(key="saved"):
        st.success(f"{said}. All pages show it now.", icon=":material/check:")
    run_script(corrections.SHOW_SAVED)
with st.container(horizontal=True, vertical_alignment="center"):
    if outcome and outcome.saved and outcome.button == "save":
        st.button("Undo", key="undo-saved", on_click=take_back, args=("undo-saved", outcome.saved))
    if back:
        blocks.draw_html(corrections.lead_back(labels[back[0]], back[1]))
signing.say_error(outcome, "undo-saved")
editing = signing.may_correct()

if editing:
    st.header("Make a correction")
    with st.container(border=True):
        kinds = corrections.WHAT_IS_WRONG
        first, second = st.columns(2)
        with first:
            widgets.pick(
                page, "What is wrong", "change", among(kinds), "into", "right_place", "like", name=kinds.__getitem__
            )
        with second:
            signing.ask_name()
        new_name = ""
        if change:
            first, second = st.columns(2)
        if change in OF_ACTORS:
            with first:
                widgets.pick(
                    page, "Actor", "actors", widgets.by_name(page, "actors"), "into", "written", "inside", "like",
                    empty="write a name",
                )  # fmt: skip
        if change in ("merge", "split") and filters.actors:
            with second:
                widgets.pick(
                    page, "is the same as" if change == "merge" else "Some of it is", "into",
                    all_but(filters.actors[0], widgets.by_name(page, "actors")), "like", empty="write a name",
                )  # fmt: skip
        if change == "rename" or (change == "split" and not filters.into):
            new_name = st.text_input(
                "Its name" if change == "rename" else "or a new actor, called", key="new-name", max_chars=LONGEST_NOTE
            )
        if change == "split" and filters.actors:
            widgets.choose(
                page, "Only where it is written", "written",
                partial(page.look_up, names_of, filters.actors[0]), empty="however it is written",
            )  # fmt: skip
        right = None
        subject = page.ask(place_subject) if change in OF_PLACES else None
        if filters.right_place and not (change == "wrong-place" and subject):
            blocks.note("The link's right-place is of a name on the map, and the link names none; it was ignored.")
        if change in OF_PLACES:
            location = filters.locations[0] if filters.locations else None
            if filters.mentions:
                asked = page.under(Filters(mentions=filters.mentions[:1])).ask(list_mentions)
                if asked.empty:
                    blocks.note(f"These tables have no mention “{filters.mentions[0][:40]}”; choose another.")
                else:
                    blocks.draw_html(sentences(page, asked, correctable=False))
                    widgets.switch(page, "Put it right", "reach", REACHES)
            else:
                with first:
                    widgets.pick(
                        page, "Place on the map", "locations", widgets.by_name(page, "locations"), "written", "inside",
                        "right_place", "like",
                        empty="none: a name that is on no map" if change == "wrong-place" else "write a name",
                    )  # fmt: skip
                if location or change == "wrong-place":
                    with second:
                        widgets.pick(
                            page, "Name as the articles write it", "written",
                            partial(page.look_up, names_at, location), "inside", "right_place", "like",
                        )  # fmt: skip
            if change == "wrong-place" and subject:
                gazetteer = places.open_gazetteer()
                for each in filters.right_place[:1]:
                    right = places.find_place(page, gazetteer, each)
                    if right is None:
                        blocks.note(
                            f"Neither these tables nor the gazetteer have a place “{each[:40]}”; it was ignored."
                        )
                widgets.pick(
                    page, f"“{subject[0]}” is", "right_place",
                    all_but(subject[1], places.search(page, gazetteer, subject[0])),
                    name=lambda each: places.call(right) if right else each,
                    empty="write the name of a place",
                )  # fmt: skip
                places.say_where_to_look(gazetteer)
                if gazetteer:
                    places.choose_on_map(page, gazetteer, subject[1])
        subject_chosen = filters.actors if change == "split" else filters.written and change in OF_PLACES
        if subject_chosen and not filters.mentions:
            widgets.choose(
                page, "Only in these articles", "inside", partial(page.ask, articles_with), empty="in all articles"
            )

        proposed = page.ask(read_proposed, new_name, right)
        if proposed is None:
            alike.note_unknown(page, ())
            st.caption(corrections.what_is_missing(filters, new_name))
            if not change:
                blocks.draw_html(corrections.lead_to_suspects(page, page.ask(count_suspects)))
        else:
            changed = page.under(proposed.changed).ask(count_mentions)
            articles = page.under(replace(proposed.changed, unit=("article",))).ask(count_mentions)
            quoted = page.under(Filters(speakers=filters.actors[:1])).ask(count_quotes) if filters.actors else 0
            blocks.draw_html(corrections.preview(proposed, changed, articles, quoted))
            ticked = alike.draw_alike(page, proposed)
            together = [proposed.correction, *(each.correction for each in ticked)]
            if set(page.look_up(find_namesakes, proposed.correction.name)) - {proposed.correction.actor}:
                st.info("Another actor is called so, too. If the two are one, say “Two actors are one” instead.")
            against = [each.id for each in find_clashes(page.log.not_taken_back(), *together)]
            if against:
                st.warning(
                    "This contradicts what was said before; if you save it, yours holds:", icon=":material/call_split:"
                )
                for row in page.look_up(list_corrections, ids=against).to_dict("records"):
                    blocks.draw_html(corrections.entry(row))
            st.text_input("Why", key="why", max_chars=LONGEST_NOTE, placeholder="for your colleagues, and for yourself")
            mentions = changed + sum(each.mentions for each in ticked)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    f"Save all {len(together):,}" if ticked else "Save", key="save", type="primary",
                    disabled=mentions == 0, on_click=save, args=(together, against),
                )  # fmt: skip
                if mentions == 0:
                    st.caption("Nothing can be saved: these tables have no mention that this would change.")
                elif ticked:
                    st.caption(f"{plural(len(together), 'correction')} of {plural(mentions, 'mention')}, all or none.")
                signing.say_error(outcome, "save")

total = sum(states.values())
st.header(plural(total, "correction") if total else "What was corrected")
limit, offset = blocks.draw_screens(page.look_up(count_entries), page)
entries = page.look_up(list_entries, limit, offset)
rest = page.look_up(list_corrections, batches=entries["batch"].dropna().to_list())
undos, holding = page.log.undos(), page.log.not_taken_back()
for row in entries.to_dict("records"):
    batch = rest[rest["batch"] == row["batch"]]
    ids = [row["correction_id"], *(each for each in batch["correction_id"] if each != row["correction_id"])]
    held = [each.id for each in holding if each.id in ids]
    with st.container(border=True):
        left, right_side = st.columns((5, 1), vertical_alignment="center")
        with left:
            blocks.draw_html(corrections.entry(row))
            blocks.draw_html(corrections.saved_with(batch[batch["correction_id"] != row["correction_id"]]))
        if editing:
            key = f"undo-{row['correction_id']}"
            said = ("Undo" if held else "Bring back") + (f" all {len(held or ids):,}" if len(held or ids) > 1 else "")
            right_side.button(said, key=key, on_click=take_back, args=(key, held or [undos[each].id for each in ids]))
            signing.say_error(outcome, key)
if total:
    blocks.offer_csv(page.under(Filters()), "corrections", lambda page: page.look_up(list_corrections))
else:
    where = " A correction begins here, or at “correct” beside a sentence, a pin or an actor." if editing else ""
    st.info(f"Nothing was corrected yet.{where}")
blocks.offer_data(page)
