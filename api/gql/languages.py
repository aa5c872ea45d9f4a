"""The languages a request prefers (RFC 9110, section 12.5.4)."""

from __future__ import annotations


def accepted_languages(header: str) -> tuple[str, ...]:
    """Return the language tags of an Accept-Language header, the most wanted first.

    Tags with weight 0, the wildcard and whatever cannot be read are left out.

    >>> accepted_languages("en;q=0.5, de-AT, *;q=0.1, fr;q=0")
    ('de-AT', 'en')
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = (piece.strip() for piece in part.partition(";"))
        quality = _quality(weight)
        if tag and tag != "*" and quality > 0:
            weighted.append((-quality, tag))
    return tuple(tag for _, tag in sorted(weighted, key=lambda pair: pair[0]))


def _quality(weight: str) -> float:
    if not weight:
        return 1.0
    try:
        return float(weight.removeprefix("q="))
    except ValueError:
        return 0.0
