"""Databases of older layouts are brought to this one, or are left as they were."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from graph.curating.verdicts import Decided, Verdict
from graph.errors import CurationError, StoreError, WorkspaceVersionError
from graph.keeping.documents import DocumentStore
from graph.workspace import Workspace
from ontology.iris import CLAIM_DIGITS, Base
from tests.graph.factories import harbour_story, large_story, tide_story

LAYOUT_2 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents (
    key TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    language TEXT NOT NULL, title TEXT, publisher TEXT, date TEXT, PRIMARY KEY (key, sha256));
CREATE TABLE extractions (
    key TEXT NOT NULL, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, sha256, pipeline));
CREATE TABLE current (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX current_by_sha256 ON current (sha256, key);
CREATE TABLE graphs (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (link TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE verdicts (
    claim TEXT PRIMARY KEY, key TEXT NOT NULL, verdict TEXT NOT NULL, saying TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX verdicts_by_key ON verdicts (key);
PRAGMA user_version = 2;
"""
LAYOUT_3 = (
    LAYOUT_2[: LAYOUT_2.index("CREATE TABLE verdicts")]
    + """
CREATE TABLE verdicts (
    given INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
    verdict TEXT NOT NULL);
CREATE INDEX verdicts_by_key ON verdicts (key);
CREATE TABLE claims (claim TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX claims_by_key ON claims (key);
CREATE TABLE indexed (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX contents_by_sha256 ON contents (sha256, key);
PRAGMA user_version = 3;
"""
)
#: What of layout 4 has changed since; the rest is as it is now.
#: What makes a file of layout 6 of one of this layout.
LAYOUT_6 = """
ALTER TABLE verdicts DROP COLUMN edit;
DROP TABLE doubts; DROP TABLE spelled; DROP TABLE blocks; DROP TABLE near;
PRAGMA user_version = 6;
"""
#: What makes a file of layout 5 of one of this layout.
LAYOUT_5 = f"""{LAYOUT_6}
DROP INDEX nodes_by_hash8; ALTER TABLE nodes DROP COLUMN hash8; DROP TABLE endings;
CREATE TABLE indexed (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO indexed SELECT * FROM current WHERE key NOT IN (SELECT key FROM unindexed);
DROP TABLE unindexed;
ALTER TABLE claims RENAME TO claims_6;
DROP INDEX claims_by_key;
CREATE TABLE claims (claim TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX claims_by_key ON claims (key);
INSERT INTO claims SELECT backwards(backwards), key FROM claims_6;
DROP TABLE claims_6;
PRAGMA user_version = 5;
"""  # noqa: S608
LAYOUT_4 = f"""{LAYOUT_5}
ALTER TABLE decisions DROP COLUMN called;
INSERT INTO decisions VALUES
    (3, 'rename', 'id/network/ring', NULL, 'Ring', 'en', 'ada', '2024-05-06T07:08:09Z', '[["r"]]');
PRAGMA user_version = 4;
"""  # noqa: S608
HERE, THERE = Base("https://here.example/"), Base("https://there.example/")
ONE, OTHER = "1" * CLAIM_DIGITS, "2" * CLAIM_DIGITS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "documents.sqlite"


