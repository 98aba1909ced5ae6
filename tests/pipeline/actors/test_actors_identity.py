import pytest

from dashboard.pipeline.actors import KnownActors, name_actors
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.locations.ranking import rank

NOWHERE = Placement()


def mentions(*names: str, label: str = "PERSON") -> list[Mention]:
    return [Mention(10 * n, 10 * n + len(name), n, name, label) for n, name in enumerate(names)]


def ids(found: list[Mention], known: KnownActors, gazetteer: Gazetteer) -> list[str | None]:
    actors = name_actors(found, [NOWHERE] * len(found), known, gazetteer)
    return [actor.actor_id if actor else None for actor in actors]


def test_a_surname_joins_the_one_person_of_the_article_who_bears_it(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Rami Abdel Rahman", "Geir Pedersen", "Pedersen", "Abdel Rahman")
    assert ids(found, known, gazetteer)[2] == "geir-pedersen"


def test_a_surname_that_two_people_bear_alike_stays_its_own(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Ghislaine Maxwell", "Robert Maxwell", "Maxwell")
    assert ids(found, known, gazetteer) == ["ghislaine-maxwell", "robert-maxwell", "maxwell"]


def test_a_surname_goes_to_the_person_who_is_named_clearly_more(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Bashar al-Assad", "Bashar al-Assad", "Hafez al-Assad", "Assad", "al-Assad")
    assert ids(found, known, gazetteer)[3:] == ["bashar-al-assad", "bashar-al-assad"]


def test_a_father_is_not_his_son(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Bashar al-Assad", "Hafez al-Assad", "Hafez al-Assad")
    assert ids(found, known, gazetteer)[1:] == ["hafez-al-assad", "hafez-al-assad"]


def test_a_surname_without_a_full_name_stays_its_own(known: KnownActors, gazetteer: Gazetteer) -> None:
    assert ids(mentions("Salem"), known, gazetteer) == ["salem"]


def test_a_surname_that_the_model_took_for_an_organisation_is_the_person(
    known: KnownActors, gazetteer: Gazetteer
) -> None:
    found = [*mentions("Bashar al-Assad"), Mention(50, 55, 1, "Assad", "ORG")]
    assert ids(found, known, gazetteer) == ["bashar-al-assad", "bashar-al-assad"]


@pytest.mark.parametrize("name", ["Hayat Tahrir al-Sham", "HTS", "Hayat Tahrir al Sham", "Nusra Front"])
def test_a_known_group_is_found_by_any_of_its_names_whatever_its_label(
    known: KnownActors, gazetteer: Gazetteer, name: str
) -> None:
    for label in ("PERSON", "ORG"):
        assert ids(mentions(name, label=label), known, gazetteer) == ["hayat-tahrir-al-sham"]


def test_an_acronym_stands_for_the_one_full_name_with_those_initials(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Harbour Workers Union", "HWU", label="ORG")
    assert ids(found, known, gazetteer) == ["harbour-workers-union", "harbour-workers-union"]


def test_a_capital_that_acts_is_its_state_and_one_that_does_not_is_no_actor(
    known: KnownActors, gazetteer: Gazetteer
) -> None:
    baghdad = rank("Baghdad", [(0, 7)], gazetteer)[0]
    found = mentions("Baghdad", "Baghdad", label="GPE")
    placements = [Placement(baghdad, "actor"), Placement(baghdad, "place")]
    acting, lying = name_actors(found, placements, known, gazetteer)
    assert acting is not None and lying is None
    assert (acting.actor_id, acting.kind, acting.country_code) == ("iraq", "state", "IQ")


def test_a_person_called_like_a_state_is_not_the_state(known: KnownActors, gazetteer: Gazetteer) -> None:
    assert ids(mentions("Jordan"), known, gazetteer) == ["jordan-person"]
