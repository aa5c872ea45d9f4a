"""What earlier runs left in a data directory, asked before anything is read again.

Nothing here takes the writer's lock or writes. A document is *unchanged* when the same bytes are
current under its key, made into a text by the same readers and read by the same pipeline; then
nothing at all is done with it. One that is not may still be kept in part: its text from an earlier
time, or its Extraction from another key with the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace

from graph.errors import EmptyWorkspaceError, GraphError
from graph.keeping.admission import check
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from graph.keeping.readings import Readings
from graph.workspace import Workspace
from ontology.errors import HansaError
from ontology.iris import digest
from ontology.model import Document, Extraction

from .documents import Loaded


class Kept:
    """The documents and Extractions of a data directory, as one pipeline finds them."""

    def __init__(self, workspace: Workspace, pipeline: str) -> None:
        """Look into *workspace*, which may be empty, for what the pipeline of that digest read."""
        self._workspace = workspace
        self._pipeline = pipeline
        self._readings = Readings(workspace.path)

    def close(self) -> None:
        """Let go of what was opened here."""
        self._readings.close()

    def document(self, loaded: Loaded, reading: str) -> Document | None:
        """Return the Document that *loaded* is known to be made into, if that is known."""
        document = self._document(loaded.key, loaded.sha256)
        if document is None or not self._readings.holds(reading_of(document, reading)):
            return None
        return document

    def is_current(self, document: Document, *, is_kept: bool) -> bool:
        """Return whether exactly this document is current, as the pipeline reads it.

        One that is damaged, and so left out of the graph, is not. *is_kept* says that it comes from
        ``document`` and need not be compared.
        """
        documents = self._documents()
        if documents is None:
            return False
        entry = Current(document.key, document.sha256, self._pipeline)
        return (
            documents.current(document.key) == entry
            and entry in documents.readings(document.key)  # else its Extraction was lost
            and (documents.spoken(document.key) == entry or self.speaker(document) is not None)
            and (is_kept or self._document(document.key, document.sha256) == document)
        )

    def speaker(self, document: Document) -> str | None:
        """Return the smaller key that speaks for the bytes of a current document, if one does."""
        documents = self._documents()
        twin = None if documents is None else documents.twin(document.key, document.sha256)
        return twin if twin is not None and twin < document.key else None

    def extraction(self, document: Document) -> Extraction | None:
        """Return what the pipeline reads in *document*, where it has read the very same before.

        That may have been under another key, which says nothing about what is read.
        """
        documents = self._documents()
        if documents is None:
            return None
        for key in (document.key, documents.twin(document.key, document.sha256)):
            if key and self._document(key, document.sha256) == replace(document, key=key):
                with suppress(HansaError):  # one that is damaged is read again
                    found = documents.extraction(key, document.sha256, self._pipeline)
                    if found is not None:
                        found = replace(found, document=document.key)
                        check(document, found)
                        return found
        return None

    def _documents(self) -> DocumentStore | None:
        with suppress(EmptyWorkspaceError):
            return self._workspace.documents
        return None

    def _document(self, key: str, sha256: str) -> Document | None:
        documents = self._documents()
        if documents is not None:
            with suppress(GraphError):  # it is not there, or damaged
                return documents.document(key, sha256=sha256)
        return None


def reading_of(document: Document, reading: str) -> str:
    """Return the digest of a reading: these bytes, read so, give exactly this document.

    >>> one = Document("a.txt", "Riga joined.", "0")
    >>> reading_of(one, "r") == reading_of(replace(one, title="News"), "r")
    False
    """
    fields = (
        document.key,
        document.sha256,
        document.media_type,
        document.language,
        document.title,
        document.publisher,
        document.date,
    )
    text = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest(reading, text, json.dumps(fields))
