"""Runs over sources: what is read again and what is not, what is written and what never is."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from graph.lock import locked
from graph.readings import NAME as READINGS
from graph.workspace import Workspace
from ingest import documents, run
from ingest.executors import Result
from ingest.run import InterruptedRun, RunReport, ingest
from ontology.model import Document
from tests.ingest.word_executor import WordExecutor

TURKU = "Turku is a member of the Port Cities Network.\n"
OSLO = "Oslo is a member of the Fjord Cities Network.\n"
RIGA = "Riga is a member of the Amber Cities Network.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    made = tmp_path / "press"
    made.mkdir()
    (made / "a.txt").write_text(TURKU)
    (made / "b.txt").write_text(OSLO)
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a data directory that does not exist yet."""
    return Workspace(tmp_path / "data")


def read(
    folder: Path, workspace: Workspace, executor: WordExecutor | None = None, *, force: bool = False
) -> tuple[RunReport, list[str]]:
    """Ingest *folder* and return the report and the keys that were extracted."""
    executor = executor or WordExecutor()
    executor.read.clear()
    opened = Workspace(workspace.path)  # another one each time, as another command would have
    try:
        report = ingest([str(folder)], opened, executor, root=folder, force=force)
    finally:
        opened.documents.close()
    return report, executor.read


