"""Windows: the sentences of a Doc as the encoder reads them, at most WINDOW word pieces at a time.

Besides the pieces it reads how each word is spelled (casing) and what spaCy thinks of it: whether the model's own `ner`
marked it, its part of speech and dependency; and how many quotations the word stands in. Where spaCy has no opinion
stands "unknown".
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, Token

from dashboard.pipeline.marks import count_depths, find_quotations

# What opens or closes a quotation.
QUOTATION_MARKS = frozenset(('"', "“", "”", "„", "«", "»", "``", "''"))

# Word pieces of a window, its two end marks included: five to eight sentences. On news that was not learned from,
# sentences read one at a time lose half a point of F1; windows of 96 pieces lose none to a quarter.
WINDOW = 192

# Words between two that may be in a name which may be in it as well; two instead of three lose a word in 400 of those
# in names.
GAP = 3
# What spaCy's model marks that may be, or may be in, a name.
MARKED = frozenset("PERSON ORG GPE LOC FAC NORP EVENT PRODUCT WORK_OF_ART LAW".split())
FUNCTION_WORDS = frozenset("ADP AUX CCONJ DET PRON SCONJ".split())

# Word pieces and characters that are read of one word. Names have at most eight pieces; what is longer is an address.
WORD_PIECES, WORD_CHARACTERS = 12, 48

# What is read of each word. Where spaCy has no opinion stands "unknown", number 0.
CASINGS = ("none", "lower", "title", "upper", "mixed", "digit")
ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "other")
ENTITY_TAGS = ("unknown", "O", *(f"{part}-{label}" for label in ENTITIES for part in "BI"))
PARTS_OF_SPEECH = tuple(
    "unknown ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
)
DEPENDENCIES = tuple(
    "unknown ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass"
    " dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss"
    " preconj predet prep prt punct quantmod relcl xcomp".split()
)
DEPTHS = (0, 1, 2)  # and more

# Runs of letters and digits, or one other sign: how BERT cuts a word before it looks for pieces.
RUNS = re.compile(r"[^\W_]+|\S")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a branch of the encoder reads of a window.

    `columns` has the columns of the word pieces; `tokens` the tokens that these belong to, by their number in the Doc,
    and `heads` for each of them where in `columns` its first piece stands.
    """

    columns: NDArray[np.int64]
    tokens: NDArray[np.int64]
    heads: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of a Doc as the encoder reads them.

    `rows` has a column for each word piece: its number, casing, entity tag, part of speech, depth and dependency.
    `names` are the words that may be in a name, `speech` those of sentences that may report what somebody said.
    """

    rows: NDArray[np.int64]
    names: Selection
    speech: Selection


class WordPieces:
    """Cuts a word into pieces of a vocabulary, the longest first, in lower case and without accents, as BERT does."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._longest = max(map(len, vocabulary))
        self.unknown, self.first, self.last = (self._numbers[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self.read = lru_cache(maxsize=100_000)(self._read)

    def _read(self, word: str) -> tuple[tuple[int, ...], int]:
        """The numbers of its pieces, none for white space, and the number of its casing."""
        signs = unicodedata.normalize("NFD", word[:WORD_CHARACTERS].lower())
        bare = "".join(sign for sign in signs if unicodedata.category(sign) not in {"Mn", "Cc", "Cf"})
        numbers = [number for run in RUNS.findall(bare) for number in self._cut(run)]
        return tuple(numbers[:WORD_PIECES]), CASINGS.index(casing_of(word))

    def _cut(self, run: str) -> list[int]:
        numbers, start = [], 0
        while start < len(run):
            mark = "##" if start else ""
            ends = range(min(len(run), start + self._longest), start, -1)
            end = next((end for end in ends if mark + run[start:end] in self._numbers), None)
            if end is None:
                return [self.unknown]
            numbers.append(self._numbers[mark + run[start:end]])
            start = end
        return numbers


def casing_of(word: str) -> str:
    """One of CASINGS; "digit" for what holds any digit, "title" for a single capital."""
    if any(sign.isdigit() for sign in word):
        return "digit"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "title"
    if word[:1].isupper() and word[1:].islower():
        return "title"
    return "mixed" if any(sign.isalpha() for sign in word) else "none"


def may_name(doc: Doc) -> list[bool]:
    """For each token whether it may be in a name.

    That is where it has a capital, save function words that begin a sentence, where spaCy's model marked something
    that is no number or date, and for up to GAP words between two such in a sentence ("Bank of the West"). They are 13
    to 31 % of the words of four annotated sets of news, and 99 % and more of the words in names.
    """
    found = [_is_marked(token) for token in doc]
    last = None  # the last one that is marked in the sentence
    for i, token in enumerate(doc):
        if token.is_sent_start:
            last = None
        if found[i]:
            if last is not None and i - last <= GAP + 1:
                found[last:i] = [True] * (i - last)
            last = i
    return found


def _is_marked(token: Token) -> bool:
    if token.ent_type_:
        return token.ent_type_ in MARKED
    return any(map(str.isupper, token.text)) and not (token.pos_ in FUNCTION_WORDS and token.text.istitle())


def may_speak(doc: Doc, cues: Collection[str]) -> list[bool]:
    """For each token whether its sentence may report what somebody said: it has a quotation mark, or one of `cues`.

    A cue is known by its lemma and part of speech: "say|VERB".
    """
    found = [False] * len(doc)
    for sentence in _sentences(doc):
        if any(token.text in QUOTATION_MARKS or f"{token.lemma_.lower()}|{token.pos_}" in cues for token in sentence):
            found[sentence.start : sentence.end] = [True] * len(sentence)
    return found


def cut_windows(doc: Doc, pieces: WordPieces, cues: Collection[str] = ()) -> Iterator[Window]:
    """The windows of a Doc in text order: as many whole sentences as fit; a longer sentence is cut between words.

    Sentences that neither may name nor may speak are left out.
    """
    numbers, rows = _read_words(doc, pieces)
    lengths = [len(each) for each in numbers]
    naming, speaking = may_name(doc), may_speak(doc, cues)
    wanted = np.array([naming, speaking], dtype=bool)
    held: list[int] = []  # tokens of the window
    length = 0  # in word pieces
    for part in _cut_sentences(doc, lengths):
        if not any(naming[i] or speaking[i] for i in part):
            continue
        size = sum(lengths[i] for i in part)
        if held and length + size > WINDOW - 2:
            yield _window(held, numbers, rows, wanted, pieces)
            held, length = [], 0
        held += part
        length += size
    if held:
        yield _window(held, numbers, rows, wanted, pieces)


def read_sentences(doc: Doc, pieces: WordPieces) -> Iterator[tuple[NDArray[np.int64], list[int], list[int]]]:
    """For each sentence that is not white space its rows without end marks, its tokens, and their first pieces."""
    numbers, rows = _read_words(doc, pieces)
    for sentence in _sentences(doc):
        tokens = [i for i in range(sentence.start, sentence.end) if numbers[i]]
        if tokens:
            lengths = [len(numbers[i]) for i in tokens]
            columns = [number for i in tokens for number in numbers[i]]
            heads = np.cumsum([0, *lengths[:-1]]).tolist()
            yield np.vstack([columns, np.repeat(rows[:, tokens], lengths, axis=1)]), tokens, heads


def _cut_sentences(doc: Doc, lengths: Sequence[int]) -> Iterator[list[int]]:
    """The tokens of each sentence, in parts of at most a window."""
    for sentence in _sentences(doc):
        part: list[int] = []
        length = 0
        for i in range(sentence.start, sentence.end):
            if length + lengths[i] > WINDOW - 2:
                yield part
                part, length = [], 0
            part.append(i)
            length += lengths[i]
        yield part


def _sentences(doc: Doc) -> list[Span]:
    """The sentences; a Doc without any is one sentence."""
    return list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]


def _read_words(doc: Doc, pieces: WordPieces) -> tuple[list[tuple[int, ...]], NDArray[np.int64]]:
    """For each token the numbers of its pieces, and a column of rows, which are those of a Window without the first."""
    numbers, casings = [], []
    for token in doc:
        own, casing = pieces.read(token.text)
        numbers.append(own)
        casings.append(casing)
    entities = [ENTITY_TAGS.index("O") if doc.has_annotation("ENT_IOB") else 0] * len(doc)
    for span in doc.ents:
        begin = ENTITY_TAGS.index(f"B-{span.label_ if span.label_ in ENTITIES else 'other'}")
        entities[span.start : span.end] = [begin, *[begin + 1] * (len(span) - 1)]
    parts, dependencies = _number(doc, "POS", PARTS_OF_SPEECH), _number(doc, "DEP", DEPENDENCIES)
    depths = count_depths([token.idx for token in doc], find_quotations(doc.text))
    rows = np.array([casings, entities, parts, np.minimum(depths, DEPTHS[-1]), dependencies], dtype=np.int64)
    return numbers, rows


def _number(doc: Doc, attribute: str, names: Sequence[str]) -> list[int]:
    """For each token where its attribute stands among the names; 0, "unknown", where it is none of them."""
    numbers = {doc.vocab.strings[name]: number for number, name in enumerate(names)}
    return [numbers.get(each, 0) for each in doc.to_array(attribute).tolist()]


def _window(
    held: Sequence[int],
    numbers: Sequence[tuple[int, ...]],
    rows: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    pieces: WordPieces,
) -> Window:
    tokens = np.array([i for i in held if numbers[i]], dtype=np.int64)  # without white space
    lengths = np.array([len(numbers[i]) for i in tokens.tolist()], dtype=np.int64)
    columns = np.zeros((len(rows) + 1, lengths.sum() + 2), dtype=np.int64)
    columns[0] = [pieces.first, *(number for i in tokens.tolist() for number in numbers[i]), pieces.last]
    columns[1:, 1:-1] = np.repeat(rows[:, tokens], lengths, axis=1)
    names, speech = (_select(tokens, lengths, each[tokens]) for each in wanted)
    return Window(columns, names, speech)


def _select(tokens: NDArray[np.int64], lengths: NDArray[np.int64], wanted: NDArray[np.bool_]) -> Selection:
    """Those of a window's tokens that are wanted; `lengths` has the number of pieces of each token."""
    columns = np.flatnonzero(np.repeat(wanted, lengths)) + 1  # behind the mark of the beginning
    return Selection(columns, tokens[wanted], np.cumsum(lengths[wanted]) - lengths[wanted])
