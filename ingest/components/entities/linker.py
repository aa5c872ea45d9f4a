"""The record each place is linked to, where one fits and the document does not speak against it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import Cluster, Mention
from ingest.linking import city_link, country_link, region_link
from ingest.places import Places, places

from .words import Words

NAME = "hansa_linker_v1"


class Linker:
    """Sets ``link`` of the clusters that name places."""

    def __init__(self, *, smallest_city: int) -> None:
        """Link to cities of at least *smallest_city* inhabitants."""
        self.places: Places = places(smallest_city)

    def __call__(self, doc: Doc) -> Doc:
        """Link the clusters of *doc*."""
        clusters: list[Cluster] = doc._.clusters
        for cluster in clusters:
            if cluster.kind == "Country":
                cluster.link = country_link(cluster, self.places)
        countries: Counter[str] = Counter(
            cluster.link.partition(":")[2]
            for cluster in clusters
            if cluster.kind == "Country" and cluster.link
        )
        for cluster in clusters:
            if cluster.kind == "Region" and cluster.link is None:
                cluster.link = region_link(cluster, self.places, countries)
        beside = _beside(doc._.words, clusters, doc._.mentions)
        for cluster in clusters:
            if cluster.kind == "City":
                found = city_link(cluster, self.places, countries, beside.get(cluster.index))
                cluster.link = found[0] if found else None
        return doc


def _beside(w: Words, clusters: list[Cluster], mentions: list[Mention]) -> dict[int, str]:
    """Return, for each city, the code of the country or subdivision written right after it."""
    found: dict[int, str] = {}
    for one, following in pairwise(mentions):
        gap = w.texts[one.end : following.start]
        place = clusters[following.cluster]
        if (
            gap not in ([","], ["("], [])
            or place.kind not in {"Country", "Region"}
            or not place.link
        ):
            continue
        if place.link.startswith("iso3166:") and w.block[one.start] == w.block[following.start]:
            found.setdefault(one.cluster, place.link.partition(":")[2])
    return found


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        smallest_city: int,
    ) -> Linker:
        return Linker(smallest_city=smallest_city)

    Language.factory(
        NAME,
        default_config={"smallest_city": 15_000},
        requires=["doc._.words", "doc._.clusters", "doc._.mentions"],
        assigns=["doc._.clusters"],
        func=make,
    )
