"""Node objects of an answer in JSON-LD, put together bit by bit and merged by IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from graph.claims import Term
from ontology.namespaces import HANSA

from .jsonld_terms import LANG_STRING, STRING, context, iri_of

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


class NodeObject:
    """A thing: its IRI and type, its values, and the things that stand in it, each once."""

    __slots__ = ("_links", "_values", "iri", "type")

    def __init__(self, iri: str = "", type: str = "") -> None:
        """Begin a node with nothing but its name; without an IRI it is the whole answer."""
        self.iri = iri
        self.type = type
        self._values: dict[str, list[Term]] = {}
        self._links: dict[str, dict[str, NodeObject]] = {}

    def say(self, term: str, values: Iterable[Term]) -> None:
        """Say values under a term of the context, each once."""
        said = self._values.setdefault(term, [])
        said += (value for value in dict.fromkeys(values) if value not in said)

    def link(self, term: str, iri: str, type: str = "") -> NodeObject:
        """Return the node that stands under a term of this one; there is one for each IRI."""
        beneath = self._links.setdefault(term, {})
        found = beneath.setdefault(iri, NodeObject(iri))
        found.type = found.type or type
        return found

    def links(self, *terms: str) -> list[dict[str, Any]]:
        """Return the nodes under some terms as they are written."""
        return [each.written() for term in terms for each in self._links.get(term, {}).values()]

    def written(self) -> dict[str, Any]:
        """Return the node object."""
        found: dict[str, Any] = {"id": self.iri}
        if self.type:
            found["type"] = self.type
        for term, values in self._values.items():
            for value in values:
                _write(found, term, value)
        for term, beneath in self._links.items():
            nodes: list[Any] = [each.written() for each in beneath.values()]
            if _is_reference(term):
                nodes = [node["id"] if len(node) == 1 else node for node in nodes]
            found[term] = nodes[0] if len(nodes) == 1 and not _holds_many(term) else nodes
        return found


def _write(found: dict[str, Any], term: str, value: Term) -> None:
    """Add a value to a node object, under the term where it says what the value is."""
    definition = context()[term]
    said = definition if isinstance(definition, dict) else {}
    if isinstance(value, NamedNode):
        iri = _short(value.value)
        _add(found, term, iri if said.get("@type") == "@id" else {"id": iri})
        return
    datatype = value.datatype.value
    if "@language" in said.get("@container", ()) and datatype in {LANG_STRING, STRING}:
        _add(found.setdefault(term, {}), value.language or "@none", value.value, term)
    elif datatype == said.get("@type"):
        is_number = datatype.endswith("#integer") and _INTEGER.fullmatch(value.value)
        _add(found, term, int(value.value) if is_number else value.value)
    elif not said.keys() & {"@type"} and "@language" not in said.get("@container", ()):
        _add(found, term, _open(value))
    else:
        _add(found, iri_of(term), _open(value))


def _open(value: Literal) -> object:
    """Return a literal that tells by itself what it is."""
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == STRING:
        return value.value
    return {"@value": value.value, "@type": value.datatype.value}


def _add(holder: dict[str, Any], key: str, value: object, term: str | None = None) -> None:
    """Set a key, to a list where there may be several or are."""
    if key in holder:
        before = holder[key]
        holder[key] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        holder[key] = [value] if _holds_many(term or key) else value


def _holds_many(term: str) -> bool:
    definition = context().get(term)
    if definition == "@included":
        return True
    return isinstance(definition, dict) and "@set" in definition.get("@container", ())


def _is_reference(term: str) -> bool:
    definition = context().get(term)
    return isinstance(definition, dict) and definition.get("@type") == "@id"


def _short(iri: str) -> str:
    """Return an IRI, those of the ontology with its prefix.

    >>> _short("https://w3id.org/hansa/ontology#memberOf")
    'hansa:memberOf'
    """
    return f"hansa:{iri.removeprefix(HANSA)}" if iri.startswith(HANSA) else iri
