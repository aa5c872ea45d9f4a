"""A sound data directory has no faults, and every kind of damage is named with its remedy."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.curating.curation import decision
from graph.errors import EmptyWorkspaceError, StoreError
from graph.lines.ntriples import text, triple
from graph.store import Store
from graph.workspace import Workspace
from ontology import terms
from tests.graph.factories import fill, harbour_story, large_story, sample_stories, tide_story
from tests.graph.keeping_run import never_resting, wait_for
from tests.graph.test_backup import leave_half_done

ROOT = Path(__file__).parents[2]
AT = "2026-05-04T10:00:00Z"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory with a history of commits, of which nothing is wrong."""
    workspace = Workspace(tmp_path_factory.mktemp("sound") / "data")
    for stories in (sample_stories(), [harbour_story("copy.txt"), large_story(1, facts=4)]):
        fill(workspace, *stories)
    with workspace.writer() as writer:
        writer.retract(tide_story().key)
        writer.commit()
    with workspace.reader() as reader:
        claim, *_ = reader.claims(predicate=terms.FOUNDING_YEAR)
        riga, barcelona = (
            next(iri for name, iri, _ in reader.names("City") if name == wanted)
            for wanted in ("Riga", "Barcelona")
        )
    with workspace.writer() as writer:
        writer.decide([claim.iri], "reject")
        writer.curate(
            decision(
                "rename", riga, name="Riga on the Daugava", who="me", at=AT, base=workspace.base
            )
        )
        writer.commit()
        writer.curate(decision("same", riga, barcelona, who="me", at=AT, base=workspace.base))
        writer.commit()
    return workspace


@pytest.fixture
def workspace(sound: Workspace, tmp_path: Path) -> Workspace:
    """Return a copy of it to be damaged."""
    shutil.copytree(sound.path, tmp_path / "data")
    return Workspace(tmp_path / "data")


