"""Pages as SPARQL: what a connection is ordered by, where a page begins, and how long it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal

from api.gql.types.paging import Order, Paging, Part, Value


@dataclass(frozen=True, slots=True)
class Place:
    """The variables that a thing stands in its order by: ``values``, ``label``, then its own."""

    order: Order
    it: str
    label: str
    values: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """All of them but the thing's own."""
        return (*self.values, self.label)

    def terms(self, *, backwards: bool = False) -> Iterator[str]:
        """Yield what to put after ORDER BY; things without a value come last.

        >>> [*Place(Order("-size", (Part(falls=True),)), "?it", "?key", ("?size",)).terms()]
        ['(!BOUND(?size))', 'DESC(?size)', '?key', 'STR(?it)']
        """
        for value, part in zip(self.values, self.order.parts, strict=True):
            yield _directed(f"!BOUND({value})", falls=backwards)
            yield _directed(value, falls=part.falls is not backwards)
        yield _directed(self.label, falls=backwards)
        yield _directed(f"STR({self.it})", falls=backwards)

    def beyond(self, cursor: str, *, backwards: bool = False) -> str:
        """Return the expression that holds for what comes after a cursor, or before it.

        >>> from api.gql.types.paging import BY_NAME, Key
        >>> Place(BY_NAME, "?it", "?key").beyond(BY_NAME.cursor(Key("riga", "x:riga")))
        '(?key > "riga" || (?key = "riga" && STR(?it) > "x:riga"))'
        """
        key = self.order.parse(cursor)
        steps = [
            *(
                _value(variable, value, part, backwards=backwards)
                for variable, value, part in zip(
                    self.values, key.values, self.order.parts, strict=True
                )
            ),
            _text(self.label, key.label, backwards=backwards),
        ]
        sign = "<" if backwards else ">"
        found = f"STR({self.it}) {sign} {Literal(key.iri)}"
        for further, same in reversed(steps):
            found = f"({further} || ({same} && {found}))"
        return found


def cut(place: Place, paging: Paging) -> tuple[list[str], list[str]]:
    """Return the filters of a page, and what comes after the pattern that selects it."""
    tests = []
    if paging.after is not None:
        tests.append(f"FILTER{_bracketed(place.beyond(paging.after))}")
    if paging.before is not None:
        tests.append(f"FILTER{_bracketed(place.beyond(paging.before, backwards=True))}")
    backwards = paging.first is None
    size = paging.last if backwards else paging.first
    terms = " ".join(place.terms(backwards=backwards))
    return tests, [f"ORDER BY {terms}", f"LIMIT {size}"]


def _directed(expression: str, *, falls: bool) -> str:
    if falls:
        return f"DESC({expression})"
    return f"({expression})" if expression.startswith("!") else expression


def _text(variable: str, value: str, *, backwards: bool) -> tuple[str, str]:
    sign = "<" if backwards else ">"
    return f"{variable} {sign} {Literal(value)}", f"{variable} = {Literal(value)}"


def _value(variable: str, value: Value, part: Part, *, backwards: bool) -> tuple[str, str]:
    """Return when a value stands further on than that of a cursor, and when in its place."""
    if value is None:  # which comes last
        return (f"BOUND({variable})" if backwards else "false"), f"!BOUND({variable})"
    sign = ">" if part.falls is backwards else "<"
    is_whole = isinstance(value, float) and value.is_integer()
    term = Literal(int(value) if is_whole else value)
    further = f"{variable} {sign} {term}"
    if not backwards:
        further = f"!BOUND({variable}) || {further}"
    return further, f"(BOUND({variable}) && {variable} = {term})"


def _bracketed(expression: str) -> str:
    return expression if expression.startswith("(") else f"({expression})"
