"""Time stamps: asked of an authority in this process, and what each is worth afterwards. No network is used."""

import shutil
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from dashboard.errors import InputError, SettingError
from dashboard.receipts import stamps
from dashboard.receipts.stamps import check_stamp, stamp
from tests.receipts.test_receipt_files import QUOTE

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl plays the authority")

CONFIGURATION = """
[tsa]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


type Key = ec.EllipticCurvePrivateKey


@dataclass
class Authority:
    """An authority: its address, its root certificate, and what becomes of each answer before it is sent."""

    url: str
    root: Path
    status: int = 200
    change: Callable[[bytes], bytes] = bytes


def certify(folder: Path, name: str, issuer: str, key: Key, by: Key) -> None:
    """Write the certificate of a key, signed by another; that of an authority may stamp."""
    subject, issued_by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer))
    day, now = timedelta(days=1), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issued_by).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
    made = made.add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
    if name != issuer:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    file = "root.pem" if name == issuer else "tsa.pem"
    (folder / file).write_bytes(made.sign(by, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    folder = tmp_path_factory.mktemp("tsa")
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    certify(folder, "Test Root", "Test Root", root, root)
    certify(folder, "Test Authority", "Test Root", own, root)
    plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "tsa.key").write_bytes(own.private_bytes(*plain))
    (folder / "serial").write_text("01")
    (folder / "ts.cnf").write_text(CONFIGURATION.format(folder))
    found = Authority("", folder / "root.pem")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            (folder / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            asked = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-section", "tsa", "-queryfile", "q.tsq"]
            made = subprocess.run([*asked, "-out", "r.tsr"], cwd=folder, capture_output=True, check=False)
            assert made.returncode == 0, made.stderr
            body = found.change((folder / "r.tsr").read_bytes())
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}/tsr"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture(autouse=True)
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine trusts the authority, and the system's certificates are few: to read them takes a second."""
    monkeypatch.setattr(stamps, "_list_system_roots", list)
    monkeypatch.setenv("DATELINE_TIMESTAMP_ROOTS", str(authority.root))
    yield
    authority.status, authority.change = 200, bytes


def test_a_stamp_holds_for_the_receipt_that_it_was_given_for(authority: Authority) -> None:
    stamped = stamp(QUOTE, authority.url)
    assert replace(stamped, timestamp="") == QUOTE
    checked = check_stamp(stamped)
    assert checked.state == "holds"
    assert f"It existed as it is at {datetime.now(UTC):%Y-%m-%d}" in checked.said
    assert "CN=Test Authority has signed that" in checked.said
    altered = check_stamp(replace(stamped, link="https://desk.example/other"))
    assert altered.state == "broken" and "is of something else" in altered.said


def test_a_stamp_of_somebody_who_is_not_trusted_proves_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATELINE_TIMESTAMP_ROOTS")
    stamped = stamp(QUOTE, authority.url)
    assert check_stamp(stamped).state == "untrusted", "nobody is trusted at all"
    key = ec.generate_private_key(ec.SECP256R1())
    certify(tmp_path, "Other Root", "Other Root", key, key)
    monkeypatch.setenv("DATELINE_TIMESTAMP_ROOTS", str(tmp_path / "root.pem"))
    checked = check_stamp(stamped)
    assert checked.state == "untrusted" and "in the name of CN=Test Authority" in checked.said
    assert "it proves nothing here" in checked.said


def test_a_stamp_with_one_wrong_byte_says_no_other_time_and_name(authority: Authority) -> None:
    stamped = stamp(QUOTE, authority.url)
    answer, said = b64decode(stamped.timestamp), check_stamp(stamped).said
    checked = []
    for place in range(0, len(answer), 5):
        changed = bytes([*answer[:place], answer[place] ^ 1, *answer[place + 1 :]])
        checked.append(check_stamp(replace(stamped, timestamp=b64encode(changed).decode())))
    holding = [each.said for each in checked if each.state == "holds"]
    assert set(holding) <= {said}, "a few bytes are not signed, and say nothing"
    assert len(holding) < len(checked) / 10
    assert check_stamp(replace(QUOTE, timestamp="AAAA")).said == "The time stamp cannot be read."


def test_an_authority_that_gives_no_stamp_is_named(authority: Authority) -> None:
    authority.status = 503
    with pytest.raises(InputError, match=r"gave no time stamp \(status 503"):
        stamp(QUOTE, authority.url)
    authority.status, authority.change = 200, lambda body: b"<html>" + body
    with pytest.raises(InputError, match="gave no time stamp that can be read"):
        stamp(QUOTE, authority.url)
    authority.change = lambda body: body * 100
    with pytest.raises(InputError, match="bytes"):
        stamp(QUOTE, authority.url)
    with pytest.raises(InputError, match="cannot be asked for a time stamp"):
        stamp(QUOTE, "http://127.0.0.1:1/tsr")
    authority.change = bytes
    earlier = b64decode(stamp(QUOTE, authority.url).timestamp)
    authority.change = lambda _: earlier
    with pytest.raises(InputError, match="answered another question"):
        stamp(QUOTE, authority.url)


def test_roots_that_cannot_be_read_are_named(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    stamped = stamp(QUOTE, authority.url)
    monkeypatch.setenv("DATELINE_TIMESTAMP_ROOTS", "/nowhere/roots.pem")
    with pytest.raises(SettingError, match=r"DATELINE_TIMESTAMP_ROOTS is '/nowhere/roots\.pem', which cannot be read"):
        check_stamp(stamped)
