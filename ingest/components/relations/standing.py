"""What a common noun stands for: examples, appositions, "the city of X", "one of the partners"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...annotations import Mention
from ...lexicon import head_kinds, words

if TYPE_CHECKING:
    from .syntax import Syntax

_DEEPEST = 6
#: What a noun that bears names may be where the lexicon of heads does not say it.
_MADE = ("Project", "Programme")
_ALIKE = (
    frozenset({"Programme", "Project", "Event"}),
    frozenset({"Organization", "Network"}),
)


def standing(syntax: Syntax, unit: int, depth: int) -> Iterator[Mention]:
    """Yield what a common noun stands for: examples, appositions, "the city of X"."""
    token = syntax.doc[unit]
    if token.dep_ == "pobj" and token.lower_ in {"which", "whom"}:
        yield from _related(syntax, unit, depth)
        return
    for example in syntax.examples(unit):
        yield from syntax.denoted(example, depth + 1)
    for child in syntax.children(unit, "appos"):
        if child > unit:
            yield from syntax.denoted(child, depth + 1)
    yield from _listed_after(syntax, unit, depth)
    yield from _named_after(syntax, unit)
    if token.lemma_.lower() in words("frames", "light"):
        for inner in syntax.objects(unit, "of", "from"):
            yield from syntax.denoted(inner, depth + 1)
        for child in syntax.children(unit, "acl"):
            for inner in syntax.children(child, "dobj"):
                yield from syntax.denoted(inner, depth + 1)
        yield from _modifiers(syntax, unit, "compound", "nmod", "amod", "poss")
    elif token.lemma_.lower() in words("frames", "bearers"):
        yield from repeated(syntax, unit)


def _related(syntax: Syntax, pronoun: int, depth: int) -> Iterator[Mention]:
    """Yield what "to which A belongs" is said of: the name before its clause."""
    unit = syntax.head(pronoun)
    for _ in range(_DEEPEST):
        above = syntax.head(unit)
        if above == unit:
            return
        if syntax.reading.deps[unit] == "relcl":
            if above < pronoun and depth < _DEEPEST:
                yield from syntax.narrow(above, depth + 1)
            return
        unit = above


def repeated(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the names before a noun that only says their kind: "the X programme"."""
    kinds = head_kinds().get(syntax.doc[unit].lemma_.lower(), ()) or _MADE
    found = list(_modifiers(syntax, unit, "compound", "nmod", "amod")) or _quoted(syntax, unit)
    return [m for m in found if _alike(syntax.reading.kind(m), kinds)]


def _quoted(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the name in quotes right before a noun, which parsers leave hanging."""
    if unit < 2 or syntax.doc[unit - 1].text not in {"'", "’", '"', "”"}:
        return []
    before = syntax.mention_at.get(syntax.unit(unit - 2))
    return [before] if before is not None else []


def _listed_after(syntax: Syntax, unit: int, depth: int) -> Iterator[Mention]:
    """Yield what "the partners are A and B" or "X is a scheme" says a noun to be."""
    token, head = syntax.doc[unit], syntax.head(unit)
    copula = syntax.doc[head].lemma_
    plural = token.tag_ == "NNS" and copula in {"be", "include"}
    defined = token.lemma_.lower() in words("frames", "bearers") and copula == "be"
    if token.dep_ == "nsubj" and (plural or defined):
        for other in syntax.children(head, "attr", "dobj"):
            yield from syntax.denoted(other, depth + 1)
    elif token.dep_ == "attr" and copula == "be":
        for other in syntax.children(head, "nsubj"):
            if other in syntax.mention_at:
                yield from syntax.listing.members(syntax.mention_at[other])
    elif token.dep_ == "pobj" and syntax.doc[head].lower_ in {"of", "among"}:
        above = syntax.head(head)
        if syntax.doc[above].lower_ in {"one", "some", "two", "three"} and depth < _DEEPEST:
            yield from _listed_after(syntax, above, depth + 1)
    elif token.dep_ == "appos" and head in syntax.mention_at:
        yield syntax.mention_at[head]


def _named_after(syntax: Syntax, unit: int) -> Iterator[Mention]:
    """Yield the names right after a noun: "a project called X", "three cities: A, B and C"."""
    for child in syntax.children(unit, "acl"):
        if syntax.doc[child].lemma_.lower() in {"call", "name", "dub", "title", "entitle"}:
            for named in syntax.children(child, "oprd", "dobj", "attr", "appos"):
                yield from syntax.narrow(named)
    after = unit + 1
    if syntax.doc[unit].tag_ != "NNS" or after + 1 >= len(syntax.doc):
        return
    first = syntax.mention_at.get(syntax.unit(after + 1))
    if syntax.doc[after].text in {":", "–", "—", "("} and first and first.start == after + 1:
        yield from syntax.listing.members(first)


def _modifiers(syntax: Syntax, unit: int, *deps: str) -> Iterator[Mention]:
    """Yield mentions before a noun that only repeats their kind: "the X programme"."""
    for child in syntax.children(unit, *deps):
        mention = syntax.mention_at.get(child)
        if mention is not None and mention.start < unit:
            yield from syntax.listing.members(mention)


def _alike(kind: str, kinds: tuple[str, ...]) -> bool:
    """Say whether a noun of *kinds* may repeat a name of that kind: programmes and projects mix."""
    return kind in kinds or any({kind, other} <= group for other in kinds for group in _ALIKE)
