"""What a request asks for at most, counted before anything is read.

A node is a thing, a document or a claim; a connection counts as one too, since its whole order is
looked through. What is inside a page counts as often as the page has places, and of things that
may be of several types it is that which costs most. A list of values that documents state counts
as one, as a connection does, and with their claims as so many more as hardly any has. The count
cannot be part of validation, whose verdicts are kept for each document: ``first: $n`` is known
only with the variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    is_list_type,
)
from graphql.type import get_nullable_type

from api.gql.context import NODE_BUDGET
from api.gql.running.operations import Asked, ask
from api.gql.running.selections import Selected, Selection, TooManyFieldsError
from api.gql.types.paging import LARGEST_PAGE

from .weights import AS_ONE, COUNTED, LENGTHS, MOST_ROWS, MOST_STATED, WEIGHTS

#: What a request costs of which nobody knows what it asks; more than is allowed.
_UNKNOWN: Final = NODE_BUDGET + 1


def requested(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None = None,
) -> int:
    """Return how many nodes an operation asks for at most; more than NODE_BUDGET is not exact."""
    asked = ask(schema, document, variables, operation)
    return 0 if asked is None else cost_of(asked)


def cost_of(asked: Asked) -> int:
    """Return how many nodes *asked* asks for at most; more than NODE_BUDGET is not exact."""
    try:
        return _Counter(asked).count(asked.root, page=1)
    except TooManyFieldsError:
        return _UNKNOWN


def heaviest(asked: Asked) -> str:
    """Return the pages, one in another, that multiply most; "" where nobody can look at all.

    They are written as ``networks(first: 100) × members(first: 90)``.
    """
    try:
        return " × ".join(_Counter(asked).heaviest(asked.root))
    except TooManyFieldsError:
        return ""


class _Counter:
    """Counts what each selection asks of one value, once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._known: dict[tuple[Selection, int], int] = {}

    def count(self, selection: Selection, *, page: int) -> int:
        """Count what is asked of one value; a list of it has *page* places."""
        known = self._known.get((selection, page))
        if known is None:
            known = max(
                (self._of(selection, each.fields, page) for each in selection.variants), default=0
            )
            self._known[selection, page] = known
        return known

    def heaviest(self, selection: Selection) -> Iterator[str]:
        """Yield the fields on the way down that counts most, those that say how many they give."""
        below: Selection | None = selection
        page = 1
        while below is not None:
            here, owner = below, below.type.name
            fields = max(
                (each.fields for each in here.variants),
                key=lambda each: self._of(here, each, page),
                default=(),
            )
            inner = [each for each in fields if each.below and not each.name.startswith("__")]
            if not inner:
                return
            costs = [self._of_field(x, x.below, owner=owner, page=page) for x in inner if x.below]
            field = inner[costs.index(max(costs))]
            size = self._size(field)
            if size is not None or field.name in WEIGHTS:
                yield f"{field.key}({self._told(field)})"
            below, page = field.below, 1 if size is None else size

    def _told(self, field: Selected) -> str:
        """Return the argument that says how many things a field gives, as a document has it."""
        given = self._arguments(field)
        if "ids" in field.field.args:
            return f"{len(given.get('ids') or ())} ids"
        names = ("depth",) if field.name in WEIGHTS else ("first", "last", "limit")
        told = [f"{name}: {given[name]}" for name in names if given.get(name) is not None]
        return ", ".join(told)

    def _of(self, selection: Selection, fields: tuple[Selected, ...], page: int) -> int:
        name = selection.type.name
        is_page = name.endswith("Connection")
        nodes = page if is_page and {each.name for each in fields} & {"edges", "nodes"} else 0
        for each in fields:
            if each.below is not None and not each.name.startswith("__"):
                nodes += self._of_field(each, each.below, owner=name, page=page)
        return nodes

    def _of_field(self, field: Selected, below: Selection, *, owner: str, page: int) -> int:
        of = below.type
        weight = WEIGHTS[field.name](self._arguments(field)) if field.name in WEIGHTS else 0
        size = self._size(field)
        is_list = is_list_type(get_nullable_type(field.field.type))
        length = LENGTHS.get((owner, field.name), MOST_STATED if of.name in AS_ONE else page)
        times = (length if size is None else size) if is_list else 1
        is_inside = owner.endswith(("Connection", "Edge"))
        is_counted = of.name.endswith("Connection") or of.name in COUNTED
        is_node = is_counted or (_is_node(of) and not is_inside)
        # Looked at even where nothing of it is read: whoever looks at the whole tree later has to
        # find no more in it than there may be.
        inner = self.count(below, page=1 if is_list or size is None else size)
        return weight + (of.name in AS_ONE) + times * (is_node + inner)

    def _arguments(self, field: Selected) -> Mapping[str, Any]:
        """Return the arguments of a field; none where one is wrong, since then it is not read."""
        try:
            return self._asked.arguments(field)
        except GraphQLError:
            return {}

    def _size(self, field: Selected) -> int | None:
        """Return how many things a field was told to give at most, None if it was not told."""
        taken = field.field.args
        if not taken.keys() & {"ids", "limit", "first"}:
            return None
        given = self._arguments(field)
        if "ids" in taken:
            return len(given.get("ids") or ())
        if "limit" in taken:
            limit = given.get("limit")
            return max(0, min(MOST_ROWS, limit)) if isinstance(limit, int) else MOST_ROWS
        told = [given[name] for name in ("first", "last") if given.get(name) is not None]
        # Any other number is refused where the field is read.
        return max(0, min(LARGEST_PAGE, *told)) if told else 0


def _is_node(of: Any) -> bool:
    return isinstance(of, GraphQLObjectType | GraphQLInterfaceType) and (
        of.name == "Node" or any(each.name == "Node" for each in of.interfaces)
    )
