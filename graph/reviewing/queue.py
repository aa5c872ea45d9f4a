"""The review queue: unsure claims, and pairs of things that may be one, out of documents.sqlite.

It is read from indexes that follow each commit, so hardly any extraction is read for it, and what
it costs is bounded: of very many items that are wanted the most doubtful are taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from typing import Any, Final

from graph.curating.curation import Decision, in_force
from graph.curating.decided import Decided as Standing
from graph.curating.review import judged_under
from graph.identity.nodes import LocalKey
from graph.keeping.database import Database
from graph.keeping.documents import DocumentStore
from ontology.iris import Base

from .apart import NearThings, Pair
from .items import Item, Sort, Wish
from .joined import ShortForms

#: Claims, and pairs of things of either sort, that are ranked at most: the most doubtful.
MOST_CLAIMS: Final = 5_000
MOST_PAIRS: Final = 2_000
#: Parameters in one SQL statement.
_MANY: Final = 500
#: Read by its index from the most doubtful on, unless only some are wanted.
_DOUBTS: Final = """
SELECT claim, doubts.key, doubt, is_proposal, subject_kind, subject, object_kind, object,
    coalesce(one.iri, ''), coalesce(other.iri, '') FROM doubts
LEFT JOIN nodes AS here ON (here.key, here.kind, here.name) = (doubts.key, subject_kind, subject)
LEFT JOIN placed AS one ON one.atom = here.atom
LEFT JOIN nodes AS there ON (there.key, there.kind, there.name) = (doubts.key, object_kind, object)
LEFT JOIN placed AS other ON other.atom = there.atom
WHERE is_proposal IN ({sorts}) {keys}
    AND NOT EXISTS (SELECT 1 FROM verdicts WHERE verdicts.claim = doubts.claim)
    AND EXISTS (SELECT 1 FROM spoken WHERE spoken.key = doubts.key)
