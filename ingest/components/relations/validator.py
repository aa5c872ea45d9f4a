"""The last look at what was read: kinds, directions, repetitions and rivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import fits, fits_literal

from ...annotations import Cluster, FactCandidate
from ...lexicon import table
from .consistency import are_one, without_reverses
from .trust import is_doubtful

NAME = "hansa_validator_v1"
#: Characters of a stretch of text; sayings are compared with those that touch the same ones.
_STRETCH = 256


def validate_facts(doc: Doc) -> Doc:
    """Leave only facts and literals that the ontology allows, each saying once, without rivals."""
    clusters: list[Cluster] = doc._.clusters
    allowed = [_directed(f) for f in doc._.facts if _is_allowed(f, clusters)]
    doc._.facts = _without_rivals(without_reverses(_merged(allowed)))
    doc._.literals = sorted(
        {x for x in doc._.literals if fits_literal(x.property, clusters[x.subject].kind)},
        key=lambda x: (x.start, x.end, x.subject, x.property, str(x.value), x.rule),
    )
    return doc


def _is_allowed(fact: FactCandidate, clusters: list[Cluster]) -> bool:
    """Say whether the ontology lets the property join two such things, which must differ."""
    kinds = clusters[fact.subject].kind, clusters[fact.object].kind
    if fact.subject == fact.object or fact.start >= fact.end or not fits(fact.property, *kinds):
        return False
    return not are_one(clusters[fact.subject], clusters[fact.object])


def _directed(fact: FactCandidate) -> FactCandidate:
    """Write a partnership from the lower to the higher cluster, so that it is said once."""
    if fact.property == "partnerOf" and fact.object < fact.subject:
        return replace(fact, subject=fact.object, object=fact.subject)
    return fact


def _merged(facts: Iterable[FactCandidate]) -> list[FactCandidate]:
    """Keep the most trusted of the candidates that say the same in overlapping places."""
    kept: list[FactCandidate] = []
    said: dict[tuple[object, ...], list[int]] = defaultdict(list)  # by content and stretch of text
    for fact in sorted(facts, key=_order):
        about = (fact.subject, fact.property, fact.object)
        stretches = range(fact.start // _STRETCH, (fact.end - 1) // _STRETCH + 1)
        near = sorted({i for stretch in stretches for i in said[about, stretch]})
        twin = next((i for i in near if _repeats(fact, kept[i])), None)
        if twin is not None:
            kept[twin] = _joined(kept[twin], fact)
            continue
        for stretch in stretches:
            said[about, stretch].append(len(kept))
        kept.append(fact)
    return sorted(kept, key=_place)


def _order(fact: FactCandidate) -> tuple[object, ...]:
    """Sort the most trusted first, and equals by what they say.

    A rule often wrong comes last: once it is silenced, what another says as well must be there.
    """
    ends = (fact.subject, fact.object, fact.property)
    said = (fact.status, fact.year or 0, fact.role or "", fact.rule)
    return (is_doubtful(fact.rule), -fact.confidence, fact.start, fact.end, *ends, *said)


def _place(fact: FactCandidate) -> tuple[object, ...]:
    return (fact.start, fact.end, fact.subject, fact.property, fact.object, *_order(fact))


def _repeats(fact: FactCandidate, other: FactCandidate) -> bool:
    """Say whether two candidates of the same fact are one saying of it."""
    overlap = fact.start < other.end and other.start < fact.end
    posts = fact.role is None or other.role is None or fact.role == other.role
    years = fact.year is None or other.year is None or fact.year == other.year
    return overlap and posts and years and fact.status == other.status


def _joined(fact: FactCandidate, other: FactCandidate) -> FactCandidate:
    """Return the first of two sayings with the role and year that only the second has."""
    return replace(fact, role=fact.role or other.role, year=fact.year or other.year)


def _without_rivals(facts: list[FactCandidate]) -> list[FactCandidate]:
    """Drop the weaker of two properties that say the same pair from the same place."""
    said: dict[tuple[frozenset[int], str], list[FactCandidate]] = defaultdict(list)
    for fact in facts:
        said[frozenset((fact.subject, fact.object)), fact.property].append(fact)
    return [fact for fact in facts if not _is_beaten(fact, said)]


def _is_beaten(
    fact: FactCandidate, said: Mapping[tuple[frozenset[int], str], Sequence[FactCandidate]]
) -> bool:
    """Say whether a rival property is said in the same place and trusted more, or is first."""
    ends = frozenset((fact.subject, fact.object))
    for stronger, weaker in table("rivals")["pairs"]:
        if fact.property not in {stronger, weaker}:
            continue
        rival, is_first = (stronger, False) if fact.property == weaker else (weaker, True)
        for other in said.get((ends, rival), ()):
            overlap = fact.start < other.end and other.start < fact.end
            gap = other.confidence - fact.confidence
            if overlap and (gap > 0 or (gap == 0 and not is_first)):
                return True
    return False


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=validate_facts)
