import pytest

from tests.pipeline.quotes.conftest import DIRECT, INDIRECT, Read, parts


def test_direct_speech_has_its_words_speaker_and_cue(read: Read) -> None:
    text, [quote] = read(DIRECT.format(subject="Lavrov PROPN nsubj 6 B-PERSON"))
    assert (parts(text, quote), quote.kind) == (["We won,"], "direct")
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("Lavrov", "sergei-lavrov", "named")
    assert (quote.cue, quote.stance) == ("said", "says")
    assert text[quote.speaker_start : quote.speaker_end] == "Lavrov"
    assert text[quote.cue_start : quote.cue_end] == "said"


def test_a_clause_behind_said_that_is_indirect_speech_without_that(read: Read) -> None:
    text, [quote] = read(INDIRECT.format(subject="Lavrov PROPN nsubj 1 B-PERSON", opening="", closing=""))
    assert (parts(text, quote), quote.kind) == (["it was over"], "indirect")


def test_a_clause_with_some_words_quoted_is_mixed(read: Read) -> None:
    text, [quote] = read("""
        It PRON nsubj 1
        said VERB ROOT 1
        Homs PROPN nsubj 3
        was VERB ccomp 1
        very ADV advmod 6
        “_ PUNCT punct 6
        safe_ ADJ acomp 3
        ” PUNCT punct 6
    """)
    assert (parts(text, quote), quote.kind) == (["Homs was very “safe”"], "mixed")


def test_a_phrase_that_leads_to_a_quotation_is_no_part_of_it(read: Read) -> None:
    text, [quote] = read("""
        Of ADP prep 10
        the DET det 2
        vote_ NOUN pobj 0
        , PUNCT punct 5
        Lavrov PROPN nsubj 5 B-PERSON
        said_ VERB parataxis 10
        , PUNCT punct 5
        “_ PUNCT punct 5
        We PRON nsubj 10
        will AUX aux 10
        have VERB ROOT 10
        one NUM nummod 12
        vote NOUN dobj 10
        in ADP prep 10
        each DET det 15
        round_ NOUN pobj 13
        ._ PUNCT punct 10
        ” PUNCT punct 10
    """)
    assert parts(text, quote) == ["We will have one vote in each round."]


def test_a_quotation_that_is_split_by_its_cue_is_one_quote_with_two_parts(read: Read) -> None:
    text, [quote] = read("""
        “_ PUNCT punct 1
        Go_ VERB ccomp 5
        ,_ PUNCT punct 5
        ” PUNCT punct 5
        Lavrov PROPN nsubj 5 B-PERSON
        said_ VERB ROOT 5
        , PUNCT punct 5
        “_ PUNCT punct 5
        and CCONJ cc 1
        stay VERB conj 1
        there ADV advmod 9
        for ADP prep 9
        good ADJ pobj 11
        now_ ADV advmod 9
        ._ PUNCT punct 5
        ” PUNCT punct 5
    """)
    assert parts(text, quote) == ["Go,", "and stay there for good now."]
    assert quote.speaker == "Lavrov"


def test_according_to_names_its_speaker(read: Read) -> None:
    text, [quote] = read("""
        Rebels NOUN nsubj 1
        took VERB ROOT 1
        the DET det 3
        airport_ NOUN dobj 1
        , PUNCT punct 1
        according VERB prep 1
        to ADP prep 5
        witnesses_ NOUN pobj 6
        . PUNCT punct 1
    """)
    assert parts(text, quote) == ["Rebels took the airport"]
    assert (quote.speaker, quote.cue, quote.sourcing) == ("witnesses", "according to", "unnamed")


@pytest.mark.parametrize(
    ("head", "sourcing"),
    [
        ("Lavrov PROPN nsubj 1 B-PERSON", "named"),
        ("Hezbollah PROPN nsubj 1 B-ORG", "organisation"),
        ("army NOUN nsubj 1", "organisation"),
        ("officials NOUN nsubj 1", "unnamed official"),
        ("witnesses NOUN nsubj 1", "unnamed"),
        ("He PRON nsubj 1", "unknown"),
    ],
)
def test_the_ladder_of_sourcing(read: Read, head: str, sourcing: str) -> None:
    _, [quote] = read(INDIRECT.format(subject=head, opening="", closing=""))
    assert quote.sourcing == sourcing


