"""The digest depends on what the graph holds and on nothing else, and is kept by difference."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from graph.lines.digest import hexadecimal, line_hash, total, total_of_quads
from graph.lines.ntriples import text, triple
from graph.quads import GraphName
from graph.reader import Reader
from graph.store import Store

_LINES = st.builds(
    lambda subject, value: triple(f"urn:s{subject}", "urn:p", text(value)),
    st.integers(0, 50),
    st.text(max_size=8),
)
_GRAPHS = st.sampled_from([None, "urn:g", "urn:h"])
_QUADS = st.frozensets(st.tuples(_LINES, _GRAPHS), max_size=30)
_Quads = frozenset[tuple[str, GraphName]]


def _sum(quads: _Quads) -> int:
    return sum(line_hash(line, graph) for line, graph in quads)


def test_a_hash_is_that_of_the_quad_line() -> None:
    line, quad = "<urn:s> <urn:p> <urn:o> .", b"<urn:s> <urn:p> <urn:o> <urn:g> ."
    assert hexadecimal(line_hash(line, "urn:g")) == sha256(quad).hexdigest()
    assert hexadecimal(line_hash(line, None)) == sha256(line.encode()).hexdigest()


@given(before=_QUADS, after=_QUADS)
def test_the_difference_leads_from_one_digest_to_the_other(before: _Quads, after: _Quads) -> None:
    kept = int(hexadecimal(_sum(before)), 16)
    assert hexadecimal(kept + _sum(after - before) - _sum(before - after)) == hexadecimal(
        _sum(after)
    )


@given(quads=_QUADS)
def test_lines_are_added_graph_by_graph_or_one_by_one(quads: _Quads) -> None:
    graphs = {graph for _, graph in quads}
    by_graph = sum(total([line for line, at in quads if at == graph], graph) for graph in graphs)
    assert by_graph == _sum(quads)


@given(before=_QUADS, after=_QUADS)
def test_different_graphs_have_different_digests(before: _Quads, after: _Quads) -> None:
    assert (hexadecimal(_sum(before)) == hexadecimal(_sum(after))) == (before == after)


def test_an_export_has_the_digest_of_its_graphs(reader: Reader) -> None:
    store = Store.read_only(reader.path)
    exported = b"".join(reader.export()).splitlines()
    graphs: list[GraphName] = [None, *store.graphs()]
    assert total_of_quads(exported) == sum(total(store.lines(graph), graph) for graph in graphs)
