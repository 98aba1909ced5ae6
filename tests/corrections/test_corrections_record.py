"""Lines of the file of corrections: each bad one is reported and costs no other, and all others can be replayed."""

import json
from pathlib import Path

import pytest

from dashboard.corrections.log import FILE, read_log
from dashboard.corrections.record import LONGEST_LINE, make_actor_id, read_moment
from dashboard.queries.corrections import list_corrections
from dashboard.store import Store
from tests.corrections.conftest import ARTICLES, build


def line(kind: str = "hide", **said: object) -> bytes:
    """A correction as a line; of an actor that the tables have, unless it says otherwise."""
    subject = {} if "surface" in said or kind == "undo" else {"actor": "bashar"}
    signed = {"id": "2", "when": "2024-12-08T10:00:00+00:00", "who": "Ada", "why": "x"}
    return json.dumps({**signed, "kind": kind, **subject, **said}).encode()


def without(name: str) -> bytes:
    """A correction without one of its fields."""
    said = json.loads(line())
    del said[name]
    return json.dumps(said).encode()


# One half of a character that UTF-16 writes as two: JSON can say it, no text in UTF-8 and no table can.
HALF = "\ud800"

# A name that is at a place which no table has, and that place.
IDLIB = {"name": "Idlib", "country_code": "", "admin1": "", "feature": "PPL", "latitude": 36, "longitude": 36.6,
         "population": 98_791}  # fmt: skip


def placed(**place: object) -> bytes:
    """A correction to a place that it describes."""
    return line("wrong-place", surface="Homs", location="1", to="77", place={**IDLIB, **place})


