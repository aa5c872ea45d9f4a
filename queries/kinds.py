"""What a parameter may be: the types that headers name, and what each accepts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ontology.terms import KINDS, LITERALS, RELATIONS, STATUSES

_PLACES: Final = ("City", "Country", "Region")
_BODIES: Final = ("Organization", "Network")

#: Types of parameters that name a thing -> the kinds they accept, in tiers: where a name is
#: borne by things of several kinds, the first tier that has one decides.
ENTITY_TYPES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "actor": ((*_PLACES, *_BODIES),),
        "agreement": (("Agreement",),),
        "city": (("City",), ("Region", "Country")),
        "country": (("Country",),),
        "entity": (KINDS,),
        "event": (("Event",),),
        "network": (("Network",), ("Organization",)),
        "organization": (_BODIES, _PLACES, ("Programme", "Project")),
        "person": (("Person",),),
        "place": (_PLACES,),
        "programme": (("Programme", "Project"), ("Event",)),
    }
)
#: Types of parameters that are one of a few words -> those words and the terms they stand for;
#: ``any`` stands for no restriction.
STATUS_WORDS: Final = (*STATUSES, "any")
PROPERTY_WORDS: Final = (*RELATIONS, *LITERALS)
#: All types that a header may give a parameter.
TYPES: Final = frozenset({*ENTITY_TYPES, "document", "integer", "property", "status", "text"})


def kinds_of(type_name: str) -> tuple[str, ...]:
    """Return every kind that a type of parameter accepts, preferred ones first.

    >>> kinds_of("network")
    ('Network', 'Organization')
    """
    return tuple(kind for tier in ENTITY_TYPES[type_name] for kind in tier)
