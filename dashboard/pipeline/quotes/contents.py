"""Contents: the stretches of text that a cue may attribute, left and right of it, and what is seen of them.

A stretch begins at one edge and ends at another. Edges come from the parse (where a child of the cue begins, where
the sentence ends) and from quotation marks; each is known by the name of the first rule that gives it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.pipeline.quotes.cues import SIDE, closed, lie, step
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

MARGIN = frozenset([*",;:.?!-–—―…\"“”„«»‘’'", "''", "``", "--", "..."])
# Children of a cue that begin nothing it could attribute.
NO_CONTENT = frozenset("punct aux auxpass neg cc prt intj expl".split())
# What may be cut off the end of a clause: "… that it was over, as rebels moved in".
TAIL = frozenset("advcl conj parataxis prep cc npadvmod relcl acl advmod ccomp".split())
TAIL_DEPTH = 3

FINITE = frozenset("VBD VBP VBZ MD".split())

# Characters between a cue and a quotation beyond its sentence that it may still attribute.
REACH = 400
# Quotations of a cue's sentence on each side of it where a candidate may begin or end, the nearest.
NEAR_QUOTATIONS = 8
# Edges of a side where a candidate may begin, and where it may end; the nearest. More has only a list of clauses.
MOST_EDGES = 24
# The same in a sentence that is crowded with quotations, where the next ones are another cue's.
FEW_EDGES = 6
# Candidates of a side that are looked at, those that share most with what the encoder expects.
MOST = 16

# Number of words -> the step that it counts as: 4 and 5 are as one.
STEPS = [next(str(step) for step in (0, 1, 2, 3, 5, 8, 12, 20, 30, 50) if n <= step) for n in range(51)]

Edges = dict[int, str]
Span = tuple[int, int]
Spans = dict[Span, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """What lies left ("L") or right ("R") of a cue: its candidates with the names of their edges."""

    side: str
    cue: int
    frame: str
    spans: Mapping[Span, tuple[str, str]]
    shares: Mapping[Span, float]  # how much the encoder expects each to share with what is attributed, 0 to 1


def find_sides(g: Grammar, cue: int) -> list[Side]:
    """The candidates on both sides of a cue; a side without any is left out."""
    sides = []
    most = FEW_EDGES if g.begins[cue] in g.crowded else MOST_EDGES
    for name, (starts, ends) in (("R", _right(g, cue)), ("L", _left(g, cue))):
        spans: Spans = {}
        _add_expected(g, cue, name, starts, ends)
        nearest = [sorted(edges, key=lambda edge: abs(edge - cue))[:most] for edges in (starts, ends)]
        for start, first in ((edge, starts[edge]) for edge in sorted(nearest[0])):
            for end, last in ((edge, ends[edge]) for edge in sorted(nearest[1])):
                if start < end:
                    span = strip(g, start, end)
                    if span[0] < span[1]:
                        spans.setdefault(span, (first, last))
        if spans:
            spans = _without_cuts(g, cue, spans)
            shares = _share(g, cue, name, spans)
            best = sorted(spans, key=lambda span: -shares[span])[:MOST]
            sides.append(Side(name, cue, _frame(g, cue, name), {span: spans[span] for span in best}, shares))
    return sides


def _add_expected(g: Grammar, cue: int, side: str, starts: Edges, ends: Edges) -> None:
    """Add the edges that the encoder expects in the cue's paragraph; `continuations` looks beyond it."""
    relation = g.speech.relate(cue)
    here = g.paragraphs[cue]
    first, last = bisect_left(g.paragraphs, here), bisect_right(g.paragraphs, here)
    low, high = (cue + 1, last) if side == "R" else (first, cue)
    for i in relation.highest("start", low, high, 2):
        starts.setdefault(i, "expected")
    for i in relation.highest("end", low, high, 2):
        ends.setdefault(i + 1, "expected")


def _share(g: Grammar, cue: int, side: str, spans: Iterable[Span]) -> dict[Span, float]:
    """For each span the share of words that it and what the cue attributes on that side have in common."""
    relation = g.speech.relate(cue)
    low, high = (cue + 1, len(g.words)) if side == "R" else (0, cue)
    whole = relation.mass(low, high)
    return {(start, end): relation.mass(start, end) / max(end - start, whole) for start, end in spans}


