"""Persons and the posts they hold: from apposition, signatures, agendas, labels and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ontology.terms import fits

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..lists.anchors import anchor_above
from ..relations.chains import between
from ..relations.evidence import evidence_span
from ..relations.missed import falls_short, is_missed
from .person_context import names_person
from .post_after import posts_after
from .post_before import post_before, post_for
from .posts import Post
from .unsaid_bodies import unsaid_post

NAME = "hansa_roles_v1"
#: A post that is not held yet.
_COMING = re.compile(
    r"^(?:the )?(?:incoming|prospective)\b|\b(?:designate|nominee)\b", re.IGNORECASE
)
_BODY = 16  # tokens of the name of a body
_EMPHASIS = frozenset("*_")  # signs that may close a name in bold
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")


def read_roles(doc: Doc) -> Doc:
    """Add ``worksFor`` and ``chairedBy`` candidates for every person with a post."""
    reading = Reading(doc)
    for person in (m for m in reading.mentions if reading.kind(m) == "Person"):
        if person.form != "name":
            found = list(posts_after(reading, person)) if _is_pronoun(reading, person) else []
        else:
            found = [
                *posts_after(reading, person),
                *post_before(reading, person),
                *post_for(reading, person),
                *_beside(reading, person),
            ] or list(unsaid_post(reading, person))
            doc._.facts.extend(_labelled(reading, person))
        for post, rule in found:
            doc._.facts.extend(_facts(reading, person, post, rule))
    return doc


def _is_pronoun(reading: Reading, person: Mention) -> bool:
    """Say whether a reference is "she" or "he", of whom a biography goes on."""
    return reading.doc[person.start].lower_ in {"she", "he"} and person.end == person.start + 1


def _beside(reading: Reading, person: Mention) -> Iterator[tuple[Post, str]]:
    """Yield the body that an entry names right behind a person: "**Ada Lind** Tidal University"."""
    index = reading.block_of[person.start]
    first = person.start - reading.block_spans[index].start
    if first > 1 or reading.layout.blocks[index].kind == "paragraph":
        return
    at = person.end
    while at < len(reading.doc) and set(reading.doc[at].text) <= _EMPHASIS:
        at += 1
    for body in reading.mentions_in(at, at + _BODY, references=False):
        named = set(fold(reading.cluster(body).names[0]).split())
        own = set(fold(" ".join(reading.cluster(person).names)).split())
        kind = reading.kind(body)
        if body.start == at and kind in {"Organization", "Network"} and not named <= own:
            yield Post(body, None), "beside"


def _facts(reading: Reading, person: Mention, post: Post, rule: str) -> Iterator[FactCandidate]:
    if falls_short(post.role or "") or is_missed(reading, person, post.body):
        return
    start, end = min(person.start, post.body.start), max(person.end, post.body.end)
    span = evidence_span(reading, start, end)
    to_come = rule == "future" or _COMING.search(post.role or "")
    status = "planned" if to_come else "asserted"
    confidence = 0.65 if rule == "inner" else 0.9 if post.role else 0.75
    yield FactCandidate(
        person.cluster,
        "worksFor",
        post.body.cluster,
        *span,
        f"roles.{rule}",
        role=post.role,
        status=status,
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
            status=status,
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


def _labelled(reading: Reading, person: Mention) -> Iterator[FactCandidate]:
    """Yield the post that a label or heading gives to the persons under it: "Co-Chairs:"."""
    index = reading.block_of[person.start]
    span = reading.block_spans[index]
    if person.start - span.start > 3 and reading.doc[person.start - 1].text != ":":
        return
    block = reading.layout.blocks[index]
    above = [
        *([block.lead_in] if block.lead_in is not None else []),
        *reading.layout.headings(index),
    ]
    label = next((a for a in above if not names_person(reading, a)), None)
    front = between(reading, span.start, person.start) if person.start > span.start else ""
    role = _label_role(front) if front.endswith(":") else None
    if role is None and label is not None and not front.endswith(":"):
        role = _label_role(reading.layout.block_text(label))
    if role is None:
        return
    body = anchor_above(
        reading, index if label is None else label, lambda kind: fits("worksFor", "Person", kind)
    )
    if body is None:
        return
    start, end = evidence_span(reading, span.start, span.end)
    cluster = body.cluster
    yield FactCandidate(person.cluster, "worksFor", cluster, start, end, "roles.label", role=role)
    if _is_chair(role) and fits("chairedBy", reading.clusters[cluster].kind, "Person"):
        ends = cluster, "chairedBy", person.cluster
        yield FactCandidate(*ends, start, end, "roles.label", role=role)


def _label_role(text: str) -> str | None:
    """Return the post that a heading or label names, in the singular, or None.

    >>> _label_role("Co-Chairs:"), _label_role("Chair of the meeting"), _label_role("Members:")
    ('Co-Chair', None, None)
    """
    label = text.strip().rstrip(":").strip()
    parts = label.split()
    if not parts or len(parts) > 4 or parts[-1].lower() not in words("roles", "labels"):
        return None
    if parts[0].lower() in words("roles", "organs"):
        return None
    return _PLURAL.sub("", label)


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_roles)
