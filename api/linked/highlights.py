"""A document's text with the sentences of its claims marked, each with an address of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from api.pages.marked_text import Marker, Region
from graph.claims import Claim


def place_of(start: int, end: int) -> str:
    """Return the id of these characters of a document on its page.

    >>> place_of(12, 40)
    'char-12-40'
    """
    return f"char-{start}-{end}"


def highlighted(text: str, claims: Iterable[Claim]) -> Markup:
    """Return *text* as HTML in which what *claims* quote is marked.

    >>> highlighted("Riga", [])
    Markup('Riga')
    """
    return Marker(text, _regions(claims)).stretch(0, len(text))


def _regions(claims: Iterable[Claim]) -> Iterator[Region]:
    for start, end in dict.fromkeys((claim.start, claim.end) for claim in claims):
        yield Region(
            start,
            end,
            opening=Markup('<mark id="{}">').format(place_of(start, end)),
            again=Markup("<mark>"),
            closing=Markup("</mark>"),
            after=Markup(),
        )