def _without_cuts(g: Grammar, cue: int, spans: Spans) -> Spans:
    """The spans that have the quotations beside the cue whole or not at all, as 99 in 100 have; all if none does."""
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    beside = [strip(g, *each) for each in _near_quotations(g, cue) if each[0] < last and first < each[1]
              and not each[0] <= cue < each[1]]  # fmt: skip
    if not beside:
        return spans
    edges = {edge for span in spans for edge in span}
    within = {edge for edge in edges if any(start < edge < end for start, end in beside)}  # it cuts a quotation
    return {span: names for span, names in spans.items() if within.isdisjoint(span)} or spans


def _near_quotations(g: Grammar, cue: int) -> list[Span]:
    """The quotations around and nearest to the cue, at most NEAR_QUOTATIONS on each side, in text order."""
    after = bisect_right(g.quotations, (cue, len(g.words)))
    found = g.quotations[after : after + NEAR_QUOTATIONS]
    ended = 0
    for number in range(after - 1, -1, -1):
        if g.quotations[number][1] <= cue:
            found.append(g.quotations[number])
            ended += 1
        if ended == NEAR_QUOTATIONS:
            break
    around = after - 1
    while around >= 0:
        if g.quotations[around][1] > cue:
            found.append(g.quotations[around])
        around = g.outer[around]
    return sorted(found)


def strip(g: Grammar, start: int, end: int) -> Span:
    """The span without white space, quotation marks and punctuation at either end."""
    while start < end and (g.words[start] in MARGIN or g.pos[start] == "SPACE"):
        start += 1
    while start < end and (g.words[end - 1] in MARGIN or g.pos[end - 1] == "SPACE"):
        end -= 1
    return start, end


def _frame(g: Grammar, cue: int, side: str) -> str:
    """The kinds of the cue's children on that side."""
    kinds = {g.deps[x] for x in g.children[cue] if (x > cue) == (side == "R")}
    return " ".join(sorted(kinds - SIDE - NO_CONTENT - {"mark"}))


def _right(g: Grammar, cue: int) -> tuple[Edges, Edges]:
    """Where a content right of the cue may begin, and where it may end."""
    starts: Edges = {}
    ends: Edges = {}
    sentence_end = g.ends[cue]
    for x in g.children[cue]:
        dep = g.deps[x]
        if x < cue or dep in NO_CONTENT:
            continue
        if dep in SUBJECTS:  # “…”, said Lavrov, “…”
            starts.setdefault(g.right[x], "after subject")
            continue
        starts.setdefault(g.left[x], dep)
        for y in g.children[x] if dep in ("prep", "agent", "dative") else ():
            if y > x:
                starts.setdefault(g.left[y], f"of {dep}")
                ends.setdefault(g.right[y], f"of {dep}")
                starts.update({g.left[z]: "clause" for z in g.children[y] if g.deps[z] == "ccomp"})  # quoted as saying
        ends.setdefault(g.right[x], dep)
        _tails(g, x, ends, TAIL_DEPTH)
    for i in range(cue + 1, sentence_end):  # "told the paper in a statement that …", wherever the parser hung it
        if g.words[i] == "that" and g.pos[i] == "SCONJ":
            starts.setdefault(i, "that")
    starts.setdefault(cue + 1, "next")
    ends.setdefault(g.right[cue], "subtree")
    _right_of_head(g, cue, starts, ends)
    ends.setdefault(sentence_end, "sentence")
    for start, end in _near_quotations(g, cue):
        if cue < start < sentence_end:
            starts.setdefault(start, "quotation")
            ends.setdefault(end, "quotation" if end <= sentence_end else "long quotation")
        elif start <= cue < end:
            ends.setdefault(end, "around quotation")
    return (
        {edge: name for edge, name in starts.items() if cue < edge < sentence_end},
        {edge: name for edge, name in ends.items() if edge > cue + 1},
    )


def _right_of_head(g: Grammar, cue: int, starts: Edges, ends: Edges) -> None:
    """Add the edges for a cue that the parser hung on what it governs."""
    head = g.heads[cue]
    if head == cue or g.right[head] <= cue + 1:
        return
    ends.setdefault(g.right[head], "head")
    for x in g.children[head]:
        if x > cue and g.deps[x] not in NO_CONTENT:
            starts.setdefault(g.left[x], f"sister {g.deps[x]}")
            ends.setdefault(g.right[x], f"sister {g.deps[x]}")
    if head > cue:
        starts.setdefault(max(g.left[head], cue + 1), "head")
        starts.setdefault(head, "head word")


def _tails(g: Grammar, i: int, ends: Edges, depth: int) -> None:
    """Add the ends before each tail of a clause."""
    for x in g.children[i]:
        if x > i and g.deps[x] in TAIL:
            ends.setdefault(g.left[x], f"before {g.deps[x]}")
            if depth > 1:
                _tails(g, x, ends, depth - 1)


