from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors, name_actors
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import place_mentions
from dashboard.pipeline.quotes import Quote, find_quotes
from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.quotes.outlets import find_quoted, find_relayed, find_teller

Build = Callable[..., Doc]
Read = Callable[..., tuple[str, list[Quote]]]

DIRECT = """
“_ PUNCT punct 6
We PRON nsubj 2
won_ VERB ccomp 6
,_ PUNCT punct 6
” PUNCT punct 6
{subject}
said VERB ROOT 6
. PUNCT punct 6
"""

INDIRECT = """
{subject}
said VERB ROOT 1
that SCONJ mark 4
it PRON nsubj 4
was VERB ccomp 1
{opening}over{closing} ADV advmod 4
. PUNCT punct 1
"""


@pytest.fixture
def read(build_doc: Build, gazetteer: Gazetteer, known: KnownActors) -> Read:
    def read_quotes(*sentences: str) -> tuple[str, list[Quote]]:
        doc = build_doc(*sentences)
        mentions = find_mentions(doc, gazetteer)
        actors = name_actors(mentions, place_mentions(doc, mentions, gazetteer), known, gazetteer)
        return doc.text, find_quotes(doc, mentions, actors)

    return read_quotes


def parts(text: str, quote: Quote) -> list[str]:
    return [text[start:end] for start, end in quote.parts]


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


def test_what_was_told_to_an_agency_is_via_the_agency_and_not_said_by_it(read: Read) -> None:
    _, [quote] = read("""
        A DET det 1
        source NOUN nsubj 5
        close ADJ amod 1
        to ADP prep 2
        Hezbollah PROPN pobj 3 B-ORG
        told VERB ROOT 5
        AFP PROPN dobj 5 B-ORG
        that SCONJ mark 9
        they PRON nsubj 9
        left VERB ccomp 5
    """)
    assert (quote.via_actor_id, quote.actor_id, quote.sourcing) == ("afp", None, "unnamed")
    assert quote.speaker is not None and quote.speaker.startswith("A source")


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


def test_a_pronoun_is_no_actor(read: Read) -> None:
    _, [quote] = read(INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.actor_id) == ("He", None)


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


def test_an_agency_that_only_reports_what_another_said_has_no_quote(read: Read) -> None:
    text, [quote] = read("""
        AFP PROPN nsubj 2 B-ORG
        has AUX aux 2
        reported VERB ROOT 2
        that SCONJ mark 11
        , PUNCT punct 11
        according VERB prep 11
        to ADP prep 5
        witnesses_ NOUN pobj 6
        , PUNCT punct 11
        the DET det 10
        army NOUN nsubj 11
        left VERB ccomp 2
        the DET det 13
        airport_ NOUN dobj 11
        . PUNCT punct 2
    """)
    assert parts(text, quote) == ["the army left the airport"]
    assert (quote.speaker, quote.via_actor_id, quote.sourcing) == ("witnesses", "afp", "unnamed")


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


VISIT = "{subject}\nvisited VERB ROOT 1\nHoms_ PROPN dobj 1 B-GPE\n. PUNCT punct 1"


