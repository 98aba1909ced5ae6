"""Audit: a sample of what Dateline found in these articles, judged by hand, and how much of it is right."""

import streamlit as st

from dashboard import wording
from dashboard.app import blocks, judging, shell, signing
from dashboard.app.widgets import go_to
from dashboard.corrections.record import LONGEST_NOTE
from dashboard.filters import Filters
from dashboard.judgements.agreement import compare_judges
from dashboard.judgements.audit import Audit
from dashboard.judgements.estimate import wilson
from dashboard.judgements.record import CANNOT_TELL, FEWEST, FIRST_KINDS, KINDS, MOST, RIGHT, TAKEN_BACK, USUAL, WRONG
from dashboard.queries.audits import describe_audits, list_judgements
from dashboard.views import audits

# Verdict -> the words of its button and its key; Streamlit keeps R and C for itself.
ANSWERS = {RIGHT: ("Yes, right", "Y"), WRONG: ("No, wrong", "N"), CANNOT_TELL: ("Cannot tell", "T")}

# The share that the announced width of the interval takes for granted: most of what was ever measured is near it.
TYPICAL = 0.85

page = shell.open_page("Audit", "audit", "item", "result", of_all=True)
filters = page.filters
audit = judging.find_audit(filters.audit) if filters.audit else None
if filters.audit and audit is None:
    blocks.note(f"There is no audit “{filters.audit[:40]}” beside these tables; here are those that there are.")
if error := judging.take_error():
    st.error(wording.label(f"Not saved: {error}."), icon=":material/error:")
may_judge = not signing.why_not()


def draw_list() -> None:
    """How an audit is begun, and those that there are."""
    st.caption(
        "How far can these numbers be trusted? Dateline draws a sample of what it found in these articles, you read"
        " each sentence and say whether it is right, and About then says how much of it is, with the range of chance."
    )
    if may_judge:
        draw_form()
    else:
        st.info(wording.label(f"{signing.why_not()} Whoever may correct, may judge; results are shown to all."))
    found = judging.list_audits()
    st.header(wording.plural(len(found), "audit") if found else "What was judged")
    blocks.draw_table(describe_audits(found), audits.audit_columns(page), "Nothing was judged by hand yet.")


def draw_form() -> None:
    """What is judged and how much of it, and what that will tell."""
    st.header("Begin an audit")
    with st.container(border=True):
        first, second = st.columns(2)
        with first:
            kinds = [
                kind for kind in KINDS
                if st.checkbox(audits.JUDGED[kind], value=kind in FIRST_KINDS, key=f"judge-{kind}")
            ]  # fmt: skip
        with second:
            size = st.slider("How many", FEWEST, MOST, USUAL, step=5, key="size")
            signing.ask_name()
        each = size // max(1, len(kinds))
        low, high = wilson(TYPICAL, max(1, each))
        st.caption(
            f"Some {each} of each kind, drawn from {wording.plural(page.counts.articles, 'article')}. If 85 % of them"
            f" are right, you know that it is between {100 * low:.0f} and {100 * high:.0f} % of all. For a closer"
            " answer judge more, or one kind alone."
        )
        st.button(
            f"Draw {size}", key="begin", type="primary", disabled=not kinds or page.counts.articles == 0,
            on_click=judging.begin, args=(page, kinds, size),
        )  # fmt: skip


