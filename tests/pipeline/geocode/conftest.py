"""A geocoding service on this machine: it answers as Nominatim, Photon and GeoNames do, or fails as they do."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import settings
from dashboard.pipeline.gazetteer import Gazetteer, compiled_path

type Answer = tuple[int, dict[str, str], str, float]


@dataclass
class FakeService:
    """What the service says to each question, in order, the last again and again; and what it was asked."""

    address: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    def says(self, body: Any, status: int = 200, after: float = 0.0, **headers: str) -> None:
        """Queue an answer: JSON or words, with a status, after so many seconds."""
        said = body if isinstance(body, str) else json.dumps(body)
        self.answers.append((status, headers, said, after))

    def next_answer(self, query: dict[str, str], agent: str) -> Answer:
        self.asked.append(query)
        self.agents.append(agent)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def own_cache(gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test, with the compiled gazetteer and no answers."""
    compiled = compiled_path()
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / compiled.name).symlink_to(compiled)
    monkeypatch.setenv("DATELINE_CACHE", str(folder))
    return folder


@pytest.fixture
def fake_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeService]:
    """A service that the settings could name: only `DATELINE_GEOCODER` is left out."""
    fake = FakeService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            status, headers, body, after = fake.next_answer(query, self.headers["User-Agent"])
            time.sleep(after)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body.encode())
            except BrokenPipeError:
                pass  # who asked has gone

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        fake.address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("DATELINE_GEOCODER_URL", fake.address)
        monkeypatch.setenv("DATELINE_GEOCODER_USER", "dateline-tests/1 (tests@example.org)")
        monkeypatch.setenv("DATELINE_GEOCODER_DELAY", "0")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("DATELINE_GEOCODER", raising=False)
        monkeypatch.setattr(settings, "GEOCODER_ERROR_WAIT", 0.01)
        yield fake
        server.shutdown()
        thread.join()


def nominatim(name: str, country: str = "sy", **changed: Any) -> dict[str, Any]:
    """An entry of Nominatim's answer."""
    return {
        "osm_type": "node", "osm_id": 7, "lat": "34.5", "lon": "36.5", "class": "place", "type": "village",
        "addresstype": "village", "display_name": f"{name}, Homs Governorate", "name": name,
        "namedetails": {"name": "قرية", "name:en": name},
        "address": {"state": "Homs Governorate", "country_code": country},
    } | changed  # fmt: skip


def photon(name: str, country: str = "SY", **changed: Any) -> dict[str, Any]:
    """An entry of Photon's answer."""
    said = {
        "osm_type": "N", "osm_id": 7, "osm_key": "place", "osm_value": "village", "type": "city",
        "name": name, "countrycode": country, "state": "Homs Governorate",
    } | changed  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.5, 34.5]}, "properties": said}


def geonames(name: str, country: str = "SY", **changed: Any) -> dict[str, Any]:
    """An entry of GeoNames' answer."""
    return {
        "geonameId": 999_999_007, "name": name, "toponymName": name, "lat": "34.5", "lng": "36.5", "fcl": "P",
        "fcode": "PPL", "countryCode": country, "adminName1": "Homs Governorate", "population": 40,
    } | changed  # fmt: skip
