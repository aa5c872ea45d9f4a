"""Where the things of a connection come from, as a SPARQL pattern that binds ``?it``.

The patterns read the dataset as `/sparql` offers it: facts in the default graph, claims in the
graphs of their documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.namespaces import HANSA

from .rows import Relation


@dataclass(frozen=True, slots=True)
class OfKind:
    """Everything of one kind; networks, which are organisations too, count as networks only."""

    kind: str

    def pattern(self, it: str = "?it") -> str:
        """Return the pattern.

        >>> OfKind("City").pattern()
        '?it a hansa:City .'
        """
        found = f"{it} a hansa:{self.kind} ."
        if self.kind == "Organization":
            found += f" FILTER NOT EXISTS {{ {it} a hansa:Network }}"
        return found


@dataclass(frozen=True, slots=True)
class EndsOf:
    """The things that a relation leads to from one thing, with ``planned`` also those meant."""

    row: Relation
    iri: str
    planned: bool = False

    def pattern(self, it: str = "?it", here: str | None = None) -> str:
        """Return the pattern; *here* is a variable that is bound to the thing in its stead.

        >>> from .table import RELATIONS
        >>> EndsOf(RELATIONS["members"], "https://example.org/a").pattern()
        '<https://example.org/a> hansa:hasMember ?it .'
        """
        here = here or str(NamedNode(self.iri))
        fact = f"{here} {short(self.row.predicate)} {it} ."
        if not self.planned:
            return fact
        said = saying(self.row, here, it)
        return f"{{ {fact} }} UNION {said} FILTER({it} != {here})"


def saying_ends(row: Relation) -> list[tuple[str, str]]:
    """Return at which ends of a claim of a relation the known thing may be, and the one sought.

    >>> from .table import RELATIONS
    >>> saying_ends(RELATIONS["members"]), saying_ends(RELATIONS["partners"])
    ([('object', 'subject')], [('subject', 'object'), ('object', 'subject')])
    """
    ends = [("object", "subject") if row.backwards else ("subject", "object")]
    if row.is_symmetric:
        ends.append(("object", "subject"))
    return ends


def plainly(name: str) -> str:
    """Return the variable of that name."""
    return f"?{name}"


def saying(
    row: Relation, here: str, it: str, more: str = "", named: Callable[[str], str] = plainly
) -> str:
    """Return a group that matches claims of a relation, in whose graph *more* is matched too.

    The end that is known comes first, since the engine joins in the order of the text where it
    knows no better. *named* returns the variables of the claim and its document.
    """
    claim, document = named("claim"), named("document")
    return " UNION ".join(
        f"{{ GRAPH {document} {{ {claim} rdf:{known} {here} ; rdf:predicate hansa:{row.stated} ; "
        f"rdf:{sought} {it} . {more} }} }}"
        for known, sought in saying_ends(row)
    )


def short(iri: str) -> str:
    """Return an IRI of the ontology as a prefixed name, another in angle brackets."""
    return f"hansa:{iri.removeprefix(HANSA)}" if iri.startswith(HANSA) else str(NamedNode(iri))
