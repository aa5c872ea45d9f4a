"""``hansa curate`` as a curator types it, on a real data directory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.workspace import Workspace
from ontology.iris import Base
from tests.api.command_line import hansa
from tests.api.sample import write_namesakes
from tests.graph.factories import Story, harbour_story, tide_story

HCN = Base().entity("Network", "harbour-cities-network")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a data directory where one network goes by two names."""
    story = Story("league.txt", title="The League")
    story.name("league", "Network", "Quay Towns League")
    story.name("riga", "City", "Riga", link="https://sws.geonames.org/456172/")
    story.state("riga", "memberOf", "league", story.say("Riga joined the Quay Towns League."))
    folder = tmp_path / "data"
    with Workspace(folder).writer() as writer:
        for each in (harbour_story(), tide_story(), story):
            writer.put(*each.pair())
        writer.commit()
    return folder


def _export(store: Path) -> str:
    return hansa("export", "-", "--store", store).stdout


def _listed(store: Path) -> list[dict[str, object]]:
    done = hansa("curate", "list", "--format", "json", "--store", store)
    listed: list[dict[str, object]] = json.loads(done.stdout)
    return listed


def test_two_names_become_one_thing_and_come_apart_again(store: Path) -> None:
    before = _export(store)
    words = ("Harbour Cities Network", "quay towns league", "--by", "Ada Lind")
    done = hansa("curate", "same", *words, "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    said, came, commit = done.stdout.splitlines()
    assert said.startswith("decision 1: Harbour Cities Network (id/network/harbour-cities-network)")
    assert said.endswith("are the same")
    assert came == (
        "both are now Harbour Cities Network (id/network/harbour-cities-network), the longest of "
        "their names, or the first of equals; hansa curate rename gives another name"
    )
    assert commit.startswith("generation 2: ")
    (listed,) = _listed(store)
    assert listed["number"] == 1
    assert (listed["act"], listed["who"]) == ("same", "Ada Lind")
    assert str(listed["at"]).endswith("Z")
    assert "anchors" not in listed
    done = hansa("curate", "undo", "1", "--store", store)
    assert done.stdout.startswith("taken back: decision 1: Harbour Cities Network")
    assert _listed(store) == []
    assert _export(store) == before


def test_a_thing_is_renamed_by_iri_with_a_language(store: Path) -> None:
    given = ("rename", HCN, "Hafenring", "--language", "de")
    done = hansa("curate", *given, "--store", store)
    said, came, _ = done.stdout.splitlines()
    assert said.endswith("is called Hafenring in de")
    assert came == (
        "that is its name in that language; its main name stays Harbour Cities Network "
        "(id/network/harbour-cities-network)"
    )
    assert f'<{HCN}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Hafenring"@de .' in _export(
        store
    )
    for name in ("Hafenring", "HCN"):
        asked = hansa("ask", "members-of-network", f"network={name}", "--store", store)
        assert "is a member of Harbour Cities Network." in asked.stdout
    done = hansa("curate", "rename", HCN, "Harbour Ring", "--language", "en", "--store", store)
    assert len(done.stdout.splitlines()) == 2
    asked = hansa("ask", "members-of-network", "network=Hafenring", "--store", store)
    assert "is a member of Harbour Ring." in asked.stdout
    assert [each["overridden_by"] for each in _listed(store)] == [None, None]


def test_who_decides_is_the_login_name_unless_said(store: Path) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    (listed,) = _listed(store)
    assert listed["who"]


def test_a_relative_iri_and_an_iri_in_one_document_will_do(store: Path) -> None:
    in_tide = Base().local_entity("tide.md", "Organization", "hcn").removeprefix(Base().iri)
    done = hansa(
        "curate", "different", in_tide, "id/network/harbour-cities-network", "--store", store
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"HCN ({in_tide})" in done.stdout


def test_claims_are_rejected_and_open_again(store: Path) -> None:
    before = _export(store)
    listed = hansa("review", "--asserted", "--format", "json", "--store", store).stdout
    claim, *_ = [each["claim"] for each in json.loads(listed)]
    done = hansa("curate", "reject", claim, "--by", "Ben", "--store", store)
    assert done.stdout.startswith("rejected: ")
    (verdict,) = _listed(store)
    assert (verdict["claim"], verdict["verdict"], verdict["who"]) == (claim, "reject", "Ben")
    table = hansa("curate", "list", "--store", store).stdout.splitlines()
    assert table[0].split("\t") == ["number", "decision", "about", "by", "at"]
    assert table[1].split("\t")[:2] == [claim, "reject"]
    done = hansa("curate", "undo", claim[-12:], "--store", store)
    assert done.stdout.startswith("open again: ")
    assert _export(store) == before


def test_numbers_and_claims_are_taken_back_together_or_not_at_all(store: Path) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    before = _export(store)
    done = hansa("curate", "undo", "1", "nothing-like-it", "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(_listed(store)) == 1
    assert _export(store) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("same", "HCN", "HCN"), "is given twice; give two things"),
        (("same", "HCN", "Harbour Cities Netwrk"), "did you mean Harbour Cities Network?"),
        (
            ("same", "HCN", Base().entity("Network", "quay-town-league")),
            "did you mean id/network/quay-towns-league?",
        ),
        (("same", "HCN", "id/city/quay-towns-league"), "mean id/network/quay-towns-league?"),
        (
            ("same", "HCN", "id/network/no-such-body"),
            "nothing in this graph has the IRI https://w3id.org/hansa/id/network/no-such-body\n",
        ),
        (("different", "HCN", "id/network/none at all"), "nothing in this graph has the IRI"),
        (("rename", "HCN", " "), "cannot be the new name"),
        (("rename", "HCN", "Ring", "--language", "no tag"), "is no language tag"),
        (("rename", "HCN", "Ring", "--by", " "), "--by names nobody"),
        (("undo", "9"), "there is no decision 9; hansa curate list shows them"),
        (("reject", "nothing-like-it"), "no claim goes by 'nothing-like-it'"),
        (("same", "HCN", "https://else.example/id/x"), "nothing in this graph has the IRI"),
    ],
)
def test_what_cannot_be_decided_is_wrong_use_said_in_a_sentence(
    store: Path, words: tuple[str, ...], message: str
) -> None:
    done = hansa("curate", *words, "--store", store)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert _listed(store) == []


