"""One name of a document, folded: how it is spelt, and what speaks for its kinds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Form:
    """One name in its folded form, with how it was spelt and what speaks for its kinds."""

    key: str
    surfaces: list[str] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """The kind that most votes are for, or an empty string."""
        return max(sorted(self.votes), key=self.votes.__getitem__) if self.votes else ""
