"""Firms that a comma parts from their legal form: "Portolan, Inc."."""

from __future__ import annotations

from collections.abc import Mapping

from .spans import Proposal
from .words import Words

_FORMS = frozenset({"inc", "llc", "ltd", "gmbh", "plc", "corp", "pbc", "llp", "limited"})
_STRENGTH, _MOST = 5.0, 4


def legal_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the names before a comma and a legal form, and with them."""
    found: list[Proposal] = []
    votes = (("Organization", 2 * cues["legal_form"]),)
    for form in sorted(_FORMS):
        for i in w.places(form):
            first, last = w.ranges[w.block[i]]
            if i - 2 < first or w.texts[i - 1] != "," or not w.capital[i]:
                continue
            start = i - 1
            near = max(first, start - _MOST - 1)
            while start > near and w.capital[start - 1] and not w.is_stop(start - 1):
                start -= 1
            if not 0 < i - 1 - start <= _MOST:
                continue
            dotted = i + 1 < last and w.texts[i + 1] == "." and not w.texts[i].endswith(".")
            end = i + 1 + (dotted and i + 2 < last and w.texts[i + 2].islower())
            found.append(Proposal(start, end, "legal", _STRENGTH, votes))
    return found
