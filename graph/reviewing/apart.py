"""Pairs of things whose names are alike, the likeliest to be one first."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator
from contextlib import closing
from typing import Any, Final

from graph.identity.nearness import NearNames

#: Two things by their IRIs, sorted, and how likely they are one and why.
Pair = tuple[str, str]
Alike = tuple[Pair, float, str]

_THINGS: Final = """
CROSS JOIN spelled AS a ON a.number = one CROSS JOIN placed AS first ON first.atom = a.atom
CROSS JOIN spelled AS b ON b.number = other CROSS JOIN placed AS second ON second.atom = b.atom
WHERE first.iri <> second.iri AND first.iri <> '' AND second.iri <> ''
ORDER BY chance DESC, one, other"""
#: Read by its index from the likeliest on, and no further than is wanted.
_NEAR: Final = f"""
SELECT chance, how, first.iri, second.iri FROM near INDEXED BY near_by_chance {_THINGS}"""  # noqa: S608
#: Of some names by their numbers, in the blocks that they are in.
_NEAR_SOME: Final = f"""
SELECT chance, how, first.iri, second.iri FROM json_each(?) AS mine CROSS JOIN near
ON block = mine.value ->> 1 AND mine.value ->> 0 IN (one, other) {_THINGS}"""  # noqa: S608


class NearThings(NearNames):
    """Things whose names are alike, as the last commit left them."""

    def pairs(
        self, most: int, *, wanted: Callable[[Pair], bool], about: Collection[str] | None = None
    ) -> list[Alike]:
        """Return at most so many pairs that are *wanted*, the likeliest first.

        *about* are the IRIs of things that are at one of the ends, None for all.
        """
        found: dict[Pair, Alike] = {}
        with closing(self._near(about)) as rows:
            for chance, how, *iris in rows:
                one, other = sorted(iris)
                pair = one, other
                if pair not in found and wanted(pair):  # names may be alike in several blocks
                    found[pair] = pair, chance, how
                if len(found) >= most:
                    break
        return [*found.values()]

    def _near(self, about: Collection[str] | None) -> Generator[Any, None, None]:
        if about is None:
            return self._each(_NEAR)
        atoms = self._rows(
            "SELECT placed.atom FROM json_each(?) AS thing JOIN placed ON placed.iri = thing.value",
            json.dumps(sorted(about)),
        )
        mine = self.blocks_of({atom for (atom,) in atoms})
        return self._each(_NEAR_SOME, json.dumps(sorted(mine)))
