"""How much time each client has left: a bucket that fills with time, and that requests empty.

As the Wikidata Query Service does it: so many seconds a minute, and some more at once. A query
costs the time for which its process was waited for; what this process does by itself costs the
processor time that it took, for that does not grow with what others ask meanwhile. What is
remembered costs nothing.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final, ParamSpec, TypeVar

from starlette.requests import HTTPConnection

from api.errors import TooManyRequestsError

#: Clients that are remembered; the one that has not asked for longest is forgotten first.
_MOST: Final = 20_000

#: Takes seconds from whoever the request that is being answered is from; None for the keeper's.
_PAYING: Final[ContextVar[Callable[[float], None] | None]] = ContextVar("paying", default=None)

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Rates:
    """The buckets of all clients, which every thread may touch."""

    def __init__(
        self, *, seconds: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Give each client *seconds* a minute, and *burst* to begin with.

        Where *seconds* is 0 nobody is limited.
        """
        self._rate = seconds / 60
        self._burst = max(burst, seconds / 60)
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._untold: dict[str, float] = {}

    @contextmanager
    def paid_by(self, client: str) -> Iterator[None]:
        """Let what the block does run, and take the time of what is ``counted`` in it."""
        self.admit(client)
        token = _PAYING.set(lambda seconds: self.spend(client, seconds))
        try:
            yield
        finally:
            _PAYING.reset(token)

    def admit(self, client: str) -> None:
        """Let a request of *client* run; TooManyRequestsError while it has no time left."""
        if not self._rate:
            return
        with self._lock:
            level = self._level(network_of(client)).level
        if level <= 0:
            seconds = max(1, math.ceil(-level / self._rate + 0.001))
            raise TooManyRequestsError(
                f"what you asked has taken more time than this server gives one client, "
                f"{self._rate * 60:g} seconds a minute; ask again in {seconds} seconds",
                retry_after=seconds,
            )

    def spend(self, client: str, seconds: float) -> None:
        """Take time from the bucket of a client."""
        if self._rate:
            network = network_of(client)
            with self._lock:
                self._level(network).level -= seconds
                self._untold[network] = self._untold.get(network, 0.0) + seconds

    def untold(self) -> dict[str, float]:
        """Return what was spent since this was called last, for the processes beside this one."""
        with self._lock:
            spent, self._untold = self._untold, {}
        return spent

    def spent_elsewhere(self, spent: Mapping[str, float]) -> None:
        """Take what another process of this server gave."""
        with self._lock:
            for network, seconds in spent.items():
                self._level(network).level -= seconds

    def _level(self, network: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(network, None) or _Bucket(self._burst, now)
        bucket.level = min(self._burst, bucket.level + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets[network] = bucket
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket


def counted(work: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Return *work* so that whoever asked for it pays for the time of its thread."""

    @wraps(work)
    def paid(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        spend = _PAYING.get()
        if spend is None:
            return work(*args, **kwargs)
        began = time.thread_time()
        try:
            return work(*args, **kwargs)
        finally:
            spend(time.thread_time() - began)

    return paid


def client_of(connection: HTTPConnection) -> str:
    """Return who asks, by what counts as one client."""
    return network_of(connection.client.host) if connection.client else ""


def pay(seconds: float) -> None:
    """Take time from whoever asked for what is being done, for what another process did of it."""
    spend = _PAYING.get()
    if spend is not None:
        spend(seconds)


@lru_cache(maxsize=10_000)
def network_of(client: str) -> str:
    """Return what counts as one client: an address, of IPv6 the network that a customer gets.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3::4"), network_of("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7')
    """
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))
