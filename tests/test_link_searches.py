"""What a link's searches for words leave out is said."""

import pytest

from dashboard.filters import Filters
from dashboard.links import note_searches


@pytest.mark.parametrize("filters", [Filters(), Filters(words="ceasefire", said='"chemical weapons"')])
def test_a_search_that_is_read_whole_needs_no_note(filters: Filters) -> None:
    assert note_searches(filters) == []


@pytest.mark.parametrize("filters", [Filters(words="?!"), Filters(said="?!")])
def test_a_search_that_names_no_word_is_said_to_find_nothing(filters: Filters) -> None:
    [note] = note_searches(filters)
    assert note == "“?!” names no word, so nothing is found. Write letters or digits."
