"""Names that curators give in several languages: one preferred in each, one the main name."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.shacl.validation import validate
from graph.workspace import Workspace

from .test_curated import HCN, _rebuild, export, filled, say, undo

__all__ = ["filled"]


def _labels(workspace: Workspace, iri: str) -> dict[str, set[tuple[str, str]]]:
    """Return the names of a thing with their languages, by property."""
    found: dict[str, set[tuple[str, str]]] = {"label": set(), "prefLabel": set(), "altLabel": set()}
    with workspace.reader() as reader:
        for quad in reader.quads(NamedNode(iri), graph=DefaultGraph()):
            if isinstance(quad.object, Literal):
                name = quad.predicate.value.rpartition("#")[2]
                found.setdefault(name, set()).add((quad.object.value, quad.object.language or ""))
    return found


def test_a_name_in_another_language_stands_beside_the_main_one(filled: Workspace) -> None:
    before = _labels(filled, HCN)
    (main,) = before["label"]
    assert main[1] == "en"
    say(filled, "rename", HCN, name="Hafenring", language="de")
    say(filled, "rename", HCN, name="HCN", language="fr")
    after = _labels(filled, HCN)
    assert after["label"] == before["label"]
    assert after["prefLabel"] == {main, ("Hafenring", "de"), ("HCN", "fr")}
    assert after["altLabel"] == {name for name in before["altLabel"] if name[0] != "HCN"}
    say(filled, "rename", HCN, name="Kais", language="de")
    say(filled, "rename", HCN, name="Ring of Harbours", language="EN")
    after = _labels(filled, HCN)
    assert after["label"] == {("Ring of Harbours", "en")}
    assert after["prefLabel"] == {("Ring of Harbours", "en"), ("Kais", "de"), ("HCN", "fr")}
    assert main in after["altLabel"]
    with filled.reader() as reader:
        assert validate(reader).results == ()
        assert reader.label(HCN) == "Ring of Harbours"
    exported = export(filled)
    _rebuild(filled)
    assert export(filled) == exported


def test_a_name_without_a_language_is_the_main_one(filled: Workspace) -> None:
    number = say(filled, "rename", HCN, name="Ring")
    say(filled, "rename", HCN, name="Harbours", language="en")
    after = _labels(filled, HCN)
    assert after["label"] == {("Ring", "")}
    assert after["prefLabel"] == {("Ring", ""), ("Harbours", "en")}
    undo(filled, number)
    assert _labels(filled, HCN)["label"] == {("Harbours", "en")}
