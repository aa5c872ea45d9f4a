"""What stands between two names, and whether it only enumerates them."""

from __future__ import annotations

import re

from ...reading import Reading

_LISTED = re.compile(
    r"^\)?\s*(?:,|;|/|\||•|·|,?\s*and|,?\s*or|&|,?\s*\(?\d{1,2}[.)])(?:\s+and)?(?:\s+by)?(?:\s+(?:the|its|their))?"
    r"(?:\s+(?:then|former|new)\b-?)?"
    r"(?:\s+(?:city|cities|county|town|municipality) of)?$"
)


def between(reading: Reading, left: int, right: int) -> str:
    """Return the text from token *left* up to token *right*, without white space at its ends."""
    return str(reading.doc[left:right].text).strip() if left < right else ""


def is_listed(gap: str) -> bool:
    """Say whether the text between two names only enumerates them.

    >>> is_listed(", and the"), is_listed("together with")
    (True, False)
    """
    return bool(_LISTED.match(gap.lower()))
