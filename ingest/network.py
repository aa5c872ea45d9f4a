"""Connections that lead only where they may, within a time that counts everything.

The name is looked up once, every address it gives is checked, and the connection is made to a
checked address, so a name that answers differently a second time (DNS rebinding) gains nothing.
The Host header and the name in TLS stay those of the URL, since only the socket knows the address.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore

from ingest.errors import FetchError, RefusedAddressError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: IPv6 prefixes that carry an IPv4 address in their last 32 bits (RFC 6052, RFC 4291, 2.5.5).
_CARRIERS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, on the monotonic clock, by which one fetch has to be done."""

    seconds: float
    end: float = field(default=0.0)

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Start a deadline of *seconds* now."""
        return cls(seconds, time.monotonic() + seconds)

    def left(self, timeout: float | None = None) -> float:
        """Return the seconds left, at most *timeout*; httpcore.ReadTimeout when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this URL is over")
        return left if timeout is None else min(left, timeout)


def is_public(address: Address) -> bool:
    """Tell whether *address* is one that anybody on the Internet may reach.

    >>> is_public(ipaddress.ip_address("1.1.1.1"))
    True
    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    if isinstance(address, ipaddress.IPv6Address) and (carried := _carried(address)):
        return all(is_public(one) for one in carried)
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    )


def _carried(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """Return the IPv4 addresses that a transition mechanism would make of *address*."""
    if address.teredo is not None:
        return address.teredo
    whole = address.ipv4_mapped or address.sixtofour
    if whole is None and any(address in network for network in _CARRIERS):
        whole = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return () if whole is None else (whole,)


def resolve(host: str, port: int, *, seconds: float) -> list[str]:
    """Return the addresses of *host* in the system's order; whatever form it has.

    Raises FetchError when there are none in *seconds*.
    """
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    # getaddrinfo has no time limit of its own; an abandoned thread ends with the resolver's.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found or isinstance(found[0], Exception):
        reason = found[0] if found else f"no answer in {seconds:.0f} seconds"
        raise FetchError(f"the host {host} could not be found ({reason}); check the URL")
    return list(dict.fromkeys(str(entry[4][0]) for entry in found[0]))


def checked_addresses(host: str, port: int, *, seconds: float, allow_private: bool) -> list[str]:
    """Return the addresses of *host* when all of them may be connected to.

    Raises RefusedAddressError when one is not public and *allow_private* is false.
    """
    addresses = resolve(host, port, seconds=seconds)
    for address in addresses:
        if not allow_private and not is_public(ipaddress.ip_address(address.partition("%")[0])):
            raise RefusedAddressError(
                f"the host {host} has the address {address}, which is not on the public "
                "Internet; set HANSA_ALLOW_PRIVATE_URLS=on to read it"
            )
    return addresses


class CheckedBackend(httpcore.NetworkBackend):
    """A network backend for httpcore that connects to checked addresses before a deadline."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        """Connect before *deadline*, to private addresses only with *allow_private*."""
        self._deadline = deadline
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address of *host* that answers."""
        left = self._deadline.left(timeout)
        addresses = checked_addresses(host, port, seconds=left, allow_private=self._allow_private)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, local_address, socket_options)
            except httpcore.ConnectError:
                continue  # the next address of the same host may answer
        return self._connect(addresses[-1], port, local_address, socket_options)

    def _connect(
        self, address: str, port: int, local: str | None, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        stream = self._sockets.connect_tcp(
            address, port, timeout=left, local_address=local, socket_options=options
        )
        return _TimedStream(stream, self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every step gets only what is left of the whole fetch's time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, timeout=left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
