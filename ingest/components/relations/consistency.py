"""Facts that cannot both hold: A chaired by B and B by A, or a thing within itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ...annotations import Cluster, FactCandidate
from ...folding import fold

#: Relations that hold in one direction only, whatever joins the two.
_ONE_WAY = frozenset(
    {
        "memberOf",
        "participatesIn",
        "ledBy",
        "chairedBy",
        "foundedBy",
        "supportedBy",
        "partOf",
        "locatedIn",
        "underAgreement",
        "worksFor",
        "partyTo",
    }
)
#: Kinds between which one thing is easily taken for two.
_ALIKE = ({"Network", "Organization"}, {"Programme", "Project"})
_PLAIN = frozenset({"of", "for", "and", "the", "on", "in", "to", "de", "des", "du", "der"})
_FEWEST = 3  # letters of an acronym that is trusted to be one


def without_reverses(facts: list[FactCandidate]) -> list[FactCandidate]:
    """Return *facts* in their order without those whose reverse is said on better grounds.

    Better is the more trusted saying, then the more often said, then the earlier one.
    """
    said: dict[tuple[int, str, int], list[FactCandidate]] = defaultdict(list)
    for fact in facts:
        said[fact.subject, fact.property, fact.object].append(fact)
    return [fact for fact in facts if not _is_reversed(fact, said)]


def _is_reversed(
    fact: FactCandidate, said: dict[tuple[int, str, int], list[FactCandidate]]
) -> bool:
    """Say whether the reverse of a one-way fact is said on better grounds."""
    if fact.property not in _ONE_WAY:
        return False
    reverse = said.get((fact.object, fact.property, fact.subject))
    if not reverse:
        return False
    return _grounds(reverse) > _grounds(said[fact.subject, fact.property, fact.object])


def _grounds(facts: Iterable[FactCandidate]) -> tuple[float, int, int, int]:
    """Return how well a fact is grounded; never equal for a fact and its reverse."""
    found = list(facts)
    first = min(found, key=lambda fact: (fact.start, fact.end))
    return max(f.confidence for f in found), len(found), -first.start, -first.subject


def are_one(one: Cluster, other: Cluster) -> bool:
    """Say whether two clusters of one sort bear the same name, written out or as its acronym.

    >>> are_one(Cluster(0, "Network", ["Baltic Port Ring"]), Cluster(1, "Network", ["BPR"]))
    True
    """
    if one.kind != other.kind and {one.kind, other.kind} not in _ALIKE:
        return False
    ours, theirs = ({fold(n) for n in c.names if n} for c in (one, other))
    if ours & theirs:
        return one.kind not in {"City", "Country", "Region", "Person"}
    return any(_abbreviates(a, b) or _abbreviates(b, a) for a in one.names for b in other.names)


def _abbreviates(short: str, full: str) -> bool:
    """Say whether a name is the initials of another.

    >>> _abbreviates("ISE", "Institute of Sound Engineering"), _abbreviates("Riga", "Ring of It")
    (True, False)
    """
    if len(short) < _FEWEST or not short.isupper() or " " in short:
        return False
    parts = full.replace("-", " ").split()
    major = "".join(part[0] for part in parts if part.lower() not in _PLAIN)
    every = "".join(part[0] for part in parts)
    return len(parts) > 1 and short in {major.upper(), every.upper()}