def _connects(g: Grammar, i: int) -> bool:
    """Whether a word may stand before a clause without being of it: "But then", not "At least" of "At least 40"."""
    if g.deps[i] == "advmod" and g.pos[g.heads[i]] in ("NUM", "ADV", "ADJ", "DET"):
        return False
    return g.pos[i] in ("CCONJ", "PUNCT", "ADV", "SPACE", "SCONJ")


def _left(g: Grammar, cue: int) -> tuple[Edges, Edges]:
    """Where a content left of the cue may begin, and where it may end."""
    starts: Edges = {}
    ends = _before_attribution(g, cue)
    begin = g.begins[cue]
    starts.setdefault(begin, "sentence")
    first = begin
    while first < cue and _connects(g, first):
        first += 1
        starts.setdefault(first, "after connective")
    for x in g.children[cue]:
        if x < cue:
            starts.setdefault(g.left[x], g.deps[x])
    head = g.heads[cue]
    if head != cue:
        _left_of_head(g, cue, starts, ends)
    for start, end in _near_quotations(g, cue):
        if begin < end <= cue and g.starts[begin] - g.starts[start] < REACH:
            starts.setdefault(start, "quotation" if start >= begin else "long quotation")
            ends.setdefault(end, "quotation")
        elif begin <= start <= cue < end:
            starts.setdefault(start, "around quotation")
    return (
        {edge: name for edge, name in starts.items() if edge < cue},
        {edge: name for edge, name in ends.items() if begin < edge <= cue},
    )


def _before_attribution(g: Grammar, cue: int) -> Edges:
    """The ends where the attribution may begin: at the cue, its subject, its auxiliaries, and those that govern it."""
    ends: Edges = {}
    word = cue
    for _ in range(3):
        for x in g.children[word]:
            if x < cue and g.deps[x] not in ("ccomp", "punct", "parataxis", "advcl"):
                ends.setdefault(g.left[x], g.deps[x])
        ends.setdefault(word, "cue" if word == cue else "governor")
        if g.heads[word] == word or g.heads[word] > cue:
            break
        word = g.heads[word]
    return ends


def _left_of_head(g: Grammar, cue: int, starts: Edges, ends: Edges) -> None:
    """Add the edges for a cue that the parser hung on what it governs."""
    head = g.heads[cue]
    if g.left[head] < cue:
        starts.setdefault(g.left[head], "head")
    if head < cue:
        starts.setdefault(head, "head word")
    for x in g.children[head]:
        if x < cue and g.deps[x] not in NO_CONTENT:
            starts.setdefault(g.left[x], f"sister {g.deps[x]}")
            ends.setdefault(g.right[x], f"sister {g.deps[x]}")


def start_features(g: Grammar, side: Side, start: int, name: str) -> list[str]:
    """What is seen of where a candidate begins."""
    cue = side.cue
    lemma, pos, key = g.lemmas[cue], g.pos[cue], f"{side.side} start "
    word, tag = closed(g, start), g.tags[start]
    depth = min(g.depth[start], 2) - min(g.depth[cue], 2)
    odds = step(g.speech.relate(cue).at(start, "start"))
    return [
        f"{key}name={name}", f"{key}lemma,name={lemma}|{name}", f"{key}pos,name={pos}|{name}",
        f"{key}frame,name={side.frame}|{name}", f"{key}dep,name={g.deps[cue]}|{lie(g, cue)}|{name}",
        f"{key}word={word}", f"{key}tag={tag}", f"{key}name,tag={name}|{tag}", f"{key}lemma,word={lemma}|{word}",
        f"{key}before={closed(g, start - 1)}", f"{key}name,before={name}|{closed(g, start - 1)}",
        f"{key}name,dep={name}|{g.deps[start]}", f"{key}far={_about(abs(start - cue))}|{name}",
        f"{key}depth={depth}", f"{key}first={start == g.begins[cue]}|{pos}",
        f"{key}speech={odds}", f"{key}name,speech={name}|{odds}",
    ]  # fmt: skip


