"""Articles that name thousands: whose a name is, is found without a look at all others."""

import time
from collections import Counter
from itertools import product

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.actors.bodies import find_bodies
from dashboard.pipeline.actors.people import find_people
from dashboard.pipeline.gazetteer import Gazetteer

# Seconds of the processor; each takes about one, and took minutes where each name was compared with all others.
ALLOWED = 8.0

# Words that no two of which sound alike.
WORDS = ["o".join(letters).title() + "o" for letters in product("bdflmnrt", repeat=3)]


def test_of_hundreds_of_one_surname_each_stays_a_person_and_the_surname_is_nobodys(known: KnownActors) -> None:
    began = time.process_time()
    found = find_people(Counter([*(f"{word} Zorbek" for word in WORDS), "Zorbek"]), known, None)
    assert time.process_time() - began < ALLOWED
    assert len({id(person) for person in found.values()}) == len(WORDS) + 1
    assert list(found["Zorbek"].names) == ["Zorbek"]


def test_of_hundreds_the_surname_is_whose_it_is(known: KnownActors) -> None:
    names = [f"{word} {word}zorbek" for word in WORDS]
    surnames = [f"{word}zorbek" for word in WORDS]
    began = time.process_time()
    found = find_people(Counter([*names, *surnames]), known, None)
    assert time.process_time() - began < ALLOWED
    assert all(found[surname] is found[name] for name, surname in zip(names, surnames, strict=True))


def test_of_hundreds_of_bodies_each_short_form_is_whose_it_is(known: KnownActors, gazetteer: Gazetteer) -> None:
    full = [f"{word} Zorbek Company" for word in WORDS]
    short = [f"{word} Zorbek" for word in WORDS]
    began = time.process_time()
    found = find_bodies(Counter([*full, *short, "Council"]), {}, {}, known, gazetteer)
    assert time.process_time() - began < ALLOWED
    assert all(found[one] is found[other] for one, other in zip(full, short, strict=True))
    assert list(found["Council"].names) == ["Council"]
