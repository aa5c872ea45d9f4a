"""Facts as frames find them: checked by kinds, each pair once, cut to their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ontology.terms import PLACES, fits

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from .evidence import evidence_span
from .frame_table import Frame, Statement
from .trust import is_doubtful

#: Relations that only those who can act enter into.
_BETWEEN_BODIES = frozenset({"partnerOf", "supportedBy", "foundedBy", "ledBy", "chairedBy"})


@dataclass(slots=True)
class Emission:
    """Collects the facts of one document."""

    reading: Reading
    _found: dict[tuple[int, str, int], FactCandidate] = field(default_factory=dict)

    def state(
        self,
        frame: Frame,
        statement: Statement,
        subjects: Iterable[Mention],
        objects: Iterable[Mention],
        status: str,
        year: int | None = None,
    ) -> None:
        """Add what a frame's statement says of each subject and each object."""
        objects = list(objects)
        for subject in subjects:
            if frame.only and self.reading.kind(subject) not in frame.only:
                continue
            for object_ in objects:
                if frame.only_object and self.reading.kind(object_) not in frame.only_object:
                    continue
                self.add(frame.name, statement.properties, subject, object_, status, year=year)

    def add(
        self,
        rule: str,
        properties: Iterable[str],
        subject: Mention,
        object_: Mention,
        status: str,
        confidence: float = 0.8,
        year: int | None = None,
    ) -> None:
        """Add the first of *properties* that may join the two, once for each pair of entities."""
        kinds = self.reading.kind(subject), self.reading.kind(object_)
        property_ = choose(tuple(properties), *kinds)
        if property_ is None or subject.cluster == object_.cluster:
            return
        if property_ in _BETWEEN_BODIES and any(map(self._is_vast, (subject, object_))):
            return
        ends = subject.cluster, object_.cluster
        if property_ == "partnerOf":
            ends = min(ends), max(ends)
        key = (ends[0], property_, ends[1])
        held = self._found.get(key)
        if held is not None and held.status == "asserted" and not is_doubtful(held.rule):
            return
        start, end = evidence_span(
            self.reading, min(subject.start, object_.start), max(subject.end, object_.end)
        )
        self._found[key] = FactCandidate(
            *key, start, end, rule, status=status, confidence=confidence, year=year
        )

    def _is_vast(self, mention: Mention) -> bool:
        """Say whether a mention is a region without a government, such as a continent."""
        cluster = self.reading.cluster(mention)
        words_ = set(fold(" ".join(cluster.names)).split())
        return cluster.kind == "Region" and not words_ & words("pairs", "small_regions")

    def facts(self) -> list[FactCandidate]:
        """Return the facts in the order they were found."""
        return list(self._found.values())


def choose(properties: tuple[str, ...], subject: str, object_: str) -> str | None:
    """Return the first of *properties* that may join the two kinds.

    One body belongs to a network as a member, to any other body as a part.

    >>> choose(("memberOf", "partOf"), "Organization", "Organization")
    'partOf'
    >>> choose(("memberOf", "partOf"), "City", "Organization")
    'memberOf'
    """
    fitting = [p for p in properties if fits(p, subject, object_)]
    if {"memberOf", "partOf"} <= set(fitting) and object_ != "Network" and subject not in PLACES:
        fitting.remove("memberOf")
    return fitting[0] if fitting else None
