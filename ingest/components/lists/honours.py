"""Honours in brackets behind names of a list: "Riga (Laureate, 2010)", "Turku (winner 2012)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import fits

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import atoms

_HONOUR = re.compile(
    r"\s*[(\[]\s*(?:(?:prize|award|overall|joint|national|first|second|third)[ -])*"
    r"(?:laureate|winner|finalist|awardee|recipient|runner-up|grantee|medallist|champion|shortlisted)\b"
    r"(?P<rest>[^()\[\]]{0,20})[)\]]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_honours(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield that those with an honour behind their name take part in the prize told of."""
    block = reading.layout.blocks[index]
    if block.kind not in {"item", "cell"} or "(" not in reading.layout.block_text(index):
        return
    span = reading.block_spans[index]
    for atom in atoms(reading, reading.mentions_in(span.start, span.end, references=False)):
        end = reading.characters(atom.head.start, atom.head.end)[1]
        honour = _HONOUR.match(reading.layout.text, end, block.end)
        prize = _prize(reading, span.start) if honour is not None else None
        if honour is None or prize is None:
            continue
        if fits("participatesIn", reading.kind(atom.head), reading.kind(prize)):
            year = _YEAR.search(honour["rest"])
            ends = atom.head.cluster, "participatesIn", prize.cluster
            told = int(year[0]) if year else None
            yield FactCandidate(*ends, block.start, block.end, "lists.honours", year=told)


def _prize(reading: Reading, start: int) -> Mention | None:
    """Return the contest or prize last named before token *start*."""
    before = reading.mentions_in(0, start, references=False)
    prizes = (m for m in reversed(before) if reading.kind(m) == "Programme")
    return next((m for m in prizes if _is_prize(reading, m.cluster)), None)


def _is_prize(reading: Reading, cluster: int) -> bool:
    """Say whether something is called a prize or a contest."""
    spoken = {word for name in reading.clusters[cluster].names for word in fold(name).split()}
    return bool(spoken & words("headers", "prizes"))
