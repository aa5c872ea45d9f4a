"""Runs over sources: groups, failures, interruptions, and what others left unfinished."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from graph.keeping.lock import locked
from graph.workspace import Workspace
from ingest import documents, run
from ingest.documents import Loaded
from ingest.executors import Result
from ingest.run import InterruptedRun, ingest
from ingest.settings import ReadSettings
from ontology.model import Document
from tests.ingest.runs import OSLO, TURKU, exported, press_folder, read
from tests.ingest.word_executor import WordExecutor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    return press_folder(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a data directory that does not exist yet."""
    return Workspace(tmp_path / "data")


def test_a_source_that_is_named_twice_is_read_once(folder: Path, workspace: Workspace) -> None:
    executor = WordExecutor()
    twice = [str(folder / "a.txt"), str(folder), str(folder / "." / "a.txt")]
    report = ingest(twice, workspace, executor, root=folder)
    assert report.counts() == {"added": 2}
    assert executor.read == ["a.txt", "b.txt"]


def test_one_that_fails_takes_no_other_with_it_and_is_tried_again(
    folder: Path, workspace: Workspace
) -> None:
    (folder / "a.txt").write_text("This text is unreadable, says the executor of the tests.")
    (folder / "c.txt").write_bytes(b"\x00")
    for _ in range(2):
        report, keys = read(folder, workspace)
        assert {failure.source for failure in report.failures} == {
            str(folder / "a.txt"),
            str(folder / "c.txt"),
        }
        assert "a.txt" in keys
    assert report.outcomes == {"b.txt": "unchanged"}


class Asking(WordExecutor):
    """Takes the writer's lock for itself while it extracts, without waiting."""

    def __init__(self, lock: Path) -> None:
        super().__init__()
        self.lock = lock

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        self.lock.parent.mkdir(exist_ok=True)
        with locked(self.lock, timeout=0):
            results = list(super().extract(documents))
        yield from results


def test_nobody_waits_for_a_run_that_is_extracting(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GROUP", 1)
    executor = Asking(workspace.path / "lock")
    assert read(folder, workspace, executor)[0].counts() == {"added": 2}


def test_groups_are_committed_one_by_one_and_told(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GROUP", 2)
    for number in range(3):
        (folder / f"c{number}.txt").write_text(OSLO.replace("Oslo", f"Oslo{number}"))
    told: list[tuple[int, int, int]] = []
    report = ingest(
        [str(folder)],
        workspace,
        WordExecutor(),
        root=folder,
        on_commit=lambda *words: told.append(words),
    )
    assert report.counts() == {"added": 5}
    assert told == [(2, 5, 1), (4, 5, 2), (5, 5, 3)]


def test_a_group_is_larger_for_who_reads_more_at_a_time(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GROUP", 2)
    for number in range(3):
        (folder / f"c{number}.txt").write_text(OSLO.replace("Oslo", f"Oslo{number}"))
    executor = WordExecutor()
    executor.width = 8  # a group is enough for four
    told: list[tuple[int, int, int]] = []
    sources = [str(folder)]
    ingest(sources, workspace, executor, root=folder, on_commit=lambda *words: told.append(words))
    assert told == [(4, 5, 1), (5, 5, 2)]


def test_long_texts_are_committed_before_a_group_is_full(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHARACTERS", 10)
    assert read(folder, workspace)[0].generation == 2


class Counted(str):
    """A text that counts how often it is measured or compared."""

    looks = 0

    def __len__(self) -> int:
        Counted.looks += 1
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        Counted.looks += 1
        return super().__eq__(other)

    __hash__ = str.__hash__


def test_what_a_document_costs_does_not_grow_with_its_group(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(48):
        (folder / f"c{number}.txt").write_text(OSLO.replace("Oslo", f"Oslo{number}"))

    def counted(loaded: Loaded, *, settings: ReadSettings) -> Document:
        made = documents.convert(loaded, settings=settings)
        return replace(made, key=Counted(made.key), text=Counted(made.text))

    monkeypatch.setattr(run, "convert", counted)
    assert read(folder, workspace)[0].counts() == {"added": 50}
    assert 0 < Counted.looks < 50 * 20


class Interrupted(WordExecutor):
    """Hears Ctrl+C when it comes to a certain document."""

    def extract(self, documents: Sequence[Document]) -> Iterator[Result]:
        for document in documents:
            if document.key == "b.txt":
                os.kill(os.getpid(), signal.SIGINT)
            yield from super().extract([document])


def test_what_was_committed_before_an_interruption_stays(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GROUP", 1)
    with pytest.raises(InterruptedRun) as caught:
        read(folder, workspace, Interrupted())
    assert (caught.value.report.outcomes, caught.value.report.generation) == ({"a.txt": "added"}, 1)
    assert read(folder, workspace)[0].outcomes == {"a.txt": "unchanged", "b.txt": "added"}


def test_an_interruption_while_committing_lets_the_commit_end(
    folder: Path, workspace: Workspace
) -> None:
    wait = threading.Event()

    def interrupt() -> None:
        # Its process holds the lock from here on until it has committed.
        while not (workspace.path / "readings.sqlite").exists() and not wait.wait(0.001):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(InterruptedRun) as caught:
            read(folder, workspace)
    finally:
        wait.set()
        thread.join()
    assert caught.value.report.outcomes == {"a.txt": "added", "b.txt": "added"}
    assert caught.value.report.generation == 1
    assert b"Port Cities" in exported(workspace)


def test_a_run_finishes_what_a_killed_one_left_though_nothing_changed(
    folder: Path, workspace: Workspace
) -> None:
    read(folder, workspace)
    before = exported(workspace)
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        connection.execute("UPDATE meta SET value = 'others' WHERE name = 'inputs'")
    connection.close()
    assert read(folder, workspace)[0].generation == 2
    assert exported(workspace) == before


def test_a_file_that_is_written_meanwhile_is_read_when_it_rests(folder: Path) -> None:
    path = folder / "a.txt"
    with _Written(path, times=2) as file:
        assert documents.read_steadily(file, 1000) == TURKU.encode() + b"more" * 2
    with _Written(path, times=99) as file:
        assert documents.read_steadily(file, 1000) is None


class _Written:
    """An open file to which somebody writes each time it has been read, so many times."""

    def __init__(self, path: Path, *, times: int) -> None:
        self.path, self.times = path, times
        self.file = path.open("rb")

    def __enter__(self) -> documents.Steady:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def fileno(self) -> int:
        return self.file.fileno()

    def seek(self, offset: int) -> int:
        return self.file.seek(offset)

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        if self.times:
            self.times -= 1
            with self.path.open("ab") as other:
                other.write(b"more")
        return data
