"""Grammar: the parse of a Doc and its quotation marks as plain columns, which are read often and faster than tokens."""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

from spacy.tokens import Doc

from dashboard.pipeline.quotes.marks import find_quotations

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
# How a word may hang on the one whose subject it shares.
SHARING = ("conj", "xcomp", "advcl", "aux", "ccomp", "pcomp", "prep")


@dataclass(slots=True)
class Grammar:
    """One entry a token in each column; spans are of tokens, half open."""

    words: list[str]  # in small letters
    lemmas: list[str]
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
    quotations: list[tuple[int, int]] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)  # how many quotations the token lies in
    commas: list[int] = field(default_factory=list)  # how many commas stand before it
    verbs: list[int] = field(default_factory=list)  # how many full verbs stand before it
    paragraphs: list[int] = field(default_factory=list)  # number of the paragraph
    counts: list[int] = field(default_factory=list)  # how many words stand before it, punctuation left out

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
    """The columns of a parsed Doc."""
    size = len(doc)
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in range(size)]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    begins, ends = [0] * size, [0] * size
    for sentence in doc.sents:
        begins[sentence.start : sentence.end] = [sentence.start] * len(sentence)
        ends[sentence.start : sentence.end] = [sentence.end] * len(sentence)
    grammar = Grammar(
        words=[token.lower_ for token in doc],
        lemmas=[token.lemma_.lower() for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=heads,
        left=[token.left_edge.i for token in doc],
        right=[token.right_edge.i + 1 for token in doc],
        children=children,
        begins=begins,
        ends=ends,
        starts=[token.idx for token in doc],
        entities=[token.ent_type_ for token in doc],
    )
    grammar.quotations = [grammar.span(quotation.start, quotation.end) for quotation in find_quotations(doc.text)]
    grammar.depth = [0] * size
    for start, end in grammar.quotations:
        for i in range(start, end):
            grammar.depth[i] += 1
    grammar.commas = list(accumulate((word == "," for word in grammar.words), initial=0))
    full = (
        pos in ("VERB", "AUX") and dep not in ("aux", "auxpass")
        for pos, dep in zip(grammar.pos, grammar.deps, strict=True)
    )
    grammar.verbs = list(accumulate(full, initial=0))
    breaks = (token.is_space and token.text.count("\n") > 1 for token in doc)
    grammar.paragraphs = list(accumulate(breaks))
    is_word = (word.isalnum() or any(c.isalnum() for c in word) for word in grammar.words)
    grammar.counts = list(accumulate(is_word, initial=0))
    return grammar
