import pytest

from dashboard.pipeline.actors import KnownActors, slug
from dashboard.pipeline.actors.romanised import WrittenName, join_romanised


def join(known: KnownActors, *names: str, articles: tuple[str, ...] = (), is_abroad: bool = True) -> dict[str, str]:
    """Joins people, each named in an article of its own, or in those that are given, in the same order."""
    given = articles or tuple(f"article-{n}" for n in range(len(names)))
    people = {slug(name): WrittenName(name, is_abroad) for name in names}
    named = {slug(name): {article} for name, article in zip(names, given, strict=True)}
    return join_romanised(people, known, lambda actor_ids: {actor_id: named[actor_id] for actor_id in actor_ids})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talal al-Barazi", "Talal Barazi"),
        ("Yousef al-Qaddoumi", "Youssef al-Kaddoumi"),
        ("Abdel Rahman Tlass", "Abdulrahman Tlass"),
        ("Oleksiy Hrytsenko", "Oleksii Hrytsenko"),
    ],
)
def test_two_romanisations_are_one_person_under_the_longer_id(known: KnownActors, one: str, other: str) -> None:
    goes, stays = sorted((slug(one), slug(other)), key=lambda actor_id: (len(actor_id), actor_id[::-1]))
    joined = join(known, one, other)
    assert joined in ({goes: stays}, {stays: goes})
    assert len(next(iter(joined.values()))) >= len(next(iter(joined)))


@pytest.mark.parametrize(
    "names",
    [
        ("Talal al-Barazi", "Ahmad al-Barazi"),
        ("Hassan Abdel Rahman", "Hussein Abdel Rahman"),
        ("Mohammed Tlass", "Mahmoud Tlass"),
        ("Barazi", "al-Barazi"),
        ("Abu Hassan", "Abu al-Hassan"),
        ("Bashar al-Assad", "Maher al-Assad"),
        ("Mahmoud al-Haddad", "Mahmoud al-Khaled al-Haddad"),
    ],
)
def test_people_of_one_surname_and_lone_surnames_stay_apart(known: KnownActors, names: tuple[str, str]) -> None:
    assert join(known, *names) == {}


def test_whom_one_article_names_in_both_ways_are_two(known: KnownActors) -> None:
    assert join(known, "Talal al-Barazi", "Talal Barazi", articles=("one", "one")) == {}


def test_where_names_are_written_in_latin_letters_another_spelling_is_another_person(known: KnownActors) -> None:
    assert join(known, "Carl Hill", "Karl Hill", is_abroad=False) == {}


def test_never_merge_pairs_stay_apart() -> None:
    known = KnownActors(apart=[("talal-al-barazi", "talal-barazi")])
    assert join(known, "Talal al-Barazi", "Talal Barazi") == {}
