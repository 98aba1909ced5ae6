"""Scripts that pages run in the user's browser: these and no others, each constant, none with a word of an article.

The policy of `headers` names each by its digest, so that the browser runs nothing else that stands in a page.
"""

import streamlit as st

from dashboard.charts import clicks
from dashboard.charts.places import camera
from dashboard.views import articles, citations, corrections

ALL = (clicks.HOVER_AT_PRESS, camera.SCRIPT, articles.SCROLL, citations.SCRIPT, corrections.SHOW_SAVED)


def run_script(script: str) -> None:
    """Run one of these scripts in the user's browser."""
    if script not in ALL:
        raise ValueError("the script is not among those that the browser may run; add it to dashboard.app.scripts.ALL")
    st.html(str(script), unsafe_allow_javascript=True)
