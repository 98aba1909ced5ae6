"""Constructions that the parser gets wrong, with the parses that it gives them."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import place_mentions
from dashboard.pipeline.quotes import find_quotes
from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.quotes.sourcing import find_sourcing
from dashboard.pipeline.quotes.speakers import find_antecedent
from tests.named import name_actors

TRAILING = """
Rebels NOUN nsubj 1
captured VERB ROOT 1
Homs_ PROPN dobj 1 B-GPE
, PUNCT punct 2
the DET det 6 B-ORG
Syrian ADJ compound 6 I-ORG
Observatory PROPN appos 2 I-ORG
for ADP prep 6 I-ORG
Human PROPN compound 9 I-ORG
Rights PROPN pobj 7 I-ORG
said VERB conj 1
on ADP prep 10
Sunday_ PROPN pobj 11
. PUNCT punct 1
"""
TELEVISION = """
State NOUN compound 1
television NOUN nsubj 2
quoted VERB ROOT 2
a DET det 4
source NOUN dobj 2
as ADP prep 2
saying VERB pcomp 5
that SCONJ mark 11
the DET det 9
army NOUN nsubj 11
was AUX aux 11
redeploying_ VERB ccomp 6
. PUNCT punct 2
"""
PASSIVE = """
Lavrov PROPN nsubjpass 2 B-PERSON
was AUX auxpass 2
quoted VERB ROOT 2
by ADP agent 2
TASS PROPN pobj 3 B-ORG
as ADP prep 2
saying VERB pcomp 5
that SCONJ mark 11
Russia PROPN nsubj 11 B-GPE
would AUX aux 11
not PART neg 11
intervene_ VERB ccomp 6
. PUNCT punct 2
"""
PASSIVE_BEHIND = """
“_ PUNCT punct 9
I PRON nsubj 4
am AUX aux 4
not PART neg 4
leaving_ VERB ccomp 9
,_ PUNCT punct 9
” PUNCT punct 9
Lavrov PROPN nsubjpass 9 B-PERSON
was AUX auxpass 9
quoted VERB ROOT 9
by ADP agent 9
TASS PROPN pobj 10 B-ORG
as ADP prep 9
saying_ VERB pcomp 12
. PUNCT punct 9
"""
SPLIT = """
“_ PUNCT punct 4
Nobody_ PRON nsubj 4
,_ PUNCT punct 4
” PUNCT punct 4
said VERB parataxis 12
Abu PROPN compound 6 B-PERSON
Omar_ PROPN nsubj 12 I-PERSON
, PUNCT punct 6
a DET det 9
baker_ NOUN appos 6
, PUNCT punct 6
“_ PUNCT punct 12
told VERB ROOT 12
us PRON dative 12
anything_ PRON dobj 12
._ PUNCT punct 12
” PUNCT punct 12
"""
LEAD_IN = """
And CCONJ cc 7
from ADP prep 7
Ms PROPN compound 3 B-PERSON
Rania_ PROPN pobj 1 I-PERSON
: PUNCT punct 7
“_ PUNCT punct 7
We PRON nsubj 7
have VERB ROOT 7
nothing PRON dobj 7
left_ VERB acl 8
._ PUNCT punct 7
” PUNCT punct 7
"""
ENOUGH = """
The DET det 1
deal NOUN nsubj 2
died_ VERB ROOT 2
, PUNCT punct 2
Mexico PROPN nsubj 5 B-GPE
said VERB conj 2
enough_ ADJ acomp 5
. PUNCT punct 2
"""


@pytest.mark.parametrize(
    ("rows", "parts", "speaker", "outlet"),
    [
        (TRAILING, ["Rebels captured Homs"], "the Syrian Observatory for Human Rights", None),
        (TELEVISION, ["the army was redeploying"], "a source", None),
        (PASSIVE, ["Russia would not intervene"], "Lavrov", "tass"),
        (PASSIVE_BEHIND, ["I am not leaving,"], "Lavrov", "tass"),
        (SPLIT, ["Nobody,", "told us anything."], "Abu Omar", None),
        (LEAD_IN, ["We have nothing left."], "Ms Rania", None),
    ],
    ids=["trailing", "quoted as saying", "was quoted", "was quoted, behind", "split", "lead-in"],
)
def test_what_the_parser_gets_wrong_is_read_by_its_words(
    build_doc: Callable[..., Doc],
    gazetteer: Gazetteer,
    known: KnownActors,
    rows: str,
    parts: list[str],
    speaker: str,
    outlet: str | None,
) -> None:
    doc = build_doc(rows)
    mentions = find_mentions(doc, gazetteer, known)
    actors = name_actors(mentions, place_mentions(doc, mentions, gazetteer), known, gazetteer, doc.text)
    [quote] = find_quotes(doc, mentions, actors)
    assert [doc.text[start:end] for start, end in quote.parts] == parts
    assert (quote.speaker, quote.via_actor_id) == (speaker, outlet)


def test_what_is_said_behind_the_cue_is_not_what_stands_before_it(
    build_doc: Callable[..., Doc], gazetteer: Gazetteer
) -> None:
    doc = build_doc(ENOUGH)
    mentions = find_mentions(doc, gazetteer)
    assert find_quotes(doc, mentions, [None] * len(mentions)) == []


STATE_MEDIA = """
At ADV advmod 1
least ADV advmod 2
40 NUM nummod 3
people NOUN nsubjpass 5
were AUX auxpass 5
killed_ VERB ccomp 9
, PUNCT punct 9
state NOUN compound 8
media NOUN nsubj 9
reported_ VERB ROOT 9
. PUNCT punct 9
"""
NEWSPAPER = """
According VERB prep 10
to ADP prep 0
the DET det 3
newspaper NOUN pobj 1
Al_ PROPN compound 6 B-ORG
-_ PUNCT punct 6 I-ORG
Watan_ PROPN appos 3 I-ORG
, PUNCT punct 10
the DET det 9
army NOUN nsubj 10
has VERB ROOT 10
control NOUN dobj 10
of ADP prep 11
Hama_ PROPN pobj 12 B-GPE
. PUNCT punct 10
"""
WITNESSES = """
The DET det 1
agency NOUN nsubj 2
quoted VERB ROOT 2
witnesses NOUN dobj 2
who PRON nsubj 5
said VERB relcl 3
the DET det 7
soldiers NOUN nsubj 9
had AUX aux 9
fled_ VERB ccomp 5
. PUNCT punct 2
"""
TELEGRAPH = """
The DET det 1
Telegraph PROPN nsubj 2 B-FAC
reported VERB ROOT 2
that SCONJ mark 6
the DET det 5
minister NOUN nsubj 6
left_ VERB ccomp 2
. PUNCT punct 2
"""


@pytest.mark.parametrize(
    ("rows", "part", "speaker", "actor", "sourcing"),
    [
        (STATE_MEDIA, "At least 40 people were killed", "state media", None, "organisation"),
        (NEWSPAPER, "the army has control of Hama", "the newspaper Al-Watan", "al-watan", "organisation"),
        (TELEGRAPH, "the minister left", "The Telegraph", None, "organisation"),
    ],
    ids=["state media", "newspaper", "unknown newspaper"],
)
def test_who_says_it_is_told_by_its_kind(
    build_doc: Callable[..., Doc],
    gazetteer: Gazetteer,
    known: KnownActors,
    rows: str,
    part: str,
    speaker: str,
    actor: str | None,
    sourcing: str,
) -> None:
    doc = build_doc(rows)
    mentions = find_mentions(doc, gazetteer, known)
    actors = name_actors(mentions, place_mentions(doc, mentions, gazetteer), known, gazetteer, doc.text)
    [quote] = find_quotes(doc, mentions, actors)
    assert [doc.text[start:end] for start, end in quote.parts] == [part]
    assert (quote.speaker, quote.actor_id, quote.sourcing) == (speaker, actor, sourcing)


def test_who_is_whom_the_clause_hangs_on(build_doc: Callable[..., Doc]) -> None:
    g = read_grammar(build_doc(WITNESSES))
    who = g.words.index("who")
    assert (g.words[find_antecedent(g, who)], find_antecedent(g, 0)) == ("witnesses", 0)
    assert find_sourcing(g, find_antecedent(g, who), None) == "unnamed"
    assert find_sourcing(g, who, None) == "unknown"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Winfield PROPN nsubj 1\nsaid VERB ROOT 1", "named"),
        ("Activists PROPN nsubj 1\nsaid VERB ROOT 1", "unnamed"),
        ("Hadi PROPN nsubj 1 B-FAC\nsaid VERB ROOT 1", "organisation"),
    ],
    ids=["name", "plural", "thing"],
)
def test_a_name_that_nothing_knows_is_one(build_doc: Callable[..., Doc], rows: str, expected: str) -> None:
    assert find_sourcing(read_grammar(build_doc(rows)), 0, None) == expected
