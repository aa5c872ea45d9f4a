"""What a name says of its owner: "Finnish Ministry of Works" is part of Finland, if that is named.

Only ministries and the like are read so: of a bank or a council with a country in its name, a
reader would not agree that the name alone says whose it is.
"""

from __future__ import annotations

from ...folding import fold
from ...lexicon import table
from ...places import places
from .emission import Emission
from .syntax import Syntax

_OWNED = frozenset({"ministry", "ministries", "parliament", "treasury", "cabinet"})


def read_named_places(syntax: Syntax, emission: Emission) -> None:
    """Add the place that the name of a government's body begins with, once for each body."""
    owners = _owners(syntax)
    seen: set[int] = set()
    for mention in syntax.reading.mentions:
        if mention.form != "name" or mention.cluster in seen:
            continue
        seen.add(mention.cluster)
        cluster = syntax.reading.cluster(mention)
        parts = fold(cluster.names[0]).split()
        if cluster.kind != "Organization" or not _OWNED & set(parts[1:]):
            continue
        for width in (3, 2, 1):
            owner = owners.get(" ".join(parts[:width])) if width < len(parts) else None
            if owner is not None and parts[width] not in {"and", "of"}:
                place = type(mention)(mention.start, mention.end, owner, "reference")
                emission.add("frames.name-of-owner", ("partOf",), mention, place, "asserted", 0.6)
                break


def _owners(syntax: Syntax) -> dict[str, int]:
    """Return the places that the document names, by their names and adjectives."""
    found: dict[str, int] = {}
    adjectives = table("places")["demonyms"].items()
    countries = places().countries
    for cluster in syntax.reading.clusters:
        if cluster.kind != "Country":
            continue
        for name in cluster.names:
            found.setdefault(fold(name), cluster.index)
            code = countries.get(fold(name), "")
            for adjective in (word for word, other in adjectives if other == code):
                found.setdefault(adjective, cluster.index)
    return found