BOTH = (
    "Harbour Cities Network (id/network/harbour-cities-network) and "
    "Quay Towns League (id/network/quay-towns-league) are the same"
)


def test_a_decision_is_listed_with_the_names_that_its_things_had(store: Path) -> None:
    hansa("curate", "same", "HCN", "Quay Towns League", "--store", store)
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    rows = hansa("curate", "list", "--store", store).stdout.splitlines()[1:]
    assert [row.split("\t")[2] for row in rows] == [
        BOTH,
        "Harbour Cities Network (id/network/harbour-cities-network) is called Ring",
    ]
    same, rename = _listed(store)
    assert same["called"] == ["Harbour Cities Network", "Quay Towns League"]
    assert rename["called"] == ["Harbour Cities Network"]
    done = hansa("curate", "undo", "1", "--store", store)
    assert done.stdout.startswith(f"taken back: decision 1: {BOTH}\n")


def test_a_name_that_a_later_one_overrides_is_marked(store: Path) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    hansa("curate", "rename", "Quay Towns League", "Quays", "--store", store)
    assert [each["overridden_by"] for each in _listed(store)] == [None, None]
    done = hansa("curate", "same", "HCN", "Quay Towns League", "--store", store)
    assert (
        "both are now Quays (id/network/harbour-cities-network), as decision 2 says" in done.stdout
    )
    assert [each["overridden_by"] for each in _listed(store)] == [2, None, None]
    hansa("curate", "rename", "HCN", "Quay Ring", "--store", store)
    assert [each["overridden_by"] for each in _listed(store)] == [4, 4, None, None]
    rows = hansa("curate", "list", "--store", store).stdout.splitlines()[1:]
    assert rows[0].split("\t")[2].endswith(" is called Ring (overridden by decision 4)")
    hansa("curate", "undo", "4", "3", "--store", store)
    assert [each["overridden_by"] for each in _listed(store)] == [None, None]


def test_a_name_that_was_overridden_can_be_given_again(store: Path) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    hansa("curate", "rename", "Quay Towns League", "Quays", "--store", store)
    hansa("curate", "same", "HCN", "Quay Towns League", "--store", store)
    done = hansa("curate", "rename", "HCN", "Ring", "--store", store)
    said, commit = done.stdout.splitlines()
    assert said == "decision 4: Quays (id/network/harbour-cities-network) is called Ring"
    assert commit.startswith("generation 5: ")
    assert [each["overridden_by"] for each in _listed(store)] == [4, 4, None, None]
    done = hansa("curate", "rename", "HCN", "Ring", "--store", store)
    assert done.stdout.splitlines()[1] == "generation 5: 0 quads added, 0 removed"
    hansa("curate", "undo", "4", "--store", store)
    assert [each["overridden_by"] for each in _listed(store)] == [2, None, None]


