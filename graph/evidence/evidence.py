"""Which claims stand behind a triple: those that state it, or state what it follows from.

The default graph holds the plain triple of every fact that some claim asserts, and what one such
triple entails: ``hasMember`` is there because a document says ``memberOf``. The claims of a triple
are found by going back that way (``graph.deriving.derivation`` went forth).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode

from graph.claims import Claim, Term
from graph.deriving.derivation import implications, kind_of, literal_lines
from graph.lines.ntriples import triple
from graph.reader import Reader
from graph.together import together
from ontology import terms
from ontology.iris import Base
from ontology.namespaces import HANSA, PREFIXES

#: Triples, or claims, that are looked for by one query.
_TOGETHER: Final = 200

#: What a claim says of itself; a pattern with one of these names the claim.
CLAIM_PROPERTIES: Final = frozenset(
    {
        *(PREFIXES["rdf"] + name for name in ("subject", "predicate", "object")),
        *(terms.STATUS, terms.CONFIDENCE, terms.EVIDENCE, terms.YEAR, terms.ROLE, terms.RULE),
    }
)

_One = TypeVar("_One")


class Fact(NamedTuple):
    """A triple that may hold: two IRIs and the object."""

    subject: str
    predicate: str
    object: Term


class Evidence:
    """The claims behind triples of one generation, each looked for once."""

    def __init__(self, reader: Reader, *, check: Callable[[], None] = lambda: None) -> None:
        """Read the generation of *reader*.

        *check* is called before each claim, to raise where there is no more time: thousands of
        documents may say the same.
        """
        self._reader = reader
        self._check = check
        self._base = reader.base
        self._read: dict[str, Claim | None] = {}

    def behind(self, facts: Iterable[Fact]) -> dict[Fact, tuple[Claim, ...]]:
        """Return the asserted claims that each triple is stated by or follows from, if any.

        They are in the order of ``Reader.in_order``: the newest document's first.
        """
        sources = {fact: [*stated(fact, self._base)] for fact in dict.fromkeys(facts)}
        whole = {one for found in sources.values() for one in found}
        derived = {fact: source for fact in sources if (source := _derived().get(fact.predicate))}
        said = self._stating(whole)
        return {
            fact: self._sorted(
                claim for one in found for claim in said.get(one, ()) if _holds(claim)
            )
            for fact, found in sources.items()
        } | {fact: self._sorted(self._deriving(fact, source)) for fact, source in derived.items()}

    def saying(self, *facts: Fact) -> tuple[Claim, ...]:
        """Return the claims that say one of these very things, planned ones too, in that order."""
        return self._sorted(each for found in self._stating(facts).values() for each in found)

    def named(self, iris: Iterable[str]) -> dict[str, Claim]:
        """Return the claims with these IRIs, whatever their status."""
        found = {iri: self._claim(iri) for iri in dict.fromkeys(iris)}
        return {iri: claim for iri, claim in found.items() if claim is not None}

    def is_claim(self, iri: str) -> bool:
        """Say whether an IRI is one of a claim."""
        return iri.startswith(self._base.claim(""))

    def _stating(self, facts: Iterable[Fact]) -> dict[Fact, list[Claim]]:
        found: dict[Fact, list[Claim]] = defaultdict(list)
        for some in _batches(sorted(facts, key=str)):
            said = [*self._reader.saying(some)]
            claims = together(self._claim, (iri for _, iri in said))
            for ((subject, predicate, term), _), claim in zip(said, claims, strict=True):
                if claim is not None and term is not None:
                    found[Fact(subject, predicate, term)].append(claim)
        return found

    def _claim(self, iri: str) -> Claim | None:
        if iri not in self._read:
            self._check()
            self._read[iri] = self._reader.claim(iri)
        return self._read[iri]

    def _sorted(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(self._reader.in_order({claim.iri: claim for claim in claims}.values()))

    def _deriving(self, fact: Fact, source: str) -> Iterator[Claim]:
        """Yield the claims of literals that make the triple."""
        line = triple(*fact[:2], str(fact.object))
        for claim in self._reader.claims(subject=fact.subject, predicate=source):
            if _holds(claim):
                made = literal_lines(fact.subject, source, claim.object.value, self._base)
                if line in made:
                    yield claim


def stated(fact: Fact, base: Base) -> Iterator[Fact]:
    """Yield the triples that a document can state and that entail *fact*, itself among them.

    >>> riga, c40 = "https://w3id.org/hansa/id/city/riga-lv", "https://w3id.org/hansa/id/network/c40"
    >>> fact = Fact(c40, terms.HAS_MEMBER, NamedNode(riga))
    >>> [(one.subject == riga, one.predicate) for one in stated(fact, Base())]
    [(True, 'https://w3id.org/hansa/ontology#memberOf')]
    """
    if isinstance(fact.object, Literal):
        if fact.predicate in _literals():
            yield fact
        return
    ends = fact.subject, fact.object.value
    if not all(_is_thing(end, base) for end in ends):
        return
    for name in terms.RELATIONS:
        for is_inverse in (False, True):
            one, other = reversed(ends) if is_inverse else ends
            entailed = implications(HANSA + name, kind_of(one, base), kind_of(other, base))
            if (fact.predicate, is_inverse) in entailed:
                yield Fact(one, HANSA + name, NamedNode(other))


def can_be_stated(predicate: str) -> bool:
    """Say whether a triple with that property can be a fact, or follow from one.

    >>> can_be_stated(terms.HAS_MEMBER), can_be_stated(PREFIXES["rdfs"] + "label")
    (True, False)
    """
    return predicate in _literals() or predicate in _derived() or predicate in _relations()


@cache
def _derived() -> Mapping[str, str]:
    """Return the literal property behind each property that is made of one."""
    concepts = implications(terms.FOCUS_CONCEPT, "Document", "Document")
    return {
        terms.DATE_FROM: terms.DATE,
        PREFIXES["schema"] + "foundingDate": terms.FOUNDING_YEAR,
        **{implied: terms.FOCUS_AREA for implied, _ in concepts},
    }


@cache
def _literals() -> frozenset[str]:
    return frozenset(HANSA + name for name in terms.LITERALS)


@cache
def _relations() -> frozenset[str]:
    return frozenset(
        implied
        for name in terms.RELATIONS
        for one in terms.KINDS
        for other in terms.KINDS
        for implied, _ in implications(HANSA + name, one, other)
    )


def _is_thing(iri: str, base: Base) -> bool:
    kind, _, name = iri.removeprefix(base.iri + "id/").partition("/")
    kinds = {each.lower() for each in terms.KINDS}
    return iri.startswith(base.iri + "id/") and bool(name) and kind in kinds


def _holds(claim: Claim) -> bool:
    return claim.status == "asserted"


def _batches(all_: Sequence[_One]) -> Iterator[Sequence[_One]]:
    return (all_[at : at + _TOGETHER] for at in range(0, len(all_), _TOGETHER))
