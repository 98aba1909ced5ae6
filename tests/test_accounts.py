"""Accounts: for whom a role is, and what somebody is called."""

from typing import Any

import pytest

from dashboard.accounts import LONGEST_NAME, Account, clean_name, decode_name, find_account, has_role
from dashboard.settings import Roles

ANA = {"sub": "1", "name": "Ana", "email": "Ana@Desk.example", "email_verified": True, "groups": ["press", "desk"]}


@pytest.mark.parametrize(
    ("changes", "entry", "allowed"),
    [
        ({}, "ana@desk.example", True),
        ({}, "ANA@DESK.EXAMPLE", True),
        ({}, "@desk.example", True),
        ({}, "@example", False),
        ({}, "@sk.example", False),
        ({}, "bo@desk.example", False),
        ({}, "*", True),
        ({}, "groups=desk", True),
        ({}, "groups=Desk", False),
        ({}, "groups=des", False),
        ({}, "tid=1", False),
        ({"tid": 1}, "tid=1", True),
        ({"email_verified": "true"}, "@desk.example", True),
        ({"email_verified": False}, "@desk.example", False),
        ({"email_verified": "false"}, "ana@desk.example", False),
        ({"email_verified": None}, "ana@desk.example", False),
        ({"email": "eve@evil.example@desk.example"}, "@desk.example", False),
        ({"email": "ana@evil.desk.example"}, "@desk.example", False),
        ({"email": None}, "@desk.example", False),
        ({"email": ["ana@desk.example"]}, "@desk.example", False),
    ],
)
def test_a_role_is_for_a_verified_address_or_a_claim(changes: dict[str, Any], entry: str, allowed: bool) -> None:
    assert has_role({**ANA, **changes}, [entry]) is allowed


def test_who_may_correct_may_read_and_who_has_no_role_has_no_account() -> None:
    roles = Roles(("@desk.example",), ("groups=editors",))
    assert find_account(ANA, roles) == Account("Ana (ana@desk.example)", may_correct=False)
    assert find_account({"name": "Bo", "groups": "editors"}, roles) == Account("Bo", may_correct=True)
    assert find_account({**ANA, "email_verified": False}, roles) is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("  José\tRuiz\r\n", "José Ruiz"),
        ("Jose\u0301", "José"),
        ("Ana\u202e moc.live", "Ana moc.live"),
        ("\u2066Ana\u2069\u200f", "Ana"),
        ("A\x00n\x1ba\ud800\ue000", "Ana"),
        ("زهرا\u200cسادات", "زهرا\u200cسادات"),
        ("李 明", "李 明"),
        ("\u200b \u202e", ""),
        ("", ""),
        ("x" * 10_000, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_one_line_that_stays_where_it_is_put(given: str, name: str) -> None:
    assert clean_name(given) == name


def test_a_name_in_a_header_arrives_whole() -> None:
    assert decode_name("José Ñandú".encode()) == decode_name("José Ñandú".encode("latin-1")) == "José Ñandú"
