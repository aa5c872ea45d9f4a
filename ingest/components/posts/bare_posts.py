"""Bodies that a preposition or a verb joins to a name: "NAME from ORG", "NAME joined ORG as"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...reading import Reading
from ..relations.chains import between
from .person_context import phrase_start, title_of
from .posts import Post, has_post_noun, trim

#: Openers after which a body stands by itself.
BARE = frozenset({"from", "of", "leads", "joined"})
_AS = re.compile(
    r"^(?:in (?:[A-Z]\w+ )?\d{4} )?as (?P<role>[^,;.()]+?)(?: (?:in|since) (?:[A-Z]\w+ )?\d{4})?$"
)


def bare_posts(
    reading: Reading, person: Mention, opener: str, place: tuple[int, int], read: list[Post]
) -> Iterator[Post]:
    """Yield the post at a body that a bare preposition or a verb joins to the name."""
    start, end = place
    if not read or start != phrase_start(reading, read[0].body):
        return
    body = read[0].body
    if opener == "joined":
        role = _joined_as(reading, body, end)
    else:
        role = title_of(reading, person) if opener != "leads" else None
    kinds = {"Organization", "Network", *(["City"] if opener == "of" else [])}
    if role is not None or (opener != "joined" and reading.kind(body) in kinds):
        yield Post(body, role)
        yield from (post for post in read[1:] if post.role is not None)


def _joined_as(reading: Reading, body: Mention, end: int) -> str | None:
    """Return the post in which a person joined a body: "joined the Agency in 2019 as Director"."""
    match = _AS.match(between(reading, body.end, end))
    role = trim(match["role"]) if match else ""
    return role if has_post_noun(role) else None
