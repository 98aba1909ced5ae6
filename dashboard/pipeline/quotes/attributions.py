"""Attributions: which cue says which words are whose, by learned weights.

A word is taken for a cue first; then, on each side of it, one of the candidates is chosen or none; then a speaker or
nobody. Each choice is a softmax over what there is to choose from.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from dashboard.pipeline.quotes.constructions import find_constructions
from dashboard.pipeline.quotes.contents import (
    Side,
    Span,
    end_features,
    find_form,
    find_sides,
    span_features,
    start_features,
)
from dashboard.pipeline.quotes.cues import cue_features, may_cue
from dashboard.pipeline.quotes.figures import find_figures
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.speakers import find_heads, nobody_features, speaker_features
from dashboard.pipeline.quotes.stances import find_stance
from dashboard.pipeline.quotes.weights import Weights
from dashboard.pipeline.speech import CUE

# Probability from which a word is taken for a cue, and the encoder's log-odds of a cue from which a word is looked at.
CUE_FROM, WORD_FROM = 0.1, -4.0
# Probability from which a stretch of text is a quote: that which gives the best F1 on PolNeAR dev.
CONTENT_FROM = 0.4
# The same for a stretch that is neither quoted nor a sentence ("to leave", "the plan"), of a cue that says what is done
# with it (denies, demands, promises …), and of one that does not ("wants", "discussed"). PolNeAR counts each of them; a
# reader of quotes wants what was said, which is all that GUM counts. Joint F1 on PolNeAR dev and GUM, with the encoder
# before the present one: 69.5 and 66.9 with 0.85 for both; 67.3 and 70.2 with these (67.8 and 71.1 now); 66.8 and 70.5
# with 0.95 for both.
DOING_FROM, BARE_FROM = 0.9, 0.95
# Two stretches are the same from this share of the longer one's words: the measure that quotes are scored by.
SAME = 0.8
# Probability by which two candidates are about as good.
EVEN = 0.05
# Probability that a figure that is put at a number is said; set by hand.
FIGURE = 0.9
# Probability that a construction says what its words say; set by hand.
CONSTRUED = 0.8
# Candidates of which the whole is looked at, the best by their edges. Before the encoder read speech, six took longer
# for the same F1.
WEIGHED = 5
# Logarithm of the odds of "none" against the best edges from which no candidate is looked at. Before the encoder read
# speech, on 120 articles of PolNeAR that were not learned from, 4 found what 5 did in less time, and 3 lost 0.1 of F1.
HOPELESS = 4.0

# Parts of speech that names of works are not told by: the film “The Long Road to Homs”.
SMALL = frozenset("DET ADP CCONJ PART PUNCT SPACE NUM".split())

# Features of a cue that say whether it has a content on a side.
NONE = (
    "lemma=", "frame=", "tag=", "lemma,has=", "depth=", "way=", "who=", "subject first=", "pos,has=", "lemma,child=",
    "lemma,clause=", "clause=", "object=", "lemma,object=", "lemma,who=", "lemma,dep=", "subject=", "lemma,after=",
    "pos,dep=", "child=", "place=", "lemma,place=",
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """A stretch of text that a cue attributes, and the probability that it does."""

    cue: int
    span: Span
    share: float


@dataclass(slots=True)
class Attribution:
    """A cue, the stretches that it attributes in text order, and the head word of the speaker, None for nobody."""

    cue: int
    parts: list[Part]
    speaker: int | None
    speaker_share: float

    @property
    def spans(self) -> list[Span]:
        """The tokens of its parts."""
        return [part.span for part in self.parts]


def find_attributions(g: Grammar, weights: Weights) -> list[Attribution]:
    """What the cues of the article attribute, by cue; two of them may attribute the same stretch."""
    attributions = []
    figures = find_figures(g)
    for cue, span in figures.items():
        speaker, share = choose_speaker(g, cue, [span], weights)
        attributions.append(Attribution(cue, [Part(cue, span, FIGURE)], speaker, share))
    for cue, features, likely in find_cues(g, weights):
        if cue in figures or find_stance(g, cue) is None:  # "declined to comment" says nothing
            continue
        found = [_choose_content(g, side, features, likely, weights) for side in find_sides(g, cue)]
        parts = sorted((part for part in found if part is not None), key=lambda part: part.span)
        if len(parts) > 1 and _leads_in(g, parts[0], parts[1]):
            parts = parts[1:]
        if parts:
            speaker, share = choose_speaker(g, cue, [part.span for part in parts], weights)
            attributions.append(Attribution(cue, parts, speaker, share))
    learned = {each.cue for each in attributions}
    for cue, (span, head) in find_constructions(g).items():
        if cue not in learned:
            speaker, share = choose_speaker(g, cue, [span], weights) if head is None else (head, CONSTRUED)
            attributions.append(Attribution(cue, [Part(cue, span, CONSTRUED)], speaker, share))
    return attributions


def _leads_in(g: Grammar, part: Part, quoted: Part) -> bool:
    """Whether a part is a phrase without marks before a quotation in marks: "Of the vote, he said, “It is over”"."""
    outer = g.depth[part.cue]
    is_quoted = all(g.depth[i] > outer for i in range(*quoted.span) if g.pos[i] != "PUNCT")
    is_bare = all(g.depth[i] <= outer for i in range(*part.span))
    return is_quoted and is_bare and find_form(g, part.span) != "finite"


def without_doubles(
    g: Grammar, attributions: Sequence[Attribution], reporters: Container[int] = ()
) -> list[Attribution]:
    """Each stretch with one cue: the likeliest, and a cue of `reporters` only where there is no other.

    "He said he thinks that …" attributes twice: a cue inside the stretch of another one is no double of it.
    """
    parts = sorted((part for each in attributions for part in each.parts), key=lambda part: -part.share)
    parts = _keep_first(g, parts, _attribute_each_other)
    parts = _keep_first(g, sorted(parts, key=lambda part: part.cue in reporters), _are_same)
    kept = {(part.cue, part.span, part.share) for part in parts}
    left = [
        replace(each, parts=[part for part in each.parts if (part.cue, part.span, part.share) in kept])
        for each in attributions
    ]
    return [each for each in left if each.parts]


def _keep_first(g: Grammar, parts: Sequence[Part], excludes: Callable[[Grammar, Part, Part], bool]) -> list[Part]:
    """The parts in order, those left out that one before them excludes."""
    kept: list[Part] = []
    near: dict[int, list[Part]] = defaultdict(list)  # by the first word of each sentence that they touch
    for part in parts:
        touched = {g.begins[i] for i in (*range(*part.span), part.cue)}
        if not any(excludes(g, part, other) for begin in touched for other in near[begin]):
            kept.append(part)
            for begin in touched:
                near[begin].append(part)
    return kept


def _attribute_each_other(g: Grammar, part: Part, other: Part) -> bool:
    """Whether each lies around the other's cue, which cannot be."""
    return _is_around(other, part.cue) and _is_around(part, other.cue)


