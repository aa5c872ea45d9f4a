"""The kinds of things, as an enumeration."""

from __future__ import annotations

from enum import Enum

import strawberry

from .enums import choice


@strawberry.enum(description="What a thing is; every kind has a type of its own.")
class Kind(Enum):
    """The classes of the ontology, by the names of their types."""

    CITY = choice("City", "A city, town or municipality.")
    COUNTRY = choice("Country", "A state or territory.")
    REGION = choice("Region", "Any other named place.")
    NETWORK = choice("Network", "An organisation that exists to link cities.")
    ORGANIZATION = choice("Organization", "Any other body.")
    PROGRAMME = choice("Programme", "A lasting scheme with an aim.")
    PROJECT = choice("Project", "One concrete solution, service or pilot.")
    AGREEMENT = choice("Agreement", "A statement, treaty, memorandum, charter, ….")
    EVENT = choice("Event", "Something that takes place at a time.")
    PERSON = choice("Person", "A named human being.")
