"""Drafts: what makes up one quotation, before it is known who its speaker is."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.pipeline.quotes.attributions import Attribution
from dashboard.pipeline.quotes.contents import Span
from dashboard.pipeline.quotes.continuations import Continuation
from dashboard.pipeline.quotes.grammar import Grammar


@dataclass(slots=True)
class Draft:
    """A quotation on its way to a row, in tokens, with the probabilities that its words and its speaker were chosen by.

    `way` is how it was found: by a "cue", or without one whether it "goes on" with one of its paragraph or of the one
    "before", has a "voice" of its own, or is "free".
    """

    spans: list[Span]
    cue: int | None
    speaker: int | None
    share: float
    speaker_share: float
    way: str


def draft_quotes(g: Grammar, attributions: Sequence[Attribution], continuations: Sequence[Continuation]) -> list[Draft]:
    """One draft an attribution, in text order; a continuation in the paragraph of a quoted one is a part of it."""
    drafts = {}
    for each in attributions:
        share = min(part.share for part in each.parts)
        drafts[each.cue] = Draft(each.spans, each.cue, each.speaker, share, each.speaker_share, "cue")
    free = []
    for more in continuations:
        before = more.before
        if before is None:
            way = "free" if more.speaker is None else "voice"
            free.append(Draft([more.span], None, more.speaker, more.share, 1.0, way))
            continue
        draft = drafts[before.cue]
        last = draft.spans[-1]
        is_near = g.paragraphs[last[1] - 1] == g.paragraphs[more.span[0]]
        if is_near and g.depth[last[0]]:
            draft.spans.append(more.span)
        else:
            way = "goes on" if is_near else "before"
            free.append(Draft([more.span], before.cue, more.speaker, more.share, before.speaker_share, way))
    return sorted([*drafts.values(), *free], key=lambda draft: draft.spans[0])
