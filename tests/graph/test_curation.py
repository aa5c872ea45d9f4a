"""Decisions of curators: kept, taken back, held against one another, and written as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from graph.curating.contradictions import settled
from graph.curating.curation import (
    Act,
    Anchors,
    Curation,
    CurationStore,
    Decision,
    decision,
    in_force,
)
from graph.curating.edits import Edit
from graph.curating.lines import decision_lines
from graph.errors import CurationError, UnknownEntityError
from ontology import vocabulary
from ontology.iris import Base

BASE = Base()
AT = "2024-05-06T07:08:09Z"
#: Which atoms the things of these tests are made of.
ATOMS = {
    "id/network/harbours": ("harbours",),
    "id/network/ring": ("ring", "harbour ring"),
    "id/network/quays": ("quays",),
    "id/network/old-ring": ("ring",),
    "id/agreement/joint-statement-0a1b2c3d": ("s\x1fstatement",),
    "doc/a-md-0a1b2c3d#e-network-ring": ("s\x1fa.md", "ring"),
    "doc/b-md-0a1b2c3d#e-network-ring": ("s\x1fb.md", "ring"),
    "id/person/ada-lind": ("u\x1fada lind",),
}


def anchors_of(iri: str) -> Anchors:
    reference = iri.removeprefix(BASE.iri)
    if reference not in ATOMS:
        raise UnknownEntityError(f"nothing has the IRI {iri}")
    return ATOMS[reference]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CurationStore]:
    found = CurationStore.open(tmp_path / "documents.sqlite", writable=True)
    yield found
    found.close()


def say(
    act: Act, one: str, other: str | None = None, *, who: str = "ada", at: str = AT, **more: Any
) -> Decision:
    """Return a decision about things given by relative IRIs."""
    ends = [BASE.iri + each for each in (one, other) if each is not None]
    return decision(act, *ends, who=who, at=at, base=BASE, **more)


def settle(store: CurationStore, said: Decision) -> Decision:
    """Hold a decision against the earlier ones, and keep it."""
    earlier = store.decisions()
    return store.keep(settled(said, earlier=earlier, anchors_of=anchors_of, base=BASE))


HARBOURS, RING, QUAYS = "id/network/harbours", "id/network/ring", "id/network/quays"
IN_A = "doc/a-md-0a1b2c3d#e-network-ring"
IN_B = "doc/b-md-0a1b2c3d#e-network-ring"


def test_a_decision_is_kept_with_its_anchors_and_comes_back_whole(store: CurationStore) -> None:
    kept = settle(store, say("same", HARBOURS, RING))
    renamed = settle(store, say("rename", QUAYS, name="Kais", language="DE"))
    assert store.decisions() == [kept, renamed]
    assert kept.anchors == (("harbours",), ("ring", "harbour ring"))
    assert (renamed.name, renamed.language, renamed.other) == ("Kais", "de", None)
    assert kept.number != renamed.number


def test_the_same_said_twice_is_kept_once(store: CurationStore) -> None:
    kept = settle(store, say("same", HARBOURS, RING))
    again = settle(store, say("same", RING, HARBOURS, who="ben", at="2025-01-01T00:00:00Z"))
    assert again == kept
    assert store.decisions() == [kept]


def test_a_name_given_twice_is_kept_once_and_a_new_one_supersedes_it(store: CurationStore) -> None:
    first = settle(store, say("rename", RING, name="Ring of Harbours"))
    assert settle(store, say("rename", RING, name="Ring  of Harbours")) == first
    settle(store, say("rename", RING, name="Hafenring"))
    found = Curation.of(store.decisions())
    assert found.renames == ((("ring", "harbour ring"), "Hafenring", ""),)
    store.take_back(2)
    assert Curation.of(store.decisions()).renames[0][1] == "Ring of Harbours"


def test_names_in_several_languages_do_not_compete(store: CurationStore) -> None:
    for name, language in (("Ring", None), ("Hafen", "de"), ("Hafenring", "de"), ("Anneau", "fr")):
        settle(store, say("rename", RING, name=name, language=language))
    found = Curation.of(store.decisions()).renames
    assert [each[1:] for each in found] == [("Ring", ""), ("Hafenring", "de"), ("Anneau", "fr")]


def test_a_later_decision_on_a_pair_supersedes_the_opposite_until_it_is_taken_back(
    store: CurationStore,
) -> None:
    one = settled(say("same", HARBOURS, RING), earlier=(), anchors_of=anchors_of, base=BASE)
    other = settled(say("different", RING, HARBOURS), earlier=(), anchors_of=anchors_of, base=BASE)
    store.keep(one)
    kept = store.keep(other)
    found = Curation.of(store.decisions())
    assert (found.same, len(found.different)) == ((), 1)
    assert store.take_back(kept.number) == kept
    found = Curation.of(store.decisions())
    assert (len(found.same), found.different) == (1, ())


def test_what_is_not_there_cannot_be_taken_back(store: CurationStore) -> None:
    with pytest.raises(CurationError, match="no decision 7; hansa curate list"):
        store.take_back(7)


def test_a_number_is_never_given_twice(store: CurationStore) -> None:
    first = settle(store, say("same", HARBOURS, RING))
    store.take_back(first.number)
    second = settle(store, say("rename", RING, name="Ring"))
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(CurationError, match="decision 1 was undone before; hansa curate list"):
        store.take_back(first.number)
    store.take_back(second.number)
    assert settle(store, say("same", HARBOURS, RING)).number == 3
    for number in (0, 4):
        with pytest.raises(CurationError, match=f"there is no decision {number};"):
            store.take_back(number)


def test_what_things_were_called_is_kept_until_a_purge(store: CurationStore) -> None:
    called = ("Harbour Cities", "Ring of Harbours")
    kept = settle(store, replace(say("same", HARBOURS, RING), called=called))
    assert kept.called == called
    assert store.decisions() == [kept]
    store.forget_atoms({"nothing of it"})
    assert store.decisions() == [replace(kept, called=())]


def test_a_renaming_and_a_pair_do_not_compete(store: CurationStore) -> None:
    settle(store, say("same", HARBOURS, RING))
    settle(store, say("rename", RING, name="Ring"))
    settle(store, say("rename", HARBOURS, name="Harbours"))
    found = Curation.of(store.decisions())
    assert (len(found.same), len(found.renames)) == (1, 2)


def test_an_earlier_decision_says_the_opposite(store: CurationStore) -> None:
    settle(store, say("same", HARBOURS, RING))
    with pytest.raises(CurationError, match="decision 1 says that they are the same; take back 1"):
        settle(store, say("different", RING, HARBOURS))
    assert len(store.decisions()) == 1


def test_earlier_decisions_say_the_opposite_together(store: CurationStore) -> None:
    settle(store, say("same", HARBOURS, RING))
    settle(store, say("same", RING, QUAYS))
    with pytest.raises(CurationError, match="decisions 1 and 2 say together"):
        settle(store, say("different", QUAYS, HARBOURS))


def test_what_is_called_different_is_not_joined_over_a_third(store: CurationStore) -> None:
    settle(store, say("different", HARBOURS, RING))
    settle(store, say("same", HARBOURS, QUAYS))
    with pytest.raises(CurationError, match="decision 1 says that they are different"):
        settle(store, say("same", QUAYS, RING))
    store.take_back(1)
    assert settle(store, say("same", QUAYS, RING)).number


def test_two_iris_of_one_thing_are_no_pair(store: CurationStore) -> None:
    acts: tuple[Act, ...] = ("same", "different")
    for act in acts:
        with pytest.raises(CurationError, match="are one thing already"):
            settle(store, say(act, RING, "id/network/old-ring"))
        with pytest.raises(CurationError, match="is given twice"):
            say(act, RING, RING)


def test_what_one_document_names_is_singled_out(store: CurationStore) -> None:
    settle(store, say("different", IN_A, RING))
    settle(store, say("same", IN_A, IN_B))
    found = Curation.of(store.decisions())
    assert found.singled == {"s\x1fa.md", "s\x1fb.md"}
    assert found.different == ((("s\x1fa.md", "ring"), ("ring", "harbour ring")),)


def test_what_is_one_document_s_anyway_is_singled_out_by_its_canonical_iri(
    store: CurationStore,
) -> None:
    settle(store, say("rename", "id/agreement/joint-statement-0a1b2c3d", name="Quay Statement"))
    assert Curation.of(store.decisions()).singled == {"s\x1fstatement"}


def test_a_purge_leaves_neither_anchors_nor_decisions_that_tell_of_what_is_gone(
    store: CurationStore,
) -> None:
    settle(store, say("different", IN_A, QUAYS))
    ring = settle(store, say("rename", RING, name="Ring"))
    kept = settle(store, say("rename", HARBOURS, name="Harbours"))
    store.forget_atoms({"s\x1fa.md", "harbour ring"})
    assert store.decisions() == [replace(ring, anchors=(("ring",),)), kept]


def test_an_unknown_thing_is_not_decided_upon(store: CurationStore) -> None:
    with pytest.raises(UnknownEntityError, match="nothing has the IRI"):
        settle(store, say("same", RING, "id/network/nobody"))
    for odd in ("https://else.example/id/network/ring", f"{BASE.iri}doc/a-md-0a1b2c3d"):
        with pytest.raises(UnknownEntityError, match="is not the IRI of a thing"):
            decision("same", BASE.iri + RING, odd, who="ada", at=AT, base=BASE)


@pytest.mark.parametrize(
    "given",
    [
        {"name": " "},
        {"name": "Ring\x1b[31m"},
        {"name": "R" * 501},
        {"name": "Ring", "language": "not a tag"},
        {"name": "Ring", "who": ""},
        {"name": "Ring", "at": "yesterday"},
    ],
)
def test_a_decision_without_sense_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(CurationError):
        say("rename", RING, **given)


def test_names_belong_to_renamings_only() -> None:
    with pytest.raises(CurationError, match="same is said of two things"):
        say("same", RING, HARBOURS, name="Ring")
    with pytest.raises(CurationError, match="different is said of two things"):
        say("different", RING)


# As RDF


@dataclass(frozen=True)
class Verdict:
    """A verdict as the lines need it."""

    claim: str
    verdict: str
    who: str | None
    at: str | None
    edit: str | None = None


EDIT = Edit(("City", "riga"), "memberOf", ("Network", "harbour cities network")).to_json()
VERDICTS = (
    Verdict("0" * 32, "reject", "ben", AT),
    Verdict("1" * 32, "accept", None, None),
    Verdict("2" * 32, "edit", "ben", AT, EDIT),
)


def all_kinds(store: CurationStore) -> list[Decision]:
    for said in (
        say("same", HARBOURS, RING),
        say("different", QUAYS, IN_A),
        say("rename", RING, name='The "Ring"', language="en"),
    ):
        settle(store, said)
    return store.decisions()


def test_the_lines_are_canonical_and_conform_to_the_shapes(store: CurationStore) -> None:
    lines = decision_lines(all_kinds(store), VERDICTS, BASE)
    text = "".join(f"{line}\n" for line in sorted(lines))
    assert {f"{quad.triple} ." for quad in parse(text, format=RdfFormat.N_TRIPLES)} == lines
    data = Graph().parse(data=text, format="nt")
    shapes = Graph().parse(data=vocabulary.read("shapes.ttl"), format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, report
    acts = data.query("SELECT ?d { ?d a <https://w3id.org/hansa/ontology#Decision> }")
    assert len(list(acts)) == 6


def test_the_lines_do_not_depend_on_numbers(store: CurationStore) -> None:
    said = say("same", HARBOURS, RING)
    first = settle(store, said)
    settle(store, say("rename", QUAYS, name="Kais"))
    lines = decision_lines(store.decisions(), (), BASE)
    store.take_back(first.number)
    fewer = decision_lines(store.decisions(), (), BASE)
    assert fewer < lines
    assert settle(store, said).number != first.number
    assert decision_lines(store.decisions(), (), BASE) == lines


def test_equal_decisions_are_told_apart() -> None:
    one = settled(say("same", HARBOURS, RING), earlier=(), anchors_of=anchors_of, base=BASE)
    lines = decision_lines([one, one], (), BASE)
    assert len({line.split()[0] for line in lines if "decision/" in line.split()[0]}) == 2


def test_decisions_move_with_the_base(store: CurationStore) -> None:
    decisions = all_kinds(store)
    here = Base("https://graph.example/")
    moved = decision_lines(decisions, VERDICTS, here)
    assert moved == {
        line.replace(BASE.iri, here.iri).replace(f"{here.iri}ontology#", f"{BASE.iri}ontology#")
        for line in decision_lines(decisions, VERDICTS, BASE)
    }


SAID = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=14,
)


def _parts(decisions: Iterable[Decision]) -> dict[str, set[str]]:
    """Return, for each atom, all that are the same by these decisions."""
    parts: dict[str, set[str]] = {}
    for one in decisions:
        together = {each for atom in one.about for each in parts.get(atom, {atom})}
        if one.act == "same":
            parts |= dict.fromkeys(together, together)
    return parts


@given(SAID)
def test_what_is_in_force_never_contradicts_itself(said: list[tuple[Act, int, int]]) -> None:
    kept: list[Decision] = []
    for number, (act, one, other) in enumerate(said, 1):
        if one == other:
            continue
        wanted = replace(say(act, f"id/network/n{one}", f"id/network/n{other}"), number=number)
        try:
            found = settled(
                wanted, earlier=kept, anchors_of=lambda iri: (iri.rpartition("/")[2],), base=BASE
            )
        except CurationError:
            parts = _parts(
                [*in_force(kept), replace(wanted, anchors=((f"n{one}",), (f"n{other}",)))]
            )
            apart = [each.about for each in in_force(kept) if each.act == "different"]
            if act == "different":
                apart.append(frozenset({f"n{one}", f"n{other}"}))
            assert any(pair <= parts.get(min(pair), set()) for pair in apart)
            continue
        kept.append(found)
        parts = _parts(in_force(kept))
        for each in in_force(kept):
            if each.act == "different":
                first, second = each.about
                assert second not in parts.get(first, {first})


def test_a_person_and_what_is_no_person_are_not_one(store: CurationStore) -> None:
    with pytest.raises(CurationError, match="a person and no person"):
        settle(store, say("same", HARBOURS, "id/person/ada-lind"))
    assert store.decisions() == []
