"""Quoting: the innermost quotation is the one that says it."""

from dashboard.pipeline.claims.quoting import Quotations
from dashboard.pipeline.quotes import Quote


def test_the_shortest_quotation_that_holds_it_is_found() -> None:
    outer, inner = Quote(((0, 900),), 0, "indirect"), Quote(((100, 150), (300, 420)), 0, "direct")
    quotations = Quotations([outer, inner])
    assert quotations.find(20) is outer
    assert quotations.find(120) is quotations.find(410) is inner
    assert quotations.find(200) is outer, "between the parts"
    assert quotations.find(900) is None
    assert quotations.find(950, 120) is inner, "the second character, where the first is in none"
