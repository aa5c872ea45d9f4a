"""The parse with each mention as one node: what a phrase speaks of, and who does what to whom.

A small parser errs most inside long names and long lists. So a name's inner structure is never
looked at, and what stands in one list with a name is taken from the surface, not from the parse.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from ...annotations import Mention
from ...reading import Reading
from .listing import Listing
from .plurals import Plurals
from .standing import standing

if TYPE_CHECKING:
    from .clauses import Clause

#: Dependencies of an NP that carry the thing meant rather than something about it.
_EXAMPLES = frozenset({"including", "like", "namely", "as", "e.g."})
_DEEPEST = 6


class Syntax:
    """The dependency graph over units: a mention's tokens are one unit, any other token is one.

    A unit is known by the index of one token, for a mention that of its root.
    """

    def __init__(self, reading: Reading) -> None:
        """Read the parse of *reading*'s document around its mentions."""
        self.reading = reading
        self.doc = reading.doc
        self._deps = reading.deps
        #: Clauses read so far, by the unit of their verb.
        self.clauses: dict[int, Clause] = {}
        self.listing = Listing(reading)
        self.plurals = Plurals(reading, self.listing)
        self.mention_at: dict[int, Mention] = {}
        self._unit: dict[int, int] = {}
        for mention in reading.mentions:
            root = reading.root(mention)
            if root not in self.mention_at:
                self.mention_at[root] = mention
            for index in range(mention.start, mention.end):
                self._unit.setdefault(index, root)

    @classmethod
    def of(cls, doc: Doc) -> Syntax:
        """Return the syntax of *doc* with its mentions as they are now, kept with it."""
        reading = Reading(doc)
        kept = doc.user_data.get("hansa_syntax")
        if not isinstance(kept, cls) or kept.reading.mentions != reading.mentions:
            kept = doc.user_data["hansa_syntax"] = cls(reading)
        return kept

    def unit(self, token: int) -> int:
        """Return the unit of a token."""
        return self._unit.get(token, token)

    def token(self, unit: int) -> Token:
        """Return the token that a unit hangs by."""
        return self.doc[unit]

    def head(self, unit: int) -> int:
        """Return the unit that a unit depends on; a root depends on itself."""
        return self.unit(self.reading.heads[unit])

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        units, heads = self._unit, self.reading.heads
        for child, above in enumerate(heads):
            if units.get(child, child) != child:
                continue
            head = units.get(above, above)
            if head != child:
                children.setdefault(head, []).append(child)
        return children

    def children(self, unit: int, *deps: str) -> list[int]:
        """Return the units that depend on *unit*, in order, by one of *deps* if any are given."""
        found = self._children.get(unit, [])
        return [u for u in found if self._deps[u] in deps] if deps else found

    def denoted(self, unit: int, depth: int = 0) -> list[Mention]:
        """Return the mentions that the phrase headed by *unit* speaks of, lists in full."""
        if depth > _DEEPEST:
            return []
        found = self.narrow(unit, depth)
        mention = self.mention_at.get(unit)
        if mention is not None:
            found.extend(self.listing.members(mention))
        for other in self.children(unit, "conj"):
            if self.doc[other].pos_ not in {"VERB", "AUX"}:
                found.extend(self.denoted(other, depth + 1))
        kept = [m for m in dict.fromkeys(found) if m not in self.listing.beside]
        return [self._owned(m) if self.listing.owns(m) else m for m in kept]

    def _owned(self, owner: Mention) -> Mention:
        """Return the name right after "X's", which is what is spoken of, if there is one."""
        after = owner.end + 1
        owned = self.mention_at.get(self.unit(after)) if after < len(self.doc) else None
        return owned if owned is not None and owned.start == after else owner

    def narrow(self, unit: int, depth: int = 0) -> list[Mention]:
        """Return the mentions of the phrase headed by *unit* without those listed with it."""
        mention = self.mention_at.get(unit)
        if mention is not None:
            return [mention]
        return list(self.plurals.of(unit)) or list(standing(self, unit, depth))

    def examples(self, unit: int) -> Iterator[int]:
        """Yield the units listed as examples of a noun: "partners such as A", "including B"."""
        for child in self.children(unit, "prep", "prt", "amod", "acl"):
            word = self.doc[child].lower_
            if word not in _EXAMPLES or (word == "as" and not self._such(child)):
                continue
            yield from self.children(child, "pobj", "dobj", "pcomp")

    def _such(self, marker: int) -> bool:
        return marker > 0 and self.doc[marker - 1].lower_ == "such"

    def objects(self, unit: int, *prepositions: str) -> list[int]:
        """Return the objects of *unit*'s prepositions of those words."""
        found: list[int] = []
        for child in self.children(unit, "prep", "agent", "dative", "prt"):
            if self.doc[child].lower_ in prepositions:
                found.extend(self.children(child, "pobj", "pcomp"))
        return found

    def lemma(self, unit: int) -> str:
        """Return the lemma of a unit's word in lower case; verbs with their particle."""
        token = self.doc[unit]
        particle = next((self.doc[u].lower_ for u in self.children(unit, "prt")), "")
        lemma = token.lemma_.lower()
        return f"{lemma}_{particle}" if particle else lemma
