"""Stances: what a cue says of the words it attributes, from the list in `dashboard.tables.contract`."""

from dashboard.pipeline.quotes.grammar import Grammar

WORDS = {
    "denies": "deny reject dismiss refute dispute rebut contradict disavow disclaim repudiate denial rejection"
    " dismissal rebuttal",
    "claims": "claim allege assert maintain contend purport profess insinuate insist boast allegation assertion"
    " contention alleged allegedly",
    "warns": "warn caution fear threaten worry alert warning threat fearful concern alarm",
    "demands": "demand urge call order implore plead beg beseech exhort instruct press appeal pressure require advise"
    " recommend request plea command",
    "promises": "promise vow pledge swear guarantee commit assure reassure undertake",
    "asks": "ask wonder question inquire enquire query",
    "accuses": "accuse blame condemn criticize criticise denounce deplore slam blast charge fault lambaste assail decry"
    " rebuke accusation",
}
STANCE_OF = {word: stance for stance, words in WORDS.items() for word in words.split()}
# "did not deny", "refused to promise": then no more is said than that.
REFUSING = frozenset(("refuse", "decline", "fail"))


def find_stance(g: Grammar, cue: int) -> str:
    """The stance of a cue: `says` for every word that says no more than that."""
    children = g.children[cue]
    lemma, kinds = g.lemmas[cue], {g.deps[x] for x in children}
    following = {g.lemmas[x] for x in children if g.deps[x] in ("prep", "prt")}
    if "neg" in kinds or g.lemmas[g.heads[cue]] in REFUSING:
        return "says"
    if lemma == "call":  # "calls it a lie" names
        return "demands" if following & {"for", "on", "upon"} else "says"
    if lemma == "rule":
        return "denies" if "out" in following else "says"
    if lemma == "insist":  # "insisted on an answer"
        return "demands" if "on" in following else "claims"
    if lemma == "ask" and ("for" in following or _is_request(g, cue)):
        return "demands"
    return STANCE_OF.get(lemma, "says")


def _is_request(g: Grammar, cue: int) -> bool:
    """Whether a deed is asked for, "to leave", and not an answer: "whether it was open", "why they left"."""
    clauses = [x for x in g.children[cue] if g.pos[x] == "VERB" and x > cue]
    questions = (g.tags[y].startswith("W") or g.words[y] in ("if", "whether") for x in clauses for y in g.children[x])
    return bool(clauses) and not any(questions)