def test_words_in_quotation_marks_that_nobody_said_are_no_quote(read: Read) -> None:
    _, quotes = read("""
        The DET det 3
        “_ PUNCT punct 2
        liberated_ ADJ amod 3
        ” PUNCT punct 2
        town NOUN nsubj 5
        burned VERB ROOT 5
    """)
    assert quotes == []


FREE = """
“_ PUNCT punct 4
We PRON nsubj 4
will AUX aux 4
never ADV neg 4
leave VERB ROOT 4
these DET det 7
old ADJ amod 7
hills_ NOUN dobj 4
._ PUNCT punct 4
” PUNCT punct 4
"""


def test_long_speech_without_a_cue_is_a_quote_without_a_speaker(read: Read) -> None:
    text, [quote] = read(FREE)
    assert (quote.speaker, quote.sourcing, quote.stance) == (None, "unknown", None)
    assert parts(text, quote) == ["We will never leave these old hills."]


def test_a_lead_in_line_names_the_speaker(read: Read) -> None:
    lead_in = """
        And CCONJ cc 1
        from ADP ROOT 1
        Ms PROPN compound 3
        Rania_ PROPN pobj 1 B-PERSON
        : PUNCT punct 1
        ␤_ SPACE dep 4
    """
    _, [quote] = read(lead_in, FREE)
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("Ms Rania", "rania", "named")


def test_a_signature_names_the_speaker(read: Read) -> None:
    _, [quote] = read(FREE, "— PUNCT punct 1\nRania PROPN ROOT 1 B-PERSON")
    assert (quote.speaker, quote.actor_id) == ("Rania", "rania")


def test_a_sentence_that_goes_on_in_the_paragraph_is_a_part_of_the_quote(read: Read) -> None:
    text, [quote] = read(DIRECT.format(subject="Lavrov PROPN nsubj 6 B-PERSON"), FREE)
    assert parts(text, quote) == ["We won,", "We will never leave these old hills."]
    assert (quote.kind, quote.speaker) == ("direct", "Lavrov")


@pytest.mark.parametrize("odd", ["“", "”", '"', '" "', "“”", "” “", "« » “", '""""'])
def test_odd_quotation_marks_cost_no_article(read: Read, odd: str) -> None:
    rows = "\n".join(f"{mark} PUNCT punct 0" for mark in odd.replace(" ", ""))
    text, quotes = read(f"Go VERB ROOT 0\n{rows}")
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)


def test_a_name_behind_a_common_noun_is_the_speaker(read: Read) -> None:
    _, [quote] = read(
        """
        “_ PUNCT punct 4
        Everyone PRON nsubj 2
        was AUX ccomp 6
        very ADV advmod 4
        scared_ ADJ acomp 2
        ,_ PUNCT punct 6
        ” PUNCT punct 6
        said VERB ROOT 7
        one NUM nummod 9
        woman_ NOUN nsubj 7
        , PUNCT punct 9
        Rania_ PROPN appos 9 B-PERSON
        . PUNCT punct 7
    """.replace("ccomp 6", "ccomp 7")
        .replace("punct 6\n        ”", "punct 7\n        ”")
        .replace("” PUNCT punct 6", "” PUNCT punct 7")
    )
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("one woman, Rania", "rania", "named")


@pytest.mark.parametrize(
    ("cue", "stance"),
    [("said", "says"), ("denied", "denies"), ("claimed", "claims"), ("warned", "warns"), ("vowed", "promises")],
)
def test_a_cue_carries_its_stance(read: Read, cue: str, stance: str) -> None:
    rows = INDIRECT.format(subject="Lavrov PROPN nsubj 1 B-PERSON", opening="", closing="")
    _, [quote] = read(rows.replace("said", cue))
    assert (quote.cue, quote.stance) == (cue, stance)


def test_confidence_is_a_probability_and_low_where_it_is_not_known_who_speaks(read: Read) -> None:
    [named] = read(INDIRECT.format(subject="Lavrov PROPN nsubj 1 B-PERSON", opening="", closing=""))[1]
    [pronoun] = read(INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))[1]
    [nobody] = read(FREE)[1]
    assert nobody.confidence is not None
    assert pronoun.confidence is not None
    assert named.confidence is not None
    assert 0 < nobody.confidence <= pronoun.confidence <= 0.5 < named.confidence < 1


