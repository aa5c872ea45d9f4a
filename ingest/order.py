"""Local ids and the order of what an Extraction holds, so that equal readings are equal bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from ontology.iris import slug
from ontology.model import Fact, LiteralFact


class Named(Protocol):
    """What local ids are made from: a number, a kind, and names with the fullest first."""

    index: int
    kind: str
    names: list[str]


def local_ids(clusters: Iterable[Named]) -> dict[int, str]:
    """Name each cluster by kind and first name; equals are told apart by their order."""
    seen: Counter[str] = Counter()
    ids: dict[int, str] = {}
    for cluster in clusters:
        name = f"{cluster.kind.lower()}-{slug(cluster.names[0])}"
        seen[name] += 1
        ids[cluster.index] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return ids


def fact_order(fact: Fact) -> tuple[object, ...]:
    """Order facts by their evidence, then by all they say."""
    ends = (fact.evidence.start, fact.evidence.end, fact.subject, fact.property, fact.object)
    return (*ends, fact.status, fact.year or 0, fact.role or "", fact.rule)


def literal_order(literal: LiteralFact) -> tuple[object, ...]:
    """Order literals by their evidence, then by all they say."""
    place = (literal.evidence.start, literal.evidence.end, literal.subject, literal.property)
    return (*place, str(literal.value), literal.status, literal.year or 0, literal.rule)


def saying_order(saying: Fact | LiteralFact) -> tuple[object, ...]:
    """Order facts before literals, each in their own order."""
    if isinstance(saying, LiteralFact):
        return (1, *literal_order(saying))
    return (0, *fact_order(saying))
