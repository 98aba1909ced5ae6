"""Quoting: in which quotation of an article something stands, and what is told though no quotation was found."""

from collections import defaultdict
from collections.abc import Container, Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.assertions import DENYING
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

# Characters of a stretch of the article, by which its quotations are kept: most sentences have fewer.
STRETCH = 400

REPORTING = lexicon.words("reporting_verb", "saying_verb")
# Verbs of saying whose object is not what is told: "claimed a blast that killed 20", "pledged $5 million".
OWNING = lexicon.words("owning_verb")
# Of these, with those whose object is who hears it, the verbs that pass on facts.
CUES = lexicon.words("telling_verb", "informing_verb")
# Verbs by which somebody says how many there are, and by which he says of something what it is.
COUNTING = lexicon.words("tallying_verb")
CALLING = lexicon.words("calling_verb")
TOLLS = lexicon.words("toll")
GIVING = lexicon.words("toll_giving_verb")
CITING = lexicon.words("citing")
ACCUSING = lexicon.words("cue_of_accusation")
# Words that begin what is told.
OPENERS = ("how", "if", "that", "whether")
# Nouns for who tells something, and is not told of, where they stand apart at an end of a headline.
SOURCES = lexicon.words("monitor", "source", "newsroom", "headline_source")
# Of these, those that end a headline without a mark.
BARE = lexicon.words("monitor", "newsroom") | {"report", "reports"}
# Signs that part a headline from its source.
MARKS = (":", "-", "–", "—")
# Tokens of a source at an end of a headline at most: "Syrian Observatory for Human Rights".
LONGEST = 6
# Steps up the parse at most.
REACH = 10


def is_told(g: Grammar, word: int, cues: Container[int]) -> bool:
    """Whether the sentence says that somebody told what the word says: "… were killed, the ministry said".

    `cues` are the first characters of the cues of all quotations, and the word stands in none of these: who said it is
    not known, and it is not the word of the outlet.
    """
    begin, end = g.begins[word], g.ends[word]
    if any(g.words[i] in CITING or g.words[i : i + 2] == ["according", "to"] for i in range(begin, end)):
        return True
    return _is_content(g, word) or _has_lost_cue(g, word, cues) or _has_source(g, word, begin, end)


def _is_content(g: Grammar, word: int) -> bool:
    """Whether a verb of saying has it for its content: "reported that 20 died", "reported 20 deaths"."""
    for _ in range(REACH):
        if g.heads[word] == word:
            return False
        if g.deps[word] not in SUBJECTS and (_is_that_clause(g, word) or _is_told_by(g, word, g.heads[word])):
            return True
        word = g.heads[word]
    return False


def _is_told_by(g: Grammar, word: int, verb: int) -> bool:
    """Whether the verb that the word hangs on says it, or how many there are."""
    dep, lemma = g.deps[word], g.lemmas[verb]
    is_clause = dep == "ccomp" or (dep == "xcomp" and lemma not in DENYING)  # "admits killing 20"
    is_behind = dep == "dobj" or (dep == "advcl" and g.tags[word] == "VBG")  # "told him of a blast, killing 20"
    is_number = dep in ("dobj", "prep", "oprd", "ccomp") or (dep == "conj" and g.pos[word] != "VERB")
    return (
        (lemma in REPORTING and not _is_known(g, verb) and (is_clause or (is_behind and lemma not in OWNING)))
        or (lemma in ACCUSING and g.pos[verb] == "VERB" and _is_charge(g, word))  # "accused it of killing 20"
        or (lemma in COUNTING and is_number)  # "counted 20 dead", "put the toll at 20"
        or (lemma in GIVING and dep not in SUBJECTS and g.words[word] in TOLLS)  # "updated to 20 its toll"
        or (g.words[verb] in CALLING and verb < word and (is_clause or dep in ("oprd", "acomp")))  # "called Homs safe"
    )


def _is_charge(g: Grammar, preposition: int) -> bool:
    """Whether behind the preposition stands what somebody is accused of having done."""
    return g.words[preposition] in ("of", "for") and any(g.deps[x] == "pcomp" for x in g.children[preposition])


def _is_that_clause(g: Grammar, i: int) -> bool:
    """Whether the clause of the word is what somebody thinks or says: "charges that", "amid reports that"."""
    head = g.heads[i]
    if g.deps[i] not in ("ccomp", "acl") or g.lemmas[head] in ("be", "fact") or g.lemmas[g.heads[head]] in DENYING:
        return False  # "reports that … were denied"
    return any(g.deps[x] == "mark" and g.words[x] == "that" for x in g.children[i])


