"""The kind of each cluster, by weighted votes over the whole document; what has none is dropped."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import Cluster, Mention

NAME = "hansa_typer_v1"


class Typer:
    """Sets ``kind`` and ``confidence`` of the clusters and drops those without enough votes."""

    def __init__(self, *, least: float) -> None:
        """Drop clusters whose best kind has fewer than *least* votes."""
        self.least = least

    def __call__(self, doc: Doc) -> Doc:
        """Type the clusters of *doc*."""
        clusters: list[Cluster] = doc._.clusters
        mentions: list[Mention] = doc._.mentions
        for cluster in clusters:
            _decide(cluster)
        kept = [one for one in clusters if one.votes.get(one.kind, 0.0) >= self.least]
        renumbered = {cluster.index: number for number, cluster in enumerate(kept)}
        for number, cluster in enumerate(kept):
            cluster.index = number
        doc._.clusters = kept
        doc._.mentions = [
            Mention(one.start, one.end, renumbered[one.cluster], one.form)
            for one in mentions
            if one.cluster in renumbered
        ]
        return doc


def _decide(cluster: Cluster) -> None:
    """Take the kind with most votes; confidence is its share, damped when votes are few."""
    votes = {kind: round(weight, 4) for kind, weight in sorted(cluster.votes.items()) if weight > 0}
    cluster.votes = votes
    if not votes:
        return
    cluster.kind = max(votes, key=lambda kind: votes[kind])
    total = sum(votes.values())
    cluster.confidence = round(votes[cluster.kind] / (total + 0.5), 4)


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        least: float,
    ) -> Typer:
        return Typer(least=least)

    Language.factory(
        NAME,
        default_config={"least": 0.5},
        requires=["doc._.words", "doc._.clusters", "doc._.mentions"],
        assigns=["doc._.clusters", "doc._.mentions"],
        func=make,
    )
