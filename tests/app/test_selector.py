"""The box that asks the server: what it is answered, and what a choice does."""

from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.selector import among, tell_apart
from dashboard.queries.names import Option


def ask() -> None:
    """A page with one box, of which the browser has asked for “h”, as a run of its own."""
    from dashboard.app.selector import select
    from dashboard.queries.names import Option

    def search(typed: str) -> list[Option]:
        return [Option("homs", f"Homs {typed}", "town", 1_234), Option("hama", "Hama"), Option("h", "Hama")]

    select("Places", "box", {"homs": "Homs"}, search, lambda *_: None, several=True, placeholder="all")


def read(page: AppTest) -> str:
    [box] = page.get("bidi_component")
    return str(box.proto.json)


def test_only_what_is_asked_is_answered_and_only_once() -> None:
    page = AppTest.from_function(ask)
    assert '"answer": null' in read(page.run())
    page.session_state["box-asked"] = {"number": 7, "typed": "h"}
    answer = read(page.run())
    assert '"number": 7' in answer and '"name": "Hama [hama]"' in answer and '"name": "Hama [h]"' in answer
    assert "Homs h" not in answer, "what is chosen is not offered"
    assert '"answer": null' in read(page.run())


def test_a_choice_draws_the_whole_page_anew() -> None:
    page = AppTest.from_function(ask)
    page.session_state["box-changed"] = True
    page.run()
    assert "box-changed" not in page.session_state and not page.exception


@pytest.mark.parametrize(("typed", "values"), [("", ["a", "b"]), ("ACT", ["a"]), ("is", ["a", "b"]), ("z", [])])
def test_among_a_few_options_those_that_have_what_is_typed_are_found(typed: str, values: Sequence[str]) -> None:
    search = among({"a": "This is no actor", "b": "This is no place"})
    assert [each.value for each in search(typed)] == values
    assert all(isinstance(each, Option) for each in search(typed))


def test_values_of_one_name_are_told_apart() -> None:
    assert tell_apart({"a": "Ali", "b": "Ali", "c": "Omar"}) == {"a": "Ali [a]", "b": "Ali [b]", "c": "Omar"}
