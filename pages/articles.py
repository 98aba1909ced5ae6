"""Articles: the list, and the reader, where actors, places and quotes are lit and one sentence can be linked to."""

import streamlit as st

from dashboard.app import shell
from dashboard.queries import articles
from dashboard.views import articles as reader
from dashboard.views import lists
from dashboard.views.markup import plural

page = shell.open_page("Articles", "story", "unit", "screen", "article", "sentence")
cursor, filters = page.cursor, page.filters

if filters.article:
    reading = articles.read_article(cursor, filters.article)
    if reading is None:
        shell.note(f"These tables have no article “{filters.article[:40]}”; below are all that the filters select.")
    else:
        if filters.sentence is not None and filters.sentence not in reading.sentences["sentence"].array:
            shell.note(f"This article has no sentence {filters.sentence}; none is lit.")
        st.html(reader.headline(page, reading) + reader.LEGEND)
        st.html(reader.body(page, reading))
        if filters.sentence is not None:
            st.html(reader.SCROLL, unsafe_allow_javascript=True)
        st.stop()

total = articles.count_articles(cursor, filters)
st.subheader(plural(total, "story" if filters.unit == ("story",) else "article"))
limit, offset = shell.draw_screens(total, page)
listed = articles.list_articles(cursor, filters, limit, offset)
shell.draw_table(listed, lists.articles(page), "No article is left.", scrolls=False)
shell.offer_csv(page, "articles", lambda cursor: articles.list_articles(cursor, filters))
