"""Cues: the words that may attribute something to somebody, and what is seen of them.

A cue is known by its token: the verb of "has always said", the noun of "the claim that", the colon of "Lavrov:".
"""

from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.speech import CUE

OPEN = frozenset(("VERB", "NOUN", "ADJ", "ADV", "ADP", "SCONJ"))
MARKS = frozenset(": — – - ― --".split())
# Children that say nothing of what a cue governs.
SIDE = frozenset("punct advmod cc npadvmod".split())
FUNCTION = frozenset("aux auxpass neg prt mark prep agent advmod".split())
OBJECTS = frozenset("dobj attr acomp oprd dative".split())
CLAUSES = frozenset("ccomp xcomp advcl acl".split())


def may_cue(g: Grammar, i: int) -> bool:
    """Whether the word is of a kind that attributes."""
    pos = g.pos[i]
    if pos == "PUNCT":
        return g.words[i] in MARKS
    if g.lemmas[i] == "claim" and any(g.words[x] in ("life", "lives") for x in g.children[i]):
        return False  # "claimed the lives of 20"
    if pos == "AUX":
        return g.deps[i] not in ("aux", "auxpass")
    if pos == "PROPN":  # a verb that the tagger took for a name: it has what verbs have
        return g.deps[i] in ("ROOT", "ccomp", "conj", "advcl", "parataxis")
    return pos in OPEN


def describe(g: Grammar, i: int | None) -> str:
    """Who it is, in one word: the pronoun itself, the type of the name, or the part of speech."""
    if i is None:
        return "nobody"
    return g.words[i] if g.pos[i] == "PRON" else g.entities[i] or g.pos[i]


def closed(g: Grammar, i: int) -> str:
    """The word itself if it is of a closed class, else its tag: what is learned of names does not carry over."""
    if not 0 <= i < len(g.words):
        return ""
    return g.tags[i] if g.pos[i] in ("NOUN", "PROPN", "VERB", "ADJ", "NUM", "X") else g.words[i]


def lie(g: Grammar, i: int) -> str:
    """Where a word lies from the one that it hangs on: before it, behind it, or on none."""
    head = g.heads[i]
    return "top" if head == i else "before" if i < head else "behind"


def _word_features(g: Grammar, i: int) -> list[str]:
    """What is seen of a word by itself."""
    lemma, pos, dep, tag = g.lemmas[i], g.pos[i], g.deps[i], g.tags[i]
    return [f"lemma={lemma}|{pos}", f"lemma,tag={lemma}|{tag}", f"lemma,dep={lemma}|{dep}", f"pos,dep={pos}|{dep}",
            f"tag={tag}"]  # fmt: skip


def step(odds: float) -> int:
    """The log-odds in whole steps, cut at six."""
    return round(min(max(odds, -6.0), 6.0))


def _speech_features(g: Grammar, i: int) -> list[str]:
    """How likely the encoder finds the word a cue."""
    odds, fine = step(g.speech.marks[i, CUE]), round(min(max(float(g.speech.marks[i, CUE]), -6.0), 6.0) * 2)
    return [f"speech={fine}", f"pos,speech={g.pos[i]}|{odds}", f"lemma,speech={g.lemmas[i]}|{odds}"]


def cue_features(g: Grammar, i: int) -> list[str]:
    """What is seen of a word that may be a cue: itself, what it governs, who its subject is, what stands beside it."""
    return _word_features(g, i) + _context_features(g, i) + _speech_features(g, i)


def _context_features(g: Grammar, i: int) -> list[str]:
    """What is seen of a word among others."""
    lemma, pos, dep = g.lemmas[i], g.pos[i], g.deps[i]
    children = g.children[i]
    frame = " ".join(sorted({g.deps[child] for child in children if g.deps[child] not in SIDE}))
    subject, way = g.subject(i)
    who = describe(g, subject)
    after, later = closed(g, i + 1), closed(g, i + 2)
    depth = min(g.depth[i], 2)
    place = f"{lie(g, i)}|{i == g.begins[i]}"
    features = [
        f"place={dep}|{place}", f"lemma,place={lemma}|{place}", f"frame={pos}|{frame}",
        f"after={after}", f"lemma,after={lemma}|{after}", f"before={closed(g, i - 1)}", f"next={pos}|{after}|{later}",
        f"who={who}", f"way={way}", f"lemma,who={lemma}|{who}",
        f"head={dep}|{g.lemmas[g.heads[i]]}", f"depth={depth}", f"lemma,depth={lemma}|{depth}",
    ]  # fmt: skip
    if subject is not None:
        features.append(f"subject first={subject < i}")
        if g.pos[subject] == "NOUN":
            features.append(f"subject={g.lemmas[subject]}")
    for child in children:
        kind = g.deps[child]
        if kind == "punct":
            continue
        features += (f"lemma,has={lemma}|{kind}", f"pos,has={pos}|{kind}")
        if kind in FUNCTION:
            features += (f"child={kind}|{g.lemmas[child]}", f"lemma,child={lemma}|{kind}|{g.lemmas[child]}")
        elif kind in OBJECTS and g.pos[child] != "PROPN":
            features += (f"object={g.lemmas[child]}", f"lemma,object={lemma}|{g.lemmas[child]}")
        if kind in CLAUSES:
            marker = next((g.lemmas[x] for x in g.children[child] if g.deps[x] in ("mark", "aux", "advmod")), "")
            features += (f"clause={kind}|{marker}", f"lemma,clause={lemma}|{kind}|{marker}")
    return features
