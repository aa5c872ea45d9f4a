"""What a generation holds, for people: documents by language, the newest of them, and things."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from typing import Final

from api.pages.views import counts_by_kind
from graph.reader import DocumentRow, Reader
from ontology.serialisation import JsonObject

#: Generations of which the figures are kept, and documents that are named.
_KEPT: Final = 4
_NEWEST: Final = 5


class Contents:
    """The figures of generations, each counted at the first time; threads may share it."""

    def __init__(self) -> None:
        """Count nothing before it is asked for."""
        self._counted: OrderedDict[int, JsonObject] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, reader: Reader) -> JsonObject:
        """Return the figures of the reader's generation."""
        with self._lock:  # who asks for the same meanwhile waits for it rather than count too
            if reader.generation not in self._counted:
                self._counted[reader.generation] = _counted(reader)
                if len(self._counted) > _KEPT:
                    self._counted.popitem(last=False)
            self._counted.move_to_end(reader.generation)
            return self._counted[reader.generation]


def _counted(reader: Reader) -> JsonObject:
    documents = reader.documents()
    languages = Counter(row.language for row in documents)
    return {
        "documents": {
            "count": len(documents),
            "languages": [
                {"language": language or None, "count": count}
                for language, count in sorted(languages.items(), key=lambda one: (-one[1], one[0]))
            ],
            "newest": [_told(row) for row in _newest(documents)],
        },
        "things": [{"kind": kind, "count": count} for kind, count in counts_by_kind(reader)],
    }


def _newest(documents: list[DocumentRow]) -> list[DocumentRow]:
    """Return the documents with the latest dates, the latest first."""
    dated = [row for row in documents if row.date]
    return sorted(dated, key=lambda row: (row.date or "", row.key), reverse=True)[:_NEWEST]


def _told(row: DocumentRow) -> JsonObject:
    return {"iri": row.iri, "title": row.title or row.key, "date": row.date}
