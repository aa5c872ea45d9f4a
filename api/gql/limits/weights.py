"""What is counted besides things and connections, and what some fields cost by themselves.

Whoever counts a request looks here, so that a field that does much work is dear wherever it
stands. What has a weight may take longer than a moment: it is read in a thread, never on the
event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

#: Steps that ``neighbours`` may go.
MOST_STEPS: Final = 3
#: Generations of a thing's history that are told at once, and the nodes that each counts as.
MOST_HISTORY: Final = 20
HISTORY: Final = 10
#: Rows of an answer that ``question`` may give at once.
MOST_ROWS: Final = 1_000
#: The nodes that an answer of the catalogue, and a comparison of generations, count as.
QUESTION: Final = 500
COMPARISON: Final = 500
#: The nodes that the review queue counts as, and the list of decisions.
REVIEW: Final = 200


def of_steps(depth: object) -> int:
    """Return how many nodes it counts as to look so many steps around.

    >>> of_steps(1), of_steps(2), of_steps(3), of_steps(None)
    (10, 100, 1000, 10)
    """
    steps = depth if isinstance(depth, int) and 0 < depth <= MOST_STEPS else 1
    return int(10**steps)


def of_history(first: object) -> int:
    """Return how many generations of a history are told at most.

    >>> of_history(5), of_history(None), of_history(99)
    (5, 10, 20)
    """
    return min(first, MOST_HISTORY) if isinstance(first, int) and first > 0 else MOST_HISTORY // 2


#: Field -> the nodes that reading it counts as, from its arguments, besides what it gives.
WEIGHTS: Final[Mapping[str, Callable[[Mapping[str, Any]], int]]] = MappingProxyType(
    {
        "changes": lambda _: COMPARISON,
        "decisions": lambda _: REVIEW,
        "history": lambda given: HISTORY * of_history(given.get("first")),
        "neighbours": lambda given: of_steps(given.get("depth")),
        "question": lambda _: QUESTION,
        "review": lambda _: REVIEW,
    }
)
#: Types that count as nodes though they have no id.
COUNTED: Final = frozenset({"Claim", "ReviewEnd", "ReviewSentence", "Row", "Saying"})
#: Types lists of which count as one node, whatever is in them.
AS_ONE: Final = frozenset({"StatedValue"})
#: The values in such a list whose claims are counted, each once.
MOST_STATED: Final = 20
#: Type and field of lists that no argument bounds -> the most that they can hold.
LENGTHS: Final[Mapping[tuple[str, str], int]] = MappingProxyType(
    {
        ("Answer", "resolved"): 4,
        ("Row", "evidence"): 2,
        ("NeighbourEdge", "path"): MOST_STEPS,
        ("Row", "cells"): 12,
        ("ReviewItem", "sentences"): 4,
        ("UncertainFact", "choices"): 100,
        ("UncertainFact", "sentences"): 1,
        ("UncertainPair", "sentences"): 4,
    }
)
