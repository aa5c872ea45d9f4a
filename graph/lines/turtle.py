"""Turtle and TriG from sorted N-Triples lines: with our prefixes, as a stream, the same each time.

Terms are rewritten as text and never become objects: every term of a canonical N-Triples line is
one of Turtle too (RDF 1.1 Turtle, section 2.1), so only what can be said shorter is touched.
Equal subjects and predicates stand together in sorted lines, so nothing is looked back for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from graph.quads import GraphName
from ontology.namespaces import PREFIXES

#: The local parts that need no escapes, fewer than PN_LOCAL allows.
_LOCAL: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*")
_TYPE: Final = f"<{PREFIXES['rdf']}type>".encode()
#: What a literal of these datatypes may be to stand without quotes (grammar rules 19, 20, 133s).
_BARE: Final = {
    f"<{PREFIXES['xsd']}{name}>".encode(): re.compile(pattern)
    for name, pattern in {
        "integer": rb"[+-]?[0-9]+",
        "decimal": rb"[+-]?[0-9]*\.[0-9]+",
        "boolean": rb"true|false",
    }.items()
}
_NAMESPACES: Final = {iri.encode(): prefix.encode() for prefix, iri in PREFIXES.items()}

#: The triples of one graph, as sorted N-Triples lines with their line ends.
Block = tuple[GraphName, Iterable[bytes]]


def turtle(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a Turtle file of sorted, canonical N-Triples lines with their line ends.

    >>> city = b"<urn:riga> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:City> ."
    >>> print(b"".join(turtle([city])).decode().splitlines()[-1])
    <urn:riga> a <urn:City> .
    """
    yield from _head()
    yield from _subjects(lines, indent=b"")


def trig(blocks: Iterable[Block]) -> Iterator[bytes]:
    """Yield a TriG file of graphs: the default graph's triples bare, others in their blocks.

    >>> line = b"<urn:s> <urn:p> \\"a\\" ."
    >>> print(b"".join(trig([("urn:g", [line])])).decode().partition("\\n\\n")[2].rstrip())
    <urn:g> {
        <urn:s> <urn:p> "a" .
    }
    """
    yield from _head()
    for graph, lines in blocks:
        if graph is None:
            yield from _subjects(lines, indent=b"")
            continue
        yield f"<{graph}> {{\n".encode()
        yield from _subjects(lines, indent=b"    ")
        yield b"}\n"


def _head() -> Iterator[bytes]:
    for prefix, iri in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{iri}> .\n".encode()
    yield b"\n"


def _subjects(lines: Iterable[bytes], *, indent: bytes) -> Iterator[bytes]:
    """Yield a block of text for each subject."""
    names: dict[bytes, bytes] = {_TYPE: b"a"}
    triples = (line.split(b" ", 2) for line in lines)
    for subject, about in groupby(triples, key=lambda triple: triple[0]):
        said: list[bytes] = []
        for predicate, group in groupby(about, key=lambda triple: triple[1]):
            if predicate not in names:
                names[predicate] = _shorter_iri(predicate)
            objects = b", ".join(_object(rest[: rest.rindex(b" .")]) for _, _, rest in group)
            place = 0 if predicate == _TYPE else len(said)
            said.insert(place, names[predicate] + b" " + objects)
        separator = b" ;\n" + indent + b"    "
        yield indent + _shorter_iri(subject) + b" " + separator.join(said) + b" .\n"


def _object(term: bytes) -> bytes:
    if term.startswith(b"<"):
        return _shorter_iri(term)
    if not term.endswith(b">"):
        return term
    value, _, datatype = term.rpartition(b"^^")
    bare = _BARE.get(datatype)
    if bare is not None and bare.fullmatch(value[1:-1]):
        return value[1:-1]
    return value + b"^^" + _shorter_iri(datatype)


def _shorter_iri(term: bytes) -> bytes:
    """Return a term with one of our prefixes if it is an IRI that can be said so."""
    cut = max(term.rfind(b"#"), term.rfind(b"/")) + 1
    prefix = _NAMESPACES.get(term[1:cut])
    if prefix is None or not _LOCAL.fullmatch(term, cut, len(term) - 1):
        return term
    return prefix + b":" + term[cut:-1]
