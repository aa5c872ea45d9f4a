"""What proposers hand to the arbiter: spans of tokens that may be names, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Kinds with the weight of what speaks for each.
Votes = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """Tokens *start* to *end* may be a name: who says so, how strongly, and of which kinds.

    ``strength`` counts towards being a name at all, ``votes`` towards the kind; ``link`` is the
    IRI of a record that the name alone identifies; ``alias``, unless 0, is the end of a longer
    form of the name, as in "Clean Quays program".
    """

    start: int
    end: int
    source: str
    strength: float
    votes: Votes = ()
    link: str | None = None
    alias: int = 0


@dataclass(slots=True)
class Name:
    """A span the arbiter chose, with everything that speaks for it."""

    start: int
    end: int
    strength: float = 0.0
    votes: dict[str, float] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    alias: int = 0

    def add(self, proposal: Proposal) -> None:
        """Count a proposal of the very same span."""
        self.strength += proposal.strength
        self.alias = max(self.alias, proposal.alias)
        self.sources.add(proposal.source)
        for kind, weight in proposal.votes:
            self.votes[kind] = self.votes.get(kind, 0.0) + weight
        if proposal.link is not None:
            self.links.add(proposal.link)