def _are_same(g: Grammar, part: Part, other: Part) -> bool:
    """Whether both say the same words; if one attributes the other it is no double of it, whatever they share."""
    if _is_around(other, part.cue) or _is_around(part, other.cue):
        return False
    return overlap(g, part.span, other.span) >= SAME


def _is_around(part: Part, cue: int) -> bool:
    return part.span[0] <= cue < part.span[1]


def find_cues(g: Grammar, weights: Weights) -> list[tuple[int, list[str], float]]:
    """The words that may be cues: token, features, probability."""
    cues = []
    for i in np.flatnonzero(g.speech.marks[:, CUE] >= WORD_FROM).tolist():
        if not may_cue(g, i):
            continue
        features = cue_features(g, i)
        likely = 1 / (1 + exp(-weights.cues.score(features)))
        if likely >= CUE_FROM:
            cues.append((i, features, likely))
    return cues


def none_features(side: Side, features: Sequence[str], likely: float) -> list[str]:
    """What is seen of a side on which a cue may attribute nothing."""
    most = int(max(side.shares.values()) * 10)
    odds = round(min(1.0, likely) * 10)
    key = side.side
    own = [f"none {key} {feature}" for feature in features if feature.startswith(NONE)]
    return [f"none {key}=", f"none {key} likely={odds}", f"none {key} share={most}",
            f"none {key} share,likely={most}|{odds // 2}", *own]  # fmt: skip


