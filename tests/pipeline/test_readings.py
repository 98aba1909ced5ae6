"""What is read in a Doc that is built by hand."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.quotes import find_quotes
from dashboard.pipeline.readings import Origin, read_doc

TOLD = """
“_ PUNCT punct 7
We PRON nsubj 2
left_ VERB ccomp 7
,_ PUNCT punct 7
” PUNCT punct 7
Ada PROPN compound 6 B-PERSON
Holt PROPN nsubj 7 I-PERSON
told VERB ROOT 7
AFP PROPN dobj 7 B-ORG
. PUNCT punct 7
"""
ADDRESSED = TOLD.replace(". PUNCT punct 7", "ann@example.org X dep 7")


@pytest.mark.parametrize(
    ("source", "outlet"),
    [(None, "afp"), ("Reuters", "afp"), ("AFP", None), ("Agence France-Presse", None), ("www.afp.com", None)],
)
def test_an_outlet_that_names_itself_is_no_actor(
    build_doc: Callable[..., Doc], source: str | None, outlet: str | None
) -> None:
    reading = read_doc(None, None, Origin(2016, source), build_doc(TOLD))
    assert [actor and actor.actor_id for actor in reading.actors] == ["ada-holt", outlet]
    [quote] = reading.quotes
    assert (quote.actor_id, quote.via_actor_id) == ("ada-holt", outlet)


def test_an_outlet_that_names_itself_is_none_of_the_speakers(build_doc: Callable[..., Doc]) -> None:
    doc = build_doc("""
        Reuters PROPN nsubj 3 B-ORG
        and CCONJ cc 0
        AFP PROPN conj 0 B-ORG
        said VERB ROOT 3
        that SCONJ mark 6
        it PRON nsubj 6
        rained VERB ccomp 3
        . PUNCT punct 3
    """)
    for source, speakers in ((None, ["reuters", "afp"]), ("Reuters", ["afp"])):
        [quote] = read_doc(None, None, Origin(2016, source), doc).quotes
        assert [each.actor_id for each in quote.speakers] == speakers
        assert quote.actor_id == speakers[0]


def test_an_outlet_that_nobody_knows_is_told_by_its_name(build_doc: Callable[..., Doc]) -> None:
    doc = build_doc("The DET det 2\nLake PROPN compound 2 B-ORG\nCourier PROPN nsubj 3 I-ORG\ngrew VERB ROOT 3")
    for source, expected in (("Lake Courier", [None]), ("The Lake Courier", [None]), ("Lake Post", ["lake-courier"])):
        reading = read_doc(None, None, Origin(None, source), doc)
        assert [actor and actor.actor_id for actor in reading.actors] == expected


def test_a_person_called_like_the_outlet_is_one(build_doc: Callable[..., Doc]) -> None:
    doc = build_doc("Forbes PROPN nsubj 1 B-PERSON\nwept VERB ROOT 1")
    [forbes] = read_doc(None, None, Origin(None, "Forbes"), doc).actors
    assert forbes and forbes.actor_id == "forbes"


def test_what_is_no_news_quotes_nobody(build_doc: Callable[..., Doc]) -> None:
    doc = build_doc(TOLD, ADDRESSED)
    assert len(find_quotes(doc, [], [])) == 2, "it reads like a quotation"
    assert len(read_doc(None, None, Origin(), doc).quotes) == 1
