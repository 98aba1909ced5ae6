import pytest

from dashboard.pipeline.actors import KnownActors, find_namings
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.locations.ranking import rank
from tests.named import name_actors

NOWHERE = Placement()


def mentions(*names: str, label: str = "PERSON") -> list[Mention]:
    return [Mention(10 * n, 10 * n + len(name), n, name, label) for n, name in enumerate(names)]


def ids(found: list[Mention], known: KnownActors, gazetteer: Gazetteer) -> list[str | None]:
    actors = name_actors(found, [NOWHERE] * len(found), known, gazetteer)
    return [actor.actor_id if actor else None for actor in actors]


def test_a_surname_joins_the_one_person_of_the_article_who_bears_it(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Rami Abdel Rahman", "Geir Pedersen", "Pedersen", "Abdel Rahman")
    assert ids(found, known, gazetteer)[2] == "geir-pedersen"


def test_a_person_inside_a_longer_name_is_an_actor_and_a_place_there_is_none(
    known: KnownActors, gazetteer: Gazetteer
) -> None:
    found = [*mentions("Manaf Tlass"), Mention(50, 66, 1, "Tlass Foundation", "ORG")]
    found += [Mention(50, 55, 1, "Tlass", "PERSON", within="ORG"), Mention(80, 84, 1, "Homs", "GPE", within="ORG")]
    assert ids(found, known, gazetteer) == ["manaf-tlass", "tlass-foundation", "manaf-tlass", None]


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


def test_who_bears_a_surname_that_nothing_resolves_is_unsure(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = mentions("Salem", "al-Maleh", "Ada Holt", "Holt", "Assad")
    actors = name_actors(found, [NOWHERE] * len(found), known, gazetteer)
    unsure = {actor.actor_id for actor in actors if actor is not None and actor.unsure}
    assert unsure == {"salem", "al-maleh"}, "Holt is Ada Holt, and Assad is well known"


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


def read(text: str, *names: tuple[str, str]) -> list[Mention]:
    """The mentions of a text: each name with its label, where it stands next."""
    found, end = [], 0
    for name, label in names:
        start = text.index(name, end)
        end = start + len(name)
        found.append(Mention(start, end, 0, name, label))
    return found


PEOPLE = [
    # Short forms join the one full name, wherever it stands; the other bearer of the surname stays apart.
    (["Sunak", "Rishi Sunak", "Sunak"], ["rishi-sunak"] * 3),
    (["Daniel Ortiz", "Ortiz", "Daniel"], ["daniel-ortiz"] * 3),
    (["Ron Johnson", "Johnson"], ["ron-johnson"] * 2),
    (["Boris Johnson", "Johnson"], ["boris-johnson"] * 2),
    (["Donald J. Trump", "Donald Trump", "Trump"], ["donald-trump"] * 3),
    (["Rania Abbas", "Hassan Abbas", "Abbas"], ["rania-abbas", "hassan-abbas", "abbas"]),
    (["Néstor Kirchner", "Cristina Fernández de Kirchner"], ["nestor-kirchner", "cristina-fernandez-de-kirchner"]),
    (["John F. Kennedy", "John F. Kennedy Jr."], ["john-f-kennedy", "john-f-kennedy-jr"]),
    (["Sam Vale", "Sam Vale Jr."], ["sam-vale", "sam-vale-jr"]),
    (["Kristin Wells", "Kristin Wells", "Kristen Wells", "Wells"], ["kristin-wells"] * 4),
    (["Mohammed al-Rifai", "Muhammad Rifai", "Rifai"], ["mohammed-al-rifai"] * 3),
    # A relative who is better known may be meant, so the surname is nobody's.
    (["Ivanka Trump", "Trump"], ["ivanka-trump", "trump"]),
    (["Abu Mohammed al-Jolani", "Golani", "Ahmed al-Sharaa"], ["ahmed-al-sharaa"] * 3),
]


@pytest.mark.parametrize(("names", "expected"), PEOPLE, ids=[", ".join(names) for names, _ in PEOPLE])
def test_people_of_one_article(known: KnownActors, gazetteer: Gazetteer, names: list[str], expected: list[str]) -> None:
    actors = name_actors(mentions(*names), [NOWHERE] * len(names), known, gazetteer, year=2018)
    assert [actor.actor_id if actor else None for actor in actors] == expected


@pytest.mark.parametrize(
    ("full", "short"),
    [("Robert Maxwell", "Maxwell"), ("Ghislaine Maxwell", "Maxwell"), ("Boris Johnson", "Johnson"),
     ("Ron Johnson", "Johnson"), ("Lyndon Johnson", "Johnson"), ("George Clinton", "Clinton")],
)  # fmt: skip
def test_two_people_of_one_surname_in_two_articles_stay_two(
    known: KnownActors, gazetteer: Gazetteer, full: str, short: str
) -> None:
    assert len(set(ids(mentions(full, short), known, gazetteer))) == 1
    assert ids(mentions(full), known, gazetteer) == [full.lower().replace(" ", "-")]


def test_a_surname_alone_is_who_bore_it_in_that_year(known: KnownActors, gazetteer: Gazetteer) -> None:
    found = [name_actors(mentions("Assad"), [NOWHERE], known, gazetteer, year=year)[0] for year in (1982, 2000, 2013)]
    assert [actor and actor.actor_id for actor in found] == ["hafez-al-assad", "assad", "bashar-al-assad"]


def test_ids_do_not_depend_on_the_order_of_the_names(known: KnownActors, gazetteer: Gazetteer) -> None:
    names = ["Ada Holt", "Holt", "Ada M. Holt", "Jon Holt", "Harbour Workers Union", "HWU", "Ada"]
    forward = dict(zip(names, ids(mentions(*names), known, gazetteer), strict=True))
    backward = dict(zip(names[::-1], ids(mentions(*names[::-1]), known, gazetteer), strict=True))
    assert forward == backward


def test_an_acronym_is_what_the_article_introduces_it_as(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "The Somali National Army (SNA) fell back. The SNA said so. The Bishops Conference (CEI) wept. CEI said so."
    found = read(text, ("Somali National Army", "ORG"), ("SNA", "ORG"), ("SNA", "ORG"),
                 ("Bishops Conference", "ORG"), ("CEI", "ORG"), ("CEI", "ORG"))  # fmt: skip
    actors = name_actors(found, [NOWHERE] * 6, known, gazetteer, text, 2018)
    assert [actor and actor.name for actor in actors] == ["Somali National Army"] * 3 + ["Bishops Conference"] * 3


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Russian Defence Ministry", "Defense Ministry"], ["russia-defence-ministry"] * 2),
        (["Ministry of Defence of Russia"], ["russia-defence-ministry"]),
        (["Turkish troops", "Turkish military"], ["turkey-military"] * 2),
        (["Syrian government forces", "Syrian troops"], ["syrian-army"] * 2),
        (["Norwegian army", "Norwegian armed forces"], ["norway-military"] * 2),
        (["US Army", "US military"], ["us-army", "us-military"]),
        (["Syrian army troops", "Syrian regime army"], ["syrian-army"] * 2),
        (["Syrian air forces", "Syrian armys air force"], ["syria-air-force"] * 2),
        (["San Jose Police", "SJ Police"], ["san-jose-police"] * 2),
        (["Syrian government"], ["syria"]),
        (["Syrian state television", "Syrian state TV"], ["syria-state-tv"] * 2),
        (["Free Syrian Army", "Syrian army", "Turkish army"], ["free-syrian-army", "syrian-army", "turkey-military"]),
        (["New People's Party", "New People Party", "NPP"], ["new-people-party"] * 3),
        (["Vale Foundation for the Arts", "Vale Foundation"], ["vale-foundation-for-the-arts"] * 2),
        (["Kurdish Democratic Party", "Democratic Party"], ["kurdish-democratic-party", "democratic-party"]),
        # The beginning of a name is short for it, unless the longer one may be a part of the body, or there are two.
        (["Lockheed Martin", "Lockheed"], ["lockheed-martin"] * 2),
        (["Velt Motor Company", "Velt Motor", "Velt"], ["velt-motor-company"] * 3),
        (["Velt Motor Company", "Velt Ferries", "Velt"], ["velt-motor-company", "velt-ferries", "velt"]),
        (
            ["Velt Motor Company", "Velt Motor Company", "Velt Ferries", "Velt"],
            ["velt-motor-company", "velt-motor-company", "velt-ferries", "velt-motor-company"],
        ),
        (["Velt Foundation", "Velt"], ["velt-foundation", "velt"]),
        (["Velt Australia", "Velt"], ["velt-australia", "velt"]),
        (["VMC Television", "VMC"], ["vmc-television", "vmc"]),
        # So is the end, where it names nobody alone.
        (["Dublin City Council", "City Council"], ["dublin-city-council"] * 2),
        # A nation's body is not the international one; an armed group is the same in every country.
        (["Kenya Red Cross", "Red Cross"], ["kenya-red-cross"] * 2),
        (["Red Cross"], ["red-cross"]),
        (["Iraqi Daesh", "Daesh"], ["islamic-state"] * 2),
        (["Syrian Observatory", "Observatory"], ["syrian-observatory"] * 2),
        (["US-backed Syrian Democratic Forces", "U.S.-led"], ["syrian-democratic-forces", None]),
        (["ISIL terrorists", "ISIS-led"], ["islamic-state"] * 2),
        (
            ["University of Homs", "University of Hama", "University"],
            ["university-of-homs", "university-of-hama", None],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else None,
)
def test_bodies_of_one_article(
    known: KnownActors, gazetteer: Gazetteer, names: list[str], expected: list[str | None]
) -> None:
    assert ids(mentions(*names, label="ORG"), known, gazetteer) == expected


def test_the_name_is_the_full_form_that_the_article_writes_most(known: KnownActors, gazetteer: Gazetteer) -> None:
    forms = ["Velt Group", "Velt Group", "Velt Group Ltd", "VG", "VG", "VG", "Ann Vale", "Ann B. Vale", "Ann Vale"]
    found = mentions(*forms[:6], label="ORG") + mentions(*forms[6:])
    actors = name_actors(found, [NOWHERE] * len(found), known, gazetteer)
    assert {actor and actor.name for actor in actors} == {"Velt Group", "Ann Vale"}


def test_an_acronym_that_the_article_explains_is_not_the_known_one(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "The Eurasian Union (EU) will grow. The EU said so."
    found = read(text, ("Eurasian Union", "ORG"), ("EU", "ORG"), ("EU", "ORG"))
    actors = name_actors(found, [NOWHERE] * 3, known, gazetteer, text)
    assert {actor and actor.actor_id for actor in actors} == {"eurasian-union"}


@pytest.mark.parametrize(
    ("text", "name", "place", "expected"),
    [
        ("The US embassy in Damascus shut.", "US embassy", "Damascus", "united-states-embassy-in-damascus"),
        ("The US embassy shut. Damascus wept.", "US embassy", "Damascus", "united-states-embassy"),
        ("The City Council of Leeds met.", "City Council", "Leeds", "city-council-of-leeds"),
        ("The Supreme Court met in Leeds.", "Supreme Court", "Leeds", "supreme-court"),
    ],
)
def test_a_body_that_stands_in_many_towns_keeps_its_place(
    known: KnownActors, gazetteer: Gazetteer, text: str, name: str, place: str, expected: str
) -> None:
    found = read(text, (name, "ORG"), (place, "GPE"))
    placed = Placement(rank(text, [(found[1].start, found[1].end)], gazetteer)[0], "place")
    body, _ = name_actors(found, [NOWHERE, placed], known, gazetteer, text)
    assert body and body.actor_id == expected


def test_soldiers_of_a_nation_are_its_military(known: KnownActors, gazetteer: Gazetteer) -> None:
    [actor] = name_actors(mentions("Somali government troops", label="ORG"), [NOWHERE], known, gazetteer)
    assert actor and (actor.name, actor.kind) == ("Somali military", "military")


def test_a_town_that_owns_a_body_is_its_place(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Leeds’ City Council met."
    found = read(text, ("Leeds", "GPE"), ("City Council", "ORG"))
    placed = Placement(rank(text, [(0, 5)], gazetteer)[0], "place")
    assert name_actors(found, [placed, NOWHERE], known, gazetteer, text)[1] is not None


@pytest.mark.parametrize("label", ["PERSON", "NORP", "ORG"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [("A Haqqani leader fled.", "haqqani-network"), ("Haqqani drones fell.", "haqqani-network"),
     ("Haqqani fled.", "haqqani"), ("A Haqqani lawyer fled.", "haqqani")],
)  # fmt: skip
def test_a_group_is_named_by_its_people_and_its_arms(
    known: KnownActors, gazetteer: Gazetteer, text: str, expected: str, label: str
) -> None:
    [actor] = name_actors(read(text, ("Haqqani", label)), [NOWHERE], known, gazetteer, text)
    if label == "NORP" and expected == "haqqani":
        assert actor is None, "an adjective alone is nobody"
    else:
        assert actor and actor.actor_id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Afghan and coalition forces fought.", "afghanistan-military"),
        ("Afghan or other foreign troops fought.", "afghanistan-military"),
        ("Afghan and Syrian farmers wept.", None),
    ],
)
def test_an_army_that_is_named_beside_others_is_an_actor(
    known: KnownActors, gazetteer: Gazetteer, text: str, expected: str | None
) -> None:
    placement = Placement(rank(text, [(0, 6)], gazetteer)[0], "demonym")
    [actor] = name_actors(read(text, ("Afghan", "NORP")), [placement], known, gazetteer, text)
    assert (actor and actor.actor_id) == expected


@pytest.mark.parametrize(
    "name", ["Mr", "Mr.", "Gen.", "President", "Foreign Secretary", "US Secretary of State", "Syrian President"]
)
def test_a_title_alone_is_nobody(known: KnownActors, gazetteer: Gazetteer, name: str) -> None:
    assert ids(mentions(name), known, gazetteer) == [None]


def test_a_middle_initial_makes_no_other_person(known: KnownActors, gazetteer: Gazetteer) -> None:
    assert ids(mentions("Ann B. Vale"), known, gazetteer) == ids(mentions("Ann Vale"), known, gazetteer) == ["ann-vale"]
    assert ids(mentions("Sergey V. Lavrov"), known, gazetteer) == ["sergei-lavrov"]


def test_a_body_is_one_behind_a_word_that_says_where(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "He sat in Velt Parliament, and bought shares in Veltor."
    found = read(text, ("Velt Parliament", "ORG"), ("Veltor", "ORG"))
    assert all(name_actors(found, [NOWHERE] * 2, known, gazetteer, text))


WHY = [
    ("HTS left.", [("HTS", "ORG")], ["known by the alias HTS"]),
    ("The United Nations met.", [("United Nations", "ORG")], ["known by this name"]),
    ("Assad fled. Ann Vale, a spokeswoman, wept. Vale left. Ann left. Vale, Ann.",
     [("Assad", "PERSON"), ("Ann Vale", "PERSON"), ("Vale", "PERSON"), ("Ann", "PERSON")],
     ["known by the alias Assad", "its own name", "surname of Ann Vale, named in sentence 1",
      "given name of Ann Vale, named in sentence 1"]),
    ("Hemedti left. Mohamed Hamdan Dagalo fled. Hamdan won.",
     [("Hemedti", "PERSON"), ("Mohamed Hamdan Dagalo", "PERSON"), ("Hamdan", "PERSON")],
     ["known by the alias Hemedti", "known by this name", "middle name of Mohamed Hamdan Dagalo, named in sentence 1"]),
    ("Hamas fighters left.", [("Hamas", "ORG")], ["known by this name"]),
    ("Holt left.", [("Holt", "PERSON")], ["this name alone; the article has no full name"]),
    ("The Velt Motor Company (VMC) grew. VMC and Velt Motor won.",
     [("Velt Motor Company", "ORG"), ("VMC", "ORG"), ("VMC", "ORG"), ("Velt Motor", "ORG")],
     ["its own name", *["the article puts it in brackets beside Velt Motor Company, named in sentence 1"] * 2,
      "short for Velt Motor Company, named in sentence 1"]),
    ("Port Workers Union won. PWU grew.", [("Port Workers Union", "ORG"), ("PWU", "ORG")],
     ["its own name", "initials of Port Workers Union, named in sentence 1"]),
    ("A Haqqani leader fled.", [("Haqqani", "PERSON")],
     ["its people or arms are named: known by the name Haqqani network"]),
    ("The Afghans won.", [("Afghans", "NORP")], ["a people, named in the plural"]),
    ("The Zorani tribe won.", [("Zorani", "ORG")], ["a tribe"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "reasons"), WHY, ids=[text for text, _, _ in WHY])
def test_each_mention_has_what_says_whom_it_names(
    known: KnownActors, gazetteer: Gazetteer, text: str, names: list[tuple[str, str]], reasons: list[str]
) -> None:
    found = read(text, *names)
    namings = find_namings(found, [NOWHERE] * len(found), known, gazetteer, text, 2018)
    assert [naming and naming.reason for naming in namings] == reasons


def test_a_state_says_by_what_it_is_named(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Moscow and Russia agreed. The Turkish government and Afghan and other forces left."
    found = read(text, ("Moscow", "GPE"), ("Russia", "GPE"), ("Turkish", "NORP"), ("Afghan", "NORP"))
    ranked = rank(text, [(m.start, m.end) for m in found], gazetteer)
    senses = ("actor", "actor", "demonym", "demonym")
    placements = [Placement(each, sense) for each, sense in zip(ranked, senses, strict=True)]
    assert [naming and naming.reason for naming in find_namings(found, placements, known, gazetteer, text)] == [
        "capital that stands for those who govern or act there",
        "place name that stands for those who govern or act there",
        "the government of this nation is named",
        "the forces of this nation are named, beside others",
    ]


def test_a_country_written_before_a_body_is_its_own(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Norway's Defence Ministry denied it."
    found = read(text, ("Norway", "GPE"), ("Defence Ministry", "ORG"))
    placements = [Placement(rank("Norway", [(0, 6)], gazetteer)[0], "place"), NOWHERE]
    actor = name_actors(found, placements, known, gazetteer, text)[1]
    assert actor is not None
    assert (actor.actor_id, actor.kind, actor.country_code) == ("norway-defence-ministry", "government", "NO")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The Turkish government denied it.", "Turkish", "turkey"),
        ("Turkish government troops advanced.", "Turkish", None),
        ("Turkish President Erdogan left.", "Turkish", None),
        ("The Afghans won.", "Afghans", "afghans"),
        ("The Kurds won.", "Kurds", "kurds"),
        ("Syrias economy shrank.", "Syrias", None),
    ],
)
def test_an_adjective_is_no_actor_but_its_government_and_its_people_are(
    known: KnownActors, gazetteer: Gazetteer, text: str, name: str, expected: str | None
) -> None:
    found = read(text, (name, "NORP"))
    start, end = found[0].start, found[0].end
    candidates = rank(text, [(start, end)], gazetteer)[0] if gazetteer.country_of(name) else ()
    [actor] = name_actors(found, [Placement(candidates, "demonym") if candidates else NOWHERE], known, gazetteer, text)
    assert (actor.actor_id if actor else None) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [("Moscow", "russia"), ("Russia", "russia"), ("Texas", "texas"), ("Aleppo", None)],
)
def test_a_capital_is_its_state_a_region_itself_and_a_town_nobody(
    known: KnownActors, gazetteer: Gazetteer, place: str, expected: str | None
) -> None:
    placement = Placement(rank(place, [(0, len(place))], gazetteer)[0], "actor")
    [actor] = name_actors(mentions(place, label="GPE"), [placement], known, gazetteer)
    assert (actor.actor_id if actor else None) == expected


@pytest.mark.parametrize("name", ["Army", "State", "Turkish", "Kurd", "House", "Administration"])
def test_a_word_that_names_nobody_is_no_actor(known: KnownActors, gazetteer: Gazetteer, name: str) -> None:
    assert ids(mentions(name, label="ORG"), known, gazetteer) == [None]


def test_a_place_that_the_model_mistook_for_a_person_is_no_actor(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Shells fell in Kefraya. Troops entered the town of Kefraya."
    found = read(text, ("Kefraya", "PERSON"), ("Kefraya", "PERSON"))
    assert name_actors(found, [NOWHERE] * 2, known, gazetteer, text) == [None, None]


@pytest.mark.parametrize(
    ("text", "name", "label", "expected"),
    [
        ("Rebels retook Zoran.", "Zoran", "PERSON", None),
        ("An assault on Nawa and Zoran began.", "Zoran", "PERSON", None),
        ("Rebels retook Zoran. Zoran won. Zoran ran. Zoran ate. Zoran left.", "Zoran", "PERSON", "zoran"),
        ("Few have trust in Civic Zoran. Civic Zoran won. Civic Zoran ran.", "Civic Zoran", "ORG", "civic-zoran"),
    ],
    ids=["taken", "attacked with another", "mostly not", "body of two words"],
)
def test_a_name_to_which_is_done_what_is_done_to_places_is_no_actor(
    known: KnownActors, gazetteer: Gazetteer, text: str, name: str, label: str, expected: str | None
) -> None:
    text = f"Syria wept. {text}"
    found = read(text, ("Syria", "GPE"), *[(name, label)] * text.count(name))
    syria = Placement(rank("Syria", [(0, 5)], gazetteer)[0], "place")
    actors = name_actors(found, [syria, *[NOWHERE] * (len(found) - 1)], known, gazetteer, text)
    assert {actor and actor.actor_id for actor in actors[1:]} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Shells fell in Sheikh Zoran.", None), ("Sheikh Zoran spoke.", "zoran")],
    ids=["place", "person"],
)
def test_a_title_may_be_a_part_of_the_name_of_a_place(
    known: KnownActors, gazetteer: Gazetteer, text: str, expected: str | None
) -> None:
    start = text.index("Zoran")
    found = [Mention(start, start + 5, 0, "Zoran", "PERSON", role="Sheikh")]
    [actor] = name_actors(found, [NOWHERE], known, gazetteer, text)
    assert (actor and actor.actor_id) == expected


def test_in_a_report_on_a_match_a_people_is_its_team(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Norway 2 – 1 Brazil. The Norwegians won."
    found = read(text, ("Norway", "GPE"), ("Brazil", "GPE"), ("Norwegians", "NORP"))
    ranked = rank(text, [(m.start, m.end) for m in found], gazetteer)
    placements = [Placement(each, sense) for each, sense in zip(ranked, ("actor", "actor", "demonym"), strict=True)]
    norway, _, norwegians = name_actors(found, placements, known, gazetteer, text)
    assert norwegians == norway and norway is not None and norway.kind == "state"


def test_a_word_that_the_article_writes_small_as_well_is_no_name(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Chemical Attack on Civilians. A chemical was used in an attack on civilians, the Vanguard of Hope said."
    names = (("Chemical Attack", "PERSON"), ("Civilians", "NORP"), ("Vanguard of Hope", "ORG"))
    actors = name_actors(read(text, *names), [NOWHERE] * 3, known, gazetteer, text)
    assert [actor and actor.actor_id for actor in actors] == [None, None, "vanguard-of-hope"]


def test_a_short_form_of_what_is_no_name_is_none_either(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Syria wept. Shells fell in Zoran Hadi. They hit Hadi hard."
    found = read(text, ("Syria", "GPE"), ("Zoran Hadi", "PERSON"), ("Hadi", "PERSON"))
    syria = Placement(rank("Syria", [(0, 5)], gazetteer)[0], "place")
    assert name_actors(found, [syria, NOWHERE, NOWHERE], known, gazetteer, text) == [None] * 3


@pytest.mark.parametrize(
    ("name", "expected"), [("Hama", "hama"), ("Deir Ezzor", None), ("Hama Homs", None)]
)  # fmt: skip
def test_a_lone_word_may_be_called_like_a_town_and_a_full_name_not(
    known: KnownActors, gazetteer: Gazetteer, name: str, expected: str | None
) -> None:
    text = f"Syria wept. {name} ran."
    found = read(text, ("Syria", "GPE"), (name, "PERSON"))
    syria = Placement(rank("Syria", [(0, 5)], gazetteer)[0], "place")
    _, actor = name_actors(found, [syria, NOWHERE], known, gazetteer, text)
    assert (actor and actor.actor_id) == expected


def test_a_road_is_no_actor(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "Shells hit Zorani road. Zorani was hit."
    found = read(text, ("Zorani", "PERSON"), ("Zorani", "PERSON"))
    assert name_actors(found, [NOWHERE] * 2, known, gazetteer, text) == [None, None]


def test_a_tribe_is_a_people(known: KnownActors, gazetteer: Gazetteer) -> None:
    text = "The Zorani tribe fought on."
    [actor] = name_actors(read(text, ("Zorani", "ORG")), [NOWHERE], known, gazetteer, text)
    assert actor is not None
    assert (actor.actor_id, actor.kind) == ("zorani", "people")
