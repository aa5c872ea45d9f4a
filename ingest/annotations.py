"""What the components write on a ``Doc``: clusters, mentions, and the facts read from them.

Plain values on custom attributes rather than entity spans, because a cluster is a thing with many
names, and a fact is neither a token nor a span. Offsets ``start``/``end`` of facts count characters
of ``doc.text`` (the layout's plain text); those of mentions count tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Tokens ``start`` to ``end`` (exclusive) that speak of the cluster with index ``cluster``.

    ``form`` is ``name`` for a proper name and ``reference`` for a description or pronoun that
    stands for it ("the Alliance", "we"). Names never overlap one another.
    """

    start: int
    end: int
    cluster: int
    form: str = "name"


@dataclass(slots=True)
class Cluster:
    """One entity of the document: its kind, all its names (fullest first), its link.

    ``votes`` sums the evidence for each kind, by which the typer decided; ``sources`` are those who
    proposed its names, sorted.
    """

    index: int
    kind: str
    names: list[str]
    link: str | None = None
    confidence: float = 1.0
    votes: dict[str, float] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactCandidate:
    """A relation read between two clusters, with the characters that say so."""

    subject: int
    property: str
    object: int
    start: int
    end: int
    rule: str
    status: str = "asserted"
    year: int | None = None
    role: str | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class LiteralCandidate:
    """A value read about one cluster, with the characters that say so."""

    subject: int
    property: str
    value: int | str
    start: int
    end: int
    rule: str
    status: str = "asserted"
    year: int | None = None
    confidence: float = 0.8


def register_extensions() -> None:
    """Declare the custom attributes on ``Doc``; harmless when called again."""
    for name in ("document", "layout"):
        Doc.set_extension(name, default=None, force=True)
    for name in ("clusters", "mentions", "facts", "literals", "unsure"):
        # spaCy copies a mutable default for each Doc.
        Doc.set_extension(name, default=[], force=True)
