"""Relations that a name itself says: "Statement by A and B", "A Institute for C", "unit, body"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import ACTORS

from ...annotations import Cluster, Mention
from ...folding import fold
from ...lexicon import words
from .emission import Emission
from .syntax import Syntax

_PARTIES = re.compile(
    r"\b(?:by|between|of|among)\b(?P<list>.+?)(?:\b(?:on|for|in|to|regarding)\b|$)"
)
_OWNERS = frozenset({"Organization"})
_OWNED = {"Organization": "partOf", "Programme": "ledBy", "Project": "ledBy"}


def read_naming(syntax: Syntax, emission: Emission) -> None:
    """Add what each entity's own name says of another, once, where it is first named."""
    reading = syntax.reading
    first: dict[int, Mention] = {}
    for mention in reading.mentions:
        if mention.form == "name":
            first.setdefault(mention.cluster, mention)
    for index, mention in sorted(first.items()):
        for rule, property_, other in _said(reading.clusters[index], reading.clusters):
            ends = mention, Mention(mention.start, mention.end, other)
            if property_ == "partyTo":
                ends = ends[1], ends[0]
            emission.add(rule, (property_,), *ends, "asserted", 0.7)


def _said(cluster: Cluster, clusters: list[Cluster]) -> Iterator[tuple[str, str, int]]:
    """Yield (rule, property, other cluster) for what the names of *cluster* contain."""
    for other in clusters:
        if other.index == cluster.index or other.kind not in ACTORS:
            continue
        if cluster.kind == "Agreement" and _is_party(cluster, other):
            yield "frames.naming.parties", "partyTo", other.index
        elif cluster.kind in _OWNED and other.kind in _OWNERS and _opens(cluster, other):
            yield "frames.naming.owner", _OWNED[cluster.kind], other.index


def _is_party(agreement: Cluster, other: Cluster) -> bool:
    """Say whether a text's own name tells that *other* made it."""
    for name in agreement.names:
        folded = fold(name)
        parties = _PARTIES.search(folded)
        listed = f" {parties['list']} " if parties and _paired(parties["list"]) else ""
        if any(len(n) > 1 and f" {fold(n)} " in listed for n in other.names):
            return True
    return False


def _paired(text: str) -> bool:
    """Say whether a phrase names at least two: "of" alone may only tell a topic."""
    return " and " in text


def _opens(cluster: Cluster, owner: Cluster) -> bool:
    """Say whether a name begins with the owner's name and goes on with words of its own.

    "A-B Dialogue" is a dialogue between the two, and a consortium or network is no unit.
    """
    units = words("frames", "units")
    if cluster.kind == "Organization" and not units & set(fold(cluster.names[0]).split()):
        return False
    return any(
        name.startswith((f"{own} ", f"{own}'s ", f"{own}’s "))
        and (len(own) > 3 or own.isupper())
        and not units & set(fold(own).split())
        for name in cluster.names
        for own in owner.names
    )
