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
from ...lexicon import head_kinds, words
from ...reading import Reading
from .listing import Listing
from .plurals import Plurals

if TYPE_CHECKING:
    from .clauses import Clause

#: Dependencies of an NP that carry the thing meant rather than something about it.
_EXAMPLES = frozenset({"including", "like", "namely", "as", "e.g."})
_DEEPEST = 6
#: What a noun that bears names may be where the lexicon of heads does not say it.
_MADE = ("Project", "Programme")
_ALIKE = (
    frozenset({"Programme", "Project", "Event"}),
    frozenset({"Organization", "Network"}),
)


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
        return list(self.plurals.of(unit)) or list(self._through(unit, depth))

    def _through(self, unit: int, depth: int) -> Iterator[Mention]:
        """Yield what a common noun stands for: examples, appositions, "the city of X"."""
        token = self.doc[unit]
        if token.dep_ == "pobj" and token.lower_ in {"which", "whom"}:
            yield from self._related(unit, depth)
            return
        for example in self.examples(unit):
            yield from self.denoted(example, depth + 1)
        for child in self.children(unit, "appos"):
            if child > unit:
                yield from self.denoted(child, depth + 1)
        yield from self._listed_after(unit, depth)
        yield from self._named_after(unit)
        if token.lemma_.lower() in words("frames", "light"):
            for inner in self.objects(unit, "of", "from"):
                yield from self.denoted(inner, depth + 1)
            for child in self.children(unit, "acl"):
                for inner in self.children(child, "dobj"):
                    yield from self.denoted(inner, depth + 1)
            yield from self._modifiers(unit, "compound", "nmod", "amod", "poss")
        elif token.lemma_.lower() in words("frames", "bearers"):
            yield from self.repeated(unit)

    def _related(self, pronoun: int, depth: int) -> Iterator[Mention]:
        """Yield what "to which A belongs" is said of: the name before its clause."""
        unit = self.head(pronoun)
        for _ in range(_DEEPEST):
            above = self.head(unit)
            if above == unit:
                return
            if self._deps[unit] == "relcl":
                if above < pronoun and depth < _DEEPEST:
                    yield from self.narrow(above, depth + 1)
                return
            unit = above

    def repeated(self, unit: int) -> list[Mention]:
        """Return the names before a noun that only says their kind: "the X programme"."""
        kinds = head_kinds().get(self.doc[unit].lemma_.lower(), ()) or _MADE
        found = list(self._modifiers(unit, "compound", "nmod", "amod")) or self._quoted(unit)
        return [m for m in found if _alike(self.reading.kind(m), kinds)]

    def _quoted(self, unit: int) -> list[Mention]:
        """Return the name in quotes right before a noun, which parsers leave hanging."""
        if unit < 2 or self.doc[unit - 1].text not in {"'", "’", '"', "”"}:
            return []
        before = self.mention_at.get(self.unit(unit - 2))
        return [before] if before is not None else []

    def _listed_after(self, unit: int, depth: int) -> Iterator[Mention]:
        """Yield what "the partners are A and B" or "X is a scheme" says a noun to be."""
        token, head = self.doc[unit], self.head(unit)
        copula = self.doc[head].lemma_
        plural = token.tag_ == "NNS" and copula in {"be", "include"}
        defined = token.lemma_.lower() in words("frames", "bearers") and copula == "be"
        if token.dep_ == "nsubj" and (plural or defined):
            for other in self.children(head, "attr", "dobj"):
                yield from self.denoted(other, depth + 1)
        elif token.dep_ == "attr" and copula == "be":
            for other in self.children(head, "nsubj"):
                if other in self.mention_at:
                    yield from self.listing.members(self.mention_at[other])
        elif token.dep_ == "pobj" and self.doc[head].lower_ in {"of", "among"}:
            above = self.head(head)
            if self.doc[above].lower_ in {"one", "some", "two", "three"} and depth < _DEEPEST:
                yield from self._listed_after(above, depth + 1)
        elif token.dep_ == "appos" and head in self.mention_at:
            yield self.mention_at[head]

    def _named_after(self, unit: int) -> Iterator[Mention]:
        """Yield the names right after a noun: "a project called X", "three cities: A, B and C"."""
        for child in self.children(unit, "acl"):
            if self.doc[child].lemma_.lower() in {"call", "name", "dub", "title", "entitle"}:
                for named in self.children(child, "oprd", "dobj", "attr", "appos"):
                    yield from self.narrow(named)
        after = unit + 1
        if self.doc[unit].tag_ != "NNS" or after + 1 >= len(self.doc):
            return
        first = self.mention_at.get(self.unit(after + 1))
        if self.doc[after].text in {":", "–", "—", "("} and first and first.start == after + 1:
            yield from self.listing.members(first)

    def _modifiers(self, unit: int, *deps: str) -> Iterator[Mention]:
        """Yield mentions before a noun that only repeats their kind: "the X programme"."""
        for child in self.children(unit, *deps):
            mention = self.mention_at.get(child)
            if mention is not None and mention.start < unit:
                yield from self.listing.members(mention)

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


def _alike(kind: str, kinds: tuple[str, ...]) -> bool:
    """Say whether a noun of *kinds* may repeat a name of that kind: programmes and projects mix."""
    return kind in kinds or any({kind, other} <= group for other in kinds for group in _ALIKE)
