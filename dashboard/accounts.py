"""Accounts: what the people who open the dashboard are called, and what each may do.

A log-in provider says *claims* of a person, such as an e-mail address. A role is a list of whom it is for:

    ana@example.org      whoever has this e-mail address
    @example.org         whoever has an address there
    groups=analysts      whoever has this claim, or has this among the values of it
    *                    whoever can log in

An address that the provider has not verified is none: at some providers people may write what they like there.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.settings import Roles

# Characters of a name.
LONGEST_NAME = 80

# Unicode categories that a name loses: control characters, lone surrogates, private and unassigned characters.
UNSEEN = ("Cc", "Cs", "Co", "Cn")

# Signs that turn the direction of all that follows: after one, the words around a name would be written backwards. The
# joiners that Persian and Hindi names are written with are none of these.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who is logged in, under a name that the log-in gave, and who may read; others have no account."""

    name: str
    may_correct: bool


def find_account(claims: Mapping[str, Any], roles: Roles) -> Account | None:
    """The account of a person of whom the provider says these claims; None where no role is for them."""
    may_correct = has_role(claims, roles.correctors)
    if not may_correct and not has_role(claims, roles.readers):
        return None
    return Account(name_person(claims), may_correct)


def has_role(claims: Mapping[str, Any], entries: Sequence[str]) -> bool:
    """Whether one of the entries of a role is for a person with these claims."""
    email = verified_email(claims)
    return any(_is_for(entry, claims, email) for entry in entries)


def _is_for(entry: str, claims: Mapping[str, Any], email: str) -> bool:
    if entry == "*":
        return True
    name, is_claim, value = entry.partition("=")
    if is_claim:
        said = claims.get(name)
        return value in [str(each) for each in (said if isinstance(said, list) else [said]) if each is not None]
    return bool(email) and (email == entry.casefold() or (entry[0] == "@" and email.endswith(entry.casefold())))


def verified_email(claims: Mapping[str, Any]) -> str:
    """The e-mail address, in small letters, where the provider says that it has verified it; "" otherwise."""
    email, verified = claims.get("email"), claims.get("email_verified")
    is_sure = verified is True or (isinstance(verified, str) and verified.lower() == "true")
    return email.strip().casefold() if is_sure and isinstance(email, str) and email.count("@") == 1 else ""


def name_person(claims: Mapping[str, Any]) -> str:
    """What a person is called in corrections: the name, and the verified address, since people choose their names."""
    names = [clean_name(str(claims[key])) for key in ("name", "preferred_username", "sub") if claims.get(key)]
    name = next((each for each in names if each), "")
    email = clean_name(verified_email(claims))
    return f"{name} ({email})" if name and email else name or email


def clean_name(text: str) -> str:
    """The text as one line that can be seen and stays where it is put; "" where nothing of it can be seen."""
    shown = (" " if each.isspace() else each for each in TURNING.sub("", text))
    kept = "".join(each for each in shown if unicodedata.category(each) not in UNSEEN)
    name = " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_NAME].strip()
    return name if any(each.isprintable() and not each.isspace() for each in name) else ""


def decode_name(value: bytes) -> str:
    """The name in a header, cleaned: headers are bytes, mostly UTF-8, and Latin-1 where they are not."""
    try:
        return clean_name(value.decode("utf-8"))
    except UnicodeDecodeError:
        return clean_name(value.decode("latin-1"))
