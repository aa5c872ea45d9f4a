"""Tells which requests take no more than a moment, and reads those on the event loop.

A thread for each request costs a small one several times what it reads. So what has been read
before, by the same document and of the same generation, in a few milliseconds, is read on the event
loop, for a moment at most: whatever takes longer after all is given up, and read in a thread, where
slow things keep nobody waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from strawberry import Schema

from api.gql.context import NODE_BUDGET, Context
from api.gql.limits.costs import cost_of
from api.gql.limits.weights import WEIGHTS
from api.gql.types.ordering import HURRIED
from graph.reader import Reader

from .execution import DOCUMENTS, told
from .operations import Asked
from .prepared import Way
from .selections import Selection

#: Nodes that a request on the event loop may ask for.
MOST_NODES: Final = 500
#: Seconds that it may have taken the last time, and that it may take.
USUAL: Final = 0.005
MOMENT: Final = 0.02
#: Fields and arguments with which the same document is sometimes quick and sometimes not.
_UNEVEN: Final = frozenset({*WEIGHTS, "search", "text"})
#: Fields of things and documents that read all there is of something, however little is shown.
_UNBOUNDED: Final = frozenset(
    {"claims", "documents", "entities", "facts", "networks", "sharedMembers"}
)
_UNEVEN_ARGUMENTS: Final = frozenset({"filter", "orderBy", "planned"})


def known(schema: Schema, fields: Mapping[str, Any]) -> tuple[Asked, Way] | None:
    """Return what a request asks that a plan read before; None where it has to be looked at."""
    text, name = fields.get("query"), fields.get("operationName")
    variables = fields.get("variables")
    if not isinstance(text, str) or fields.get("extensions") not in (None, {}):
        return None
    if not isinstance(name, str | None) or not isinstance(variables, dict | None):
        return None
    prepared = DOCUMENTS.prepared(text, name)
    asked = prepared and prepared.asked(schema._schema, variables)
    return asked if asked and asked[1].plan is not None else None


def is_quick(way: Way, generation: int) -> bool:
    """Say whether this was read in a few milliseconds of that generation."""
    if way.is_even is None:
        way.is_even = _is_even(way.root)
    return way.is_even and way.generation == generation and way.seconds <= USUAL


def read_quickly(context: Context, reader: Reader, asked: Asked, way: Way) -> dict[str, Any] | None:
    """Return the body of the answer; None where it takes longer, or is not all well."""
    requested = cost_of(asked)
    if requested > min(MOST_NODES, NODE_BUDGET) or way.plan is None:
        return None
    began = monotonic()
    context.lent, context.asked, context.deadline = reader, asked, began + MOMENT
    token = HURRIED.set(True)
    try:
        data = way.plan.run(context, asked)
    except Exception:  # whatever it is, it is said where there is time
        way.seconds = max(way.seconds, monotonic() - began)
        return None
    finally:
        HURRIED.reset(token)
    way.took(monotonic() - began, reader.generation)
    return {"data": data, "extensions": {"cost": told(requested, context)}}


def _is_even(root: Selection) -> bool:
    """Say whether nothing is asked whose cost the document does not tell."""
    left, seen = [root], {root}
    while left:
        selection = left.pop()
        # Those of the root are kept in their order, and an edge's claims are of one pair.
        is_thing = selection is not root and not selection.type.name.endswith("Edge")
        uneven = _UNEVEN | _UNBOUNDED if is_thing else _UNEVEN
        for variant in selection.variants:
            for each in variant.fields:
                given = {argument.name.value for argument in each.nodes[0].arguments or ()}
                if each.name in uneven or given & _UNEVEN_ARGUMENTS:
                    return False
                if each.below is not None and each.below not in seen:
                    seen.add(each.below)
                    left.append(each.below)
    return True
