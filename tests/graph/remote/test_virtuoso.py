"""Virtuoso as the remote store, as far as its data model allows; what it does otherwise is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.errors import RemoteError
from graph.remote.client import Client
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.crash_run import history
from tests.graph.factories import fill, harbour_story
from tests.sparql_servers import Virtuoso

from .test_remote_store import exported, told

#: What Virtuoso writes otherwise: numbers of points, and the types that it has of its own.
_POINT = re.compile(r'"POINT\((\S+) (\S+)\)"\^\^<[^>]*>')
_WHOLE = re.compile(r'"(\d+)"\^\^<http://www.w3.org/2001/XMLSchema#(decimal|integer)>')


@pytest.fixture(scope="module")
def there(virtuoso: Virtuoso, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory whose quads Virtuoso holds, after everything was done to it."""
    workspace = Workspace(tmp_path_factory.mktemp("there") / "data", remote=virtuoso.remote())
    with workspace.writer() as writer:
        history(writer)
    return workspace


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the same in a store on disk."""
    workspace = Workspace(tmp_path_factory.mktemp("here") / "data")
    with workspace.writer() as writer:
        history(writer)
    return workspace


def as_virtuoso_has_it(line: str) -> str:
    def point(found: re.Match[str]) -> str:
        return f"POINT {float(found[1]):.3f} {float(found[2]):.3f}"

    return _WHOLE.sub(r"\1", _POINT.sub(point, line))


def lines_of(workspace: Workspace) -> Iterator[str]:
    return map(as_virtuoso_has_it, exported(workspace).decode().splitlines())


def test_every_way_to_write_ends_in_the_same_graph_but_for_what_is_said(
    here: Workspace, there: Workspace
) -> None:
    assert sorted(lines_of(there)) == sorted(lines_of(here))


def test_a_reader_tells_the_same(here: Workspace, there: Workspace) -> None:
    with here.reader() as expected, there.reader() as found:
        left = ("describe", "graph", "quads", "named", "all")  # these hold such numbers
        ours, theirs = told(expected), told(found)
        for name in ours.keys() - {*left}:
            assert theirs[name] == ours[name], name


def test_what_it_does_otherwise_is_said_and_is_no_fault(there: Workspace) -> None:
    report = check(there, deep=True)
    assert report.faults == ()
    assert any("wktLiteral" in remark for remark in report.remarks)
    assert "compared with nothing, not even with what the documents give" in report.remarks[-1]
    assert "not even" not in check(there).remarks[-1]
    assert all("Virtuoso at http://127.0.0.1:" in remark for remark in report.remarks)


def test_what_is_missing_there_is_a_fault_all_the_same(virtuoso: Virtuoso, tmp_path: Path) -> None:
    base = Base("https://other.example/")
    workspace = Workspace(tmp_path / "data", base, remote=virtuoso.remote())
    fill(workspace, harbour_story())
    with workspace.reader() as reader:
        # The server holds the documents of another base too, and a reader tells of all.
        document = next(each.iri for each in reader.documents() if each.iri.startswith(base.iri))
    with closing(Client(virtuoso.remote())) as client:
        client.update(f"CLEAR GRAPH <{document}>")
    faults = check(workspace).faults
    assert any("its manifest says" in fault for fault in faults), faults


def test_updates_need_the_password(virtuoso: Virtuoso, tmp_path: Path) -> None:
    remote = replace(virtuoso.remote(), password="wrong", patience=0.1)  # noqa: S106
    workspace = Workspace(tmp_path / "data", Base("https://third.example/"), remote=remote)
    with pytest.raises(RemoteError, match=r"refuses us .401.; set HANSA_REMOTE_TOKEN"):
        fill(workspace, harbour_story())
