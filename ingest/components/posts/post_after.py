"""Posts written after a name: "NAME, Director of ORG", "(NAME, ORG)", "NAME leads ... at ORG"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...annotations import Mention
from ...lexicon import table, words
from ...reading import Reading
from ..relations.chains import between
from .person_context import (
    is_alone,
    is_line,
    names_person,
    phrase_start,
    title_before,
    without_honorific,
)
from .posts import Post, has_post_noun, posts, trim


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (o["name"], re.compile(o["text"], re.IGNORECASE), o["loose"])
        for o in table("roles")["opener"]
    )


def posts_after(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the posts written after a name, with the name of their rule."""
    end = post_end(reading, person) if not is_alone(reading, person) else _signed(reading, person)
    if end <= person.end:
        return
    tail = reading.doc[person.end : end].text
    for name, pattern, loose in _openers():
        match = pattern.match(tail)
        if match is None or (name == "signature" and not is_line(reading, person)):
            continue
        start = _token_at(reading, person.end, end, match.end())
        allowed = loose == "always" or (loose == "line" and is_line(reading, person))
        read = posts(reading, start, end, loose=allowed)
        for position, post in enumerate(_own(reading, read, end)):
            if name in {"from", "of", "leads"}:
                if position or start != phrase_start(reading, post.body):
                    return
                title = trim(title_before(reading, person)) if name != "leads" else ""
                role = title if has_post_noun(title) else None
                bare = {"Organization", "Network", *(["City"] if name == "of" else [])}
                if role or reading.kind(post.body) in bare:
                    yield Post(post.body, role), name
                continue
            yield post, name
        return


def post_end(reading: Reading, person: Mention) -> int:
    """Return the token at which a post after *person* must have ended."""
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
        if i in people:
            return i
        if token.text in {";", "“", "”", '"', "?", "!", "|", "•"} or (inside and token.text == ")"):
            return i
        if token.text == "." and token.is_sent_end:
            return i
        if i > person.end + 1 and _ends_post(token.lower_, token.tag_, is_lower=token.is_lower):
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
