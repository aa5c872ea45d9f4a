"""Posts beside which no body stands: it signs below them, was just named, or is the author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import fits

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from ..lists.anchors import main_entity, salience
from ..relations.chains import between
from .person_context import bare_title, title_before, title_of
from .post_after import after_letters, is_finite
from .posts import FAR, Post, has_post_noun, trim

_BLOCK = 60  # tokens of a block of signatures
_LINES, _LINE = 8, 12  # lines of signatures, and tokens of the next ones
_ROLE = 6  # words of a post in it
_TOP = 3  # blocks at the top of a document, where its author stands
_MUCH = 1.2  # how much more than any other town the document's must be spoken of
_BODIES = frozenset({"Organization", "Network"})
#: Before a bare surname these are heads of state more often than of a body.
_NATIONAL = frozenset({"president", "vice president", "chancellor", "general"})
_BARE = re.compile(r"^[,–—-]\s*(?:the |its |their )?(?P<role>[^,;.()]+?)(?:[,.]|$)")


def unsaid_post(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the post of a person whose body is to be taken from around them."""
    shared = _signed_together(reading, person)
    if shared is not None:
        yield shared, "signatures"
        return
    civic = list(civic_post(reading, person))
    if civic:
        yield from civic
        return
    role = _inner_post(reading, person)
    body = _body_before(reading, person) if role is not None else None
    if body is not None:
        yield Post(body, role), "inner"


def civic_post(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the document's city for a mayor or councillor named without one."""
    title = bare_title(title_before(reading, person))
    if not has_post_noun(title) or len(title) > 60:
        return
    if set(title.lower().replace("-", " ").split()) & words("roles", "civic"):
        city = main_entity(reading, lambda kind: kind == "City")
        if city is not None and not _may_be_of_another(reading, person, city):
            yield Post(city, title), "civic"


def _may_be_of_another(reading: Reading, person: Mention, city: Mention) -> bool:
    """Say whether a mayor named without a town may be of another than the document's.

    Another is named beside the mayor in this place or elsewhere, or is spoken of as much.
    """
    weights = salience(reading)
    others = {c.index for c in reading.clusters if c.kind == "City" and c.index != city.cluster}
    if any(weights.get(i, 0.0) * _MUCH > weights.get(city.cluster, 0.0) for i in others):
        return True
    block = reading.block_of[person.start]
    near = {m.cluster for m in reading.mentions_of_block(block, references=False)}
    return bool(near & others) and city.cluster not in near


def _signed_together(reading: Reading, person: Mention) -> Post | None:
    """Return the post of one of several who sign for the body under their names.

    "Mara Lind, Commissioner / Jon Ek, Commissioner / Grey County".
    """
    end = _signatures_end(reading, person)
    named = [
        m for m in reading.mentions_in(person.end, end, references=False) if _signs(reading, m)
    ]
    body = next((m for m in named if reading.kind(m) != "Person"), None)
    if body is None:
        return None
    read = [*named[: named.index(body)], body]
    starts = [person.end, *(m.end for m in read[:-1])]
    gaps = [between(reading, start, m.start) for start, m in zip(starts, read, strict=True)]
    apart = len(gaps) > 1 or reading.block_of[body.start] != reading.block_of[person.start]
    if not apart or not all(map(_is_signed_post, gaps)) or not any(map(has_post_noun, gaps)):
        return None
    return Post(body, trim(gaps[0]) or None)


def _signs(reading: Reading, mention: Mention) -> bool:
    return fits("worksFor", "Person", reading.kind(mention)) or reading.kind(mention) == "Person"


def _signatures_end(reading: Reading, person: Mention) -> int:
    """Return the end of the short lines without verbs that begin with the one of a name."""
    first = reading.block_of[person.start]
    end = person.end
    for index in range(first, min(first + _LINES, len(reading.block_spans))):
        span = reading.block_spans[index]
        length = _BLOCK if index == first else _LINE
        kind = reading.layout.blocks[index].kind
        if len(span) > length or kind in {"cell", "heading"} or any(map(is_finite, span)):
            break
        end = span.end
    return end


def _is_signed_post(gap: str) -> bool:
    """Say whether the words between two names of a block of signatures may be a post."""
    post = gap.strip(" ,")
    return (
        gap.startswith(",") and 0 < len(post.split()) <= _ROLE and not re.search(r"[.;:()]", post)
    )


def _inner_post(reading: Reading, person: Mention) -> str | None:
    """Return the post within a body of a person named without the body: "Director Jon Ek said"."""
    role = title_of(reading, person)
    if role is not None and role.lower() in _NATIONAL:
        return None
    if role is None and _is_only_person(reading, person):
        end = reading.sentences[reading.sentence_of[person.start]].end
        behind = _BARE.match(between(reading, after_letters(reading, person), end))
        role = trim(behind["role"]) if behind else None
    if role is None or len(role.split()) > _ROLE:
        return None
    named = role.lower().replace("y general", "y-general").replace("r general", "r-general")
    parts = {*named.split(), *named.replace("-", " ").split()}
    return role if parts & words("roles", "inner") and has_post_noun(role) else None


def _is_only_person(reading: Reading, person: Mention) -> bool:
    """Say whether a sentence with a verb names one person only, and is no line of an agenda."""
    sentence = reading.sentences[reading.sentence_of[person.start]]
    if len(sentence) > FAR:
        return False
    named = reading.mentions_in(sentence.start, sentence.end, references=False)
    others = (m for m in named if reading.kind(m) == "Person" and m.cluster != person.cluster)
    return next(others, None) is None and any(map(is_finite, sentence))


def _body_before(reading: Reading, person: Mention) -> Mention | None:
    """Return the only body of the sentence before a name and its own, else the author's.

    That is a body which the top of the document names and nothing of its kind outweighs.
    """
    number = reading.sentence_of[person.start]
    first = reading.sentences[max(0, number - 1)]
    named = reading.mentions_in(first.start, reading.sentences[number].end)
    near = {m.cluster: m for m in named if reading.kind(m) in _BODIES}
    main = main_entity(reading, lambda kind: kind in _BODIES)
    if main is not None and (near.keys() == {main.cluster} or _is_author(reading, main, person)):
        return main
    if len(near) == 1 and all(m.start < person.start for m in near.values()):
        return next(iter(near.values()))
    return None


def _is_author(reading: Reading, body: Mention, person: Mention) -> bool:
    """Say whether a body is named at the top of the document, apart from what tells of a person."""
    tops = range(min(_TOP, reading.block_of[person.start]))
    named = (m for index in tops for m in reading.mentions_of_block(index))
    return any(mention.cluster == body.cluster for mention in named)
