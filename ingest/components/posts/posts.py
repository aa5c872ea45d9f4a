"""Posts: a body with the words of the post held there, and which words those are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...annotations import Mention
from ...lexicon import words

#: Nothing that stands farther from a name than so many tokens says its post; only lists and
#: sentences without end are that long.
FAR = 400
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EDGE = re.compile(
    r"^(?:[\s,;:/|–—()\[\]-]|(?:and|as|the|a|an|our|its|their|his|her|also|current|currently|now|from"
    r"|newly|new|elected|re-elected|appointed|nominated|named|I|am|who is)\b)+"
    r"|^(?:(?:City|Town|County|Municipal) (?:Council|Government|Hall))\s+"
    r"|(?:[\s,;:/|–—(\[-]|\b(?:of|at|for|from|in|with|to|the|and|as|its|our|de|within)\b)+$"
    r"|\s(?:Republic|Kingdom|Commonwealth|Government|Federation|State|County|City) of$"
    r"|(?:^|,\s*)(?:City|Town|Municipality|County|Government)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """A body and the words of the post held there, if there are any."""

    body: Mention
    role: str | None
    linked: bool = True


def has_post_noun(text: str) -> bool:
    """Say whether *text* names a post.

    >>> has_post_noun("Deputy Head of Transport"), has_post_noun("the river")
    (True, False)
    """
    nouns = words("roles", "nouns")
    return any(
        word in nouns or bool(set(word.split("-")) & nouns) for word in _WORD.findall(text.lower())
    )


def trim(text: str) -> str:
    """Return the words of a post without what only links it to a name or a body.

    >>> trim(", and Managing Director of the"), trim("Head of Port Affairs, ")
    ('Managing Director', 'Head of Port Affairs')
    """
    previous = None
    while text != previous:
        previous, text = text, _EDGE.sub("", text)
    if text.endswith(")") and "(" not in text:
        text = text[:-1].rstrip()
    return text
