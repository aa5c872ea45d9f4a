"""A document's text with what claims quote and what it names marked, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from api.pages.marked_text import Marker, Region
from api.pages.nouns import ONE
from graph.claims import Claim
from graph.reader import Reader
from ontology.terms import MENTION

#: Makes an address of an IRI, or nothing where none can be.
Link = Callable[[str], str]

_SPAN: Final = re.compile(r"#char=(\d+),(\d+)\Z")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Characters of a text that name a thing."""

    start: int
    end: int
    thing: str


def place_of(start: int, end: int) -> str:
    """Return the id of these characters of a document on its page.

    >>> place_of(12, 40)
    'char-12-40'
    """
    return f"char-{start}-{end}"


def mentions_in(reader: Reader, document: str, things: Mapping[str, str]) -> list[Mention]:
    """Return where a document names things, none within another; *things* are by local IRI.

    Of two that overlap the longer one stays.
    """
    found = []
    for quad in reader.quads(None, NamedNode(MENTION), None, NamedNode(document)):
        local = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        place = isinstance(quad.object, NamedNode) and _SPAN.search(quad.object.value)
        if place and local in things:
            found.append(Mention(int(place[1]), int(place[2]), things[local]))
    return _apart(found)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap, in the order of the text; longer ones win.

    >>> [m.thing for m in _apart([Mention(0, 4, "a"), Mention(2, 9, "b"), Mention(9, 12, "c")])]
    ['b', 'c']
    """
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda one: (one.start, -one.end, one.thing)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
        elif each.end - each.start > kept[-1].end - kept[-1].start:
            kept[-1] = each
    return kept


def highlighted(
    text: str,
    claims: Sequence[Claim],
    mentions: Iterable[Mention] = (),
    *,
    link: Link,
    kinds: Mapping[str, str] | None = None,
    shown: range = range(0),
) -> Markup:
    """Return *text* as HTML in which what *claims* quote is marked, and *mentions* are links.

    A number after a sentence says how many facts it states, and leads to the first of them: on the
    page if it is among those *shown*, which are numbers in the order of the claims, or to its own.
    *kinds* are those of the things.

    >>> highlighted("Riga", [], link=str)
    Markup('Riga')
    """
    regions = [*_sentences(claims, link, shown), *_names(mentions, link, kinds or {})]
    return Marker(text, regions).stretch(0, len(text))


def _sentences(claims: Sequence[Claim], link: Link, shown: range) -> Iterator[Region]:
    numbered = enumerate(claims, start=1)
    ordered = sorted(numbered, key=lambda one: (one[1].start, one[1].end, one[0]))
    for (start, end), group in groupby(ordered, key=lambda one: (one[1].start, one[1].end)):
        members = list(group)
        number, first = members[0]
        place = place_of(start, end)
        yield Region(
            start,
            end,
            opening=Markup('<mark id="{}" data-place="{}">').format(place, place),
            again=Markup('<mark data-place="{}">').format(place),
            closing=Markup("</mark>"),
            after=Markup(
                '<sup><a class="why" href="{}" data-claims="{}" data-place="{}"'
                ' aria-label="{}">{}</a></sup>'
            ).format(
                f"#fact-{number}" if number in shown else link(first.iri),
                " ".join(claim.iri for _, claim in members),
                place,
                f"{len(members)} fact{'' if len(members) == 1 else 's'} of this sentence",
                len(members),
            ),
        )


def _names(mentions: Iterable[Mention], link: Link, kinds: Mapping[str, str]) -> Iterator[Region]:
    for each in mentions:
        kind = kinds.get(each.thing, "")
        opening = Markup('<a class="mention {}" href="{}" title="{}">').format(
            f"of-{kind.lower()}", link(each.thing), ONE.get(kind, "thing")
        )
        again = Markup('<a class="mention again {}" href="{}" tabindex="-1">').format(
            f"of-{kind.lower()}", link(each.thing)
        )
        yield Region(
            each.start,
            each.end,
            opening=opening,
            again=again,
            closing=Markup("</a>"),
            after=Markup(),
            inner=True,
        )
