"""Totals that a change brings about: "bringing the number of members to 42"."""

from __future__ import annotations

from collections.abc import Iterator

from ..relations.syntax import Syntax
from .candidates import having
from .numbers import number
from .saying import Saying


def read_totals(syntax: Syntax) -> Iterator[Saying]:
    """Yield the count of "taking the number of members to 42"."""
    doc = syntax.doc
    for index in having(doc, "LOWER", ("total", "membership", "number")):
        token = doc[index]
        if token.pos_ not in {
            "NOUN",
            "ADJ",
        }:
            continue
        to = next(
            (
                i
                for i in range(token.i + 1, min(token.i + 9, len(doc) - 1))
                if doc[i].lower_ == "to"
            ),
            None,
        )
        value = number(doc[to + 1].text) if to is not None else None
        if value is None or value < 2:
            continue
        sentence = syntax.reading.sentences[syntax.reading.sentence_of[token.i]]
        if not any(t.lemma_ in {"bring", "grow", "rise", "take"} for t in sentence):
            continue
        near = syntax.reading.mentions_in(sentence.start, token.i)
        bodies = [m for m in near if syntax.reading.kind(m) in {"Network", "Programme"}]
        for mention in bodies[-1:]:
            yield Saying(
                mention.cluster, "memberCount", value, mention.start, token.i + 1, "literals.total"
            )
