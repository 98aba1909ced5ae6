"""Admissions: whom a state lets in: "Baghdad has allowed in soldiers", "Jordan let in refugees".

Limits: the state is the subject of the verb, and the goal; where they come from is not read.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.movements.places import Places
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

ADMITTING = lexicon.words("admitting_verb")


def find_admission(g: Grammar, places: Places, verb: int) -> tuple[int, Named] | None:
    """The head word of who is let in and the state that lets them in; None for any other verb."""
    if g.lemmas[verb] not in ADMITTING or g.pos[verb] != "VERB":
        return None
    subject = next((x for x in g.children[verb] if g.deps[x] in SUBJECTS), None)
    state = None if subject is None else places.find_state(subject)
    if state is None:
        return None
    for child in g.children[verb]:
        # The parser takes "in" for the preposition of those who are let in.
        if g.words[child] == "in" and child == verb + 1:
            kind = "pobj" if g.deps[child] == "prep" else "dobj"
            objects = g.children[child] if kind == "pobj" else g.children[verb]
            found = next((x for x in objects if g.deps[x] == kind and x > child), None)
            return None if found is None else (found, state)
    return None
