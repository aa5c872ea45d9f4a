"""Whether some triples keep the shapes, as SHACL defines it, and where they do not.

Fast on a few triples: only the shapes that look for what is there are tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.lines.written import Triples, text_of

from .constraints import Check, check_of
from .shapes import Table


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken shape: at which node, along which property, by which value, and in words.

    ``path`` is None for a node shape, ``value`` where no single value is wrong; ``shape`` is
    the IRI of the shape. Terms are given as text, IRIs without brackets.
    """

    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str


class Verifier:
    """A table of shapes, with a check of every constraint."""

    def __init__(self, shapes: Table) -> None:
        """Make the checks; raises ShapeError where there is none for a constraint."""
        self._shapes = shapes
        self._places = {name: place for place, name in enumerate(shapes)}
        self._looking: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._checks: dict[str, list[Check]] = {}
        self._parts: dict[str, list[str]] = {}
        for name, shape in shapes.items():
            for target in shape.targets:
                self._looking[target].append(name)
            own = [one for one in shape.constraints if one.component != "property"]
            inner = [one for one in shape.constraints if one.component == "property"]
            self._checks[name] = [check_of(one, self._conforms) for one in own]
            self._parts[name] = [part for one in inner for part in one.terms]

    def violations(self, lines: Iterable[str]) -> tuple[Violation, ...]:
        """Return what the shapes refuse in a set of N-Triples lines, in the order of the file.

        Classes have the super-classes that ``hansa.ttl`` gives them; nothing else is inferred.
        """
        return self.violations_in(Triples(lines))

    def violations_in(self, triples: Triples, *, along: str = "") -> tuple[Violation, ...]:
        """Return what the shapes refuse in triples that were taken in already.

        *along* keeps to what is said of one property, a written IRI, and costs less.
        """
        focus_nodes: dict[str, dict[str, None]] = defaultdict(dict)
        for target, nodes in triples.targets():
            for name in self._looking.get(target, ()):
                focus_nodes[name].update(dict.fromkeys(nodes))
        found: dict[Violation, None] = {}
        for name in sorted(focus_nodes, key=self._places.__getitem__):
            for focus in focus_nodes[name]:
                found.update(dict.fromkeys(self._broken(name, triples, focus, along)))
        return tuple(found)

    def _conforms(self, name: str, triples: Triples, node: str) -> bool:
        return next(self._broken(name, triples, node), None) is None

    def _broken(
        self, name: str, triples: Triples, focus: str, along: str = ""
    ) -> Iterator[Violation]:
        shape = self._shapes[name]
        if along and shape.path not in {(), (along,)}:
            return
        values = _values(shape.path, triples, focus)
        for check in self._checks[name]:
            for value in check(triples, focus, values):
                path = " / ".join(map(text_of, shape.path)) or None
                said = None if value is None else text_of(value)
                yield Violation(text_of(focus), path, said, shape.message, text_of(name))
        for part in self._parts[name]:
            for value in values:
                yield from self._broken(part, triples, value, along)


def _values(path: tuple[str, ...], triples: Triples, focus: str) -> list[str]:
    """Return the value nodes: the focus node itself, or what its path leads to, each once."""
    nodes = {focus: None}
    for step in path:
        nodes = dict.fromkeys(found for node in nodes for found in triples.objects(node, step))
    return [*nodes]
