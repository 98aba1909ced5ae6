"""Affiliations: the bodies that people speak for, by where articles name both side by side.

“Rami Abdel Rahman, head of the Syrian Observatory for Human Rights” and “the Observatory's director, Rami Abdel Rahman”
tie a person to a body; “Rami Abdel Rahman told Reuters” does not.
"""

import re
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dashboard.columns.ascending import is_among, join_ranges
from dashboard.columns.claims import Numbers, find_tellers
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.tables.contract import LABELS
from dashboard.words.sources import country_words, find_source_words

PERSON, BODY = LABELS.index("PERSON"), LABELS.index("ORG")

# Characters between the names of a person and of the body, at most.
REACH = 60

# What stands between the names of a person and of the body that he speaks for, in this order and in the other one.
BEHIND = re.compile(r"\b(?:of|for|at|from|with)\b(?: the| an?)? *$", re.IGNORECASE)
BEFORE = re.compile(
    r"^(?:['’]?s?)? *(?:\w+ ){0,2}(?:head|chief|director|spokes\w+|activist|member|manager|commander|official|leader"
    r"|secretary|president|chairman)\b[ ,]*$",
    re.IGNORECASE,
)


def find_affiliations(arrays: Numbers, texts: Mapping[str, Strings], claims: Array) -> dict[int, frozenset[str]]:
    """Actor -> the words of the bodies that it speaks for in the articles of these claims, for who says these."""
    speakers = np.unique(find_tellers(arrays, claims))
    articles = np.unique(arrays["claims.article"][claims])
    first = arrays["articles.first_of_mentions"]
    mentions = join_ranges(first[articles], np.maximum(first[articles], first[articles + 1] - 1))
    starts, ends = arrays["mentions.start"], arrays["mentions.end"]
    near = arrays["mentions.sentence"][mentions] == arrays["mentions.sentence"][mentions + 1]
    near &= starts[mentions + 1] - ends[mentions] <= REACH
    mentions = mentions[near]
    labels, next_labels = arrays["mentions.label"][mentions], arrays["mentions.label"][mentions + 1]
    forward = (labels == PERSON) & (next_labels == BODY)
    backward = (labels == BODY) & (next_labels == PERSON)
    people = arrays["mentions.actor"][np.where(forward, mentions, mentions + 1)]
    kept = (forward | backward) & (people >= 0) & is_among(people, speakers)
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for mention, person, is_forward in zip(
        mentions[kept].tolist(), people[kept].tolist(), forward[kept].tolist(), strict=True
    ):
        text = texts["articles.text"][int(arrays["mentions.article"][mention])] or ""
        between = text[ends[mention] : starts[mention + 1]]
        if (BEHIND if is_forward else BEFORE).search(between):
            body = mention + 1 if is_forward else mention
            actor = int(arrays["mentions.actor"][body])
            called = [text[starts[body] : ends[body]], texts["actors.name"][actor] or ""]
            found[person] |= frozenset().union(*map(find_source_words, called)) - country_words()
    return dict(found)
