"""Who "we" is: the speaker's body in a quote, the author's in a text of its own."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise

from ...annotations import Mention
from ...folding import fold
from ...reading import Reading

_OPEN, _CLOSE = frozenset('“"«'), frozenset('”"»')
_DECLARED = re.compile(
    r"\b(?:we|us),? (?:(?:all|both) )?(?:the|as|members)\b"
    r"(?:[\w ,]{0,40}\b(?:of|at|from)(?: the)?)?$",
    re.IGNORECASE,
)
_OFTEN = 5  # mentions of a body that a text may be of
_ABOVE = 2  # paragraphs above one in which a body presents itself
_TOP = 6  # blocks in which an author or interviewee is introduced
_BODIES = frozenset({"Network", "Organization", "City", "Country"})
_SAYING = frozenset(
    {
        "say",
        "add",
        "tell",
        "note",
        "explain",
        "comment",
        "state",
        "remark",
        "conclude",
        "announce",
        "stress",
        "emphasise",
        "emphasize",
        "highlight",
        "declare",
        "quote",
    }
)


class Voices:
    """The speakers of a document's blocks."""

    def __init__(self, reading: Reading) -> None:
        """Find the quotes of *reading* and whose text the rest is."""
        self.reading = reading
        self._quoted: dict[int, tuple[int, ...]] = {}

    def of(self, token: int) -> int | None:
        """Return the body that "we" at a token stands for, or None where that is not certain."""
        block = self.reading.block_of[token]
        if self._inside_quote(block, token):
            return self._speaker(block)
        if self.author is not None:
            return self.author
        found = self._presented(block, token)
        return found if found is not None else self._presented_above(block, token)

    def _presented_above(self, block: int, token: int) -> int | None:
        """Return the body that a paragraph just above presents, if nothing else is named since."""
        reading = self.reading
        for above in range(block - 1, max(-1, block - _ABOVE - 1), -1):
            if reading.layout.blocks[above].kind != "paragraph":
                return None
            found = self._presented(above, token)
            if found is not None:
                return found
            bodies = [m for m in reading.mentions_of_block(above) if reading.kind(m) in _BODIES]
            if bodies:
                return None
        return None

    def _presented(self, block: int, token: int) -> int | None:
        """Return the body that its paragraph presents: "X is an association. We were ..."."""
        reading = self.reading
        found = [m for m in reading.mentions_of_block(block) if m.end <= token]
        if not found or reading.kind(found[0]) not in {"Network", "Organization"}:
            return None
        root = reading.doc[reading.root(found[0])]
        plain = root.dep_ == "nsubj" and root.head.lemma_ == "be" and root.head.i < token
        others = {m.cluster for m in found if reading.kind(m) in {"Network", "Organization"}}
        return found[0].cluster if plain and len(others) == 1 else None

    def _inside_quote(self, block: int, token: int) -> bool:
        span = self.reading.block_spans[block]
        inside = False
        for other in self.reading.doc[span.start : token]:
            if other.text in _OPEN and not inside:
                inside = True
            elif other.text in _CLOSE and inside:
                inside = False
        return inside

    def _speaker(self, block: int) -> int | None:
        """Return the body named beside the person who is quoted in a block or the one before."""
        for index in (block, block - 1):
            if index < 0:
                break
            found = self._outside(index)
            persons = [m for m in found if self.reading.kind(m) == "Person"]
            if not persons:
                continue
            near = [
                m
                for m in found
                if self.reading.kind(m) in _BODIES and abs(m.start - persons[-1].start) < 25
            ]
            bodies = [
                m for m in near if self.reading.kind(m) in {"Network", "Organization"}
            ] or near
            if bodies:
                return min(bodies, key=lambda m: abs(m.start - persons[-1].start)).cluster
            return self._known.get(persons[-1].cluster)
        return None

    @cached_property
    def _known(self) -> dict[int, int]:
        """For each person the body named right after them somewhere: "NAME, Mayor of X"."""
        known: dict[int, int] = {}
        mentions = self.reading.mentions
        for person, body in pairwise(mentions):
            if self.reading.kind(person) != "Person" or self.reading.kind(body) not in _BODIES:
                continue
            same = self.reading.block_of[person.start] == self.reading.block_of[body.start]
            if same and body.start - person.end < 12:
                known.setdefault(person.cluster, body.cluster)
        return known

    def _outside(self, block: int) -> list[Mention]:
        return [
            m
            for m in self.reading.mentions_of_block(block)
            if not self._inside_quote(block, m.start)
        ]

    @cached_property
    def author(self) -> int | None:
        """Return the body that says "we" outside quotes: its issuer, or the one interviewed."""
        found = self.issuer if self.issuer is not None else self._introduced()
        return found if found is not None else self._at_home()

    @cached_property
    def issuer(self) -> int | None:
        """Return the body whose text the document is: publisher, or who says "We, the ..."."""
        document = self.reading.doc._.document
        publisher = fold(document.publisher) if document is not None and document.publisher else ""
        for cluster in self.reading.clusters:
            if publisher and publisher in {fold(name) for name in cluster.names}:
                return cluster.index
        return self._declared()

    def _introduced(self) -> int | None:
        """Return the body of the person introduced at the top: who is interviewed or writes."""
        for mention in self.reading.mentions:
            if self.reading.block_of[mention.start] >= _TOP:
                break
            if self.reading.kind(mention) == "Person" and mention.cluster in self._known:
                return self._known[mention.cluster]
        return None

    def _at_home(self) -> int | None:
        """Return the body that a text names far more often than others, from its top on."""
        counts = Counter(
            m.cluster for m in self.reading.mentions if self.reading.kind(m) in _BODIES
        )
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < _OFTEN:
            return None
        first = next(m for m in self.reading.mentions if m.cluster == ranked[0][0])
        alone = len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]
        return ranked[0][0] if alone and self.reading.block_of[first.start] < _TOP else None

    def _declared(self) -> int | None:
        """Return the body of "We, the members of X"."""
        doc = self.reading.doc
        for mention in self.reading.mentions:
            lead = doc[max(0, mention.start - 8) : mention.start].text
            if _DECLARED.search(lead) and self.reading.kind(mention) in _BODIES:
                return mention.cluster
        return None
