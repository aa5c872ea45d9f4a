"""Persons and the posts they hold: from apposition, signatures, agendas, labels and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import fits

from ..annotations import FactCandidate, Mention
from ..lexicon import table, words
from ..reading import Reading
from .anchors import anchor_above, main_entity
from .chains import between
from .evidence import evidence_span
from .posts import Post, bodies, has_post_noun, posts, trim

NAME = "hansa_roles_v1"
_BEFORE = re.compile(r"^(?:of|for|and|the|&|-|–|'s|’s|,|\(|\)|/|at|to|\.|in|on|de|la|du)$")
_ON_BEHALF = re.compile(
    r"^(?:signed )?(?:for|on behalf of|representing)(?: and on behalf of)?"
    r"(?: the)?(?: city of| municipality of)?$"
)
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")


def read_roles(doc: Doc) -> Doc:
    """Add ``worksFor`` and ``chairedBy`` candidates for every person with a post."""
    reading = Reading(doc)
    persons = [m for m in reading.mentions if reading.kind(m) == "Person" and m.form == "name"]
    for person in persons:
        found = [*_after(reading, person), *_before(reading, person), *_for_body(reading, person)]
        found = found or list(_civic(reading, person))
        for post, rule in found:
            doc._.facts.extend(_facts(reading, person, post, rule))
        doc._.facts.extend(_labelled(reading, person))
    return doc


def _facts(reading: Reading, person: Mention, post: Post, rule: str) -> Iterator[FactCandidate]:
    start, end = min(person.start, post.body.start), max(person.end, post.body.end)
    span = evidence_span(reading, start, end)
    confidence = 0.9 if post.role else 0.75
    yield FactCandidate(
        person.cluster,
        "worksFor",
        post.body.cluster,
        *span,
        f"roles.{rule}",
        role=post.role,
        confidence=confidence,
    )
    if reading.kind(post.body) == "Network" and post.role and _is_chair(post.role):
        yield FactCandidate(
            post.body.cluster,
            "chairedBy",
            person.cluster,
            *span,
            f"roles.{rule}",
            role=post.role,
            confidence=0.85,
        )


def _is_chair(role: str) -> bool:
    """Say whether a post is the chair of its body.

    >>> _is_chair("Co-Chair"), _is_chair("Vice President"), _is_chair("President and CEO")
    (True, False, True)
    """
    parts = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", role.lower())
    deputies, chairs = words("roles", "deputies"), words("roles", "chairs")
    return any(
        part in chairs and (i == 0 or parts[i - 1] not in deputies)
        for i, part in enumerate(parts[:4])
    )


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (o["name"], re.compile(o["text"], re.IGNORECASE), o["loose"])
        for o in table("roles")["opener"]
    )


def _limit(reading: Reading, person: Mention) -> int:
    """Return the token at which a post after *person* must have ended."""
    doc, block = reading.doc, reading.block_of[person.start]
    last = reading.block_spans[block].end
    if reading.layout.blocks[block].kind == "paragraph":
        # A sentence that seems to end with the name itself is a slip of the parser.
        last = reading.sentences[reading.sentence_of[min(person.end, last - 1)]].end
    inside = doc[person.start - 1].text in {"(", "["} if person.start else False
    for i in range(person.end, last):
        token = doc[i]
        mention = reading.mentions_in(i, last, references=False)
        if mention and mention[0].start == i and reading.kind(mention[0]) == "Person":
            return i
        if token.text in {";", "“", "”", '"', "?", "!", "|", "•"} or (inside and token.text == ")"):
            return i
        if token.text == "." and token.is_sent_end:
            return i
        if i > person.end + 1 and _ends_post(token.lower_, token.tag_, is_lower=token.is_lower):
            return i
    return last


def _is_alone(reading: Reading, person: Mention) -> bool:
    """Say whether a block holds nothing but a name, a title before it allowed."""
    span = reading.block_spans[reading.block_of[person.start]]
    return person.end == span.end and person.start - span.start <= 2


def _signed(reading: Reading, person: Mention) -> int:
    """Return the end of the lines of a signature under a name: a post, perhaps its body."""
    index = reading.block_of[person.start]
    end = person.end
    for below in range(index + 1, min(index + 3, len(reading.block_spans))):
        span = reading.block_spans[below]
        if reading.layout.blocks[below].kind == "cell" or len(span) > 15:
            break
        if _names_person(reading, below) or (span and span[-1].text in {".", ":"}):
            break
        end = max(end, span.end)
    return end


def _ends_post(word: str, tag: str, *, is_lower: bool) -> bool:
    """Say whether a word cannot be part of a post: a verb, a relative pronoun, a conjunction."""
    verb = is_lower and tag in {"VBD", "VBZ", "VBP", "MD"} and not has_post_noun(word)
    return word in words("roles", "stops") or verb


def _after(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the posts written after a name, with the name of their rule."""
    end = _limit(reading, person) if not _is_alone(reading, person) else _signed(reading, person)
    if end <= person.end:
        return
    tail = reading.doc[person.end : end].text
    for name, pattern, loose in _openers():
        match = pattern.match(tail)
        if match is None or (name == "signature" and not _is_line(reading, person)):
            continue
        start = _token_at(reading, person.end, end, match.end())
        allowed = loose == "always" or (loose == "line" and _is_line(reading, person))
        read = posts(reading, start, end, loose=allowed)
        for position, post in enumerate(_own(reading, read, end)):
            if name in {"from", "of", "leads"}:
                if position or start != _article(reading, post.body):
                    return
                title = trim(_title(reading, person))
                role = title if has_post_noun(title) else None
                bare = {"Organization", "Network", *(["City"] if name == "of" else [])}
                if role or reading.kind(post.body) in bare:
                    yield Post(post.body, role), name
                continue
            yield post, name
        return