@pytest.mark.parametrize("act", ["same", "different"])
def test_names_of_one_thing_are_said_to_be_so_by_a_decision(store: Path, act: str) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    hansa("curate", "same", "Ring", "Quay Towns League", "--store", store)
    for name in ("hcn", "harbour cities network", "Ring", "id/network/harbour-cities-network", HCN):
        done = hansa("curate", act, name, "Quay Towns League", "--store", store)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"hansa: {name!r} and 'Quay Towns League' are one thing already, Ring "
            "(id/network/harbour-cities-network); decision 2 says that they are the same; to part "
            "them again: hansa curate undo 2\n"
        )
    done = hansa("curate", act, "HCN", "Harbour Cities Network", "--store", store)
    assert "id/network/harbour-cities-network); to part what one document means" in done.stderr


def test_the_name_that_a_thing_has_is_not_given_to_it_again(store: Path) -> None:
    before = _export(store)
    done = hansa("curate", "rename", "HCN", "Harbour  Cities Network", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Harbour Cities Network (id/network/harbour-cities-network) is called so already; nothing "
        "is changed\n"
    )
    assert (_listed(store), _export(store)) == ([], before)


def test_decisions_that_make_two_names_one_together_are_all_named(tmp_path: Path) -> None:
    with Workspace(tmp_path).writer() as writer:
        for name in ("Quay League", "Pier League", "Dock League"):
            story = Story(f"{name}.txt")
            story.name("n", "Network", name)
            story.measure("n", "foundingYear", 1990, story.say(f"{name} began in 1990."))
            writer.put(*story.pair())
        writer.commit()
    hansa("curate", "same", "Quay League", "Pier League", "--store", tmp_path)
    hansa("curate", "same", "Pier League", "Dock League", "--store", tmp_path)
    done = hansa("curate", "different", "Quay League", "Dock League", "--store", tmp_path)
    assert "decisions 1 and 2 say together that they are the same" in done.stderr
    assert done.stderr.endswith("hansa curate undo 2\n")


def test_a_city_and_a_network_are_made_one_only_on_purpose(store: Path) -> None:
    words = ("curate", "same", "Riga", "HCN")
    done = hansa(*words, "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "hansa: Riga (id/city/riga-lv) is a city and Harbour Cities Network "
        "(id/network/harbour-cities-network) a network; as one thing they would "
    )
    assert done.stderr.endswith("if that is meant, add --across-kinds\n")
    assert _listed(store) == []
    done = hansa(*words, "--across-kinds", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert "as the gazetteer knows it" in done.stdout
    done = hansa("curate", "same", "Ilze Kalnina", "HCN", "--store", store)
    assert "are a person and no person; that stays so" in done.stderr


def test_a_number_taken_back_is_not_given_again(store: Path) -> None:
    hansa("curate", "rename", "HCN", "Ring", "--store", store)
    hansa("curate", "undo", "1", "--store", store)
    done = hansa("curate", "rename", "HCN", "Quays", "--store", store)
    assert done.stdout.startswith("decision 2: ")
    done = hansa("curate", "undo", "1", "--store", store)
    assert done.stderr == "hansa: decision 1 was undone before; hansa curate list shows them\n"


def test_a_contradiction_says_what_to_take_back(store: Path) -> None:
    hansa("curate", "same", "HCN", "Quay Towns League", "--store", store)
    league = Base().entity("Network", "quay-towns-league")
    done = hansa("curate", "different", HCN, league, "--store", store)
    assert done.returncode == 2
    assert done.stderr == (
        "hansa: decision 1 says that they are the same; take back 1 first: hansa curate undo 1\n"
    )


def test_a_name_of_several_things_lists_them(tmp_path: Path) -> None:
    folder = write_namesakes(tmp_path / "data")
    done = hansa("curate", "rename", "Ida Lind", "Ida Holm", "--store", folder)
    assert done.returncode == 2
    assert done.stderr.count("the person Ida Lind, in News ") == 2
    assert "id/person/ida-lind-" in done.stderr


def test_what_could_mislead_a_curator_is_seen(tmp_path: Path) -> None:
    story = Story("odd.txt")
    said = story.say("Riga\u202e joined the Harbour Network.")
    story.state(
        story.name("r", "City", "Riga\u202e"), "memberOf", story.name("n", "Network", "HN"), said
    )
    with Workspace(tmp_path).writer() as writer:
        writer.put(*story.pair())
        writer.commit()
    hansa("curate", "rename", "Riga", "Ri\u202ega", "--store", tmp_path)
    for arguments in (("list",), ("undo", "1")):
        shown = hansa("curate", *arguments, "--store", tmp_path).stdout
        assert "⟨U+202E⟩" in shown
        assert "\u202e" not in shown


def test_no_data_directory_is_said(tmp_path: Path) -> None:
    done = hansa("curate", "list", "--store", tmp_path / "none")
    assert done.returncode == 1
    assert "there is nothing in" in done.stderr
