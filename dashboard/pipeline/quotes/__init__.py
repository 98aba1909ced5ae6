"""Quotes: what was said, by whom, and on whose word.

A quotation is found in steps, a module each: the parse and the quotation marks as columns (`grammar`, `marks`);
which words attribute (`cues`), which stretches of text (`contents`), to whom (`speakers`), chosen by learned `weights`
in `attributions`; figures that are put at a number (`figures`); what the parser gets wrong (`constructions`);
quotations without a cue of their own (`continuations`); all of them as `drafts`; what the article calls its people
(`descriptions`), who the speaker is (`identities`), and who the others are, if there are several (`coordinations`), on
whose word it rests (`sourcing`), which outlet it came through (`outlets`), what the cue says of it (`stances`), how
likely it is right (`confidence`).

Limits: beliefs, plans and wishes count as what is attributed, as they do in the corpus that was learned from. Who a
pronoun stands for is said only where the sentences before leave one answer. What has no speaker has sourcing `unknown`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from spacy.tokens import Doc

from dashboard.pipeline.actors import Actor, Office
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.quotes.attributions import Attribution, Part, find_attributions, without_doubles
from dashboard.pipeline.quotes.confidence import UNKNOWN_AT_MOST, find_confidence
from dashboard.pipeline.quotes.contents import MARGIN, Span, strip
from dashboard.pipeline.quotes.continuations import find_continuations
from dashboard.pipeline.quotes.coordinations import find_list, find_own_phrase, find_speakers
from dashboard.pipeline.quotes.drafts import Draft, draft_quotes
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar
from dashboard.pipeline.quotes.identities import Identities, read_identities
from dashboard.pipeline.quotes.outlets import (
    asks,
    find_agent_end,
    find_cited,
    find_credit,
    find_outlet,
    find_quoted,
    find_relayed,
    is_newsroom,
    is_outlet,
)
from dashboard.pipeline.quotes.quote import Quote, Speaker
from dashboard.pipeline.quotes.sourcing import find_sourcing
from dashboard.pipeline.quotes.speakers import find_antecedent, find_phrase
from dashboard.pipeline.quotes.stances import find_stance
from dashboard.pipeline.quotes.weights import load_weights

__all__ = ["Quote", "Speaker", "find_quotes"]

# Punctuation before the closing mark that belongs to what was said.
QUOTED_TOO = frozenset(",.!?…") | {"..."}

# Share of quoted words from which the whole is a quotation.
DIRECT = 0.8


def find_quotes(
    doc: Doc,
    mentions: Sequence[Mention],
    actors: Sequence[Actor | None],
    offices: Mapping[str, Sequence[Office]] = MappingProxyType({}),
) -> list[Quote]:
    """The quotations of the article in text order; no two have the same first and last character.

    `offices` are those of known actors in the year of the article, by id: so "the US president" is found.
    """
    g = read_grammar(doc)
    weights = load_weights()
    who = read_identities(g, mentions, actors, offices)
    attributions = [_without_credit(g, each, who) for each in find_attributions(g, weights)]
    reported = [each for each in attributions if each.speaker is not None and _is_newsroom(g, each.speaker, who)]
    attributions += _relayed(g, reported, {each.cue for each in attributions})
    attributions = without_doubles(g, attributions, {each.cue for each in reported})
    drafts = draft_quotes(g, attributions, find_continuations(g, attributions, weights))
    begins = sorted(set(g.begins))
    quotes: dict[tuple[int, int], Quote] = {}
    for draft, actor, outlet in _attribute(g, drafts, who):
        speakers = _find_speakers(g, draft, actor, who)
        word = None if draft.speaker is None else who.find_word(find_antecedent(g, draft.speaker))
        sourcing = find_sourcing(g, word, speakers[0][0] if speakers else None)
        quote = _quote(g, draft, speakers, outlet, sourcing, bisect_right(begins, draft.spans[0][0]) - 1)
        other = quotes.setdefault((quote.start, quote.end), quote)
        if (other.confidence or 0) < (quote.confidence or 0):
            quotes[quote.start, quote.end] = quote
    return sorted(quotes.values(), key=lambda quote: (quote.start, quote.end))


def _without_credit(g: Grammar, attribution: Attribution, who: Identities) -> Attribution:
    """The attribution, what it says cut before "according to Reuters" and behind "by Reuters"."""
    parts = []
    for part in attribution.parts:
        start, end = _before(g, part.span, find_credit(g, part.span, who))
        begin = find_agent_end(g, (start, end), who)
        parts.append(replace(part, span=(start, end) if begin is None or begin >= end else strip(g, begin, end)))
    return replace(attribution, parts=parts)


def _relayed(g: Grammar, reported: Iterable[Attribution], known: Container[int]) -> list[Attribution]:
    """What outlets report that somebody said: what was learned from nests no attribution in another."""
    found = []
    for each in reported:
        relayed = find_relayed(g, each.spans)
        if relayed is not None and relayed[0] not in known:
            cue, span, speaker = relayed
            share = min(part.share for part in each.parts)
            found.append(Attribution(cue, [Part(cue, span, share)], speaker, each.speaker_share))
    return found


def _attribute(g: Grammar, drafts: Sequence[Draft], who: Identities) -> list[tuple[Draft, Actor | None, Actor | None]]:
    """Each draft with the actor that speaks and the outlet that reports; an outlet that only reports has no row."""
    found = []
    for draft in drafts:
        if asks(g, draft.cue, draft.speaker, who):
            continue
        actor = _find_actor(g, draft.speaker, draft.spans, who)
        cited = _passed_on(g, draft, actor)
        if cited is not None:  # the outlet only passes it on
            outlet, actor = actor if is_outlet(actor) else None, _find_actor(g, cited, draft.spans, who)
            spans = [_before(g, span, g.heads[cited]) for span in draft.spans]
            found.append((replace(draft, speaker=cited, spans=spans), actor, outlet))
            continue
        outlet = None if draft.cue is None else find_outlet(g, draft.cue, draft.spans, draft.speaker, actor, who)
        found.append((draft, actor, outlet))
    said = _Said(drafts)
    return [each for each in found if not _only_reports(g, each[0], each[1], said)]


def _passed_on(g: Grammar, draft: Draft, actor: Actor | None) -> int | None:
    """Whose words the speaker only passes on."""
    if draft.cue is None or draft.speaker is None:
        return None
    quoted = find_quoted(g, draft.cue)
    return find_cited(g, draft.cue) if quoted is None and is_newsroom(g, draft.speaker, actor) else quoted


def _find_actor(g: Grammar, speaker: int | None, contents: Sequence[Span], who: Identities) -> Actor | None:
    if speaker is None:
        return None
    bearer = find_antecedent(g, speaker)
    return who.find(bearer, find_own_phrase(g, bearer, find_list(g, bearer, who)), contents)


def _find_speakers(g: Grammar, draft: Draft, actor: Actor | None, who: Identities) -> list[tuple[Actor, Span]]:
    """All who speak and are known as actors, each with its own words; `actor` is the one of the head word."""
    if draft.speaker is None:
        return []
    return find_speakers(g, find_antecedent(g, draft.speaker), actor, draft.spans, who)


def _is_newsroom(g: Grammar, speaker: int, who: Identities) -> bool:
    return is_newsroom(g, speaker, who.named.get(speaker))


def _before(g: Grammar, span: Span, word: int | None) -> Span:
    """The stretch as far as the word, if that is in it."""
    return strip(g, span[0], word) if word is not None and span[0] < word < span[1] else span


def _only_reports(g: Grammar, draft: Draft, actor: Actor | None, said: "_Said") -> bool:
    """Whether an outlet reports what somebody else is said to have said: "AFP reported that, according to …"."""
    return draft.speaker is not None and is_newsroom(g, draft.speaker, actor) and said.lies_in(draft)


class _Said:
    """The cues and stretches of all drafts that have a speaker, in text order."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        stretches = []
        for draft in drafts:
            if draft.speaker is not None:
                spans = draft.spans if draft.cue is None else [*draft.spans, (draft.cue, draft.cue + 1)]
                stretches += [(start, end, tuple(draft.spans)) for start, end in spans]
        self._stretches = sorted(stretches)

    def lies_in(self, draft: Draft) -> bool:
        """Whether another's cue, or one of its stretches, is a part of what the draft says."""
        own = tuple(draft.spans)
        for start, end in draft.spans:
            at = bisect_left(self._stretches, (start,))
            while at < len(self._stretches) and self._stretches[at][0] < end:
                _, last, spans = self._stretches[at]
                if last <= end and spans != own:
                    return True
                at += 1
        return False


