"""Articles: the list, and the reader, where actors, places and quotes are lit and one sentence can be linked to."""

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.queries.articles import count_articles, list_articles
from dashboard.queries.reading import read_article
from dashboard.views import articles, citations
from dashboard.wording import plural

page = shell.open_page("Articles", "story", "unit", "screen", "article", "sentence")
filters = page.filters

if filters.article:
    reading = page.look_up(read_article, filters.article)
    if reading is None:
        blocks.note(f"These tables have no article “{filters.article[:40]}”; below are all that the filters select.")
    else:
        if filters.sentence is not None and filters.sentence not in reading.sentences["sentence"].array:
            blocks.note(f"This article has no sentence {filters.sentence}; none is lit.")
        blocks.draw_html(articles.reader_heading(page, reading) + articles.LEGEND)
        blocks.draw_html(articles.reader_text(page, reading))
        if filters.sentence is not None:
            blocks.run_script(articles.SCROLL)
            blocks.run_script(citations.SCRIPT)
        st.stop()

total = page.ask(count_articles)
st.subheader(plural(total, "story" if filters.unit == ("story",) else "article"))
limit, offset = blocks.draw_screens(total, page)
listed = page.ask(list_articles, limit, offset)
blocks.draw_table(listed, articles.columns(page), "No article is left.", scrolls=False)
blocks.offer_csv(page, "articles", lambda page: page.ask(list_articles))
