"""SPARQL as people lay it out: groups with what is in them, indented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ontology.namespaces import PREFIXES

#: Columns that a group on one line may end at.
_WIDTH: Final = 96
_PREFIXED: Final = re.compile(r"(?<![\w<\"'?:/])([a-z][a-z0-9]*):[\w]")
#: What may hold a colon and is no name: an IRI, a string.
_OPAQUE: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
#: Brackets, and what may hold some that are none; the words before a group that belong to it.
_BRACKET: Final = re.compile(rf"{_OPAQUE.pattern}|[(){{}}]", re.DOTALL)
_HEAD: Final = re.compile(
    r"(?:^|(?<=\s))(?:UNION|OPTIONAL|LATERAL|MINUS|GRAPH \S+|SELECT [^{]*)\s*$"
)
#: Where a statement ends or an expression begins, and the word before one that it belongs to.
_STOP: Final = re.compile(rf"{_OPAQUE.pattern}| \. |[()]", re.DOTALL)
_CALLED: Final = re.compile(r"(?:FILTER|BIND)\s*$")


@dataclass(slots=True)
class Group:
    """Lines and groups in braces, with what stands before them and after."""

    head: str = ""
    items: list[Item] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


Item: TypeAlias = str | Group


def union(arms: Sequence[Sequence[Item]]) -> list[Item]:
    """Return the groups of a union, one after the other."""
    return [Group("UNION" if number else "", [*arm]) for number, arm in enumerate(arms)]


def subselect(chosen: Iterable[str], items: list[Item], *tail: str, distinct: bool = True) -> Group:
    """Return a sub-select in its braces."""
    head = "SELECT DISTINCT" if distinct else "SELECT"
    return Group("", [Group(f"{head} {' '.join(chosen)} WHERE", items, [*tail])])


def laid_out(items: Iterable[Item], depth: int = 0) -> Iterator[str]:
    """Yield the lines of patterns.

    >>> print(*laid_out([Group("OPTIONAL", ["?s ?p ?o ."])]))
    OPTIONAL { ?s ?p ?o . }
    """
    margin = "  " * depth
    for item in items:
        if isinstance(item, str):
            if len(item) + len(margin) > _WIDTH and (parts := [*parted(item)]) != [item]:
                yield from laid_out(parts, depth)
            else:
                yield from (margin + line for line in item.split("\n"))
            continue
        head = f"{item.head} {{".lstrip()
        inside = item.items
        if not item.tail and all(isinstance(each, str) and "\n" not in each for each in inside):
            line = f"{margin}{head} {''.join(f'{each} ' for each in inside)}}}"
            if len(line) <= _WIDTH and len(inside) <= 2:
                yield line
                continue
        yield margin + head
        yield from laid_out(inside, depth + 1)
        yield margin + "}"
        yield from (margin + line for line in item.tail)


def parted(text: str) -> Iterator[Item]:
    """Yield the statements and groups of a pattern that was written in one line.

    >>> print(*laid_out(parted('?s a ?t . { ?s ?p "}" } UNION { ?o ?p ?s }')), sep="; ")
    ?s a ?t .; { ?s ?p "}" }; UNION { ?o ?p ?s }
    """
    start = depth = round_ = 0
    for found in _BRACKET.finditer(text):
        mark, at = found[0], found.start()
        round_ += (mark == "(") - (mark == ")")
        if round_ or mark in "()" or len(mark) > 3:
            continue
        if mark == "{":
            if depth == 0:
                head = _HEAD.search(text[start:at])
                yield from _statements(
                    text[start : start + head.start()] if head else text[start:at]
                )
                said, inside = (head[0].strip() if head else ""), at + 1
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield Group(said, [*parted(text[inside:at])])
                start = at + 1
    yield from _statements(text[start:])


def _statements(text: str) -> Iterator[str]:
    """Yield the triples, filters and bindings of a pattern without groups."""
    start = round_ = 0
    for found in _STOP.finditer(text):
        mark = found[0]
        round_ += (mark == "(") - (mark == ")")
        if round_ == 0 and mark == " . ":
            yield text[start : found.end()].strip()
            start = found.end()
        elif round_ == 1 and mark == "(" and (word := _CALLED.search(text[start : found.start()])):
            if before := text[start : start + word.start()].strip():
                yield before
            start += word.start()
    if rest := text[start:].strip():
        yield rest


def prologue_of(body: str) -> str:
    """Return the declarations of the prefixes that *body* uses.

    >>> prologue_of('?s a skos:Concept ; ?p "a dcterms:title" .')
    'PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\\n'
    """
    used = {found[1] for found in _PREFIXED.finditer(_OPAQUE.sub(" ", body))}
    return "".join(
        f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(used & PREFIXES.keys())
    )
