"""Decisions of curators in words: as they are given, as they are listed, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from queries.parameters import NOUNS

if TYPE_CHECKING:
    from graph.curating.curation import Decision
    from graph.curating.decided import Decided
    from graph.reader import Reader

#: Why a thing has its IRI and is called so, as ``graph.identity.naming`` knows it.
_REASONS: Final = {
    "authority": "as the authority file knows it",
    "gazetteer": "as the gazetteer knows it",
}


def in_words(decision: Decision, reader: Reader, overridden: Mapping[int, int] = {}) -> str:
    """Return what a decision says, with the names that its things had or have in *reader*.

    *overridden* has the numbers of later decisions that leave it without effect.
    """
    ends = [
        _known_as(end, called) if called else thing(end, reader)
        for end, called in zip(decision.ends, _called(decision), strict=True)
    ]
    return _said(decision, ends) + (
        f" (overridden by decision {overridden[decision.number]})"
        if decision.number in overridden
        else ""
    )


def _called(decision: Decision) -> tuple[str, ...]:
    return decision.called or ("",) * len(decision.ends)


def _said(decision: Decision, ends: list[str]) -> str:
    if decision.act == "rename":
        tag = f" in {decision.language}" if decision.language else ""
        return f"{ends[0]} is called {decision.name}{tag}"
    verb = "are the same" if decision.act == "same" else "are different"
    return f"{' and '.join(ends)} {verb}"


def thing(reference: str, reader: Reader) -> str:
    """Return a thing's name and relative IRI; an IRI that is in use no more has no name."""
    return _known_as(reference, name_of(reference, reader))


def name_of(reference: str, reader: Reader) -> str:
    """Return the name of the thing with a relative IRI, empty where it has none."""
    label = reader.label(reader.base.iri + reference)
    return "" if reference.endswith(f"/{label}") else label


def _known_as(reference: str, name: str) -> str:
    return f"{name} ({reference})" if name else reference


def whole_row(decision: Decision, overridden: Mapping[int, int]) -> dict[str, Any]:
    """Return a decision as JSON shows it: without the anchors, which mean nothing outside."""
    row = {name: value for name, value in asdict(decision).items() if name != "anchors"}
    return row | {"overridden_by": overridden.get(decision.number)}


def outcome(decision: Decision, decided: Decided, reader: Reader) -> list[str]:
    """Return what came of a decision, in the generation of *reader*, as sentences."""
    there = [place for place in decided.places(decision) if place]
    if decision.act == "rename" and there and reader.label(there[0]) != decision.name:
        main = thing(there[0].removeprefix(reader.base.iri), reader)
        return [f"that is its name in that language; its main name stays {main}"]
    if decision.act != "same" or len(there) < 2:
        return []
    one, other = (thing(place.removeprefix(reader.base.iri), reader) for place in there)
    if one != other:
        return [f"they are still apart: {one}, {other}"]
    why = _reason(there[0], decided, reader)
    return [f"both are now {one}, {why}; hansa curate rename gives another name"]


def _reason(iri: str, decided: Decided, reader: Reader) -> str:
    """Return why a thing is called so."""
    if number := decided.named_by(iri, reader.label(iri)):
        return f"as decision {number} says"
    about = NamedNode(iri)
    for graph, reason in _REASONS.items():
        if next(reader.quads(about, None, None, NamedNode(reader.base.graph(graph))), None):
            return reason
    return "the longest of their names, or the first of equals"


def kind_words(kind: str) -> str:
    """Return a kind of thing with its article.

    >>> kind_words("Organization"), kind_words("City")
    ('an organisation', 'a city')
    """
    return f"{'an' if NOUNS[kind][0] in 'aeiou' else 'a'} {NOUNS[kind]}"
