import pytest

from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.quotes.outlets import find_quoted, find_relayed
from tests.pipeline.quotes.conftest import Build, Read, parts


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


def passed_on(verb: str, *rows: str) -> str:
    """A sentence in which Lavrov, token 0, says with this verb, token 1, and with these tokens behind it, something."""
    to = 2 + len(rows)
    said = [f"that SCONJ mark {to + 2}", f"it PRON nsubj {to + 2}", "was VERB ccomp 1", f"over ADV advmod {to + 2}"]
    return "\n".join(["Lavrov PROPN nsubj 1 B-PERSON", f"{verb} VERB ROOT 1", *rows, *said, ". PUNCT punct 1"])


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        (passed_on("told", "CNN_ PROPN poss 4 B-ORG", "'s PART case 2", "Tapper PROPN dobj 1 B-PERSON"), "cnn"),
        (passed_on("told", "a DET det 4", "Reuters PROPN compound 4 B-ORG", "reporter NOUN dobj 1"), "reuters"),
        (passed_on("told", "the DET det 4", "Pravda PROPN compound 4 B-ORG", "daily NOUN dobj 1"), "pravda"),
        (passed_on("told", "the DET det 4", "Gazprom PROPN compound 4 B-ORG", "board NOUN dobj 1"), None),
        (passed_on("said", "on ADP prep 1", "CNN PROPN pobj 2 B-ORG"), "cnn"),
        (passed_on("said", "to ADP prep 1", "Reuters PROPN pobj 2 B-ORG"), "reuters"),
        (passed_on("said", "of ADP prep 1", "Reuters PROPN pobj 2 B-ORG"), None),
        (
            passed_on("said", "in ADP prep 1", "a DET det 5", "BBC PROPN compound 5 B-ORG", "interview NOUN pobj 2"),
            "bbc",
        ),
        (
            passed_on("said", "asked VERB advcl 1", "by ADP agent 2", "Reuters PROPN pobj 3 B-ORG"),
            "reuters",
        ),
        (
            passed_on("said", "in ADP prep 1", "talks NOUN pobj 2", "with ADP prep 3", "CNN PROPN pobj 4 B-ORG"),
            None,
        ),
    ],
)
def test_the_outlet_is_whom_it_was_told_or_where_it_was_said(read: Read, sentence: str, outlet: str | None) -> None:
    _, [quote] = read(sentence)
    assert (quote.actor_id, quote.via_actor_id) == ("sergei-lavrov", outlet)


def test_the_outlet_of_a_poll_did_not_pass_it_on(read: Read) -> None:
    _, [quote] = read("""
        A DET det 2
        CNN PROPN compound 2 B-ORG
        poll NOUN nsubj 3
        said VERB ROOT 3
        that SCONJ mark 6
        it PRON nsubj 6
        was VERB ccomp 3
        over ADV advmod 6
    """)
    assert (quote.speaker, quote.via_actor_id, quote.sourcing) == ("A CNN poll", None, "organisation")


def test_an_outlet_that_asks_says_nothing(read: Read) -> None:
    _, quotes = read("""
        Asked VERB advcl 8
        by ADP agent 0
        Reuters PROPN pobj 1 B-ORG
        whether SCONJ mark 5
        it PRON nsubj 5
        ended VERB advcl 0
        , PUNCT punct 8
        Lavrov PROPN nsubj 8 B-PERSON
        said VERB ROOT 8
        that SCONJ mark 11
        it PRON nsubj 11
        was VERB ccomp 8
        over ADV advmod 11
    """)
    assert [(quote.actor_id, quote.via_actor_id) for quote in quotes] == [("sergei-lavrov", "reuters")]


def test_quoted_as_saying_by_an_outlet_is_what_was_said(read: Read) -> None:
    text, quotes = read("""
        Lavrov PROPN nsubjpass 2 B-PERSON
        was AUX auxpass 2
        quoted VERB ROOT 2
        as ADP prep 2
        saying VERB pcomp 3
        by ADP agent 4
        SANA PROPN pobj 5 B-ORG
        that SCONJ mark 9
        it PRON nsubj 9
        was VERB ccomp 4
        over ADV advmod 9
    """)
    assert {tuple(parts(text, quote)) for quote in quotes} == {("it was over",)}
    assert {(quote.actor_id, quote.via_actor_id) for quote in quotes} == {("sergei-lavrov", "sana")}


def test_according_to_somebody_at_the_head_of_what_an_outlet_reports_is_that_ones_word(read: Read) -> None:
    text, [quote] = read("""
        AFP PROPN nsubj 1 B-ORG
        reported VERB ROOT 1
        that SCONJ mark 8
        according VERB prep 8
        to ADP prep 3
        Lavrov_ PROPN pobj 4 B-PERSON
        , PUNCT punct 8
        rebels NOUN nsubj 8
        left VERB ccomp 1
        Homs_ PROPN dobj 8 B-GPE
        . PUNCT punct 1
    """)
    assert parts(text, quote) == ["rebels left Homs"]
    assert (quote.speaker, quote.cue, quote.via_actor_id) == ("Lavrov", "according to", "afp")
