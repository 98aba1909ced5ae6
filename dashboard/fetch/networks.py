"""Networks: which IP addresses are public, and so may be connected to.

What is judged is the very address of the socket, after the name was looked up and just before it connects, at every
redirect anew. So neither odd spellings of a host (2130706433, 0x7f.1) nor a name that leads elsewhere at the next
look-up reach a private address.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from dashboard import settings
from dashboard.fetch.outcome import UnfetchedError

type Target = tuple[socket.AddressFamily, str, int]

# Ports of public hosts: those of http and https, and their usual seconds. Others are those of mail, databases and
# control panels, which a page may try to have addressed. In the networks of DATELINE_FETCH_PRIVATE any port is.
PORTS = (80, 443, 8080, 8443)

# All that is given out to public hosts (IANA, IPv6 Global Unicast Address Assignments).
_PUBLIC_IPV6 = IPv6Network("2000::/3")

# Behind these an IPv4 address stands, which is judged in its place: translators (NAT64, RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")

# Set apart for protocols and documents, but public for `ipaddress` of some versions of Python.
_SET_APART = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")))


def find_targets(host: str, port: int) -> list[Target]:
    """The IP addresses of a host, all of which may be connected to at this port; raises UnfetchedError otherwise.

    A host that has a private address beside a public one is refused: only an attack gives both.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "not a name"
        raise UnfetchedError(f"network: the name {host[:100]} was not found ({why})") from None
    targets: list[Target] = [(family, str(address[0]), port) for family, _, _, _, address in found]
    for _, address, _ in targets:
        check(host, address, port)
    return list(dict.fromkeys(targets))


def check(host: str, address: str, port: int) -> None:
    """Raise UnfetchedError if the IP address to which this host leads may not be connected to at this port."""
    ip = ip_address(address)
    if any(ip in network for network in settings.fetch_private()):
        return
    if not is_public(ip):
        leads = address if host.strip("[]") == address else f"{host[:100]} leads to {address}, which"
        raise UnfetchedError(f"private: {leads} is no public address; DATELINE_FETCH_PRIVATE={address} allows it")
    if port not in PORTS:
        raise UnfetchedError(f"port: {port}; of public hosts only the ports {', '.join(map(str, PORTS))} are asked")


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether hosts of the public internet have this address; of one that stands for an IPv4 address, whether that is.

    Not public are private, shared, loopback, link-local, multicast, reserved and documentation addresses.
    """
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return is_public(inner)
        if ip.scope_id is not None or ip not in _PUBLIC_IPV6:
            return False
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in each for each in _SET_APART)
    return ip.is_global and not is_special
