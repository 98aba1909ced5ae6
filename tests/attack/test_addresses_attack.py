"""A few of the hostile addresses of `benchmarks.attack.addresses`, on a network within this process."""

from ipaddress import ip_address

import pytest

from benchmarks.attack import addresses
from dashboard.fetch import networks


def test_no_hostile_address_has_a_private_host_connected_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert addresses.main(["--count", "250", "--seed", "17"]) == 0
    said = capsys.readouterr().out
    assert "250 addresses of seed 17: 0 faults" in said


def test_the_attack_finds_an_open_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "check", lambda *_: None)
    faults, told = addresses.attack(100, 17)
    assert "connected to 10.0.0.1" in faults
    assert told["pages"]


@pytest.mark.parametrize(
    ("address", "private"),
    [("8.8.8.8", False), ("2606:4700::1", False), ("64:ff9b::808:808", False), ("64:ff9b::a00:1", True),
     ("2002:a00:1::", True), ("::ffff:10.0.0.1", True), ("fe80::1", True), ("0.0.0.0", True)],
)  # fmt: skip
def test_the_list_of_the_attack_is_one_of_its_own(address: str, private: bool) -> None:
    assert addresses.is_private(address) is private is not networks.is_public(ip_address(address))
