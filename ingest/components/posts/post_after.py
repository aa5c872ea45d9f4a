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
from .bare_posts import BARE, bare_posts
from .person_context import (
    is_alone,
    is_line,
    names_person,
    title_of,
    without_honorific,
)
from .post_chain import posts
from .posts import FAR, Post, has_post_noun

#: Openers that go on after a first post: "is Director of A and works for B".
_FURTHER = frozenset({"leads", "copula", "joined", "from"})
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
    found = _opened(reading, person, (at, last), alone=alone)
    yield from found
    if found and not alone:
        ended = max(post.body.end for post, _ in found)
        again = next((i for i in range(ended, min(ended + 4, last)) if _is_and(reading, i)), last)
        again += 1
        lower = again < last and reading.doc[again].is_lower
        opened = _opened(reading, person, (again, last), alone=False) if lower else []
        yield from ((post, name) for post, name in opened if name in _FURTHER)


def _is_and(reading: Reading, i: int) -> bool:
    return bool(reading.doc[i].lower_ == "and")


def _opened(
    reading: Reading, person: Mention, place: tuple[int, int], *, alone: bool
) -> list[tuple[Post, str]]:
    """Return the posts that the first opener between two tokens introduces, with its name."""
    at, last = place
    tail = str(reading.doc[at:last].text) if last > at else ""
    for name, pattern, loose in _openers():
        match = pattern.match(tail)
        if match is None or (name == "signature" and not _may_sign(reading, person)):
            continue
        start = _token_at(reading, at, last, match.end())
        end = last if alone else _stop(reading, max(start, person.end), last)
        allowed = loose == "always" or (loose == "line" and is_line(reading, person))
        if reading.doc[min(start, last - 1)].lower_ in _DENIED:
            return []
        read = _own(reading, posts(reading, start, end, loose=allowed), end)
        if name in BARE:
            read = list(bare_posts(reading, person, name, (start, end), read))
        else:
            read = _titled(reading, person, read)
        if not read and name in {"comma", "copula"}:
            continue
        return [(post, name) for post in (*read, *_bracketed(reading, read, last))]
    return []


def _may_sign(reading: Reading, person: Mention) -> bool:
    """Say whether what follows a name without a sign may be its post: it has none before it."""
    return is_line(reading, person) and title_of(reading, person) is None


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
    last = min(last, person.end + FAR)
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
    owner = reading.doc[min(found[-1].body.end, end - 1)].text in {"'s", "’s"}
    gap = between(reading, found[-1].body.end, end)
    if owner and has_post_noun(gap):
        return found
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
