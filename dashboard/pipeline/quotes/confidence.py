"""Confidence: how likely the words of a quotation and its speaker are both right.

The probabilities that they were chosen by are too sure of themselves. What they are worth, with what the encoder says,
is learned (`tools/train_quotes.py`) from articles that the choices were not learned from; on PolNeAR dev it is then off
by .02 on average. Limits: right
is a speaker as written, for no annotation says whom a pronoun stands for.
"""

from math import exp, log

from dashboard.pipeline.quotes.contents import find_form
from dashboard.pipeline.quotes.cues import describe, step
from dashboard.pipeline.quotes.drafts import Draft
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.weights import Scorer
from dashboard.pipeline.speech import CUE, UNREAD

# The most of a quotation of which it is not known who said it, whatever its words are worth; set by hand.
UNKNOWN_AT_MOST = 0.5
# What the odds of a choice are cut to, natural logarithm, and the width of the steps in which they are seen.
LEAST_ODDS, MOST_ODDS, STEP = -1.0, 5.0, 1.0


def find_confidence(g: Grammar, draft: Draft, scorer: Scorer) -> float:
    """The probability that the words of the quotation and its speaker as written are right, 0 to 1."""
    return 1 / (1 + exp(-scorer.score(confidence_features(g, draft))))


def confidence_features(g: Grammar, draft: Draft) -> list[str]:
    """What is seen of a quotation by which it may be right."""
    part, speaker = _step(draft.share), _step(draft.speaker_share)
    who = describe(g, draft.speaker)
    form = find_form(g, draft.spans[0])
    inner = min(g.depth[draft.spans[0][0]], 2)
    seen = [] if draft.cue is None else _speech_features(g, draft.cue, draft)
    return [*seen, "any=", f"way={draft.way}", f"part={part}", f"speaker={speaker}", f"way,part={draft.way}|{part}",
            f"nobody={draft.speaker is None}", f"who={who}", f"form={form}|{inner}",
            f"parts={min(len(draft.spans), 3)}", f"form,part={form}|{inner}|{part}"]  # fmt: skip


def _speech_features(g: Grammar, cue: int, draft: Draft) -> list[str]:
    relation = g.speech.relate(cue)
    share = min(int(5 * relation.mass(*span) / (span[1] - span[0])) for span in draft.spans)
    source = UNREAD if draft.speaker is None else relation.at(draft.speaker, "source")
    return [f"cue speech={step(g.speech.marks[cue, CUE])}", f"share={share}", f"source={step(source)}",
            f"form,share={find_form(g, draft.spans[0])}|{share}"]  # fmt: skip


def _step(share: float) -> int:
    """The step of the odds of a probability."""
    odds = log(max(share, 1e-9) / max(1 - share, 1e-9))
    return round(min(max(odds, LEAST_ODDS), MOST_ODDS) / STEP)