def _own(reading: Reading, found: list[Post], end: int) -> list[Post]:
    """Leave out a post that is the title of the next person: "NAME, and Mayor of Riga NAME"."""
    if not found or reading.doc[end - 1].text in {",", ";", ")"}:
        return found
    gap = between(reading, found[-1].body.end, end)
    block = reading.block_spans[reading.block_of[end - 1]]
    following = reading.mentions_in(end, block.end, references=False)
    person = bool(following) and following[0].start == end
    if person and reading.kind(following[0]) == "Person" and not _without_honorific(gap):
        return found[:-1]
    return found


def _token_at(reading: Reading, start: int, end: int, offset: int) -> int:
    """Return the first token at or after *offset* characters into the tokens from *start*."""
    base = reading.doc[start].idx
    return next((i for i in range(start, end) if reading.doc[i].idx >= base + offset), end)


def _article(reading: Reading, body: Mention) -> int:
    """Return where a body's phrase begins, its article and "city of" included."""
    start = body.start
    while start > 0 and reading.doc[start - 1].lower_ in {
        "the",
        "city",
        "of",
        "our",
        "municipality",
        "cities",
    }:
        if reading.doc[start - 1].lower_ == "of" and reading.doc[start - 2].lower_ not in {
            "city",
            "municipality",
        }:
            break
        start -= 1
    return start


def _is_line(reading: Reading, person: Mention) -> bool:
    """Say whether a name stands in a line of its own: an item, a cell, a signature, a bracket."""
    block = reading.block(person.start)
    span = reading.block_spans[reading.block_of[person.start]]
    if person.start and reading.doc[person.start - 1].text in {"(", "["}:
        return True
    short = len(span) <= 30 and not any(t.tag_ in {"VBD", "VBZ", "MD"} and t.is_lower for t in span)
    return short if block.kind in {"paragraph", "item", "heading"} else block.kind == "cell"


def _title(reading: Reading, person: Mention) -> str:
    """Return the words just before a name that may be its title, up to a body's name."""
    doc, floor = reading.doc, reading.block_spans[reading.block_of[person.start]].start
    start = person.start
    while start > floor:
        token = doc[start - 1]
        capital = token.text[:1].isupper() or token.lower_ in words("roles", "nouns")
        if not capital and not _BEFORE.match(token.lower_):
            break
        if token.text in {",", "."} and start == person.start and token.text == ".":
            break
        start -= 1
    return _without_honorific(between(reading, start, person.start))


def _without_honorific(text: str) -> str:
    honorifics = words("persons", "honorifics")
    kept = text.rstrip(" ,.")
    while kept and kept.split()[-1].lower().rstrip(".") in honorifics:
        kept = " ".join(kept.split()[:-1]).rstrip(" ,.")
    return kept


