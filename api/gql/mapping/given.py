"""IRIs that clients give in filters: few enough, and written as SPARQL writes them."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from api.gql.failures import BAD_FILTER, refuse
from api.gql.wording import quoted

#: IRIs in one list of a condition.
MOST_IRIS: Final = 100


def written(iri: str) -> str:
    """Return an IRI in angle brackets; refuse what is none.

    >>> written("https://example.org/a")
    '<https://example.org/a>'
    """
    try:
        return str(NamedNode(str(iri)))
    except ValueError:
        refuse(BAD_FILTER, f"{quoted(str(iri))} is not an IRI; take the id of a thing")


def all_written(iris: list[str]) -> list[str]:
    """Return a list of IRIs in angle brackets; refuse one that is too long."""
    if len(iris) > MOST_IRIS:
        refuse(BAD_FILTER, f"a list has {len(iris)} ids; give at most {MOST_IRIS}")
    return [written(iri) for iri in iris]
