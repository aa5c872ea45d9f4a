"""The mark that our server bears: whose the data are, and how far the newest commit has come.

It is one triple in a graph of its own. Each batch of a commit is carried out only where the mark is
what the batch before left, and moves it in the same update: so a batch that comes twice, or late
after a broken connection, does nothing, and no two directories write to one server unnoticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ontology.namespaces import PREFIXES

#: Under the base, the graph that holds the mark.
GRAPH: Final = "graph/commit"
_VALUE: Final = PREFIXES["rdf"] + "value"


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose the data are, which generation they are or will be, and the step on the way to it.

    A generation that is whole has no step.

    >>> Mark.read(str(Mark("d1", 7, "ab.3")))
    Mark(owner='d1', generation=7, step='ab.3')
    """

    owner: str
    generation: int
    step: str = ""

    def __str__(self) -> str:
        """Return the mark as it is written."""
        return " ".join(filter(None, (self.owner, str(self.generation), self.step)))

    @classmethod
    def read(cls, text: str) -> Mark:
        """Return the mark that was written; one that is none of ours belongs to nobody."""
        owner, generation, step, *_ = [*text.split(" "), "", "", ""]
        return cls(owner, int(generation) if generation.isdecimal() else 0, step)

    def line(self, graph: str) -> str:
        """Return it as an N-Triples line, of the graph with that IRI.

        >>> Mark("d1", 7).line("urn:g")
        '<urn:g> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "d1 7" .'
        """
        return f'<{graph}> <{_VALUE}> "{self}" .'


def mark_query(graph: str) -> str:
    """Return the query for the marks in *graph*."""
    return f"SELECT ?mark {{ GRAPH <{graph}> {{ <{graph}> <{_VALUE}> ?mark }} }}"


def marks_query() -> str:
    """Return the query for the marks of all data directories at a server, whatever their bases."""
    mine = f'FILTER(STRENDS(STR(?g), "{GRAPH}"))'
    return f"SELECT ?mark {{ GRAPH ?g {{ ?g <{_VALUE}> ?mark }} {mine} }}"


def mark_update(graph: str, mark: Mark) -> str:
    """Return the update that sets the mark, whatever it was."""
    return f"{forget_update(graph)} ;\nINSERT DATA {{ GRAPH <{graph}> {{ {mark.line(graph)} }} }}"


def forget_update(graph: str) -> str:
    """Return the update that takes the mark away, whatever it was."""
    return f"DELETE WHERE {{ GRAPH <{graph}> {{ <{graph}> <{_VALUE}> ?mark }} }}"