def test_no_two_quotes_have_the_same_first_and_last_character(read: Read) -> None:
    _, quotes = read(
        DIRECT.format(subject="Lavrov PROPN nsubj 6 B-PERSON"),
        INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""),
    )
    assert len({(quote.start, quote.end) for quote in quotes}) == len(quotes) == 2


FIGURE = """
The DET det 2
health NOUN compound 2
ministry NOUN nsubj 3
put VERB ROOT 3
the DET det 6
{counted} NOUN dobj 3
at ADP prep 3
{number}_ {pos} pobj 6
. PUNCT punct 3
"""


def test_a_figure_that_is_put_at_a_number_is_said(read: Read) -> None:
    text, [quote] = read(FIGURE.format(counted="toll", number="42", pos="NUM").replace("det 6", "det 5"))
    assert (parts(text, quote), quote.cue, quote.stance) == (["the toll at 42"], "put", "says")
    assert (quote.speaker, quote.sourcing) == ("The health ministry", "organisation")


@pytest.mark.parametrize(
    ("counted", "number", "pos"), [("bread", "42", "NUM"), ("toll", "top", "NOUN"), ("toll", "once", "ADV")]
)
def test_what_is_put_elsewhere_is_not_said(read: Read, counted: str, number: str, pos: str) -> None:
    _, quotes = read(FIGURE.format(counted=counted, number=number, pos=pos).replace("det 6", "det 5"))
    assert quotes == []


ACTS = """
{subject}
stood VERB ROOT 1
in ADP prep 1
the DET det 4
ruins_ NOUN pobj 2
. PUNCT punct 1
"""


@pytest.mark.parametrize("is_behind", [True, False])
def test_whoever_acts_beside_a_quotation_in_its_paragraph_said_it(read: Read, is_behind: bool) -> None:
    acts = ACTS.format(subject="Rania PROPN nsubj 1 B-PERSON")
    _, [quote] = read(*((FREE, acts) if is_behind else (acts, FREE)))
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("Rania", "rania", "named")


@pytest.mark.parametrize("subject", ["smoke NOUN nsubj 1", "Hezbollah PROPN nsubj 1 B-ORG"])
def test_whatever_else_stands_beside_a_quotation_did_not_say_it(read: Read, subject: str) -> None:
    _, [quote] = read(ACTS.format(subject=subject), FREE)
    assert (quote.speaker, quote.sourcing) == (None, "unknown")


NEW_PARAGRAPH = "␤_ SPACE dep 0"


def test_who_spoke_in_the_paragraph_before_goes_on_only_in_one_without_other_words(read: Read) -> None:
    lavrov = DIRECT.format(subject="Lavrov PROPN nsubj 6 B-PERSON")
    smoke = ACTS.format(subject="smoke NOUN nsubj 1")
    assert [quote.actor_id for quote in read(lavrov, NEW_PARAGRAPH, FREE)[1]] == ["sergei-lavrov"] * 2
    assert [quote.actor_id for quote in read(lavrov, NEW_PARAGRAPH, smoke, FREE)[1]] == ["sergei-lavrov", None]


def test_a_quotation_that_runs_over_paragraphs_is_one_part(read: Read) -> None:
    lead_in = "Lavrov PROPN nsubj 1 B-PERSON\nsaid_ VERB ROOT 1\n: PUNCT punct 1"
    never_closed = "“_ PUNCT punct 2\nWe PRON nsubj 2\nwon_ VERB ROOT 2\n. PUNCT punct 2"
    text, [quote] = read(lead_in, never_closed, NEW_PARAGRAPH, FREE)
    assert (parts(text, quote), quote.actor_id) == ([text[text.index("We") : text.rindex("”")]], "sergei-lavrov")


def test_the_name_of_a_work_is_no_quote(read: Read) -> None:
    _, quotes = read("""
        The DET det 1
        film NOUN nsubjpass 9
        “_ PUNCT punct 5
        The DET det 5
        Long ADJ amod 5
        Road NOUN appos 1
        Home_ ADV advmod 5
        ” PUNCT punct 5
        was AUX auxpass 9
        shown_ VERB ROOT 9
        . PUNCT punct 9
    """)
    assert quotes == []