ORDER BY doubt DESC, claim"""
_AMONG: Final = "AND doubts.key IN (SELECT value FROM json_each(?))"


class Queue(Database):
    """What waits for a reviewer in one data directory, as the last commit left it."""

    @classmethod
    def of(
        cls, documents: DocumentStore, base: Base, check: Callable[[], None] = lambda: None
    ) -> Queue:
        """Read from *documents*, whose IRIs are under *base*; *check* is called now and then."""
        found = documents.view(cls)
        found._documents, found._base, found._check = documents, base, check
        return found

    _documents: DocumentStore
    _base: Base
    _check: Callable[[], None]

    def items(self, wish: Wish) -> list[Item]:
        """Return what is wanted, in no order."""
        found: list[Item] = []
        if wish.has("proposal") or wish.has("claim"):
            found += self._claims(wish)
        named = None if wish.keys is None else self._named_in(wish.keys)
        about = named if wish.things is None else wish.things
        fits = _fitting(wish.things, named)
        if wish.has("apart"):
            found += self._apart(about, fits)
        if wish.has("joined"):
            found += self._joined(about, fits)
        return found

    # Claims

    def _claims(self, wish: Wish) -> Iterator[Item]:
        """Yield the unsure claims on which nobody has spoken."""
        rows = self._wanted(wish)
        reach = self._claims_about({iri for _, _, _, ends in rows for iri in ends})
        for (claim, key), doubt, sort, ends in rows:
            touched = max(1, sum(reach.get(iri, 0) for iri in {*ends}))
            yield Item(claim, sort, doubt, touched, ends, key)

    def _wanted(self, wish: Wish) -> list[tuple[tuple[str, str], float, Sort, tuple[str, ...]]]:
        """Return the most doubtful claims that are wanted and nobody has spoken of."""
        kin = self._documents.verdicts_of_kin()
        judged: dict[str, set[str]] = {}
        found = []
        with closing(self._doubts(wish)) as rows:
            for claim, key, doubt, is_proposal, *named in rows:
                ends = self._ends(key, named)
                if key in kin and key not in judged:
                    self._check()
                    judged[key] = judged_under(self._documents, key, kin[key])
                if claim in judged.get(key, ()):
                    continue
                if wish.things is None or not wish.things.isdisjoint(ends):
                    found.append(((claim, key), doubt, _BY_FLAG[is_proposal], ends))
                if len(found) >= MOST_CLAIMS:
                    break
        return found

    def _doubts(self, wish: Wish) -> Any:
        """Return the doubtful claims one by one, the most doubtful first."""
        sorts = ", ".join(str(flag) for flag, sort in enumerate(_BY_FLAG) if wish.has(sort))
        keys = wish.keys
        if wish.things is not None:
            naming = self._naming(wish.things)
            keys = frozenset(naming if keys is None else naming & keys)
        if keys is None:
            return self._each(_DOUBTS.format(sorts=sorts, keys=""))
        return self._each(_DOUBTS.format(sorts=sorts, keys=_AMONG), json.dumps(sorted(keys)))

    def _naming(self, things: Collection[str]) -> set[str]:
        """Return the keys of the documents that name any of some things."""
        found: set[str] = set()
        for iri in things:
            asked = "SELECT DISTINCT key FROM placed JOIN nodes USING (atom) WHERE iri = ?"
            found |= {key for (key,) in self._rows(asked, iri)}
            hashed = "SELECT DISTINCT key FROM nodes WHERE hash8 = ?"  # of what is on its own
            found |= {key for (key,) in self._rows(hashed, iri[-8:])}
        return found

    def _ends(self, key: str, named: list[str]) -> tuple[str, ...]:
        """Return the IRIs at the ends of a claim: by kind and name there, and where they went."""
        kind, name, other_kind, other_name, one, other = named
        ends = [one or self._own(key, kind, name)]
        if other_name:
            ends.append(other or self._own(key, other_kind, other_name))
        return tuple(ends)

    def _own(self, key: str, kind: str, name: str) -> str:
        """Return the IRI of what one document alone names so."""
        return self._base.entity(kind, LocalKey(key, kind, name).own_slug())

    # Pairs

    def _apart(self, about: Collection[str] | None, fits: Callable[[Pair], bool]) -> Iterator[Item]:
        """Yield pairs of things with names that are alike, of which nobody has spoken."""
        parted = self._parted()
        near = self._documents.view(NearThings)
        rows = near.pairs(
            MOST_PAIRS, wanted=lambda pair: pair not in parted and fits(pair), about=about
        )
        reach = self._claims_about({iri for pair, _, _ in rows for iri in pair})
        for pair, chance, how in rows:
            touched = sum(reach.get(iri, 0) for iri in pair)
            yield Item(" ".join(pair), "apart", chance, touched, pair, why=how)

    def _parted(self) -> set[Pair]:
        """Return the pairs of things, sorted, that a decision keeps apart."""
        places = Standing(self._documents).places_of(self._in_force("different"))
        return {(min(one, other), max(one, other)) for one, other in places}

    def _joined(
        self, about: Collection[str] | None, fits: Callable[[Pair], bool]
    ) -> Iterator[Item]:
        """Yield things that are one by a short form only, unless a decision says that they are."""
        said = {anchors[0] for one in self._in_force("same") for anchors in one.anchors if anchors}
        forms = self._documents.view(ShortForms)
        found = forms.doubted(settled=said, about=about, check=self._check)
        rows = [each for each in found if fits(each.ends)][:MOST_PAIRS]
        reach = self._claims_about({each.iri for each in rows})
        for each in rows:
            yield Item(
                f"{each.own} {each.iri}",
                "joined",
                each.doubt,
                reach.get(each.iri, 0),
                each.ends,
                why=each.how,
                names=(each.main, each.name),
            )

    def _in_force(self, act: str) -> list[Decision]:
        return [each for each in in_force(self._documents.decisions()) if each.act == act]

    # What hangs on things

    def _claims_about(self, iris: Collection[str]) -> dict[str, int]:
        """Return how many claims are about each of these things."""
        found: dict[str, int] = {}
        for some in _parts(sorted(iris)):
            self._check()
            marks = ", ".join("?" * len(some))
            found |= dict(
                self._rows(
                    "SELECT iri, sum(claims) FROM placed JOIN votes USING (atom) "  # noqa: S608
                    f"WHERE iri IN ({marks}) GROUP BY iri",
                    *some,
                )
            )
        return found

    def _named_in(self, keys: Collection[str]) -> frozenset[str]:
        """Return the IRIs of the things that some documents name, and those that led to them."""
        asked = "SELECT iri, own FROM nodes JOIN placed USING (atom) WHERE key = ?"
        return frozenset(
            iri for key in keys for row in self._rows(asked, key) for iri in row if iri
        )


#: The sorts of claims by whether they are proposals.
_BY_FLAG: Final[tuple[Sort, ...]] = ("claim", "proposal")


def _fitting(*among: frozenset[str] | None) -> Callable[[Pair], bool]:
    """Return what says whether one of two things is in each of these sets; None takes all."""
    return lambda pair: all(each is None or not each.isdisjoint(pair) for each in among)


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))
