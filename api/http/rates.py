"""How much query time each client has left: a bucket that fills with time and queries empty.

As the Wikidata Query Service does it: so many seconds of query time a minute, and some more at
once. What is answered without running a query costs nothing.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from api.errors import TooManyRequestsError

#: Clients that are remembered; the one that has not asked for longest is forgotten first.
_MOST: Final = 20_000


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Rates:
    """The buckets of all clients; only the event loop may touch them."""

    def __init__(
        self, *, seconds: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Give each client *seconds* of query time a minute, and *burst* to begin with.

        Where *seconds* is 0 nobody is limited.
        """
        self._rate = seconds / 60
        self._burst = max(burst, seconds / 60)
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._untold: dict[str, float] = {}

    @contextmanager
    def timed(self, client: str) -> Iterator[None]:
        """Let what the block does run, and take the time that it takes."""
        self.admit(client)
        began = self._clock()
        try:
            yield
        finally:
            self.spend(client, self._clock() - began)

    def admit(self, client: str) -> None:
        """Let a query of *client* run; TooManyRequestsError while it has no time left."""
        if not self._rate:
            return
        level = self._level(network_of(client)).level
        if level <= 0:
            seconds = max(1, math.ceil(-level / self._rate + 0.001))
            raise TooManyRequestsError(
                f"your queries have taken more time than this server gives one client, "
                f"{self._rate * 60:g} seconds a minute; ask again in {seconds} seconds",
                retry_after=seconds,
            )

    def spend(self, client: str, seconds: float) -> None:
        """Take the time of a query from its client's bucket."""
        if self._rate:
            network = network_of(client)
            self._level(network).level -= seconds
            self._untold[network] = self._untold.get(network, 0.0) + seconds

    def untold(self) -> dict[str, float]:
        """Return what was spent since this was called last, for the processes beside this one."""
        spent, self._untold = self._untold, {}
        return spent

    def spent_elsewhere(self, spent: Mapping[str, float]) -> None:
        """Take what another process of this server gave."""
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
