"""Conditions on the claims of an edge: as SPARQL, which finds the edges, and on claims in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, cast

from pyoxigraph import Literal, NamedNode

from api.gql.failures import BAD_FILTER, refuse
from graph.reader import Claim as GraphClaim
from ontology.namespaces import PREFIXES

from .given import all_written
from .rows import Relation
from .sources import plainly, saying

_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
#: Places that decimals of the engine have after the point.
_PLACES: Final = 18


def said_of(row: Relation, here: str, it: str, given: Any) -> str:
    """Return the pattern of what some claim of the relation says that meets all of *given*."""
    return f"{{ SELECT DISTINCT {it} {{ {saying(row, here, it, ' '.join(meeting(given)))} }} }}"


def least_confidence(given: float) -> Decimal:
    """Return a confidence as claims have it, a decimal; refuse what none can be.

    >>> least_confidence(0.55), least_confidence(1)
    (Decimal('0.55'), Decimal('1'))
    """
    if not 0 <= given <= 1:
        refuse(BAD_FILTER, f"minConfidence is from 0 to 1, not {given}")
    found = Decimal(repr(given))
    return found if cast(int, found.as_tuple().exponent) >= -_PLACES else round(found, _PLACES)


def wants_planned(given: Any) -> bool:
    """Say whether claims are asked for that are planned, if any are: then planned ends are too."""
    return given is not None and given.status is not None and given.status.value == "planned"


def meets(claim: GraphClaim, given: Any) -> bool:
    """Say whether a claim meets the conditions: the same as ``said_of`` asks."""
    year, years = claim.year, given.years
    least = years.min if years and years.min is not None else float("-inf")
    most = years.max if years and years.max is not None else float("inf")
    return (
        (given.status is None or claim.status == given.status.value)
        and (
            given.min_confidence is None
            or Decimal(repr(claim.confidence)) >= least_confidence(given.min_confidence)
        )
        and (years is None or (year is not None and least <= year <= most))
        and (given.documents is None or claim.document in {str(iri) for iri in given.documents})
        and (
            given.role_contains is None
            or (
                given.role_contains.lower() in (claim.role or "").lower() and claim.role is not None
            )
        )
    )


def meeting(given: Any, named: Callable[[str], str] = plainly) -> Iterable[str]:
    """Yield patterns that a claim meets which meets *given*, to stand in the graph it is in.

    *named* returns the variables of the claim, its document, and of what it says.
    """
    claim, confidence = named("claim"), named("confidence")
    year, role = named("year"), named("role")
    if given.status is not None:
        yield f"{claim} hansa:status hansa:{given.status.value} ."
    if given.min_confidence is not None:
        least = Literal(f"{least_confidence(given.min_confidence):f}", datatype=_DECIMAL)
        yield f"{claim} hansa:confidence {confidence} FILTER({confidence} >= {least})"
    if given.years is not None:
        bounds = ((">=", given.years.min), ("<=", given.years.max))
        within = [f"{year} {sign} {int(value)}" for sign, value in bounds if value is not None]
        yield f"{claim} hansa:year {year}" + (f" FILTER({' && '.join(within)})" if within else " .")
    if given.documents is not None:
        among = ", ".join(all_written(given.documents))
        yield f"FILTER({named('document')} IN ({among}))"
    if given.role_contains is not None:
        part = Literal(given.role_contains.lower())
        yield f"{claim} hansa:role {role} FILTER(CONTAINS(LCASE(STR({role})), {part}))"
