"""What is typed wrongly is refused at once, in one sentence and with one status everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.test_cli import ROOT, hansa

from .sample import write_sample


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with two documents, for reading only."""
    folder = tmp_path_factory.mktemp("usage") / "data"
    write_sample(folder)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("retract", "no-such.md"),
        ("retract", "no-such.md", "--purge"),
        ("export", "-", "--graph", "doc/no-such"),
        ("export", "-", "--generation", "9"),
        ("diff", "1", "9"),
        ("generations", "pin", "9"),
        ("review", "accept", "no-such"),
        ("curate", "undo", "9"),
        ("curate", "rename", "id/city/no-such", "Name"),
        ("ask", "about", "entity=No Such Thing"),
        ("ask", "document-says", "document=no-such.md"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_wrong_use_said_in_one_line(
    store: Path, words: tuple[str, ...]
) -> None:
    done = hansa(*words, "--store", store)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("hansa: ")


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "networks"),
        ("query", "ASK {}"),
        ("ingest", "file"),
        ("documents",),
        ("retract", "a.md"),
        ("rebuild",),
        ("validate",),
        ("check",),
        ("diff", "1", "2"),
        ("export", "-"),
        ("backup", "copy"),
        ("restore", "copy"),
        ("review",),
        ("review", "accept", "x"),
        ("curate", "list"),
        ("curate", "same", "A", "B"),
        ("generations",),
        ("generations", "pin", "1"),
        ("demo", "--no-serve"),
        ("serve", "--port", "0"),
    ],
    ids=" ".join,
)
def test_a_file_for_a_data_directory_is_refused_at_once(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("Riga is a city.")
    done = hansa(*words, "--store", "file", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "hansa: file is a file; name a directory with --store or HANSA_STORE\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("file/data", "file is a file, so that file/data cannot be a data directory"),
        ("link", "link is a link that leads nowhere"),
    ],
)
def test_what_cannot_become_a_data_directory_is_refused(
    tmp_path: Path, place: str, what: str
) -> None:
    (tmp_path / "file").write_text("Riga is a city.")
    (tmp_path / "link").symlink_to("nowhere")
    done = hansa("ingest", "file", cwd=tmp_path, HANSA_STORE=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"hansa: {what}; name a directory with --store or HANSA_STORE\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "--format", "xml"), "'xml' is not one of 'sentences', 'table', 'json', 'csv'"),
        (("export", "-", "--format", "doc"), "'doc' is not one of 'nq', 'trig', 'ttl'"),
        (("generations", "--format", "xml"), "'xml' is not one of 'table', 'json'."),
        (("generations", "pin", "abc"), "'abc' is not a whole number"),
        (("export", "-", "--generation", "1.5"), "'1.5' is not a whole number"),
        (("export", "-", "--generation", "0"), "0 is too small; give 1 or more"),
        (("serve", "--port", "99999"), "99999 is too large; give 65535 or less"),
        (("diff", "1", "9" * 5000), "has more digits than any number that is meant here"),
    ],
    ids=lambda given: given[:40] if isinstance(given, str) else None,
)
def test_what_an_argument_has_to_be_is_said_plainly(words: tuple[str, ...], said: str) -> None:
    done = hansa(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()[-1]
    assert "Value error" not in done.stderr
    assert "Input should" not in done.stderr


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("typer", ["ask"]),
        ("pyoxigraph", ["ask"]),
        ("queries.answers", ["ask", "networks"]),
        ("ingest.run", ["ingest", "a.md"]),
    ],
)
def test_ctrl_c_while_modules_load_ends_it_without_a_word(module: str, words: list[str]) -> None:
    code = (
        "import os, signal, sys, time\n"
        "class Pressing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "            time.sleep(60)\n"
        "sys.meta_path.insert(0, Pressing())\n"
        "from api.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_server_of_nothing_says_that_there_is_nothing_yet(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--store", str(tmp_path / "none")], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            said = [server.stderr.readline() for _ in range(2)]
        finally:
            server.terminate()
    assert said[0].startswith(f"Hansa serves {tmp_path}/none on http://127.0.0.1:")
    assert said[1].startswith(f"hansa: there is nothing in {tmp_path}/none yet; run hansa ingest")
    assert not (tmp_path / "none").exists()
