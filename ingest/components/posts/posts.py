"""The grammar of posts: "Director of A, and Chair of B, C" read as roles with their bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.terms import fits

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import atoms, between

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EDGE = re.compile(
    r"^(?:[\s,;:/|–—()\[\]-]|(?:and|as|the|a|an|our|its|their|his|her|also|current|currently|now|from"
    r"|elected|re-elected|appointed|named|I|am|who is)\b)+"
    r"|^(?:(?:City|Town|County|Municipal) (?:Council|Government|Hall))\s+"
    r"|(?:[\s,;:/|–—(\[-]|\b(?:of|at|for|from|in|with|to|the|and|as|its|our|de|within)\b)+$"
    r"|(?:^|,\s*)(?:City|Town|Municipality|County|Government)$",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\b(?:of|for|in|to|with|from|within)(?: the| our| its)?$", re.IGNORECASE)
_AT = re.compile(r"^[\s,)]*(?:at|with|from|within|for)(?: the)?$", re.IGNORECASE)
_NEXT = re.compile(r"^(?:(?:[A-Z][\w-]+ ){0,3}[A-Z]?[\w-]*,|,? ?and)$")
_LONGEST = 160  # characters of a post


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


#: Pronouns before a post at what they stand for: "its director".
OWNERS = frozenset({"its", "our", "their"})


def bodies(reading: Reading, start: int, end: int) -> list[Mention]:
    """Return the names between two tokens that a person can hold a post at, places apart."""
    found = [
        mention
        for mention in reading.mentions_in(start, end)
        if fits("worksFor", "Person", reading.kind(mention))
        and (
            mention.form == "name"
            or mention.end - mention.start > 1
            or reading.doc[mention.start].lower_ in OWNERS
        )
    ]
    return [atom.head for atom in atoms(reading, found)]


def posts(reading: Reading, start: int, end: int, *, loose: bool) -> list[Post]:
    """Read the posts between tokens *start* and *end*, the first right after a person's name.

    ``loose`` allows a body without words of a post, as in "(Mara Lind, Harbour Agency)".
    """
    found: list[Post] = []
    opened = start  # where the words of the present post began
    at = start
    owner: Mention | None = None
    for body in bodies(reading, start, end):
        if body.end < end and reading.doc[body.end].text in {"'s", "’s"}:
            owner = body  # what it owns is the body
            continue
        text = between(reading, at, (owner or body).start)
        owner = None
        post = _post(reading, (opened, at, end), body, text, found, loose=loose)
        if post is not None:
            found.append(post)
            if post.role is not None and has_post_noun(text):
                opened = at
        elif not found and not loose:
            break
        at = body.end
    if owner is not None and has_post_noun(text := between(reading, at, owner.start)):
        found.append(Post(owner, trim(text)))
    return found


def _post(
    reading: Reading,
    place: tuple[int, int, int],
    body: Mention,
    text: str,
    found: list[Post],
    *,
    loose: bool,
) -> Post | None:
    """Judge one body by the words between it and what came before."""
    opened, _, end = place
    if has_post_noun(text) and len(text) <= _LONGEST:
        return Post(body, trim(text), linked=bool(_LINKED.search(text.rstrip())))
    if not found:
        role = _role_after(reading, body, end)
        if role is not None or (loose and not trim(text)):
            return Post(body, role)
        return None
    if _AT.match(text):
        return Post(body, trim(between(reading, opened, body.start)) or None)
    if _NEXT.match(text) and found[-1].linked and found[-1].role is not None:
        alike = reading.kind(found[-1].body) == reading.kind(body) or loose
        return Post(body, found[-1].role if "and" in text else None) if alike else None
    return None


def _role_after(reading: Reading, body: Mention, end: int) -> str | None:
    """Return the post named after its body: "Bergen Deputy Mayor", "Harbour Agency, Director"."""
    following = bodies(reading, body.end, end)
    stop = following[0].start if following else end
    text = between(reading, body.end, stop)
    text = re.sub(r"^(?:'s|’s|\([^)]*\))\s*", "", text)
    text = re.split(r"[);]| and ", text)[0]
    if following and not text.rstrip().endswith(","):
        return None
    return trim(text) if has_post_noun(text) and len(text) <= 100 else None
