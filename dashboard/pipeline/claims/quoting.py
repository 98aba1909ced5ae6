"""Quoting: in which quotation of an article something stands, and what is told though no quotation was found."""

from collections import defaultdict
from collections.abc import Container, Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar

# Characters of a stretch of the article, by which its quotations are kept: most sentences have fewer.
STRETCH = 400

REPORTING = lexicon.words("reporting_verb", "saying_verb")
# Verbs of saying whose object is not what is told: "claimed a blast that killed 20", "pledged $5 million".
OWNING = lexicon.words("owning_verb")
# Of these, with those whose object is who hears it, the verbs that pass on facts.
CUES = lexicon.words("telling_verb", "informing_verb")
TOLLS = lexicon.words("toll")
CITING = lexicon.words("citing")
ACCUSING = lexicon.words("cue_of_accusation")
# Words that begin what is told.
OPENERS = ("how", "if", "that", "whether")
# Nouns for who tells something, and is not told of, where they stand apart at an end of a headline.
SOURCES = lexicon.words("monitor", "source", "newsroom", "headline_source")
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
    return _is_content(g, word) or _has_lost_cue(g, word, begin, end, cues) or _has_source(g, word, begin, end)


def _is_content(g: Grammar, word: int) -> bool:
    """Whether a verb of saying has it for its content: "reported that 20 died", "reported 20 deaths"."""
    is_charge = False
    for _ in range(REACH):
        head, dep = g.heads[word], g.deps[word]
        is_behind = dep == "dobj" or (dep == "advcl" and g.tags[word] == "VBG")  # "told him of a blast, killing 20"
        if (
            g.lemmas[head] in REPORTING
            and not _is_known(g, head)
            and (dep == "ccomp" or (is_behind and g.lemmas[head] not in OWNING))
        ):
            return True
        is_charge = is_charge or (dep == "pcomp" and g.words[head] in ("of", "for"))
        if is_charge and g.lemmas[head] in ACCUSING and g.pos[head] == "VERB":
            return True  # "accused them of bombing Homs"
        if dep == "dobj" and g.lemmas[head] == "give" and g.words[word] in TOLLS:
            return True  # "the ministry gave a toll of 20 dead"
        if head == word:
            return False
        word = head
    return False


def _has_lost_cue(g: Grammar, word: int, begin: int, end: int, cues: Container[int]) -> bool:
    """Whether the sentence has a verb of saying that is the cue of no quotation: what it says was not found."""
    verbs = (i for i in range(begin, end) if g.lemmas[i] in CUES and g.pos[i] == "VERB" and not g.depth[i])
    return any(not _is_known(g, i) and (g.starts[i] not in cues or (word < i and _goes_on(g, i))) for i in verbs)


def _goes_on(g: Grammar, cue: int) -> bool:
    """Whether the sentence goes on behind the cue, so that what is told stands before it: "… a monitor said as …"."""
    return cue + 1 < g.ends[cue] and g.pos[cue + 1] in ("CCONJ", "SCONJ") and g.words[cue + 1] not in OPENERS


def _is_known(g: Grammar, i: int) -> bool:
    """Whether it says that something is certain, and not who says so: "20 people are confirmed dead"."""
    kinds = {g.deps[x] for x in g.children[i]}
    return g.words[i] == "confirmed" and "auxpass" in kinds and "agent" not in kinds


def _has_source(g: Grammar, word: int, begin: int, end: int) -> bool:
    """Whether a headline names its source before or behind a mark: "Monitor: 20 killed", "20 killed - state media"."""
    while end > begin and g.pos[end - 1] == "PUNCT" and g.words[end - 1] not in MARKS:
        end -= 1
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


def find_cues(quotes: Sequence[Quote]) -> frozenset[int]:
    """The first characters of the cues of these quotations."""
    return frozenset(quote.cue_start for quote in quotes if quote.cue_start is not None)


class Quotations:
    """The quotations of an article by where their parts stand, so that each is found without a look at all."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._by_stretch: defaultdict[int, list[Quote]] = defaultdict(list)
        self.cues = find_cues(quotes)
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