# What is wrong with a line -> the line, and words of the message that reports it.
BAD = {
    # no JSON object
    "arrays without end": (b"[" * 100_000, "is nested too deeply"),
    "objects without end": (b'{"a":' * 100_000, "is nested too deeply"),
    "deep kind": (line().replace(b'"hide"', b"[" * 900 + b"]" * 900), "has no text as kind"),
    "deep actor": (line().replace(b'"bashar"', b"[" * 900 + b"]" * 900), "has no text as actor"),
    "cut short": (line()[:-9], "is cut short or no JSON"),
    "two on one line": (line() + line(id="3"), "is cut short or no JSON"),
    "not UTF-8": (b"\xff\xfe\x00", "is cut short or no JSON"),
    "UTF-16": (line().decode().encode("utf-16-le"), "is cut short or no JSON"),
    "byte order mark": (b"\xef\xbb\xbf" + line(), "is cut short or no JSON"),
    "line break inside": (line(why="two\nlines").replace(b"\\n", b"\t"), "is cut short or no JSON"),
    "NULs": (b"\0" * 512, "is cut short or no JSON"),
    "a number of 5,000 digits": (line().replace(b'"2"', b"9" * 5_000), "is cut short or no JSON"),
    "array": (b"[1]", "is no JSON object"),
    "text": (b'"hide"', "is no JSON object"),
    "number": (b"5", "is no JSON object"),
    "null": (b"null", "is no JSON object"),
    "too long": (line(actor="a" * LONGEST_LINE), "bytes; 1,000,000 are allowed"),
    # fields
    "no kind": (without("kind"), "has no text as kind"),
    "unknown kind": (line("bless"), "has the kind 'bless', which this version does not know"),
    "long kind": (line("x" * 9_000), "xxx, which this version does not know"),
    "half in the kind": (line(HALF), "has the kind '\\ud800', which this version does not know"),
    "no actor": (without("actor"), "(hide) has no actor"),
    "no id": (without("id"), "(hide) has no id"),
    "no moment": (without("when"), "(hide) has no when"),
    "no author": (without("who"), "(hide) has no who"),
    "unknown field": (line(since="x"), "(hide) has 'since', which this version does not know"),
    "half in a field": (line(**{HALF: "x"}), "(hide) has '\\ud800', which this version does not know"),
    "field of another kind": (line(name="B"), "(hide) has 'name', which this version does not know"),
    # types
    "list as text": (line(actor=["a"]), "has no text as actor"),
    "null as text": (line(actor=None), "has no text as actor"),
    "truth as text": (line(actor=True), "has no text as actor"),
    "number as id": (line(id=2), "has no text as id"),
    "infinity": (line().replace(b'"bashar"', b"1e999"), "has no text as actor"),
    "not a number": (line().replace(b'"bashar"', b"NaN"), "has no text as actor"),
    "object as author": (line(who={}), "has no text as who"),
    "text as list": (line("split", into="b", surfaces="S"), "has no list of texts as surfaces"),
    "empty list": (line("split", into="b", surfaces=[]), "has no list of texts as surfaces"),
    "number in a list": (line("split", into="b", surfaces=["S", 1]), "has no text as surfaces"),
    # texts
    "half in the reason": (line(why=HALF), "has half a character (a lone surrogate) in why"),
    "half in an id": (line(id=HALF), "has half a character (a lone surrogate) in id"),
    "half in an actor": (line(actor=HALF), "has half a character (a lone surrogate) in actor"),
    "half in a list": (line("split", into="b", surfaces=[HALF]), "has half a character (a lone surrogate) in surfaces"),
    "half in an undo": (line("undo", undoes=HALF), "has half a character (a lone surrogate) in undoes"),
    "empty name": (line("rename", name=""), "has an empty text as name"),
    "blank name": (line("rename", name=" \n"), "has an empty text as name"),
    "invisible name": (line("rename", name="\u200b\u2066"), "has an empty text as name"),
    "name of NULs": (line("rename", name="\0\0"), "has an empty text as name"),
    "empty id": (line(id=""), "has an empty text as id"),
    "empty actor": (line(actor=""), "has an empty text as actor"),
    "empty target": (line("merge", into=""), "has an empty text as into"),
    "empty in a list": (line("split", into="b", surfaces=[""]), "has an empty text as surfaces"),
    "long name": (line("rename", name="x" * 301), "has 301 characters as name; 300 are allowed"),
    "long author": (line(who="x" * 9_000), "has 9,000 characters as who; 300 are allowed"),
    # moments
    "no date": (line(when="soon"), "has 'soon' as when, which is no moment like 2024-12-08T10:00:00+00:00"),
    "long date": (line(when="soon " * 999), "soon soon as when, which is no moment"),
    "week": (line(when="2026-W02-3"), "has '2026-W02-3' as when, which is no moment"),
    "date without hyphens": (line(when="20260102"), "which is no moment"),
    "date of letters": (line(when="٢٠٢٤-١٢-٠٨"), "which is no moment"),
    "no such day": (line(when="2026-02-30"), "which is no moment"),
    "no such hour": (line(when="2026-02-03T25:00:00"), "which is no moment"),
    "year 10000": (line(when="10000-01-01"), "which is no moment"),
    "before the year 1": (line(when="0001-01-01T00:00:00+05:00"), "which is no moment"),
    "after the year 9999": (line(when="9999-12-31T23:00:00-05:00"), "which is no moment"),
    "year 0": (line(when="0000-01-01"), "which is no moment"),
    "number as moment": (line(when=1733652000), "has no text as when"),
    # what it says
    "one actor twice": (line("merge", into="bashar"), "(merge) names one actor twice"),
    "split of nothing": (line("split", into="b"), "neither which names nor which articles"),
    "text as a place": (
        line("wrong-place", surface="Homs", to="7", place="Idlib"),
        "has no whole description of a place",
    ),
    "place with more to it": (placed(since=1), "has no whole description of a place as place"),
    "place without a name": (placed(name=" "), "has an empty text as the name of place"),
    "place with a long name": (placed(admin1="x" * 301), "has 301 characters in place; 300 are allowed"),
    "place beyond the pole": (placed(latitude=90.5), "has no number from -90 to 90 as the latitude of place"),
    "place nowhere": (placed(longitude=float("nan")), "has no number from -180 to 180 as the longitude of place"),
    "truth as people": (placed(population=True), "has no number from 0 to 10,000,000,000 as the population of place"),
    "place of an actor": (line(place=IDLIB), "(hide) has 'place', which this version does not know"),
    "sentence of no article": (
        line("not-a-place", surface="Homs", location="1", sentence="Homs fell."),
        "(not-a-place) has a sentence and does not say of which articles",
    ),
    "id of another line": (line(id="1"), "has the id '1' of another line"),
    "undo of nothing": (line("undo", undoes="9"), "takes back '9', which is on no line before it"),
    "undo of itself": (line("undo", undoes="2"), "takes back '2', which is on no line before it"),
    "undo of a later line": (line("undo", undoes="3"), "takes back '3', which is on no line before it"),
}

