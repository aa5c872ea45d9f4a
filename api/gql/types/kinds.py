"""The kinds of things, as an enumeration."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry


def _kind(name: str, description: str) -> Any:
    return strawberry.enum_value(name, description=description)


@strawberry.enum(description="What a thing is; every kind has a type of its own.")
class Kind(Enum):
    """The classes of the ontology, by the names of their types."""

    CITY = _kind("City", "A city, town or municipality.")
    COUNTRY = _kind("Country", "A state or territory.")
    REGION = _kind("Region", "Any other named place.")
    NETWORK = _kind("Network", "An organisation that exists to link cities.")
    ORGANIZATION = _kind("Organization", "Any other body.")
    PROGRAMME = _kind("Programme", "A lasting scheme with an aim.")
    PROJECT = _kind("Project", "One concrete solution, service or pilot.")
    AGREEMENT = _kind("Agreement", "A statement, treaty, memorandum, charter, ….")
    EVENT = _kind("Event", "Something that takes place at a time.")
    PERSON = _kind("Person", "A named human being.")