def test_a_pronoun_stands_for_the_subject_before_it(read: Read) -> None:
    before = VISIT.format(subject="Lavrov PROPN nsubj 1 B-PERSON")
    _, [quote] = read(before, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("He", "sergei-lavrov", "named")


def test_a_pronoun_that_may_be_two_people_is_nobody(read: Read) -> None:
    before = """
        Lavrov PROPN nsubj 3 B-PERSON
        and CCONJ cc 0
        Erdogan PROPN conj 0 B-PERSON
        met VERB ROOT 3
        there_ ADV advmod 3
        . PUNCT punct 3
    """
    _, [quote] = read(before, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.actor_id, quote.sourcing) == (None, "unknown")


@pytest.mark.parametrize(("subject", "actor"), [("It PRON nsubj 1", "hezbollah"), ("They PRON nsubj 1", None)])
def test_it_stands_for_the_group_before_it_and_they_for_nobody(read: Read, subject: str, actor: str | None) -> None:
    before = VISIT.format(subject="Hezbollah PROPN nsubj 1 B-ORG")
    _, [quote] = read(before, INDIRECT.format(subject=subject, opening="", closing=""))
    assert quote.actor_id == actor


@pytest.mark.parametrize(("speaker", "actor"), [("AFP PROPN nsubj 1 B-ORG", "afp"), ("statement NOUN nsubj 1", None)])
def test_it_stands_for_who_spoke_last_before_any_other_body(read: Read, speaker: str, actor: str | None) -> None:
    said = INDIRECT.format(subject=speaker, opening="", closing="")
    named = VISIT.format(subject="Hezbollah PROPN nsubj 1 B-ORG")
    for before in ((said,), (named, said)):
        for pronoun in ("It", "They"):
            _, quotes = read(*before, INDIRECT.format(subject=f"{pronoun} PRON nsubj 1", opening="", closing=""))
            assert [quote.actor_id for quote in quotes] == [actor, actor]


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


CITING = """
{outlet}
said VERB ROOT 1
that SCONJ mark 4
rebels NOUN nsubj 4
left VERB ccomp 1
Homs_ PROPN dobj 4 B-GPE
, PUNCT punct 1
citing VERB advcl 1
two NUM nummod 9
{cited}_ NOUN dobj 7
. PUNCT punct 1
"""


@pytest.mark.parametrize(
    ("cited", "sourcing"), [("officials", "unnamed official"), ("witnesses", "unnamed"), ("newspapers", "organisation")]
)
def test_whom_an_outlet_cites_is_the_speaker_and_the_outlet_is_via(read: Read, cited: str, sourcing: str) -> None:
    text, [quote] = read(CITING.format(outlet="Reuters PROPN nsubj 1 B-ORG", cited=cited))
    assert parts(text, quote) == ["rebels left Homs"]
    assert (quote.speaker, quote.actor_id, quote.sourcing) == (f"two {cited}", None, sourcing)
    assert quote.via_actor_id == "reuters"


def test_who_is_quoted_as_saying_it_is_whose_words_they_are(build_doc: Build) -> None:
    g = read_grammar(
        build_doc("""
        Reuters PROPN nsubj 1 B-ORG
        quoted VERB ROOT 1
        a DET det 3
        doctor NOUN dobj 1
        as ADP prep 1
        saying VERB pcomp 4
        that SCONJ mark 8
        rebels NOUN nsubj 8
        left_ VERB ccomp 5
        . PUNCT punct 1
    """)
    )
    assert (find_quoted(g, g.words.index("saying")), find_quoted(g, g.words.index("quoted"))) == (3, None)


def test_who_told_it_adds_to_it_and_not_whom_it_was_told_to(build_doc: Build) -> None:
    g = read_grammar(
        build_doc("""
        Lavrov PROPN nsubj 1 B-PERSON
        told VERB ROOT 1
        AFP_ PROPN dobj 1 B-ORG
        , PUNCT punct 1
        adding VERB advcl 1
        that SCONJ mark 7
        rebels NOUN nsubj 7
        left_ VERB ccomp 4
        . PUNCT punct 1
    """)
    )
    told, adding, afp = (g.words.index(word) for word in ("told", "adding", "afp"))
    assert find_teller(g, adding, afp) == 0
    assert find_teller(g, told, afp) is None
    assert find_teller(g, adding, 0) is None


@pytest.mark.parametrize(
    ("outlet", "cited", "speaker"),
    [
        ("Reuters PROPN nsubj 1 B-ORG", "reasons", "Reuters"),
        ("Lavrov PROPN nsubj 1 B-PERSON", "officials", "Lavrov"),
        ("television NOUN nsubj 1", "officials", "two officials"),
    ],
)
def test_only_outlets_pass_on_and_only_who_can_speak_is_cited(
    read: Read, outlet: str, cited: str, speaker: str
) -> None:
    _, quotes = read(CITING.format(outlet=outlet, cited=cited))
    assert [quote.speaker for quote in quotes if quote.cue == "said"] == [speaker]


NESTED = {
    "according to": """
        According VERB prep 5
        to ADP prep 0
        {outlet} pobj 1 B-ORG
        , PUNCT punct 5
        {speaker} PROPN nsubj 5 B-PERSON
        {cue} VERB ROOT 5
        that SCONJ mark 8
        rebels NOUN nsubj 8
        left VERB ccomp 5
        Homs_ PROPN dobj 8 B-GPE
        . PUNCT punct 5
    """,
    "reported that": """
        {outlet} nsubj 1 B-ORG
        reported VERB ROOT 1
        that SCONJ mark 4
        {speaker} PROPN nsubj 4 B-PERSON
        {cue} VERB ccomp 1
        that SCONJ mark 7
        rebels NOUN nsubj 7
        left VERB ccomp 4
        Homs_ PROPN dobj 7 B-GPE
        . PUNCT punct 1
    """,
}


@pytest.mark.parametrize("sentence", NESTED.values(), ids=NESTED)
@pytest.mark.parametrize(("cue", "stance"), [("said", "says"), ("warned", "warns")])
def test_what_an_outlet_says_that_somebody_said_is_said_by_that_one(
    read: Read, sentence: str, cue: str, stance: str
) -> None:
    text, [quote] = read(sentence.format(outlet="AFP PROPN", speaker="Lavrov", cue=cue))
    assert parts(text, quote) == ["rebels left Homs"]
    assert (quote.speaker, quote.actor_id, quote.via_actor_id) == ("Lavrov", "sergei-lavrov", "afp")
    assert (quote.cue, quote.stance, quote.sourcing) == (cue, stance, "named")


def test_only_speech_is_relayed_and_only_by_outlets(build_doc: Build) -> None:
    def relayed(cue: str) -> tuple[str, str] | None:
        g = read_grammar(build_doc(NESTED["reported that"].format(outlet="AFP PROPN", speaker="Lavrov", cue=cue)))
        found = find_relayed(g, [(2, 9)])
        return None if found is None else (g.words[found[0]], " ".join(g.words[slice(*found[1])]))

    assert relayed("said") == ("said", "that rebels left homs")
    assert relayed("believes") is None


def test_who_else_says_that_somebody_said_keeps_his_own_row(read: Read) -> None:
    sentence = NESTED["reported that"].replace("B-ORG", "B-PERSON")
    text, quotes = read(sentence.format(outlet="Lavrov PROPN", speaker="Erdogan", cue="said"))
    assert ["Erdogan said that rebels left Homs"] in [parts(text, quote) for quote in quotes]


def test_according_to_an_outlet_is_no_part_of_what_was_said(read: Read) -> None:
    text, [quote] = read("""
        Lavrov PROPN nsubj 1 B-PERSON
        said VERB ROOT 1
        rebels NOUN nsubj 3
        left VERB ccomp 1
        Homs_ PROPN dobj 3 B-GPE
        , PUNCT punct 3
        according VERB prep 3
        to ADP prep 6
        AFP_ PROPN pobj 7 B-ORG
        . PUNCT punct 1
    """)
    assert parts(text, quote) == ["rebels left Homs"]
    assert (quote.speaker, quote.via_actor_id) == ("Lavrov", "afp")


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
