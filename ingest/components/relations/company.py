"""Who acts along with the subject of a verb: "A, together with B, launched C"."""

from __future__ import annotations

from collections.abc import Iterator

from .syntax import Syntax

ALONG = frozenset({"alongside", "together", "along", "jointly"})


def company(syntax: Syntax, subjects: list[int]) -> Iterator[int]:
    """Yield who acts along with the subjects: "A, together with B, launched C"."""
    for subject in subjects:
        for child in syntax.children(subject, "prep", "advmod"):
            word = syntax.doc[child].lower_
            if word in ALONG or (word == "with" and syntax.doc[child - 1].lower_ in ALONG):
                yield from with_objects(syntax, child)


def with_objects(syntax: Syntax, along: int) -> list[int]:
    """Return the objects of "together with"."""
    found = syntax.children(along, "pobj")
    for inner in syntax.children(along, "prep"):
        found = found + syntax.children(inner, "pobj")
    return found


def between_commas(syntax: Syntax, verb: int) -> Iterator[int]:
    """Yield who acts along between subject and verb: "A, with B and C, has launched D"."""
    for child in syntax.children(verb, "prep"):
        aside = 0 < child < verb and syntax.doc[child - 1].text == ","
        if aside and syntax.doc[child].lower_ == "with" and syntax.children(verb, "nsubj"):
            yield from syntax.children(child, "pobj")
