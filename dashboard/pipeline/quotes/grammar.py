"""Grammar: the parse of a Doc and its quotation marks as plain columns, which are read often and faster than tokens."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from spacy.tokens import Doc

from dashboard.pipeline.marks import count_depths, find_quotations
from dashboard.pipeline.speech import Speech, unread

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
# Attributes of a token that are read as strings.
COLUMNS = ("LOWER", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE")
# Quotations of a sentence from which it is crowded: what is near a cue is enough then. 600 articles of news have none.
CROWDED = 12
GRAMMAR = "grammar"  # the key of a Doc under which its columns are kept
# How a word may hang on the one whose subject it shares.
SHARING = ("conj", "xcomp", "advcl", "aux", "ccomp", "pcomp", "prep")


@dataclass(slots=True)
class Grammar:
    """One entry a token in each column; spans are of tokens, half open."""

    text: str  # of the article
    words: list[str]  # in small letters
    lemmas: list[str]
    capitals: list[bool]  # whether it begins with a capital letter
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    left: list[int]  # first token of the subtree
    right: list[int]  # token after its last
    children: list[list[int]]
    begins: list[int]  # first token of the sentence
    ends: list[int]  # token after its last
    starts: list[int]  # first character
    entities: list[str]  # OntoNotes type, or ""
    speech: Speech  # what the encoder thinks of each token
    quotations: list[tuple[int, int]] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)  # how many quotations the token lies in
    commas: list[int] = field(default_factory=list)  # how many commas stand before it
    verbs: list[int] = field(default_factory=list)  # how many full verbs stand before it
    paragraphs: list[int] = field(default_factory=list)  # number of the paragraph
    counts: list[int] = field(default_factory=list)  # how many words stand before it, punctuation left out
    outside: list[int] = field(default_factory=list)  # how many of them in no quotation
    outer: list[int] = field(default_factory=list)  # for each quotation the number of the one around it, or -1
    plain: list[int] = field(default_factory=list)  # the tokens in no quotation that are no punctuation
    crowded: frozenset[int] = frozenset()  # the first tokens of sentences in which CROWDED quotations begin
    verbal: list[int] = field(default_factory=list)  # the verbs, auxiliaries included

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that begin at characters `start` to `end`."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def subject(self, i: int) -> tuple[int | None, str]:
        """The token of whoever does what the word says, with the way to it: `nsubj`, `conj>nsubj`, `relcl`."""
        way = ""
        for _ in range(4):
            for child in self.children[i]:
                if self.deps[child] in SUBJECTS:
                    return child, way + self.deps[child]
            dep, head = self.deps[i], self.heads[i]
            if head != i and dep in ("relcl", "acl"):
                return head, way + dep
            if head == i or dep not in SHARING:
                break
            way += f"{dep}>"
            i = head
        return None, "none"


def read_grammar(doc: Doc) -> Grammar:
    """The columns of a parsed Doc, which is not changed any more: they are read once, for whoever asks."""
    if GRAMMAR not in doc.user_data:
        doc.user_data[GRAMMAR] = _read_grammar(doc)
    grammar: Grammar = doc.user_data[GRAMMAR]
    return grammar


def _read_grammar(doc: Doc) -> Grammar:
    size = len(doc)
    words, lemmas, tags, pos, deps, entities = (_read(doc, each) for each in COLUMNS)
    heads = [i + offset for i, offset in enumerate(doc.to_array("HEAD").view("int64").tolist())]
    children: list[list[int]] = [[] for _ in range(size)]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    left, right = _edges(heads)
    begins, ends = [0] * size, [0] * size
    for sentence in doc.sents:
        begins[sentence.start : sentence.end] = [sentence.start] * len(sentence)
        ends[sentence.start : sentence.end] = [sentence.end] * len(sentence)
    text, starts = doc.text, [token.idx for token in doc]
    grammar = Grammar(
        text=text,
        words=words,
        lemmas=[lemma.lower() for lemma in lemmas],
        capitals=[text[start].isupper() for start in starts],
        tags=tags,
        pos=pos,
        deps=deps,
        heads=heads,
        left=left,
        right=right,
        children=children,
        begins=begins,
        ends=ends,
        starts=starts,
        entities=entities,
        speech=doc.user_data.get("speech") or unread(size),
    )
    quotations = find_quotations(text)
    spans = (grammar.span(quotation.start, quotation.end) for quotation in quotations)
    grammar.quotations = [span for span in spans if span[0] < size]  # the last token may hold marks that nobody reads
    grammar.depth = count_depths(starts, quotations)
    grammar.commas = list(accumulate((word == "," for word in grammar.words), initial=0))
    full = (
        pos in ("VERB", "AUX") and dep not in ("aux", "auxpass")
        for pos, dep in zip(grammar.pos, grammar.deps, strict=True)
    )
    grammar.verbs = list(accumulate(full, initial=0))
    breaks = (word.isspace() and word.count("\n") > 1 for word in words)
    grammar.paragraphs = list(accumulate(breaks))
    is_word = (word.isalnum() or any(c.isalnum() for c in word) for word in grammar.words)
    grammar.counts = list(accumulate(is_word, initial=0))
    is_out = (
        not depth and after > before
        for depth, (before, after) in zip(grammar.depth, pairwise(grammar.counts), strict=True)
    )
    grammar.outside = list(accumulate(is_out, initial=0))
    begun = Counter(begins[start] for start, end in grammar.quotations if start < end)
    grammar.crowded = frozenset(begin for begin, count in begun.items() if count >= CROWDED)
    grammar.outer = _nest(grammar.quotations)
    grammar.plain = [i for i in range(size) if not grammar.depth[i] and pos[i] != "PUNCT"]
    grammar.verbal = [i for i in range(size) if pos[i] in ("VERB", "AUX")]
    return grammar


def _nest(quotations: Sequence[tuple[int, int]]) -> list[int]:
    """For each quotation the number of the innermost one around it, -1 where there is none; they are in text order."""
    outer: list[int] = []
    opened: list[int] = []
    for number, (start, _) in enumerate(quotations):
        while opened and quotations[opened[-1]][1] <= start:
            opened.pop()
        outer.append(opened[-1] if opened else -1)
        opened.append(number)
    return outer


def _edges(heads: Sequence[int]) -> tuple[list[int], list[int]]:
    """The first token of each subtree, and the one after its last; several times as fast as asking each token."""
    left = list(range(len(heads)))
    right = list(range(1, len(heads) + 1))
    for i in left.copy():
        head = heads[i]
        while left[head] > i:
            left[head] = i
            head = heads[head]
    for end in reversed(right.copy()):
        head = heads[end - 1]
        while right[head] < end:
            right[head] = end
            head = heads[head]
    return left, right


def _read(doc: Doc, attribute: str) -> list[str]:
    """The column of an attribute: as many as a Doc has are read at once much faster than token by token."""
    strings = doc.vocab.strings
    column = doc.to_array(attribute).tolist()
    names = {number: strings[number] if number else "" for number in set(column)}
    return [names[number] for number in column]
