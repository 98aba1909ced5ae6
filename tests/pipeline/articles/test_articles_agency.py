import pytest

from dashboard.pipeline.articles.agency import find_agency

REST = "The reservoir is full again after a wet winter, the water board said.\n\nIt had been dry since 2019."


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        (f"ORSK, Jan. 8 (Reuters) - {REST}", "Reuters"),
        (f"SPRINGVALE, Ill. (AP) — {REST}", "AP"),
        (f"ORSK/BELA, Jan 8 (Xinhua) -- {REST}", "Xinhua"),
        (f"Reservoir full again\n\nOrsk (AFP) – {REST}", "AFP"),
        (f"Orsk, SANA – {REST}", "SANA"),
        (f"(The Associated Press) - {REST}", "AP"),
        (f"REUTERS - {REST}", "Reuters"),
        (f"{REST} - REUTERS", "Reuters"),
        (f"{REST}-AFP", "AFP"),
        (f"{REST} --Reuters.", "Reuters"),
        (f"{REST} (AP)\n", "AP"),
        (f"{REST}\n\nPress Trust of India\n", "PTI"),
        (f"{REST}\n/TASS/", "TASS"),
    ],
)
def test_a_credit_at_either_end_names_the_agency(body: str, agency: str) -> None:
    assert find_agency(None, body) == agency


@pytest.mark.parametrize(
    "body",
    [
        REST,
        "",
        f"News agency AFP reported that the dam held. {REST}",
        f"The dam held, a source told Reuters. {REST}",
        f"{REST} A spokesman told AFP.",
        f"{REST}\n\n(AP Photo/Ann Other)",
        f"A map - the ap - shows the dam. {REST}",
        f"SPAIN - {REST}",
        f"{REST}\n\nThe anti-TASS protest (its third) went on.",
    ],
)
def test_a_mention_in_passing_is_no_credit(body: str) -> None:
    assert find_agency(None, body) is None


@pytest.mark.parametrize(
    ("given", "agency"), [("REUTERS", "Reuters"), ("Associated Press", "AP"), ("Orsk Wire", "Orsk Wire")]
)
def test_a_given_agency_counts_more_than_the_text(given: str, agency: str) -> None:
    assert find_agency(given, f"Orsk (AFP) - {REST}") == agency
