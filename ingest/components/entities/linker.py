"""The record each place is linked to, where one fits and the document does not speak against it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import Cluster, Mention
from ingest.linking import city_link, country_link, region_link
from ingest.places import Places, places

from .place_evidence import Surroundings
from .words import Words

NAME = "hansa_linker_v1"
_LICENCES = frozenset({"license", "licence", "licensed", "licenses", "licences"})


class Linker:
    """Sets ``link`` of the clusters that name places."""

    def __init__(self, *, smallest_city: int) -> None:
        """Link to cities of at least *smallest_city* inhabitants."""
        self.places: Places = places(smallest_city)

    def __call__(self, doc: Doc) -> Doc:
        """Link the clusters of *doc*."""
        clusters: list[Cluster] = doc._.clusters
        w: Words = doc._.words
        for cluster in clusters:
            if cluster.kind == "Country":
                cluster.link = country_link(cluster, self.places)
            elif cluster.kind == "Organization" and _is_licence(w, cluster, doc._.mentions):
                cluster.link = None
        self._regions(w, clusters, doc._.mentions)
        self._cities(Surroundings(w, clusters, doc._.mentions))
        return doc

    def _regions(self, w: Words, clusters: list[Cluster], mentions: list[Mention]) -> None:
        """Link the subdivisions: first those of one meaning, whose countries tell the others'."""
        for _ in range(2):
            countries = Surroundings(w, clusters, mentions).countries
            for cluster in clusters:
                if cluster.kind == "Region" and cluster.link is None:
                    cluster.link = region_link(cluster, self.places, countries)

    def _cities(self, around: Surroundings) -> None:
        """Link the cities, twice: the second time each by the company it is in."""
        cities = [cluster for cluster in around.clusters if cluster.kind == "City"]
        evidence = {cluster.index: around.evidence(cluster) for cluster in cities}
        linked: dict[int, str] = {}
        for last in (False, True):
            for cluster in cities:
                found = city_link(cluster, self.places, evidence[cluster.index])
                cluster.link = found[0] if found else None
                if found:
                    linked[cluster.index] = found[1].country
            if not last:
                around.add_company(evidence, linked)


def _is_licence(w: Words, cluster: Cluster, mentions: list[Mention]) -> bool:
    """Tell a licence named after a body from the body: "under the MIT open source licence"."""
    spans = [one for one in mentions if one.cluster == cluster.index and one.form == "name"]
    return bool(spans) and all(
        not _LICENCES.isdisjoint(w.folded[one.end : one.end + 4]) for one in spans
    )


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
