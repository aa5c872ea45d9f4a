"""What two generations disagree about: facts that came and facts that went, and who says them.

A fact is what some document states: a relation, or a literal, as it is said; its inverse and what
else follows are no facts of their own. Asserted facts are compared where they hold, in the default
graphs, and planned ones by their claims. Both sides come sorted from disk and are merged, so memory
holds what differs and one run of lines, not the generations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Final, Literal

from ontology import terms
from ontology.namespaces import HANSA, prologue

from .export import SMALL, in_order
from .reader import Reader
from .store import Store
from .written import split, text_of

_STATED: Final = frozenset(
    f"<{HANSA}{name}>".encode() for name in (*terms.RELATIONS, *terms.LITERALS)
)
_PLANNED: Final = """
SELECT ?subject ?predicate ?object WHERE { GRAPH ?document {
  ?claim hansa:status hansa:planned ; rdf:subject ?subject ; rdf:predicate ?predicate ;
    rdf:object ?object } }"""
_SAYING: Final = """
SELECT DISTINCT ?document ?title WHERE {{ GRAPH ?document {{
  ?claim rdf:object {object} ; rdf:subject {subject} ; rdf:predicate {predicate} ;
    hansa:status <{status}> .
  ?document dcterms:title ?title }} }}"""

Status = Literal["asserted", "planned"]


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing by its name and IRI; the value of a literal, which has no IRI, by itself."""

    name: str
    iri: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A fact that is in one generation and not in the other, with the documents that say it."""

    subject: Named
    property: str
    object: Named
    status: Status
    is_added: bool
    documents: tuple[Named, ...]


def compare(before: Reader, after: Reader) -> list[Change]:
    """Return what was added and removed on the way from *before* to *after*, sorted by names."""
    if before.generation == after.generation:
        return []
    found = []
    for status, lines_of in _LINES.items():
        for line, is_added in differing(lines_of(before), lines_of(after)):
            reader = after if is_added else before
            if change := _change(reader, line.decode(), status, is_added=is_added):
                found.append(change)
    return sorted(found)


def _asserted(reader: Reader) -> Iterator[bytes]:
    """Iterate over the lines of the default graph whose property a document can state, sorted."""
    with SpooledTemporaryFile(max_size=SMALL, prefix="hansa-diff-") as file:
        Store.read_only(reader.path).write_graph(file, None)
        file.seek(0)
        yield from in_order(line for line in file if line.split(b" ", 2)[1] in _STATED)


def _planned(reader: Reader) -> Iterator[bytes]:
    """Iterate over what claims say is planned, as lines, sorted."""
    order = ("subject", "predicate", "object")
    found = reader.solutions(prologue() + _PLANNED)
    lines = (" ".join(str(each[name]) for name in order) + " .\n" for each in found)
    yield from in_order(line.encode() for line in lines)


_LINES: Final[dict[Status, Callable[[Reader], Iterator[bytes]]]] = {
    "asserted": _asserted,
    "planned": _planned,
}


def differing(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines that only one of two sorted streams has; True for the second.

    >>> list(differing([b"a", b"b", b"b"], [b"b", b"c"]))
    [(b'a', False), (b'c', True)]
    """
    ours, theirs = (_distinct(lines) for lines in (before, after))
    old, new = next(ours, None), next(theirs, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old < new):
            yield old or b"", False
            old = next(ours, None)
        elif old is None or new < old:
            yield new, True
            new = next(theirs, None)
        else:
            old, new = next(ours, None), next(theirs, None)


def _distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line, _ in groupby(lines))


def _change(reader: Reader, line: str, status: Status, *, is_added: bool) -> Change | None:
    """Return the change that a line is, or None for what no document states but only follows."""
    subject, predicate, object_ = split(line)
    query = _SAYING.format(
        subject=subject, predicate=predicate, object=object_, status=terms.STATUSES[status]
    )
    said = [
        Named(solution["title"].value, solution["document"].value)
        for solution in reader.solutions(prologue() + query)
    ]
    if not said:
        return None
    return Change(
        _named(reader, subject),
        predicate[1:-1].removeprefix(HANSA),
        _named(reader, object_),
        status,
        is_added,
        tuple(sorted(said)),
    )


def _named(reader: Reader, term: str) -> Named:
    if not term.startswith("<"):
        return Named(text_of(term))
    return Named(reader.label(term[1:-1]), term[1:-1])
