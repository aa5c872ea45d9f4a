"""A graph that other processes help to build is the one that is built alone."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from graph.building.crew import crew_for, helpers_for
from graph.errors import WriterError
from graph.keeping.documents import DocumentStore
from graph.searching.search import FILE, SearchIndex
from graph.store import Store
from graph.workspace import Workspace
from graph.writing.followers import LEDGER
from graph.writing.ledger import Ledger
from ontology.iris import Base
from ontology.namespaces import HANSA, PREFIXES
from tests.benchmarks.corpus import corpus
from tests.graph.factories import harbour_story, large_story, tide_story
from tests.graph.test_purging import exported

RDF_TYPE = PREFIXES["rdf"] + "type"
TABLES = ("spoken", "pipelines", "nodes", "votes", "names", "keys", "placed", "supports", "places")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory with documents that share much, and one that is damaged."""
    workspace = Workspace(tmp_path_factory.mktemp("filled"))
    with workspace.writer() as writer:
        for story in (harbour_story(), tide_story(), large_story(1, facts=90)):
            writer.put(*story.pair())
        for pair in corpus(45):
            writer.put(*pair)
        writer.commit()
        with workspace.reader() as reader:
            claims = [claim.iri for claim in reader.claims()]
        writer.decide(claims[:2], "reject")
        writer.commit()
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        connection.execute("UPDATE extractions SET body = substr(body, 9) WHERE key = 'tide.md'")
    connection.close()
    return workspace


def rebuilt(workspace: Workspace, helpers: int) -> tuple[object, ...]:
    """Return everything that a rebuild leaves."""
    with workspace.writer() as writer:
        commit = writer.rebuild(helpers=helpers)
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608
        shares = connection.execute("SELECT name, lines FROM shares ORDER BY name").fetchall()
    connection.close()
    index = SearchIndex.open(workspace.path / FILE)
    found = sorted(map(repr, index.rows(commit.generation)))
    index.close()
    told = (commit.added, commit.withheld, commit.unreadable)
    digest = workspace.generations().manifest(commit.generation).digest
    return exported(workspace), digest, rows, shares, found, told


def test_any_number_of_helpers_makes_the_same_graph(filled: Workspace) -> None:
    alone = rebuilt(filled, 0)
    assert [rebuilt(filled, helpers) for helpers in (1, 3)] == [alone, alone]


def test_what_is_damaged_is_left_out_by_helpers_too(filled: Workspace) -> None:
    with filled.writer() as writer:
        (reason,) = writer.rebuild(helpers=2).unreadable
    assert reason.startswith("tide.md is left out")


def kill_children() -> None:
    for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"graph.building.child" in command:
            os.kill(int(child), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="finds its children in /proc")
def test_a_helper_that_is_killed_is_one_clear_error(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for pair in corpus(20):
            writer.put(*pair)
        writer.commit()
        with closing(DocumentStore.open(workspace.path / "documents.sqlite")) as documents:
            entries = documents.speaking()
            with crew_for(documents, Base(), helpers=2) as crew:
                list(crew.read(entries))
                kill_children()
                with pytest.raises(WriterError, match=r"ended by signal 9.*run the command again"):
                    list(crew.read(entries))
        assert writer.rebuild(helpers=2).added


def test_helpers_end_with_the_process_that_asks() -> None:
    program = "import os; from graph.building.crew import _start; _start(); os.kill(os.getpid(), 9)"
    asked = subprocess.run(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, check=False, timeout=60
    )
    # The helper has that standard error too: had it not ended, run() would wait for it.
    assert (asked.returncode, asked.stderr) == (-signal.SIGKILL, b"")


def test_few_documents_need_no_helpers() -> None:
    assert helpers_for(199) == 0


def test_what_a_rebuild_loses_has_gone_and_what_a_guest_says_has_not(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for story in (harbour_story(), tide_story()):
            writer.put(*story.pair())
        writer.commit()
    with workspace.reader() as reader:
        claims = {claim.iri: "tide-md" in claim.document for claim in reader.claims()}
    guest = f"<https://guest.example/riga> <{RDF_TYPE}> <{HANSA}City> ."
    with closing(Store.open(workspace.path / "store")) as store:
        store.apply({}, {"https://guest.example/ours": {guest}})
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        connection.execute("UPDATE extractions SET body = substr(body, 9) WHERE key = 'tide.md'")
    connection.close()
    with workspace.writer() as writer:
        writer.rebuild()
    ledger = Ledger.open(workspace.path / LEDGER)
    assert {iri: ledger.look_up(iri) is not None for iri in claims} == claims
    assert ledger.look_up("https://guest.example/riga") is None
