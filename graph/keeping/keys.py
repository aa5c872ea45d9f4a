"""The source keys of documents.sqlite, and what a document may be called by."""

from __future__ import annotations

from graph.errors import UnknownDocumentError
from ontology.iris import Base, hash8

from .database import Current, Database
from .layouts import backwards


class KeyStore(Database):
    """The keys of one data directory; each look-up costs what it finds."""

    def keys(self) -> list[str]:
        """Return the source keys of all current documents, duplicates too, sorted."""
        return [key for (key,) in self._rows("SELECT key FROM current ORDER BY key")]

    def current(self, key: str) -> Current | None:
        """Return what is current under *key*, or None for a key that is not known."""
        row = self._row("SELECT key, sha256, pipeline FROM current WHERE key = ?", key)
        return Current(*row) if row else None

    def find(self, name: str, *, base: Base) -> str:
        """Return the key of the current document that *name* means.

        *name* is a source key, a document's IRI, or the end of exactly one key.
        Raises UnknownDocumentError when it means none, or several.
        """
        if self.current(name):
            return name
        named, ending = self.named(name, base=base), self._ending(name)
        found = [key for key in named if self.current(key)] or [
            key for key in ending if self.current(key)
        ]
        if len(found) == 1:
            return found[0]
        trouble = f"{len(found)} documents end in" if found else "no document goes by"
        raise UnknownDocumentError(
            f"{trouble} {name!r}; give one of the keys that hansa documents lists",
            candidates=found,
        )

    def named(self, iri: str, *, base: Base) -> list[str]:
        """Return the keys, also of what was retracted, whose document has that IRI."""
        rows = self._rows("SELECT key FROM endings WHERE hash8 = ? ORDER BY key", iri[-8:])
        return [key for (key,) in rows if base.document(key) == iri]

    def is_kept(self, key: str) -> bool:
        """Say whether anything is kept under *key*, which may have been retracted."""
        return self._row("SELECT 1 FROM endings WHERE key = ?", key) is not None

    def _ending(self, end: str) -> list[str]:
        rows = self._beginning("endings", "backwards", backwards(end)) if end else ()
        return sorted(key for key, *_ in rows)

    def note_key(self, key: str) -> None:
        """Note that something is kept under *key*, so that it is found by its IRI and its end."""
        self._replace("endings", (key, hash8(key), backwards(key)))
