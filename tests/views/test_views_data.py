"""Links to data: the main frame in sight, the others folded away, all words and addresses escaped."""

from dashboard.views.data import Offered, data_links


def test_a_page_without_frames_has_no_line() -> None:
    assert data_links([]) == ""


def test_the_first_frame_is_in_sight_and_the_others_are_folded_away() -> None:
    one = Offered("places", "a place", [("JSON", "locations.json?q=a&at=1"), ("CSV", "locations.csv")])
    drawn = str(data_links([one]))
    assert "<details>" not in drawn
    assert 'href="locations.json?q=a&amp;at=1"' in drawn
    assert drawn.index("JSON") < drawn.index("CSV") < drawn.index("one row is a place")
    both = str(data_links([one, Offered("not-on-the-map", "a name", [("JSON", "x.json?frame=not-on-the-map")])]))
    assert both.index("Data: ") < both.index("<details>") < both.index("Not on the map: ")


def test_words_of_a_link_stay_words() -> None:
    evil = '"><script>alert(1)</script>'
    assert "<script>" not in data_links([Offered(evil, evil, [(evil, evil)])])
