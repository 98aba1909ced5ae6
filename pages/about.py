"""About: what the tables were made of, what was rejected, how it was done, and what not to trust it with."""

from dataclasses import replace

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, judging, shell
from dashboard.queries.corpus import count_languages, count_listed_rejects, count_rejects, list_rejects
from dashboard.tables import readme as contract
from dashboard.views import audits, corpus
from dashboard.views.markup import Count, counts
from dashboard.views.notes import NOTE_COLUMNS, count_undated, describe_languages, list_notes
from dashboard.wording import label, plural

SOURCES = settings.CHECKOUT / "data" / "README.md"
LICENCES = settings.CHECKOUT / "docs" / "licences.md"
METHOD = """
- **Mentions** are found by a small encoder, with the statistical model named below as its second opinion, and labelled
  by means of the gazetteer, the known actors and the rest of the article.
- **Places**: the places that share a name are ranked by population, by what the article says about them and by the
  other places it names. A country or region is one point in its middle. Airports and air bases have their own points;
  another facility is put where its town is. Streets and buildings are not in the gazetteer. A pin that is probably
  wrong is not drawn. Names without a pin are listed under the map, with the reason.
- **Hollow markers** are places named for a government or an army (“Baghdad has allowed in …”). Neither drawn nor
  counted are adjectives such as “Syrian” or “UK-based”, places inside other names such as “Dublin City Council”, and
  datelines such as “CAIRO (Reuters) –”, which say where a report was written.
- **Actors**: titles are dropped. A surname refers to the full name of the same article when only one person bears it
  there, else to the person of `data/actors.yaml` who bore it in the article's year; otherwise it is an actor of its
  own, shared by all articles and marked as unsure. Two people of the same full name are one actor. A person who is
  spelt in two ways in two articles, and whom the file does not know, is one actor only where both are plainly
  spellings of the same name.
- **Quotes**: the encoder proposes which words report what somebody said, what was said and by whom; weights that were
  learned from annotated news decide. What is neither a sentence nor in quotation marks is a quote only where it is very
  likely one. A pronoun is resolved where the preceding sentences leave only one answer. “unknown” means that no source
  was found.
- **Claims** are figures of people harmed or displaced, of vehicles and of money, and who took, holds or left a place.
  One that stands in no quotation is the outlet's own. **Disputes** are pairs of claims of one matter and place that
  cannot both be true, said by two; figures only where their sentences say that the event is one. Two events of one
  place and day may still be taken for one.
- **Movements**: a verb or noun of moving or striking, and a place that the same sentence names as from where or to
  where. An arrow joins the points of two places; which way was taken is not said. Its day is that of the article.
- **Receipts**: a sentence or a quote is known again by its exact words, what stands beside them, and a digest of the
  article's text; a number is counted again. A receipt says that it stood there, not that it was true.
- **Stories**: a report and its copies, cut or edited ones too, are one story; two reports in different words are two.
- **Who has a story from whom**: an article has its words from the earlier one of its story with which it shares most of
  them, in runs of four; one whose outlet it credits comes before others. Both may have them from a third that is not
  here. Articles of one day without a time have no order. Quotes are aligned by their words: of 304 pairs in 59 stories,
  read by hand, 301 were the same statement, and of five sources said to be dropped or to have lost their name, four
  were. A quote whose source the program did not find is not said to have lost it.
- **Origins**: an article has its report from the agency that it credits; else from the medium that most of its quotes
  were told to; else from the article that it copies, or whose quotation of eight words or more it prints within a
  week; else from its own outlet. Outlets that tell the same in their own words, without a credit, are two origins.
- **Leave out**: an agency takes with it every article whose origin it is, and the quotes that were told to it or that
  it says; a kind of source its quotes and the names in their sentences; an actor what it says. An article that rests on
  them without a credit and without a quote is not found to, and stays.
- **Error bars** of places follow from the confidence of pins: names pinned here may be wrong, and names pinned
  elsewhere or nowhere may mean this place. Names that were not recognised are not in them. Actors have none: how often
  one bearer of a name is taken for another is not known.
- **What changed** compares two sets article by article. A number that moved in articles which did not change was found
  otherwise: by another model or gazetteer, or because other articles decide how names are joined.
- **More than usual**, of a watch: the number of new reports is compared with a negative binomial distribution, by the
  share of the news that the view had in the 28 days before and by how much that varied. Copies count once.
- **Silence**: a name is listed where articles of one group of outlets name it in a week, none of the other group does,
  and chance alone would seldom leave the other group none of these articles (Fisher's exact test within a few days).
  Days without articles count as not collected. A name that the other group writes in its own way, or a story told in
  other words, may be listed wrongly.
- Counts are of what the software found. Open the sentences before you rely on one.
"""

