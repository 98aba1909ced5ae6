"""Add articles: choose files or paste a text, see what would be read, add it, watch the run, and take it back."""

from pathlib import Path

import streamlit as st

from dashboard import settings
from dashboard.additions.folder import bring_back, choose_inputs, list_additions, take_back
from dashboard.additions.pages import ENTRIES
from dashboard.additions.run import read_run, start_run
from dashboard.app import adding, blocks, drafts, shell, signing
from dashboard.app.ending import end_page
from dashboard.app.login import find_here
from dashboard.errors import DatelineError, InputError
from dashboard.filters import FIRST_DAY, LAST_DAY
from dashboard.views import additions
from dashboard.wording import label, listed, plural

# Additions that are listed at first, and more with each press of a button.
LISTED = 20

tables = settings.tables_folder()
if adding.has_tables():
    shell.open_page("Add articles", of_all=True)
else:
    shell.open_without_tables("Add articles")
if reason := adding.why_not(find_here()):
    st.info(label(reason))
    end_page()
draft = drafts.open_draft()
manifest = adding.read_newest()
run, is_alive = read_run(tables)
made = list_additions(tables)
counts = manifest.get("added", {})


def attempt(does: str, addition_id: str = "") -> None:
    """Do what a button says, if whoever pressed it may; the page says what came of it when it is drawn again."""
    try:
        if refused := adding.why_not(find_here()):
            raise InputError(refused.rstrip("."))
        match does:
            case "add":
                st.session_state["just-added"] = draft.start(signing.find_name()).id
            case "take back":
                take_back(tables, addition_id, signing.find_name())
            case "bring back":
                bring_back(tables, addition_id)
        if does != "add":
            start_run(tables)
    except DatelineError as error:
        st.session_state["not-done"] = str(error)


def take_text() -> None:
    """Put the pasted text into the draft."""
    written = {name: st.session_state[f"pasted-{name}"] for name in ("text", "headline", "outlet")}
    day = st.session_state["pasted-day"]
    try:
        if written["text"].strip():
            name = drafts.name_pasted(written["text"], written["headline"])
            draft.put(*drafts.write_pasted(day=day.isoformat() if day else "", **written), shown=name)
    except DatelineError as error:
        st.session_state["not-done"] = str(error)


@st.fragment(run_every=adding.EVERY)
def watch() -> None:
    """Show how far the run is; when it has ended, draw the page again."""
    now, goes_on = read_run(tables)
    if now is None or not goes_on:
        st.rerun()
    st.progress(adding.share(now), f"The tables are made anew: {adding.describe_step(now)}.")
    st.caption("You can go on to other pages or close this one; the articles appear when all of them are read.")


waiting = [each for each in made if (each.id in counts) == bool(each.taken_back)]
inputs, gone = choose_inputs(tables, manifest)
with st.container():  # so that the tabs below keep their place, and the one that is open
    if error := st.session_state.pop("not-done", ""):
        st.error(label(f"Not done: {error}"), icon=":material/error:")
    if is_alive:
        watch()
    elif run and not run.has_ended:
        st.warning("The last run was cut off. The tables are as they were before it.", icon=":material/warning:")
    elif run and run.error:
        st.error(label(f"The last run failed, and the tables are as they were before it: {run.error}."))
    elif added := counts.get(st.session_state.get("just-added")):
        st.success(f"Added: {plural(added['articles'], 'article')}. All pages show them now.", icon=":material/check:")
        blocks.draw_html(additions.lead_to(st.session_state["just-added"], added["articles"]))
    for said in run.notes if run else ():
        st.warning(label(f"{said}."))
    if waiting and not is_alive:
        st.button("Make the tables anew", key="anew", on_click=attempt, args=("run",))

    st.caption(
        "What you add becomes part of what everybody sees here. It stays on this machine, beside the tables, and can be"
        " taken back."
    )
    if settings.SAMPLE in [Path(each).resolve() for each in manifest.get("inputs", ())]:
        st.info("You see the sample articles. They make room for yours, and come back if you take everything back.")
    if gone:
        st.warning(label(
            f"{listed([str(each) for each in gone])}, from which these tables were made, cannot be found now. Its"
            " articles leave the tables when you add something. Bring it back first, unless that is what you want."
        ))  # fmt: skip

files, text, *web = st.tabs(["Files", "Text", *(["Address"] if settings.may_fetch() else [])])
with files:
    uploaded = st.file_uploader(
        "Choose files, or drop them here", accept_multiple_files=True, key=f"files-{draft.round}"
    )
    st.caption("Text, Word, PDF, web pages, mail, feeds, spreadsheets, JSON, exports of news archives; also in a .zip.")
with text, st.form("pasted", clear_on_submit=True, border=False):
    st.text_area(
        "The text of an article", key="pasted-text", height=200, max_chars=settings.LONGEST_TEXT,
        placeholder="Headline\n\nThe text, as it stands in the newspaper …",
    )  # fmt: skip
    st.caption("Without a headline below, the first line is taken for it.")
    first, second, third = st.columns((2, 1, 1))
    first.text_input("Headline", key="pasted-headline", max_chars=settings.LONGEST_VALUE)
    second.text_input("Outlet", key="pasted-outlet", max_chars=settings.LONGEST_VALUE)
    third.date_input("Day", value=None, key="pasted-day", min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD")
    st.form_submit_button("Take this text", on_click=take_text)
for tab in web:
    with tab, st.form("fetched", clear_on_submit=True, border=False):
        address = st.text_input(
            "The address of an article or a feed", max_chars=settings.LONGEST_URL, placeholder="https://"
        )
        st.caption(f"It is fetched from its site; of a feed the newest {ENTRIES} articles are, one a second.")
        if st.form_submit_button("Fetch") and address.strip():
            drafts.take_address(draft, address)
            st.rerun()
if drafts.take_files(draft, uploaded):
    st.rerun()

draft.look()
if draft.names:
    drafts.draw_chosen(draft)
if draft.error:
    st.error(label(f"This cannot be read: {draft.error}."))
if draft.preview:
    drafts.draw_columns(draft)
    drafts.draw_preview(draft)
    found = draft.preview.articles
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Add {plural(found, 'article')}" if draft.preview.is_whole else "Add all articles", key="add",
            type="primary", disabled=not found, on_click=attempt, args=("add",),
        )  # fmt: skip
        if not found:
            st.caption("Nothing can be added: no article was found in it.")
        elif is_alive:
            st.caption("They are read after what is being added now.")

st.header("What was added")
shown = st.session_state.setdefault("additions-shown", LISTED)
for each in made[:shown]:
    with st.container(border=True):
        left, right = st.columns((5, 1), vertical_alignment="center")
        with left:
            blocks.draw_html(additions.entry(each, counts.get(each.id)))
        does = "bring back" if each.taken_back else "take back"
        right.button(does.capitalize(), key=f"turn-{each.id}", on_click=attempt, args=(does, each.id))
if len(made) > shown:
    st.button(
        f"Show {min(LISTED, len(made) - shown)} more of {len(made):,}", key="more-additions",
        on_click=st.session_state.update, args=({"additions-shown": shown + LISTED},),
    )  # fmt: skip
if not made:
    st.info("Nothing was added in the browser yet.")