def _has_lost_cue(g: Grammar, word: int, cues: Container[int]) -> bool:
    """Whether the sentence has a verb of saying of which it is open what it says.

    That is one which is the cue of no quotation, and one that speaks of the clause of the word: the word is in none of
    its quotations.
    """
    around, i = {word}, word
    while g.heads[i] != i:
        if g.deps[i] not in SUBJECTS:  # "the doctors in rebel-held Homs said"
            around.add(g.heads[i])
        i = g.heads[i]
    for i in range(g.begins[word], g.ends[word]):
        if g.pos[i] == "VERB" and not g.depth[i] and not _is_known(g, i):
            if g.lemmas[i] in CUES and (g.starts[i] not in cues or (word < i and _goes_on(g, i))):
                return True
            if g.lemmas[i] in REPORTING and _is_added(g, i, word, around):
                return True
    return False


def _goes_on(g: Grammar, cue: int) -> bool:
    """Whether the sentence goes on behind the cue, so that what is told stands before it: "… a monitor said as …"."""
    return cue + 1 < g.ends[cue] and g.pos[cue + 1] in ("CCONJ", "SCONJ") and g.words[cue + 1] not in OPENERS


def _is_known(g: Grammar, i: int) -> bool:
    """Whether it says that something is certain, and not who says so: "20 people are confirmed dead"."""
    kinds = {g.deps[x] for x in g.children[i]}
    return g.words[i] == "confirmed" and "auxpass" in kinds and "agent" not in kinds


def _is_added(g: Grammar, cue: int, word: int, around: Container[int]) -> bool:
    """Whether a verb of saying is put behind what it says, and no word joins them: "20 were killed, he said"."""
    if cue < word or g.heads[cue] not in around or g.deps[cue] not in ("conj", "parataxis"):
        return False
    first = min((x for x in g.children[cue] if g.deps[x] in SUBJECTS), default=cue)
    before = g.left[first] - 1
    return g.deps[before] != "cc" and g.words[before] not in (";", ":")


def _has_source(g: Grammar, word: int, begin: int, end: int) -> bool:
    """Whether a headline names its source before or behind a mark: "Monitor: 20 killed", "20 killed - state media".

    Titles may have lost their marks: "20 killed in Homs monitor".
    """
    while end > begin and g.pos[end - 1] in ("PUNCT", "SPACE") and g.words[end - 1] not in MARKS:
        end -= 1
    if word < end - 1 and g.words[end - 1] in BARE and not any(g.deps[x] == "det" for x in g.children[end - 1]):
        return True
    for mark in (*range(begin + 1, min(begin + 1 + LONGEST, end)), *range(max(begin, end - 1 - LONGEST), end - 1)):
        if g.words[mark] not in MARKS or _is_joint(g, mark):
            continue
        first, last = (begin, mark) if mark < word else (mark + 1, end)
        if first < last <= first + LONGEST and _is_source(g, first, last):
            return True
    return False


def _is_joint(g: Grammar, mark: int) -> bool:
    """Whether it joins two words without blanks: "rebel-held"."""
    return g.words[mark] in MARKS[1:] and mark > 0 and g.starts[mark] == g.starts[mark - 1] + len(g.words[mark - 1])


def _is_source(g: Grammar, first: int, last: int) -> bool:
    """Whether the words are nothing but a name of a body or a noun for who tells something."""
    if any(g.pos[i] in ("VERB", "AUX", "NUM") for i in range(first, last - 1)):  # "monitor" may be read as a verb
        return False
    return g.entities[last - 1] == "ORG" or g.words[last - 1] in SOURCES


class Quotations:
    """The quotations of an article, kept by where their parts stand, so that one is found without reading all.

    `cues` are the offsets in the text at which their cues begin.
    """

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._by_stretch: defaultdict[int, list[Quote]] = defaultdict(list)
        self.cues = frozenset(quote.cue_start for quote in quotes if quote.cue_start is not None)
        for quote in quotes:
            stretches = {at for start, end in quote.parts for at in range(start // STRETCH, end // STRETCH + 1)}
            for stretch in stretches:
                self._by_stretch[stretch].append(quote)

    def find(self, *characters: int) -> Quote | None:
        """The shortest quotation that has one of the characters in its parts; the first character counts first."""
        for at in characters:
            near = self._by_stretch.get(at // STRETCH, [])
            holding = [quote for quote in near if any(start <= at < end for start, end in quote.parts)]
            if holding:
                return min(holding, key=lambda quote: sum(end - start for start, end in quote.parts))
        return None