page = shell.open_page("About", "reason", "screen", of_all=True)
manifest = page.manifest

whole = manifest["counts"]
blocks.draw_html(counts((
    Count(whole["articles"], "articles read", "articles"),
    Count(whole["rejects"], "inputs rejected", "about"),
)))  # fmt: skip

drawn = judging.list_audits()
checked = audits.checked_by_hand(page, drawn, manifest["set"], len(page.log.not_taken_back()))
st.header("How far it can be trusted")
blocks.draw_html(checked or audits.unchecked(page, drawn))

st.header("What was rejected")
reasons = page.ask(count_rejects)
blocks.draw_table(reasons, corpus.reason_columns(page), "Every input became an article.")
if not reasons.empty:
    total = page.ask(count_listed_rejects)
    st.header(plural(total, "reject"))
    limit, offset = blocks.draw_screens(total, page)
    with st.container(key="rejects"):
        blocks.draw_table(
            page.ask(list_rejects, limit, offset), corpus.REJECT_COLUMNS, "There are no rejects of that kind."
        )
    of_list = replace(page.filters.only("list"), added=page.filters.added)
    blocks.offer_csv(page.under(of_list), "rejects", lambda page: page.ask(list_rejects))

notes = manifest.get("notes", {})
left_out = describe_languages(page, page.look_up(count_languages))
if notes or left_out:
    st.header("How articles were read")
    blocks.draw_html(left_out)
    if undated := count_undated(notes):
        st.markdown(f"No date was found for {plural(undated, 'article')}. Where days are chosen, these are left out.")
    if notes:
        blocks.draw_table(list_notes(notes), NOTE_COLUMNS, "", scrolls=False)

unread = manifest.get("unread", {"articles": 0})
if unread["articles"]:
    st.header("What was left unread")
    st.markdown(
        f"In {plural(unread['articles'], 'article')} {plural(unread['characters'], 'character')} are no prose, such as"
        " code, a long table of numbers, or a word of 400 letters. No names or quotes were looked for in them."
    )

st.header("How it was made")
st.markdown(METHOD)

st.header("Sources and licences")
st.markdown(contract.read_section(LICENCES, "Data and models"))

asked = manifest.get("geocoder")
if asked:
    st.header("Names that were looked up online")
    st.markdown(
        f"{plural(asked['asked'], 'place name')} that the gazetteer does not know went to **{label(asked['service'])}**"
        f" ({label(asked['server'])}); {asked['answers_from_disk']:,} more were answered from what it had said before,"
        f" {asked['failed']:,} got no answer."
    )
    if asked["stopped"]:
        st.markdown(f"It was then asked no more: {label(asked['stopped'])}.")
    st.markdown(contract.read_section(SOURCES, "Online geocoders"))

st.header("This set of tables")
st.table(
    {
        "made": label(manifest["created"]),
        "seconds": str(manifest["seconds"]),
        "input digest": manifest["input_digest"][:16],
        **{name: label(str(value)) for name, value in manifest["annotators"].items()},
    }
)
blocks.offer_data(page)
