"""Claims as SPARQL: what an answer shows of them, matched within the graphs of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .sparql_layout import Group, Item
from .sparql_parts import Part, View, Wanted, wanted

if TYPE_CHECKING:
    from .sparql_writer import Writer

#: What a claim says of itself, and of the quote and the place that are its evidence.
_OWN: Final = {"status": "hansa:status", "confidence": "hansa:confidence"}
_MISSING: Final = {"year": "hansa:year", "role": "hansa:role", "rule": "hansa:rule"}
_QUOTE: Final = {"quote": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix"}
_ENDS: Final = {
    "subject": "rdf:subject",
    "property": "rdf:predicate",
    "object": "rdf:object",
    "value": "rdf:object",
    "lang": "rdf:object",
}


@dataclass(slots=True)
class ClaimPattern:
    """What is asked of claims: ``inside`` stands in the graph of ``document``, ``part`` after it.

    ``variables`` are bound inside; ``terms`` are what claims are ordered by. ``date`` may be bound
    or not; what is required after it would be tried with every claim there is.
    """

    claim: str
    document: str
    inside: list[Item]
    variables: list[str]
    terms: list[str]
    part: Part
    date: str

    def graph(self, *ends: str) -> Group:
        """Return the graph with a claim that has these ends."""
        dated = Group("OPTIONAL", [f"{self.document} dcterms:date {self.date}"])
        return Group(f"GRAPH {self.document}", [*ends, *self.inside, dated])

    def arm(self, *groups: Sequence[Item]) -> list[Item]:
        """Return the arm of claims that any of the groups matches."""
        if len(groups) == 1:
            return [*groups[0], *self.part.items()]
        many = [Group("UNION" if n else "", [*each]) for n, each in enumerate(groups)]
        return [*many, *self.part.items()]


def claims(writer: Writer, path: str, views: Sequence[View]) -> ClaimPattern:
    """Return the pattern of the claims that *views* ask for; *path* is where they stand.

    The rows are ordered by them from now on.
    """
    names = writer.names
    claim, document = names.of(path), names.of(f"{path}.#document")
    start, end = names.of(f"{path}.#start"), names.of(f"{path}.#end")
    date = names.of(f"{path}.#date")
    found = ClaimPattern(
        claim,
        document,
        [
            f"{claim} prov:wasDerivedFrom {document} .",
            f"{claim} hansa:evidence/oa:hasSelector [ oa:start {start} ; oa:end {end} ] .",
        ],
        [claim, document, date, start, end],
        [f"DESC(STR({date}))", f"STR({document})", start, end, f"STR({claim})"],
        Part(),
        date,
    )
    writer.order(found.terms)  # before what they lead to, of which a row without comes last
    for view in views:
        writer.tell(view.path, claim)
        for each in wanted(view, frozenset({"Claim"})):
            _add(writer, found, each, path)
    return found


def _add(writer: Writer, found: ClaimPattern, field: Wanted, path: str) -> None:
    name, at = field.selected.name, field.path
    if name == "__typename":
        writer.tell(at, bind_type(writer, found, path))
        return
    known = {
        "id": found.claim,
        "start": writer.names.of(f"{path}.#start"),
        "end": writer.names.of(f"{path}.#end"),
        "document": found.document,
    }
    if name in known:
        writer.tell(at, known[name])
    elif name in _QUOTE:
        _bind(writer, found, at, f"hansa:evidence/oa:hasSelector/{_QUOTE[name]}")
    elif name in _OWN or name in _ENDS:
        predicate = _OWN.get(name) or _ENDS[name]
        shared = f"{path}.#object" if predicate == "rdf:object" else f"{path}.#{name}"
        _bind(writer, found, at, predicate, shared=shared)
    elif name in _MISSING:
        value = writer.tell(at, writer.names.of(at))
        found.inside.append(Group("OPTIONAL", [f"{found.claim} {_MISSING[name]} {value}"]))
        found.variables.append(value)
    else:
        writer.omit(at)
    below = field.selected.below
    if below is None:
        return
    if name == "document":
        found.part.add(writer.thing(found.document, [View(below, at)], frozenset({"Document"})))
    elif name in ("subject", "object"):
        add_end(writer, found.part, field, writer.names.of(f"{path}.#{name}"))


def bind_type(writer: Writer, found: ClaimPattern, path: str) -> str:
    """Bind the type of the claims at a path to a variable, and return that."""
    class_ = writer.names.of(f"{path}.#type")
    found.part.add(Part(needed=[f"BIND(hansa:Claim AS {class_})"]))
    return class_


def _bind(
    writer: Writer, found: ClaimPattern, at: str, predicate: str, *, shared: str | None = None
) -> None:
    value = writer.tell(at, writer.names.of(shared or at))
    pattern = f"{found.claim} {predicate} {value} ."
    if pattern not in found.inside:
        found.inside.append(pattern)
        found.variables.append(value)


def add_end(writer: Writer, part: Part, field: Wanted, it: str) -> None:
    """Ask of the thing at an end of a claim or fact, which is a value at times."""
    below = field.selected.below
    if below is None:
        return
    asked = writer.thing(it, [View(below, field.path)], writer.types_of(below))
    if field.selected.name == "subject":
        part.add(asked)
    elif asked.items():
        part.add(asked.within(f"FILTER(ISIRI({it}))"))
