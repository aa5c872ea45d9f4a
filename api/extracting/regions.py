"""Which characters of a document's plain text the page marks: sentences of facts, and mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from api.pages.characters import visible
from api.pages.marked_text import Region
from ingest.explanation import SayingNote
from ingest.layout import Layout
from ontology.model import Fact, LiteralFact

from .explaining import Explained

_LINK_END = Markup("</a>")
_SPAN_END = Markup("</span>")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A saying with its number on the page and that of its quote, which others may share."""

    number: int
    quote: int
    saying: Fact | LiteralFact
    note: SayingNote
    proposed: bool

    @property
    def is_fact(self) -> bool:
        """Whether it joins two entities rather than giving a value."""
        return isinstance(self.saying, Fact)


def number_sayings(explained: Explained) -> list[Numbered]:
    """Return everything that was read in a document, numbered from 1 in the order of its text."""
    _, extraction, notes = explained
    found: list[Numbered] = []
    by_place = groupby(
        notes.sayings(extraction), key=lambda one: (one[0].evidence.start, one[0].evidence.end)
    )
    for quote, (_, group) in enumerate(by_place, start=1):
        for saying, note, proposed in group:
            found.append(Numbered(len(found) + 1, quote, saying, note, proposed))
    return found


def quote_regions(sayings: Sequence[Numbered], parsed: Layout, *, prefix: str) -> Iterator[Region]:
    """Yield each quote with its id, followed by a link to the facts that it is the evidence of."""
    for quote, group in groupby(sayings, key=lambda one: one.quote):
        members = list(group)
        first, last = members[0].number, members[-1].number
        numbers = str(first) if first == last else f"{first}–{last}"
        said = f"Fact {first}" if first == last else f"Facts {first} to {last}"
        evidence = members[0].saying.evidence
        yield Region(
            *_plain(parsed, evidence.start, evidence.end),
            opening=Markup('<span class="quote" id="{}-q{}">').format(prefix, quote),
            again=Markup('<span class="quote">'),
            closing=_SPAN_END,
            after=Markup('<sup><a href="#{}-f{}" aria-label="{}">{}</a></sup>').format(
                prefix, first, said, numbers
            ),
        )


def mention_regions(explained: Explained, parsed: Layout, *, prefix: str) -> Iterator[Region]:
    """Yield every mention, linked to its entity; where two overlap, names and longer ones win."""
    _, extraction, notes = explained
    found: list[tuple[int, int, int, bool]] = []
    for number, (entity, note) in enumerate(
        zip(extraction.entities, notes.entities, strict=True), start=1
    ):
        found += [(*_plain(parsed, *span), number, True) for span in entity.mentions]
        found += [(*_plain(parsed, r.start, r.end), number, False) for r in note.references]
    begun: set[int] = set()
    for start, end, number, is_name in _apart(found):
        entity = extraction.entities[number - 1]
        opening = Markup('<a class="mention {}{}" href="#{}-n{}" title="{}"{}>')
        id_ = Markup(' id="{}-m{}"').format(prefix, number) if number not in begun else Markup()
        begun.add(number)
        title = f"{entity.kind}: {visible(entity.names[0])}"
        values = (entity.kind, "" if is_name else " reference", prefix, number, title)
        yield Region(
            start,
            end,
            opening=opening.format(*values, id_),
            again=opening.format(*values, Markup()),
            closing=_LINK_END,
            after=Markup(),
            inner=True,
        )


def _plain(parsed: Layout, start: int, end: int) -> tuple[int, int]:
    """Return the span of the plain text that was read from a span of the source."""
    return parsed.plain_offset(start), parsed.plain_offset(end - 1) + 1


def _apart(
    found: Sequence[tuple[int, int, int, bool]],
) -> Iterator[tuple[int, int, int, bool]]:
    """Yield the spans that remain, in order, when names go first and of equals the longer ones.

    >>> list(_apart([(0, 9, 1, False), (4, 8, 2, True), (9, 12, 3, False)]))
    [(4, 8, 2, True), (9, 12, 3, False)]
    """
    taken: set[int] = set()
    kept = []
    for one in sorted(found, key=lambda one: (not one[3], one[0] - one[1], one)):
        span = range(one[0], one[1])
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(one)
    yield from sorted(kept)
