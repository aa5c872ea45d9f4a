"""The questions of the catalogue as ``sh:SPARQLExecutable``, as editors of SPARQL list them.

Each is a query that can be run as it stands, prefixes and all, with the values of the question's
example where the generation knows them; where it does not, the question is asked of everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from graph.reader import Reader
from ontology.namespaces import PREFIXES
from queries.answers import compose
from queries.catalogue import Question, catalogue
from queries.errors import QuestionError
from queries.names import NameIndex
from queries.parameters import Resolver

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
#: Rows of a question that is asked of everything.
_ROWS: Final = 100


def executables(
    reader: Reader, index: NameIndex, *, endpoint: str, prefixes: str
) -> Iterator[Triple]:
    """Yield every question, to be sent to *endpoint*; *prefixes* is the IRI of our prefixes."""
    for question in catalogue().values():
        about = f"{reader.base.iri}questions/{question.name}"
        yield _link(about, _RDF + "type", _SH + "SPARQLExecutable")
        yield _link(about, _RDF + "type", _SH + "SPARQLSelectExecutable")
        yield _text(about, _RDFS + "label", question.summary, "en")
        yield _text(about, _RDFS + "comment", question.description, "en")
        yield _text(about, _SH + "select", asked(reader, index, question))
        yield _link(about, _SH + "prefixes", prefixes)
        yield _link(about, PREFIXES["schema"] + "target", endpoint)
        yield _text(about, PREFIXES["schema"] + "keywords", question.group, "en")
    yield from declarations(prefixes)


def declarations(about: str) -> Iterator[Triple]:
    """Yield our prefixes as SHACL declares them (SHACL, section 5.2.1)."""
    for prefix, namespace in sorted(PREFIXES.items()):
        one = f"{about}-{prefix}"
        yield _link(about, _SH + "declare", one)
        yield _text(one, _SH + "prefix", prefix)
        any_uri = NamedNode(PREFIXES["xsd"] + "anyURI")
        value = Literal(namespace, datatype=any_uri)
        yield Triple(NamedNode(one), NamedNode(_SH + "namespace"), value)


def asked(reader: Reader, index: NameIndex, question: Question) -> str:
    """Return the query of a question with its example, or without where nothing goes by that."""
    try:
        bound = Resolver(reader, index).bind(question, dict(question.example))
    except QuestionError:
        return compose(question, {}, limit=question.limit or _ROWS)
    return compose(question, bound, limit=question.limit)


def _link(subject: str, predicate: str, to: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(to))


def _text(subject: str, predicate: str, text: str, language: str | None = None) -> Triple:
    literal = Literal(text, language=language) if language else Literal(text)
    return Triple(NamedNode(subject), NamedNode(predicate), literal)
