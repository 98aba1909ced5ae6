"""Articles: the list, and the reader, where actors, places and quotes are lit and one sentence can be linked to."""

from dataclasses import replace

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.app.scripts import run_script
from dashboard.queries.articles import count_articles, list_articles
from dashboard.queries.exclusions import is_left_out
from dashboard.queries.reading import compare_articles, read_article
from dashboard.receipts.finding import find_sentence
from dashboard.views import articles, citations
from dashboard.wording import plural

page = shell.open_page("Articles", "story", "unit", "sort", "screen", "article", "sentence", "exact", "compare")
filters = page.filters

if filters.article and filters.exact:
    found = page.look_up(find_sentence, filters.article, filters.sentence, filters.exact)
    if said := articles.say_found(filters, found):
        blocks.note(said)
    if found.others:
        blocks.draw_html(articles.others_with(page, found))
    page = page.under(replace(filters, article=found.article, sentence=found.sentence))
    filters = page.filters
if filters.article:
    reading = page.look_up(read_article, filters.article)
    if reading is None:
        blocks.note(f"These tables have no article “{filters.article[:40]}”; below are all that the filters select.")
    else:
        is_lit = filters.sentence in reading.sentences["sentence"].tolist()
        if filters.sentence is not None and not is_lit:
            blocks.note(f"This article has no sentence {filters.sentence}; none is lit.")
        compared = page.look_up(compare_articles, filters.article, filters.compare) if filters.compare else None
        if filters.compare and compared is None:
            blocks.note(f"These tables have no article “{filters.compare[:40]}”; nothing is compared.")
        if page.ask(is_left_out, filters.article):
            st.info("No number counts this article: it is left out. You read it as it is, with all its quotes.")
        blocks.draw_html(articles.reader_heading(page, reading))
        if compared is not None:
            blocks.draw_html(articles.comparison_heading(page, reading, compared))
        blocks.draw_html(articles.legend(compared=compared is not None))
        blocks.draw_html(articles.reader_text(page, reading, compared))
        if filters.sentence is not None:
            run_script(articles.SCROLL)
            run_script(citations.SCRIPT)
        blocks.offer_data(page)
        end_page()

for each in () if filters.article else filters.active("reader"):
    blocks.note(f"The link's {each.key} is of one article, and the link names none; it was ignored.")
total = page.ask(count_articles)
st.header(plural(total, "story" if filters.unit == ("story",) else "article"))
limit, offset = blocks.draw_screens(total, page)
listed = page.ask(list_articles, limit, offset, "".join(filters.sort))
blocks.draw_table(listed, articles.columns(page), "No article is left.", scrolls=False)
blocks.offer_csv(page, "articles", lambda page: page.ask(list_articles, sort="".join(filters.sort)))
blocks.offer_data(page)