def _quote(
    g: Grammar,
    draft: Draft,
    speakers: Sequence[tuple[Actor, Span]],
    outlet: Actor | None,
    sourcing: str,
    sentence: int,
) -> Quote:
    phrase = (0, 0) if draft.speaker is None else find_phrase(g, draft.speaker)
    speaker = None if draft.speaker is None else _characters(g, phrase)
    cue = None if draft.cue is None else _characters(g, _cue_span(g, draft.cue))
    confidence = find_confidence(g, draft, load_weights().confidence)
    return Quote(
        parts=tuple(_characters(g, span) for span in _merge(_written(g, span) for span in draft.spans)),
        sentence=sentence,
        kind=_kind(g, draft),
        speaker=g.text[slice(*speaker)] if speaker else None,
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speakers=tuple(Speaker(each.actor_id, *_characters(g, words)) for each, words in speakers),
        sourcing=sourcing,
        cue=g.text[slice(*cue)] if cue else None,
        cue_start=cue[0] if cue else None,
        cue_end=cue[1] if cue else None,
        stance=None if draft.cue is None else find_stance(g, draft.cue),
        via_actor_id=outlet.actor_id if outlet else None,
        confidence=round(min(confidence, UNKNOWN_AT_MOST) if sourcing == "unknown" else confidence, 3),
    )


