"""What two generations disagree about: facts that came and facts that went, and who says them.

A fact is what some document states: a relation, or a literal, as it is said; its inverse and what
else follows are no facts of their own. Asserted facts are compared where they hold, in the default
graphs, and planned ones by their claims. Both sides come sorted from disk and are merged, so memory
holds what differs and one run of lines, not the generations.

A fact that goes on being stated, of a thing that goes by another IRI, neither came nor went.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, islice
from tempfile import SpooledTemporaryFile
from typing import Final

from graph.lines.export import SMALL, in_order
from graph.lines.written import split, text_of
from graph.reader import Reader
from graph.store import Store
from ontology import terms
from ontology.namespaces import HANSA, prologue

from .moves import Moved, Stated, Way, between

_STATED: Final = frozenset(
    f"<{HANSA}{name}>".encode() for name in (*terms.RELATIONS, *terms.LITERALS)
)
_PLANNED: Final = """
SELECT ?subject ?predicate ?object WHERE { GRAPH ?document {
  ?claim hansa:status hansa:planned ; rdf:subject ?subject ; rdf:predicate ?predicate ;
    rdf:object ?object } }"""
_SAYING: Final = """
SELECT DISTINCT ?document ?title WHERE {{ GRAPH ?document {{
  ?claim {ends} ; rdf:predicate {predicate} ; hansa:status <{status}> .
  ?document dcterms:title ?title }} }}"""


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
    status: str
    is_added: bool
    documents: tuple[Named, ...]


@dataclass(frozen=True, slots=True, order=True)
class Renaming:
    """A thing that has another IRI: how many facts are now said of that, and by which documents.

    Where a thing was parted from another, or became one with another, either IRI may be in use on
    both sides.
    """

    before: Named
    after: Named
    facts: int
    documents: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came and went between two generations, and what goes by another IRI, sorted by names.

    ``only_counted`` are the numbers of facts that came and that went, with what follows from them,
    where these are too many to be told one by one; nothing else is told then.
    """

    changes: tuple[Change, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    only_counted: tuple[int, int] | None = None


def compare(before: Reader, after: Reader, *, most: int | None = None) -> Comparison:
    """Return what changed on the way from *before* to *after*, in either direction of time.

    To find the documents behind a fact takes a thousand times as long as to see that it changed.
    So more than *most* are only counted, if that is given.
    """
    if before.generation == after.generation:
        return Comparison()
    lines = _differing_facts(before, after)
    first = list(lines if most is None else islice(lines, most + 1))
    if most is not None and len(first) > most:
        counted = Counter(is_added for *_, is_added in chain(first, lines))
        return Comparison(only_counted=(counted[True], counted[False]))
    return _compared(before, after, first)


def _differing_facts(before: Reader, after: Reader) -> Iterator[tuple[str, bytes, bool]]:
    """Yield the status and the line of each fact that only one side has; True for the second."""
    for status, lines_of in _LINES.items():
        for line, is_added in differing(lines_of(before), lines_of(after)):
            yield status, line, is_added


def _compared(
    before: Reader, after: Reader, lines: Iterable[tuple[str, bytes, bool]]
) -> Comparison:
    changes: list[Change] = []
    moved: dict[Moved, tuple[Named, ...]] = {}
    ways = {False: Way(before, after), True: Way(after, before)}
    for status, line, is_added in lines:
        reader, fact = after if is_added else before, Stated(*split(line.decode()), status)
        change = _change(reader, fact, is_added=is_added)
        if change is None:
            continue
        images = [*ways[is_added].images(fact, tuple(each.iri for each in change.documents))]
        for image in images:
            move = Moved(image, fact) if is_added else Moved(fact, image)
            if is_added or move not in moved:  # who says it now, rather than who said it
                moved[move] = change.documents
        if not images:
            changes.append(change)
    return Comparison(tuple(sorted(changes)), tuple(_renamings(before, after, moved)))


def _renamings(
    before: Reader, after: Reader, moved: Mapping[Moved, tuple[Named, ...]]
) -> list[Renaming]:
    """Return the things that facts moved with."""
    facts: dict[tuple[str, str], list[Moved]] = defaultdict(list)
    for move in moved:
        for ends in move.ends():
            facts[ends].append(move)
    return sorted(
        Renaming(
            Named(before.label(old), old),
            Named(after.label(new), new),
            len(moves),
            tuple(sorted({document for move in moves for document in moved[move]})),
        )
        for (old, new), moves in facts.items()
    )


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


_LINES: Final[dict[str, Callable[[Reader], Iterator[bytes]]]] = {
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


def _change(reader: Reader, fact: Stated, *, is_added: bool) -> Change | None:
    """Return the change that a fact is, or None for what no document states but only follows."""
    query = _SAYING.format(
        ends=between(reader, fact.subject, fact.object),
        predicate=fact.predicate,
        status=terms.STATUSES[fact.status],
    )
    said = [
        Named(solution["title"].value, solution["document"].value)
        for solution in reader.solutions(prologue() + query)
    ]
    if not said:
        return None
    return Change(
        _named(reader, fact.subject),
        fact.predicate[1:-1].removeprefix(HANSA),
        _named(reader, fact.object),
        fact.status,
        is_added,
        tuple(sorted(said)),
    )


def _named(reader: Reader, term: str) -> Named:
    if not term.startswith("<"):
        return Named(text_of(term))
    return Named(reader.label(term[1:-1]), term[1:-1])
