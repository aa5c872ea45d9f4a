"""What changed about one thing, or in one document, from one generation to another.

It costs what changed about the thing, where the later generation tells which claims those are
(``touched``), and otherwise what both say of it; never what the graphs hold besides. The name of a
claim does not hang on the IRIs that its ends go by, so one whose ends go by others was moved; and
where a document says the same in other words, one claim took the place of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode
from pyoxigraph import Literal as Text

from graph.claims import Claim, stating_query
from graph.reader import Reader
from ontology.namespaces import HANSA, PREFIXES

from .comparison import Named
from .touched import Touched

Sign = Literal["added", "removed", "said", "unsaid", "reworded"]

#: Claims that are read one by one; of a thing of which more changed they are only counted.
MOST: Final = 1_000
_ENDS: Final = tuple(NamedNode(PREFIXES["rdf"] + name) for name in ("subject", "object"))
_FROM: Final = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
_NAMES: Final = {
    "main": NamedNode(PREFIXES["skos"] + "prefLabel"),
    "other": NamedNode(PREFIXES["skos"] + "altLabel"),
}
_FIELDS: Final = ("title", "publisher", "date", "language")


class Name(NamedTuple):
    """A name of a thing: its text, the tag of its language, and whether it is a main one."""

    text: str
    language: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim in its words; ``before`` are those it had, where they were others."""

    claim: str
    quote: str
    document: Named
    year: int | None
    role: str | None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact about the thing, and the claims that came, went or changed.

    ``added`` and ``removed`` facts came and went; of others one more claim says them (``said``) or
    one less (``unsaid``), or says them in other words (``reworded``).
    """

    sign: Sign
    subject: Named
    property: str
    object: Named
    status: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Claims of the thing whose one end goes by another IRI: what it was, what it is, how many."""

    before: Named
    after: Named
    claims: int


@dataclass(frozen=True, slots=True)
class ThingChanges:
    """All that changed about one thing, or in one document.

    ``came`` and ``went`` say that its IRI did. ``names_added`` and ``names_removed`` are those of a
    thing; ``fields`` are what is told of a document, with what was and is, ``None`` where that
    would be a text. ``only_counted`` are the numbers of claims that came and went where these are
    too many to be read; no fact is told then.
    """

    came: bool = False
    went: bool = False
    names_added: tuple[Name, ...] = ()
    names_removed: tuple[Name, ...] = ()
    fields: tuple[tuple[str, str | None, str | None], ...] = ()
    moves: tuple[Move, ...] = ()
    facts: tuple[FactChange, ...] = ()
    only_counted: tuple[int, int] | None = None


def thing_changes(
    before: Reader, after: Reader, iri: str, *, touched: Touched | None = None
) -> ThingChanges:
    """Return what changed about the thing or document *iri* on the way from *before* to *after*.

    *touched* is what the generation of *after* tells of its own changes, if it has such a file.
    """
    named: set[str] | None = None
    if touched is not None and touched.after == before.generation:
        changed = touched.claims(iri, after.base)
        if changed is None:
            return ThingChanges()
        named = {*changed}
    old_names, new_names = ({*_names(reader, iri)} for reader in (before, after))
    was, is_ = (reader.kind(iri) is not None for reader in (before, after))
    about = ThingChanges(
        came=is_ and not was,
        went=was and not is_,
        names_added=tuple(sorted(new_names - old_names)),
        names_removed=tuple(sorted(old_names - new_names)),
        fields=tuple(_fields(before, after, iri)) if was and is_ else (),
    )
    return _with_claims(_Two(before, after, iri), about, named)


def _with_claims(two: _Two, about: ThingChanges, named: set[str] | None) -> ThingChanges:
    if named is None:
        old, new = (two.named_in(reader) for reader in (two.before, two.after))
        named = old | new
        if len(named) > MOST:
            return _counted(about, len(new - old), len(old - new))
    elif len(named) > MOST:
        old, new = (
            {claim for claim in named if reader.kind(claim)} for reader in (two.before, two.after)
        )
        return _counted(about, len(new - old), len(old - new))
    facts, moves = two.compared(sorted(named))
    return replace(about, facts=tuple(facts), moves=tuple(moves))


