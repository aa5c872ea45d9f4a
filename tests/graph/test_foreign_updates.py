"""What is read off an update, and what a writer killed amid one leaves."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyoxigraph
import pytest

from graph.errors import (
    CallRefusedError,
    ManagedGraphError,
    QueryTimeoutError,
    StoreError,
    UpdateFailedError,
)
from graph.foreign import updates
from graph.foreign.guest_changes import GuestChange
from graph.foreign.jobs import Limits, QueryDataset
from graph.foreign.update_text import read_update
from graph.foreign.updates import ForeignUpdate, UpdateStep
from graph.lines.difference import Difference
from graph.store import Store
from graph.workspace import Workspace
from graph.writing import operations
from graph.writing.parent import WriterLimits
from graph.writing.process import KeptWriter, run_writer
from tests.api.sample import write_sample
from tests.api.server import ROOT

NO_USING = QueryDataset()
TARGETS = {
    "INSERT DATA { <a:a> <a:a> 1 }": {None},
    "insert data { graph <urn:g> { <a:a> <a:a> [] } . }": {"urn:g"},
    "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { GRAPH <urn:h> { ?s ?p 1 } } WHERE { }": {
        "urn:g",
        "urn:h",
    },
    "PREFIX x: <urn:x:> CREATE GRAPH x:g ; CLEAR DEFAULT": {"urn:x:g", None},
    "DROP SILENT GRAPH hansa:g": {"https://w3id.org/hansa/ontology#g"},
    "MOVE <urn:a> TO <urn:b>": {"urn:a", "urn:b"},
    "COPY DEFAULT TO <urn:b>": {"urn:b"},
    "INSERT { GRAPH <urn:g> { ?s ?p '} GRAPH <urn:no> {' } } WHERE { # <urn:no> }\n }": {"urn:g"},
    "LOAD SILENT <http://127.0.0.1:9/>": set(),
    # What cannot be told may be any graph.
    "CLEAR ALL": None,
    "CREATE GRAPH <relative>": None,
    "CREATE GRAPH <urn:a/../b>": None,
    "INSERT { GRAPH ?g { <a:a> <a:a> 1 } } WHERE { BIND(UUID() AS ?g) }": None,
    "CLEAR GRAPH ?g": None,
    "INSERTDATA{GRAPH<urn:g>{<a:a><a:a>1}}": None,
    "INSERT DATA { GRAPHhansa:g { <a:a> <a:a> 1 } }": None,
    "INSERT { <a:a> <a:a> 1 } WHERE { ?a a ?b FILTER(?a<?b#>)\n ) }": None,
}  # fmt: skip


@pytest.mark.parametrize("text", TARGETS)
def test_the_graphs_an_update_writes_to_are_told_by_its_tokens(text: str) -> None:
    assert read_update(text, using=NO_USING, length=1_000).targets == TARGETS[text]


CALLS = [
    "LOAD <urn:x>",
    "LOADSILENT<urn:x>",
    "CREATE GRAPH <urn:x> ; LOAD <urn:x>",
    "INSERT { } WHERE { SERVICE SILENT <urn:x> { } }",
    "INSERT { } WHERE { SERVICEx:x { } }",
]


@pytest.mark.parametrize("call", CALLS)
def test_updates_that_call_other_servers_are_refused(call: str) -> None:
    with pytest.raises(CallRefusedError):
        read_update(call, using=NO_USING, length=1_000)


def change(workspace: Workspace, text: str, *, is_managed: bool = True) -> int:
    step = UpdateStep(text, "http://base.example/")
    wanted = ForeignUpdate((step,), Limits(), is_managed=is_managed)
    return run_writer(workspace, [operations.update(wanted)]).commit.generation


def test_a_change_that_a_killed_writer_noted_is_made_by_the_next(tmp_path: Path) -> None:
    workspace = Workspace(write_sample(tmp_path / "data"))
    lines = Difference()
    lines.add([("urn:g", "_:a <urn:p> _:b ."), ("urn:g", '_:b <urn:p> "" .')])
    noted = GuestChange(lines, created=["urn:g", "urn:empty"])
    with workspace.writer() as writer:
        documents = writer._documents
        documents.begin()
        documents.set_meta("guests", noted.packed())
        documents.set_meta("coming", "2")
        documents.commit()
    assert run_writer(workspace, []).commit.generation == 2
    with workspace.reader() as reader:
        assert reader.has_graph("urn:empty")
        assert reader.ask("ASK { GRAPH <urn:g> { ?a <urn:p> ?b . ?b <urn:p> '' } }")
    with pytest.raises(ManagedGraphError):
        change(workspace, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a hansa:City }")
    run_writer(workspace, [operations.rebuild()])  # takes guests over, blank nodes and all
    with workspace.reader() as reader:
        assert reader.ask("ASK { GRAPH <urn:g> { ?a <urn:p> ?b . ?b <urn:p> '' } }")
    with pytest.raises(StoreError, match="HANSA_MANAGED=off is for a directory of its own"):
        change(workspace, "CLEAR ALL", is_managed=False)


def test_a_bare_directory_takes_any_update_and_no_document(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "bare")
    run_writer(workspace, [operations.found()])
    assert (
        change(workspace, "INSERT DATA { <a> <b> 1 . GRAPH <g> { _:x <b> 2 } }", is_managed=False)
        == 2
    )
    assert change(workspace, "CLEAR DEFAULT ; MOVE <g> TO DEFAULT", is_managed=False) == 3
    assert change(workspace, "CREATE SILENT GRAPH <urn:x> ; DROP ALL", is_managed=False) == 4
    assert change(workspace, "DROP ALL", is_managed=False) == 4  # nothing changes, nothing is made
    with workspace.reader() as reader:
        assert not list(reader.quads())
    with pytest.raises(StoreError, match="takes no documents"):
        run_writer(workspace, [operations.retract("a.txt")])


def test_a_writer_that_stays_goes_on_after_errors_and_after_it_was_killed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "bare")
    writer = KeptWriter(workspace, WriterLimits(), idle=60)

    def write(text: str) -> int:
        wanted = ForeignUpdate((UpdateStep(text, "urn:base"),), Limits(), is_managed=False)
        return writer.run([operations.update(wanted)]).commit.generation

    assert writer.run([operations.found()]).commit.generation == 1
    first = writer._process
    assert first is not None
    with pytest.raises(UpdateFailedError):
        write("DROP GRAPH <urn:nobodys>")
    assert write("CREATE GRAPH <urn:g>") == 2
    assert writer._process is first
    run_writer(workspace, [])  # the lock is free between two writes
    first._process.kill()
    first._process.wait()
    assert write("DROP GRAPH <urn:g>") == 3
    writer.close()
    assert writer._process is None


GRAPHS = """
    GRAPH <urn:a> { <urn:s> <urn:p> 1 . <urn:s> <urn:in> <urn:b> }
    GRAPH <urn:b> { <urn:s> <urn:p> 2 , 3 }
    GRAPH <urn:c> { <urn:t> <urn:p> 2 }
