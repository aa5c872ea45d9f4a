"""How many streams one client may have open, beside how many a server has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.changes.events import Subscriptions
from api.errors import TooManyRequestsError
from api.http.rates import network_of

#: Subscriptions, and WebSockets, that one client has at once.
MOST_OF_ONE: Final = 50


class Places:
    """The subscriptions and WebSockets of all clients; only its event loop may use it."""

    def __init__(self, hub: Subscriptions, *, most: int = MOST_OF_ONE) -> None:
        """Count subscriptions with all other streams of *hub*; give each client *most*."""
        self._hub = hub
        self._most = most
        self._subscriptions: Counter[str] = Counter()
        self._sockets: Counter[str] = Counter()

    @contextmanager
    def subscription(self, client: str) -> Iterator[None]:
        """Count a subscription for a block; raises TooManyRequestsError or BusyError."""
        with self._counted(self._subscriptions, client, "subscriptions"), self._hub.place():
            yield

    def require(self, client: str) -> None:
        """Raise what ``subscription`` would."""
        with self.subscription(client):
            pass

    @contextmanager
    def socket(self, client: str) -> Iterator[None]:
        """Count a WebSocket for a block; raises TooManyRequestsError."""
        with self._counted(self._sockets, client, "WebSockets"):
            yield

    @contextmanager
    def _counted(self, counter: Counter[str], client: str, what: str) -> Iterator[None]:
        network = network_of(client)
        if counter[network] >= self._most:
            raise TooManyRequestsError(
                f"you have {self._most} {what} open, which is as many as one client may; end some",
                retry_after=60,
            )
        counter[network] += 1
        try:
            yield
        finally:
            counter[network] -= 1
            if not counter[network]:
                del counter[network]
