"""What a reviewer is shown of the items of one page: words, names, and the sentences behind them.

Only here are extractions read, those of the documents on the page and each once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.curating.editing import iris_in
from graph.curating.review import reading
from graph.curating.sayings import Claimed, claims_of
from graph.deriving.derivation import kind_of
from graph.identity.naming import full_name
from graph.identity.nodes import LocalKey, local_key
from graph.keeping.database import Database
from graph.keeping.documents import DocumentStore
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

from .items import Item

#: Sentences that are shown for each of two things, and characters around one that is no claim's.
_SENTENCES = 2
_AROUND = 120


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a document, by its key, that tell of an item."""

    key: str
    words: Evidence


@dataclass(frozen=True, slots=True)
class End:
    """A thing of an item: what it is called, its kind and IRI, and its IRI in one document."""

    name: str
    kind: str
    iri: str
    local: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim or proposal with its ends; ``object`` is None where a value is there."""

    claimed: Claimed
    subject: End
    object: End | None
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two things, or a thing and what went to it, with sentences that name them."""

    one: End
    other: End
    sentences: tuple[Sentence, ...]


class Showing(Database):
    """What the documents of one data directory say of items, each document read once."""

    @classmethod
    def of(cls, documents: DocumentStore, base: Base) -> Showing:
        """Read from *documents*, whose IRIs are under *base*."""
        found = documents.view(cls)
        found._documents, found._base = documents, base
        found._were_read = {}
        return found

    _documents: DocumentStore
    _base: Base
    _were_read: dict[str, tuple[Document, Extraction] | None]

    def _read(self, key: str) -> tuple[Document, Extraction] | None:
        if key not in self._were_read:
            entry = self._documents.spoken(key)
            self._were_read[key] = reading(self._documents, entry) if entry else None
        return self._were_read[key]

    def claim(self, item: Item) -> ShownClaim | None:
        """Return what is said by the claim of an item; None where it is read no more."""
        if found := self._read(item.key):
            for claimed in claims_of(*found):
                if claimed.digest == item.id:
                    return self._shown(item, claimed, *found)
        return None

    def _shown(
        self, item: Item, claimed: Claimed, document: Document, extraction: Extraction
    ) -> ShownClaim:
        entities = {each.id: each for each in extraction.entities}
        source, key = claimed.source, document.key
        object_ = entities[source.object] if isinstance(source, Fact) else None
        return ShownClaim(
            claimed,
            self._end(entities[source.subject], item.ends[0], key),
            self._end(object_, item.ends[-1], key) if object_ else None,
            Sentence(key, source.evidence),
        )

    def _end(self, entity: Entity, iri: str, document: str) -> End:
        local = self._base.local_entity(*local_key(document, entity))
        return End(entity.names[0], entity.kind, iri, local, entity.names)

    def pair(self, item: Item) -> ShownPair:
        """Return what is known of the two things of an item."""
        ends = [self._thing(iri) for iri in item.ends]
        said = [each for iri in item.ends for each in self._sentences(iri)]
        return ShownPair(ends[0], ends[1], tuple(dict.fromkeys(said)))

    def _thing(self, iri: str) -> End:
        rows = self._rows(
            "SELECT text, max(firsts) > 0 FROM names "
            "WHERE atom IN (SELECT value FROM json_each(?)) GROUP BY text ORDER BY text",
            json.dumps(self._atoms(iri)),
        )
        names = [name for name, _ in rows]
        name = full_name([name for name, is_first in rows if is_first] or names or [iri])
        return End(name, kind_of(iri, self._base), iri, names=tuple(names))

    def _sentences(self, iri: str) -> Iterator[Sentence]:
        """Yield a few sentences that name a thing, claims of it before any others."""
        rows = self._rows(
            "SELECT DISTINCT key, kind, name FROM nodes "
            "WHERE atom IN (SELECT value FROM json_each(?)) ORDER BY key LIMIT ?",
            json.dumps(self._atoms(iri)),
            _SENTENCES,
        )
        for key, kind, name in rows:
            found = self._read(key)
            words = _telling(found[0], found[1], (kind, name)) if found else None
            if words:
                yield Sentence(key, words)

    def count_naming(self, item: Item) -> int:
        """Return how many documents name any of an item's things."""
        atoms = [atom for iri in item.ends for atom in self._atoms(iri)]
        row = self._row(
            "SELECT count(DISTINCT key) FROM nodes WHERE atom IN (SELECT value FROM json_each(?))",
            json.dumps(atoms),
        )
        return max(int(row[0]), 1)  # what only one document names has no atom that went anywhere

    def _atoms(self, iri: str) -> list[str]:
        """Return the atoms that went to an IRI, else those that would have it alone."""
        rows = self._rows("SELECT atom FROM placed WHERE iri = ?", iri)
        rows = rows or self._rows("SELECT atom FROM placed WHERE own = ?", iri)
        return [atom for (atom,) in rows]

    def namable(self, key: str) -> list[End]:
        """Return all that a document names, by name, as the ends that an edit may have."""
        found = self._read(key)
        if found is None:
            return []
        document, extraction = found
        iris = iris_in(self._documents, self._base, key)
        ends: dict[LocalKey, End] = {}
        for entity in extraction.entities:
            local = local_key(document.key, entity)
            ends.setdefault(local, self._end(entity, iris(local)[1], key))
        return sorted(ends.values(), key=lambda end: (end.name.lower(), end.iri))


def _telling(document: Document, extraction: Extraction, named: tuple[str, str]) -> Evidence | None:
    """Return the first words that say something of what a document names so, or just name it."""
    entities = {
        each.id: each for each in extraction.entities if local_key(document.key, each)[1:] == named
    }
    said: list[Fact | LiteralFact] = [*extraction.facts, *extraction.literals]
    about = [
        each.evidence
        for each in said
        if each.subject in entities or getattr(each, "object", None) in entities
    ]
    if about:
        return min(about)
    spans = sorted(span for each in entities.values() for span in each.mentions)
    if not spans:
        return None
    (start, end), *_ = spans
    return Evidence.cut(document.text, start, end, context=_AROUND)
