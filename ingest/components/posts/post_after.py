"""Posts written after a name: "NAME, Director of ORG", "(NAME, ORG)", "NAME leads ... at ORG"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from ...annotations import Mention
from ...lexicon import table, words
from ...reading import Reading
from ..relations.chains import between
from .person_context import (
    is_alone,
    is_line,
    names_person,
    phrase_start,
    title_of,
    without_honorific,
)
from .post_chain import posts
from .posts import Post, has_post_noun, trim

#: Openers after which a body stands by itself.
_BARE = frozenset({"from", "of", "leads", "joined"})
_AS = re.compile(
    r"^(?:in (?:[A-Z]\w+ )?\d{4} )?as (?P<role>[^,;.()]+?)(?: (?:in|since) (?:[A-Z]\w+ )?\d{4})?$"
)
_DENIED = frozenset({"not", "never", "no", "neither", "n't", "n’t", "hardly"})
_CLOSED = frozenset({";", "“", "”", '"', "?", "!", "|", "•"})


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (o["name"], re.compile(o["text"], re.IGNORECASE), o["loose"])
        for o in table("roles")["opener"]
    )


def posts_after(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the posts written after a name, with the name of their rule."""
    at = after_letters(reading, person)
    alone = is_alone(reading, person)
    last = _signed(reading, person) if alone else _bound(reading, person)
    tail = str(reading.doc[at:last].text) if last > at else ""
    for name, pattern, loose in _openers():
        match = pattern.match(tail)
        if match is None or (name == "signature" and not _may_sign(reading, person)):
            continue
        start = _token_at(reading, at, last, match.end())
        end = last if alone else _stop(reading, max(start, person.end), last)
        allowed = loose == "always" or (loose == "line" and is_line(reading, person))
        if reading.doc[min(start, last - 1)].lower_ in _DENIED:
            return
        read = _own(reading, posts(reading, start, end, loose=allowed), end)
        if name in _BARE:
            read = list(_bare(reading, person, name, (start, end), read))
        else:
            read = _titled(reading, person, read)
        for post in (*read, *_bracketed(reading, read, last)):
            yield post, name
        return


def _may_sign(reading: Reading, person: Mention) -> bool:
    """Say whether what follows a name without a sign may be its post: it has none before it."""
    return is_line(reading, person) and title_of(reading, person) is None


def _bare(
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


def _joined_as(reading: Reading, body: Mention, end: int) -> str | None:
    """Return the post in which a person joined a body: "joined the Agency in 2019 as Director"."""
    match = _AS.match(between(reading, body.end, end))
    role = trim(match["role"]) if match else ""
    return role if has_post_noun(role) else None


def _titled(reading: Reading, person: Mention, found: list[Post]) -> list[Post]:
    """Give the title before a name to the body alone behind it: "Mayor Mara Lind, Riga"."""
    if len(found) != 1 or found[0].role is not None:
        return found
    return [Post(found[0].body, title_of(reading, person))]


def _bracketed(reading: Reading, found: list[Post], last: int) -> list[Post]:
    """Read the further post in brackets behind a post: "Mayor of Riga (Ring Treasurer)"."""
    start = found[-1].body.end if found else last
    if start >= last or reading.doc[start].text != "(":
        return []
    end = next((i for i in range(start + 1, last) if reading.doc[i].text == ")"), start)
    inside = posts(reading, start + 1, end, loose=False) if end > start else []
    known = {post.body.cluster for post in found}
    return [post for post in inside if post.role and post.body.cluster not in known]


def after_letters(reading: Reading, person: Mention) -> int:
    """Return the token behind a name and the letters of honours and degrees that follow it."""
    at = person.end
    while at < len(reading.doc) and reading.doc[at].text in {",", *_letters()}:
        behind = at + (reading.doc[at].text == ",")
        if behind >= len(reading.doc) or reading.doc[behind].text not in _letters():
            break
        at = behind + 1
    return at


@cache
def _letters() -> frozenset[str]:
    return frozenset(str(table("roles")["letters"]["marks"]).split())


def post_end(reading: Reading, person: Mention) -> int:
    """Return the token at which a post after *person* must have ended."""
    return _stop(reading, person.end, _bound(reading, person))


def _bound(reading: Reading, person: Mention) -> int:
    """Return the end of the words about a person: a sentence, an item, the next name."""
    doc, block = reading.doc, reading.block_of[person.start]
    last = reading.block_spans[block].end
    if reading.layout.blocks[block].kind == "paragraph":
        # A sentence that seems to end with the name itself is a slip of the parser.
        last = reading.sentences[reading.sentence_of[min(person.end, last - 1)]].end
    inside = doc[person.start - 1].text in {"(", "["} if person.start else False
    named = reading.mentions_in(person.end, last, references=False)
    people = {m.start for m in named if reading.kind(m) == "Person"}
    for i in range(person.end, last):
        token = doc[i]
        if i in people or token.text in _CLOSED or (inside and token.text == ")"):
            return i
        if token.text == "." and token.is_sent_end:
            return i
    return last


def _stop(reading: Reading, start: int, last: int) -> int:
    """Return the first token behind *start* that cannot be part of a post."""
    for i in range(start + 2, last):
        token = reading.doc[i]
        if _ends_post(token.lower_, token.tag_, is_lower=token.is_lower):
            return i
    return last


def _signed(reading: Reading, person: Mention) -> int:
    """Return the end of the lines of a signature under a name: a post, perhaps its body."""
    index = reading.block_of[person.start]
    end = person.end
    for below in range(index + 1, min(index + 3, len(reading.block_spans))):
        span = reading.block_spans[below]
        if reading.layout.blocks[below].kind == "cell" or len(span) > 15:
            break
        if names_person(reading, below) or (span and span[-1].text in {".", ":"}):
            break
        end = max(end, span.end)
    return end


def _ends_post(word: str, tag: str, *, is_lower: bool) -> bool:
    """Say whether a word cannot be part of a post: a verb, a relative pronoun, a conjunction."""
    if word in {"am", "'m", "’m"}:
        return False
    verb = is_lower and tag in {"VBD", "VBZ", "VBP", "MD"} and not has_post_noun(word)
    return word in words("roles", "stops") or verb


def is_finite(token: Token) -> bool:
    """Say whether a word is a verb that makes a sentence of what it stands in."""
    return token.is_lower and token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _own(reading: Reading, found: list[Post], end: int) -> list[Post]:
    """Leave out a post that is the title of the next person: "NAME, and Mayor of Riga NAME"."""
    if not found or reading.doc[end - 1].text in {",", ";", ")"}:
        return found
    gap = between(reading, found[-1].body.end, end)
    block = reading.block_spans[reading.block_of[end - 1]]
    following = reading.mentions_in(end, block.end, references=False)
    person = bool(following) and following[0].start == end
    title = without_honorific(gap)
    if person and reading.kind(following[0]) == "Person" and (not title or has_post_noun(title)):
        return found[:-1]
    return found


def _token_at(reading: Reading, start: int, end: int, offset: int) -> int:
    """Return the first token at or after *offset* characters into the tokens from *start*."""
    base = reading.doc[start].idx
    return next((i for i in range(start, end) if reading.doc[i].idx >= base + offset), end)
