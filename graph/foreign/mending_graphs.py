"""GRAPH with a variable, as SPARQL 1.1 has it (section 18.6): group by group, graph by graph.

By the standard the group inside is answered for each graph by itself, and the variable is joined
afterwards. The engine puts the variable into every triple pattern instead. That is the same but for
three things: a sub-select does not hand the variable on, so that it counts and cuts over all graphs
at once; MINUS sees a variable in common where there is none; and data of VALUES meets no graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .brackets import Brackets, Edit, rewritten

_AGGREGATES: Final = frozenset(
    {"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"},
)


def mend_graphs(text: str) -> str:
    """Return *text* with what the engine would misread in GRAPH with a variable said otherwise.

    >>> mend_graphs("SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }")
    'SELECT * { GRAPH ?g { SELECT ?g (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?g ?p } }'
    """
    for mend in (_without_idle_minus, _with_graphs_of_data, _with_graphs_of_selects):
        found = Brackets(text)
        text = rewritten(text, mend(found))
    return text


def _graphs(found: Brackets) -> Iterator[tuple[int, int, str]]:
    """Yield where the groups of GRAPH with a variable open and close, and the variable."""
    for place, word in enumerate(found.words):
        variable = found.token(place + 1)
        if word == "GRAPH" and variable.kind == "variable" and found.is_open(place + 2):
            yield place + 2, found.closing[place + 2], variable.text[1:]


def _without_idle_minus(found: Brackets) -> Iterator[Edit]:
    """Take out MINUS that has no variable in common with what it is taken from: it does nothing."""
    end = 0
    for opening, closing, _ in _graphs(found):
        for place in range(max(opening, end), closing):
            if found.words[place] == "MINUS" and found.is_open(place + 1):
                last = found.closing[place + 1]
                if not _bound_before(found, place) & found.variables(place + 1, last):
                    yield found.start(place), found.end(last), " "
        end = max(end, closing)  # what is inside of another was looked at with that


def _bound_before(found: Brackets, place: int) -> set[str]:
    """Return variables that may have a value before *place* in its group."""
    variables: set[str] = set()
    opening = found.parent(place)
    if opening is None:
        return variables
    for each in found.level(opening + 1, place):
        if found.word(each - 1) != "MINUS":
            variables |= found.variables(each, found.closing.get(each, each) + 1)
    return variables


def _with_graphs_of_data(found: Brackets) -> Iterator[Edit]:
    """Join data with the graphs there are, where a group has nothing but VALUES."""
    for opening, closing, variable in _graphs(found):
        level = [*found.level(opening + 1, closing)]
        starts = [place for place in level if found.words[place] == "VALUES"]
        braces = [place for place in level if found.is_open(place)]
        others = {found.words[place] for place in level} - {"", "VALUES"}
        before = [found.token(place - 1) for place in braces]
        is_data = all(each.kind in {"variable", "close"} for each in before)
        if starts and level[0] == starts[0] and len(starts) == len(braces) and is_data:
            if others:
                continue
            yield found.start(opening - 2), found.end(opening), f"{{ {{ GRAPH ?{variable} {{}} }} "


def _with_graphs_of_selects(found: Brackets) -> Iterator[Edit]:
    """Let sub-selects hand on the graph they are answered in."""
    for opening, closing, variable in _graphs(found):
        spans = [*_selects(found, opening, closing)]
        selects = [_Select(found, *span) for span in spans]
        if any(variable in found.variables(*span) for span in spans):
            continue  # whoever names it there knows the engine
        if not selects or any(each.is_open for each in selects):
            continue
        edits = [edit for each in selects for edit in each.handing_on(variable)]
        if any(each.is_cut or each.is_one_group for each in selects):
            named = f"GRAPH ?{variable}"
            inside = rewritten(found.text[: found.start(closing)], edits)[found.end(opening) :]
            more = f"{{ {named} {{}} LATERAL {{ {named} {{{inside}}} }} }}"
            edits = [(found.start(opening - 2), found.end(closing), more)]
        yield from edits


def _selects(found: Brackets, opening: int, closing: int) -> Iterator[tuple[int, int]]:
    """Yield where the sub-selects begin and end that are answered in the graph of a group."""
    place = opening
    while place < closing:
        if place > opening and found.words[place] == "GRAPH" and found.is_open(place + 2):
            place = found.closing[place + 2]  # that is another graph
        elif found.words[place] == "SELECT" and found.is_open(place - 1):
            yield place, found.closing[place - 1]
        place += 1


class _Select:
    """A sub-select, from its first word until before the brace that closes it."""

    def __init__(self, found: Brackets, begin: int, end: int) -> None:
        self._found = found
        self._begin = begin
        self._end = end
        level = [*found.level(begin, end)]
        self._group = next(each for each in level if found.is_open(each))
        self._after = [each for each in level if each > self._group]
        first = begin + 1 + (found.words[begin + 1] in {"DISTINCT", "REDUCED"})
        self._first = first
        after = {found.words[each] for each in self._after}
        self._is_grouped = "GROUP" in after
        #: What it selects cannot be told, or it has parts that would have to be told twice.
        self.is_open = found.token(first).text == "*"
        self.is_cut = bool(after & {"LIMIT", "OFFSET"})
        said = {*found.words[begin : self._group], *found.words[self._group_end : end]}
        self.is_one_group = not self._is_grouped and bool(said & _AGGREGATES or after & {"HAVING"})
        inside = found.words[self._group : self._group_end]
        self.is_open |= self.is_one_group and "SELECT" in inside

    @property
    def _group_end(self) -> int:
        return self._found.closing[self._group]

    def handing_on(self, variable: str) -> list[Edit]:
        """Return the edits that let it select *variable*, which its group has, too."""
        found = self._found
        start = found.start(self._first)
        edits: list[Edit] = [(start, start, f"?{variable} ")]
        if self._is_grouped:
            by = next(each for each in self._after if found.words[each] == "GROUP") + 1
            edits.append((found.end(by), found.end(by), f" ?{variable}"))
        elif self.is_one_group:
            edits += self._with_empty_group(variable)
        return edits

    def _with_empty_group(self, variable: str) -> list[Edit]:
        """Return the edits that give a row also for a graph in which it has no solution."""
        found = self._found
        group = found.between(self._group, self._group_end)
        head = found.text[found.start(self._begin) : found.start(self._group)]
        tail = found.text[found.end(self._group_end) : found.start(self._end)]
        empty = f"{head}{{ FILTER(false) }}{tail}"
        behind, start = found.end(self._group_end), found.start(self._begin)
        end = found.start(self._end)
        return [
            (start, start, "{ "),
            (behind, behind, f" GROUP BY ?{variable} "),
            (end, end, f" }} UNION {{ FILTER NOT EXISTS {group} {{ {empty} }} }} "),
        ]
