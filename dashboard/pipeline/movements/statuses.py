"""Statuses: whether a movement is reported to happen, is planned or ordered, or denied.

Limits: the grammar of its own sentence is read. No status has what it leaves open: what stands behind "if" or "may",
what is tried, allowed, refused, prevented or halted, and what is feared or talked of.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.stances import is_negated

# Verbs of which the deed behind is done: "forced to leave", "began to withdraw".
DOING = lexicon.words("doing_verb")
LETTING = lexicon.words("letting_verb")
TRYING = lexicon.words("trying")
PREVENTING = lexicon.words("preventing_verb", "refusing_verb")
PLANNING = lexicon.words("planning")
IMPENDING = lexicon.words("impending")
OPEN_MATTERS = lexicon.words("open_matter")
ENDING = lexicon.words("ending_verb")
UNFOUNDED = lexicon.words("unfounded")
DENYING = lexicon.words("cue_of_denial")
# Verbs and nouns that leave open whether what they govern is done.
OPENING = PREVENTING | OPEN_MATTERS | TRYING
OPEN = lexicon.words("supposing_word")
# Before the present they say what is yet to come: "until they leave".
WHEN = lexicon.words("temporal_conjunction")
PRESENT = ("VBP", "VBZ")
# Prepositions by which a noun or verb governs what it is about: "talks on", "agreed to".
ABOUT = lexicon.words("matter_preposition")
# "They may have left".
MAY = frozenset(("can", "could", "may", "might"))
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
    """Of "a possible withdrawal", "no withdrawal", else of what governs the noun."""
    adjectives = {each for x in g.children[noun] if g.deps[x] in ("amod", "det") for each in (g.words[x], g.lemmas[x])}
    if adjectives & (OPEN_MATTERS | TRYING):
        return None
    if "no" in adjectives:
        return "denied"
    return "planned" if adjectives & IMPENDING else _of_governed(g, noun)


def _of_governed(g: Grammar, noun: int) -> str | None:
    """Of "a plan for the withdrawal", "ordered the withdrawal", "the withdrawal will begin"."""
    for _ in range(FARTHEST):
        if g.deps[noun] == "conj" and g.pos[g.heads[noun]] == "NOUN":  # "a truce and the withdrawal"
            noun = g.heads[noun]
    head, dep = g.heads[noun], g.deps[noun]
    if dep == "pobj":
        return _of_object(g, head)
    if dep in ("dobj", "nsubjpass"):
        status = None if g.lemmas[head] in ENDING | OPENING | DENYING else _of_verb(g, head)
        return "planned" if status == "reported" and g.lemmas[head] in PLANNING else status
    said = {g.words[x] for x in g.children[head]} if dep == "nsubj" else set()
    if said & SHALL:
        return None if g.lemmas[head] == "be" else "planned"  # "the withdrawal would be a defeat"
    return "planned" if said & IMPENDING else "reported"


def _of_object(g: Grammar, preposition: int) -> str | None:
    """Of a noun behind a preposition: "a plan for the withdrawal", "reached a deal on the withdrawal"."""
    above = g.heads[preposition]
    if any(g.words[x] == "no" for x in g.children[above]):
        return None  # "no mention of strikes"
    if g.words[preposition] not in ABOUT or preposition < above:
        return "reported"
    # The parser may hang "on the withdrawal" on the verb of the deal; a deal "provides for" it.
    joined = ("dobj", "nsubj", "nsubjpass") if g.words[preposition] == "for" else ("dobj", "nsubjpass")
    lemmas = {g.lemmas[x] for x in [above, *(x for x in g.children[above] if g.deps[x] in joined and x < preposition)]}
    if lemmas & OPENING:
        return None
    return "planned" if lemmas & PLANNING else "reported"


def _of_verb(g: Grammar, verb: int) -> str | None:
    """Of the verb, and of those that it hangs on as far as they say whether it is done."""
    is_let = False
    for _ in range(FARTHEST):
        helpers = [x for x in g.children[verb] if x < verb]
        if _is_hypothetical(g, verb, helpers):
            return None
        if is_negated(g, verb) or any(g.tags[x] == "MD" for x in helpers):
            return "planned" if not is_negated(g, verb) else None if is_let else "denied"
        above = g.heads[verb]
        if g.deps[verb] == "pcomp":
            if g.words[above] != "by" or g.pos[g.heads[above]] != "VERB":
                return _of_gerund(g, above)
            verb = g.heads[above]  # "will respond by sending troops"
            continue
        if g.deps[verb] in ("xcomp", "ccomp"):
            is_let = is_let or (g.lemmas[above] in LETTING and g.tags[verb] == "VB")
            if not _is_open(g, verb):
                return _of_complement(g, verb)
        elif _is_driven(g, verb):
            above = g.heads[above]
        elif g.deps[verb] != "conj" or g.tags[verb] not in ("VB", "VBG", "VBN"):
            status = _of_clause(g, verb)
            return None if is_let and status != "planned" else status
        verb = above
    return None if is_let else "reported"


def _is_hypothetical(g: Grammar, verb: int, helpers: list[int]) -> bool:
    """Whether the verb is said of what may be, or is yet to be: "if", "may leave", "until they leave"."""
    if any(g.words[x] in OPEN and g.deps[x] == "mark" for x in helpers) or any(g.words[x] in MAY for x in helpers):
        return True
    if any(g.words[x] == "would" for x in helpers) and any(g.words[x] == "have" for x in helpers):
        return True
    if g.deps[verb] in ("xcomp", "ccomp") and g.lemmas[g.heads[verb]] in PREVENTING:
        return True
    is_present = any(g.tags[x] in PRESENT for x in [verb, *helpers])
    return is_present and any(g.words[x] in WHEN and g.deps[x] in ("advmod", "mark") for x in helpers)


def _of_clause(g: Grammar, verb: int) -> str | None:
    """Of a verb that nothing above puts in doubt, other than "to" ("a plan to withdraw") or what its noun says."""
    head = g.heads[verb]
    # "Fears of the army moving in": the parser may hang the verb on another one.
    noun = verb - 1 if g.deps[verb] == "advcl" and verb > 0 and g.deps[verb - 1] == "pobj" else head
    if (g.deps[verb] == "acl" or noun != head) and _is_open_noun(g, noun):
        return None
    if g.deps[verb] != "ROOT" and any(g.tags[x] == "TO" for x in g.children[verb] if x < verb):
        return "planned"
    return "denied" if g.deps[verb] in ("acl", "ccomp") and _is_refuted(g, head) else "reported"


def _is_driven(g: Grammar, verb: int) -> bool:
    """Whether it is what the object of another verb is made to do: "could send people fleeing"."""
    noun = g.heads[verb]
    is_object = g.deps[verb] == "acl" and g.tags[verb] == "VBG" and g.deps[noun] == "dobj"
    return is_object and g.lemmas[g.heads[noun]] in DOING


def _is_open_noun(g: Grammar, noun: int) -> bool:
    """Whether the noun, or what it hangs on, leaves open what is said of it: "an attempt to enter", "denied leave to
    go", "fears of rebels entering"."""
    if g.lemmas[noun] in OPENING:
        return True
    head = g.heads[noun]
    if g.deps[noun] in ("dobj", "nsubjpass"):
        return g.lemmas[noun] in PLANNING and g.lemmas[head] in PREVENTING | DENYING
    return g.deps[noun] == "pobj" and g.pos[g.heads[head]] == "NOUN" and g.lemmas[g.heads[head]] in OPENING


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
    above = g.heads[verb]
    lemma = g.lemmas[above]
    if lemma in DENYING or lemma in OPENING or _is_yet(g, above):
        return False
    if g.tags[verb] == "VB":
        # "They had to leave" and left, "they have to leave" and may not.
        return lemma in LETTING or (lemma in DOING and (lemma != "have" or g.tags[above] == "VBD"))
    return g.deps[verb] == "xcomp" and lemma not in PLANNING


