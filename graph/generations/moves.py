"""Facts that came and went only because a thing goes by another IRI now.

What a thing is called may hang on other documents: a namesake comes, a curator makes two things
one, a copy of a document speaks for it. The facts are said as before, of another IRI. What became
what is told by the documents that both generations have: each says which of the things that it
names (``hansa:resolvesTo``) is which of the graph's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from graph.claims import term_of
from graph.reader import Reader
from ontology import terms
from ontology.namespaces import PREFIXES, prologue

_SHA256: Final = NamedNode(terms.SHA256)
_RESOLVES_TO: Final = NamedNode(terms.RESOLVES_TO)
_HOLDS: Final = """
ASK {{ {plain} GRAPH ?document {{
  ?claim {ends} ; rdf:predicate {predicate} ; hansa:status <{status}> }} }}"""

_SUBJECT: Final = NamedNode(PREFIXES["rdf"] + "subject")
#: Claims about a thing that are more than a few; the engine begins with what stands first.
_FEW: Final = 50


def between(reader: Reader, subject: str, object_: str) -> str:
    """Return the pattern of the ends of a claim, written terms, with that of few claims first.

    Of a thing that thousands of claims are about, the engine would look at every one.
    """
    about = islice(reader.quads(None, _SUBJECT, NamedNode(subject[1:-1])), _FEW)
    first, second = f"rdf:subject {subject}", f"rdf:object {object_}"
    return f"{first} ; {second}" if sum(1 for _ in about) < _FEW else f"{second} ; {first}"


class Stated(NamedTuple):
    """A fact in written terms, with the name of its status."""

    subject: str
    predicate: str
    object: str
    status: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One fact on both sides of a change of identity."""

    before: Stated
    after: Stated

    def ends(self) -> Iterator[tuple[str, str]]:
        """Yield the IRIs that one thing had and has, of each end that goes by another now."""
        pairs = ((self.before.subject, self.after.subject), (self.before.object, self.after.object))
        for old, new in dict.fromkeys(pairs):
            if old != new:
                yield old[1:-1], new[1:-1]


class Way:
    """What the things of one generation are in another, by the documents that both have."""

    def __init__(self, here: Reader, there: Reader) -> None:
        """Lead from *here* to *there*; documents are read when they are first asked about."""
        self._here = here
        self._there = there
        self._led: dict[str, Mapping[str, set[str]]] = {}

    def images(self, fact: Stated, documents: tuple[str, ...]) -> Iterator[Stated]:
        """Yield what the fact that *documents* state here is there, of other IRIs, if it holds."""
        seen = {fact}
        for document in documents:
            led = self._led_by(document)
            subjects, objects = (_ends(led, end) for end in (fact.subject, fact.object))
            for subject, object_ in product(subjects, objects):
                image = fact._replace(subject=subject, object=object_)
                if image not in seen and self._holds(image):
                    yield image
                seen.add(image)

    def _holds(self, fact: Stated) -> bool:
        """Say whether a fact is stated there, and holds if it is said to."""
        subject, predicate, object_, status = fact
        query = _HOLDS.format(
            plain=f"{subject} {predicate} {object_} ." if status == "asserted" else "",
            ends=between(self._there, subject, object_),
            predicate=predicate,
            status=terms.STATUSES[status],
        )
        return self._there.ask(prologue() + query)

    def _led_by(self, document: str) -> Mapping[str, set[str]]:
        """Return, for each IRI of a thing that a document names here, which it has there."""
        if document not in self._led:
            led: dict[str, set[str]] = defaultdict(set)
            for other in self._counterparts(document):
                there = _named_in(self._there, other)
                for part, iris in _named_in(self._here, document).items():
                    for iri in iris:
                        led[iri] |= there.get(part, set())
            self._led[document] = led
        return self._led[document]

    def _counterparts(self, document: str) -> list[str]:
        """Return the documents there with the same bytes, or else the one with that IRI."""
        about = NamedNode(document)
        same = {
            quad.subject.value
            for known in self._here.quads(about, _SHA256, None, about)
            if isinstance(known.object, Literal)
            for quad in self._there.quads(None, _SHA256, known.object)
            if isinstance(quad.subject, NamedNode)
        }
        if same:
            return [document] if document in same else sorted(same)
        return [document] if any(self._there.quads(about, _SHA256, None, about)) else []


def _ends(led: Mapping[str, set[str]], term: str) -> list[str]:
    if not term.startswith("<"):
        return [term]
    return [f"<{iri}>" for iri in sorted(led.get(term[1:-1], ()))]


def _named_in(reader: Reader, document: str) -> dict[str, set[str]]:
    """Return the IRIs of the things that a document names, by what it knows them by."""
    found: dict[str, set[str]] = defaultdict(set)
    graph = NamedNode(document)
    for quad in reader.quads(None, _RESOLVES_TO, None, graph):
        if isinstance(quad.subject, NamedNode):
            found[quad.subject.value.partition("#")[2]].add(term_of(quad.object).value)
    return found
