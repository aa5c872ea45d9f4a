"""The order by name: that of SPARQL, read once for each generation, and let go of with it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from api.gql.context import Context
from api.gql.schema import schema
from api.gql.types import ordering
from api.gql.types.ordering import in_order, keys, labels_of
from api.gql.types.paging import BY_NAME, InOrder, Key, Paging, cut
from api.shelf import Shelf
from graph.keeping.documents import DocumentStore
from graph.known import Known
from graph.reader import Reader
from graph.store import Store
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.namespaces import PREFIXES, prologue

LABEL = NamedNode(PREFIXES["rdfs"] + "label")
LABELS: tuple[str, ...] = (
    "riga",
    "Riga",
    "ÅRHUS",
    "århus",
    "Zürich",
    "ΟΔΟΣ",
    "ΟΔΟΣ ΑΣ",
    "İzmir",
    "Straße",
    "STRASSE",
)
LABELS += ("Ǆ", "ẞ", "Ⅻ", "𐐀", "a\u0301", "", " x", "Éire", "ﬀ", "Ω", "ϴ", "K")


@contextmanager
def _reader(folder: Path, labels: Mapping[str, tuple[str, ...]]) -> Iterator[Reader]:
    store = Store.open(folder / "store")
    quads = [
        Quad(NamedNode(iri), LABEL, Literal(label, language="en"), DefaultGraph())
        for iri, found in labels.items()
        for label in found
    ]
    store._store.extend(quads)
    store.close()
    documents = DocumentStore.open(folder / "documents.sqlite", writable=True)
    try:
        read_only = Store.read_only(folder / "store")
        yield Reader(read_only, generation=1, base=Base(), documents=documents)
    finally:
        documents.close()


def test_the_order_is_that_which_sparql_says(tmp_path: Path) -> None:
    things = {f"x:{number:02}": (label,) for number, label in enumerate(LABELS * 2)}
    with _reader(tmp_path, things) as reader:
        query = "SELECT ?it { ?it rdfs:label ?l } ORDER BY LCASE(STR(?l)) STR(?it)"
        said = [it for (it,) in reader.values(prologue() + query)]
        assert [key.iri for key in in_order(reader, "all", lambda: things)] == said


def test_lower_case_is_that_of_sparql_for_every_letter(tmp_path: Path) -> None:
    letters = [chr(code) for code in range(0x20, 0x1_E944) if chr(code).lower() != chr(code)]
    with _reader(tmp_path, {}) as reader:
        values = " ".join(str(Literal(letter)) for letter in letters)
        query = f"SELECT (LCASE(?x) AS ?y) WHERE {{ VALUES ?x {{ {values} }} }}"
        assert [lower for (lower,) in reader.values(query)] == [each.lower() for each in letters]


@pytest.mark.parametrize("patience", [1, 10_000])
def test_the_least_name_counts_and_the_iri_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: int
) -> None:
    monkeypatch.setattr(ordering, "_PATIENCE", patience)
    things = {"x:a": ("Tartu", "Dorpat"), "x:b": ("Ghent",), "x:C": ()}
    with _reader(tmp_path, things) as reader:
        for _ in range(2):
            found = keys(reader, things)
            assert found == [Key("dorpat", "x:a"), Key("ghent", "x:b"), Key("x:c", "x:C")]
            assert labels_of(reader, things) == {"x:a": "Dorpat", "x:b": "Ghent"}
        assert [reader.label(each) for each in things] == ["Dorpat", "Ghent", "x:C"]


def test_what_does_not_fit_is_read_anew(tmp_path: Path) -> None:
    things = {f"x:{number}": (f"Thing {number}",) for number in range(50)}
    with _reader(tmp_path, things) as reader:
        reader.known = Known(room=3_000)
        for _ in range(3):
            for start in range(0, 50, 7):
                some = [f"x:{number}" for number in range(start, min(50, start + 20))]
                expected = sorted((f"thing {each[2:]}", each) for each in some)
                found = in_order(reader, start, lambda some=some: some)  # type: ignore[misc]
                assert [(key.label, key.iri) for key in found] == expected


def test_pages_of_what_is_in_order_are_those_of_what_is_not() -> None:
    every = [Key(label, label) for label in "badcfe"]
    ordered = InOrder(sorted(every, key=BY_NAME.rank))
    after = BY_NAME.cursor(Key("bb", "x"))
    for paging in (Paging(first=2), Paging(last=2, before=after), Paging(first=2, after=after)):
        assert cut(ordered, paging) == cut(every, paging)


def test_an_order_is_read_once_for_each_generation(sample_store: Path) -> None:
    query = "{ networks(first: 9) { nodes { members(first: 9) { totalCount nodes { id } } } } }"
    with Workspace(sample_store).reader() as reader:
        first = schema().execute_sync(query, context_value=Context(reader))
        asked: list[Any] = []
        reader.values = asked.append  # type: ignore[assignment, method-assign]
        again = schema().execute_sync(query, context_value=Context(reader))
    assert first.errors is None
    assert (again.data, asked) == (first.data, [])


def test_a_page_that_cannot_be_is_refused_before_anything_is_read(sample_store: Path) -> None:
    wrong = "members(first: 1000000000) { totalCount }"
    with Workspace(sample_store).reader() as reader:
        network = min(iri for _, iri, _ in reader.names("Network"))
        schema().execute_sync(
            f'{{ network(id: "{network}") {{ id }} }}', context_value=Context(reader)
        )
        asked: list[Any] = []
        reader.values = asked.append  # type: ignore[assignment, method-assign]
        for query, path in (
            ("cities(first: -1) { totalCount }", "cities"),
            (f'network(id: "{network}") {{ {wrong} }}', "network.members"),
        ):
            found = schema().execute_sync(f"{{ {query} }}", context_value=Context(reader))
            told = {"code": "BAD_PAGING", "paths": [path]}
            assert [each.extensions for each in found.errors or ()] == [told]
        for query in ('cities(first: 1, after: "x")', 'countries(last: 1, before: "x")'):
            invented = f"{{ {query} {{ totalCount }} }}"
            found = schema().execute_sync(invented, context_value=Context(reader))
            assert [each.extensions for each in found.errors or ()] == [{"code": "BAD_CURSOR"}]
    assert asked == []


def test_what_is_known_goes_with_its_generation(sample_store: Path) -> None:
    shelf = Shelf(Workspace(sample_store))
    with shelf.reader() as reader:
        in_order(reader, "none", list)
        gone = weakref.ref(reader)
        del reader
    shelf.close()
    gc.collect()
    assert gone() is None


def test_an_order_counts_the_keys_that_nothing_else_keeps(tmp_path: Path) -> None:
    labels = {f"x:{number}": ("A name",) for number in range(50)}
    with _reader(tmp_path, labels) as reader:
        reader.known = Known(room=8_000)  # the keys of all take more
        assert len(in_order(reader, "all", lambda: labels)) == 50
        assert "all" not in reader.known.of("orders")
        reader.known = Known(room=40_000)
        in_order(reader, "all", lambda: labels)
        assert "all" in reader.known.of("orders")


def _asked_of(reader: Reader, query: str) -> tuple[Any, list[str]]:
    """Return what a query gives, and the SPARQL that was asked for it."""
    asked: list[str] = []
    solutions, values = reader.solutions, reader.values

    def noted(ask: Any) -> Any:
        def note(query: str) -> Any:
            asked.append(query)
            return ask(query)

        return note

    reader.solutions, reader.values = noted(solutions), noted(values)  # type: ignore[method-assign]
    try:
        found = schema().execute_sync(query, context_value=Context(reader))
    finally:
        reader.solutions, reader.values = solutions, values  # type: ignore[method-assign]
    assert found.errors is None
    return found.data, asked


@pytest.mark.parametrize("more", ["", "filter: {population: {min: 1}}", "planned: true"])
@pytest.mark.parametrize("by", ["POPULATION", "MEMBER_OF", "DATES"])
def test_what_a_relation_is_ordered_by_is_read_of_its_things_alone(
    sample_store: Path, by: str, more: str
) -> None:
    order = f"orderBy: [{{by: {by}, direction: DESC}}]"
    query = f"{{ networks(first: 9) {{ nodes {{ members(first: 9, {order}, {more}) {{"
    query += " nodes { id ... on City { population memberOf(first: 0) { totalCount } } } } } } }"
    with Workspace(sample_store).reader() as reader:
        found, asked = _asked_of(reader, query)
        ordering = [each for each in asked if "GROUP BY" in each]
        assert ordering
        assert all("VALUES ?it" in each for each in ordering)
        again, asked = _asked_of(reader, query)
        assert again == found
        assert not [each for each in asked if "GROUP BY" in each]
    pages = [network["members"]["nodes"] for network in found["networks"]["nodes"]]
    assert any(len(page) > 1 for page in pages)
    figures = [[_figure(each, by) for each in page] for page in pages]
    assert figures == [sorted(each, reverse=True) for each in figures]


def _figure(thing: dict[str, Any], by: str) -> float:
    if by == "MEMBER_OF":
        return float(thing["memberOf"]["totalCount"])
    return float(thing["population"] or 0) if by == "POPULATION" else 0.0


def test_the_facts_of_a_document_are_read_once_for_each_generation(sample_store: Path) -> None:
    query = "{ documents(first: 9) { nodes { facts(first: 2) { totalCount nodes { value } } } } }"
    with Workspace(sample_store).reader() as reader:
        first, asked = _asked_of(reader, query)
        assert asked
        again, asked = _asked_of(reader, query)
    assert again == first
    assert not asked
