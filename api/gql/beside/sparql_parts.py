"""What the fields of a selection become: patterns that give one row, and arms that give many.

Things that have several lists would have a row for each pair of what is in them, if all were one
pattern. So each list is an arm of one union, and the first arm, which is empty, keeps the thing
where all lists are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.gql.running.selections import Selected, Selection

from .sparql_layout import Group, Item, union


@dataclass(slots=True)
class Part:
    """Patterns of a thing: ``needed`` ones, those that ``may`` be missing, and ``arms``.

    ``each`` are sub-selects that have to be tried for each thing by itself.
    """

    needed: list[Item] = field(default_factory=list)
    each: list[Item] = field(default_factory=list)
    may: list[list[Item]] = field(default_factory=list)
    arms: list[list[Item]] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Take over what another part has, without saying anything twice."""
        self.needed += [each for each in part.needed if each not in self.needed]
        self.each += part.each
        self.may += part.may
        self.arms += part.arms

    def only(self, condition: str | None) -> Part:
        """Return the same for the things that meet a condition."""
        if condition is None:
            return self
        may = [[condition, *each] for each in self.may]
        if self.needed:
            may.insert(0, [condition, *self.needed])
        arms = [[condition, *each] for each in [*([[one] for one in self.each]), *self.arms]]
        return Part(may=may, arms=arms)

    def items(self) -> list[Item]:
        """Return it as what stands in a group."""
        return [
            *self.needed,
            *self.each,
            *(Group("OPTIONAL", each) for each in self.may),
            *lateral(self.arms),
        ]

    def within(self, *binding: Item) -> Part:
        """Return it as what is asked of another thing, to which *binding* leads if there is any."""
        if self.each or self.arms:
            return Part(arms=[[*binding, *self.items()]])
        return Part(may=[[*binding, *self.items()]])


def lateral(arms: list[list[Item]]) -> list[Item]:
    """Return arms that are tried for each row of what stands before them."""
    return [Group("LATERAL", union([[], *arms]))] if arms else []


@dataclass(frozen=True, slots=True)
class View:
    """One selection of a thing, and the path of the answer where it stands."""

    selection: Selection
    path: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field that is asked of things of some ``types``, at a path."""

    selected: Selected
    path: str
    types: frozenset[str]


def wanted(view: View, types: frozenset[str]) -> Iterator[Wanted]:
    """Yield the fields that a view asks of things of these types, each once."""
    found: dict[tuple[object, ...], tuple[Selected, set[str]]] = {}
    for variant in view.selection.variants:
        of = variant.types & types
        for each in variant.fields if of else ():
            key = (each.key, *map(id, each.nodes), id(each.below))
            found.setdefault(key, (each, set()))[1].update(of)
    for selected, of_it in found.values():
        yield Wanted(selected, f"{view.path}.{selected.key}".lstrip("."), frozenset(of_it))