def contents(directory: Path) -> dict[str, bytes]:
    """Return all that is in the files of a directory, but for SQLite's notes to itself."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.stat().st_size and not path.name.endswith("-shm")
    }


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_directory_has_no_faults_and_is_not_touched(
    sound: Workspace, *, deep: bool
) -> None:
    before = contents(sound.path)
    report = check(sound, every=True, deep=deep)
    assert report.faults == ()
    assert report.generation == sound.generations().current()
    assert contents(sound.path) == before


def test_where_nothing_is_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(EmptyWorkspaceError, match="hansa ingest"):
        check(Workspace(tmp_path / "none"))
    assert not list(tmp_path.iterdir())


def change(workspace: Workspace, *statements: str) -> None:
    with closing(sqlite3.connect(workspace.path / "documents.sqlite")) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
        connection.commit()


def newest(workspace: Workspace) -> Path:
    return workspace.path / "generations" / str(workspace.generations().current())


def flip_pointer(workspace: Workspace) -> None:
    (workspace.path / "current").write_text("soon\n")


def point_elsewhere(workspace: Workspace) -> None:
    (workspace.path / "current").write_text("77\n")


def remove_checkpoint(workspace: Workspace) -> None:
    shutil.rmtree(newest(workspace) / "store")


def break_manifest(workspace: Workspace) -> None:
    (newest(workspace) / "manifest.json").write_text("{}")


def cheat_manifest(workspace: Workspace) -> None:
    path = newest(workspace) / "manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"digest": "0" * 64}))


def flip_table(workspace: Workspace) -> None:
    for path in newest(workspace).rglob("*.sst"):
        body = bytearray(path.read_bytes())
        body[len(body) // 3] ^= 1
        path.write_bytes(body)


def break_database(workspace: Workspace) -> None:
    path = workspace.path / "documents.sqlite"
    body = bytearray(path.read_bytes())
    body[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    path.write_bytes(body)


def lose_text(workspace: Workspace) -> None:
    change(workspace, "DELETE FROM contents WHERE key = 'harbour.txt'")


def lose_extraction(workspace: Workspace) -> None:
    change(workspace, "DELETE FROM extractions WHERE key = 'harbour.txt'")


def garble_extraction(workspace: Workspace) -> None:
    change(workspace, "UPDATE extractions SET body = '{nonsense' WHERE key = 'harbour.txt'")


def empty_extraction(workspace: Workspace) -> None:
    change(workspace, "UPDATE extractions SET body = '[]' WHERE key = 'harbour.txt'")


def garble_bytes(workspace: Workspace) -> None:
    change(workspace, "UPDATE extractions SET body = x'ff00fe' WHERE key = 'harbour.txt'")


def swap_extractions(workspace: Workspace) -> None:
    change(
        workspace,
        "UPDATE extractions SET body = (SELECT body FROM extractions WHERE key = 'tide.md') "
        "WHERE key = 'harbour.txt'",
    )


def garble_old_extraction(workspace: Workspace) -> None:
    change(workspace, "UPDATE extractions SET body = substr(body, 1, 40) WHERE key = 'tide.md'")


def garble_old_bytes(workspace: Workspace) -> None:
    change(workspace, "UPDATE extractions SET body = x'ff00fe' WHERE key = 'tide.md'")


def change_old_text(workspace: Workspace) -> None:
    change(workspace, "UPDATE contents SET text = 'x' || text WHERE key = 'tide.md'")


def lose_old_text(workspace: Workspace) -> None:
    change(workspace, "DELETE FROM contents WHERE key = 'tide.md'")


def change_text(workspace: Workspace) -> None:
    change(workspace, "UPDATE contents SET text = 'x' || text WHERE key = 'harbour.txt'")


def forget_speaker(workspace: Workspace) -> None:
    change(workspace, "DELETE FROM spoken WHERE key = 'copy.txt'")


def note_another_graph(workspace: Workspace) -> None:
    change(workspace, "UPDATE meta SET value = '7' WHERE name = 'digest'")


def garble_places(workspace: Workspace) -> None:
    change(workspace, "UPDATE places SET record = '{' WHERE link LIKE '%456172%'")


def half_done(workspace: Workspace) -> None:
    leave_half_done(workspace)


def leave_partial(workspace: Workspace) -> None:
    (workspace.path / "generations" / ".partial" / "store").mkdir(parents=True)


def leave_removed(workspace: Workspace) -> None:
    (workspace.path / "generations" / ".removed-2").mkdir()


def leave_store(workspace: Workspace) -> None:
    (workspace.path / "store.before").mkdir()


def leave_restoring(workspace: Workspace) -> None:
    (workspace.path.parent / ".data.restoring").mkdir()


def leave_husk(workspace: Workspace) -> None:
    number = workspace.generations().numbers()[0]
    (workspace.path / "generations" / str(number) / "manifest.json").unlink()


def garble_search(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.path / "search.sqlite")) as connection:
        connection.execute("DELETE FROM names WHERE name = 'Barcelona'")
        connection.commit()


def lose_search(workspace: Workspace) -> None:
    for path in workspace.path.glob("search.sqlite*"):
        path.unlink()


DAMAGES: list[tuple[Callable[[Workspace], None], str]] = [
    (flip_pointer, "current is damaged; run hansa rebuild"),
    (point_elsewhere, "generation 77, .*; run hansa rebuild"),
    (remove_checkpoint, "damaged or was removed by hand; run hansa rebuild"),
    (break_manifest, r"manifest\.json is not of this version's format; run hansa rebuild"),
    (cheat_manifest, r"generations/\d+: it holds \d+ quads .* run hansa rebuild"),
    (flip_table, r"generations/\d+: .*(checksum|Corruption|mismatch).* run hansa rebuild"),
    (break_database, r"documents\.sqlite: .* restore a backup"),
    (lose_text, r"the text of 'harbour\.txt' is lost; ingest that document again"),
    (lose_extraction, r"the extraction of 'harbour\.txt' is lost; ingest that document again"),
    (garble_extraction, r"an extraction of 'harbour\.txt' cannot be read; ingest that"),
    (empty_extraction, r"an extraction of 'harbour\.txt' cannot be read; ingest that"),
    (garble_bytes, r"an extraction of 'harbour\.txt' cannot be read; ingest that"),
    (swap_extractions, r"the extraction of 'harbour\.txt' is of 'tide\.md'"),
    (change_text, r"the extraction of 'harbour\.txt' quotes .* not in the text; ingest that"),
    (garble_old_extraction, r"an extraction of 'tide\.md' cannot be read; it is .* hansa rebuild"),
    (garble_old_bytes, r"an extraction of 'tide\.md' cannot be read; it is .* hansa rebuild"),
    (change_old_text, r"the extraction of 'tide\.md' quotes .* hansa rebuild"),
    (lose_old_text, r"an extraction of 'tide\.md' has no text; it is .* hansa rebuild"),
    (forget_speaker, r"the graph has 'copy\.txt' otherwise; run hansa rebuild"),
    (note_another_graph, r"documents\.sqlite: it notes another graph .* run hansa rebuild"),
    (garble_places, r"record of https://\S+ in places cannot be read; restore a backup"),
    (half_done, r"a commit was begun and not finished; .* hansa rebuild"),
    (leave_partial, r"generations/\.partial: left behind by a killed writer"),
    (leave_removed, r"generations/\.removed-2: left behind by a killed writer"),
    (leave_store, r"store\.before: left behind by a killed writer"),
    (leave_restoring, r"\.data\.restoring: left behind by a killed restore; remove it"),
    (leave_husk, r"generations/\d+: not whole; the next commit removes it"),
    (garble_search, r"search\.sqlite: it has \d+ names and quotes .* run hansa rebuild"),
    (lose_search, r"search\.sqlite: it knows nothing of generation \d+; run hansa rebuild"),
]


def test_a_damaged_database_is_not_taken_for_another_file(workspace: Workspace) -> None:
    break_database(workspace)
    with (
        pytest.raises(StoreError, match=r"is damaged: .*; restore a backup, or ingest the doc"),
        workspace.writer() as writer,
    ):
        writer.rebuild()


@pytest.mark.parametrize(
    ("damage", "expected"), DAMAGES, ids=[damage.__name__ for damage, _ in DAMAGES]
)
def test_damage_is_named_with_its_remedy(
    workspace: Workspace, damage: Callable[[Workspace], None], expected: str
) -> None:
    damage(workspace)
    before = contents(workspace.path)
    faults = check(workspace).faults
    assert [fault for fault in faults if re.search(expected, fault)], faults
    assert all("\n" not in fault for fault in faults)
    assert contents(workspace.path) == before


@pytest.mark.parametrize(
    "damage",
    [damage for damage, expected in DAMAGES if "hansa rebuild" in expected],
    ids=lambda damage: damage.__name__,
)
def test_a_rebuild_mends_what_it_is_said_to_mend(
    sound: Workspace, workspace: Workspace, damage: Callable[[Workspace], None]
) -> None:
    damage(workspace)
    with workspace.writer() as writer:
        writer.rebuild()
    for fault in check(workspace, every=True).faults:  # what was the newest is an older one now
        path = Path(fault.partition(": ")[0])
        assert path.parent.name == "generations"
        assert "remove that directory" in fault
        shutil.rmtree(path)
    assert check(workspace, every=True, deep=True).faults == ()
    if damage is not half_done:
        with workspace.reader() as ours, sound.reader() as theirs:
            assert b"".join(ours.export()) == b"".join(theirs.export())


@pytest.mark.parametrize(
    "damage", [garble_extraction, lose_extraction, lose_text], ids=lambda damage: damage.__name__
)
def test_ingesting_again_mends_a_lost_document(
    workspace: Workspace, damage: Callable[[Workspace], None]
) -> None:
    damage(workspace)
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
    assert check(workspace, deep=True).faults == ()


def test_a_purged_directory_is_sound(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.purge("harbour.txt")
    assert check(workspace, every=True, deep=True).faults == ()


def test_another_version_asks_for_a_rebuild(workspace: Workspace) -> None:
    path = newest(workspace) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 1}))
    assert any("another version" in fault for fault in check(workspace).faults)


def test_an_older_generation_is_read_where_all_are(workspace: Workspace) -> None:
    number = workspace.generations().numbers()[0]
    path = workspace.path / "generations" / str(number) / "manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"digest": "0" * 64, "generation": number}))
    assert check(workspace).faults == ()
    (fault,) = check(workspace, every=True).faults
    assert f"generations/{number}: it holds" in fault


def test_older_generations_are_opened_at_least(workspace: Workspace) -> None:
    first, second, *_ = workspace.generations().numbers()
    (workspace.path / "generations" / str(first) / "manifest.json").write_text("{}")
    (manifest,) = (workspace.path / "generations" / str(second) / "store").glob("MANIFEST-*")
    manifest.unlink()
    faults = check(workspace).faults
    assert len(faults) == 2
    assert f"generations/{first}: its manifest cannot be understood; remove" in faults[0]
    assert f"generations/{second}: cannot read the store" in faults[1]


class TestDeep:
    """What only a comparison with a graph made anew can find."""

    def test_a_graph_that_is_not_what_the_documents_say(self, workspace: Workspace) -> None:
        line = triple("urn:s", "urn:p", text("nobody said so"))
        Store.open(newest(workspace) / "store").apply({}, {None: {line}})
        faults = check(workspace, deep=True).faults
        (fault,) = [fault for fault in faults if "compared to" in fault]
        assert f"0 quads are missing and 1 too many, .*the first is {line}" in fault.replace(
            "compared to what the documents give, ", ".*"
        )

    def test_a_live_store_that_is_not_the_newest_generation(self, workspace: Workspace) -> None:
        line = triple("urn:s", "urn:p", text("nobody said so"))
        Store.open(workspace.path / "store").apply({}, {None: {line}})
        assert check(workspace).faults == ()
        (fault,) = check(workspace, deep=True).faults
        assert re.search("/store: it is not what the newest generation holds", fault)

    def test_an_index_that_is_not_what_the_documents_say(self, workspace: Workspace) -> None:
        change(workspace, "UPDATE supports SET shares = shares + 1")
        (fault,) = check(workspace, deep=True).faults
        assert re.search(r"\d+ rows of the index supports are not what", fault)


def test_beside_a_writer_that_never_rests_nothing_is_wrong(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    seen: list[int] = []
    with never_resting(workspace):
        for _ in range(5):
            wait_for(workspace, above=seen[-1] if seen else 1)
            report = check(workspace, every=True, deep=len(seen) == 2)
            assert report.faults == ()
            seen.append(report.generation or 0)
    assert seen == sorted(set(seen))
