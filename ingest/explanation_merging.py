"""The Explanations of a document's segments made into one, beside the merged Extraction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ontology.model import Document, Extraction, Fact, LiteralFact

from .explanation import Context, EntityNote, Explanation, SayingNote, Spoken
from .merging import Merger
from .segments import Segment

Saying = Fact | LiteralFact


class NoteMerger:
    """Takes in what was read in each segment and why, in order, and gives the whole of both."""

    def __init__(self, document: Document) -> None:
        """Begin with nothing read of *document*."""
        self._merger = Merger(document)
        self._entities: list[tuple[int, EntityNote]] = []
        self._sayings: list[tuple[dict[str, int], Saying, SayingNote]] = []

    def add(self, segment: Segment, read: Extraction, notes: Explanation) -> None:
        """Take in what was *read* in *segment*, with the *notes* on it."""
        numbers = self._merger.add(segment, read)
        for entity, note in zip(read.entities, notes.entities, strict=True):
            moved = tuple(_spoken(segment, note.references))
            self._entities.append((numbers[entity.id], replace(note, references=moved)))
        for saying, said, _ in notes.sayings(read):
            if evidence := self._merger.evidence(segment, saying):
                found = replace(saying, evidence=evidence)
                self._sayings.append((numbers, found, _moved(segment, said)))

    def result(self, digest: str) -> tuple[Extraction, Explanation]:
        """Return the Extraction of the whole document, and the notes on it."""
        extraction = self._merger.extraction(digest)
        ids = self._merger.ids()
        entities: defaultdict[str, list[EntityNote]] = defaultdict(list)
        for number, entity_note in self._entities:
            entities[ids[number]].append(entity_note)
        notes: dict[Saying, SayingNote] = {}
        for numbers, saying, note in self._sayings:
            names = {local: ids[number] for local, number in numbers.items()}
            notes.setdefault(_named(saying, names), note)

        def of(sayings: Iterable[Saying]) -> tuple[SayingNote, ...]:
            return tuple(notes[saying] for saying in sayings)

        return extraction, Explanation(
            document=extraction.document,
            entities=tuple(_together(entities[entity.id]) for entity in extraction.entities),
            facts=of(extraction.facts),
            literals=of(extraction.literals),
            proposals=of(extraction.proposals),
        )


def _named(saying: Saying, names: dict[str, str]) -> Saying:
    if isinstance(saying, LiteralFact):
        return replace(saying, subject=names[saying.subject])
    return replace(saying, subject=names[saying.subject], object=names[saying.object])


def _moved(segment: Segment, note: SayingNote) -> SayingNote:
    """Return a note with the places of the source instead of those of a segment's text."""
    return replace(
        note,
        subject=tuple(_spoken(segment, note.subject)),
        object=tuple(_spoken(segment, note.object)),
        contexts=tuple(_contexts(segment, note.contexts)),
    )


def _spoken(segment: Segment, found: Iterable[Spoken]) -> Iterator[Spoken]:
    for one in found:
        if place := segment.locate(one.start, one.end):
            yield replace(one, start=place[0], end=place[1])


def _contexts(segment: Segment, found: Iterable[Context]) -> Iterator[Context]:
    for one in found:
        if place := segment.locate(one.start, one.end):
            yield replace(one, start=place[0], end=place[1])


def _together(notes: list[EntityNote]) -> EntityNote:
    """Return one note on an entity that several segments speak of."""
    votes: Counter[str] = Counter()
    for note in notes:
        votes.update(dict(note.votes))
    return EntityNote(
        votes=tuple(sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))),
        sources=tuple(dict.fromkeys(source for note in notes for source in note.sources)),
        linked=next((note.linked for note in notes if note.linked), None),
        references=tuple(sorted({one for note in notes for one in note.references})),
    )