def _counted(about: ThingChanges, added: int, removed: int) -> ThingChanges:
    return replace(about, only_counted=(added, removed))


class _Fact(NamedTuple):
    """What a claim says, without how."""

    subject: str
    predicate: str
    object: NamedNode | Text
    status: str


class _Two:
    """Two generations, and the thing that is asked about in both."""

    def __init__(self, before: Reader, after: Reader, iri: str) -> None:
        self.before, self.after, self._iri = before, after, iri
        self._is_document = iri.startswith(f"{after.base.iri}doc/")

    def named_in(self, reader: Reader) -> set[str]:
        """Return the IRIs of the claims about it, at most one more than ``MOST`` of each kind."""
        about = NamedNode(self._iri)
        patterns = (
            [(_FROM, about, about)] if self._is_document else [(end, about, None) for end in _ENDS]
        )
        return {
            quad.subject.value
            for predicate, object_, graph in patterns
            for quad in islice(reader.quads(None, predicate, object_, graph), MOST + 1)
            if isinstance(quad.subject, NamedNode)
        }

    def compared(self, claims: Iterable[str]) -> tuple[list[FactChange], list[Move]]:
        """Return what became of these claims: facts by their properties and ends, and moves."""
        came: dict[_Fact, list[Claim]] = defaultdict(list)
        went: dict[_Fact, list[Claim]] = defaultdict(list)
        reworded: dict[_Fact, list[Saying]] = defaultdict(list)
        moved: dict[tuple[str, str], int] = defaultdict(int)
        for iri in claims:
            old, new = self.before.claim(iri), self.after.claim(iri)
            if not (self._is_about(old) or self._is_about(new)):
                continue
            if old and new and _is_same(old, new):
                for ends in _ends(old, new):
                    moved[ends] += 1
                if _words(old) != _words(new):
                    reworded[_fact(new)].append(self._saying(new, before=old.exact))
                continue
            if old:
                went[_fact(old)].append(old)
            if new:
                came[_fact(new)].append(new)
        for fact in came.keys() & went.keys():
            pairs = [*_paired(went[fact], came[fact])]
            reworded[fact] += [self._saying(new, before=old.exact) for old, new in pairs]
            for old, new in pairs:
                went[fact].remove(old)
                came[fact].remove(new)
        facts = [
            *self._changes(self.after, came, ("said", "added"), _stated(self.before, came)),
            *self._changes(self.before, went, ("unsaid", "removed"), _stated(self.after, went)),
            *(self._change(self.after, "reworded", *each) for each in reworded.items() if each[1]),
        ]
        facts.sort(key=lambda each: (each.property, each.subject, each.object, each.sign))
        return facts, [self._move(*each) for each in sorted(moved.items())]

    def _is_about(self, claim: Claim | None) -> bool:
        if claim is None:
            return False
        ends = (claim.document,) if self._is_document else (claim.subject, claim.object.value)
        return self._iri in ends

    def _changes(
        self,
        reader: Reader,
        found: Mapping[_Fact, list[Claim]],
        signs: tuple[Sign, Sign],
        stated: set[_Fact],
    ) -> Iterator[FactChange]:
        """Yield the facts whose claims are on one side only: those *stated* on both have more."""
        for fact, claims in found.items():
            if not claims:
                continue
            sayings = [self._saying(claim) for claim in reader.in_order(claims)]
            yield self._change(reader, signs[fact not in stated], fact, sayings)

    @staticmethod
    def _change(reader: Reader, sign: Sign, fact: _Fact, sayings: list[Saying]) -> FactChange:
        target = fact.object
        is_thing = isinstance(target, NamedNode)
        return FactChange(
            sign,
            Named(reader.label(fact.subject), fact.subject),
            fact.predicate.removeprefix(HANSA),
            Named(reader.label(target.value), target.value) if is_thing else Named(target.value),
            fact.status,
            tuple(sayings),
        )

    @staticmethod
    def _saying(claim: Claim, *, before: str | None = None) -> Saying:
        return Saying(
            claim.iri,
            claim.exact,
            Named(claim.document_title, claim.document),
            claim.year,
            claim.role,
            before=before if before != claim.exact else None,
        )

    def _move(self, ends: tuple[str, str], claims: int) -> Move:
        old, new = ends
        return Move(Named(self.before.label(old), old), Named(self.after.label(new), new), claims)


