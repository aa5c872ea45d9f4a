"""An index filled by hand: lines of names and quotes as the graph has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.lines.ntriples import text, triple
from graph.searching.search import Hit, NameRow, QuoteRow, SearchIndex, rows_of
from graph.store import Store
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.namespaces import PREFIXES

BASE = Base()
REPORT = BASE.document("report.md")
NEWS = BASE.document("news.md")


@dataclass
class Part:
    """Lines to remove and to add, by graph."""

    removed: dict[str | None, set[str]] = field(default_factory=dict)
    added: dict[str | None, set[str]] = field(default_factory=dict)


def city(slug: str) -> str:
    return BASE.entity("City", slug)


def named(iri: str, *names: str, language: str = "en") -> set[str]:
    """Return the lines of a thing's names, the preferred one first."""
    lines = set()
    for position, name in enumerate(names):
        label = "altLabel" if position else "prefLabel"
        lines.add(triple(iri, PREFIXES["skos"] + label, text(name, language=language)))
    lines.add(triple(iri, PREFIXES["rdfs"] + "label", text(names[0], language=language)))
    return lines


def said(claims: Mapping[str, str]) -> set[str]:
    """Return the lines of quotes, by the name of the claim."""
    return {
        triple(f"{BASE.claim(claim)}#quote", PREFIXES["oa"] + "exact", text(quote))
        for claim, quote in claims.items()
    }


def built(
    path: Path, *names: tuple[str, ...], quotes: Mapping[str, str] | None = None
) -> SearchIndex:
    """Return an index of things by their names, given with a slug before, and of a report."""
    index = SearchIndex.open(path / "search.sqlite", writable=True)
    lines = {line for slug, *others in names for line in named(city(slug), *others)}
    assert index.apply(1, [Part(added={None: lines, REPORT: said(quotes or {})})])
    return index


def texts(hits: Iterable[Hit]) -> list[str]:
    return [hit.text for hit in hits]


def in_store(workspace: Workspace, generation: int) -> set[NameRow | QuoteRow]:
    """Return what can be searched in the graph of a generation."""
    with workspace.reader(generation) as reader:
        store = Store.read_only(reader.path)
        return {
            row for graph in (None, *store.graphs()) for row in rows_of(graph, store.lines(graph))
        }


def in_index(workspace: Workspace, generation: int) -> set[NameRow | QuoteRow]:
    """Return what the index holds for a generation."""
    with workspace.reader(generation) as reader:
        assert reader.search is not None
        return {*reader.search.rows(generation)}


def check_search(workspace: Workspace) -> None:
    """Hold the index to the graph of every generation that is kept."""
    for generation in workspace.generations().numbers():
        assert in_index(workspace, generation) == in_store(workspace, generation)
