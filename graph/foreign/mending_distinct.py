"""DISTINCT, where the engine does more than it has to.

It sorts all rows before it leaves out what is there twice. To leave out first gives the same rows
in the same order where they are sorted by what is selected (SPARQL 1.1, section 18.2.5), and may
take a twentieth of the time. And it reads every triple to list the graphs that have any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .brackets import Brackets, Edit, rewritten

_DIRECTIONS: Final = frozenset({"ASC", "DESC"})
_AFTER: Final = frozenset({"LIMIT", "OFFSET"})


def mend_order(text: str) -> str:
    """Return *text* with DISTINCT in a sub-select, where that changes nothing but the time.

    >>> mend_order("SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p LIMIT 5")
    'SELECT ?p { SELECT DISTINCT ?p { ?s ?p ?o } } ORDER BY ?p LIMIT 5'
    """
    found = Brackets(text)
    begin = next((each for each, word in enumerate(found.words) if word == "SELECT"), None)
    if begin is None or found.words[begin + 1 : begin + 2] != ["DISTINCT"]:
        return text
    if any(found.is_open(each) for each in range(begin)):  # it is inside of another form
        return text
    level = [*found.level(begin, len(found))]
    order = next((each for each in level if found.words[each] == "ORDER"), None)
    group = next((each for each in level if found.is_open(each)), None)
    if order is None or group is None:
        return text
    names = found.tokens[begin + 2 : group - (found.words[group - 1] == "WHERE")]
    if not names or any(each.kind != "variable" for each in names):
        return text
    if any(found.words[each] == "VALUES" for each in level):
        return text  # they are joined before anything is left out
    end = next((each for each in level if each > order and found.words[each] in _AFTER), len(found))
    if not _is_by(found, order + 2, end, {each.text[1:] for each in names}):
        return text
    selected = " ".join(each.text for each in names)
    start = found.start(begin)
    return rewritten(
        text,
        [
            (start, start, f"SELECT {selected} {{ "),
            (found.end(order - 1), found.end(order - 1), " }"),
        ],
    )


def _is_by(found: Brackets, begin: int, end: int, names: set[str]) -> bool:
    """Say whether all that is sorted by are variables among *names*."""
    if found.words[begin - 1 : begin] != ["BY"]:
        return False
    for place in range(begin, end):
        token = found.token(place)
        is_variable = token.kind == "variable" and token.text[1:] in names
        if not (is_variable or found.words[place] in _DIRECTIONS or token.text in {"(", ")"}):
            return False
    return True


def mend_graph_list(text: str) -> str:
    """Return *text* with a look into each graph, where the graphs that have triples are listed.

    >>> mend_graph_list("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 5")
    'SELECT DISTINCT ?g { GRAPH ?g {} FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } } LIMIT 5'
    """
    found = Brackets(text)
    return rewritten(text, _lists_of_graphs(found))


def _lists_of_graphs(found: Brackets) -> Iterator[Edit]:
    for place, word in enumerate(found.words):
        graph = found.token(place + 2)
        if word != "SELECT" or found.word(place + 1) != "DISTINCT" or graph.kind != "variable":
            continue
        opening = place + 3 + (found.word(place + 3) == "WHERE")
        if not found.is_open(opening) or found.word(opening + 1) != "GRAPH":
            continue
        inside = opening + 3
        names = found.tokens[inside + 1 : inside + 4]
        variables = {each.text[1:] for each in (graph, *names) if each.kind == "variable"}
        is_any = found.token(opening + 2).text == graph.text and len(variables) == 4
        if not (is_any and found.is_open(inside) and found.closing[inside] == inside + 4):
            continue
        closing, parent = found.closing[opening], found.parent(place)
        end = len(found) if parent is None else found.closing[parent]
        after = {found.words[each] for each in range(closing + 1, end)}
        if closing == inside + 5 and after <= {"", *_AFTER}:
            said = found.between(opening + 1, inside + 4)
            start = found.start(opening + 1)
            more = f"GRAPH {graph.text} {{}} FILTER EXISTS {{ {said} }}"
            yield start, found.end(inside + 4), more
