"""The review queue: unsure claims, and pairs of things that may be one, out of documents.sqlite.

It is read from indexes that follow each commit, so no extraction is read for it, and what it costs
is bounded: of very many items the most doubtful are taken.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from graph.curating.curation import Decision, in_force
from graph.curating.decided import Decided as Standing
from graph.curating.review import judged_elsewhere
from graph.identity.nodes import LocalKey
from graph.keeping.database import Database
from graph.keeping.documents import DocumentStore
from ontology.iris import Base

from .items import Item, Sort, Wish
from .joined import weakly_joined

#: Claims, and pairs of things, that are ranked at most: the most doubtful.
MOST_CLAIMS: Final = 5_000
MOST_PAIRS: Final = 2_000
#: Parameters in one SQL statement.
_MANY: Final = 500
_DOUBTS: Final = """
SELECT claim, doubts.key, doubt, is_proposal, subject_kind, subject, object_kind, object,
    coalesce(one.iri, ''), coalesce(other.iri, '')
FROM (SELECT * FROM doubts WHERE is_proposal IN ({sorts}) {keys}
    AND NOT EXISTS (SELECT 1 FROM verdicts WHERE verdicts.claim = doubts.claim)
    AND EXISTS (SELECT 1 FROM spoken WHERE spoken.key = doubts.key)
    ORDER BY doubt DESC, claim LIMIT {most}) AS doubts