def state(workspace: Workspace) -> dict[str, str]:
    """Return the digest of every file of a data directory."""
    return {
        str(path.relative_to(workspace.path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(workspace.path.rglob("*"))
        if path.is_file()
    }


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def test_unchanged_documents_are_neither_read_nor_written(
    folder: Path, workspace: Workspace
) -> None:
    first, keys = read(folder, workspace)
    assert (first.outcomes, first.generation) == ({"a.txt": "added", "b.txt": "added"}, 1)
    assert keys == ["a.txt", "b.txt"]
    before = state(workspace)
    with locked(workspace.path / "lock", timeout=0):  # so they take no lock either
        signed = state(workspace)
        again, keys = read(folder, workspace)
        assert state(workspace) == signed
    assert state(workspace) == before
    assert again.outcomes == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert (again.generation, keys, again.words) == (1, [], 0)


def test_unchanged_documents_are_not_even_converted(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, workspace)

    def refuse(*_: object) -> None:
        raise AssertionError("an unchanged document was converted")

    monkeypatch.setattr(documents, "read_original", refuse)
    assert read(folder, workspace)[0].counts() == {"unchanged": 2}


def test_force_reads_all_and_changes_nothing(folder: Path, workspace: Workspace) -> None:
    read(folder, workspace)
    before = exported(workspace)
    forced, keys = read(folder, workspace, force=True)
    assert (forced.counts(), keys) == ({"unchanged": 2}, ["a.txt", "b.txt"])
    assert exported(workspace) == before


def test_only_what_changed_is_read(folder: Path, workspace: Workspace) -> None:
    read(folder, workspace)
    (folder / "b.txt").write_text(RIGA)
    (folder / "c.txt").write_text(OSLO)
    report, keys = read(folder, workspace)
    assert report.outcomes == {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "added"}
    assert "b.txt" in keys
    assert b"Amber" in exported(workspace)


def test_another_pipeline_reads_again(folder: Path, workspace: Workspace) -> None:
    read(folder, workspace)
    report, keys = read(folder, workspace, WordExecutor(digest="words2"))
    assert (report.counts(), keys) == ({"changed": 2}, ["a.txt", "b.txt"])
    back, keys = read(folder, workspace)
    assert (back.counts(), keys) == ({"changed": 2}, [])


def test_other_readers_convert_again_but_the_same_text_is_not_extracted_again(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, workspace)
    before = exported(workspace)
    monkeypatch.setattr(documents, "reading_digest", lambda *_, **__: "other readers")
    converted: list[str] = []
    convert = documents.convert

    def counted(loaded: documents.Loaded, **_: object) -> Document:
        converted.append(loaded.key)
        return convert(loaded)

    monkeypatch.setattr(run, "convert", counted)
    for expected in (["a.txt", "b.txt"], []):
        report, keys = read(folder, workspace)
        assert (report.counts(), report.generation, keys) == ({"unchanged": 2}, 1, [])
        assert converted == expected
        converted.clear()
    assert exported(workspace) == before


def test_other_readers_that_read_another_text_make_a_new_extraction(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, workspace)
    monkeypatch.setattr(documents, "reading_digest", lambda *_, **__: "other readers")
    convert = documents.convert

    def shouting(loaded: documents.Loaded, **_: object) -> Document:
        read_so = convert(loaded)
        text = read_so.text.replace("Port Cities", "Harbour Cities")
        return replace(read_so, text=text)

    monkeypatch.setattr(run, "convert", shouting)
    report, keys = read(folder, workspace)
    assert (report.outcomes, keys) == ({"a.txt": "changed", "b.txt": "unchanged"}, ["a.txt"])
    assert b"Harbour Cities" in exported(workspace)
    assert b"Port Cities" not in exported(workspace)
    assert read(folder, workspace)[0].counts() == {"unchanged": 2}


def test_without_the_cache_of_readings_only_the_conversion_is_done_again(
    folder: Path, workspace: Workspace
) -> None:
    read(folder, workspace)
    for damage in (b"", b"no database at all, but long enough to be taken for a page" * 99, None):
        if damage is None:
            (workspace.path / READINGS).unlink()
        else:
            (workspace.path / READINGS).write_bytes(damage)
        report, keys = read(folder, workspace)
        assert (report.counts(), keys, report.generation) == ({"unchanged": 2}, [], 1)
        healed = state(workspace)
        assert read(folder, workspace)[0].counts() == {"unchanged": 2}
        assert state(workspace) == healed


def test_the_same_bytes_under_another_key_are_read_once(folder: Path, workspace: Workspace) -> None:
    (folder / "c.txt").write_text(TURKU)
    first, keys = read(folder, workspace)
    assert first.outcomes == {"a.txt": "added", "b.txt": "added", "c.txt": "duplicate"}
    assert (first.duplicates, keys) == ({"c.txt": "a.txt"}, ["a.txt", "b.txt"])
    (folder / "0.txt").write_text(TURKU)
    second, keys = read(folder, workspace)
    assert (second.outcomes["0.txt"], keys) == ("duplicate", [])
    third, _ = read(folder, workspace)
    assert third.outcomes == {
        "0.txt": "unchanged",
        "a.txt": "duplicate",
        "b.txt": "unchanged",
        "c.txt": "duplicate",
    }
    assert third.duplicates == {"a.txt": "0.txt", "c.txt": "0.txt"}


def test_the_same_bytes_in_another_format_are_another_document(
    folder: Path, workspace: Workspace
) -> None:
    fronted = f"---\ntitle: The harbour paper\n---\n{TURKU}"
    for name in ("a.txt", "c.md"):
        (folder / name).write_text(fronted)
    _, keys = read(folder, workspace)
    assert sorted(keys) == ["a.txt", "b.txt", "c.md"]
    found = Workspace(workspace.path).documents
    assert found.document("a.txt").text == fronted
    assert (found.document("c.md").text, found.document("c.md").title) == (
        TURKU,
        "The harbour paper",
    )


def test_one_key_for_a_file_of_another_format_is_read_again(
    folder: Path, workspace: Workspace
) -> None:
    fronted = f"---\ntitle: The harbour paper\n---\n{TURKU}"
    for name in ("a.txt", "a.md"):
        (folder / name).write_text(fronted)

    def outcome(name: str) -> str:
        path = str(folder / name)
        report = ingest([path], Workspace(workspace.path), WordExecutor(), root=folder, key="paper")
        return report.outcomes["paper"]

    assert [outcome(name) for name in ("a.txt", "a.txt", "a.md", "a.md")] == [
        "added",
        "unchanged",
        "changed",
        "unchanged",
    ]
    assert Workspace(workspace.path).documents.document("paper").title == "The harbour paper"


def test_a_title_that_changes_alone_is_a_change(folder: Path, workspace: Workspace) -> None:
    (folder / "a.txt").unlink()
    for title, expected in (("One", "added"), ("Two", "changed"), ("Two", "unchanged")):
        (folder / "c.md").write_text(f"---\ntitle: {title}\n---\n{TURKU}")
        assert read(folder, workspace)[0].outcomes["c.md"] == expected
    with workspace.reader() as reader:
        assert "Two" in [row.title for row in reader.documents()]


def test_what_was_retracted_comes_back_without_being_read_again(
    folder: Path, workspace: Workspace
) -> None:
    read(folder, workspace)
    before = exported(workspace)
    with workspace.writer() as writer:
        writer.retract("a.txt")
        writer.commit()
    report, keys = read(folder, workspace)
    assert (report.outcomes, keys) == ({"a.txt": "added", "b.txt": "unchanged"}, [])
    assert exported(workspace) == before


def test_contents_that_come_back_are_not_read_again(folder: Path, workspace: Workspace) -> None:
    for text, expected in ((TURKU, 2), (RIGA, 1), (TURKU, 0)):
        (folder / "a.txt").write_text(text)
        assert len(read(folder, workspace)[1]) == expected
    assert b"Port Cities" in exported(workspace)
    assert b"Amber" not in exported(workspace)


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


def test_long_texts_are_committed_before_a_group_is_full(
    folder: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHARACTERS", 10)
    assert read(folder, workspace)[0].generation == 2


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
