"""Places by names that no document uses: the linker of the ingestion says which place is meant.

"München", "City of Munich" and "Munich" lead to one record of the gazetteer, and so to one thing of
the graph; of two cities of one name the same rules choose, or do not. The linker is imported where
it is first needed: a server that is never asked for places does without it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph.reader import Reader
from ontology.namespaces import PREFIXES

_SAME_AS = NamedNode(PREFIXES["schema"] + "sameAs")
_CODE = NamedNode(PREFIXES["schema"] + "identifier")


_loading = threading.Lock()


def load() -> None:
    """Read the linker's tables, which takes seconds and some 90 MB, once and only where needed."""
    from ingest.places import places

    with _loading:
        places()


@dataclass(frozen=True, slots=True)
class _Called:
    names: tuple[str, ...]


def place_named(
    reader: Reader, text: str, kinds: Iterable[str], countries: Iterable[str] = ()
) -> tuple[str, str] | None:
    """Return IRI and kind of the place that *text* names, in one of *countries* if any are given.

    *countries* are ISO 3166-1 alpha-2 codes. None says that the linker knows no such place, cannot
    decide, or that no document names it.
    """
    from ingest.linking import Evidence, city_link, country_link, region_link
    from ingest.places import places

    called, tables, near = _Called((text,)), places(), sorted(countries)
    links = {
        "City": lambda: (city_link(called, tables, Evidence(beside=near)) or (None,))[0],
        "Country": lambda: country_link(called, tables),
        "Region": lambda: region_link(called, tables, Counter(near)),
    }
    for kind in ("City", "Country", "Region"):
        link = links[kind]() if kind in kinds else None
        if link and (iri := _known(reader, link, kind)):
            return iri, kind
    return None


def is_another_city(reader: Reader, text: str, iri: str, countries: Iterable[str] = ()) -> bool:
    """Say whether the linker takes *text* for another city than the one with that IRI."""
    from ingest.linking import GEONAMES, Evidence, city_link
    from ingest.places import places

    evidence = Evidence(beside=sorted(countries))
    found = city_link(_Called((text,)), places(), evidence)
    links = {
        quad.object.value
        for quad in reader.quads(NamedNode(iri), _SAME_AS)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(GEONAMES)
    }
    return bool(found and links and found[0] not in links)


def code_of(reader: Reader, iri: str) -> str | None:
    """Return the ISO 3166-1 code of the country with that IRI."""
    quads = reader.quads(NamedNode(iri), _CODE)
    return min((q.object.value for q in quads if isinstance(q.object, Literal)), default=None)


def _known(reader: Reader, link: str, kind: str) -> str | None:
    """Return the thing of the graph that has the link of a record."""
    from ingest.linking import ISO_3166

    if link.startswith(ISO_3166):
        quads = reader.quads(None, _CODE, Literal(link.removeprefix(ISO_3166)))
    else:
        quads = reader.quads(None, _SAME_AS, NamedNode(link))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    return min((iri for iri in subjects if reader.kind(iri) == kind), default=None)
