"""Names joined by a hyphen before a noun of joint work: "the Turku-Riga partnership"."""

from __future__ import annotations

from itertools import combinations, islice

from ontology.terms import ACTORS

from ...annotations import Mention
from ...lexicon import words
from .emission import Emission
from .modality import modality_around
from .syntax import Syntax

_JOINS = frozenset({"-", "–", "‑", "—", "/"})
_MOST = 6  # names that may be joined
_FAR = 3  # words from the last name to the noun


def read_hyphens(syntax: Syntax, emission: Emission) -> None:
    """Add that those whose names are joined before a noun of joint work are partners."""
    mentions = syntax.reading.mentions
    for position, first in enumerate(mentions):
        if syntax.doc[first.end : first.end + 1].text not in _JOINS:
            continue
        run = _run(syntax, mentions, position)
        if len(run) < 2 or _joined_before(syntax, first) or not _is_joint(syntax, run[-1]):
            continue
        status = modality_around(syntax, syntax.reading.root(run[-1]))
        for one, other in combinations(run, 2) if status is not None else ():
            emission.add("frames.hyphen", ("partnerOf",), one, other, "asserted", 0.75)


def _run(syntax: Syntax, mentions: list[Mention], position: int) -> list[Mention]:
    """Return the names of actors joined to the one at *position*, itself first."""
    run = [mentions[position]]
    for mention in islice(mentions, position + 1, position + 1 + _MOST):
        joint = syntax.doc[run[-1].end : mention.start].text.strip() in _JOINS
        if not joint or syntax.reading.kind(mention) not in ACTORS:
            break
        run.append(mention)
    return run if syntax.reading.kind(run[0]) in ACTORS else run[:1]


def _joined_before(syntax: Syntax, mention: Mention) -> bool:
    return mention.start > 0 and syntax.doc[mention.start - 1].text in _JOINS


def _is_joint(syntax: Syntax, last: Mention) -> bool:
    """Say whether a noun of joint work follows, with at most two words between."""
    for token in syntax.doc[last.end : last.end + _FAR]:
        if token.lemma_.lower() in words("frames", "joint_work"):
            return True
        if token.pos_ not in {"ADJ", "NOUN", "PROPN"}:
            return False
    return False
