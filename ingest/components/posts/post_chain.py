"""The grammar of posts: "Director of A, and Chair of B, C" read as roles with their bodies."""

from __future__ import annotations

import re

from ...annotations import Mention
from ...reading import Reading
from ..relations.chains import between
from .employers import LINKED, bodies, employers
from .posts import Post, has_post_noun, trim

_AT = re.compile(r"^[\s,)]*(?:at|with|from|within|for)(?: the)?$", re.IGNORECASE)
_NEXT = re.compile(r"^(?:(?:[A-Z][\w-]+ ){0,3}[A-Z]?[\w-]*,|,? ?and)$")
#: A post after another whose body is not known as one: "President of X and Co-Founder of".
_LATER = re.compile(r"^.* of (?:the )?[A-Z].* and (?P<post>[^,]+ (?:of|at)(?: the)?)\s*$")
_UNLINKED = re.compile(r"\b(?:on|about|by|over|against|under|after|before|into|near)(?: the)?$")
_LONGEST = 160  # characters of a post
_CAPITAL = re.compile(r"^[^\Wa-z_]")
_SMALL = re.compile(r"^(?:of|for|the|and|&|-|–|,|/|to|in|on|at)$")


def posts(reading: Reading, start: int, end: int, *, loose: bool) -> list[Post]:
    """Read the posts between tokens *start* and *end*, the first right after a person's name.

    ``loose`` allows a body without words of a post, as in "(Mara Lind, Harbour Agency)".
    """
    found: list[Post] = []
    opened = at = start  # where the words of the present post began, and the last body ended
    owner: Mention | None = None
    named = employers(reading, start, end)
    for position, body in enumerate(named):
        if owner is None and (own := _owned(reading, body, (named, position), end)) is not None:
            found.append(own)
            opened = at = _comma(reading, body.end, end)
            continue
        if body.end < end and reading.doc[body.end].text in {"'s", "’s"}:
            owner = body  # what it owns is the body
            continue
        text = between(reading, at, (owner or body).start)
        owner = None
        post = _post(reading, (opened, at, end), body, text, found, loose=loose)
        if post is not None:
            found = _split(found, text)
            found.append(post)
            if post.role is not None and has_post_noun(text):
                opened = at
        elif not found and not loose:
            break
        at = body.end
    if owner is not None and has_post_noun(text := between(reading, at, owner.start)):
        found.append(Post(owner, trim(text)))
    return found


def _owned(
    reading: Reading, body: Mention, place: tuple[list[Mention], int], end: int
) -> Post | None:
    """Return the post that is said right behind a body's possessive: "Riga's Minister of X"."""
    named, position = place
    if body.end >= end or reading.doc[body.end].text not in {"'s", "’s"}:
        return None
    stop = _comma(reading, body.end + 1, end)
    if position + 1 < len(named) and named[position + 1].start < stop:
        return None
    title = trim(between(reading, body.end + 1, stop))
    return Post(body, title) if has_post_noun(title) and len(title) <= _LONGEST else None


def _comma(reading: Reading, start: int, end: int) -> int:
    """Return the first token from *start* on that separates two posts."""
    return next((i for i in range(start, end) if reading.doc[i].text in {",", ";", "("}), end)


def _split(found: list[Post], text: str) -> list[Post]:
    """Give the first of two posts before a body to the body before them: "A, Adviser, Mayor of"."""
    first = _first_part(text)
    if len(found) != 1 or found[0].role is not None or first is None:
        return found
    return [Post(found[0].body, first)]


def _first_part(text: str) -> str | None:
    """Return the first of two posts that a comma parts, if the second is a whole post too."""
    first, comma, second = text.strip(" ,").rpartition(", ")
    if comma and has_post_noun(first) and has_post_noun(second) and LINKED.search(second):
        return trim(first)
    return None


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
    if _UNLINKED.search(text):
        return None
    if has_post_noun(text) and len(text) <= _LONGEST:
        if found and found[0].role is None and _first_part(text) is not None:
            text = text.rpartition(", ")[2]
        if (later := _LATER.match(text)) and has_post_noun(later["post"]):
            text = later["post"]
        if text.lower().startswith("who "):
            return Post(body, None)
        return Post(body, trim(text), linked=bool(LINKED.search(text.rstrip())))
    if not found:
        role = _role_after(reading, body, end)
        if role is not None or (loose and not trim(text)):
            return Post(body, role)
        return None
    if _AT.match(text):
        return Post(body, trim(between(reading, opened, body.start)) or None)
    if _NEXT.match(text) and found[-1].linked and found[-1].role is not None:
        alike = loose or ("and" in text and reading.kind(found[-1].body) == reading.kind(body))
        return Post(body, found[-1].role if "and" in text else None) if alike else None
    return None


def _role_after(reading: Reading, body: Mention, end: int) -> str | None:
    """Return the post named after its body: "Bergen Deputy Mayor", "Harbour Agency, Director"."""
    following = bodies(reading, body.end, end)
    stop = following[0].start if following else end
    text = between(reading, body.end, stop)
    text = re.sub(r"^(?:'s|’s|\([^)]*\))\s*", "", text)
    text = re.split(r"[();]", text)[0].rstrip(" ,") + ("," if text.rstrip().endswith(",") else "")
    if not all(_CAPITAL.match(word) or _SMALL.match(word.strip(",")) for word in text.split()):
        text = text.split(" and ")[0]
    if following and not text.rstrip().endswith(","):
        return None
    return trim(text) if has_post_noun(text) and len(text) <= 100 else None