def _of_complement(g: Grammar, verb: int) -> str | None:
    """Of a verb behind "plans to", "considers sending", "denied that", "says that"."""
    head = g.heads[verb]
    lemma = g.lemmas[head]
    if lemma in DENYING:
        return "reported" if is_negated(g, head) else "denied"
    is_finite = any(g.tags[x] in ("VBD", *PRESENT) for x in [verb, *(x for x in g.children[verb] if x < verb)])
    if not is_finite and (lemma in OPENING or lemma == "use"):  # "a road used to bring weapons"
        return None
    if _is_yet(g, head):
        return "denied"
    if g.tags[verb] != "VB" and (is_finite or lemma not in PLANNING):
        return "reported"
    return "denied" if is_negated(g, head) else "planned"


def _is_yet(g: Grammar, verb: int) -> bool:
    """Whether it is the verb of "has yet to leave"."""
    return g.lemmas[verb] == "have" and any(g.words[x] == "yet" for x in g.children[verb])


def _of_gerund(g: Grammar, preposition: int) -> str | None:
    """Of "from entering", "without leaving", "plans for sending"."""
    lemma, said = g.lemmas[g.heads[preposition]], g.words[max(0, preposition - 1) : preposition + 1]
    if lemma in OPENING or "against" in said or "instead" in said:
        return None
    if g.words[preposition] == "without" or _is_refuted(g, preposition):
        return "denied"
    return "planned" if lemma in PLANNING else "reported"
