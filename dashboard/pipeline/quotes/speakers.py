"""Speakers: the candidates for the speaker of a cue, their features, and the phrase that is shown.

Limits: a candidate is a noun phrase of the cue's sentence, near it in the parse or likely by the encoder.
"""

from collections.abc import Iterable

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.cues import cue_features, describe, step
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.speech import UNREAD

NAMING = ("NOUN", "PROPN", "PRON")
# Dependencies of children behind a head word that belong to the phrase of a speaker.
WITHIN = frozenset("prep compound amod nmod conj cc case nummod".split())
# Pronouns that stand for the noun before them.
RELATIVE = lexicon.words("relative_pronoun")
# Steps up the parse from the cue, and from the speaker, within which the two must meet.
CUE_CLIMB, SPEAKER_CLIMB = 4, 3
# Words on each side of a cue among which its speaker is looked for.
REACH = 150
# The same in a sentence that is crowded with quotations.
SHORT_REACH = 20
# Prefixes of the features of a cue that may tell that it has no speaker.
ALONE = ("lemma=", "frame=", "pos,dep=", "who=", "way=", "depth=", "lemma,dep=", "lemma,has=", "pos,has=", "before=")


def find_heads(g: Grammar, cue: int) -> dict[int, str]:
    """The head words of the candidates for a cue, each with its path in the parse from the cue: `^conj/nsubj`."""
    ways = {cue: ""}
    word, way = cue, ""
    for _ in range(CUE_CLIMB):
        if g.heads[word] == word:
            break
        way += f"^{_step(g, word)}"
        word = g.heads[word]
        ways[word] = way
    found = {}
    reach = SHORT_REACH if g.begins[cue] in g.crowded else REACH
    low, high = max(g.begins[cue], cue - reach), min(g.ends[cue], cue + reach)
    for i in range(low, high):
        is_noun = g.pos[i] in NAMING and g.deps[i] not in ("compound", "amod")
        is_word = g.counts[i] < g.counts[i + 1]
        if i == cue or not is_word or not (is_noun or g.deps[i] in SUBJECTS):
            continue
        word, way = i, ""
        for _ in range(SPEAKER_CLIMB):
            way = f"/{_step(g, word)}{way}"
            word = g.heads[word]
            if word in ways:
                found[i] = ways[word] + way
                break
        else:
            continue
    relation = g.speech.relate(cue)
    for i in relation.highest("source", low, high, 3):
        if i != cue and g.pos[i] in NAMING and g.counts[i] < g.counts[i + 1] and g.deps[i] not in ("compound", "amod"):
            found.setdefault(i, "far")
    for ancestor, way in ways.items():
        if ancestor != cue and g.pos[ancestor] in NAMING and g.counts[ancestor] < g.counts[ancestor + 1]:
            found[ancestor] = way
    return found


def _step(g: Grammar, i: int) -> str:
    return f"{g.deps[i]}:{g.lemmas[i]}" if g.deps[i] == "prep" else g.deps[i]


def speaker_features(g: Grammar, cue: int, contents: list[Span], head: int, way: str) -> list[str]:
    """The features of a noun phrase as the speaker of a cue with these contents."""
    lemma, pos = g.lemmas[cue], g.pos[cue]
    who, kind = describe(g, head), g.deps[head]
    subject, path = g.subject(cue)
    inside = any(start <= head < end for start, end in contents)
    order = "".join(mark for _, mark in sorted([(cue, "c"), (head, "s"), *((start, "q") for start, _ in contents)]))
    far = min(abs(head - cue), 12) // 3
    features = [
        f"way={way}", f"way,who={way}|{who}", f"lemma,way={lemma}|{way}", f"pos,way={pos}|{way}",
        f"who={who}", f"lemma,who={lemma}|{who}", f"kind={kind}", f"kind,tag={kind}|{g.tags[head]}",
        f"inside={inside}", f"order={order}", f"order,kind={order}|{kind}", f"far={far}", f"order,far={order}|{far}",
        f"depth={min(g.depth[head], 2) - min(g.depth[cue], 2)}", f"pos,kind={pos}|{kind}",
        f"subject={head == subject}", f"subject,path={head == subject}|{path}",
        f"subject,pos={head == subject}|{pos}|{subject is None}", f"lemma,subject={lemma}|{head == subject}",
    ]  # fmt: skip
    odds = step(g.speech.relate(cue).at(head, "source"))
    features += (f"speech={odds}", f"speech,kind={odds}|{kind}", f"speech,order={odds}|{order}")
    if g.pos[head] == "NOUN":
        features.append(f"noun={g.lemmas[head]}")
    return features


def nobody_features(g: Grammar, cue: int, heads: Iterable[int]) -> list[str]:
    """The features of a cue as one without a speaker."""
    relation = g.speech.relate(cue)
    most = step(max((relation.at(head, "source") for head in heads), default=UNREAD))
    own = (f"nobody {feature}" for feature in cue_features(g, cue) if feature.startswith(ALONE))
    return ["nobody=", f"nobody speech={most}", *own]


def find_antecedent(g: Grammar, head: int) -> int:
    """The word that a relative pronoun stands for: the witnesses of "witnesses who said so"; else the word itself."""
    if g.words[head] in RELATIVE and g.deps[g.heads[head]] == "relcl":
        return g.heads[g.heads[head]]
    return head


def find_phrase(g: Grammar, head: int) -> Span:
    """The noun phrase of a head word, without relative clauses, with an apposition that names: "the daily *Sabah*"."""
    end = head + 1
    for child in g.children[head]:
        if child < end:
            continue
        is_name = g.deps[child] == "appos" and g.entities[child] != ""
        names = is_name and (g.entities[child] == "PERSON" or g.left[child] == head + 1)
        if names or g.deps[child] in WITHIN or (g.deps[child] == "punct" and g.words[child] in ("-", "–")):
            end = g.right[child]
        elif g.words[child] != ",":
            break
        if names:  # "one woman, Rania, at the gate": what follows the name is not of it
            break
    return strip(g, g.left[head], end)
