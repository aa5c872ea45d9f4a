"""Relations that a name itself says: "Statement by A and B", "the A Board", "Assembly of the A"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ontology.terms import ACTORS

from ...annotations import Cluster, Mention
from ...folding import fold
from ...lexicon import table
from .emission import Emission
from .syntax import Syntax

_PARTIES = re.compile(
    r"\b(?:by|between|of|among)\b(?P<list>.+?)(?:\b(?:on|for|in|to|regarding)\b|$)"
)
#: What may stand in a name before the name of its owner: "2016", "25th", "annual".
_COUNTED = re.compile(
    r"(?i)(?:the|annual|biennial|\d{4}|\d{1,3}(?:st|nd|rd|th)|[ivx]{2,5}|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$"
)
_OWNING = re.compile(r"['’]s?$")
_LINKS = frozenset({"of", "for"})
_SHORTEST = 3  # letters of a name that may be looked for inside another
_LONGEST = 8  # words of such a name


@dataclass(frozen=True, slots=True)
class OwnName:
    """What a name says of another that opens it, or that ends it after "of" or "for"."""

    rule: str
    kinds: frozenset[str]
    owners: frozenset[str]
    property_: str
    #: Words of which what is left of the name must have one, and words that it must not have.
    heads: frozenset[str]
    never: frozenset[str]
    #: The word right before "of", of which the name must have one.
    ending: frozenset[str]
    #: Whether an owner of one plain word is believed: "the Harbour Forum" is not the Harbour's.
    plain: bool
    #: Whether the name must end with one of its heads: "Quay Platform to Test" goes on.
    last: bool
    #: Whether an acronym must be written out: "UN" alone may be half of "UN Habitat".
    expanded: bool


@cache
def own_names() -> tuple[OwnName, ...]:
    """Return the rows ``own_name`` of ``patterns/frames.toml``."""
    return tuple(
        OwnName(
            f"frames.naming.{row['name']}",
            frozenset(row["kinds"]),
            frozenset(row["owners"]),
            row["fact"],
            frozenset(row["heads"].split()),
            frozenset(row.get("never", "").split()),
            frozenset(row.get("ending", "").split()),
            row.get("plain", True),
            row.get("last", False),
            row.get("expanded", False),
        )
        for row in table("frames")["own_name"]
    )


def read_naming(syntax: Syntax, emission: Emission) -> None:
    """Add what each entity's own name says of another, once, where it is first named."""
    reading = syntax.reading
    owners = _index(reading.clusters)
    first: dict[int, Mention] = {}
    for mention in reading.mentions:
        if mention.form == "name":
            first.setdefault(mention.cluster, mention)
    for index, mention in sorted(first.items()):
        for rule, property_, other in _said(reading.clusters[index], reading.clusters, owners):
            ends = mention, Mention(mention.start, mention.end, other)
            if property_ == "partyTo":
                ends = ends[1], ends[0]
            emission.add(rule, (property_,), *ends, "asserted", 0.7)


def _index(clusters: list[Cluster]) -> dict[str, int]:
    """Return the clusters by their folded names."""
    found: dict[str, int] = {}
    for cluster in clusters:
        for name in cluster.names:
            if len(name) >= _SHORTEST or (name.isupper() and len(name) > 1):
                found.setdefault(fold(name), cluster.index)
    return found


def _said(
    cluster: Cluster, clusters: list[Cluster], owners: dict[str, int]
) -> Iterator[tuple[str, str, int]]:
    """Yield (rule, property, other cluster) for what the names of *cluster* contain."""
    if cluster.kind == "Agreement":
        for other in _parties(cluster, owners):
            if clusters[other].kind in ACTORS:
                yield "frames.naming.parties", "partyTo", other
        return
    for name in cluster.names:
        for found in _inside(name, cluster.index, owners):
            owner = clusters[found.owner]
            for row in own_names():
                kinds = cluster.kind in row.kinds and owner.kind in row.owners
                if kinds and _fits(row, found) and _is_owner(row, owner, found):
                    yield row.rule, row.property_, found.owner


def _fits(row: OwnName, found: Inside) -> bool:
    """Say whether what is left of a name has the words that a row asks for."""
    if bool(row.ending) != bool(found.before) or (row.ending and found.before not in row.ending):
        return False
    if found.rest == {"council"} or (row.last and found.last not in row.heads):
        return False
    return bool(found.rest & row.heads) and not found.rest & row.never


def _is_owner(row: OwnName, owner: Cluster, found: Inside) -> bool:
    """Say whether what a name opens with is believed to be what the row asks for."""
    if row.expanded and found.name.isupper() and len(owner.names) == 1:
        return False
    return row.plain or _is_full(owner, found)


def _is_full(owner: Cluster, found: Inside) -> bool:
    """Say whether a network, an acronym or a name of several words is meant, of no joint body."""
    if "joint" in found.name.lower().split():
        return False
    return owner.kind == "Network" or " " in found.name or found.name.isupper()


@dataclass(frozen=True, slots=True)
class Inside:
    """A name inside another: its cluster, its words, the words left, and the word before "of"."""

    owner: int
    name: str
    rest: frozenset[str]
    before: str = ""
    last: str = ""


def _inside(name: str, own: int, owners: dict[str, int]) -> Iterator[Inside]:
    """Yield the name that opens a name, and the one that ends it after "of" or "for".

    The longest name is meant: "Baltic Ring Council" before "Baltic". What is joined by a hyphen
    stands for a pair, "the Turku-Riga forum", and owns nothing alone.
    """
    words = [_OWNING.sub("", word) for word in name.split()]
    start = next((i for i, word in enumerate(words) if not _COUNTED.match(word)), len(words))
    for end in range(min(len(words) - 1, start + _LONGEST), start, -1):
        other = owners.get(fold(" ".join(words[start:end])))
        if other == own:
            break
        if other is not None:
            name, behind = " ".join(words[start:end]), _folded(words[end:])
            yield Inside(other, name, behind, last=fold(words[-1]))
            break
    for at, word in enumerate(words[:-1]):
        begin = at + 1 + (words[at + 1].lower() == "the")
        other = owners.get(fold(" ".join(words[begin:]))) if word.lower() in _LINKS else None
        if other is not None and other != own and at:
            rest = _folded(words[:at])
            yield Inside(other, " ".join(words[begin:]), rest, fold(words[at - 1]))
            return


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(" ".join(words)).split())


def _parties(agreement: Cluster, owners: dict[str, int]) -> Iterator[int]:
    """Yield the clusters that a text's own name tells to have made it."""
    for name in agreement.names:
        parties = _PARTIES.search(fold(name))
        if parties is None or " and " not in parties["list"]:
            continue  # "of" alone may only tell a topic
        words = parties["list"].split()
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                other = owners.get(" ".join(words[start:end]))
                if other is not None:
                    yield other
