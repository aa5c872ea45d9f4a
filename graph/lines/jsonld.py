"""JSON-LD from sorted N-Triples lines: compact by our context, as a stream, the same each time.

The context stands first and each node is written when its last line has come, as Streaming
JSON-LD asks (W3C note, section 3). A term of the context is used where its type or language
container takes the value as it is; else the property is written as an IRI and the value as a
value object (JSON-LD 1.1, section 4.2.3), so that nothing is lost or guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, RdfFormat, parse

from graph.errors import ExportError
from ontology import vocabulary
from ontology.namespaces import PREFIXES

from .turtle import Block

_TYPE: Final = PREFIXES["rdf"] + "type"
_XSD: Final = PREFIXES["xsd"]
#: Numbers that every reader of JSON takes for the same integer and writes alike.
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LITERAL: Final = re.compile(r'"(?P<body>.*)"(?:@(?P<language>[^"\s]+)|\^\^<(?P<type>[^">]+)>)?')
#: A node as it is written: keys to values, or to lists of values.
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the context: its name, the type it gives its values, whether by language."""

    name: str
    type: str = ""
    by_language: bool = False


def jsonld(blocks: Iterable[Block]) -> Iterator[bytes]:
    """Yield one JSON-LD document of the graphs, a line for each node.

    Raises ExportError for a triple term, which JSON-LD 1.1 cannot say, and for an IRI that its
    readers would take for one with a prefix of the context.

    >>> lines = [b'<urn:riga> <http://www.w3.org/2004/02/skos/core#prefLabel> "Riga"@en .']
    >>> json.loads(b"".join(jsonld([(None, lines)])))["@graph"]
    [{'id': 'urn:riga', 'prefLabel': {'en': 'Riga'}}]
    """
    yield b'{"@context": ' + _dumped(context()) + b',\n"@graph": ['
    separator = b"\n"
    for graph, lines in blocks:
        if graph is None:
            for node in nodes(lines):
                yield separator + _dumped(node)
                separator = b",\n"
            continue
        yield separator + b'{"id": ' + _dumped(_checked(graph)) + b', "@graph": [\n'
        yield b",\n".join(map(_dumped, nodes(lines)))
        yield b"\n]}"
        separator = b",\n"
    yield b"\n]}\n"


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def nodes(lines: Iterable[bytes]) -> Iterator[Node]:
    """Iterate over the nodes of sorted, canonical N-Triples lines, compact by ``context``."""
    triples = (line.decode().split(" ", 2) for line in lines)
    for subject, about in groupby(triples, key=lambda triple: triple[0]):
        node: Node = {"id": _resource(subject)}
        for _, predicate, rest in about:
            _say(node, predicate[1:-1], rest[: rest.rindex(" .")])
        yield node


def _resource(term: str) -> str:
    return term if term.startswith("_:") else _checked(term[1:-1])


def _checked(iri: str) -> str:
    scheme, _, rest = iri.partition(":")
    if (scheme in PREFIXES and not rest.startswith("//")) or "\\" in iri:
        raise ExportError(f"<{iri}> cannot be written as JSON-LD; take another format, such as nq")
    return iri


def _say(node: Node, predicate: str, term: str) -> None:
    """Add one value to a node, under the term of the context that fits it."""
    if term.startswith("<<"):
        raise ExportError(f"JSON-LD cannot say the triple term {term}; take another format")
    if predicate == _TYPE and term.startswith("<"):
        _add(node, "type", _vocabulary_term(term[1:-1]))
    elif term.startswith(("<", "_:")):
        _say_resource(node, predicate, _resource(term))
    else:
        _say_literal(node, predicate, term)


def _say_resource(node: Node, predicate: str, resource: str) -> None:
    known = _terms().get(predicate)
    if known is not None and known.type == "@id":
        _add(node, known.name, resource)
    elif known is not None and known.type == "@vocab" and not resource.startswith("_:"):
        _add(node, known.name, _vocabulary_term(resource))
    else:
        _add(node, _open_key(predicate), {"id": resource})


def _say_literal(node: Node, predicate: str, term: str) -> None:
    known = _terms().get(predicate)
    value, language, datatype = _parts(term)
    if known is not None and known.by_language and language:
        _add(node.setdefault(known.name, {}), language, value)
    elif known is not None and datatype and known.type == datatype:
        _add(node, known.name, _native(value, datatype))
    elif language:
        _add(node, _open_key(predicate), {"@value": value, "@language": language})
    elif datatype:
        _add(node, _open_key(predicate), {"@value": value, "@type": datatype})
    else:
        _add(node, _open_key(predicate), value)


def _add(holder: Node, key: str, value: object) -> None:
    """Set *key*, to a list where there is more than one value."""
    if key not in holder:
        holder[key] = value
    elif isinstance(holder[key], list):
        holder[key].append(value)
    else:
        holder[key] = [holder[key], value]


def _native(value: str, datatype: str) -> object:
    if datatype == _XSD + "boolean" and value in {"true", "false"}:
        return value == "true"
    if datatype == _XSD + "integer" and _INTEGER.fullmatch(value):
        return int(value)
    return value


def _parts(term: str) -> tuple[str, str, str]:
    """Return the value of a written literal, its language and the IRI of its datatype.

    >>> _parts('"a\\\\nb"@en'), _parts('"1"^^<urn:t>')
    (('a\\nb', 'en', ''), ('1', '', 'urn:t'))
    """
    if (found := _LITERAL.fullmatch(term)) is None:
        raise ExportError(f"the store holds the literal {term}, which is not canonical")
    body = found["body"]
    return (
        _unescaped(body) if "\\" in body else body,
        found["language"] or "",
        found["type"] or "",
    )


def _unescaped(body: str) -> str:
    (quad,) = parse(f'<urn:s> <urn:p> "{body}" .', format=RdfFormat.N_TRIPLES)
    return quad.object.value if isinstance(quad.object, Literal) else ""


@cache
def context() -> dict[str, Any]:
    """Return our context, as it stands in every document."""
    return dict(json.loads(vocabulary.read("context.jsonld"))["@context"])


@cache
def _terms() -> dict[str, _Term]:
    """Return the terms of the context by the IRI of the property they stand for."""
    terms = {}
    for name, definition in context().items():
        about = definition if isinstance(definition, dict) else {"@id": definition}
        written = str(about.get("@id", ""))
        if ":" not in written or name in PREFIXES:
            continue
        of_type = _expanded(about["@type"]) if "@type" in about else ""
        terms[_expanded(written)] = _Term(name, of_type, about.get("@container") == "@language")
    return terms


def _expanded(written: str) -> str:
    prefix, _, local = written.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else written


def _vocabulary_term(iri: str) -> str:
    """Return a class or concept by its term, if it has one."""
    known = _terms().get(iri)
    return known.name if known else _compact(iri)


def _open_key(predicate: str) -> str:
    """Return a key for a property that says nothing about the type of its values."""
    known = _terms().get(predicate)
    plain = known is not None and not known.type and not known.by_language
    return known.name if known and plain else _compact(predicate)


@cache
def _namespaces() -> dict[str, str]:
    return {iri: prefix for prefix, iri in PREFIXES.items() if prefix in context()}


def _compact(iri: str) -> str:
    """Return an IRI with a prefix of the context, if it has one.

    >>> _compact("https://schema.org/memberOf"), _compact("urn:x")
    ('schema:memberOf', 'urn:x')
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _namespaces().get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and cut < len(iri) else _checked(iri)