def end_features(g: Grammar, side: Side, end: int, name: str) -> list[str]:
    """What is seen of where a candidate ends, and of what follows."""
    cue = side.cue
    lemma, pos, key = g.lemmas[cue], g.pos[cue], f"{side.side} end "
    is_last = end == len(g.words)
    tag, dep = ("", "") if is_last else (g.tags[end], g.deps[end])
    last, after, outer = closed(g, end - 1), closed(g, end), min(g.depth[cue], 2)
    rest = "beyond" if end > g.ends[cue] else _about(g.ends[cue] - end)
    depth = f"{min(g.depth[end - 1], 2) - outer}|{(0 if is_last else min(g.depth[end], 2)) - outer}"
    odds = step(g.speech.relate(cue).at(end - 1, "end"))
    return [
        f"{key}name={name}", f"{key}lemma,name={lemma}|{name}", f"{key}pos,name={pos}|{name}",
        f"{key}frame,name={side.frame}|{name}", f"{key}dep,name={g.deps[cue]}|{lie(g, cue)}|{name}",
        f"{key}last={last}", f"{key}name,last={name}|{last}",
        f"{key}after={after}", f"{key}name,after={name}|{after}", f"{key}name,next={name}|{tag}|{dep}",
        f"{key}rest={rest}", f"{key}name,rest={name}|{rest}", f"{key}depth={depth}",
        f"{key}speech={odds}", f"{key}name,speech={name}|{odds}",
    ]  # fmt: skip


def span_features(g: Grammar, side: Side, span: Span, names: tuple[str, str]) -> list[str]:
    """What is seen of a candidate as a whole."""
    cue, (start, end), (first, last) = side.cue, span, names
    lemma, pos, key = g.lemmas[cue], g.pos[cue], f"{side.side} "
    length, verbs = _about(end - start), g.verbs[end] - g.verbs[start]
    inner, outer = min(g.depth[start], 2), min(g.depth[end - 1], 2)
    opened = start > 0 and g.depth[start - 1] < g.depth[start]
    shut = end == len(g.words) or g.depth[end] < g.depth[end - 1]
    quoted = f"{inner}{outer}{opened:d}{shut:d}"
    form, clause = find_form(g, span), _meets_clause(g, side, start)
    gap = start - cue - 1 if side.side == "R" else cue - end
    share, is_best = int(side.shares[span] * 20), side.shares[span] == max(side.shares.values())
    follows = "" if end == len(g.words) else f"{g.tags[end]}|{g.deps[end]}"
    return [
        f"{key}names={first}|{last}", f"{key}lemma,names={lemma}|{first}|{last}",
        f"{key}pos,names={pos}|{first}|{last}",
        f"{key}length={length}", f"{key}lemma,length={lemma}|{length}", f"{key}start,length={first}|{length}",
        f"{key}verbs={min(verbs, 3)}|{first}", f"{key}commas={min(g.commas[end] - g.commas[start], 4)}|{last}",
        f"{key}quoted={quoted}", f"{key}lemma,quoted={lemma}|{quoted}", f"{key}gap={_about(gap)}|{quoted}",
        f"{key}form,next={form}|{follows}", f"{key}form={form}|{first}", f"{key}lemma,form={lemma}|{form}",
        f"{key}form,length={form}|{length}",
        f"{key}clause={clause}", f"{key}clause,start={clause}|{first}",
        f"{key}lemma,place={lemma}|{lie(g, cue)}|{first}|{last}",
        f"{key}lemma,verbs={lemma}|{min(verbs, 1)}", f"{key}pos,verbs={pos}|{min(verbs, 2)}|{min(end - start, 3)}",
        f"{key}share={share}", f"{key}share,length={share // 2}|{length}", f"{key}best={is_best}|{share // 4}",
        f"{key}share,quoted={share // 2}|{quoted}", f"{key}share,form={share // 2}|{form}",
    ]  # fmt: skip


def find_form(g: Grammar, span: Span) -> str:
    """What stands on top of the stretch: a finite verb, an infinitive, another verb form, or none."""
    start, end = span
    heads = g.heads
    here = g.verbal[bisect_left(g.verbal, start) : bisect_left(g.verbal, end)]
    verbs = [i for i in here if heads[i] == i or not start <= heads[i] < end]
    helpers = {i: [x for x in g.children[i] if g.deps[x] in ("aux", "auxpass")] for i in verbs}
    if any(g.tags[i] in FINITE or any(g.tags[x] in FINITE for x in helpers[i]) for i in verbs):
        return "finite"
    if any(g.words[x] == "to" for i in verbs for x in helpers[i]):
        return "infinitive"
    return "verb" if verbs else "nominal"


def _meets_clause(g: Grammar, side: Side, start: int) -> str:
    """Where the stretch begins from the clause that the cue governs on that side."""
    lefts = [g.left[x] for x in g.children[side.cue] if g.deps[x] == "ccomp" and (x > side.cue) == (side.side == "R")]
    if not lefts:
        return "none"
    return "at" if start in lefts else "before" if start < lefts[0] else "behind"


def _about(count: int) -> str:
    """A count of words in steps that grow."""
    return STEPS[count] if count < len(STEPS) else "more"
