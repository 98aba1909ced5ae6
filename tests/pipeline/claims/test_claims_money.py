"""Money: sums that are claimed, and what is only a price."""

from collections.abc import Callable

import pytest

from dashboard.pipeline.claims import Claim


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The European Union pledged €3 billion for Syria.", [("EUR", 3e9, 3e9)]),
        ("The earthquake caused more than $34 billion in damage.", [("USD", 34e9, None)]),
        ("The kidnappers demanded a ransom of 2 million dollars.", [("USD", 2e6, 2e6)]),
        ("Kuwait donated up to 500,000 dollars.", [("USD", None, 5e5)]),
        ("The state owes its banks 200 million Lebanese pounds.", [("LBP", 2e8, 2e8)]),
        ("The state may face fines of $5,000.", []),
        ("The law allows fines of up to $5,000.", []),
        ("Officials put the losses at $5m.", [("USD", 5e6, 5e6)]),
        ("The loss totalled more than $1 million dollars in damage.", [("USD", 1e6, None)]),
        ("The ticket costs $15.", []),
        ("Germany plans to donate €5 million.", []),
        ("He lost 20 pounds in the camp.", []),
    ],
)
def test_sums_have_their_currency(
    read_text: Callable[[str], list[Claim]], text: str, expected: list[tuple[str, float | None, float | None]]
) -> None:
    claims = read_text(text)
    assert [(each.unit, each.low, each.high) for each in claims] == expected
    assert {each.matter for each in claims} <= {"money"}
