"""``make soak``: a data directory lives through random work and random faults.

``python -m tests.soak [MINUTES] [SEED]`` prints a line for each round: which fault came (SIGKILL at
any call of the writing modules, two writers at once, a checkpoint or a file beside the store
deleted, a damaged row, a backup restored), how the writer ended, and that the directory is sound
and its graph the one its documents make.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.errors import GraphError
from graph.workspace import Workspace
from graph.writing.writer import Writer
from tests.benchmarks.corpus import corpus
from tests.graph.crash_run import kill_at

ROOT = Path(__file__).parents[1]
DOCUMENTS = 60
#: Moves of one writer between two checks.
MOVES = 12


def work(directory: Path, seed: int, step: int) -> None:
    """Do random moves with a writer; with a *step*, be killed at that call."""
    dice = random.Random(seed)
    pairs = list(corpus(DOCUMENTS, seed=7))
    with Workspace(directory).writer() as writer:
        if step:
            kill_at(step)
        for _ in range(MOVES):
            move(writer, dice, pairs)
        sys.setprofile(None)
        print(json.dumps(writer.commit().generation))


def move(writer: Writer, dice: random.Random, pairs: list) -> None:  # type: ignore[type-arg]
    """Put, retract, purge, commit or make anew."""
    document, extraction = dice.choice(pairs)
    chosen = dice.choices(("put", "retract", "commit", "purge", "rebuild"), (60, 15, 15, 3, 2))[0]
    try:
        if chosen == "put":
            writer.put(document, extraction)
        elif chosen == "retract":
            writer.retract(document.key)
        elif chosen == "purge":
            writer.purge(document.key)
        elif chosen == "commit":
            writer.commit()
        else:
            writer.commit()
            writer.rebuild()
    except GraphError as error:
        if "no document" not in str(error):
            raise


def start(directory: Path, seed: int, step: int = 0) -> subprocess.Popen[str]:
    """Start the work in a process of its own."""
    command = [sys.executable, "-m", "tests.soak", "work", str(directory), str(seed), str(step)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.DEVNULL)


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for a writer; it may only have ended well, or by SIGKILL."""
    status = process.wait()
    if status not in (0, -signal.SIGKILL):
        raise SystemExit(f"a writer ended with {status}")
    return "killed" if status else "ended"


# Faults: each gets the directory and the dice, and says what it did


def killed_at_a_call(directory: Path, dice: random.Random) -> str:
    step = int(10 ** dice.uniform(0, 4.3))
    return f"SIGKILL at call {step}: {ended(start(directory, dice.randrange(10**6), step))}"


def killed_at_a_moment(directory: Path, dice: random.Random) -> str:
    process = start(directory, dice.randrange(10**6))
    time.sleep(dice.uniform(0.1, 3))
    process.kill()
    return f"SIGKILL at a moment: {ended(process)}"


def two_writers(directory: Path, dice: random.Random) -> str:
    running = [start(directory, dice.randrange(10**6)) for _ in range(2)]
    return f"two writers: {', '.join(map(ended, running))}"


def checkpoint_deleted(directory: Path, dice: random.Random) -> str:
    numbers = Workspace(directory).generations().numbers()
    if not numbers:
        return "no checkpoint to delete"
    number = dice.choice(numbers)
    shutil.rmtree(directory / "generations" / str(number))
    if number == numbers[-1]:
        with Workspace(directory).writer() as writer:
            writer.rebuild()
    return f"checkpoint {number} of {numbers} deleted"


def side_file_deleted(directory: Path, dice: random.Random) -> str:
    name = dice.choice(("search.sqlite", "published.sqlite", "readings.sqlite"))
    for path in directory.glob(f"{name}*"):
        path.unlink()
    with Workspace(directory).writer() as writer:
        writer.rebuild()
    return f"{name} deleted"


def row_damaged(directory: Path, dice: random.Random) -> str:
    with sqlite3.connect(directory / "documents.sqlite") as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM current ORDER BY key")]
        key = dice.choice(keys) if keys else ""
        connection.execute("UPDATE extractions SET body = 'x' || body WHERE key = ?", (key,))
    connection.close()
    if key and not any(key in fault for fault in check(Workspace(directory)).faults):
        raise SystemExit(f"hansa check does not see the damage of {key}")
    with Workspace(directory).writer() as writer:
        for document, extraction in corpus(DOCUMENTS, seed=7):
            if document.key == key:
                writer.put(document, extraction)
        writer.commit()
        if key:
            writer.purge(key)  # other readings of it may be damaged too
    return f"row of {key or 'nothing'} damaged"


def restored(directory: Path, dice: random.Random) -> str:  # noqa: ARG001
    if Workspace(directory).generations().current() is None:
        return "nothing to back up"
    folder = directory.with_name("backup")
    shutil.rmtree(folder, ignore_errors=True)
    back_up(Workspace(directory), folder)
    shutil.rmtree(directory)
    restore(folder, directory)
    return "backed up, deleted and restored"


def nothing(directory: Path, dice: random.Random) -> str:
    return f"undisturbed: {ended(start(directory, dice.randrange(10**6)))}"


FAULTS: tuple[Callable[[Path, random.Random], str], ...] = (
    *(killed_at_a_call, killed_at_a_call, killed_at_a_call, killed_at_a_moment),
    *(two_writers, checkpoint_deleted, side_file_deleted, row_damaged, restored, nothing),
)


def sound(directory: Path) -> str:
    """Finish what was left, and hold the directory to its documents."""
    workspace = Workspace(directory)
    with workspace.writer():
        pass
    if workspace.generations().current() is None:
        return "empty"
    faults = check(workspace, every=True, deep=True).faults
    if faults:
        raise SystemExit("\n".join(faults))
    with workspace.reader() as reader:
        return f"generation {reader.generation}, {len(reader.documents())} documents, sound"


def main(minutes: float, seed: int) -> None:
    """Run rounds until the time is over."""
    dice, until = random.Random(seed), time.monotonic() + 60 * minutes
    print(f"seed {seed}, {minutes:g} minutes", flush=True)
    with TemporaryDirectory(prefix="hansa-soak-") as name:
        directory, number = Path(name, "data"), 0
        ended(start(directory, seed))
        while time.monotonic() < until:
            number += 1
            fault = dice.choice(FAULTS)(directory, dice)
            print(f"{number}: {fault}; {sound(directory)}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["work"]:
        work(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
        sys.stdout.flush()
        os._exit(0)
    minutes, seed, *_ = [*sys.argv[1:], *("5", str(random.randrange(10**6)))[len(sys.argv) - 1 :]]
    main(float(minutes), int(seed))
