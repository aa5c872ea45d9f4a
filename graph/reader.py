"""Bounded reads on one generation: what our own code asks, shaped by our own code.

Queries that strangers write do not belong here but in the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from graph.keeping.documents import DocumentStore
from graph.lines.export import export
from graph.searching.search import SearchIndex
from ontology.iris import Base
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS, SHA256, SOURCE_KEY

from .claims import (
    Claim,
    Said,
    Term,
    claim_from,
    claim_in,
    claims_query,
    in_order,
    speaking_query,
    term_of,
)
from .document_rows import DocumentRow, document_rows
from .errors import EmbeddedOnlyError, UnknownDocumentError, UnknownEntityError
from .known import Known
from .quads import QuadReader
from .remote.served import Source
from .together import together

__all__ = ["Claim", "DocumentRow", "Reader", "Term"]

_Done = TypeVar("_Done")

_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_SUBJECT: Final = NamedNode(PREFIXES["rdf"] + "subject")
_OBJECT: Final = NamedNode(PREFIXES["rdf"] + "object")
_LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")
_PREF_LABEL: Final = NamedNode(PREFIXES["skos"] + "prefLabel")
_ALT_LABEL: Final = NamedNode(PREFIXES["skos"] + "altLabel")
_DATE: Final = NamedNode(PREFIXES["dcterms"] + "date")
#: Local class names that ``kind`` may answer.
_CLASSES: Final = frozenset({*KINDS, "Document", "Claim"})

#: Documents whose claims are fetched together.
_SOME: Final = 20

#: Those that exclude all others.
_TOLD: Final = frozenset(KINDS) - {"Organization"}


class Reader:
    """One generation, open for reading. Get one from ``Workspace.reader``; it keeps its lease."""

    def __init__(
        self,
        store: QuadReader,
        *,
        generation: int,
        base: Base,
        documents: DocumentStore,
        search: SearchIndex | None = None,
    ) -> None:
        """Read the checkpoint *store*, which is the generation with that number.

        *search* is the index of its names and quotes, None where there is none for it. What was
        read of it is ``known`` for a while.
        """
        self._store = store
        self._documents = documents
        self.generation = generation
        self.base = base
        self.search = search
        self.known = Known()

    @property
    def path(self) -> Path:
        """The directory of the checkpoint; raises EmbeddedOnlyError where there is none."""
        if isinstance(self.source, Path):
            return self.source
        raise EmbeddedOnlyError(
            "this asks a checkpoint in the data directory, and here a SPARQL server holds the quads"
        )

    @property
    def source(self) -> Source:
        """Where queries that strangers write read this generation."""
        return self._store.source

    @property
    def aside(self) -> tuple[str, ...]:
        """How the IRIs of graphs begin that are none of the data, for queries of all graphs."""
        return self._store.aside

    @property
    def is_remote(self) -> bool:
        """Whether each look is a journey to a server."""
        return not isinstance(self.source, Path)

    def solutions(self, query: str) -> Iterator[dict[str, Term]]:
        """Iterate over the solutions of a SELECT query of our own; unbound variables are left out.

        Raises QuerySyntaxError, and QueryRefusedError for a query of another form.
        """
        results = self._store.select(query)
        names = [variable.value for variable in results.variables]
        for solution in results:
            yield {
                name: term_of(value) for name, value in zip(names, solution, strict=True) if value
            }

    def values(self, query: str) -> Iterator[tuple[str, ...]]:
        """Iterate over the rows of a SELECT query of our own that binds all its variables.

        They are told as plain texts, IRIs and literals alike, several times faster than terms.
        """
        for row in self._store.select(query):
            yield tuple([term.value for term in row])

    def held(self) -> AbstractContextManager[None]:
        """Keep at hand in the block what is fetched in rounds."""
        return self._store.held(self.known.clear)

    def in_rounds(self, work: Callable[[], _Done]) -> _Done:
        """Return what *work* returns, which reads, and does nothing else that counts.

        Where a server holds the quads it is run several times, as ``graph.together`` says.
        """
        return self._store.in_rounds(work, self.known.clear)

    def values_of(self, predicate: str, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Iterate over things with their values of a property in the default graph, as texts."""
        return self._store.values_of(NamedNode(predicate), iris)

    def saying(self, sayings: Iterable[Said]) -> Iterator[tuple[Said, str]]:
        """Iterate over the IRIs of the claims that say triples, or anything by a property."""
        return self._store.saying(sayings)

    def ask(self, query: str) -> bool:
        """Answer an ASK query of our own."""
        return self._store.ask(query)

    def construct(self, query: str) -> Iterator[Triple]:
        """Iterate over the triples of a CONSTRUCT or DESCRIBE query of our own."""
        yield from self._store.construct(query)

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Iterate over matching quads in the store's order; ``graph=None`` means every graph."""
        return self._store.quads(subject, predicate, object, graph)

    def label(self, iri: str) -> str:
        """Return the preferred name of anything, or the last part of its IRI where it has none."""
        known = self.known.of("labels").get(iri) or self.known.of("names").get(iri)
        return str(known or self._name(iri))

    def _name(self, iri: str) -> str:
        about = NamedNode(iri)
        for predicate, graph in ((_LABEL, DefaultGraph()), (_LABEL, None), (_PREF_LABEL, None)):
            quads = self._store.quads(about, predicate, None, graph)
            found = min((term_of(quad.object).value for quad in quads), default=None)
            if found:
                table = "names" if graph is None else "labels"
                self.known.keep(table, iri, found, size=len(iri) + len(found))
                return found
        return iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]

    def kind(self, iri: str) -> str | None:
        """Return the local class name of an entity, a document or a claim, else None."""
        found: str | None = self.known.of("kinds").get(iri)
        if found is None:
            found = self._kind(iri)
            if found is not None:
                self.known.keep("kinds", iri, found, size=len(iri))
        return found

    def _kind(self, iri: str) -> str | None:
        about = NamedNode(iri)
        # Most IRIs tell a kind, and what they tell is quickly looked up; except that of an
        # organisation may be a network since.
        told = iri.removeprefix(f"{self.base.iri}id/").partition("/")[0].capitalize()
        if told in _TOLD and self._store.has(about, _TYPE, NamedNode(HANSA + told)):
            return told
        # What follows from all documents together comes before what one of them, or a guest, says.
        types = self._types(about, DefaultGraph()) or self._types(about, None)
        # A network is an organisation too; the other kinds exclude each other.
        return min(types - {"Organization"} or types, default=None)

    def _types(self, about: NamedNode, graph: DefaultGraph | None) -> set[str]:
        quads = self._store.quads(about, _TYPE, None, graph)
        return {term_of(quad.object).value.removeprefix(HANSA) for quad in quads} & _CLASSES

    def has_graph(self, iri: str) -> bool:
        """Say whether there is a named graph of that IRI, with triples or without."""
        return self._store.has_graph(iri)

    def knows(self, iri: str) -> bool:
        """Say whether ``describe`` would tell anything, without reading it all."""
        about = NamedNode(iri)
        return any(
            next(self._store.quads(*pattern), None) is not None
            for pattern in (
                (about, None, None, None),
                (None, None, about, DefaultGraph()),
                (None, _SUBJECT, about, None),
                (None, _OBJECT, about, None),
            )
        )

    def describe(self, iri: str) -> list[Quad]:
        """Return the plain facts about *iri* in both directions, and what claims say of it.

        The quads of the claims carry their documents' graphs; all is sorted.
        Raises UnknownEntityError when nothing in this generation has that IRI.
        """
        about = NamedNode(iri)
        looks = (
            (about, None, None, None),
            (None, None, about, DefaultGraph()),
            (None, _SUBJECT, about, None),
            (None, _OBJECT, about, None),
        )
        own, to, *claims = together(lambda look: [*self._store.quads(*look)], looks)
        found = {*own, *to}
        for quads in together(self._claim_quads, (_iri(quad) for some in claims for quad in some)):
            found |= quads
        if not found:
            raise self.unknown(iri)
        return sorted(found, key=str)

    def unknown(self, iri: str) -> UnknownEntityError:
        """Return the error that says that nothing here has that IRI."""
        return UnknownEntityError(
            f"nothing in generation {self.generation} has the IRI {iri}; look up its name"
        )

    def _claim_quads(self, claim: str) -> set[Quad]:
        about = [claim, *(f"{claim}#{part}" for part in ("evidence", "quote", "position"))]
        found = together(lambda iri: [*self._store.quads(NamedNode(iri))], about)
        return {quad for some in found for quad in some}

    def claims(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | NamedNode | Literal | None = None,
        *,
        check: Callable[[], None] = lambda: None,
    ) -> list[Claim]:
        """Return the claims with these ends, given by IRI (or literal), as ``in_order`` has them.

        *check* is called again and again meanwhile, to raise where there is no more time.
        """
        if subject is not None and predicate is not None and object is None:

            def read(claim: str) -> Claim | None:
                check()
                return self.claim(claim)

            said = {claim for _, claim in self.saying([(subject, predicate, None)])}
            return self.in_order(filter(None, together(read, said)))
        term = NamedNode(object) if isinstance(object, str) else object
        query = claims_query(subject=subject, predicate=predicate, object_=term)
        return self.in_order(claim_from(solution) for solution in self.solutions(query))

    def claims_about(self, iri: str) -> Iterator[Claim]:
        """Iterate over the claims with that IRI as subject or object, in the order of ``claims``.

        Each document's are read when it is their turn, so that the first few about a thing of
        which thousands speak take no longer than they do elsewhere.
        """
        about = NamedNode(iri)
        documents = sorted(document for (document,) in self.values(speaking_query(iri)))
        together(self.date_of, documents)

        def of(document: str) -> list[Claim]:
            graph = NamedNode(document)
            ends = together(
                lambda end: [*self._store.quads(None, end, about, graph)], (_SUBJECT, _OBJECT)
            )
            claims = together(self.claim, {_iri(quad) for some in ends for quad in some})
            return self.in_order(each for each in claims if each and each.document == document)

        newest = iter(sorted(documents, key=self.date_of, reverse=True))
        while some := [*islice(newest, _SOME if self.is_remote else 1)]:
            for claims in together(of, some):
                yield from claims

    def in_order(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return claims, those of the newest document first, then by its IRI and place in it.

        Documents without a date come last; claims that all else leaves alike go by their IRIs.
        """
        every = [*claims]
        together(self.date_of, {claim.document for claim in every})
        return in_order(every, self.date_of)

    def date_of(self, document: str) -> str:
        """Return when the document with that IRI was published, "" where none says when."""
        found: str | None = self.known.of("dates").get(document)
        if found is None:
            about = NamedNode(document)
            quads = self._store.quads(about, _DATE, None, about)
            found = min((term_of(quad.object).value for quad in quads), default="")
            self.known.keep("dates", document, found, size=len(document) + len(found))
        return found

    def claim(self, iri: str) -> Claim | None:
        """Return the claim with that IRI, if there is one."""
        return claim_in(self._store, iri)

    def names(self, kind: str | None = None) -> Iterator[tuple[str, str, str]]:
        """Iterate over (name, IRI, kind) of every entity, or of one kind, sorted.

        Asking for organisations gives networks too, as networks.
        """
        kinds = self._kinds()
        wanted = {kind, "Network"} if kind == "Organization" else {kind}
        yield from sorted(
            (term_of(quad.object).value, about, kinds[about])
            for predicate in (_PREF_LABEL, _ALT_LABEL)
            for quad in self._store.quads(None, predicate, None, DefaultGraph())
            if (about := _iri(quad)) in kinds and (kind is None or kinds[about] in wanted)
        )

    def _kinds(self) -> dict[str, str]:
        """Return every entity's most specific kind, by IRI."""
        kinds: dict[str, str] = {}
        # Networks come last, because they are organisations too.
        for kind in sorted(KINDS, key=lambda name: name == "Network"):
            about = NamedNode(HANSA + kind)
            for quad in self._store.quads(None, _TYPE, about, DefaultGraph()):
                kinds[_iri(quad)] = kind
        return kinds

    def documents(self) -> list[DocumentRow]:
        """Return the documents that speak in this generation, by key."""
        return sorted(document_rows(self.solutions), key=lambda row: (row.key, row.iri))

    def document(self, iri: str) -> DocumentRow | None:
        """Return the document with that IRI, if it speaks in this generation."""
        return next(document_rows(self.solutions, f"VALUES ?iri {{ {NamedNode(iri)} }}"), None)

    def document_text(self, iri: str) -> str:
        """Return the text of the document with that IRI, as this generation read it.

        Raises UnknownDocumentError when this generation has no such document.
        """
        about = NamedNode(iri)
        key, sha256 = self._value(about, SOURCE_KEY), self._value(about, SHA256)
        if key is None or sha256 is None:
            raise UnknownDocumentError(
                f"generation {self.generation} has no document {iri}; hansa documents lists them"
            )
        return self._documents.document(key, sha256=sha256).text

    def _value(self, about: NamedNode, predicate: str) -> str | None:
        quads = self._store.quads(about, NamedNode(predicate), None, about)
        return next((term_of(quad.object).value for quad in quads), None)

    def require_there(self) -> None:
        """Raise RemoteError where the server that is read from has lost this generation."""
        self._store.require_there(self.generation)

    def require_still(self) -> None:
        """Raise RemoteError where what was read meanwhile may be of another generation too."""
        self._store.require_still(self.generation)

    def export(self, form: str = "nq", *, graph: str | None = None) -> Iterator[bytes]:
        """Iterate over an export in chunks: by default canonical N-Quads, one sorted line a quad.

        *form* is one of ``graph.lines.export.DATASET_FORMATS``, *graph* a named graph to be written
        alone. Raises ExportError where that cannot be.
        """
        yield from export(self._store, form, graph=graph)


def _iri(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""
