"""Whether the rows of documents.sqlite belong together and can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from graph.backups.snapshots import Snapshot
from graph.keeping.kept_readings import READINGS, trouble_of

_WITHOUT_TEXT: Final = """
SELECT key FROM current LEFT JOIN contents USING (key, sha256)
WHERE contents.key IS NULL ORDER BY key"""
_WITHOUT_EXTRACTION: Final = """
SELECT key FROM current LEFT JOIN extractions USING (key, sha256, pipeline)
WHERE extractions.key IS NULL ORDER BY key"""
#: What should be in the graph, by the current map, against what is noted to be in it.
_UNLIKE: Final = """
WITH speaking AS (SELECT key, sha256, pipeline FROM current
    JOIN (SELECT min(key) AS key FROM current GROUP BY sha256) USING (key))
SELECT key FROM (SELECT * FROM speaking EXCEPT SELECT key, sha256, pipeline FROM spoken)
UNION SELECT key FROM (SELECT key, sha256, pipeline FROM spoken EXCEPT SELECT * FROM speaking)
ORDER BY key"""
_TEXTS_OF_JSON: Final = (("places", "link", "record"), ("decisions", "given", "anchors"))


def row_faults(documents: Snapshot) -> Iterator[str]:
    """Yield what is wrong with the rows of documents.sqlite, each with its key and the remedy."""
    again = "ingest that document again with --force, or retract it"
    forget = "it is of earlier bytes and in no graph; hansa rebuild forgets it"
    lost = set()
    for what, query in (("text", _WITHOUT_TEXT), ("extraction", _WITHOUT_EXTRACTION)):
        for (key,) in documents.rows(query):
            lost.add(key)
            yield f"{documents.path}: the {what} of {key!r} is lost; {again}"
    for is_current, *row in documents.rows(READINGS):
        trouble = trouble_of(*row)
        if trouble and is_current:
            lost.add(row[0])
        if trouble:
            yield f"{documents.path}: {trouble}; {again if is_current else forget}"
    for (key,) in documents.rows(_UNLIKE):
        if key not in lost:  # what cannot be read is left out of the graph
            yield f"{documents.path}: the graph has {key!r} otherwise; run hansa rebuild"
    for (claim,) in documents.rows(
        "SELECT claim FROM verdicts WHERE verdict NOT IN ('accept', 'reject', 'edit') "
        "OR (verdict = 'edit') <> (edit IS NOT NULL AND json_valid(edit)) ORDER BY claim"
    ):
        yield f"{documents.path}: the verdict on {claim} is damaged; undo it with hansa review undo"
    yield from _json_faults(documents)


def _json_faults(documents: Snapshot) -> Iterator[str]:
    for table, name, column in _TEXTS_OF_JSON:
        for about, value in documents.rows(f"SELECT {name}, {column} FROM {table} ORDER BY 1"):  # noqa: S608
            try:
                json.loads(value)
            except (TypeError, ValueError):
                yield (
                    f"{documents.path}: {column} of {about} in {table} cannot be read; "
                    "restore a backup"
                )