def content_features(g: Grammar, side: Side) -> list[list[str]]:
    """What is seen of each candidate of a side, in order."""
    return [
        start_features(g, side, span[0], names[0])
        + end_features(g, side, span[1], names[1])
        + span_features(g, side, span, names)
        for span, names in side.spans.items()
    ]


def _choose_content(g: Grammar, side: Side, cue: Sequence[str], likely: float, weights: Weights) -> Part | None:
    """The candidate that most probably shares its words with the true one; None if nothing is likely enough."""
    scorer = weights.contents
    starts = {
        edge: scorer.score(start_features(g, side, *edge)) for edge in {(s[0], n[0]) for s, n in side.spans.items()}
    }
    ends = {edge: scorer.score(end_features(g, side, *edge)) for edge in {(s[1], n[1]) for s, n in side.spans.items()}}
    edges = [(starts[span[0], names[0]] + ends[span[1], names[1]], span, names) for span, names in side.spans.items()]
    edges.sort(reverse=True)
    none = scorer.score(none_features(side, cue, likely))
    if none - edges[0][0] > HOPELESS:
        return None
    scores = [
        (score + scorer.score(span_features(g, side, span, names)), span) for score, span, names in edges[:WEIGHED]
    ]
    scores.sort(reverse=True)
    highest = max(none, scores[0][0])
    total = exp(none - highest) + sum(exp(score - highest) for score, _ in scores)
    best = [(exp(score - highest) / total, span) for score, span in scores]
    if sum(share for share, _ in best) < CONTENT_FROM:
        return None
    shared = [sum(p for p, other in best if overlap(g, span, other) >= SAME) for _, span in best]
    # Of those that are about as good the likeliest: `best` is in that order.
    share, span = next((each, span) for each, (_, span) in zip(shared, best, strict=True) if each >= max(shared) - EVEN)
    return Part(side.cue, span, share) if share >= _find_threshold(g, span, side.cue) else None


def _find_threshold(g: Grammar, span: Span, cue: int) -> float:
    """The probability from which the stretch is a quote of the cue."""
    if says_something(g, span, cue):
        return CONTENT_FROM
    return BARE_FROM if find_stance(g, cue) == "says" else DOING_FROM


def says_something(g: Grammar, span: Span, cue: int) -> bool:
    """Whether the stretch quotes more than a name, or has a sentence's verb on top: "he won", not "to win"."""
    quoted = [i for i in range(*span) if g.depth[i] > g.depth[cue] and g.pos[i] not in SMALL]
    if not all(g.capitals[i] for i in quoted) or (len(quoted) == 1 and g.pos[quoted[0]] != "PROPN"):
        return True
    return find_form(g, span) == "finite"


def overlap(g: Grammar, one: Span, other: Span) -> float:
    """The words that two spans share, as a share of the longer one's."""
    shared = g.counts[min(one[1], other[1])] - g.counts[max(one[0], other[0])]
    longer = max(g.counts[one[1]] - g.counts[one[0]], g.counts[other[1]] - g.counts[other[0]], 1)
    return max(0, shared) / longer


def choose_speaker(g: Grammar, cue: int, contents: list[Span], weights: Weights) -> tuple[int | None, float]:
    """The head word of the most probable speaker, None for nobody, and its probability."""
    scorer, heads = weights.speakers, find_heads(g, cue)
    scores: list[tuple[float, int | None]] = [(scorer.score(nobody_features(g, cue, heads)), None)]
    for head, way in heads.items():
        scores.append((scorer.score(speaker_features(g, cue, contents, head, way)), head))
    best, speaker = max(scores, key=lambda pair: pair[0])
    return speaker, 1 / sum(exp(score - best) for score, _ in scores)
