"""Whether a decision can be kept beside earlier ones: what it is about, what it contradicts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from graph.errors import CurationError
from graph.identity.joining import is_person
from ontology.iris import Base

from .curation import Decision, in_force

#: What is said by whatever contradicts an act.
_OPPOSITE: Final = {"same": "different", "different": "the same"}


def settled(
    decision: Decision,
    *,
    earlier: Sequence[Decision],
    anchors_of: Callable[[str], Sequence[str]],
    base: Base,
) -> Decision:
    """Return a decision with its anchors, once it is sure that it can be kept.

    *anchors_of* gives the anchors of an IRI and raises UnknownEntityError where nothing has it.
    Raises CurationError when both things are one to every document, or when *earlier* decisions
    say the opposite, alone or together.
    """
    ends = [base.iri + reference for reference in decision.ends]
    found = replace(decision, anchors=tuple(tuple(anchors_of(iri)) for iri in ends))
    if len({is_person(anchors[0]) for anchors in found.anchors}) > 1:
        raise CurationError(f"{ends[0]} and {ends[1]} are a person and no person; that stays so")
    if len(found.about) < len(ends):
        remedy = (
            ""
            if found.act == "same"
            else ("; to part what one document means, give its IRI in that document, doc/…#e-…")
        )
        raise CurationError(f"{ends[0]} and {ends[1]} are one thing already{remedy}")
    held = in_force(earlier)
    if not any(found.says_no_more_than(one) for one in held):
        _refuse_contradiction(found, held)
    return found


def _refuse_contradiction(decision: Decision, held: Sequence[Decision]) -> None:
    against = contradicting(decision, held)
    if not against:
        return
    numbers = [str(one.number) for one in against]
    said = _OPPOSITE[decision.act]
    verb = "says" if len(numbers) == 1 else "say together"
    them = "decision" if len(numbers) == 1 else "decisions"
    raise CurationError(
        f"{them} {' and '.join(numbers)} {verb} that they are {said}; "
        f"take back {' or '.join(numbers)} first: hansa curate undo {numbers[-1]}"
    )


def contradicting(decision: Decision, held: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in force that cannot hold beside this one.

    For "different" it is the chain of those by which the two things are the same; for "same"
    those that call two things different which would then be one.
    """
    held = list(held)
    joined = [one for one in held if one.act == "same"]
    if decision.act == "different":
        one, other = (anchors[0] for anchors in decision.anchors)
        return sorted(_chain(one, other, joined), key=lambda found: found.number)
    if decision.act == "rename":
        return []
    together = [*joined, decision]
    parted = [one for one in held if one.act == "different"]
    return [one for one in parted if _chain(one.anchors[0][0], one.anchors[1][0], together)]


def _chain(one: str, other: str, joined: Sequence[Decision]) -> list[Decision]:
    """Return the fewest of *joined* that lead from one atom to the other, none where none do."""
    ways: dict[str, list[Decision]] = {one: []}
    waiting = deque([one])
    while waiting and other not in ways:
        here = waiting.popleft()
        for step in joined:
            for there in step.about - ways.keys() if here in step.about else ():
                ways[there] = [*ways[here], step]
                waiting.append(there)
    return ways.get(other, [])
