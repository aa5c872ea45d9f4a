"""The links that are known to be right for names in the real documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from ingest.annotations import Cluster
from ingest.scoring import Gold
from ontology.iris import normalise_name

KNOWN = json.loads((Path(__file__).parent / "links" / "known.json").read_text(encoding="utf-8"))
PLACES = {"City", "Country", "Region"}
BODIES = {"Network", "Organization"}


class Outcome(NamedTuple):
    """An annotated name of a document that was found: its link, and those that are right."""

    document: str
    kind: str
    name: str
    link: str | None
    right: list[str | None]


def wanted(link: object) -> list[str | None]:
    """Return the links that are right: a city-state has one as a city and one as a country."""
    return link if isinstance(link, list) else [link]  # type: ignore[list-item]


def outcomes_in(doc: Doc, gold: Gold) -> list[Outcome]:
    """Return what the pipeline made of each known name of a document, of what it found at all."""
    named = {f"{e['type']}|{e['names'][0]}": e["names"] for e in gold["entities"]}
    found = []
    for key, link in KNOWN[gold["document"]].items():
        kind, _, name = key.partition("|")
        cluster = _cluster_of(doc, kind, {normalise_name(n) for n in named.get(key, [name])})
        if cluster:
            found.append(Outcome(gold["document"], kind, name, cluster.link, wanted(link)))
    return found


def _cluster_of(doc: Doc, kind: str, names: set[str]) -> Cluster | None:
    """Return what the pipeline found of one annotated name, of its kind if there is one."""
    kinds = PLACES if kind in PLACES else BODIES
    found = [
        one
        for one in doc._.clusters
        if one.kind in kinds and not names.isdisjoint(map(normalise_name, one.names))
    ]
    return min(found, key=lambda one: one.kind != kind, default=None)
