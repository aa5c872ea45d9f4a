"""Which rules were wrong too often: what they say may not hide that another says it as well."""

from __future__ import annotations

from functools import cache

from ...lexicon import table
from ..confidence.features import rule_precision

_DOUBTFUL = 0.65  # the precision under which another rule that says the same is kept


@cache
def is_doubtful(rule: str) -> bool:
    """Say whether a rule was wrong too often on annotated text.

    >>> is_doubtful("frames.of.no.record")
    False
    """
    records = table("confidence")["rules"]
    return rule in records and rule_precision(rule, records) < _DOUBTFUL
