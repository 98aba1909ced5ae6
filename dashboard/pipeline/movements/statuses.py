"""Statuses: whether a movement is reported to happen, is planned or ordered, or denied.

Limits: the grammar of its own sentence is read. An attempt counts as planned. What stands behind "if" or "whether" is
left open, and what is asked, prevented or halted has no status either.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.stances import is_negated

# Verbs of which the deed behind is done: "forced to leave", "began to withdraw".
DOING = lexicon.words("doing_verb")
PREVENTING = lexicon.words("preventing_verb", "refusing_verb")
PLANNING = lexicon.words("planning")
ENDING = lexicon.words("ending_verb")
UNFOUNDED = lexicon.words("unfounded")
DENYING = lexicon.words("cue_of_denial")
OPEN = frozenset(("if", "unless", "whether"))
# "The withdrawal will begin"; "the strike may have killed" was one.
SHALL = frozenset(("shall", "will", "would"))
VERBAL = ("VERB", "AUX")
# Steps up the parse.
FARTHEST = 6


def find_status(g: Grammar, word: int) -> str | None:
    """The status of what a verb or noun says; None where the sentence leaves it open."""
    if "?" in g.words[max(g.begins[word], g.ends[word] - 3) : g.ends[word]]:
        return None
    return _of_verb(g, word) if g.pos[word] in VERBAL else _of_noun(g, word)


def _of_noun(g: Grammar, noun: int) -> str | None:
    """Of "a plan for the withdrawal", "ordered the withdrawal", "the withdrawal will begin"."""
    head, dep = g.heads[noun], g.deps[noun]
    if dep == "pobj":
        preposition, head = head, g.heads[head]
        if g.lemmas[head] in PLANNING and preposition > head:
            return "planned"
    elif dep in ("dobj", "nsubjpass"):
        if g.lemmas[head] in ENDING:
            return None
        if g.lemmas[head] in PLANNING:
            return "denied" if is_negated(g, head) else "planned"
        return _of_verb(g, head)
    elif dep == "nsubj" and {g.words[x] for x in g.children[head]} & SHALL:
        return "planned"
    return "reported"


def _of_verb(g: Grammar, verb: int) -> str | None:
    """Of the verb, and of those that it hangs on as far as they say whether it is done."""
    for _ in range(FARTHEST):
        helpers = [x for x in g.children[verb] if x < verb]
        if any(g.words[x] in OPEN and g.deps[x] == "mark" for x in helpers):
            return None
        if is_negated(g, verb) or any(g.tags[x] == "MD" for x in helpers):
            return "denied" if is_negated(g, verb) else "planned"
        if g.deps[verb] == "pcomp":
            return _of_gerund(g, g.heads[verb])
        if g.deps[verb] in ("xcomp", "ccomp"):
            if not _is_open(g, verb):
                return _of_complement(g, verb)
        elif g.deps[verb] != "conj" or g.tags[verb] not in ("VB", "VBG", "VBN"):
            return _of_clause(g, verb)
        verb = g.heads[verb]
    return "reported"


def _of_clause(g: Grammar, verb: int) -> str:
    """Of a verb that nothing above puts in doubt, other than "to" ("a plan to withdraw") or a denial of its noun."""
    if g.deps[verb] != "ROOT" and any(g.tags[x] == "TO" for x in g.children[verb] if x < verb):
        return "planned"
    return "denied" if g.deps[verb] in ("acl", "ccomp") and _is_refuted(g, g.heads[verb]) else "reported"


def _is_refuted(g: Grammar, noun: int) -> bool:
    """Whether the sentence says that it is not so: "reports … were denied", "news of … is unfounded"."""
    for _ in range(FARTHEST):
        head = g.heads[noun]
        if g.deps[noun] in ("nsubjpass", "dobj"):
            return g.lemmas[head] in DENYING and not is_negated(g, head)
        if g.deps[noun] == "nsubj":
            said = [x for x in g.children[head] if g.deps[x] in ("acomp", "attr")]
            return any(g.words[x] in UNFOUNDED for x in said) and not is_negated(g, head)
        if head == noun or g.deps[noun] not in ("pobj", "prep", "pcomp"):
            return False
        noun = head
    return False


def _is_open(g: Grammar, verb: int) -> bool:
    """Whether it is the verb above that says whether the deed is done: "forced to leave", "were seen leaving"."""
    lemma = g.lemmas[g.heads[verb]]
    if lemma in DENYING or lemma in PREVENTING or _is_yet(g, g.heads[verb]):
        return False
    if g.tags[verb] == "VB":
        return lemma in DOING
    return g.deps[verb] == "xcomp"


def _of_complement(g: Grammar, verb: int) -> str | None:
    """Of a verb behind "plans to", "denied that", "says that"."""
    head = g.heads[verb]
    if g.lemmas[head] in DENYING:
        return "reported" if is_negated(g, head) else "denied"
    if g.lemmas[head] in PREVENTING:
        return None
    if _is_yet(g, head):
        return "denied"
    if g.tags[verb] != "VB":
        return "reported"
    return "denied" if is_negated(g, head) else "planned"


def _is_yet(g: Grammar, verb: int) -> bool:
    """Whether it is the verb of "has yet to leave"."""
    return g.lemmas[verb] == "have" and any(g.words[x] == "yet" for x in g.children[verb])


def _of_gerund(g: Grammar, preposition: int) -> str | None:
    """Of "from entering", "without leaving", "plans for sending"."""
    lemma = g.lemmas[g.heads[preposition]]
    if lemma in PREVENTING:
        return None
    if g.words[preposition] == "without" or _is_refuted(g, preposition):
        return "denied"
    return "planned" if lemma in PLANNING else "reported"
