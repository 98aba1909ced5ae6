"""Continuations: quotations that no cue of their own sentence attributes, and whose they are.

Somebody's second sentence (“X,” he said. “Y.”), a quotation behind a lead-in line, a reader's letter with its
signature. Limits: only whole quotations that are not inside another.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp

import numpy as np

from dashboard.pipeline.quotes.attributions import Attribution
from dashboard.pipeline.quotes.contents import MARGIN, Span, strip
from dashboard.pipeline.quotes.cues import step
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.weights import Weights
from dashboard.pipeline.speech import CONTENT

# Probability from which a quotation is speech: that which gave the best F1 on PolNeAR dev before the
# encoder read speech.
SPEECH_FROM = 0.4
# Probability that a quotation behind the cue of a quoted first half is the second half; set by hand.
SPLIT = 0.9
# The same where a person is named by a lead-in line or a signature, and the quotation has a verb; set by hand.
VOICED = 0.8
# Where a lead-in line or a signature says whose it is, less will do.
VOICED_FROM = 0.1
DASHES = frozenset(("—", "–", "-", "--", "―"))
# Words behind a quotation among which whoever acts there stands.
NEIGHBOURING = 6
# A quotation is attributed already if so much of it is.
COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Continuation:
    """A quotation, the attribution that it goes on with or the head word of its speaker, if either is there."""

    span: Span
    before: Attribution | None
    speaker: int | None
    share: float


def find_continuations(g: Grammar, attributions: Sequence[Attribution], weights: Weights) -> list[Continuation]:
    """The free quotations that are speech, in text order."""
    found = []
    for span, before in find_free(g, [(a, span) for a in attributions for span in a.spans]):
        share = 1 / (1 + exp(-weights.continuations.score(continuation_features(g, span, before))))
        if before is not None and _is_other_half(g, span, *before):
            share = max(share, SPLIT)
        voice = find_voice(g, span)
        if voice is not None and g.entities[voice] == "PERSON" and g.verbs[span[1]] > g.verbs[span[0]]:
            share = max(share, VOICED)
        if share < (SPEECH_FROM if voice is None else VOICED_FROM):
            continue
        goes_on = None if voice is not None else _goes_on(g, span, before)
        if goes_on is not None:
            found.append(Continuation(span, goes_on, goes_on.speaker, share))
        else:
            found.append(Continuation(span, None, find_neighbour(g, span) if voice is None else voice, share))
    return found


def _goes_on(g: Grammar, span: Span, before: tuple[Attribution, Span] | None) -> Attribution | None:
    """The attribution that the quotation goes on with: that of its paragraph, or of the one before if there is no other
    word in its own. So it is 36 times of 41 in PolNeAR train; where there are others it is 12 times of 31, and nobody
    is the better answer.
    """
    if before is None or g.paragraphs[before[1][1] - 1] == g.paragraphs[span[0]]:
        return before and before[0]
    here = g.paragraphs[span[0]]
    first, last = bisect_left(g.paragraphs, here), bisect_right(g.paragraphs, here)
    return before[0] if g.outside[first] == g.outside[last] else None


def _is_other_half(g: Grammar, span: Span, attribution: Attribution, first: Span) -> bool:
    """Whether the quotation goes on behind the cue: “X,” he said, “and Y.”"""
    cue = attribution.cue
    if not (g.depth[first[0]] and first[1] <= cue < span[0] < g.ends[cue]):
        return False
    return g.words[span[0] - 2] in (",", ":", ";") or g.words[span[0] - 2] == g.words[cue]


def find_voice(g: Grammar, span: Span) -> int | None:
    """The head word of whoever a lead-in line ("And from Ms Rania:") or a signature ("— Rania") names."""
    start, end = span
    before = start - 1
    while before >= 0 and (g.words[before] in MARGIN - {":"} or g.pos[before] == "SPACE"):
        before -= 1
    if before > 0 and g.words[before] == ":":
        named = [i for i in range(g.begins[before], before) if g.pos[i] == "PROPN" and g.deps[i] != "compound"]
        subject, _ = g.subject(before if g.heads[before] == before else g.heads[before])
        return named[-1] if named else subject
    after = end
    while after < len(g.words) and (g.words[after] in MARGIN - DASHES or g.pos[after] == "SPACE"):
        after += 1
    # A dash and the word behind it, without a blank between, are one token.
    is_dash = after + 1 < len(g.words) and g.words[after][0] in DASHES
    if is_dash and g.pos[after + 1] == "PROPN":
        last = after + 1
        while last + 1 < len(g.words) and g.pos[last + 1] == "PROPN" and g.begins[last + 1] == g.begins[last]:
            last += 1
        return last
    return None


def find_neighbour(g: Grammar, span: Span) -> int | None:
    """The head word of the person who acts right behind the quotation, else right before it, in its paragraph.

    “We have lost everything.” Rania stood in the ruins. Of 77 such quotations of PolNeAR train that nobody's words in
    their paragraph go before, this says rightly whose 69 are; whoever spoke in the paragraph before says it of 14.
    """
    start, end = span
    behind = bisect_left(g.plain, end)
    after = g.plain[behind] if behind < len(g.plain) else len(g.words)
    if after < len(g.words) and g.pos[after] != "SPACE" and g.paragraphs[after] == g.paragraphs[end - 1]:
        person = _find_person(g, after, min(g.ends[after], after + NEIGHBOURING))
        if person is not None:
            return person
    ahead = bisect_left(g.plain, start)
    before = g.plain[ahead - 1] if ahead else -1
    if before >= 0 and g.pos[before] != "SPACE" and g.paragraphs[before] == g.paragraphs[start]:
        return _find_person(g, g.begins[before], before + 1)
    return None


def _find_person(g: Grammar, start: int, end: int) -> int | None:
    """The first subject among the words outside quotations, if it is a person's and that of a main clause."""
    for i in range(start, end):
        if g.deps[i] in SUBJECTS and not g.depth[i]:
            is_person = g.entities[i] == "PERSON" or g.words[i] in ("he", "she")
            return i if is_person and g.deps[g.heads[i]] in ("ROOT", "ccomp", "conj", "parataxis") else None
    return None


