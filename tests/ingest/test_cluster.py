"""A Ray cluster of two nodes, one of which dies: the same graph, and each trouble in a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from spacy.language import Language

from graph.workspace import Workspace
from ingest.cluster.executor import ClusterExecutor
from ingest.digests import pipeline_digest
from ingest.errors import ClusterError, ExtractionError
from ingest.executors import SerialExecutor
from ingest.run import ingest
from tests.ingest.ray_nodes import ROOT, Cluster, Node, cluster, free_port, until
from tests.ingest.runs import exported
from tests.warm import warm

#: Reads nothing, but as a cluster does: a document that says so ends the process, or takes long.
_STAND_IN = """
import os, time
from ingest.cluster import connection, executor

def read_batch(documents, model, runs):
    for document in documents:
        if "deadly" in document["text"]:
            os._exit(1)
        if "endless" in document["text"]:
            time.sleep(600)
    empty = dict.fromkeys(("entities", "facts", "literals", "proposals"), [])
    empty["pipeline"] = runs["pipeline"]
    results = [{"document": document["key"], **empty} for document in documents]
    return {"node": "here", "runs": runs, "results": results, "refused": ""}

connection.read_batch = read_batch
connection.RETRIES = executor.RETRIES = 1
executor.ClusterExecutor.__init__.__kwdefaults__["patience"] = 1.0
from api.cli import main
main()
"""


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[Cluster]:
    pytest.importorskip("ray", reason="Ray is not installed; pip install '.[ray]'")
    with cluster() as started:
        started.join()
        started.wait()
        yield started


def _run(of: Cluster, *words: str | Path, code: str = "") -> subprocess.Popen[str]:
    """Start the command line on the cluster, as people do, or, forked, code that runs it."""
    cold = (sys.executable, "-W", "error", "-m", "api.cli")
    program = (warm("cluster"), code) if code else cold
    words = ("ingest", *words, "--ray", of.address)
    return subprocess.Popen(
        [*program, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **of.token},
        process_group=0,
    )


def _folder(place: Path, texts: list[str]) -> Path:
    made = place / "press"
    made.mkdir()
    for number, text in enumerate(texts):
        (made / f"{number:02}.txt").write_text(text)
    return made


def _reads(*nodes: Node) -> bool:
    return any(node.reading() for node in nodes)


def test_an_address_must_be_one_at_which_a_cluster_answers() -> None:
    pytest.importorskip("ray", reason="Ray is not installed; pip install '.[ray]'")
    for wrong in ("auto", "ray://127.0.0.1:10001", "127.0.0.1", "127.0.0.1:99999", ":1"):
        with pytest.raises(ClusterError, match="HOST:PORT"), ClusterExecutor(wrong):
            pass
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(ClusterError, match=f"no cluster answers at {address}; start"):
        ClusterExecutor(address).__enter__()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"pip install '\.\[ray\]'"):
        ClusterExecutor("127.0.0.1:6379").__enter__()


def test_another_python_is_named() -> None:
    utils = pytest.importorskip("ray._private.utils", reason="Ray is not installed")
    from ingest.cluster.connection import _translated

    other = {"ray_version": "2.1.0", "python_version": "3.9.1"}
    said = r"h:1 runs Ray 2\.1\.0 on Python 3\.9\.1, and this"
    with pytest.raises(ClusterError, match=said), _translated("h:1"):
        utils.check_version_info(other, "this machine")


def test_an_executor_outside_its_with_statement_says_so() -> None:
    with pytest.raises(ExtractionError, match="with statement"):
        list(ClusterExecutor("127.0.0.1:6379").extract([]))


def test_another_pipeline_code_or_package_is_refused(two_nodes: Cluster, tmp_path: Path) -> None:
    folder = _folder(tmp_path, ["Turku is a member of the Port Cities Network."])
    code = (
        "from importlib.metadata import version\n"
        "from ingest.cluster import likeness\n"
        "executor.pipeline_digest = lambda model: 'another'\n"
        "likeness.version = lambda name: '0.9' if name == 'thinc' else version(name)\n"
        "likeness.files_digest = lambda *words: 'other'"
    )
    said = _refused(two_nodes, folder, code)
    assert f"of {two_nodes.address} runs pipeline {pipeline_digest()}, code " in said
    assert f", thinc {version('thinc')} and this machine pipeline another, code " in said
    assert "code other-other, thinc 0.9; install the same version of Hansa" in said
    assert "numpy" not in said


def test_a_machine_that_lacks_a_package_is_named_with_it(
    two_nodes: Cluster, tmp_path: Path
) -> None:
    folder = _folder(tmp_path, ["Turku is a member of the Port Cities Network."])
    code = (
        "from ingest.cluster import connection, task\n"
        "def read_batch(*words):\n"
        "    from importlib.metadata import version\n"
        "    from ingest import digests\n"
        "    digests.version = lambda name: version('no-' + name)\n"
        "    return task.read_batch(*words)\n"
        "read_batch.__module__ = '__main__'\n"
        "connection.read_batch = read_batch"
    )
    said = _refused(two_nodes, folder, code)
    assert said.startswith(f"hansa: {os.uname().nodename} of {two_nodes.address} cannot read: ")
    assert "PackageNotFoundError: No package metadata was found for no-" in said
    assert said.endswith("; install the same version of Hansa, its packages and the model there\n")


def _refused(of: Cluster, folder: Path, code: str) -> str:
    """Return what is said where the command runs other *code* than processes of the cluster.

    On one machine these would import another ingest package from our folder too.
    """
    data = folder.parent / "data"
    script = f"from ingest.cluster import executor\n{code}\nfrom api.cli import main\nmain()\n"
    with _run(of, folder, "--store", data, code=script) as run:
        out, said = run.communicate()
    assert (run.returncode, out, said.count("\n")) == (1, "", 1)
    assert not data.exists()
    return said


def test_a_document_that_ends_its_process_fails_alone(two_nodes: Cluster, tmp_path: Path) -> None:
    folder = _folder(tmp_path, [f"Turku, no. {n}" for n in range(15)] + ["deadly"])
    words = (folder, "--store", tmp_path / "data", "--root", folder)
    with _run(two_nodes, *words, code=_STAND_IN) as run:
        out, said = run.communicate()
    assert (run.returncode, out) == (1, "15 added, 1 failed; generation 1\n")
    assert said.count("\n") == 1
    assert said.startswith(
        "hansa: 15.txt was not read, since 2 processes that read it alone died ("
    )


def test_a_document_that_needs_more_memory_than_there_is_fails_by_name(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed; pip install '.[ray]'")
    folder = _folder(tmp_path, ["endless"])
    words = (folder, "--store", tmp_path / "data", "--root", folder)
    # Ray ends what reads as soon as more than a thousandth of the machine's memory is used.
    short = {"RAY_memory_usage_threshold": "0.001", "RAY_memory_monitor_refresh_ms": "100"}
    with cluster(**short) as started:
        started.wait()
        with _run(started, *words, code=_STAND_IN) as run:
            try:
                out, said = run.communicate(timeout=120)
            finally:
                run.kill()
    assert (run.returncode, out) == (1, "1 failed\n")
    assert said == (
        "hansa: 00.txt was not read, since 2 processes that read it alone died (OutOfMemoryError); "
        "read it with hansa extract, or give the machines more memory\n"
    )


def test_ctrl_c_ends_what_is_read(two_nodes: Cluster, tmp_path: Path) -> None:
    folder = _folder(tmp_path, ["endless"])
    with _run(two_nodes, folder, "--store", tmp_path / "data", code=_STAND_IN) as run:
        until(lambda: _reads(*two_nodes.nodes))
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        out, said = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert said == "hansa: stopped; nothing was committed, run it again to go on\n"
    until(lambda: not _reads(*two_nodes.nodes))


def test_the_graph_is_the_same_though_a_node_dies(
    two_nodes: Cluster, tmp_path: Path, nlp: Language
) -> None:
    folder = _folder(
        tmp_path,
        [
            f"Turku joined the Port {n} Cities Network in 2019. Its mayor, Aino Virta, chairs it.\n"
            for n in range(24)
        ],
    )
    words = (folder, "--store", tmp_path / "data", "--root", folder)
    with _run(two_nodes, *words) as run:
        until(lambda: _reads(two_nodes.nodes[1]))
        two_nodes.nodes[1].kill()
        out, said = run.communicate()
    assert (run.returncode, out, said) == (0, "24 added; generation 1\n", "")
    serial = SerialExecutor()
    vars(serial)["nlp"] = nlp
    ingest([str(folder)], Workspace(tmp_path / "serial"), serial, root=folder)
    exports = [exported(Workspace(tmp_path / name)) for name in ("data", "serial")]
    assert exports[0] == exports[1]
    assert exports[0].count(b"memberOf") >= 24


def test_a_cluster_that_dies_is_told_and_what_was_committed_stays(
    two_nodes: Cluster, tmp_path: Path
) -> None:
    folder = _folder(tmp_path, [f"Turku, no. {n}" for n in range(64)] + ["endless"])
    words = (folder, "--store", tmp_path / "data", "--root", folder)
    with _run(two_nodes, *words, code=_STAND_IN) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == "hansa: 64 of 65 documents; generation 1\n"
        until(lambda: _reads(*two_nodes.nodes))
        for node in two_nodes.nodes:
            node.kill()
        out, said = run.communicate()
    assert (run.returncode, out) == (1, "64 added; generation 1\n")
    assert said.count("\n") == 1
    assert said.startswith(f"hansa: the cluster {two_nodes.address} is gone, or has no processor")
