"""What rules, proposers and links stand for, in words that ``patterns/`` gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pycountry

from .annotations import Cluster
from .folding import fold
from .lexicon import table
from .linking import Evidence, city_link
from .places import City, Places


@cache
def reasons_of(rule: str) -> tuple[str, ...]:
    """Return how a rule reads and why it is there, the general first; empty if nothing is known.

    >>> reasons_of("frames.verb.lead")
    ('A verb joins the two.', 'Verbs of running, steering and organising.')
    """
    own = [reason for family in _families(rule) for reason in _row_reason(family, rule)]
    known = table("explanations")["rules"]
    general = next((known[family] for family in _families(rule) if family in known), None)
    return (*([general] if general else []), *own[:1])


def _families(rule: str) -> Iterator[str]:
    """Yield a rule's id and the families it belongs to, the narrowest first.

    >>> list(_families("lists.items.members"))
    ['lists.items.members', 'lists.items', 'lists']
    """
    parts = rule.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])


def _row_reason(family: str, rule: str) -> list[str]:
    """Return the reason that the rule's row gives in the lexicon of a family, if it has one."""
    where = table("explanations")["reasons"].get(family)
    if where is None or family == rule:
        return []
    rows: list[Mapping[str, Any]] = table(where[0])[where[1]]
    name = rule.removeprefix(f"{family}.")
    return [str(row["reason"]) for row in rows if row["name"] == name]


def describe_source(source: str) -> str:
    """Return what a proposer of names goes by.

    >>> describe_source("headed"), describe_source("ner-ORG")
    ('its own words say what it is', 'the statistical model: ORG')
    """
    name, _, label = source.partition("-") if source.startswith("ner") else (source, "", "")
    said = table("explanations")["sources"].get(name, source)
    return f"{said}: {label}" if label else str(said)


def describe_feature(feature: str) -> str:
    """Return what a part of a confidence is.

    >>> describe_feature("in a list")
    'read in an item or a cell'
    """
    return str(table("explanations")["features"].get(feature, feature))


def record_of(rule: str) -> tuple[float, float] | None:
    """Return a rule's weight of right and wrong on annotated text, or None where it was not seen.

    Sayings of one document weigh less the more there are, so these are no counts.

    >>> record_of("frames.verb.never-seen") is None
    True
    """
    found = table("confidence").get("rules", {}).get(rule)
    return (float(found[0]), float(found[1])) if found else None


def reason_of_link(cluster: Cluster, places: Places, countries: Counter[str]) -> str | None:
    """Return why a cluster is linked to its record, or None where it has no link.

    ``countries`` counts the codes of the countries that the document names.
    """
    if cluster.link is None:
        return None
    if cluster.link.startswith("iso3166:"):
        return f"ISO 3166 knows it as {_iso_name(cluster.link.partition(':')[2])}"
    if cluster.kind == "City":
        return _city_reason(cluster, places, countries)
    return "the file of well-known bodies has it by this name"


def _iso_name(code: str) -> str:
    if "-" in code:
        found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
    else:
        found = pycountry.countries.get(alpha_2=code)
    return f"{found.name} ({code})" if found else code


def _city_reason(cluster: Cluster, places: Places, countries: Counter[str]) -> str:
    """Say which of the cities of that name it is, and by what it was told from the others."""
    keys = {fold(name) for name in cluster.names}
    keys |= {key.removeprefix("city of ").removesuffix(" city") for key in keys}
    same = sorted({city.geonameid: city for k in keys for city in places.cities.get(k, ())}.items())
    found = next((city for id_, city in same if cluster.link and f"/{id_}/" in cluster.link), None)
    if found is None:
        return "GeoNames knows it by this name"
    where = f"in {_iso_name(found.country)}, {found.population:,} inhabitants"
    return f"GeoNames, {where}: {_told(cluster, found, [city for _, city in same], countries)}"


def _told(cluster: Cluster, found: City, same: list[City], countries: Counter[str]) -> str:
    if len(same) == 1:
        return "the only city of that name in the table"
    named = Places(cities={fold(cluster.names[0]): same})
    by_weight = city_link(cluster, named, Evidence.of_document(countries))
    among = f"one of {len(same)} cities of that name"
    if by_weight is None or by_weight[0] != cluster.link:
        return f"{among}, by the places written near it"
    if countries[found.country]:
        return f"{among}, in a country that the text names"
    return f"{among}, the best known"
