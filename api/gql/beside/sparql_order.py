"""The order of all rows of a query: that of the answer, and of no two rows the same.

Lists are ordered where they are written. What is left are the arms of a union, of which each has
rows of its own: a count, a thing that was asked for by its IRI.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from .sparql_layout import Group, Item

_VARIABLE: Final = re.compile(r"\?\w+")

#: What tells which variables come out of a sub-select.
_PART: Final = re.compile(r"[()]|(?:AS )?\?\w+")


def telling_apart(
    items: Sequence[Item], chosen: Collection[str], terms: Iterable[str]
) -> Iterator[str]:
    """Yield terms to order by besides *terms*, so that rows of different arms never tie.

    *chosen* are the variables of the rows, *items* what binds them.

    >>> arms = [Group("", ["?a a ?b ."]), Group("UNION", ["BIND(1 AS ?n)"])]
    >>> [*telling_apart(arms, ["?a", "?n"], ["STR(?a)"])]
    ['?n']
    """
    known = {each for term in terms for each in _VARIABLE.findall(term)}
    for arm, others in _arms(items):
        own = [each for each in _variables(arm) if each in chosen and each not in others]
        if own and not known.intersection(own):
            known.add(own[0])
            yield own[0]


def _arms(
    items: Sequence[Item], outer: frozenset[str] = frozenset()
) -> Iterator[tuple[Group, frozenset[str]]]:
    """Yield every arm of a union, with the variables that are bound before it."""
    for at, item in enumerate(items):
        if isinstance(item, str):
            outer = outer.union(_variables(item))
            continue
        if item.head.startswith("SELECT"):  # which orders its rows itself
            continue
        is_joined = item.head.startswith("UNION")
        following = items[at + 1] if at + 1 < len(items) else ""
        if is_joined or (isinstance(following, Group) and following.head.startswith("UNION")):
            yield item, outer
            yield from _arms(item.items, outer)
        else:
            yield from _arms(item.items, outer)
            outer = outer.union(_variables(item))


def _variables(item: Item) -> list[str]:
    """Return the variables that a pattern binds, in the order in which they stand in it."""
    if isinstance(item, str):
        return [*dict.fromkeys(_VARIABLE.findall(item))]
    if item.head.startswith("SELECT"):
        return _projected(item.head)
    parts = [item.head, *item.items]
    return [*dict.fromkeys(each for part in parts for each in _variables(part))]


def _projected(head: str) -> list[str]:
    """Return the variables that come out of a sub-select.

    >>> _projected("SELECT DISTINCT ?a (COUNT(DISTINCT ?b) AS ?c) WHERE")
    ['?a', '?c']
    """
    found, depth = list[str](), 0
    for part in _PART.findall(head):
        depth += (part == "(") - (part == ")")
        if part.startswith("AS "):
            found.append(part.removeprefix("AS "))
        elif depth == 0 and part.startswith("?"):
            found.append(part)
    return found