LEFT JOIN nodes AS here ON (here.key, here.kind, here.name) = (doubts.key, subject_kind, subject)
LEFT JOIN placed AS one ON one.atom = here.atom
LEFT JOIN nodes AS there ON (there.key, there.kind, there.name) = (doubts.key, object_kind, object)
LEFT JOIN placed AS other ON other.atom = there.atom"""
#: Read by its index from the likeliest on, and no further than is wanted.
_NEAR: Final = """
SELECT chance, how, first.iri, second.iri FROM near INDEXED BY near_by_chance
CROSS JOIN spelled AS a ON a.number = one CROSS JOIN placed AS first ON first.atom = a.atom
CROSS JOIN spelled AS b ON b.number = other CROSS JOIN placed AS second ON second.atom = b.atom
WHERE first.iri <> second.iri AND first.iri <> '' AND second.iri <> ''
ORDER BY chance DESC, one, other LIMIT ?"""


class Queue(Database):
    """What waits for a reviewer in one data directory, as the last commit left it."""

    @classmethod
    def of(cls, documents: DocumentStore, base: Base) -> Queue:
        """Read from *documents*, whose IRIs are under *base*."""
        found = documents.view(cls)
        found._documents, found._base = documents, base
        return found

    _documents: DocumentStore
    _base: Base

    def items(self, wish: Wish) -> list[Item]:
        """Return what is wanted, in no order."""
        found: list[Item] = []
        if wish.has("proposal") or wish.has("claim"):
            found += self._claims(wish)
        if wish.has("apart") or wish.has("joined"):
            about = None if wish.keys is None else self._named_in(wish.keys)
            pairs = [*self._apart(), *self._joined()]
            found += [
                each
                for each in pairs
                if wish.has(each.sort)
                and wish.takes(each)
                and (about is None or not about.isdisjoint(each.ends))
            ]
        return found

    # Claims

    def _claims(self, wish: Wish) -> Iterator[Item]:
        """Yield the unsure claims on which nobody has spoken."""
        rows = self._doubts(wish)
        judged = judged_elsewhere(self._documents, {row[1] for row in rows})
        reach = self._claims_about({iri for row in rows for iri in row[8:10] if iri})
        for row in rows:
            if row[0] not in judged:
                item = self._claim(row, reach)
                if wish.takes(item):
                    yield item

    def _doubts(self, wish: Wish) -> list[Any]:
        sorts = ", ".join(str(flag) for flag, sort in enumerate(_BY_FLAG) if wish.has(sort))
        keys = wish.keys
        if wish.things is not None:
            naming = self._naming(wish.things)
            keys = naming if keys is None else naming & {*keys}
        if keys is None:
            return self._rows(_DOUBTS.format(sorts=sorts, keys="", most=MOST_CLAIMS))
        among = "AND key IN (SELECT value FROM json_each(?))"
        query = _DOUBTS.format(sorts=sorts, keys=among, most=MOST_CLAIMS)
        return self._rows(query, json.dumps(sorted(keys)))

    def _naming(self, things: Collection[str]) -> set[str]:
        """Return the keys of the documents that name any of some things."""
        found: set[str] = set()
        for iri in things:
            asked = "SELECT DISTINCT key FROM placed JOIN nodes USING (atom) WHERE iri = ?"
            found |= {key for (key,) in self._rows(asked, iri)}
            hashed = "SELECT DISTINCT key FROM nodes WHERE hash8 = ?"  # of what is on its own
            found |= {key for (key,) in self._rows(hashed, iri[-8:])}
        return found

    def _claim(self, row: Any, reach: dict[str, int]) -> Item:
        claim, key, doubt, is_proposal, *named, one, other = row
        ends = [one or self._own(key, *named[:2])]
        if named[3]:
            ends.append(other or self._own(key, *named[2:]))
        touched = max(1, sum(reach.get(iri, 0) for iri in {*ends}))
        return Item(claim, _BY_FLAG[is_proposal], doubt, touched, tuple(ends), key)

    def _own(self, key: str, kind: str, name: str) -> str:
        """Return the IRI of what one document alone names so."""
        return self._base.entity(kind, LocalKey(key, kind, name).own_slug())

    # Pairs

    def _apart(self) -> Iterator[Item]:
        """Yield pairs of things with names that are alike, of which nobody has spoken."""
        parted = self._parted()
        found: dict[tuple[str, str], tuple[float, str]] = {}
        for chance, how, *iris in self._rows(_NEAR, 2 * MOST_PAIRS + len(parted)):
            one, other = sorted(iris)
            if frozenset(iris) not in parted:  # a pair may be alike in several blocks
                found.setdefault((one, other), (chance, how))
        reach = self._claims_about({iri for pair in found for iri in pair})
        for (one, other), (chance, how) in found.items():
            touched = reach.get(one, 0) + reach.get(other, 0)
            yield Item(f"{one} {other}", "apart", chance, touched, (one, other), why=how)

    def _parted(self) -> set[frozenset[str]]:
        """Return the pairs of things that a decision keeps apart."""
        standing = Standing(self._documents)
        held = in_force(standing.decisions)
        return {frozenset(standing.places(one)) for one in held if one.act == "different"}

    def _joined(self) -> Iterator[Item]:
        """Yield things that are one by a short form only, unless a decision says that they are."""
        said = {atom for one in self._same() for anchors in one.anchors for atom in anchors[:1]}
        rows = [each for each in weakly_joined(self, MOST_PAIRS) if each.atom not in said]
        reach = self._claims_about({each.iri for each in rows})
        for each in rows:
            yield Item(
                f"{each.own} {each.iri}",
                "joined",
                each.doubt,
                reach.get(each.iri, 0),
                (each.iri, each.own),
                why=each.how,
                names=(each.main, each.name),
            )

    def _same(self) -> list[Decision]:
        return [each for each in in_force(self._documents.decisions()) if each.act == "same"]

    # What hangs on things

    def _claims_about(self, iris: Collection[str]) -> dict[str, int]:
        """Return how many claims are about each of these things."""
        found: dict[str, int] = {}
        for some in _parts(sorted(iris)):
            marks = ", ".join("?" * len(some))
            found |= dict(
                self._rows(
                    "SELECT iri, sum(claims) FROM placed JOIN votes USING (atom) "  # noqa: S608
                    f"WHERE iri IN ({marks}) GROUP BY iri",
                    *some,
                )
            )
        return found

    def _named_in(self, keys: Collection[str]) -> set[str]:
        """Return the IRIs of the things that some documents name, and those that led to them."""
        asked = "SELECT iri, own FROM nodes JOIN placed USING (atom) WHERE key = ?"
        return {iri for key in keys for row in self._rows(asked, key) for iri in row if iri}


#: The sorts of claims by whether they are proposals.
_BY_FLAG: Final[tuple[Sort, ...]] = ("claim", "proposal")


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))
