"""What is read again when sources are ingested once more, and what is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from spacy.language import Language

from graph.keeping.lock import locked
from graph.keeping.readings import NAME as READINGS
from graph.workspace import Workspace
from ingest import documents, run
from ingest.extraction import extract
from ingest.run import ingest
from ontology.model import Document
from tests.ingest.runs import OSLO, RIGA, TURKU, exported, press_folder, read, state
from tests.ingest.word_executor import WordExecutor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    return press_folder(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a data directory that does not exist yet."""
    return Workspace(tmp_path / "data")


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


@pytest.mark.parametrize("body", ["{", "{}", '{"document": "b.txt"}', None])
def test_what_was_damaged_and_left_out_comes_back_when_it_is_ingested_again(
    folder: Path, workspace: Workspace, body: str | None
) -> None:
    read(folder, workspace)
    before = exported(workspace)
    with closing(sqlite3.connect(workspace.path / "documents.sqlite")) as connection, connection:
        if body is None:
            connection.execute("DELETE FROM extractions WHERE key = 'a.txt'")
        else:
            connection.execute("UPDATE extractions SET body = ? WHERE key = 'a.txt'", (body,))
    with workspace.writer() as writer:
        writer.rebuild()
    assert b"Port Cities" not in exported(workspace)
    report, keys = read(folder, workspace)
    assert (report.outcomes["b.txt"], keys) == ("unchanged", ["a.txt"])
    assert exported(workspace) == before


@pytest.mark.parametrize("text", ["No.", b"\xff\x00"])
def test_a_text_that_was_damaged_is_put_right_when_it_is_ingested_again(
    folder: Path, workspace: Workspace, text: str | bytes
) -> None:
    read(folder, workspace)
    with closing(sqlite3.connect(workspace.path / "documents.sqlite")) as connection, connection:
        connection.execute("UPDATE contents SET text = ? WHERE key = 'a.txt'", (text,))
    assert read(folder, workspace)[0].outcomes["a.txt"] == "changed"
    assert Workspace(workspace.path).documents.document("a.txt").text == TURKU


def test_what_the_pipeline_reads_does_not_hang_on_the_key(nlp: Language) -> None:
    with as_file(files("ingest") / "samples" / "newsletter-quiet-streets.md") as path:
        one = documents.read(path, root=path.parent)
    other = replace(one, key="https://harbours.example/2019/Riga.html")
    first, second = extract([one, other], nlp)
    assert first.facts
    assert replace(first, document=other.key) == second
