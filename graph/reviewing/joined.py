"""Things that are one on weak evidence: where a document gives a short form that is hardly theirs.

A full name joins nothing but itself, and so do records; what is weak is a short form that some
document spells out (``graph.identity.joining``), above all one that does not look like the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz

from graph.identity.naming import full_name
from graph.keeping.database import Database

from .likeness import likeness

#: Atoms that went to a thing which no other of its atoms calls by their name.
_SHORT_FORMS: Final = """
SELECT mine.atom, mine.iri, mine.own, key.name FROM placed AS mine
JOIN keys AS key ON key.atom = mine.atom AND key.role = 'named'
WHERE mine.iri <> '' AND mine.own <> '' AND mine.own <> mine.iri AND mine.atom LIKE 'n%'
AND EXISTS (SELECT 1 FROM keys AS spelt JOIN placed AS its ON its.atom = spelt.atom
    WHERE spelt.role = 'spells' AND spelt.family = key.family AND spelt.name = key.name
    AND its.iri = mine.iri AND its.atom <> mine.atom)
AND NOT EXISTS (SELECT 1 FROM keys AS full JOIN placed AS its ON its.atom = full.atom
    WHERE full.role = 'named' AND full.family = key.family AND full.name = key.name
    AND its.iri = mine.iri AND its.atom <> mine.atom)
ORDER BY mine.iri, mine.own LIMIT ?"""
#: The doubt about what is joined though its names are alike by their initials, or otherwise.
_BY_INITIALS: Final = 0.1
_BY_OTHERS: Final = 0.15
#: The least and the most doubt about names that are not alike, by how much they share.
_LEAST, _MOST = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Joined:
    """An atom that went to a thing by a short form: its own IRI, its name and the thing's."""

    atom: str
    iri: str
    own: str
    name: str
    main: str
    doubt: float
    how: str


def weakly_joined(database: Database, most: int) -> list[Joined]:
    """Return at most so many atoms that went to a thing by nothing but a short form."""
    rows: list[Any] = database._rows(_SHORT_FORMS, most)
    found = []
    for atom, iri, own, name in rows:
        main = full_name(_firsts(database, iri, atom))
        doubt, how = doubt_about(name, main)
        found.append(Joined(atom, iri, own, _called(database, atom) or name, main, doubt, how))
    return found


def doubt_about(short: str, main: str) -> tuple[float, str]:
    """Return how doubtful it is that a short form is of a thing of that name, and why.

    >>> doubt_about("hcn", "Harbour Cities Network")
    (0.1, 'initials')
    >>> doubt_about("the ring", "Harbour Cities Network")[1]
    'another name'
    """
    from ontology.iris import normalise_name

    name = normalise_name(main)
    if alike := likeness(short, name):
        return (_BY_INITIALS if alike.how == "initials" else _BY_OTHERS), alike.how
    shared = fuzz.token_set_ratio(short, name) / 100
    return round(_MOST - (_MOST - _LEAST) * shared, 2), "another name"


def _firsts(database: Database, iri: str, without: str) -> list[str]:
    """Return the fullest names of a thing, without those of one of its atoms."""
    rows = database._rows(
        "SELECT DISTINCT text FROM placed JOIN names USING (atom) "
        "WHERE iri = ? AND atom <> ? AND firsts > 0",
        iri,
        without,
    )
    return [name for (name,) in rows] or [iri.rpartition("/")[2]]


def _called(database: Database, atom: str) -> str | None:
    row = database._row("SELECT min(text) FROM names WHERE atom = ? AND firsts > 0", atom)
    return row[0] if row else None
