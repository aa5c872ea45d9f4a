"""Which claims of a document a reviewer had better look at.

The doubt about a claim is the chance that the graph is wrong about it as it is: a proposal is left
out and holds with its confidence, a claim stands and does not hold with what its confidence leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from graph.identity.nodes import local_key
from ontology.model import Extraction, Fact

from .sayings import Claimed
from .verdicts import Doubt

#: Claims of a higher confidence are doubted by nobody.
SURE: Final = 0.75


def doubt_about(confidence: float, *, is_proposal: bool) -> float:
    """Return how likely the graph is wrong about a claim of that confidence.

    >>> doubt_about(0.4, is_proposal=True), doubt_about(0.6, is_proposal=False)
    (0.4, 0.4)
    """
    return round(confidence if is_proposal else 1 - confidence, 4)


def doubts_in(claims: Iterable[Claimed], key: str, extraction: Extraction) -> Iterator[Doubt]:
    """Yield the doubtful among the claims that were read in the document with that key."""
    ends = {each.id: local_key(key, each)[1:] for each in extraction.entities}
    for each in claims:
        source = each.source
        if not each.is_proposal and source.confidence >= SURE:
            continue
        object_ = ends[source.object] if isinstance(source, Fact) else ("", "")
        doubt = doubt_about(source.confidence, is_proposal=each.is_proposal)
        yield Doubt(each.digest, doubt, each.is_proposal, *ends[source.subject], *object_)
