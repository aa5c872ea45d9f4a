"""The filters of connections: an input type for each kind of thing, made from the table."""

from __future__ import annotations

from types import new_class
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

from api.gql.mapping.rows import Relation, Statement
from api.gql.mapping.table import TABLE
from ontology.terms import KINDS, PLACES

from .kinds import Kind
from .statements import Status

if TYPE_CHECKING:
    EntityFilter: TypeAlias = Any

AnyFilter = Annotated["EntityFilter", strawberry.lazy(__name__)]


@strawberry.input(description="A number from `min` to `max`, both included.")
class NumberFilter:
    """A range of whole numbers."""

    min: int | None = strawberry.field(default=None, description="No less than this.")
    max: int | None = strawberry.field(default=None, description="No more than this.")


@strawberry.input(description="Conditions that one claim of an edge meets together.")
class ClaimFilter:
    """What a claim says besides its fact, and where."""

    status: Status | None = strawberry.field(
        default=None,
        description="Whether it is said to be so, or meant to be; where edges are asked for that "
        "are meant to be, `planned` need not be.",
    )
    min_confidence: float | None = strawberry.field(
        default=None, description="It is right at least so often: from 0 to 1, else BAD_FILTER."
    )
    years: NumberFilter | None = strawberry.field(
        default=None, description="It says when the fact held, and that is in this range."
    )
    documents: list[strawberry.ID] | None = strawberry.field(
        default=None, description="One of these documents says it."
    )
    role_contains: str | None = strawberry.field(
        default=None, description="Part of the words of a post, upper and lower case alike."
    )


@strawberry.input(
    description="Conditions on one relation; all that are given must hold. They speak of what "
    "documents assert."
)
class RelationFilter:
    """What is at the other end of a relation that documents assert."""

    any: list[strawberry.ID] | None = strawberry.field(
        default=None, description="It has at least one of these at the other end."
    )
    all: list[strawberry.ID] | None = strawberry.field(
        default=None, description="It has each of these at the other end."
    )
    none: list[strawberry.ID] | None = strawberry.field(
        default=None, description="It has none of these at the other end."
    )
    some: AnyFilter | None = strawberry.field(
        default=None,
        description="It has something at the other end that meets this, whose relations may be "
        "asked of in turn.",
    )
    exists: bool | None = strawberry.field(
        default=None, description="Whether there is anything at the other end."
    )
    claims: ClaimFilter | None = strawberry.field(
        default=None,
        description="Whatever else is given speaks only of other ends that one claim tells which "
        "meets this; by itself it means that there is one.",
    )


@strawberry.input(
    description="Days from `since` to `until`: YYYY, YYYY-MM or YYYY-MM-DD. Elsewhere `since` is a "
    "generation, a number."
)
class DateFilter:
    """A range of dates; what documents date by a year or month counts as its first day."""

    since: str | None = strawberry.field(default=None, description="Not before this.")
    until: str | None = strawberry.field(default=None, description="Not after its last day.")


@strawberry.input(description="Conditions on documents; all that are given must hold.")
class DocumentFilter:
    """What a document is, and of what it speaks."""

    title_contains: str | None = strawberry.field(
        default=None, description="Part of its title, upper and lower case alike."
    )
    publisher: str | None = strawberry.field(
        default=None, description="Part of its publisher's name, upper and lower case alike."
    )
    language: str | None = strawberry.field(
        default=None, description="BCP 47 tag; `en` fits `en-GB` too."
    )
    published: DateFilter | None = strawberry.field(
        default=None, description="It was published in this range, as far as its date tells."
    )
    mentions: list[strawberry.ID] | None = strawberry.field(
        default=None, description="It names at least one of these."
    )
    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="It is one of these."
    )
    and_: list[DocumentFilter] | None = strawberry.field(
        default=None, name="and", description="Each of these holds."
    )
    or_: list[DocumentFilter] | None = strawberry.field(
        default=None, name="or", description="At least one of these holds."
    )
    not_: DocumentFilter | None = strawberry.field(
        default=None, name="not", description="This does not hold."
    )


_NAMED = (
    "Part of any of its names; case, accents, and what is no letter or digit do not matter, so "
    "every name holds a part without letters and digits."
)
_OF_KINDS = "It is of one of these kinds; nothing is, where there are none."
_SAID = {
    "memberCounts": (NumberFilter, "A stated number of members is in this range."),
    "foundingYears": (NumberFilter, "A stated founding year is in this range."),
    "dates": (DateFilter, "A stated date is in this range."),
    "focusAreas": (str, "Part of a topic, upper and lower case alike."),
}


def _fields(kind: str | None) -> dict[str, tuple[Any, str, str | None]]:
    """Return the type, the description and the name of each condition on things of a kind."""
    own = f"{kind or 'Entity'}Filter"
    itself: Any = Annotated[own, strawberry.lazy(__name__)]
    found: dict[str, tuple[Any, str, str | None]] = {
        "name_contains": (str, _NAMED, None),
        "ids": (list[strawberry.ID], "It is one of these.", None),
    }
    if kind is None:
        found["kinds"] = (list[Kind], _OF_KINDS, None)
    if kind in {None, "City", "Region"}:
        told = "IRI of the country that the gazetteer places it in."
        found["country"] = (strawberry.ID, told, None)
    if kind is None or kind in PLACES:
        told = "How many live there, as the gazetteer says, is in this range."
        found["population"] = (NumberFilter, told, None)
    for row in TABLE.values():
        if kind is not None and kind not in row.kinds:
            continue
        if isinstance(row, Relation):
            found[row.field] = (RelationFilter, row.description, row.field)
        elif isinstance(row, Statement):
            found[row.field] = (*_SAID[row.field], row.field)
    found["and_"] = (list[itself], "Each of these holds.", "and")
    found["or_"] = (list[itself], "At least one of these holds.", "or")
    found["not_"] = (itself, "This does not hold.", "not")
    return found


def _made(kind: str | None) -> Any:
    """Return the input type of a kind, or of things of any kind."""
    fields = _fields(kind)

    def fill(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = __name__
        namespace["__annotations__"] = {
            name: type_ | None for name, (type_, _, _) in fields.items()
        }
        for name, (_, description, shown) in fields.items():
            namespace[name] = strawberry.field(default=None, description=description, name=shown)

    made = new_class(f"{kind or 'Entity'}Filter", exec_body=fill)
    things = f"things of the kind {kind}" if kind else "things of any kind"
    return strawberry.input(made, description=f"Conditions on {things}; all given must hold.")


#: The filter of each kind, and under None that of things of any kind.
FILTERS: dict[str | None, Any] = {kind: _made(kind) for kind in (*KINDS, None)}
globals().update({filter_.__name__: filter_ for filter_ in FILTERS.values()})  # for their lazy ends
FILTERS["Document"] = DocumentFilter
