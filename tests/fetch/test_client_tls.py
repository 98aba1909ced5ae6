"""Over TLS: certificates are checked, those that a ministry trusts are trusted, and answers have an end, too."""

import datetime
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dashboard.fetch import client, connections, fetch, hosts
from tests.fetch.conftest import article


def make_certificate(folder: Path) -> Path:
    """A file with a key and a certificate that it signs itself, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
    today = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(1))
        .not_valid_after(today + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)


@pytest.fixture
def address(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = article()
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html")
            if self.path != "/drip":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for _ in range(200 if self.path == "/drip" else 0):
                self.wfile.write(b"<p>")
                time.sleep(0.05)
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads, block_on_close = True, False

        def handle_error(self, *_: object) -> None:
            pass

    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "127.0.0.1")
    monkeypatch.setattr(hosts, "DELAY", 0.0)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    connections.certificates.cache_clear()
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
            connections.certificates.cache_clear()


def test_a_certificate_that_nobody_trusts_is_not_accepted(tmp_path: Path, address: str) -> None:
    (failure,) = fetch([f"{address}/x"], tmp_path / "news").failures
    assert "(network: the certificate or the encryption was not accepted (self-signed certificate))" in failure.reason


def test_a_certificate_that_the_machine_trusts_is_accepted(
    tmp_path: Path, address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert [page.state for page in fetch([f"{address}/x"], tmp_path / "news").pages] == ["new"]


def test_a_slow_answer_has_an_end(
    tmp_path: Path, address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(client, "SECONDS", 1.0)
    began = time.monotonic()
    (failure,) = fetch([f"{address}/drip"], tmp_path / "news").failures
    assert failure.reason == "slow: no whole answer within 1 seconds"
    assert time.monotonic() - began < 6
