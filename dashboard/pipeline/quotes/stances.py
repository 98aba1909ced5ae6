"""Stances: what a cue says of the words it attributes, from the list in `dashboard.tables`."""

from dashboard.pipeline.quotes.grammar import Grammar

WORDS = {
    "denies": "deny reject dismiss refute dispute rebut contradict disavow decry denial rejection dismissal rebuttal",
    "claims": "claim allege assert maintain contend purport insinuate boast allegation assertion contention alleged"
    " allegedly",
    "warns": "warn caution fear threaten worry warning threat fearful concern alarm",
    "demands": "demand urge call insist order implore plead beg exhort instruct press appeal pressure require advise"
    " recommend request demand plea command",
    "promises": "promise vow pledge swear guarantee commit assure promise vow pledge",
    "asks": "ask wonder question inquire query",
    "accuses": "accuse blame condemn criticize criticise denounce slam blast charge fault lambaste decry accusation",
}
STANCE_OF = {word: stance for stance, words in WORDS.items() for word in words.split()}
# "did not deny", "refused to deny": that is no denial; "denied" needs its own word.
NEGATED = {"denies": "says", "claims": "denies", "warns": "says", "promises": "denies", "accuses": "says"}


def find_stance(g: Grammar, cue: int) -> str:
    """The stance of a cue: `says` for every word that says no more than that."""
    stance = STANCE_OF.get(g.lemmas[cue], "says")
    # "calls it a lie" names; "calls for", "calls on" demands. "asked them to leave" demands, too.
    kinds = {g.deps[x] for x in g.children[cue]}
    following = {g.lemmas[x] for x in g.children[cue] if g.deps[x] == "prep"}
    if g.lemmas[cue] == "call" and not following & {"for", "on", "upon"}:
        stance = "says"
    if g.lemmas[cue] == "ask" and "xcomp" in kinds | {g.deps[x] for x in g.children[cue] if g.pos[x] == "VERB"}:
        stance = "demands"
    if any(g.deps[x] == "neg" for x in g.children[cue]):
        stance = NEGATED.get(stance, stance)
    return stance
