"""What is known of documents that were asked before: parsed, found valid, counted and planned.

Only short documents are kept, and of all together no more than so many characters: what they are
parsed into takes some hundred times their room. What they ask, in each of their ways, may take far
more than they, since one fragment can stand in many operations; so that is counted by itself.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from .operations import Asked, operation_of
from .plans import Plan
from .selections import Selected, Selection, Walk
from .variables import coerced, conditions_in

if TYPE_CHECKING:
    from api.gql.limits.pages import Paged

#: Characters of the longest document that is kept, and of all that are.
LONGEST: Final = 8_000
MOST: Final = 100_000
#: Selections in the trees of all ways together that are kept; each takes about a kilobyte.
MOST_SELECTIONS: Final = 50_000
#: Ways in which the variables of one document decide what is asked, that are kept.
_WAYS: Final = 8


@dataclass(slots=True)
class Way:
    """What one operation asks where its conditions come out one way, and how that is read.

    ``seconds`` is about what it took lately, of the ``generation`` that was read last. ``is_even``
    says whether its variables make little difference to that, once somebody has looked. ``size``
    is how many selections its tree has, once that was counted. ``naming`` are the fields in it
    that take languages, and ``paged`` those of pages, once somebody has looked.
    """

    walk: Walk
    root: Selection
    plan: Plan | None = None
    is_planned: bool = False
    seconds: float = math.inf
    generation: int = 0
    is_even: bool | None = None
    size: int = 0
    naming: tuple[Selected, ...] | None = None
    paged: tuple[Paged, ...] | None = None

    def took(self, seconds: float, generation: int) -> None:
        """Note how long it took; what once took long has to be quick several times."""
        if generation == self.generation:
            seconds = max(seconds, self.seconds / 2)
        self.seconds, self.generation = seconds, generation


@dataclass(slots=True)
class Prepared:
    """One operation of a valid document; ``conditions`` are the variables that decide what it asks.

    The ways are made when they are asked for, each once for all requests.
    """

    document: DocumentNode
    operation: OperationDefinitionNode
    conditions: tuple[str, ...]
    _ways: dict[tuple[Any, ...], Way] = field(default_factory=dict)

    def asked(
        self, schema: GraphQLSchema, variables: Mapping[str, Any] | None
    ) -> tuple[Asked, Way] | None:
        """Return what it asks with these variables; None where that cannot be executed."""
        values = coerced(schema, self.operation, variables)
        root = schema.get_root_type(self.operation.operation)
        if values is None or root is None:
            return None
        chosen = tuple(values.coerced.get(name) for name in self.conditions)
        way = self._ways.get(chosen)
        if way is None:
            if len(self._ways) >= _WAYS:
                self._ways.clear()
            walk = Walk(schema, self.document, values)
            way = Way(walk, walk.selection(root, (self.operation.selection_set,)))
            self._ways[chosen] = way
        return Asked(self.operation, values, way.root), way


def prepare(document: DocumentNode, operation: str | None) -> Prepared | None:
    """Prepare an operation of a valid document; None where there is none of that name."""
    meant = operation_of(document, operation)
    return None if meant is None else Prepared(document, meant, conditions_in(document))


class Documents:
    """The valid documents that were asked last, by their text; every thread may ask."""

    def __init__(
        self, *, longest: int = LONGEST, most: int = MOST, selections: int = MOST_SELECTIONS
    ) -> None:
        """Keep none longer than *longest* characters, and *most* of all together.

        Of what they ask keep so many *selections* of all together.
        """
        self._longest = longest
        self._most = most
        self._most_selections = selections
        self._selections = 0
        self._kept: OrderedDict[str, tuple[DocumentNode, dict[str | None, Prepared]]] = (
            OrderedDict()
        )
        self._size = 0
        self._lock = Lock()

    def document(self, text: str | None) -> DocumentNode | None:
        """Return the document of a text that was found valid."""
        found = self._kept.get(text or "")
        return found[0] if found else None

    def keep(self, text: str, document: DocumentNode) -> None:
        """Keep a document that was found valid."""
        if len(text) > self._longest:
            return
        with self._lock:
            if text not in self._kept:
                self._kept[text] = document, {}
                self._size += len(text)
            while self._size > self._most:
                oldest, _ = self._kept.popitem(last=False)
                self._size -= len(oldest)

    def prepared(self, text: str | None, operation: str | None) -> Prepared | None:
        """Return an operation of a document that is kept."""
        with self._lock:
            found = self._kept.get(text or "")
            if found is None:
                return None
            self._kept.move_to_end(text or "")
        document, operations = found
        if operation not in operations:
            prepared = prepare(document, operation)
            if prepared is None:
                return None
            operations[operation] = prepared
        return operations[operation]

    def note(self, way: Way) -> None:
        """Note what a way takes, whose tree was made; let go of everything when it is too much.

        What is asked for often is there again soon.
        """
        grown = way.walk.looked_at - way.size
        if not grown:
            return
        with self._lock:
            way.size += grown
            self._selections += grown
            if self._selections > self._most_selections:
                self._kept.clear()
                self._size = self._selections = 0

    def __len__(self) -> int:
        """Return how many documents are kept."""
        return len(self._kept)