def _build(path: Path, *, keys: dict[str, str], verdicts: list[tuple[str, str, str]]) -> None:
    """Build a database of layout 2 of documents, with their digests, and verdicts by IRI."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(LAYOUT_2)
        for key, sha256 in keys.items():
            row = (key, "text", sha256, "text/plain", "en", None, None, None)
            connection.execute("INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO current VALUES (?, ?, 'p')", (key, sha256))
        said = [(*verdict, "its words") for verdict in verdicts]
        connection.executemany("INSERT INTO verdicts VALUES (?, ?, ?, ?)", said)
    connection.close()


def _script(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.create_function("backwards", 1, lambda text: text[::-1])
    connection.executescript(script)
    connection.close()


def _migrated(path: Path) -> tuple[list[Decided], dict[str, list[Decided]]]:
    DocumentStore.open(path, writable=True).close()
    store = DocumentStore.open(path)
    found = store.decided(), store.verdicts_by_key()
    store.close()
    return found


@pytest.mark.parametrize(
    ("base", "verdict"), [(HERE, "accept"), (THERE, "reject"), (None, "reject")]
)
def test_of_the_verdicts_on_a_claim_under_two_bases_that_of_the_base_in_use_is_kept(
    path: Path, base: Base | None, verdict: Verdict
) -> None:
    said = [(HERE.claim(ONE), "a.txt", "accept"), (THERE.claim(ONE), "a.txt", "reject")]
    _build(path, keys={"a.txt": "s"}, verdicts=[*said, (HERE.claim(OTHER), "a.txt", "accept")])
    if base is not None:
        _script(path, f"INSERT INTO meta VALUES ('base', '{base.iri}')")  # noqa: S608
    kept, _ = _migrated(path)
    assert {one.claim: one.verdict for one in kept} == {ONE: verdict, OTHER: "accept"}


def test_of_verdicts_on_keys_with_the_same_bytes_that_of_the_smallest_is_the_latest(
    path: Path,
) -> None:
    said = [(HERE.claim(OTHER), "a.txt", "accept"), (HERE.claim(ONE), "b.txt", "reject")]
    _build(path, keys={"a.txt": "s", "b.txt": "s"}, verdicts=said)
    first, second = Decided(ONE, "b.txt", "reject"), Decided(OTHER, "a.txt", "accept")
    kept, by_key = _migrated(path)
    assert kept == [first, second]
    assert by_key == {"a.txt": [first, second], "b.txt": [first, second]}


def test_a_verdict_on_a_key_that_was_retracted_comes_before_those_that_had_effect(
    path: Path,
) -> None:
    said = [(HERE.claim(ONE), "a.txt", "accept"), (HERE.claim(OTHER), "b.txt", "reject")]
    _build(path, keys={"a.txt": "s", "b.txt": "s"}, verdicts=said)
    _script(path, "DELETE FROM current WHERE key = 'a.txt'")
    kept, _ = _migrated(path)
    assert [one.key for one in kept] == ["a.txt", "b.txt"]


def test_a_migration_that_fails_says_so_and_leaves_the_file_as_it_was(path: Path) -> None:
    _build(path, keys={"a.txt": "s"}, verdicts=[(HERE.claim(ONE), "a.txt", "accept")])
    _script(path, "CREATE TABLE claims (other TEXT)")
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(StoreError, match=r"an older version of Hansa, and bringing") as caught:
            DocumentStore.open(path, writable=True)
        assert "is it a data directory" not in str(caught.value)
        assert path.read_bytes() == before
        assert [left.name for left in path.parent.iterdir()] == [path.name]
    with pytest.raises(WorkspaceVersionError, match="run hansa rebuild"):
        DocumentStore.open(path)
    _script(path, "DROP TABLE claims")
    assert [one.claim for one in _migrated(path)[0]] == [ONE]


def test_verdicts_of_which_nobody_knows_who_gave_them_are_kept(path: Path) -> None:
    _script(path, f"PRAGMA journal_mode = WAL; {LAYOUT_3}")
    _script(path, f"INSERT INTO verdicts VALUES (7, '{ONE}', 'a.txt', 'reject')")  # noqa: S608
    kept, _ = _migrated(path)
    assert kept == [Decided(ONE, "a.txt", "reject")]
    store = DocumentStore.open(path)
    assert store.meta("anew") == "yes"
    store.close()


def test_decisions_that_do_not_say_what_things_were_called_are_kept(path: Path) -> None:
    DocumentStore.open(path, writable=True).close()
    _script(path, LAYOUT_4)
    with pytest.raises(WorkspaceVersionError, match="run hansa rebuild"):
        DocumentStore.open(path)
    store = DocumentStore.open(path, writable=True)
    (kept,) = store.decisions()
    assert (kept.number, kept.name, kept.anchors, kept.called) == (3, "Ring", (("r",),), ())
    assert not store.meta("anew")
    store.take_back(3)
    with pytest.raises(CurationError, match="decision 3 was undone before"):
        store.take_back(3)
    store.close()


@pytest.mark.parametrize("counted", [True, False])
def test_documents_of_layout_4_are_counted_by_pipeline(path: Path, counted: bool) -> None:
    DocumentStore.open(path, writable=True).close()
    _script(path, "INSERT INTO spoken VALUES ('a', 's', 'p'), ('b', 't', 'p'), ('c', 'u', 'q')")
    count = "INSERT INTO pipelines VALUES ('p', 2), ('q', 1);" if counted else ""
    _script(path, count or "DROP TABLE pipelines")
    _script(path, LAYOUT_4)
    store = DocumentStore.open(path, writable=True)
    assert (store.pipelines(), store.count_spoken()) == (("p", "q"), 3)
    store.close()


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that layout 6 added, or keeps otherwise."""
    connection = sqlite3.connect(path)
    tables = ("claims", "endings", "nodes")
    rows = {each: sorted(connection.execute(f"SELECT * FROM {each}")) for each in tables}  # noqa: S608
    connection.close()
    return rows


def test_what_layout_5_could_not_look_up_by_its_end_is_found(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.put(*large_story(1, facts=3).pair())
        writer.commit()
        with workspace.reader() as reader:
            claim = next(iter(reader.claims())).iri
        writer.decide([claim], "reject")
        writer.put(*tide_story().pair())
        writer.retract("harbour.txt")
        writer.commit()
    path = workspace.path / "documents.sqlite"
    before = _rows(path)
    assert all(before.values())
    _script(path, LAYOUT_5)
    DocumentStore.open(path, writable=True).close()
    assert _rows(path) == before


def _doubtful(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = [
        sorted(connection.execute(f"SELECT * FROM {each}"))  # noqa: S608
        for each in ("doubts", "spelled", "blocks", "near", "unindexed")
    ]
    connection.close()
    return [row for each in rows for row in each]


def test_what_layout_6_did_not_know_is_there_after_the_next_write(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        document, extraction = harbour_story().pair()
        unsure = tuple(replace(each, confidence=0.5) for each in extraction.facts)
        writer.put(document, replace(extraction, facts=unsure))
        writer.put(*tide_story().pair())
        writer.commit()
        writer.retract("tide.md")
        writer.commit()
    path = workspace.path / "documents.sqlite"
    before = _doubtful(path)
    assert any("harbour.txt" in row for row in before)
    _script(path, LAYOUT_6)
    with workspace.writer() as writer:
        writer.rebuild()
    assert _doubtful(path) == before
    _script(path, LAYOUT_6)
    with workspace.writer() as writer:
        writer.put(*tide_story().pair())
        writer.commit()
        writer.retract("tide.md")
        writer.commit()
    assert _doubtful(path) == before