def draw_audit(audit: Audit) -> None:
    """What is judged and by whom; the result for those who judged all, or ask for it."""
    judge = judging.find_judge()
    blocks.draw_html(audits.describe_design(audit) + audits.progress(audit))
    if audit.note:
        st.warning(wording.label(audit.note), icon=":material/warning:")
    done = bool(judge) and audit.has_finished(judge)
    if may_judge and not done:
        with st.container(border=True):
            signing.ask_name()
            st.caption(
                "You see one sentence after the other, without what Dateline or others think of it. Send the address of"
                " this page to a colleague: you then learn how far two readers agree."
            )
            begun = bool(audit.said_by(judge)) if judge else False
            st.button(
                "Go on" if begun else "Begin to judge", key="judge", type="primary",
                on_click=judging.go_on, args=(audit,),
            )  # fmt: skip
    if may_judge and not done and not filters.result:
        if audit.finished:
            st.button(
                "Show the result without judging", key="result", type="tertiary",
                on_click=go_to, args=(Filters(audit=audit.design.id, result=("shown",)),),
            )  # fmt: skip
    else:
        draw_result(audit)
    st.button("All audits", key="all", type="tertiary", icon=":material/arrow_back:", on_click=go_to, args=(Filters(),))


def draw_result(audit: Audit) -> None:
    """How much is right, how far people agree, what they differ on, and what is wrong."""
    st.header("Result")
    if not audit.finished:
        st.info("There is no result before somebody has judged all of it.")
        return
    blocks.draw_html(audits.result(audit))
    pairs = compare_judges(audit)
    if pairs:
        st.header("Do people agree?")
    for each in pairs:
        blocks.draw_html(audits.agreement(each))
    differing, wrong = audits.find_differing(audit), audits.find_wrong(audit)
    if differing:
        st.header(f"{wording.plural(len(differing), 'item')} to settle")
        blocks.draw_html(audits.outcomes(page, audit, differing, settles=may_judge))
    st.header(f"{len(wrong)} wrong" if wrong else "Nothing is wrong")
    blocks.draw_html(audits.outcomes(page, audit, wrong, settles=False))
    blocks.offer_csv(page, "judgements", lambda page: page.ask(list_judgements))
    blocks.offer_data(page)


def draw_item(audit: Audit, number: int) -> None:
    """One item, blind, with the buttons that judge it."""
    judge, item = judging.find_judge(), audit.items[number]
    done, own = audit.has_finished(judge), audit.said_by(judge)
    order = audit.order(judge)
    place = order.index(number)
    st.header(f"{place + 1} of {len(order)}")
    before = own.get(number)
    with st.container(border=True, key="item"):
        blocks.draw_html(audits.question(item) + audits.passage(item))
        if done:
            blocks.draw_html(audits.verdicts(audit, number))
        with st.container(horizontal=True):
            for verdict, (words, key) in ANSWERS.items():
                st.button(
                    words, key=f"{verdict}-{number}", shortcut=key, width="stretch",
                    type="primary" if before and before.verdict == verdict else "secondary",
                    on_click=judging.save, args=(audit, number, verdict),
                )  # fmt: skip
        blocks.draw_html(audits.rule(item))
        st.text_input("Note", key=f"note-{number}", max_chars=LONGEST_NOTE, placeholder="why, if you like",
                      value=before.note if before else "")  # fmt: skip
    if said := judging.take_judged(audit):
        blocks.draw_html(audits.judged(
            audit.items[said.item], said.verdict, audits.correct_address(audit.items[said.item], page.here)
        ))  # fmt: skip
    judging.note_shown(audit, number)
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, target, at in (("Previous", place - 1, place > 0), ("Next", place + 1, place + 1 < len(order))):
            st.button(
                words, key=f"to-{words}", type="tertiary", disabled=not at, on_click=go_to,
                args=(Filters(audit=audit.design.id, item=order[target] if at else None),),
            )  # fmt: skip
        if before and not done:
            st.button("Take it back", key=f"back-{number}", type="tertiary",
                      on_click=judging.save, args=(audit, number, TAKEN_BACK))  # fmt: skip
        st.button("Stop for now", key="stop", type="tertiary", on_click=go_to, args=(Filters(audit=audit.design.id),))
        st.caption(f"{len(own)} of {len(order)} judged, as {wording.label(judge)}")


if audit is None:
    draw_list()
elif filters.item is not None and filters.item in audit.items and may_judge and judging.find_judge():
    draw_item(audit, filters.item)
else:
    draw_audit(audit)
