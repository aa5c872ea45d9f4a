"""Descriptions and pronouns that stand for something named: "the Alliance", "it", "we".

Each is resolved only where the text leaves little doubt; a wrong antecedent costs more than a
missed one, because every fact of its sentence goes wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from .antecedents import Antecedents
from .pronouns import Pronouns
from .voices import Voices

NAME = "hansa_references_v1"


def read_references(doc: Doc) -> Doc:
    """Add a mention of form ``reference`` for each description and pronoun that is resolved."""
    if not doc._.mentions:
        return doc
    reading = Reading(doc)
    covered = {i for m in reading.mentions for i in range(m.start, m.end)}
    voices = Voices(reading)
    antecedents = Antecedents(reading, voices.issuer)
    found = list(_descriptions(reading, antecedents, covered))
    for mention in found:
        antecedents.remember(mention)
        covered.update(range(mention.start, mention.end))
    pronouns = Pronouns(antecedents)
    for token in doc:
        if token.i not in covered:
            for mention in _pronoun(pronouns, voices, token):
                antecedents.remember(mention)
                found.append(mention)
    doc._.mentions = sorted([*doc._.mentions, *found])
    return doc


def _descriptions(
    reading: Reading, antecedents: Antecedents, covered: set[int]
) -> Iterator[Mention]:
    """Yield "the NOUN" and its like, resolved."""
    for token in reading.doc:
        if token.i in covered or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        start = _pointer(token, covered)
        if start is None or _specified(reading, token, covered):
            continue
        cluster = antecedents.described(token, start)
        if cluster is not None:
            yield Mention(start, token.i + 1, cluster, "reference")


def _pointer(token: Token, covered: set[int]) -> int | None:
    """Return the token of the determiner that opens a description of at most one adjective."""
    for width in (1, 2, 3):
        first = token.i - width
        if first < 0 or first in covered or token.doc[first].is_punct:
            return None
        word = token.doc[first].lower_
        if word in words("references", "pointing"):
            return first
        modifier = token.doc[first].pos_ in {"ADJ", "NOUN", "PROPN"} or _participle(
            token.doc[first]
        )
        if not modifier or token.doc[first].is_sent_start:
            return None
    return None


def _participle(token: Token) -> bool:
    return token.tag_ in {"VBG", "VBN"} and token.dep_ == "amod"


def _specified(reading: Reading, token: Token, covered: set[int]) -> bool:
    """Say whether a noun is said more closely, so that it may be something new."""
    doc = reading.doc
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if after is None:
        return False
    if after.i in covered or after.pos_ in {"NOUN", "PROPN"}:
        return True
    if after.text in {"(", "“", '"', "‘"}:
        return after.i + 1 in covered
    if after.lower_ in {"of", "for", "called", "named", "known", "between"}:
        return True
    return (
        after.lower_ in {"in", "by", "at", "on"}
        and after.i + 1 < len(doc)
        and (
            after.i + 1 in covered or (doc[after.i + 1].lower_ == "the" and after.i + 2 in covered)
        )
    )


def _pronoun(pronouns: Pronouns, voices: Voices, token: Token) -> Iterator[Mention]:
    word = token.lower_
    cluster: int | None = None
    if word in words("references", "first"):
        cluster = voices.of(token.i)
    elif word in words("references", "pronouns"):
        cluster = pronouns.subject_before(token)
    elif word in words("references", "person"):
        cluster = pronouns.person_before(token)
    if cluster is not None:
        yield Mention(token.i, token.i + 1, cluster, "reference")


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=read_references)