def _merge(spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _written(g: Grammar, span: Span) -> Span:
    """The stretch as it is shown: without "that", with the marks that pair and the punctuation that was quoted."""
    (start, end), size = span, len(g.words)
    if g.words[start] == "that" and g.pos[start] == "SCONJ" and start + 1 < end:
        start += 1
    if all(g.depth[start:end]):
        while end < size and g.depth[end] >= g.depth[end - 1] and g.words[end] in QUOTED_TOO:
            end += 1
    if end < size and g.depth[end] < g.depth[end - 1] and g.depth[start] < g.depth[end - 1]:
        end += g.words[end] in MARGIN
    elif start > 0 and g.depth[start - 1] < g.depth[start] and g.depth[end - 1] < g.depth[start]:
        start -= g.words[start - 1] in MARGIN
    return start, end


def _cue_span(g: Grammar, cue: int) -> Span:
    """The cue with the preposition or particle that it cannot do without: "according to"."""
    with_next = g.lemmas[cue] == "accord" and cue + 1 < len(g.words) and g.words[cue + 1] == "to"
    return cue, cue + 1 + with_next


def _characters(g: Grammar, span: Span) -> tuple[int, int]:
    return g.starts[span[0]], g.starts[span[1] - 1] + len(g.words[span[1] - 1])


def _kind(g: Grammar, draft: Draft) -> str:
    """Direct, indirect or mixed, by the share of words that are in quotation marks of their own."""
    outer = 0 if draft.cue is None else g.depth[draft.cue]
    words = [i for span in draft.spans for i in range(*span) if g.words[i] not in MARGIN]
    quoted = sum(g.depth[i] > outer for i in words)
    if quoted == 0:
        return "indirect"
    return "direct" if quoted >= DIRECT * len(words) else "mixed"