def find_free[Owner](g: Grammar, taken: Sequence[tuple[Owner, Span]]) -> list[tuple[Span, tuple[Owner, Span] | None]]:
    """The outer quotations that are not taken, each with what is taken before it, if that is of its paragraph."""
    covered = _count_covered(g, (span for _, span in taken))
    waiting = deque(sorted(enumerate(taken), key=lambda each: each[1][1][0]))
    # Those before a quotation and of its paragraph or the one before that, each with none behind it that ends later.
    near: deque[tuple[int, tuple[Owner, Span]]] = deque()
    free = []
    for start, end in g.quotations:
        span = strip(g, start, end)
        if g.depth[start] > 1 or span[0] >= span[1]:
            continue
        while waiting and waiting[0][1][1][0] < start:
            number, each = waiting.popleft()
            while near and (near[-1][1][1][1], -near[-1][0]) < (each[1][1], -number):
                near.pop()
            near.append((number, each))
        while near and g.paragraphs[near[0][1][1][0]] < g.paragraphs[start] - 1:
            near.popleft()
        if covered[end] - covered[start] < COVERED * (end - start):
            free.append((span, near[0][1] if near else None))
    return free


def _count_covered(g: Grammar, spans: Iterable[Span]) -> list[int]:
    """How many tokens before each one lie in one of the spans."""
    opened = [0] * (len(g.words) + 1)
    for start, end in spans:
        opened[start] += 1
        opened[end] -= 1
    return list(accumulate((count > 0 for count in accumulate(opened[:-1])), initial=0))


def continuation_features[Owner](g: Grammar, span: Span, before: tuple[Owner, Span] | None) -> list[str]:
    """What is seen of a free quotation and of what stands around it."""
    start, end = span
    words = g.counts[end] - g.counts[start]
    length = next((str(step) for step in (1, 2, 3, 5, 8, 12, 20, 40) if words <= step), "more")
    head = start - 1
    while head > 0 and g.depth[head] == 0 and not any(c.isalnum() for c in g.words[head]) and g.words[head] != ":":
        if g.begins[head] == head or g.pos[head] == "SPACE":
            break
        head -= 1
    opening = (
        g.words[head]
        if head >= 0 and g.words[head] == ":"
        else "word"
        if head >= 0 and any(c.isalnum() for c in g.words[head])
        else "edge"
    )
    alone = g.outside[g.ends[end - 1]] - g.outside[g.begins[start]]
    outside = "0" if alone == 0 else "few" if alone < 4 else "many"
    same = before is not None and g.paragraphs[before[1][0]] == g.paragraphs[start]
    quoted = before is not None and g.depth[before[1][1] - 1] > 0
    place = f"{'same' if same else 'none' if before is None else 'last'}|{quoted}"
    full = any(g.words[i] in (".", "!", "?", ",") for i in range(end - 1, min(end + 2, len(g.words))))
    said = step(float(np.mean(g.speech.marks[start:end, CONTENT])))
    features = [
        f"speech={said}",
        f"length={length}",
        f"opening={opening}",
        f"outside={outside}",
        f"place={place}",
        f"full={full}",
    ]
    crossed = [f"{one}&{other}" for n, one in enumerate(features) for other in features[n + 1 :]]
    shape = f"shape={length}|{opening}|{outside}|{place}"
    upper = f"upper={g.tags[start]}|{outside}"
    return ["any=", *features, *crossed, shape, upper, f"verbs={min(g.verbs[end] - g.verbs[start], 2)}|{outside}"]
