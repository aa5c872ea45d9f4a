"""Which rules were wrong too often: what they say may not hide that another says it as well."""

from __future__ import annotations

from functools import cache

from ...lexicon import table
from ..confidence.features import tried_precision

_DOUBTFUL = 0.6  # the precision under which another rule that says the same is kept


@cache
def is_doubtful(rule: str) -> bool:
    """Say whether a rule was wrong too often on annotated text.

    >>> is_doubtful("frames.of.no.record")
    False
    """
    return tried_precision(rule, table("confidence")["rules"]) < _DOUBTFUL
