"""Answers a batch of queries against one generation, within the time that it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any

from api.reconciliation.candidates import Matching
from api.reconciliation.places import load
from api.reconciliation.requests import Query
from graph.errors import QueryTimeoutError
from graph.reader import Reader
from ontology.terms import PLACES
from queries.matching import Kinds, Matcher
from queries.names import Named, NameIndex


class Hurry:
    """Raises QueryTimeoutError when called after so many seconds."""

    def __init__(self, seconds: float) -> None:
        """Begin now."""
        self._seconds = seconds
        self._end = monotonic() + seconds

    def __call__(self) -> None:
        """Raise it if the time is over."""
        if monotonic() > self._end:
            raise QueryTimeoutError(
                f"the batch was not done within {self._seconds:g} seconds; send smaller batches"
            )


def reconcile(
    reader: Reader,
    names: Callable[[], NameIndex],
    batch: Mapping[str, Query],
    *,
    seconds: float,
) -> dict[str, Any]:
    """Return the result of each query of a batch, each found without regard to the others.

    Raises QueryTimeoutError where they take longer than *seconds*, into which reading the tables
    of names at the first time does not count.
    """
    if any(query.text and query.kinds & PLACES for query in batch.values()):
        load()
    matcher = Matcher(reader, names(), _search(reader))
    hurry = Hurry(seconds)
    found = {}
    for key, query in batch.items():
        hurry()
        candidates = Matching(reader, matcher, query).candidates()
        found[key] = {"result": [each.as_json(reader) for each in candidates]}
    return found


def _search(reader: Reader) -> Callable[[str, Kinds, int], Iterable[Named]]:
    """Return what finds things by the words of their names, as /search does."""

    def by_words(text: str, kinds: Kinds, limit: int) -> Iterable[Named]:
        if reader.search is None:
            return []
        hits = reader.search.find(
            text, generation=reader.generation, kinds=kinds, what="names", limit=limit
        )
        return [Named(hit.text, hit.kind, hit.iri) for hit in hits]

    return by_words
