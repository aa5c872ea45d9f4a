"""A server that speaks SPARQL takes the place of the store on disk, and nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.engines import Elsewhere
from graph.errors import EmbeddedOnlyError, QueryRefusedError, QuerySyntaxError, RemoteError
from graph.foreign.jobs import Limits
from graph.foreign.updates import ForeignUpdate, UpdateStep
from graph.reader import Reader
from graph.remote.addresses import remote_at
from graph.remote.batches import Batch
from graph.remote.marks import Mark
from graph.remote.store import RemoteStore
from graph.store import Store
from graph.workspace import Workspace
from graph.writing.operations import put
from graph.writing.process import run_writer
from ontology.iris import Base
from tests.graph.crash_run import history
from tests.graph.factories import fill, harbour_story, sample_stories, tide_story
from tests.sparql_servers import Oxigraph, free_port

INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


@contextmanager
def store_of(workspace: Workspace) -> Iterator[RemoteStore]:
    engine = workspace.engine
    assert isinstance(engine, Elsewhere)
    with closing(engine.open(workspace.path / "store")) as store:
        yield store


def test_every_way_to_write_ends_in_the_graph_of_a_store_on_disk(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    for each in (workspace, elsewhere):
        with each.writer() as writer:
            history(writer)
    assert exported(elsewhere) == exported(workspace)
    with elsewhere.reader() as found, workspace.reader() as expected:
        assert found.generation == expected.generation
    with elsewhere.generations().lease() as here, workspace.generations().lease() as there:
        assert (here.manifest.digest, here.manifest.quads) == (
            there.manifest.digest,
            there.manifest.quads,
        )


def told(reader: Reader) -> dict[str, object]:
    """Return what every method of a reader tells."""
    riga = next(iri for name, iri, _ in reader.names("City") if name == "Riga")
    document = reader.documents()[0].iri
    return {
        "names": [*reader.names(None)],
        "documents": reader.documents(),
        "document": reader.document(document),
        "text": reader.document_text(document),
        "label": reader.label(riga),
        "kind": reader.kind(riga),
        "knows": (reader.knows(riga), reader.knows("urn:nothing")),
        "describe": reader.describe(riga),
        "claims": reader.claims(riga),
        "about": [*reader.claims_about(riga)],
        "claim": reader.claim(reader.claims(riga)[0].iri),
        "has": (reader.has_graph(document), reader.has_graph("urn:nothing")),
        "graph": b"".join(reader.export("ttl", graph=document)),
        "quads": sorted(map(str, reader.quads(None, None, None, DefaultGraph()))),
        "named": sorted(map(str, reader.quads(graph=NamedNode(document)))),
        "all": sorted(map(str, reader.quads())),
        "literal": sorted(map(str, reader.quads(object=Literal("Riga", language="en")))),
        "ask": (reader.ask("ASK { ?a ?b ?c }"), reader.ask("ASK { ?a <urn:p> ?c }")),
        "construct": sorted(
            map(str, reader.construct(f"CONSTRUCT {{ <{riga}> ?p ?o }} {{ <{riga}> ?p ?o }}"))
        ),
        "values": sorted(reader.values(f"SELECT ?p ?o {{ <{riga}> ?p ?o }}")),
    }


def test_a_reader_tells_the_same(sample: Workspace, elsewhere: Workspace) -> None:
    fill(elsewhere, *sample_stories())
    with sample.reader() as expected, elsewhere.reader() as found:
        assert told(found) == told(expected)


def test_writing_happens_in_a_process_of_its_own_too(elsewhere: Workspace) -> None:
    report = run_writer(elsewhere, [put(*harbour_story().pair())])
    assert report.commit.generation == 1
    with store_of(elsewhere) as store:
        assert store.mark() == Mark(store.owner, 1)


def test_wrong_queries_are_refused_as_by_a_store_on_disk(
    sample: Workspace, elsewhere: Workspace
) -> None:
    fill(elsewhere, *sample_stories())
    for workspace in (sample, elsewhere):
        with workspace.reader() as reader:
            with pytest.raises(QuerySyntaxError):
                [*reader.solutions("SELECT nothing")]
            with pytest.raises(QueryRefusedError):
                reader.ask("SELECT * { ?a ?b ?c }")
            with pytest.raises(QueryRefusedError):
                [*reader.solutions("ASK { ?a ?b ?c }")]


def test_only_the_newest_generation_can_be_read(elsewhere: Workspace) -> None:
    fill(elsewhere, harbour_story())
    fill(elsewhere, tide_story())
    with pytest.raises(EmbeddedOnlyError, match="keeps the newest generation alone, which is 2"):
        elsewhere.reader(1).__enter__()
    with elsewhere.reader() as reader, pytest.raises(EmbeddedOnlyError):
        _ = reader.path


def test_guests_are_sent_to_the_server_itself_and_stay_there(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    with elsewhere.writer() as writer, pytest.raises(EmbeddedOnlyError, match="send updates"):
        writer.update(ForeignUpdate((UpdateStep(INSERT, "urn:base"),), Limits()))
    httpx.post(f"{server.address}/update", data={"update": INSERT}).raise_for_status()
    fill(elsewhere, tide_story())
    with elsewhere.writer() as writer:
        writer.rebuild()
    with elsewhere.reader() as reader:
        assert [str(quad.subject) for quad in reader.quads(graph=NamedNode("urn:g"))] == ["<urn:s>"]


def test_a_directory_moves_to_a_server_and_back_by_a_rebuild(
    workspace: Workspace, server: Oxigraph
) -> None:
    fill(workspace, *sample_stories())
    before = exported(workspace)
    moved = Workspace(workspace.path, remote=server.remote())
    with pytest.raises(RemoteError, match="run hansa rebuild to send them"):
        moved.reader().__enter__()
    with moved.writer() as writer:
        writer.rebuild()
    assert exported(moved) == before
    with pytest.raises(RemoteError, match="set HANSA_REMOTE to its address"):
        workspace.reader().__enter__()
    with workspace.writer() as writer:
        writer.rebuild()
    assert exported(workspace) == before
    assert isinstance(workspace.engine.open(workspace.path / "store"), Store)


def test_two_directories_do_not_share_a_server_unnoticed(
    server: Oxigraph, elsewhere: Workspace, workspace: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    before = exported(elsewhere)
    other = Workspace(workspace.path, remote=server.remote())
    with pytest.raises(RemoteError, match="another data directory"):
        fill(other, tide_story())
    assert exported(elsewhere) == before


def test_facts_of_others_in_the_default_graph_are_never_touched(
    server: Oxigraph, elsewhere: Workspace, tmp_path: Path
) -> None:
    theirs = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"
    httpx.post(f"{server.address}/update", data={"update": theirs}).raise_for_status()
    with pytest.raises(RemoteError, match="a server, or a dataset, of its own"):
        fill(elsewhere, harbour_story())
    httpx.post(f"{server.address}/update", data={"update": "CLEAR ALL"}).raise_for_status()
    with elsewhere.writer() as writer:
        writer.rebuild()
    expected = exported(elsewhere)
    other = Workspace(tmp_path / "x", Base("https://other.example/"), remote=server.remote())
    with pytest.raises(RemoteError, match="a server, or a dataset, of its own"):
        fill(other, tide_story())
    assert exported(elsewhere) == expected


def test_another_base_leaves_nothing_of_the_one_before(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    moved = Workspace(elsewhere.path, Base("https://other.example/"), remote=server.remote())
    with moved.writer() as writer:
        writer.rebuild()
    left = f'ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{elsewhere.base.iri}")) }}'
    with moved.reader() as reader:
        assert not reader.ask(left)
        assert reader.documents()


def test_a_server_that_was_put_back_is_noticed_and_mended_by_a_rebuild(
    server: Oxigraph, elsewhere: Workspace
) -> None:
    fill(elsewhere, harbour_story())
    expected = exported(elsewhere)
    httpx.post(f"{server.address}/update", data={"update": "DROP ALL"}).raise_for_status()
    with pytest.raises(RemoteError, match=r"holds generation none.*run hansa rebuild"):
        elsewhere.reader().__enter__()
    with elsewhere.writer() as writer:
        writer.rebuild()
    assert exported(elsewhere) == expected


def test_somebody_else_who_writes_in_between_is_noticed(
    elsewhere: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(elsewhere, harbour_story())
    with store_of(elsewhere) as store, store_of(elsewhere) as other:
        step = store._step

        def step_beside(batch: Batch, before: Mark) -> Mark:
            other.settle(9)
            return step(batch, before)

        monkeypatch.setattr(store, "_step", step_beside)
        with pytest.raises(RemoteError, match="somebody else writes"):
            store.apply({}, {None: ["<urn:s> <urn:p> <urn:o> ."]})
        assert not store.has(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"))


def test_a_server_that_cannot_be_reached_is_said_in_a_sentence(workspace: Workspace) -> None:
    remote = remote_at(f"http://127.0.0.1:{free_port()}", patience=0.1)
    with pytest.raises(RemoteError, match="cannot be reached") as raised:
        fill(Workspace(workspace.path, remote=remote), harbour_story())
    assert raised.value.is_passing