def _before(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the post written before a name: "Bergen Mayor NAME", "Director of ORG NAME"."""
    floor = reading.sentences[reading.sentence_of[person.start]].start
    for mention in reversed(bodies(reading, max(floor, person.start - 25), person.start)):
        gap = _without_honorific(between(reading, mention.end, person.start))
        gap = re.sub(r"^(?:'s|’s)\s*", "", gap)
        if has_post_noun(gap) and len(gap) <= 90 and _is_title(gap):
            if reading.kind(mention) in {"Event", "Agreement"}:
                return
            yield Post(mention, trim(gap)), "title"
        elif not gap or gap in {",", "Government", "City Council", "Municipal People’s Government"}:
            role = _role_of(reading, mention, floor)
            if role:
                yield Post(mention, role), "title"
        return


def _for_body(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the body that a signature is given for: "For the Harbour Agency: NAME, Director"."""
    block = reading.block_of[person.start]
    for index in (block, block - 1):
        if index < 0:
            continue
        span = reading.block_spans[index]
        found = reading.mentions_in(span.start, min(person.start, span.end))
        named = [m for m in found if fits("worksFor", "Person", reading.kind(m))]
        if not named or (index != block and not _is_line(reading, person)):
            continue
        front = between(reading, span.start, named[0].start).lower()
        rest = between(reading, named[0].end, min(person.start, span.end))
        if _ON_BEHALF.match(front) and len(rest) <= 12:
            role = trim(between(reading, person.end, _limit(reading, person)))
            yield Post(named[0], role if has_post_noun(role) else None), "for"
            return


def _civic(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the document's city for a mayor or councillor named without one."""
    title = trim(_title(reading, person))
    if not has_post_noun(title) or len(title) > 60:
        return
    if set(title.lower().replace("-", " ").split()) & words("roles", "civic"):
        city = main_entity(reading, lambda kind: kind == "City")
        if city is not None:
            yield Post(city, title), "civic"


def _is_title(text: str) -> bool:
    """Say whether every word could stand in a title: capitals and small link words."""
    return all(
        word[:1].isupper() or _BEFORE.match(word.strip(",").lower() or ",") or has_post_noun(word)
        for word in text.split()
    ) and not text.startswith((",", "and "))


def _role_of(reading: Reading, body: Mention, floor: int) -> str | None:
    """Return the words of a post that end right before its body: "Director of [ORG]"."""
    start = _article(reading, body)
    gap = between(reading, start - 1, start) if start else ""
    if gap not in {"of", "at", "for", ","}:
        return None
    stand_in = Mention(start - 1, start, body.cluster)
    text = trim(_title(reading, stand_in))
    return text if text and has_post_noun(text) and start - 1 > floor else None


def _labelled(reading: Reading, person: Mention) -> Iterator[FactCandidate]:
    """Yield the post that a label or heading gives to the persons under it: "Co-Chairs:"."""
    index = reading.block_of[person.start]
    span = reading.block_spans[index]
    if person.start - span.start > 3:
        return
    block = reading.layout.blocks[index]
    above = [
        *([block.lead_in] if block.lead_in is not None else []),
        *reading.layout.headings(index),
    ]
    label = next((a for a in above if not _names_person(reading, a)), None)
    role = _label_role(reading.layout.block_text(label)) if label is not None else None
    if label is None or role is None:
        return
    body = anchor_above(reading, label, lambda kind: fits("worksFor", "Person", kind))
    if body is None:
        return
    start, end = evidence_span(reading, span.start, span.end)
    cluster = body.cluster
    yield FactCandidate(person.cluster, "worksFor", cluster, start, end, "roles.label", role=role)
    if _is_chair(role) and fits("chairedBy", reading.clusters[cluster].kind, "Person"):
        yield FactCandidate(cluster, "chairedBy", person.cluster, start, end, "roles.label")


def _names_person(reading: Reading, index: int) -> bool:
    found = reading.mentions_of_block(index, references=False)
    return any(reading.kind(mention) == "Person" for mention in found)


def _label_role(text: str) -> str | None:
    """Return the post that a heading or label names, in the singular, or None.

    >>> _label_role("Co-Chairs:"), _label_role("Chair of the meeting"), _label_role("Members:")
    ('Co-Chair', None, None)
    """
    label = text.strip().rstrip(":").strip()
    parts = label.split()
    if not parts or len(parts) > 4 or parts[-1].lower() not in words("roles", "labels"):
        return None
    return _PLURAL.sub("", label)


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_roles)
