"""Names that stand in one list: "A, B (C) and the D", read from the surface."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import ACTORS, PLACES

from ...annotations import Mention
from ...reading import Reading
from .chains import Atom, atoms, between, is_listed

_DATELINE = re.compile(r"^[\w(][^.!?;:–—]{2,60}?(?:\d{4}|\)|[A-Z][a-z]+)\)?\.? ?(?:–|—|--| - |: )")
_MORE = re.compile(r"^,? ?(?:and|or|&|as well as) [a-z]")
_WIDE = {"Programme": "undertaking", "Project": "undertaking", "Agreement": "agreement"}


class Listing:
    """For each mention the mentions listed with it, places beside names left out."""

    def __init__(self, reading: Reading) -> None:
        """Group the mentions of every sentence of *reading*."""
        self.reading = reading
        self._members: dict[Mention, tuple[Mention, ...]] = {}
        #: Places written beside a name, as in "Turku, Finland": no items of their own.
        self.beside: set[Mention] = set()
        by_sentence: dict[int, list[Mention]] = {}
        for mention in reading.mentions:
            by_sentence.setdefault(reading.sentence_of[mention.start], []).append(mention)
        self.beside.update(_datelines(reading))
        for found in by_sentence.values():
            found = [mention for mention in found if mention not in self.beside]
            grouped = atoms(reading, found)
            self.beside.update(p for atom in grouped if atom.form != "in" for p in atom.places)
            self._group(grouped)

    def members(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the mentions of the list that *mention* stands in, itself if it stands alone."""
        return self._members.get(mention, (mention,))

    def owns(self, mention: Mention) -> bool:
        """Say whether a mention is a possessive: what it owns is meant, not itself."""
        doc = self.reading.doc
        return mention.end < len(doc) and doc[mention.end].tag_ == "POS"

    def _group(self, found: list[Atom]) -> None:
        run: list[Atom] = []
        for atom in found:
            if self.owns(atom.head):
                continue
            if run and (not self._continues(run[-1], atom) or self._is_closed(run, atom)):
                self._close(run)
                run = []
            run.append(atom)
        self._close(run)

    def _continues(self, before: Atom, atom: Atom) -> bool:
        gap = between(self.reading, before.end, atom.start)
        return is_listed(gap) and self._wide(before) == self._wide(atom)

    def _is_closed(self, run: list[Atom], atom: Atom) -> bool:
        """Say whether a list ended before *atom*: after "A and B" a comma starts something new."""
        if len(run) < 2:
            return False
        gaps = (
            between(self.reading, run[-2].end, run[-1].start),
            between(self.reading, run[-1].end, atom.start),
        )
        last, new = (_bare(gap) for gap in gaps)
        return last.endswith(("and", "or", "&")) and new == ","

    def _wide(self, atom: Atom) -> str:
        kind = self.reading.kind(atom.head)
        return "actor" if kind in ACTORS else _WIDE.get(kind, kind)

    def _set_off(self, run: list[Atom]) -> bool:
        """Say whether two names are joined by ", and" only: the first ends an apposition."""
        gap = _bare(between(self.reading, run[0].end, run[1].start))
        before = self.reading.doc[run[0].start - 1] if run[0].start else None
        if before is not None and before.pos_ == "DET":
            before = self.reading.doc[before.i - 1] if before.i else None
        return len(run) == 2 and gap == ", and" and before is not None and before.pos_ == "ADP"

    def _goes_on(self, last: Atom) -> bool:
        """Say whether a list ends in something without a name: "A, B and other towns"."""
        return bool(_MORE.match(self.reading.doc[last.end : last.end + 4].text))

    def _close(self, run: list[Atom]) -> None:
        """Keep a run as a list if it is joined by more than one comma, which may set off a name."""
        joined = any(
            _bare(between(self.reading, run[i].end, run[i + 1].start)) not in {"", ",", ";"}
            for i in range(len(run) - 1)
        ) or (len(run) > 1 and self._goes_on(run[-1]))
        if len(run) < 2 or not (joined or len(run) > 2) or self._set_off(run):
            return
        heads = tuple(atom.head for atom in run)
        for atom in run:
            self._members[atom.head] = heads


def _bare(gap: str) -> str:
    """Return what joins two names without brackets and article."""
    return gap.lstrip(")").strip().removesuffix("the").strip()


def _datelines(reading: Reading) -> Iterator[Mention]:
    """Yield the places of "RIGA, Latvia, 3 May 2021 - The Ring ...": where it was written."""
    for index, block in enumerate(reading.layout.blocks):
        match = _DATELINE.match(reading.layout.block_text(index))
        if block.kind != "paragraph" or match is None:
            continue
        span = reading.block_spans[index]
        limit = block.start + match.end()
        for mention in reading.mentions_in(span.start, span.end):
            if reading.doc[mention.start].idx < limit and reading.kind(mention) in PLACES:
                yield mention
