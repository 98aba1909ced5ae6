"""Time stamps: an authority signs that a receipt existed at a time (RFC 3161), and what a stamp is worth later.

The authority gets a digest, and nothing that was cited. A stamp is checked without a network. It holds if it is of the
receipt as it is, if its signature is right, and if the certificate of who signed leads to one that this machine trusts:
those of the system, and those of `DATELINE_TIMESTAMP_ROOTS`. Without the last, the stamp proves nothing here, since
anybody can sign in any name; the library that checks cannot look at the signature then, either.

Limit: whether a certificate was revoked is not asked.
"""

import ssl
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import urllib3
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from dashboard import settings
from dashboard.errors import InputError, SettingError
from dashboard.receipts.receipt import Receipt, canonical

# Seconds until an authority is given up, and bytes of an answer: those with a chain of certificates have 6,000.
SECONDS, LONGEST_ANSWER = 20.0, 25_000

# What the library says where a certificate leads to none that is trusted.
UNTRUSTED = "certificate verify error"

type State = Literal["holds", "untrusted", "broken"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp is worth, and that in a sentence."""

    state: State
    said: str


def stamp(receipt: Receipt, authority: str) -> Receipt:
    """The receipt with a time stamp of the authority at this address.

    Raises InputError where it gives none, or one that does not hold; a stamp of an authority that this machine does not
    trust is taken.
    """
    data = canonical(receipt)
    request = TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256).build()
    answer = _ask(authority, request.as_bytes())
    try:
        response = decode_timestamp_response(answer)
        if response.status != 0:
            raise InputError(f"{authority} refused to stamp: {', '.join(response.status_string)[:200] or 'no reason'}")
        nonce = response.tst_info.nonce
    except ValueError as error:
        raise InputError(f"{authority} gave no time stamp that can be read ({str(error)[:200]})") from error
    if nonce != request.nonce:
        raise InputError(f"{authority} answered another question than was asked; ask again")
    stamped = replace(receipt, timestamp=b64encode(answer).decode())
    checked = check_stamp(stamped)
    if checked.state == "broken":
        raise InputError(f"the stamp of {authority} does not hold: {checked.said}")
    return stamped


def check_stamp(receipt: Receipt) -> Stamp:
    """What the time stamp of a receipt is worth."""
    try:
        response = decode_timestamp_response(b64decode(receipt.timestamp, validate=True))
        imprint = response.tst_info.message_imprint
        when = f"{response.tst_info.gen_time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        who = _name_signer(response)
    except Exception:  # of bytes that somebody made up, the libraries raise all sorts of errors
        return Stamp("broken", "The time stamp cannot be read.")
    if imprint.message != sha256(canonical(receipt)).digest():
        return Stamp("broken", "The time stamp is of something else: the receipt was altered, or never had it.")
    roots = read_roots()
    try:
        is_trusted = _is_signed(response, receipt, roots)
    except Exception:  # the same, of a certificate or a signature
        return Stamp("broken", "The signature of the time stamp is not right.")
    if is_trusted:
        return Stamp("holds", (
            f"It existed as it is at {when}: {who} has signed that, with a certificate that leads to one which this"
            " machine trusts."
        ))  # fmt: skip
    return Stamp("untrusted", (
        f"The time stamp says {when}, in the name of {who}, whose certificate leads to none that this machine trusts:"
        " it proves nothing here. DATELINE_TIMESTAMP_ROOTS can name the authority's root certificate."
    ))  # fmt: skip


def _is_signed(response: TimeStampResponse, receipt: Receipt, roots: list[x509.Certificate]) -> bool:
    """Whether somebody has signed whose certificate is trusted. Raises VerificationError if the signature is wrong."""
    try:
        return bool(roots) and VerifierBuilder(roots=roots).build().verify_message(response, canonical(receipt))
    except VerificationError as error:
        if UNTRUSTED in str(error):
            return False
        raise


def read_roots() -> list[x509.Certificate]:
    """The certificates that are trusted: those of the system, and those of `DATELINE_TIMESTAMP_ROOTS`."""
    trusted = [x509.load_der_x509_certificate(each) for each in _list_system_roots()]
    path = settings.timestamp_roots()
    return [*trusted, *(_read_certificates(path) if path else [])]


@cache
def _list_system_roots() -> list[bytes]:
    """The certificates that the system trusts; to read them takes some 20 milliseconds."""
    return ssl.create_default_context().get_ca_certs(binary_form=True)


def _read_certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingError(
            f"DATELINE_TIMESTAMP_ROOTS is {str(path)!r}, which cannot be read ({error}); it must be a file of"
            " certificates in PEM"
        ) from error


def _name_signer(response: TimeStampResponse) -> str:
    """Who signed, as the certificate that came with the stamp says; else by whom that was issued."""
    [signer] = response.signed_data.signer_infos
    for each in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(each)
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number):
            return certificate.subject.rfc4514_string()[:200]
    return f"somebody with a certificate of {signer.issuer.rfc4514_string()[:200]}"


def _ask(authority: str, request: bytes) -> bytes:
    """What the authority answers. Raises InputError where it does not."""
    try:
        with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:
            answer = pool.request(
                "POST", authority, body=request, headers={"Content-Type": "application/timestamp-query"},
                redirect=False, preload_content=False,
            )  # fmt: skip
            body = answer.read(LONGEST_ANSWER + 1)
    except urllib3.exceptions.HTTPError as error:
        raise InputError(f"{authority} cannot be asked for a time stamp ({error}); try again later") from error
    if answer.status != 200 or len(body) > LONGEST_ANSWER:
        raise InputError(
            f"{authority} gave no time stamp (status {answer.status}, {len(body):,} bytes); check DATELINE_TIMESTAMP"
        )
    return body