# Lines that are unusual, and still say what is meant; each is given an id of its own.
UNUSUAL = tuple(each.replace(b'"id": "2"', f'"id": "u{number}"'.encode()) for number, each in enumerate((
    line(actor="a\0b"),
    line("rename", name="a\0b\nc"),
    line("rename", name="\u202eحمص 😀"),
    line("rename", name="x" * 300),
    line("split", into="b\0", surfaces=["Assad"] * 9_999, articles=["ext-a", "a\n"]),
    line("split", into="'; DROP TABLE actors; --", surfaces=["Assad", "S\u2028"]),
    line("wrong-place", surface="Homs", to="1", location="1"),
    line("wrong-place", surface="Orlinsk", to="nowhere"),
    line("wrong-place", surface="Homs", location="1", to="2", articles=["ext-a"] * 9_999, sentence="Homs\0 fell."),
    placed(name="Idlib\0\n", feature="?", population=1.5),
    line(batch="b"),
    line(when="2024-12-08"),
    line(when="2024-12-08 10:00"),
    line(when="2024-12-08T10:00:00,5Z"),
    line(when="2024-12-08T23:30:00-05:30"),
    line(when="2024-12-08T10:00:00.1234567+05:30:15"),
    line(when="0001-01-01"),
    line(when="9999-12-31T23:59:59.999999"),
    line() + b" \r",
    b"",
    b"  \t\r",
)))  # fmt: skip

# A file of all of them, and of one that is as usual.
ALL = b"\n".join([line(id="1", actor="afp"), *(bad for bad, _ in BAD.values()), *UNUSUAL])


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_reported_once_and_costs_no_other(tmp_path: Path, name: str) -> None:
    bad, expected = BAD[name]
    (tmp_path / FILE).write_bytes(line(id="1") + b"\n" + bad + b"\n" + line(id="3", actor="iraq") + b"\n")
    log = read_log(tmp_path)
    assert [(each.id, each.actor) for each in log.corrections] == [("1", "bashar"), ("3", "iraq")]
    [problem] = log.problems
    assert problem.startswith("line 2 ") and expected in problem
    assert len(problem.encode()) < 200, "a message of one line that can be shown"


def test_what_the_reader_lets_in_can_be_replayed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(ALL)
    log = read_log(tmp_path)
    assert log.ignored == len(BAD)
    assert len(log.corrections) == 1 + len([each for each in UNUSUAL if each.strip()])
    reader = Store(build(ARTICLES), {}, log).reader()
    listed = list_corrections(reader)
    assert list(listed["correction_id"]) == [each.id for each in reversed(log.corrections)]
    assert list(listed["saved"].dt.to_pydatetime()) == [read_moment(each.when) for each in reversed(log.corrections)]
    assert {"rename", "split", "wrong-place", "hide"} == set(listed["kind"][listed["state"] == "applied"])


@pytest.mark.parametrize(("when", "moment"), [
    ("2024-12-08", "2024-12-08 00:00:00"),
    ("2024-12-08T10:00:00Z", "2024-12-08 10:00:00"),
    ("2024-12-08T23:30:00-05:30", "2024-12-09 05:00:00"),
    ("2024-12-08T23:30:00.5", "2024-12-08 23:30:00.500000"),
])  # fmt: skip
def test_a_moment_is_in_utc(when: str, moment: str) -> None:
    assert str(read_moment(when)) == moment


def test_a_new_actor_gets_a_readable_id() -> None:
    assert make_actor_id("Hafez al-Assad", {}) == "hafez-al-assad"
    assert make_actor_id(" São Paulo’s  ", {"sao-paulo-s": 1, "sao-paulo-s-2": 1}) == "sao-paulo-s-3"
    assert make_actor_id("حمص", {}) == "حمص"
    assert make_actor_id("!!", {}) == "actor"
