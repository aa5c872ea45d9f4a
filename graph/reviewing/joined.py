"""Things that are one on weak evidence: where a document gives a short form that is hardly theirs.

A full name joins nothing but itself, and so do records; what is weak is a short form that some
document spells out (``graph.identity.joining``), above all one that does not look like the name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz

from graph.identity.likeness import likeness
from graph.identity.naming import full_name
from graph.keeping.database import Database
from ontology.iris import normalise_name

#: Atoms that went to a thing which no other of its atoms calls by their name, without some.
_SHORT_FORMS: Final = """
SELECT mine.atom, mine.iri, mine.own, key.name FROM placed AS mine
JOIN keys AS key ON key.atom = mine.atom AND key.role = 'named'
WHERE mine.iri <> '' AND mine.own <> '' AND mine.own <> mine.iri
AND mine.atom >= 'n' AND mine.atom < 'o'
AND mine.atom NOT IN (SELECT value FROM json_each(?)) {among}
AND EXISTS (SELECT 1 FROM keys AS spelt JOIN placed AS its ON its.atom = spelt.atom
    WHERE spelt.role = 'spells' AND spelt.family = key.family AND spelt.name = key.name
    AND its.iri = mine.iri AND its.atom <> mine.atom)
AND NOT EXISTS (SELECT 1 FROM keys AS full JOIN placed AS its ON its.atom = full.atom
    WHERE full.role = 'named' AND full.family = key.family AND full.name = key.name
    AND its.iri = mine.iri AND its.atom <> mine.atom)"""
#: Only those that went to some things, or would be some by themselves.
_AMONG: Final = """AND mine.atom IN (
    SELECT placed.atom FROM json_each(?) AS thing JOIN placed ON placed.iri = thing.value
    UNION SELECT placed.atom FROM json_each(?) AS thing JOIN placed ON placed.own = thing.value)"""
#: The fullest names of things by the atoms that have them.
_NAMES: Final = """
SELECT DISTINCT iri, placed.atom, text FROM json_each(?) AS thing
CROSS JOIN placed ON placed.iri = thing.value CROSS JOIN names ON names.atom = placed.atom
WHERE firsts > 0"""
#: The doubt about what is joined though its names are alike by their initials, or otherwise.
_BY_INITIALS: Final = 0.1
_BY_OTHERS: Final = 0.15
#: The least and the most doubt about names that are not alike, by how much they share.
_LEAST, _MOST = 0.25, 0.5
#: Things whose names are looked up together.
_MANY: Final = 500


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

    @property
    def ends(self) -> tuple[str, str]:
        """The IRIs of the thing, and of what went to it."""
        return self.iri, self.own


class ShortForms(Database):
    """What is one by nothing but a short form, as the last commit left it."""

    def doubted(
        self,
        *,
        settled: Collection[str] = (),
        about: Collection[str] | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> list[Joined]:
        """Return the atoms that went to a thing so, the most doubtful first.

        Atoms that are *settled* are left out; *about* are the IRIs of things that are at one of the
        ends, None for all. *check* is called now and then.
        """
        rows = self._found(settled, about)
        found: list[Joined] = []
        for start in range(0, len(rows), _MANY):
            check()
            found += self._named(rows[start : start + _MANY])
        return sorted(found, key=lambda each: (-each.doubt, each.iri, each.own))

    def _found(self, settled: Collection[str], about: Collection[str] | None) -> list[Any]:
        """Return atoms with where they went, what they would be, and the short form."""
        without = json.dumps(sorted(settled))
        if about is None:
            return self._rows(_SHORT_FORMS.format(among=""), without)
        wanted = json.dumps(sorted(about))
        return self._rows(_SHORT_FORMS.format(among=_AMONG), without, wanted, wanted)

    def _named(self, rows: list[Any]) -> Iterator[Joined]:
        """Yield atoms with the names that they have, and the things have without them."""
        names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri, atom, text in self._rows(_NAMES, json.dumps(sorted({row[1] for row in rows}))):
            names[iri].append((atom, text))
        for atom, iri, own, short in rows:
            others = [text for of, text in names[iri] if of != atom]
            main = full_name(others or [iri.rpartition("/")[2]])
            called = min((text for of, text in names[iri] if of == atom), default=short)
            yield Joined(atom, iri, own, called, main, *doubt_about(short, main))


def doubt_about(short: str, main: str) -> tuple[float, str]:
    """Return how doubtful it is that a short form is of a thing of that name, and why.

    >>> doubt_about("hcn", "Harbour Cities Network")
    (0.1, 'initials')
    >>> doubt_about("the ring", "Harbour Cities Network")[1]
    'another name'
    """
    name = normalise_name(main)
    if alike := likeness(short, name):
        return (_BY_INITIALS if alike.how == "initials" else _BY_OTHERS), alike.how
    shared = fuzz.token_set_ratio(short, name) / 100
    return round(_MOST - (_MOST - _LEAST) * shared, 2), "another name"
