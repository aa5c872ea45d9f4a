"""The sayings of a topic phrase: one for each topic, for the first subject that may have one."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ..relations.syntax import Syntax
from .owners import BODIES
from .saying import Saying
from .topics import listed, topics


def say(
    syntax: Syntax,
    subjects: list[Mention],
    topic: int,
    rule: str,
    *,
    strict: bool = False,
    open_list: bool = False,
) -> Iterator[Saying]:
    """Yield each topic of a phrase for the first subject that may have one."""
    for mention in [m for m in subjects if syntax.reading.kind(m) in BODIES][:1]:
        for low, high, text in topics(syntax, topic, strict=strict, open_list=open_list):
            start, end = min(mention.start, low), max(mention.end, high)
            yield Saying(mention.cluster, "focusArea", text, start, end, rule)


def say_at(syntax: Syntax, subjects: list[Mention], start: int, rule: str) -> Iterator[Saying]:
    """Yield each topic of the open list that begins at token *start*."""
    for mention in [m for m in subjects if syntax.reading.kind(m) in BODIES][:1]:
        for low, high, text in listed(syntax, start, open_list=True):
            yield Saying(
                mention.cluster,
                "focusArea",
                text,
                min(mention.start, low),
                max(mention.end, high),
                rule,
            )
