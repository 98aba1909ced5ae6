"""Links: where the dashboard is in the user's browser."""

import pytest

from dashboard.app import sidebar
from dashboard.app.links import find_root


@pytest.mark.parametrize(
    ("page_url", "label", "root"),
    [
        ("http://localhost:8501", "Overview", "http://localhost:8501/"),
        ("http://localhost:8501/", "Overview", "http://localhost:8501/"),
        ("http://localhost:8501/locations", "Places", "http://localhost:8501/"),
        ("https://desk.test/dateline/locations/", "Places", "https://desk.test/dateline/"),
        ("https://desk.test/dateline", "Overview", "https://desk.test/dateline/"),
        (None, "Places", "/"),
    ],
)
def test_the_root_is_where_the_readers_browser_sees_it(page_url: str | None, label: str, root: str) -> None:
    assert find_root(page_url, sidebar.name_in_url(label)) == root
