"""How far a run is, told without a terminal, and what is said of one that was interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.commands.progress import Lines, shown
from graph.keeping.lock import locked
from tests.api.test_cli import ROOT, hansa
from tests.ingest.long_texts import long_document

from .sample import write_sample


def test_a_group_is_told_when_more_follow(capsys: pytest.CaptureFixture[str]) -> None:
    with shown("Reading") as progress:
        progress("a.txt", 64, 200)
        progress.committed(64, 200, 3)
        progress("b.txt", 200, 200)
        progress.committed(200, 200, 4)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "hansa: 64 of 200 documents; generation 3\n")


def test_a_long_silence_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(silence=0.05)
    said = ""
    with lines.running():
        while "still reading; no document yet" not in said:
            said += capsys.readouterr().err
        lines("odd\u202e.txt", 1, 2)
        while "hansa: still reading; 1 of 2 documents, the last odd⟨U+202E⟩.txt\n" not in said:
            said += capsys.readouterr().err
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_keeps_what_it_committed_and_says_so(
    tmp_path: Path, workers: str
) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    for number in range(64):
        text = f"Turku is a member of the Port {number} Cities Network.\n"
        (folder / f"{number:02}.txt").write_text(text)
    (folder / "long.md").write_text(long_document(3_000_000))
    words = ["ingest", folder, "--store", tmp_path / "data", "--root", folder, "--workers", workers]
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as run:
        assert run.stderr is not None
        line = next(line for line in run.stderr if "still reading" not in line)
        assert line == "hansa: 64 of 65 documents; generation 1\n"
        # As a terminal does: to the command and to all that it started.
        os.killpg(run.pid, signal.SIGINT)
        out, said = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "64 added; generation 1\n")
    said = "".join(line for line in said.splitlines(True) if "still reading" not in line)
    assert said == "hansa: stopped; what is counted above stays, run it again to go on\n"
    again = hansa("ingest", folder / "00.txt", "--store", tmp_path / "data", "--root", folder)
    assert again.stdout == "1 unchanged; generation 1\n"


def test_a_run_interrupted_before_anything_was_committed_says_so(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text(long_document(3_000_000))
    words = ["ingest", tmp_path / "long.md", "--store", tmp_path / "data"]
    code = (
        "from api.commands import progress\n"
        "progress.Lines.__init__.__kwdefaults__['silence'] = 0.2\n"
        "from api.cli import main\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == "hansa: still reading; no document yet\n"
        run.send_signal(signal.SIGINT)
        out, said = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "")
    assert said.endswith("hansa: stopped; nothing was committed, run it again to go on\n")
    assert not (tmp_path / "data").exists()


def test_a_command_that_is_stopped_while_it_waits_says_so(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    command = [sys.executable, "-m", "api.cli", "rebuild", "--store", str(store)]
    with (
        locked(store / "lock"),
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run,
    ):
        assert run.stderr is not None
        assert "waiting for it to finish" in run.stderr.readline()
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said == (
        "hansa: stopped; what was begun, the next command that writes undoes or finishes\n"
    )


def test_ctrl_c_that_comes_too_late_is_answered_with_what_was_done(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    code = (
        "import os, signal\n"
        "from graph.writing.parent import WriterProcess\n"
        "tell = WriterProcess.tell\n"
        "def pressing(self, message):\n"
        "    tell(self, message)\n"
        "    if 'commit' in message:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "WriterProcess.tell = pressing\n"
        "from api.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "rebuild", "--store", str(store)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "hansa: that was too late; it is done, as generation 2\n"
    assert hansa("check", "--store", store).stdout == "generation 2 is sound\n"