"""
#: Updates with variable graphs, and the graphs that they ask for on their way.
BY_VARIABLE = {
    "DELETE WHERE { GRAPH ?g { ?s <urn:p> 2 } }": {"urn:b", "urn:c"},
    "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?h { ?s ?p 9 } } WHERE "
    "{ GRAPH ?g { ?s <urn:in> ?h ; ?p ?o } }": {"urn:a", "urn:b"},
    "WITH <urn:a> INSERT { GRAPH ?h { ?s <urn:new> 1 } } WHERE { ?s <urn:in> ?h }": {"urn:b"},
    "INSERT { GRAPH ?h { ?s <urn:new> 1 } } USING <urn:a> WHERE { ?s <urn:in> ?h }": {"urn:b"},
    "WITH <urn:c> INSERT { GRAPH ?h { ?s <urn:new> ?o } } USING <urn:a> USING NAMED <urn:b> "
    "WHERE { ?s <urn:in> ?h GRAPH ?h { ?s <urn:p> ?o } }": {"urn:b"},
    # An operation finds what those before it made, and has the declarations before it.
    "PREFIX : <urn:> PREFIX p: <urn:> INSERT DATA { GRAPH :a { :s :in :d } } ; BASE <urn:x> "
    "INSERT { GRAPH ?h { ?s :new '} GRAPH ?no' } } WHERE { GRAPH :a { ?s :in ?h } } ; "
    "PREFIX p: <urn:> \n DROP GRAPH p:c ; DELETE WHERE { GRAPH ?k { ?s p:new ?o } } ;": {
        "urn:b",
        "urn:d",
    },
    "INSERT { GRAPH ?g { <urn:s> <urn:p> 4 } } WHERE { VALUES ?g { <urn:e> 'no graph' UNDEF } }": {
        "urn:e"
    },
    "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:in> <urn:f> } } ; "
    "INSERT { GRAPH <urn:b> { ?s ?p ?o } } WHERE { GRAPH <urn:a> { ?s ?p ?o } } ; "
    "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH <urn:b> { ?s <urn:in> ?g ; ?p ?o } }": {
        "urn:b",
        "urn:f",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", BY_VARIABLE)
def test_an_update_is_asked_which_graphs_its_variables_are(text: str, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    plain = pyoxigraph.Store()
    for each in (store._store, plain):
        each.update(f"INSERT DATA {{ {GRAPHS} }}")
    update = ForeignUpdate((UpdateStep(text, "urn:base"),), Limits())
    targets, steps = updates._prepared(update)
    path = tmp_path / "copy"
    store.backup(path)
    assert targets is not None
    assert updates._run(steps, store=path, limits=Limits()) == BY_VARIABLE[text]
    updates.change_by(update, store, bases=["urn:own/"]).apply(store)
    plain.update(
        text.replace("BASE <urn:x>", "").replace("; PREFIX p: <urn:>", ";"), base_iri="urn:base"
    )
    assert {*store._store} == {*plain}
    assert {*store._store.named_graphs()} == {*plain.named_graphs()}


def test_a_mended_update_that_is_none_gives_way_to_the_original(tmp_path: Path) -> None:
    # What would be new for each solution cannot be selected beside an aggregate.
    labels = "(BNODE('a') AS ?a) (BNODE('b') AS ?b)"
    text = f"INSERT {{ ?a <urn:p> ?b }} WHERE {{ SELECT (COUNT(*) AS ?n) {labels} {{}} }}"
    store = Store.open(tmp_path / "store")
    update = ForeignUpdate((UpdateStep(text, "urn:base"),), Limits(), is_managed=False)
    assert updates.change_by(update, store, bases=[]).lines.size_added == 1


def test_a_variable_cannot_reach_a_graph_of_hansas_own(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    store._store.update(f"INSERT DATA {{ {GRAPHS} GRAPH <urn:own/doc/a> {{ <urn:s> <urn:p> 2 }} }}")
    step = UpdateStep("DELETE WHERE { GRAPH ?g { ?s <urn:p> 2 } }", "urn:base")
    with pytest.raises(ManagedGraphError, match="urn:own/doc/a"):
        updates.change_by(ForeignUpdate((step,), Limits()), store, bases=["urn:own/"])


def test_comparing_all_graphs_is_given_up_in_time(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "store")) as store:
        found = updates._Comparison(store, store, Limits(seconds=-1), None)
        assert not found.change(frozenset({"urn:a"}))
        with pytest.raises(QueryTimeoutError, match="write the IRIs of graphs in full"):
            found.change(None)


ROOM = """
import resource
from graph.errors import ChangeTooLargeError
from graph.foreign.guest_changes import GuestChange
from graph.foreign.worker import address_space

lines = {f'<urn:s{number}> <urn:p> "{number}" .' for number in range(200_000)}
large, small = GuestChange(), GuestChange()
large.lines.removed["urn:g"] = lines
small.lines.added["urn:g"] = set(sorted(lines)[:100])
large.require_room()
limit = address_space() + 256 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
small.require_room()
try:
    large.require_room()
except ChangeTooLargeError as error:
    print(error)
"""


def test_a_change_beyond_the_writers_memory_is_refused_before_it_is_noted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROOM], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == (
        "the update changes 200000 triples, which is more than the writer has memory for; "
        "send it in several smaller ones, or raise HANSA_WRITER_MEMORY\n"
    )