def _paired(went: Iterable[Claim], came: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield claims of one document that state one fact, one in the place of the other."""
    waiting: dict[str, list[Claim]] = defaultdict(list)
    for new in sorted(came, key=lambda claim: claim.start, reverse=True):
        waiting[new.document].append(new)
    for old in sorted(went, key=lambda claim: claim.start):
        if waiting[old.document]:
            yield old, waiting[old.document].pop()


def _fact(claim: Claim) -> _Fact:
    return _Fact(claim.subject, claim.predicate, claim.object, claim.status)


def _words(claim: Claim) -> tuple[str, int | None, str | None]:
    return claim.exact, claim.year, claim.role


def _is_same(old: Claim, new: Claim) -> bool:
    """Say whether a claim says the same as before, of ends that may go by other IRIs."""
    kinds = [isinstance(claim.object, NamedNode) for claim in (old, new)]
    if (old.predicate, old.status) != (new.predicate, new.status) or kinds[0] != kinds[1]:
        return False
    return kinds[0] or old.object == new.object


def _ends(old: Claim, new: Claim) -> Iterator[tuple[str, str]]:
    """Yield what each end was and is, where that is another IRI."""
    pairs = {(old.subject, new.subject), (old.object.value, new.object.value)}
    yield from (pair for pair in pairs if pair[0] != pair[1])


def _stated(reader: Reader, facts: Iterable[_Fact]) -> set[_Fact]:
    """Return which of these facts are stated in a generation, with the same status.

    What is asserted holds in the default graph, which is looked up at once even for a hub.
    """
    by_status: dict[bool, list[_Fact]] = {True: [], False: []}
    for fact in facts:
        by_status[fact.status == "asserted"].append(fact)
    held = {fact for fact in by_status[True] if _holds(reader, fact)}
    return held | _planned(reader, by_status[False])


def _holds(reader: Reader, fact: _Fact) -> bool:
    subject, predicate = NamedNode(fact.subject), NamedNode(fact.predicate)
    return any(True for _ in reader.quads(subject, predicate, fact.object, DefaultGraph()))


def _planned(reader: Reader, facts: Sequence[_Fact]) -> set[_Fact]:
    """Return which of these are claimed to be planned."""
    if not facts:
        return set()
    planned = set()
    for row in reader.solutions(stating_query({fact[:3] for fact in facts})):
        claim = reader.claim(row["claim"].value)
        if claim is not None:
            planned.add(_fact(claim))
    return planned & {*facts}


def _names(reader: Reader, iri: str) -> Iterator[Name]:
    for kind, predicate in _NAMES.items():
        for quad in reader.quads(NamedNode(iri), predicate, None, DefaultGraph()):
            if isinstance(quad.object, Text):
                yield Name(quad.object.value, quad.object.language or "", kind == "main")


def _fields(
    before: Reader, after: Reader, iri: str
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield what is told of a document and changed; of its text only that it did."""
    if not iri.startswith(f"{after.base.iri}doc/"):
        return
    old, new = before.document(iri), after.document(iri)
    if old is None or new is None:
        return
    for name in _FIELDS:
        was, is_ = getattr(old, name) or None, getattr(new, name) or None
        if was != is_:
            yield name, was, is_
    if old.sha256 != new.sha256:
        yield "text", None, None
