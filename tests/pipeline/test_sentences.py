"""Sentences that the parser does not end are cut."""

import pytest

from dashboard.pipeline.annotate import annotate
from dashboard.pipeline.sentences import LONGEST

pytestmark = pytest.mark.model


def test_a_sentence_without_an_end_is_cut_and_the_one_before_it_is_not() -> None:
    text = "Rosa Linde left Homs on Monday.\n\n" + "and the men of the town went to the river " * 100
    [doc] = annotate([text])
    lengths = [len(sentence) for sentence in doc.sents]
    assert doc.text == text
    assert max(lengths) <= LONGEST < sum(lengths)
    assert next(doc.sents).text.strip() == "Rosa Linde left Homs on Monday."
    assert all(token.sent == token.head.sent for token in doc)
