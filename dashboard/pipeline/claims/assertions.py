"""Assertions: whether a clause says that something is so, that it is not, or neither.

Limits: the parse of one sentence is read. What is planned, feared, asked or supposed is said neither way.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.stances import is_negated

DENYING = lexicon.words("cue_of_denial")
ACHIEVING = lexicon.words("achieving_verb")
UNREAL = lexicon.words("unreal_verb")
FACTUAL = lexicon.words("factual_preposition")
UNFOUNDED = lexicon.words("unfounded")
MODALS = lexicon.words("modal_verb")
SUPPOSING = lexicon.words("supposing_word")
# Verbs of accusing, whose "of" has before it what is said to be done.
ACCUSING = lexicon.words("cue_of_accusation")
# Conjunctions before what has happened, whatever becomes of the clause that it hangs on.
PAST = ("after", "since")
# How a clause may hang on the word that says whether it is so.
CLAUSES = ("ccomp", "xcomp", "pcomp", "advcl", "acl", "conj", "oprd", "acomp", "attr", "dep", "prep", "pobj", "dobj")
# Steps up the parse at most: "denied reports that it had said that rebels entered" has four.
REACH = 10


def is_asserted(g: Grammar, i: int) -> bool | None:
    """Whether the clause of the word says that it is so (True) or not so (False); None where it leaves that open."""
    if g.words[g.ends[i] - 1] == "?" or "?" in g.words[max(g.begins[i], g.ends[i] - 3) : g.ends[i]]:
        return None
    so, own = True, True  # whether the words at hand are of the clause itself
    for _ in range(REACH):
        if own:
            if _is_open(g, i):
                return None
            so ^= _is_not(g, i)
        if g.heads[i] == i or g.deps[i] not in CLAUSES:
            break
        if _is_of_past(g, i):
            break
        if _is_unreal(g, i):
            return None
        if g.deps[i] == "acl" and not any(g.deps[x] == "mark" for x in g.children[i]):
            break  # what is said of a noun in passing is so, whatever becomes of the noun
        so ^= _is_denied_by(g, i)
        own = _shares(g, i)
        i = g.heads[i]
    return so ^ _is_called_false(g, i)


def _is_called_false(g: Grammar, i: int) -> bool:
    """Whether the noun that the clause is about is said to be false: "reports that … are baseless"."""
    for _ in range(REACH):
        head = g.heads[i]
        if g.deps[i] in SUBJECTS and head != i:
            said = [g.words[x] for x in g.children[head] if g.deps[x] in ("acomp", "attr", "oprd")]
            return not UNFOUNDED.isdisjoint(said) and not is_negated(g, head)
        if g.deps[i] not in ("acl", "pobj", "prep", "pcomp", "nmod", "compound", "ccomp", "relcl") or head == i:
            return False
        i = head
    return False


def _is_unreal(g: Grammar, i: int) -> bool:
    """Whether the word that the clause hangs on leaves it open: it is planned, feared or tried."""
    dep, head = g.deps[i], g.heads[i]
    lemma = g.lemmas[head]
    if _has_to(g, i) and not (dep in ("xcomp", "ccomp") and lemma in ACHIEVING):
        return True
    is_behind = not any(g.pos[x] in ("NOUN", "PROPN") for x in range(head + 1, i))  # not "on Monday killing 20"
    if dep == "pcomp" and is_behind and not (_is_factual(g, head) and not _is_to_come(g, g.heads[head])):
        return True
    if dep == "advcl" and g.tags[i] in ("VBP", "VBZ") and _is_to_come(g, head):
        return True  # "will leave after rebels take the town"
    if dep == "ccomp" and lemma not in DENYING and is_negated(g, head):
        return True  # "could not confirm that"
    return dep in ("ccomp", "xcomp", "acl", "oprd", "pcomp", "dobj", "pobj") and lemma in UNREAL


def _is_of_past(g: Grammar, i: int) -> bool:
    """Whether it is a clause of its own time that is taken for granted, "asked to leave after rebels had entered"."""
    if g.deps[i] != "advcl" or not any(g.deps[x] == "mark" and g.words[x] in PAST for x in g.children[i]):
        return False
    return g.tags[i] == "VBD" or any(g.deps[x] in ("aux", "auxpass") and g.tags[x] == "VBD" for x in g.children[i])


def _is_denied_by(g: Grammar, i: int) -> bool:
    """Whether the word that the clause hangs on says that it is not so."""
    head = g.heads[i]
    is_content = g.deps[i] in ("ccomp", "xcomp", "pcomp", "dobj")
    return is_content and g.lemmas[head] in DENYING and not is_negated(g, head)


def _is_open(g: Grammar, i: int) -> bool:
    """Whether a word of the clause leaves open whether it is so."""
    for x in g.children[i]:
        if g.deps[x] in ("aux", "auxpass") and g.words[x] in MODALS:
            return True
        if g.deps[x] in ("mark", "advmod") and g.words[x] in SUPPOSING:
            return True
    return False


def _is_not(g: Grammar, i: int) -> bool:
    """Whether the clause is negated."""
    if g.pos[i] not in ("VERB", "AUX") and g.words[i] not in ("dead", "under", "in"):
        return False
    return is_negated(g, i)


def _has_to(g: Grammar, i: int) -> bool:
    return any(g.deps[x] == "aux" and g.words[x] == "to" for x in g.children[i])


def _is_to_come(g: Grammar, verb: int) -> bool:
    """Whether what the verb says is still to come, or only may: what it follows is none that has happened."""
    return any(g.deps[x] == "aux" and g.tags[x] == "MD" for x in g.children[verb])


def _is_factual(g: Grammar, preposition: int) -> bool:
    """Whether what stands behind the preposition was done: "after taking", "accused of killing"."""
    if g.words[preposition] in FACTUAL:
        return True
    head = g.lemmas[g.heads[preposition]]
    return g.words[preposition] in ("of", "for") and (head in ACCUSING or head in DENYING)


def _shares(g: Grammar, i: int) -> bool:
    """Whether what is said of the head is said of this clause as well: it has no subject and no tense of its own."""
    dep = g.deps[i]
    if dep == "dobj":
        return g.pos[i] == "NOUN"  # "could cause 20 deaths"
    if dep in ("acl", "ccomp", "pobj", "dep", "prep"):
        return False
    if any(g.deps[x] in SUBJECTS for x in g.children[i]):
        return False
    if dep == "conj":
        return not any(g.deps[x] in ("aux", "auxpass") for x in g.children[i])
    return dep in ("xcomp", "oprd", "acomp", "attr") or (dep == "advcl" and g.tags[i] == "VBG")
