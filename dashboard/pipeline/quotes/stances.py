"""Stances: what a cue says of the words it attributes, from the list in `dashboard.tables.contract`.

Limits: the cue and what it governs are read, not the words that it attributes: "I never met him", he said, is `says`.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

STANCE_OF = {
    **dict.fromkeys(lexicon.words("cue_of_denial"), "denies"),
    **dict.fromkeys(lexicon.words("cue_of_claim"), "claims"),
    **dict.fromkeys(lexicon.words("cue_of_warning"), "warns"),
    **dict.fromkeys(lexicon.words("cue_of_demand"), "demands"),
    **dict.fromkeys(lexicon.words("cue_of_promise"), "promises"),
    **dict.fromkeys(lexicon.words("cue_of_question"), "asks"),
    **dict.fromkeys(lexicon.words("cue_of_accusation"), "accuses"),
}
# Verbs of who does not do what the verb behind them says: "refused to promise".
REFUSING = lexicon.words("refusing_verb")
# Words that begin what is left open and not what is denied: "did not say whether".
OPEN = lexicon.words("question_word")
NOBODY = lexicon.words("nobody")
# Verbs of who learns what is so anyway: "did not know that it was open" does not say that it was closed.
KNOWING = lexicon.words("knowing_verb")
# Cues that are a demand where a deed is asked for: "asked them to leave".
REQUESTING = ("ask", "tell", "press")
# Cues that are a demand with one of these words behind them: "calls it a lie" names, "calls for calm" demands.
DEMANDING = {"call": ("for", "on", "upon"), "insist": ("on", "upon"), "press": ("for",), "ask": ("for",)}


def find_stance(g: Grammar, cue: int) -> str | None:
    """The stance of a cue: `says` for every word that says no more than that.

    None where the sentence says that it was left open, as in "would not say whether", "declined to comment".
    """
    if is_negated(g, cue):
        return _stance_of_negated(g, cue)
    return None if g.lemmas[cue] in REFUSING else _stance_of(g, cue)


def _stance_of(g: Grammar, cue: int) -> str:
    """The stance of a cue that is not negated."""
    lemma = g.lemmas[cue]
    if lemma == "rule":
        return "denies" if _is_followed(g, cue, ("out",)) else "says"
    if lemma in DEMANDING and _is_followed(g, cue, DEMANDING[lemma]):
        return "demands"
    if lemma in REQUESTING and _is_request(g, cue):
        return "demands"
    return STANCE_OF.get(lemma, "says")


def is_negated(g: Grammar, cue: int) -> bool:
    """Whether the cue is what somebody does not do: "never said", "neither confirmed nor denied", "refused to say"."""
    if g.deps[cue] in ("xcomp", "ccomp") and g.lemmas[g.heads[cue]] in REFUSING:
        return True
    i = cue
    while True:
        for x in g.children[i]:
            is_more = g.words[x + 1 : x + 2] in (["only"], ["just"])  # "not only said"
            if (g.deps[x] == "neg" and not is_more) or (g.words[x] == "neither" and x < i) or _is_nobody(g, x):
                return True
        # "Did not confirm or deny" negates both; "did not win but said" does not.
        joined = [g.words[x] for x in range(g.heads[i], i) if g.deps[x] == "cc"]
        is_joined = g.deps[i] == "conj" and joined[-1:] in (["or"], ["nor"])
        if not is_joined or any(g.deps[x] in SUBJECTS for x in g.children[i]):
            return False
        i = g.heads[i]


def _is_nobody(g: Grammar, subject: int) -> bool:
    """Whether it is a subject that says that nobody does it: "no group has claimed"; not one that is quoted."""
    if g.deps[subject] not in SUBJECTS or g.depth[subject] > g.depth[g.heads[subject]]:
        return False
    return g.words[subject] in NOBODY or any(g.words[x] == "no" for x in g.children[subject])


def _stance_of_negated(g: Grammar, cue: int) -> str | None:
    """Of what is not said: `denies` for a statement, None for what is left open; "did not deny" says."""
    stance = _stance_of(g, cue)
    if stance not in ("says", "claims"):
        return "says"
    clauses = [x for x in g.children[cue] if g.deps[x] == "ccomp"]
    is_open = g.lemmas[cue] in KNOWING or any(g.words[y] in OPEN for x in clauses for y in range(g.left[x], x + 1))
    return "denies" if clauses and not is_open and g.lemmas[g.heads[cue]] not in REFUSING else None


def _is_followed(g: Grammar, cue: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words hangs on the cue as a preposition, or stands right behind it."""
    behind = {g.words[x] for x in g.children[cue] if x > cue and g.deps[x] in ("prep", "prt")}
    return not (behind | set(g.words[cue + 1 : cue + 2])).isdisjoint(words)


def _is_request(g: Grammar, cue: int) -> bool:
    """Whether a deed is asked for, "told them to leave", and not an answer: "whether it was open", "why they left"."""
    clauses = [x for x in g.children[cue] if g.pos[x] in ("VERB", "AUX") and x > cue]
    parts = [y for x in clauses for y in g.children[x]]
    is_question = any(g.tags[y].startswith("W") or g.words[y] in ("if", "whether") for y in parts)
    return not is_question and any(g.words[y] == "to" and g.pos[y] == "PART" for y in parts)
