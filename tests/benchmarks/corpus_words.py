"""The sentences of the synthetic corpus: how facts are told, and what is said between them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Relation:
    """How one relation is told: how often, of what kinds, in which sentences.

    Each sentence has a place for the subject and one for the object.
    """

    weight: int
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    asserted: tuple[str, ...]
    planned: str
    can_be_many: bool = False

    def sentence(self, chance: random.Random, *, is_planned: bool) -> str:
        """Return one of the sentences."""
        return self.planned if is_planned else chance.choice(self.asserted)


@dataclass(frozen=True, slots=True)
class Literal:
    """How one literal is told; ``numbers`` are the range of a number, else it is words."""

    subjects: tuple[str, ...]
    sentence: str
    numbers: range | None = None
    words: tuple[str, ...] = ()

    def value(self, chance: random.Random) -> int | str:
        """Return a value to tell."""
        return chance.choice(self.numbers) if self.numbers else chance.choice(self.words)


_BODIES: Final = ("Network", "Organization")
_UNDERTAKINGS: Final = ("Programme", "Project")
RELATIONS: Final = {
    "memberOf": Relation(
        30,
        ("City", "City", "Organization"),
        ("Network",),
        ("Among the members is {} in {}", "Since its beginnings {} has belonged to {}"),
        "Next spring {} will become a member of {}",
        can_be_many=True,
    ),
    "participatesIn": Relation(
        20,
        ("City", "Organization"),
        ("Programme", "Event"),
        ("We were glad to see {} take part in {}", "On the ground {} carries on the work of {}"),
        "In the coming year {} will take part in {}",
        can_be_many=True,
    ),
    "partnerOf": Relation(
        8,
        ("City", "Organization"),
        ("Organization", "City"),
        ("For many years {} has been a partner of {}", "Side by side, {} works with {}"),
        "It is planned that {} becomes a partner of {}",
    ),
    "partyTo": Relation(
        8,
        ("City", "Organization"),
        ("Agreement",),
        ("With its signature {} joined {}", "In the town hall {} signed {}"),
        "Before the summer {} intends to sign {}",
        can_be_many=True,
    ),
    "ledBy": Relation(
        5,
        _UNDERTAKINGS,
        ("Organization", "City"),
        ("Day by day {} is led by {}",),
        "From next year {} is to be led by {}",
    ),
    "chairedBy": Relation(
        3,
        ("Network",),
        ("Person", "City"),
        ("At present {} is chaired by {}",),
        "From next year {} is to be chaired by {}",
    ),
    "foundedBy": Relation(
        2,
        ("Network",),
        ("Organization", "City"),
        ("At a kitchen table {} was founded by {}",),
        "A sister of {} may be founded by {}",
    ),
    "supportedBy": Relation(
        5,
        _UNDERTAKINGS,
        ("Organization", "Country"),
        ("With a grant {} is supported by {}",),
        "Should the vote pass, {} will be supported by {}",
    ),
    "partOf": Relation(
        4,
        ("Project",),
        ("Programme",),
        ("On paper {} is one part of {}",),
        "The council would make {} a part of {}",
    ),
    "locatedIn": Relation(
        4,
        ("Event", "City"),
        ("City",),
        ("On the map {} is to be found in {}",),
        "If all goes well {} will come to {}",
    ),
    "underAgreement": Relation(
        2,
        _UNDERTAKINGS,
        ("Agreement",),
        ("The ground for {} was laid by {}",),
        "The ground for {} is to be laid by {}",
    ),
    "worksFor": Relation(
        9,
        ("Person",),
        ("City",),
        ("We heard {} of {}", "A word of thanks came from {} at {}"),
        "From the autumn {} is to work for {}",
    ),
}
LITERALS: Final = {
    "memberCount": Literal(_BODIES, "By now {} counts {} members", range(4, 400)),
    "foundingYear": Literal(_BODIES, "The beginnings of {} go back to {}", range(1880, 2024)),
    "focusArea": Literal(
        (*_UNDERTAKINGS, "Network"),
        "The work of {} is about {}",
        words=(
            "air quality",
            "clean water",
            "climate adaptation",
            "energy",
            "housing",
            "mobility",
            "open data",
            "public space",
            "river banks",
            "urban farming",
            "waste",
            "youth",
        ),
    ),
    "date": Literal(
        ("Event", "Agreement"),
        "The day of {} was {}",
        words=tuple(
            f"{year}-{month:02}-{(year * month) % 28 + 1:02}"
            for year in range(2000, 2026)
            for month in (3, 5, 9, 11)
        ),
    ),
}
ROLES: Final = ("mayor", "director", "programme manager", "secretary general", "head of mobility")
TOPICS: Final = ("clean rivers", "quiet streets", "open data", "night buses", "shade", "housing")
PUBLISHERS: Final = ("Office of the Quay", "Press Room of the Old Mint", "The Ferry Letter")
GENERIC: Final = (
    "Joint Statement",
    "Memorandum of Understanding",
    "Action Plan",
    "Letter of Intent",
)

_OPENINGS: Final = (
    "In the morning",
    "After a long discussion",
    "As in the years before",
    "In three working groups",
    "Beyond the agenda",
    "Over soup and bread",
    "With maps on every wall",
    "To everyone's surprise",
)
_WHO: Final = (
    "the delegates",
    "the planners",
    "a few neighbours",
    "the guests from upriver",
    "the younger speakers",
    "those who had stayed",
)
_DID: Final = (
    "compared what had been learnt about",
    "walked through the old quarter and talked of",
    "asked for plainer words about",
    "counted the costs of",
    "showed drawings of",
    "told each other stories of",
    "wrote down their questions about",
)
_WHAT: Final = (
    "roofs that hold rain",
    "streets without kerbs",
    "benches in the sun",
    "the price of tickets",
    "schools near the water",
    "the last winter's floods",
    "trees that need little water",
    "bridges for bicycles",
)
_ENDINGS: Final = (
    "and nobody hurried.",
    "before the lamps were lit.",
    "until the rooms had to be cleared.",
    "which took longer than planned.",
    "and the notes are open to all.",
    "with few papers and many hands.",
)


def filler(chance: random.Random) -> str:
    """Return a sentence that states nothing about anybody."""
    parts = (_WHO, _DID, _WHAT, _ENDINGS)
    return " ".join((chance.choice(_OPENINGS) + ",", *(chance.choice(part) for part in parts)))
