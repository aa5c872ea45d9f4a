"""What documents.sqlite knows of the graph: its digest and size, what it was made with, what comes.

All is written in the transactions of whoever asks for it.
"""

from __future__ import annotations

from graph.deriving.assembly import FORMAT_VERSION, inputs_digest
from graph.deriving.gazetteer import gazetteer_version
from graph.generations.generations import Generations, Manifest
from graph.keeping.documents import DocumentStore
from graph.lines.digest import hexadecimal
from ontology.iris import Base


class Notes:
    """The notes of one data directory."""

    def __init__(self, documents: DocumentStore, base: Base, generations: Generations) -> None:
        """Keep them in *documents*."""
        self._documents = documents
        self._base = base
        self._generations = generations

    def coming(self) -> int:
        """Return the number of the generation to come, which a killed writer may have chosen."""
        return int(self._documents.meta("coming") or 0) or self._generations.following()

    def manifest(self, added: int, removed: int) -> Manifest:
        """Return what is to be published, which came of so many quads *added* and *removed*."""
        return Manifest(
            revision=int(self._documents.meta("revision") or 0),
            base=self._base.iri,
            format=FORMAT_VERSION,
            documents=self._documents.count_spoken(),
            quads=int(self._documents.meta("quads") or 0),
            added=added,
            removed=removed,
            pipelines=self._documents.pipelines(),
            digest=self._documents.meta("digest") or "",
        )

    def count(self, amount: int, more: int) -> None:
        """Bring the digest and the number of quads of the graph after what changed them."""
        digest = int(self._documents.meta("digest") or "0", 16) + amount
        quads = int(self._documents.meta("quads") or 0) + more
        self._documents.set_meta("digest", hexadecimal(digest))
        self._documents.set_meta("quads", str(quads))

    def note_inputs(self) -> None:
        """Begin a transaction, and note in it what the graph is made with from now on."""
        self._documents.begin()
        self._documents.set_meta("revision", str(int(self._documents.meta("revision") or 0) + 1))
        self._documents.set_meta("format", str(FORMAT_VERSION))
        self._documents.set_meta("base", self._base.iri)
        self._documents.set_meta("inputs", inputs_digest(self._base))

    def prepare_anew(self) -> None:
        """Begin a transaction, and note in it that the graph is unfit and counts as nothing."""
        self._documents.begin()
        self._documents.set_meta("anew", "yes")
        self._documents.set_meta("coming", str(self.coming()))
        self._documents.set_meta("digest", "0")
        self._documents.set_meta("quads", "0")
        self._documents.clear_journal()
        self._documents.clear_changed()
        if self._documents.meta("gazetteer") != gazetteer_version():
            self._documents.clear_places()
            self._documents.set_meta("gazetteer", gazetteer_version())
        self.note_inputs()
