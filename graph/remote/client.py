"""Requests to a SPARQL server (SPARQL 1.1 Protocol; Graph Store HTTP Protocol for whole graphs)."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

import httpx

from graph.errors import RemoteError

from .addresses import Remote

SOLUTIONS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
UPDATE: Final = "application/sparql-update"
#: Of a query of the whole dataset.
NO_DATASET: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
#: Seconds before the first repetition; each later one waits twice as long, up to the last.
_FIRST, _LAST = 0.1, 5.0
#: Seconds for which reading is tried again: somebody waits for it.
READING: Final = 2.0
#: Seconds in which a connection is made, or is not.
_CONNECTING: Final = 5.0
_ABSENT: Final = 404
#: Answers that say that the same may go well a moment later.
_LATER: Final = frozenset({408, 429, 502, 503, 504})


class NotUnderstoodError(RemoteError):
    """A server takes a query for a wrong one."""


class Client:
    """One server, spoken to by any number of threads."""

    def __init__(self, remote: Remote, *, is_writing: bool = False) -> None:
        """Connect to nothing yet; who *is_writing* waits for answers as for what it writes."""
        self.remote = remote
        self._patience = remote.patience if is_writing else min(READING, remote.patience)
        #: Whether updates go as forms, which some servers take alone and others only if short.
        self.takes_forms = True
        self.requests = 0
        timeout = httpx.Timeout(remote.seconds, connect=min(_CONNECTING, remote.seconds))
        self._http = httpx.Client(**manners(remote), timeout=timeout)

    @property
    def address(self) -> str:
        """Where queries go, without what may be secret."""
        return _shown(self.remote.query)

    def close(self) -> None:
        """Let go of all connections."""
        self._http.close()

    def ask(
        self, query: str, accept: str, dataset: Mapping[str, Sequence[str]] = NO_DATASET
    ) -> httpx.Response:
        """Send a query and return the whole answer, which is in the format *accept*.

        Raises RemoteError, one of NotUnderstoodError where the server does not take it for SPARQL.
        """
        # As a form, since one server in wide use hangs on application/sparql-query.
        body = {"query": query, **dataset}
        return self._sent(
            lambda: self._http.post(self.remote.query, data=body, headers={"Accept": accept}),
            patience=self._patience,
        )

    def update(self, update: str) -> None:
        """Send an update, again and again while the server cannot be reached.

        Whoever calls this makes sure that it does no harm twice.
        """
        self._sent(
            lambda: self._http.post(self.remote.update, **self._body(update)),
            patience=self.remote.patience,
            is_writing=True,
        )

    def _body(self, update: str) -> dict[str, Any]:
        if self.takes_forms:
            return {"data": {"update": update}}
        return {"content": update.encode(), "headers": {"Content-Type": UPDATE}}

    def graph(self, iri: str) -> httpx.Response | None:
        """Return a graph as N-Triples by the Graph Store Protocol.

        None where there is no door, and where that has no such graph: the address may be wrong.
        """
        if not self.remote.data:
            return None

        def get() -> httpx.Response:
            parameters = {"graph": iri}
            return self._http.get(self.remote.data, params=parameters, headers={"Accept": TRIPLES})

        answer = self._sent(get, patience=self._patience, may_lack=True)
        return None if answer.status_code == _ABSENT else answer

    def server(self) -> str:
        """Return what the server calls itself, "" where it does not say."""
        answer = self.ask("ASK { }", SOLUTIONS)
        return str(answer.headers.get("server", ""))

    def _sent(
        self,
        send: Callable[[], httpx.Response],
        *,
        patience: float,
        may_lack: bool = False,
        is_writing: bool = False,
    ) -> httpx.Response:
        """Send, repeat what may go well later, and return an answer that is one.

        What is written has its time from the first failure on, which may have taken long itself.
        """
        deadline = math.inf if is_writing else time.monotonic() + patience
        wait = _FIRST
        while True:
            try:
                with _translated(self.remote):
                    self.requests += 1
                    answer = send()
                return self._checked(answer, may_lack=may_lack)
            except RemoteError as error:
                deadline = min(deadline, time.monotonic() + patience)
                if not error.is_passing or time.monotonic() + wait > deadline:
                    raise
            time.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311  so that many do not come at once
            wait = min(2 * wait, _LAST)

    def _checked(self, answer: httpx.Response, *, may_lack: bool) -> httpx.Response:
        if answer.is_success or (may_lack and answer.status_code == _ABSENT):
            return answer
        said = " ".join(answer.text[:300].split()) or answer.reason_phrase
        where = f"the SPARQL server at {_shown(str(answer.request.url))}"
        if answer.status_code == 400 and str(answer.request.url) == self.remote.query:
            raise NotUnderstoodError(f"{where} does not understand a query: {said}")
        if answer.status_code in {401, 403}:
            raise RemoteError(
                f"{where} refuses us ({answer.status_code}); set HANSA_REMOTE_TOKEN, or "
                "HANSA_REMOTE_USER and HANSA_REMOTE_PASSWORD"
            )
        error = RemoteError(f"{where} answered {answer.status_code}: {said}")
        error.is_passing = answer.status_code in _LATER
        raise error


@contextmanager
def _translated(remote: Remote) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL as error:
        raise RemoteError(f"HANSA_REMOTE={remote.query!r} is no address: {error}") from error
    except httpx.HTTPError as error:
        raise unreached(remote, error) from error


def unreached(remote: Remote, error: httpx.HTTPError) -> RemoteError:
    """Return what is said where a server cannot be reached, or goes in the middle of an answer."""
    what = str(error) or type(error).__name__
    found = RemoteError(f"the SPARQL server at {_shown(remote.query)} cannot be reached: {what}")
    found.is_passing = True
    return found


def manners(remote: Remote) -> dict[str, Any]:
    """Return how a client of httpx makes us known to a server.

    A proxy of the environment is not asked for what was not said to be behind it.
    """
    headers = {"User-Agent": "Hansa"}
    if remote.token:
        headers["Authorization"] = f"Bearer {remote.token}"
    auth = httpx.DigestAuth(remote.user, remote.password) if remote.user else None
    return {"headers": headers, "auth": auth, "trust_env": False}


def _shown(url: str) -> str:
    """Return an address without what may be secret in it."""
    return str(httpx.URL(url).copy_with(username=None, password=None, query=None))
