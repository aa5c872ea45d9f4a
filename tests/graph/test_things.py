"""The history of one thing, with what generations note of their changes and without."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.curating.curation import Act, Decision
from graph.generations import touched
from graph.generations.things import MOST, ThingChanges, thing_changes
from graph.generations.touched import NAME, read_touched
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact

RIGA = "https://w3id.org/hansa/id/city/riga-lv"
ENTITIES = {
    "riga": Entity("c1", "City", ("Riga",), link="https://sws.geonames.org/456172/"),
    "tartu": Entity("c2", "City", ("Tartu",), link="https://sws.geonames.org/588335/"),
    "league": Entity("n1", "Network", ("Baltic Sea League",)),
    "forum": Entity("n2", "Network", ("Harbour Forum",)),
}


def reading(
    key: str, *said: tuple[str, str, str], title: str = "News", status: str = "asserted"
) -> tuple[Document, Extraction]:
    """Return a document that says, in so many sentences, that something is a member of another."""
    text = " ".join(words for _, _, words in said)
    named = [ENTITIES[name] for one, other, _ in said for name in (one, other)]
    facts = []
    for one, other, words in said:
        start = text.index(words)
        evidence = Evidence.cut(text, start, start + len(words))
        ends = ENTITIES[one].id, ENTITIES[other].id
        facts.append(Fact(ends[0], "memberOf", ends[1], evidence, status=status, rule="m.v1"))
    document = (
        Document.of(key, text, title=title)
        if hasattr(Document, "of")
        else _document(key, text, title)
    )
    return document, Extraction(key, "p" * 64, tuple(dict.fromkeys(named)), tuple(facts))


def _document(key: str, text: str, title: str) -> Document:

    return Document(
        key=key,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/markdown",
        language="en",
        title=title,
    )


def decision(act: Act, one: str, other: str | None = None, name: str | None = None) -> Decision:
    """Return what a curator decides of things with these IRIs."""
    first, second = (each and each.removeprefix(Base().iri) for each in (one, other))
    return Decision(0, act, first or "", second, name, None, "ada", "2026-05-04T10:00:00Z")


Change = Callable[[Workspace, int, int, str], ThingChanges]


def by_notes(place: Workspace, before: int, after: int, iri: str) -> ThingChanges:
    note = place.generations().touched(after)
    assert note is not None
    assert note.after == before
    with place.reader(before) as old, place.reader(after) as new:
        return thing_changes(old, new, iri, touched=note)


def by_all(place: Workspace, before: int, after: int, iri: str) -> ThingChanges:
    with place.reader(before) as old, place.reader(after) as new:
        return thing_changes(old, new, iri)


@pytest.fixture(params=[by_notes, by_all])
def changed(request: pytest.FixtureRequest) -> Change:
    found: Change = request.param
    return found


def commit(place: Workspace, *read: tuple[Document, Extraction]) -> int:
    with place.writer() as writer:
        for document, extraction in read:
            writer.put(document, extraction)
        return writer.commit().generation


MEMBER = ("riga", "league", "Riga is a member of the League.")


def told(found: ThingChanges) -> list[tuple[str, str, str, list[str]]]:
    return [
        (fact.sign, fact.subject.name, fact.object.name, [each.quote for each in fact.sayings])
        for fact in found.facts
    ]


def test_facts_come_are_said_again_reworded_said_no_more_and_go(
    tmp_path: Path, changed: Change
) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("other.md", ("tartu", "league", "Tartu is in the League.")))
    commit(place, reading("a.md", MEMBER))
    commit(place, reading("b.md", ("riga", "league", "Riga belongs to the League.")))
    commit(place, reading("b.md", ("riga", "league", "Riga has long been in the League.")))
    with place.writer() as writer:
        writer.retract("b.md")
        writer.commit()
        writer.retract("a.md")
        writer.commit()
    quote = MEMBER[2]
    came = changed(place, 1, 2, RIGA)
    assert (came.came, [name.text for name in came.names_added][:1]) == (True, ["Riga"])
    assert told(came) == [("added", "Riga", "Baltic Sea League", [quote])]
    again = "Riga belongs to the League."
    assert told(changed(place, 2, 3, RIGA)) == [("said", "Riga", "Baltic Sea League", [again])]
    anew = changed(place, 3, 4, RIGA)
    words = "Riga has long been in the League."
    assert told(anew) == [("reworded", "Riga", "Baltic Sea League", [words])]
    assert anew.facts[0].sayings[0].before == again
    assert told(changed(place, 4, 5, RIGA)) == [("unsaid", "Riga", "Baltic Sea League", [words])]
    went = changed(place, 5, 6, RIGA)
    assert told(went) == [("removed", "Riga", "Baltic Sea League", [quote])]
    assert went.went
    nothing = changed(place, 3, 4, "https://w3id.org/hansa/id/city/tartu-ee")
    assert nothing == ThingChanges()


def test_a_document_tells_what_became_of_it(tmp_path: Path, changed: Change) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    commit(place, reading("a.md", MEMBER, ("tartu", "league", "So is Tartu."), title="Old news"))
    found = changed(place, 1, 2, Base().document("a.md"))
    assert found.fields == (("title", "News", "Old news"), ("text", None, None))
    assert told(found) == [("added", "Tartu", "Baltic Sea League", ["So is Tartu."])]


def test_a_plan_that_comes_true_is_another_fact(tmp_path: Path, changed: Change) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER, status="planned"))
    commit(place, reading("a.md", MEMBER))
    found = changed(place, 1, 2, RIGA)
    assert [(fact.sign, fact.status) for fact in found.facts] == [
        ("added", "asserted"),
        ("removed", "planned"),
    ]


def test_things_that_are_joined_move_their_claims_and_no_fact_goes(
    tmp_path: Path, changed: Change
) -> None:
    place = Workspace(tmp_path / "data")
    commit(
        place,
        reading("a.md", MEMBER),
        reading("b.md", ("tartu", "forum", "Tartu is in the Forum.")),
    )
    with place.reader() as reader:
        iris = {name: iri for name, iri, _ in reader.names("Network")}
    with place.writer() as writer:
        writer.curate(decision("same", iris["Baltic Sea League"], iris["Harbour Forum"]))
        writer.commit()
    seen = [changed(place, 1, 2, iri) for iri in iris.values()]
    moves = {(move.before.iri, move.after.iri) for found in seen for move in found.moves}
    assert len(moves) == 1
    assert moves <= {(one, other) for one in iris.values() for other in iris.values()}
    assert [found.facts for found in seen] == [(), ()]
    assert [found.went for found in seen].count(True) == 1


def test_what_was_made_anew_notes_nothing_and_is_compared(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    assert place.generations().touched(1) is None, "a first build tells nothing"
    commit(place, reading("b.md", ("riga", "forum", "Riga is in the Forum.")))
    with place.writer() as writer:
        writer.retract("b.md")
        writer.commit()
        writer.rebuild()
    assert place.generations().touched(4) is None
    found = by_all(place, 2, 4, RIGA)
    assert told(found) == [("removed", "Riga", "Harbour Forum", ["Riga is in the Forum."])]


@pytest.mark.parametrize("damage", [b"", b"x", b"hansa touched 2\n"])
def test_a_damaged_note_tells_nothing(tmp_path: Path, damage: bytes) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    commit(place, reading("b.md", ("riga", "forum", "Riga is in the Forum.")))
    path = place.generations().directory(2) / NAME
    assert read_touched(path) is not None
    whole = path.read_bytes()
    for broken in (damage, whole[:-1], damage + whole if damage else whole * 2):
        path.write_bytes(broken)
        assert read_touched(path) is None


def test_a_note_with_any_other_byte_is_damaged_and_named(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    commit(place, reading("b.md", ("riga", "forum", "Riga is in the Forum.")))
    path = place.generations().directory(2) / NAME
    whole = path.read_bytes()
    for at in (20, 60, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_touched(path) is None, at
        (fault,) = check(place).faults
        assert fault.startswith(f"{path}: damaged; remove it")
    path.unlink()
    assert not check(place).faults
    path.write_bytes(whole)
    assert read_touched(path) is not None
    path.write_bytes(b"hansa touched 1\n" + whole[16:])
    assert read_touched(path) is None, "another version tells nothing here"
    assert not check(place).faults


def test_no_more_is_gathered_than_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    seen: list[str] = []
    key_of = touched._key

    def key(iri: str) -> bytes:
        seen.append(iri)
        return key_of(iri)

    monkeypatch.setattr(touched, "_key", key)
    said = [("riga", "league", f"Riga is member {number} of it.") for number in range(100)]
    monkeypatch.setattr(touched, "MOST_RECORDS", 30)
    commit(place, reading("b.md", *said))
    assert place.generations().touched(2) is None
    assert 30 < len(seen) < 60, "of some 300"
    monkeypatch.setattr(touched, "MOST_RECORDS", 1_000)
    seen.clear()
    commit(place, reading("b.md", *said[:-1]))
    assert place.generations().touched(3) is not None


def test_too_many_claims_are_counted(tmp_path: Path, changed: Change) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("z.md", ("tartu", "forum", "Tartu is in the Forum.")))
    said = [("riga", "league", f"Riga is member {number} of it.") for number in range(MOST + 1)]
    commit(place, reading("a.md", *said))
    found = changed(place, 1, 2, RIGA)
    assert found.only_counted is not None
    assert found.only_counted[0] > 0
    assert found.facts == ()


def test_renamed_by_a_curator(tmp_path: Path, changed: Change) -> None:
    place = Workspace(tmp_path / "data")
    commit(place, reading("a.md", MEMBER))
    with place.reader() as reader:
        iri = next(iri for name, iri, _ in reader.names("Network"))
    with place.writer() as writer:
        writer.curate(decision("rename", iri, name="League of the Baltic Sea"))
        writer.commit()
    with place.reader() as reader:
        now = next(iri for name, iri, _ in reader.names("Network") if name.startswith("League"))
    found = changed(place, 1, 2, now)
    assert "League of the Baltic Sea" in [name.text for name in found.names_added]
