"""Voting: whether a text speaks of an election, in which candidates capture states and delegates.

Limits: the words of a sentence and of two before and behind it are read.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import Grammar

WORDS = lexicon.words("voting")
# Sentences on each side that are read.
NEAR = 2


def is_of_voting(g: Grammar, i: int) -> bool:
    """Whether the sentence of the word, or one near it, speaks of an election."""
    begin, end = g.begins[i], g.ends[i]
    for _ in range(NEAR):
        begin = g.begins[begin - 1] if begin else 0
        end = g.ends[end] if end < len(g.words) else end
    return not WORDS.isdisjoint(g.words[begin:end])
