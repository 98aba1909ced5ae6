"""How far a pin is trusted, on Docs built by hand."""

from collections.abc import Callable

from spacy.tokens import Doc, SpanGroup

from dashboard import settings
from dashboard.pipeline.encoder import NAMES
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement, place_mentions, weigh
from dashboard.pipeline.locations.pins import (
    Pin,
    encoder_sees_nothing,
    encoder_sees_place,
    far_from_all,
    find_pins,
    log_odds,
)

Build = Callable[..., Doc]

IN_TOWN = "It PRON nsubj 1\nrained VERB ROOT 1\nin ADP prep 1\n{town} PROPN pobj 2 B-GPE\n. PUNCT punct 1"
PERSON = "Jack PROPN compound 1 B-PERSON\n{name} PROPN nsubj 2 I-PERSON\nwon VERB ROOT 2\n. PUNCT punct 2"
SURNAME = "{name} PROPN nsubj 1 B-GPE\nlost VERB ROOT 1\n. PUNCT punct 1"


def placed(doc: Doc, gazetteer: Gazetteer) -> list[tuple[str, Placement]]:
    mentions = find_mentions(doc, gazetteer)
    return list(zip([m.surface for m in mentions], place_mentions(doc, mentions, gazetteer), strict=True))


def test_a_country_where_something_happens_is_all_but_certain(build_doc: Build, gazetteer: Gazetteer) -> None:
    [(_, syria)] = placed(build_doc(IN_TOWN.format(town="Syria")), gazetteer)
    assert syria.place is not None and syria.confidence is not None and syria.confidence > 0.9


def test_a_name_that_is_more_likely_a_persons_is_not_drawn_and_keeps_what_it_was_weighed_against(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    name = "Nederland"  # a town of 17,000, here a surname with a typing error of the model's
    found = placed(build_doc(SURNAME.format(name=name)), gazetteer)
    unsure = [placement for surface, placement in found if surface == name]
    assert unsure and all(each.place is None and each.sense is None for each in unsure)
    assert all(each.unplaced_reason and each.candidates for each in unsure)
    assert all(each.confidence is not None and each.confidence < settings.SURE_ENOUGH for each in unsure)


def test_a_town_that_a_person_of_the_article_is_called_is_trusted_less(build_doc: Build, gazetteer: Gazetteer) -> None:
    alone = dict(placed(build_doc(IN_TOWN.format(town="Houston")), gazetteer))["Houston"]
    doc = build_doc(PERSON.format(name="Houston"), IN_TOWN.format(town="Houston"))
    beside = dict(placed(doc, gazetteer))["Houston"]
    assert alone.confidence is not None and beside.confidence is not None
    assert beside.confidence < alone.confidence - 0.1


def only_pin(town: str, build_doc: Build, gazetteer: Gazetteer) -> Pin:
    doc = build_doc(IN_TOWN.format(town=town))
    mentions = find_mentions(doc, gazetteer)
    [pin] = find_pins(doc, mentions, *weigh(doc, mentions, gazetteer))
    assert pin is not None
    return pin


def test_a_town_and_the_region_of_its_name_around_it_are_one_answer(build_doc: Build, gazetteer: Gazetteer) -> None:
    assert {place.feature for place in gazetteer.find("Idlib")} >= {"PPL", "ADM1"}
    idlib, springfield = (only_pin(town, build_doc, gazetteer) for town in ("Idlib", "Springfield"))
    assert log_odds(idlib) > 3
    assert log_odds(springfield) < 1 and springfield.has_rival, "its namesakes are far away"


def test_a_pin_knows_the_words_around_it(build_doc: Build, gazetteer: Gazetteer) -> None:
    pin = only_pin("Homs", build_doc, gazetteer)
    assert (pin.root.text, pin.locative, pin.key) == ("Homs", "in", "homs")
    assert pin.before is not None and pin.after is not None and pin.second_after is None
    assert (pin.before.text, pin.after.text) == ("in", ".")


def test_the_mentions_of_a_name_share_its_confidence(build_doc: Build, gazetteer: Gazetteer) -> None:
    found = placed(build_doc(IN_TOWN.format(town="Homs"), SURNAME.format(name="Homs")), gazetteer)
    first, second = (placement for surface, placement in found if surface == "Homs")
    assert first.confidence == second.confidence


def test_an_adjective_of_a_country_is_placed_and_not_judged(build_doc: Build, gazetteer: Gazetteer) -> None:
    [(_, turkish), *_] = placed(build_doc("Turkish ADJ amod 1 B-NORP\ncoffee NOUN ROOT 1"), gazetteer)
    assert turkish.place is not None and turkish.confidence is None


def test_a_town_far_from_all_else_whose_country_is_not_named_is_doubted(build_doc: Build, gazetteer: Gazetteer) -> None:
    beside = [IN_TOWN.format(town=town) for town in ("Aleppo", "Homs", "Hama")]
    doc = build_doc(*beside, IN_TOWN.format(town="Bendigo"))
    mentions = find_mentions(doc, gazetteer)
    pins = find_pins(doc, mentions, *weigh(doc, mentions, gazetteer))
    assert {pin.key: far_from_all(pin) for pin in pins if pin} == {
        "aleppo": False, "homs": False, "hama": False, "bendigo": True
    }  # fmt: skip
    named = build_doc(*beside, IN_TOWN.format(town="Bendigo"), IN_TOWN.format(town="Australia"))
    mentions = find_mentions(named, gazetteer)
    pins = find_pins(named, mentions, *weigh(named, mentions, gazetteer))
    assert not any(far_from_all(pin) for pin in pins if pin)


def test_a_pin_knows_what_the_encoder_takes_it_for(build_doc: Build, gazetteer: Gazetteer) -> None:
    pin = only_pin("Homs", build_doc, gazetteer)
    assert encoder_sees_place(pin) > 1 and not encoder_sees_nothing(pin)
    doc = build_doc(IN_TOWN.format(town="Homs"))
    doc.spans[NAMES] = SpanGroup(doc, name=NAMES, spans=[], attrs={"probabilities": []})
    mentions = find_mentions(doc, gazetteer)
    [unseen] = find_pins(doc, mentions, *weigh(doc, mentions, gazetteer))
    assert unseen is not None
    assert encoder_sees_place(unseen) == 0 and encoder_sees_nothing(unseen)
