"""Connections that lead to checked IP addresses, and end when their time is over."""

import socket
import ssl
import threading
import time
from contextlib import suppress
from functools import cache, partial
from typing import Any, cast

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from dashboard.fetch.networks import Target, find_targets

# Seconds until a connection stands. Those of slow sites take one or two.
CONNECT_SECONDS = 10.0


class Guard:
    """Opens the sockets of one request, and ends them when its time is over."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._timer: threading.Timer | None = None
        self._watched: socket.socket | None = None
        self.is_over = False

    def connect(self, host: str, port: int, *, is_proxy: bool) -> socket.socket:
        """A socket that is connected to a checked address; the proxy's own is not checked, since the user named it."""
        targets = _find_proxy(host, port) if is_proxy else find_targets(host, port)
        error: OSError | None = None
        for family, address, _ in targets:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(max(0.1, min(CONNECT_SECONDS, self._end - time.monotonic())))
                sock.connect((address, port))
            except OSError as failed:
                error = failed
                sock.close()
            else:
                self._watch(sock)
                return sock
        raise error or OSError(f"no address of {host}")

    def close(self) -> None:
        """Watch no longer."""
        if self._timer is not None:
            self._timer.cancel()
        if self._watched is not None:
            self._watched.close()

    def _watch(self, sock: socket.socket) -> None:
        # A time limit of the socket begins anew with each byte, so a server that sends one now and then has no end.
        # The copy still ends the connection after TLS has taken the socket over.
        self._watched = sock.dup()
        self._timer = threading.Timer(max(0.0, self._end - time.monotonic()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        self.is_over = True
        if self._watched is not None:
            with suppress(OSError):
                self._watched.shutdown(socket.SHUT_RDWR)


class _GuardedConnection(HTTPConnection):
    """A connection of http whose socket the guard opens."""

    def __init__(self, *arguments: Any, guard: Guard, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._guard = guard

    def _new_conn(self) -> socket.socket:
        assert self.port is not None
        return self._guard.connect(self.host, self.port, is_proxy=self.proxy is not None)


class _GuardedTlsConnection(_GuardedConnection, HTTPSConnection):
    """A connection of https whose socket the guard opens."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _GuardedTlsConnection


def open_manager(guard: Guard, proxy: str) -> urllib3.PoolManager:
    """What sends requests over connections of this guard, through a proxy where one is named; it never tries twice."""
    options: dict[str, Any] = {"ssl_context": certificates(), "retries": False}
    if proxy:
        manager: urllib3.PoolManager = urllib3.ProxyManager(proxy, proxy_ssl_context=certificates(), **options)
    else:  # those that the environment names are not looked for
        manager = urllib3.PoolManager(**options)
    pools = {"http": partial(_Pool, guard=guard), "https": partial(_TlsPool, guard=guard)}
    manager.pool_classes_by_scheme = cast("dict[str, Any]", pools)
    return manager


@cache
def certificates() -> ssl.SSLContext:
    """The certificates that this machine trusts. Reading them takes 0.2 s, so it is done once."""
    return ssl.create_default_context()


def _find_proxy(host: str, port: int) -> list[Target]:
    return [
        (family, str(address[0]), port)
        for family, _, _, _, address in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    ]
