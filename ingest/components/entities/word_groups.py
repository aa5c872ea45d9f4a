"""Groups of words of the lexicons put together, each put together once."""

from __future__ import annotations

from functools import cache

from ingest.lexicon import words


@cache
def either(name: str, *groups: str) -> frozenset[str]:
    """Return the words of any of these groups of a lexicon.

    >>> {"mayor", "jr"} <= either("persons", "posts", "suffixes")
    True
    """
    return frozenset().union(*(words(name, group) for group in groups))


@cache
def only_posts() -> frozenset[str]:
    """Return the words of posts that are no given names as well, as "Dean" is."""
    return words("persons", "posts") - words("persons", "given")
